// The picture of the deal space: packages in the plane of two parties, as our own SVG.
import { percent, svg } from "./dom.js";

const LEFT = 62, TOP = 34, WIDE = 590, HIGH = 470, RIGHT = 34, BELOW = 56;
const WHOLE_WIDTH = LEFT + WIDE + RIGHT, WHOLE_HEIGHT = TOP + HIGH + BELOW;
const RADII = [1.7, 2.4, 3.2, 4.1, 5];

export const SOLUTIONS = {
  nash: ["Nash", "the largest product of gains"],
  kalai_smorodinsky: ["Kalai-Smorodinsky", "gains in proportion to the most each could get"],
  egalitarian: ["Egalitarian", "the largest gain for whoever gains least"],
  utilitarian: ["Utilitarian", "the largest sum of gains"],
};

/** How often a package is agreed, in five steps. */
export const level = (share) => [0.1, 0.3, 0.5, 0.8].filter((bound) => share >= bound).length;

/** The picture. `told`: the answer of /api/space; `names`: of the two parties; `chosen`: a point {number, x, y};
 *  `zoom`: "" all packages, "zone", or "whole" with every worth of no deal; `hover(place)` hears which point is under the pointer, `choose(place)` a click. */
export function plot(told, names, { chosen, zoom, hover, choose }) {
  const scale = scaled(told, zoom);
  const points = told.points.number.map((number, at) => ({ number, at, x: scale.x(told.points.x[at]), y: scale.y(told.points.y[at]), share: told.points.share[at], zone: told.points.zone[at] }));
  const seen = points.filter((one) => inside(one));
  const ring = svg("circle", { class: "under", r: 8, cx: -50, cy: -50 });
  const nearest = (event) => {
    const box = picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WHOLE_WIDTH, y = ((event.clientY - box.top) / box.height) * WHOLE_HEIGHT;
    let best = null, least = 14 ** 2;
    for (const one of seen) {
      const far = (one.x - x) ** 2 + (one.y - y) ** 2;
      if (far <= least) [best, least] = [one, far];
    }
    return best;
  };
  const show = (one) => { ring.setAttribute("cx", one ? one.x : -50); ring.setAttribute("cy", one ? one.y : -50); };
  const marks = marked(told, scale);
  const picture = svg("svg", {
    class: "plane", viewBox: `0 0 ${WHOLE_WIDTH} ${WHOLE_HEIGHT}`, role: "img",
    "aria-label": `Packages by what they are worth to ${names[0]} and to ${names[1]}; the list below has each of them`,
    onpointermove: (event) => { const one = nearest(event); show(one); picture.classList.toggle("at", Boolean(one)); hover(one && one.at); },
    onpointerleave: () => { show(null); hover(null); },
    onclick: (event) => { const one = nearest(event); if (one) choose(one.at); },
  },
  svg("defs", {}, svg("clipPath", { id: "ground-clip" }, svg("rect", { x: LEFT, y: TOP, width: WIDE, height: HIGH }))),
  svg("rect", { class: "ground", x: LEFT, y: TOP, width: WIDE, height: HIGH }),
  svg("g", { "clip-path": "url(#ground-clip)" },
    area(told, scale), squares(told, scale),
    svg("g", { class: "dots" }, seen.map((one) => svg("circle", { class: `l${level(one.share)}${one.zone ? " in" : ""}`, cx: r(one.x), cy: r(one.y), r: RADII[level(one.share)] }))),
    told.frontier.length > 1 && svg("polyline", { class: "frontier", points: told.frontier.map(([x, y]) => `${r(scale.x(x))},${r(scale.y(y))}`).join(" ") }),
    lines(told, scale), before(told, scale), bands(told, scale), picked(chosen, scale), ring),
  axes(scale, names, told),
  marks);
  return picture;
}

const inside = (one) => one.x >= LEFT - 1 && one.x <= LEFT + WIDE + 1 && one.y >= TOP - 1 && one.y <= TOP + HIGH + 1;
const r = (value) => Math.round(value * 10) / 10;

