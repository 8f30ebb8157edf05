// A text with marks that may overlap and nest: cut at every boundary, underlines stacked, offsets in Unicode characters.
import { h, form } from "./dom.js";
import { act } from "./acts.js";

const LANES = 4;

/** The number of Unicode characters of a text. */
export const length = (text) => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);

const LONGEST = 6_000;

/** A paragraph {start, text} with its end; one without end, such as a book in one line, in pieces that a browser can lay out. */
export function pieces({ start, text }) {
  const found = [];
  let [from, at] = [start, 0];
  while (at < text.length) {
    let to = at + LONGEST < text.length ? text.lastIndexOf(" ", at + LONGEST) + 1 : text.length;
    if (to <= at) to = at + LONGEST;
    if (/[\ud800-\udbff]/.test(text[to - 1])) to += 1;
    const piece = text.slice(at, to);
    found.push({ start: from, end: from + length(piece), text: piece, goesOn: to < text.length });
    [from, at] = [found.at(-1).end, to];
  }
  return found;
}

/** A part of a text by offsets in Unicode characters. */
export function cut(text, start, end) {
  return length(text) === text.length ? text.slice(start, end) : [...text].slice(start, end).join("");
}

/** A lane for each mark, so that marks which share characters have different ones; the outer is nearer the words. */
export function lanes(marks) {
  const ends = [];
  const found = new Map();
  for (const one of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let lane = ends.findIndex((end) => end <= one.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = one.end;
    found.set(one.id, Math.min(lane, LANES - 1));
  }
  return found;
}

/** Where text nodes begin, in Unicode characters of the document. */
const places = new WeakMap();

/** A paragraph {start, end, text} as an element; `marks` are those that share characters with it, `found` plain runs
 *  [start, end] that a search found, `first(mark)` tells whether the mark's sign stands in this paragraph. */
export function paragraph(one, marks, { lane, found = [], first, label }) {
  const element = h("p", { dir: "auto", class: [isWrapped(one.text) && "wrapped", one.goesOn && "goes-on"].filter(Boolean).join(" ") || null, data: { start: one.start } });
  const cuts = new Set([one.start, one.end]);
  for (const [start, end] of [...marks.map((mark) => [mark.start, mark.end]), ...found]) {
    if (start > one.start && start < one.end) cuts.add(start);
    if (end > one.start && end < one.end) cuts.add(end);
  }
  const order = [...cuts].sort((a, b) => a - b);
  const nested = [...marks].sort((a, b) => lane.get(a.id) - lane.get(b.id) || a.start - b.start);
  const shown = new Set();
  for (let at = 0; at + 1 < order.length; at += 1) {
    const [start, end] = [order[at], order[at + 1]];
    const node = document.createTextNode(cut(one.text, start - one.start, end - one.start));
    places.set(node, start);
    const over = nested.filter((mark) => mark.start < end && mark.end > start);
    for (const mark of over) {
      if (!shown.has(mark.id) && first(mark)) element.append(sign(mark, label(mark)));
      shown.add(mark.id);
    }
    let inner = found.some(([from, to]) => from < end && to > start) ? h("mark", { class: "found" }, node) : node;
    for (const mark of over.reverse()) inner = h("span", { class: `st ${mark.look.colour} ${act(mark.act).family} d${lane.get(mark.id)} is-${mark.state} is-${mark.review}`, data: { s: mark.id } }, inner);
    element.append(inner);
  }
  return element;
}

function sign(mark, label) {
  return h("button", { type: "button", class: `sign ${mark.look.colour} is-${mark.state} is-${mark.review}`, tabindex: "-1", data: { s: mark.id }, "aria-label": label, title: label },
    form(mark.look), act(mark.act).letter);
}

/** Whether the lines of a paragraph were broken at a width, as in mail, and flow together for reading. */
function isWrapped(text) {
  const lines = text.split("\n");
  if (lines.length < 3) return false;
  const widths = lines.slice(0, -1).map((line) => line.length);
  const widest = Math.max(...widths);
  return widest <= 100 && widest >= 50 && widths.every((width) => width > widest * 0.7);
}

/** The offset of a point of a selection in Unicode characters of the document; null outside the text. */
export function offset(container, at) {
  let node = container;
  if (node.nodeType !== Node.TEXT_NODE) {
    const child = node.childNodes[at];
    const texts = textNodes(child ?? node);
    const found = child ? texts[0] : texts.at(-1);
    if (!found) return child?.nextSibling ? offset(child.nextSibling, 0) : null;
    return child ? places.get(found) : places.get(found) + length(found.data);
  }
  if (!places.has(node)) {
    const own = node.parentElement?.closest(".sign");
    return own?.nextSibling ? offset(own.nextSibling, 0) : null;
  }
  return places.get(node) + length(node.data.slice(0, at));
}

function textNodes(root) {
  if (root.nodeType === Node.TEXT_NODE) return places.has(root) ? [root] : [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (places.has(walker.currentNode)) found.push(walker.currentNode);
  return found;
}

/** The selection as {start, end, text} in Unicode characters, without space at its ends; null where none of the text is chosen. */
export function chosen(within) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!within.contains(range.commonAncestorContainer)) return null;
  const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  return start === null || end === null || end <= start ? null : { start, end };
}

/** Puts the browser's selection on characters that begin in one paragraph's element and end in another's, or the same. */
export function choose(first, start, last, end) {
  const range = document.createRange();
  const put = (element, place, set) => {
    const texts = textNodes(element);
    const node = texts.findLast((one) => places.get(one) <= place) ?? texts[0];
    set.call(range, node, cut(node.data, 0, place - places.get(node)).length);
  };
  put(first, start, range.setStart);
  put(last, end, range.setEnd);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// After these a full stop ends no sentence: an initial, a title.
const SHORT = /(?:^|[\s(“"‘'.])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Hon|Messrs)\.\s*$/u;

/** The sentences of paragraphs as [start, end], without space at their ends. */
export function sentences(paragraphs) {
  const cutter = new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" });
  return paragraphs.flatMap((one) => {
    const found = [];
    for (const { segment, index } of cutter.segment(one.text)) {
      if (found.length && SHORT.test(found.at(-1).text)) found.at(-1).text += segment;
      else found.push({ text: segment, index });
    }
    return found.filter(({ text }) => text.trim()).map(({ text, index }) => {
      const from = one.start + length(one.text.slice(0, index + text.length - text.trimStart().length));
      return [from, from + length(text.trim())];
    });
  });
}

/** Runs of a paragraph in which words stand, case and accents apart. */
export function occurrences(one, words) {
  const fold = (text) => [...text].map((character) => character.normalize("NFD")[0].toLowerCase()[0] ?? " ").join("");
  const wanted = fold(words.trim()).split(/\s+/).join(" ");
  const text = fold(one.text).replace(/\s/g, " ");
  const found = [];
  for (let at = wanted ? text.indexOf(wanted) : -1; at >= 0; at = text.indexOf(wanted, at + wanted.length)) found.push([one.start + at, one.start + at + wanted.length]);
  return found;
}
