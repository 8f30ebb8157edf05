// Decisions on statements: sent one after another, acknowledged after commit, undone with a key; two people never overwrite
// each other without seeing it.
import { ApiError, post, put, patch, get, attempt } from "./api.js";
import { on } from "./events.js";
import { fault, say } from "./notice.js";
import { conflict } from "./conflict.js";

const own = new Set();
const kept = new Map(); // the revision that our own last decision left a statement at
const listeners = new Set();
let going = 0;
let chain = Promise.resolve();

/** Runs on every decision, ours or another's: {statements, gone, decision, isOwn}. */
export function onDecision(listener) {
  listeners.add(listener);
}

const tell = (answer, isOwn) => listeners.forEach((listener) => listener({ ...answer, isOwn }));

const SEND = { POST: post, PUT: put, PATCH: patch };

/** Sends a decision once those before it are kept. `revise(current)` gives the body anew where somebody was quicker and
 *  the person wants it all the same. Resolves with the answer, or null where it was not kept. */
export function decide(method, path, body, { revise = (current) => ({ ...body, revision: current.revision }), wish } = {}) {
  going += 1;
  const run = async (what) => {
    try {
      return await SEND[method](path, what);
    } catch (broken) {
      if (!(broken instanceof ApiError)) throw broken;
      if (broken.status !== 409 || !broken.told.current) {
        fault(broken.message);
        return null;
      }
      if ((await conflict(broken.told, { wish, changes: what.changes })) === "mine") return run(revise(broken.told.current));
      tell({ statements: [broken.told.current], gone: [], decision: null }, true);
      return null;
    }
  };
  const one = chain.then(() => run(caughtUp(path, typeof body === "function" ? body() : body))).then((answer) => {
    if (answer) {
      own.add(answer.decision.number);
      for (const each of answer.statements) kept.set(each.id, each.revision);
      tell(answer, true);
    }
    return answer;
  }).finally(() => { going -= 1; });
  chain = one.catch(() => null);
  return one;
}

/** A decision's body with the revisions that our own decisions, sent before it, have led to: whoever fixes and accepts faster
 *  than the server answers is no second person. What others did meanwhile is still refused. */
function caughtUp(path, body) {
  const since = (id, seen) => (Number.isInteger(seen) ? Math.max(seen, kept.get(id) ?? 0) : seen);
  const id = /^\/statements\/([^/]+)/.exec(path)?.[1];
  const revisions = body.revisions && Object.fromEntries(Object.entries(body.revisions).map(([each, seen]) => [each, since(each, seen)]));
  return { ...body, ...("revision" in body ? { revision: since(id, body.revision) } : {}), ...(revisions ? { revisions } : {}) };
}

/** Takes back the person's last decision. */
export const undo = async () => back("undo", "Taken back");

/** Does again what was taken back last. */
export const redo = async () => back("redo", "Done again");

async function back(what, words) {
  const answer = await decide("POST", `/history/${what}`, {});
  if (answer) {
    const quote = answer.statements[0]?.fields.quote.replace(/\s+/g, " ").slice(0, 60);
    say(`${words}${quote ? `: “${quote}…”` : ""}.`, { seconds: 4 });
  }
  return answer;
}

/** Undoes and does again by keys: `u` and Ctrl+Z, `U`, Ctrl+Shift+Z and Ctrl+Y. `bind`: of keys.js. */
export function bindUndo(bind, { after = () => {} } = {}) {
  const run = (act) => async () => after(await act());
  bind("u", "Take back my last decision (also Ctrl+Z)", run(undo));
  bind("U", "Do it again (also Ctrl+Y)", run(redo));
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    const isRedo = event.ctrlKey && ((key === "z" && event.shiftKey) || key === "y");
    if (!isRedo || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.closest("dialog[open]")) return;
    event.preventDefault();
    run(redo)();
  });
}

// what others do
on("changed", async (told) => {
  if (told.what !== "statements" || !told.decision) return;
  await chain;
  if (own.has(told.decision)) return;
  const statements = (await Promise.all(told.statements.map((id) => get(`/statements/${id}`).catch(() => null)))).filter(Boolean);
  const known = new Set(statements.map((one) => one.id));
  tell({ statements, gone: told.statements.filter((id) => !known.has(id)), decision: null, who: told.who, document: told.document }, false);
});

addEventListener("beforeunload", (event) => {
  if (going) event.preventDefault();
});

/** Loads the fields that statements have, once. */
let loading = null;
export const fields = () => (loading ??= attempt(() => get("/statements/fields")));
