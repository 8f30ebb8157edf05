// The review: one statement at a time, what matters most first, one key for each verdict. The queue stands still while one works.
import { get, attempt } from "./api.js";
import { $, $$, h, count, percent, replace } from "./dom.js";
import { act, does, plain } from "./acts.js";
import { CHOICES } from "./choosing.js";
import { bindUndo, fields, onDecision } from "./deciding.js";
import { on } from "./events.js";
import { bind } from "./keys.js";
import { nextStep } from "./next.js";
import { project } from "./project.js";
import { row, statementPanel } from "./statement.js";
import { change, onState, state } from "./state.js";

const AHEAD = 20; // statements before the last, from which on more are fetched
const FILTERS = ["document", "party", "act", "issue", "speaker", "every"];
const held = h("div", { id: "one" });
let book = null;
let issues = new Map();
let rows = [];
let total = 0;
let at = 0;
let order = "";
let next = null; // where the queue goes on after these rows
let fetching = null;
let panel = null;
let isBegun = false;
const settled = new Set();
const paces = [];
let since = performance.now();

start();

async function start() {
  const [known, found] = await Promise.all([fields(), project()]);
  const step = found && nextStep(found, "Here each statement is looked at, accepted, rejected or mended by one key.");
  if (!known || step) return step && replace($("#view"), step);
  book = known;
  issues = new Map(book.issues.map((one) => [one.id, one.name]));
  panel = statementPanel(held, book, { heading });
  sieve();
  return load();
}

const asked = () => ({ ...Object.fromEntries(FILTERS.map((name) => [name, state()[name]])), every: state().every ? "true" : null });

async function load() {
  const { statement } = state();
  const found = await attempt(() => get("/statements/queue", asked()));
  if (!found) return;
  [rows, total, next, order] = [found.rows, found.total, found.next, found.state];
  fetching = null;
  isBegun = isNewer = false;
  settled.clear();
  at = rows.findIndex((one) => one.id === statement);
  if (at < 0 && statement && next) {
    const one = await get(`/statements/${statement}`).catch(() => null); // further down in the queue
    if (one?.state === "standing" && one.review !== "reviewed") rows = [one, ...rows];
  }
  at = Math.max(0, at);
  list();
  show();
}

/** Takes in more of the queue; what stands in it already stays where it is. */
function more() {
  if (!next) return null;
  const from = next;
  fetching ??= attempt(() => get("/statements/queue", { ...asked(), after: from })).then((found) => {
    fetching = null;
    if (!found || next !== from) return;
    const known = new Set(rows.map((one) => one.id));
    const fresh = found.rows.filter((one) => !known.has(one.id));
    $("#queue").firstChild?.append(...fresh.map((one, number) => h("li", {}, line(one, rows.length + number))));
    rows = [...rows, ...fresh];
    next = found.next;
  });
  return fetching;
}

function list() {
  if (!rows.length) return replace($("#queue"));
  replace($("#queue"), h("ol", {}, rows.map((one, number) => h("li", {}, line(one, number)))));
  return undefined;
}

const line = (one, number) => row(one, issues, { current: number === at, onclick: () => go(number), number: settled.has(one.id) ? "done" : String(number + 1) });

function mend(number) {
  const item = $("#queue").firstChild?.children[number];
  if (item) item.replaceChildren(line(rows[number], number));
}

function go(number) {
  if (number > rows.length - AHEAD) more();
  const was = at;
  at = Math.min(rows.length - 1, Math.max(0, number));
  mend(was);
  mend(at);
  const here = $("#queue").firstChild?.children[at];
  requestAnimationFrame(() => here?.scrollIntoView({ block: "nearest" }));
  since = performance.now();
  show();
}

function show() {
  counter();
  const one = rows[at];
  if (!one) return replace($("#desk"), nothing());
  change({ statement: one.id }, { quiet: true });
  if (!held.isConnected) $("#desk").replaceChildren(held);
  panel.show(one);
  requestAnimationFrame(() => scrollY > 200 && scrollTo({ top: 0 }));
  return undefined;
}

