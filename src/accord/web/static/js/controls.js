// The switches and sliders of what if: each changes the address and nothing else.
import { attempt, get } from "./api.js";
import { SAYS, SCALARS, cleaned, scaled, toggled } from "./changes.js";
import { count, day, form, h, replace } from "./dom.js";

const open = new Set(["tracks", "impatience", "walk_away_hazard", "outside"]);

/** All controls for what can be changed. `now()`: the changes; `turn(changes, settled)`: asks for others, `settled`
 *  false while a slider is still being moved. `look`: words and looks by id. */
export function controls(choices, { now, turn, look }) {
  const changes = now();
  const scalar = (name) => choices.scalars.find((one) => one.name === name);
  const part = (id, title, isChanged, ...children) => h("details", { class: "part", id: `part-${id}`, open: isChanged || open.has(id), ontoggle: (event) => (event.target.open ? open.add(id) : open.delete(id)) },
    h("summary", { data: { focus: `part-${id}` } }, title, isChanged && h("span", { class: "tag" }, "changed")), children);
  const has = (name) => Boolean(changes[name]?.length);
  const sliders = (name) => {
    const one = scalar(name);
    const isChanged = name === "outside" ? Boolean(changes.outside) : (changes.rates ?? []).some((rate) => rate.rate === name);
    return one && part(name, SCALARS[name].title, isChanged, h("p", { class: "fine" }, SCALARS[name].what), ranges(one), Object.entries(one.parties).map(([party, told]) => slider(one, party, told, { changes, turn, look })));
  };
  return [
    choices.tracks.length > 1 && part("tracks", "Tables", has("link") || has("separate"), tables(choices, { changes, turn })),
    sliders("impatience"), sliders("walk_away_hazard"), sliders("outside"),
    choices.sides.length > 1 && part("believe", "Whose claims are believed", has("believe"), sides(choices, { changes, turn, look })),
    part("without_documents", "Leave out a source", has("without_documents"), documents(choices, { changes, turn })),
    part("without", "Leave out a statement", has("without"), statements({ changes, turn })),
    choices.days.length > 1 && part("as_of", "What was known by a day", Boolean(changes.as_of), asOf(choices, { changes, turn })),
    choices.issues.length > 1 && part("order", "Settle issues in an order", has("order"), order(choices, { changes, turn })),
    part("add", "Add a claim", has("add"), adding(choices, { now, turn, look })),
    sliders("waiting_flow"), sliders("power_shift"),
  ];
}

function ranges(one) {
  if (one.name === "outside") return h("p", { class: "tiny" }, "From 0 (its worst package) to 100 % (its best). The mark shows what no deal is worth to it at the mean of the models.");
  const ends = Object.values(one.parties);
  const low = Math.min(...ends.map((each) => each.low)), high = Math.max(...ends.map((each) => each.high));
  return h("p", { class: "tiny" }, `From ${low} to ${high}${one.unit.includes("month") ? " per month" : ""}; before any evidence every value in it is equally likely.`);
}

function slider(one, party, told, { changes, turn, look }) {
  const id = `${one.name}-${party}`;
  const set = one.name === "outside" ? changes.outside?.[party] : changes.rates?.find((rate) => rate.rate === one.name && rate.party === party)?.low;
  const isSet = set !== undefined;
  const text = (value) => String(one.name === "outside" ? `${Math.round(value * 100)} %` : Number(value).toFixed(2)).replace("-", "−");
  const output = h("output", { for: id }, isSet ? text(set) : "as the evidence has it");
  const move = (settled) => (event) => { output.textContent = text(event.target.value); turn(scaled(changes, one.name, party, Number(event.target.value)), settled); };
  const middle = Math.min(told.high, Math.max(told.low, told.mean));
  const where = 100 * (middle - told.low) / Math.max(1e-9, told.high - told.low);
  return h("div", { class: `slider ${isSet ? "set" : ""}` },
    h("label", { for: id }, form(look.party(party)), " ", look.name(party)), output,
    h("div", { class: "track" }, h("input", { type: "range", id, min: told.low, max: told.high, step: (told.high - told.low) / 50, value: isSet ? set : middle, "aria-describedby": `${id}-now`, oninput: move(false), onchange: move(true) }),
      h("span", { class: "mean", style: { left: `${where}%` }, "aria-hidden": "true" })),
    h("span", { class: "tiny", id: `${id}-now` }, `the models now: ${text(told.mean)}, nine in ten ${text(told.least)} to ${text(told.most)}`),
    isSet && h("button", { type: "button", class: "link tiny", onclick: () => turn(scaled(changes, one.name, party, null), true) }, "as the evidence has it"));
}

