// What is told in passing, in a corner that screen readers hear.
import { h } from "./dom.js";

/** Says a sentence; goes by itself. `undo`: a button beside it, {label, run, key}. */
export function say(sentence, { undo, seconds = 7 } = {}) {
  return put(sentence, "", undo, seconds);
}

/** Tells a fault; stays until it is closed. */
export function fault(sentence) {
  return put(sentence, "is-fault", undefined, 0);
}

/** Takes a notice back: what it told is over. */
export function unsay(sentence) {
  for (const note of [...document.getElementById("notices").children]) if (note.dataset.said === sentence) note.remove();
}

function put(sentence, kind, undo, seconds) {
  const region = document.getElementById("notices");
  unsay(sentence);
  const close = () => note.remove();
  const note = h("div", { class: `notice ${kind}`, data: { said: sentence } },
    h("p", {}, sentence),
    undo && h("button", { type: "button", onclick: () => { close(); undo.run(); } }, undo.label ?? "Undo", undo.key && h("kbd", {}, undo.key)),
    h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: close }, "×"));
  region.append(note);
  while (region.children.length > 4) region.firstChild.remove();
  if (seconds) {
    let left = setTimeout(close, seconds * 1000);
    note.addEventListener("pointerenter", () => clearTimeout(left));
    note.addEventListener("focusin", () => clearTimeout(left));
    note.addEventListener("pointerleave", () => { left = setTimeout(close, 2500); });
  }
  return close;
}
