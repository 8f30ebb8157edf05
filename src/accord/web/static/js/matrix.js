// The issue matrix on any day: parties by issues; a cell opens its quotations and its history.
import { attempt, get } from "./api.js";
import { $, $$, count, day, h, party, replace, svg } from "./dom.js";
import { on } from "./events.js";
import { bind } from "./keys.js";
import { computing } from "./live.js";
import { nextStep } from "./next.js";
import { byId, onProject } from "./project.js";
import { quotation } from "./quotes.js";
import { change, onState, state } from "./state.js";

const SIGNS = { agree: "=", near: "≈", apart: "≠", clash: "✕", open: "·" };
const WORDS = { agree: "agreed", near: "partly", apart: "apart", clash: "asked and refused", open: "too few have spoken" };
let parties = new Map();
let told = null;
let before = null;
let number = 0;

replace($("#view"), computing({ job: { title: "Loading" } }));

onProject((project) => {
  parties = byId(project.parties);
  const step = nextStep(project, "Here stands who wants what on each issue, on any day.");
  if (step) return replace($("#view"), step);
  return load();
});
on("changed", () => load());
on("computed", (told) => told.name === "books" && load()); // a large project is booked in the background

async function load() {
  const mine = (number += 1);
  const found = await attempt(() => get("/matrix", { on: state().on }));
  if (mine !== number || !found) return;
  before = told;
  told = found;
  slider();
  draw();
}

function draw() {
  if (!told.lines.length) {
    $("#cell").hidden = true;
    return replace($("#view"), h("div", { class: "empty" }, h("p", {}, h("strong", {}, state().on ? "Nothing was known on this day." : "No position was recognised.")),
      h("p", {}, state().on ? "Move the slider to a later day." : "Add the words that the documents use to the issues and options of the negotiation.")));
  }
  replace($("#view"), legend(), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Issue matrix" },
    h("table", { class: "grid" }, h("caption", { class: "unseen" }, "Positions of the parties on the issues"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Issue"), told.parties.map((one) => h("th", { scope: "col" }, party(one))))),
      h("tbody", {}, told.lines.map(line)))),
    told.unspoken.length > 0 && h("p", { class: "fine" }, `Of these nobody speaks: ${told.unspoken.join(", ")}.`),
    h("p", { class: "fine" }, "Save as ", h("a", { href: `/api/matrix/table?form=csv${state().on ? `&on=${state().on}` : ""}`, download: "" }, "CSV"), " ", h("a", { href: `/api/matrix/table?form=json${state().on ? `&on=${state().on}` : ""}`, download: "" }, "JSON")));
  return cell();
}

function legend() {
  return h("p", { class: "legend" }, Object.keys(SIGNS).map((one) => h("span", { class: `state ${one}` }, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[one]), WORDS[one])));
}

function line(one) {
  return h("tr", {}, h("th", { scope: "row" }, h("a", { class: "issue", href: `/ledger?issue=${encodeURIComponent(one.issue)}`, title: "Its moves over time" }, one.name),
    h("span", { class: `state ${one.state}` }, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[one.state]), one.state_words), optionline(one),
    h("span", { class: "options" }, one.stops.map((stop, at) => [at > 0 && (one.ordered ? " – " : " · "), stop.option, stop.status_quo && h("i", {}, " (status quo)")]))),
    one.squares.map((square) => h("td", {}, square.empty ? h("span", { class: "nothing" }, h("span", { class: "unseen" }, "nothing said"), h("span", { "aria-hidden": "true" }, "–")) : button(one, square))));
}

function optionline(one) {
  const tall = Math.max(1, ...one.stops.map((stop) => stop.parties.length));
  const words = one.stops.map((stop) => stop.option + (stop.parties.length ? ` (${stop.parties.map((each) => each.name).join(", ")})` : "")).join(", ");
  return svg("svg", { class: "optionline", viewBox: `-8 0 216 ${20 + 12 * tall}`, role: "img", "aria-label": `Options in order: ${words}` },
    one.ordered && svg("line", { class: "axis", x1: 0, x2: 200, y1: 8, y2: 8 }),
    one.stops.map((stop) => [svg("circle", { class: `stop ${stop.status_quo ? "quo" : ""}`, cx: 200 * stop.at, cy: 8, r: stop.status_quo ? 3.4 : 2.6 }),
      stop.parties.map((each, at) => svg("svg", { class: `form ${each.colour}`, x: 200 * stop.at - 5, y: 15 + 12 * at, width: 10, height: 10, viewBox: "0 0 12 12" }, svg("use", { href: `#form-${each.form}` })))]));
}

const key = (square) => square.now.map((one) => `${one.refused}${one.option}`).join("|");

function button(one, square) {
  const old = before?.on !== told.on ? before?.lines.find((each) => each.issue === one.issue)?.squares.find((each) => each.party === square.party) : null;
  const isNew = Boolean(before) && before.on !== told.on && (!old || key(old) !== key(square));
  const chosen = state().cell === square.anchor;
  return h("button", { type: "button", class: `square ${isNew ? "is-new" : ""} ${one.state === "clash" && square.now.some((each) => each.note) ? "clash" : ""}`, id: square.anchor, "aria-expanded": String(chosen), "aria-controls": "cell",
    onclick: () => change({ cell: chosen ? null : square.anchor }) },
    square.now.map(stand),
    !square.now.length && h("span", { class: "known" }, "no stand of its own now"),
    square.others.length > 0 && h("span", { class: "more" }, `${count(square.others.length, "account")} of others`),
    square.before.length > 0 && h("span", { class: "more" }, count(square.before.length, "earlier position")));
}

