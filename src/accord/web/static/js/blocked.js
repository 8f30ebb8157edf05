// What stands in the way of a deal: red lines that clash, the ways out, demands that meet a refusal, with quotations.
import { $, count, h, party, percent } from "./dom.js";
import { live } from "./live.js";
import { quotation } from "./quotes.js";
import { state } from "./state.js";

let parties = new Map();
const name = (id) => parties.get(id)?.name ?? id;

/** Fills the part and keeps it up to date; `looks()`: the parties by id. */
export function blocked(looks) {
  return live($("#blocked"), "/space/blocked", {
    names: ["contents", "blocked"],
    draw: (found) => {
      parties = looks();
      const said = (ids, most = 2) => ids.map((id) => found.quotes[id]).filter(Boolean).slice(0, most).map((one) => quotation(one));
      return [state().under && h("p", { class: "fine" }, "As the evidence has it, not under the scenario."), lineSets(found, said), collisions(found, said)];
    },
  });
}

function lineSets(found, said) {
  const told = found.lines;
  if (!told) return h("p", { class: "fine" }, found.fault ?? "Nothing was weighed, so there is no model to look at.");
  if (told.none === 0) return h("p", {}, "Every model that fits the evidence has a deal.");
  const line = (one) => h("li", {}, party(parties.get(one.party)), " takes no package with ", h("b", {}, one.words), said(one.statements, 1), !one.statements.length && h("span", { class: "fine" }, " (assumed, no quotation)"));
  const drop = (one) => `${name(one.party)} would take ${one.words}`;
  const quarrel = told.quarrels.map((one) => `${one.parties.map(name).join(" and ")} (${percent(one.share)})`);
  return [
    h("p", {}, `${percent(told.none)} of the models have no deal.`, told.reservations > 0 && ` In ${told.reservations === told.none ? "all of these" : told.reservations > 0.9 * told.none ? "nearly all of these" : percent(told.reservations)}, no package is better than no deal for everybody whose yes it needs, whatever the red lines${quarrel.length ? `: what no deal is worth to these is too much together: ${quarrel.slice(0, 3).join("; ")} of those models` : ""}.`),
    told.conflicts.length > 0 && [h("h3", {}, "Red lines that leave no deal together"), h("ol", { class: "sets" }, told.conflicts.map((one) => h("li", {}, h("p", { class: "fine" }, `in ${percent(one.share)} of the models`), h("ul", {}, one.lines.map(line)))))],
    told.cheapest.length > 0 && [h("h3", {}, "The cheapest way out"), h("ul", { class: "ways" }, told.cheapest.slice(0, 3).map((one) => h("li", {}, one.lines.map(drop).join(", and "), h("span", { class: "fine" }, ` (the least loss in ${percent(one.share)} of the ${count(told.looked, "model")} without a deal that were looked at)`))))],
    told.repairs.length > 0 && told.repairs.length > told.cheapest.length && h("p", { class: "fine" }, `Any of these alone would do too: ${told.repairs.slice(0, 4).map((one) => one.lines.map(drop).join(" and ")).join("; ")}.`),
  ];
}

function collisions(found, said) {
  if (!found.collisions.length) return h("p", { class: "fine" }, "The documents tell of no demand that meets a refusal.");
  return [h("h3", {}, "What cannot all be met, by whose account"), found.collisions.map((one) => h("article", { class: "collision", id: null },
    h("p", {}, h("a", { href: `/findings?finding=${encodeURIComponent(one.id)}` }, one.sentence)),
    one.sides.length ? h("div", { class: "two" }, one.sides.map((ids) => h("div", {}, said(ids)))) : [one.question !== "conflict" && one.evidence.length > 0 && h("p", { class: "fine" }, "What bears on it most:"), h("div", {}, said(one.evidence, 3))]))];
}