function scaled(told, zoom) {
  const low = [...told.low], high = [...told.high];
  told.reservations.forEach((one, axis) => {
    const values = axis ? told.points.y : told.points.x;
    const shown = zoom === "zone" ? values.filter((_, at) => told.points.zone[at]) : [told.extent[axis][0], told.extent[axis][1], ...values];
    if (zoom === "whole") return;
    const now = told.now ? [told.now.reservations[axis].at, ...told.now.frontier.map((place) => place[axis]), ...told.now.solutions.map((each) => each.place[axis])] : [];
    low[axis] = Math.min(one.at, ...shown, ...now);
    high[axis] = Math.max(one.at, low[axis] + 0.02, ...shown, ...now);
  });
  const room = low.map((from, axis) => Math.max(0.004, (high[axis] - from) * 0.06));
  const from = low.map((value, axis) => value - room[axis]), to = high.map((value, axis) => value + room[axis]);
  return {
    x: (value) => LEFT + (WIDE * (value - from[0])) / (to[0] - from[0]),
    y: (value) => TOP + HIGH - (HIGH * (value - from[1])) / (to[1] - from[1]),
    ticks: [0, 1].map((axis) => ticks(from[axis], to[axis])),
  };
}

function ticks(low, high) {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((one) => (high - low) / one <= 7) ?? 1;
  const found = [];
  for (let number = Math.ceil(low / step - 1e-9); number <= Math.floor(high / step + 1e-9); number += 1) found.push(Math.round(number * step * 1e4) / 1e4);
  return found;
}

/** What is better than no deal for both. */
function area(told, scale) {
  const x = Math.max(LEFT, scale.x(told.reservations[0].at)), y = Math.min(TOP + HIGH, scale.y(told.reservations[1].at));
  return svg("rect", { class: "area", x: r(x), y: TOP, width: r(Math.max(0, LEFT + WIDE - x)), height: r(Math.max(0, y - TOP)) });
}

/** Where the models put each party's worth of no deal, along the edge: nine in ten, and half of them. */
function bands(told, scale) {
  const [across, along] = told.reservations;
  const strip = (axis, from, to, kind) => {
    const a = clamp(axis ? scale.y(to) : scale.x(from), axis ? TOP : LEFT, axis ? TOP + HIGH : LEFT + WIDE), b = clamp(axis ? scale.y(from) : scale.x(to), axis ? TOP : LEFT, axis ? TOP + HIGH : LEFT + WIDE);
    const thick = kind === "half" ? 7 : 3;
    return svg("rect", axis ? { class: "band", x: LEFT + WIDE - thick, y: r(a), width: thick, height: r(Math.max(0, b - a)) } : { class: "band", x: r(a), y: TOP, width: r(Math.max(0, b - a)), height: thick });
  };
  return [strip(0, across.band[0], across.band[4], "wide"), strip(0, across.band[1], across.band[3], "half"), strip(1, along.band[0], along.band[4], "wide"), strip(1, along.band[1], along.band[3], "half")];
}

function lines(told, scale) {
  const x = scale.x(told.reservations[0].at), y = scale.y(told.reservations[1].at);
  return [svg("path", { class: "reservation", d: `M${r(x)} ${TOP}V${TOP + HIGH}` }), svg("path", { class: "reservation", d: `M${LEFT} ${r(y)}H${LEFT + WIDE}` })];
}

/** The frontier, the worth of no deal and the solutions as the evidence has them, beside those under changes. */
function before(told, scale) {
  if (!told.now) return null;
  const [across, along] = told.now.reservations;
  const places = new Map(told.solutions.map((one) => [one.name, one.place]));
  const spot = ([x, y]) => [r(scale.x(x)), r(scale.y(y))];
  return svg("g", { class: "before" },
    told.now.frontier.length > 1 && svg("polyline", { class: "frontier-before", points: told.now.frontier.map((one) => spot(one).join(",")).join(" ") }),
    svg("path", { class: "reservation-before", d: `M${r(scale.x(across.at))} ${TOP}V${TOP + HIGH}M${LEFT} ${r(scale.y(along.at))}H${LEFT + WIDE}` }),
    told.now.solutions.map((one) => {
      const [x, y] = spot(one.place), [toX, toY] = spot(places.get(one.name) ?? one.place);
      return [(x !== toX || y !== toY) && svg("path", { class: "moved", d: `M${x} ${y}L${toX} ${toY}` }),
        svg("svg", { class: `solution before-${one.name}`, x: x - 6, y: y - 6, width: 12, height: 12, viewBox: "-10 -10 20 20" }, svg("use", { href: `#mark-${one.name}`, x: -10, y: -10, width: 20, height: 20 }))];
    }));
}

