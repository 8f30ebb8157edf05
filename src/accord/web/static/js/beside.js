// What stands beside a text: the statement that is open with its buttons, or the list of all.
import { $, h } from "./dom.js";
import { CHOICES } from "./choosing.js";
import { cutting } from "./cutting.js";
import { lines } from "./lines.js";
import { nudges } from "./nudging.js";
import { statementPanel } from "./statement.js";

/** The panel beside the text `told`, with the codebook `book` and the statements `marks` (marks.js). `run`: what its buttons
 *  do: {selected() -> id, walk(by, isWaiting), open(id), close, near(id), merge, moveTo(one, start, end)}. */
export function besideOf(told, book, marks, run) {
  const side = $("#panel");
  const own = h("div", { id: "one" });
  const issues = new Map(book.issues.map((one) => [one.id, one.name]));
  let isListed = false;
  let isMeant = false; // the list was asked for while a statement was on its way
  const panel = statementPanel(own, book, { heading: steps, tools });

  function steps(one) {
    const place = marks.placeOf(one.id);
    const step = (by, label, key) => h("button", { type: "button", class: "quiet", "aria-label": label, title: label, id: `step-${key}`, onclick: () => run.walk(by) }, by < 0 ? "‹" : "›", h("kbd", { "aria-hidden": "true" }, key));
    return h("header", { class: "side-head" }, step(-1, "Previous statement", "k"), h("span", { class: "fine" }, `${place + 1} of ${marks.visible.length}`), step(1, "Next statement", "j"),
      h("button", { type: "button", class: "quiet", id: "next-open", title: "Next that nobody has looked at", onclick: () => run.walk(1, true) }, "Next unreviewed ", h("kbd", {}, "J")),
      h("button", { type: "button", class: "quiet", id: "to-list", onclick: toList }, "All ", h("kbd", {}, "l")),
      h("button", { type: "button", class: "quiet close", "aria-label": "Close", onclick: run.close }, "×"));
  }

  function tools(one) {
    const button = (id, label, key, act, more = {}) => h("button", { type: "button", id, onclick: act, ...more }, label, key && [" ", h("kbd", {}, key)]);
    const isOut = one.state === "rejected";
    const verdicts = isOut ? [button("restore", "Take in again", "x", () => panel.judge("restore"), { class: "first" })]
      : [button("accept", "Accept", "a", () => panel.judge("accept"), { class: one.review === "reviewed" ? null : "first" }), button("reject", "Reject", "x", () => panel.judge("reject"))];
    return h("div", { class: "verdicts" },
      h("div", { class: "toolbar" }, verdicts, button("edit", "Fix", "e", () => panel.toFields())),
      !isOut && h("div", { class: "toolbar lesser" }, button("split", "Split", "t", () => cutting(one)), button("merge", "Merge with next", "m", run.merge), nudges(one, told.paragraphs, run.moveTo)),
      h("p", { class: "tiny keys-of" }, Object.entries(CHOICES).map(([key, [label]]) => [h("kbd", {}, key), ` ${label.toLowerCase()} `]), h("kbd", {}, "u"), " undo ", h("kbd", {}, "U"), " again"));
  }

  const list = () => lines(marks.visible, {
    selected: run.selected(), issues, open: run.open, near: run.near,
    none: marks.size ? "No statement of this text is as you ask." : "Nobody is quoted in this text, as read. Select words and press n to add a statement.",
  });

  const put = () => side.replaceChildren(isListed ? list() : own);

  function toList() {
    isListed = isMeant = true;
    side.classList.add("on");
    put();
    const here = $("[aria-current]", side) ?? $(".line", side);
    here?.scrollIntoView({ block: "nearest" });
    here?.focus({ preventScroll: true });
  }

  return {
    panel, issues, toList,
    get isListed() { return isListed; },
    /** A statement is on its way: it will take the place of the list. */
    expect() { isMeant = false; },
    /** Shows a statement in full, unless the list was asked for meanwhile. */
    show(one) {
      panel.show(one);
      if (isMeant) return;
      side.classList.add("on");
      if (isListed || !own.isConnected) {
        isListed = false;
        put();
      }
    },
    /** Shows the list, folded away on a small screen. */
    rest() {
      isListed = true;
      side.classList.remove("on");
      put();
    },
    /** Draws the list anew where it stands. */
    refresh() { if (isListed) put(); },
    /** Points at a line of the list (null: none). */
    near(id) {
      $(".line.near", side)?.classList.remove("near");
      if (id) $(`[data-row="${id}"]`, side)?.classList.add("near");
    },
  };
}
