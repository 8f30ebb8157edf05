// The reader: a document with every statement marked, and beside it the statement that is open.
import { get, attempt } from "./api.js";
import { $, $$, h, count, day, replace } from "./dom.js";
import { ACTS, does, plain } from "./acts.js";
import { CHOICES } from "./choosing.js";
import { bindUndo, decide, fields, onDecision } from "./deciding.js";
import { on } from "./events.js";
import { bind } from "./keys.js";
import { say } from "./notice.js";
import { cutting } from "./cutting.js";
import { lines } from "./lines.js";
import { nudges } from "./nudging.js";
import { choosing } from "./sentences.js";
import { chosen, lanes, length, occurrences, paragraph } from "./spans.js";
import { statementPanel } from "./statement.js";
import { change, onState, state } from "./state.js";

const CHUNK = 24; // paragraphs in a section: what is far from the window is not laid out
const document_ = document.body.dataset.document;
const text = $("#text");
const side = $("#panel");
const own = h("div", { id: "one" });
let told = null;
let book = null;
let marks = new Map();
let lane = new Map();
let panel = null;
let keyed = null;
let opening = null;
let isListed = false;
let selected = null;
let issues = new Map();

start();

async function start() {
  const [found, known] = await Promise.all([attempt(() => get(`/reader/${document_}`)), fields()]);
  if (!found || !known) return replace(text, h("p", { class: "empty" }, "This document is not in the project. ", h("a", { href: "/" }, "To the library")));
  [told, book] = [found, known];
  issues = new Map(book.issues.map((one) => [one.id, one.name]));
  for (const one of told.paragraphs) one.end = one.start + length(one.text);
  take(told.marks);
  head();
  panel = statementPanel(own, book, { heading: steps, tools });
  keyed = choosing(text, told.paragraphs, () => marks.get(selected)?.end);
  text.setAttribute("aria-label", told.title);
  write();
  sieve();
  return open(state().statement, { quietly: true });
}

function take(all) {
  marks = new Map([...all].sort((a, b) => a.start - b.start || b.end - a.end).map((one) => [one.id, one]));
}

function head() {
  replace($("h1"), told.title);
  document.title = `${told.title} · ${document.body.dataset.folder} · accord`;
  replace($("#lead"), `${told.source ?? "source not known"}, ${day(told.date)}. `, h("span", { class: "tiny" }, told.file), " ", h("span", { id: "tally" }));
  replace($("#legend"), "Underlined in the colour and with the sign of the party spoken for: ",
    [["asks", "asks"], ["gives", "gives"], ["refuses", "refuses"], ["judges", "judges or foresees"]].map(([kind, words]) => [h("span", { class: `st p-none ${kind} d0` }, words), " "]),
    h("span", { class: "letters" }, Object.values(ACTS).map((one) => [h("b", {}, one.letter), ` ${one.verb} `])));
  tally();
}

function tally() {
  const standing = [...marks.values()].filter((one) => one.state === "standing");
  const waiting = standing.filter((one) => one.review !== "reviewed").length;
  replace($("#tally"), `${count(standing.length, "statement")}, `, waiting ? `${waiting.toLocaleString("en")} not looked at.` : "all looked at.");
}

// the text

const shown = () => {
  const { party, act, issue, unreviewed, rejected } = state();
  return [...marks.values()].filter((one) => (one.state === "standing" || (rejected && one.state === "rejected") || one.id === selected)
    && (!party || one.parties.includes(party) || (party === "-" && !one.parties.length)) && (!act || one.acts.includes(act)) && (!issue || one.issues.includes(issue))
    && (!unreviewed || one.review !== "reviewed" || one.id === selected));
};

let drawing = 0;
let visible = [];
let found = [];
let longest = 0;
const near_ = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && mark(one.target)), { rootMargin: "1200px 0px" });

