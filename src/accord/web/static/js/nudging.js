// The ends of a statement, moved by a word with buttons.
import { h } from "./dom.js";
import { cut, length } from "./spans.js";

/** Moves an end of the span by a word: for whoever selects no text. */
export function nudges(one, paragraphs, moveTo) {
  const { start, end } = one;
  const move = (from, to) => () => from < to && moveTo(one, from, to);
  const body = (a, b) => paragraphs.filter((each) => each.start < b && each.end > a).map((each) => cut(each.text, Math.max(0, a - each.start), Math.min(each.end, b) - each.start)).join("\n\n");
  const before = body(Math.max(0, start - 80), start);
  const after = body(end, end + 80);
  const back = length(/\S+\s*$/.exec(before)?.[0] ?? "");
  const inward = length(/^\S+\s*/.exec(one.fields.quote)?.[0] ?? "");
  const ahead = length(/^\s*\S+/.exec(after)?.[0] ?? "");
  const lessen = length(/\s*\S+$/.exec(one.fields.quote)?.[0] ?? "");
  const button = (id, words, title, run) => h("button", { type: "button", class: "quiet nudge", id, title, "aria-label": title, onclick: run }, words);
  return h("span", { class: "nudges", role: "group", "aria-label": "Move an end by a word" }, h("span", { class: "tiny" }, "Span"),
    button("n1", "‹[", "Start a word earlier", move(start - back, end)), button("n2", "[›", "Start a word later", move(start + inward, end)),
    button("n3", "‹]", "End a word earlier", move(start, end - lessen)), button("n4", "]›", "End a word later", move(start, end + ahead)));
}
