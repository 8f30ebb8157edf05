// One key each for the fields that are wrong most often: speaker, party, act, issue, option.
import { act, plain, ACTS } from "./acts.js";
import { toIssue } from "./editor.js";
import { pick } from "./picker.js";

/** What each key asks, by key: [label, run(one, book, set, at)]; `at` is the point that is meant. */
export const CHOICES = {
  s: ["Speaker", speaker],
  p: ["Party", party],
  c: ["Act", acts],
  i: ["Issue", issue],
  o: ["Option", option],
};

async function speaker(one, book, set) {
  const near = one.fields.speakers;
  const choices = [...new Set([...book.speakers])].map((name) => ({ value: name, label: name }));
  const found = await pick("Who says it", choices, { value: near[0], free: true });
  if (found) set({ speakers: [found] }, `Speaker: ${found}`);
}

async function party(one, book, set) {
  const choices = [...book.parties.map((look) => ({ value: look.id, label: look.name, look })), { value: "", label: "no party: an outside voice", key: "0" }];
  const found = await pick("For whom it is said", choices, { value: one.fields.parties, several: true });
  if (found) set({ parties: found }, `Speaks for: ${found.join("; ") || "no party"}`);
}

async function acts(one, book, set, at) {
  const choices = Object.keys(ACTS).map((name) => ({ value: name, label: plain(name), key: act(name).letter.toLowerCase() }));
  const found = await pick("What it does", choices, { value: one.fields.points[at]?.act });
  if (found) set(one.fields.points[at] ? { [`points.${at}.act`]: found } : { points: [{ ...blank(one), act: found }] }, `Act: ${found}`);
}

async function issue(one, book, set, at) {
  const choices = [...book.issues.map((each) => ({ value: each.id, label: each.name })), { value: "", label: "no issue that is listed", key: "0" }];
  const found = await pick("On which issue", choices, { value: one.fields.points[at]?.issue ?? "" });
  if (found === null) return;
  const chosen = book.issues.find((each) => each.id === found);
  const point = one.fields.points[at];
  set(point ? toIssue(point, at, chosen) : { points: [{ ...blank(one), issue: found || null }] }, `Issue: ${chosen?.name ?? "none"}`);
}

async function option(one, book, set, at) {
  const point = one.fields.points[at];
  const chosen = book.issues.find((each) => each.id === point?.issue);
  if (!chosen) return issue(one, book, set, at);
  const found = await pick(`Which option of ${chosen.name}`, [...chosen.options.map((each) => ({ value: each, label: plain(each) })), { value: "", label: "none named", key: "0" }], { value: point.option ?? "" });
  if (found !== null) set({ [`points.${at}.option`]: found || null }, `Option: ${plain(found) || "none"}`);
}

function blank(one) {
  return { act: "assessment", about: one.fields.parties[0] ?? null, issue: null, option: null, counterpart: null, claim: null, negated: false, modality: "asserted", condition: null };
}
