// The project as every view needs it: parties with their looks, counts, and what a newcomer does next.
import { get, attempt } from "./api.js";
import { on } from "./events.js";

let loading = null;
const listeners = new Set();

/** The project, asked for once for each of its states. */
export function project() {
  loading ??= attempt(() => get("/project"));
  return loading;
}

/** Runs with the project now and whenever it has changed. */
export async function onProject(listener) {
  listeners.add(listener);
  const found = await project();
  if (found) listener(found);
}

let waiting = 0;

// A decision on a statement changes little of it, and somebody who reviews makes one every few seconds.
on("changed", (told) => {
  clearTimeout(waiting);
  waiting = setTimeout(anew, told.decision ? 1500 : 0);
});

async function anew() {
  loading = null;
  const found = await project();
  if (found) listeners.forEach((listener) => listener(found));
}

/** A look-up of parties by id. */
export const byId = (parties) => new Map(parties.map((party) => [party.id, party]));
