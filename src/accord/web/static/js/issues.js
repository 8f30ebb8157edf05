// Issues with their options: order, words that tell of them, what holds now and with no deal, whose yes is needed.
import { book, changed, chips, doing, drafted, edit, listed, name, origin, partyName, plain, send, set, slug, without } from "./codebook.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { say } from "./notice.js";
import { kept } from "./parties.js";

export function issue(part) {
  const key = part.id;
  const cues = part.cues?.issue ?? [];
  return h("article", { class: "part", id: `issue-${key}` },
    h("div", { class: "head" }, h("h3", {}, plain(name(part))), part.name && h("code", {}, key), !part.ordered && h("span", { class: "tag" }, "no order"), book.told.parts.tracks.length > 1 && h("span", { class: "tag" }, part.track), drafted(part)),
    doing("issues", key, part, () => changeIssue(part)),
    h("div", { class: "body" },
      h("div", { class: `options ${part.ordered ? "ordered" : ""}`, role: "group", "aria-label": `Options of ${plain(name(part))}${part.ordered ? ", in order" : ""}` }, part.options.map((option, number) => shown(part, option, number)),
        h("button", { type: "button", class: "add", onclick: () => addOption(part) }, "+ option")),
      chips("named as", cues, { what: "words", add: () => changeCues(part, "issue"), remove: (number) => set("issues", key, { cues: { ...part.cues, issue: without(cues, number) } }) }),
      part.consent && h("p", { class: "fine" }, `Needs the yes of ${part.consent.map(partyName).join(", ") || "nobody"}.`),
      origin(part)));
}

const ordered = (part, values) => edit({ op: "options", section: "issues", key: part.id, options: values });

/** One option, with all that can be done to it in a menu. */
function shown(part, option, number) {
  const key = part.id;
  const moved = (by) => () => {
    const values = [...part.options];
    values.splice(number + by, 0, ...values.splice(number, 1));
    return ordered(part, values);
  };
  const deeds = [["Rename", () => renameOption(part, option)],
    ["Words that tell of it", () => changeCues(part, option)],
    part.holds !== option && ["This holds when the talks begin", () => set("issues", key, { status_quo: option, ...(part.counterfactual || part.without_deal === part.holds ? {} : { counterfactual: part.without_deal }) })],
    part.without_deal !== option && ["This would hold with no deal", () => set("issues", key, { counterfactual: option === part.holds ? null : option })],
    number > 0 && ["Earlier in the order", moved(-1)],
    number < part.options.length - 1 && ["Later in the order", moved(1)],
    part.options.length > 1 && ["Remove", () => ordered(part, without(part.options, number))]].filter(Boolean);
  const menu = `menu-${key}-${number}`;
  return h("div", { class: "option" },
    h("span", { class: "chip" }, h("button", { type: "button", popovertarget: menu, "aria-haspopup": "menu", title: option }, plain(option), h("span", { class: "more", "aria-hidden": "true" }, "▾"))),
    h("div", { class: "menu", id: menu, popover: "auto", role: "menu", "aria-label": plain(option) }, deeds.map(([words, run]) => h("button", { type: "button", role: "menuitem", popovertarget: menu, onclick: run }, words))),
    h("span", { class: "tiny" }, [part.holds === option && h("span", { class: "is" }, "holds now"), part.without_deal === option && part.without_deal !== part.holds && h("span", { class: "is" }, "holds with no deal")], " ", (part.cues?.[option] ?? []).join(", ")));
}

const free = (part, old) => (option) => (option.trim() !== old && part.options.includes(option.trim()) ? `The issue has an option “${option.trim()}” already.` : option.trim() === "issue" ? "The word “issue” is kept; choose another." : "");

