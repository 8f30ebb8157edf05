// The scenario that the deal space is shown under: one that was kept, or what was asked in What if.
import { attempt, get } from "./api.js";
import { isNothing, same, written } from "./changes.js";
import { $, h, percent, replace } from "./dom.js";
import { on } from "./events.js";
import { change, state } from "./state.js";

const ASKED = "=asked";

/** The changes that the address names; none where it names none. */
function changes() {
  try {
    return JSON.parse(state().under || "{}");
  } catch {
    return {};
  }
}

/** The choice of a scenario. Returns {draw, told}: `draw()` fills it; `told(picture)` is a line above the picture. */
export function scenario() {
  let list = [];
  const kept = () => list.find((one) => same(one.changes, changes()));
  const draw = () => {
    const isAsked = !isNothing(changes()) && !kept();
    const options = [["", "As the evidence has it"], ...list.map((one) => [one.name, one.name]), ...(isAsked ? [[ASKED, "What was asked in What if"]] : [])];
    $("#under-field").hidden = options.length === 1;
    replace($("#under"), options.map(([value, words]) => h("option", { value }, words)));
    $("#under").value = isAsked ? ASKED : kept()?.name ?? "";
  };
  const load = async () => {
    list = (await attempt(() => get("/what-if/scenarios"))) ?? list;
    draw();
  };
  $("#under").addEventListener("change", (event) => {
    const one = list.find((each) => each.name === event.target.value);
    if (event.target.value !== ASKED) change({ under: one ? JSON.stringify(one.changes) : null, model: null, page: null }, { push: true });
  });
  on("changed", (told) => told.what === "scenarios" && load());
  load();
  return { draw, told };

  function told(picture) {
    const asked = changes();
    if (isNothing(asked)) return null;
    const title = kept() ? `“${kept().name}”` : "what was asked in What if";
    const deals = picture.now ? `; as the evidence has it ${percent(picture.now.deal.share)} of the models have a deal` : "";
    return h("span", { class: "under-told" }, `Under ${title}${deals}. `,
      (asked.link || asked.separate) && "What packages are worth is drawn for all tables together; zone and solutions table by table stand in What if. ",
      asked.order && "An order moves no package; what it brings each party stands in What if. ",
      h("a", { href: `/what-if${written(asked, { scenario: kept()?.name })}` }, "Every finding under it"), " · ",
      h("button", { type: "button", class: "link", onclick: () => change({ under: null, page: null }, { push: true }) }, "As the evidence has it"));
  }
}
