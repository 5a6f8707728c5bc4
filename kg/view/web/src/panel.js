// The panel: what is chosen, with all that leads on from it; where nothing is, what one can begin with.

import { button, clear, h, said, spot } from "./dom.js";
import { span, words } from "./days.js";
import { evidence } from "./evidence.js";
import { classColours } from "./look.js";
import { shortestPath } from "./paths.js";
import { searchBox } from "./search.js";
import { country, figure, percent, several, title } from "./words.js";

const SHOWN = 8;

export class Panel {
  /** @param {{source: Function, names: object, served: boolean, open: Function}} given */
  constructor(element, model, store, given) {
    Object.assign(this, { element, model, store, given });
    this.colours = classColours(model);
    this.body = h("div", { class: "panel-body" });
    this.close = button("×", () => this.store.set({ sel: "", path: [] }), { class: "close", "aria-label": "Close", title: "Close (Escape)" });
    clear(element, this.close, this.body);
    this.key = null;
  }

  update(selection, state) {
    this.selection = selection;
    const path = state.path.length === 2 ? "path" : state.path.join();
    const key = `${state.sel}|${path}|${state.path.length === 2 || !state.sel ? JSON.stringify(selection.total) + state.path : ""}|${state.about}`;
    if (key === this.key) return;
    this.key = key;
    const found = state.sel ? this.model.find(state.sel) : null;
    this.close.hidden = !state.sel && !state.path.length;
    this.element.classList.toggle("idle", this.close.hidden);
    const parts = [state.path.length === 2 ? this.#path(state) : null];
    if (state.sel && !found) parts.push(h("h2", {}, "Not here"), h("p", {}, "What this link names is not in this graph."));
    else if (found?.course >= 0) parts.push(this.#course(found.course));
    else if (found?.edge >= 0) parts.push(this.#edge(found.edge));
    else if (found) parts.push(this.model.isEvent(found.node) ? this.#event(found.node - this.model.T) : this.#thing(found.node));
    else if (state.path.length < 2) parts.push(this.#start());
    clear(this.body, parts);
    this.element.scrollTop = 0;
  }

  // -- parts ------------------------------------------------------------------------------------

  #go(name, label, given = {}) {
    return h("button", { type: "button", class: "go", "data-name": name, onclick: () => this.store.set({ sel: name }) }, given.spot, said(label), given.more ? h("small", {}, " ", given.more) : null);
  }

  node(n, more) {
    const event = this.model.isEvent(n);
    return this.#go(this.model.name(n), this.model.label(n), { spot: spot(this.colours[this.model.classNumber(n)], event), more });
  }

  /** An event in a list: when, what, and how it stands. */
  eventLine(e) {
    const { model } = this;
    const day = model.events.first[e], status = model.index.statuses[model.events.status[e]];
    return h("li", { class: "event-line" }, h("time", {}, day === null ? (model.events.told[e] === null ? "no day" : `told ${words(model.events.told[e])}`) : words(day)),
      this.node(model.T + e), status ? h("span", { class: `status ${status.line}` }, status.label) : null);
  }

  #more(items, number = SHOWN) {
    const list = h("ul", { class: "plain" }, items);
    if (items.length <= number + 1) return list;
    items.slice(number).forEach((item) => (item.hidden = true));
    const more = button(`${figure(items.length - number)} more`, () => {
      items.forEach((item) => (item.hidden = false));
      items[number].querySelector("button")?.focus();
      more.remove();
    }, { class: "link" });
    return [list, more];
  }

  #head(word, label, colour, hollow) {
    return [h("p", { class: "kind" }, colour === undefined ? null : spot(colour, hollow), said(word)), h("h2", { class: label.length > 60 ? "long" : null }, said(label))];
  }

  #actions(name, { node, page }) {
    const { store } = this;
    const { about, path } = store.state;
    return h("div", { class: "row actions" },
      about === name ? button("Show everything", () => store.set({ about: "" })) : button("Only this", () => store.set({ about: name }), { title: "Narrow every view down to what it takes part in" }),
      node >= 0 ? button("Open around it", () => this.given.open(node), { title: "Add its neighbours to the graph" }) : null,
      node >= 0 ? (path.length === 1 && path[0] !== name ? button("Path to here", () => store.set({ path: [path[0], name] }), { class: "main" }) : button("Path from here", () => store.set({ path: [name] }))) : null,
      page && this.given.served ? h("a", { class: "button", href: name }, "Its page") : null);
  }

  #waiting(name) {
    const { path } = this.store.state;
    if (path.length !== 1) return null;
    const box = searchBox(this.model, this.given.names, this.colours, {
      label: "Where the path is to lead", placeholder: "Path to …", take: (entry) => entry?.node >= 0 && this.store.set({ path: [path[0], entry.name], sel: "" }),
    });
    const from = this.model.find(path[0])?.node;
    return h("div", { class: "hint" }, h("p", {}, "Path from ", h("strong", {}, said(from >= 0 ? this.model.label(from) : path[0])), path[0] === name ? ". Choose where it is to lead:" : ":"), box,
      button("No path", () => this.store.set({ path: [] }), { class: "link" }));
  }