function nothing() {
  const isNarrowed = FILTERS.some((name) => state()[name]);
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, isNarrowed ? "No statement is as you ask." : "Every statement has been looked at.")),
    h("div", { class: "row" }, isNarrowed ? h("button", { type: "button", onclick: () => { change(Object.fromEntries(FILTERS.map((name) => [name, null]))); } }, "Show them all") : h("a", { class: "button first", href: "/findings" }, "See the findings")));
}

function counter() {
  const left = total - settled.size;
  const pace = paces.length ? [...paces].sort((a, b) => a - b)[paces.length >> 1] : null;
  const seconds = pace === null ? null : Math.max(1, Math.round(pace / 1000));
  const minutes = pace === null ? null : Math.ceil((left * pace) / 60_000);
  replace($("#counter"), rows.length > 0 && [
    h("b", {}, `${settled.size} of ${total.toLocaleString("en")}`), h("progress", { max: String(total || 1), value: String(settled.size), "aria-label": "Looked at" }),
    seconds !== null && h("span", {}, `~${seconds} s each, about ${count(minutes, "minute")} left`),
    h("span", {}, { ready: "By what moves a finding most, then by doubt.", computing: "By the findings before the last change, then by doubt.", doubt: "By doubt; the findings are being computed." }[order]),
    isNewer && h("button", { type: "button", class: "quiet", id: "anew", onclick: load }, "The findings are computed anew: order by them ", h("kbd", {}, "r"))]);
}

// the statement

function heading(one) {
  const button = (id, label, key, run, className) => h("button", { type: "button", id, class: className, onclick: run }, label, " ", h("kbd", {}, key));
  const isOut = one.state === "rejected";
  const bears = one.bears?.[0];
  return [
    h("p", { class: "where" }, h("a", { href: inText(one) }, one.title), ` · ${(at + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`),
    h("p", { class: "passage", dir: "auto" }, one.before, h("span", { class: `st ${one.look.colour} ${act(one.act).family} d0 is-${one.state}` }, one.fields.quote), one.after),
    h("div", { class: "keysbar", role: "toolbar", "aria-label": "Verdict" },
      button("accept", "Accept", "a", accept, "first"), isOut ? button("reject", "Take in again", "x", reject) : button("reject", "Reject", "x", reject),
      button("fix", "Fix", "e", fix), button("next", "Next", "j", () => go(at + 1), "quiet"), button("previous", "Previous", "k", () => go(at - 1), "quiet"),
      Object.entries(CHOICES).map(([key, [label]]) => button(`fix-${key}`, label, key, () => choose(key), "quiet")), button("undo", "Undo", "u", () => dispatchEvent(new CustomEvent("accord-undo")), "quiet")),
    bears && h("p", { class: "bearing" }, bears.effect ? `It moves “${bears.sentence}” by ${bears.effect > 0 ? "+" : "−"}${percent(Math.abs(bears.effect))}.` : `It enters “${bears.sentence}”.`),
  ];
}

const inText = (one) => `/read/${encodeURIComponent(one.document)}?statement=${encodeURIComponent(one.id)}`;

function pace() {
  const took = performance.now() - since;
  if (took < 120_000) paces.push(took);
  if (paces.length > 30) paces.shift();
  isBegun = true;
}

/** Marks the statement and goes on at once; the keeping goes on behind. */
function verdict(what, looks) {
  const one = rows[at];
  if (!one) return;
  const number = at;
  pace();
  const wished = { ...one, ...looks };
  panel.judge(what).then((answer) => {
    if (answer) return;
    settled.delete(one.id);
    if (rows[number] === wished) rows[number] = one;
    mend(number);
    counter();
  });
  settled.add(one.id);
  rows[at] = wished;
  onward();
}

function onward() {
  const following = rows.findIndex((one, number) => number > at && !settled.has(one.id));
  if (following >= 0) return go(following);
  if (next) return more().then(() => (next || at < rows.length - 1 ? onward() : load()));
  const before = rows.findIndex((one) => !settled.has(one.id));
  mend(at);
  if (before >= 0) return go(before);
  counter();
  return settled.size < total ? load() : show();
}

