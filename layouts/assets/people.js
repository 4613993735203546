// What every request of a signed-in person carries, where one goes whose session has ended, and the forms of 管理.
(function () {
  "use strict";
  var COOKIE = /(?:^|;\s*)faheng_token=([0-9a-f]+)/;

  function token() { var found = COOKIE.exec(document.cookie); return found ? found[1] : ""; }
  function own(url) { return new URL(url, window.location.href).origin === window.location.origin; }
  function ended(status, told) {
    if (status !== 401 || !told) return;
    var here = window.location.pathname + window.location.search;
    window.location.assign("/sign-in?next=" + encodeURIComponent(here));
  }

  var fetched = window.fetch;
  window.fetch = function (what, options) {
    var url = typeof what === "string" ? what : what.url || String(what);
    var method = ((options && options.method) || what.method || "GET").toUpperCase();
    if (method !== "GET" && method !== "HEAD" && own(url) && token()) {
      options = Object.assign({}, options);
      options.headers = new Headers(options.headers || (what && what.headers) || {});
      options.headers.set("X-Faheng-Token", token());
    }
    return fetched.call(window, what, options).then(function (answer) {
      ended(answer.status, answer.headers.get("X-Faheng-Sign-In"));
      return answer;
    });
  };

  var opened = XMLHttpRequest.prototype.open, sent = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url) {
    this.fahengOwn = method.toUpperCase() !== "GET" && own(url);
    return opened.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    var request = this;
    if (request.fahengOwn && token()) request.setRequestHeader("X-Faheng-Token", token());
    request.addEventListener("load", function () { ended(request.status, request.getResponseHeader("X-Faheng-Sign-In")); });
    return sent.apply(request, arguments);
  };

  // A form that the browser sends by itself carries the token as a field.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if ((form.getAttribute("method") || "").toLowerCase() !== "post" || !token()) return;
    var field = form.querySelector("input[name=token]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "token";
      form.appendChild(field);
    }
    field.value = token();
  }, true);

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.classList.contains("manage-act")) return;
    event.preventDefault();
    var told = document.getElementById("manage-told"), body = new URLSearchParams(new FormData(form)), by = document.querySelector("input.manage-by");
    if (by) body.set("by", by.value);
    var address = form.getAttribute("action") + (document.documentElement.lang === "en" ? "?lang=en" : "");
    fetch(address, { method: "POST", body: body }).then(function (answer) { return answer.json(); }).then(function (given) {
      told.classList.toggle("problem", Boolean(given.error));
      told.textContent = given.error ? given.error.message : given.message;
      if (!given.error && !given.keep) window.location.reload();
    }).catch(function () { told.classList.add("problem"); told.textContent = told.dataset.failed; });
  });
})();
