// The library: what was read, and how more comes in.
import { attempt, del, get, patch, post, put } from "./api.js";
import { ask } from "./dialog.js";
import { $, count, day, h, replace } from "./dom.js";
import { ended, on } from "./events.js";
import { bind, walk } from "./keys.js";
import { fault, say } from "./notice.js";
import { onProject } from "./project.js";
import { change, onState, state } from "./state.js";
import { table } from "./table.js";

let kinds = [];
let most = 20_000_000;
let held = null;

// the table

const known = (row, name, shown) => h("button", { type: "button", class: `known ${name} ${row[name] ? "" : "missing"}`, data: { focus: `${name}-${row.id}` },
  "aria-label": `${name === "date" ? "Date" : "Source"} of ${row.title}: ${shown}; change`, onclick: () => tell(row, name) }, shown);

const columns = [
  { name: "title", title: "Document", header: true, cell: (row) => [
    h("a", { class: "title", href: `/read/${row.id}`, data: { row: row.id } }, row.title),
    h("span", { class: "file" }, row.file === row.title ? null : row.file,
      row.reprint_of && [" ", h("span", { class: "tag", title: "One voice: what it repeats is counted once" }, `reprint of ${row.reprint_of}`)],
      row.reprints.length > 0 && [" ", h("span", { class: "tag", title: row.reprints.join("; ") }, `${count(row.reprints.length, "reprint")} of it`)])] },
  { name: "source", title: "Source", cell: (row) => known(row, "source", row.source ?? "not known") },
  { name: "date", title: "Date", cell: (row) => known(row, "date", day(row.date)) },
  { name: "voices", title: "Voices", number: true, cell: (row) => row.voices || "–" },
  { name: "statements", title: "Statements", number: true, cell: statements },
  { name: "words", title: "Words", number: true, cell: (row) => row.words.toLocaleString("en") },
  { name: "doing", title: "", sort: false, cell: (row) => h("span", { class: "doing" },
    h("button", { type: "button", class: "quiet", "aria-label": `Remove ${row.title}`, onclick: () => remove(row) }, "Remove")) },
];

/** How many statements stand in a document; where there is none, whether it was read, and what to do next. */
function statements(row) {
  if (row.statements) {
    const left = row.unreviewed ? `${row.unreviewed.toLocaleString("en")} to look at` : "all looked at";
    return [h("a", { href: `/review?document=${row.id}`, title: left }, row.statements.toLocaleString("en")), !row.unreviewed && h("span", { class: "all-seen", title: left }, " ✓")];
  }
  if (!row.is_read) return h("span", { class: "unread" }, canRead ? h("button", { type: "button", class: "link", "aria-label": `${row.title} was not read yet: read the documents`, onclick: read }, "not read yet") : "not read yet");
  return h("a", { class: "nothing", href: `/read/${row.id}`, title: "The reader found no position in it. Open it to add what it missed; where a party goes by another name in it, tell that name in the negotiation.", "aria-label": `${row.title} was read and nothing found: open it to add a statement` }, "none found");
}

let canRead = false;
const load = table($("#documents"), "/documents", columns, {
  caption: "Documents",
  noun: "document",
  row: (row) => ({ id: row.id }),
  told: (answer) => {
    held = answer;
    kinds = answer.limits.kinds;
    most = answer.limits.bytes;
    $("#drop-kinds").textContent = `${kinds.map((kind) => kind.slice(1)).filter((kind) => !["htm", "markdown", "text", "xhtml", "ndjson"].includes(kind)).join(", ")}; up to ${most / 1e6} MB each. Nothing leaves this machine.`;
    document.body.classList.toggle("is-empty", answer.of === 0);
  },
  empty: (answer) => (answer.of === 0 ? [answer.scanning && h("p", { class: "computing" }, h("progress", {}), "Looking through the sources …")] : h("p", { class: "empty" }, "No document has these words.")),
});

async function tell(row, focus = "title") {
  const written = await ask("What is known of this document", [
    { name: "title", label: "Title", value: row.title, longest: 300 },
    [{ name: "source", label: "Source: who published it", value: row.source ?? "", longest: 300 }, { name: "date", label: "Date of publication", value: row.date ?? "", kind: "date" }],
  ], { lead: "Kept in negotiation.yaml, before what the file says of itself. An empty field is what the file says." });
  if (!written) return;
  const fields = Object.fromEntries(Object.entries(written).filter(([name, value]) => value !== (row[name] ?? "")));
  if (Object.keys(fields).length && await attempt(() => patch(`/documents/${row.id}`, fields))) {
    await load();
    $(`[data-focus="${focus}-${row.id}"]`)?.focus();
  }
}

