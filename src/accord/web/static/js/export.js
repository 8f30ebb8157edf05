// Files to take away.
import { $, h, replace } from "./dom.js";
import { live } from "./live.js";
import { nextStep } from "./next.js";
import { project } from "./project.js";

const WORDS = { html: "HTML", docx: "Word", csv: "CSV", parquet: "Parquet", json: "JSON", graphml: "GraphML", dna: "DNA list", dna3: "DNA file", negmas: "NegMAS", genius: "Genius XML", geniusweb: "GeniusWeb" };

live($("#view"), "/export", { draw });

project().then((found) => {
  const step = found && nextStep(found, "Here stand the files to take away.");
  if (step) replace($("#view"), step);
});

function draw(data, answer) {
  if (answer.state !== "ready") return h("p", { class: "empty" }, "The files are offered once the findings are computed.");
  const link = (one, form) => h("a", { href: `/api/export/${one.name}.${form}`, download: "" }, WORDS[form] ?? form);
  return [
    h("p", { class: "row take" }, h("a", { class: "button first", href: "/api/export/report.html", download: "" }, "The report"), h("a", { class: "button", href: "/api/export/everything.zip", download: "" }, "Everything in one zip"),
      h("a", { class: "button", href: "/api/export/negotiation.yaml", download: "negotiation.yaml" }, "negotiation.yaml")),
    h("div", { class: "scroll files" }, h("table", {}, h("caption", { class: "unseen" }, "Files"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "What"), h("th", { scope: "col" }, "As"))),
      h("tbody", {}, data.files.map((one) => h("tr", {}, h("th", { scope: "row" }, one.title), h("td", {}, one.forms.map((form) => [link(one, form), " "]))))))),
    h("p", { class: "fine" }, `Shares are of ${data.members.toLocaleString("en")} models. Formats of other programs have no place for red lines, tracks and preconditions; the guide says what each leaves out.`),
  ];
}
