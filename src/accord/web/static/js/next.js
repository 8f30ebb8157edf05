// What to do next, for a page that has nothing to show yet: from an empty folder to a finding.
import { h } from "./dom.js";

const STEPS = [
  { is: (p) => p.documents === 0, text: "Start with the documents: drop articles, readouts or minutes into the library.", label: "Add documents", href: "/" },
  { is: (p) => p.parties.length === 0 || p.issues.length === 0, text: "Say what is negotiated: who the parties are, and which issues with which options. accord can propose this from the documents.", label: "Name parties and issues", href: "/negotiation" },
  { is: (p) => p.statements === 0, text: "Have the documents read: every position and concession is tied to the sentence it came from.", label: "Read the documents", href: "/?read=1" },
];

/** The next step of a project, as an empty state; null where nothing is missing. `what`: what the page will show. */
export function nextStep(project, what) {
  const step = STEPS.find((one) => one.is(project));
  if (!step) return null;
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, what)), h("p", {}, step.text),
    h("div", { class: "row" }, h("a", { class: "button first", href: step.href }, step.label)));
}
