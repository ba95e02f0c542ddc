(() => {
  const find = document.getElementById("find");
  if (!find) return;
  const kind = document.getElementById("kind");
  const unseen = document.getElementById("unseen");
  const said = document.getElementById("filtered");
  const rows = [...document.querySelectorAll("tr[data-name]")];

  function filter() {
    const words = find.value.trim().toLowerCase();
    const names = new Set();
    const kept = new Set();
    for (const row of rows) {
      const fits = row.dataset.name.includes(words)
        && (!kind.value || row.dataset.kind === kind.value)
        && (!unseen.checked || row.dataset.seen === "no");
      row.hidden = !fits;
      names.add(row.dataset.slug);
      if (fits) kept.add(row.dataset.slug);
    }
    said.value = kept.size === names.size ? "" : `${kept.size} of ${names.size} systems`;
  }

  find.addEventListener("input", filter);
  for (const control of [kind, unseen]) control.addEventListener("change", filter);
  filter();
})();
