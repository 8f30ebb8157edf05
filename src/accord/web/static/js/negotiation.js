// The negotiation: parties, tables, issues and options as parts, and the file itself beside them.
import { ApiError, attempt, get, post, put } from "./api.js";
import { ask } from "./dialog.js";
import { $, count, form, h, replace } from "./dom.js";
import { ended, on } from "./events.js";
import { bind } from "./keys.js";
import { fault, say } from "./notice.js";
import { change, onState, state } from "./state.js";

let told = null;
let looks = new Map();

async function load() {
  const [answer, project] = await Promise.all([attempt(() => get("/negotiation")), attempt(() => get("/project"))]);
  if (!answer) return;
  told = answer;
  looks = new Map((project?.parties ?? []).map((one) => [one.id, one]));
  draw();
  showText();
}

/** Sends one change of the file; tells what stood in the way. Returns whether it was kept. */
async function edit(parts, words) {
  try {
    const answer = await post("/negotiation/edits", { etag: told.etag, ...parts });
    if (answer.change !== null) say(`${answer.what[0].toUpperCase()}${answer.what.slice(1)}.`, { undo: { run: undo, key: "u" } });
    await load();
    return true;
  } catch (broken) {
    if (!(broken instanceof ApiError)) throw broken;
    if (broken.status === 409) {
      fault(`Somebody else has changed the negotiation meanwhile; here it is as it is now. ${words ?? "Make your change again."}`);
      await load();
    } else fault(broken.message);
    return false;
  }
}

async function undo() {
  const answer = await attempt(() => post("/negotiation/undo"));
  if (answer) say(answer.sentence);
}

// parts

const name = (part) => part.name || part.id;
const drafted = (part) => part.drafted && h("span", { class: "tag drafted" }, "drafted");

