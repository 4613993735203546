// 帮助: opens the explanation of the page; its own form closes it, Esc too, and so does a click beside it.
(function () {
  "use strict";
  function drawer() { return document.querySelector("dialog.help"); }

  document.addEventListener("click", function (event) {
    var dialog = drawer();
    if (!dialog || typeof dialog.showModal !== "function") return;
    if (event.target === dialog) { dialog.close(); return; }
    if (event.target.closest && event.target.closest(".help-open") && !dialog.open) dialog.showModal();
  });

  // Going to another page, or back, closes it.
  function close() {
    var dialog = drawer();
    if (dialog && dialog.open) dialog.close();
  }
  window.addEventListener("_dashprivate_pushstate", close);
  window.addEventListener("popstate", close);
})();