function addOption(part) {
  return ask(`Another way to settle ${plain(name(part))}`, [{ name: "option", label: "Option", required: true, check: free(part) }, { name: "cues", label: "Words that tell of it in the documents, with ; between" }],
    { send: "Add", lead: part.ordered ? "It is put at the end; move it to its place in the order." : null, keep: async (written) => {
      const option = written.option.trim();
      const cues = listed(written.cues);
      const sentence = await send({ op: "options", section: "issues", key: part.id, options: [...part.options, option] });
      return sentence || !cues.length ? sentence : send({ op: "set", section: "issues", key: part.id, fields: { cues: { ...part.cues, [option]: cues } } });
    } });
}

function renameOption(part, option) {
  return ask(`Rename “${plain(option)}”`, [{ name: "name", label: "New name, everywhere in the file", value: option, required: true, check: free(part, option) }],
    { keep: (written) => (written.name.trim() === option ? "" : send({ op: "rename_option", section: "issues", key: part.id, option, name: written.name.trim() })) });
}

function changeCues(part, option) {
  const now = part.cues?.[option] ?? [];
  return ask(option === "issue" ? `Words that name ${plain(name(part))}` : `Words that tell of “${plain(option)}”`, [{ name: "cues", label: "As the documents say it, with ; between", value: now.join("; ") }],
    { keep: (written) => {
      const cues = { ...part.cues, [option]: listed(written.cues) };
      if (!cues[option].length) delete cues[option];
      return send({ op: "set", section: "issues", key: part.id, fields: { cues: Object.keys(cues).length ? cues : null } });
    } });
}

export function changeIssue(part) {
  const { parts } = book.told;
  if (!parts.tracks.length) return say("An issue is settled at a table; add a table first.");
  const seated = (id) => parts.tracks.find((one) => one.id === id)?.parties ?? [];
  return ask(part ? `Change ${plain(name(part))}` : "Add an issue", [
    [{ name: "name", label: "What is negotiated", value: part?.name ?? part?.id, required: true }, { name: "id", label: "Short name", value: part?.id, required: Boolean(part) }],
    { name: "track", label: "Settled at", kind: "select", value: part?.track, options: parts.tracks.map((one) => [one.id, plain(name(one))]) },
    ...(part ? [] : [{ name: "options", label: "Its options from one end to the other, with ; between; the first holds now", required: true, placeholder: "as now; three percent; six percent",
      check: (text) => (listed(text).length < 2 ? "An issue has two options or more: what holds now, and what it could become." : new Set(listed(text)).size < listed(text).length ? "Two options have the same name." : "") }]),
    { name: "ordered", label: "The options lie in order: who likes one end likes the middle better than the other end", kind: "checkbox", value: part?.ordered ?? true },
    { name: "consent", label: "Whose yes it needs", kind: "checks", value: part?.consent ?? seated(part?.track ?? parts.tracks[0].id), options: parts.parties.map((one) => [one.id, one.name]), hint: "Those at its table, unless you say otherwise", check: (who) => (who.length ? "" : "Somebody must say yes; tick at least one.") },
  ], { send: part ? "Keep" : "Add", keep: (written) => {
    const table = seated(written.track);
    const asTable = written.consent.length === table.length && written.consent.every((id) => table.includes(id));
    return part ? changedIssue(part, written, asTable) : addedIssue(written, asTable);
  } });
}

function addedIssue(written, asTable) {
  const id = written.id.trim() || slug(written.name, "issue");
  return send({ op: "add", section: "issues", fields: { id, ...(written.name.trim() !== id && { name: written.name.trim() }), track: written.track, options: listed(written.options), ...(written.ordered ? {} : { ordered: false }), ...(asTable ? {} : { consent: written.consent }) } });
}

function changedIssue(part, written, asTable) {
  const called = written.name.trim() === part.id ? "" : written.name.trim();
  const consent = asTable && !part.consent ? {} : { consent: asTable ? null : written.consent };
  const isSame = JSON.stringify(part.consent ?? null) === JSON.stringify(consent.consent ?? null);
  const fields = { ...changed(part, { name: called, track: written.track }), ...(written.ordered !== part.ordered && { ordered: written.ordered ? null : false }), ...(isSame ? {} : consent) };
  return kept("issues", part, written.id, fields);
}
