// Somebody was quicker: what they did, their values beside ours, and the person's choice between them.
import { h } from "./dom.js";
import { changes, clock, done, fieldWords, told } from "./decisions.js";

/** Asks whose word holds; resolves with "mine" or "theirs". `stale`: the refusal, with `current` (the statement as it stands)
 *  and `since` (what was decided meanwhile). `mine`: {wish: in words, changes: new values by dotted name, if any}. */
export function conflict(stale, mine) {
  return new Promise((resolve) => {
    let answer = "theirs";
    const choose = (what) => () => { answer = what; dialog.close(); };
    const fields = Object.entries(mine.changes ?? {}).map(([name, value]) => [name, valueOf(stale.current.fields, name), value]);
    const clashes = fields.filter(([, theirs, ours]) => JSON.stringify(theirs) !== JSON.stringify(ours));
    const button = (id, label, key, what, first) => h("button", { type: "button", id, class: first && "first", onclick: choose(what) }, `${label} `, h("kbd", {}, key));
    const dialog = h("dialog", { id: "conflict", "aria-labelledby": "conflict-title", onclose: () => { dialog.remove(); resolve(answer); } },
      h("header", {}, h("h2", { id: "conflict-title" }, "Somebody was quicker")),
      h("p", {}, "This statement has changed since you saw it. Nothing of yours is kept yet, and nothing of theirs is lost: the history has both."),
      h("blockquote", { class: "quote" }, short(stale.current.fields.quote)),
      stale.since.length ? h("ul", { class: "meanwhile" }, stale.since.map((one) => h("li", {}, h("p", {}, h("b", {}, one.who), ` ${done(one)} it at ${clock(one.when)}`, one.why && `: ${one.why}`), changes(one)))) : h("p", { class: "meanwhile" }, "It was read anew."),
      clashes.length ? both(clashes) : mine.wish && h("p", {}, fields.length ? "It stands as you wanted it by now: " : "You wanted ", h("b", {}, mine.wish), "."),
      h("p", { class: "row" }, button("keep-theirs", "Keep theirs", "t", "theirs", true), button("take-mine", "Take mine", "m", "mine")),
      clashes.length > 0 && h("p", { class: "tiny" }, "Yours changes these fields alone; what they changed elsewhere stays."));
    dialog.addEventListener("keydown", (event) => {
      const what = { t: "theirs", m: "mine" }[event.key];
      if (what && !event.ctrlKey && !event.altKey && !event.metaKey) choose(what)();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function both(clashes) {
  return h("table", { class: "both" }, h("caption", { class: "unseen" }, "Their values and yours"),
    h("thead", {}, h("tr", {}, ["Field", "Theirs, as it stands", "Yours"].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, clashes.map(([name, theirs, ours]) => h("tr", {}, h("th", { scope: "row" }, fieldWords(name)), h("td", { class: "theirs" }, told(theirs)), h("td", { class: "ours" }, told(ours))))));
}

const short = (words) => (words.length > 220 ? `${words.slice(0, 220)} …` : words);

const valueOf = (fields, name) => name.split(".").reduce((value, part) => value?.[part], fields) ?? null;
