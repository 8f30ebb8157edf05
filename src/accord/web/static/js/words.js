// What is done with chosen words: added as a statement, taken as the span of the open one, or as the place to split it.
import { $, count, h, replace } from "./dom.js";
import { bind } from "./keys.js";
import { cutting } from "./cutting.js";
import { decide } from "./deciding.js";
import { say } from "./notice.js";
import { choosing } from "./sentences.js";
import { chosen } from "./spans.js";

/** Offers what can be done with words chosen in `text`, of the document `told`. `opened()`: the statement that is open, where it
 *  stands; `from()`: the offset after which sentences are chosen by key; `open(id)` opens what was added. */
export function choosable(text, told, { opened, from, open, moveTo }) {
  const bar = $("#picked");
  const keyed = choosing(text, told.paragraphs, from);

  document.addEventListener("selectionchange", () => {
    const words = chosen(text);
    bar.hidden = !words;
    if (!words) return keyed.reset();
    const one = opened();
    const canSplit = one && words.start > one.start && words.start < one.end;
    const button = (id, label, key, run, className) => h("button", { type: "button", id, class: className, onpointerdown: (event) => event.preventDefault(), onclick: run }, `${label} `, h("kbd", {}, key));
    return replace(bar, h("span", {}, count(words.end - words.start, "character"), " chosen"), button("add", "Add as a statement", "n", add, "first"),
      one && button("move", "Move the open one here", "v", moveHere), canSplit && button("split-here", "Split it here", "t", () => cutting(one, words.start)),
      h("span", { class: "tiny" }, keyed.isOn ? "Arrows go to another sentence, Shift takes more in" : ""));
  });

  async function add() {
    const words = chosen(text);
    if (!words) return keyed.pick();
    const answer = await decide("POST", "/statements", { document: told.id, ...keyed.trimmed(words) });
    if (!answer) return undefined;
    getSelection().removeAllRanges();
    say("Added. Tell who says it, and what it does.", { seconds: 4 });
    return open(answer.decision.made[0]);
  }

  function moveHere() {
    const words = chosen(text);
    const one = opened();
    if (!words || !one) return say("Open a statement, select the words it should stand on, then press v.");
    const { start, end } = keyed.trimmed(words);
    getSelection().removeAllRanges();
    return moveTo(one, start, end);
  }

  document.addEventListener("keydown", (event) => {
    if (bar.hidden || event.target.closest("input, textarea, select, dialog[open]")) return;
    if (!keyed.isOn || !(event.key === "ArrowRight" || event.key === "ArrowLeft")) return;
    keyed.pick(event.key === "ArrowRight" ? 1 : -1, event.shiftKey);
    event.preventDefault();
  });

  bind("n", "Add the chosen words as a statement, or choose a sentence", add);
  bind("v", "Move the open statement to the chosen words", moveHere);

  return {
    /** Lets go of the chosen words; false where none are chosen. */
    letGo() {
      if (bar.hidden) return false;
      getSelection().removeAllRanges();
      return true;
    },
    /** Where the chosen words begin; undefined where there are none. */
    get start() { return chosen(text)?.start; },
  };
}
