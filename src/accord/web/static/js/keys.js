// The keyboard: single keys and two-key sequences, all of them listed under `?`.
import { h, $$ } from "./dom.js";

const bound = new Map();
let first = "";
let since = 0;

/** Binds a key ("j", "Enter", "?") or a sequence ("g m") outside inputs. `label` stands in the help under `group`. */
export function bind(keys, label, run, { group = "This view" } = {}) {
  bound.set(keys, { label, run, group });
}

export function unbind(keys) {
  bound.delete(keys);
}

function isTyping(target) {
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && !/^(checkbox|radio|range|button|submit)$/.test(target.type));
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) return event.target.blur();
  if (event.defaultPrevented || event.altKey || event.metaKey) return undefined;
  if (isTyping(event.target) || event.target.closest("dialog[open]")) return undefined;
  if (event.ctrlKey) {
    if (event.key.toLowerCase() === "z" && !event.shiftKey) return act("u", event);
    return undefined;
  }
  const sequence = first && event.timeStamp - since < 1200 ? `${first} ${event.key}` : "";
  first = "";
  if (sequence && bound.has(sequence)) return act(sequence, event);
  if ([...bound.keys()].some((keys) => keys.startsWith(`${event.key} `))) {
    first = event.key;
    since = event.timeStamp;
    return undefined;
  }
  return act(event.key, event);
});

function act(keys, event) {
  const found = bound.get(keys);
  if (!found) return undefined;
  event.preventDefault();
  return found.run(event);
}

/** The list of all keys, as a dialog. */
export function help() {
  document.getElementById("keys-dialog")?.remove();
  const groups = new Map();
  for (const [keys, { label, group }] of bound) groups.set(group, [...(groups.get(group) ?? []), [keys, label]]);
  const order = [...groups.keys()].sort((one, other) => (one === "This view" ? -1 : other === "This view" ? 1 : 0));
  const dialog = h("dialog", { id: "keys-dialog", "aria-labelledby": "keys-title", onclose: () => dialog.remove(), onclick: (event) => event.target === dialog && dialog.close() },
    h("header", {}, h("h2", { id: "keys-title" }, "Keys"), h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close ", h("kbd", {}, "Esc"))),
    h("div", { class: "keys-list" }, order.map((group) => h("section", {}, h("h3", {}, group),
      groups.get(group).map(([keys, label]) => h("div", {}, h("span", {}, label), h("span", {}, keys.split(" ").flatMap((key) => [h("kbd", {}, key), " "]))))))));
  document.body.append(dialog);
  dialog.showModal();
}

/** j and k walk the elements that a selector finds, wherever the page has them now. */
export function walk(selector, { label = "row", enter } = {}) {
  const step = (by) => {
    const all = $$(selector);
    const at = all.indexOf(document.activeElement.closest?.(selector));
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  bind("j", `Next ${label}`, () => step(1));
  bind("k", `Previous ${label}`, () => step(-1));
  if (enter) bind("Enter", `Open the ${label}`, (event) => {
    const at = event.target.closest?.(selector);
    if (at) enter(at);
    else event.target.click?.();
  });
}
