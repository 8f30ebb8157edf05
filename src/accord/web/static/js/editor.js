// A statement's fields, each kept as soon as it is changed: typed inputs, the codebook's parties, issues and options, and how
// the reader reached each.
import { h, form, replace } from "./dom.js";
import { ACTS, plain } from "./acts.js";
import { ask } from "./dialog.js";
import { claimWords, told } from "./decisions.js";

const WORDS = {
  official: "official", affiliated_expert: "expert tied to a party", stated: "said by somebody", belief: "a thought the reporter ascribes",
  narrated: "the reporter's own voice", direct: "quoted word for word", indirect: "reported speech", mixed: "reported, with quoted words",
};
const words = (value) => WORDS[value] ?? plain(value);

/** The fields of `one` (a statement in full). `set(changes, wish)` keeps a change; `book` is /statements/fields. */
export function editor(one, book, set) {
  const fields = one.fields;
  names(book);
  const keep = (name, label, value) => set({ [name]: value }, `${label}: ${told(value)}`);
  const tools = { one, book, set, keep };
  return [
    fields.points.map((point, at) => points(tools, point, at)),
    h("section", { class: "fields", "aria-labelledby": "who-says" }, h("h3", { id: "who-says" }, "Who says it"),
      listed(tools, "speakers", "Speaker, as resolved", { list: "known-speakers", wide: true, hint: "Several: with ; between" }),
      text(tools, "speaker_as_named", "As named in the text"), text(tools, "role", "Role"),
      text(tools, "organisation", "Organisation"), chosen(tools, "authority", "Authority", book.authority),
      parties(tools), listed(tools, "chain", "Chain, outermost source first", { wide: true, list: "known-speakers" })),
    h("section", { class: "fields", "aria-labelledby": "how-said" }, h("h3", { id: "how-said" }, "How it stands in the text"),
      chosen(tools, "tier", "Tier", book.tier), chosen(tools, "kind", "Kind", book.kind),
      text(tools, "cue", "Cue"), text(tools, "on", "Said on", { type: "date" }), text(tools, "event", "Event", { wide: true })),
    h("p", { class: "row" }, h("button", { type: "button", class: "quiet", id: "add-point", onclick: () => set({ points: [...fields.points, newPoint(one)] }, "another point") }, "Add a point"),
      h("span", { class: "tiny read-by" }, `Read ${plain(fields.reader)}, confidence ${fields.confidence.toFixed(2)}`)),
  ];
}

/** Puts new children into a form; what is being typed in it stays. */
export function redraw(element, ...children) {
  const held = document.activeElement;
  const isTyped = element.contains(held) && held.id && "defaultValue" in held && held.type !== "checkbox" && held.value !== held.defaultValue;
  const kept = isTyped ? { id: held.id, value: held.value, from: held.type === "date" ? null : held.selectionStart } : null;
  if (isTyped) held.dataset.left = "";
  replace(element, ...children);
  const fresh = kept && document.getElementById(kept.id);
  if (!fresh) return;
  fresh.value = kept.value;
  if (kept.from !== null) fresh.setSelectionRange(kept.from, kept.from);
}

function newPoint(one) {
  return { act: "assessment", about: one.fields.parties[0] ?? null, issue: null, option: null, counterpart: null, claim: null, negated: false, modality: "asserted", condition: null };
}

/** How a field was reached, under it. `points.0.act` was read as `points[0].act` and corrected as `points.0.act`. */
function way({ one }, name) {
  const reached = one.fields.reached;
  const found = reached[name] ?? reached[name.replace(/^points\.(\d+)/, "points[$1]")];
  return found && h("span", { class: "way", id: `way-${idOf(name)}` }, found);
}

const idOf = (name) => name.replaceAll(".", "-");

function field(tools, name, label, control, { wide = false, hint } = {}) {
  const id = `f-${idOf(name)}`;
  control.id = id;
  const found = way(tools, name);
  if (found) control.setAttribute("aria-describedby", found.id);
  return h("div", { class: `field ${wide ? "wide" : ""}` }, h("label", { for: id }, label), control, hint && h("span", { class: "way" }, hint), found);
}

function commit(control, keep) {
  control.addEventListener("keydown", (event) => {
    if (event.key === "Escape") control.value = control.defaultValue;
    if (event.key === "Enter") control.blur();
  });
  control.addEventListener("change", () => !("left" in control.dataset) && keep(control.value.trim()));
  return control;
}

