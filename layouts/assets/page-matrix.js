// AG Grid's script (1.3 MB) is fetched when the first grid is drawn instead of with every page. Until then a
// component of the same name stands in its place; the script replaces it by the real one.
(function () {
  "use strict";
  var PATH = "_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js";
  var real = null;
  var coming = null;

  function fetched() {
    coming = coming || new Promise(function (done, failed) {
      var config = JSON.parse(document.getElementById("_dash-config").textContent);
      var script = document.createElement("script");
      script.src = config.requests_pathname_prefix + PATH;
      script.onload = function () { done({ default: window.dash_ag_grid.AgGrid }); };
      script.onerror = failed;
      document.head.appendChild(script);
    });
    return coming;
  }

  function AgGrid(props) {
    var React = window.React;
    real = real || React.lazy(fetched);
    return React.createElement(React.Suspense, { fallback: null }, React.createElement(real, props));
  }
  AgGrid.dashRenderType = true;

  if (window.dash_ag_grid) return;
  window.dash_ag_grid = { AgGrid: AgGrid };
  if (/\/matrix\/?$/.test(window.location.pathname)) fetched(); // no need to wait for the layout
})();
