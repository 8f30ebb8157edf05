// The deal space: the picture, the chosen package issue by issue, trades from it, what stands in the way, the list.
import { blocked } from "./blocked.js";
import { $, form, h, percent, replace, svg } from "./dom.js";
import { bind, walk } from "./keys.js";
import { live } from "./live.js";
import { nextStep } from "./next.js";
import { choose, pick } from "./package.js";
import { key, level, plot, share, SOLUTIONS } from "./plot.js";
import { byId, onProject } from "./project.js";
import { change, onState, state } from "./state.js";
import { table } from "./table.js";
import { scenario } from "./under.js";

let parties = new Map();
let told = null;
const name = (id) => parties.get(id)?.name ?? id;
const shown = () => ({ a: state().a, b: state().b, model: state().model, under: state().under });

onProject((project) => {
  parties = byId(project.parties);
  const step = nextStep(project, "Here stand the packages the parties could agree on.");
  for (const id of ["sieve", "chosen", "why", "rows"]) $(`#${id}`).hidden = Boolean(step) || !told;
  if (step) return replace($("#view"), step);
  if (told) drawPicture();
  return undefined;
});

const load = live($("#view"), "/space", {
  names: ["models", "space", "space under"],
  query: () => ({ ...shown(), package: state().package }),
  draw: (data) => {
    told = data;
    for (const id of ["sieve", "chosen", "why", "rows"]) $(`#${id}`).hidden = false;
    offered();
    rows();
    choose(current(), { told, parties });
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
  under.draw();
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
const under = scenario();
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
    choose(current(), { told, parties });
    drawPicture();
    return;
  }
  asked = now;
  if (isSame) { offered(); drawPicture(); } else { load(); why(); }
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

function drawPicture() {
  const figure = $("#figure");
  if (!figure || !told) return;
  const names = told.parties.map(name);
  const place = at(current());
  const chosen = place === null ? null : { x: told.points.x[place], y: told.points.y[place] };
  replace(figure,
    h("figcaption", { class: "shown" }, under.told(told), model()),
    plot(told, names, { chosen, zoom: state().zoom ?? "", hover: read, choose: (one) => pick(decoded(told.points.number[one])) }),
    h("p", { class: "readout fine", id: "readout", "aria-hidden": "true" }),
    h("ul", { class: "key fine" }, key(told, names)));
  read(null);
}

function model() {
  const where = told.each ? `all ${told.packages.toLocaleString("en")} packages` : `${told.packages.toLocaleString("en")} packages`;
  const { share, here, models } = told.deal;
  const deals = share === 1 ? "Every model has a deal." : share === 0 ? "No model has a deal." : `${percent(share)} of the models have a deal.`;
  const which = told.model
    ? `Shown: model ${told.model} of ${told.members.toLocaleString("en")} that fit the evidence, no likelier than any other; ${here === null ? "whether it has a deal is not known" : here ? "it has a deal" : "it has none"}.`
    : `Shown: the middle of ${told.members.toLocaleString("en")} models that fit the evidence, every worth at its mean; it need not be like any one of them.`;
  const other = here ? ["one without a deal", models.without] : ["one with a deal", models.with];
  const lead = here === false && !told.model ? " No package of it is better than no deal for everybody, so it has no zone and no solution." : "";
  return [`${deals} ${which}${lead} ${where[0].toUpperCase()}${where.slice(1)}${told.drawn < told.packages && !told.each ? `, told by a selection of ${told.drawn.toLocaleString("en")}` : ""}. `,
    here !== null && other[1] !== null && h("button", { type: "button", class: "link", onclick: () => change({ model: other[1] }, { push: true }) }, `Show ${other[0]}`)];
}

function read(place) {
  const region = $("#readout");
  if (place === null || place === undefined) return replace(region, "Rest the pointer on a point to read it; click to choose it.");
  const options = parsed(decoded(told.points.number[place]));
  const changes = told.issues.filter((issue) => options.get(issue.id) !== issue.no_deal).map((issue) => `${issue.name}: ${words(issue, options.get(issue.id))}`);
  return replace(region, h("b", {}, `Every yes in ${percent(told.points.share[place])} of the models. `), changes.length ? changes.join("; ") : "No deal.");
}

const words = (issue, option) => issue.options.find((one) => one.id === option)?.words ?? option;

const why = blocked(() => parties);

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
