// The open card, and what is decided about it. Changes go to the server one after the other; a line
// changes on the page only once the server has it on disk.

import * as article from "./article.js";
import * as dialogs from "./dialogs.js";
import * as form from "./form.js";
import { countSoon, see, summary, waitWithCounting } from "./layout.js";
import * as list from "./queue.js";
import { change } from "./talk.js";

const body = document.body;
const main = document.querySelector("main");
const PLACE = `depositary-place-${body.dataset.source}`;
let busy = Promise.resolve();
let retry = null;

// ── one card is open ──

export const quotesOf = (card) =>
  [...card.querySelectorAll(".quote")]
    .map((quote) => [Number(quote.dataset.start), Number(quote.dataset.end)])
    .filter(([start]) => start >= 0);

export function point(card, isShown = true) {
  if (!card) {
    article.point("", "", []);
    return;
  }
  const spans = quotesOf(card);
  article.point(card.dataset.ref, card.dataset.kind, spans);
  if (isShown && spans.length) article.show(...spans[0]);
}

export async function open(each, query = {}) {
  if (!each) return;
  origins = [];
  const card = await during(list.open(each, query));
  if (!card) return;
  localStorage.setItem(PLACE, card.dataset.ref);
  point(card);
  dialogs.say(card.querySelector(".head").textContent);
  card.querySelector(".head").focus({ preventScroll: true });
  judgeSoon(card);
}

export const openRef = (ref) => {
  const each = list.line(ref);
  if (!each) return undefined;
  see("cards");
  return open(each);
};

export function step(by) {
  const now = list.opened();
  const next = now ? list.beside(now, by) : list.first(false);
  return next && open(next);
}

// ── decisions ──

const entries = (card) => [...card.querySelectorAll("form.entry")].map(form.entryOf);

function acceptance(card) {
  const { key, record, state, table } = card.dataset;
  if (state === "new") return { op: "add", table, entries: entries(card) };
  if (card.querySelectorAll("form.entry").length > 1) return { op: "split", keys: [key], entries: entries(card) };
  if (state === "accepted" || state === "record") return { op: "change", keys: [record || key], entries: entries(card) };
  return { op: "accept", keys: [key], entries: form.isChanged(card) || state === "draft" ? entries(card) : [] };
}

let going = 0;

// Say that something is going on until a promise is kept.
function during(promise) {
  going += 1;
  main.setAttribute("aria-busy", "true");
  return promise.finally(() => {
    going -= 1;
    main.setAttribute("aria-busy", String(going > 0));
  });
}

// One thing after the other.
export function after(work) {
  busy = during(busy.then(work).catch((error) => dialogs.tell(error.message, true)));
  return busy;
}

export function decide(decision, then, path = "decide") {
  // What is pressed before the next card is open would be about one not seen yet.
  if (going > 0) return busy;
  waitWithJudging();
  waitWithCounting();
  return after(async () => {
    try {
      const answer = await change(path, decision);
      take(answer);
      await then?.(answer);
    } catch (error) {
      await refused(error, decision, then, path);
    }
  });
}

function take(answer) {
  const now = list.opened();
  body.dataset.version = answer.version;
  body.dataset.undo = answer.undo;
  body.dataset.redo = answer.redo;
  article.redraw(answer.paragraphs);
  answer.made = list.bring(answer);
  summary(answer);
  if (now && !now.isConnected) point(null);
}

async function refused(error, decision, then, path) {
  const { status, value } = error;
  countSoon();
  if (status === undefined) throw error;
  const card = list.opened();
  if (status === 409) {
    retry = () => {
      dialogs.close(false);
      body.dataset.version = value.version;
      return decide(decision, () => location.reload(), path);
    };
    dialogs.open(value.html, () => location.reload());
  } else if (status === 422 && card && decision.keys?.length !== 0) {
    const findings = value.findings?.length ? value.findings : [{ message: value.message, hint: value.hint, code: value.code, severity: "error", field: "" }];
    form.tellFindings(card, findings);
    dialogs.tell(value.message, true);
    card.querySelector(".findings p")?.scrollIntoView({ block: "nearest" });
    card.querySelector("[aria-invalid]")?.focus({ preventScroll: true });
  } else dialogs.tell([value.message ?? error.message, value.hint && form.sentence(value.hint)].filter(Boolean).join(" "), true);
}

export function onward(card, words) {
  const next = list.beside(card, 1, true) ?? list.beside(card, -1, true) ?? list.first(true);
  const ref = next?.dataset.ref;
  return async () => {
    dialogs.tell(words);
    const each = ref && list.line(ref);
    if (each && list.isWaiting(each)) await open(each);
    else if (list.first(true)) await open(list.first(true));
    else finish();
  };
}

export function finish() {
  list.shut(list.opened());
  list.sift();
  point(null);
  dialogs.tell("All of them are decided. Press C to check the whole register.");
}

export const labelOf = (card) => card.querySelector(".label").textContent;

