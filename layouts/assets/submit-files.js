// 报送, the files of an upload and what becomes of them. Each is sent once to /file/preview, which writes nothing,
// and those that a person leaves ticked are sent to /file/receive: one at a time, with progress. Chosen by
// submit-pick.js, drawn by submit-list.js; both find this as window.fahengUpload.
(function () {
  "use strict";
  var MOST_FILES = 500;
  var request = null;
  var upload = window.fahengUpload = { files: [], notes: [], version: 0 };

  upload.place = function () { return document.getElementById("submit-results"); };
  upload.texts = function () { return JSON.parse(upload.place().dataset.texts); };
  upload.fill = function (text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); };
  upload.changed = function () { upload.version += 1; upload.draw(); };
  upload.last = function (path) { return path.split("/").pop(); };

  function announce(text) {
    var told = document.getElementById("announcer");
    if (told) told.textContent = text;
  }

  function sizeText(size) {
    if (size < 1048576) return Math.max(1, Math.round(size / 1024)) + " kB";
    return (size / 1048576).toFixed(1).replace(/\.0$/, "") + " MB";
  }

  // ---- what state a file is in: waiting, read (previews), wanted, and at its end results, passed or a problem

  function ended(entry) { return entry.results || entry.problem || entry.passed; }
  function unread(entry) { return !entry.previews && !ended(entry); }
  function unfiled(entry) { return entry.wanted && !ended(entry); }
  upload.ended = ended;
  upload.waits = function (entry) { return entry.previews && !entry.wanted && !ended(entry); };

  upload.ticked = function (entry) {
    return (entry.previews || []).filter(function (one) { return one.fileable && one.tick; });
  };

  upload.chosen = function () {
    return upload.files.filter(upload.waits).reduce(function (sum, entry) { return sum + upload.ticked(entry).length; }, 0);
  };

  upload.outcomes = function () {
    return upload.files.reduce(function (all, entry) { return all.concat(entry.results || []); }, []);
  };

  upload.phase = function () {
    if (upload.files.some(unfiled)) return "filing";
    if (upload.files.some(unread)) return "reading";
    return upload.files.some(upload.waits) ? "ready" : "done";
  };

  // ---- taking files in and letting them go

  upload.clear = function () { upload.files = []; upload.notes = []; upload.changed(); };

  upload.add = function (chosen, note) {
    var said = upload.texts(), limit = Number(upload.place().dataset.limit);
    if (upload.phase() === "done") { upload.files = []; upload.notes = []; }
    if (note) upload.notes.push(note);
    var room = Math.max(0, MOST_FILES - upload.files.length);
    if (chosen.length > room) upload.notes.push(upload.fill(said.too_many, { n: MOST_FILES }));
    chosen.slice(0, room).forEach(function (each) {
      var entry = { file: each.file, name: each.name, percent: 0 };
      if (!entry.file.size) entry.problem = said.empty;
      else if (entry.file.size > limit) {
        entry.problem = upload.fill(said.too_large, { size: sizeText(entry.file.size), limit: upload.place().dataset.limitText });
      }
      upload.files.push(entry);
    });
    upload.changed();
    next();
  };

  // What a person wants filed; a file of which nothing is to be filed keeps what was said about it.
  upload.file = function () {
    var by = document.getElementById("submit-by");
    upload.nameless = Boolean(by) && !by.value.trim();
    if (upload.nameless) { upload.changed(); announce(upload.texts().name_first); by.focus(); return; }
    upload.files.filter(upload.waits).forEach(function (entry) {
      if (upload.ticked(entry).length) { entry.wanted = true; entry.by = by ? by.value : ""; }
      else { entry.passed = true; entry.file = null; }
    });
    upload.changed();
    next();
  };

  upload.cancel = function (entry) {
    if (entry.request) { entry.request.abort(); return; }
    Object.assign(entry, { problem: upload.texts().cancelled, stopped: true, file: null });
    upload.changed();
  };

  // What has arrived to be filed is not called back; everything else stops.
  upload.cancelAll = function () {
    var said = upload.texts(), flying = null;
    upload.files.forEach(function (entry) {
      if (ended(entry) || entry.jobs) return;
      if (entry.request) { if (!(entry.wanted && entry.sent)) flying = entry.request; return; }
      Object.assign(entry, { problem: said.cancelled, stopped: true, file: null });
    });
    if (flying) flying.abort(); else upload.changed();
  };

  // ---- sending

  function next() {
    if (request || !upload.place()) return;
    var entry = upload.files.find(unfiled);
    if (entry) { send(entry, "receive"); return; }
    entry = upload.files.find(unread);
    if (entry) send(entry, "preview"); else settle();
  }

  function send(entry, what) {
    var said = upload.texts(), language = upload.place().dataset.language, body = new FormData();
    if (what === "receive") {
      body.append("by", entry.by);
      body.append("only", upload.ticked(entry).map(function (one) { return one.sha256; }).join(" "));
    }
    body.append("file", entry.file, upload.last(entry.name));
    Object.assign(entry, { moving: true, sent: false, percent: 0 });
    request = entry.request = new XMLHttpRequest();
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { entry.percent = Math.floor(100 * event.loaded / event.total); upload.advance(entry); }
    });
    request.upload.addEventListener("load", function () {
      entry.sent = true;
      if (what === "receive") upload.changed(); else upload.advance(entry);
    });
    request.addEventListener("load", function () { answered(entry, what, said); });
    request.addEventListener("error", function () { after(entry, { problem: said.broken }); });
    request.addEventListener("abort", function () { after(entry, { problem: said.cancelled, stopped: true }); });
    request.open("POST", "/file/" + what + "?lang=" + language);
    request.send(body);
    upload.advance(entry);
  }

  function answered(entry, what, said) {
    var content = null;
    try { content = JSON.parse(request.responseText); } catch (error) { content = null; }
    if (request.status === 202 && content && content.batch) { follow(entry, content, said); return; }
    var given = request.status === 200 && content && content.files;
    if (!given) after(entry, { problem: (content && content.error && content.error.message) || said.server });
    else if (what === "preview") after(entry, { previews: given });
    else after(entry, given.length ? { results: given } : { problem: said.changed });
  }

  // Many files at once are acknowledged and taken in one after the other; it goes on when the page is left.
  function follow(entry, accepted, said) {
    var language = upload.place() ? upload.place().dataset.language : "zh", tries = 0;
    Object.assign(entry, { request: null, jobs: true, percent: 0 });
    request = { abort: function () {} };
    function ask() {
      fetch("/jobs/" + accepted.batch + "?lang=" + language, { headers: { Accept: "application/json" } })
        .then(function (answer) { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
        .then(function (told) {
          tries = 0;
          if (told.ended === told.total) { after(entry, { results: accepted.files.concat(told.files) }); return; }
          Object.assign(entry, { percent: Math.floor(100 * told.ended / told.total) });
          upload.advance(entry);
          window.setTimeout(ask, 1000);
        }).catch(function () {
          tries += 1;
          if (tries > 30) after(entry, { problem: said.broken }); else window.setTimeout(ask, 2000);
        });
    }
    if (accepted.jobs) ask(); else after(entry, { results: accepted.files });
  }

  function after(entry, told) {
    Object.assign(entry, told, { moving: false, sent: false, request: null, bar: null });
    if (ended(entry)) entry.file = null;
    request = null;
    if (told.previews) compare(upload.texts());
    upload.changed();
    next();
  }

  // Files of one upload beside each other: the same bytes twice, two versions of one form.
  function compare(said) {
    var bytes = {}, places = {};
    upload.files.filter(upload.waits).forEach(function (entry) {
      entry.previews.forEach(function (one) {
        var twin = bytes[one.sha256], name = upload.last(one.path);
        one.beside = "";
        if (one.sha256 && twin && twin !== one && twin.fileable) {
          Object.assign(one, { title: upload.fill(said.same_file, { name: upload.last(twin.path) }), version: "" });
          Object.assign(one, { kind: "known", tick: false, fileable: false });
        } else if (one.place && one.fileable && places[one.place]) {
          one.beside = upload.fill(said.same_place, { name: places[one.place] });
        }
        if (one.sha256 && !twin) bytes[one.sha256] = one;
        if (one.place && one.fileable && one.kind === "accepted") places[one.place] = name;
      });
    });
  }

  // One file leads to its page; of several the list tells, and the page behind it is made anew.
  function settle() {
    var results = upload.outcomes(), now = upload.phase();
    if (!upload.files.length) return;
    announce(upload.status(upload.texts(), now));
    if (now !== "done" || !results.length) return;
    if (results.length === 1 && upload.files.length === 1 && !results[0].known && results[0].href) {
      upload.clear();
      go(results[0].href, "pushState");
    } else {
      var query = new URLSearchParams(window.location.search);
      query.set("filed", String(Date.now()));
      go(window.location.pathname + "?" + query.toString(), "replaceState");
    }
  }

  function go(href, how) {
    window.history[how]({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }
})();
