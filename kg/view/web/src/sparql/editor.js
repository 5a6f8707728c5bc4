// The editor: yasqe, with the terms and the prefixes of the graph's own ontology.

import Yasqe from "@zazuko/yasqe";
import { button, h } from "../dom.js";

const FIRST = "SELECT ?class (COUNT(?event) AS ?events) WHERE {\n  ?event core:belief ?belief ; a ?class\n}\nGROUP BY ?class ORDER BY DESC(?events)\n";

export class Editor {
  /**
   * @param {HTMLElement} place
   * @param {{prefixes: Object<string, string>, terms: {iri: string, label: string}[]}} known
   * @param {() => void} run is called when the query is to be asked
   */
  constructor(place, known, run) {
    this.known = known;
    const box = h("div", { class: "editor" });
    place.append(box, h("div", { class: "row" }, button("Run", run, { class: "main", id: "run" }), h("span", { class: "quiet" }, "Ctrl + Enter runs it, Ctrl + Space completes a term. The prefixes of the graph need no declaration.")));
    Yasqe.forkAutocompleter("class", { name: "terms", persistenceId: null, bulk: true, autoShow: false, isValidCompletionPosition: () => true, get: () => known.terms.map(({ iri }) => iri) });
    this.yasqe = new Yasqe(box, {
      value: FIRST, persistenceId: null, createShareableLink: null, showQueryButton: false, resizeable: false, tabSize: 2,
      consumeShareLink: null, syntaxErrorCheck: false, // the server says what is wrong and where; yasqe knows nothing of prefixes that need no declaration
      autocompleters: ["terms", "variables"], prefixCcApi: null, viewportMargin: Infinity, collapsePrefixesOnLoad: false,
      extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": () => this.yasqe.autocomplete(), Tab: false, "Shift-Tab": false, Esc: () => document.getElementById("run").focus() },
    });
    const field = this.yasqe.getInputField();
    field.setAttribute("aria-label", "SPARQL; Escape leaves the editor");
    const scroll = box.querySelector(".CodeMirror-scroll");
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "The whole query"]]) scroll.setAttribute(name, value);
  }

  get text() {
    return this.yasqe.getValue();
  }

  set text(text) {
    if (text !== this.text) this.yasqe.setValue(text);
  }
}
