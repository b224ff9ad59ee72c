"use strict";
(() => {
  const marks = [...document.querySelectorAll("mark[tabindex]")];
  if (!marks.length) return;
  const main = document.querySelector("main");
  const isShown = (mark) => document.getElementById(`show-${mark.classList[0]}`).checked;
  let current = marks[0];

  // Shown outside of the text, which need not be laid out anew then.
  const aside = document.querySelector("aside");
  const hint = [...aside.childNodes];
  const tell = (mark) => {
    aside.className = mark ? mark.classList[0] : "hint";
    aside.replaceChildren(...(mark ? mark.querySelector(".known").cloneNode(true).childNodes : hint));
  };
  const focused = () => (document.activeElement.matches("mark") ? document.activeElement : null);
  document.documentElement.classList.add("scripted");
  main.addEventListener("mouseover", ({ target }) => tell(target.closest("mark") ?? focused()));
  main.addEventListener("mouseleave", () => tell(focused()));
  main.addEventListener("focusin", ({ target }) => tell(target.closest("mark")));
  main.addEventListener("focusout", () => tell(null));

  // One stop for Tab in place of thousands; arrow keys go on from there.
  const stopAt = (mark) => {
    current.tabIndex = -1;
    current = mark;
    current.tabIndex = 0;
  };
  const step = (from, by) => {
    let at = marks.indexOf(from) + by;
    while (marks[at] && !isShown(marks[at])) at += by;
    return marks[at];
  };

  marks.forEach((mark) => { mark.tabIndex = -1; });
  stopAt(current);
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("mark")) stopAt(target);
  });
  const filter = () => {
    for (const { id, checked } of document.querySelectorAll("input")) {
      main.classList.toggle(id.replace("show", "without"), !checked);
    }
  };
  filter();
  document.addEventListener("change", () => {
    filter();
    if (!isShown(current)) stopAt(step(current, 1) ?? step(current, -1) ?? current);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("mark") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") event.target.blur();
    const by = { ArrowRight: 1, ArrowDown: 1, j: 1, ArrowLeft: -1, ArrowUp: -1, k: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(event.target, by)?.focus();
  });
})();