function accept() {
  const one = rows[at];
  if (!one) return;
  if (settled.has(one.id) && one.review === "reviewed" && one.state === "standing") {
    pace();
    onward();
  } else verdict("accept", { review: "reviewed", state: "standing" });
}

function reject() {
  const one = rows[at];
  if (one) verdict(one.state === "rejected" ? "restore" : "reject", { review: "reviewed", state: one.state === "rejected" ? "standing" : "rejected" });
}

const choose = (key) => rows[at] && CHOICES[key][1](rows[at], book, panel.set, Math.min(point, rows[at].fields.points.length - 1));
let point = 0;

const fix = () => panel?.toFields();

bind("a", "Accept, and go on", accept);
bind("x", "Reject, and go on; or take in again", reject);
bind("e", "Fix: to the fields", fix);
for (const [key, [label]] of Object.entries(CHOICES)) bind(key, `Fix: ${label.toLowerCase()}`, () => choose(key));
bind("j", "Next", () => go(at + 1));
bind("k", "Previous", () => go(at - 1));
bind("t", "In its text", () => rows[at] && location.assign(inText(rows[at])));
bind("r", "Order by the findings as they are now", load);
for (const number of [1, 2, 3, 4]) bind(String(number), `Fix point ${number}`, () => { point = number - 1; $(`[data-point="${point}"]`)?.scrollIntoView({ block: "nearest" }); });
bindUndo(bind, { after: (answer) => {
  const number = rows.findIndex((one) => answer?.statements.some((each) => each.id === one.id));
  if (number >= 0) go(number);
} });
addEventListener("accord-undo", () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "u", bubbles: true })));

// what is decided, here or elsewhere

onDecision(({ statements, gone, isOwn }) => {
  for (const fresh of statements) {
    const number = rows.findIndex((one) => one.id === fresh.id);
    if (number < 0) continue;
    rows[number] = { ...fresh, bears: rows[number].bears };
    if (fresh.review === "reviewed") settled.add(fresh.id);
    else settled.delete(fresh.id);
    mend(number);
    if (number === at) panel.show(rows[number]);
  }
  for (const id of gone) settled.add(id);
  if (isOwn) isBegun = true;
  counter();
});

let isNewer = false;
on("computed", (event) => {
  if (event.name !== "contents") return;
  panel?.refresh();
  if (!isBegun && !settled.size && at === 0 && book && order !== "ready") load();
  else if (book) {
    isNewer = true;
    counter();
  }
});
on("changed", (event) => event.what !== "statements" && book && !isBegun && load());

// which statements

async function sieve() {
  const put = (id, none, choices) => {
    replace($(`#${id}`), h("option", { value: "" }, none), choices.map(([value, words]) => h("option", { value }, words)));
    $(`#${id}`).value = state()[id] ?? "";
  };
  put("party", "everybody", book.parties.map((one) => [one.id, one.name]));
  put("act", "any", book.act.map((one) => [one, plain(one)]));
  put("issue", "any", book.issues.map((one) => [one.id, one.name]));
  $("#speaker").value = state().speaker ?? "";
  $("#every").checked = Boolean(state().every);
  const documents = await attempt(() => get("/documents", { sort: "title" }));
  if (!documents) return;
  const chosen = state().document;
  const listed = documents.rows.map((one) => [one.id, one.title || one.file]);
  if (chosen && !listed.some(([id]) => id === chosen)) listed.unshift([chosen, rows.find((one) => one.document === chosen)?.title ?? "the chosen one"]);
  if (documents.total > documents.rows.length) listed.push(["more", `${(documents.total - documents.rows.length).toLocaleString("en")} more: choose in the library`]);
  put("document", "all", listed);
}

$("#document").addEventListener("change", (event) => (event.target.value === "more" ? location.assign("/") : change({ document: event.target.value })));
for (const id of ["party", "act", "issue", "speaker"]) $(`#${id}`).addEventListener("change", (event) => change({ [id]: event.target.value.trim() }));
$("#every").addEventListener("change", (event) => change({ every: event.target.checked ? "1" : null }));
$("#sieve").addEventListener("submit", (event) => event.preventDefault());
onState(() => book && load());
