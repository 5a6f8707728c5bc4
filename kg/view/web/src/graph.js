// The graph view: sigma draws what `picture` chooses; keys do what the mouse does.

import Graph from "graphology";
import Sigma from "sigma";
import { hasWebGL, settings } from "./canvas.js";
import { announce, button, clear, h } from "./dom.js";
import { monthWords } from "./days.js";
import { legend } from "./legend.js";
import { classColours, COLOURS, communityColours, palette, radius } from "./look.js";
import { opener } from "./opener.js";
import { shortestPath } from "./paths.js";
import { picture } from "./picture.js";
import { relax } from "./relax.js";
import { MOST } from "./state.js";
import { drawGraph } from "./svg.js";
import { cut, figure, several } from "./words.js";

const ALL = 60_000; // nodes that are drawn at once, at most
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class GraphView {
  constructor(model, store) {
    this.model = model;
    this.store = store;
    this.classes = classColours(model);
    this.cursor = null;
    this.places = new Map();
    this.stage = h("div", { class: "canvas", tabindex: "0", role: "application", "aria-roledescription": "graph", onkeydown: (event) => this.#key(event) });
    this.written = []; // where labels stand
    this.note = h("p", { class: "note", role: "status" });
    this.legend = h("div", { class: "legend" });
    this.tools = h("div", { class: "tools" },
      button("+", () => this.#zoom(1.5), { "aria-label": "Nearer", title: "Nearer (+)" }),
      button("−", () => this.#zoom(1 / 1.5), { "aria-label": "Further away", title: "Further away (-)" }),
      button("⤢", () => this.#whole(), { "aria-label": "All of it", title: "All of it (0)" }));
    this.choices = h("div", {});
    this.element = h("div", { class: "graph" }, this.stage, this.tools, h("div", { class: "under" }, this.legend, h("div", {}, this.note, this.choices)));
    this.opener = opener(model, store, this.element);
    this.able = hasWebGL();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.last && this.update(...this.last));
  }

  /** Draw a selection. */
  update(selection, state) {
    this.last = [selection, state];
    this.colours = palette();
    this.shown = picture(this.model, selection, { ...state, most: Math.min(state.most, ALL) });
    this.path = state.path.length === 2 ? this.#pathOf(selection, state) : null;
    this.groups = state.colour === "community" ? communityColours(this.model, this.shown.nodes) : null;
    this.chosen = this.#chosen(state);
    this.#say(selection, state);
    legend(this.legend, this, selection, state);
    if (!this.able) return;
    const key = `${this.shown.nodes.length}:${this.shown.nodes.reduce((sum, n) => (Math.imul(sum, 31) + n) | 0, 7)}:${this.shown.edges.length}`;
    const graph = this.#build(state, key !== this.key);
    if (!this.sigma) this.#start(graph);
    else {
      this.sigma.setGraph(graph);
      for (const [name, value] of Object.entries(this.#settings(graph))) if (!/Program/.test(name)) this.sigma.setSetting(name, value);
    }
    if (key !== this.key) this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    this.key = key;
  }

  colour(node) {
    if (this.groups) return this.groups.get(this.model.of("community", node))?.colour ?? COLOURS - 1;
    return this.classes[this.model.classNumber(node)];
  }

  #pathOf(selection, state) {
    const ends = state.path.map((name) => this.model.find(name)?.node ?? -1);
    return ends.includes(-1) ? null : shortestPath(this.model, selection, ...ends);
  }

  #chosen(state) {
    const found = this.model.find(state.sel);
    if (!found) return { nodes: new Set(), edges: new Set() };
    if (found.edge >= 0) return { nodes: new Set([this.model.from[found.edge], this.model.to[found.edge]]), edges: new Set([found.edge]) };
    if (found.course >= 0) {
      return { nodes: new Set(this.shown.nodes.filter((n) => this.model.isEvent(n) && this.model.events.course[n - this.model.T] === found.course)), edges: new Set() };
    }
    return { nodes: new Set([found.node]), edges: new Set(this.model.edgesOf(found.node)) };
  }

  #say(selection, state) {
    const { nodes, of, edges } = this.shown;
    const part = nodes.length < of ? `${figure(nodes.length)} of ${several(of, "node")}, the most connected` : several(of, "node");
    this.stage.setAttribute("aria-label", `Graph of ${part}, with ${several(edges.length, "edge")}. Arrow keys walk from node to node, Enter shows one, o opens what is around it. The table says the same.`);
    const more = nodes.length < of && state.most < ALL
      ? button(`Show ${of > 2000 && state.most < 2000 ? "2,000" : figure(Math.min(ALL, of))}`, () => this.store.set({ most: of > 2000 && state.most < 2000 ? 2000 : Math.min(ALL, of) }), { class: "link" }) : null;
    const fewer = state.most > MOST || state.open.length ? button("As at first", () => this.store.set({ most: MOST, open: [] }), { class: "link" }) : null;
    clear(this.note, this.able ? "" : "This browser draws no WebGL, so there is no picture; the table says the same. ", this.able ? `${part}. ` : "", more, " ", fewer);
    if (!this.able && !this.plain) {
      this.plain = button("Show the table", () => this.store.set({ view: "table", rows: "edges" }));
      this.stage.replaceWith(h("div", { class: "empty" }, h("p", {}, "This browser cannot draw the graph (it has no WebGL)."), this.plain));
      this.tools.hidden = true;
    }
    if (this.able) this.stage.classList.toggle("none", !nodes.length);
  }

  /** The places of what is drawn: those of the index, with room made in small pictures. */
  #positions(fresh) {
    const { model, shown } = this;
    if (!fresh) return this.places;
    const number = new Map(shown.nodes.map((n, i) => [n, i]));
    const pairs = shown.edges.map((m) => [number.get(model.from[m]), number.get(model.to[m])]).filter(([a, b]) => a !== b);
    const points = relax(shown.nodes.map((n) => [model.of("x", n), -model.of("y", n)]), pairs, this.stage.clientWidth < this.stage.clientHeight ? { aspect: 0.6 } : {});
    this.places = new Map(shown.nodes.map((n, i) => [n, points[i]]));
    return this.places;
  }

  #build(state, fresh) {
    const { model, shown, colours } = this;
    const graph = new Graph({ multi: true, type: "directed" });
    const places = this.#positions(fresh);
    const lit = this.path ? { nodes: new Set(this.path.nodes), edges: new Set(this.path.edges) } : this.chosen;
    const near = new Set(lit.nodes);
    if (!this.path) for (const m of shown.edges) if (lit.edges.has(m)) near.add(model.from[m]), near.add(model.to[m]);
    const some = lit.nodes.size > 0;
    const scale = this.stage.clientWidth < 520 && shown.nodes.length > 60 ? 0.6 : 1;
    for (const n of shown.nodes) {
      const [x, y] = places.get(n);
      const faded = some && !near.has(n), event = model.isEvent(n), fill = colours.fills[this.colour(n)];
      graph.addNode(n, {
        x, y, size: scale * radius(model, n, state.size, shown.degree) * (lit.nodes.has(n) ? 1.25 : 1),
        color: event ? colours.paper : faded ? colours.rule : fill,
        rimColor: event ? (faded ? colours.rule : fill) : colours.paper,
        rim: event ? 0.42 : 0.1,
        label: faded || (event && !near.has(n) && shown.nodes.length > 60) ? "" : "\u2026", strong: lit.nodes.has(n), forceLabel: lit.nodes.has(n) || (some && near.has(n) && near.size < 26),
        zIndex: faded ? 0 : lit.nodes.has(n) ? 3 : event ? 1 : 2,
      });
    }
    this.#edges(graph, lit, some);
    return graph;
  }

  #edges(graph, lit, some) {
    const { model, shown, colours } = this;
    const between = new Map();
    for (const m of shown.edges) {
      const ends = [model.from[m], model.to[m]].sort((a, b) => a - b).join();
      between.set(ends, (between.get(ends) ?? 0) + 1);
    }
    const at = new Map();
    for (const m of shown.edges) {
      const [from, to] = [model.from[m], model.to[m]];
      const ends = [from, to].sort((a, b) => a - b).join();
      const place = at.get(ends) ?? 0;
      at.set(ends, place + 1);
      const on = lit.edges.has(m), many = between.get(ends) > 1, relation = model.relation[m] >= 0;
      const line = model.index.statuses[model.edgeStatus(m)]?.line;
      graph.addEdgeWithKey(m, from, to, {
        type: many ? "curved" : "arrow", curvature: many ? (place - (between.get(ends) - 1) / 2) * 0.35 * (from < to ? 1 : -1) : 0,
        size: (relation ? 2 : 1.4) * (on ? 1.6 : 1), color: some && !on ? colours.rule : line ? colours[line] : colours.plain,
        label: on && (relation || lit.edges.size < 9) ? cut(model.edgeLabel(m), 40) + notPlain(model, model.edgeStatus(m)) : null, forceLabel: on && lit.edges.size < 24, zIndex: on ? 2 : some ? 0 : 1,
      });
    }
  }

  /** What stands beside a node: of an event what, when and how sure, as its parties stand around it. */
  #word(n, long) {
    const { model } = this, length = long ? 70 : 32, event = model.isEvent(n);
    const status = event ? notPlain(model, model.events.status[n - model.T]) : "";
    if (!event || long) return `\u2068${cut(model.label(n), length)}${status}\u2069`;
    const day = model.day(n - model.T);
    return `\u2068${cut(model.classOf(n).label, length)}${day === null ? "" : ` ${monthWords(day)}`}${status}\u2069`;
  }

  #settings(graph) {
    return settings(this.colours, graph.size, (n, long) => this.#word(n, long), this.written);
  }

  #start(graph) {
    this.sigma = new Sigma(graph, this.stage, this.#settings(graph));
    this.sigma.on("beforeRender", () => (this.written.length = 0));
    this.sigma.on("clickNode", ({ node }) => this.#choose(Number(node)));
    this.sigma.on("clickEdge", ({ edge }) => this.store.set({ sel: this.model.edgeName(Number(edge)) }));
    this.sigma.on("clickStage", () => this.store.set({ sel: "" }));
    this.sigma.on("doubleClickNode", (event) => {
      event.preventSigmaDefault();
      this.open(Number(event.node));
    });
    for (const [name, cursor] of [["enterNode", "pointer"], ["enterEdge", "pointer"], ["leaveNode", ""], ["leaveEdge", ""]]) {
      this.sigma.on(name, () => (this.stage.style.cursor = cursor));
    }
  }

  #choose(node) {
    this.cursor = node;
    this.store.set({ sel: this.model.name(node) });
  }

  /** Open what is around a node. */
  open(node) {
    this.opener(node, this.last[0], new Set(this.shown.nodes), this.shown.degree);
  }

  #zoom(by) {
    const camera = this.sigma?.getCamera();
    camera?.setState({ ratio: Math.min(3, Math.max(0.02, camera.ratio / by)) });
  }

  #whole() {
    this.sigma?.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  #key(event) {
    if (!this.sigma || event.ctrlKey || event.metaKey || event.altKey) return;
    if (STEPS[event.key]) this.#walk(STEPS[event.key]);
    else if (event.key === "Enter" && this.cursor !== null) this.#choose(this.cursor);
    else if (event.key === "o" && this.cursor !== null) this.open(this.cursor);
    else if (event.key === "+" || event.key === "=") this.#zoom(1.5);
    else if (event.key === "-") this.#zoom(1 / 1.5);
    else if (event.key === "0") this.#whole();
    else return;
    event.preventDefault();
  }

  /** Go to the nearest node in a direction: from the marked one, at first to the most connected. */
  #walk([right, up]) {
    const graph = this.sigma.getGraph();
    if (this.cursor === null || !graph.hasNode(this.cursor)) this.#mark(this.shown.nodes[0]);
    else {
      const here = this.places.get(this.cursor);
      let best = null, least = Infinity;
      for (const n of this.shown.nodes) {
        const [dx, dy] = [this.places.get(n)[0] - here[0], this.places.get(n)[1] - here[1]];
        const along = dx * right + dy * up, aside = Math.abs(dx * up) + Math.abs(dy * right);
        if (along > 0 && along + 2 * aside < least) best = n, least = along + 2 * aside;
      }
      if (best !== null) this.#mark(best);
    }
  }

  #mark(node) {
    const graph = this.sigma.getGraph();
    if (this.cursor !== null && graph.hasNode(this.cursor)) graph.setNodeAttribute(this.cursor, "highlighted", false);
    this.cursor = node;
    graph.setNodeAttribute(node, "highlighted", true);
    const { x, y, ratio } = this.sigma.getCamera();
    const at = this.sigma.getNodeDisplayData(node);
    if (Math.abs(at.x - x) > 0.45 * ratio || Math.abs(at.y - y) > 0.45 * ratio) this.sigma.getCamera().setState({ x: at.x, y: at.y });
    announce(`${this.model.label(node)}, ${this.model.classOf(node).label}, ${several(this.shown.degree[node], "edge")}`);
  }

  /** The picture as SVG. */
  svg() {
    return drawGraph(this, this.last[1]);
  }
}

/** A status in words, unless what it says took place: what colours and dashes of lines tell must be told without them. */
function notPlain(model, status) {
  const known = model.index.statuses[status];
  return known && known.line !== "solid" ? ` (${known.label})` : "";
}
