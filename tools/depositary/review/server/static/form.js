// The form of an entry: what it says as JSON, rows that come and go, and what is wrong beside the
// field that is meant. What the form does not show of an entry is kept as it was.

import { fragment, html, json } from "./talk.js";

const own = (root, selector) =>
  [...root.querySelectorAll(selector)].filter(
    (each) => each.parentElement.closest(".row, form.entry") === root,
  );

function gathered(root, origin) {
  const entry = { ...origin };
  for (const control of own(root, "[data-key]:not(.list)")) {
    const value = control.value.trim();
    if (value === "") delete entry[control.dataset.key];
    else if ("number" in control.dataset && Number.isFinite(Number(value))) {
      entry[control.dataset.key] = Number(value);
    } else entry[control.dataset.key] = String(origin[control.dataset.key] ?? "").trim() === value ? origin[control.dataset.key] : value;
  }
  for (const list of own(root, ".list")) {
    const before = origin[list.dataset.key] ?? [];
    const rows = [...list.querySelectorAll(":scope > .row")].map((row) => {
      const was = before[Number(row.dataset.origin)];
      const value = gathered(row, typeof was === "object" ? was : {});
      return list.dataset.short && Object.keys(value).length === 1 ? value[list.dataset.short] : value;
    });
    const kept = rows.filter((row) => row !== undefined && Object.keys(row).length);
    if (kept.length) entry[list.dataset.key] = kept;
    else delete entry[list.dataset.key];
  }
  return entry;
}

export function entryOf(form) {
  const origin = JSON.parse(form.dataset.entry);
  const entry = gathered(form, origin);
  const quotes = [...form.querySelectorAll(".quote")].map((quote) => {
    const was = form.closest("[data-table]").dataset.table === "set_aside" ? {} : origin.evidence?.[Number(quote.dataset.origin)];
    const { nth: _, ...rest } = quote.dataset.origin === "" ? {} : (was ?? {});
    const nth = quote.dataset.nth ? { nth: Number(quote.dataset.nth) } : {};
    return { ...rest, quote: quote.dataset.quote, ...nth };
  });
  if (form.closest("[data-table]").dataset.table !== "set_aside") {
    const { evidence: _, ...rest } = entry;
    return quotes.length ? { ...rest, evidence: quotes } : rest;
  }
  const { nth: _, ...rest } = entry;
  return { ...rest, ...quotes[0] };
}

// Remember what a form said when it was opened.
export function settle(card) {
  for (const form of card.querySelectorAll("form.entry")) {
    form.dataset.opened = JSON.stringify(entryOf(form));
    for (const select of form.querySelectorAll("select")) explain(select);
  }
}

export const isChanged = (card) =>
  [...card.querySelectorAll("form.entry")].some(
    (form) => form.dataset.opened !== JSON.stringify(entryOf(form)),
  );

// What the chosen code means.
export function explain(select) {
  const means = select.closest(".field").querySelector(".means");
  const words = select.selectedOptions[0]?.dataset.means;
  means.textContent = words ? `${select.selectedOptions[0].text}: ${words} ` : "";
}

export async function addRow(button) {
  const list = button.closest(".list");
  const numbers = [...list.querySelectorAll(":scope > .row")].map((row) => Number(row.dataset.origin));
  const path = `${list.dataset.path}/${Math.max(-1, 999, ...numbers) + 1}`;
  const table = list.closest("[data-table]").dataset.table;
  const rows = fragment(await html("part", { table, path }));
  const row = rows.querySelector(".row");
  list.append(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

export function dropRow(button) {
  const list = button.closest(".list");
  button.closest(".row").remove();
  list.querySelector(".add").focus();
}

export function tellFindings(card, findings) {
  for (const place of card.querySelectorAll(".findings")) place.replaceChildren();
  for (const control of card.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const finding of findings) {
    const field = finding.field ? fieldOf(card, finding) : null;
    const place = field?.querySelector(".findings") ?? card.querySelector(".findings.general");
    if (!place) continue;
    const line = document.createElement("p");
    line.className = finding.may_pass ? "warning" : finding.severity;
    const more = [finding.hint && sentence(finding.hint), finding.may_pass && "Another decision may mend it: this one can be taken."];
    line.textContent = [finding.message, ...more].filter(Boolean).join(" ");
    const code = document.createElement("code");
    code.textContent = finding.code;
    line.prepend(code, " ");
    place.append(line);
    if (field) {
      if (!finding.may_pass) field.querySelector("input:not([type=hidden]), select, textarea")?.setAttribute("aria-invalid", "true");
      field.closest("details")?.setAttribute("open", "");
    }
  }
}

function fieldOf(card, finding) {
  const fields = [...card.querySelectorAll(".field")].filter(
    (field) => field.dataset.column === finding.field || field.querySelector("[data-key]")?.dataset.key === finding.field,
  );
  const isOwn = !finding.table || finding.table === card.dataset.table;
  const top = fields.filter((field) => !field.closest(".row"));
  if (isOwn && top.length === 1) return top[0];
  // Several rows may have the column, and which one is meant is not told.
  return fields.length === 1 ? fields[0] : null;
}

export const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

// ── links to other records: search as you type ────────────────────────────────────────────────

let waiting = 0;

export function search(input, choose) {
  clearTimeout(waiting);
  waiting = setTimeout(() => list(input, choose), 60);
}

async function list(input, choose) {
  const combo = input.closest(".combo");
  const options = combo.querySelector(".options");
  const table = combo.dataset.target ?? "";
  const words = input.value.trim();
  const all = (await json("found", { table, words })).found;
  // Nothing is the same as itself.
  const own = "merge" in combo.dataset ? combo.dataset.of : "";
  const found = all.filter((each) => each.key !== own);
  const make = words && !("merge" in combo.dataset) ? [{ key: "", label: `New: ${words}`, kind: table ? "" : "of which kind?", words }] : [];
  options.replaceChildren(
    ...[...found, ...make].map((each, at) => {
      const option = document.createElement("li");
      option.id = `${options.id}-${at}`;
      option.role = "option";
      option.dataset.of = each.key;
      option.dataset.label = each.key ? each.label : words;
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.dir = "auto";
      name.textContent = each.label;
      const about = document.createElement("span");
      about.className = "meta";
      about.textContent = [each.kind, each.is_proposal ? "proposed" : "", each.key].filter(Boolean).join(" · ");
      option.append(name, about);
      return option;
    }),
  );
  const isAny = options.children.length > 0 && document.activeElement === input;
  options.hidden = !isAny;
  input.setAttribute("aria-expanded", String(isAny));
  if (isAny) {
    walk(input, 1);
    options.scrollIntoView({ block: "nearest" });
  }
  options.onmousedown = (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) take(input, option, choose);
  };
}

export function walk(input, step) {
  const options = [...input.closest(".combo").querySelectorAll(".options li")];
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(at + step + options.length) % options.length];
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

export const isListing = (input) => input.getAttribute("aria-expanded") === "true";

export function shut(input) {
  clearTimeout(waiting);
  input.closest(".combo").querySelector(".options").hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

export function takeWalked(input, choose) {
  const option = input.closest(".combo").querySelector('.options li[aria-selected="true"]');
  if (option) take(input, option, choose);
}

function take(input, option, choose) {
  shut(input);
  choose(input, option.dataset.of, option.dataset.label);
}

export function link(input, key, label) {
  const hidden = input.closest(".combo").querySelector("input[type=hidden]");
  if (hidden) hidden.value = key;
  input.value = label;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