async function remove(row) {
  const file = row.file.split("#")[0];
  const also = held.rows.filter((one) => one.file.split("#")[0] === file).length;
  if (also > 1) {
    const sure = await ask(`Remove ${file}?`, [], { send: `Remove ${count(also, "document")}`, lead: `${file} holds ${count(also, "document")}; they leave together.`, danger: true });
    if (!sure) return;
  }
  const told = await attempt(() => del(`/documents/${row.id}`));
  if (told) say(`Removed ${row.title}. Its file and all that was said of it are kept.`, { undo: { run: undo, key: "u" } });
}

async function undo() {
  const told = await attempt(() => post("/documents/undo"));
  if (told) say(told.sentence);
}

// what comes in

function progress(name) {
  const line = h("li", {}, h("progress", { "aria-label": `Adding ${name}` }), h("span", {}, h("span", { class: "name" }, name), " is waiting"));
  $("#work").append(line);
  const end = (left, ...words) => replace(line, h("span", { "aria-hidden": "true" }, left), h("span", {}, words), h("button", { type: "button", class: "quiet", "aria-label": `Close: ${name}`, onclick: () => line.remove() }, "×"));
  return {
    fail: (sentence) => end(h("span", { class: "warned" }, "▲"), h("span", { class: "name" }, name), `: ${sentence}`),
    done: (...words) => end("✓", words),
    line,
  };
}

async function bring(name, start) {
  const line = progress(name);
  try {
    const job = await ended(await start());
    if (job.state !== "done") return line.fail(job.sentence || "it was stopped.");
    const { documents, problems } = job.outcome;
    const first = documents[0];
    const what = documents.length === 1 ? [h("a", { href: `/read/${first.id}` }, first.title), first.date ? "" : " – no date is known; set it in the list"] : `${name}: ${count(documents.length, "document")}`;
    line.done(what, problems.filter((one) => one.severity !== "note").map((one) => h("span", { class: "warned" }, ` ${one.sentence}`)));
    if (!problems.length && first.date) setTimeout(() => line.line.remove(), 6000);
    return undefined;
  } catch (broken) {
    return line.fail(broken.message);
  }
}

async function addFiles(files) {
  for (const file of files) {
    if (file.size > most) progress(file.name).fail(`it has ${Math.ceil(file.size / 1e6)} MB; a file has at most ${most / 1e6} MB. Split it, or copy it into the folder “sources”.`);
    else bring(file.name, () => put(`/documents/files/${encodeURIComponent(file.name)}`, file, { raw: true }));
  }
}

$("#choose").addEventListener("click", () => $("#files").click());
$("#files").addEventListener("change", (event) => {
  addFiles([...event.target.files]);
  event.target.value = "";
});

let over = 0;
const dropped = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
addEventListener("dragenter", (event) => { if (dropped(event)) { over += 1; $("#drop").classList.add("over"); } });
addEventListener("dragleave", (event) => { if (dropped(event) && (over -= 1) <= 0) { over = 0; $("#drop").classList.remove("over"); } });
addEventListener("dragover", (event) => { if (dropped(event)) event.preventDefault(); });
addEventListener("drop", (event) => {
  if (!dropped(event)) return;
  event.preventDefault();
  over = 0;
  $("#drop").classList.remove("over");
  addFiles([...event.dataTransfer.files]);
});

async function addLink(address = "") {
  const agreed = localStorage.getItem("accord-network") === "yes";
  const written = await ask("Fetch a link", [
    { name: "address", label: "Address", value: address, required: true, placeholder: "https://…", longest: 2000 },
    ...(agreed ? [] : [{ name: "network", kind: "checkbox", label: "Yes: the workbench may ask this address over the network. Nothing else does." }]),
  ], { send: "Fetch" });
  if (!written) return;
  if (!agreed && !written.network) {
    fault("A link is fetched over the network; it needs your yes. Tick the box, or save the page and drop the file.");
    return;
  }
  localStorage.setItem("accord-network", "yes");
  bring(written.address, () => post("/documents/links", { address: written.address.trim(), network: true }));
}
$("#link").addEventListener("click", () => addLink());

async function addText(text = "") {
  const written = await ask("Paste a text", [
    { name: "title", label: "Title", longest: 300, placeholder: "The first line where empty" },
    [{ name: "source", label: "Source: who published it", longest: 300 }, { name: "date", label: "Date of publication", kind: "date" }],
    { name: "text", label: "Text", kind: "textarea", value: text, required: true },
  ], { send: "Add" });
  if (written) bring(written.title || "The pasted text", () => post("/documents/texts", written));
}
$("#text").addEventListener("click", () => addText());

addEventListener("paste", (event) => {
  if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName) || event.target.closest?.("dialog")) return;
  const files = [...(event.clipboardData?.files ?? [])];
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (files.length) addFiles(files);
  else if (/^https?:\/\/\S+$/.test(text)) addLink(text);
  else if (text) addText(text);
});

// reading

let reading = false;

