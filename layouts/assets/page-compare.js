// 同类地区: ticking boxes, then one step to the address that compares only those.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var target = event.target.closest && event.target.closest("[data-peer], [data-peers]");
    if (!target) return;
    if (target.dataset.peer) {
      target.setAttribute("aria-checked", target.getAttribute("aria-checked") === "true" ? "false" : "true");
      return;
    }
    var ticked = target.closest(".peers").querySelectorAll('[data-peer][aria-checked="true"]');
    var codes = Array.prototype.map.call(ticked, function (box) { return box.dataset.peer; });
    var query = new URLSearchParams(window.location.search);
    if (codes.length) query.set("peers", codes.join(",")); else query.delete("peers");
    var link = document.createElement("a");
    link.href = window.location.pathname + "?" + query.toString();
    document.body.appendChild(link);
    link.click();
    link.remove();
  });
})();
