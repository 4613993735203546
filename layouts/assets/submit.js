// 报送: findings and cells select each other; explanations are kept; the template's fields are tried before the
// page is left; the receipt is printed alone. The upload is in submit-upload.js.
(function () {
  "use strict";
  var WRITER = "faheng-explained-by";

  function byId(id) { return document.getElementById(id); }

  function at(name) { return document.querySelector("[data-filing] [data-at='" + window.CSS.escape(name) + "']"); }

  // ---- findings and cells select each other

  function select(row, moved) {
    var filing = row.closest("[data-filing]");
    var cell = row.dataset.cell ? at(row.dataset.cell) : null;
    var number = row.dataset.at.slice(2);
    filing.querySelectorAll(".findings > li").forEach(function (each) {
      if (each === row) each.setAttribute("aria-current", "true"); else each.removeAttribute("aria-current");
    });
    filing.querySelectorAll("[data-box]").forEach(function (box) { box.hidden = box.dataset.box !== number; });
    filing.querySelectorAll(".chosen, th.on").forEach(function (each) { each.classList.remove("chosen", "on"); });
    var originals = filing.querySelectorAll(".original");
    var current = cell ? (cell.matches(".original") ? cell : cell.closest(".original")) : filing.querySelector(".original:not([hidden])");
    originals.forEach(function (each) { each.hidden = each !== (current || originals[0]); });
    if (!cell || cell === current) return;
    cell.classList.add("chosen");
    var head = cell.parentNode.querySelector("th");
    if (head) head.classList.add("on");
    var column = /-([A-Z]+)\d+$/.exec(cell.dataset.at);
    current.querySelectorAll("thead th").forEach(function (each) {
      if (column && each.textContent === column[1]) each.classList.add("on");
    });
    within(cell);
    if (moved) row.scrollIntoView({ block: "nearest" });
  }

  // Scrolls the picture alone, so that nothing else on the page moves.
  function within(cell) {
    var box = cell.closest(".sheet-scroll");
    var head = box.querySelector("thead").offsetHeight;
    var top = cell.offsetTop - head;
    if (top < box.scrollTop || cell.offsetTop + cell.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = Math.max(0, top - box.clientHeight / 2);
    }
    var left = cell.offsetLeft;
    if (left < box.scrollLeft || left + cell.offsetWidth > box.scrollLeft + box.clientWidth) box.scrollLeft = Math.max(0, left - 60);
  }

  function rowOf(hash) {
    var name = decodeURIComponent(hash.replace(/^#/, ""));
    if (!name) return null;
    var row = at(name);
    if (row && row.matches(".findings > li")) return row;
    return Array.from(document.querySelectorAll("[data-filing] .findings > li")).find(function (each) {
      return each.dataset.cell === name || each.dataset.key === name;
    });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-filing] a[href^='#']");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    var row = link.closest(".findings > li") || rowOf(link.getAttribute("href"));
    if (!row) return;
    event.preventDefault();
    window.history.replaceState(window.history.state, "", link.getAttribute("href"));
    select(row, !link.closest(".findings"));
  });

  window.addEventListener("hashchange", function () {
    var row = rowOf(window.location.hash);
    if (row) select(row, true);
  });

  function firstSelection() {
    var list = document.querySelector("[data-filing] .findings");
    if (!list || list.dataset.ready) return;
    list.dataset.ready = "yes";
    var row = rowOf(window.location.hash) || list.querySelector("li");
    if (row) select(row, false);
    if (row && window.location.hash) row.scrollIntoView({ block: "nearest" });
    var by = document.querySelector(".explain-by input");
    if (by && window.localStorage.getItem(WRITER)) by.value = window.localStorage.getItem(WRITER);
  }

  // ---- explanations of 核实 findings

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.classList.contains("explain-form")) return;
    event.preventDefault();
    var filing = form.closest("[data-filing]"), by = filing.querySelector(".explain-by input");
    var problem = form.querySelector(".problem"), save = form.querySelector("button");
    var body = new FormData(form);
    body.append("by", by ? by.value : "");
    problem.textContent = "";
    save.disabled = true;
    fetch(form.getAttribute("action") + "?lang=" + (document.documentElement.lang === "en" ? "en" : "zh"), { method: "POST", body: body })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        save.disabled = false;
        if (told.error) { problem.textContent = told.error.message; return; }
        if (by && by.value) window.localStorage.setItem(WRITER, by.value);
        kept(form, filing, told);
      }).catch(function () { save.disabled = false; problem.textContent = form.dataset.failed; });
  });

  function kept(form, filing, told) {
    form.querySelector("textarea").value = "";
    var earlier = form.parentNode.querySelector(".earlier");
    if (earlier) earlier.remove();
    filing.querySelectorAll("[data-said]").forEach(function (each) { if (each.dataset.said === told.key) each.innerHTML = told.said; });
    filing.querySelectorAll("[data-open]").forEach(function (each) { each.textContent = told.open; });
    document.querySelectorAll("[data-receipt]").forEach(function (each) { each.innerHTML = told.receipt; });
    var headline = document.querySelector(".outcome h2");
    if (headline) headline.textContent = told.headline;
    var announcer = byId("announcer");
    if (announcer) announcer.textContent = told.open;
  }

  document.addEventListener("click", function (event) {
    var again = event.target.closest && event.target.closest("[data-reuse]");
    if (!again) return;
    var field = again.closest(".explain-box").querySelector("textarea");
    field.value = again.dataset.reuse;
    field.focus();
  });

  // ---- templates: a refusal is said beside the fields instead of on a page of its own

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.id !== "template-fields") return;
    event.preventDefault();
    var problem = byId("template-problem");
    var address = form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form)).toString();
    problem.textContent = "";
    fetch(address, { headers: { Accept: "application/json" } }).then(function (answer) { return answer.json(); })
      .then(function (told) {
        problem.textContent = told.problem || told.told || "";
        if (told.address) window.location.assign(told.address);
      }).catch(function () { problem.textContent = form.dataset.failed; });
  });

  // ---- the receipt on paper, without the rest of the page

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("[data-print='receipt']")) return;
    document.documentElement.classList.add("print-receipt");
    window.print();
  });
  window.addEventListener("afterprint", function () { document.documentElement.classList.remove("print-receipt"); });

  new MutationObserver(function () { firstSelection(); })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
