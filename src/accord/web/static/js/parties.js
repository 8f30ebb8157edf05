// Parties and the tables they sit at.
import { book, changed, chips, clean, doing, drafted, edit, listed, name, orNull, origin, plain, send, set, slug, without } from "./codebook.js";
import { ask } from "./dialog.js";
import { form, h } from "./dom.js";
import { say } from "./notice.js";

const ROLES = { principal: "principal: negotiates for itself", mediator: "mediator: stands between", absent: "absent: concerned, and not in the room", observer: "observer: looks on" };

export function party(part) {
  const key = part.id;
  const aliases = part.aliases ?? [];
  const speakers = part.speakers ?? [];
  return h("article", { class: "part", id: `party-${key}` },
    h("div", { class: "head" }, book.looks.has(key) && form(book.looks.get(key)), h("h3", {}, part.name), h("code", {}, key), part.role !== "principal" && h("span", { class: "tag" }, part.role), drafted(part)),
    doing("parties", key, part, () => changeParty(part)),
    h("div", { class: "body" },
      chips("also called", aliases, { what: "name", add: () => ask(`Another name of ${part.name}`, [{ name: "alias", label: "As the documents call it: a capital, an office, an acronym", required: true }],
        { send: "Add", keep: (written) => send({ op: "set", section: "parties", key, fields: { aliases: [...aliases, written.alias.trim()] } }) }),
      remove: (number) => set("parties", key, { aliases: orNull(without(aliases, number)) }) }),
      chips("speakers", speakers, { what: "person", add: () => person(part), open: (value, number) => person(part, value, number), remove: (number) => set("parties", key, { speakers: orNull(without(speakers, number).map(clean)) }) }),
      origin(part)));
}

function person(part, value, number) {
  const speakers = part.speakers ?? [];
  return ask(value ? "A person who speaks for it" : "Add a person", [
    { name: "name", label: "Full name, without titles", value: value?.name, required: true },
    { name: "role", label: "Office, such as Foreign Minister", value: value?.role },
    { name: "aliases", label: "Other names the documents use, with ; between", value: (value?.aliases ?? []).join("; ") }],
  { keep: (written) => {
    const one = { name: written.name.trim(), ...(written.role.trim() && { role: written.role.trim() }), ...(listed(written.aliases).length && { aliases: listed(written.aliases) }) };
    const all = value ? speakers.map((old, at) => (at === number ? one : clean(old))) : [...speakers.map(clean), one];
    return send({ op: "set", section: "parties", key: part.id, fields: { speakers: all } });
  } });
}

const taken = (section, part) => (id) => (book.told.parts[section].some((one) => one !== part && one.id === id.trim()) ? `“${id.trim()}” is the short name of another; choose one that is free.` : "");

export function changeParty(part) {
  return ask(part ? `Change ${part.name}` : "Add a party", [
    { name: "name", label: "Full name", value: part?.name, required: true },
    [{ name: "role", label: "Its part", kind: "select", value: part?.role ?? "principal", options: book.told.choices.roles.map((role) => [role, ROLES[role] ?? role]) },
      { name: "id", label: "Short name", value: part?.id, required: Boolean(part), hint: "Used everywhere else", longest: 60, check: taken("parties", part) }],
  ], { send: part ? "Keep" : "Add", keep: (written) => (part ? kept("parties", part, written.id, changed(part, { name: written.name.trim(), role: written.role })) : added(written)) });
}

async function added(written) {
  const id = written.id.trim() || slug(written.name, "party");
  const sentence = await send({ op: "add", section: "parties", fields: { id, name: written.name.trim(), role: written.role } });
  const tables = book.told.parts.tracks;
  if (!sentence && tables.length === 1) await seat(tables[0], id);
  return sentence;
}

/** Keeps the fields of a part that has an id, and then its id where that is another. */
export async function kept(section, part, id, fields) {
  const sentence = Object.keys(fields).length ? await send({ op: "set", section, key: part.id, fields }) : "";
  return sentence || (id.trim() === part.id ? "" : send({ op: "rename", section, key: part.id, name: id.trim() }));
}

const seat = (track, id) => edit({ op: "set", section: "tracks", key: track.id, fields: { parties: [...track.parties, id] } });

export function track(part) {
  return h("article", { class: "part", id: `track-${part.id}` },
    h("div", { class: "head" }, h("h3", {}, plain(name(part))), part.name && h("code", {}, part.id), drafted(part)),
    doing("tracks", part.id, part, () => changeTrack(part)),
    h("div", { class: "body" },
      chips("at the table", part.parties.map((id) => book.looks.get(id)?.name ?? id), { what: "party", add: async () => {
        const others = book.told.parts.parties.filter((one) => !part.parties.includes(one.id));
        if (!others.length) return say("Every party sits at this table already.");
        const written = await ask("Who else sits at this table?", [{ name: "party", label: "Party", kind: "select", options: others.map((one) => [one.id, one.name]) }], { send: "Add" });
        return written && seat(part, written.party);
      }, remove: (number) => set("tracks", part.id, { parties: without(part.parties, number) }) }),
      origin(part)));
}

export function changeTrack(part) {
  return ask(part ? `Change ${plain(name(part))}` : "Add a table", [
    [{ name: "name", label: "Full name", value: part?.name, required: !part }, { name: "id", label: "Short name", value: part?.id, required: Boolean(part), check: taken("tracks", part) }]],
  { send: part ? "Keep" : "Add", lead: part ? null : "A track is a table at which issues are settled. All parties are put at it; take out who does not sit there.",
    keep: (written) => (part ? kept("tracks", part, written.id, changed(part, { name: written.name.trim() }))
      : send({ op: "add", section: "tracks", fields: { id: written.id.trim() || slug(written.name, "table"), name: written.name.trim(), parties: book.told.parts.parties.map((one) => one.id) } })) });
}
