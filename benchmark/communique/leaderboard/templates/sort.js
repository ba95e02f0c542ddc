"use strict";
(() => {
  /** What a cell is sorted by: a number where it is one, else its words; null where it is empty. */
  function keyOf(row, column) {
    const value = row.cells[column].dataset.v;
    if (value === undefined || value === "") return null;
    return Number.isNaN(Number(value)) ? value : Number(value);
  }

  /** Compare two keys; what is empty comes last either way. */
  function compare(one, other, sign) {
    if (one === null || other === null) return (one === null) - (other === null);
    if (typeof one === "number" && typeof other === "number") return sign * (one - other);
    return sign * String(one).localeCompare(String(other), "en");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("table.sortable thead button");
    if (!button) return;
    const head = button.closest("th");
    const table = head.closest("table");
    const before = head.getAttribute("aria-sort");
    const turned = { ascending: "descending", descending: "ascending" }[before];
    const order = turned || button.dataset.first;
    for (const other of head.parentElement.cells) {
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    }
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    rows.sort((one, other) => compare(keyOf(one, head.cellIndex), keyOf(other, head.cellIndex), sign));
    body.append(...rows);
  });

  for (const button of document.querySelectorAll("table.sortable thead button")) {
    const head = button.closest("th");
    if (!head.hasAttribute("aria-sort")) head.setAttribute("aria-sort", "none");
  }
})();
