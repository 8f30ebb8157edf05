// What happens in the project, as the server tells it: `job`, `changed`, `computed`; `hello` after each connection.
import { GONE } from "./api.js";
import { fault, unsay } from "./notice.js";

const AGAIN = 2000; // milliseconds between two looks for a server that is gone
const SOON = 300; // milliseconds before the first: most often nothing but the connection was lost
const PATIENCE = 1500; // milliseconds without it before the person is told: a laptop that wakes up needs some
const SILENCE = 40_000; // milliseconds without a word, while the server sends one every 15 seconds: the line is dead
const ANSWERS = 20_000; // milliseconds a server that is just starting may take
const ANEW = "The workbench was started anew, with another token: open the address that it printed, in this or another tab. What was acknowledged is kept.";

const listeners = new Map();
let stream = null;
let heard = 0;
let revision = null;
let looking = 0; // the timer of the next look
let telling = 0; // the timer after which the person is told
let said = ""; // what the person has been told, and may have closed

/** Runs on every event of a kind with its data. `hello` comes after each connection, the first too:
 *  what happened before it was not heard, so load anew. */
export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
  start();
}

function start() {
  if (stream || document.hidden) return;
  clearTimeout(looking);
  heard = Date.now();
  stream = new EventSource("/api/events");
  stream.addEventListener("hello", found);
  stream.addEventListener("hello", (event) => missedChange(JSON.parse(event.data)));
  stream.addEventListener("changed", (event) => { revision = JSON.parse(event.data).revision; });
  stream.addEventListener("error", lose);
  for (const kind of ["hello", "job", "changed", "computed", "still"]) {
    stream.addEventListener(kind, (event) => {
      heard = Date.now();
      (listeners.get(kind) ?? []).forEach((listener) => listener(JSON.parse(event.data)));
    });
  }
}

/** The stream broke off. A browser does not open it again after every kind of break: we look for the server ourselves. */
function lose() {
  stream?.close();
  stream = null;
  telling ||= setTimeout(() => tell(GONE), PATIENCE);
  clearTimeout(looking);
  looking = setTimeout(look, SOON);
}

function tell(sentence) {
  if (document.hidden || said === sentence) return;
  unsay(said);
  fault(sentence);
  said = sentence;
}

async function look() {
  if (stream || document.hidden) return;
  try {
    const answer = await fetch("/api/jobs", { signal: AbortSignal.timeout(ANSWERS) });
    if (answer.ok) return void start();
    if (answer.status === 401) {
      clearTimeout(telling);
      tell(ANEW);
    }
  } catch { /* nobody is there: looked for again */ }
  clearTimeout(looking);
  looking = setTimeout(look, AGAIN);
}

function found() {
  clearTimeout(telling);
  telling = 0;
  said = "";
  unsay(GONE);
  unsay(ANEW);
}

/** What changed while the stream was broken off was told to nobody: it is told now. */
function missedChange(told) {
  const isNew = revision !== null && told.revision !== revision;
  revision = told.revision;
  if (isNew) (listeners.get("changed") ?? []).forEach((listener) => listener({ what: "meanwhile", revision }));
}

// A laptop that was closed wakes up with a line that looks open and brings nothing.
setInterval(() => { if (stream && Date.now() - heard > SILENCE) lose(); }, 5000);
addEventListener("online", () => { if (!stream && listeners.size) look(); });
addEventListener("pagehide", () => { clearTimeout(telling); clearTimeout(looking); });
addEventListener("pageshow", (event) => { if (event.persisted && listeners.size) lose(); });

// A browser keeps few connections to one server: a page that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
    clearTimeout(telling);
    clearTimeout(looking);
    telling = 0;
  } else if (listeners.size) start();
});

const OVER = ["done", "failed", "cancelled"];
const FORGOTTEN = "The workbench was started anew while this went on, and does not know of it any more. What it had finished is kept; start the rest again.";

/** Waits for a job to end; returns it as it ended. `told` hears its progress. A server that was started anew knows
 *  nothing of the job: it has then failed. */
export function ended(job, told = () => {}) {
  return new Promise((resolve) => {
    let isOver = false;
    const hear = (one) => {
      if (isOver || one.id !== job.id) return;
      told(one);
      isOver = OVER.includes(one.state);
      if (isOver) resolve(one);
    };
    on("job", hear);
    const look = async () => {
      if (isOver) return;
      try {
        const answer = await fetch(`/api/jobs/${job.id}`);
        if (answer.ok) hear(await answer.json());
        else if (answer.status === 422) hear({ ...job, state: "failed", sentence: FORGOTTEN });
      } catch { /* asked again with the next connection */ }
    };
    on("hello", look);
    hear(job);
    look();
  });
}
