"use strict";
(() => {
  const table = document.querySelector("table");
  const form = document.querySelector("form");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const text = document.getElementById("text");
  const level = document.getElementById("level");
  const code = document.getElementById("code");
  const count = document.getElementById("count");
  const words = rows.map((row) => row.textContent.toLowerCase());

  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words[at].includes(wanted)
        && (!level.value || row.dataset.level === level.value)
        && (!code.value || row.dataset.code === code.value);
      row.hidden = !fits;
      shown += fits;
    });
    count.value = `${shown} of ${rows.length} shown`;
  };

  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const sort = (head, at) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row) => [row.cells[at].textContent, row]);
    keyed.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
    body.append(...keyed.map(([, row]) => row));
  };

  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, at));
    head.append(button);
  });
  // On narrow screens rows are drawn as blocks; with roles they are read as a table all the same.
  table.setAttribute("role", "table");
  rows.forEach((row) => {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell) => cell.setAttribute("role", "cell"));
  });

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
