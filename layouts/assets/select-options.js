// Lists to choose from: what an open one says in full, and what is found in it by name, code or pinyin.
(function () {
  "use strict";
  var readings = null; // character -> its readings, from pinyin.js, put in order when first asked for

  function readingsOf(character) {
    if (!readings) {
      readings = new Map();
      window.fahengPinyin.split(" ").forEach(function (entry) {
        var reading = entry.match(/^[a-z]+/)[0];
        Array.from(entry.slice(reading.length)).forEach(function (each) {
          readings.set(each, (readings.get(each) || []).concat(reading));
        });
      });
    }
    return readings.get(character) || [];
  }

  // Does the text from a place on begin with what is typed: of each character a beginning of a reading of it
  // (青荻县: qdx, qingdi, qidix), of anything else itself; marks between them are passed over.
  function begins(text, place, typed) {
    if (!typed) return true;
    if (place >= text.length) return false;
    var known = readingsOf(text[place]);
    if (!known.length) {
      if (text[place] === typed[0]) return begins(text, place + 1, typed.slice(1));
      return place > 0 && !/[a-z0-9]/.test(text[place]) && begins(text, place + 1, typed);
    }
    return known.some(function (reading) {
      for (var long = 0; long < reading.length && reading[long] === typed[long]; long += 1) {
        if (begins(text, place + 1, typed.slice(long + 1))) return true;
      }
      return false;
    });
  }

  // Is everything typed, blanks apart, in the text: as it stands, or as the pinyin of characters in a row.
  function fits(text, typed) {
    var whole = text.toLowerCase();
    return typed.toLowerCase().split(/\s+/).every(function (part) {
      if (whole.indexOf(part) >= 0) return true;
      if (!/^[a-z0-9]+$/.test(part) || !/[a-z]/.test(part)) return false;
      for (var place = 0; place < whole.length; place += 1) {
        if (readingsOf(whole[place]).length && begins(whole, place, part)) return true;
      }
      return false;
    });
  }

  window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
    // A 口径 with its formula, where the closed field says a letter.
    longOption: function (given) { return given.option.long || given.option.label; },
    namedOption: function (given) {
      function kept(option) {
        if (!option.items) return fits(option.label + " " + option.value, given.search);
        return option.items.some(kept);
      }
      return given.options.filter(kept).map(function (option) {
        return option.items ? Object.assign({}, option, { items: option.items.filter(kept) }) : option;
      });
    }
  });
  window.fahengSearch = { fits: fits };
})();