function origin(part) {
  if (!part.from) return null;
  const text = part.from === "guess" ? "A guess: no sentence says so." : /^[“"«]/.test(part.from) ? part.from : `“${part.from}”`;
  const where = part.found && `/read/${part.found.document}?at=${part.found.start}-${part.found.end}`;
  return h("p", { class: "origin" }, where ? h("a", { href: where, title: part.found.title }, text) : text);
}

/** The buttons of a part: checked, change, and all else in a menu. */
function doing(section, key, part, change_, more = []) {
  const label = part.name || part.id || `${section} ${Number(key) + 1}`;
  return h("div", { class: "doing" },
    part.drafted && h("button", { type: "button", class: "check", "aria-label": `${label} is right as it is`, onclick: () => edit({ op: "confirm", section, key }) }, "✓ checked"),
    change_ && h("button", { type: "button", class: "quiet", "aria-label": `Change ${label}`, onclick: change_ }, "Change"),
    more.map(([words, run]) => h("button", { type: "button", class: "quiet", "aria-label": `${words} ${label}`, onclick: run }, words)),
    h("button", { type: "button", class: "quiet", "aria-label": `Remove ${label}`, onclick: () => edit({ op: "remove", section, key }) }, "Remove"));
}

function chips(label, values, { add, remove, open, what }) {
  return h("div", { class: "chips" }, h("span", { class: "label" }, label),
    values.map((value, number) => h("span", { class: "chip" },
      open ? h("button", { type: "button", onclick: () => open(value, number) }, value.name ?? value, value.role && h("span", { class: "tiny" }, value.role)) : h("span", {}, value),
      h("button", { type: "button", "aria-label": `Remove ${value.name ?? value}`, onclick: () => remove(number) }, "×"))),
    h("button", { type: "button", class: "add", onclick: add }, `+ ${what}`));
}

const without = (values, number) => values.filter((_, at) => at !== number);
const set = (section, key, fields) => edit({ op: "set", section, key, fields });
const orNull = (values) => (values.length ? values : null);

function party(part) {
  const key = part.id;
  const aliases = part.aliases ?? [];
  const speakers = part.speakers ?? [];
  const person = async (value, number) => {
    const written = await ask(value ? "A person who speaks for it" : "Add a person", [
      { name: "name", label: "Full name, without titles", value: value?.name, required: true },
      { name: "role", label: "Office, such as Foreign Minister", value: value?.role },
      { name: "aliases", label: "Other names the documents use, with ; between", value: (value?.aliases ?? []).join("; ") }]);
    if (!written) return;
    const one = { name: written.name.trim(), ...(written.role.trim() && { role: written.role.trim() }), ...(listed(written.aliases).length && { aliases: listed(written.aliases) }) };
    set("parties", key, { speakers: value ? speakers.map((old, at) => (at === number ? one : clean(old))) : [...speakers.map(clean), one] });
  };
  return h("article", { class: "part", id: `party-${key}` },
    h("div", { class: "head" }, looks.has(key) && form(looks.get(key)), h("h3", {}, part.name), h("code", {}, key), part.role !== "principal" && h("span", { class: "tag" }, part.role), drafted(part)),
    doing("parties", key, part, () => changeParty(part)),
    h("div", { class: "body" },
      chips("also called", aliases, { what: "name", add: async () => {
        const written = await ask(`Another name of ${part.name}`, [{ name: "alias", label: "As the documents call it: a capital, an office, an acronym", required: true }], { send: "Add" });
        if (written) set("parties", key, { aliases: [...aliases, written.alias.trim()] });
      }, remove: (number) => set("parties", key, { aliases: orNull(without(aliases, number)) }) }),
      chips("speakers", speakers, { what: "person", add: () => person(), open: person, remove: (number) => set("parties", key, { speakers: orNull(without(speakers, number).map(clean)) }) }),
      origin(part)));
}

const listed = (text) => text.split(";").map((one) => one.trim()).filter(Boolean);
const clean = (record) => Object.fromEntries(Object.entries(record).filter(([key, value]) => value !== null && value !== false && key !== "found" && !(Array.isArray(value) && value.length === 0)));
const roles = () => told.choices.roles.map((role) => [role, { principal: "principal: negotiates for itself", mediator: "mediator: stands between", absent: "absent: concerned, and not in the room", observer: "observer: looks on" }[role] ?? role]);

async function changeParty(part) {
  const written = await ask(part ? `Change ${part.name}` : "Add a party", [
    { name: "name", label: "Full name", value: part?.name, required: true },
    [{ name: "role", label: "Its part", kind: "select", value: part?.role ?? "principal", options: roles() },
      { name: "id", label: "Short name", value: part?.id, required: Boolean(part), hint: "Used everywhere else", longest: 60 }],
  ], { send: part ? "Keep" : "Add" });
  if (!written) return;
  if (!part) {
    const id = written.id.trim() || slug(written.name);
    if (await edit({ op: "add", section: "parties", fields: { id, name: written.name.trim(), role: written.role } }) && told.parts.tracks.length === 1) await seat(told.parts.tracks[0], id);
    return;
  }
  const fields = changed(part, { name: written.name.trim(), role: written.role });
  if (Object.keys(fields).length && !(await set("parties", part.id, fields))) return;
  if (written.id.trim() !== part.id) edit({ op: "rename", section: "parties", key: part.id, name: written.id.trim() });
}

const seat = (track, id) => edit({ op: "set", section: "tracks", key: track.id, fields: { parties: [...track.parties, id] } });
const slug = (words) => words.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_|_$/g, "").slice(0, 40) || "party";
const changed = (part, fields) => Object.fromEntries(Object.entries(fields).filter(([key, value]) => (value || null) !== (part[key] ?? null)).map(([key, value]) => [key, value || null]));

function track(part) {
  return h("article", { class: "part", id: `track-${part.id}` },
    h("div", { class: "head" }, h("h3", {}, name(part)), part.name && h("code", {}, part.id), drafted(part)),
    doing("tracks", part.id, part, () => changeTrack(part)),
    h("div", { class: "body" },
      chips("at the table", part.parties.map((id) => looks.get(id)?.name ?? id), { what: "party", add: async () => {
        const others = told.parts.parties.filter((one) => !part.parties.includes(one.id));
        if (!others.length) return say("Every party sits at this table already.");
        const written = await ask("Who else sits at this table?", [{ name: "party", label: "Party", kind: "select", options: others.map((one) => [one.id, one.name]) }], { send: "Add" });
        return written && seat(part, written.party);
      }, remove: (number) => set("tracks", part.id, { parties: without(part.parties, number) }) }),
      origin(part)));
}

