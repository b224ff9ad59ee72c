"use strict";
(() => {
  const form = document.querySelector("form");
  const datasets = [...document.querySelectorAll("article")];
  const text = document.getElementById("text");
  const licence = document.getElementById("licence");
  const count = document.getElementById("count");
  const told = datasets.map((dataset) => dataset.textContent.toLowerCase());

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    datasets.forEach((dataset, at) => {
      const fits = words.every((word) => told[at].includes(word))
        && (!licence.value || dataset.dataset.licence === licence.value);
      dataset.hidden = !fits;
      shown += fits;
    });
    count.value = `${shown} of ${datasets.length} shown`;
  };

  // On narrow screens rows are drawn as blocks; with roles they are read as a table all the same.
  document.querySelectorAll("table").forEach((table) => {
    table.setAttribute("role", "table");
    [...table.rows].forEach((row) => {
      row.setAttribute("role", "row");
      [...row.cells].forEach((cell) => {
        const scope = cell.getAttribute("scope");
        cell.setAttribute("role", scope ? `${scope === "col" ? "column" : "row"}header` : "cell");
      });
    });
  });

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
