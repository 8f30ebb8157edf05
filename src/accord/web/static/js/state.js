// The view's state is in its address: filters, the chosen cell, the date. Back and forward walk through it.

/** The state as an object of texts; of a name that stands twice the last counts. */
export function state() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/** Changes parts of the state (null or "" takes one out). `push`: a step that Back undoes. Tells `onState`. */
export function change(parts, { push = false, quiet = false } = {}) {
  const told = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(parts)) {
    if (value === null || value === undefined || value === "") told.delete(name);
    else told.set(name, value);
  }
  const text = told.toString();
  const address = location.pathname + (text ? `?${text}` : "") + location.hash;
  history[push ? "pushState" : "replaceState"](null, "", address);
  if (!quiet) tell();
}

const listeners = new Set();
const tell = () => listeners.forEach((listener) => listener(state()));

/** Runs whenever the state changes, by us or by Back and forward. */
export function onState(listener) {
  listeners.add(listener);
}
addEventListener("popstate", tell);
