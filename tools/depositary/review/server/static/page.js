// The page where a curator decides: which key and which button does what.

import * as article from "./article.js";
import { acceptAll, acceptListed } from "./bulk.js";
import * as desk from "./desk.js";
import * as dialogs from "./dialogs.js";
import * as form from "./form.js";
import * as keys from "./keys.js";
import * as layout from "./layout.js";
import * as list from "./queue.js";
import { change } from "./talk.js";
import * as words from "./words.js";

const body = document.body;
const DIGIT = /^digit-(\d)$/;

async function check() {
  dialogs.tell("Checking the whole register…");
  try {
    const { html: markup } = await change("check");
    dialogs.open(markup);
    dialogs.tell("");
  } catch (error) {
    dialogs.tell(error.message, true);
  }
}

function help() {
  const box = dialogs.from("help").querySelector("#single-keys");
  box.checked = keys.isOn();
  box.addEventListener("change", () => keys.turn(box.checked));
}

function showQuote(quote) {
  layout.see("text");
  const [start, end] = (quote ? [Number(quote.dataset.start), Number(quote.dataset.end)] : desk.quotesOf(list.opened() ?? body)[0]) ?? [];
  if (start >= 0) article.show(start, end, "smooth");
}

function edit() {
  const card = list.opened();
  card?.querySelector("form.entry .grid input:not([type=hidden]), form.entry .grid select, form.entry .grid textarea")?.focus();
}

// Out of the form, back to where single keys decide.
function leave() {
  document.activeElement.blur();
  list.opened()?.querySelector("a.head")?.focus({ preventScroll: true });
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
    return reason && desk.because(reason.dataset.reason);
  }
  return words.freshOf(number);
}

const DO = {
  next: () => desk.step(1),
  previous: () => desk.step(-1),
  accept: desk.accept,
  reject: desk.reject,
  later: desk.later,
  draft: desk.draft,
  edit,
  escape,
  check,
  help,
  find: () => document.getElementById("find").focus(),
  theme: layout.theme,
  undo: () => desk.turn("undo"),
  redo: () => desk.turn("redo"),
  show: () => showQuote(null),
  new: words.askKind,
  merge: words.merge,
  split: () => list.opened()?.querySelector('[data-do="split"]') && desk.open(list.opened(), { split: 1 }),
  unsplit: () => desk.open(list.opened()),
  "start-back": () => words.moveEnd("start-back"),
  "start-on": () => words.moveEnd("start-on"),
  "end-back": () => words.moveEnd("end-back"),
  "end-on": () => words.moveEnd("end-on"),
  "add-evidence": words.addEvidence,
  leave,
  close: dialogs.close,
  "new-of": (button) => words.freshChosen(button.dataset.table),
  "cancel-new": desk.cancelNew,
  because: (button) => desk.because(button.dataset.reason),
  "accept-listed": acceptListed,
  "accept-all": acceptAll,
  "add-row": async (button) => {
    await form.addRow(button);
    desk.edited(list.opened());
  },
  "drop-row": (button) => {
    form.dropRow(button);
    desk.edited(list.opened());
  },
  "drop-quote": (button) => {
    button.closest(".quote").remove();
    desk.edited(list.opened());
    desk.point(list.opened(), false);
  },
  "show-quote": (button) => showQuote(button.closest(".quote")),
  open: (link) => desk.openRef(link.dataset.ref),
  "see-text": () => layout.see("text"),
  "see-cards": () => layout.see("cards"),
  uncited: layout.showUncited,
  gap: () => layout.nextUncited() || dialogs.tell("Every sentence has a record."),
  mine: desk.again,
  theirs: () => location.reload(),
};

document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.('[role="combobox"]');
  if (input && ["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key) && !event.ctrlKey) {
    if (form.isListing(input)) {
      event.preventDefault();
      if (event.key === "Enter") form.takeWalked(input, words.chooseLink);
      else if (event.key === "Escape") form.shut(input);
      else form.walk(input, event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (event.key === "ArrowDown") {
      form.search(input, words.chooseLink);
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
    desk.because(event.target.value);
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
    if (each.classList.contains("open")) {
      list.shut(each);
      desk.point(null);
    } else desk.open(each);
    return;
  }
  const chip = event.target.closest(".chip");
  if (chip) {
    for (const each of document.querySelectorAll(".chip")) each.setAttribute("aria-pressed", String(each === chip));
    list.sift({ state: chip.dataset.state });
    return;
  }
  const quote = event.target.closest(".quote");
  if (quote) words.pick(quote);
});

document.addEventListener("input", (event) => {
  const { target } = event;
  if (target.id === "find") list.sift({ words: target.value.trim().toLowerCase() });
  else if (target.matches('[role="combobox"]')) form.search(target, words.chooseLink);
  const card = target.closest("form.entry") && target.closest(".line");
  if (card) desk.edited(card);
});

document.addEventListener("change", (event) => {
  const { target } = event;
  const sieve = { "by-kind": "kind", "by-class": "class", "by-proposer": "by" }[target.id];
  if (sieve) list.sift({ [sieve]: target.value });
  if (target.matches("form.entry select")) form.explain(target);
  const card = target.closest("form.entry") && target.closest(".line");
  if (card) desk.edited(card);
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
  offering = requestAnimationFrame(words.offer);
});
// What is offered stays at the words that it is about.
document.querySelector(".text").addEventListener("scroll", () => {
  if (!document.getElementById("bubble").hidden) words.offer();
}, { passive: true });
article.onMark(desk.openRef);

addEventListener("beforeunload", (event) => {
  const card = list.opened();
  if (card && form.isChanged(card)) event.preventDefault();
});
addEventListener("unhandledrejection", (event) => dialogs.tell(event.reason?.message ?? "Something went wrong.", true));

layout.begin();
list.sift();
desk.begin();
body.classList.add("ready");
