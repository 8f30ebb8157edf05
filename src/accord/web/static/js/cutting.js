// Where a statement is split: a slider that goes from word to word, and both parts as they would be.
import { h, replace } from "./dom.js";
import { decide } from "./deciding.js";
import { length } from "./spans.js";

/** Asks where to split a statement in full, and splits it there. `at`: an offset of the document to begin with. */
export function cutting(one, at) {
  const quote = one.fields.quote;
  const words = [...quote.matchAll(/\S+/g)].map((found) => found.index).slice(1);
  if (!words.length) return;
  const wanted = at && at > one.start && at < one.end ? [...quote].slice(0, at - one.start).join("").length : breakOf(quote);
  let chosen = words.reduce((best, index, number) => (Math.abs(index - wanted) < Math.abs(words[best] - wanted) ? number : best), 0);
  const parts = h("div", { class: "parts" });
  const draw = () => replace(parts, h("blockquote", { class: "quote" }, quote.slice(0, words[chosen]).trimEnd()), h("blockquote", { class: "quote" }, quote.slice(words[chosen])));
  const slider = h("input", { type: "range", id: "cut", min: "0", max: String(words.length - 1), value: String(chosen), oninput: (event) => { chosen = Number(event.target.value); draw(); } });
  const keep = () => {
    const first = length(quote.slice(0, words[chosen]).trimEnd());
    const second = length(quote.slice(0, words[chosen]));
    const cuts = [[one.start, one.start + first], [one.start + second, one.end]];
    decide("PUT", `/statements/${one.id}/parts`, { parts: cuts, revision: one.revision }, { wish: "to split it" });
  };
  const dialog = h("dialog", { "aria-labelledby": "cut-title", onclose: () => dialog.remove() },
    h("header", {}, h("h2", { id: "cut-title" }, "Split it in two"), h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close ", h("kbd", {}, "Esc"))),
    h("form", { method: "dialog", onsubmit: keep },
      h("div", { class: "field" }, h("label", { for: "cut" }, "The second part begins (arrow keys go from word to word)"), slider), parts,
      h("p", { class: "fine" }, "Both have the fields of the whole; correct them after."), h("p", { class: "row" }, h("button", { class: "first" }, "Split ", h("kbd", {}, "Enter")))));
  slider.addEventListener("keydown", (event) => event.key === "Enter" && dialog.querySelector("form").requestSubmit());
  draw();
  document.body.append(dialog);
  dialog.showModal();
  slider.focus();
}

/** The end of a sentence or clause that is nearest to the middle. */
function breakOf(quote) {
  const ends = [...quote.matchAll(/[.!?;:,](?=[”"’]*\s)/g)].map((found) => found.index + 2);
  const middle = quote.length / 2;
  return ends.length ? ends.reduce((best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best)) : middle;
}
