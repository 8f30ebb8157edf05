// A table whose rows the server sorts, filters and cuts into pages; sort, page and words stand in the address.
import { get, attempt, search } from "./api.js";
import { h, replace, count } from "./dom.js";
import { change, onState, state } from "./state.js";

/** Fills `element` with a table of `/api/PATH`, which answers {rows, total, page, size} (tabular.py).
 *  columns: [{name, title, cell(row), number, sort (false: cannot), header: true for the row's own heading}]
 *  options: caption, noun, query() (more parameters), row(row) -> attributes of its <tr>, empty(answer) -> children,
 *  told(answer) hears each answer. Returns a function that loads anew. */
export function table(element, path, columns, { caption, noun = "row", query = () => ({}), row = () => ({}), empty, told = () => {}, files = true }) {
  let number = 0;
  const asked = () => {
    const { sort, order, page, q } = state();
    return { sort, order, page, q, ...query() };
  };
  const load = async () => {
    const mine = (number += 1);
    const answer = await attempt(() => get(path, asked()));
    if (mine !== number || answer === undefined) return;
    told(answer);
    if (!answer.rows.length && empty) return replace(element, empty(answer));
    replace(element, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, drawn(answer)), under(answer));
  };
  const heading = (column) => {
    const { sort, order } = state();
    const isSorted = sort === column.name;
    const turn = () => change({ sort: column.name, order: isSorted && order !== "desc" ? "desc" : null, page: null });
    return h("th", { scope: "col", class: column.number && "number", "aria-sort": isSorted ? (order === "desc" ? "descending" : "ascending") : null },
      column.sort === false ? column.title : h("button", { type: "button", data: { focus: `sort-${column.name}` }, onclick: turn }, column.title));
  };
  const line = (one) => h("tr", row(one), columns.map((column) =>
    h(column.header ? "th" : "td", { scope: column.header && "row", class: column.number && "number" }, column.cell ? column.cell(one) : one[column.name])));
  const drawn = (answer) => h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, columns.map(heading))), h("tbody", {}, answer.rows.map(line)));
  const under = (answer) => {
    const pages = Math.max(1, Math.ceil(answer.total / answer.size));
    const to = (page, title) => h("button", { type: "button", class: "quiet", disabled: page < 1 || page > pages, onclick: () => change({ page: page > 1 ? page : null }) }, title);
    const file = (form) => h("a", { href: `/api${path}${search({ ...asked(), page: null, form })}`, download: "" }, form.toUpperCase());
    return h("div", { class: "under" },
      h("span", {}, answer.total === answer.of ? count(answer.total, noun) : `${answer.total.toLocaleString("en")} of ${count(answer.of, noun)}`),
      pages > 1 && [to(answer.page - 1, "Previous"), h("span", {}, `page ${answer.page} of ${pages}`), to(answer.page + 1, "Next")],
      files && [h("span", {}, "Save as "), file("csv"), file("json")]);
  };
  onState(load);
  return load;
}
