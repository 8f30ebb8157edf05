// Words chosen by keys: a sentence, the one after, several; for whoever selects with no mouse.
import { $, $$ } from "./dom.js";
import { choose, chosen, cut, sentences } from "./spans.js";

/** Choosing sentences in `text`, whose paragraphs are {start, end, text}. `from()`: the offset to begin after. */
export function choosing(text, paragraphs, from) {
  let cuts = null;
  let at = -1;
  const paragraphAt = (offset) => paragraphs.findLast((one) => one.start <= offset) ?? paragraphs[0];
  const elementAt = (offset) => $(`p[data-start="${paragraphAt(offset).start}"]`, text);

  /** Chooses the next sentence, or the one before; `longer`: takes it in, or leaves the last out. */
  const pick = (by = 1, longer = false) => {
    cuts ??= sentences(paragraphs);
    if (!cuts.length) return;
    const now = longer ? chosen(text) : null;
    if (at < 0) at = Math.max(0, cuts.findIndex(([start]) => start >= (from() ?? inView())));
    else if (!longer) at = Math.min(cuts.length - 1, Math.max(0, at + by));
    let [start, end] = cuts[at];
    if (now) {
      const next = by > 0 ? cuts.find(([, last]) => last > now.end) : cuts.findLast(([, last]) => last < now.end && last > now.start);
      [start, end] = [now.start, next ? next[1] : now.end];
    }
    const [first, last] = [elementAt(start), elementAt(end - 1)];
    if (!first) return;
    choose(first, start, last, end);
    first.scrollIntoView({ block: "nearest" });
  };

  const inView = () => Number($$("p[data-start]", text).find((one) => one.getBoundingClientRect().bottom > 120)?.dataset.start ?? 0);

  return {
    pick,
    reset() { at = -1; },
    get isOn() { return at >= 0; },
    /** A stretch without the space at its ends. */
    trimmed({ start, end }) {
      const isSpace = (place) => {
        const one = paragraphs.find((each) => place >= each.start && place < each.end);
        return !one || !cut(one.text, place - one.start, place - one.start + 1).trim();
      };
      let [first, last] = [start, end];
      while (first < last && isSpace(first)) first += 1;
      while (last > first && isSpace(last - 1)) last -= 1;
      return { start: first, end: last };
    },
  };
}