/** Writes the text, the part that is wanted first, the rest a little in each frame; statements are marked where one looks. */
function write() {
  const mine = (drawing += 1);
  sift();
  found = wanted();
  const sections = [];
  for (let at = 0; at < told.paragraphs.length; at += CHUNK) sections.push(h("section", { class: "chunk", data: { from: at } }));
  const first = Math.floor(paragraphAt(goal()) / CHUNK);
  const order = [...sections.keys()].sort((a, b) => Math.abs(a - first) - Math.abs(b - first));
  near_.disconnect();
  replace(text, sections);
  if (!told.paragraphs.length) replace(text, h("p", { class: "empty" }, "This document has no text."));
  delete text.dataset.state;
  for (const one of order.slice(0, 2)) mark(sections[one]);
  const some = () => {
    if (mine !== drawing) return;
    const until = performance.now() + 8;
    while (order.length && performance.now() < until) plainly(sections[order.shift()]);
    if (order.length) requestAnimationFrame(some);
    else text.dataset.state = "whole";
  };
  requestAnimationFrame(some);
}

function sift() {
  visible = shown();
  lane = lanes(visible);
  longest = visible.reduce((most, one) => Math.max(most, one.end - one.start), 0);
}

const within = (section) => told.paragraphs.slice(Number(section.dataset.from), Number(section.dataset.from) + CHUNK);

/** The words of a section alone, for the search of the browser and for its height. */
function plainly(section) {
  near_.observe(section);
  if (!section.firstChild) section.append(...within(section).map((one) => drawn(one, [])));
}

/** The words of a section with their statements. */
function mark(section) {
  near_.unobserve(section);
  if (section.dataset.marked) return;
  section.dataset.marked = "yes";
  section.replaceChildren(...within(section).map((one) => drawn(one)));
  light(section);
}

/** The marks that share characters with a stretch of the text. */
function over(start, end) {
  let [low, high] = [0, visible.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (visible[middle].start < start - longest) low = middle + 1;
    else high = middle;
  }
  const here = [];
  for (; low < visible.length && visible[low].start < end; low += 1) if (visible[low].end > start) here.push(visible[low]);
  return here;
}

function drawn(one, here = over(one.start, one.end)) {
  const before = told.paragraphs[paragraphAt(one.start) - 1]?.end ?? 0;
  const runs = found.length ? found.filter(([start, end]) => start < one.end && end > one.start) : [];
  return paragraph(one, here, { lane, found: runs, first: (each) => each.start >= before, label: (each) => `${each.speaker} ${does(each, issues)}` });
}

/** Draws the paragraphs anew that these stretches of text touch. */
function mend(stretches) {
  sift();
  for (const section of $$(".chunk[data-marked]", text)) {
    const all = within(section);
    const isTouched = (one) => stretches.some(([start, end]) => start < one.end && end > one.start);
    if (all.some(isTouched)) all.forEach((one, at) => isTouched(one) && section.children[at].replaceWith(drawn(one)));
  }
  light();
  tally();
}

