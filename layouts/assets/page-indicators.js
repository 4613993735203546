// The catalogue's search field hides the entries that do not hold what was typed; a page that comes anew
// shows the chosen entry within the list.
(function () {
  "use strict";
  var shown = null;

  new MutationObserver(function () {
    var list = document.getElementById("indicators-list");
    if (!list || list === shown) return;
    shown = list;
    var current = list.querySelector("[aria-current]");
    if (!current) return;
    var above = current.getBoundingClientRect().top - list.getBoundingClientRect().top;
    list.scrollTop += above - list.clientHeight / 3;
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("input", function (event) {
    if (!event.target || event.target.id !== "indicators-search") return;
    var asked = event.target.value.trim();
    var list = document.getElementById("indicators-list");
    var found = 0;
    list.querySelectorAll("section").forEach(function (section) {
      var here = 0;
      section.querySelectorAll("li").forEach(function (item) {
        var fits = window.fahengSearch.fits(item.dataset.search, asked);
        item.hidden = !fits;
        if (fits) here += 1;
      });
      section.hidden = !here;
      found += here;
    });
    list.classList.toggle("none", !found);
  });
})();
