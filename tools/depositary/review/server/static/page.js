// The page where a curator decides: what each key and button does.

import * as article from "./article.js";
import * as dialogs from "./dialogs.js";
import * as form from "./form.js";
import * as keys from "./keys.js";
import * as list from "./queue.js";
import { change, html } from "./talk.js";

const body = document.body;
const PLACE = `depositary-place-${body.dataset.source}`;
const THEME = "depositary-theme";
const TABLES = ["actors", "agreements", "events", "claims", "relations", "set_aside"];
const DIGIT = /^digit-(\d)$/;
let busy = Promise.resolve();
let retry = null;

// ── one card is open ──────────────────────────────────────────────────────────────────────────

const quotesOf = (card) =>
  [...card.querySelectorAll(".quote")]
    .map((quote) => [Number(quote.dataset.start), Number(quote.dataset.end)])
    .filter(([start]) => start >= 0);

function point(card, isShown = true) {
  if (!card) {
    article.point("", "", []);
    return;
  }
  const spans = quotesOf(card);
  article.point(card.dataset.ref, card.dataset.kind, spans);
  if (isShown && spans.length) article.show(...spans[0]);
}

async function open(each, query = {}) {
  if (!each) return;
  const card = await list.open(each, query);
  if (!card) return;
  localStorage.setItem(PLACE, card.dataset.ref);
  point(card);
  dialogs.say(card.querySelector(".head").textContent);
  card.querySelector(".head").focus({ preventScroll: true });
  judgeSoon(card);
}

const openRef = (ref) => {
  const each = list.line(ref);
  if (!each) return undefined;
  see("cards");
  return open(each);
};

function step(by) {
  const now = list.opened();
  const next = now ? list.beside(now, by) : list.first(false);
  return next && open(next);
}

// ── decisions ─────────────────────────────────────────────────────────────────────────────────

const entries = (card) => [...card.querySelectorAll("form.entry")].map(form.entryOf);

function acceptance(card) {
  const { key, record, state, table } = card.dataset;
  if (state === "new") return { op: "add", table, entries: entries(card) };
  if (card.querySelectorAll("form.entry").length > 1) return { op: "split", keys: [key], entries: entries(card) };
  if (state === "accepted" || state === "record") return { op: "change", keys: [record || key], entries: entries(card) };
  return { op: "accept", keys: [key], entries: form.isChanged(card) || state === "draft" ? entries(card) : [] };
}

// Changes go one after the other: a fast hand never decides on what it has not seen.
function decide(decision, then, path = "decide") {
  busy = busy.then(async () => {
    try {
      const answer = await change(path, decision);
      take(answer);
      await then?.(answer);
    } catch (error) {
      await refused(error, decision, then, path);
    }
  });
  return busy;
}

function take(answer) {
  const now = list.opened();
  body.dataset.version = answer.version;
  body.dataset.undo = answer.undo;
  body.dataset.redo = answer.redo;
  body.dataset.uncited = JSON.stringify(answer.uncited);
  article.redraw(answer.paragraphs);
  list.bring(answer);
  summary(answer);
  if (now && !now.isConnected) point(null);
}

async function refused(error, decision, then, path) {
  const { status, value } = error;
  if (status === undefined) throw error;
  const card = list.opened();
  if (status === 409) {
    retry = () => {
      body.dataset.version = value.version;
      return decide(decision, () => location.reload(), path);
    };
    dialogs.open(value.html, () => location.reload());
  } else if (status === 422 && card && decision.keys?.length !== 0) {
    const findings = value.findings?.length ? value.findings : [{ message: value.message, hint: value.hint, code: value.code, severity: "error", field: "" }];
    form.tellFindings(card, findings);
    dialogs.tell(value.message, true);
    card.querySelector(".findings p")?.scrollIntoView({ block: "nearest" });
  } else dialogs.tell([value.message ?? error.message, value.hint].filter(Boolean).join(" "), true);
}

