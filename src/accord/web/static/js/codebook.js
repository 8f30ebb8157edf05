// The negotiation as its page holds it: what the file says now, changes of it, and what every part looks like.
import { ApiError, attempt, get, post } from "./api.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { fault, say } from "./notice.js";

/** What the file says: `told` of the interface, `looks` of the parties by id, `rates` once they are needed. `drawn`: runs
 *  after each load. */
export const book = { told: null, looks: new Map(), rates: null, drawn: () => {} };

export async function load() {
  const [answer, project] = await Promise.all([attempt(() => get("/negotiation")), attempt(() => get("/project"))]);
  if (!answer) return;
  if (answer.parts.rates.length) await rates();
  book.told = answer;
  book.looks = new Map((project?.parties ?? []).map((one) => [one.id, one]));
  book.drawn();
}

/** What is known of the scalars of parties: their units and ranges. */
export const rates = async () => (book.rates ??= (await attempt(() => get("/negotiation/rates"))) ?? null);

// changes

/** Sends one change of the file. Returns "" once it is kept, else a sentence that tells what stood in the way. */
export async function send(parts) {
  try {
    const answer = await post("/negotiation/edits", { etag: book.told.etag, ...parts });
    if (answer.change !== null) say(`${answer.what[0].toUpperCase()}${answer.what.slice(1)}.`, { undo: { run: undo, key: "u" } });
    await load();
    return "";
  } catch (broken) {
    if (!(broken instanceof ApiError)) throw broken;
    if (broken.status !== 409) return broken.message;
    await load();
    return "Somebody else has changed the negotiation meanwhile; behind this stands how it is now. Make your change again.";
  }
}

/** Sends one change where no form is open: what stood in the way is told in the corner. Returns whether it was kept. */
export async function edit(parts) {
  const sentence = await send(parts);
  if (sentence) fault(sentence);
  return !sentence;
}

export const set = (section, key, fields) => edit({ op: "set", section, key, fields });

/** Keeps what a form told of an entry: adds it, or changes what is different; null takes a field out. */
export function keepEntry(section, key, fields) {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  return key === null ? send({ op: "add", section, fields: given }) : send({ op: "set", section, key, fields });
}

export async function undo() {
  const answer = await attempt(() => post("/negotiation/undo"));
  if (answer) say(answer.sentence);
}

/** Takes a part out; where others rest on it, together with these once the person has seen which. */
async function remove(section, key, label) {
  try {
    const answer = await post("/negotiation/edits", { etag: book.told.etag, op: "remove", section, key });
    say(`${answer.what[0].toUpperCase()}${answer.what.slice(1)}.`, { undo: { run: undo, key: "u" } });
    await load();
  } catch (broken) {
    if (!(broken instanceof ApiError)) throw broken;
    if (!broken.told.rests?.length) {
      fault(broken.message);
      await load();
      return;
    }
    const resting = broken.told.rests.map((one) => words(one.section, book.told.parts[one.section][one.number]));
    await ask(`Remove ${label} and what rests on it?`, [], { send: "Remove all of it", danger: true, lead: `These speak of it and would mean nothing without it: ${resting.join("; ")}. u brings all of it back.`,
      keep: () => send({ op: "remove", section, key, also: true }) });
  }
}

// words

export const name = (part) => part.name || part.id;
/** An option as people read it; the file's own name stands in its title. */
export const plain = (option) => String(option).replaceAll("_", " ");
export const partyName = (id) => book.told.parts.parties.find((one) => one.id === id)?.name ?? id;
export const issueName = (id) => plain(name(book.told.parts.issues.find((one) => one.id === id) ?? { id }));
export const trackName = (id) => plain(name(book.told.parts.tracks.find((one) => one.id === id) ?? { id }));
export const term = (one) => `${issueName(one.issue)}: ${one.option ? plain(one.option) : "settled, however"}`;

const telling = new Map();
/** How the entries of a section without names of their own are told in one line; a function of the entry. */
export const tell = (section, how) => telling.set(section, how);
const words = (section, part) => telling.get(section)?.(part) ?? plain(name(part));