function text(tools, name, label, { type = "text", wide = false, list } = {}) {
  const value = valueOf(tools.one.fields, name);
  const control = h("input", { type, value: value ?? "", autocomplete: "off", list, spellcheck: "false" });
  return field(tools, name, label, commit(control, (typed) => tools.keep(name, label, typed || null)), { wide });
}

function listed(tools, name, label, { wide, list, hint } = {}) {
  const control = h("input", { type: "text", value: tools.one.fields[name].join("; "), autocomplete: "off", list, spellcheck: "false" });
  const keep = (typed) => tools.keep(name, label, typed.split(";").map((part) => part.trim()).filter(Boolean));
  return field(tools, name, label, commit(control, keep), { wide, hint: tools.one.fields[name].length > 1 ? hint : null });
}

function chosen(tools, name, label, values, { none, told: naming = words, keep = tools.keep } = {}) {
  const value = valueOf(tools.one.fields, name) ?? "";
  const every = value && !values.includes(value) ? [...values, value] : values;
  const control = h("select", { onchange: (event) => keep(name, label, event.target.value || null) },
    none !== undefined && h("option", { value: "", selected: value === "" }, none), every.map((one) => h("option", { value: one, selected: one === value }, naming(one))));
  return field(tools, name, label, control);
}

function parties(tools) {
  const now = tools.one.fields.parties;
  const turn = (id) => (event) => tools.keep("parties", "Speaks for", event.target.checked ? [...now, id] : now.filter((one) => one !== id));
  return h("div", { class: "field wide parties", role: "group", "aria-labelledby": "f-parties" }, h("span", { class: "label", id: "f-parties" }, "Speaks for"),
    h("div", { class: "chips" }, tools.book.parties.map((one) => h("label", { class: `chip ${one.colour}` }, h("input", { type: "checkbox", id: `f-party-${one.id}`, checked: now.includes(one.id), onchange: turn(one.id) }), form(one), " ", one.name)),
      !now.length && h("span", { class: "tiny" }, "no party: an outside voice")),
    way(tools, "parties"));
}

function points(tools, point, at) {
  const { one, book, set } = tools;
  const name = (part) => `points.${at}.${part}`;
  const issues = new Map(book.issues.map((issue) => [issue.id, issue]));
  const names = new Map(book.parties.map((party) => [party.id, party.name]));
  const party = { none: "nobody", told: (id) => names.get(id) ?? id };
  const act = chosen(tools, name("act"), "Act", book.act, { told: (id) => `${ACTS[id]?.letter ?? ""}  ${words(id)}` });
  const issue = chosen(tools, name("issue"), "Issue", [...issues.keys()], { none: "none that is listed", told: (id) => issues.get(id)?.name ?? plain(id), keep: (field, label, value) => set(toIssue(point, at, issues.get(value)), `${label}: ${told(value)}`) });
  const option = chosen(tools, name("option"), "Option", issues.get(point.issue)?.options ?? [], { none: "none named", told: plain });
  const negated = h("div", { class: "field" }, h("span", { class: "label" }, "Denied"), h("label", {}, h("input", { type: "checkbox", id: `f-${idOf(name("negated"))}`, checked: point.negated, onchange: (event) => tools.keep(name("negated"), "Denied", event.target.checked) }), "It says that it is not so"));
  return h("section", { class: "fields point", data: { point: at }, "aria-labelledby": `point-${at}` }, h("h3", { id: `point-${at}` }, one.fields.points.length > 1 ? `Point ${at + 1} of ${one.fields.points.length}` : "What it says"),
    act, chosen(tools, name("about"), "About", [...names.keys()], party), issue, option,
    chosen(tools, name("modality"), "Modality", book.modality), chosen(tools, name("counterpart"), "Towards", [...names.keys()], party), negated,
    text(tools, name("condition"), "On the condition", { wide: true }),
    h("div", { class: "field wide" }, h("span", { class: "label" }, "Claim about preferences"), h("p", { class: "claim" }, point.claim ? claimWords(point.claim) : "none", " ",
      h("button", { type: "button", class: "link", id: `claim-${at}`, onclick: () => claim(tools, point, at) }, point.claim ? "change" : "make one"),
      point.claim && h("button", { type: "button", class: "link", onclick: () => tools.keep(name("claim"), "Claim", null) }, "take away")), way(tools, name("claim"))),
    one.fields.points.length > 1 && h("p", { class: "field" }, h("button", { type: "button", class: "link", onclick: () => set({ points: one.fields.points.filter((_, number) => number !== at) }, `without point ${at + 1}`) }, "Take this point away")));
}

