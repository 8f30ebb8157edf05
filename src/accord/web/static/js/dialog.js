// A form in a dialog: asks, checks, closes, gives back what was written.
import { h } from "./dom.js";

let number = 0;

/** Opens a form; resolves with {name: value} once it is sent and kept, or null where it was closed.
 *  fields: [{name, label, value, kind: "text"|"date"|"number"|"textarea"|"select"|"checkbox"|"checks", options, hint, required,
 *  placeholder, longest}]; a list in the list stands in one row; "checks" are several boxes, their value a list.
 *  `when(values)`: whether a field is asked for at all; `check(value, values)`: a sentence that stands at the field where it is
 *  wrong. `keep(values)`: keeps them; a sentence in return means that they were not kept, and the dialog stays as it is.
 *  `lead`: what stands above; `send`: the button's words; `danger`: it takes something away. */
export function ask(title, fields, { send = "Keep", lead = null, danger = false, keep = null } = {}) {
  number += 1;
  const own = `ask-${number}`;
  return new Promise((resolve) => {
    let told = null;
    const parts = new Map();
    const made = (field) => (Array.isArray(field) ? h("div", { class: "two" }, field.map(made)) : (parts.set(field.name, control(`${own}-${field.name}`, field)), parts.get(field.name).box));
    const values = () => Object.fromEntries([...parts].map(([name, part]) => [name, part.read()]));
    const show = () => {
      const now = values();
      for (const part of parts.values()) {
        if (!part.field.when) continue;
        part.box.hidden = !part.field.when(now);
        for (const input of part.inputs) input.disabled = part.box.hidden;
      }
    };
    const wrong = (now) => {
      const found = [...parts].filter(([name, part]) => part.tell(part.box.hidden ? "" : part.field.check?.(now[name], now) ?? ""));
      found[0]?.[1].inputs[0]?.focus();
      return found.length > 0;
    };
    const button = h("button", { class: danger ? "" : "first" }, send);
    const refused = h("p", { class: "refused", role: "alert" });
    const sent = async (event) => {
      event.preventDefault();
      const now = values();
      if (button.disabled || wrong(now)) return;
      button.disabled = true;
      const sentence = await keep?.(now);
      button.disabled = false;
      refused.textContent = sentence || "";
      if (sentence) return;
      told = now;
      dialog.close();
    };
    const dialog = h("dialog", { "aria-labelledby": own, onclose: () => { dialog.remove(); resolve(told); } },
      h("header", {}, h("h2", { id: own }, title), h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close ", h("kbd", {}, "Esc"))),
      h("form", { onsubmit: sent, onchange: show }, lead && h("p", { class: "fine" }, lead), fields.map(made), refused, h("p", { class: "row" }, button)));
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.querySelector("form").requestSubmit();
    });
    show();
    document.body.append(dialog);
    dialog.showModal();
    [...parts.values()].find((part) => !part.box.hidden)?.inputs[0].focus();  // else it is the button that closes
  });
}

/** A field's element, its inputs, how it is read, and how it tells what is wrong with it. */
function control(id, field) {
  const fault = h("p", { class: "wrong-with", id: `${id}-fault`, hidden: true });
  const described = `${id}-fault${field.hint ? ` ${id}-hint` : ""}`;
  const common = { id, name: field.name, required: field.required, placeholder: field.placeholder, maxlength: field.longest, "aria-describedby": described, autocomplete: "off" };
  const hint = field.hint && h("p", { class: "tiny", id: `${id}-hint` }, field.hint);
  const tell = (inputs, box) => (sentence) => {
    fault.textContent = sentence;
    fault.hidden = !sentence;
    box.classList.toggle("wrong", Boolean(sentence));
    for (const input of inputs) input.setAttribute("aria-invalid", String(Boolean(sentence)));
    return sentence;
  };
  const whole = (box, inputs, read) => ({ field, box, inputs, read, tell: tell(inputs, box) });
  if (field.kind === "checkbox") {
    const input = h("input", { ...common, type: "checkbox", value: "yes", checked: field.value });
    return whole(h("div", {}, h("p", {}, input, h("label", { for: id }, field.label)), hint, fault), [input], () => input.checked);
  }
  if (field.kind === "checks") {
    const inputs = field.options.map(([value], at) => h("input", { id: `${id}-${at}`, type: "checkbox", name: field.name, value, checked: (field.value ?? []).includes(value), "aria-describedby": described }));
    const box = h("fieldset", { class: "field checks" }, h("legend", {}, field.label), inputs.map((input, at) => h("p", {}, input, h("label", { for: input.id }, field.options[at][1]))), hint, fault);
    return whole(box, inputs, () => inputs.filter((input) => input.checked).map((input) => input.value));
  }
  const input = field.kind === "textarea" ? h("textarea", { ...common, value: field.value ?? "" })
    : field.kind === "select" ? h("select", common, field.options.map(([value, words]) => h("option", { value, selected: value === (field.value ?? "") }, words)))
      : h("input", { ...common, type: field.kind === "number" ? "text" : field.kind ?? "text", inputmode: field.kind === "number" ? "decimal" : null, value: field.value ?? "" });
  return whole(h("div", { class: "field" }, h("label", { for: id }, field.label), input, hint, fault), [input], () => input.value);
}
