// The SPARQL behind the view: to read, to copy, and, where a server is behind the page, to run.

import { announce, button, clear, h, said } from "./dom.js";
import { download } from "./files.js";
import { sparql } from "./query.js";
import { figure, several } from "./words.js";

const ROWS = 50;

export class SparqlView {
  constructor(model, store, served) {
    Object.assign(this, { model, store, served });
    this.text = h("textarea", { readonly: true, spellcheck: "false", "aria-label": "SPARQL of this selection", rows: "16" });
    this.answer = h("div", { class: "answer", "aria-live": "polite" });
    this.link = h("a", { class: "button" }, "Open at the endpoint");
    const tools = h("div", { class: "row" }, served ? button("Run", () => this.#run(), { class: "main" }) : null,
      button("Copy", () => this.#copy()), button("Save", () => download("selection.rq", "application/sparql-query", this.text.value)), served ? this.link : null);
    const note = served ? null : h("p", { class: "note" }, "This page has no server behind it. Ask the query with ", h("code", {}, "kg query"), " or at the endpoint of ", h("code", {}, "kg serve"), ".");
    this.element = h("div", { class: "sparql" }, h("p", { class: "note" }, "The events that are selected, as a query. Every filter is in it."), this.text, tools, note, this.answer);
  }

  update(selection, state) {
    const text = sparql(this.model, state);
    if (text === this.text.value) return;
    this.text.value = text;
    this.link.href = `sparql#query=${encodeURIComponent(text)}`;
    clear(this.answer);
  }

  async #copy() {
    this.text.select();
    try {
      await navigator.clipboard.writeText(this.text.value);
      announce("copied");
    } catch {
      announce("selected; copy it with your keyboard");
    }
  }

  async #run() {
    clear(this.answer, h("p", { class: "quiet" }, "Asking …"));
    try {
      const answer = await fetch("sparql", { method: "POST", body: this.text.value, headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" } });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text.slice(0, 300) || `the server answered ${answer.status}`);
      this.#show(JSON.parse(text));
    } catch (error) {
      clear(this.answer, h("p", { class: "error", role: "alert" }, said(error.message)));
    }
  }

  #show({ head, results }) {
    const rows = results.bindings;
    clear(this.answer, h("h3", {}, several(rows.length, "row")), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer" }, h("table", {},
      h("thead", {}, h("tr", {}, head.vars.map((name) => h("th", { scope: "col" }, said(name))))),
      h("tbody", {}, rows.slice(0, ROWS).map((row) => h("tr", {}, head.vars.map((name) => h("td", {}, this.#cell(row[name])))))))),
    rows.length > ROWS ? h("p", { class: "quiet" }, `The first ${figure(ROWS)} are shown.`) : null);
  }

  #cell(term) {
    if (!term) return "";
    const { base } = this.model.index;
    const name = term.type === "uri" && term.value.startsWith(base) ? term.value.slice(base.length) : "";
    const found = name ? this.model.find(name) : null;
    if (found?.node >= 0) return h("button", { type: "button", class: "go", onclick: () => this.store.set({ sel: name }) }, said(this.model.label(found.node)));
    return said(term.type === "uri" ? this.model.key(term.value) : term.value);
  }
}
