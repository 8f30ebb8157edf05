// What packages may hold: what cannot stand together, what needs what, what is worth more or less together; and what is
// known of patience, pressure and the world outside the talks.
import { book, entry, issueName, issues, keepEntry, parties, partyName, plain, rates, reason, tell, term, termOf, terms, valueOf } from "./codebook.js";
import { ask } from "./dialog.js";

const SEATS = ["first", "second", "third", "fourth"];

/** Fields for two to four options of different issues. */
function several(part) {
  const held = part?.terms ?? [];
  return SEATS.map((seat, at) => ({ name: seat, kind: "select", value: valueOf(held[at]), options: terms("–"), label: at < 2 ? `${at === 0 ? "One option" : "and another"}` : "and (may be left out)",
    check: (value, now) => {
      if (!value) return at < 2 ? "Choose an option of an issue." : "";
      const earlier = SEATS.slice(0, at).map((one) => now[one]).filter(Boolean);
      return earlier.some((one) => termOf(one).issue === termOf(value).issue) ? "Each option is of another issue; choose one of an issue that is not named yet." : "";
    } }));
}
const chosen = (written, part) => [...SEATS.map((seat) => written[seat]).filter(Boolean).map(termOf), ...(part?.terms ?? []).slice(SEATS.length)];
const kept = (section, number, fields) => keepEntry(section, number, fields);

tell("exclusions", (part) => `${part.terms.map(term).join(" and ")} cannot stand together`);
export const exclusion = (part, number) => entry("exclusions", number, part, () => changeExclusion(part, number));

export function changeExclusion(part = null, number = null) {
  return ask(part ? "Change what cannot stand together" : "What cannot stand together", [...several(part), reason(part)], { send: part ? "Keep" : "Add",
    lead: "No deal has all of these at once, whoever would agree to it.", keep: (written) => kept("exclusions", number, { terms: chosen(written, part), reason: written.reason.trim() || null }) });
}

tell("requirements", (part) => `${term(part)} needs ${issueName(part.other)} at ${part.options.map(plain).join(" or ")}`);
export const requirement = (part, number) => entry("requirements", number, part, () => changeRequirement(part, number));

export function changeRequirement(part = null, number = null) {
  const needs = (part?.options ?? []).map((option) => `${part.other}\n${option}`);
  return ask(part ? "Change what an option needs" : "What an option needs", [
    { name: "option", label: "This option", kind: "select", value: part ? valueOf(part) : "", options: terms("–"), check: (value) => (value ? "" : "Choose the option that needs something.") },
    { name: "needs", label: "Needs one of these", kind: "checks", value: needs, options: terms(), check: (values, now) => {
      if (!values.length) return "Tick at least one option.";
      if (new Set(values.map((value) => termOf(value).issue)).size > 1) return "All of them are options of one issue; add another entry for another issue.";
      return termOf(values[0]).issue === termOf(now.option).issue ? "An option needs something of another issue, not of its own." : "";
    } }, reason(part)], { send: part ? "Keep" : "Add", lead: "A deal has the first only together with one of the others.",
    keep: (written) => kept("requirements", number, { ...termOf(written.option), other: termOf(written.needs[0]).issue, options: written.needs.map((value) => termOf(value).option), reason: written.reason.trim() || null }) });
}

const KINDS = { complements: "worth more together than each by itself", substitutes: "worth less together than each by itself" };
const whose = (part) => (part.party ? `for ${partyName(part.party)} ` : "");
tell("interactions", (part) => `${whose(part)}${part.terms?.length ? part.terms.map(term).join(" and ") : `changes of ${part.issues.map(issueName).join(" and ")}`} are ${KINDS[part.kind]}`);
export const interaction = (part, number) => entry("interactions", number, part, () => changeInteraction(part, number));

export function changeInteraction(part = null, number = null) {
  const byOption = ({ of }) => of === "terms";
  return ask(part ? "Change what is worth more, or less, together" : "What is worth more, or less, together", [
    { name: "kind", label: "They are", kind: "select", value: part?.kind ?? "complements", options: Object.entries(KINDS) },
    { name: "party", label: "For whom", kind: "select", value: part?.party ?? "", options: parties("every party") },
    { name: "of", label: "What", kind: "select", value: part?.issues?.length ? "issues" : "terms", options: [["terms", "certain options"], ["issues", "any change on certain issues"]] },
    ...several(part).map((field) => ({ ...field, when: byOption })),
    { name: "issues", label: "Which issues", kind: "checks", value: part?.issues ?? [], options: issues(), when: ({ of }) => of === "issues", check: (values) => (values.length >= 2 && values.length <= 4 ? "" : "Tick two to four issues.") },
    reason(part)], { send: part ? "Keep" : "Add", lead: "How much more or less is drawn for each model, up to a quarter of all a party could get.",
    keep: (written) => kept("interactions", number, { kind: written.kind, party: written.party || null, terms: byOption(written) ? chosen(written, part) : null, issues: byOption(written) ? null : written.issues, reason: written.reason.trim() || null }) });
}

const RATES = {
  impatience: "impatience: how fast a deal loses worth to it while it waits", walk_away_hazard: "walking away: the chance, each month, that it leaves the talks",
  waiting_flow: "waiting: what it gains each month while the talks go on (a loss is below 0)", outside_shift: "outside option: what no deal is worth to it beyond what would hold anyway",
  power_shift: "power: what it gains for later once a term that shifts power holds",
};
const known = (name) => book.rates?.find((one) => one.name === name);
tell("rates", (part) => `${part.party ? partyName(part.party) : "every party"}: ${RATES[part.rate].split(":")[0]} ${part.low === part.high ? `is ${part.low}` : `lies between ${part.low} and ${part.high}`} ${known(part.rate)?.unit ?? ""}`);
export const rate = (part, number) => entry("rates", number, part, () => changeRate(part, number));

export async function changeRate(part = null, number = null) {
  if (!(await rates())) return null;
  const figure = (value, now) => {
    const found = value.trim() === "" ? NaN : Number(value);
    if (!(found >= -10 && found <= 10)) return "A number such as 0.05, with a point.";
    return found < 0 && ["impatience", "walk_away_hazard"].includes(now.rate) ? "This is 0 or more." : "";
  };
  const ranges = book.rates.map((one) => `${RATES[one.name].split(":")[0]} ${one.low} to ${one.high} ${one.unit}`).join("; ");
  return ask(part ? "Change what is known" : "What is known of patience, pressure and the outside", [
    { name: "rate", label: "What", kind: "select", value: part?.rate ?? "impatience", options: Object.entries(RATES) },
    { name: "party", label: "Of whom", kind: "select", value: part?.party ?? "", options: parties("every party") },
    [{ name: "low", label: "At least", kind: "number", value: part ? String(part.low) : "", required: true, check: figure },
      { name: "high", label: "At most", kind: "number", value: part ? String(part.high) : "", required: true, check: (value, now) => figure(value, now) || (Number(value) < Number(now.low) ? "At most is not below at least." : "") }],
    { ...reason(part, `Where nothing is told, these are drawn from: ${ranges}`), required: true, label: "Why you take it to lie there" }],
  { send: part ? "Keep" : "Add", lead: "Where you know more than the documents say. The same number twice fixes it. 1 of utility is all that a party could get in the talks.",
    keep: (written) => kept("rates", number, { rate: written.rate, party: written.party || null, low: Number(written.low), high: Number(written.high), reason: written.reason.trim() }) });
}
