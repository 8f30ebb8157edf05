// What if: what is asked stands in the address; the deal space answers at once, every finding soon after.
import { attempt, get, post } from "./api.js";
import { compared, findings, space } from "./changed.js";
import { changesIn, chips, isNothing, restOf, toggled, written } from "./changes.js";
import { controls } from "./controls.js";
import { $, h, percent, replace } from "./dom.js";
import { on } from "./events.js";
import { bind, walk } from "./keys.js";
import { banner, computing } from "./live.js";
import { nextStep } from "./next.js";
import { byId, onProject } from "./project.js";
import { quotation } from "./quotes.js";
import { NOW, THIS, scenarios } from "./scenarios.js";

const client = crypto.randomUUID?.() ?? String(Math.random());
const quotes = new Map();
let parties = new Map();
let choices = null;
let baseline = null;
let running = null;

const look = {
  party: (id) => parties.get(id) ?? { id, name: id, colour: "p-none", form: "nobody" },
  parties: () => [...parties.values()].filter((one) => choices.scalars.at(-1)?.parties[one.id]),
  ordered: (ids) => [...parties.keys()].filter((id) => ids.includes(id)),
  name: (id) => parties.get(id)?.name ?? id,
  issue: (id) => choices?.issues.find((one) => one.id === id)?.name ?? id.replaceAll("_", " "),
  option: (issue, id) => choices?.issues.find((one) => one.id === issue)?.options.find((one) => one.id === id)?.words ?? String(id).replaceAll("_", " "),
};
const words = {
  party: look.name, issue: look.issue, option: look.option,
  track: (id) => `“${choices?.tracks.find((one) => one.id === id)?.name ?? id}”`,
  document: (id) => choices?.documents.find((one) => one.id === id)?.title ?? id,
  quote: (id) => { const text = quotes.get(id)?.words ?? id; return text.length > 60 ? `${text.slice(0, 58)}…` : text; },
};

const kept = scenarios({ now: changesIn, rest: restOf, go });

/** Leads to an address of this page, as a step that Back undoes. */
function go(query, { push = true } = {}) {
  history[push ? "pushState" : "replaceState"](null, "", `/what-if${query}`);
  show();
}
addEventListener("popstate", () => show());

/** Asks for other changes; while a slider still moves, the deal space alone and without a step in the history. */
function turn(changes, settled) {
  if (settled) return go(written(changes, { ...restOf(), scenario: null }));
  clearTimeout(turn.waits);
  turn.waits = setTimeout(() => ask(changes, { all: false }), 60);
  return undefined;
}

onProject((project) => {
  parties = byId(project.parties);
  const step = nextStep(project, "Here you ask what would be otherwise.");
  if (!step) return begin();
  for (const id of ["scenarios", "asked", "asking", "compared"]) $(`#${id}`).hidden = true;
  return replace($("#view"), step);
});

let beginning = 0;
let shownAt = "";
async function begin() {
  const mine = (beginning += 1);
  const told = await attempt(() => get("/what-if/choices"));
  if (!told || mine !== beginning) return undefined;
  if (told.state !== "ready" && told.data && choices) return replace($("#view"), banner(told)); // what is shown is of before
  if (told.state !== "ready") {
    $("#asking").hidden = true;
    replace($("#view"), told.state === "failed" ? h("div", { class: "empty" }, h("p", {}, h("strong", {}, "Nothing can be asked yet.")), h("p", {}, told.sentence)) : computing(told));
    return undefined;
  }
  if (choices && shownAt === told.revision && !$("#view").childElementCount) return undefined; // what changed does not bear on it
  choices = told.data;
  shownAt = told.revision;
  replace($("#view"));
  $("#scenarios").hidden = $("#asked").hidden = $("#asking").hidden = false;
  baseline = null;
  await kept.load();
  return show();
}
on("computed", (told) => { if (told.name === "asker") begin(); if (told.name === "contents") drawFinding(); });
const STEPS = { ledger: "booking the statements", models: "drawing models", findings: "computing the findings as they are" };
on("job", (job) => {
  const line = $("#view .computing");
  if (job.kind === "compute:asker" && job.state === "running" && line && STEPS[job.step]) line.lastChild.textContent = `: ${STEPS[job.step]} …`;
});
on("changed", (told) => (told.what === "scenarios" ? kept.load() : choices && begin()));
on("hello", () => choices && begin());

