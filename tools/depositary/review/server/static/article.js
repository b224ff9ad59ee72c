// The article: where a selection stands in code points (JavaScript counts UTF-16), what is
// highlighted, and what is drawn anew. Characters that a browser would change or obey stand as
// <i class="odd">, one for one.

import { fragment, json } from "./talk.js";

const article = document.getElementById("article");
const pane = article.closest(".text");
const isOdd = (node) => node.nodeType === 1 && node.classList.contains("odd");

function points(text) {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) at += 1;
    count += 1;
  }
  return count;
}

// Text nodes and odd characters of a paragraph, in order.
function leaves(paragraph) {
  return document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === 3 || isOdd(node)) return NodeFilter.FILTER_ACCEPT;
    return node.classList.contains("tag") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
}

// The code point of the text at a place of the document; -1 outside of the article.
function pointAt(node, offset) {
  const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest(".para");
  if (!paragraph) return -1;
  const place = document.createRange();
  place.setStart(node, offset);
  let count = Number(paragraph.dataset.start);
  const walker = leaves(paragraph);
  for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) {
    if (leaf === node && leaf.nodeType === 3) return count + points(leaf.data.slice(0, offset));
    if (place.comparePoint(leaf, 0) >= 0) return count;
    count += leaf.nodeType === 3 ? points(leaf.data) : 1;
  }
  return count;
}

// The stretch of the text that is selected, [start, end), or null.
export function selected() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!article.contains(range.commonAncestorContainer)) return null;
  const start = pointAt(range.startContainer, range.startOffset);
  const end = pointAt(range.endContainer, range.endOffset);
  return start >= 0 && end > start ? [start, end] : null;
}

export function selectionBox() {
  return getSelection().getRangeAt(0).getBoundingClientRect();
}

export function select(start, end) {
  const range = rangeOf(start, end);
  if (!range) return;
  show(start, end);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

let tapped = null;

export function clearSelection() {
  tapped = null;
  getSelection().removeAllRanges();
}

// What a finger does, where to hold and to drag is hard: a tap selects a word, the next one all up
// to another word.
async function tap(event) {
  const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = place ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const [node, offset] = place ? [place.offsetNode, place.offset] : [range?.startContainer, range?.startOffset];
  const at = node ? pointAt(node, offset) : -1;
  if (at < 0) return;
  const from = tapped;
  const { start, end } = await words([at, at + 1]);
  tapped = from ? [Math.min(from[0], start), Math.max(from[1], end)] : [start, end];
  select(...tapped);
}

// Whole words, as the server sees them: it has the text, and counts as the register does.
export const words = ([start, end], move = "") => json("selected", { start, end, move });

function paragraphAt(point) {
  const all = article.children;
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(all[middle].dataset.start) <= point) low = middle;
    else high = middle - 1;
  }
  return all[low];
}

function rangeOf(start, end) {
  const range = document.createRange();
  const paragraph = paragraphAt(start);
  let count = Number(paragraph.dataset.start);
  let isBegun = false;
  const walker = leaves(paragraph);
  for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) {
    const length = leaf.nodeType === 3 ? points(leaf.data) : 1;
    if (!isBegun && start < count + length) {
      isBegun = true;
      if (leaf.nodeType === 3) range.setStart(leaf, units(leaf.data, start - count));
      else range.setStartBefore(leaf);
    }
    if (isBegun && end <= count + length) {
      if (leaf.nodeType === 3) range.setEnd(leaf, units(leaf.data, end - count));
      else range.setEndAfter(leaf);
      return range;
    }
    count += length;
  }
  if (isBegun) range.setEndAfter(paragraph.lastChild);
  return isBegun ? range : null;
}

// UTF-16 units of the first so many code points of a text.
function units(text, wanted) {
  let at = 0;
  for (let count = 0; count < wanted && at < text.length; count += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}

export function highlight(name, spans) {
  if (!CSS.highlights) return;
  const ranges = spans.map(([start, end]) => rangeOf(start, end)).filter(Boolean);
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

let current = [];
let washed = { kind: "", spans: [] };
let drawn = [];

// A tint behind the words of an open card's quotes. It lies under the text as boxes of its own:
// what styles text (::highlight) would take the colour from underlines.
function wash() {
  // First all is measured, then drawn: one layout, not one a line.
  const boxes = washed.spans.flatMap(([start, end]) => {
    const range = rangeOf(start, end);
    const paragraph = paragraphAt(start);
    const edge = paragraph.getBoundingClientRect();
    const lines = range ? [...range.getClientRects()] : [];
    return lines.map((line) => ({ paragraph, edge, line }));
  });
  for (const box of drawn) box.remove();
  drawn = boxes.map(({ paragraph, edge, line }) => {
    const box = document.createElement("span");
    box.className = `wash k-${washed.kind}`;
    box.style.left = `${line.left - edge.left - 2}px`;
    box.style.top = `${line.top - edge.top}px`;
    box.style.width = `${line.width + 4}px`;
    box.style.height = `${line.height}px`;
    paragraph.prepend(box);
    return box;
  });
}

new ResizeObserver(wash).observe(article);

// Say in the text which card is open: its marks have an outline, its quotes are tinted.
export function point(ref, kind, spans) {
  for (const mark of current) mark.classList.remove("current");
  current = ref ? [...article.querySelectorAll(`mark[data-key="${CSS.escape(ref)}"]`)] : [];
  for (const mark of current) mark.classList.add("current");
  washed = { kind, spans };
  wash();
}

export function show(start, end, behavior = "auto") {
  const range = rangeOf(start, end);
  if (!range) return;
  const paragraph = paragraphAt(start);
  // A paragraph off the screen is not laid out yet: first bring it there.
  const isNear = () => {
    const box = range.getBoundingClientRect();
    const view = pane.getBoundingClientRect();
    const legend = pane.querySelector(".legend").offsetHeight;
    return box.height && box.top >= view.top + legend && box.bottom <= view.bottom - 20;
  };
  if (isNear()) return;
  if (!range.getBoundingClientRect().height) paragraph.scrollIntoView({ block: "center" });
  const box = range.getBoundingClientRect();
  const view = pane.getBoundingClientRect();
  const room = Math.max(80, (view.height - Math.min(box.height, view.height / 2)) / 2.6);
  pane.scrollBy({ top: box.top - view.top - room, behavior });
}

export function redraw(paragraphs) {
  for (const [at, markup] of Object.entries(paragraphs)) {
    const paragraph = article.children[Number(at)];
    const inner = paragraph.querySelector(":scope > s") ?? paragraph;
    inner.replaceChildren(fragment(markup));
  }
}

export function onMark(handle) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#article, #bubble")) tapped = null;
  });
  article.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    const isOther = mark && !mark.classList.contains("current") && !tapped;
    if (event.pointerType === "touch" && !isOther) tap(event);
    else if (mark && getSelection().isCollapsed) handle(mark.dataset.key);
  });
}
