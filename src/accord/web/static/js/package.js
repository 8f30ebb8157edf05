// The chosen package of the deal space: issue by issue, whose yes it lacks, and the trades from it.
import { attempt, get } from "./api.js";
import { $, h, party, percent, replace, svg } from "./dom.js";
import { SOLUTIONS } from "./plot.js";
import { plainbar } from "./quotes.js";
import { change, state } from "./state.js";

let told = null;
let parties = new Map();
let detail = null;
const name = (id) => parties.get(id)?.name ?? id;

/** Leads to a package by its address, as a step that Back undoes. */
export const pick = (address) => change({ package: address }, { push: true });

let number = 0;
let asking = null;
/** Tells of the package with this address; `picture`: {told, parties}, the answer of /api/space and the looks. */
export async function choose(address, picture) {
  const mine = (number += 1);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  if (!address) return replace($("#package"), h("p", { class: "empty" }, "There is no package to choose."));
  const { model, under } = state();
  const found = await attempt(() => get("/space/package", { model, package: address, under }, { signal }));
  if (!found || mine !== number) return undefined;
  detail = found;
  ({ told, parties } = picture);
  drawPackage();
  replace($("#trades"), h("p", { class: "computing", role: "status" }, h("progress", { "aria-label": "Looking for trades" }), "Looking for trades that help all …"));
  const trades = await attempt(() => get("/space/trades", { package: address, under }, { signal }));
  if (mine === number) replace($("#trades"), trades ? drawTrades(trades) : null);
  return undefined;
}

function drawPackage() {
  const marks = told.solutions.filter((one) => one.number === String(detail.number)).map((one) => SOLUTIONS[one.name][0]);
  const is = [...marks, detail.is_no_deal && "no deal"].filter(Boolean);
  replace($("#package"),
    is.length > 0 && h("p", { class: "fine" }, `This is ${is.join(" and ")}${told.model ? " in the model shown" : " in the middle of the models"}.`),
    standing(),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The chosen package, issue by issue" }, h("table", { class: "terms" },
      h("caption", {}, `What each option is worth to each against no deal, in per cent of all that party could get${told.model ? `, in model ${told.model}` : ", at the mean of the models"}. Choose other options to build a package.`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Issue"), h("th", { scope: "col" }, "Option"), detail.parties.map((one) => h("th", { scope: "col", class: "gain" }, party(parties.get(one.id)))))),
      h("tbody", {}, detail.issues.map(term)),
      h("tfoot", {}, detail.parties.some((one) => Math.abs(beside(one)) >= 0.005) && total("Beside the issues", beside, "what no deal brings beyond them, and what options are worth together"), total("Against no deal", (one) => one.gain), spreads()))));
}

const beside = (one) => one.gain - detail.issues.reduce((sum, issue) => sum + issue.brings[one.id], 0);

function standing() {
  if (detail.breaks) return h("p", { class: "warned" }, "The negotiation's rules allow no package with these options together.");
  if (detail.is_no_deal) return h("p", {}, "It asks nobody for a yes: it is what happens without a deal.");
  const lacks = detail.lacks.filter((one) => one.share > 0.005);
  return [
    h("p", { class: "verdict" }, h("strong", {}, percent(detail.share)), " of the models give it every yes it needs ", detail.error > 0 && h("span", { class: "fine" }, `(±${Math.max(1, Math.round(196 * detail.error))}) `), plainbar(160 * detail.share)),
    lacks.length > 0 && h("ul", { class: "lacks" }, lacks.map((one) => h("li", {}, party(parties.get(one.party)), ` says no in ${percent(one.share)}`, one.alone > 0.005 && h("span", { class: "fine" }, `, alone in ${percent(one.alone)}`)))),
  ];
}

function term(issue) {
  const id = `term-${issue.id}`;
  const turned = (event) => {
    const options = new Map(detail.issues.map((one) => [one.id, one.option]));
    options.set(issue.id, event.target.value);
    pick([...options].map((pair) => pair.map(encodeURIComponent).join(":")).join(","));
  };
  const isMoved = issue.option !== issue.no_deal;
  return h("tr", { class: isMoved ? "moved" : "" },
    h("th", { scope: "row" }, h("label", { for: id }, issue.name)),
    h("td", {}, h("select", { id, onchange: turned, class: isMoved ? "" : "same" }, issue.options.map((one) => h("option", { value: one.id, selected: one.id === issue.option }, `${one.words}${one.id === issue.no_deal && isMoved ? " (no deal)" : ""}`))),
      Object.entries(issue.red_lines).map(([who, often]) => h("span", { class: "tiny warned line" }, "over a red line of ", name(who), ` in ${percent(often)}`))),
    detail.parties.map((one) => h("td", { class: "gain" }, isMoved ? signed(issue.brings[one.id]) : h("span", { class: "fine" }, "–"))));
}

function total(title, of, why) {
  return h("tr", { class: why ? "beside" : "total" }, h("th", { scope: "row", colspan: 2 }, title, why && h("span", { class: "tiny line" }, why)), detail.parties.map((one) => h("td", { class: "gain" }, signed(of(one)))));
}

function spreads() {
  const range = (one) => `${points(one.quantiles[0])} … ${points(one.quantiles[2])}`;
  return h("tr", { class: "spreads" }, h("th", { scope: "row", colspan: 2 }, "Nine models in ten"), detail.parties.map((one) => h("td", { class: "gain fine" }, range(one))));
}

function points(value) {
  const whole = Math.round(value * 100);
  return `${whole > 0 ? "+" : whole < 0 ? "−" : ""}${Math.abs(whole)}`;
}

/** What is given or got: a bar to the left or right of nothing, and the number. */
function signed(value) {
  const most = Math.max(0.01, ...detail.parties.flatMap((one) => detail.issues.map((issue) => Math.abs(issue.brings[one.id]))));
  const long = Math.min(25, (22 * Math.abs(value)) / most);
  return [svg("svg", { class: "give", viewBox: "0 0 50 10", "aria-hidden": "true" }, svg("rect", { class: value < 0 ? "down" : "up", x: value < 0 ? 25 - long : 25, y: 2, width: long, height: 6 }), svg("path", { class: "axis", d: "M25 0V10" })), h("span", { class: "number" }, points(value))];
}

function drawTrades(found) {
  const kinds = [["One change that helps all it concerns", found.single, "share"], ["Trades: each change pays for the other", found.trades, "neither_alone"]];
  const any = kinds.some(([, list]) => list.length);
  return [
    h("h3", {}, "From here"),
    found.members < told.members && h("p", { class: "fine" }, `Looked for in ${found.members.toLocaleString("en")} of the models.`),
    !any && h("p", { class: "fine" }, `No change of ${found.size === 1 ? "one issue" : "one or two issues"} helps all it concerns in more than 5 % of the models.`),
    kinds.filter(([, list]) => list.length).map(([title, list, often]) => [h("p", { class: "fine" }, title),
      h("ul", { class: "trades" }, list.slice(0, 5).map((one) => h("li", {}, h("button", { type: "button", onclick: () => pick(one.address) },
        one.changes.map((each) => h("span", { class: "term" }, `${each.name}: ${each.before} → `, h("b", {}, each.after))),
        h("span", { class: "fine often" }, `in ${percent(one[often])} of the models`, Object.keys(one.harms).length > 0 && `; ${Object.entries(one.harms).map(([who, rate]) => `${name(who)}, not asked, loses in ${percent(rate)}`).join("; ")}`)))))]),
  ];
}