function paragraphAt(offset) {
  let [low, high] = [0, told.paragraphs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (told.paragraphs[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Where the address leads: a statement, a place, or words. */
function goal() {
  const { statement } = state();
  return marks.get(statement)?.start ?? found[0]?.[0] ?? 0;
}

function wanted() {
  const { at, find } = state();
  if (at) {
    const [start, end] = at.split("-").map(Number);
    return Number.isFinite(start) ? [[start, Number.isFinite(end) ? end : start + 1]] : [];
  }
  return find ? told.paragraphs.flatMap((one) => occurrences(one, find)) : [];
}

// the statement that is open

/** Opens a statement: its words at once, its fields when they are there. */
function open(id, how = {}) {
  opening = opened(id, how);
  return opening;
}

async function opened(id, { focus = false, quietly = false } = {}) {
  const mark_ = marks.get(id);
  if (!mark_) {
    if (id) say("This statement is no longer in the text: it was split, merged or read otherwise. The history tells.");
    close();
    if (found.length) reveal($("mark.found", text));
    return;
  }
  const isNew = selected !== id;
  const was = marks.get(selected);
  selected = id;
  change({ statement: id }, { quiet: true });
  if (!visible.includes(mark_)) mend([[mark_.start, mark_.end]]);
  const section = text.children[Math.floor(paragraphAt(mark_.start) / CHUNK)];
  if (section) mark(section);
  light();
  if (was && !shown().includes(was)) mend([[was.start, was.end]]);
  const sign = $(`.sign[data-s="${id}"]`, text);
  if (isNew || focus) reveal(sign, { focus: focus || !quietly });
  const one = await attempt(() => get(`/statements/${id}`));
  if (!one || selected !== id) return;
  panel.show(one);
  side.classList.add("on");
  if (isListed || !own.isConnected) {
    isListed = false;
    replaceSide();
  }
}

function close() {
  const was = marks.get(selected);
  selected = null;
  change({ statement: null }, { quiet: true });
  if (was && !shown().includes(was)) mend([[was.start, was.end]]);
  light();
  isListed = true;
  side.classList.remove("on");
  replaceSide();
}

function replaceSide() {
  side.replaceChildren(isListed ? list() : own);
}

function reveal(element, { focus = false } = {}) {
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => { if (element.isConnected) element.scrollIntoView({ block: "center" }); });
  if (focus) element.focus({ preventScroll: true });
}

function light(section = text) {
  for (const one of $$(".here", section)) one.classList.remove("here");
  for (const one of $$(".sign[tabindex='0']", section)) one.tabIndex = -1;
  if (!selected) {
    const first = $(".sign", text);
    if (first && section.contains(first)) first.tabIndex = 0;
    return;
  }
  for (const one of $$(`[data-s="${selected}"]`, section)) {
    one.classList.add("here");
    if (one.classList.contains("sign")) one.tabIndex = 0;
  }
}

function steps(one) {
  const order = shown();
  const at = order.findIndex((each) => each.id === one.id);
  const step = (by, label, key) => h("button", { type: "button", class: "quiet", "aria-label": label, title: label, id: `step-${key}`, onclick: () => walkBy(by) }, by < 0 ? "‹" : "›", h("kbd", { "aria-hidden": "true" }, key));
  return h("header", { class: "side-head" }, step(-1, "Previous statement", "k"), h("span", { class: "fine" }, `${at + 1} of ${order.length}`), step(1, "Next statement", "j"),
    h("button", { type: "button", class: "quiet", id: "next-open", title: "Next that nobody has looked at", onclick: () => walkBy(1, true) }, "Next unreviewed ", h("kbd", {}, "J")),
    h("button", { type: "button", class: "quiet", id: "to-list", onclick: toList }, "All ", h("kbd", {}, "l")),
    h("button", { type: "button", class: "quiet close", "aria-label": "Close", onclick: close }, "×"));
}

function tools(one) {
  const isOut = one.state === "rejected";
  const button = (id, label, key, run, more = {}) => h("button", { type: "button", id, onclick: run, ...more }, label, key && [" ", h("kbd", {}, key)]);
  return h("div", { class: "verdicts" },
    h("div", { class: "toolbar" }, isOut ? button("restore", "Take in again", "x", () => panel.judge("restore"), { class: "first" }) : [button("accept", "Accept", "a", () => panel.judge("accept"), { class: one.review === "reviewed" ? null : "first" }), button("reject", "Reject", "x", () => panel.judge("reject"))],
      button("edit", "Fix", "e", () => panel.toFields())),
    !isOut && h("div", { class: "toolbar lesser" }, button("split", "Split", "t", () => cutting(one)), button("merge", "Merge with next", "m", merge), nudges(one, told.paragraphs, moveTo)),
    h("p", { class: "tiny keys-of" }, Object.entries(CHOICES).map(([key, [label]]) => [h("kbd", {}, key), ` ${label.toLowerCase()} `]), h("kbd", {}, "u"), " undo ", h("kbd", {}, "U"), " again"));
}

const moveTo = (one, start, end) => decide("PUT", `/statements/${one.id}/span`, { start, end, revision: one.revision }, { wish: "to move it" });

async function merge() {
  const one = panel.one;
  const order = shown().filter((each) => each.state === "standing");
  const next = order[order.findIndex((each) => each.id === one?.id) + 1];
  if (!one || !next) return say("There is no statement after it in this text.");
  const revisions = { [one.id]: one.revision, [next.id]: next.revision };
  const revise = (current) => ({ others: [next.id], revisions: { ...revisions, [current.id]: current.revision } });
  return decide("PUT", `/statements/${one.id}/with`, { others: [next.id], revisions }, { revise, wish: "to merge it with the next" });
}

// the list

function toList() {
  isListed = true;
  side.classList.add("on");
  replaceSide();
  const here = $("[aria-current]", side) ?? $(".line", side);
  here?.scrollIntoView({ block: "center" });
  here?.focus({ preventScroll: true });
}

const list = () => lines(shown(), {
  selected, issues, open, near,
  none: marks.size ? "No statement of this text is as you ask." : "Nobody is quoted in this text, as read. Select words and press n to add a statement.",
});

function near(id) {
  for (const one of $$(".near", text)) one.classList.remove("near");
  if (id) for (const one of $$(`[data-s="${id}"]`, text)) one.classList.add("near");
}

// what is clicked, chosen and pressed

text.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  const over = [];
  for (let at = event.target.closest("[data-s]"); at && text.contains(at); at = at.parentElement?.closest("[data-s]")) over.push(at.dataset.s);
  if (!over.length) return;
  const order = [...new Set(over)].sort((a, b) => marks.get(a).end - marks.get(a).start - marks.get(b).end + marks.get(b).start);
  open(order[(order.indexOf(selected) + 1) % order.length], { focus: event.detail === 0 });
});

text.addEventListener("pointerover", (event) => {
  const id = event.target.closest?.("[data-s]")?.dataset.s;
  near(id ?? null);
  for (const one of $$(".line.near", side)) one.classList.remove("near");
  if (id) $(`[data-row="${id}"]`, side)?.classList.add("near");
});

const bar = $("#picked");
document.addEventListener("selectionchange", () => {
  const words = told && chosen(text);
  bar.hidden = !words;
  if (!words) {
    keyed?.reset();
    return;
  }
  const one = panel?.one;
  const canMove = one && selected && one.state === "standing";
  replace(bar, h("span", {}, count(words.end - words.start, "character"), " chosen"), h("button", { type: "button", class: "first", id: "add", onpointerdown: (event) => event.preventDefault(), onclick: add }, "Add as a statement ", h("kbd", {}, "n")),
    canMove && h("button", { type: "button", id: "move", onpointerdown: (event) => event.preventDefault(), onclick: moveHere }, "Move the open one here ", h("kbd", {}, "v")),
    canMove && words.start > one.start && words.start < one.end && h("button", { type: "button", id: "split-here", onpointerdown: (event) => event.preventDefault(), onclick: () => cutting(one, words.start) }, "Split it here ", h("kbd", {}, "t")),
    h("span", { class: "tiny" }, keyed.isOn ? "Arrows go to another sentence, Shift takes more in" : ""));
});

async function add() {
  if (!told) return;
  const words = chosen(text);
  if (!words) {
    keyed.pick();
    return;
  }
  const answer = await decide("POST", "/statements", { document: told.id, ...keyed.trimmed(words) });
  if (!answer) return;
  getSelection().removeAllRanges();
  say("Added. Tell who says it, and what it does.", { seconds: 4 });
  open(answer.decision.made[0]);
}

function moveHere() {
  const words = chosen(text);
  if (!words || !panel.one || !selected) return say("Open a statement, select the words it should stand on, then press v.");
  const { start, end } = keyed.trimmed(words);
  getSelection().removeAllRanges();
  return moveTo(panel.one, start, end);
}

document.addEventListener("keydown", (event) => {
  if (bar.hidden || event.target.closest("input, textarea, select, dialog[open]")) return;
  if (!keyed.isOn || !(event.key === "ArrowRight" || event.key === "ArrowLeft")) return;
  keyed.pick(event.key === "ArrowRight" ? 1 : -1, event.shiftKey);
  event.preventDefault();
});

function walkBy(by, isWaiting = false) {
  if (!told) return undefined;
  const order = shown().filter((one) => !isWaiting || (one.state === "standing" && one.review !== "reviewed"));
  if (!order.length) return say(isWaiting ? "Every statement of this text has been looked at." : "There is no statement here.");
  const here = marks.get(selected);
  const place = here ? [here.start, -here.end] : null;
  const isAfter = (one) => !place || one.start > place[0] || (one.start === place[0] && -one.end > place[1]);
  const isBefore = (one) => !place || one.start < place[0] || (one.start === place[0] && -one.end < place[1]);
  const next = by > 0 ? order.find(isAfter) ?? order[0] : order.findLast(isBefore) ?? order.at(-1);
  return open(next.id, { focus: true });
}

const withOne = (run) => async () => {
  await opening;
  return selected && panel.one?.id === selected ? run(panel.one) : say("Open a statement first: j goes to the next.");
};
bind("j", "Next statement", () => walkBy(1));
bind("k", "Previous statement", () => walkBy(-1));
bind("J", "Next statement that nobody has looked at", () => walkBy(1, true));
bind("K", "The one before that nobody has looked at", () => walkBy(-1, true));
bind("l", "List of all statements", () => told && (isListed && selected ? open(selected) : toList()));
bind("a", "Accept", withOne(() => panel.judge("accept")));
bind("x", "Reject, or take in again", withOne((one) => panel.judge(one.state === "rejected" ? "restore" : "reject")));
bind("e", "Fix: to the fields", withOne(() => panel.toFields()));
for (const [key, [label, run]] of Object.entries(CHOICES)) bind(key, `Fix: ${label.toLowerCase()}`, withOne((one) => run(one, book, panel.set, panel.point())));
bind("n", "Add the chosen words as a statement, or choose a sentence", add);
bind("v", "Move the open statement to the chosen words", moveHere);
bind("t", "Split", withOne((one) => cutting(one, chosen(text)?.start)));
bind("m", "Merge with the next", withOne(merge));
bind("Escape", "Let go of the chosen words; close the statement", () => (bar.hidden ? told && close() : getSelection().removeAllRanges()));
bindUndo(bind, { after: (answer) => {
  const one = answer?.statements.find((each) => each.document === told.id && each.state === "standing");
  if (one) open(one.id);
  else if (answer?.statements[0] && answer.statements[0].document !== told.id) say(`That was in ${answer.statements[0].title}.`);
} });

// what is decided, here or elsewhere

onDecision(({ statements, gone, decision, isOwn, who }) => {
  if (!told) return;
  const here = statements.filter((one) => one.document === told.id);
  const stretches = [];
  for (const id of [...gone, ...here.map((one) => one.id)]) if (marks.has(id)) stretches.push([marks.get(id).start, marks.get(id).end]);
  for (const id of gone) marks.delete(id);
  for (const one of here) {
    stretches.push([one.start, one.end]);
    if (one.state === "standing" || one.state === "rejected") marks.set(one.id, one);
    else marks.delete(one.id);
  }
  take(marks.values());
  if (stretches.length) mend(stretches);
  const now = here.find((one) => one.id === selected);
  if (now && marks.has(now.id)) {
    panel.show(now);
    if (!isOwn) say(`${who} has changed this statement just now.`);
  } else if (selected && !marks.has(selected)) {
    const next = decision?.made.find((id) => marks.has(id));
    if (next) open(next);
    else close();
  }
  if (isListed) side.replaceChildren(list());
});

on("computed", (event) => event.name === "contents" && panel?.refresh());
on("changed", async (event) => {
  if (!told || (event.what === "statements" && event.decision)) return;
  const fresh = await attempt(() => get(`/reader/${told.id}/marks`));
  if (!fresh) return;
  take(fresh);
  mend([[0, Infinity]]);
  if (selected && !marks.has(selected)) close();
});
on("hello", async () => {
  const fresh = told && (await attempt(() => get(`/reader/${told.id}/marks`)));
  if (fresh) { take(fresh); mend([[0, Infinity]]); }
});

// which statements are marked

function sieve() {
  const put = (id, none, choices) => {
    replace($(`#${id}`), h("option", { value: "" }, none), choices.map(([value, words]) => h("option", { value }, words)));
    $(`#${id}`).value = state()[id] ?? "";
  };
  put("party", "everybody", [...book.parties.map((one) => [one.id, one.name]), ["-", "no party"]]);
  put("act", "any", book.act.map((one) => [one, plain(one)]));
  put("issue", "any", book.issues.map((one) => [one.id, one.name]));
  for (const id of ["unreviewed", "rejected"]) $(`#${id}`).checked = Boolean(state()[id]);
}

for (const id of ["party", "act", "issue"]) $(`#${id}`).addEventListener("change", (event) => change({ [id]: event.target.value }));
for (const id of ["unreviewed", "rejected"]) $(`#${id}`).addEventListener("change", (event) => change({ [id]: event.target.checked ? "1" : null }));
$("#sieve").addEventListener("submit", (event) => event.preventDefault());
let sought = `${state().at} ${state().find}`;
onState((now) => {
  if (!told) return;
  if (`${now.at} ${now.find}` === sought) mend([[0, Infinity]]);
  else write();
  sought = `${now.at} ${now.find}`;
  sieve();
  if (now.statement !== (selected ?? undefined)) open(now.statement);
  else if (isListed) side.replaceChildren(list());
});
