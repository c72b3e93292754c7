/* Seats handed to many units at once: the sum, arrows between the boxes, a column pasted from a sheet. The form works without this file. */
(function () {
  "use strict";
  const form = document.querySelector("[data-seats-form]");
  if (!form) { return; }
  const boxes = [...form.querySelectorAll("[data-seats]")];
  const sum = form.querySelector("[data-seats-sum]");
  const left = form.querySelector("[data-seats-left]");
  const over = form.querySelector("[data-seats-over]");
  const pasted = form.querySelector("[data-seats-pasted]");
  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").trim();
  const number = (text) => { const plain = text.replace(/[.\s]/g, ""); return /^\d+$/.test(plain) ? Number(plain) : null; };
  const shown = (value) => value.toLocaleString(document.documentElement.lang || "vi");
  const tell = () => {
    const total = boxes.reduce((all, box) => all + (number(box.value) || 0), 0);
    const rest = Number(form.dataset.free) - total;
    if (sum) { sum.textContent = shown(total); }
    if (left) { left.textContent = shown(rest); }
    if (over) { over.hidden = rest >= 0; }
  };
  form.addEventListener("input", tell);
  form.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) { return; }
    const next = { ArrowDown: at + 1, Enter: at + 1, ArrowUp: at - 1 }[event.key];
    if (next === undefined) { return; }
    if (event.key === "Enter" && next >= boxes.length) { return; }
    event.preventDefault();
    if (boxes[next]) { boxes[next].focus(); boxes[next].select(); }
  });
  form.addEventListener("paste", (event) => {
    const at = boxes.indexOf(event.target);
    const text = (event.clipboardData || window.clipboardData).getData("text");
    if (at < 0 || !/[\n\t]/.test(text.trim())) { return; }
    event.preventDefault();
    const byName = new Map(boxes.map((box) => [fold(box.dataset.seats), box]));
    let filled = 0, missed = 0, below = at;
    text.replace(/\r/g, "").split("\n").filter((line) => line.trim()).forEach((line) => {
      const cells = line.split("\t");
      const value = cells[cells.length - 1].trim();
      const named = cells.length > 1 && number(cells[0]) === null;
      const box = named ? byName.get(fold(cells[0])) : boxes[below++];
      if (!box || (value && number(value) === null)) { missed += 1; return; }
      box.value = value;
      filled += 1;
    });
    if (pasted) { pasted.textContent = pasted.dataset.seatsPasted.replace("{n}", String(filled)).replace("{m}", String(missed)); }
    tell();
  });
  tell();
})();