async function read() {
  if (reading) return;
  reading = true;
  $("#read").disabled = true;
  const line = progress("Reading the documents");
  const started = await attempt(() => post("/documents/read"));
  if (!started) line.line.remove();
  else {
    const job = await ended(started, (one) => {
      const far = one.total ? `${{ parsing: "parsing", reading: "reading" }[one.step] ?? one.step}: ${one.done} of ${one.total}` : "looking through the sources";
      replace(line.line, h("progress", one.total ? { max: 2 * one.total, value: one.done + (one.step === "reading" ? one.total : 0), "aria-label": "Reading" } : { "aria-label": "Reading" }), h("span", {}, `Reading the documents – ${far}`));
    });
    if (job.state !== "done") line.fail(job.sentence || "it was stopped; what was read is kept.");
    else {
      const told = job.outcome.problems.filter((one) => one.severity !== "note");
      line.done(job.outcome.added ? `${count(job.outcome.added, "statement")} read. ` : "Nothing new: everything was read with this negotiation. ", h("a", { href: "/findings" }, "See the findings"),
        told.length > 0 && h("details", {}, h("summary", {}, count(told.length, "remark")), h("ul", { class: "problems" }, told.map((one) => h("li", {}, one.sentence)))));
    }
  }
  reading = false;
  $("#read").disabled = false;
}
$("#read").addEventListener("click", read);

// what to do next

onProject((project) => {
  canRead = project.documents > 0 && project.issues.length > 0;
  $("#read").hidden = !canRead;
  if (held?.rows.some((row) => !row.is_read)) load(); // such a document leads to the reading once there is a codebook
  $("#read").classList.toggle("first", project.unread > 0);
  const lead = $("#lead");
  if (project.documents === 0) replace(lead, "Start with the documents: articles, readouts, minutes, statements about one negotiation.");
  else if (project.parties.length === 0 || project.issues.length === 0) replace(lead, "Next: say who negotiates what. ", h("a", { href: "/negotiation" }, "Draft a negotiation"), " from these documents.");
  else if (project.statements === 0) replace(lead, "Next: have them read, so that every position is tied to its sentence.");
  else if (project.unread > 0) replace(lead, `${count(project.unread, "document")} not read yet: `, h("button", { type: "button", class: "link", onclick: read }, "read the documents"), `. ${count(project.statements, "statement")} in the others.`);
  else replace(lead, `${count(project.statements, "statement")} in ${count(project.documents, "document")}. `, h("a", { href: "/findings" }, "See the findings"), " or ", h("a", { href: "/review" }, "check the statements"), ".");
});

// search

async function find() {
  const { find: words } = state();
  $("#find-words").value = words ?? "";
  $("#hits").hidden = !words;
  $("#documents").hidden = $("#add").hidden = Boolean(words);
  if (!words) return;
  const answer = await attempt(() => get("/documents/search", { words }));
  if (!answer || state().find !== words) return;
  replace($("#hits"), h("h2", {}, `${count(answer.total, "passage")} with “${words}”`),
    h("p", { class: "fine" }, h("button", { type: "button", class: "link", onclick: () => change({ find: null }) }, "Back to all documents"), " · “a phrase” in quotes, begin* for all words that begin so"),
    answer.rows.map(hit));
  $("#hits a")?.focus();
}

function hit(one) {
  const parts = [];
  let at = 0;
  for (const [start, end] of one.marks) {
    parts.push(one.text.slice(at, start), h("mark", {}, one.text.slice(start, end)));
    at = end;
  }
  parts.push(one.text.slice(at));
  const where = one.statement ? `statement=${one.statement}` : `at=${one.start}-${one.end}`;
  return h("article", { class: "hit" }, h("a", { href: `/read/${one.document}?${where}` }, h("p", { class: "text" }, parts),
    h("p", { class: "where" }, one.title, one.statement && " · a statement")));
}

$("#find").addEventListener("submit", (event) => {
  event.preventDefault();
  change({ find: $("#find-words").value.trim(), page: null }, { push: true });
});
$("#find-words").addEventListener("search", (event) => event.target.value === "" && state().find && change({ find: null }));
onState(find);

bind("a", "Choose files", () => $("#choose").click());
bind("l", "Fetch a link", () => addLink());
bind("t", "Paste a text", () => addText());
bind("R", "Read the documents", () => $("#read").hidden || read());
bind("u", "Undo the last change of the library", undo);
walk("#documents a.title, .hit a", { label: "document" });
const here = () => held?.rows.find((row) => row.id === document.activeElement?.dataset?.row);
bind("e", "Change what is known of the document", () => here() && tell(here()));
bind("x", "Remove the document", () => here() && remove(here()));

on("changed", load);
on("computed", (told) => told.name === "reprints" && load());
let loading = load();
let isGreeted = false;
on("hello", async ({ revision }) => {
  const isAgain = isGreeted;
  isGreeted = true;
  await loading;
  // After a break files may stand among the sources that no revision tells of yet; at first nothing was missed.
  if (isAgain || held?.revision !== revision) loading = load();
});
find();
if (state().read) {
  change({ read: null }, { quiet: true });
  read();
}