/** Draws all for the present address and asks for its answers. */
async function show() {
  if (!choices) return;
  clearTimeout(turn.waits);
  const changes = changesIn(), at = restOf();
  await known(changes.without ?? []);
  kept.draw();
  drawChips(changes);
  const isComparing = Boolean(at.compare);
  $("#asking").hidden = isComparing;
  $("#compared").hidden = !isComparing;
  if (isComparing) return compare(at);
  replace($("#controls"), controls(choices, { now: changesIn, turn, look }));
  drawFinding();
  await ask(changes, { all: true });
}
$("#controls").addEventListener("submit", (event) => event.preventDefault());

/** Fetches the quotations that chips name. */
async function known(ids) {
  const missing = ids.filter((id) => !quotes.has(id));
  if (!missing.length) return;
  for (const one of (await attempt(() => get("/what-if/statements", { id: missing }))) ?? []) quotes.set(one.id, one);
}

function drawChips(changes) {
  const list = chips(changes, words);
  $("#asked").hidden = !list.length;
  replace($("#chips"), h("div", { class: "row bar" }, h("span", { class: "fine" }, "What if:"),
    h("ul", { class: "chips" }, list.map((one) => h("li", { class: "chip changed" }, h("span", {}, one.words), h("button", { type: "button", class: "quiet", "aria-label": `Take back: ${one.words}`, onclick: () => go(written(one.rest, { ...restOf(), scenario: null })) }, "×")))),
    h("button", { type: "button", id: "reset", onclick: reset }, "Reset ", h("kbd", {}, "r")),
    h("a", { href: `/space?under=${encodeURIComponent(JSON.stringify(changes))}` }, "In the deal space")));
}

const reset = () => go(written({}, { finding: restOf().finding }));
bind("r", "Reset: as the evidence has it", () => !isNothing(changesIn()) && reset());

/** Asks the deal space, of the first models where others must be drawn, then of all; then every finding. A newer
 *  question ends an older one, here and on the server. */
async function ask(changes, { all }) {
  running?.abort();
  const mine = (running = new AbortController());
  const isChanged = !isNothing(changes), start = performance.now();
  const question = (path, more) => attempt(() => post(`/what-if/${path}`, { changes, client, ...more }, { signal: mine.signal }));
  const took = (section) => { section.dataset.ms = Math.round(performance.now() - start); };
  wait($("#space"), true);
  let quick = await question("quick");
  if (mine !== running) return;
  wait($("#space"), false);
  if (!quick) return stop();
  if (quick.state === "computing") return begin();
  if (quick.state !== "ready") return;
  replace($("#space"), space(quick.data, look, { isChanged }));
  took($("#quick"));
  if (!all) return;
  if (!isChanged) {
    replace($("#findings"), findings({ differences: [], problems: [] }, { isChanged }));
    return;
  }
  wait($("#findings"), true);
  if (quick.data.members < quick.data.of) {
    quick = (await question("quick", { whole: true })) ?? quick;
    if (mine !== running) return;
    if (quick.state === "ready") replace($("#space"), space(quick.data, look, { isChanged }));
  }
  const { share, before } = quick.data?.agreement ?? {};
  $("#told").textContent = share === undefined ? "" : `A deal in ${percent(share)} of the models, was ${percent(before)}.`;
  const full = await question("full");
  if (mine !== running) return;
  wait($("#findings"), false);
  if (!full) return stop();
  if (full.state !== "ready") return;
  replace($("#findings"), findings(full.data, { isChanged, finding: restOf().finding }));
  took($("#full"));
  $("#told").textContent += ` ${full.data.clear} findings clearly change.`;
}