function onward(card, words) {
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

function finish() {
  list.shut(list.opened());
  list.sift();
  point(null);
  dialogs.tell("All of them are decided. Press C to check the whole register.");
}

const labelOf = (card) => card.querySelector(".label").textContent;

function accept() {
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

let origin = null;

function added(card) {
  const label = labelOf(card);
  return async (answer) => {
    card.remove();
    const ref = answer.newly.at(-1) ?? answer.lines.at(-1)?.ref;
    const made = list.line(ref);
    dialogs.tell(`Added: ${made ? labelOf(made) : label}`);
    if (!origin) return openRef(ref);
    // It was made for a field of another card: go back there, and fill it in.
    const { each, input } = origin;
    origin = null;
    const back = list.line(each.dataset.ref);
    if (back) await open(back);
    if (input?.isConnected && made) {
      form.link(input, made.dataset.record || made.dataset.key, labelOf(made));
      input.focus();
    }
    return undefined;
  };
}

function reject() {
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

function because(reason) {
  const card = list.opened();
  return decide({ op: "reject", keys: [card.dataset.key], reason }, onward(card, `Rejected: ${labelOf(card)}`));
}

function later() {
  const card = list.opened();
  if (!card || !list.isWaiting(card)) return undefined;
  return decide({ op: "later", keys: [card.dataset.key] }, onward(card, `For later: ${labelOf(card)}`));
}

function draft() {
  const card = list.opened();
  if (!card || !list.isWaiting(card)) return undefined;
  return decide({ op: "draft", keys: [card.dataset.key], entries: entries(card).slice(0, 1) }, onward(card, `Kept as a draft: ${labelOf(card)}`));
}

function turn(path) {
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

// ── what it would break ───────────────────────────────────────────────────────────────────────

let judging = 0;
let asked = null;

function judgeSoon(card, delay = 250) {
  clearTimeout(judging);
  asked?.abort();
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

// ── words of the article ──────────────────────────────────────────────────────────────────────

const bubble = document.getElementById("bubble");

function offer() {
  const span = article.selected();
  bubble.hidden = !span;
  if (!span) return;
  const card = list.opened();
  bubble.querySelector('[data-do="add-evidence"]').hidden = !card || card.dataset.state === "rejected";
  const box = article.selectionBox();
  bubble.style.left = `${Math.max(8, Math.min(innerWidth - bubble.offsetWidth - 8, box.left))}px`;
  bubble.style.top = `${Math.min(innerHeight - bubble.offsetHeight - 70, box.bottom + 8)}px`;
}

async function addEvidence() {
  const span = article.selected();
  const card = list.opened();
  const quotes = card?.querySelector(".quotes");
  if (!span || !quotes) return;
  const found = await article.words(span);
  const quote = document.createElement("template");
  quote.innerHTML = found.html;
  if (card.dataset.table === "set_aside") quotes.replaceChildren(quote.content);
  else quotes.append(quote.content);
  article.clearSelection();
  edited(card);
  point(card, false);
  dialogs.tell("Added as evidence.");
}

async function moveEnd(move) {
  const card = list.opened();
  const quote = card?.querySelector(".quote.picked") ?? card?.querySelector(".quote");
  if (!quote || Number(quote.dataset.start) < 0) return;
  busy = busy.then(async () => {
    const found = await article.words([quote.dataset.start, quote.dataset.end], move);
    const fresh = document.createElement("template");
    fresh.innerHTML = found.html;
    const next = fresh.content.firstElementChild;
    next.dataset.origin = quote.dataset.origin;
    next.classList.toggle("picked", quote.classList.contains("picked"));
    quote.replaceWith(next);
    edited(card);
    point(card);
  }).catch((error) => dialogs.tell(error.message, true));
  await busy;
}

// ── a record by hand ──────────────────────────────────────────────────────────────────────────

// Without a selection: the quote of the open card, whose ends can be moved with keys.
const chosenSpan = () => article.selected() ?? quotesOf(list.opened() ?? body)[0] ?? null;
let chosen = null;

function askKind() {
  chosen = chosenSpan();
  if (!chosen) {
    dialogs.tell("Select words of the article first.");
    return;
  }
  const dialog = dialogs.from("kinds");
  dialog.querySelector(".picked").textContent = getSelection().toString().slice(0, 160);
}

async function fresh(table, span, label = "") {
  if (dialogs.isOpen()) dialogs.close();
  const markup = await html("new", { table, start: span[0], end: span[1], label });
  article.clearSelection();
  bubble.hidden = true;
  see("cards");
  const { each } = list.openFresh(markup);
  point(each);
  each.querySelector("form.entry .grid input:not([type=hidden]), form.entry .grid select")?.focus();
}

function cancelNew() {
  const card = list.opened();
  const back = origin?.each ?? list.beside(card, 1) ?? list.first(false);
  origin = null;
  card.remove();
  return back && open(back);
}

function chooseLink(input, key, label) {
  if (input.closest("[data-merge]")) {
    const card = list.opened();
    dialogs.close();
    decide({ op: "merge", keys: [card.dataset.key], into: key }, onward(card, `Merged into ${label}`));
  } else if (key) form.link(input, key, label);
  else {
    const card = list.opened();
    origin = { each: card, input };
    fresh(input.closest(".combo").dataset.target, quotesOf(card)[0] ?? [0, 1], label);
  }
}

function merge() {
  const card = list.opened();
  if (!card?.querySelector('[data-do="merge"]')) return;
  const dialog = dialogs.from("merging");
  dialog.querySelector(".combo").dataset.target = card.dataset.table;
  const input = dialog.querySelector("input");
  input.focus();
  form.search(input, chooseLink);
}

// ── all that is listed ────────────────────────────────────────────────────────────────────────

let bulk = [];

async function acceptListed() {
  const cards = list.listed().filter(list.isWaiting);
  bulk = cards.map((each) => each.dataset.key);
  const dialog = dialogs.from("bulk");
  dialog.querySelector("h2").textContent = `Accept ${bulk.length} that are listed?`;
  dialog.querySelector(".preview").append(
    ...cards.map((each) => {
      const item = document.createElement("li");
      item.className = `k-${each.dataset.kind}`;
      item.append(each.querySelector(".badge").cloneNode(true), " ", labelOf(each));
      return item;
    }),
  );
  try {
    const { findings } = await change("judge", { op: "accept", keys: bulk });
    form.tellFindings(dialog, findings.map((each) => ({ ...each, field: "" })));
    tellGeneral(dialog, findings);
  } catch (error) {
    tellGeneral(dialog, error.value?.findings?.length ? error.value.findings : [{ code: "", message: error.message, hint: "", severity: "error" }]);
  }
}

function tellGeneral(dialog, findings) {
  dialog.querySelector(".findings")?.classList.add("general");
  form.tellFindings(dialog, findings.slice(0, 20).map((each) => ({ ...each, field: "" })));
}

function acceptAll() {
  const keysNow = bulk;
  dialogs.close();
  return decide({ op: "accept", keys: keysNow }, async () => {
    dialogs.tell(`Accepted ${keysNow.length}. One undo takes all of it back.`);
    const each = list.first(true);
    if (each) await open(each);
    else finish();
  });
}

// ── the rest ──────────────────────────────────────────────────────────────────────────────────

async function check() {
  dialogs.tell("Checking the whole register…");
  try {
    const { html: markup } = await change("check");
    dialogs.open(markup);
    dialogs.tell("Checked.");
  } catch (error) {
    dialogs.tell(error.message, true);
  }
}

function help() {
  const box = dialogs.from("help").querySelector("#single-keys");
  box.checked = keys.isOn();
  box.addEventListener("change", () => keys.turn(box.checked));
}

function summary({ decided, total, uncited }) {
  document.getElementById("progress-words").textContent = `${decided} of ${total} decided`;
  const bar = document.getElementById("progress");
  bar.max = total || 1;
  bar.value = decided;
  for (const path of ["undo", "redo"]) {
    const button = document.querySelector(`[data-do="${path}"]`);
    button.disabled = !body.dataset[path];
    button.title = body.dataset[path] ? `${path}: ${body.dataset[path]}` : "";
  }
  const rest = document.querySelector('[data-do="uncited"]');
  rest.hidden = !uncited.length;
  rest.textContent = `${uncited.length} sentence${uncited.length === 1 ? "" : "s"} without a record`;
  drawUncited();
}

function drawUncited() {
  const rest = document.querySelector('[data-do="uncited"]');
  const isOn = rest.getAttribute("aria-pressed") === "true";
  article.highlight("uncited", isOn ? JSON.parse(body.dataset.uncited) : []);
}

function edited(card) {
  const save = card.querySelector('[data-do="accept"]');
  card.classList.toggle("changed", form.isChanged(card));
  if (card.dataset.state === "accepted" || card.dataset.state === "record") save.disabled = !form.isChanged(card);
  judgeSoon(card, 400);
}

function see(what) {
  body.classList.toggle("see-text", what === "text");
  for (const each of ["text", "cards"]) {
    document.querySelector(`[data-do="see-${each}"]`).setAttribute("aria-pressed", String(each === what));
  }
}

function theme() {
  const isDark = getComputedStyle(document.documentElement).colorScheme.trim() === "dark" ||
    (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem(THEME, document.documentElement.dataset.theme);
}

function showQuote(quote) {
  see("text");
  const [start, end] = quote ? [Number(quote.dataset.start), Number(quote.dataset.end)] : quotesOf(list.opened() ?? body)[0] ?? [];
  if (start >= 0) article.show(start, end, "smooth");
}

function edit() {
  const card = list.opened();
  card?.querySelector("form.entry .grid input:not([type=hidden]), form.entry .grid select, form.entry .grid textarea")?.focus();
}

function escape() {
  const reasons = list.opened()?.querySelector(".rejecting");
  if (reasons && !reasons.hidden) reasons.hidden = true;
  else article.clearSelection();
}

function digit(number) {
  const card = list.opened();
  const reasons = card?.querySelector(".rejecting");
  if (reasons && !reasons.hidden) {
    const reason = reasons.querySelectorAll(".reason")[number - 1];
    return reason && because(reason.dataset.reason);
  }
  const span = article.selected();
  return span && TABLES[number - 1] && fresh(TABLES[number - 1], span);
}

const DO = {
  next: () => step(1),
  previous: () => step(-1),
  accept, reject, later, draft, merge, edit, check, help, theme, escape,
  undo: () => turn("undo"),
  redo: () => turn("redo"),
  show: () => showQuote(null),
  new: askKind,
  split: () => list.opened()?.querySelector('[data-do="split"]') && open(list.opened(), { split: 1 }),
  unsplit: () => open(list.opened()),
  "start-back": () => moveEnd("start-back"),
  "start-on": () => moveEnd("start-on"),
  "end-back": () => moveEnd("end-back"),
  "end-on": () => moveEnd("end-on"),
  "add-evidence": addEvidence,
  "/": () => find(),
  find: () => find(),
  leave: () => list.opened()?.querySelector(".head")?.focus?.({ preventScroll: true }) ?? document.activeElement.blur(),
  close: dialogs.close,
  "new-of": (button) => fresh(button.dataset.table, chosen),
  "cancel-new": cancelNew,
  because: (button) => because(button.dataset.reason),
  "accept-listed": acceptListed,
  "accept-all": acceptAll,
  "add-row": async (button) => { await form.addRow(button); edited(list.opened()); },
  "drop-row": (button) => { form.dropRow(button); edited(list.opened()); },
  "drop-quote": (button) => { button.closest(".quote").remove(); edited(list.opened()); point(list.opened(), false); },
  "show-quote": (button) => showQuote(button.closest(".quote")),
  open: (link) => openRef(link.dataset.ref),
  "see-text": () => see("text"),
  "see-cards": () => see("cards"),
  uncited: (button) => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    drawUncited();
    const [next] = JSON.parse(body.dataset.uncited);
    if (isOn && next) article.show(...next, "smooth");
  },
  mine: () => { const again = retry; retry = null; dialogs.open(""); again(); },
  theirs: () => location.reload(),
};

function find() {
  document.getElementById("find").focus();
}

document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.('[role="combobox"]');
  if (input && ["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key) && !event.ctrlKey) {
    if (form.isListing(input)) {
      event.preventDefault();
      if (event.key === "Enter") form.takeWalked(input, chooseLink);
      else if (event.key === "Escape") form.shut(input);
      else form.walk(input, event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (event.key === "ArrowDown") {
      form.search(input, chooseLink);
      return;
    }
  }
  if (dialogs.isOpen()) {
    const number = Number(event.key) || Number(/^Digit(\d)$/.exec(event.code)?.[1]);
    const button = number && document.querySelectorAll("#dialog .choose button")[number - 1];
    if (button) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  if (event.target.closest?.(".own-reason") && event.key === "Enter") {
    event.preventDefault();
    because(event.target.value);
    return;
  }
  const action = keys.actionOf(event);
  const number = DIGIT.exec(action)?.[1];
  if (number) digit(Number(number));
  else if (DO[action]) {
    if (action === "add-evidence" && !article.selected()) return;
    event.preventDefault();
    DO[action]();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) {
    event.preventDefault();
    if (button.dataset.do in DO) DO[button.dataset.do](button);
    return;
  }
  const head = event.target.closest("a.head");
  if (head && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const each = head.closest(".line");
    if (each.classList.contains("open")) { list.shut(each); point(null); } else open(each);
    return;
  }
  const chip = event.target.closest(".chip");
  if (chip) {
    for (const each of document.querySelectorAll(".chip")) each.setAttribute("aria-pressed", String(each === chip));
    list.sift({ state: chip.dataset.state });
    return;
  }
  const quote = event.target.closest(".quote");
  if (quote) for (const each of quote.parentElement.children) each.classList.toggle("picked", each === quote);
});

document.addEventListener("input", (event) => {
  const { target } = event;
  if (target.id === "find") list.sift({ words: target.value.trim().toLowerCase() });
  else if (target.matches('[role="combobox"]')) form.search(target, chooseLink);
  const card = target.closest("form.entry") && target.closest(".line");
  if (card) edited(card);
});

document.addEventListener("change", (event) => {
  const { target } = event;
  const sieve = { "by-kind": "kind", "by-class": "class", "by-proposer": "by" }[target.id];
  if (sieve) list.sift({ [sieve]: target.value });
  if (target.matches("form.entry select")) form.explain(target);
  const card = target.closest("form.entry") && target.closest(".line");
  if (card) edited(card);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.('[role="combobox"]')) {
    form.shut(event.target);
    const hidden = event.target.closest(".combo").querySelector("input[type=hidden]");
    if (hidden && !event.target.value.trim()) hidden.value = "";
  }
});

document.addEventListener("submit", (event) => event.preventDefault());

let offering = 0;
document.addEventListener("selectionchange", () => {
  cancelAnimationFrame(offering);
  offering = requestAnimationFrame(offer);
});
article.onMark(openRef);

addEventListener("beforeunload", (event) => {
  const card = list.opened();
  if (card && form.isChanged(card)) event.preventDefault();
});
addEventListener("unhandledrejection", (event) => dialogs.tell(event.reason?.message ?? "Something went wrong.", true));

const look = localStorage.getItem(THEME);
if (look) document.documentElement.dataset.theme = look;
list.sift();
summary({
  decided: document.getElementById("progress").value,
  total: Number(document.getElementById("progress").max),
  uncited: JSON.parse(body.dataset.uncited),
});
const place = list.line(localStorage.getItem(PLACE) ?? "");
const start = place && list.isWaiting(place) ? place : list.first(true);
if (start) open(start);
body.classList.add("ready");
