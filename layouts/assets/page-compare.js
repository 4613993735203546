// 同类地区: ticking boxes, then one step to the address that compares only those; groups are kept by the server.
(function () {
  "use strict";
  function ticked(box) {
    var found = box.closest(".peers").querySelectorAll('[data-peer][aria-checked="true"]');
    return Array.prototype.map.call(found, function (each) { return each.dataset.peer; }).join(",");
  }

  function go(changes) {
    var query = new URLSearchParams(window.location.search);
    Object.keys(changes).forEach(function (key) {
      if (changes[key]) query.set(key, changes[key]); else query.delete(key);
    });
    var link = document.createElement("a");
    link.href = window.location.pathname + "?" + query.toString();
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  function send(button) {
    var form = button.closest(".group-form"), problem = form.querySelector(".problem");
    var fields = new URLSearchParams(new FormData(form));
    fields.set("what", button.dataset.group);
    fields.set("code", button.dataset.code || "");
    fields.set("dataset", form.dataset.dataset);
    fields.set("regions", ticked(button));
    var language = new URLSearchParams(window.location.search).get("lang") === "en" ? "en" : "zh";
    problem.textContent = "";
    fetch("/compare/group?lang=" + language, { method: "POST", body: fields })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (told.error) { problem.textContent = told.error.message; return; }
        go({ peers: "", group: told.code });
      })
      .catch(function () { problem.textContent = form.dataset.failed; });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest && event.target.closest("[data-peer], [data-peers], [data-group]");
    if (!target) return;
    if (target.dataset.peer) {
      target.setAttribute("aria-checked", target.getAttribute("aria-checked") === "true" ? "false" : "true");
    } else if (target.dataset.group) {
      send(target);
    } else {
      go({ peers: ticked(target), group: "" });
    }
  });
  document.addEventListener("submit", function (event) {
    if (!event.target.closest(".group-form")) return;
    event.preventDefault();
    send(event.target.querySelector("[data-group]"));
  });
})();
