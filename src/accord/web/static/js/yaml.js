// The negotiation file itself, beside its parts: written by hand, checked while it is written.
import { ApiError, attempt, post, put } from "./api.js";
import { book, load, undo } from "./codebook.js";
import { $, h, replace } from "./dom.js";
import { fault, say } from "./notice.js";

const area = $("#yaml-text");
export const isOpen = () => !$("#yaml").hidden;
const isChanged = () => book.told && area.value !== book.told.text;
let checking = 0;

export function showYaml(open) {
  $("#yaml").hidden = !open;
  $("#beside").classList.toggle("both", open);
  $("#as-yaml").setAttribute("aria-pressed", String(open));
  if (open) numbers();
}

export function showText() {
  if (!area.dataset.from || area.value === area.dataset.text) {
    area.value = book.told.text;
    area.dataset.text = book.told.text;
    area.dataset.from = book.told.etag;
    problems(book.told.fault ? book.told.fault.problems : book.told.problems, book.told.fault ? "" : "as kept");
  } else if (area.dataset.from !== book.told.etag) problems([], "The file has changed beside your text: keep copies of your lines, then drop your changes.");
  numbers();
}

function numbers(marked = new Set()) {
  const lines = area.value.split("\n").length;
  replace($("#yaml-lines"), Array.from({ length: lines }, (_, at) => [marked.has(at + 1) ? h("b", {}, at + 1) : at + 1, "\n"]));
  $("#yaml-keep").disabled = !isChanged();
  $("#yaml-drop").hidden = !isChanged();
}

export function problem(one) {
  return h("li", { class: `is-${one.severity}` }, h("span", { class: "severity" }, one.severity),
    one.line && h("button", { type: "button", class: "link", onclick: () => jump(one.line, one.column ?? 1) }, `line ${one.line}, column ${one.column ?? 1}`), one.line && " ", one.sentence);
}

function problems(found, sentence) {
  replace($("#yaml-problems"), found.map(problem));
  $("#yaml-state").textContent = sentence;
  numbers(new Set(found.map((one) => one.line)));
}

function jump(line, column) {
  showYaml(true);
  const before = area.value.split("\n").slice(0, line - 1);
  const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(at, at);
  const box = $(".editor");
  box.scrollTop = (line - 4) * parseFloat(getComputedStyle(area).lineHeight);
}

area.addEventListener("input", () => {
  numbers();
  clearTimeout(checking);
  checking = setTimeout(async () => {
    const text = area.value;
    const answer = await attempt(() => post("/negotiation/check", { text }));
    if (answer && text === area.value) problems(answer.problems, answer.usable ? answer.sentence : "Cannot be kept yet.");
  }, 350);
});

async function keep() {
  if (!isChanged()) return;
  try {
    const answer = await put("/negotiation", { text: area.value, etag: area.dataset.from });
    area.dataset.text = area.value;
    area.dataset.from = answer.etag;
    say("Kept the file.", { undo: { run: undo, key: "u" } });
    await load();
  } catch (broken) {
    if (!(broken instanceof ApiError)) throw broken;
    if (broken.told.problems?.length) problems(broken.told.problems, "Not kept: it cannot be used as it is.");
    else fault(broken.status === 409 ? "Not kept: somebody has changed the file meanwhile. Copy your lines, drop your changes, and make them again." : broken.message);
  }
}
$("#yaml-keep").addEventListener("click", keep);
$("#yaml-drop").addEventListener("click", () => {
  area.dataset.text = area.value = book.told.text;
  area.dataset.from = book.told.etag;
  problems(book.told.fault ? book.told.fault.problems : book.told.problems, "as kept");
});
area.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    keep();
  }
});
addEventListener("beforeunload", (event) => isChanged() && area.dataset.text !== area.value && event.preventDefault());

