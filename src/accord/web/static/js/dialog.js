// A form in a dialog: asks, closes, gives back what was written.
import { h } from "./dom.js";

let number = 0;

/** Opens a form; resolves with {name: value} once it is sent, or null where it was closed.
 *  fields: [{name, label, value, kind: "text"|"date"|"textarea"|"select"|"checkbox", options, hint, required, placeholder}]; a list
 *  in the list stands in one row. `lead`: what stands above; `send`: the button's words; `danger`: it takes something away. */
export function ask(title, fields, { send = "Keep", lead = null, danger = false } = {}) {
  number += 1;
  const own = number;
  return new Promise((resolve) => {
    let told = null;
    const controls = new Map();
    const made = (field) => (Array.isArray(field) ? h("div", { class: "two" }, field.map(made)) : control(field));
    const control = (field) => {
      const id = `ask-${own}-${field.name}`;
      const common = { id, name: field.name, required: field.required, placeholder: field.placeholder, maxlength: field.longest, "aria-describedby": field.hint && `${id}-hint`, autocomplete: "off" };
      const input = field.kind === "textarea" ? h("textarea", { ...common, value: field.value ?? "" })
        : field.kind === "select" ? h("select", common, field.options.map(([value, words]) => h("option", { value, selected: value === (field.value ?? "") }, words)))
          : h("input", { ...common, type: field.kind ?? "text", value: field.kind === "checkbox" ? "yes" : field.value ?? "", checked: field.kind === "checkbox" && field.value });
      controls.set(field.name, input);
      if (field.kind === "checkbox") return h("p", {}, input, h("label", { for: id }, field.label));
      return h("div", { class: "field" }, h("label", { for: id }, field.label), input, field.hint && h("p", { class: "tiny", id: `${id}-hint` }, field.hint));
    };
    const done = () => {
      told = Object.fromEntries([...controls].map(([name, input]) => [name, input.type === "checkbox" ? input.checked : input.value]));
    };
    const dialog = h("dialog", { "aria-labelledby": `ask-${own}`, onclose: () => { dialog.remove(); resolve(told); } },
      h("header", {}, h("h2", { id: `ask-${own}` }, title), h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close ", h("kbd", {}, "Esc"))),
      h("form", { method: "dialog", onsubmit: done }, lead && h("p", { class: "fine" }, lead), fields.map(made),
        h("p", { class: "row" }, h("button", { class: danger ? "" : "first" }, send))));
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.querySelector("form").requestSubmit();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