export function accept() {
  const card = list.opened();
  const decision = card && acceptance(card);
  if (!decision) return undefined;
  if (decision.op === "change") {
    if (!form.isChanged(card)) return undefined;
    return decide(decision, () => reopened(card, `Saved: ${labelOf(card)}`));
  }
  if (decision.op === "add") return decide(decision, added(card));
  return decide(decision, onward(card, `Accepted: ${labelOf(card)}`));
}

const reopened = (card, words) => {
  dialogs.tell(words);
  const each = list.line(card.dataset.ref);
  return each && open(each);
};

// Cards for a field of which a record is being made, each for one of the card before it.
let origins = [];

export const madeFor = (input) => {
  origins.push({ each: list.opened(), input });
};

export const forget = () => {
  origins.pop();
};

const backTo = ({ each }) => {
  if (each.dataset.state !== "new") return open(list.line(each.dataset.ref));
  point(list.resume(each));
  return undefined;
};

export const again = () => {
  const then = retry;
  retry = null;
  return then?.();
};

function added(card) {
  const label = labelOf(card);
  return async (answer) => {
    card.remove();
    const [made] = answer.made;
    dialogs.tell(`Added: ${made ? labelOf(made) : label}`);
    const origin = origins.pop();
    if (!origin) return open(made);
    // It was made for a field of another card: go back there, and fill it in.
    await backTo(origin);
    const { input } = origin;
    if (input?.isConnected && made) {
      form.link(input, made.dataset.record || made.dataset.key, labelOf(made));
      input.focus();
    }
    return undefined;
  };
}

export function reject() {
  const card = list.opened();
  if (!card) return undefined;
  if (card.dataset.state === "new") return cancelNew();
  if (card.dataset.state === "rejected") return undefined;
  if (card.dataset.state === "record") {
    return decide({ op: "drop", keys: [card.dataset.key] }, onward(card, `Taken out: ${labelOf(card)}`));
  }
  const reasons = card.querySelector(".rejecting");
  if (!reasons.hidden) return because("");
  reasons.hidden = false;
  reasons.scrollIntoView({ block: "nearest" });
  dialogs.say("Why? 1 to 5, or X for no reason.");
  return undefined;
}

export function because(reason) {
  const card = list.opened();
  return decide({ op: "reject", keys: [card.dataset.key], reason }, onward(card, `Rejected: ${labelOf(card)}`));
}

export function later() {
  const card = list.opened();
  if (!card || !list.isWaiting(card)) return undefined;
  return decide({ op: "later", keys: [card.dataset.key] }, onward(card, `For later: ${labelOf(card)}`));
}

export function draft() {
  const card = list.opened();
  if (!card || !list.isWaiting(card)) return undefined;
  return decide({ op: "draft", keys: [card.dataset.key], entries: entries(card).slice(0, 1) }, onward(card, `Kept as a draft: ${labelOf(card)}`));
}

export function turn(path) {
  const words = body.dataset[path];
  if (!words) {
    dialogs.tell(`There is nothing to ${path}.`);
    return undefined;
  }
  return decide({}, async (answer) => {
    dialogs.tell(`${path === "undo" ? "Undone" : "Done again"}: ${words}`);
    const each = answer.newly.map(list.line).find(Boolean);
    if (each) await open(each);
    else if (!list.opened()) point(null);
  }, path);
}

export function cancelNew() {
  const card = list.opened();
  const origin = origins.pop();
  const back = list.beside(card, 1) ?? list.first(false);
  card.remove();
  if (origin) return backTo(origin);
  return back && open(back);
}

// ── what it would break ──

let judging = 0;
let asked = null;

// No decision waits for a question.
function waitWithJudging() {
  clearTimeout(judging);
  asked?.abort();
}

export function judgeSoon(card, delay = 250) {
  waitWithJudging();
  if (!list.isWaiting(card) && card.dataset.state !== "new" && !form.isChanged(card)) return;
  judging = setTimeout(() => judge(card), delay);
}

async function judge(card) {
  asked = new AbortController();
  try {
    const { findings } = await change("judge", acceptance(card), asked.signal);
    if (card.isConnected && card === list.opened()) form.tellFindings(card, findings);
  } catch (error) {
    if (error.status === 422) form.tellFindings(card, error.value.findings?.length ? error.value.findings : [{ ...error.value, severity: "error", field: "" }]);
    else if (error.name !== "AbortError" && error.status === undefined) throw error;
  }
}

export function edited(card) {
  const save = card.querySelector('[data-do="accept"]');
  card.classList.toggle("changed", form.isChanged(card));
  if (card.dataset.state === "accepted" || card.dataset.state === "record") save.disabled = !form.isChanged(card);
  judgeSoon(card, 400);
}

// Where one was when one left, or what is to be decided first.
export function begin() {
  const place = list.line(localStorage.getItem(PLACE) ?? "");
  const first = place && list.isWaiting(place) ? place : list.first(true);
  if (first) open(first);
}