function tables(choices, { changes, turn }) {
  const mode = changes.link ? "link" : changes.separate ? (changes.separate.length === choices.tracks.length ? "apart" : "separate") : "";
  const ids = choices.tracks.map((one) => one.id);
  const set = (parts) => turn(cleaned({ ...changes, link: [], separate: [], ...parts }), true);
  const radio = (value, words, parts) => h("p", {}, h("input", { type: "radio", name: "tables", id: `tables-${value || "all"}`, checked: mode === value, onchange: () => set(parts) }), h("label", { for: `tables-${value || "all"}` }, words));
  const several = choices.tracks.length > 2;
  return h("fieldset", {}, h("legend", { class: "unseen" }, "Which tracks are settled together"),
    radio("", "All tracks in one package, as now", {}),
    radio("apart", "Each track settled by itself", { separate: ids }),
    several && [radio("link", "Only these together", { link: ids.slice(0, 2) }),
      mode === "link" && h("ul", { class: "indent" }, choices.tracks.map((one) => h("li", {}, h("input", { type: "checkbox", id: `link-${one.id}`, checked: changes.link.includes(one.id), onchange: (event) => { const next = toggled(changes, "link", one.id, event.target.checked); if ((next.link ?? []).length > 1) turn(next, true); else event.target.checked = true; } }), h("label", { for: `link-${one.id}` }, one.name)))),
      radio("separate", "Only this one apart", { separate: [ids[0]] }),
      mode === "separate" && h("ul", { class: "indent" }, choices.tracks.map((one) => h("li", {}, h("input", { type: "radio", name: "apart", id: `apart-${one.id}`, checked: changes.separate.includes(one.id), onchange: () => set({ separate: [one.id] }) }), h("label", { for: `apart-${one.id}` }, one.name))))]);
}

function sides(choices, { changes, turn, look }) {
  return [h("p", { class: "fine" }, "Only the claims of these are heard; none ticked: everybody's. What is assumed in the negotiation stays."),
    h("ul", {}, choices.sides.map((one) => h("li", {}, h("input", { type: "checkbox", id: `side-${one.id}`, checked: changes.believe?.includes(one.id), onchange: (event) => turn(toggled(changes, "believe", one.id, event.target.checked), true) }),
      h("label", { for: `side-${one.id}` }, one.id !== "nobody" && form(look.party(one.id)), one.id !== "nobody" && " ", one.name, h("span", { class: "fine" }, ` (${count(one.claims, "claim")} with what is assumed)`)))))];
}

function documents(choices, { changes, turn }) {
  const out = changes.without_documents ?? [];
  const sources = Map.groupBy?.(choices.documents.filter((one) => one.source), (one) => one.source) ?? new Map();
  const all = (ids) => ids.every((id) => out.includes(id));
  const whole = (source, ids) => h("li", {}, h("input", { type: "checkbox", id: `source-${source}`, checked: all(ids), onchange: (event) => turn(cleaned({ ...changes, without_documents: [...out.filter((id) => !ids.includes(id)), ...(event.target.checked ? ids : [])] }), true) }),
    h("label", { for: `source-${source}` }, h("b", {}, `Everything by ${source}`), h("span", { class: "fine" }, ` ${count(ids.length, "document")}`)));
  return h("ul", { class: "long" },
    [...sources].filter(([, list]) => list.length > 1).map(([source, list]) => whole(source, list.map((one) => one.id))),
    choices.documents.map((one) => h("li", {}, h("input", { type: "checkbox", id: `doc-${one.id}`, checked: out.includes(one.id), onchange: (event) => turn(toggled(changes, "without_documents", one.id, event.target.checked), true) }),
      h("label", { for: `doc-${one.id}` }, one.title, h("span", { class: "fine" }, ` ${[one.source, one.date && day(one.date), count(one.statements, "statement")].filter(Boolean).join(", ")}`)))));
}

function statements({ changes, turn }) {
  const list = h("ul", { class: "long found" });
  const input = h("input", { type: "search", id: "find-statement", placeholder: "Words of the statement", maxlength: "200", autocomplete: "off" });
  let number = 0;
  const look = async () => {
    const mine = (number += 1);
    const found = await attempt(() => get("/what-if/statements", { q: input.value }));
    if (!found || mine !== number) return;
    replace(list, found.map((one) => h("li", {}, h("input", { type: "checkbox", id: `st-${one.id}`, checked: changes.without?.includes(one.id), onchange: (event) => turn(toggled(changes, "without", one.id, event.target.checked), true) }),
      h("label", { for: `st-${one.id}` }, `“${one.words.length > 110 ? `${one.words.slice(0, 108)}…` : one.words}”`, h("span", { class: "fine" }, ` ${one.speaker}, ${one.date}`)))),
    !found.length && h("li", { class: "fine" }, input.value ? "No statement has these words." : "Type words of a statement."));
  };
  input.addEventListener("input", look);
  if (changes.without?.length || open.has("without")) look();
  else setTimeout(() => list.closest("details")?.addEventListener("toggle", () => list.childElementCount || look()), 0); // unfolded, if ever
  return [h("div", { class: "field" }, h("label", { for: "find-statement" }, "With these words; with none, those that bear most on whether there is a deal"), input), list];
}

