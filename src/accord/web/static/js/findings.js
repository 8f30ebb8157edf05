// The findings in words: the headlines, all by mechanism, what the documents say nothing of, and what went wrong.
import { $, $$, h, count, replace } from "./dom.js";
import { bind, walk } from "./keys.js";
import { live } from "./live.js";
import { nextStep } from "./next.js";
import { project } from "./project.js";
import { quotation, place, plainbar, sharebar, spread } from "./quotes.js";
import { change, onState, state } from "./state.js";

let last = null;
const open = new Set();

live($("#view"), "/findings", { draw });

async function untouched() {
  const found = await project();
  const step = found && nextStep(found, "Here stand the findings, each with its quotations.");
  if (step) replace($("#view"), step);
}
untouched();

function draw(data) {
  last = data;
  offered(data);
  const { mechanism, words, finding } = state();
  if (finding) open.add(finding);
  const all = new Map(data.chapters.flatMap((one) => one.answers.map((answer) => [answer.id, answer])));
  const isWanted = (answer, title) => (!mechanism || title === mechanism) && says(answer, words);
  const chapters = data.chapters.map((one) => ({ ...one, answers: one.answers.filter((answer) => isWanted(answer, one.title)) })).filter((one) => one.answers.length);
  const first = data.headlines.map((id) => all.get(id)).filter((answer) => answer && isWanted(answer, answer.mechanism));
  const silent = data.silent.filter((one) => (!mechanism || one.title === mechanism) && !words);
  setTimeout(show, 0);
  return [
    standing(data),
    first.length > 0 && h("section", { class: "chapter top-findings", "aria-labelledby": "first-title" }, h("h2", { id: "first-title" }, "What matters most"), first.map((one) => article(one, { isHeadline: true }))),
    chapters.map((one) => h("section", { class: "chapter", "aria-labelledby": one.anchor }, h("h2", { id: one.anchor }, one.title), one.answers.map((answer) => article(answer)))),
    !chapters.length && empty(data),
    silent.length > 0 && silence(silent),
    data.problems.length > 0 && !mechanism && !words && faults(data.problems),
  ];
}

function says(answer, words) {
  if (!words) return true;
  const text = [answer.sentence, ...answer.pulls.flatMap((one) => [one.quote.words, one.quote.speaker])].join(" ").replaceAll("\u00a0", " ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function standing(data) {
  return h("p", { class: "fine standing" }, `From ${count(data.statements, "statement")} in ${count(data.documents, "document")}; ${data.members.toLocaleString("en")} models drawn, seed ${data.seed}.`,
    data.drafted && [" Parties, tracks or issues are still as drafted: ", h("a", { href: "/negotiation" }, "check them"), "."]);
}

function empty(data) {
  const { mechanism, words } = state();
  if (mechanism || words) return h("p", { class: "empty" }, "No finding is about this. ", h("button", { type: "button", class: "link", onclick: () => change({ mechanism: null, words: null }) }, "Show them all"));
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, "There is no finding yet.")),
    h("p", {}, data.statements === 0 ? "No statement was found in the documents: nobody is quoted, and nothing is told of who demands, offers or refuses what." : "The documents, as read, say nothing that bears on an issue of the negotiation. "),
    h("div", { class: "row" }, h("a", { class: "button", href: "/negotiation" }, "Check issues and their words"), h("a", { class: "button", href: "/" }, "Add documents")));
}

function article(answer, { isHeadline = false } = {}) {
  const shown = isHeadline ? answer.pulls.slice(0, 2) : [];
  const key = isHeadline ? `first:${answer.id}` : answer.id;
  return h("article", { class: "finding", tabindex: "0", id: isHeadline ? null : answer.anchor, data: { finding: answer.id, focus: key }, "aria-label": answer.sentence },
    gauge(answer),
    h("div", { class: "body" },
      isHeadline && h("p", { class: "fine" }, answer.mechanism),
      h("h3", {}, answer.sentence),
      shown.map((one) => quotation(one.quote, one)),
      behind(answer, shown.length, key)));
}

function gauge(answer) {
  const size = answer.first
    ? h("a", { class: `size ${answer.status}`, href: place(answer.pulls[0].quote), title: "To the sentence in the text" }, answer.number)
    : h("span", { class: `size ${answer.status}` }, answer.number);
  return h("div", { class: "gauge" }, size, answer.bar && sharebar(answer.bar), answer.bar?.prior_words && h("span", { class: "caption" }, `with no evidence ${answer.bar.prior_words}`));
}

function behind(answer, rest, key) {
  const left = answer.pulls.slice(rest);
  const { moves, ways, sides } = answer.beside;
  const parts = [left.length && count(left.length, "quotation"), answer.assumptions.length && count(answer.assumptions.length, "assumption"), moves && "moves",
    sides && "by whose claims", ways && "the other way round", answer.spread && "size", answer.references.length && "theory"].filter(Boolean);
  if (!parts.length) return null;
  const text = parts.join(", ");
  const remember = (event) => (event.target.open ? open.add(key) : open.delete(key));
  return h("details", { class: "grounds", open: open.has(key), ontoggle: remember }, h("summary", {}, text[0].toUpperCase() + text.slice(1)),
    answer.spread && spread(answer.spread),
    moves && seen(moves), ways && hangs(ways), sides && believed(sides),
    left.map((one) => quotation(one.quote, one)),
    answer.more > 0 && h("p", { class: "fine" }, `${count(answer.more, "more statement")} enter this finding; the JSON names them.`),
    answer.assumptions.length > 0 && [h("p", { class: "label" }, "Taken for granted"), h("ul", { class: "fine" }, answer.assumptions.map((one) => h("li", {}, one)))],
    answer.references.length > 0 && [h("p", { class: "label" }, "Theory"), h("ul", { class: "fine" }, answer.references.map(work))],
    h("p", { class: "fine" }, h("a", { href: `/what-if?finding=${encodeURIComponent(answer.id)}` }, "What would change it"), " · ", h("a", { href: `?finding=${encodeURIComponent(answer.id)}` }, "Address of this finding")));
}

