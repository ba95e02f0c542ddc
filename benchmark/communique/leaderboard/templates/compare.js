(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [task, a, b] = ["task", "a", "b"].map((id) => document.getElementById(id));
  const body = document.querySelector("#articles tbody");
  const verdict = document.getElementById("verdict");
  const SVG = "http://www.w3.org/2000/svg";
  const number = (value) => (value === null || value === undefined ? "–" : value.toFixed(3));
  const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value).toFixed(3);

  /** The systems' names by slug, each isolated: one that is written from the right turns no number. */
  const namesOf = () => Object.fromEntries(data.systems.map(([slug, name]) => [slug, `\u2068${name}\u2069`]));

  function option(select, value, text) {
    const item = document.createElement("option");
    item.value = value;
    item.textContent = text;
    select.append(item);
  }

  function cell(row, text, key, classes) {
    const item = row.insertCell();
    item.textContent = text;
    item.dataset.v = key === null || key === undefined ? "" : String(key);
    item.className = classes || "";
    return item;
  }

  /** A bar from the middle: to the left where A is better, to the right where B is. */
  function bar(difference) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "diff");
    svg.setAttribute("viewBox", "-100 0 200 14");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(SVG, "line");
    for (const [name, value] of [["x1", 0], ["x2", 0], ["y1", 0], ["y2", 14]]) line.setAttribute(name, value);
    svg.append(line);
    if (difference) {
      const box = document.createElementNS(SVG, "rect");
      const width = 100 * Math.abs(difference);
      for (const [name, value] of [["x", difference < 0 ? -width : 0], ["y", 2], ["width", width], ["height", 10]]) box.setAttribute(name, value);
      box.setAttribute("class", difference < 0 ? "a" : "b");
      svg.append(box);
    }
    return svg;
  }

  function articleRow(found, name, place) {
    const [one, other] = [a, b].map((side) => (found.values[side.value] || [])[place]);
    const known = typeof one === "number" && typeof other === "number";
    const difference = known ? other - one : null;
    const row = body.insertRow();
    const title = data.articles[name];
    const first = cell(row, title ? "" : name, title || name);
    if (title) {
      const anchor = document.createElement("a");
      anchor.href = `articles/${encodeURIComponent(name)}.html#${[found.facet, a.value, b.value].map(encodeURIComponent).join("/")}`;
      anchor.textContent = title;
      first.append(anchor);
    }
    cell(row, number(one), one, "n");
    cell(row, number(other), other, "n");
    cell(row, known ? signed(difference) : "–", difference, "n main");
    const drawn = row.insertCell();
    drawn.className = "drawn";
    drawn.append(bar(difference));
    return difference;
  }

  /** What the paired test of the two says. */
  function tested(found) {
    const pair = found.pairs.find(([one, other]) => [one, other].includes(a.value) && [one, other].includes(b.value) && a.value !== b.value);
    if (!pair) return "";
    const [better, , difference, low, high, p] = pair;
    const names = namesOf();
    const interval = low === null ? "" : ` (95 % interval ${signed(low)} to ${signed(high)})`;
    const shown = p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
    return `The difference is ${number(difference)}${interval} for ${names[better]}, ${shown} after Holm’s correction for all pairs of systems:`
      + (p > data.alpha ? " not significant." : " significant.");
  }

  function say(found, differences) {
    const known = differences.filter((value) => value !== null);
    const more = (sign) => known.filter((value) => Math.sign(value) === sign).length;
    const names = namesOf();
    const totals = [a, b].map((side) => number(found.totals[side.value]));
    const same = more(0);
    verdict.textContent = `${found.title}, ${found.metric}: ${names[a.value] || "–"} ${totals[0]}, ${names[b.value] || "–"} ${totals[1]}. `
      + `A is better on ${more(-1)} of ${differences.length} articles, B on ${more(1)}`
      + (same ? `; they are equal on ${same}` : "")
      + (known.length < differences.length ? `; undefined on ${differences.length - known.length}` : "") + `. ${tested(found)}`;
  }

  function fill() {
    const found = data.tasks[Number(task.value)];
    for (const side of [a, b]) {
      for (const item of side.options) item.disabled = !Object.hasOwn(found.values, item.value);
    }
    const entered = data.systems.map(([slug]) => slug).filter((slug) => Object.hasOwn(found.values, slug));
    if (!Object.hasOwn(found.values, a.value)) a.value = entered[0];
    if (!Object.hasOwn(found.values, b.value)) b.value = entered.find((slug) => slug !== a.value) || entered[0];
    body.replaceChildren();
    say(found, found.documents.map((name, place) => articleRow(found, name, place)));
    for (const head of document.querySelectorAll("#articles th[aria-sort]")) head.setAttribute("aria-sort", "none");
    document.getElementById("signature").textContent = found.signature;
    history.replaceState(null, "", `#${[found.facet, a.value, b.value].map(encodeURIComponent).join("/")}`);
  }

  data.tasks.forEach((found, index) => option(task, index, found.title));
  for (const side of [a, b]) data.systems.forEach(([slug, name]) => option(side, slug, name));
  const [facet, one, other] = decodeURIComponent(location.hash.slice(1)).split("/");
  const asked = data.tasks.findIndex((found) => found.facet.split(".")[0] === (facet || "").split(".")[0]);
  task.value = String(Math.max(asked, 0));
  a.value = data.systems.some(([slug]) => slug === one) ? one : data.systems[0][0];
  b.value = data.systems.some(([slug]) => slug === other) ? other : (data.systems[1] || data.systems[0])[0];
  for (const select of [task, a, b]) select.addEventListener("change", fill);
  document.getElementById("swap").addEventListener("click", () => {
    [a.value, b.value] = [b.value, a.value];
    fill();
  });
  fill();
})();
