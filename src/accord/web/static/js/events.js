// What happens in the project, as the server tells it: `job`, `changed`, `computed`; `hello` after each connection.

const listeners = new Map();
let stream = null;

/** Runs on every event of a kind with its data. `hello` comes after each connection, the first too:
 *  what happened before it was not heard, so load anew. */
export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
  start();
}

function start() {
  if (stream || document.hidden) return;
  stream = new EventSource("/api/events");
  for (const kind of ["hello", "job", "changed", "computed"]) {
    stream.addEventListener(kind, (event) => (listeners.get(kind) ?? []).forEach((listener) => listener(JSON.parse(event.data))));
  }
}

// A browser keeps few connections to one server: a page that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
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
