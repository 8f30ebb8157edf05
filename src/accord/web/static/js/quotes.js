// Quotations, shares and spreads, drawn as in the report; every quotation leads to its place in the text.
import { h, svg, form } from "./dom.js";

const WIDTH = 160;

/** The address of a statement in its document. */
export function place(quote) {
  return `/read/${encodeURIComponent(quote.document)}?statement=${encodeURIComponent(quote.id)}`;
}

/** A quotation with who said it and where; `pull` is what it does to a finding. */
export function quotation(quote, pull) {
  const words = `${quote.words}${quote.cut ? " …" : ""}`;
  return h("blockquote", { class: `quote ${quote.look.colour}` },
    h("p", {}, h("a", { class: "said", href: place(quote) }, quote.marks ? `“${words}”` : words)),
    h("footer", {}, form(quote.look), " ", quote.speaker, quote.title && `, ${quote.title}`,
      h("span", { class: "where" }, `${quote.source}, ${quote.date}`), " ", pull?.words && pulled(pull)));
}

function pulled(pull) {
  return h("span", { class: "pull" },
    svg("svg", { class: "pullbar", viewBox: "0 0 160 8", role: "img", "aria-label": `This quotation ${pull.words}` },
      svg("rect", { class: pull.up ? "up" : "down", x: pull.start, y: 1.5, width: pull.length, height: 5 }),
      svg("path", { class: "axis", d: "M80 -1V9" })),
    h("span", {}, pull.words));
}

/** A share as a bar with its whisker and the tick of the share with no evidence. */
export function sharebar(bar) {
  return svg("svg", { class: "sharebar", viewBox: "-1 0 162 20", role: "img", "aria-label": bar.words },
    svg("rect", { class: "base", x: 0, y: 6, width: WIDTH, height: 8 }),
    svg("rect", { class: "fill", x: 0, y: 6, width: bar.end, height: 8 }),
    svg("path", { class: "whisker", d: `M${bar.low} 10H${bar.high}M${bar.low} 7V13M${bar.high} 7V13` }),
    bar.prior !== null && svg("path", { class: "prior", d: `M${bar.prior} 1V19` }));
}

/** A plain bar of a share from 0 to 1, for a row of a table; the words beside it tell the number. */
export function plainbar(end) {
  return svg("svg", { class: "sharebar", viewBox: "0 0 160 8", "aria-hidden": "true" },
    svg("rect", { class: "base", width: WIDTH, height: 8 }), svg("rect", { class: "fill", width: end, height: 8 }));
}

/** A size over the models: the middle half as a box, nine in ten as a line, the median as a tick. */
export function spread(one) {
  return h("figure", { class: "spread" },
    svg("svg", { viewBox: "-2 0 164 16", role: "img", "aria-label": one.words },
      svg("line", { class: "axis", x1: 0, x2: WIDTH, y1: 13, y2: 13 }),
      one.zero !== null && svg("line", { class: "zero", x1: one.zero, x2: one.zero, y1: 1, y2: 15 }),
      svg("line", { class: "range", x1: one.low, x2: one.high, y1: 7, y2: 7 }),
      svg("rect", { class: "box", x: one.lower, y: 3.5, width: Math.max(1, one.upper - one.lower), height: 7 }),
      svg("line", { class: "median", x1: one.middle, x2: one.middle, y1: 2, y2: 12 })),
    h("figcaption", {}, `Size: ${one.words}.`));
}
