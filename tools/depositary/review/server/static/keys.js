// One key for each action. Off in inputs, while an input method composes, and while a dialog is
// open; by the place of the key where the layout is not Latin; off altogether by a switch
// (WCAG 2.1.4), then Ctrl+Alt and the same key.

const ACTIONS = {
  j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous",
  a: "accept", e: "edit", x: "reject", s: "later", u: "undo", U: "redo", t: "show",
  n: "new", m: "merge", d: "split", c: "check", g: "gap", "/": "find", "?": "help",
  "[": "start-back", "{": "start-on", "]": "end-on", "}": "end-back",
  Enter: "add-evidence", Escape: "escape",
};
const DIGITS = /^[1-9]$/;
const BY_PLACE = {
  Slash: ["/", "?"], BracketLeft: ["[", "{"], BracketRight: ["]", "}"],
};
const SWITCH = "depositary-single-keys";

export const isOn = () => localStorage.getItem(SWITCH) !== "off";
export const turn = (on) => localStorage.setItem(SWITCH, on ? "on" : "off");

// The key as a Latin layout would have it.
function latin(event) {
  if (/^[\x20-\x7e]$/.test(event.key) || event.key.length > 1) return event.key;
  const place = event.code;
  if (/^Key[A-Z]$/.test(place)) return event.shiftKey ? place[3] : place[3].toLowerCase();
  if (/^Digit\d$/.test(place)) return place[5];
  return BY_PLACE[place]?.[event.shiftKey ? 1 : 0] ?? event.key;
}

const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

export function actionOf(event) {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return "";
  const key = latin(event);
  const isCommand = event.ctrlKey || event.metaKey;
  if (isTyping(event.target)) {
    if (key === "Enter" && isCommand) return "accept";
    return key === "Escape" ? "leave" : "";
  }
  if (isCommand && !event.altKey) {
    if (key.toLowerCase() !== "z") return "";
    return event.shiftKey ? "redo" : "undo";
  }
  const isSpoken = isOn() ? !event.ctrlKey && !event.altKey && !event.metaKey : event.ctrlKey && event.altKey;
  if (!isSpoken && key !== "Escape") return "";
  if (key === "Enter" && event.target.closest("button, a, summary")) return "";
  if (DIGITS.test(key)) return `digit-${key}`;
  // Capitals: Shift+U is redo; Caps Lock is no Shift.
  const plain = key.length === 1 && !event.shiftKey ? key.toLowerCase() : key;
  return ACTIONS[plain] ?? (event.shiftKey ? "" : ACTIONS[plain.toLowerCase()] ?? "");
}
