// 下载 PNG and 下载 SVG: the chart with its title, names and source, made in the browser.
(function () {
  "use strict";

  function picture(graph, extra) {
    var data = JSON.parse(JSON.stringify(graph.data));
    var layout = JSON.parse(JSON.stringify(graph.layout));
    layout.paper_bgcolor = "#FFFFFF";
    layout.margin = Object.assign({}, layout.margin, extra.margin);
    layout.yaxis = Object.assign({}, layout.yaxis, extra.yaxis);
    layout.annotations = (layout.annotations || []).slice();
    (extra.text || []).forEach(function (text, row) {
      layout.annotations.push({ text: text, xref: "paper", x: 1, xanchor: "right", xshift: 64, yref: "y", y: row,
                                showarrow: false, font: { size: 12 } });
    });
    if (extra.title) {
      layout.title = { text: extra.title, x: 0, xref: "container", xanchor: "left", y: 1, yref: "container",
                       yanchor: "top", pad: { t: 14, l: 12 }, font: { size: 16, weight: "bold" } };
    }
    if (extra.source) {
      layout.annotations.push({ text: extra.source, xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left",
                                yanchor: "top", yshift: -26, showarrow: false, font: { size: 11 } });
    }
    var before = graph.layout.margin || {};
    layout.width = 960;
    layout.height = graph.layout.height + ((layout.margin.t || 0) - (before.t || 0)) + ((layout.margin.b || 0) - (before.b || 0));
    layout.autosize = false;
    return { data: data, layout: layout, config: { staticPlot: true, locale: (graph._context || {}).locale } };
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-download]");
    if (!button || !window.Plotly) return;
    var holder = document.getElementById(button.dataset.chart);
    var graph = holder && (holder.classList.contains("js-plotly-plot") ? holder : holder.querySelector(".js-plotly-plot"));
    if (!graph) return;
    var extra = (graph.layout.meta && graph.layout.meta.download) || {};
    var made = picture(graph, extra);
    window.Plotly.downloadImage(made, {
      format: button.dataset.download, scale: button.dataset.download === "png" ? 2 : 1,
      width: made.layout.width, height: made.layout.height, filename: button.dataset.filename || "faheng"
    });
  });
})();