export const listed = (text) => text.split(";").map((one) => one.trim()).filter(Boolean);
/** A record as the file would have it: without what is empty, and without what the page has added. */
export const clean = (record) => Object.fromEntries(Object.entries(record).filter(([key, value]) => value !== null && value !== false && key !== "found" && !(Array.isArray(value) && value.length === 0)));
export const without = (values, number) => values.filter((_, at) => at !== number);
export const orNull = (values) => (values?.length ? values : null);
export const slug = (text, otherwise) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_|_$/g, "").slice(0, 40) || otherwise;
/** The fields that differ from what the part has; null takes one out. */
export const changed = (part, fields) => Object.fromEntries(Object.entries(fields).filter(([key, value]) => (value || null) !== (part[key] ?? null)).map(([key, value]) => [key, value || null]));

// choices of a form

export const parties = (none) => [...(none ? [["", none]] : []), ...book.told.parts.parties.map((one) => [one.id, one.name])];
export const issues = (none) => [...(none ? [["", none]] : []), ...book.told.parts.issues.map((one) => [one.id, plain(name(one))])];
/** Every option of every issue; its value holds both, see `termOf`. */
export const terms = (none) => [...(none ? [["", none]] : []), ...book.told.parts.issues.flatMap((one) => one.options.map((option) => [`${one.id}\n${option}`, `${plain(name(one))}: ${plain(option)}`]))];
export const termOf = (value) => ({ issue: value.split("\n")[0], option: value.split("\n")[1] ?? null });
export const valueOf = (one) => (one?.issue ? `${one.issue}\n${one.option}` : "");
export const needed = (sentence) => (value) => (value?.length ? "" : sentence);
export const reason = (part, hint = "Stands in the file, for whoever reads it later") => ({ name: "reason", label: "Why", value: part?.reason ?? "", hint, longest: 1000 });

// what every part has

export const drafted = (part) => part.drafted && h("span", { class: "tag drafted" }, "drafted");

export function origin(part) {
  if (!part.from) return null;
  const text = part.from === "guess" ? "A guess: no sentence says so." : /^[“"«]/.test(part.from) ? part.from : `“${part.from}”`;
  const where = part.found && `/read/${part.found.document}?at=${part.found.start}-${part.found.end}`;
  return h("p", { class: "origin" }, where ? h("a", { href: where, title: part.found.title }, text) : text);
}

/** The buttons of a part: confirm where it is drafted, change, remove. */
export function doing(section, key, part, change) {
  const label = words(section, part);
  return h("div", { class: "doing" },
    part.drafted && h("button", { type: "button", class: "check", title: "It is right as it is", "aria-label": `Confirm ${label}`, onclick: () => edit({ op: "confirm", section, key }) }, "✓ Confirm"),
    change && h("button", { type: "button", class: "quiet", "aria-label": `Change ${label}`, onclick: change }, "Change"),
    h("button", { type: "button", class: "quiet", "aria-label": `Remove ${label}`, onclick: () => remove(section, key, label) }, "Remove"));
}

/** An entry that has no name of its own: a sentence, its reason, its buttons. `aside`: what stands beside the sentence. */
export function entry(section, number, part, change, aside = null) {
  return h("article", { class: "part" },
    h("div", { class: "head" }, h("h3", {}, words(section, part)), aside, drafted(part)),
    doing(section, number, part, change),
    h("div", { class: "body" }, part.reason && h("p", { class: "fine" }, "Because ", part.reason), origin(part)));
}

export function chips(label, values, { add, remove: out, open, what }) {
  return h("div", { class: "chips" }, h("span", { class: "label" }, label),
    values.map((value, number) => h("span", { class: "chip" },
      open ? h("button", { type: "button", onclick: () => open(value, number) }, value.name ?? value, value.role && h("span", { class: "tiny" }, value.role)) : h("span", {}, value),
      h("button", { type: "button", "aria-label": `Remove ${value.name ?? value}`, onclick: () => out(number) }, "×"))),
    h("button", { type: "button", class: "add", onclick: add }, `+ ${what}`));
}
