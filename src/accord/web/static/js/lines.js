// The list of a text's statements: a stretch at a time, as one comes to it.
import { h, count } from "./dom.js";
import { row } from "./statement.js";

const LINES = 120;

/** The statements of `order` as rows, the one with id `selected` among the first. `open(id)` and `near(id or null)` are told
 *  what is clicked and pointed at; `none` stands where there is nothing. */
export function lines(order, { selected, issues, open, near, none }) {
  const here = Math.max(0, order.findIndex((one) => one.id === selected));
  const rows = h("ol", {});
  const item = (one, number) => h("li", { onpointerenter: () => near(one.id), onpointerleave: () => near(null), onfocusin: () => near(one.id) }, row(one, issues, { current: number === here, onclick: () => open(one.id) }));
  let [from, to] = [Math.max(0, here - 40), Math.max(0, here - 40)];
  const end = h("p", { class: "tiny" });
  const further = () => {
    rows.append(...order.slice(to, to + LINES).map((one, number) => item(one, to + number)));
    to = Math.min(order.length, to + LINES);
    if (to >= order.length) watch.disconnect();
  };
  const earlier = h("button", { type: "button", class: "link", onclick: () => {
    rows.prepend(...order.slice(Math.max(0, from - LINES), from).map((one) => item(one, -1)));
    from = Math.max(0, from - LINES);
    earlier.hidden = from === 0;
  } }, "Earlier ones");
  earlier.hidden = from === 0;
  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && further(), { rootMargin: "400px 0px" });
  further();
  if (to < order.length) watch.observe(end);
  return h("div", { class: "lines" }, h("header", { class: "side-head" }, h("h2", {}, count(order.length, "statement")), h("span", { class: "fine keys-of" }, h("kbd", {}, "j"), " ", h("kbd", {}, "k"), " walk, ", h("kbd", {}, "n"), " adds one")),
    !order.length && h("p", { class: "empty" }, none),
    earlier, rows, end);
}
