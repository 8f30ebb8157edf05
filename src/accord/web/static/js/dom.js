// Elements from data. Text goes in as text alone: there is no way here to put markup into the page.

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "use", "path", "rect", "circle", "line", "polyline", "polygon", "g", "text", "title", "marker", "defs", "pattern", "clipPath"]);

/** An element: `h("a", { href: "/", class: "x", onclick: f, data: { id: 3 } }, "text", child, [more])`.
 *  null, undefined and false are left out, as attribute and as child; style is an object of properties. */
export function h(tag, attributes = {}, ...children) {
  const made = DRAWN.has(tag) && tag !== "title" ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(made, name, value);
  add(made, children);
  return made;
}

/** A child-less shorthand for `h` inside an svg, where `title` is one of its own. */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(made, name, value);
  add(made, children);
  return made;
}

function set(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (name === "data") for (const [key, part] of Object.entries(value)) made.dataset[key] = part;
  else if (name === "style") for (const [key, part] of Object.entries(value)) made.style.setProperty(key, part);
  else if (name === "value" && made.tagName === "TEXTAREA") made.value = value;
  else if (name === "href" && !isOwn(value)) return;
  else made.setAttribute(name, value === true ? "" : String(value));
}

/** Whether an address stays in the workbench: a document's own words never become a link elsewhere. */
function isOwn(address) {
  return /^(\/(?!\/)|#|\?)/.test(String(address));
}

function add(made, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Puts new children into an element in place of the old; focus stays on the element with the same id or data-focus. */
export function replace(element, ...children) {
  const held = document.activeElement;
  const key = element.contains(held) ? held.id || held.dataset?.focus : "";
  const fresh = document.createDocumentFragment();
  add(fresh, children);
  element.replaceChildren(fresh);
  if (key) element.querySelector(`#${CSS.escape(key)}, [data-focus="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/** A party as everywhere: its form in its colour, and its name. `party`: {id, name, colour, form}. */
export function party(one) {
  if (!one) return h("span", { class: "party p-none" }, form({ colour: "p-none", form: "nobody" }), " no party");
  return h("span", { class: `party ${one.colour}`, title: one.id }, form(one), " ", one.name);
}

/** A party's form alone, for where its name stands beside. */
export function form(one) {
  return svg("svg", { class: `form ${one.colour}`, viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("use", { href: `#form-${one.form}` }));
}

/** "1 document", "3 documents", "no documents". */
export function count(number, one, many = `${one}s`) {
  return `${number === 0 ? "no" : number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "9 Apr 2031" of "2031-04-09"; "no date" of nothing. */
export function day(iso) {
  const [year, month, date] = (iso ?? "").slice(0, 10).split("-").map(Number);
  return year && month && date ? `${date} ${MONTHS[month - 1]} ${year}` : "no date";
}

/** A share as everywhere: whole percent, never 0 or 100 where it is not exactly so. */
export function percent(share) {
  if (share === null || share === undefined) return "";
  if (share === 0 || share === 1) return `${share * 100} %`;
  return share < 0.01 ? "under 1 %" : share > 0.99 ? "over 99 %" : `${Math.round(share * 100)} %`;
}