function squares(told, scale) {
  const { columns, rows, cells } = told.grid;
  const most = Math.log1p(Math.max(1, ...cells.map((cell) => cell[2])));
  const left = scale.x(told.extent[0][0]), right = scale.x(told.extent[0][1]), low = scale.y(told.extent[1][0]), high = scale.y(told.extent[1][1]);
  const wide = (right - left) / columns, tall = (low - high) / rows;
  return svg("g", { class: "density" }, cells.map(([column, row, number]) => svg("rect", {
    class: `d${Math.ceil((4 * Math.log1p(number)) / most)}`, x: r(left + column * wide), y: r(low - (row + 1) * tall), width: r(wide + 0.1), height: r(tall + 0.1),
  })));
}

function picked(chosen, scale) {
  if (!chosen) return null;
  const x = r(scale.x(chosen.x)), y = r(scale.y(chosen.y));
  return svg("g", { class: "picked" }, svg("path", { d: `M${x} ${y + 9}V${TOP + HIGH}M${x - 9} ${y}H${LEFT}` }), svg("circle", { cx: x, cy: y, r: 9 }));
}

function axes(scale, names, told) {
  const text = (kind, attributes, ...words) => svg("text", { class: kind, ...attributes }, ...words);
  const x = clamp(scale.x(told.reservations[0].at), LEFT + 130, LEFT + WIDE - 130), y = clamp(scale.y(told.reservations[1].at), TOP + 130, TOP + HIGH - 130);
  const end = LEFT + WIDE + 14;
  return [
    scale.ticks[0].map((value) => [svg("path", { class: "tick", d: `M${r(scale.x(value))} ${TOP + HIGH}v5` }), text("ticktext", { x: r(scale.x(value)), y: TOP + HIGH + 19, "text-anchor": "middle" }, share(value))]),
    scale.ticks[1].map((value) => [svg("path", { class: "tick", d: `M${LEFT} ${r(scale.y(value))}h-5` }), text("ticktext", { x: LEFT - 9, y: r(scale.y(value)) + 4, "text-anchor": "end" }, share(value))]),
    text("axistext", { x: LEFT + WIDE / 2, y: TOP + HIGH + 43, "text-anchor": "middle" }, `Worth to ${names[0]}: 0 % none, 100 % all it could get →`),
    text("axistext", { transform: `translate(15 ${TOP + HIGH / 2}) rotate(-90)`, "text-anchor": "middle" }, `Worth to ${names[1]}: 0 % none, 100 % all it could get →`),
    text("sidetext", { x: r(x), y: TOP - 10, "text-anchor": "middle" }, nothing(told.reservations[0])),
    text("sidetext", { transform: `translate(${end} ${r(y)}) rotate(90)`, "text-anchor": "middle" }, nothing(told.reservations[1])),
  ];
}

const nothing = (one) => `no deal: ${share(one.at)} (nine models in ten: ${share(one.band[0])} … ${share(one.band[4])})`;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
export const share = (value) => `${String(Math.round(value * 100)).replace("-", "−")} %`;

/** The four solutions, no deal and the status quo: a form each, and their names where there is room. */
function marked(told, scale) {
  const groups = new Map();
  const put = (place, words, shape) => {
    const at = { x: scale.x(place[0]), y: scale.y(place[1]) };
    if (!inside(at)) return;
    const key = `${r(at.x)},${r(at.y)}`;
    const group = groups.get(key) ?? { ...at, words: [], shapes: [] };
    group.words.push(words);
    group.shapes.push(shape);
    groups.set(key, group);
  };
  if (told.named.no_deal) put(told.named.no_deal.place, "No deal", "no_deal");
  if (told.named.status_quo) put(told.named.status_quo.place, "As now", "status_quo");
  for (const one of told.solutions) put(one.place, SOLUTIONS[one.name][0], one.name);
  const taken = [...groups.values()].map((one) => [one.x - 12, one.y - 12, one.x + 12, one.y + 12]);
  return svg("g", { class: "marks" }, [...groups.values()].map((group) => {
    const words = group.words.join(", ");
    const label = placed(group, words, taken);
    const drawn = group.shapes.map((name, depth) => ({ name, size: 18 + 9 * depth })).reverse();
    return [
      drawn.map(({ name, size }) => (SOLUTIONS[name]
        ? svg("svg", { class: `solution mark-${name}`, x: r(group.x - size / 2), y: r(group.y - size / 2), width: size, height: size, viewBox: "-10 -10 20 20" }, svg("use", { href: `#mark-${name}`, x: -10, y: -10, width: 20, height: 20 }))
        : fixed(name, group.x, group.y))),
      label && [label.line && svg("path", { class: "leader", d: label.line }), svg("text", { class: "label", x: r(label.x), y: r(label.y), "text-anchor": label.anchor }, words)],
    ];
  }));
}

