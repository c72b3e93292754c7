/* Roll: filter by name without marks, and say what will be recorded. The form works without this file. */
(function () {
  "use strict";
  var form = document.querySelector("[data-roll]");
  if (!form) { return; }
  var fold = function (text) {
    return text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim();
  };
  var rows = Array.prototype.slice.call(form.querySelectorAll("[data-name]"));
  var heads = Array.prototype.slice.call(form.querySelectorAll("li.grp"));
  var find = form.querySelector("[data-roll-find]");
  var headline = form.querySelector("[data-roll-headline]");
  var sum = form.querySelector("[data-roll-sum]");
  var count = function () {
    var parts = {};
    var exceptions = 0;
    rows.forEach(function (row) {
      var chosen = row.querySelector("input:checked");
      if (!chosen || chosen.value === "present") { return; }
      exceptions += 1;
      var word = chosen.parentNode.textContent.trim();
      parts[word] = (parts[word] || 0) + 1;
    });
    if (headline) { headline.textContent = headline.dataset.one.replace("{n}", String(exceptions)); }
    if (sum) {
      sum.textContent = Object.keys(parts).map(function (word) { return parts[word] + " " + word.toLowerCase(); }).join(" · ");
    }
  };
  if (find) {
    find.addEventListener("input", function () {
      var words = fold(find.value).split(/\s+/).filter(Boolean);
      rows.forEach(function (row) {
        row.hidden = !words.every(function (word) { return row.dataset.name.indexOf(word) >= 0; });
      });
      heads.forEach(function (head) { head.hidden = words.length > 0; });
    });
    find.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
  }
  form.addEventListener("change", count);
  count();
})();
