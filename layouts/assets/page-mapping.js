// 映射: each choice is looked at by the server, which says what would be filed; nothing is kept before 确认.
(function () {
  "use strict";
  var waiting = null, asked = 0, busy = false, touched = "";

  function form() { return document.querySelector("form[data-mapping]"); }

  function slot(name) { return document.querySelector("[data-slot='" + name + "']"); }

  function problem(text, place) {
    var shown = (place || form()).querySelector("[data-problem]");
    if (shown) shown.textContent = text || "";
  }

  function send(address, fields) {
    return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } })
      .then(function (response) { return response.json(); });
  }

  // A server's answer is HTML of our own making, every text in it escaped.
  // Where the keyboard was stays: at the field of that name, else at the one that was changed.
  function show(told, changed) {
    if (told.parts !== undefined) {
      var active = document.activeElement, parts = slot("mapping-parts");
      var focused = active && (active.name || (parts.contains(active) && changed));
      parts.innerHTML = told.parts;
      var again = focused && form().elements.namedItem(focused);
      if (again && again.focus) again.focus();
    }
    if (told.preview !== undefined) slot("mapping-preview").innerHTML = told.preview;
    var button = form().querySelector("button[type=submit]");
    if (told.ready !== undefined) button.disabled = !told.ready;
    if (told.button) button.textContent = told.button;
    problem(told.message);
  }

  function look() {
    var number = ++asked, name = touched;
    var place = slot("mapping-preview");
    var fields = new FormData(form());
    window.clearTimeout(waiting);
    touched = "";
    fields.append("touched", name);
    place.setAttribute("aria-busy", "true");
    send("/map/check", fields).then(function (told) {
      if (!form()) return;
      if (told.touched !== undefined) redraw(name, told.touched);
      if (number === asked) show(told, name);
    }).catch(function () {
      if (number === asked && form()) problem(form().dataset.failed);
    }).then(function () {
      if (number === asked) place.removeAttribute("aria-busy");
    });
  }

  function later(field) {
    window.clearTimeout(waiting);
    if (touched && touched !== field.name) look();
    touched = field.name;
    waiting = window.setTimeout(look, 50);
  }

  // The fields of one column or row as the server draws them: its unit, how sure it is, what else it may be.
  function redraw(name, drawn) {
    var field = form().elements.namedItem(name);
    var pick = field && field.closest && field.closest(".pick");
    if (!pick) return;
    var inside = pick.contains(document.activeElement) && document.activeElement.name;
    pick.outerHTML = drawn;
    var again = inside && form().elements.namedItem(inside);
    if (again && again.focus) again.focus();
  }

  document.addEventListener("change", function (event) {
    var field = event.target;
    if (!field.closest || !field.closest("form[data-mapping]")) return;
    if (field.name !== "by" && field.name !== "name") later(field);
  });

  // A field shows its whole list again when it is entered: what stands in it is selected and typed over.
  document.addEventListener("focusin", function (event) {
    var field = event.target;
    if (field.matches && field.matches("form[data-mapping] input[list]")) window.setTimeout(function () { field.select(); }, 0);
  });

  document.addEventListener("click", function (event) {
    var pick = event.target.closest && event.target.closest("form[data-mapping] [data-pick]");
    if (pick) {
      var field = form().elements.namedItem(pick.dataset.pick);
      field.value = pick.dataset.text;
      field.focus();
      later(field);
      return;
    }
    var off = event.target.closest && event.target.closest("[data-off]");
    if (off) turnOff(off);
  });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches || !event.target.matches("form[data-mapping]")) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    window.clearTimeout(waiting);
    asked += 1;
    var button = form().querySelector("button[type=submit]");
    var words = button.textContent;
    button.disabled = true;
    button.textContent = form().dataset.busy;
    send("/map/confirm", new FormData(form())).then(function (told) {
      if (told.href) { window.location.assign(told.href); return; }
      busy = false;
      button.textContent = words;
      show(told);
    }).catch(function () {
      busy = false;
      button.disabled = false;
      button.textContent = words;
      problem(form().dataset.failed);
    });
  });

  function turnOff(button) {
    var place = button.closest("[data-mappings]");
    var by = place.querySelector("[name=by]");
    button.disabled = true;
    send("/map/off", { code: button.dataset.off, lang: button.dataset.lang, by: by ? by.value : "" }).then(function (told) {
      if (told.href) { window.location.assign(told.href); return; }
      button.disabled = false;
      problem(told.message, place);
    }).catch(function () {
      button.disabled = false;
      problem(place.dataset.failed, place);
    });
  }
})();
