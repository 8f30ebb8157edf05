// Scenarios: changes kept under a name, taken up again, set side by side, taken out and put back.
import { attempt, del, get, put } from "./api.js";
import { $, h, replace } from "./dom.js";
import { ask } from "./dialog.js";
import { isNothing, same, written } from "./changes.js";
import { bind } from "./keys.js";
import { say } from "./notice.js";

export const NOW = "=now", THIS = "=this";
let list = [];
let back = null;

/** The bar of scenarios; `now()`: the changes asked; `go(query)`: leads to an address of this page. Returns {load, draw, find}. */
export function scenarios({ now, rest, go }) {
  const load = async () => {
    list = (await attempt(() => get("/what-if/scenarios"))) ?? list;
    draw();
  };
  const keep = async () => {
    if (isNothing(now())) return say("Nothing is changed yet, so there is nothing to keep.");
    const told = await ask("Keep this scenario", [{ name: "name", label: "Name", value: rest().scenario ?? "", required: true, longest: 200, hint: "The name of one that is kept replaces it; what it was before stays in its history." }, { name: "why", label: "Why (may be left out)", longest: 2000 }]);
    if (!told?.name.trim()) return undefined;
    const name = told.name.trim(), before = list.find((one) => one.name === name);
    const kept = await attempt(() => put(`/what-if/scenarios/${encodeURIComponent(name)}`, { changes: now(), why: told.why, revision: before?.number ?? 0 }));
    if (!kept) return load();
    back = before ? () => put(`/what-if/scenarios/${encodeURIComponent(name)}`, { changes: before.changes, why: before.why }) : () => del(`/what-if/scenarios/${encodeURIComponent(name)}`);
    say(`Kept as “${name}”.`, { undo: { run: undo, key: "u" } });
    await load();
    return go(written(now(), { ...rest(), scenario: name }));
  };
  const drop = async (one) => {
    const gone = await attempt(() => del(`/what-if/scenarios/${encodeURIComponent(one.name)}`));
    if (!gone) return;
    back = () => put(`/what-if/scenarios/${encodeURIComponent(gone.name)}`, { changes: gone.changes, why: gone.why });
    say(`“${one.name}” is taken out.`, { undo: { run: undo, key: "u" } });
    await load();
  };
  const undo = async () => {
    if (!back) return say("There is no change of a scenario to undo.");
    const run = back;
    back = null;
    if (await attempt(run)) say("Undone.");
    return load();
  };
  const choice = (id, label, value) => h("div", { class: "field" }, h("label", { for: id }, label), h("select", { id }, [[NOW, "What is now"], ...(isNothing(now()) ? [] : [[THIS, "What is asked here"]]), ...list.map((one) => [one.name, one.name])].map(([each, words]) => h("option", { value: each, selected: each === value }, words))));
  const draw = () => {
    const at = rest();
    replace($("#kept"),
      h("div", { class: "row bar" }, h("span", { class: "fine" }, list.length ? "Scenarios" : "No scenario is kept yet."),
        h("ul", { class: "chips" }, list.map((one) => h("li", { class: `chip ${same(one.changes, now()) ? "here" : ""}` },
          h("a", { href: `/what-if${written(one.changes, { scenario: one.name, finding: at.finding })}`, "aria-current": same(one.changes, now()) ? "true" : null, title: [one.who, one.when.slice(0, 10), one.why].filter(Boolean).join(", "), onclick: (event) => { event.preventDefault(); go(written(one.changes, { scenario: one.name, finding: at.finding })); } }, one.name),
          h("button", { type: "button", class: "quiet", "aria-label": `Take out “${one.name}”`, onclick: () => drop(one) }, "×")))),
        h("button", { type: "button", id: "keep", disabled: isNothing(now()), onclick: keep }, "Keep this …", h("kbd", {}, "s"))),
      list.length > 0 && h("form", { class: "row bar", "aria-label": "Compare two", onsubmit: (event) => { event.preventDefault(); go(written(now(), { ...at, compare: $("#compare-one").value, with: $("#compare-other").value })); } },
        choice("compare-one", "Compare", at.compare ?? NOW), choice("compare-other", "with", at.with ?? list[0].name), h("button", {}, "Side by side"),
        at.compare && h("button", { type: "button", class: "quiet", onclick: () => go(written(now(), { ...at, compare: null, with: null })) }, "Close the comparison")));
  };
  bind("s", "Keep what is asked as a scenario", keep);
  bind("u", "Undo the last change of a scenario", undo);
  return { load, draw, find: (name) => list.find((one) => one.name === name) };
}
