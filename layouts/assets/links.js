// Links follow the address bar (scope, language), the scope bar opens on narrow windows, the address is copied.
(function () {
  "use strict";
  var SCOPE = ["dataset", "region", "period", "variant", "indicator", "snapshot", "lang", "view"];

  function scoped(link) {
    var now = new URLSearchParams(window.location.search);
    var kept = new URLSearchParams();
    SCOPE.forEach(function (key) { if (now.get(key)) kept.set(key, now.get(key)); });
    var text = kept.toString();
    link.setAttribute("href", link.dataset.page + (text ? "?" + text : ""));
  }

  function refresh(event) {
    var link = event.target.closest && event.target.closest("a[data-page], a[data-lang], a[data-export]");
    if (!link) return;
    if (link.dataset.page) { scoped(link); return; }
    if (link.dataset.export) { link.setAttribute("href", link.dataset.export + window.location.search); return; }
    var query = new URLSearchParams(window.location.search);
    query.set("lang", link.dataset.lang);
    link.setAttribute("href", window.location.pathname + "?" + query.toString());
  }

  ["pointerdown", "focusin", "mouseover"].forEach(function (kind) { document.addEventListener(kind, refresh, true); });

  // Typing in a select replaces its text instead of adding to it.
  document.addEventListener("focusin", function (event) {
    var field = event.target;
    if (field.matches && field.matches("input.mantine-Select-input")) window.setTimeout(function () { field.select(); }, 0);
  });
  document.addEventListener("click", function (event) {
    var field = event.target;
    if (field.matches && field.matches("input.mantine-Select-input") && field.selectionStart === field.selectionEnd) field.select();
  });

  function announce(text) {
    var place = document.getElementById("announcer");
    if (place) place.textContent = text;
  }

  // The clipboard interface is missing on plain http; a hidden field does the same there.
  function copied(text) {
    if (window.isSecureContext && navigator.clipboard) {
      return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return false; });
    }
    var field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "visually-hidden";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return Promise.resolve(done);
  }

  function copy(button) {
    var text = button.dataset.copy === "address" ? window.location.href : button.dataset.copy;
    var before = button.textContent;
    copied(text).then(function (done) {
      var said = done ? button.dataset.done : button.dataset.failed;
      if (!said) return;
      announce(said);
      button.textContent = said;
      window.setTimeout(function () { button.textContent = before; announce(""); }, 2000);
    });
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest) return;
    var copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
    var toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      var open = document.getElementById(toggle.dataset.toggle).classList.toggle("open");
      toggle.setAttribute("aria-expanded", open ? "true" : "false");
    }
    document.querySelectorAll("details.menu[open], details.phone-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = event.target.closest && event.target.closest("details.menu[open], details.phone-menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // <html lang> follows the page's language.
  new MutationObserver(function () {
    var site = document.querySelector(".site[lang]");
    if (site && document.documentElement.lang !== site.lang) document.documentElement.lang = site.lang;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
