// The queue: which cards are listed, which one is open, and what a change brings. One card is open;
// the rest are lines, and a key press touches only those that it is about.

import { fragment, html } from "./talk.js";
import { settle } from "./form.js";

const list = document.getElementById("queue");
const none = document.getElementById("none");
const side = list.closest(".side");
const filter = { state: "", kind: "", class: "", by: "", words: "" };
const WAITING = { to_decide: 1, later: 1, draft: 1 };
const GROUPS = { to_decide: ["to_decide", "draft"], accepted: ["accepted", "record"], rejected: ["rejected"], later: ["later"] };

export const queue = list;
export const line = (ref) => list.querySelector(`:scope > [data-ref="${CSS.escape(ref)}"]`);
export const opened = () => list.querySelector(":scope > .line.open");
export const listed = () => [...list.children].filter((each) => !each.hidden);
export const isWaiting = (each) => each.dataset.state in WAITING;
// The open card stays in sight though a filter leaves it out: all that are listed are without it.
const isAcceptable = (each) => isWaiting(each) && passes(each);
export const acceptable = () => listed().filter(isAcceptable);

function passes(each) {
  const { state, kind, by, words } = filter;
  const data = each.dataset;
  return (
    (!state || GROUPS[state].includes(data.state)) &&
    (!kind || data.kind === kind) &&
    (!filter.class || data.class === filter.class) &&
    (!by || data.by === by) &&
    (!words || each.textContent.toLowerCase().includes(words))
  );
}

export function sift(change = {}) {
  Object.assign(filter, change);
  const kept = opened();
  for (const each of list.children) each.hidden = each !== kept && (each.classList.contains("laid") || !passes(each));
  if (isSifted()) side.scrollTop = 0;
  tally();
}

// Whether the list shows less than all of it.
const isSifted = () => Object.values(filter).some(Boolean);

export function tally() {
  const counts = {};
  let shown = 0;
  let waiting = 0;
  for (const each of list.children) {
    counts[each.dataset.state] = (counts[each.dataset.state] ?? 0) + 1;
    if (!each.hidden) {
      shown += 1;
      if (isAcceptable(each)) waiting += 1;
    }
  }
  for (const chip of side.querySelectorAll(".chip")) {
    const states = chip.dataset.state ? GROUPS[chip.dataset.state] : Object.keys(counts);
    const sum = states.reduce((total, state) => total + (counts[state] ?? 0), 0);
    chip.querySelector(".count").textContent = sum;
  }
  const all = side.querySelector('[data-do="accept-listed"]');
  all.hidden = waiting < 2;
  all.textContent = `Accept all ${waiting} listed…`;
  none.hidden = shown > 0;
}

// The next or previous line that is listed; with `isUndecided`, one that waits for a decision.
export function beside(from, step, isUndecided = false) {
  let each = from;
  do {
    each = step > 0 ? each?.nextElementSibling : each?.previousElementSibling;
  } while (each && (each.hidden || each.classList.contains("fresh") || (isUndecided && !isWaiting(each))));
  return each ?? null;
}

export const first = (isUndecided) =>
  listed().find((each) => !isUndecided || isWaiting(each)) ?? null;

const kept = new Map();

export function shut(each) {
  if (!each) return;
  each.classList.remove("open");
  each.querySelector(".head")?.setAttribute("aria-expanded", "false");
  if (each.classList.contains("fresh")) each.remove();
  else each.querySelector(":scope > .card")?.remove();
}

// Put an open card aside with all that was typed in it, and bring it back.
export function lay(each) {
  if (each.classList.contains("fresh")) {
    each.classList.replace("open", "laid");
    each.hidden = true;
    return;
  }
  kept.set(each.dataset.ref, each.querySelector(":scope > .card"));
  each.querySelector(":scope > .card")?.remove();
  shut(each);
}

export function resume(each) {
  shut(opened());
  each.classList.replace("laid", "open");
  each.hidden = false;
  reveal(each);
  return each;
}

let asked = 0;

export async function open(each, query = {}) {
  const number = (asked += 1);
  const { ref } = each.dataset;
  let card = kept.get(ref);
  kept.delete(ref);
  if (!card) {
    const markup = await html(`card/${encodeURIComponent(ref)}`, { fragment: 1, ...query });
    if (number !== asked) return null;
    card = fragment(markup).firstElementChild;
  }
  if (opened() !== each) shut(opened());
  for (const laid of list.querySelectorAll(":scope > .laid")) laid.remove();
  each.querySelector(":scope > .card")?.remove();
  each.hidden = false;
  each.append(card);
  each.classList.add("open");
  each.querySelector(".head").setAttribute("aria-expanded", "true");
  settle(each);
  reveal(each);
  return each;
}

export function openFresh(markup) {
  asked += 1;
  const before = opened();
  const each = fragment(markup).querySelector("li");
  if (before) {
    lay(before);
    before.before(each);
  } else list.prepend(each);
  settle(each);
  reveal(each);
  return { each, before };
}

export function reveal(each) {
  const view = side.getBoundingClientRect();
  const filters = side.querySelector(".filters");
  const top = getComputedStyle(filters).position === "sticky" ? filters.offsetHeight : 0;
  const box = each.getBoundingClientRect();
  // The line before stays in sight, so that one sees where one is.
  const wanted = box.top - view.top - top - 56;
  if (getComputedStyle(side).overflowY === "auto") {
    if (box.top < view.top + top || box.bottom > view.bottom) side.scrollBy({ top: wanted });
  } else each.scrollIntoView({ block: "start" });
}

// Take over what a change brought: lines that are other than they were, and new ones in their place.
// Returns those that are new.
export function bring(answer) {
  const made = [];
  for (const ref of answer.gone) line(ref)?.remove();
  for (const { ref, after, html: markup } of answer.lines) {
    const fresh = fragment(markup).firstElementChild;
    const there = line(ref);
    kept.delete(ref);
    if (!there) made.push(fresh);
    if (there) there.replaceWith(fresh);
    else if (after && line(after)) line(after).after(fresh);
    else list.prepend(fresh);
    fresh.hidden = !passes(fresh);
  }
  tally();
  return made;
}
