// The JSON interface, from the description the server gives of itself at /api/openapi.json.
import { h, $, replace } from "./dom.js";
import { attempt } from "./api.js";

const METHODS = ["get", "post", "put", "patch", "delete"];

function shape(schema, all, depth = 0) {
  if (!schema) return "anything";
  if (schema.$ref) return depth > 2 ? schema.$ref.split("/").pop() : shape(all[schema.$ref.split("/").pop()], all, depth + 1);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.map((one) => shape(one, all, depth + 1)).join(" | ");
  if (schema.type === "array") return `[${shape(schema.items, all, depth + 1)}]`;
  if (schema.properties) {
    const needed = new Set(schema.required ?? []);
    return `{${Object.entries(schema.properties).map(([name, one]) => `${name}${needed.has(name) ? "" : "?"}: ${shape(one, all, depth + 1)}`).join(", ")}}`;
  }
  return schema.format ? `${schema.type} (${schema.format})` : schema.type ?? "anything";
}

function parameter(one, all) {
  return h("tr", {}, h("th", { scope: "row" }, h("code", {}, one.name)), h("td", {}, one.in), h("td", {}, shape(one.schema, all)),
    h("td", {}, one.required ? "must be given" : "", one.description ?? one.schema?.description ?? ""));
}

function route(path, method, told, all) {
  const body = told.requestBody?.content?.["application/json"]?.schema;
  const shown = (told.parameters ?? []).filter((one) => !one.name.startsWith("x-accord"));
  return h("details", { class: "route" },
    h("summary", {}, h("code", {}, h("b", {}, method.toUpperCase()), ` ${path}`), h("span", { class: "fine" }, told.description ?? told.summary ?? "")),
    shown.length > 0 && h("table", {}, h("caption", { class: "unseen" }, `Parameters of ${method} ${path}`),
      h("thead", {}, h("tr", {}, ["Name", "Where", "What", ""].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, shown.map((one) => parameter(one, all)))),
    body && h("p", { class: "fine" }, "Body: ", h("code", {}, shape(body, all))));
}

await attempt(async () => {
  const answer = await fetch("/api/openapi.json");
  const told = await answer.json();
  const all = told.components?.schemas ?? {};
  const groups = new Map();
  for (const [path, methods] of Object.entries(told.paths)) {
    for (const method of METHODS) {
      const one = methods[method];
      if (one) groups.set(one.tags?.[0] ?? "other", [...(groups.get(one.tags?.[0] ?? "other") ?? []), route(path, method, one, all)]);
    }
  }
  replace($("#view"),
    h("div", { class: "panel how" },
      h("p", {}, "Send the token as ", h("code", {}, "Authorization: Bearer TOKEN"), " and, with every change, the header ", h("code", {}, "X-Accord: 1"),
        "; ", h("code", {}, "X-Accord-Who"), " names who makes it. What goes wrong answers with a sentence: ", h("code", {}, "{must, came, todo, sentence}"), "."),
      h("p", {}, h("a", { href: "/api/openapi.json" }, "The same as OpenAPI"))),
    [...groups].map(([name, routes]) => h("section", {}, h("h2", {}, name), routes)));
});
