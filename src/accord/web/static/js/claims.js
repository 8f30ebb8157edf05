// What the analyst adds: claims of one's own, each with its reason, and who wants what settled before what.
import { book, changed, entry, issueName, issues, keepEntry, needed, parties, partyName, plain, reason, tell, term, termOf, terms, trackName, valueOf } from "./codebook.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";

const SAYS = {
  seeks: "seeks", already_wanted: "wanted all along", would_accept: "would accept", refuses: "refuses", red_line: "never takes", would_do_anyway: "would do anyway, deal or no deal:",
  prefers: "prefers", values_more: "cares more about", no_deal_better: "is better off with no deal than it seems", no_deal_worse: "is worse off with no deal than it seems",
  less_hurried_than: "is less hurried than", may_walk_away: "may walk away", gains_while_waiting: "gains while the talks go on", before: "wants in this order:", shifts_power: "gives power away by",
};
const OF_OPTION = new Set(["seeks", "already_wanted", "would_accept", "refuses", "red_line", "would_do_anyway", "prefers", "shifts_power"]);
const BESIDE = new Set(["would_accept", "refuses", "prefers"]);

function claimed(part) {
  const option = part.issue && part.says !== "values_more" ? ` ${term(part)}` : "";
  const given = (part.given ?? []).map((one) => ` with ${term(one)}`).join("");
  const lesser = part.says === "prefers" ? ` over ${part.over ? plain(part.over) : (part.against ?? []).map(term).join(" and ")}` : "";
  const more = part.says === "values_more" ? ` ${subject(part.issue, part.track)} than ${subject(part.over, part.over_track)}` : "";
  const steps = part.first ? ` ${term(part.first)}, then ${term(part.then)}` : "";
  return `${partyName(part.party)} ${part.negated ? "does not: " : ""}${SAYS[part.says] ?? part.says}${option}${given}${lesser}${more}${part.other ? ` ${partyName(part.other)}` : ""}${steps}${part.towards ? `, to the good of ${partyName(part.towards)}` : ""}`;
}
const subject = (one, table) => (table ? `everything at ${trackName(table)}` : one ? issueName(one) : "");
tell("assumptions", claimed);

export function assumption(part, number) {
  const trusted = h("span", { class: "tag", title: "How far it is trusted; 1 is certain" }, `trusted ${part.reliability}`);
  return entry("assumptions", number, part, () => changeAssumption(part, number), [trusted, !part.reason && h("span", { class: "tag warned" }, "no reason given")]);
}

/** Issues and tables, for a claim that compares how much they matter. */
const subjects = () => [...issues().map(([id, words]) => [`issue\n${id}`, words]), ...book.told.parts.tracks.map((one) => [`track\n${one.id}`, `everything at ${plain(one.name || one.id)}`])];
const subjectValue = (one, table) => (table ? `track\n${table}` : one ? `issue\n${one}` : "");
const steps = () => issues().map(([id, words]) => [[`${id}`, `${words}: settled, however`], ...terms().filter(([value]) => value.startsWith(`${id}\n`))]).flat();
const stepValue = (one) => (one ? (one.option ? valueOf(one) : one.issue) : "");

