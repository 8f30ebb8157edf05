// A statement beside its text: verdicts, fields, what rests on it, what was decided on it. The reader and the review share it.
import { get, attempt } from "./api.js";
import { h, replace, form, percent } from "./dom.js";
import { act, does } from "./acts.js";
import { changes, clock, done } from "./decisions.js";
import { decide } from "./deciding.js";
import { editor, redraw } from "./editor.js";

/** A panel for one statement at a time, in `element`. `book`: /statements/fields; `tools(one)`: more buttons. */
export function statementPanel(element, book, { tools = () => null, heading = () => null } = {}) {
  let one = null;
  let why = "";
  let known = { id: "", findings: null, history: null };
  const issues = new Map(book.issues.map((issue) => [issue.id, issue.name]));

  const set = (what, wish) => {
    const { id, revision } = one;
    const body = { changes: what, revision, why: taken() };
    return decide("PATCH", `/statements/${id}`, body, { revise: (current) => ({ ...body, revision: current.revision }), wish });
  };
  const taken = () => {
    const told = why;
    why = "";
    const input = element.querySelector("#why");
    if (input) input.value = "";
    return told;
  };
  const judge = (verdict) => {
    const { id, revision } = one;
    return decide("POST", `/statements/${id}/${verdict}`, { revision, why: taken() }, { wish: `to ${verdict} it` });
  };

  const draw = () => {
    if (!one) return;
    const isNew = element.dataset.statement !== one.id;
    element.dataset.statement = one.id;
    redraw(element, heading(one), h("div", { class: "statement" }, standing(one), tools(one), h("div", { class: "coding", id: "statement-fields" }, !isNew && form_()), h("div", { class: "rests", id: "rests" }), h("div", { class: "past", id: "past" })));
    clearTimeout(filling);
    if (isNew) filling = setTimeout(fill, 60);
    more();
  };

  // The words come first; whoever goes on at once does not wait for the form.
  let filling = 0;
  const form_ = () => [editor(one, book, set), h("div", { class: "field why" }, h("label", { for: "why" }, "Why (optional; kept with your next change)"), h("input", { id: "why", maxlength: "500", autocomplete: "off", value: why, oninput: (event) => { why = event.target.value; } }))];
  const fill = () => {
    clearTimeout(filling);
    const fields = element.querySelector("#statement-fields");
    if (one && fields && !fields.firstChild) replace(fields, form_());
  };

  let waiting = 0;
  const more = () => {
    if (known.id === `${one.id}.${one.revision}`) return draws();
    known = { id: `${one.id}.${one.revision}`, findings: known.id.startsWith(`${one.id}.`) ? known.findings : null, history: null };
    draws();
    clearTimeout(waiting);
    const mine = known;
    const { id } = one;
    waiting = setTimeout(async () => {
      const asked = [attempt(() => get("/history", { statement: id })), mine.findings ? null : attempt(() => get(`/statements/${id}/findings`))];
      mine.history = await asked[0];
      if (known === mine) draws();
      mine.findings = (await asked[1]) ?? mine.findings;
      if (known === mine) draws();
    }, 250);
    return undefined;
  };
  const draws = () => {
    const rests = element.querySelector("#rests");
    const past = element.querySelector("#past");
    if (rests) replace(rests, findings(known.findings));
    if (past) replace(past, history(known.history, one));
  };

  const standing = (of) => h("header", { class: "stands" },
    h("p", { class: "what" }, form(of.look), " ", h("b", {}, of.speaker), " ", h("span", {}, does(of, issues))),
    h("p", { class: "fine" }, stateWords(of)));

  return {
    show(next) {
      if (next?.id !== one?.id) why = "";
      one = next;
      draw();
    },
    get one() { return one; },
    set, judge, issues,
    /** Puts the focus on the first field of the form. */
    toFields() {
      fill();
      const first = element.querySelector("#f-speakers");
      first?.focus();
      first?.scrollIntoView({ block: "nearest" });
    },
    /** The findings are computed anew: ask again. */
    refresh() { known = { id: "", findings: known.findings, history: known.history }; if (one) more(); },
    point: () => Number(document.activeElement?.closest?.("[data-point]")?.dataset.point ?? 0),
  };
}

/** Where a statement stands in the review, in words. */
export function stateWords(one) {
  const by = one.who ? ` by ${one.who}, ${clock(one.when)}` : "";
  if (one.state === "rejected") return `Rejected${by}`;
  if (one.state !== "standing") return `No longer stands: ${one.state.replaceAll("_", " ")}`;
  if (one.review === "changed") return "Looked at, but read otherwise since: look again";
  return one.review === "reviewed" ? `Looked at${by}` : `Nobody has looked at it yet; confidence ${one.confidence.toFixed(2)}`;
}

function findings(answer) {
  if (!answer) return null;
  const rows = answer.data ?? [];
  return h("section", { "aria-labelledby": "rests-title" }, h("h3", { id: "rests-title" }, "What rests on it"),
    answer.state === "computing" && h("p", { class: "tiny" }, answer.data ? "Being computed anew; these are the findings before." : "The findings are being computed …"),
    answer.data && !rows.length && h("p", { class: "fine" }, "No finding rests on it."),
    h("ul", { class: "bears" }, rows.slice(0, 6).map((row) => h("li", {}, h("a", { href: `/findings?finding=${encodeURIComponent(row.finding)}` }, row.sentence), row.effect ? h("span", { class: "tiny" }, ` ${row.effect > 0 ? "+" : "−"}${percent(Math.abs(row.effect))}`) : null))),
    rows.length > 6 && h("p", { class: "tiny" }, `and ${rows.length - 6} more`));
}

function history(answer, one) {
  if (!answer?.rows.length) return null;
  return h("section", { "aria-labelledby": "past-title" }, h("h3", { id: "past-title" }, "What was decided"),
    h("ol", {}, answer.rows.slice(0, 5).map((row) => h("li", { class: row.in_force ? null : "off" }, h("p", {}, h("b", {}, row.who), ` ${done(row)}, ${clock(row.when)}`, row.why && h("span", { class: "fine" }, `: ${row.why}`), !row.in_force && h("span", { class: "tag" }, "taken back")), changes(row)))),
    h("p", { class: "tiny" }, h("a", { href: `/history?statement=${encodeURIComponent(one.id)}` }, "All of it")));
}

/** A statement as a row of a list: sign, who, what. */
export function row(one, issues, { current = false, onclick, number } = {}) {
  return h("button", { type: "button", class: `line ${one.look.colour} is-${one.state} is-${one.review}`, "aria-current": current ? "true" : null, data: { row: one.id, focus: `row-${one.id}` }, tabindex: current ? "0" : "-1", onclick },
    h("span", { class: "sign-of" }, form(one.look), act(one.act).letter), h("span", {}, h("b", {}, one.speaker), " ", does(one, issues)), number && h("span", { class: "tiny" }, number));
}
