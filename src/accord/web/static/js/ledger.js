// The ledger: moves over time, what they cost, what never moved, what is agreed, accounts side by side; each part also as rows.
import { attempt, get } from "./api.js";
import { $, count, day, form, h, party, replace, svg } from "./dom.js";
import { on } from "./events.js";
import { bind, walk } from "./keys.js";
import { banner, computing, failed } from "./live.js";
import { nextStep } from "./next.js";
import { byId, onProject } from "./project.js";
import { place, quotation } from "./quotes.js";
import { change, onState, state } from "./state.js";
import { table } from "./table.js";

const PARTS = { moves: "Moves", unchanged: "What did not move", agreed: "Agreed items", readouts: "Readouts", disputes: "Told in two ways", rows: "As rows" };
let parties = new Map();
let issues = new Map();
let told = null;  // the ledger in short: {tally, trails, weighed}
let page = null;  // the page of the part that is shown: {items, total, page, size}
let isCurrent = false;
let number = 0;

const shown = () => (state().part in PARTS ? state().part : "moves");

replace($("#view"), computing({ job: { title: "Loading" } }));

onProject((project) => {
  parties = byId(project.parties);
  issues = new Map(project.issues.map((one) => [one.id, one.name === one.id ? one.id.replaceAll("_", " ") : one.name]));
  const step = nextStep(project, "Here stands who moved, and what never moved.");
  if (step) return replace($("#view"), step);
  choices("party", "All parties", parties, (one) => one.name);
  choices("issue", "All issues", issues, (one) => one);
  return told ? undefined : load();
});

function choices(name, all, known, words) {
  replace($(`#${name}`), h("option", { value: "" }, all), [...known].map(([id, one]) => h("option", { value: id }, words(one))));
  $(`#${name}`).value = state()[name] ?? "";
}
for (const name of ["party", "issue"]) $(`#${name}`).addEventListener("change", (event) => change({ [name]: event.target.value, page: null }));
$("#sieve").addEventListener("submit", (event) => event.preventDefault());

/** Asks for the ledger in short and for the page that is shown, together. */
async function load() {
  const mine = (number += 1);
  const { party, issue, sort, order, page: at } = state();
  const part = shown();
  const isRows = part === "rows";
  const [short, lines] = await Promise.all([attempt(() => get("/ledger", { party, issue })),
    isRows ? null : attempt(() => get(`/ledger/told/${part}`, { party, issue, page: at, ...(part === "moves" && SORTED.has(sort) ? { sort, order } : {}) }))]);
  if (mine !== number || !short) return;
  isCurrent = short.state !== "computing";
  replace($("#stale"), short.data && banner(short));
  if (!short.data) return replace($("#view"), short.state === "failed" ? failed(short) : computing(short));
  told = short.data;
  page = lines?.data ? { ...lines.data, part } : null;
  draw();
  if (isRows) reload?.();
}
on("changed", load);
on("computed", (one) => ["books", "contents"].includes(one.name) && load()); // a large project is booked in the background
on("hello", () => parties.size > 0 && !isCurrent && load()); // what was computed before we listened was not heard
onState(() => told && load());

// which part

const SORTED = new Set(["day", "party", "issue", "size"]);
const DRAWN = { moves: moved, unchanged, agreed: agreement, readouts, disputes };

function draw() {
  const go = (name) => (event) => { event.preventDefault(); change({ part: name, sort: null, order: null, page: null }, { push: true }); };
  replace($("#parts"), Object.entries(PARTS).map(([name, title]) => h("a", { href: `?${new URLSearchParams({ ...state(), part: name })}`, "aria-current": name === shown() ? "true" : null, id: `part-${name}`, onclick: go(name) }, title, " ", name in told.tally && h("span", { class: "tally" }, told.tally[name].toLocaleString("en")))));
  $("#rows").hidden = shown() !== "rows";
  if (shown() === "rows") {
    replace($("#view"), h("div", { class: "row" }, h("div", { class: "field" }, h("label", { for: "what" }, "Rows of"), select())));
    return rows();
  }
  if (page?.part === shown()) replace($("#view"), DRAWN[shown()](page.items), shown() === "moves" && trails());
  return undefined;
}

