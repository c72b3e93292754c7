/* Numbers by unit: Enter and arrows go from line to line, a range pasted from a workbook fills the cells, sums follow. The form works without this file. */
(function () {
  "use strict";
  var form = document.querySelector("[data-counts]");
  if (!form) { return; }
  var lines = Array.prototype.map.call(form.querySelectorAll("tbody tr"), function (row) {
    return Array.prototype.slice.call(row.querySelectorAll("td input"));
  });
  var place = function (input) {
    for (var at = 0; at < lines.length; at += 1) {
      var column = lines[at].indexOf(input);
      if (column >= 0) { return [at, column]; }
    }
    return null;
  };
  var digits = function (text) {
    var plain = text.replace(/\u00a0/g, " ").trim();
    return /^\d{1,3}([. ]\d{3})+$/.test(plain) ? plain.replace(/[. ]/g, "") : plain;
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
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach(function (line, down) {
      line.split("\t").forEach(function (value, right) {
        var cells = lines[from[0] + down] || [];
        if (cells[from[1] + right]) { cells[from[1] + right].value = digits(value); }
      });
    });
    total();
  });
  form.addEventListener("input", total);
  total();
})();
