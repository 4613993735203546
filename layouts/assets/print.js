// What paper needs and the screen does not: the matrix as plain tables a page wide, bars as wide as they were drawn.
(function () {
  "use strict";
  var COLUMNS = 12; // indicators on a page
  var PAGE = 1030; // px across A4 landscape between its margins
  var STATUSES = { m: "met", n: "near", x: "missed", p: "pending", u: "undecidable", g: "no_value" };

  function add(parent, name, names, text) {
    var made = document.createElement(name);
    if (names) made.className = names;
    if (text) made.textContent = text;
    return parent.appendChild(made);
  }

  function groupOf(column) {
    var group = column.getParent && column.getParent();
    return (group && group.getColGroupDef && group.getColGroupDef() || {}).headerName || "";
  }

  function heads(table, api, columns) {
    var top = add(add(table, "thead"), "tr");
    add(top, "td", "first").colSpan = 3;
    var last = null;
    columns.forEach(function (column) {
      var name = groupOf(column);
      if (last && last.textContent === name) { last.colSpan += 1; return; }
      last = add(top, "th", "group-start", name);
    });
    var row = add(top.parentNode, "tr");
    ["region", "missed", "near"].forEach(function (id) {
      var column = api.getColumn(id);
      add(row, "th", id === "region" ? "" : "num", column ? column.getColDef().headerName : "");
    });
    columns.forEach(function (column) {
      var told = column.getColDef().context;
      var head = add(row, "th", "num", column.getColDef().headerName + (told.lower ? " ↓" : ""));
      add(head, "span", "target", told.under);
    });
  }

  function line(table, data, columns) {
    var row = add(table, "tr");
    var cells = data.c.split("\t");
    add(row, "th", "", data.n);
    add(row, "td", "num", String(data.m || "•"));
    add(row, "td", "num", String(data.w || "•"));
    columns.forEach(function (column) {
      var parts = cells[column.getColDef().context.place].split("|");
      var status = STATUSES[parts[1]];
      var flags = parts[2] || "";
      var ground = status === "near" || status === "missed" || status === "no_value" ? " ground-" + status : "";
      var box = add(row, "td", "num cell" + ground + (flags.indexOf("s") >= 0 ? " small" : ""));
      var mark = status ? " mk mk-after mk-" + status + (flags.indexOf("!") >= 0 ? " mk-flag" : "") : "";
      add(box, "a", "number" + mark, (flags.indexOf("i") >= 0 ? "* " : "") + parts[0]);
    });
  }

  function matrix() {
    var grid = document.getElementById("matrix-grid");
    var api = grid && window.dash_ag_grid && window.dash_ag_grid.getApi && window.dash_ag_grid.getApi("matrix-grid");
    if (!api) return;
    var rows = api.getPinnedTopRow(0) ? [api.getPinnedTopRow(0).data] : [];
    api.forEachNodeAfterFilterAndSort(function (node) { rows.push(node.data); });
    var columns = api.getColumns().filter(function (column) { return column.getColDef().context; });
    var paper = document.createElement("div");
    paper.className = "matrix-paper";
    for (var from = 0; from < columns.length; from += COLUMNS) {
      var some = columns.slice(from, from + COLUMNS);
      var table = add(paper, "table", "matrix");
      heads(table, api, some);
      var body = add(table, "tbody");
      rows.forEach(function (data) { line(body, data, some); });
    }
    grid.closest(".matrix-box").after(paper);
  }

  function bars() {
    document.querySelectorAll(".bars-scroll").forEach(function (box) {
      var table = box.querySelector("table");
      table.style.width = table.offsetWidth + "px";
      box.querySelectorAll("td.bar-cell").forEach(function (cell) { cell.style.minWidth = cell.offsetWidth + "px"; });
      box.style.zoom = Math.min(1, PAGE / table.offsetWidth);
    });
  }

  window.addEventListener("beforeprint", function () { matrix(); bars(); });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll(".matrix-paper").forEach(function (paper) { paper.remove(); });
    document.querySelectorAll(".bars-scroll, .bars-scroll table, td.bar-cell").forEach(function (part) { part.removeAttribute("style"); });
  });
})();