/** "Previous, page 2 of 75, Next" under a part that has several pages. */
function turn() {
  const pages = Math.max(1, Math.ceil(page.total / page.size));
  const to = (at, title) => h("button", { type: "button", class: "quiet", disabled: at < 1 || at > pages, data: { focus: `page-${title}` }, onclick: () => { change({ page: at > 1 ? at : null }); scrollTo({ top: 0 }); } }, title);
  return [h("span", {}, page.total === page.of ? count(page.total, NOUNS[shown()]) : `${page.total.toLocaleString("en")} of ${count(page.of, NOUNS[shown()])}`),
    pages > 1 && [to(page.page - 1, "Previous"), h("span", {}, `page ${page.page} of ${pages}`), to(page.page + 1, "Next")]];
}

const NOUNS = { moves: "move", unchanged: "demand", agreed: "item", readouts: "event", disputes: "disagreement" };
const under = (...more) => h("div", { class: "under" }, turn(), more);
const files = (name) => [h("span", {}, "Save as "), h("a", { href: `/api/ledger/${name}?form=csv`, download: "" }, "CSV"), h("a", { href: `/api/ledger/${name}?form=json`, download: "" }, "JSON")];
const beyond = (all, some) => all > some && h("p", { class: "fine" }, `and ${count(all - some, "more statement")}; all are in the files`);

// moves

const HEADS = [["day", "Day"], ["party", "Party and issue"], ["size", "From, to"], [null, "Cost to the mover"], [null, "By whose account"]];

function moved(all) {
  if (!all.length) return h("p", { class: "empty" }, "No change of position is told of.");
  const { sort = "day", order } = state();
  const head = ([name, title]) => {
    const isSorted = name !== null && name === sort;
    const again = () => change({ sort: name === "day" ? null : name, order: isSorted && order !== "desc" ? "desc" : null, page: null });
    return h("th", { scope: "col", "aria-sort": isSorted ? (order === "desc" ? "descending" : "ascending") : null },
      name === null ? title : h("button", { type: "button", data: { focus: `sort-${name}` }, title: name === "size" ? "By how far it goes" : null, onclick: again }, title));
  };
  return h("section", { class: "part" }, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Moves" }, h("table", { class: "moves" }, h("caption", { class: "unseen" }, "Moves by day"),
    h("thead", {}, h("tr", {}, HEADS.map(head))), h("tbody", {}, all.map(move)))),
    under(files("moves"), !told.weighed && h("span", {}, "What the moves cost is being computed.")));
}

function trails() {
  if (!told.trails.length) return null;
  const isThinned = told.trails.some((one) => one.points.length < one.of);
  return h("section", { class: "part", "aria-labelledby": "trails-title" }, h("h2", { id: "trails-title" }, "Positions over time"),
    h("p", { class: "fine" }, "A line joins what a party stood for from day to day; dashed: as others tell. A cross is a refusal. The dashed rung is the status quo.",
      isThinned && " Where there are too many to draw, each mark is the last of its stretch of time, by the party's own word or the reporter's where there is one."),
    h("div", { class: "trails" }, told.trails.map(trail)));
}

function move(one) {
  return h("tr", { tabindex: "0" }, h("td", {}, one.date), h("td", {}, party(one.look.id ? one.look : null), h("span", { class: "issue" }, one.issue)),
    h("td", {}, one.way && way(one), `${one.start} `, h("span", { "aria-hidden": "true" }, "→ "), h("span", { class: "unseen" }, "to "), h("strong", {}, one.end), h("span", { class: "known" }, one.how + (one.size ? `, ${one.size}` : ""))),
    h("td", {}, one.cost ? [h("span", { class: `verdict ${one.cost.verdict.replaceAll(" ", "-")}` }, one.cost.verdict), h("span", { class: "known" }, "costs it something in ", h("a", { href: `/findings?finding=${encodeURIComponent(one.cost.finding)}` }, one.cost.number), " of the models")] : h("span", { class: "known" }, told.weighed ? "not weighed" : "…")),
    h("td", {}, h("details", {}, h("summary", {}, one.tellers), one.quotes.map((quote) => quotation(quote)), beyond(one.statements, one.quotes.length), one.remarks.map(([title, quotes]) => [h("p", { class: "label" }, title), quotes.map((quote) => quotation(quote))]))));
}

