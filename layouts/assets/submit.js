// 报送: files go one by one to /file/receive with progress; findings and cells select each other;
// the template's fields are tried before the page is left; the receipt is printed alone.
(function () {
  "use strict";
  var ORDER = ["refused", "returned", "waiting", "accepted"];
  var files = [];      // what became of the files of this upload, while this page lives
  var busy = false;
  var version = 0;

  function byId(id) { return document.getElementById(id); }

  function at(name) { return document.querySelector("[data-filing] [data-at='" + window.CSS.escape(name) + "']"); }

  function place() { return byId("submit-results"); }

  function texts() { return JSON.parse(place().dataset.texts); }

  function make(tag, text, names) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (names) element.className = names;
    return element;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  function sizeText(size) {
    return size >= 1e6 ? (size / 1e6).toFixed(1) + " MB" : Math.max(1, Math.round(size / 1000)) + " kB";
  }

  function announce(text) {
    var announcer = byId("announcer");
    if (announcer) announcer.textContent = text;
  }

  // ---- the list of this upload

  function changed() { version += 1; draw(); }

  function draw() {
    var holder = place();
    if (!holder || holder.dataset.version === String(version)) return;
    holder.dataset.version = String(version);
    holder.textContent = "";
    if (!files.length) return;
    var said = texts();
    var section = make("section", "", "section");
    var head = make("div", "", "section-head");
    head.appendChild(make("h2", said.results));
    section.appendChild(head);
    var list = make("ul", "", "uploads");
    files.forEach(function (entry) { list.appendChild(line(entry, said)); });
    section.appendChild(list);
    holder.appendChild(section);
  }

  function line(entry, said) {
    var item = make("li");
    item.appendChild(make("span", entry.name, "name"));
    var state = make("div", "", "state");
    item.appendChild(state);
    if (entry.results) { entry.results.forEach(function (one) { state.appendChild(told(one, entry, said)); }); return item; }
    if (entry.problem) { state.appendChild(make("span", entry.problem, "status st-missed mk mk-missed")); return item; }
    var bar = make("progress", "", "sending");
    bar.max = 100;
    bar.setAttribute("aria-label", entry.name);
    var word = make("span", "");
    entry.bar = bar;
    entry.word = word;
    state.appendChild(bar);
    state.appendChild(word);
    if (!entry.sent) {
      var cancel = make("button", said.cancel, "plain");
      cancel.type = "button";
      cancel.setAttribute("aria-label", said.cancel + " " + entry.name);
      cancel.addEventListener("click", function () { stop(entry); });
      state.appendChild(cancel);
    }
    progress(entry);
    return item;
  }

  function progress(entry) {
    if (!entry.bar) return;
    var said = texts();
    if (entry.sent) { entry.bar.removeAttribute("value"); entry.word.textContent = said.checking; return; }
    entry.bar.value = entry.percent;
    entry.word.textContent = entry.request ? fill(said.sending, { percent: entry.percent }) : said.waiting;
  }

  function told(one, entry, said) {
    var part = make("div", "", "told");
    var mark = { accepted: "met", waiting: "near" }[one.status] || "missed";
    part.appendChild(make("span", one.title, "status st-" + mark + " mk mk-" + mark));
    var inner = one.path !== entry.name ? one.path.split("/").pop() : "";
    var detail = [inner, one.detail].filter(Boolean).join(document.documentElement.lang === "en" ? ", " : "，");
    if (detail) part.appendChild(make("span", detail, "note"));
    if (one.href) {
      var link = make("a", said.look);
      link.href = one.href;
      link.setAttribute("aria-label", said.look + " " + (inner || entry.name));
      part.appendChild(link);
    } else {
      one.findings.forEach(function (finding) { part.appendChild(make("p", finding.message)); });
    }
    return part;
  }

  // ---- sending

  function take(chosen, folders) {
    if (!place() || !chosen.length) return;
    var said = texts();
    var limit = Number(place().dataset.limit);
    if (!busy) files = [];
    chosen.forEach(function (file, number) {
      var entry = { file: file, name: file.name, percent: 0 };
      if (folders[number]) entry.problem = said.folder;
      else if (!file.size) entry.problem = said.empty;
      else if (file.size > limit) entry.problem = fill(said.too_large, { size: sizeText(file.size), limit: place().dataset.limitText });
      files.push(entry);
    });
    changed();
    if (!busy) next();
  }

  function next() {
    var entry = files.find(function (each) { return !each.results && !each.problem; });
    busy = Boolean(entry);
    if (entry) send(entry); else finish();
  }

  function send(entry) {
    var said = texts();
    var body = new FormData();
    var by = byId("submit-by");
    body.append("by", by ? by.value : entry.by || "");
    body.append("lang", place().dataset.language);
    body.append("file", entry.file, entry.name);
    var request = new XMLHttpRequest();
    entry.request = request;
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { entry.percent = Math.floor(100 * event.loaded / event.total); progress(entry); }
    });
    request.upload.addEventListener("load", function () { entry.sent = true; changed(); });
    request.addEventListener("load", function () { answered(entry, request, said); });
    request.addEventListener("error", function () { fail(entry, said.broken); });
    request.addEventListener("abort", function () { fail(entry, said.cancelled); });
    request.open("POST", "/file/receive");
    request.send(body);
    progress(entry);
  }

  function answered(entry, request, said) {
    var content = null;
    try { content = JSON.parse(request.responseText); } catch (error) { content = null; }
    if (request.status === 200 && content && content.files) {
      entry.results = content.files;
      entry.file = null;
      changed();
      next();
    } else {
      fail(entry, (content && content.error && content.error.message) || said.server);
    }
  }

  function fail(entry, problem) {
    entry.problem = problem;
    entry.file = null;
    changed();
    next();
  }

  function stop(entry) {
    if (entry.request) entry.request.abort(); else { entry.problem = texts().cancelled; changed(); }
  }

  function finish() {
    var results = [];
    files.forEach(function (entry) { results = results.concat(entry.results || []); });
    announce(fill(texts().done, { n: files.length }));
    var worst = results.filter(function (one) { return one.href; }).sort(function (one, other) {
      return ORDER.indexOf(one.status) - ORDER.indexOf(other.status) || grave(other) - grave(one);
    })[0];
    if (!worst || files.some(function (entry) { return entry.problem; })) return;
    if (results.some(function (one) { return !one.href; })) return;
    if (results.length === 1 && !worst.known) { files = []; changed(); }
    var link = make("a");
    link.href = worst.href;
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  function grave(one) {
    return one.findings.filter(function (finding) { return finding.severity !== "note"; }).length;
  }

  function mountPicker() {
    var holder = byId("submit-picker");
    if (!holder || !place() || holder.firstChild) return;
    var label = make("label", texts().choose, "button primary");
    var input = make("input", "", "visually-hidden");
    input.type = "file";
    input.multiple = true;
    input.accept = ".xlsx,.xls,.et,.ods,.zip";
    input.id = "submit-files";
    label.htmlFor = input.id;
    input.addEventListener("change", function () {
      take(Array.from(input.files), []);
      input.value = "";
    });
    holder.appendChild(input);
    holder.appendChild(label);
  }

  function over(event) {
    var zone = byId("submit-drop");
    if (!zone || !event.dataTransfer || Array.from(event.dataTransfer.types).indexOf("Files") < 0) return null;
    event.preventDefault();
    var inside = zone.contains(event.target);
    zone.classList.toggle("over", inside && event.type === "dragover");
    return inside;
  }

  document.addEventListener("dragover", function (event) {
    if (over(event) === false) event.dataTransfer.dropEffect = "none";
  });
  document.addEventListener("dragleave", over);
  document.addEventListener("drop", function (event) {
    if (!over(event)) return;
    var items = Array.from(event.dataTransfer.items || []);
    var folders = items.map(function (item) {
      var entry = item.webkitGetAsEntry && item.webkitGetAsEntry();
      return Boolean(entry && entry.isDirectory);
    });
    take(Array.from(event.dataTransfer.files), folders);
  });

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
    return Array.from(document.querySelectorAll(".findings > li[data-cell]")).find(function (each) { return each.dataset.cell === name; });
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
  }

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
        if (told.address) window.location.assign(told.address);
        else problem.textContent = told.problem;
      }).catch(function () { problem.textContent = form.dataset.failed; });
  });

  // ---- the receipt on paper, without the rest of the page

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("[data-print='receipt']")) return;
    document.documentElement.classList.add("print-receipt");
    window.print();
  });
  window.addEventListener("afterprint", function () { document.documentElement.classList.remove("print-receipt"); });

  new MutationObserver(function () { mountPicker(); draw(); firstSelection(); })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
