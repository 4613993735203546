// The portrait's one button: print the page as it stands.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print='page']")) window.print();
  });
})();