function stand(one) {
  return h("span", { class: `stand ${one.refused ? "refused" : ""} ${one.named ? "" : "unnamed"}` },
    one.refused && h("span", { class: "sign" }, h("span", { "aria-hidden": "true" }, "✕"), h("span", { class: "unseen" }, "refuses")), h("span", { class: "option" }, one.option),
    h("span", { class: "known" }, `${one.basis}, ${one.date}`), one.note && h("span", { class: "note" }, one.note));
}

function cell() {
  const panel = $("#cell");
  const anchor = state().cell;
  const one = told?.lines.find((each) => each.squares.some((square) => square.anchor === anchor));
  const square = one?.squares.find((each) => each.anchor === anchor);
  panel.hidden = !square;
  panel.parentElement.classList.toggle("is-open", Boolean(square));
  for (const each of $$(".square")) each.setAttribute("aria-expanded", String(each.id === anchor));
  if (!square) return;
  const part = (title, stands) => stands.length > 0 && [h("h3", {}, title), stands.map((each) => h("div", { class: "told" }, stand(each), each.quotes.map((quote) => quotation(quote)), each.more > 0 && h("p", { class: "fine" }, `and ${count(each.more, "more statement")}`)))];
  replace(panel, h("header", {}, h("h2", {}, party(parties.get(square.party)), h("br"), one.name), h("button", { type: "button", class: "quiet", onclick: close }, "Close ", h("kbd", {}, "Esc"))),
    part("Now", square.now), part("As others tell", square.others), part("Before", square.before),
    h("p", { class: "fine" }, h("a", { href: `/ledger?issue=${encodeURIComponent(one.issue)}&party=${encodeURIComponent(square.party)}` }, "Its moves on this issue")));
}

function close() {
  const anchor = state().cell;
  change({ cell: null });
  document.getElementById(anchor)?.focus();
}

// the day

function slider() {
  const days = told.days.map((one) => one.day);
  const region = $("#asof");
  region.hidden = days.length === 0;
  if (!days.length) return;
  const first = Date.parse(days[0]), span = Math.max(1, Math.round((Date.parse(days.at(-1)) - first) / 864e5));
  const at = (one) => Math.round((Date.parse(one) - first) / 864e5);
  const shown = state().on ?? "";
  const value = shown ? Math.max(0, Math.min(span, at(shown))) : span;
  const most = Math.max(...told.days.map((one) => one.statements));
  const go = (offset) => change({ on: offset >= span ? null : new Date(first + offset * 864e5).toISOString().slice(0, 10) });
  const words = shown ? `As known on ${day(shown)}` : "With all that is said";
  const step = (by) => {
    const all = days.map(at);
    const next = by > 0 ? all.find((one) => one > value) : all.filter((one) => one < value).at(-1);
    if (next !== undefined) go(next);
  };
  replace(region, h("label", { for: "asof-day" }, "Day"),
    h("button", { type: "button", id: "asof-before", onclick: () => step(-1), disabled: value <= 0, "aria-label": "The day before on which something was said" }, "‹ ", h("kbd", {}, "[")),
    h("span", { class: "slide" }, h("input", { type: "range", id: "asof-day", min: 0, max: span, value, "aria-valuetext": words, oninput: (event) => go(Number(event.target.value)) }),
      svg("svg", { class: "ticks", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, told.days.map((one) => svg("rect", { x: 0.8 + 98.4 * (at(one.day) / span) - 0.15, y: 6 - 6 * Math.max(.25, one.statements / most), width: .3, height: 6 * Math.max(.25, one.statements / most) })))),
    h("button", { type: "button", id: "asof-after", onclick: () => step(1), disabled: value >= span, "aria-label": "The next day on which something was said" }, h("kbd", {}, "]"), " ›"),
    h("output", { for: "asof-day" }, words), shown && h("button", { type: "button", class: "quiet", onclick: () => change({ on: null }) }, "All"));
}

let seen = state().on ?? "";
onState(({ on: asked = "" }) => {
  if (asked !== seen) {
    seen = asked;
    load();
  } else cell();
});
bind("[", "The day before", () => $("#asof-before")?.click());
bind("]", "The next day", () => $("#asof-after")?.click());
bind("Escape", "Close the cell", () => state().cell && close());
const walked = (by, down) => {
  const all = $$(".square");
  const here = document.activeElement.closest?.("td");
  if (!here) return all[0]?.focus();
  let at = here;
  if (down) {
    const place = [...here.parentElement.children].indexOf(here);
    let row = here.parentElement;
    do row = by > 0 ? row.nextElementSibling : row.previousElementSibling; while (row && !row.children[place]?.querySelector(".square"));
    at = row?.children[place];
  } else {
    do at = by > 0 ? at.nextElementSibling : at.previousElementSibling; while (at && !at.querySelector(".square"));
  }
  return at?.querySelector(".square")?.focus();
};
bind("j", "Cell below", () => walked(1, true));
bind("k", "Cell above", () => walked(-1, true));
bind("ArrowRight", "Cell to the right", () => walked(1, false));
bind("ArrowLeft", "Cell to the left", () => walked(-1, false));