function way(one) {
  const { stops, start, end } = one.way;
  const by = end > start ? 1 : -1;
  return svg("svg", { class: `way ${one.look.colour}`, viewBox: "-6 0 138 16", "aria-hidden": "true" }, svg("line", { class: "axis", x1: 0, x2: 120, y1: 8, y2: 8 }), stops.map((x) => svg("circle", { class: "stop", cx: x, cy: 8, r: 2.4 })),
    start !== null && end !== null && start !== end ? [svg("line", { class: "arrow", x1: start, x2: end - 5 * by, y1: 8, y2: 8 }), svg("path", { class: "head", d: `M${end} 8l${by > 0 ? "-7 -4.5v9" : "7 -4.5v9"}z` })] : end !== null && svg("circle", { class: "head", cx: end, cy: 8, r: 4.5 }));
}

const WIDTH = 420, LEFT = 118, RIGHT = 404, TOP = 8, STEP = 22;

function trail(one) {
  const days = one.points.flatMap((point) => [point.on, point.until ?? point.on]).map((each) => Date.parse(each));
  const first = Math.min(...days), span = Math.max(1, Math.max(...days) - first);
  const x = (iso) => (span === 1 ? (LEFT + RIGHT) / 2 : LEFT + 10 + (RIGHT - LEFT - 20) * ((Date.parse(iso) - first) / span));
  const y = (option) => TOP + STEP * (one.options.length - 1 - one.options.indexOf(option)) + 8;
  const bottom = TOP + STEP * one.options.length;
  const sides = [...new Set(one.points.map((point) => point.party))];
  const shift = (id) => (sides.indexOf(id) - (sides.length - 1) / 2) * 4;
  const paths = sides.flatMap((id) => {
    const own = one.points.filter((point) => point.party === id && !point.refused && point.option && one.options.includes(point.option)).sort((a, b) => a.on.localeCompare(b.on));
    if (own.length < 1) return [];
    const steps = own.map((point, at) => `${at ? `V${y(point.option) + shift(id)}` : `M${x(point.on)} ${y(point.option) + shift(id)}`}H${x(own[at + 1]?.on ?? point.until ?? point.on)}`);
    return [svg("path", { class: `path ${parties.get(id)?.colour ?? "p-none"} ${own.every((point) => point.basis === "told") ? "told" : ""}`, d: steps.join("") })];
  });
  const marks = one.points.filter((point) => one.options.includes(point.option)).map((point) => {
    const look = parties.get(point.party) ?? { colour: "p-none", form: "nobody", name: point.party };
    const words = `${look.name} ${point.refused ? "refuses" : "stands for"} ${point.option.replaceAll("_", " ")}, ${day(point.on)}${point.times > 1 ? `, the last of ${point.times} positions of that time` : ""}`;
    const at = [x(point.on), y(point.option) + shift(point.party)];
    const drawn = point.refused ? svg("path", { class: `no ${look.colour}`, d: `M${at[0] - 4} ${at[1] - 4}l8 8m0 -8l-8 8` }) : svg("svg", { class: `mark ${look.colour}`, x: at[0] - 5, y: at[1] - 5, width: 10, height: 10, viewBox: "0 0 12 12" }, svg("use", { href: `#form-${look.form}` }));
    return svg("a", { href: place({ document: point.document, id: point.statement }), "aria-label": words, tabindex: "0" }, svg("title", {}, words), drawn);
  });
  return h("figure", { class: "trail" }, h("h3", {}, one.name), svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${bottom + 20}`, role: "group", "aria-label": `${one.name}: positions by day` },
    one.options.map((option) => [svg("line", { class: `rung ${option === one.status_quo ? "quo" : ""}`, x1: LEFT, x2: RIGHT, y1: y(option), y2: y(option) }), svg("text", { x: LEFT - 8, y: y(option) + 3.5, "text-anchor": "end" }, short(option.replaceAll("_", " ")))]),
    paths, marks, svg("text", { x: LEFT, y: bottom + 14 }, day(new Date(first).toISOString())), span > 1 && svg("text", { x: RIGHT, y: bottom + 14, "text-anchor": "end" }, day(new Date(first + span).toISOString()))));
}

const short = (text) => (text.length > 20 ? `${text.slice(0, 19)}…` : text);

// what did not move, what is agreed, accounts

function unchanged(all) {
  if (!all.length) return h("p", { class: "empty" }, "No demand is told to be unchanged, or repeated and never left.");
  return [h("ul", { class: "kept" }, all.map((one) => h("li", {}, h("details", {}, h("summary", {}, party(one.look), `: ${one.what} `, h("span", { class: "known" }, `${one.how}, ${count(one.statements, "statement")}`)), one.quotes.map((quote) => quotation(quote)), beyond(one.statements, one.quotes.length))))), under(files("unchanged"))];
}

const STANDINGS = { agreed: "Agreed, by everybody's account", told: "Said to be agreed", matched: "All whose yes it needs stand for it", conditional: "Taken on a condition", one_sided: "Taken by some", disputed: "Said to be agreed, and denied", left: "Was agreed, and left since", unplaced: "Agreed, on no issue of the negotiation" };

function agreement(all) {
  if (!all.length) return h("p", { class: "empty" }, "Nothing is said to be agreed.");
  const names = (ids) => (ids ?? []).map((id) => parties.get(id)?.name ?? id).join(", ");
  const line = (title, text) => text && h("span", { class: "known" }, `${title}: ${text}`);
  return [all.map((one) => h("article", { class: "agreed-item" }, h("h3", {}, [one.issue && (issues.get(one.issue) ?? one.issue), one.option?.replaceAll("_", " ")].filter(Boolean).join(": ") || "An item on no issue of the negotiation"),
    h("p", { class: "fine" }, `${STANDINGS[one.standing] ?? one.standing}${one.on ? `, ${/^\d{4}-\d\d-\d\d$/.test(one.on) ? day(one.on) : one.on}` : ""}${one.condition ? `, on a condition: “${one.condition}”` : ""}`),
    line("By the party's own word", names(one.own_word)), line("By reporters", names(one.by_reporter)), line("As others tell", (one.by_others ?? []).join("; ")), line("For it too", names(one.ready)), line("Against it", names(one.refusing)), line("Nothing is told of", names(one.missing)), line("Denied by", (one.denied_by ?? []).join(", ")),
    one.quotes.map((quote) => quotation(quote)), beyond(one.statements, one.quotes.length), one.denial_quotes.length > 0 && [h("p", { class: "label" }, "Denied"), one.denial_quotes.map((quote) => quotation(quote)), beyond(one.denials, one.denial_quotes.length)])), under(files("agreed"))];
}

const SIGN = { "says so": "✓ ", "calls it a concession": "✓ ", "denies it": "✕ " };
const does = (one) => h("span", { class: `does ${one.does.replaceAll(" ", "-")}` }, h("span", { class: "sign", "aria-hidden": "true" }, SIGN[one.does] ?? "– "), one.does);

function readouts(all) {
  if (!all.length) return h("p", { class: "empty" }, "No two accounts of one event were found.");
  return [h("p", { class: "fine" }, "What both affirm, what one leaves out, and what they contradict. Silence is not denial."), all.map((one) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": one.title }, h("table", { class: "readout" },
    h("caption", {}, one.title, one.is_wide && `, ${count(one.of, "account")}`, !one.certain && " (joined by the day alone: they may tell of different meetings)"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "What is told"), one.is_wide ? h("th", { scope: "col" }, "By whose account") : one.accounts.map((name, at) => h("th", { scope: "col" }, form(one.looks[at]), ` ${name}`)))),
    h("tbody", {}, one.items.map((item) => h("tr", { class: item.kind }, h("th", { scope: "row" }, item.what, h("span", { class: "known" }, item.outcome)),
      one.is_wide ? h("td", {}, item.voices.map(voices)) : item.voices.map((each) => h("td", {}, does(each), each.quotes.map((quote) => quotation(quote)))))))),
    one.more > 0 && h("p", { class: "fine" }, `and ${count(one.more, "more item")}; all are in the files`))), under(files("readouts"))];
}

/** What several accounts do alike: who, and the first quotations. */
function voices(one) {
  const names = one.of > one.names.length ? `${one.names.join(", ")} and ${(one.of - one.names.length).toLocaleString("en")} others` : one.names.join(", ");
  return h("div", { class: "alike" }, one.quotes.length ? [does(one), `: ${names}`] : h("span", { class: "known" }, does(one), `: ${names}`), one.quotes.map((quote) => quotation(quote)));
}

function disputes(all) {
  if (!all.length) return h("p", { class: "empty" }, "No two accounts of where a party stands differ, and nobody asks what another refuses.");
  const side = (label, quotes, number) => h("div", { class: "side" }, h("p", { class: "label" }, label), quotes.map((quote) => quotation(quote)), beyond(number, quotes.length));
  const part = (title, words, some) => some.length > 0 && h("section", { class: "part" }, h("h2", {}, title), h("p", { class: "fine" }, words), some.map((one) => h("article", { class: "opposed" }, h("h3", {}, one.sentence),
    h("div", { class: "sides" }, side(one.left, one.left_quotes, one.left_statements), side(one.right, one.right_quotes, one.right_statements)))));
  return [part("Asked by one, refused by another", "These cannot both be met.", all.filter((one) => one.is_clash)), part("Told in two ways", "Accounts differ on these. Both are shown, and neither is preferred.", all.filter((one) => !one.is_clash)), under()];
}

// as rows

const ROWS = { moves: "moves", positions: "positions", unchanged: "unchanged demands", agreed: "agreed items", readouts: "readouts" };
const what = () => (state().what in ROWS ? state().what : "moves");
const COLUMNS = ["on", "party", "issue", "from", "to", "option", "class", "standing", "outcome", "what", "refused", "size", "basis", "told", "times", "condition", "according_to", "affirmed_by", "denied_by", "quotes"];
const cells = (value, name, more) => (value === null || value === undefined ? "" : name === "party" ? party(parties.get(value)) : name === "issue" ? (issues.get(value) ?? value) : name === "size" ? `${Math.round(value * 100)} %` : name === "quotes" ? value.slice(0, 2).map((one) => h("span", { class: "known" }, `“${one}”`)) : Array.isArray(value) ? value.join("; ") + (more ? ` and ${(more - value.length).toLocaleString("en")} more` : "") : value === true ? "yes" : value === false ? "no" : String(value).replaceAll("_", " "));
let showing = "";
let reload = null;

function rows() {
  const name = what();
  if (showing !== name) {
    showing = name;
    reload = null;
    $("#table").replaceChildren();
    const region = h("div", {});
    $("#table").append(region);
    get(`/ledger/${name}`, { size: 1 }).then((answer) => {
      const known = answer.rows[0] ? COLUMNS.filter((one) => one in answer.rows[0]) : [];
      reload = table(region, `/ledger/${name}`, known.map((one) => ({ name: one, title: one.replaceAll("_", " "), number: one === "size" || one === "times", cell: (row) => cells(row[one], one, row.cut?.[one]) })), {
        caption: ROWS[name], noun: "row", query: () => ({ party: state().party, issue: state().issue }), row: () => ({ tabindex: "0" }), empty: () => h("p", { class: "empty" }, "There is nothing of this.") });
      reload();
    }).catch(() => {});
  }
  $("#rows-title").textContent = `All ${ROWS[name]}`;
}

function select() {
  const made = h("select", { id: "what", onchange: (event) => change({ what: event.target.value, sort: null, page: null }) }, Object.entries(ROWS).map(([id, title]) => h("option", { value: id }, title)));
  made.value = what();
  return made;
}

walk("#view tr[tabindex], #table tr[tabindex]", { label: "row", enter: (at) => { const inner = $("details", at); if (inner) inner.open = !inner.open; } });
Object.keys(PARTS).forEach((name, at) => bind(String(at + 1), PARTS[name], () => $(`#part-${name}`)?.click()));