async function changeTrack(part) {
  const written = await ask(part ? `Change ${name(part)}` : "Add a table", [
    [{ name: "name", label: "Full name", value: part?.name, required: !part }, { name: "id", label: "Short name", value: part?.id, required: Boolean(part) }]], { send: part ? "Keep" : "Add",
    lead: part ? null : "A track is a table at which issues are settled. All parties are put at it; take out who does not sit there." });
  if (!written) return;
  if (!part) {
    edit({ op: "add", section: "tracks", fields: { id: written.id.trim() || slug(written.name), name: written.name.trim(), parties: told.parts.parties.map((one) => one.id) } });
    return;
  }
  const fields = changed(part, { name: written.name.trim() });
  if (Object.keys(fields).length && !(await set("tracks", part.id, fields))) return;
  if (written.id.trim() !== part.id) edit({ op: "rename", section: "tracks", key: part.id, name: written.id.trim() });
}

function issue(part) {
  const key = part.id;
  const options = (values) => edit({ op: "options", section: "issues", key, options: values });
  const moved = (number, by) => {
    const values = [...part.options];
    values.splice(number + by, 0, ...values.splice(number, 1));
    return values;
  };
  const one = (option, number) => h("div", { class: "option" },
    h("span", { class: "chip" }, h("button", { type: "button", popovertarget: `menu-${key}-${number}`, "aria-haspopup": "menu" }, option),),
    h("div", { class: "menu", id: `menu-${key}-${number}`, popover: "auto", role: "menu", "aria-label": option },
      [["Rename", () => renameOption(part, option)],
        ["Words that tell of it", () => changeCues(part, option)],
        part.holds !== option && ["This holds when the talks begin", () => set("issues", key, { status_quo: option, ...(part.counterfactual || part.without_deal === part.holds ? {} : { counterfactual: part.without_deal }) })],
        part.without_deal !== option && ["This would hold with no deal", () => set("issues", key, { counterfactual: option === part.holds ? null : option })],
        number > 0 && ["Earlier in the order", () => options(moved(number, -1))],
        number < part.options.length - 1 && ["Later in the order", () => options(moved(number, 1))],
        part.options.length > 1 && ["Remove", () => options(without(part.options, number))]].filter(Boolean)
        .map(([words, run]) => h("button", { type: "button", role: "menuitem", popovertarget: `menu-${key}-${number}`, onclick: run }, words))),
    h("span", { class: "tiny" }, [part.holds === option && h("span", { class: "is" }, "holds now"), part.without_deal === option && part.without_deal !== part.holds && h("span", { class: "is" }, "holds with no deal")], " ", (part.cues?.[option] ?? []).join(", ")));
  const cues = part.cues?.issue ?? [];
  return h("article", { class: "part", id: `issue-${key}` },
    h("div", { class: "head" }, h("h3", {}, name(part)), part.name && h("code", {}, key), !part.ordered && h("span", { class: "tag" }, "no order"), told.parts.tracks.length > 1 && h("span", { class: "tag" }, part.track), drafted(part)),
    doing("issues", key, part, () => changeIssue(part)),
    h("div", { class: "body" },
      h("div", { class: `options ${part.ordered ? "ordered" : ""}`, role: "group", "aria-label": `Options of ${name(part)}${part.ordered ? ", in order" : ""}` }, part.options.map(one),
        h("button", { type: "button", class: "add", onclick: async () => {
          const written = await ask(`Another way to settle ${name(part)}`, [{ name: "option", label: "Option", required: true }, { name: "cues", label: "Words that tell of it in the documents, with ; between" }], { send: "Add", lead: part.ordered ? "It is put at the end; move it to its place in the order." : null });
          if (!written) return;
          const option = written.option.trim();
          if (await options([...part.options, option]) && listed(written.cues).length) set("issues", key, { cues: { ...part.cues, [option]: listed(written.cues) } });
        } }, "+ option")),
      chips("named as", cues, { what: "words", add: () => changeCues(part, "issue"), remove: (number) => set("issues", key, { cues: { ...part.cues, issue: without(cues, number) } }) }),
      origin(part)));
}

