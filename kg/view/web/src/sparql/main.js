// The page at which people ask SPARQL: prepared queries, an editor, and the answer as table, graph, time line and map.

import { announce, clear, h } from "../dom.js";
import { Answer } from "./answer.js";
import { Editor } from "./editor.js";
import { Examples } from "./examples.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 300) || `the server answered ${answer.status}`);
  return answer.json();
}

/** What the address says behind "#": the query, and as what its answer is shown. */
function address() {
  const given = new URLSearchParams(location.hash.slice(1));
  return { query: given.get("query"), as: given.get("as") ?? "", run: given.has("query") };
}

function remember(query, as) {
  const given = new URLSearchParams({ query });
  if (as) given.set("as", as);
  history.replaceState(null, "", `#${given}`);
}

class Page {
  constructor(known) {
    const place = (id) => document.getElementById(id);
    this.editor = new Editor(place("editor"), known, () => this.run());
    this.answer = new Answer(place("answer"), known, (as) => remember(this.editor.text, as));
    this.examples = new Examples(place("examples"), known, (text) => {
      this.editor.text = text;
      this.run();
    });
  }

  open() {
    const { query, as, run } = address();
    this.answer.as = as;
    if (query) this.editor.text = query;
    if (run && query) this.run();
  }

  async run() {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const query = this.editor.text;
    remember(query, this.answer.as);
    this.answer.wait(() => asked.abort());
    const began = performance.now();
    try {
      const response = await fetch("sparql", {
        method: "POST", body: query, signal: asked.signal,
        headers: { "Content-Type": "application/sparql-query", Accept: ACCEPT },
      });
      const text = await response.text();
      this.answer.show({
        data: text, contentType: (response.headers.get("Content-Type") ?? "").split(";")[0], status: response.status,
        executionTime: performance.now() - began,
        ...(response.ok ? {} : { error: { status: response.status, text: text.trim() } }),
      });
    } catch (error) {
      if (this.asked !== asked) return;
      const text = error.name === "AbortError" ? "The query was stopped." : "The server cannot be reached.";
      this.answer.show({ error: { text } });
    }
    announce(this.answer.summary);
  }
}

try {
  const page = new Page(await json("api/queries.json"));
  addEventListener("hashchange", () => page.open());
  page.open();
} catch (error) {
  clear(document.getElementById("answer"), h("p", { class: "error", role: "alert" }, error.message));
}
