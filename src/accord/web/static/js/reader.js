// The reader: a document with every statement marked, and beside it the statement that is open.
import { get, attempt } from "./api.js";
import { $, h, count, day, replace } from "./dom.js";
import { ACTS, does, plain } from "./acts.js";
import { besideOf } from "./beside.js";
import { CHOICES } from "./choosing.js";
import { cutting } from "./cutting.js";
import { bindUndo, decide, fields, onDecision } from "./deciding.js";
import { on } from "./events.js";
import { bind } from "./keys.js";
import { isAsked, marksOf } from "./marks.js";
import { say } from "./notice.js";
import { pageOf } from "./page.js";
import { occurrences, pieces } from "./spans.js";
import { change, onState, state } from "./state.js";
import { choosable } from "./words.js";

const text = $("#text");
const [told, book] = await Promise.all([attempt(() => get(`/reader/${document.body.dataset.document}`)), fields()]);
if (told && book) start();
else replace(text, h("p", { class: "empty" }, "This document is not in the project. ", h("a", { href: "/" }, "To the library")));

function start() {
  told.paragraphs = told.paragraphs.flatMap(pieces);
  const marks = marksOf(book);
  let selected = null;
  let opening = null;
  let found = [];
  let revision = told.revision;

  const page = pageOf(text, told.paragraphs, marks, { label: (each) => `${each.speaker} ${does(each, beside.issues)}`, found: () => found });
  const beside = besideOf(told, book, marks, { selected: () => selected, walk, open: (id) => open(id), close, near: page.near, merge, moveTo });
  const { panel } = beside;
  const words = choosable(text, told, { opened: () => (panel.one && selected && panel.one.state === "standing" ? panel.one : null), from: () => marks.get(selected)?.end, open: (id) => open(id), moveTo });

  const sift = () => marks.sift((one) => one.id === selected || isAsked(one, state()));
  /** Draws what these stretches touch anew. */
  const mend = (stretches) => { sift(); page.mend(stretches); tally(); };
  /** Draws all anew, what is near first. */
  const anew = () => { sift(); page.anew(); tally(); };

  marks.take(told.marks);
  head();
  sieve();
  write();
  open(state().statement, { quietly: true });

  function head() {
    replace($("h1"), text.ariaLabel = told.title);
    document.title = `${told.title} · ${document.body.dataset.folder} · accord`;
    replace($("#lead"), `${told.source ?? "source not known"}, ${day(told.date)}. `, h("span", { class: "tiny" }, told.file), " ", h("span", { id: "tally" }));
    replace($("#legend"), "Underlined in the colour and with the sign of the party spoken for: ",
      [["asks", "asks"], ["gives", "gives"], ["refuses", "refuses"], ["judges", "judges or foresees"]].map(([kind, label]) => [h("span", { class: `st p-none ${kind} d0` }, label), " "]),
      h("span", { class: "letters" }, Object.values(ACTS).map((one) => [h("b", {}, one.letter), ` ${one.verb} `])));
    tally();
  }

  function tally() {
    const standing = marks.all().filter((one) => one.state === "standing");
    const waiting = standing.filter((one) => one.review !== "reviewed").length;
    replace($("#tally"), `${count(standing.length, "statement")}, `, waiting ? `${waiting.toLocaleString("en")} not looked at.` : "all looked at.");
  }

  function write() {
    sift();
    found = wanted();
    page.write(marks.get(state().statement)?.start ?? found[0]?.[0] ?? 0);
  }

  /** What the address looks for: a place, or words. */
  function wanted() {
    const { at, find } = state();
    if (at) {
      const [from, to] = at.split("-").map(Number);
      return Number.isFinite(from) ? [[from, Number.isFinite(to) ? to : from + 1]] : [];
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
    const mark = marks.get(id);
    if (!mark) {
      if (id) say("This statement is no longer in the text: it was split, merged or read otherwise. The history tells.");
      close();
      return void (found.length && page.reveal(null));
    }
    const isNew = selected !== id;
    beside.expect();
    select(id);
    change({ statement: id }, { quiet: true });
    page.light(id, mark.start);
    if (isNew || focus) page.reveal(id, { focus: focus || !quietly });
    const one = await attempt(() => get(`/statements/${id}`));
    if (!one || selected !== id) return;
    beside.show(one);
    if (isNew) page.uncover(id);
  }

  /** Makes a statement the selected one: it shows whatever is asked for; the one before, only if it is asked for. */
  function select(id) {
    const [was, now] = [marks.get(selected), marks.get(id)];
    selected = id;
    const comes = now && !marks.isVisible(id);
    const goes = was && was.id !== id && !isAsked(was, state());
    if (comes || goes) mend([comes && now, goes && was].filter(Boolean).map((one) => [one.start, one.end]));
  }

  function close() {
    select(null);
    change({ statement: null }, { quiet: true });
    page.light(null);
    beside.rest();
  }

  function walk(by, isWaiting = false) {
    const next = marks.next(marks.get(selected), by, isWaiting ? (one) => one.state === "standing" && one.review !== "reviewed" : undefined);
    return next ? open(next.id, { focus: true }) : say(isWaiting ? "Every statement of this text has been looked at." : "There is no statement here.");
  }

  function moveTo(one, from, to) {
    return decide("PUT", `/statements/${one.id}/span`, { start: from, end: to, revision: one.revision }, { wish: "to move it" });
  }

  async function merge() {
    const { one } = panel;
    const next = one && marks.visible.filter((each) => each.state === "standing").find((each) => each.start > one.start || (each.start === one.start && each.end < one.end));
    if (!next) return say("There is no statement after it in this text.");
    const revisions = { [one.id]: one.revision, [next.id]: next.revision };
    const revise = (current) => ({ others: [next.id], revisions: { ...revisions, [current.id]: current.revision } });
    return decide("PUT", `/statements/${one.id}/with`, { others: [next.id], revisions }, { revise, wish: "to merge it with the next" });
  }

  // what is clicked, pointed at and pressed

  text.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    const over = [];
    for (let at = event.target.closest("[data-s]"); at && text.contains(at); at = at.parentElement?.closest("[data-s]")) over.push(at.dataset.s);
    const order = [...new Set(over)].filter((id) => marks.has(id)).sort((a, b) => marks.get(a).end - marks.get(a).start - marks.get(b).end + marks.get(b).start);
    if (order.length) open(order[(order.indexOf(selected) + 1) % order.length], { focus: event.detail === 0 });
  });

  let pointed = null;
  text.addEventListener("pointerover", (event) => {
    const id = event.target.closest?.("[data-s]")?.dataset.s ?? null;
    if (id === pointed) return;
    pointed = id;
    page.near(id);
    beside.near(id);
  });

  const withOne = (run) => async () => {
    await opening;
    return selected && panel.one?.id === selected ? run(panel.one) : say("Open a statement first: j goes to the next.");
  };
  bind("j", "Next statement", () => walk(1));
  bind("k", "Previous statement", () => walk(-1));
  bind("J", "Next statement that nobody has looked at", () => walk(1, true));
  bind("K", "The one before that nobody has looked at", () => walk(-1, true));
  bind("l", "List of all statements", () => (beside.isListed && selected ? open(selected) : beside.toList()));
  bind("a", "Accept", withOne(() => panel.judge("accept")));
  bind("x", "Reject, or take in again", withOne((one) => panel.judge(one.state === "rejected" ? "restore" : "reject")));
  bind("e", "Fix: to the fields", withOne(() => panel.toFields()));
  for (const [key, [label, run]] of Object.entries(CHOICES)) bind(key, `Fix: ${label.toLowerCase()}`, withOne((one) => run(one, book, panel.set, panel.point())));
  bind("t", "Split", withOne((one) => cutting(one, words.start)));
  bind("m", "Merge with the next", withOne(merge));
  bind("Escape", "Let go of the chosen words; close the statement", () => words.letGo() || close());
  bindUndo(bind, { after: (answer) => {
    const one = answer?.statements.find((each) => each.document === told.id && each.state === "standing");
    if (one) open(one.id);
    else if (answer?.statements[0] && answer.statements[0].document !== told.id) say(`That was in ${answer.statements[0].title}.`);
  } });

  // what is decided, here or elsewhere

  onDecision(({ statements, gone, decision, isOwn, who }) => {
    const here = statements.filter((one) => one.document === told.id);
    const fresh = new Map(marks.all().map((one) => [one.id, one]));
    const stretches = [...gone, ...here.map((one) => one.id)].filter((id) => fresh.has(id)).map((id) => [fresh.get(id).start, fresh.get(id).end]);
    for (const id of gone) fresh.delete(id);
    for (const one of here) {
      stretches.push([one.start, one.end]);
      if (one.state === "standing" || one.state === "rejected") fresh.set(one.id, one);
      else fresh.delete(one.id);
    }
    marks.take(fresh.values());
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
    beside.refresh();
  });

  async function reload() {
    const fresh = await attempt(() => get(`/reader/${told.id}/marks`));
    if (!fresh) return;
    marks.take(fresh);
    anew();
    if (selected && !marks.has(selected)) close();
    beside.refresh();
  }
  on("computed", (event) => event.name === "contents" && panel.refresh());
  on("changed", (event) => {
    ({ revision } = event);
    if (event.what !== "statements" || !event.decision) reload();
  });
  const isNewer = (event) => event.revision !== revision;
  on("hello", (event) => isNewer(event) && reload()); // else nothing was missed

  // which statements are marked

  function sieve() {
    const put = (id, none, choices) => {
      replace($(`#${id}`), h("option", { value: "" }, none), choices.map(([value, label]) => h("option", { value }, label)));
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
    if (`${now.at} ${now.find}` === sought) anew();
    else write();
    sought = `${now.at} ${now.find}`;
    sieve();
    if (now.statement !== (selected ?? undefined)) open(now.statement);
    else beside.refresh();
  });
}
