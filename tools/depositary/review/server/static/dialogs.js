// Dialogs: the same element for all, filled from a template. While one is open, no single key
// decides anything.

import { fragment } from "./talk.js";

const dialog = document.getElementById("dialog");
let before = null;
let whenShut = null;

export const isOpen = () => dialog.open;

export function open(content, onShut = null) {
  before = document.activeElement;
  whenShut = onShut;
  dialog.replaceChildren(typeof content === "string" ? fragment(content) : content);
  if (!dialog.open) dialog.showModal();
  return dialog;
}

export const from = (id, onShut = null) =>
  open(document.getElementById(id).content.cloneNode(true), onShut);

export function close(isTold = true) {
  if (isTold === false) whenShut = null;
  dialog.close();
}

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (before?.isConnected) before.focus({ preventScroll: true });
  const then = whenShut;
  whenShut = null;
  then?.();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

const toast = document.getElementById("toast");
let fading = 0;

export function tell(words, isBad = false) {
  toast.textContent = words;
  toast.classList.toggle("bad", isBad);
  toast.classList.toggle("shown", Boolean(words));
  clearTimeout(fading);
  fading = setTimeout(() => toast.classList.remove("shown"), isBad ? 9000 : 3500);
}

const spoken = document.getElementById("say");

// For those who hear the page: which card is open now.
export const say = (words) => {
  spoken.textContent = words;
};
