// What happens in the project, as the server tells it: `job`, `changed`, `computed`; `hello` after each connection.

import { fault } from "./notice.js";

const AGAIN = 2000; // milliseconds between two looks for a server that is gone
const PATIENCE = 1500; // milliseconds without it before the person is told: a laptop that wakes up needs some
const GONE = "The workbench does not answer. If its server has ended, start it again; this page goes on by itself once it is back. What it acknowledged is kept.";
const ANEW = "The workbench was started anew, with another token: open the address that it printed, in this or another tab. What was acknowledged is kept.";

const listeners = new Map();
let stream = null;
let revision = null;
let lost = null; // while the server is gone: {timer, said, close}

/** Runs on every event of a kind with its data. `hello` comes after each connection, the first too:
 *  what happened before it was not heard, so load anew. */
export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
  start();
}

function start() {
  if (stream || document.hidden) return;
  stream = new EventSource("/api/events");
  stream.addEventListener("hello", found);
  stream.addEventListener("hello", (event) => missedChange(JSON.parse(event.data)));
  stream.addEventListener("changed", (event) => { revision = JSON.parse(event.data).revision; });
  stream.addEventListener("error", () => missed(GONE, PATIENCE));
  for (const kind of ["hello", "job", "changed", "computed"]) {
    stream.addEventListener(kind, (event) => (listeners.get(kind) ?? []).forEach((listener) => listener(JSON.parse(event.data))));
  }
}

/** The stream broke off. The browser opens it again by itself where nothing but the connection failed; else we look. */
function missed(sentence, patience) {
  lost ??= {};
  if (lost.said !== sentence) {
    clearTimeout(lost.timer);
    lost.timer = setTimeout(() => tell(sentence), patience);
  }
  if (stream?.readyState !== EventSource.CLOSED) return;
  stream = null;
  setTimeout(look, AGAIN);
}

function tell(sentence) {
  if (!lost || document.hidden) return;
  lost.close?.();
  Object.assign(lost, { said: sentence, close: fault(sentence) });
}

async function look() {
  if (stream || document.hidden) return;
  try {
    const answer = await fetch("/api/jobs");
    if (answer.ok) return start();
    missed(answer.status === 401 ? ANEW : GONE, 0);
  } catch {
    missed(GONE, 0);
  }
  setTimeout(look, AGAIN);
}

function found() {
  clearTimeout(lost?.timer);
  lost?.close?.();
  lost = null;
}

/** What changed while the stream was broken off was told to nobody: it is told now. */
function missedChange(told) {
  const isNew = revision !== null && told.revision !== revision;
  revision = told.revision;
  if (isNew) (listeners.get("changed") ?? []).forEach((listener) => listener({ what: "meanwhile", revision }));
}

addEventListener("pagehide", () => clearTimeout(lost?.timer));

// A browser keeps few connections to one server: a page that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
    clearTimeout(lost?.timer);
  } else if (listeners.size) start();
});

/** Waits for a job to end; returns it as it ended. `told` hears its progress. */
export function ended(job, told = () => {}) {
  const isOver = (one) => ["done", "failed", "cancelled"].includes(one.state);
  return new Promise((resolve) => {
    if (isOver(job)) return resolve(job);
    let over = false;
    const hear = (one) => {
      if (over || one.id !== job.id) return;
      told(one);
      if (isOver(one)) {
        over = true;
        resolve(one);
      }
    };
    on("job", hear);
    const look = async () => {
      const answer = await fetch(`/api/jobs/${job.id}`);
      if (answer.ok) hear(await answer.json());
    };
    on("hello", look);
    return look();
  });
}
