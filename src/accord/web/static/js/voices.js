// Who claims what of whom: a picture of two columns, the claims themselves, and findings by whose claims are believed.
import { attempt, get } from "./api.js";
import { $, count, form, h, party, percent, replace, svg } from "./dom.js";
import { on } from "./events.js";
import { walk } from "./keys.js";
import { banner, computing, failed, live } from "./live.js";
import { nextStep } from "./next.js";
import { byId, onProject } from "./project.js";
import { quotation } from "./quotes.js";
import { change, onState, state } from "./state.js";
import { table } from "./table.js";

let parties = new Map();
let net = null;
let stale = null; // the line that says that these are the claims before the last change
let quotes = {};

const claims = table($("#table"), "/voices/table", [
  { name: "voice", title: "Who", header: true, cell: (row) => [row.voice, row.speaks_for.map((id) => [" ", parties.has(id) ? form(parties.get(id)) : null])] },
  { name: "about", title: "Of whom", cell: (row) => party(parties.get(row.about)) },
  { name: "claim", title: "Claims", cell: (row) => [row.claim, row.statements.slice(0, 2).map((id) => quotes[id] && quotation(quotes[id]))] },
  { name: "times", title: "Times", number: true },
], {
  caption: "Claims, by voice", noun: "claim",
  query: () => ({ voice: state().voice, about: state().about, q: state().q }),
  told: (answer) => { quotes = answer.quotes ?? {}; },
  row: () => ({ tabindex: "0" }),
  empty: (answer) => (answer.state === "computing" && !answer.of ? computing(answer) : h("p", { class: "empty" }, "Nobody claims this. ", h("button", { type: "button", class: "link", onclick: () => change({ voice: null, about: null, q: null }) }, "Show every claim"))),
});

replace($("#view"), computing({ job: { title: "Loading" } }));

onProject((project) => {
  parties = byId(project.parties);
  const step = nextStep(project, "Here stands who claims what of whom.");
  $("#claims").hidden = $("#believed-part").hidden = Boolean(step);
  if (step) return replace($("#view"), step);
  return load();
});

async function load() {
  const answer = await attempt(() => get("/voices"));
  if (!answer) return;
  net = answer.data;
  stale = banner(answer);
  if (net) draw();
  else replace($("#view"), answer.state === "failed" ? failed(answer) : computing(answer));
  claims();
}
on("changed", load);
on("computed", (told) => told.name === "books" && load()); // a large project is booked in the background

function draw() {
  if (!net.claims) {
    $("#claims").hidden = true;
    return replace($("#view"), h("p", { class: "empty" }, "No statement, as read, claims anything of a party: what it wants, would accept, or can wait for."));
  }
  $("#claims").hidden = false;
  const { voice, about } = state();
  replace($("#view"), stale, picture(net, voice, about), net.hidden > 0 && h("p", { class: "fine" }, `${count(net.hidden, "more voice")} with fewer claims stand in the table alone.`));
  replace($("#chosen"), (voice || about) && [`Shown: ${[voice, about && `of ${parties.get(about)?.name ?? about}`].filter(Boolean).join(" ")}. `, h("button", { type: "button", class: "link", onclick: () => change({ voice: null, about: null, page: null }) }, "Show every claim")]);
  return undefined;
}

const WIDTH = 900, LEFT = 330, RIGHT = 640, ROW = 24, TOP = 30;

function picture(told, voice, about) {
  const left = new Map(told.voices.map((one, at) => [one.name, TOP + at * ROW + 12]));
  const gap = Math.max(ROW * 1.6, (told.voices.length * ROW) / Math.max(1, told.parties.length));
  const right = new Map(told.parties.map((one, at) => [one.id, TOP + gap * (at + .5)]));
  const height = TOP + Math.max(told.voices.length * ROW, told.parties.length * gap) + 12;
  const most = Math.max(...told.links.map((one) => one.claims));
  const looks = new Map(told.voices.map((one) => [one.name, one.look]));
  const choose = (parts) => () => change({ ...parts, page: null }, { push: true });
  const link = (one) => {
    const isChosen = (!voice || one.voice === voice) && (!about || one.about === about);
    const from = left.get(one.voice), to = right.get(one.about), middle = (LEFT + RIGHT) / 2;
    return svg("path", { class: `link ${looks.get(one.voice).colour} ${isChosen ? (voice || about ? "strong" : "") : "faint"}`, "stroke-width": 1 + 6 * (one.claims / most), d: `M${LEFT + 8} ${from}C${middle} ${from} ${middle} ${to} ${RIGHT - 8} ${to}` },
      svg("title", {}, `${one.voice} of ${parties.get(one.about)?.name ?? one.about}: ${count(one.claims, "claim")}`));
  };
  const node = (label, number, x, y, look, isPressed, run, isEnd) => svg("g", { class: `node ${look.colour}`, role: "button", tabindex: "0", "aria-pressed": String(isPressed), "aria-label": `${label}, ${count(number, "claim")}`, data: { focus: `${isEnd ? "v" : "p"}:${label}` }, onclick: run, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); run(); } } },
    svg("rect", { x: isEnd ? 0 : x - 12, y: y - 11, width: isEnd ? x + 12 : WIDTH - x + 12, height: 22, fill: "transparent" }),
    svg("svg", { class: "shape", x: x - 6, y: y - 6, width: 12, height: 12, viewBox: "0 0 12 12" }, svg("use", { href: `#form-${look.form}` })),
    svg("text", { class: `name ${isEnd ? "end" : ""}`, x: isEnd ? x - 14 : x + 14, y: y + 4 }, short(label), " ", svg("tspan", { class: "number" }, number)));
  return svg("svg", { class: "web", viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": `${count(told.claims, "claim")} by ${count(told.voices.length, "voice")}; the table below has each of them` },
    svg("text", { class: "heading", x: LEFT - 14, y: 14, "text-anchor": "end" }, "Voice and number of claims"), svg("text", { class: "heading", x: RIGHT + 14, y: 14 }, "Of whom"),
    told.links.map(link),
    told.voices.map((one) => node(one.name, one.claims, LEFT, left.get(one.name), one.look, one.name === voice, choose({ voice: one.name === voice ? null : one.name }), true)),
    told.parties.map((one) => node(parties.get(one.id)?.name ?? one.id, one.claims, RIGHT, right.get(one.id), parties.get(one.id) ?? { colour: "p-none", form: "nobody" }, one.id === about, choose({ about: one.id === about ? null : one.id }), false)));
}

const short = (label) => (label.length > 44 ? `${label.slice(0, 42)}…` : label);

live($("#believed"), "/voices/believed", {
  draw: (told) => {
    if (!told.rows.length) return h("p", { class: "empty" }, "No finding rests on the claims of more than one side.");
    return [h("p", { class: "fine" }, "The share of each finding if only those who speak for one party were believed; where the sides differ most stands first."),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Findings by whose claims are believed" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Finding"), h("th", { scope: "col", class: "number" }, "All claims"),
        told.sides.map((one) => h("th", { scope: "col", class: "number" }, parties.get(one.id)?.name ?? one.name)))),
      h("tbody", {}, told.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, h("a", { href: `/findings?finding=${encodeURIComponent(row.id)}` }, row.sentence)),
        h("td", { class: "number" }, percent(row.share)), told.sides.map((one) => h("td", { class: "number" }, one.id in row.sides ? percent(row.sides[one.id]) : "–")))))))];
  },
});

$("#words").value = state().q ?? "";
$("#words").addEventListener("input", (event) => change({ q: event.target.value, page: null }));
onState(() => net && draw());
walk("#table tr[tabindex]", { label: "claim" });
