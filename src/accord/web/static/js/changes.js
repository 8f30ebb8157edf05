// What is asked to be otherwise: in the address, as JSON for the server, and in words.

export const SCALARS = {
  impatience: { name: "Impatience", title: "Patience", what: "How much of a later gain a month's wait takes away: 0 can wait for ever." },
  walk_away_hazard: { name: "Walking away", title: "Walking away", what: "The rate at which a party leaves the talks: 0.1 is about one chance in ten each month." },
  waiting_flow: { name: "Gain while talks go on", title: "Gain while the talks go on", what: "What a month of talks brings or costs a party, as a part of all it could get." },
  power_shift: { name: "Shift of power", title: "Shift of power", what: "What a party's worth of no deal gains once a term holds that shifts power." },
  outside: { name: "Outside option", title: "Outside options", what: "An option outside the talks is given to a party: no deal is then worth at least this much of all it could get." },
};

const LISTS = ["without", "without_documents", "believe", "link", "separate", "order"];

/** The changes in the address, as the server takes them. */
export function changesIn(search = location.search) {
  const told = new URLSearchParams(search);
  const changes = {};
  for (const name of LISTS) {
    const ids = (told.get(name) ?? "").split(",").filter(Boolean).map(decodeURIComponent);
    if (ids.length) changes[name] = ids;
  }
  if (told.get("as_of")) changes.as_of = told.get("as_of");
  const rates = [];
  for (const [key, value] of told) {
    const dot = key.indexOf(".");
    const [rate, party] = [key.slice(0, dot), key.slice(dot + 1)];
    const [low, high] = value.split("..").map(Number);
    if (dot < 0 || !(rate in SCALARS) || Number.isNaN(low)) continue;
    if (rate === "outside") changes.outside = { ...changes.outside, [party]: low };
    else rates.push({ rate, party, low, high: high ?? low });
  }
  if (rates.length) changes.rates = rates;
  const add = told.getAll("add").flatMap((text) => { try { return [JSON.parse(text)]; } catch { return []; } });
  if (add.length) changes.add = add;
  return changes;
}

/** The query string of changes, with what else stands in the address (`rest`: an object). */
export function written(changes, rest = {}) {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== null && value !== undefined && value !== "") told.set(name, value);
  for (const name of LISTS) if (changes[name]?.length) told.set(name, changes[name].map(encodeURIComponent).join(","));
  if (changes.as_of) told.set("as_of", changes.as_of);
  for (const one of changes.rates ?? []) told.set(`${one.rate}.${one.party}`, one.high === undefined || one.high === one.low ? one.low : `${one.low}..${one.high}`);
  for (const [party, worth] of Object.entries(changes.outside ?? {})) told.set(`outside.${party}`, worth);
  for (const one of changes.add ?? []) told.append("add", JSON.stringify(one));
  const text = told.toString();
  return text ? `?${text}` : "";
}

/** What stands in the address beside changes. */
export function restOf(search = location.search) {
  const told = new URLSearchParams(search);
  return Object.fromEntries(["finding", "scenario", "compare", "with"].flatMap((name) => (told.get(name) === null ? [] : [[name, told.get(name)]])));
}

export const isNothing = (changes) => Object.keys(changes).length === 0;
export const same = (one, other) => ordered(one) === ordered(other);
const ordered = (value) => JSON.stringify(value, (_, each) => (each && typeof each === "object" && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each));

/** A copy without one value of a list, or with it. */
export function toggled(changes, name, value, isIn) {
  const list = (changes[name] ?? []).filter((one) => one !== value);
  return cleaned({ ...changes, [name]: isIn ? [...list, value] : list });
}

/** A copy with a party's scalar at a value; null leaves it to the evidence. */
export function scaled(changes, name, party, value) {
  if (name === "outside") {
    const outside = { ...changes.outside };
    if (value === null) delete outside[party];
    else outside[party] = value;
    return cleaned({ ...changes, outside });
  }
  const rates = (changes.rates ?? []).filter((one) => one.rate !== name || one.party !== party);
  return cleaned({ ...changes, rates: value === null ? rates : [...rates, { rate: name, party, low: value, high: value }] });
}

/** Without what is empty. */
export function cleaned(changes) {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length) && !(typeof value === "object" && !Array.isArray(value) && !Object.keys(value).length)));
}

export const SAYS = {
  would_accept: ["would accept", "option"], refuses: ["refuses", "option"], seeks: ["seeks", "option"], red_line: ["has a red line at", "option"],
  already_wanted: ["wanted before the talks", "option"], would_do_anyway: ["would, with no deal, do", "option"], values_more: ["values more", "issues"],
  less_hurried_than: ["is less hurried than", "other"], no_deal_better: ["prefers no deal to what is offered", ""], no_deal_worse: ["would lose by no deal", ""],
  may_walk_away: ["may walk away", ""], gains_while_waiting: ["gains while the talks go on", ""],
};

/** Each change in words, with the changes that are left when it is taken back: [{words, rest}]. */
export function chips(changes, { party, track, issue, option, document, quote }) {
  const found = [];
  const put = (words, rest) => found.push({ words, rest: cleaned(rest) });
  const without = (name, value) => toggled(changes, name, value, false);
  for (const id of changes.without ?? []) put(`without “${quote(id)}”`, without("without", id));
  for (const id of changes.without_documents ?? []) put(`without the document “${document(id)}”`, without("without_documents", id));
  if (changes.believe) put(`only ${changes.believe.map((side) => (side === "nobody" ? "reporters and experts" : `who speaks for ${party(side)}`)).join(" and ")} believed`, { ...changes, believe: [] });
  if (changes.as_of) put(`what was known by ${changes.as_of}`, { ...changes, as_of: "" });
  if (changes.link) put(`tracks ${changes.link.map(track).join(" and ")} settled together, the others apart`, { ...changes, link: [] });
  if (changes.separate) put(changes.separate.length > 1 ? `tracks ${changes.separate.map(track).join(" and ")} each settled apart` : `track ${track(changes.separate[0])} settled apart`, { ...changes, separate: [] });
  if (changes.order) put(`settled in the order ${changes.order.map(issue).join(", then ")}`, { ...changes, order: [] });
  for (const one of changes.rates ?? []) put(`${SCALARS[one.rate].name.toLowerCase()} of ${party(one.party)}: ${one.low}${one.high !== undefined && one.high !== one.low ? ` to ${one.high}` : ""}${one.rate === "power_shift" ? "" : " per month"}`, scaled(changes, one.rate, one.party, null));
  for (const [id, worth] of Object.entries(changes.outside ?? {})) put(`outside option of ${party(id)} worth ${Math.round(worth * 100)} %`, scaled(changes, "outside", id, null));
  (changes.add ?? []).forEach((one, at) => put(`added: ${claimed(one, { party, issue, option })}`, { ...changes, add: changes.add.filter((_, other) => other !== at) }));
  return found;
}

/** A claim that is added, in words. */
export function claimed(one, { party, issue, option }) {
  const [verb, takes] = SAYS[one.says] ?? [one.says.replaceAll("_", " "), one.issue ? "option" : ""];
  const what = takes === "option" ? ` “${option(one.issue, one.option)}” on ${issue(one.issue)}` : takes === "issues" ? ` ${issue(one.issue)} than ${issue(one.over)}` : takes === "other" ? ` ${party(one.other)}` : "";
  return `${party(one.party)} ${one.negated ? "(denied) " : ""}${verb}${what}${one.reliability !== undefined ? `, believed ${Math.round(one.reliability * 100)} %` : ""}`;
}
