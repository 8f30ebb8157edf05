// Decisions in words: who did what, and what it changed from what into what.
import { h } from "./dom.js";
import { plain } from "./acts.js";

const DONE = {
  correct: "corrected", accept: "accepted", reject: "rejected", restore: "took in again", add: "added",
  move: "moved", split: "split", merge: "merged", undo: "took back",
};

/** What was done, as a verb: "corrected"; of what puts a decision in force again: "did again". */
export const done = (decision, kindOf = () => null) => (decision.kind === "undo" && kindOf(decision.takes_back) === "undo" ? "did again" : DONE[decision.kind] ?? decision.kind);

/** What a decision changed: rows [field in words, before, after]; none where a statement came or went as a whole. */
export function differences(edit) {
  if (!edit.before || !edit.after) return [];
  return [...new Set([...Object.keys(edit.before), ...Object.keys(edit.after)])].filter((name) => name !== "review").flatMap((name) => unlike(name, edit.before[name], edit.after[name]));
}

function unlike(name, before, after) {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (name === "points" && Array.isArray(before) && Array.isArray(after)) {
    const many = Math.max(before.length, after.length) > 1;
    return [...Array(Math.max(before.length, after.length)).keys()].flatMap((at) => {
      const where = many ? `point ${at + 1}` : "point";
      if (!before[at] || !after[at]) return [[where, pointWords(before[at]), pointWords(after[at])]];
      return Object.keys({ ...before[at], ...after[at] }).flatMap((key) => unlike(many ? `${where}: ${key}` : key, before[at][key], after[at][key]));
    });
  }
  return [[plain(name), told(before), told(after)]];
}

function pointWords(point) {
  if (!point) return "none";
  return [point.act, plain(point.issue), plain(point.option)].filter(Boolean).join(", ");
}

/** The name of a field in words: "points.1.option" is "point 2: option". */
export function fieldWords(name) {
  const [, at, rest] = /^points\.(\d+)\.(.+)$/.exec(name) ?? [];
  return at === undefined ? plain(name) : `${at === "0" ? "" : `point ${Number(at) + 1}: `}${plain(rest)}`;
}

/** A value of a field in words. */
export function told(value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return "nothing";
  if (value === true || value === false) return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(told).join("; ");
  if (typeof value === "object") {
    if ("says" in value) return claimWords(value);
    if ("start" in value) return `characters ${value.start.toLocaleString("en")} to ${value.end.toLocaleString("en")}`;
    if ("act" in value) return pointWords(value);
    return Object.entries(value).filter(([, part]) => part !== null).map(([name, part]) => `${plain(name)} ${told(part)}`).join(", ");
  }
  return typeof value === "string" && /^[a-z0-9_]+$/.test(value) ? plain(value) : String(value);
}

/** A claim in a few words: "would accept: eight hours on shifts (port)". */
export function claimWords(claim) {
  const term = (one) => one && [plain(one.option), plain(one.issue)].filter(Boolean).join(" on ");
  const what = claim.first ? `${term(claim.first)}, then ${term(claim.then)}` : [term({ issue: claim.issue ?? claim.track, option: claim.option }), claim.over || claim.over_track ? `over ${plain(claim.over ?? claim.over_track)}` : "", claim.other && `than ${claim.other}`, claim.towards && `towards ${claim.towards}`].filter(Boolean).join(" ");
  return `${claim.negated ? "not: " : ""}${claim.party} ${plain(claim.says)}${what ? `: ${what}` : ""}`;
}

/** The rows of what a decision changed, as a list. */
export function changes(decision) {
  const rows = decision.edits.flatMap(differences);
  if (!rows.length) return null;
  return h("dl", { class: "changes" }, rows.map(([name, before, after]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("del", {}, before), " → ", h("ins", {}, after)))));
}

/** When, as a reader says it: the time today, else day and time. */
export function clock(when) {
  const at = new Date(when);
  if (Number.isNaN(at.getTime())) return when;
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return at.toDateString() === new Date().toDateString() ? time : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${time}`;
}