async function renameOption(part, option) {
  const written = await ask(`Rename “${option}”`, [{ name: "name", label: "New name, everywhere in the file", value: option, required: true }]);
  if (written && written.name.trim() !== option) edit({ op: "rename_option", section: "issues", key: part.id, option, name: written.name.trim() });
}

async function changeCues(part, option) {
  const now = part.cues?.[option] ?? [];
  const written = await ask(option === "issue" ? `Words that name ${name(part)}` : `Words that tell of “${option}”`, [{ name: "cues", label: "As the documents say it, with ; between", value: now.join("; ") }]);
  if (!written) return;
  const cues = { ...part.cues, [option]: listed(written.cues) };
  if (!cues[option].length) delete cues[option];
  set("issues", part.id, { cues: Object.keys(cues).length ? cues : null });
}

async function changeIssue(part) {
  if (!told.parts.tracks.length) {
    say("An issue is settled at a table; add a table first.");
    return;
  }
  const tables = told.parts.tracks.map((one) => [one.id, name(one)]);
  const written = await ask(part ? `Change ${name(part)}` : "Add an issue", [
    [{ name: "name", label: "What is negotiated", value: part?.name ?? part?.id, required: true }, { name: "id", label: "Short name", value: part?.id, required: Boolean(part) }],
    { name: "track", label: "Settled at", kind: "select", value: part?.track, options: tables },
    ...(part ? [] : [{ name: "options", label: "Its options from one end to the other, with ; between; the first holds now", required: true, placeholder: "as now; three percent; six percent" }]),
    { name: "ordered", label: "The options lie in order: who likes one end likes the middle better than the other end", kind: "checkbox", value: part?.ordered ?? true },
  ], { send: part ? "Keep" : "Add" });
  if (!written) return;
  if (!part) {
    const id = written.id.trim() || slug(written.name);
    edit({ op: "add", section: "issues", fields: { id, ...(written.name.trim() !== id && { name: written.name.trim() }), track: written.track, options: listed(written.options), ...(written.ordered ? {} : { ordered: false }) } });
    return;
  }
  const called = written.name.trim() === part.id ? "" : written.name.trim();
  const fields = { ...changed(part, { name: called, track: written.track }), ...(written.ordered !== part.ordered && { ordered: written.ordered ? null : false }) };
  if (Object.keys(fields).length && !(await set("issues", part.id, fields))) return;
  if (written.id.trim() !== part.id) edit({ op: "rename", section: "issues", key: part.id, name: written.id.trim() });
}

// what stands beside: assumptions, conditions and all else that has no form of its own

const issueName = (id) => name(told.parts.issues.find((one) => one.id === id) ?? { id });
const partyName = (id) => told.parts.parties.find((one) => one.id === id)?.name ?? id;

const SAYS = {
  prefers: "prefers", would_accept: "would accept", refuses: "refuses", seeks: "seeks", already_wanted: "wanted all along", would_do_anyway: "would do anyway", red_line: "never takes",
  values_more: "cares more about", no_deal_better: "is better off with no deal than it seems", no_deal_worse: "is worse off with no deal than it seems", less_hurried_than: "is less hurried than",
  may_walk_away: "may walk away", gains_while_waiting: "gains while the talks go on", before: "wants in this order", shifts_power: "gives power away by",
};

function assumptionWords(part) {
  const on_ = part.issue ? `${part.option ? `${part.option} on ` : ""}${issueName(part.issue)}` : "";
  const over = part.over ? ` over ${part.says === "values_more" ? issueName(part.over) : part.over}` : "";
  const other = part.other ? ` ${partyName(part.other)}` : "";
  const steps = part.first ? ` ${issueName(part.first.issue)} before ${issueName(part.then?.issue)}` : "";
  return `${partyName(part.party)} ${part.negated ? "does not: " : ""}${SAYS[part.says] ?? part.says} ${on_}${over}${other}${steps}${part.towards ? ` towards ${partyName(part.towards)}` : ""}`;
}

