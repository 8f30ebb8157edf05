// The negotiation: parties, tables, issues and options as parts, and the file itself beside them.
import { attempt, post } from "./api.js";
import { assumption, changeAssumption, changePrecondition, precondition } from "./claims.js";
import { book, edit, load, send, undo } from "./codebook.js";
import { ask } from "./dialog.js";
import { $, count, h, replace } from "./dom.js";
import { ended, on } from "./events.js";
import { changeIssue, issue } from "./issues.js";
import { bind } from "./keys.js";
import { fault, say } from "./notice.js";
import { changeParty, changeTrack, party, track } from "./parties.js";
import { changeExclusion, changeInteraction, changeRate, changeRequirement, exclusion, interaction, rate, requirement } from "./rules.js";
import { change, onState, state } from "./state.js";
import { isOpen, problem, showText, showYaml } from "./yaml.js";

const RULES = [
  ["exclusions", "Cannot stand together", "options that no deal has at once", exclusion, changeExclusion, "rule"],
  ["requirements", "Needs another", "an option that a deal has only together with another", requirement, changeRequirement, "need"],
  ["interactions", "Worth more or less together", "what is worth more, or less, together than each by itself", interaction, changeInteraction, "pair"],
  ["rates", "Patience, pressure, the outside", "what you know of who is in a hurry, who may leave, and what no deal is worth", rate, changeRate, "figure"],
];

function section(title, lead, entries, add, words) {
  return h("section", { "aria-label": title }, h("header", {}, h("h2", {}, title), h("p", { class: "fine" }, lead), add && h("button", { type: "button", onclick: () => add() }, `Add ${words}`)), entries);
}

function draw() {
  const { parts, fault: broken, documents } = book.told;
  const empty = !parts.parties.length && !parts.issues.length;
  const waiting = Object.values(parts).filter(Array.isArray).flat().filter((part) => part.drafted).length;
  $("#draft").hidden = documents === 0 || (empty && !broken);
  $("#confirm-all").hidden = waiting === 0;
  replace($("#lead"), waiting ? `${count(waiting, "part")} drafted from the documents: change or remove what is wrong, confirm what is right. You can go on before all of it is confirmed.` : parts.title || "Who negotiates what, at which table, with which possible outcomes.");
  if (broken) {
    replace($("#parts"), h("div", { class: "empty" }, h("p", {}, h("strong", {}, "The negotiation file cannot be used as it is.")), h("p", {}, broken.sentence), h("p", {}, "Mend it in the YAML beside, or undo the last change with u.")));
    showYaml(true);
  } else replace($("#parts"), empty ? start(documents) : [again(), whole()]);
  showText();
}

function whole() {
  const { parts, problems, changes } = book.told;
  const isRuled = RULES.some(([name]) => parts[name].length) || state().rules;
  return [
    h("section", {}, h("header", {}, h("h2", {}, parts.title || "No title"), h("p", { class: "fine" }), h("button", { type: "button", onclick: changeTitle }, "Change"))),
    section("Parties", "who negotiates, and under which names the documents speak of them", parts.parties.map(party), changeParty, "party"),
    section("Tables", "tracks: who sits at which table", parts.tracks.map(track), changeTrack, "table"),
    section("Issues", "what is negotiated, with every way it can be settled, from one end to the other; click an option to rename it, or to say that it holds now or would hold with no deal", parts.issues.map(issue), changeIssue, "issue"),
    section("Order", "who wants what settled before what", parts.preconditions.map(precondition), parts.issues.length > 1 && parts.parties.length ? changePrecondition : null, "condition"),
    section("Assumptions", "your own claims, each with its reason; findings that rest on them say so", parts.assumptions.map(assumption), parts.parties.length ? changeAssumption : null, "assumption"),
    parts.parties.length > 0 && parts.issues.length > 0 && h("details", { class: "rules", open: Boolean(isRuled), ontoggle: (event) => { if (event.target.open !== Boolean(isRuled)) change({ rules: event.target.open ? "1" : null }, { quiet: true }); } },
      h("summary", {}, h("h2", {}, "Rules and figures"), h("span", { class: "fine" }, "for those who know more than the documents say: what cannot stand together, what needs what, patience and pressure")),
      RULES.map(([name, title, lead, shown, add, words]) => section(title, lead, parts[name].map(shown), parts.issues.length > 1 || name === "rates" ? add : null, words))),
    problems.length > 0 && section("Remarks", "what weakens the file", h("ul", { class: "problems" }, problems.map(problem))),
    changes.length > 0 && section("Changes", "the last ones; u undoes the last that stands", h("ul", { class: "changes" }, changes.slice(0, 12).map((one) => h("li", {},
      h("span", { class: `what ${one.is_taken_back ? "undone" : ""}` }, one.what), h("span", { class: "fine" }, `${one.who}, ${one.when.slice(0, 16).replace("T", " ")}`))))),
  ];
}

