// The answer as a graph: two columns are what is joined, a third says by what.

import { clear, h, s, said } from "../dom.js";
import { relax } from "../relax.js";
import { cut, several } from "../words.js";
import { naming } from "./rows.js";

const MOST = 150; // nodes
const LABELLED = 50; // of them, the most joined
const WIDTH = 1100, HEIGHT = 640, ROOM = 60;

export class GraphPicture {
  constructor(terms) {
    this.terms = terms;
  }

  can(table) {
    return naming(table).length > 1;
  }

  draw(place, table) {
    const columns = naming(table);
    const labels = columns.map((at) => table.columns[at]);
    const choice = (name, chosen) => h("select", { "aria-label": name }, labels.map((label, i) => h("option", { value: String(columns[i]), selected: i === chosen }, label)));
    const from = choice("From", 0), to = choice("To", table.triples ? 2 : 1);
    const picture = h("div", { class: "drawn" });
    const update = () => clear(picture, this.#picture(table, Number(from.value), Number(to.value)));
    for (const one of [from, to]) one.addEventListener("change", update);
    clear(place, h("div", { class: "row" }, "From ", from, " to ", to), picture);
    update();
  }

  #picture({ rows, columns, triples }, from, to) {
    const nodes = new Map(), edges = new Map();
    const node = (cell) => {
      const key = `${cell.type} ${cell.value}`;
      if (!nodes.has(key)) nodes.set(key, { at: nodes.size, cell, degree: 0 });
      return nodes.get(key);
    };
    let left = 0;
    for (const row of rows) {
      if (!row[from] || !row[to] || from === to || (triples && row[to].type === "literal")) continue;
      if (nodes.size >= MOST) { left++; continue; }
      const [a, b] = [node(row[from]), node(row[to])];
      const key = `${a.at} ${b.at}`, said_ = triples ? this.terms.short(row[1]) : "";
      if (!edges.has(key)) edges.set(key, { a, b, number: 0, words: new Set() });
      edges.get(key).number++;
      if (said_) edges.get(key).words.add(said_);
      a.degree++, b.degree++;
    }
    if (!edges.size) return h("p", { class: "empty" }, "Nothing is joined by these columns.");
    const all = [...nodes.values()], ties = [...edges.values()];
    const places = fitted(relax(all.map((_, i) => [Math.sqrt(i) * Math.cos(i * 2.399963), Math.sqrt(i) * Math.sin(i * 2.399963)]), ties.map(({ a, b }) => [a.at, b.at])));
    const named = new Set([...all].sort((a, b) => b.degree - a.degree || a.at - b.at).slice(0, LABELLED));
    const svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "net", role: "img", "aria-label": `${several(all.length, "node")} and ${several(ties.length, "edge")}; the table says the same` },
      s("defs", {}, s("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 6, markerHeight: 6, orient: "auto" }, s("path", { d: "M0 0.6 8 4 0 7.4Z", class: "tip" }))),
      ties.map((tie) => this.#edge(tie, places)), all.map((one) => this.#node(one, places, named.has(one))));
    const note = `${several(all.length, "node")}, ${several(ties.length, "edge")}${left ? `; ${several(left, "row")} left out, for a picture holds ${MOST} nodes` : ""}.`;
    return [h("p", { class: "note" }, note), svg];
  }

  #edge({ a, b, number, words }, places) {
    const [x, y] = places[a.at], [u, v] = places[b.at];
    const length = Math.hypot(u - x, v - y) || 1, end = size(b) + 3;
    const text = [this.terms.short(a.cell), [...words].join(", ") || "→", this.terms.short(b.cell), number > 1 ? `(${number} rows)` : ""].join(" ");
    return s("line", { x1: x, y1: y, x2: u - ((u - x) * end) / length, y2: v - ((v - y) * end) / length, class: "tie", "stroke-width": 1 + Math.min(4, Math.log2(number)), "marker-end": "url(#tip)" }, s("title", {}, text));
  }

  #node(one, places, named) {
    const [x, y] = places[one.at];
    const text = this.terms.short(one.cell);
    return s("g", {}, s("circle", { cx: x, cy: y, r: size(one), class: one.cell.type === "uri" ? "node" : "node word" }, s("title", {}, text)),
      named ? s("text", { x: x + size(one) + 4, y: y + 4 }, cut(text, 34)) : null);
  }
}

function size({ degree }) {
  return 4 + Math.min(10, 2 * Math.log2(1 + degree));
}

function fitted(points) {
  const low = [0, 1].map((axis) => Math.min(...points.map((p) => p[axis])));
  const high = [0, 1].map((axis) => Math.max(...points.map((p) => p[axis])));
  const [sx, sy] = [(WIDTH - 4 * ROOM) / (high[0] - low[0] || 1), (HEIGHT - 2 * ROOM) / (high[1] - low[1] || 1)];
  return points.map(([x, y]) => [Math.round(ROOM + (x - low[0]) * sx), Math.round(HEIGHT - ROOM - (y - low[1]) * sy)]);
}
