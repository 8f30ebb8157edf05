// The statements of a text: all of them, those that are asked for, and which of them stand over a stretch of words.
import { lanes } from "./spans.js";

const NOBODY = { colour: "p-none", form: "nobody", name: "no party" };

/** Holds the marks of a text. `book`: /statements/fields. The server leaves out of a mark what is usual. */
export function marksOf(book) {
  const looks = new Map(book.parties.map((one) => [one.id, one]));
  const whole = (mark) => ({
    act: null, negated: false, issue: null, option: null, parties: [], state: "standing", review: "unreviewed", ...mark,
    issues: mark.issues ?? (mark.issue ? [mark.issue] : []), acts: mark.acts ?? (mark.act ? [mark.act] : []),
    look: mark.look ?? looks.get(mark.parties?.find((id) => looks.has(id))) ?? NOBODY,
  });
  let all = new Map();
  let visible = [];
  let places = new Map();
  let lane = new Map();
  let longest = 0;

  return {
    get(id) { return all.get(id); },
    has: (id) => all.has(id),
    get size() { return all.size; },
    /** Every statement, in the order of the text. */
    all: () => [...all.values()],
    /** Takes these as the statements of the text. */
    take(marks) {
      all = new Map([...marks].map(whole).sort((a, b) => a.start - b.start || b.end - a.end).map((one) => [one.id, one]));
    },
    /** Finds what is asked for: `isWanted(mark)`. */
    sift(isWanted) {
      visible = [...all.values()].filter(isWanted);
      places = new Map(visible.map((one, at) => [one.id, at]));
      lane = lanes(visible);
      longest = visible.reduce((most, one) => Math.max(most, one.end - one.start), 0);
    },
    /** What is asked for, in the order of the text. */
    get visible() { return visible; },
    get lane() { return lane; },
    /** The place of a statement among those that are asked for; -1 where it is none of them. */
    placeOf: (id) => places.get(id) ?? -1,
    isVisible: (id) => places.has(id),
    /** Those asked for that share characters with a stretch of the text. */
    over(start, end) {
      let [low, high] = [0, visible.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (visible[middle].start < start - longest) low = middle + 1;
        else high = middle;
      }
      const here = [];
      for (; low < visible.length && visible[low].start < end; low += 1) if (visible[low].end > start) here.push(visible[low]);
      return here;
    },
    /** The one to go to from `here` (none: from the beginning), forward or back, round the ends, of those that `isMeant`. */
    next(here, by, isMeant = () => true) {
      const order = visible.filter(isMeant);
      const isAfter = (one) => !here || one.start > here.start || (one.start === here.start && one.end < here.end);
      const isBefore = (one) => !here || one.start < here.start || (one.start === here.start && one.end > here.end);
      return by > 0 ? order.find(isAfter) ?? order[0] : order.findLast(isBefore) ?? order.at(-1);
    },
  };
}

/** Whether a mark is as the address asks: party, act, issue, looked at or not, rejected ones too. */
export function isAsked(one, { party, act, issue, unreviewed, rejected }) {
  return (one.state === "standing" || (rejected && one.state === "rejected"))
    && (!party || one.parties.includes(party) || (party === "-" && !one.parties.length)) && (!act || one.acts.includes(act)) && (!issue || one.issues.includes(issue))
    && (!unreviewed || one.review !== "reviewed");
}
