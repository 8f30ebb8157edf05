// The deal space: the picture, the chosen package issue by issue, trades from it, what stands in the way, the list.
import { attempt, get } from "./api.js";
import { $, count, form, h, party, percent, replace, svg } from "./dom.js";
import { bind, walk } from "./keys.js";
import { live } from "./live.js";
import { nextStep } from "./next.js";
import { key, level, plot, share, SOLUTIONS } from "./plot.js";
import { byId, onProject } from "./project.js";
import { plainbar, quotation } from "./quotes.js";
import { change, onState, state } from "./state.js";
import { table } from "./table.js";

let parties = new Map();
let told = null;
let detail = null;
const name = (id) => parties.get(id)?.name ?? id;
const shown = () => ({ a: state().a, b: state().b, model: state().model });

onProject((project) => {
  parties = byId(project.parties);
  const step = nextStep(project, "Here stand the packages the parties could agree on.");
  for (const id of ["sieve", "chosen", "why", "rows"]) $(`#${id}`).hidden = Boolean(step) || !told;
  if (step) return replace($("#view"), step);
  if (told) drawPicture();
  return undefined;
});

const load = live($("#view"), "/space", {
  names: ["contents", "space"],
  query: () => ({ ...shown(), package: state().package }),
  draw: (data) => {
    told = data;
    for (const id of ["sieve", "chosen", "why", "rows"]) $(`#${id}`).hidden = false;
    offered();
    rows();
    choose();
    return h("figure", { class: "picture", id: "figure" });
  },
});
const observer = new MutationObserver(() => { if ($("#figure") && !$("#figure").childElementCount) drawPicture(); });
observer.observe($("#view"), { childList: true });

// what is shown

function offered() {
  const [a, b] = told.parties;
  const options = (other) => told.bargaining.filter((id) => id !== other).map((id) => h("option", { value: id }, name(id)));
  replace($("#across"), options(b));
  replace($("#along"), options(a));
  $("#across").value = a;
  $("#along").value = b;
  $("#which").value = told.model ? "one" : "";
  $("#model-field").hidden = $("#another").hidden = !told.model;
  $("#model").max = told.members;
  if (document.activeElement !== $("#model")) $("#model").value = told.model ?? "";
  $("#zoom").value = state().zoom ?? "";
  if (document.activeElement !== $("#words")) $("#words").value = state().q ?? "";
}

$("#sieve").addEventListener("submit", (event) => event.preventDefault());
$("#across").addEventListener("change", (event) => change({ a: event.target.value, b: told.parties[1] }, { push: true }));
$("#along").addEventListener("change", (event) => change({ a: told.parties[0], b: event.target.value }, { push: true }));
$("#which").addEventListener("change", (event) => change({ model: event.target.value ? 1 : null }, { push: true }));
$("#model").addEventListener("change", (event) => { if (event.target.checkValidity() && event.target.value) change({ model: event.target.value }, { push: true }); });
$("#zoom").addEventListener("change", (event) => change({ zoom: event.target.value }));
$("#words").addEventListener("input", (event) => change({ q: event.target.value, page: null }));
const another = () => told?.model && change({ model: 1 + Math.floor(Math.random() * told.members) }, { push: true });
$("#another").addEventListener("click", another);
bind("n", "Another model (where one is shown)", another);

let asked = JSON.stringify([shown(), state().package]);
let zoom = state().zoom;
onState(() => {
  const now = JSON.stringify([shown(), state().package]);
  const isSame = now === asked;
  if (isSame && zoom === state().zoom) return;
  zoom = state().zoom;
  if (!isSame && told && JSON.parse(now)[0].a === JSON.parse(asked)[0].a && JSON.stringify(JSON.parse(now)[0]) === JSON.stringify(JSON.parse(asked)[0]) && at(state().package) !== null) {
    asked = now; // another package that is in the picture already
    choose();
    drawPicture();
    return;
  }
  asked = now;
  if (isSame) { offered(); drawPicture(); } else load();
});

// the picture

/** The place among the points of the package that an address names; null where it is not drawn. */
function at(address) {
  if (!address || !told) return null;
  const number = encoded(address);
  const place = told.points.number.indexOf(number);
  return place < 0 ? null : place;
}

function parsed(address) {
  return new Map(address.split(",").filter(Boolean).map((part) => part.split(":").map(decodeURIComponent)));
}

function encoded(address) {
  const options = parsed(address);
  let number = 0n;
  for (const issue of told.issues) {
    const option = options.get(issue.id) ?? issue.no_deal;
    number = number * BigInt(issue.options.length) + BigInt(Math.max(0, issue.options.findIndex((one) => one.id === option)));
  }
  return String(number);
}

/** The address of a package by its number: options in the order of the issues, the last turning fastest. */
function decoded(number) {
  let rest = BigInt(number);
  return [...told.issues].reverse().map((issue) => {
    const width = BigInt(issue.options.length);
    const option = issue.options[Number(rest % width)];
    rest /= width;
    return `${encodeURIComponent(issue.id)}:${encodeURIComponent(option.id)}`;
  }).reverse().join(",");
}

const current = () => state().package || told.solutions[0]?.package || told.often;
const pick = (address) => change({ package: address }, { push: true });

