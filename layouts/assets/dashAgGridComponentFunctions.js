// What the matrix grid draws: a cell is a link to its number's passport, a head a link to the definition.
(function () {
  "use strict";
  var components = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  var STATUSES = { m: "met", n: "near", x: "missed", p: "pending", u: "undecidable", g: "no_value" };
  var draw = function () { return window.React.createElement.apply(null, arguments); };

  components.MatrixCell = function (props) {
    var parts = String(props.value).split("|");
    var status = STATUSES[parts[1]];
    var said = props.context;
    var column = props.colDef;
    var unit = /\d/.test(parts[0]) ? column.context.unit : "";
    var label = [props.data.n, column.headerName, parts[0] + (unit === "%" ? "" : " ") + unit];
    if (status) label.push(said.statuses[parts[1]]);
    (parts[2] || "").split("").forEach(function (flag) { if (said.flags[flag]) label.push(said.flags[flag]); });
    var names = "number";
    if (status) names += " mk mk-after mk-" + status + ((parts[2] || "").indexOf("!") >= 0 ? " mk-flag" : "");
    return draw("a", {
      href: said.trace.replace("INDICATOR", column.colId).replace("REGION", props.data.r),
      className: names, tabIndex: -1, "aria-label": label.join(said.comma), title: label.join(said.comma)
    }, parts[0]);
  };

  components.MatrixRegion = function (props) {
    var data = props.data;
    return data.h ? draw("a", { href: data.h, tabIndex: -1 }, data.n) : data.n;
  };

  components.MatrixCount = function (props) {
    return props.value ? String(props.value) : draw("span", { className: "muted", "aria-label": "0" }, "•");
  };

  components.MatrixHead = function (props) {
    var said = props.column.getColDef().context || {};
    var href = props.context.definition.replace("INDICATOR", props.column.getColId());
    return draw("span", { className: "matrix-head", title: said.title },
      draw("a", { href: href, tabIndex: -1 }, props.displayName + (said.lower ? " ↓" : "")),
      draw("span", { className: said.set ? "target" : "target unset" }, said.under));
  };

  // Enter on a focused cell follows the link in it.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !event.target.classList || !event.target.classList.contains("ag-cell")) return;
    var link = event.target.querySelector("a[href]");
    if (link) { event.preventDefault(); link.click(); }
  });
})();