export function changeAssumption(part = null, number = null) {
  const is = (...kinds) => ({ says }) => kinds.includes(says);
  const ofOption = ({ says }) => OF_OPTION.has(says);
  const other = (words) => (value, now) => (!value ? "Choose one." : value === now.party ? words : "");
  return ask(part ? "Change the assumption" : "Add an assumption", [
    [{ name: "party", label: "Party", kind: "select", value: part?.party, options: parties() }, { name: "reliability", label: "Trusted: above 0, up to 1", kind: "number", value: String(part?.reliability ?? 0.9), required: true,
      check: (text) => (Number(text) > 0 && Number(text) <= 1 ? "" : "A number above 0 and up to 1; 1 is certain.") }],
    { name: "says", label: "What you assume of it", kind: "select", value: part?.says ?? "seeks", options: Object.entries(SAYS).filter(([one]) => book.told.choices.says.includes(one)) },
    { name: "option", label: "Of which option", kind: "select", value: valueOf(part), options: terms("–"), when: ofOption, check: needed("Choose an option of an issue.") },
    { name: "given", label: "Together with (may be left out)", kind: "select", value: valueOf(part?.given?.[0]), options: terms("–"), when: ({ says }) => BESIDE.has(says), check: (value, now) => (value && termOf(value).issue === termOf(now.option).issue ? "That is an option of the same issue; choose one of another." : "") },
    { name: "over", label: "Over which", kind: "select", value: part?.over && part.says === "prefers" ? `${part.issue}\n${part.over}` : valueOf(part?.against?.[0]), options: terms("–"), when: is("prefers"), check: (value, now) => (!value ? "Choose what it likes less." : value === now.option ? "That is the same option; choose another." : "") },
    { name: "more", label: "Cares more about", kind: "select", value: subjectValue(part?.issue, part?.track), options: subjects(), when: is("values_more") },
    { name: "less", label: "Than about", kind: "select", value: subjectValue(part?.over, part?.over_track), options: subjects(), when: is("values_more"), check: (value, now) => (value === now.more ? "That is the same; choose another." : "") },
    { name: "other", label: "Than which party", kind: "select", value: part?.other ?? "", options: parties("–"), when: is("less_hurried_than"), check: other("A party is compared with another.") },
    { name: "first", label: "First", kind: "select", value: stepValue(part?.first), options: steps(), when: is("before") },
    { name: "then", label: "Only then", kind: "select", value: stepValue(part?.then), options: steps(), when: is("before"), check: (value, now) => (value.split("\n")[0] === now.first.split("\n")[0] ? "That is the same issue; choose another." : "") },
    { name: "towards", label: "To the good of which party", kind: "select", value: part?.towards ?? "", options: parties("–"), when: is("shifts_power"), check: other("Power is given to another party.") },
    { name: "negated", label: "It is the other way round: this is not so", kind: "checkbox", value: part?.negated ?? false },
    { ...reason(part, "Stands beside every finding that rests on it"), required: true, label: "Why you assume it" },
  ], { send: part ? "Keep" : "Add", lead: "Your own claim, where no document says so.", keep: (written) => keepEntry("assumptions", number, claimFields(written, part)) });
}

/** The fields of an assumption as the file has them; null where its kind has none. Terms beyond the form's stay. */
function claimFields(written, part) {
  const { says } = written;
  const on = OF_OPTION.has(says) ? termOf(written.option) : { issue: null, option: null };
  const given = BESIDE.has(says) && written.given ? [termOf(written.given), ...(part?.given ?? []).slice(1)] : null;
  const fields = { party: written.party, says, ...on, over: null, given, against: null, track: null, over_track: null, first: null, then: null,
    other: says === "less_hurried_than" ? written.other : null, towards: says === "shifts_power" ? written.towards : null, negated: written.negated || null, reason: written.reason.trim(), reliability: Number(written.reliability) };
  if (says === "prefers") {
    const lesser = termOf(written.over);
    Object.assign(fields, lesser.issue === on.issue ? { over: lesser.option } : { against: [lesser, ...(part?.against ?? []).slice(1)] });
  }
  if (says === "values_more") {
    const [kind, more] = written.more.split("\n");
    const [than, less] = written.less.split("\n");
    Object.assign(fields, { [kind]: more, [than === "track" ? "over_track" : "over"]: less });
  }
  if (says === "before") for (const name of ["first", "then"]) fields[name] = written[name].includes("\n") ? termOf(written[name]) : { issue: written[name] };
  return fields;
}

tell("preconditions", (part) => `${partyName(part.party)} wants ${issueName(part.before)} settled${part.option ? ` as ${plain(part.option)}` : ""} before ${issueName(part.after)}`);

export const precondition = (part, number) => entry("preconditions", number, part, () => changePrecondition(part, number));

export function changePrecondition(part = null, number = null) {
  const first = part ? (part.option ? `${part.before}\n${part.option}` : part.before) : "";
  return ask(part ? "Change the condition of order" : "Add a condition of order", [
    { name: "party", label: "Who sets it", kind: "select", value: part?.party, options: parties() },
    { name: "before", label: "Must be settled first", kind: "select", value: first, options: steps() },
    { name: "after", label: "Waits for it", kind: "select", value: part?.after ?? issues()[1]?.[0], options: issues(), check: (value, now) => (value === now.before.split("\n")[0] ? "An issue does not wait for itself; choose another." : "") },
    reason(part)], { send: part ? "Keep" : "Add", keep: (written) => {
    const { issue, option } = termOf(written.before);
    const fields = { party: written.party, before: issue, after: written.after, option, reason: written.reason.trim() || null };
    return keepEntry("preconditions", number, part ? changed(part, fields) : fields);
  } });
}
