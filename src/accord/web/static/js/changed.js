// What a change does: the deal space and every finding, each beside what it was.
import { count, form, h, percent, svg } from "./dom.js";
import { SOLUTIONS } from "./plot.js";

const WAYS = {
  "same models": "on the same models", "re-weighed": "the same models, weighed anew without what is left out", "drawn anew": "on models drawn anew",
};

/** A share before and after as one bar: the tick is what it was, the bar what it is, the whisker its error. */
export function turnbar(before, after, error) {
  const end = 160 * (after ?? 0), wide = 160 * 1.96 * (error ?? 0);
  return svg("svg", { class: "turnbar", viewBox: "-2 0 164 14", "aria-hidden": "true" },
    svg("rect", { class: "base", x: 0, y: 4, width: 160, height: 6 }),
    after !== null && svg("rect", { class: "fill", x: 0, y: 4, width: end, height: 6 }),
    after !== null && wide > 1 && svg("path", { class: "whisker", d: `M${Math.max(0, end - wide)} 7H${Math.min(160, end + wide)}` }),
    before !== null && svg("path", { class: "was", d: `M${160 * before} 0V14` }));
}

const whole = (value) => { const points = Math.round(value * 100); return `${points > 0 ? "+" : points < 0 ? "−" : ""}${Math.abs(points)}`; };
const half = (error) => Math.max(1, Math.round(196 * (error ?? 0)));
const rounded = (number) => (number >= 100 ? Math.round(number).toLocaleString("en") : number >= 10 ? String(Math.round(number)) : String(Math.round(number * 10) / 10));

/** The deal space in a few lines: a deal or none, the zone, what each gains at each solution. */
export function space(told, look, { isChanged, isBeside = false }) {
  const { agreement, zone, reservations } = told;
  const was = (text) => isChanged && h("span", { class: "was" }, ` was ${text}`);
  const moved = (one) => isChanged && one.change !== null && Math.abs(one.change) > 1.96 * (one.change_error ?? 0) && Math.abs(one.change) >= 0.005;
  const parties = look.ordered(reservations.map((one) => one.party));
  const of = (list, id) => list.find((one) => one.party === id);
  const cell = (one) => h("td", { class: `gain ${moved(one) ? "clear" : ""}` }, h("span", { class: "is" }, whole(one.mean)), isChanged && one.before !== null && h("span", { class: "was" }, ` was ${whole(one.before)}`));
  const address = (chosen) => Object.entries(chosen).map((pair) => pair.map(encodeURIComponent).join(":")).join(",");
  const named = (one) => one.package && h("a", { href: `/space?package=${encodeURIComponent(address(one.package))}`, title: Object.entries(one.package).map(([issue, option]) => `${look.issue(issue)}: ${look.option(issue, option)}`).join("; ") }, `the commonest, in ${percent(one.share)}`);
  return [
    h("dl", { class: "sizes" },
      h("div", {}, h("dt", {}, "A deal is there"), h("dd", {}, h("strong", {}, percent(agreement.share)), ` of the models`, was(percent(agreement.before)), turnbar(agreement.before, agreement.share, agreement.error))),
      zone && h("div", {}, h("dt", {}, "Packages in the zone"), h("dd", {}, h("strong", {}, rounded(zone.mean)), ` of ${told.packages.toLocaleString("en")}`, zone.before && was(rounded(zone.before.mean)), h("span", { class: "tiny" }, `nine models in ten: ${rounded(zone.quantiles[0][1])} to ${rounded(zone.quantiles.at(-1)[1])}`))),
      !zone && h("div", {}, h("dt", {}, "Packages in the zone"), h("dd", { class: "fine" }, `not counted: ${told.packages.toLocaleString("en")} packages are too many`))),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What each party gains at each solution" }, h("table", { class: "solutions" },
      h("caption", {}, "What each gains over no deal at four solutions, in per cent of all it could get; the mean of all models, 0 where there is no deal."),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Solution"), parties.map((id) => h("th", { scope: "col", class: "gain" }, form(look.party(id)), " ", look.name(id))), !isBeside && h("th", { scope: "col" }, "Package chosen"))),
      h("tbody", {}, Object.entries(told.solutions).map(([name, one]) => h("tr", {}, h("th", { scope: "row", title: SOLUTIONS[name][1] }, mark(name), " ", SOLUTIONS[name][0]), parties.map((id) => cell(of(one.gains, id))), !isBeside && h("td", { class: "fine" }, named(one) || "no deal in any")))),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "Worth of no deal"), parties.map((id) => of(reservations, id)).map((one) => h("td", { class: `gain ${isChanged && one.before !== null && Math.abs(one.mean - one.before) >= Math.max(0.005, told.how === "same models" ? 0 : 2.8 * one.error) ? "clear" : ""}` }, `${Math.round(100 * one.mean)} %`, isChanged && one.before !== null && h("span", { class: "was" }, ` was ${Math.round(100 * one.before)} %`))), !isBeside && h("td", {}))))),
    told.members < told.of && h("p", { class: "fine", role: "status" }, h("progress", { "aria-label": "More models are drawn" }), ` The first ${told.members} of ${told.of.toLocaleString("en")} models; the others are being drawn.`),
    h("p", { class: "tiny" }, `${told.members.toLocaleString("en")} models, worth ${Math.round(told.effective).toLocaleString("en")} independent ones${isChanged ? `, ${WAYS[told.how] ?? told.how}` : ""}. Bold: moved by more than chance in sampling.`),
  ];
}

