// What every page has: the project's title, work that goes on, keys of the navigation, the person's name, the theme.
import { who, del, get, attempt } from "./api.js";
import { h, $, $$, replace } from "./dom.js";
import { on } from "./events.js";
import { bind, help } from "./keys.js";
import { onProject } from "./project.js";

onProject((found) => {
  replace($("#project"), h("span", { class: "title" }, found.title || found.folder));
});

// navigation
for (const link of $$(".views a[data-key]")) {
  bind(`g ${link.dataset.key}`, link.firstChild.textContent, () => link.click(), { group: "Go to" });
}
bind("/", "Search the documents", () => $("#find-words").focus(), { group: "Everywhere" });
bind("?", "All keys", help, { group: "Everywhere" });
$("#help").addEventListener("click", help);

// work that goes on
const going = new Map();
const hear = (job) => {
  if (["done", "failed", "cancelled"].includes(job.state)) going.delete(job.id);
  else going.set(job.id, job);
};
const tell = () => {
  const first = [...going.values()].find((one) => one.state === "running") ?? [...going.values()][0];
  const region = $("#working");
  region.classList.toggle("on", Boolean(first));
  const more = going.size > 1 ? `, ${going.size - 1} more waiting` : "";
  const far = first?.total ? ` ${first.done} of ${first.total}` : "";
  replace(region, first && [`${first.title}${far}${more} `, h("button", { type: "button", class: "link", onclick: () => attempt(() => del(`/jobs/${first.id}`)) }, "stop")]);
};
on("job", (job) => { hear(job); tell(); });
// Work that began before this page, or under a server that has ended.
on("hello", async () => {
  const all = await get("/jobs").catch(() => []);
  going.clear();
  all.forEach(hear);
  tell();
});

// the person's name
const name = $("#who");
const told = () => replace(name, who.get() || "Your name");
name.addEventListener("click", () => {
  const input = h("input", { id: "who-name", value: who.get(), autocomplete: "name", maxlength: "100", required: true });
  const dialog = h("dialog", { "aria-labelledby": "who-title", onclose: () => dialog.remove() },
    h("header", {}, h("h2", { id: "who-title" }, "Who are you?")),
    h("form", { method: "dialog", onsubmit: () => { who.set(input.value); told(); } },
      h("div", { class: "field" }, h("label", { for: "who-name" }, "Every change is kept with this name, for those who work with you."), input),
      h("p", { class: "row" }, h("button", { class: "first" }, "Keep"))));
  document.body.append(dialog);
  dialog.showModal();
});
told();

// the theme
const theme = $("#theme");
const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
const paint = () => { theme.textContent = isDark() ? "☀" : "☾"; theme.setAttribute("aria-label", isDark() ? "Light page" : "Dark page"); theme.title = theme.getAttribute("aria-label"); };
theme.addEventListener("click", () => {
  const chosen = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  localStorage.setItem("accord-theme", chosen);
  paint();
  dispatchEvent(new CustomEvent("accord-theme", { detail: chosen }));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
paint();
