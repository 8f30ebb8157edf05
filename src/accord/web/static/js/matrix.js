// The issue matrix on any day: parties by issues; a cell opens its quotations and its history.
import { attempt, get } from "./api.js";
import { $, $$, count, day, h, party, replace, svg } from "./dom.js";
import { on } from "./events.js";
import { bind } from "./keys.js";
import { banner, computing, failed } from "./live.js";
import { nextStep } from "./next.js";
import { byId, onProject } from "./project.js";
import { quotation } from "./quotes.js";
import { change, onState, state } from "./state.js";

const SIGNS = { agree: "=", near: "≈", apart: "≠", clash: "✕", open: "·" };
const WORDS = { agree: "agreed", near: "partly", apart: "apart", clash: "asked and refused", open: "too few have spoken" };
let parties = new Map();
let told = null;
let isCurrent = false;
let before = null;
let number = 0;
let opened = null;  // the cell whose quotations are shown: {key, data}

replace($("#view"), computing({ job: { title: "Loading" } }));

onProject((project) => {
  parties = byId(project.parties);
  const step = nextStep(project, "Here stands who wants what on each issue, on any day.");
  if (step) return replace($("#view"), step);
  return told ? undefined : load();
});
on("changed", () => load());
on("computed", (one) => one.name === "books" && load()); // a large project is booked in the background
on("hello", () => parties.size > 0 && !isCurrent && load()); // what was computed before we listened was not heard

async function load() {
  const mine = (number += 1);
  const answer = await attempt(() => get("/matrix", { on: state().on }));
  if (mine !== number || !answer) return;
  isCurrent = answer.state !== "computing";
  replace($("#stale"), answer.data && banner(answer));
  if (!answer.data) return replace($("#view"), answer.state === "failed" ? failed(answer) : computing(answer));
  before = told;
  told = answer.data;
  opened = null;
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
    (square.others > 0 || square.before > 0) && h("span", { class: "more" }, [square.others > 0 && `${count(square.others, "account")} of others`, square.before > 0 && count(square.before, "earlier position")].filter(Boolean).join(", ")));
}

function stand(one) {
  return h("span", { class: `stand ${one.refused ? "refused" : ""} ${one.named ? "" : "unnamed"}` },
    one.refused && h("span", { class: "sign" }, h("span", { "aria-hidden": "true" }, "✕"), h("span", { class: "unseen" }, "refuses")), h("span", { class: "option" }, one.option),
    h("span", { class: "known" }, `${one.basis}, ${one.date}${one.positions > 1 ? `, ${one.date === "no date" ? "one" : "the last"} of ${one.positions.toLocaleString("en")}` : ""}`), one.note && h("span", { class: "note" }, one.note));
}

// the panel: a cell's quotations come when it is opened, and more of them when they are asked for

const PARTS = { now: "Now", others: "As others tell", before: "Before" };

async function cell() {
  const panel = $("#cell");
  const anchor = state().cell;
  const one = told?.lines.find((each) => each.squares.some((square) => square.anchor === anchor));
  const square = one?.squares.find((each) => each.anchor === anchor);
  panel.hidden = !square;
  panel.parentElement.classList.toggle("is-open", Boolean(square));
  for (const each of $$(".square")) each.setAttribute("aria-expanded", String(each.id === anchor));
  if (!square || opened?.key === anchor) return;
  const mine = (opened = { key: anchor });
  const head = h("header", {}, h("h2", {}, party(parties.get(square.party)), h("br"), one.name), h("button", { type: "button", class: "quiet", onclick: close }, "Close ", h("kbd", {}, "Esc")));
  const which = { party: square.party, issue: one.issue, on: state().on };
  const body = h("div", {}, computing({ job: { title: "Loading" } }));
  replace(panel, head, body);
  const answer = await attempt(() => get("/matrix/cell", which));
  if (opened !== mine) return;
  if (!answer?.data) return replace(body, answer && computing(answer));
  replace(body, Object.entries(PARTS).map(([part, title]) => answer.data[part].total > 0 && section(which, part, title, answer.data[part])),
    h("p", { class: "fine" }, h("a", { href: `/ledger?issue=${encodeURIComponent(one.issue)}&party=${encodeURIComponent(square.party)}` }, "Its moves on this issue")));
}

