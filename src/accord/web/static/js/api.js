// Requests to /api: JSON both ways, the person's name, and faults as sentences.
import { fault } from "./notice.js";

/** What a page tells while nobody answers it; it goes by itself once somebody does. */
export const GONE = `The workbench does not answer. If its server has ended, start it again (accord serve ${document.body.dataset.folder}): this page goes on by itself once it is back at ${location.host}. If another address is printed, open that one. What was acknowledged is kept.`;
const UNSURE = "The workbench stopped answering before it had acknowledged this: look whether it was kept once it is back, and do it again if not.";

export class ApiError extends Error {
  constructor(status, told) {
    super(told.sentence ?? `The answer was ${status}.`);
    this.status = status;
    this.told = told;
  }
}

/** The name under which changes are kept. */
export const who = {
  get: () => localStorage.getItem("accord-who") || document.body.dataset.login || "",
  set: (name) => localStorage.setItem("accord-who", name.trim().slice(0, 100)),
};

/** Asks `/api/...`; `query` leaves out what is null or empty. Throws ApiError. */
export async function get(path, query = {}, options = {}) {
  return ask("GET", path + search(query), undefined, options);
}
export const post = (path, body = {}, options = {}) => ask("POST", path, body, options);
export const put = (path, body = {}, options = {}) => ask("PUT", path, body, options);
export const patch = (path, body = {}, options = {}) => ask("PATCH", path, body, options);
export const del = (path, options = {}) => ask("DELETE", path, undefined, options);

/** A query string with its question mark, or nothing. */
export function search(query) {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== null && one !== undefined && one !== "") told.append(name, one);
  }
  const text = told.toString();
  return text ? `?${text}` : "";
}

async function ask(method, path, body, { signal, raw } = {}) {
  const headers = { "X-Accord": "1", "X-Accord-Who": encodeURIComponent(who.get()), Accept: "application/json" };
  if (body !== undefined && !raw) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`/api${path}`, { method, headers, signal, body: raw ? body : body === undefined ? undefined : JSON.stringify(body) });
  } catch (broken) {
    if (broken.name === "AbortError") throw broken;
    throw new ApiError(0, { sentence: method === "GET" ? GONE : UNSURE });
  }
  const text = await answer.text();
  let told;
  try {
    told = text ? JSON.parse(text) : null;
  } catch {
    told = { sentence: text.trim() || `The answer was ${answer.status}.` };
  }
  if (!answer.ok) throw new ApiError(answer.status, told ?? {});
  return told;
}

/** Runs an action of the page; a fault is told as its sentence and not thrown. Returns what it returns, or undefined. */
export async function attempt(action) {
  try {
    return await action();
  } catch (broken) {
    if (broken.name === "AbortError") return undefined;
    if (!(broken instanceof ApiError)) console.error(broken);
    fault(broken.message);
    return undefined;
  }
}
