// The SPARQL behind the view: the events that are selected, asked of any endpoint that holds the graph.

import { select } from "./selection.js";

const LISTED = 400; // events that are listed where the graph itself cannot be asked

/** A query that gives the selected events, one row each. */
export function sparql(model, state) {
  const writer = new Writer(model);
  writer.filters(state);
  return writer.text();
}

class Writer {
  constructor(model) {
    this.model = model;
    this.used = new Set();
    this.where = [];
    this.notes = [];
  }

  /** A term as it stands in a query. */
  term(iri) {
    const key = this.model.key(iri);
    if (key === iri) return `<${iri}>`;
    this.used.add(key.split(":")[0]);
    return key;
  }

  node(name) {
    return `<${this.model.index.base}${name}>`;
  }

  list(names, of) {
    const all = new Map(of.map((one) => [this.model.key(one.iri), one.iri]));
    return names.filter((name) => all.has(name)).map((name) => this.term(all.get(name))).join(" ");
  }

  filters(state) {
    const { model } = this;
    const { terms } = model.index;
    this.status = this.term(terms.status);
    this.core = (name) => this.term(terms.core + name);
    this.lines(`?event a ?class ; ${this.status} ?status ; ${this.core("belief")} ?belief .`);
    this.values("class", this.list(state.what, model.index.classes));
    this.values("status", this.list(state.status, model.index.statuses));
    this.links(state);
    if (state.belief) this.lines(`FILTER(?belief >= ${state.belief / 1000})`);
    if (state.source.length) this.sources(state.source);
    if (state.from || state.to) this.days(state);
    const left = ["country", "q", "group"].filter((key) => state[key].length);
    if (left.length) this.listed(state, left);
  }

  lines(...lines) {
    this.where.push(...lines);
  }

  values(name, list) {
    if (list) this.lines(`VALUES ?${name} { ${list} }`);
  }

  roles(part) {
    const fit = this.model.roles.filter((role) => role.kind === "entity" && part.includes(role.part));
    return fit.map((role) => this.term(role.iri)).join("|");
  }

  links(state) {
    const { model } = this;
    const all = this.roles(["actor", "target", "place", null]);
    for (const [key, side] of [["one", 0], ["other", 1]]) {
      const part = model.index.sides[side].part;
      if (state[key].length) {
        const nodes = state[key].filter((name) => model.find(name)?.node >= 0).map((name) => this.node(name));
        this.lines(`FILTER EXISTS { VALUES ?${key} { ${nodes.join(" ")} } ?event ${part ? this.roles([part]) : this.roles(["actor", "target"])} ?${key} }`);
      }
    }
    const about = state.about ? model.find(state.about) : null;
    if (state.about && !about) this.lines("FILTER(false)");
    else if (about?.course >= 0) this.lines(`?event ${this.term(model.index.terms.partOf)} ${this.node(state.about)} .`);
    else if (about?.node < model.T) this.lines(`?event ${all} ${this.node(state.about)} .`);
    else if (about?.node >= 0) this.lines(`FILTER(?event = ${this.node(state.about)})`);
    const who = this.list(state.who, model.index.classes);
    if (who) this.lines(`FILTER EXISTS { VALUES ?kind { ${who} } ?event ${all} ?thing . ?thing a ?kind }`);
    if (state.edge.length) this.edges(state.edge);
  }

  edges(keys) {
    const { model } = this;
    const kinds = model.kinds.filter((kind) => keys.includes(model.key(kind.iri)));
    const parts = kinds.flatMap((kind) => {
      if (kind.role >= 0) return [`{ ?event ${this.term(kind.iri)} ?filler }`];
      return kind.short ? [`{ ?event ${this.roles(["actor"])} ?doer ; ${this.roles(["target"])} ?done . ?doer ${this.term(kind.iri)} ?done . ${this.shortens(kind)} }`] : [];
    });
    this.lines(parts.length ? `FILTER EXISTS { ${parts.join(" UNION ")} }` : "FILTER(false)");
  }

  /** Which events a short form stands for. */
  shortens(kind) {
    const statuses = kind.statuses.map((iri) => this.term(iri)).join(", ");
    const classes = kind.classes.map((iri) => this.term(iri)).join(", ");
    return `FILTER(?class IN (${classes}) && ?status IN (${statuses}))`;
  }

  sources(names) {
    const dcterms = this.term(`${this.model.index.prefixes.dcterms ?? "http://purl.org/dc/terms/"}source`);
    this.lines(
      "FILTER EXISTS {",
      `  ?report ${this.core("reportOf")} ?event .`,
      `  GRAPH ?document { ?report ${this.status} [] . OPTIONAL { ?document ${dcterms} ?given } }`,
      `  FILTER(COALESCE(?given, "") IN (${names.map(text).join(", ")}))`,
      "}",
    );
  }

  days(state) {
    const dated = this.model.roles.filter((role) => role.kind === "date").map((role) => this.term(role.iri)).join("|");
    const published = this.term(`${this.model.index.prefixes.schema ?? "https://schema.org/"}datePublished`);
    const inside = [];
    if (state.to) inside.push(`?first <= ${text(state.to)}`);
    if (state.from) inside.push(`?last >= ${text(state.from)}`);
    this.notes.push("# An event of which no full day is told counts on the day of the first article.");
    this.lines(
      `OPTIONAL { SELECT ?event (MIN(STR(?d)) AS ?own) (MAX(STR(?d)) AS ?end) WHERE { ?event ${dated} ?d . FILTER(DATATYPE(?d) = ${this.xsd()}) } GROUP BY ?event }`,
      `OPTIONAL { SELECT ?event (MIN(STR(?p)) AS ?told) WHERE { ?report ${this.core("reportOf")} ?event . GRAPH ?article { ?report ${this.status} [] . ?article ${published} ?p } } GROUP BY ?event }`,
      "BIND(COALESCE(?own, ?told) AS ?first) BIND(COALESCE(?end, ?told) AS ?last)",
      `FILTER(${inside.join(" && ")})`,
    );
  }

  xsd() {
    return this.term(`${this.model.index.prefixes.xsd ?? "http://www.w3.org/2001/XMLSchema#"}date`);
  }

  /** What the graph does not hold by itself (a search for words, countries, communities): the events, one by one. */
  listed(state, keys) {
    const selection = select(this.model, state);
    const names = { q: "words", country: "country", group: "community" };
    const events = selection.list.slice(0, LISTED);
    this.notes.push(`# ${keys.map((key) => names[key]).join(" and ")}: not in the graph, so the events are listed${selection.list.length > LISTED ? `; the first ${LISTED} of ${selection.list.length}` : ""}.`);
    this.lines(`VALUES ?event { ${events.map((e) => this.node(this.model.name(this.model.T + e))).join(" ")} }`);
  }

  text() {
    const { prefixes } = this.model.index;
    const head = [...this.used].sort().map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>`);
    return [...head, ...this.notes, "SELECT DISTINCT ?event ?class ?status ?belief WHERE {", ...this.where.map((line) => `  ${line}`), "}", "ORDER BY DESC(?belief) ?event", ""].join("\n");
  }
}

/** A text as a literal. */
export function text(value) {
  const escaped = value.replace(/[\\"\n\r\t]/g, (c) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c]);
  return `"${escaped}"`;
}