function asOf(choices, { changes, turn }) {
  const at = changes.as_of ? Math.max(0, choices.days.findLastIndex((one) => one <= changes.as_of)) : choices.days.length - 1;
  const output = h("output", { for: "as-of" }, changes.as_of ? day(changes.as_of) : "everything known");
  const value = (event) => choices.days[Number(event.target.value)];
  const told = (event) => (Number(event.target.value) === choices.days.length - 1 ? "" : value(event));
  return h("div", { class: "slider" }, h("label", { for: "as-of" }, "By the end of"), output,
    h("input", { type: "range", id: "as-of", min: 0, max: choices.days.length - 1, step: 1, value: at, "aria-valuetext": output.textContent, oninput: (event) => { output.textContent = day(value(event)); }, onchange: (event) => turn(cleaned({ ...changes, as_of: told(event) }), true) }),
    h("span", { class: "tiny" }, `from ${day(choices.days[0])} to ${day(choices.days.at(-1))}; at the right end everything counts`));
}

let pending = [];
function order(choices, { changes, turn }) {
  const chosen = changes.order ?? pending;
  const set = (list) => {
    pending = list;
    if (list.length !== 1 || changes.order) turn(cleaned({ ...changes, order: list.length > 1 ? list : [] }), true);
    else turn(changes, true);
  };
  const name = (id) => choices.issues.find((one) => one.id === id)?.name ?? id;
  const rest = choices.issues.filter((one) => !chosen.includes(one.id));
  const raised = (at) => chosen.map((one, place) => (place === at - 1 ? chosen[at] : place === at ? chosen[at - 1] : one));
  return [h("p", { class: "fine" }, "These are settled one after another, and then the rest in one package."),
    h("ol", { class: "order" }, chosen.map((id, at) => h("li", {}, name(id), " ",
      at > 0 && h("button", { type: "button", class: "quiet", "aria-label": `${name(id)} earlier`, onclick: () => set(raised(at)) }, "↑"),
      h("button", { type: "button", class: "quiet", "aria-label": `Take ${name(id)} out of the order`, onclick: () => set(chosen.filter((one) => one !== id)) }, "×")))),
    chosen.length === 1 && h("p", { class: "fine" }, "Choose what comes after it."),
    rest.length > 0 && h("div", { class: "field" }, h("label", { for: "order-next" }, chosen.length ? "Then" : "First"), h("select", { id: "order-next", onchange: (event) => event.target.value && set([...chosen, event.target.value]) }, h("option", { value: "" }, "Choose an issue"), rest.map((one) => h("option", { value: one.id }, one.name))))];
}

function adding(choices, { now, turn, look }) {
  const select = (id, label, options) => h("div", { class: "field" }, h("label", { for: id }, label), h("select", { id }, options.map(([value, words]) => h("option", { value }, words))));
  const issues = choices.issues.map((one) => [one.id, one.name]);
  const parties = look.parties().map((one) => [one.id, one.name]);
  const fields = {
    party: select("claim-party", "Who", parties), says: select("claim-says", "Claim", Object.entries(SAYS).map(([id, [words]]) => [id, words])),
    issue: select("claim-issue", "Issue", issues), option: select("claim-option", "Option", []), over: select("claim-over", "More than", issues), other: select("claim-other", "Than whom", parties),
    reliability: h("div", { class: "field" }, h("label", { for: "claim-trust" }, "Believed, in per cent"), h("input", { id: "claim-trust", type: "number", min: "1", max: "100", value: "80" })),
  };
  const value = (name) => fields[name].querySelector("select, input").value;
  const turned = () => {
    const takes = SAYS[value("says")][1];
    fields.issue.hidden = !["option", "issues"].includes(takes);
    fields.option.hidden = takes !== "option";
    fields.over.hidden = takes !== "issues";
    fields.other.hidden = takes !== "other";
    const issue = choices.issues.find((one) => one.id === value("issue"));
    const kept = value("option");
    replace(fields.option.querySelector("select"), (issue?.options ?? []).map((one) => h("option", { value: one.id, selected: one.id === kept }, one.words)));
  };
  const add = () => {
    const takes = SAYS[value("says")][1];
    const claim = { party: value("party"), says: value("says"), reason: "what if", reliability: Math.min(1, Math.max(0.01, Number(value("reliability")) / 100)) };
    if (["option", "issues"].includes(takes)) claim.issue = value("issue");
    if (takes === "option") claim.option = value("option");
    if (takes === "issues") claim.over = value("over");
    if (takes === "other") claim.other = value("other");
    const changes = now();
    turn({ ...changes, add: [...(changes.add ?? []), claim] }, true);
  };
  const box = h("div", { class: "claim", onchange: turned }, h("p", { class: "fine" }, "As if somebody had said it; heard beside the documents' claims."), Object.values(fields), h("button", { type: "button", onclick: add }, "Add the claim"));
  turned();
  return box;
}
