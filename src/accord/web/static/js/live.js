// Answers that are computed in the background: shows what there is, says that it computes, and loads anew by itself.
import { get, attempt } from "./api.js";
import { h, replace } from "./dom.js";
import { on } from "./events.js";

/** Loads an answer {state, sentence, job, data} of `/api/...` and draws it, again after every change of the project.
 *  `query` is asked for each time; `draw(data, answer)` returns what goes into `element`; `names` are the computed
 *  answers it waits for. Loads at once; returns a function that loads anew. */
export function live(element, path, { query = () => ({}), draw, names = ["contents"], changed = true }) {
  let number = 0;
  const load = async () => {
    const mine = (number += 1);
    const answer = await attempt(() => get(path, query()));
    if (mine !== number || answer === undefined) return;
    const isWrapped = answer !== null && typeof answer === "object" && "state" in answer && "data" in answer;
    const told = isWrapped ? answer : { state: "ready", data: answer };
    element.dataset.state = told.state;
    if (told.data === null || told.data === undefined) replace(element, told.state === "failed" ? failed(told) : computing(told));
    else replace(element, banner(told), draw(told.data, told));
  };
  if (changed) on("changed", load);
  on("computed", (told) => names.includes(told.name) && load());
  on("hello", load);
  queueMicrotask(load);  // after the rest of the module, whose parts the query may need
  return load;
}

const STEPS = { ledger: "booking who stands where", models: "drawing the models that fit the evidence", findings: "computing what follows from them" };
const LONG = 15; // seconds after which a person wonders

/** The line that stands where an answer is being computed: what is done, for how long, and why it may take. */
export function computing(told) {
  const step = h("span", { class: "fine" });
  const line = h("p", { class: "computing", role: "status" }, h("progress", { "aria-label": "Computing" }), h("span", {}, told?.job?.title ?? "Computing", " … ", step));
  const begun = Date.now();
  let now = told?.job;
  const ticking = setInterval(() => {
    if (!line.isConnected) return clearInterval(ticking);
    now = going.get(told?.job?.id) ?? now;
    const seconds = Math.round((Date.now() - begun) / 1000);
    const waits = now?.state === "waiting" ? "waits for other work" : STEPS[now?.step] ?? "";
    return replace(step, [waits, `${seconds} s`, seconds > LONG && "the first time on a machine takes a minute or two; you can look at other pages meanwhile"].filter(Boolean).join("; "));
  }, 1000);
  return line;
}

const going = new Map();
on("job", (job) => going.set(job.id, job));

/** What stands where nothing could be computed. */
export function failed(told) {
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, "This could not be computed.")), h("p", {}, told.sentence));
}

/** A line above an answer that is of the state before, or that could not be computed anew. */
export function banner(told) {
  if (told.state === "computing") return h("p", { class: "stale computing", role: "status" }, h("progress", { "aria-label": "Computing" }), "Computed anew after the last change; these are the answers before it.");
  if (told.state === "failed") return h("p", { class: "stale warned" }, `These are the last answers; the newest could not be computed: ${told.sentence}`);
  return null;
}