function mark(name) {
  return svg("svg", { class: `keymark mark-${name}`, viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svg("use", { href: `#mark-${name}`, x: -10, y: -10, width: 20, height: 20 }));
}

/** Every finding beside what it was: those that clearly change, then the rest folded away. */
export function findings(told, { isChanged, finding }) {
  if (!isChanged) return h("p", { class: "empty" }, "Nothing is changed yet. Move a slider or turn a switch: each finding then stands here beside what it is now.");
  const first = told.differences.filter((one) => one.clear), rest = told.differences.filter((one) => !one.clear);
  const chosen = told.differences.find((one) => one.id === finding);
  return [
    chosen && [h("h3", {}, "The finding you came from"), rows([chosen])],
    h("h3", {}, first.length ? `${count(first.length, "finding")} clearly ${first.length === 1 ? "changes" : "change"}` : "No finding changes by more than chance in sampling"),
    first.length > 0 && rows(first),
    rest.length > 0 && h("details", { class: "rest" }, h("summary", { data: { focus: "rest" } }, `${count(rest.length, "finding")} that hardly ${rest.length === 1 ? "moves" : "move"}`), rows(rest)),
    told.problems.length > 0 && h("details", { class: "rest" }, h("summary", { data: { focus: "problems" } }, `${count(told.problems.length, "problem")} told on the way`), h("ul", { class: "problems" }, told.problems.map((one) => h("li", { class: `is-${one.severity}` }, h("span", { class: "severity" }, one.severity), one.sentence)))),
  ];
}

function rows(list) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Findings before and after" }, h("table", { class: "turned" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Finding"), h("th", { scope: "col", class: "number" }, "Was"), h("th", { scope: "col" }, h("span", { class: "unseen" }, "As a bar")), h("th", { scope: "col", class: "number" }, "Is"), h("th", { scope: "col", class: "number" }, "Change"))),
    h("tbody", {}, list.map(row))));
}

function row(one) {
  const side = (told) => (told === null ? "not told" : told.status === "silent" ? "silent" : told.share !== null ? percent(told.share) : told.status === "fact" ? "fact" : "");
  const before = one.before?.share ?? null, after = one.after?.share ?? null;
  return h("tr", { class: one.clear ? "clear" : "", data: { finding: one.id } },
    h("th", { scope: "row" }, h("span", { class: "tiny" }, one.title), h("details", {}, h("summary", { data: { focus: `f:${one.id}` } }, one.about[0].toUpperCase() + one.about.slice(1)),
      one.before && h("p", { class: "fine" }, h("b", {}, "Was: "), one.before.sentence), one.after && h("p", { class: "fine" }, h("b", {}, "Is: "), one.after.sentence),
      h("p", { class: "fine" }, h("a", { href: `/findings?finding=${encodeURIComponent(one.id)}` }, "This finding with its quotations")))),
    h("td", { class: "number" }, side(one.before)), h("td", { class: "bar" }, (before !== null || after !== null) && turnbar(before, after, one.after?.error)), h("td", { class: "number" }, side(one.after)),
    h("td", { class: "number change" }, changed(one)));
}

function changed(one) {
  if (one.difference === null) return one.clear ? "told otherwise" : "";
  const size = one.value_difference ? `size ${short(one.before.value)} → ${short(one.after.value)}` : "";
  return [h("span", {}, `${whole(one.difference)} ±${half(one.error)}`), size && h("span", { class: "tiny line" }, size)];
}

const short = (value) => (value === null ? "–" : String(Number(value.toPrecision(2))).replace("-", "−"));

/** Two scenarios and the present, side by side. `heads`: the two names. */
export function compared(told, look, heads) {
  const first = told.differences.filter((one) => one.clear), rest = told.differences.filter((one) => !one.clear);
  const cell = (side) => (side === null ? "not told" : side.status === "silent" ? "silent" : side.share !== null ? percent(side.share) : "fact");
  const line = (one) => h("tr", { class: one.clear ? "clear" : "" }, h("th", { scope: "row" }, h("span", { class: "tiny" }, one.title), h("a", { href: `/findings?finding=${encodeURIComponent(one.id)}` }, one.about[0].toUpperCase() + one.about.slice(1))),
    [one.present, one.before, one.after].map((side) => h("td", { class: "number" }, cell(side))), h("td", { class: "bar" }, one.before && one.after && turnbar(one.before.share, one.after.share, one.after.error)), h("td", { class: "number change" }, changed(one)));
  const table = (list) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Findings side by side" }, h("table", { class: "turned" }, h("thead", {}, h("tr", {}, ["Finding", "Now", ...heads].map((head, at) => h("th", { scope: "col", class: at && "number" }, head)), h("th", { scope: "col" }, h("span", { class: "unseen" }, "As a bar")), h("th", { scope: "col", class: "number" }, "From the first to the second"))), h("tbody", {}, list.map(line))));
  return [
    h("div", { class: "beside" }, told.spaces.map((one, at) => h("section", {}, h("h3", {}, heads[at]), space(one, look, { isChanged: true, isBeside: true })))),
    h("h3", {}, first.length ? `${count(first.length, "finding")} clearly ${first.length === 1 ? "differs" : "differ"} between the two` : "No finding differs by more than chance in sampling"),
    first.length > 0 && table(first),
    rest.length > 0 && h("details", { class: "rest" }, h("summary", {}, `${count(rest.length, "finding")} much alike in both`), table(rest)),
  ];
}
