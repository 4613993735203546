// 校验规则: the form of one rule in a dialog, and the upload of the register. The server judges both.
(function () {
  "use strict";
  var LISTS = { levels: ["level", ["nation", "province", "city", "county", "unit"]],
    periods: ["rules_period", ["year", "half", "quarter", "month", "span"]],
    scopes: ["scopes", ["own", "total"]] };
  var signed = { by: "" };

  function byId(id) { return document.getElementById(id); }

  function texts() { return JSON.parse(byId("rules-texts").dataset.texts); }

  function language() { return byId("rules-texts").dataset.language; }

  function make(tag, text, names) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (names) element.className = names;
    return element;
  }

  function labelled(label, field, hint) {
    var outer = make("label", "", "labelled-field");
    outer.appendChild(make("span", label));
    outer.appendChild(field);
    if (hint) outer.appendChild(make("small", hint, "note"));
    return outer;
  }

  function input(name, value, type) {
    var field = make("input", "", "field");
    field.name = name;
    field.type = type || "text";
    field.value = value;
    field.autocomplete = "off";
    return field;
  }

  function select(name, value, options, said) {
    var field = make("select", "", "field");
    field.name = name;
    options.forEach(function (code) {
      var option = make("option", said(code));
      option.value = code;
      option.selected = code === value;
      field.appendChild(option);
    });
    return field;
  }

  function checks(name, chosen, said) {
    var box = make("fieldset", "", "checks");
    box.appendChild(make("legend", said["rules_form." + name]));
    LISTS[name][1].forEach(function (code) {
      var label = make("label");
      var mark = input(name, code, "checkbox");
      mark.className = "";
      mark.checked = chosen.indexOf(code) >= 0;
      label.appendChild(mark);
      label.appendChild(document.createTextNode(said[LISTS[name][0] + "." + code]));
      box.appendChild(label);
    });
    box.appendChild(make("small", said["rules_form.blank"], "note"));
    return box;
  }

  function buttons(said, cancel) {
    var row = make("div", "", "buttons");
    var save = make("button", said[cancel ? "rules_form.save" : "rules_form.send"], "button primary");
    save.type = "submit";
    row.appendChild(save);
    if (cancel) {
      var close = make("button", said["rules_form.cancel"], "button");
      close.type = "button";
      close.addEventListener("click", function () { byId("rules-dialog").close(); });
      row.appendChild(close);
    }
    return row;
  }

  function signature(form, said) {
    form.appendChild(labelled(said["rules_form.by"], input("by", signed.by)));
    form.appendChild(labelled(said["rules_form.why"], input("why", "")));
  }

  function build(record) {
    var said = texts(), fields = record.fields, form = make("form", "", "rule-form");
    form.noValidate = true;
    form.appendChild(make("h2", record.code ? record.name : said["rules.new"]));
    if (record.own) {
      var code = input("code", fields.code);
      code.readOnly = Boolean(record.code);
      form.appendChild(labelled(said["rules_form.code"], code, record.code ? "" : said["rules_form.code_hint"]));
      form.appendChild(labelled(said["rules_form.name"], input("name", fields.name)));
      form.appendChild(labelled(said["rules_form.left"], input("left", fields.left), said["rules_form.formula_hint"]));
      form.appendChild(labelled(said["rules_form.op"],
        select("op", fields.op, record.choices.op, function (op) { return op === "=" ? "＝" : "≤"; })));
      form.appendChild(labelled(said["rules_form.right"], input("right", fields.right)));
    } else {
      form.appendChild(input("code", fields.code, "hidden"));
    }
    if ("tolerance" in fields) form.appendChild(labelled(said["rules_form.tolerance"], input("tolerance", fields.tolerance)));
    Object.keys(fields.limits || {}).forEach(function (name) {
      form.appendChild(labelled(said["rules_limit." + name], input("limit." + name, String(fields.limits[name]))));
    });
    form.appendChild(labelled(said["rules_form.severity"],
      select("severity", fields.severity, record.choices.severity, function (one) { return said["severity." + one]; })));
    ["levels", "periods", "scopes"].forEach(function (name) {
      if (name in fields) form.appendChild(checks(name, fields[name], said));
    });
    if ("missing" in fields) form.appendChild(labelled(said["rules_form.missing"],
      select("missing", fields.missing, record.choices.missing, function (one) { return said["rules_missing." + one]; })));
    form.appendChild(labelled(said["rules_form.on"],
      select("on", fields.on, ["on", "off"], function (one) { return said[one === "on" ? "rules_form.on" : "rules.off"]; })));
    signature(form, said);
    form.appendChild(make("div", "", "problems"));
    form.appendChild(buttons(said, true));
    if (record.code) form.appendChild(past(record.history, said));
    form.addEventListener("submit", function (event) { event.preventDefault(); save(form); });
    return form;
  }

  function past(history, said) {
    var part = make("section", "", "past");
    part.appendChild(make("h3", said["rules_form.history"]));
    if (!history.length) part.appendChild(make("p", said["rules_form.no_history"], "note"));
    var list = make("ol");
    history.forEach(function (edit) {
      var item = make("li");
      item.appendChild(make("span", edit.at + " " + edit.by + (language() === "en" ? ": " : "：") + edit.why));
      item.appendChild(make("code", edit.content));
      list.appendChild(item);
    });
    part.appendChild(list);
    return part;
  }

  function open(code) {
    fetch("/rules/entry?code=" + encodeURIComponent(code) + "&lang=" + language())
      .then(function (answer) { return answer.json(); })
      .then(function (record) {
        var dialog = byId("rules-dialog");
        dialog.replaceChildren(build(record));
        dialog.setAttribute("aria-label", record.name || texts()["rules.new"]);
        dialog.showModal();
        dialog.scrollTop = 0;
      });
  }

  function values(form) {
    var found = { levels: "", periods: "", scopes: "" };
    new FormData(form).forEach(function (text, name) {
      found[name] = name in LISTS && found[name] ? found[name] + "、" + text : text;
    });
    return found;
  }

  function save(form) {
    var given = values(form);
    signed.by = given.by;
    send(form, "/rules/save?lang=" + language(), JSON.stringify(given), "application/json");
  }

  function send(form, address, content, kind) {
    fetch(address, { method: "POST", body: content, headers: { "Content-Type": kind } })
      .then(function (answer) { return answer.json(); })
      .then(function (told) { answered(form, told); })
      .catch(function () { answered(form, { message: texts()["rules_form.failed"], problems: [{ place: "", message: "" }] }); });
  }

  function answered(form, told) {
    var place = form.querySelector(".problems");
    place.replaceChildren();
    form.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
    if (told.saved) { window.location.reload(); return; }
    var head = make("p", told.message, told.problems.length ? "problem" : "note");
    head.setAttribute("role", "alert");
    place.appendChild(head);
    var list = make("ul");
    told.problems.forEach(function (problem) {
      var field = problem.place && form.elements.namedItem(problem.place);
      if (field && field.setAttribute) field.setAttribute("aria-invalid", "true");
      var at = !field && problem.place.indexOf("!") > 0 ? problem.place.split("!").pop() + " " : "";
      if (problem.message) list.appendChild(make("li", at + problem.message));
    });
    place.appendChild(list);
    place.scrollIntoView({ block: "nearest" });
  }

  function uploader() {
    var place = byId("rules-upload");
    if (!place || place.firstChild) return;
    var said = texts(), form = make("form", "", "rule-form upload");
    form.noValidate = true;
    var file = input("file", "", "file");
    file.accept = ".xlsx,.xls,.et,.ods";
    form.appendChild(labelled(said["rules_form.file"], file));
    signature(form, said);
    form.appendChild(buttons(said, false));
    form.appendChild(make("div", "", "problems"));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!file.files.length) { answered(form, { message: said["rules_form.no_file"], problems: [{ place: "file", message: "" }] }); return; }
      var given = values(form);
      var query = "?lang=" + language() + "&by=" + encodeURIComponent(given.by) + "&why=" + encodeURIComponent(given.why);
      send(form, "/rules/register" + query, file.files[0], "application/octet-stream");
    });
    place.appendChild(form);
  }

  new MutationObserver(uploader).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[data-rule]");
    if (button) open(button.dataset.rule);
  });
})();