function section(which, part, title, first) {
  const list = h("div", {}, first.rows.map((each) => position(which, part, each)));
  let page = 1;
  const under = h("p", { class: "fine" });
  const size = first.rows.length;
  const rest = () => {
    const left = first.total - list.childElementCount;
    replace(under, left > 0 && h("button", { type: "button", class: "quiet", data: { focus: `more-${part}` }, onclick: more }, `Show ${Math.min(left, size).toLocaleString("en")} more of ${left.toLocaleString("en")}`));
  };
  const more = async () => {
    const answer = await attempt(() => get("/matrix/cell", { ...which, part, page: (page += 1), size }));
    const fresh = (answer?.data?.[part].rows ?? []).map((each) => position(which, part, each));
    list.append(...fresh);
    rest();
    fresh[0]?.querySelector("a, button")?.focus();
  };
  rest();
  return [h("h3", {}, title, " ", first.total > 1 && h("span", { class: "tally" }, first.total.toLocaleString("en"))), list, under];
}

function position(which, part, one) {
  const quotes = h("div", {}, one.quotes.map((quote) => quotation(quote)));
  const all = async (event) => {
    event.target.closest("p").remove();
    for (let page = 1, left = 1; left > 0; page += 1) {
      const answer = await attempt(() => get("/matrix/cell/quotations", { ...which, part, place: one.place, page }));
      if (!answer?.data?.quotes.length) return;
      if (page === 1) quotes.replaceChildren();
      quotes.append(...answer.data.quotes.map((quote) => quotation(quote)));
      left = answer.data.total - quotes.childElementCount;
    }
  };
  return h("div", { class: "told" }, stand(one), quotes, one.more > 0 && h("p", { class: "fine" }, h("button", { type: "button", class: "quiet", onclick: all }, `and ${count(one.more, "more statement")}`)));
}

function close() {
  const anchor = state().cell;
  change({ cell: null });
  document.getElementById(anchor)?.focus();
}

// the day

let waiting = 0;
let drawn = "";

function slider() {
  const days = told.days.map((one) => one.day);
  const region = $("#asof");
  region.hidden = days.length === 0;
  if (!days.length) return;
  const first = Date.parse(days[0]), span = Math.max(1, Math.round((Date.parse(days.at(-1)) - first) / 864e5));
  const at = (one) => Math.round((Date.parse(one) - first) / 864e5);
  const iso = (offset) => new Date(first + offset * 864e5).toISOString().slice(0, 10);
  const words = (offset) => (offset >= span ? "With all that is said" : `As known on ${day(iso(offset))}`);
  const go = (offset) => change({ on: offset >= span ? null : iso(offset) });
  const here = () => Number($("#asof-day").value);
  const step = (by) => {
    const all = days.map(at);
    const next = by > 0 ? all.find((one) => one > here()) : all.filter((one) => one < here()).at(-1);
    if (next !== undefined) go(next);
  };
  const tell = (offset) => {
    $("#asof-day").setAttribute("aria-valuetext", words(offset));
    $("#asof output").textContent = words(offset);
    $("#asof-before").disabled = offset <= 0;
    $("#asof-after").disabled = offset >= span;
    $("#asof-all").hidden = offset >= span;
  };
  const slid = () => {  // the words follow the hand; the matrix is asked for where it rests
    tell(here());
    clearTimeout(waiting);
    waiting = setTimeout(() => go(here()), 120);
  };
  const key = JSON.stringify(told.days);
  if (drawn !== key) {
    drawn = key;
    const most = Math.max(...told.days.map((one) => one.statements));
    const high = (one) => 6 * Math.max(0.25, one.statements / most);
    replace(region, h("label", { for: "asof-day" }, "Day"),
      h("button", { type: "button", id: "asof-before", onclick: () => step(-1), "aria-label": "The day before on which something was said" }, "‹ ", h("kbd", {}, "[")),
      h("span", { class: "slide" }, h("input", { type: "range", id: "asof-day", min: 0, max: span, oninput: slid }),
        svg("svg", { class: "ticks", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, told.days.map((one) => svg("rect", { x: 0.8 + 98.4 * (at(one.day) / span) - 0.15, y: 6 - high(one), width: .3, height: high(one) })))),
      h("button", { type: "button", id: "asof-after", onclick: () => step(1), "aria-label": "The next day on which something was said" }, h("kbd", {}, "]"), " ›"),
      h("output", { for: "asof-day" }), h("button", { type: "button", class: "quiet", id: "asof-all", onclick: () => change({ on: null }) }, "All"));
  }
  const shown = state().on ? Math.max(0, Math.min(span, at(state().on))) : span;
  $("#asof-day").value = shown;
  tell(shown);
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
