// Words of the article become evidence of the open card, or a record of their own.

import * as article from "./article.js";
import * as dialogs from "./dialogs.js";
import * as form from "./form.js";
import { after, decide, edited, forget, labelOf, madeFor, onward, point, quotesOf } from "./desk.js";
import { see } from "./layout.js";
import * as list from "./queue.js";
import { fragment, html } from "./talk.js";

const TABLES = ["actors", "agreements", "events", "claims", "relations", "set_aside"];
const MOST_OF_A_NAME = 80;

const bubble = document.getElementById("bubble");

export function offer() {
  const span = article.selected();
  bubble.hidden = !span;
  if (!span) return;
  const card = list.opened();
  bubble.querySelector('[data-do="add-evidence"]').hidden = !card || card.dataset.state === "rejected";
  const box = article.selectionBox();
  bubble.style.left = `${Math.max(8, Math.min(innerWidth - bubble.offsetWidth - 8, box.left))}px`;
  bubble.style.top = `${Math.min(innerHeight - bubble.offsetHeight - 70, box.bottom + 8)}px`;
}

// The quote whose ends are moved.
export const pick = (quote) => {
  for (const each of quote.parentElement.children) each.classList.toggle("picked", each === quote);
};

export async function addEvidence() {
  const span = article.selected();
  const card = list.opened();
  const quotes = card?.querySelector(".quotes");
  if (!span || !quotes) return;
  const found = await article.words(span);
  const quote = fragment(found.html);
  if (card.dataset.table === "set_aside") quotes.replaceChildren(quote);
  else quotes.append(quote);
  pick(quotes.lastElementChild);
  article.clearSelection();
  edited(card);
  point(card, false);
  dialogs.tell("Added as evidence.");
}

export async function moveEnd(move) {
  const card = list.opened();
  const quote = card?.querySelector(".quote.picked") ?? card?.querySelector(".quote");
  if (!quote || Number(quote.dataset.start) < 0) return;
  await after(async () => {
    const found = await article.words([quote.dataset.start, quote.dataset.end], move);
    const next = fragment(found.html).firstElementChild;
    next.dataset.origin = quote.dataset.origin;
    next.classList.toggle("picked", quote.classList.contains("picked"));
    const pressed = quote.contains(document.activeElement) && document.activeElement.dataset.do;
    quote.replaceWith(next);
    if (pressed) next.querySelector(`[data-do="${pressed}"]`)?.focus();
    edited(card);
    point(card);
  });
}

// Without a selection: the quote of the open card, whose ends can be moved with keys.
const chosenSpan = () => article.selected() ?? quotesOf(list.opened() ?? body)[0] ?? null;
let chosen = null;
let called = "";

export function askKind() {
  chosen = chosenSpan();
  called = "";
  if (!chosen) {
    dialogs.tell("Select words of the article first.");
    return;
  }
  const dialog = dialogs.from("kinds");
  dialog.querySelector(".picked").textContent = getSelection().toString().slice(0, 160);
}

// A record that a field names, which takes records of several kinds: which one is it to be?
function askWhich(span, label) {
  [chosen, called] = [span, label];
  const dialog = dialogs.from("kinds", forget);
  dialog.querySelector(".picked").textContent = label;
  dialog.querySelector('[data-table="set_aside"]').closest("li").remove();
}

async function fresh(table, span, label = "") {
  const said = getSelection().toString().trim();
  const name = label || (said.length <= MOST_OF_A_NAME ? said : "");
  const markup = await html("new", { table, start: span[0], end: span[1], label: name });
  article.clearSelection();
  bubble.hidden = true;
  see("cards");
  const { each } = list.openFresh(markup);
  point(each);
  const field = each.querySelector("form.entry .grid input:not([type=hidden]), form.entry .grid select");
  field?.focus();
  field?.select?.();
}

export function chooseLink(input, key, label) {
  if (input.closest("[data-merge]")) {
    const card = list.opened();
    dialogs.close();
    decide({ op: "merge", keys: [card.dataset.key], into: key }, onward(card, `Merged into ${label}`));
  } else if (key) form.link(input, key, label);
  else {
    const { target } = input.closest(".combo").dataset;
    const span = quotesOf(list.opened())[0] ?? [0, 1];
    madeFor(input);
    if (target) fresh(target, span, label);
    else askWhich(span, label);
  }
}

export function merge() {
  const card = list.opened();
  if (!card?.querySelector('[data-do="merge"]')) return;
  const dialog = dialogs.from("merging");
  Object.assign(dialog.querySelector(".combo").dataset, { target: card.dataset.table, of: card.dataset.key });
  const input = dialog.querySelector("input");
  input.focus();
  form.search(input, chooseLink);
}

// A digit while words are selected: a new record of that kind.
export function freshOf(number) {
  const span = article.selected();
  const table = TABLES[number - 1];
  return span && table && fresh(table, span);
}

export function freshChosen(table) {
  dialogs.close(false);
  return fresh(table, chosen, called);
}