function changeTitle() {
  return ask("What the talks are about", [{ name: "title", label: "Title", value: book.told.parts.title, required: true }], { keep: (written) => send({ op: "title", name: written.title.trim() }) });
}

/** Whether the documents should be read with the negotiation as it is now. */
function again() {
  const { documents, parts, statements } = book.told;
  if (!documents || !parts.issues.length) return null;
  return h("div", { class: "again" }, h("p", {}, statements ? "After changing names, issues or options, have the documents read again: what is unchanged is not read twice." : "Next: have the documents read with this negotiation. Every position and concession is tied to its sentence."),
    h("a", { class: statements ? "button" : "button first", href: "/?read=1" }, statements ? "Read again" : "Read the documents"));
}

function start(documents) {
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, "No party and no issue is named yet.")),
    documents ? [h("p", {}, `accord can propose parties, tables, issues and options from the ${count(documents, "document")}. Each part comes with the sentence it rests on and is marked as drafted until you confirm it.`),
      h("div", { class: "row" }, h("button", { type: "button", class: "first", id: "draft-first", onclick: draft }, "Draft a negotiation"), h("button", { type: "button", onclick: () => changeParty() }, "Start by hand"))]
      : [h("p", {}, "Add documents first, and accord proposes all this from them; or start by hand."),
        h("div", { class: "row" }, h("a", { class: "button first", href: "/" }, "Add documents"), h("button", { type: "button", onclick: () => changeParty() }, "Start by hand"))]);
}

async function draft() {
  const there = book.told.parts.parties.length || book.told.parts.issues.length;
  if (there && !(await ask("Draft anew?", [], { send: "Draft anew", danger: true, lead: "The draft takes the place of all parties, tables, issues and assumptions. What stands now is kept, and u brings it back." }))) return;
  replace($("#parts"), h("p", { class: "computing", role: "status" }, h("progress", { "aria-label": "Drafting" }), "Drafting from the documents: a few seconds for a handful, longer for many …"));
  const started = await attempt(() => post("/negotiation/draft", { replace: Boolean(there) }));
  const job = started && await ended(started);
  if (job?.state === "failed") fault(job.sentence);
  if (job?.state === "done") {
    say(`Proposed ${count(job.outcome.parties, "party", "parties")} and ${count(job.outcome.issues, "issue")}. Look through them: every part has the sentence it came from.`);
    for (const one of job.outcome.problems) fault(one.sentence);
  }
  await load();
}

book.drawn = draw;
$("#draft").addEventListener("click", draft);
$("#confirm-all").addEventListener("click", () => edit({ op: "confirm_all" }));
$("#as-yaml").addEventListener("click", () => change({ yaml: isOpen() ? null : "1" }));
onState((now) => showYaml(Boolean(now.yaml)));
bind("y", "Show or hide the YAML", () => $("#as-yaml").click());
bind("u", "Undo the last change of the negotiation", undo);
bind("P", "Add a party", () => changeParty());
bind("I", "Add an issue", () => changeIssue());

on("changed", load);
on("hello", load);
load();
showYaml(Boolean(state().yaml));
