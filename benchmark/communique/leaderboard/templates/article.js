"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const points = Array.from(data.text);
  const [facet, a, b] = ["facet", "a", "b"].map((id) => document.getElementById(id));
  const panes = { a: document.getElementById("pane-a"), b: document.getElementById("pane-b") };
  const GOLD = "gold annotation";
  const names = Object.fromEntries(data.systems);

  function make(tag, classes, text) {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function option(select, value, text) {
    const item = make("option", "", text);
    item.value = value;
    select.append(item);
  }

  const quote = (at) => at.map(([start, end]) => points.slice(start, end).join("")).join(" … ");
  const inText = (at) => at.filter(([start]) => start < points.length);

  /** The outcomes of one side: kind, gold item, predicted item, and what tells it from others. */
  function outcomesOf(found, side) {
    if (side === GOLD) {
      return found.gold.map((gold, number) => ({ kind: "gold", gold, pred: null, key: String(number), number }));
    }
    return found.runs[side].found.map(([kind, number, second]) => {
      const gold = number === null ? null : found.gold[number];
      const name = data.kinds[kind];
      const pred = second || (name === "missed" ? null : gold);
      return { kind: name, gold, pred, number, key: JSON.stringify([name, number, second]) };
    });
  }

  /** Stretches of text to mark: what was predicted, and, where it differs, what gold has. */
  function stretches(items) {
    const marks = [];
    items.forEach((item, index) => {
      const shown = item.pred || item.gold;
      for (const [start, end] of inText(shown[0])) marks.push({ start, end, index, extent: false });
      if (item.pred && item.gold && JSON.stringify(item.pred[0]) !== JSON.stringify(item.gold[0])) {
        for (const [start, end] of inText(item.gold[0])) marks.push({ start, end, index, extent: true });
      }
    });
    return marks.sort((one, other) => one.start - other.start || other.end - one.end || one.index - other.index);
  }

  function paragraphsOf(items, marks) {
    const text = make("div", "text");
    if (!points.length) text.append(make("p", "notice", "The text of this article is not at hand."));
    let start = 0;
    for (const line of data.text.split("\n")) {
      const end = start + Array.from(line).length;
      if (line.trim()) text.append(paragraph(items, marks, start, end));
      start = end + 1;
    }
    return text;
  }

  function paragraph(items, marks, start, end) {
    const inside = marks.filter((mark) => mark.start < end && start < mark.end);
    const edges = new Set([start, end]);
    for (const mark of inside) for (const edge of [mark.start, mark.end]) if (start < edge && edge < end) edges.add(edge);
    const cuts = [...edges].sort((one, other) => one - other);
    const block = make("p");
    for (let place = 0; place + 1 < cuts.length; place += 1) block.append(segment(items, inside, cuts[place], cuts[place + 1]));
    return block;
  }

  function segment(items, marks, left, right) {
    let outer = null;
    let inner = null;
    for (const mark of marks) {
      if (mark.start >= right || left >= mark.end) continue;
      const item = items[mark.index];
      const element = make("mark", `k-${item.kind}${mark.extent ? " extent" : ""}${item.alike ? " same" : ""}`);
      element.dataset.index = mark.index;
      element.title = describe(item);
      if (inner) inner.append(element);
      else outer = element;
      inner = element;
    }
    const words = document.createTextNode(points.slice(left, right).join(""));
    if (!inner) return words;
    inner.append(words);
    for (const mark of marks) {
      if (mark.end !== right || mark.start >= right || mark.extent || items[mark.index].kind === "gold") continue;
      const holder = [outer, ...outer.querySelectorAll("mark")].find((element) => element.dataset.index === String(mark.index) && !element.classList.contains("extent"));
      const sign = make("span", "sign", data.signs[items[mark.index].kind]);
      sign.setAttribute("aria-hidden", "true");
      holder.append(sign);
    }
    return outer;
  }

  function describe(item) {
    const label = { label: "wrong label", boundary: "wrong boundary", both: "wrong label and boundary" }[item.kind] || item.kind;
    const words = item.pred ? item.pred[1] : item.gold[1];
    return `${label}: ${words}${item.gold && item.pred && item.gold[1] !== item.pred[1] ? `; gold: ${item.gold[1]}` : ""}`;
  }

  function line(item, index) {
    const entry = make("li", `k-${item.kind} is-${item.kind}${item.alike ? " alike" : ""}`);
    entry.dataset.index = index;
    const button = make("button");
    button.type = "button";
    const sign = make("span", "sign", item.kind === "gold" ? "·" : data.signs[item.kind]);
    sign.title = describe(item);
    const words = make("span");
    const shown = item.pred || item.gold;
    if (shown[0].length && points.length) words.append(make("q", "", inText(shown[0]).length ? quote(shown[0]) : "not in the text"), " ");
    words.append(shown[1]);
    if (item.pred && item.gold && item.pred !== item.gold) {
      const was = make("span", "was", " gold: ");
      if (points.length && item.gold[0].length && JSON.stringify(item.gold[0]) !== JSON.stringify(item.pred[0])) was.append(make("q", "", quote(item.gold[0])), " ");
      was.append(item.gold[1]);
      words.append(was);
    }
    button.append(sign, words);
    entry.append(button);
    return entry;
  }

  function countsOf(items) {
    const counts = make("p", "counts");
    for (const kind of data.kinds) {
      const number = items.filter((item) => item.kind === kind).length;
      if (!number) continue;
      const part = make("span");
      part.append(make("i", `k-${kind}`, data.signs[kind]), ` ${number} ${data.names[kind]}`);
      counts.append(part);
    }
    return counts;
  }

  function show(pane, found, side, items) {
    const head = make("h2");
    head.append(make("span", `side ${pane.id.slice(-1)}`, pane.id.slice(-1).toUpperCase()), make("bdi", "whose", side === GOLD ? "Gold annotation" : names[side]));
    const value = side === GOLD ? undefined : found.runs[side].value;
    if (side !== GOLD) head.append(make("span", "score", `${found.metric} ${value === null ? "–" : value.toFixed(3)}`));
    const list = make("ol", "found");
    list.append(...items.map(line));
    const counts = side === GOLD ? make("p", "counts", `${items.length} gold items`) : countsOf(items);
    pane.replaceChildren(head, counts, paragraphsOf(items, stretches(items)), list);
    pane.items = items;
  }

  /** Light an item, and what became of the same gold item on the other side. */
  function light(pane, index) {
    const chosen = pane.items[index];
    for (const other of Object.values(panes)) {
      for (const element of other.querySelectorAll("[data-index]")) {
        const item = other.items[Number(element.dataset.index)];
        const same = other === pane ? item === chosen : chosen.gold && item.number === chosen.number;
        element.classList.toggle("on", Boolean(same));
      }
    }
  }

  function bring(pane, index, selector) {
    const first = pane.querySelector(`${selector}[data-index="${index}"]`);
    if (first) first.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  for (const pane of Object.values(panes)) {
    pane.addEventListener("click", (event) => {
      const element = event.target.closest("[data-index]");
      if (!element) return;
      light(pane, Number(element.dataset.index));
      if (element.matches("li")) bring(pane, element.dataset.index, "mark");
    });
  }

  function fill() {
    const found = data.facets.find((item) => item.key === facet.value);
    for (const side of [a, b]) for (const item of side.options) item.disabled = item.value !== GOLD && !Object.hasOwn(found.runs, item.value);
    for (const side of [a, b]) if (side.selectedOptions[0].disabled) side.value = GOLD;
    const items = { a: outcomesOf(found, a.value), b: outcomesOf(found, b.value) };
    const keys = { a: new Set(items.a.map((item) => item.key)), b: new Set(items.b.map((item) => item.key)) };
    for (const item of items.a) item.alike = keys.b.has(item.key);
    for (const item of items.b) item.alike = keys.a.has(item.key);
    show(panes.a, found, a.value, items.a);
    show(panes.b, found, b.value, items.b);
    const said = [["Wrong label", found.label], ["wrong boundary", found.boundary]].filter(([, what]) => what);
    document.getElementById("gloss").textContent = said.map(([name, what]) => `${name}: ${what}`).join("; ") + ".";
    remember();
  }

  /** Keep the choice in the address, and take it along to the other articles. */
  function remember() {
    const hash = `#${[facet.value, a.value, b.value].map(encodeURIComponent).join("/")}`;
    history.replaceState(null, "", hash);
    for (const id of ["before", "after"]) {
      const anchor = document.getElementById(id);
      if (anchor.hasAttribute("href")) anchor.href = anchor.getAttribute("href").split("#")[0] + hash;
    }
  }

  function choose(select, value, otherwise) {
    const known = [...select.options].some((item) => item.value === value);
    select.value = known ? value : otherwise;
  }

  function start() {
    for (const found of data.facets) option(facet, found.key, found.title);
    for (const side of [a, b]) {
      option(side, GOLD, "Gold annotation");
      for (const [slug, name] of data.systems) option(side, slug, name);
    }
    const [key, one, other] = location.hash.slice(1).split("/").map(decodeURIComponent);
    choose(facet, key, data.facets[0].key);
    choose(a, one, GOLD);
    choose(b, other, data.systems[0][0]);
    fill();
  }

  for (const select of [facet, a, b]) select.addEventListener("change", fill);
  const shell = document.querySelector(".panes");
  for (const box of document.querySelectorAll("[data-kind]")) {
    box.addEventListener("change", () => shell.classList.toggle(`hide-${box.dataset.kind}`, !box.checked));
  }
  const differ = document.getElementById("differ");
  differ.addEventListener("change", () => shell.classList.toggle("differ", differ.checked));
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("select, input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const anchor = document.getElementById({ n: "after", p: "before" }[event.key] || "none");
    if (anchor && anchor.hasAttribute("href")) location.assign(anchor.href);
  });
  window.addEventListener("hashchange", () => location.reload());
  start();
})();
