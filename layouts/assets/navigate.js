// The address is where choices live: a control writes it, and the page for it comes from the server.
// Links inside the site change the address without loading everything again.
(function () {
  "use strict";
  var RESETS = { dataset: ["region", "period", "variant", "submission", "against", "only", "snapshot"] };

  // The entry that an open passport added (assets/passport.js) is used up by going on from it.
  function go(href) {
    var used = window.history.state && window.history.state.passport;
    window.history[used ? "replaceState" : "pushState"]({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  // The page comes anew after a choice; the keyboard goes back to the control that made it.
  function refocus(key) {
    var id = JSON.stringify({ key: key, type: "control" });
    var before = document.getElementById(id);
    var tries = 0;
    var timer = window.setInterval(function () {
      var now = document.getElementById(id);
      var lost = !document.activeElement || document.activeElement === document.body;
      tries += 1;
      if (now && now !== before && lost) now.focus({ preventScroll: true });
      if (now && now !== before || tries > 100) window.clearInterval(timer);
    }, 50);
  }

  function inside(link) {
    if (link.origin !== window.location.origin || link.target || link.hasAttribute("download")) return false;
    if (link.classList.contains("number") || link.classList.contains("skip")) return false;
    return !/^\/(export|api|file|template|assets)\b/.test(link.pathname);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !inside(link)) return;
    if (link.pathname === window.location.pathname && link.hash && link.search === window.location.search) return;
    event.preventDefault();
    go(link.getAttribute("href"));
    if (link.pathname !== window.location.pathname) window.scrollTo(0, 0);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.faheng = Object.assign(window.dash_clientside.faheng || {}, {
    // values and the values the server gave (name); only a difference is a person's choice
    navigate: function (values, given) {
      var context = window.dash_clientside.callback_context;
      var inputs = (context.inputs_list && context.inputs_list[0]) || [];
      var query = new URLSearchParams(window.location.search);
      var changed = "";
      inputs.forEach(function (input, place) {
        var value = values[place];
        if (value === undefined || value === null || value === given[place]) return;
        var key = input.id.key;
        changed = key;
        if (value === "" || value === "default") query.delete(key); else query.set(key, value);
        (RESETS[key] || []).forEach(function (name) { query.delete(name); });
      });
      if (changed) {
        var text = query.toString();
        refocus(changed);
        go(window.location.pathname + (text ? "?" + text : ""));
      }
      return window.dash_clientside.no_update;
    }
  });
})();
