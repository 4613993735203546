// A plain click on a.number opens the drawer with that number's passport; any other click follows the link.
(function () {
  "use strict";
  var wanted = null;
  var timer = 0;

  function drawer() { return document.getElementById("passport"); }

  function settled() {
    var dialog = drawer();
    if (dialog) dialog.removeAttribute("aria-busy");
    window.clearTimeout(timer);
  }

  function watch() {
    var body = document.getElementById("passport-body");
    if (!body || body.dataset.watched) return;
    body.dataset.watched = "yes";
    new MutationObserver(settled).observe(body, { childList: true, subtree: true, characterData: true });
  }

  function open(href) {
    var dialog = drawer();
    if (!dialog || typeof dialog.showModal !== "function") return false;
    watch();
    var body = document.getElementById("passport-body");
    if (href !== wanted) {
      dialog.setAttribute("aria-busy", "true");
      timer = window.setTimeout(settled, 1500);
      if (body) body.scrollTop = 0;
    }
    wanted = href;
    window.dash_clientside.set_props("passport-target", { data: href });
    if (!dialog.open) { dialog.showModal(); remember(dialog); }
    return true;
  }

  // The open drawer is an entry of the history, so that Back closes it; closing it otherwise takes the entry away.
  function remember(dialog) {
    window.history.pushState({ passport: true }, "", window.location.href);
    dialog.addEventListener("close", function () {
      if (window.history.state && window.history.state.passport) window.history.back();
    }, { once: true });
  }

  document.addEventListener("click", function (event) {
    var closer = event.target.closest && event.target.closest("[data-close]");
    if (closer) { document.getElementById(closer.dataset.close).close(); return; }
    var dialog = drawer();
    if (dialog && event.target === dialog && dialog.open) { dialog.close(); return; }
    var link = event.target.closest && event.target.closest("a.number");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    var href = link.getAttribute("href") || "";
    if (href.indexOf("/trace") === -1 || !open(href)) return;
    event.preventDefault();
  }, true);

  // Going to another page, or back, closes the drawer.
  function close() {
    var dialog = drawer();
    if (dialog && dialog.open) dialog.close();
  }
  window.addEventListener("_dashprivate_pushstate", close);
  window.addEventListener("popstate", close);

  // For clientside callbacks: a click on a bar or a point (customdata: [region, address]).
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.faheng = Object.assign(window.dash_clientside.faheng || {}, {
    open_passport: function (click) {
      var point = click && click.points && click.points[0];
      var href = point && point.customdata && point.customdata[1];
      if (href) open(href);
      return window.dash_clientside.no_update;
    }
  });
})();