function assumption(part, number) {
  return h("article", { class: "part" },
    h("div", { class: "head" }, h("h3", {}, assumptionWords(part)), h("span", { class: "tag", title: "How far it is trusted; 1 is certain" }, `reliability ${part.reliability}`), drafted(part)),
    doing("assumptions", number, part, () => changeReason(part, number)),
    h("div", { class: "body" }, part.reason ? h("p", { class: "fine" }, "Because ", part.reason) : h("p", { class: "fine warned" }, "No reason is given."), origin(part)));
}

async function changeReason(part, number) {
  const written = await ask("Change the assumption", [
    { name: "reason", label: "Why you assume it", value: part.reason, required: true },
    { name: "reliability", label: "How far it is trusted: above 0, up to 1", value: String(part.reliability), required: true }], { lead: assumptionWords(part) });
  if (written) set("assumptions", number, { reason: written.reason.trim(), reliability: Number(written.reliability) });
}

async function addAssumption() {
  const options = told.parts.issues.flatMap((one) => one.options.map((option) => [`${one.id}\n${option}`, `${name(one)}: ${option}`]));
  const plain = ["seeks", "already_wanted", "would_accept", "refuses", "red_line", "would_do_anyway", "no_deal_better", "no_deal_worse", "may_walk_away", "gains_while_waiting"];
  const written = await ask("Add an assumption", [
    [{ name: "party", label: "Party", kind: "select", options: told.parts.parties.map((one) => [one.id, one.name]) }, { name: "reliability", label: "Trusted (up to 1)", value: "0.9", required: true }],
    { name: "says", label: "What you assume of it", kind: "select", options: plain.filter((one) => told.choices.says.includes(one)).map((one) => [one, SAYS[one]]) },
    { name: "option", label: "Of which option (not needed for waiting, walking away, no deal)", kind: "select", options: [["", "–"], ...options] },
    { name: "reason", label: "Why you assume it", required: true, hint: "Stands beside every finding that rests on it" },
  ], { send: "Add", lead: "Your own claim, where no document says so. Claims of other kinds are written in the YAML." });
  if (!written) return;
  const [issue_, option] = written.option.split("\n");
  edit({ op: "add", section: "assumptions", fields: { party: written.party, says: written.says, ...(issue_ && { issue: issue_, option }), reason: written.reason.trim(), reliability: Number(written.reliability) } });
}

function precondition(part, number) {
  return h("article", { class: "part" },
    h("div", { class: "head" }, h("h3", {}, `${partyName(part.party)} wants ${issueName(part.before)} settled before ${issueName(part.after)}`), drafted(part)),
    doing("preconditions", number, part, null), h("div", { class: "body" }, part.reason && h("p", { class: "fine" }, part.reason), origin(part)));
}

async function addPrecondition() {
  const issues = told.parts.issues.map((one) => [one.id, name(one)]);
  const written = await ask("Add a condition of order", [
    { name: "party", label: "Who sets it", kind: "select", options: told.parts.parties.map((one) => [one.id, one.name]) },
    { name: "before", label: "Must be settled first", kind: "select", options: issues }, { name: "after", label: "Waits for it", kind: "select", options: issues, value: issues[1]?.[0] },
    { name: "reason", label: "Why you put it in" }], { send: "Add" });
  if (written) edit({ op: "add", section: "preconditions", fields: { ...written, reason: written.reason.trim() || null } });
}

const OTHER = { exclusions: "Cannot stand together", requirements: "Needs another", interactions: "Worth more or less together", rates: "What is known of patience and pressure" };

function other(section) {
  return told.parts[section].map((part, number) => h("article", { class: "part" },
    h("div", { class: "head" }, h("code", {}, JSON.stringify(clean(part)).replaceAll('"', "").slice(1, -1)), drafted(part)), doing(section, number, part, null), h("div", { class: "body" }, origin(part))));
}

function section(title, lead, entries, add, words) {
  return h("section", { "aria-label": title }, h("header", {}, h("h2", {}, title), h("p", { class: "fine" }, lead), add && h("button", { type: "button", onclick: add }, `Add ${words}`)), entries);
}

