// One of a few things by one key: a list in a dialog, with a letter or a digit at each; typing narrows it.
import { h, replace, form } from "./dom.js";

/** Asks for one of `choices` [{value, label, key, look}]; resolves with its value, or null where it was closed.
 *  `several`: Space marks more, resolves with a list. `free`: what is typed counts too. */
export function pick(title, choices, { value = null, several = false, free = false } = {}) {
  return new Promise((resolve) => {
    let answer = null;
    let at = Math.max(0, choices.findIndex((one) => (several ? value.includes(one.value) : one.value === value)));
    const marked = new Set(several ? value : []);
    let touched = false;
    let shown = choices;
    const keyOf = (one, number) => one.key ?? (number < 9 ? String(number + 1) : "");
    const done = (what) => { answer = what; dialog.close(); };
    const take = (one) => one && done(several ? [one.value].filter((id) => id !== "") : one.value);
    const mark = (one) => { touched = true; if (marked.has(one.value)) marked.delete(one.value); else marked.add(one.value); draw(); };
    const input = h("input", { id: "pick-words", role: "combobox", "aria-expanded": "true", "aria-controls": "pick-list", "aria-autocomplete": "list", "aria-label": title, autocomplete: "off", spellcheck: "false", placeholder: free ? "Type a name, or choose" : "A key, or type to narrow" });
    const list = h("ul", { id: "pick-list", role: "listbox", class: "pick-list", "aria-label": title, "aria-multiselectable": several ? "true" : null });
    const draw = () => {
      replace(list, shown.slice(0, 60).map((one, number) => h("li", { role: "option", id: `pick-${number}`, class: number === at ? "at" : null, "aria-selected": String(several ? marked.has(one.value) : number === at), onclick: () => take(one) },
        h("kbd", {}, keyOf(one, number) || " "), one.look && form(one.look), h("span", {}, one.label), several && marked.has(one.value) && h("span", { class: "tag" }, "chosen"))));
      input.setAttribute("aria-activedescendant", shown.length ? `pick-${at}` : "");
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = choices.filter((one) => words.every((word) => one.label.toLowerCase().includes(word)));
      at = 0;
      draw();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        at = Math.min(shown.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
        draw();
      } else if (event.key === "Enter") {
        if (several && touched) done([...marked].filter((id) => id !== ""));
        else if (free && input.value.trim() && !shown.some((one) => one.label.toLowerCase() === input.value.trim().toLowerCase())) done(input.value.trim());
        else take(shown[at]);
      } else if (several && event.key === " " && !input.value) mark(shown[at]);
      else {
        const found = input.value || event.ctrlKey || event.altKey || event.metaKey ? null : shown.find((one, number) => keyOf(one, number).toLowerCase() === event.key.toLowerCase());
        if (!found) return;
        take(found);
      }
      event.preventDefault();
    });
    const dialog = h("dialog", { class: "picker", "aria-label": title, onclose: () => { dialog.remove(); resolve(answer); }, onclick: (event) => event.target === dialog && dialog.close() },
      h("header", {}, h("h2", {}, title), h("button", { type: "button", class: "quiet", tabindex: "-1", onclick: () => dialog.close() }, "Close ", h("kbd", {}, "Esc"))),
      input, list, several && h("p", { class: "tiny" }, "Space marks more than one, Enter keeps them."));
    document.body.append(dialog);
    draw();
    dialog.showModal();
    input.focus();
  });
}
