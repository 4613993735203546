// An open list says in full what the closed field says by a letter: a 口径 with its formula.
(function () {
  "use strict";
  window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
    longOption: function (given) { return given.option.long || given.option.label; }
  });
})();