function work(one) {
  return h("li", {}, `${one.authors} (${one.year}). `, h("cite", {}, one.title), one.place ? `. ${one.place}.` : ".");
}

function believed(sides) {
  return [h("p", { class: "label" }, "By whose claims"),
    h("div", { class: "scroll" }, h("table", { class: "beside" }, h("thead", { class: "unseen" }, h("tr", {}, ["Whose claims", "Share", "In words"].map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, sides.rows.map((one) => h("tr", {}, h("th", { scope: "row" }, one.label), h("td", {}, plainbar(one.end)), h("td", { class: "number" }, one.words)))))),
    sides.pooled && h("p", { class: "fine" }, `Who trusts each of these sides alike would hold ${sides.pooled}. A side that is not listed says nothing of it.`)];
}

function seen(moves) {
  const heads = ["Day", "Move", "If it seeks a deal", "If it buys time", "Speaks for"];
  return [h("p", { class: "label" }, "What it was seen to do, and how likely that is from either kind of party"),
    h("div", { class: "scroll" }, h("table", { class: "beside" }, h("thead", {}, h("tr", {}, heads.map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, moves.rows.map((one) => h("tr", {}, h("td", {}, one.day), h("td", {}, h("a", { href: place({ id: one.statement, document: one.document }) }, one.words), h("br"), h("span", { class: "fine" }, one.why)),
        h("td", { class: "number" }, one.seeks), h("td", { class: "number" }, one.buys), h("td", {}, one.speaks)))))),
    h("p", { class: "fine" }, `The likelihoods are judgements. Moved to the ends of their band, the answer lies between ${moves.band}; with another chance before any move, between ${moves.by_prior}.${moves.simulated ? ` ${moves.simulated}` : ""}`)];
}

function hangs(ways) {
  return [h("p", { class: "label" }, "What hangs on which of them is untrue"),
    h("div", { class: "scroll" }, h("table", { class: "beside" }, h("thead", {}, h("tr", {}, ["Finding", ...ways.heads].map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, ways.rows.map(([topic, shares]) => h("tr", {}, h("th", { scope: "row" }, topic), shares.map((one) => h("td", { class: "number" }, one)))))))];
}

function silence(silent) {
  return h("section", { class: "chapter silence", "aria-labelledby": "silence-title" }, h("h2", { id: "silence-title" }, "The documents say nothing of this"),
    h("dl", {}, silent.map((one) => h("div", {}, h("dt", {}, one.title), h("dd", {}, one.sentences.slice(0, 3).join(" "),
      one.sentences.length > 3 && h("details", {}, h("summary", {}, `${one.sentences.length - 3} more`), h("ul", {}, one.sentences.slice(3).map((each) => h("li", {}, each)))))))));
}

function faults(problems) {
  return h("section", { class: "faults", "aria-labelledby": "faults-title" }, h("h2", { id: "faults-title" }, "Told on the way"),
    h("ul", { class: "problems" }, problems.map((one) => h("li", { class: `is-${one.severity}` }, h("span", { class: "severity" }, one.severity), one.sentence, one.quotes.map((quote) => quotation(quote))))));
}

// which findings

function offered(data) {
  const select = $("#mechanism");
  const titles = [...new Set([...data.chapters.map((one) => one.title), ...data.silent.map((one) => one.title)])];
  replace(select, h("option", { value: "" }, "Everything"), titles.map((one) => h("option", { value: one }, one)));
  select.value = state().mechanism ?? "";
  if ($("#words") !== document.activeElement) $("#words").value = state().words ?? "";
}

$("#mechanism").addEventListener("change", (event) => change({ mechanism: event.target.value, finding: null }));
$("#words").addEventListener("input", (event) => change({ words: event.target.value, finding: null }));
$("#sieve").addEventListener("submit", (event) => event.preventDefault());
onState(() => last && replace($("#view"), draw(last)));

let shown = "";
function show() {
  const { finding } = state();
  for (const one of $$(".finding")) one.classList.toggle("chosen", one.dataset.finding === finding && Boolean(one.id));
  if (!finding || finding === shown) return;
  shown = finding;
  const at = $$(".finding").find((one) => one.dataset.finding === finding && one.id);
  if (at) {
    at.scrollIntoView({ block: "start" });
    at.focus({ preventScroll: true });
  }
}

walk(".finding", { label: "finding", enter: (at) => { const grounds = $(".grounds", at); if (grounds) grounds.open = !grounds.open; } });
bind("t", "To the sentence it hangs on most", () => document.activeElement.closest?.(".finding")?.querySelector("a.size")?.click());
