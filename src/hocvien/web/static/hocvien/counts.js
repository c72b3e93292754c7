/* Numbers by unit: Enter and arrows go from line to line, a range pasted from a workbook fills the cells, sums follow. The form works without this file. */
(function () {
  "use strict";
  var form = document.querySelector("[data-counts]");
  if (!form) { return; }
  // a field stands at the place of its cell: cells without one (shares, what is crossed out) keep theirs in a pasted range
  var lines = Array.prototype.map.call(form.querySelectorAll("table.counts tbody tr"), function (row) {
    var fields = [];
    Array.prototype.forEach.call(row.cells, function (cell, at) {
      var field = cell.tagName === "TD" ? cell.querySelector("input:not([type=hidden])") : null;
      if (field) { fields[at] = field; }
    });
    return fields;
  });
  var place = function (input) {
    for (var at = 0; at < lines.length; at += 1) {
      var column = lines[at].indexOf(input);
      if (column >= 0) { return [at, column]; }
    }
    return null;
  };
  var digits = function (text) {
    var plain = text.replace(/\u00a0/g, " ").trim().replace(/(\d),0{1,2}$/, "$1");
    if (/^[-–—]$/.test(plain)) { return ""; }
    return /^[1-9]\d{0,2}((\.\d{3})+|( \d{3})+)$/.test(plain) ? plain.replace(/[. ]/g, "") : plain;
  };
  var total = function () {
    var sums = {};
    form.querySelectorAll("tbody td input").forEach(function (input) {
      var name = input.name.split("-")[0];
      sums[name] = (sums[name] || 0) + (parseInt(digits(input.value), 10) || 0);
    });
    // lines that are only shown are in the server's sum: without fields there is nothing to add up
    if (lines.some(function (cells) { return cells.length === 0; })) { return; }
    form.querySelectorAll("[data-sum]").forEach(function (cell) {
      cell.textContent = (sums[cell.dataset.sum] || 0).toLocaleString(document.documentElement.lang || "vi");
    });
  };
  var move = function (from, by) {
    var at = from[0] + by;
    while (at >= 0 && at < lines.length) {
      if (lines[at][from[1]]) { lines[at][from[1]].focus(); lines[at][from[1]].select(); return; }
      at += by;
    }
  };
  form.addEventListener("keydown", function (event) {
    var from = place(event.target);
    if (!from) { return; }
    if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); move(from, event.shiftKey ? -1 : 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(from, -1); }
  });
  form.addEventListener("paste", function (event) {
    var from = place(event.target);
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!from || !/[\t\n]/.test(text.trim())) { return; }
    event.preventDefault();
    var put = 0, left = 0;
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach(function (line, down) {
      line.split("\t").forEach(function (value, right) {
        var field = (lines[from[0] + down] || [])[from[1] + right];
        if (field && !field.readOnly) { field.value = digits(value); put += 1; } else if (value.trim() && value.trim() !== "x") { left += 1; }
      });
    });
    var told = form.querySelector("[data-pasted]");
    if (told) { told.textContent = told.dataset.pasted.replace("{n}", put) + (left ? " " + told.dataset.left.replace("{n}", left) : ""); }
    total();
  });
  form.addEventListener("input", total);
  total();
})();