/** The changes that give a point another issue: an option that the issue does not have goes. */
export function toIssue(point, at, issue) {
  const changes = { [`points.${at}.issue`]: issue?.id ?? null };
  if (point.option && !issue?.options.includes(point.option)) changes[`points.${at}.option`] = null;
  return changes;
}

const NEEDS = {
  prefers: ["issue", "option", "over_option"], would_accept: ["issue", "option"], refuses: ["issue", "option"], seeks: ["issue", "option"],
  already_wanted: ["issue", "option"], would_do_anyway: ["issue", "option"], red_line: ["issue", "option"], values_more: ["issue", "over_issue"],
  no_deal_better: [], no_deal_worse: [], less_hurried_than: ["other"], may_walk_away: [], gains_while_waiting: [], before: ["first", "then"],
  shifts_power: ["issue", "option", "towards"],
};

/** Asks for a claim in two steps: what is claimed of whom, then the rest that this claim needs. */
async function claim(tools, point, at) {
  const { book } = tools;
  const now = point.claim ?? { says: book.claims[point.act] ?? "seeks", party: point.about ?? book.parties[0]?.id, issue: point.issue, option: point.option };
  const party = book.parties.map((one) => [one.id, one.name]);
  const issue = book.issues.map((one) => [one.id, one.name]);
  const option = (id) => (book.issues.find((one) => one.id === id)?.options ?? []).map((one) => [one, plain(one)]);
  const first = await ask("What is claimed", [
    { name: "says", label: "The claim", kind: "select", value: now.says, options: book.says.map((one) => [one, plain(one)]) },
    { name: "party", label: "Of which party's preferences", kind: "select", value: now.party, options: party },
    { name: "issue", label: "Issue (where the claim is on one)", kind: "select", value: now.issue ?? now.first?.issue, options: [["", "none"], ...issue] },
    { name: "negated", label: "It is denied", kind: "checkbox", value: now.negated },
  ], { send: "Go on" });
  if (!first) return;
  const needs = NEEDS[first.says] ?? [];
  const rest = await (needs.some((one) => one !== "issue") ? ask(`${plain(first.says)}: of what`, needs.filter((one) => one !== "issue").map((one) => ({
    option: { name: "option", label: "Option", kind: "select", value: now.option, options: option(first.issue) },
    over_option: { name: "over", label: "Over which option", kind: "select", value: now.over, options: option(first.issue) },
    over_issue: { name: "over", label: "Over which issue", kind: "select", value: now.over, options: issue },
    other: { name: "other", label: "Than which party", kind: "select", value: now.other, options: party },
    towards: { name: "towards", label: "Towards which party", kind: "select", value: now.towards, options: party },
    first: { name: "first", label: "Which issue comes first", kind: "select", value: now.first?.issue ?? first.issue, options: issue },
    then: { name: "then", label: "Which waits for it", kind: "select", value: now.then?.issue, options: issue },
  })[one])) : {});
  if (!rest) return;
  const made = { says: first.says, party: first.party, ...(needs.includes("issue") && first.issue ? { issue: first.issue } : {}), ...rest, ...(first.negated ? { negated: true } : {}) };
  for (const step of ["first", "then"]) if (made[step]) made[step] = { issue: made[step], option: made[step] === now[step]?.issue ? now[step].option : null };
  for (const name of ["given", "against"]) if (now[name] && now.says === made.says) made[name] = now[name];
  tools.keep(`points.${at}.claim`, "Claim", made);
}

/** The names of speakers that inputs propose, once on a page. */
function names(book) {
  if (document.getElementById("known-speakers")) return;
  document.body.append(h("datalist", { id: "known-speakers" }, book.speakers.slice(0, 400).map((one) => h("option", { value: one }))));
}

function valueOf(fields, name) {
  return name.split(".").reduce((value, part) => value?.[part], fields);
}