function stop() {
  for (const id of ["space", "findings"]) wait($(`#${id}`), false);
}

/** Shows that an answer is being sought; the older one stays readable. */
function wait(region, isWaiting) {
  region.setAttribute("aria-busy", String(isWaiting));
  region.parentElement.querySelector(".asked-for")?.remove();
  if (isWaiting) region.before(h("progress", { class: "asked-for", "aria-label": "Being computed" }));
}

// the finding that one came from

async function drawFinding() {
  const { finding } = restOf();
  const region = $("#finding");
  region.hidden = !finding;
  if (!finding || !choices) return;
  if (baseline?.id !== finding) {
    try {
      baseline = await get(`/findings/${encodeURIComponent(finding)}`);
    } catch (fault) {
      replace(region, h("p", { class: "fine" }, fault.message));
      return;
    }
  }
  const effects = new Map(baseline.influence.map((one) => [one.statement, one]));
  const sorted = [...baseline.quotes].sort((one, other) => Math.abs(effects.get(other.id)?.effect ?? 0) - Math.abs(effects.get(one.id)?.effect ?? 0)).slice(0, 4);
  const changes = changesIn();
  for (const one of sorted) quotes.set(one.id, one);
  replace(region, h("h2", {}, baseline.sentence),
    baseline.share !== null && h("p", { class: "fine" }, `Now in ${percent(baseline.share)} of the models; ${percent(baseline.prior)} with no evidence.`),
    sorted.length > 0 && h("p", { class: "fine" }, "The quotations that move it most:"),
    h("div", { class: "movers" }, sorted.map((one) => {
      const effect = effects.get(one.id), isOut = changes.without?.includes(one.id);
      return h("div", { class: isOut ? "out" : "" }, quotation(one), h("p", { class: "row" },
        h("button", { type: "button", data: { focus: `out-${one.id}` }, "aria-pressed": String(Boolean(isOut)), onclick: () => turn(toggled(changes, "without", one.id, !isOut), true) }, isOut ? "With this quotation again" : "Without this quotation"),
        effect && h("span", { class: "fine" }, Math.abs(effect.effect) > 1.96 * effect.error ? `moves it by ${effect.effect > 0 ? "+" : "−"}${Math.abs(Math.round(100 * effect.effect))} points (±${Math.max(1, Math.round(196 * effect.error))})` : "moves it by no more than chance in sampling might")));
    })));
}

// side by side

async function compare(at) {
  const changes = (name) => (name === NOW || !name ? {} : name === THIS ? changesIn() : kept.find(name)?.changes);
  const heads = [at.compare, at.with ?? NOW].map((name) => (name === NOW ? "What is now" : name === THIS ? "What is asked here" : `“${name}”`));
  const [one, other] = [changes(at.compare), changes(at.with ?? NOW)];
  if (!one || !other) return replace($("#comparison"), h("p", { class: "empty" }, "One of these scenarios is not kept any more."));
  running?.abort();
  const mine = (running = new AbortController());
  await known([...(one.without ?? []), ...(other.without ?? [])]);
  const told = [one, other].map((each) => chips(each, words).map((chip) => chip.words));
  replace($("#comparison"), computing({ job: { title: `Comparing ${heads.join(" with ")}` } }));
  const found = await attempt(() => post("/what-if/compare", { one, other, client }, { signal: mine.signal }));
  if (mine !== running || !found) return undefined;
  if (found.state === "computing") return begin();
  if (found.state !== "ready") return undefined;
  return replace($("#comparison"), h("dl", { class: "heads" }, heads.map((head, place) => h("div", {}, h("dt", {}, head), h("dd", {}, told[place].join("; ") || "nothing changed")))), compared(found.data, look, heads));
}

walk(".turned summary", { label: "finding", enter: (at) => at.click() });
