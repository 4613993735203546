// Forms of review and publication: sent without leaving the page, so that a refusal stands beside the fields.
(function () {
  "use strict";

  // “all” ticks every box of its form that has the name it says.
  document.addEventListener("change", function (event) {
    var name = event.target.dataset && event.target.dataset.all, form = event.target.form;
    if (!name || !form) return;
    form.querySelectorAll("input[type=checkbox][name=" + name + "]").forEach(function (each) { each.checked = event.target.checked; });
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.classList.contains("life-form")) return;
    event.preventDefault();
    var problem = form.querySelector(".problem"), pressed = event.submitter;
    var buttons = Array.prototype.filter.call(form.querySelectorAll("button"), function (each) { return !each.disabled; });
    var body = new FormData(form);
    if (pressed && pressed.name) body.append(pressed.name, pressed.value);
    problem.textContent = "";
    buttons.forEach(function (each) { each.disabled = true; });
    function again(text) {
      problem.textContent = text;
      buttons.forEach(function (each) { each.disabled = false; });
    }
    fetch(form.getAttribute("action") + "?lang=" + (document.documentElement.lang === "en" ? "en" : "zh"),
      { method: "POST", body: body, headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (told.error) { again(told.error.message); return; }
        var here = window.location.pathname + window.location.search;
        if (told.address === here) window.location.reload(); else window.location.assign(told.address);
      }).catch(function () { again(form.dataset.failed); });
  });
})();
