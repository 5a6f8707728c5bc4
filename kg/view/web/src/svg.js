// The pictures as SVG files: drawn anew from what is shown, with no style sheet.

import { radius } from "./look.js";
import { xml } from "./files.js";
import { cut } from "./words.js";

const WIDTH = 1400, HEIGHT = 900, ROOM = 70;
const DASHES = { dashed: "6 4", dotted: "2 3", struck: "8 5", crossed: "8 5" };
const FONT = "system-ui, Segoe UI, Roboto, Liberation Sans, sans-serif";

export function drawGraph(view, state) {
  const { model, shown, places, colours } = view;
  const at = fitted([...places.values()]);
  const point = new Map([...places.keys()].map((n, i) => [n, at[i]]));
  const line = (m) => {
    const [a, b] = [point.get(model.from[m]), point.get(model.to[m])];
    const name = model.index.statuses[model.edgeStatus(m)]?.line;
    const dash = DASHES[name] ? ` stroke-dasharray="${DASHES[name]}"` : "";
    const size = radius(model, model.to[m], state.size, shown.degree) + 2, length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const end = [b[0] - ((b[0] - a[0]) * size) / length, b[1] - ((b[1] - a[1]) * size) / length];
    return `<line x1="${n1(a[0])}" y1="${n1(a[1])}" x2="${n1(end[0])}" y2="${n1(end[1])}" stroke="${colours[name] ?? colours.plain}" stroke-width="${model.relation[m] >= 0 ? 1.6 : 1}"${dash} marker-end="url(#a)"><title>${xml(model.edgeLabel(m))}</title></line>`;
  };
  const disc = (n) => {
    const [x, y] = point.get(n), fill = colours.fills[view.colour(n)], event = model.isEvent(n);
    const paint = event ? `fill="${colours.paper}" stroke="${fill}" stroke-width="2.4"` : `fill="${fill}" stroke="${colours.paper}"`;
    return `<circle cx="${n1(x)}" cy="${n1(y)}" r="${n1(radius(model, n, state.size, shown.degree))}" ${paint}><title>${xml(model.label(n))}</title></circle>`;
  };
  const labelled = shown.nodes.filter((n) => !model.isEvent(n)).slice(0, 120);
  const label = (n) => {
    const [x, y] = point.get(n);
    return `<text x="${n1(x + radius(model, n, state.size, shown.degree) + 4)}" y="${n1(y + 4)}" stroke="${colours.paper}" fill="${colours.ink}">${xml(cut(model.label(n), 34))}</text>`;
  };
  return page(WIDTH, HEIGHT, colours.paper, [
    `<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0.6 8 4 0 7.4Z" fill="${colours.plain}"/></marker></defs>`,
    `<g stroke-opacity="0.75">${shown.edges.map(line).join("")}</g><g>${shown.nodes.map(disc).join("")}</g>`,
    `<g font-family="${FONT}" font-size="12" paint-order="stroke" stroke-width="3" stroke-linejoin="round">${labelled.map(label).join("")}</g>`,
  ]);
}

/** Any SVG of a view, with the colours that the style sheet gives its parts written into them. */
export function standalone(svg, background) {
  const copy = svg.cloneNode(true);
  const given = [...svg.querySelectorAll("*")], own = [...copy.querySelectorAll("*")];
  given.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of ["fill", "stroke", "stroke-width", "opacity", "font-size", "font-family", "text-anchor"]) own[i].setAttribute(name, style.getPropertyValue(name));
  });
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  return page(width, height, background, [...copy.children].map((child) => new XMLSerializer().serializeToString(child)));
}

function page(width, height, background, parts) {
  return { width, height, text: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${background}"/>${parts.join("")}</svg>` };
}

function fitted(points) {
  const low = [0, 1].map((axis) => Math.min(...points.map((p) => p[axis])));
  const high = [0, 1].map((axis) => Math.max(...points.map((p) => p[axis])));
  const scale = Math.min((WIDTH - 3 * ROOM) / (high[0] - low[0] || 1), (HEIGHT - 2 * ROOM) / (high[1] - low[1] || 1));
  return points.map(([x, y]) => [ROOM + (x - low[0]) * scale, HEIGHT - ROOM - (y - low[1]) * scale]);
}

function n1(number) {
  return Math.round(number * 10) / 10;
}
