// The explorer: one selection, several views of it.

import { Model } from "./data.js";
import { announce, button, clear, h, paced, roving, said } from "./dom.js";
import { evidenceSource } from "./evidence.js";
import { facets } from "./facets.js";
import { GraphView } from "./graph.js";
import { MapView } from "./map.js";
import { Panel } from "./panel.js";
import { saving } from "./saving.js";
import { Names, searchBox } from "./search.js";
import { select } from "./selection.js";
import { SparqlView } from "./sparqlview.js";
import { FACETS, format, isFiltered, NEUTRAL, Store, unfiltered, VIEWS, windowAddress } from "./state.js";
import { strip } from "./strip.js";
import { TableView } from "./table.js";
import { TimeView } from "./time.js";
import { country, cut, several } from "./words.js";

const TITLES = { graph: "Graph", time: "Time line", map: "Map", table: "Table", sparql: "SPARQL" };
const $ = (id) => document.getElementById(id);

async function load() {
  const held = $("index");
  if (held) return { served: false, index: JSON.parse(held.textContent) };
  const answer = await fetch("api/index.json", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
  return { served: true, index: await answer.json() };
}

/** Embedded evidence is large: it is read when it is first asked for. */
function source() {
  const held = $("evidence");
  if (!held) return evidenceSource(null);
  let read = null;
  return (name) => (read ??= evidenceSource(JSON.parse(held.textContent)))(name);
}

class Explorer {
  constructor(index, served) {
    this.model = new Model(index);
    const address = windowAddress();
    const begun = location.hash ? address : { ...address, read: () => location.hash || index.start || "" };
    this.store = new Store(begun);
    this.views = {
      graph: new GraphView(this.model, this.store), time: new TimeView(this.model, this.store), map: new MapView(this.model, this.store),
      table: new TableView(this.model, this.store), sparql: new SparqlView(this.model, this.store, served),
    };
    const names = new Names(this.model);
    this.#head(index, names);
    this.facets = facets($("facets"), this.model, this.store, this.views.graph.classes);
    this.strip = strip($("strip"), this.model, this.store);
    this.panel = new Panel($("panel"), this.model, this.store, { source: source(), names, served, open: (node) => this.#open(node) });
    this.#keys();
    const draw = paced(() => this.draw());
    this.store.tell(draw);
    this.draw();
  }

  #head(index, names) {
    document.title = index.title;
    clear($("title"), said(index.title));
    clear($("subtitle"), index.note ? said(index.note) : several(index.articles, "article"));
    const box = searchBox(this.model, names, this.views.graph.classes, {
      label: "Find somebody or something by name", placeholder: "Find a name …", free: true, take: (entry, text) => this.#found(entry, text),
    });
    box.append(h("kbd", { "aria-hidden": "true", title: "Press / to search" }, "/"));
    this.box = box.querySelector("input");
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Views" }, VIEWS.map((view) => h("button", {
      type: "button", role: "tab", id: `tab-${view}`, "aria-controls": "view", onclick: () => this.store.set({ view }),
    }, TITLES[view])));
    roving(this.tabs, "button", { onmove: (tab) => tab.click() });
    const toggle = button("Filters", () => this.#drawer(), { class: "drawer", "aria-expanded": "false", "aria-controls": "facets" });
    this.drawer = toggle;
    $("tools").append(box, this.tabs, toggle, saving(this.model, () => ({ selection: this.selection, state: this.store.state, views: this.views })));
  }

  #drawer() {
    const open = document.body.classList.toggle("with-facets");
    this.drawer.setAttribute("aria-expanded", String(open));
    this.drawer.textContent = open ? "Show" : "Filters";
  }

  /** What the search box found is chosen, and narrows every view down to what it takes part in. */
  #found(entry, text) {
    if (!entry) this.store.set({ q: text, about: "", sel: "" });
    else this.store.set({ about: entry.name, q: "", sel: entry.name, open: [] });
    if (document.body.classList.contains("with-facets")) this.#drawer();
  }

  #open(node) {
    if (this.store.state.view !== "graph") this.store.set({ view: "graph" });
    this.draw();
    this.views.graph.open(node);
  }

  #keys() {
    addEventListener("keydown", (event) => {
      const typing = event.target.matches?.("input, textarea, select");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.box.focus();
      } else if (event.key === "Escape" && !document.querySelector("dialog[open]") && (this.store.state.sel || this.store.state.path.length)) {
        this.store.set({ sel: "", path: [] });
      }
    });
  }

  draw() {
    const { state } = this.store;
    const filters = format({ ...unfiltered(NEUTRAL), ...Object.fromEntries(["q", "about", "group", "belief", "from", "to", ...FACETS].map((key) => [key, state[key]])) });
    if (filters !== this.filters) {
      this.selection = select(this.model, state);
      this.filters = filters;
      this.facets(this.selection, state);
      this.strip(this.selection, state);
      if (this.begun) announce(`${several(this.selection.total.events, "event")}, ${several(this.selection.total.things, "thing")} selected`);
    }
    this.#chips(state);
    for (const tab of this.tabs.children) {
      const on = tab.id === `tab-${state.view}`;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    const view = this.views[state.view];
    const main = $("view");
    main.setAttribute("aria-labelledby", `tab-${state.view}`);
    if (main.firstChild !== view.element) main.replaceChildren(view.element);
    view.update(this.selection, state);
    this.panel.update(this.selection, state);
    document.body.classList.toggle("with-panel", Boolean(state.sel || state.path.length));
    this.begun = true;
    document.documentElement.dataset.ready = "yes";
  }

  /** What is filtered, each with a way to take it off. */
  #chips(state) {
    const { model, store } = this;
    const chip = (label, change) => h("button", { type: "button", class: "chip", title: "Take this off", onclick: () => store.set(change) }, said(cut(label, 44)), h("span", { "aria-hidden": "true" }, " ×"), h("span", { class: "unseen" }, ", take off"));
    const named = (name) => {
      const found = model.find(name);
      return found?.node >= 0 ? model.label(found.node) : found?.course >= 0 ? model.courses.label[found.course] : name;
    };
    const words = { what: this.#terms, status: this.#terms, edge: this.#terms, who: this.#terms, country, source: (text) => text || "not named", one: named, other: named };
    const list = FACETS.flatMap((key) => state[key].map((value) => chip(words[key].call(this, value), { [key]: state[key].filter((one) => one !== value) })));
    clear($("chips"),
      state.about ? chip(`about ${named(state.about)}`, { about: "" }) : null, state.q ? chip(`“${state.q}”`, { q: "" }) : null,
      state.group ? chip(`community of ${named(state.group)}`, { group: "" }) : null, list,
      state.from || state.to ? chip(`${state.from || "…"} – ${state.to || "…"}`, { from: "", to: "" }) : null,
      state.belief ? chip(`confidence ≥ ${state.belief / 10}%`, { belief: 0 }) : null,
      isFiltered(state) ? h("span", { class: "total" }, several(this.selection.total.events, "event")) : null,
      isFiltered(state) ? button("Clear all", () => store.set(unfiltered(store.state)), { class: "link" }) : null);
    $("chips").hidden = !isFiltered(state);
  }

  #terms(key) {
    const { model } = this;
    return [...model.index.classes, ...model.index.statuses, ...model.kinds].find((one) => model.key(one.iri) === key)?.label ?? key;
  }
}

load().then(({ index, served }) => {
  window.kgExplorer = new Explorer(index, served);
}).catch((error) => {
  clear($("view"), h("p", { class: "error", role: "alert" }, `The graph could not be loaded: ${error.message}`));
  document.documentElement.dataset.ready = "error";
});

