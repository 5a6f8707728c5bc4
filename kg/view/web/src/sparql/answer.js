// The answer: yasr shows it, with views of our own for what an answer of this graph holds.

import Yasr from "@zazuko/yasr";
import { button, clear, h, s } from "../dom.js";
import { figure, several } from "../words.js";
import { GraphPicture } from "./graph.js";
import { MapPicture } from "./map.js";
import { rowsOf } from "./rows.js";
import { Table } from "./table.js";
import { Terms } from "./terms.js";
import { TimePicture } from "./time.js";

const ICONS = {
  rows: "M2 3h12v2H2zM2 7h12v2H2zM2 11h12v2H2z",
  net: "M3 2a2 2 0 1 1 1.4 3.4l3 5A2 2 0 1 1 6 11L3 6A2 2 0 0 1 3 2zm9 1a2 2 0 1 1-1 3.7L9.300 9.500 8 9l2-3.500A2 2 0 0 1 12 3z",
  days: "M2 7h3a2 2 0 0 1 4 0h5v2H9a2 2 0 0 1-4 0H2z",
  world: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2c1 0 2 2 2 5s-1 5-2 5-2-2-2-5 1-5 2-5z",
};

function plugin(name, label, view, { priority, icon, can, download }) {
  return class {
    constructor(yasr) {
      Object.assign(this, { yasr, priority, label, hideFromSelection: false });
    }

    canHandleResults() {
      const { results } = this.yasr;
      if (!results || results.hasError() || typeof results.getBoolean() === "boolean") return false;
      const table = rowsOf(results);
      return can(table);
    }

    draw() {
      view.draw(this.yasr.resultsEl, rowsOf(this.yasr.results));
    }

    getIcon() {
      return s("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: ICONS[icon] }));
    }

    download(filename) {
      return download?.(rowsOf(this.yasr.results), filename);
    }
  };
}

export class Answer {
  /** `chosen` is told as what the answer is shown. */
  constructor(place, known, chosen) {
    this.note = h("p", { class: "note" });
    this.place = h("div", {});
    place.append(this.note, this.place);
    this.as = "";
    this.summary = "";
    this.chosen = chosen;
    const terms = new Terms(known);
    const [table, graph, time, map] = [new Table(terms), new GraphPicture(terms), new TimePicture(terms), new MapPicture()];
    const csv = (rows, filename) => ({ contentType: "text/csv", getData: () => table.csv(rows), filename: `${filename ?? "answer"}.csv`, title: "Download as CSV" });
    for (const name of ["table"]) delete Yasr.plugins[name];
    Yasr.registerPlugin("table", plugin("table", "Table", table, { priority: 10, icon: "rows", can: ({ columns }) => columns.length > 0, download: csv }));
    Yasr.registerPlugin("graph", plugin("graph", "Graph", graph, { priority: 5, icon: "net", can: (rows) => graph.can(rows), download: csv }));
    Yasr.registerPlugin("time", plugin("time", "Time line", time, { priority: 4, icon: "days", can: (rows) => time.can(rows), download: csv }));
    Yasr.registerPlugin("map", plugin("map", "Map", map, { priority: 3, icon: "world", can: (rows) => map.can(rows), download: csv }));
    this.yasr = new Yasr(this.place, { persistenceId: null, prefixes: known.prefixes, pluginOrder: ["boolean", "table", "graph", "time", "map", "response", "error"], defaultPlugin: "table" });
    this.yasr.on("change", () => {
      this.as = this.yasr.getSelectedPluginName() ?? "";
      this.chosen(this.as);
      this.#name();
    });
    this.place.hidden = true;
  }

  wait(stop) {
    clear(this.note, "Asking … ", button("Stop", stop));
    this.place.hidden = true;
  }

  show(response) {
    const { error } = response;
    this.place.hidden = Boolean(error);
    if (error) {
      this.summary = error.text || `the server answered ${error.status}`;
      clear(this.note, h("span", { class: "error", role: "alert" }, this.summary));
      return;
    }
    this.yasr.setResponse(response);
    if (this.as && this.yasr.plugins[this.as]?.canHandleResults()) this.yasr.selectPlugin(this.as);
    this.summary = this.#counted(response);
    clear(this.note, this.summary);
    this.#name();
  }

  #counted({ executionTime }) {
    const { results } = this.yasr;
    const truth = results.getBoolean();
    const rows = typeof truth === "boolean" ? String(truth) : several(rowsOf(results).rows.length, "row");
    return `${rows}, ${figure(Math.round(executionTime))} ms`;
  }

  /** Names for what yasr leaves nameless. */
  #name() {
    for (const one of this.place.querySelectorAll("button:not([aria-label])")) if (!one.textContent.trim()) one.setAttribute("aria-label", one.title || "Answer");
    for (const field of this.place.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", "Answer as it came");
  }
}