function draw() {
  const { parts, fault: broken, documents } = told;
  const empty = !parts.parties.length && !parts.issues.length;
  const waiting = ["parties", "tracks", "issues", "preconditions", "assumptions"].flatMap((one) => parts[one]).filter((part) => part.drafted).length;
  $("#draft").hidden = documents === 0 || (empty && !broken);
  $("#confirm-all").hidden = waiting === 0;
  replace($("#lead"), waiting ? `${count(waiting, "part")} drafted from the documents ${waiting === 1 ? "waits" : "wait"} to be checked: mend each, then mark it as checked.` : parts.title || "Who negotiates what, at which table, with which possible outcomes.");
  if (broken) {
    replace($("#parts"), h("div", { class: "empty" }, h("p", {}, h("strong", {}, "The negotiation file cannot be used as it is.")), h("p", {}, broken.sentence), h("p", {}, "Mend it in the YAML beside, or undo the last change with u.")));
    showYaml(true);
    return;
  }
  if (empty) return void replace($("#parts"), start(documents));
  replace($("#parts"), again(), h("section", {}, h("header", {}, h("h2", {}, parts.title || "No title"), h("p", { class: "fine" }), h("button", { type: "button", onclick: async () => {
    const written = await ask("What the talks are about", [{ name: "title", label: "Title", value: parts.title, required: true }]);
    if (written) edit({ op: "title", name: written.title.trim() });
  } }, "Change"))),
    section("Parties", "who negotiates, and under which names the documents speak of them", parts.parties.map(party), () => changeParty(), "party"),
    section("Tables", "tracks: who sits at which table", parts.tracks.map(track), () => changeTrack(), "table"),
    section("Issues", "what is negotiated; the options from one end to the other", parts.issues.map(issue), () => changeIssue(), "issue"),
    section("Order", "who wants what settled before what", parts.preconditions.map(precondition), parts.issues.length > 1 && parts.parties.length ? addPrecondition : null, "condition"),
    section("Assumptions", "your own claims, each with its reason; findings that rest on them say so", parts.assumptions.map(assumption), parts.parties.length ? addAssumption : null, "assumption"),
    Object.entries(OTHER).filter(([one]) => parts[one].length).map(([one, title]) => section(title, "changed in the YAML", other(one))),
    told.problems.length > 0 && section("Remarks", "what weakens the file", h("ul", { class: "problems" }, told.problems.map(problem))),
    told.changes.length > 0 && section("Changes", "the last ones; u undoes the last that stands", h("ul", { class: "changes" }, told.changes.slice(0, 12).map((one) => h("li", {},
      h("span", { class: `what ${one.is_taken_back ? "undone" : ""}` }, one.what), h("span", { class: "fine" }, `${one.who}, ${one.when.slice(0, 16).replace("T", " ")}`))))));
}

/** Whether the documents should be read with the negotiation as it is now. */
function again() {
  if (!told.documents || !told.parts.issues.length) return null;
  return h("div", { class: "again" }, h("p", {}, told.statements ? "After changing names, issues or options, have the documents read again: what is unchanged is not read twice." : "Next: have the documents read with this negotiation. Every position and concession is tied to its sentence."),
    h("a", { class: told.statements ? "button" : "button first", href: "/?read=1" }, told.statements ? "Read again" : "Read the documents"));
}

function start(documents) {
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, "No party and no issue is named yet.")),
    documents ? [h("p", {}, `accord can propose parties, tables, issues and options from the ${count(documents, "document")}. Each part comes with the sentence it rests on and is marked as drafted until you have checked it.`),
      h("div", { class: "row" }, h("button", { type: "button", class: "first", id: "draft-first", onclick: draft }, "Draft a negotiation"), h("button", { type: "button", onclick: () => changeParty() }, "Start by hand"))]
      : [h("p", {}, "Add documents first, and accord proposes all this from them; or start by hand."),
        h("div", { class: "row" }, h("a", { class: "button first", href: "/" }, "Add documents"), h("button", { type: "button", onclick: () => changeParty() }, "Start by hand"))]);
}