  // -- what can be chosen -----------------------------------------------------------------------

  #thing(n) {
    const { model } = this;
    const { things, index } = model;
    const name = model.name(n);
    const facts = [things.also[n] && ["also", said(things.also[n].split("\n").slice(0, 6).join(", "))], things.country[n] >= 0 && ["country", country(index.countries[things.country[n]])],
      ["articles", figure(things.documents[n])]].filter(Boolean);
    return [
      this.#head(index.classes[things.class[n]].label, things.label[n], this.colours[things.class[n]]),
      dl(facts), this.#actions(name, { node: n, page: true }), this.#waiting(name), this.#links(n), this.#eventsOf(n),
    ];
  }

  /** The relations of a thing by kind and direction; what stands for most events comes first. */
  #links(n) {
    const { model } = this;
    const groups = new Map();
    for (const m of model.edgesOf(n)) {
      if (model.event[m] >= 0) continue;
      const out = model.from[m] === n, label = model.edgeLabel(m);
      const key = `${model.kind[m]}|${out}`;
      if (!groups.has(key)) groups.set(key, { kind: model.kinds[model.kind[m]], out, edges: [] });
      groups.get(key).edges.push({ m, label, size: model.relations.events[model.relation[m]].length });
    }
    const order = [...groups.values()].sort((a, b) => b.kind.short - a.kind.short || b.out - a.out || b.edges.length - a.edges.length);
    return order.map(({ kind, out, edges }) => h("section", {}, h("h3", {}, out ? said(kind.label) : ["← ", said(kind.label)], h("small", {}, ` ${figure(edges.length)}`)),
      this.#more(edges.sort((a, b) => b.size - a.size || model.edgeBelief(b.m) - model.edgeBelief(a.m)).map(({ m, label, size }) => h("li", { class: "link-line" }, this.node(model.across(m, n), label !== kind.label ? label : null),
        h("button", { type: "button", class: "why", title: "The sentences behind it", "aria-label": `Evidence: ${model.label(model.from[m])} ${label} ${model.label(model.to[m])}`, onclick: () => this.store.set({ sel: model.edgeName(m) }) }, size > 1 ? several(size, "time") : "why"))))));
  }

  #eventsOf(n) {
    const { model } = this;
    const all = model.eventsOf(n).sort((a, b) => (model.day(b) ?? -1e9) - (model.day(a) ?? -1e9));
    if (!all.length) return null;
    return h("section", {}, h("h3", {}, "Takes part in", h("small", {}, ` ${figure(all.length)}`)), this.#more(all.map((e) => this.eventLine(e)), 10));
  }

  #event(e) {
    const { model } = this;
    const { events, index } = model;
    const status = index.statuses[events.status[e]], name = model.name(model.T + e);
    const roles = new Map();
    for (let i = 0; i < events.fill[e].length; i += 2) {
      const role = model.roles[events.fill[e][i]];
      if (role.kind !== "entity") continue;
      if (!roles.has(role.label)) roles.set(role.label, []);
      roles.get(role.label).push(this.node(events.fill[e][i + 1]));
    }
    const facts = [
      status && ["status", h("span", { class: `status ${status.line}` }, status.label)],
      ["when", events.first[e] === null ? (events.told[e] === null ? "not told" : `no day told; first article ${words(events.told[e])}`) : span(events.first[e], events.last[e])],
      ...[...roles].map(([label, nodes]) => [label, nodes]),
      ...model.values(e).map(([role, text]) => [role.label, said(text)]),
      events.country[e] >= 0 && ["country", country(index.countries[events.country[e]])],
      events.course[e] >= 0 && [index.courseLabel, this.#go(model.courses.name[events.course[e]], model.courses.label[events.course[e]])],
      ["belief", `${percent(events.belief[e])} · ${several(events.documents[e], "article")}, ${several(events.sources[e], "independent source")}`],
    ].filter(Boolean);
    return [
      this.#head(index.classes[events.class[e]].label, model.caption(e), this.colours[events.class[e]], true),
      dl(facts), this.#actions(name, { node: model.T + e, page: true }), this.#waiting(name), this.#evidence([name]),
    ];
  }

  #course(c) {
    const { model } = this;
    const { courses, index } = model;
    const name = courses.name[c], flat = courses.steps[c], steps = [];
    for (let i = 0; i < flat.length; i += 3) steps.push(flat.slice(i, i + 3));
    const members = [];
    for (let e = 0; e < model.E; e++) if (model.events.course[e] === c) members.push(e);
    members.sort((a, b) => (model.day(a) ?? 1e9) - (model.day(b) ?? 1e9));
    return [
      this.#head(index.courseLabel, courses.label[c]),
      dl([["days", span(courses.first[c], courses.last[c]) || "not told"], ["events", figure(members.length)]]), this.#actions(name, { page: true }),
      steps.length ? h("section", {}, h("h3", {}, "Step by step"), h("ol", { class: "steps" }, steps.map(([day, kind, e]) => h("li", {}, h("time", {}, words(day)), h("strong", {}, said(index.concepts[kind].label)), this.node(model.T + e))))) : null,
      h("section", {}, h("h3", {}, "All its events", h("small", {}, ` ${figure(members.length)}`)), this.#more(members.map((e) => this.eventLine(e)), 14)),
    ];
  }

  #edge(m) {
    const { model } = this;
    const status = model.index.statuses[model.edgeStatus(m)];
    const short = model.kinds[model.kind[m]].short ? model.relations.events[model.relation[m]] : null;
    const names = short ? short.map((e) => model.name(model.T + e)) : [model.event[m] >= 0 ? model.name(model.from[m]) : model.relations.name[model.relation[m]]];
    return [
      this.#head("edge", `${model.label(model.from[m])} — ${model.edgeLabel(m)} → ${model.label(model.to[m])}`),
      dl([["from", this.node(model.from[m])], ["to", this.node(model.to[m])], status && ["status", h("span", { class: `status ${status.line}` }, status.label)], ["belief", percent(model.edgeBelief(m))]].filter(Boolean)),
      short ? h("section", {}, h("h3", {}, "It stands for"), this.#more(short.map((e) => this.eventLine(e)))) : null,
      this.#evidence(names, model.event[m] >= 0 ? model.kinds[model.kind[m]].label : undefined, [model.from[m], model.to[m]]),
    ];
  }

  #evidence(names, role, nodes = []) {
    const { things, T } = this.model;
    const about = nodes.filter((n) => n < T).map((n) => [things.label[n], ...things.also[n].split("\n")]);
    return evidence(this.given.source, names, { role, about, page: this.given.served ? (document) => `document/${encodeURIComponent(document)}` : null });
  }

  #path(state) {
    const { model } = this;
    const [from, to] = state.path.map((name) => model.find(name)?.node ?? -1);
    const found = from >= 0 && to >= 0 ? shortestPath(model, this.selection, from, to) : null;
    const none = h("p", {}, "Nothing in this selection leads from the one to the other.");
    const step = (m, i) => {
      const [a, b] = [found.nodes[i], found.nodes[i + 1]];
      const forth = model.from[m] === a;
      const short = model.relation[m] >= 0 ? model.relations.events[model.relation[m]] : [];
      const names = short.length ? short.map((e) => model.name(model.T + e)) : [model.event[m] >= 0 ? model.name(model.from[m]) : model.relations.name[model.relation[m]]];
      return h("li", {}, this.node(a), h("span", { class: "arrow" }, forth ? " — " : " ← ", said(model.edgeLabel(m)), forth ? " → " : " — "), this.node(b),
        h("details", { class: "step-why", open: found.edges.length <= 4 }, h("summary", {}, "Evidence"), this.#evidence(names, model.event[m] >= 0 ? model.kinds[model.kind[m]].label : undefined, [a, b])));
    };
    return h("section", { class: "path" }, h("p", { class: "kind" }, "Shortest path"), h("h2", {}, found ? several(found.edges.length, "step") : "No path"),
      found ? h("ol", { class: "path-steps" }, found.edges.map(step)) : none, button("No path", () => this.store.set({ path: [] })));
  }

  #start() {
    const { model, selection } = this;
    const { index } = model;
    const waiting = this.#waiting("");
    if (waiting) return waiting;
    const best = (side) => [...selection.counts[side ? "other" : "one"]].sort((a, b) => b[1] - a[1] || model.things.centrality[b[0]] - model.things.centrality[a[0]] || a[0] - b[0]).slice(0, 5);
    const size = new Map();
    for (const e of selection.list) if (model.events.course[e] >= 0) size.set(model.events.course[e], (size.get(model.events.course[e]) ?? 0) + 1);
    const courses = [...size].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 5);
    const group = (label, items) => (items.length ? h("section", {}, h("h3", {}, label), h("ul", { class: "plain" }, items)) : null);
    return [
      h("p", { class: "kind" }, "Begin here"),
      h("h2", {}, several(selection.total.events, "event"), ", ", several(selection.total.things, "thing")),
      h("p", { class: "quiet" }, `Read in ${several(index.articles, "article")}. Choose anything to see what is said of it, and in which sentence.`),
      [0, 1].map((side) => group(`${title(index.sides[side].label.split(", ").slice(0, 2).join(", "))}: most often named`, best(side).map(([n, count]) => h("li", {}, this.node(n, several(count, "event")))))),
      group(`${title(index.courseLabel)}: of most events`, courses.map(([c, count]) => h("li", {}, this.#go(model.courses.name[c], model.courses.label[c], { spot: h("span", { class: "spot course", "aria-hidden": "true" }), more: several(count, "event") })))),
    ];
  }
}

function dl(facts) {
  return h("dl", { class: "facts" }, facts.map(([word, ...value]) => [h("dt", {}, said(word)), h("dd", {}, value)]));
}