function fixed(name, x, y) {
  return name === "no_deal"
    ? svg("path", { class: "fixed no-deal", d: `M${r(x - 6)} ${r(y - 6)}l12 12m0-12l-12 12` })
    : svg("path", { class: "fixed status-quo", d: `M${r(x - 9)} ${r(y)}h18m-9-9v18` });
}

/** Where a label finds room: beside its mark, else farther off with a line to it. */
function placed(group, words, taken) {
  const long = words.length * 6.7 + 6;
  for (const far of [16, 34, 54, 76]) {
    for (const [dx, dy] of [[1, 0], [-1, 0], [0.7, -0.8], [-0.7, -0.8], [0.7, 0.8], [-0.7, 0.8], [0, -1], [0, 1]]) {
      const x = group.x + dx * far, y = group.y + dy * far + 4;
      const anchor = dx > 0.1 ? "start" : dx < -0.1 ? "end" : "middle";
      const left = anchor === "start" ? x : anchor === "end" ? x - long : x - long / 2;
      const box = [left - 2, y - 13, left + long, y + 5];
      if (box[0] < LEFT + 2 || box[2] > LEFT + WIDE - 2 || box[1] < TOP + 2 || box[3] > TOP + HIGH - 2) continue;
      if (taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3])) continue;
      taken.push(box);
      return { x, y, anchor, line: far > 20 ? `M${r(group.x + dx * 11)} ${r(group.y + dy * 11)}L${r(x - dx * 3)} ${r(y - 4 - dy * 3)}` : null };
    }
  }
  return null;
}

/** What each mark of the picture means. */
export function key(told, names) {
  const item = (drawing, head, words) => svgItem(drawing, head, words);
  const mark = (name) => svg("svg", { class: `keymark solution mark-${name}`, viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svg("use", { href: `#mark-${name}`, x: -10, y: -10, width: 20, height: 20 }));
  const small = (...parts) => svg("svg", { class: "keymark", viewBox: "-10 -10 20 20", "aria-hidden": "true" }, ...parts);
  return [
    told.solutions.map((one) => item(mark(one.name), SOLUTIONS[one.name][0], `: ${SOLUTIONS[one.name][1]}${one.models > 0 ? `; ${percent(one.models)} of the models choose this very package` : ""}.`)),
    item(small(svg("path", { class: "fixed no-deal", d: "M-6-6l12 12m0-12l-12 12" })), "No deal", ": what would happen on every issue without one. The dashed lines are what that is worth to each, with what else it may bring; the bars along the edges are where half (thick) and nine in ten (thin) of the models put it."),
    told.named.status_quo && item(small(svg("path", { class: "fixed status-quo", d: "M-8 0h16m-8-8v16" })), "As now", ": the status quo on every issue."),
    item(small(svg("rect", { class: "area", x: -9, y: -9, width: 18, height: 18 })), "Better than no deal", ` for both ${names[0]} and ${names[1]}; others may have a say too.`),
    told.frontier.length > 1 && item(small(svg("path", { class: "frontier", d: "M-9-6Q5-5 8 8" })), "Frontier", ": nothing that can be agreed is better for both."),
    told.now && item(small(svg("path", { class: "frontier-before", d: "M-9-6Q5-5 8 8" })), "As the evidence has it", ": the frontier (dashed), the worth of no deal (dotted) and the small marks of the solutions, each with a line to where it is now."),
    item(svg("svg", { class: "keymark wider", viewBox: "-20 -10 40 20", "aria-hidden": "true" }, svg("g", { class: "dots" }, [0, 1, 2, 3, 4].map((one) => svg("circle", { class: `l${one}`, cx: -16 + one * 8, r: RADII[one] })))), "Packages", ": the larger and fuller, the more often every yes is given: under 10 %, from 10, 30, 50, 80 % of the models."),
    item(small(svg("g", { class: "dots" }, svg("circle", { class: "l2 in", r: 4 }))), "In the zone", " of the model shown: everybody whose yes it needs prefers it to no deal."),
    !told.each && item(small(svg("g", { class: "density" }, svg("rect", { class: "d2", x: -9, y: -9, width: 9, height: 18 }), svg("rect", { class: "d4", x: 0, y: -9, width: 9, height: 18 }))), "All packages", ": the darker, the more of them lie there; dots are those most often agreed."),
  ].flat().filter(Boolean);
}

function svgItem(drawing, head, words) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  const strong = document.createElement("b");
  strong.textContent = head;
  text.append(strong, words);
  item.append(drawing, text);
  return item;
}