async function draft() {
  const there = told.parts.parties.length || told.parts.issues.length;
  if (there && !(await ask("Draft anew?", [], { send: "Draft anew", danger: true, lead: "The draft takes the place of all parties, tables, issues and assumptions. What stands now is kept, and u brings it back." }))) return;
  replace($("#parts"), h("p", { class: "computing", role: "status" }, h("progress", { "aria-label": "Drafting" }), "Drafting from the documents: a few seconds for a handful, longer for many …"));
  const started = await attempt(() => post("/negotiation/draft", { replace: Boolean(there) }));
  const job = started && await ended(started);
  if (job?.state === "failed") fault(job.sentence);
  if (job?.state === "done") {
    say(`Proposed ${count(job.outcome.parties, "party", "parties")} and ${count(job.outcome.issues, "issue")}. Check them: every part has the sentence it came from.`);
    for (const one of job.outcome.problems) fault(one.sentence);
  }
  await load();
}
$("#draft").addEventListener("click", draft);
$("#confirm-all").addEventListener("click", () => edit({ op: "confirm_all" }));

// the file itself

const area = $("#yaml-text");
const isOpen = () => !$("#yaml").hidden;
const isChanged = () => told && area.value !== told.text;
let checking = 0;

function showYaml(open) {
  $("#yaml").hidden = !open;
  $("#beside").classList.toggle("both", open);
  $("#as-yaml").setAttribute("aria-pressed", String(open));
  if (open) numbers();
}

function showText() {
  if (!area.dataset.from || area.value === area.dataset.text) {
    area.value = told.text;
    area.dataset.text = told.text;
    area.dataset.from = told.etag;
    problems(told.fault ? told.fault.problems : told.problems, told.fault ? "" : "as kept");
  } else if (area.dataset.from !== told.etag) problems([], "The file has changed beside your text: keep copies of your lines, then drop your changes.");
  numbers();
}

function numbers(marked = new Set()) {
  const lines = area.value.split("\n").length;
  replace($("#yaml-lines"), Array.from({ length: lines }, (_, at) => [marked.has(at + 1) ? h("b", {}, at + 1) : at + 1, "\n"]));
  $("#yaml-keep").disabled = !isChanged();
  $("#yaml-drop").hidden = !isChanged();
}

function problem(one) {
  return h("li", { class: `is-${one.severity}` }, h("span", { class: "severity" }, one.severity),
    one.line && h("button", { type: "button", class: "link", onclick: () => jump(one.line, one.column ?? 1) }, `line ${one.line}, column ${one.column ?? 1}`), one.line && " ", one.sentence);
}

function problems(found, sentence) {
  replace($("#yaml-problems"), found.map(problem));
  $("#yaml-state").textContent = sentence;
  numbers(new Set(found.map((one) => one.line)));
}

function jump(line, column) {
  showYaml(true);
  const before = area.value.split("\n").slice(0, line - 1);
  const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(at, at);
  const box = $(".editor");
  box.scrollTop = (line - 4) * parseFloat(getComputedStyle(area).lineHeight);
}

area.addEventListener("input", () => {
  numbers();
  clearTimeout(checking);
  checking = setTimeout(async () => {
    const text = area.value;
    const answer = await attempt(() => post("/negotiation/check", { text }));
    if (answer && text === area.value) problems(answer.problems, answer.usable ? answer.sentence : "Cannot be kept yet.");
  }, 350);
});

async function keep() {
  if (!isChanged()) return;
  try {
    const answer = await put("/negotiation", { text: area.value, etag: area.dataset.from });
    area.dataset.text = area.value;
    area.dataset.from = answer.etag;
    say("Kept the file.", { undo: { run: undo, key: "u" } });
    await load();
  } catch (broken) {
    if (!(broken instanceof ApiError)) throw broken;
    if (broken.told.problems?.length) problems(broken.told.problems, "Not kept: it cannot be used as it is.");
    else fault(broken.status === 409 ? "Not kept: somebody has changed the file meanwhile. Copy your lines, drop your changes, and make them again." : broken.message);
  }
}
$("#yaml-keep").addEventListener("click", keep);
$("#yaml-drop").addEventListener("click", () => {
  area.dataset.text = area.value = told.text;
  area.dataset.from = told.etag;
  problems(told.fault ? told.fault.problems : told.problems, "as kept");
});
area.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    keep();
  }
});
addEventListener("beforeunload", (event) => isChanged() && area.dataset.text !== area.value && event.preventDefault());

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
