/* What the pages do beyond HTML; every page works without it, except typing ahead. No inline script anywhere (CSP). */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (name) => document.body.dataset[name] || "";
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const keep = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* private window */ } };
  const drop = (key) => { try { sessionStorage.removeItem(key); } catch { /* private window */ } };

  /* --- forms: first error focused, sent once, nothing typed is lost when the session has ended --- */

  const focusFirstError = (root) => {
    const wrong = root.querySelector("[aria-invalid=true]");
    const summary = root.querySelector("[data-errors]");
    const goal = wrong || summary;
    if (goal) goal.focus();
    return Boolean(goal);
  };

  const DRAFT = "draft", PENDING = "draft-pending";
  const isDoor = document.body.hasAttribute("data-door");

  const typedIn = (form) => {
    const found = [];
    for (const one of form.elements) {
      if (!one.name || one.name === "csrfmiddlewaretoken" || /^(password|file|submit|button)$/.test(one.type)) continue;
      if (/^(checkbox|radio)$/.test(one.type)) found.push([one.name, one.value, one.checked]);
      else if (one.tagName === "SELECT" && one.multiple) all("option", one).forEach((o) => found.push([one.name, o.value, o.selected]));
      else found.push([one.name, one.value]);
    }
    return found;
  };

  const putBack = (form, draft) => {
    for (const [name, value, state] of draft) {
      const same = all(`[name="${CSS.escape(name)}"]`, form);
      if (state === undefined) { if (same[0]) same[0].value = value; continue; }
      for (const one of same) {
        if (one.tagName === "SELECT") all("option", one).forEach((o) => { if (o.value === value) o.selected = state; });
        else if (one.value === value) one.checked = state;
      }
    }
  };

  const restoreDraft = () => {
    const draft = read(DRAFT);
    if (isDoor) { if (draft) keep(PENDING, true); return; }
    const pending = read(PENDING);
    drop(PENDING);
    if (!draft || !pending || draft.path !== location.pathname) { drop(DRAFT); return; }
    const form = all("form[method=post]").filter((f) => !f.classList.contains("one"))[draft.at];
    drop(DRAFT);
    if (!form) return;
    putBack(form, draft.typed);
    const note = document.createElement("div");
    note.className = "note warn";
    note.setAttribute("role", "status");
    note.innerHTML = '<svg class="shape" aria-hidden="true"><use href="#s-warn"/></svg><p></p>';
    note.querySelector("p").textContent = words("wordsKept");
    form.before(note);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    const button = event.submitter;
    const big = all("form[method=post]").filter((f) => !f.classList.contains("one"));
    if (big.includes(form) && !isDoor) keep(DRAFT, { path: location.pathname, at: big.indexOf(form), typed: typedIn(form) });
    form.dataset.sent = "1";
    setTimeout(() => { if (button) button.setAttribute("aria-disabled", "true"); }, 0);
    if (form.hasAttribute("data-downloads")) setTimeout(() => release(form), 1500);
  });

  const release = (root) => {
    all("form[data-sent]", root.parentNode || document).forEach((form) => { delete form.dataset.sent; });
    all("button[aria-disabled=true]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  window.addEventListener("pageshow", (event) => { if (event.persisted) release(document.body); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[aria-disabled=true]");
    if (button) event.preventDefault();
    if (event.target.closest("[data-print]")) window.print();
    const sample = event.target.closest("[data-fill]");
    if (sample) {
      document.querySelector("[name=login]").value = sample.dataset.fill;
      document.querySelector("[name=password]").value = sample.dataset.secret;
      const next = document.querySelector("form.form [name=next]");
      if (next && !next.value) next.value = sample.dataset.next;
      document.querySelector("form.form button[type=submit]").focus();
    }
  });

  /* --- a calendar beside every date field --- */

  const dateParts = /^\s*(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4})\s*$/;
  const addCalendars = (root) => all("[data-date]", root).forEach((box) => {
    if (box.dataset.ready || !("showPicker" in HTMLInputElement.prototype)) return;
    box.dataset.ready = "1";
    const typed = box.querySelector("input");
    const picker = document.createElement("input");
    picker.type = "date"; picker.tabIndex = -1; picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button"; button.className = "b"; button.title = box.dataset.date;
    button.innerHTML = `<svg class="i" aria-hidden="true"><use href="#i-calendar"/></svg><span class="sr"></span>`;
    button.querySelector(".sr").textContent = box.dataset.date;
    button.addEventListener("click", () => {
      const found = dateParts.exec(typed.value);
      picker.value = found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      if (!picker.value) return;
      const [year, month, day] = picker.value.split("-");
      typed.value = `${day}/${month}/${year}`;
      typed.dispatchEvent(new Event("change", { bubbles: true }));
      typed.focus();
    });
    box.append(button, picker);
  });

  /* --- typing ahead: a combobox by the ARIA pattern, over the JSON of the search --- */

  let listNumber = 0;
  const addSuggestions = (root) => all("[data-suggest]", root).forEach((box) => {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    const input = box.querySelector("input:not([type=hidden])");
    const ref = box.querySelector("input[type=hidden]");
    const list = document.createElement("ul");
    list.className = "list"; list.id = `list-${++listNumber}`; list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label") || input.placeholder);
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })
      .forEach(([name, value]) => input.setAttribute(name, value));
    box.append(list);
    let at = -1, timer = 0, asked = 0, shown = [];
    const options = () => all("[role=option]", list);
    const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      const found = options();
      if (!found.length) return;
      at = (index + found.length) % found.length;
      found.forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
      found[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", found[at].id);
    };
    const choose = (hit) => {
      if (box.hasAttribute("data-go")) { location.href = hit.url; return; }
      input.value = hit.words || hit.title;
      if (ref) ref.value = hit.code;
      if (box.hasAttribute("data-send")) { input.value = hit.code; close(); input.form.requestSubmit(); return; }
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const draw = (groups) => {
      list.textContent = ""; shown = []; at = -1;
      for (const group of groups) {
        if (groups.length > 1) {
          const head = document.createElement("li");
          head.setAttribute("role", "presentation"); head.textContent = group.label; list.append(head);
        }
        for (const hit of group.hits) {
          const item = document.createElement("li");
          item.setAttribute("role", "option"); item.setAttribute("aria-selected", "false"); item.id = `${list.id}-${shown.length}`;
          item.textContent = hit.title;
          if (hit.note) { const note = document.createElement("span"); note.textContent = hit.note; item.append(note); }
          item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(hit); });
          list.append(item); shown.push(hit);
        }
      }
      if (!shown.length) {
        const none = document.createElement("li");
        none.className = "none"; none.setAttribute("role", "option"); none.setAttribute("aria-disabled", "true"); none.textContent = box.dataset.none;
        list.append(none);
      }
      list.hidden = false; input.setAttribute("aria-expanded", "true");
    };
    const ask = async () => {
      const text = input.value.trim(), mine = ++asked;
      if (text.length < 2) { close(); return; }
      const url = new URL(box.dataset.suggest, location.origin);
      url.searchParams.set("q", text);
      for (const name of ["unit", "period", "on"]) { const v = new URLSearchParams(location.search).get(name); if (v) url.searchParams.set(name, v); }
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (mine !== asked || !answer.ok) return;
        draw((await answer.json()).groups);
      } catch { close(); }
    };
    input.addEventListener("input", () => { if (ref) ref.value = ""; clearTimeout(timer); timer = setTimeout(ask, 160); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask(); else mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
      } else if (event.key === "Enter" && !list.hidden && at >= 0 && shown[at]) { event.preventDefault(); choose(shown[at]); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    });
  });

  /* --- lists: arrows between rows, Enter opens, space ticks, tick all, the count said --- */

  const addRows = (root) => all("table[data-rows]", root).forEach((table) => {
    if (table.dataset.ready) return;
    table.dataset.ready = "1";
    const rows = all("tbody tr", table);
    rows.forEach((row, i) => { row.tabIndex = i ? -1 : 0; });
    table.addEventListener("keydown", (event) => {
      const row = event.target.closest("tbody tr");
      if (!row || event.target !== row) return;
      const at = rows.indexOf(row);
      const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
      if (goal !== undefined && rows[goal]) {
        event.preventDefault(); row.tabIndex = -1; rows[goal].tabIndex = 0; rows[goal].focus();
      } else if (event.key === "Enter") { const link = row.querySelector("a[href]"); if (link) link.click(); }
      else if (event.key === " ") { const tick = row.querySelector("input[name=row]"); if (tick) { event.preventDefault(); tick.click(); } }
    });
    const whole = table.querySelector("[data-all]");
    if (!whole) return;
    const ticks = all("input[name=row]", table);
    const form = table.closest("form");
    const said = form && form.querySelector("[data-count]");
    const silent = said && said.textContent;
    const tell = () => {
      const n = ticks.filter((t) => t.checked).length;
      ticks.forEach((t) => t.closest("tr").classList.toggle("sel", t.checked));
      whole.checked = n > 0 && n === ticks.length; whole.indeterminate = n > 0 && n < ticks.length;
      if (said) said.closest(".bulk").classList.toggle("is-on", n > 0);
      if (said) said.textContent = n ? said.dataset.count.replace("{n}", String(n)) : silent;
    };
    let last = null;
    whole.addEventListener("change", () => { ticks.forEach((t) => { t.checked = whole.checked; }); tell(); });
    ticks.forEach((tick) => tick.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [ticks.indexOf(last), ticks.indexOf(tick)].sort((a, b) => a - b);
        ticks.slice(from, to + 1).forEach((t) => { t.checked = tick.checked; });
      }
      last = tick; tell();
    }));
    tell();
  });

  /* --- the tree of units: branches fetched when opened, keys by the ARIA tree pattern; without this, plain links --- */

  const addTrees = (root) => all("[data-tree]", root).forEach((tree) => {
    if (tree.dataset.ready) return;
    tree.dataset.ready = "1";
    tree.setAttribute("role", "tree");
    tree.setAttribute("aria-label", tree.dataset.tree);
    const groupOf = (item) => item.querySelector(":scope > ul");
    const toggleOf = (item) => item.querySelector(":scope > .leaf > [data-toggle]");
    const linkOf = (item) => item.querySelector(":scope > .leaf > .nm, :scope > a");
    const shown = () => all("[role=treeitem]", tree).filter((one) => one.offsetParent !== null);
    const named = (item, isOpen) => {
      const toggle = toggleOf(item);
      if (!toggle) return;
      item.setAttribute("aria-expanded", String(isOpen));
      item.classList.toggle("is-open", isOpen);
      toggle.setAttribute("aria-label", (isOpen ? tree.dataset.close : tree.dataset.open).replace("{name}", linkOf(item).textContent));
    };
    const dress = (list, level) => {
      if (list !== tree) list.setAttribute("role", "group");
      for (const item of list.children) {
        item.setAttribute("role", "treeitem");
        item.setAttribute("aria-level", String(level));
        item.setAttribute("aria-label", all(":scope > .leaf > .nm, :scope > .leaf > .cn > *, :scope > a", item).map((one) => one.textContent.trim()).join(", "));
        item.tabIndex = -1;
        all(":scope > .leaf a, :scope > a", item).forEach((one) => { one.tabIndex = -1; });
        if (toggleOf(item)) named(item, Boolean(groupOf(item)) && !groupOf(item).hidden);
        if (groupOf(item)) dress(groupOf(item), level + 1);
      }
    };
    const stand = (item) => {
      all("[role=treeitem][tabindex='0']", tree).forEach((one) => { one.tabIndex = -1; });
      item.tabIndex = 0;
    };
    const go = (item) => { if (item) { stand(item); item.focus(); } };
    // what is open stands in the address, so that the page opened again, sent or exported is the one that is seen
    const tell = () => {
      const open = shown().filter((one) => one.getAttribute("aria-expanded") === "true");
      const deepest = open.filter((one) => !open.some((other) => other !== one && one.contains(other))).map((one) => one.dataset.unit);
      const url = new URL(location.href);
      url.searchParams.delete("open");
      (deepest.length ? deepest.slice(0, 40) : ["-"]).forEach((code) => url.searchParams.append("open", code));
      history.replaceState(null, "", url);
      const out = document.querySelector("[data-tree-export]");
      if (out) { url.searchParams.set("export", "xlsx"); out.href = url; }
    };
    const part = async (address) => {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const list = document.createElement("ul");
      list.append(...new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html").querySelectorAll("body > ul > li"));
      return list;
    };
    const open = async (item) => {
      const toggle = toggleOf(item);
      if (!toggle || item.classList.contains("is-busy")) return;
      let group = groupOf(item);
      if (!group) {
        item.classList.add("is-busy");
        try { group = await part(toggle.dataset.branch); } catch { location.href = toggle.href; return; } finally { item.classList.remove("is-busy"); }
        item.append(group);
        dress(group, Number(item.getAttribute("aria-level")) + 1);
      }
      group.hidden = false; named(item, true); tell();
    };
    const close = (item) => {
      const group = groupOf(item);
      if (!group) return;
      if (group.contains(document.activeElement)) go(item);
      group.hidden = true; named(item, false); tell();
    };
    const more = async (item) => {
      const link = item.querySelector("[data-more]"), list = item.parentNode;
      let found;
      try { found = await part(link.dataset.more); } catch { location.href = link.href; return; }
      const isBack = link.hasAttribute("data-back");
      // the way back to where the reader is, or on from there, stands there already
      const fresh = [...found.children].filter((one) => {
        const way = one.querySelector(":scope > [data-more]");
        if (way) return way.hasAttribute("data-back") === isBack;
        return !list.querySelector(`:scope > [data-unit="${CSS.escape(one.dataset.unit)}"]`);
      });
      item.replaceWith(...fresh);
      dress(list, Number((list.closest("[role=treeitem]") || item).getAttribute("aria-level") || 0) + (list === tree ? 0 : 1));
      go(isBack ? fresh[fresh.length - 1] : fresh[0]);
    };
    dress(tree, 1);
    const current = tree.querySelector("[aria-current]");
    const first = current ? current.closest("[role=treeitem]") : tree.querySelector("[role=treeitem]");
    if (first) stand(first);
    tree.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const toggle = event.target.closest("[data-toggle]"), way = event.target.closest("[data-more]");
      if (!toggle && !way) return;
      event.preventDefault();
      const item = event.target.closest("[role=treeitem]");
      stand(item);
      if (way) more(item); else if (item.getAttribute("aria-expanded") === "true") close(item); else open(item);
    });
    let typed = "", typedAt = 0;
    tree.addEventListener("keydown", (event) => {
      const item = event.target.closest("[role=treeitem]");
      if (!item || event.target !== item || event.ctrlKey || event.metaKey || event.altKey) return;
      const items = shown(), at = items.indexOf(item), isOpen = item.getAttribute("aria-expanded");
      const above = item.parentNode.closest("[role=treeitem]");
      const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
      if (event.key === "ArrowDown") go(items[at + 1]);
      else if (event.key === "ArrowUp") go(items[at - 1]);
      else if (event.key === "Home") go(items[0]);
      else if (event.key === "End") go(items[items.length - 1]);
      else if (event.key === "ArrowRight") { if (isOpen === "false") open(item); else if (isOpen === "true") go(items[at + 1]); }
      else if (event.key === "ArrowLeft") { if (isOpen === "true") close(item); else go(above); }
      else if (event.key === "Enter") { if (item.querySelector(":scope > [data-more]")) more(item); else linkOf(item).click(); }
      else if (event.key.length === 1 && event.key !== " " && event.key !== "/") {
        typed = event.timeStamp - typedAt < 800 ? typed + event.key : event.key; typedAt = event.timeStamp;
        const wanted = plain(typed), from = typed.length > 1 ? at : at + 1;
        go([...items.slice(from), ...items.slice(0, from)].find((one) => linkOf(one) && plain(linkOf(one).textContent).startsWith(wanted)));
      } else return;
      event.preventDefault();
    });
  });

  const markWide = (root) => all(".scroll", root).forEach((box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("is-wide", wide);
    // more columns than a page across can hold in type that can be read; its rows are as long as the last one
    box.classList.toggle("is-widest", wide && [...box.querySelectorAll("tbody tr:last-child")].some((row) => row.cells.length > 40));
    if (wide) { box.tabIndex = 0; box.setAttribute("role", "group"); box.setAttribute("aria-label", (box.querySelector("caption") || {}).textContent || ""); }
  });

  /* --- the frame: keys for the search, one open menu at a time --- */

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
      const find = document.querySelector("[data-find]");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
    }
    if (event.key === "Escape") all("details[data-drop][open], details.menu[open], details.drop[open]").forEach((one) => { one.open = false; one.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    all("details.drop[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
  });
  document.addEventListener("toggle", (event) => {
    const one = event.target;
    if (one.matches && one.matches("details.drop[open]")) { const first = one.querySelector("input:not([type=hidden])"); if (first && one.hasAttribute("data-drop")) first.focus(); }
  }, true);

  /* --- work under way: ask again until it is done, then go where the server sends --- */

  const poll = () => {
    const box = document.querySelector("[data-poll]");
    if (!box) return;
    setTimeout(async () => {
      try {
        const answer = await fetch(box.dataset.poll, { headers: { Accept: "text/html" } });
        if (answer.redirected) { location.replace(answer.url); return; }
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".job");
        if (answer.ok && fresh && !box.contains(document.activeElement)) box.replaceWith(document.importNode(fresh, true));
        else if (answer.ok && fresh) ["p[role=status]", "progress"].forEach((one) => { const now = box.querySelector(one), then = fresh.querySelector(one); if (now && then) now.replaceWith(document.importNode(then, true)); });
      } catch { /* the server is away for a moment */ }
      poll();
    }, 2000);
  };

  const start = (root) => { addCalendars(root); addSuggestions(root); addRows(root); addTrees(root); markWide(root); };
  start(document);
  poll();
  restoreDraft();
  focusFirstError(document);
  window.addEventListener("resize", () => markWide(document));
})();
