// What is in sight: text or cards on a telephone, light or dark, progress, what has no record yet.

import * as article from "./article.js";
import { json } from "./talk.js";

const body = document.body;
const THEME = "depositary-theme";
const find = (action) => document.querySelector(`[data-do="${action}"]`);

export function see(what) {
  body.classList.toggle("see-text", what === "text");
  for (const each of ["text", "cards"]) {
    find(`see-${each}`).setAttribute("aria-pressed", String(each === what));
  }
}

export function theme() {
  const isDark = getComputedStyle(document.documentElement).colorScheme.trim() === "dark" ||
    (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem(THEME, document.documentElement.dataset.theme);
}

export function summary({ decided, total }) {
  document.getElementById("progress-words").textContent = `${decided} of ${total} decided`;
  const bar = document.getElementById("progress");
  bar.max = total || 1;
  bar.value = decided;
  for (const path of ["undo", "redo"]) {
    const button = find(path);
    button.disabled = !body.dataset[path];
    button.title = body.dataset[path] ? `${path}: ${body.dataset[path]}` : "";
  }
  countSoon();
}

let counting = 0;

export const waitWithCounting = () => clearTimeout(counting);

export function countSoon() {
  waitWithCounting();
  counting = setTimeout(countUncited, 300);
}

let places = [];

// The sentences without a record are counted once the hand rests: no decision waits for them.
async function countUncited() {
  const found = await json("uncited");
  const rest = find("uncited");
  places = found.places;
  rest.hidden = find("gap").hidden = !found.uncited;
  rest.textContent = `${found.uncited} sentence${found.uncited === 1 ? "" : "s"} without a record`;
  drawUncited();
}

export function showUncited() {
  const rest = find("uncited");
  const isOn = rest.getAttribute("aria-pressed") !== "true";
  rest.setAttribute("aria-pressed", String(isOn));
  drawUncited();
  if (isOn && places.length) article.show(...places[0], "smooth");
}

// Select the next sentence without a record, so that N and the digits can make one of it.
export function nextUncited() {
  const at = article.selected()?.[0] ?? -1;
  const place = places.find(([start]) => start > at) ?? places[0];
  if (place) {
    see("text");
    article.select(...place);
  }
  return Boolean(place);
}

function drawUncited() {
  const rest = find("uncited");
  const isOn = rest.getAttribute("aria-pressed") === "true";
  article.highlight("uncited", isOn ? places : []);
}

export function begin() {
  const look = localStorage.getItem(THEME);
  if (look) document.documentElement.dataset.theme = look;
  const progress = document.getElementById("progress");
  summary({
    decided: progress.value,
    total: Number(progress.dataset.total),
  });
}
