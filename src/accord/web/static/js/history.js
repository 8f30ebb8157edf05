// The history: every decision with who, when and why, what it changed, and a button that takes it back or does it again.
import { get, attempt, search } from "./api.js";
import { $, h, count, replace } from "./dom.js";
import { changes, done } from "./decisions.js";
import { bindUndo, decide, onDecision } from "./deciding.js";
import { on } from "./events.js";
import { bind, walk } from "./keys.js";
import { change, onState, state } from "./state.js";

let rows = [];
let next = null;
let total = 0;
let number = 0;
const people = new Set();

const asked = () => ({ statement: state().statement, document: state().document, who: state().who });

async function load(after = null) {
  const mine = (number += 1);
  const answer = await attempt(() => get("/history", { ...asked(), after }));
  if (!answer || mine !== number) return;
  rows = after ? [...rows, ...answer.rows] : answer.rows;
  next = answer.next;
  total = answer.total;
  answer.people.forEach((one) => people.add(one));
  draw();
}

function draw() {
  const { statement, who } = state();
  replace($("#people"), [...people].sort().map((one) => h("option", { value: one })));
  if ($("#person") !== document.activeElement) $("#person").value = who ?? "";
  const file = (form) => h("a", { href: `/api/history${search({ ...asked(), form })}`, download: "" }, form.toUpperCase());
  replace($("#files"), "Save as ", file("csv"), " ", file("json"));
  if (!rows.length) return replace($("#view"), empty());
  const kinds = new Map(rows.map((one) => [one.number, one.kind]));
  const days = Map.groupBy(rows, (one) => new Date(one.when).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }));
  replace($("#view"),
    statement && h("p", { class: "only fine" }, "Only what was decided on one statement. ", h("button", { type: "button", class: "link", onclick: () => change({ statement: null }) }, "Show all")),
    h("div", { class: "days" }, [...days].map(([title, deeds]) => h("section", { "aria-label": title }, h("h2", {}, title), deeds.map((one) => deed(one, kinds))))),
    h("p", { class: "under" }, count(total, "decision"), next && h("button", { type: "button", id: "more", onclick: () => load(next) }, "Show earlier ones")));
  return undefined;
}

function deed(one, kinds) {
  const time = new Date(one.when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const turn = (what) => () => decide("POST", `/history/${one.number}/${what}`, {}, { wish: `to ${what} it` });
  return h("article", { class: `deed ${one.in_force ? "" : "off"}`, tabindex: "0", data: { number: one.number, focus: `deed-${one.number}` }, "aria-label": `${one.who} ${done(one)}` },
    h("time", { class: "time", datetime: one.when }, time),
    h("div", {}, h("p", {}, h("b", {}, one.who), " ", h("span", { class: "did" }, done(one, (of) => kinds.get(of))), one.takes_back && h("span", { class: "fine" }, ` no. ${one.takes_back}`), !one.in_force && h("span", { class: "tag" }, "taken back")),
      one.about.map((of) => h("p", { class: "words" }, h("a", { href: `/read/${encodeURIComponent(of.document)}?statement=${encodeURIComponent(of.id)}` }, of.words), h("span", { class: "tiny" }, ` ${of.file}`))),
      changes(one), one.why && h("p", { class: "reason" }, one.why)),
    h("div", {}, one.kind !== "undo" && (one.in_force ? h("button", { type: "button", class: "quiet", data: { focus: `turn-${one.number}` }, onclick: turn("undo") }, "Take back ", h("kbd", {}, "x")) : h("button", { type: "button", class: "quiet", data: { focus: `turn-${one.number}` }, onclick: turn("redo") }, "Do again ", h("kbd", {}, "x")))));
}

function empty() {
  const { statement, who } = state();
  if (statement || who) return h("p", { class: "empty" }, "No decision is as you ask. ", h("button", { type: "button", class: "link", onclick: () => change({ statement: null, who: null, document: null }) }, "Show all"));
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, "Nobody has decided anything yet.")), h("p", {}, "Each correction, acceptance and rejection of a statement will stand here, with who, when and why."),
    h("div", { class: "row" }, h("a", { class: "button first", href: "/review" }, "Begin the review")));
}

walk(".deed", { label: "decision", enter: (at) => at.querySelector("a")?.click() });
bind("x", "Take this decision back, or do it again", () => document.activeElement.closest?.(".deed")?.querySelector("button")?.click());
bindUndo(bind);
onDecision(() => load());
on("hello", () => load());
on("changed", (event) => event.what === "outside" && load());
$("#person").addEventListener("change", (event) => change({ who: event.target.value.trim() }));
$("#sieve").addEventListener("submit", (event) => event.preventDefault());
onState(() => load());
load();
