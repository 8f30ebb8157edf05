// The page of a text: its words in sections, laid out and marked where one looks, and the light on what is open.
import { $, $$, h, replace } from "./dom.js";
import { paragraph } from "./spans.js";

const CHUNK = 12; // paragraphs in a section: what is far from the window is neither marked nor laid out
const BUDGET = 6; // milliseconds of a frame that marking may take

/** Writes `paragraphs` [{start, end, text}] into `element` with `marks` (marks.js). `label(mark)`: what its sign says;
 *  `found()`: runs [start, end] that were looked for. */
export function pageOf(element, paragraphs, marks, { label, found = () => [] }) {
  let sections = [];
  let lit = null; // the id that is lit
  let reached = null; // the sign that Tab reaches
  let drawing = 0;
  const waiting = new Set();
  let isMarking = false;

  const within = (section) => paragraphs.slice(Number(section.dataset.from), Number(section.dataset.from) + CHUNK);
  const at = (offset) => {
    let [low, high] = [0, paragraphs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (paragraphs[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  };
  const sectionAt = (offset) => sections[Math.floor(at(offset) / CHUNK)];

  const drawn = (one, here = marks.over(one.start, one.end)) => {
    const before = paragraphs[at(one.start) - 1]?.end ?? 0;
    const runs = found().filter(([start, end]) => start < one.end && end > one.start);
    return paragraph(one, here, { lane: marks.lane, found: runs, first: (each) => each.start >= before, label });
  };

  const seen = new IntersectionObserver((entries) => {
    for (const one of entries) {
      if (one.isIntersecting) waiting.add(one.target);
      else waiting.delete(one.target);
    }
    if (waiting.size && !isMarking) requestAnimationFrame(some);
    isMarking ||= waiting.size > 0;
  }, { rootMargin: "1500px 0px" });

  /** Marks what has come near, a little in each frame, so that no frame waits. */
  function some() {
    const until = performance.now() + BUDGET;
    const middle = innerHeight / 2;
    const distance = (section) => Math.abs(section.getBoundingClientRect().top - middle);
    const order = waiting.size > 1 ? [...waiting].map((one) => [distance(one), one]).sort((a, b) => a[0] - b[0]).map(([, one]) => one) : [...waiting];
    for (const section of order) {
      mark(section);
      if (performance.now() > until) break;
    }
    isMarking = waiting.size > 0;
    if (isMarking) requestAnimationFrame(some);
  }

  /** The words of a section with their statements. */
  function mark(section) {
    if (!section) return;
    waiting.delete(section);
    seen.unobserve(section);
    if (section.dataset.marked) return;
    section.dataset.marked = "yes";
    section.replaceChildren(...within(section).map((one) => drawn(one)));
    shine(section);
  }

  /** The words of a section alone: for the search of the browser, and for its height. */
  function plainly(section) {
    if (section.dataset.marked) return;
    if (!section.firstChild) section.append(...within(section).map((one) => drawn(one, [])));
    seen.observe(section);
  }

  const marked = () => sections.filter((one) => one.dataset.marked);

  function shine(section) {
    if (!lit) return;
    for (const one of $$(`[data-s="${lit}"]`, section)) {
      one.classList.add("here");
      if (one.classList.contains("sign")) reach(one);
    }
  }

  function reach(sign) {
    if (reached) reached.tabIndex = -1;
    reached = sign;
    if (sign) sign.tabIndex = 0;
  }

  return {
    /** Writes all of it anew: the part around `offset` at once, the rest a little in each frame. */
    write(offset) {
      const mine = (drawing += 1);
      seen.disconnect();
      waiting.clear();
      sections = [];
      for (let from = 0; from < paragraphs.length; from += CHUNK) sections.push(h("section", { class: "chunk", data: { from } }));
      replace(element, sections.length ? sections : h("p", { class: "empty" }, "This document has no text."));
      delete element.dataset.state;
      const first = Math.floor(at(offset) / CHUNK);
      const order = [...sections].sort((a, b) => Math.abs(a.dataset.from / CHUNK - first) - Math.abs(b.dataset.from / CHUNK - first));
      for (const one of order.slice(0, 3)) mark(one);
      const rest = () => {
        if (mine !== drawing) return;
        const until = performance.now() + BUDGET;
        while (order.length && performance.now() < until) plainly(order.shift());
        if (order.length) requestAnimationFrame(rest);
        else element.dataset.state = "whole";
      };
      requestAnimationFrame(rest);
    },
    /** Draws the paragraphs anew that these stretches touch, where they are marked. */
    mend(stretches) {
      for (const section of marked()) {
        const all = within(section);
        const [start, end] = [all[0].start, all.at(-1).end];
        const near = stretches.filter(([from, to]) => from < end && to > start);
        if (!near.length) continue;
        all.forEach((one, number) => near.some(([from, to]) => from < one.end && to > one.start) && section.children[number].replaceWith(drawn(one)));
        shine(section);
      }
    },
    /** Draws everything anew that is marked: what is near now, the rest when one comes there. */
    anew() {
      for (const section of marked()) {
        delete section.dataset.marked;
        seen.observe(section);
      }
    },
    /** Lights a statement (null: none), and makes its sign the one that Tab reaches. */
    light(id, offset) {
      for (const one of $$(".here", element)) one.classList.remove("here");
      lit = id;
      if (!id) return reach($(".sign", element));
      mark(sectionAt(offset));
      return shine(element);
    },
    /** Points at a statement (null: none): its words are shaded. */
    near(id) {
      for (const one of $$(".near", element)) one.classList.remove("near");
      if (id) for (const one of $$(`[data-s="${id}"]`, element)) one.classList.add("near");
    },
    /** Brings a statement out from under the panel, which on a small screen comes up over the text. */
    uncover(id) { if (matchMedia("(max-width: 1180px)").matches) $(`.sign[data-s="${id}"]`, element)?.scrollIntoView({ block: "center" }); },
    /** Brings a statement, or what was looked for, into view. */
    reveal(id, { focus = false } = {}) {
      const one = id ? $(`.sign[data-s="${id}"]`, element) : $("mark.found", element);
      if (!one) return;
      one.scrollIntoView({ block: "center" });
      // What is laid out only now has moved it.
      requestAnimationFrame(() => {
        const { top, bottom } = one.getBoundingClientRect();
        if (one.isConnected && (top < 80 || bottom > innerHeight - 80)) one.scrollIntoView({ block: "center" });
      });
      if (focus) one.focus({ preventScroll: true });
    },
  };
}
