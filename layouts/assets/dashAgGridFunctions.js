// Functions that the matrix grid names: what a cell holds, its classes, and the order of a column.
// A row's cells are one text: cells between tabs, each "text|letter|flags" (layouts/views/matrix_cells.py).
(function () {
  "use strict";
  var functions = window.dashAgGridFunctions = window.dashAgGridFunctions || {};
  var GROUNDS = { n: "ground-near", x: "ground-missed", g: "ground-no_value", w: "gap-word" };

  functions.matrixValue = function (params) {
    var data = params.data;
    if (!data) return "";
    if (!data.cells) data.cells = data.c.split("\t");
    return data.cells[params.colDef.context.place];
  };

  functions.matrixClass = function (params) {
    var parts = String(params.value).split("|");
    var names = ["cell"];
    if (GROUNDS[parts[1]]) names.push(GROUNDS[parts[1]]);
    if ((parts[2] || "").indexOf("s") >= 0) names.push("small");
    if ((parts[2] || "").indexOf("i") >= 0) names.push("incomplete");
    if ((parts[2] || "").indexOf("l") >= 0) names.push("local");
    if ((parts[2] || "").indexOf("z") >= 0) names.push("rectifying");
    return names;
  };

  // The line under the page's title says by which column the rows stand.
  functions.matrixSorted = function (params) {
    var line = document.getElementById("matrix-order");
    if (!line) return;
    var sorted = params.api.getColumnState().filter(function (column) { return column.sort; })[0];
    var head = sorted && params.api.getColumn(sorted.colId).getColDef().headerName;
    line.textContent = head ? line.dataset.named.replace("{name}", head) : line.dataset.first;
  };

  function amount(value) {
    var parts = String(value).split("|");
    if (parts[1] === "g" || parts[1] === "w" || (parts[2] || "").indexOf("s") >= 0) return null;
    var found = parts[0].replace(/\u202f/g, "").replace("\u2212", "-").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : null;
  }

  // Gaps and small samples stand at the end in both directions.
  functions.matrixOrder = function (left, right, leftNode, rightNode, descending) {
    var a = amount(left);
    var b = amount(right);
    if (a === null || b === null) return (a === b ? 0 : a === null ? 1 : -1) * (descending ? -1 : 1);
    return a - b;
  };
})();
