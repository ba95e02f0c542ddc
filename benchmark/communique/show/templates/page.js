"use strict";
(() => {
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const shown = document.getElementById("shown");
  const marked = [...document.querySelectorAll("[data-g]")];
  const stops = [...text.querySelectorAll("mark[tabindex]")];
  let kept = null;

  const cardOf = (id) => document.getElementById("card-" + id);

  function light(element) {
    const group = element ? element.dataset.g : null;
    const card = element && element.dataset.c ? cardOf(element.dataset.c) : null;
    const related = card ? JSON.parse(card.dataset.related) : [];
    for (const mark of marked) {
      mark.classList.toggle("on", group !== null && mark.dataset.g === group);
      mark.classList.toggle("related", related.includes(mark.dataset.i) || related.includes(mark.dataset.g));
    }
  }

  /** The elements at a place that stand for items, the innermost first, each item once. */
  function itemsAt(element) {
    const found = new Map();
    for (let at = element.closest("[data-c]"); at; at = at.parentElement.closest("[data-c]")) {
      if (!found.has(at.dataset.c) && visible(at)) found.set(at.dataset.c, at);
    }
    return [...found.values()];
  }

  function visible(element) {
    const layer = ["mention", "event", "sentiment", "evidence", "content", "source", "cue"]
      .find((name) => element.classList.contains(name));
    const names = { mention: "entities", event: "events", sentiment: "sentiments", evidence: "stances" };
    const box = document.getElementById("layer-" + (names[layer] || "attributions"));
    return !layer || !box || box.checked;
  }

  function open(elements) {
    shown.replaceChildren(...elements.map((element) => {
      const copy = cardOf(element.dataset.c).cloneNode(true);
      copy.removeAttribute("id");
      return copy;
    }));
    panel.hidden = elements.length === 0;
    panel.scrollTop = 0;
    light(elements[0] || null);
  }

  function close() {
    kept = null;
    open([]);
  }

  document.addEventListener("pointerover", (event) => {
    if (kept === null) light(event.target.closest("[data-g]"));
  });

  document.addEventListener("click", (event) => {
    if (panel.contains(event.target)) return;
    const items = itemsAt(event.target);
    if (items.length === 0) return;
    event.preventDefault();
    kept = items[0];
    open(items);
    if (!text.contains(kept) || kept.closest(".notes")) bring(kept.dataset.g);
  });

  /** Scroll to the words of an item that was chosen elsewhere. */
  function bring(group) {
    const first = stops.find((mark) => mark.dataset.g === group);
    if (first) first.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  text.addEventListener("focusin", (event) => {
    if (event.target.matches("mark") && visible(event.target)) open([event.target]);
  });

  text.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = stops.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = stops.slice(at + step).find(visible);
    const back = stops.slice(0, at).reverse().find(visible);
    const to = step > 0 ? next : back;
    if (to) move(event.target, to);
  });

  function move(from, to) {
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target.matches("#text mark")) event.target.click();
  });
  document.getElementById("close").addEventListener("click", close);
  if (stops.length) stops[0].tabIndex = 0;
})();
