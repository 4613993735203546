// While the sample data are read in a page says so; when they are there it comes anew, unless someone works in it.
(function () {
  "use strict";
  var EVERY = 3000; // ms
  var asking = false;

  function banner() { return document.querySelector(".notice.loading"); }

  function busy() {
    var dialog = document.querySelector("dialog[open]");
    return dialog || window.location.pathname === "/submit";
  }

  function ready(line) {
    if (!busy()) { window.location.reload(); return; }
    line.classList.remove("loading");
    var text = line.querySelector("[data-loaded]");
    if (text) text.textContent = text.dataset.loaded;
    var again = line.querySelector("[data-reload]");
    if (again) again.hidden = false;
  }

  function ask() {
    if (asking || document.hidden || !banner()) return;
    asking = true;
    fetch("/healthz?quiet=1", { cache: "no-store" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) { asking = false; var line = banner(); if (text === "ok" && line) ready(line); },
            function () { asking = false; });
  }

  window.setInterval(ask, EVERY);
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-reload]")) window.location.reload();
  });
})();