function drawPicture() {
  const figure = $("#figure");
  if (!figure || !told) return;
  const names = told.parties.map(name);
  const place = at(current());
  const chosen = place === null ? null : { x: told.points.x[place], y: told.points.y[place] };
  replace(figure,
    h("figcaption", { class: "shown" }, model()),
    plot(told, names, { chosen, zoom: state().zoom ?? "", hover: read, choose: (one) => pick(decoded(told.points.number[one])) }),
    h("p", { class: "readout fine", id: "readout", "aria-hidden": "true" }),
    h("ul", { class: "key fine" }, key(told, names)));
  read(null);
}

function model() {
  const where = told.each ? `all ${told.packages.toLocaleString("en")} packages` : `${told.packages.toLocaleString("en")} packages`;
  const share = told.deal.share;
  const deals = share === 1 ? "Every model has a deal." : share === 0 ? "No model has a deal." : `${percent(share)} of the models have a deal.`;
  const which = told.model
    ? `Shown: model ${told.model} of ${told.members.toLocaleString("en")} that fit the evidence, no likelier than any other; ${told.deal.here === null ? "whether it has a deal is not known" : told.deal.here ? "it has a deal" : "it has none"}.`
    : `Shown: the middle of ${told.members.toLocaleString("en")} models that fit the evidence, every worth at its mean; it need not be like any one of them.`;
  return `${deals} ${which} ${where[0].toUpperCase()}${where.slice(1)}${told.drawn < told.packages && !told.each ? `, told by a selection of ${told.drawn.toLocaleString("en")}` : ""}.`;
}

function read(place) {
  const region = $("#readout");
  if (place === null || place === undefined) return replace(region, "Rest the pointer on a point to read it; click to choose it.");
  const options = parsed(decoded(told.points.number[place]));
  const changes = told.issues.filter((issue) => options.get(issue.id) !== issue.no_deal).map((issue) => `${issue.name}: ${words(issue, options.get(issue.id))}`);
  return replace(region, h("b", {}, `Every yes in ${percent(told.points.share[place])} of the models. `), changes.length ? changes.join("; ") : "No deal.");
}

const words = (issue, option) => issue.options.find((one) => one.id === option)?.words ?? option;

// the chosen package

let number = 0;
let asking = null;
async function choose() {
  const mine = (number += 1);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const address = current();
  if (!address) return replace($("#package"), h("p", { class: "empty" }, "There is no package to choose."));
  const query = { model: state().model, package: address };
  const found = await attempt(() => get("/space/package", query, { signal }));
  if (!found || mine !== number) return undefined;
  detail = found;
  drawPackage();
  replace($("#trades"), h("p", { class: "computing", role: "status" }, h("progress", { "aria-label": "Looking for trades" }), "Looking for trades that help all …"));
  const trades = await attempt(() => get("/space/trades", { package: address }, { signal }));
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

// what stands in the way

live($("#blocked"), "/space/blocked", {
  names: ["contents", "blocked"],
  draw: (found) => {
    const said = (ids, most = 2) => ids.map((id) => found.quotes[id]).filter(Boolean).slice(0, most).map((one) => quotation(one));
    return [lineSets(found, said), collisions(found, said)];
  },
});

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
    one.sides.length ? h("div", { class: "two" }, one.sides.map((ids) => h("div", {}, said(ids)))) : h("div", {}, said(one.evidence, 3))))];
}

// the list

const rows = table($("#table"), "/space/table", [
  { name: "changes", title: "What it changes against no deal", header: true, cell: (row) => [row.solutions.map((one) => h("span", { class: "tag" }, SOLUTIONS[one][0], " ")), row.solutions.length > 0 && " ", row.changes] },
  { name: "share", title: "Every yes", number: true, cell: (row) => [svg("svg", { class: `dot dots`, viewBox: "-6 -6 12 12", "aria-hidden": "true" }, svg("circle", { class: `l${level(row.share)}${row.zone ? " in" : ""}`, r: 1.7 + level(row.share) * 0.8 })), ` ${percent(row.share)}`] },
  { name: "across", title: "Worth across", number: true, cell: (row) => [told && form(parties.get(told.parties[0]) ?? { colour: "", form: "nobody" }), ` ${share(row.across)}`] },
  { name: "along", title: "Worth upwards", number: true, cell: (row) => [told && form(parties.get(told.parties[1]) ?? { colour: "", form: "nobody" }), ` ${share(row.along)}`] },
  { name: "zone", title: "In the zone", cell: (row) => (row.zone ? "yes" : "no") },
], {
  caption: "The packages of the picture", noun: "package", query: () => ({ ...shown(), package: state().package, size: 25 }),
  row: (row) => ({ tabindex: "0", data: { package: row.package, focus: `p${row.number}` }, "aria-selected": row.package === current() ? "true" : null, onclick: () => pick(row.package) }),
  empty: () => h("p", { class: "empty" }, "No package has these words."),
});
walk("#table tr[tabindex]", { label: "package", enter: (row) => pick(row.dataset.package) });
["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"].forEach((one, at) => bind(String(at + 1), `Choose the ${SOLUTIONS[one][0]} package`, () => { const found = told?.solutions.find((each) => each.name === one); if (found) pick(found.package); }));
bind("0", "Choose no deal", () => told?.named.no_deal && pick(told.named.no_deal.package));
