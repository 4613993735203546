// 报送, choosing: several files, a folder by its own button, files and folders dropped on the page.
(function () {
  "use strict";
  var upload = window.fahengUpload;
  var WORKBOOK = /\.(xlsx|xls|et|ods|zip)$/i;
  var LITTER = /^(\.|~\$|__MACOSX$)|^(thumbs\.db|desktop\.ini)$/i;
  var MOST_NAMED = 5;

  function named(file) { return { file: file, name: file.webkitRelativePath || file.name }; }

  function take(chosen) { if (upload.place() && chosen.length) upload.add(chosen, ""); }

  // Of a folder only workbooks are taken; what else lies in it is named, litter of the system is not.
  function takeFolder(all) {
    if (!upload.place()) return;
    var kept = all.filter(function (each) { return !each.name.split("/").some(function (part) { return LITTER.test(part); }); });
    var others = kept.filter(function (each) { return !WORKBOOK.test(each.name); });
    var names = others.slice(0, MOST_NAMED).map(function (each) { return upload.last(each.name); });
    var said = upload.texts(), joint = upload.place().dataset.language === "en" ? ", " : "、";
    var listed = names.join(joint) + (others.length > MOST_NAMED ? "……" : "");
    var books = kept.filter(function (each) { return WORKBOOK.test(each.name); });
    var note = others.length ? upload.fill(said.left_out, { n: others.length, names: listed }) : "";
    upload.add(books, note || (books.length ? "" : said.folder_empty));
  }

  function mount() {
    var holder = document.getElementById("submit-picker");
    if (!holder || !upload.place() || holder.firstChild) return;
    var said = upload.texts();
    picker(holder, "submit-files", said.choose, "button primary", take).accept = ".xlsx,.xls,.et,.ods,.zip";
    picker(holder, "submit-folder", said.pick_folder, "button", takeFolder).webkitdirectory = true;
  }

  function picker(holder, id, text, names, chosen) {
    var label = document.createElement("label"), input = document.createElement("input");
    label.textContent = text;
    label.className = names;
    label.htmlFor = input.id = id;
    input.className = "visually-hidden";
    input.type = "file";
    input.multiple = true;
    input.addEventListener("change", function () {
      chosen(Array.from(input.files).map(named));
      input.value = "";
    });
    holder.appendChild(input);
    holder.appendChild(label);
    return input;
  }

  function over(event) {
    var zone = document.getElementById("submit-drop");
    if (!zone || !event.dataTransfer || Array.from(event.dataTransfer.types).indexOf("Files") < 0) return null;
    event.preventDefault();
    var inside = zone.contains(event.target);
    zone.classList.toggle("over", inside && event.type === "dragover");
    return inside;
  }

  document.addEventListener("dragover", function (event) { if (over(event) === false) event.dataTransfer.dropEffect = "none"; });
  document.addEventListener("dragleave", over);
  document.addEventListener("drop", function (event) {
    if (!over(event)) return;
    var dropped = Array.from(event.dataTransfer.items || []).map(function (item) { return item.webkitGetAsEntry && item.webkitGetAsEntry(); });
    var folders = dropped.filter(function (entry) { return entry && entry.isDirectory; });
    var plain = Array.from(event.dataTransfer.files).filter(function (_, place) { return !(dropped[place] && dropped[place].isDirectory); }).map(named);
    if (!folders.length) { take(plain); return; }
    Promise.all(folders.map(walk)).then(function (found) { takeFolder([].concat.apply(plain, found)); });
  });

  // Every file under a folder; a folder gives its entries in portions, the last one empty.
  function walk(entry) {
    if (entry.isFile) {
      return new Promise(function (done) {
        entry.file(function (file) { done([{ file: file, name: entry.fullPath.replace(/^\//, "") }]); }, function () { done([]); });
      });
    }
    var reader = entry.createReader();
    function portion() {
      return new Promise(function (done) { reader.readEntries(done, function () { done([]); }); }).then(function (some) {
        if (!some.length) return [];
        return Promise.all(some.map(walk)).then(function (found) {
          return portion().then(function (rest) { return [].concat.apply([], found).concat(rest); });
        });
      });
    }
    return portion();
  }

  new MutationObserver(mount).observe(document.documentElement, { childList: true, subtree: true });
})();
