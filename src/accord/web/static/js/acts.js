// Acts in the text: each has a letter, a verb, and a family that is its kind of underline.

export const ACTS = {
  demand: { letter: "D", verb: "demands", family: "asks" },
  offer: { letter: "O", verb: "offers", family: "gives" },
  accept: { letter: "A", verb: "accepts", family: "gives" },
  reject: { letter: "R", verb: "rejects", family: "refuses" },
  precondition: { letter: "S", verb: "sets a condition", family: "asks" },
  concession: { letter: "C", verb: "concedes", family: "gives" },
  threat: { letter: "T", verb: "threatens", family: "asks" },
  promise: { letter: "P", verb: "promises", family: "gives" },
  assessment: { letter: "J", verb: "judges", family: "judges" },
  forecast: { letter: "F", verb: "foresees", family: "judges" },
};

const SAID = { letter: "·", verb: "says", family: "judges" };

/** The look of an act; of plain saying where there is none. */
export const act = (name) => ACTS[name] ?? SAID;

/** An id as words: "eight_hours" is "eight hours". */
export const plain = (id) => (id ?? "").replaceAll("_", " ");

/** What a statement does, in a few words: "rejects ten hours on shifts". `issues`: names by id. */
export function does(mark, issues = new Map()) {
  const issue = mark.issue && (issues.get(mark.issue) ?? plain(mark.issue));
  const what = mark.option && issue ? `${plain(mark.option)} on ${issue}` : issue || "";
  return `${mark.negated ? "does not: " : ""}${act(mark.act).verb}${what ? ` ${what}` : ""}`;
}
