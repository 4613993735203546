// 报送, the list of an upload: each file with its progress, what it was read as, what became of it; at the end
// the findings of all files together. Texts come from the page; what stands in files goes out as text only.
(function () {
  "use strict";
  var upload = window.fahengUpload;
  var ORDER = ["refused", "returned", "waiting", "accepted"];
  var GRADES = ["must", "explain", "note"];
  var MARKS = { accepted: "met", known: "pending", returned: "missed", unknown: "missed", refused: "missed", classified: "missed", system: "missed" };
  var MOST_LISTED = 200;

  function english() { return upload.place().dataset.language === "en"; }
  function joined(parts) { return parts.filter(Boolean).join(english() ? ", " : "，"); }

  function make(tag, text, names) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (names) element.className = names;
    return element;
  }

  function put(parent, children) {
    children.forEach(function (child) { if (child) parent.appendChild(child); });
    return parent;
  }

  function button(text, names, act) {
    var made = make("button", text, names);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function marked(text, mark) { return make("span", text, "status st-" + mark + " mk mk-" + mark); }
  function graded(text, severity) { return make("span", text, "status sev-" + severity + " mk mk-" + severity); }

  function look(href, text, name) {
    var link = make("a", text);
    link.href = href;
    link.setAttribute("aria-label", text + " " + name);
    return link;
  }

  upload.draw = function () {
    var holder = upload.place();
    if (!holder) return;
    var result = Boolean(document.querySelector("[data-filing]")), state = upload.version + (result ? " result" : "");
    if (holder.dataset.version === state) return;
    holder.dataset.version = state;
    holder.textContent = "";
    if (!upload.files.length && !upload.notes.length) return;
    var said = upload.texts(), now = upload.phase();
    var list = make("ul", "", "uploads");
    var files = now === "done" ? upload.files.slice().sort(function (one, other) { return rank(one) - rank(other); }) : upload.files;
    put(list, files.map(function (entry) { return line(entry, said); }));
    var head = put(make("div", "", "section-head"), [make("h2", said.results)]);
    var section = put(make("section", "", "section upload phase-" + now), [head, bar(said, now)]);
    put(section, upload.notes.map(function (note) { return make("p", note, "note"); }));
    if (result && now === "done") section.appendChild(put(make("details"), [make("summary", upload.fill(said.files, { n: files.length })), list]));
    else put(section, [list, now === "done" ? together(said) : null]);
    holder.appendChild(section);
  };

  // ---- the line above the files: how far it is, and what can be done

  function bar(said, now) {
    var row = put(make("div", "", "upload-bar"), [make("p", upload.status(said, now), "sum")]);
    if (now === "reading" || now === "ready") {
      var confirm = button("", "button primary", upload.file);
      confirm.id = "submit-confirm";
      row.appendChild(confirm);
      confirmable(confirm, said, now);
    }
    if (now === "ready" && upload.nameless) row.appendChild(make("p", said.name_first, "problem"));
    if (now === "reading" || now === "filing") row.appendChild(button(said.cancel_all, "button", upload.cancelAll));
    if (now === "ready") row.appendChild(button(said.discard, "button", upload.cancelAll));
    if (now === "done") row.appendChild(button(said.clear, "button", upload.clear));
    return row;
  }

  function confirmable(confirm, said, now) {
    confirm.textContent = upload.fill(said.confirm, { n: upload.chosen() });
    confirm.disabled = now === "reading" || !upload.chosen();
  }

  upload.status = function (said, now) {
    var all = upload.files.length;
    if (now === "reading") {
      return upload.fill(said.reading, { done: upload.files.filter(function (each) { return each.previews || upload.ended(each); }).length, all: all });
    }
    if (now === "ready") {
      var any = upload.files.some(function (each) { return upload.waits(each) && each.previews.some(function (one) { return one.fileable; }); });
      return any ? upload.fill(said.ready, { all: all }) : said.none;
    }
    if (now === "filing") {
      var wanted = upload.files.filter(function (each) { return each.wanted; });
      return upload.fill(said.filing, { done: wanted.filter(upload.ended).length, all: wanted.length });
    }
    return summary(said);
  };

  function summary(said) {
    var results = upload.outcomes(), again = results.filter(function (one) { return one.known; }).length;
    var left = upload.files.filter(function (each) { return !each.results; }).length;
    var fates = ORDER.slice().reverse().map(function (status) {
      var fresh = results.filter(function (one) { return one.status === status && !one.known; });
      return [upload.fill(said.done_status, { status: said[status], n: "{n}" }), fresh.length];
    });
    var parts = fates.concat([[said.done_known, again], [said.done_stopped, left]])
      .filter(function (part) { return part[1]; }).map(function (part) { return upload.fill(part[0], { n: part[1] }); });
    var stopped = upload.files.some(function (each) { return each.stopped; }) && results.length;
    return parts.length ? upload.fill(said.done, { parts: joined(parts) }) + (stopped ? (english() ? " " : "") + said.kept : "") : "";
  }

  // ---- one file

  function rank(entry) {
    if (!entry.results) return 0.5;
    return Math.min.apply(null, entry.results.map(function (one) {
      var grave = one.findings.filter(function (finding) { return finding.severity !== "note"; }).length;
      return ORDER.indexOf(one.status) - Math.min(grave, 999) / 1000;
    }));
  }

  function line(entry, said) {
    var state = make("div", "", "state");
    if (entry.results) put(state, entry.results.map(function (one) { return told(one, entry, said); }));
    else if (entry.problem) state.appendChild(marked(entry.problem, entry.stopped ? "pending" : "missed"));
    else if (entry.previews && !entry.wanted) put(state, entry.previews.map(function (one) { return foreseen(one, entry, said); }));
    else moving(entry, state, said);
    return put(make("li"), [make("span", entry.name, "name"), state]);
  }

  function moving(entry, state, said) {
    var progress = make("progress", "", "sending");
    progress.max = 100;
    progress.setAttribute("aria-label", entry.name);
    entry.bar = progress;
    entry.word = make("span", "");
    put(state, [progress, entry.word]);
    if (!(entry.wanted && entry.sent)) {
      var stop = button(said.cancel, "plain", function () { upload.cancel(entry); });
      stop.setAttribute("aria-label", said.cancel + " " + entry.name);
      state.appendChild(stop);
    }
    upload.advance(entry);
  }

  upload.advance = function (entry) {
    if (!entry.bar) return;
    var said = upload.texts();
    if (entry.jobs) { entry.bar.value = entry.percent; entry.word.textContent = said.checking + " " + entry.percent + "%"; return; }
    if (entry.sent) { entry.bar.removeAttribute("value"); entry.word.textContent = said.checking; return; }
    entry.bar.value = entry.percent;
    entry.word.textContent = entry.moving ? upload.fill(said.sending, { percent: entry.percent }) : said.waiting;
  };

  // As it was read before filing: what it is, what filing would do, and whether it is to be filed.
  function foreseen(one, entry, said) {
    var name = one.path.indexOf("!/") >= 0 ? upload.last(one.path) : upload.last(entry.name);
    var part = make("div", "", "told foreseen kind-" + one.kind);
    if (one.fileable && !entry.passed) part.appendChild(tick(one, said, name));
    var facts = [one.path.indexOf("!/") >= 0 ? name : "", one.form, one.region, one.period, one.figures];
    put(part, [marked(one.title, MARKS[one.kind]), make("span", joined(facts), "facts-line")]);
    Object.keys(one.counts).forEach(function (severity) { part.appendChild(make("span", one.counts[severity], "sev-" + severity)); });
    if (one.href) part.appendChild(look(one.href, said.look, name));
    var under = make("div", "", "under");
    put(under, [one.version, one.detail, one.beside, entry.passed && one.fileable ? said.not_chosen : ""].map(function (text) {
      return text ? make("span", text, "note") : null;
    }));
    if (one.findings.length) under.appendChild(folded(one, said));
    part.appendChild(under);
    return part;
  }

  function tick(one, said, name) {
    var box = make("input");
    box.type = "checkbox";
    box.checked = one.tick;
    box.setAttribute("aria-label", upload.fill(said.tick, { name: name }));
    box.addEventListener("change", function () {
      one.tick = box.checked;
      var confirm = document.getElementById("submit-confirm");
      if (confirm) confirmable(confirm, said, upload.phase());
    });
    return box;
  }

  function folded(one, said) {
    var rows = one.findings.map(function (finding) {
      var text = " " + (finding.place || said.whole_file) + (english() ? ": " : "：") + finding.what;
      return put(make("p"), [graded(finding.word, finding.severity), make("span", text)]);
    });
    var summary = make("summary", upload.fill(said.details, { n: one.findings.length }));
    return put(make("details"), [summary].concat(rows, one.more ? [make("p", one.more, "note")] : []));
  }

  function told(one, entry, said) {
    var mark = one.known ? "pending" : { accepted: "met", waiting: "near" }[one.status] || "missed";
    var inner = one.path.indexOf("!/") >= 0 ? upload.last(one.path) : "";
    var part = put(make("div", "", "told"), [marked(one.title, mark)]);
    if (inner || one.detail) part.appendChild(make("span", joined([inner, one.detail]), "note"));
    if (one.href) part.appendChild(look(one.href, said.look, inner || upload.last(entry.name)));
    else put(part, one.findings.map(function (finding) { return make("p", finding.message); }));
    return part;
  }

  // ---- the findings of all files in one list, the gravest first

  function together(said) {
    var all = [];
    upload.outcomes().filter(function (one) { return one.href && !one.known; }).forEach(function (one) {
      one.findings.forEach(function (finding) { all.push({ finding: finding, href: one.href, name: upload.last(one.path) }); });
    });
    if (!all.length || upload.outcomes().length < 2) return null;
    all.sort(function (a, b) { return GRADES.indexOf(a.finding.severity) - GRADES.indexOf(b.finding.severity); });
    var counts = make("span", "", "end severities");
    GRADES.forEach(function (grade) {
      var n = all.filter(function (each) { return each.finding.severity === grade; }).length;
      if (n) counts.appendChild(make("span", said[grade] + " " + n, "sev-" + grade));
    });
    var head = put(make("div", "", "section-head"), [make("h2", said.problems), make("span", said.problems_note, "note"), counts]);
    var rows = all.slice(0, MOST_LISTED).map(function (each) { return found(each, said); });
    var list = put(make("ul", "", "findings"), rows);
    list.tabIndex = 0;
    list.setAttribute("aria-label", said.problems);
    var more = all.length > MOST_LISTED ? make("p", upload.fill(said.problems_more, { n: all.length - MOST_LISTED }), "note") : null;
    return put(make("section", "", "section all-findings"), [head, list, more]);
  }

  function found(each, said) {
    var finding = each.finding;
    var link = look(each.href + "#" + encodeURIComponent(finding.key), finding.cell || finding.place || said.whole_file, each.name);
    return put(make("li"), [
      graded(finding.word, finding.severity),
      put(make("span", "", "place"), [link]),
      put(make("div", "", "what"), [make("p", finding.what), make("p", each.name, "note")])
    ]);
  }

  new MutationObserver(upload.draw).observe(document.documentElement, { childList: true, subtree: true });
})();
