// The index as the server or the page gives it, made quick to ask: columns, and the edges of every node.

/** What can be asked of a graph. Things are nodes 0 … T-1, events T … T+E-1. */
export class Model {
  /** @param {object} index as docs/explorer.md describes it */
  constructor(index) {
    this.index = index;
    this.things = index.things;
    this.events = index.events;
    this.courses = index.courses;
    this.relations = index.edges;
    this.T = index.things.name.length;
    this.E = index.events.name.length;
    this.N = this.T + this.E;
    this.roles = index.roles;
    this.kinds = [
      ...index.roles.flatMap((role, at) => (role.kind === "entity" ? [{ ...role, role: at }] : [])),
      ...index.kinds.map((kind) => ({ ...kind, role: -1 })),
    ];
    this.kindOfRole = new Int16Array(index.roles.length).fill(-1);
    this.kinds.forEach((kind, at) => kind.role >= 0 && (this.kindOfRole[kind.role] = at));
    this.#edges(this.kinds.length - index.kinds.length);
    this.#adjacency();
    this.captions = new Map();
  }

  #edges(firstKind) {
    const from = [], to = [], kind = [], event = [], relation = [];
    const { fill } = this.events;
    this.eventEdges = new Uint32Array(this.E + 1);
    for (let e = 0; e < this.E; e++) {
      for (let i = 0; i < fill[e].length; i += 2) {
        const of = this.kindOfRole[fill[e][i]];
        if (of < 0) continue;
        from.push(this.T + e), to.push(fill[e][i + 1]), kind.push(of), event.push(e), relation.push(-1);
      }
      this.eventEdges[e + 1] = from.length;
    }
    this.shorts = Array.from({ length: this.E }, () => EMPTY);
    const given = this.relations;
    given.from.forEach((one, r) => {
      for (const e of given.events[r]) {
        if (this.shorts[e] === EMPTY) this.shorts[e] = [];
        this.shorts[e].push(from.length);
      }
      from.push(one), to.push(given.to[r]), kind.push(firstKind + given.kind[r]), event.push(-1), relation.push(r);
    });
    this.from = Uint32Array.from(from);
    this.to = Uint32Array.from(to);
    this.kind = Uint8Array.from(kind);
    this.event = Int32Array.from(event);
    this.relation = Int32Array.from(relation);
    this.M = from.length;
    this.firstRelation = this.M - given.from.length;
  }

  #adjacency() {
    const degree = new Uint32Array(this.N + 1);
    for (let m = 0; m < this.M; m++) degree[this.from[m] + 1]++, degree[this.to[m] + 1]++;
    for (let n = 0; n < this.N; n++) degree[n + 1] += degree[n];
    this.start = degree.slice();
    this.around = new Uint32Array(2 * this.M);
    for (let m = 0; m < this.M; m++) this.around[degree[this.from[m]]++] = m, (this.around[degree[this.to[m]]++] = m);
  }

  /** The numbers of a node's edges. */
  edgesOf(node) {
    return this.around.subarray(this.start[node], this.start[node + 1]);
  }

  /** The other end of an edge. */
  across(edge, node) {
    return this.from[edge] === node ? this.to[edge] : this.from[edge];
  }

  isEvent(node) {
    return node >= this.T;
  }

  label(node) {
    return node < this.T ? this.things.label[node] : this.caption(node - this.T);
  }

  classOf(node) {
    return this.index.classes[this.classNumber(node)];
  }

  classNumber(node) {
    return node < this.T ? this.things.class[node] : this.events.class[node - this.T];
  }

  /** A measure of a node: a column that things and events have. */
  of(column, node) {
    return node < this.T ? this.things[column][node] : this.events[column][node - this.T];
  }

  /** What an event is called: its class, who, and against whom. */
  caption(e) {
    let caption = this.captions.get(e);
    if (caption === undefined) {
      const [actors, targets] = ["actor", "target"].map((part) => this.parties(e, part).map((n) => this.things.label[n]));
      const word = this.index.classes[this.events.class[e]].label;
      const who = targets.length ? `${actors.join(", ") || "…"} → ${targets.join(", ")}` : actors.join(", ");
      this.captions.set(e, (caption = who ? `${word}: ${who}` : word));
    }
    return caption;
  }

  /** The things that fill the roles of one part ("actor", "target", "place") of an event. */
  parties(e, part) {
    const fill = this.events.fill[e], found = [];
    for (let i = 0; i < fill.length; i += 2) {
      const role = this.roles[fill[i]];
      if (role.part === part && role.kind === "entity" && !found.includes(fill[i + 1])) found.push(fill[i + 1]);
    }
    return found;
  }

  /** The side on which a thing stands in an event: 0 or 1, or -1. */
  side(e, i) {
    const role = this.roles[this.events.fill[e][i]];
    if (role.kind !== "entity" || (role.part !== "actor" && role.part !== "target")) return -1;
    const sides = this.index.sides;
    if (sides[0].part) return sides.findIndex((side) => side.part === role.part);
    return this.index.classes[this.things.class[this.events.fill[e][i + 1]]].side;
  }

  /** The things of one side of an event. */
  sideOf(e, side) {
    const fill = this.events.fill[e], found = [];
    for (let i = 0; i < fill.length; i += 2) {
      if (this.side(e, i) === side && !found.includes(fill[i + 1])) found.push(fill[i + 1]);
    }
    return found;
  }

  /** What fills the roles that no thing fills: [role, text]. */
  values(e) {
    const fill = this.events.fill[e], found = [];
    for (let i = 0; i < fill.length; i += 2) {
      const role = this.roles[fill[i]];
      if (role.kind === "concept") found.push([role, this.index.concepts[fill[i + 1]].label]);
      else if (role.kind !== "entity") found.push([role, String(fill[i + 1])]);
    }
    return found;
  }

  /** The first day of an event, else that of the first article that tells of it; null where neither is known. */
  day(e) {
    return this.events.first[e] ?? this.events.told[e];
  }

  // -- names: the ends of IRIs ------------------------------------------------------------------

  name(node) {
    return node < this.T ? `entity/${this.things.name[node]}` : `event/${this.events.name[node - this.T]}`;
  }

  /** What a name stands for: {node}, {course} or {edge}; null where nothing has it. */
  find(name) {
    if (!this.names) {
      this.names = new Map();
      this.things.name.forEach((tail, n) => this.names.set(`entity/${tail}`, { node: n }));
      this.events.name.forEach((tail, e) => this.names.set(`event/${tail}`, { node: this.T + e }));
      this.courses.name.forEach((tail, c) => this.names.set(tail, { course: c }));
      this.relations.name.forEach((tail, r) => this.names.set(tail, { edge: this.firstRelation + r }));
    }
    const found = this.names.get(name);
    if (found) return found;
    const [event, role, thing] = name.split("|");
    const node = thing && this.names.get(event)?.node;
    if (node === undefined || node < this.T) return null;
    for (const m of this.edgesOf(node)) {
      if (this.name(this.to[m]) === thing && this.key(this.kinds[this.kind[m]].iri) === role) return { edge: m };
    }
    return null;
  }

  /** The name of an edge: that of its node, or event, role and thing. */
  edgeName(m) {
    if (this.relation[m] >= 0) return this.relations.name[this.relation[m]];
    return [this.name(this.from[m]), this.key(this.kinds[this.kind[m]].iri), this.name(this.to[m])].join("|");
  }

  edgeLabel(m) {
    const title = this.relation[m] >= 0 ? this.relations.title[this.relation[m]] : -1;
    return title >= 0 ? this.index.titles[title] : this.kinds[this.kind[m]].label;
  }

  /** The status of an edge: its event's, or the surest of those that it stands for; -1 where it has none. */
  edgeStatus(m) {
    if (this.event[m] >= 0) return this.events.status[this.event[m]];
    const behind = this.relations.events[this.relation[m]].map((e) => this.events.status[e]).filter((s) => s >= 0);
    return behind.length ? Math.min(...behind) : -1;
  }

  edgeBelief(m) {
    return this.relation[m] >= 0 ? this.relations.belief[this.relation[m]] : this.events.belief[this.event[m]];
  }

  /** An IRI with its prefix, as links and queries write it. */
  key(iri) {
    let best = "";
    for (const [prefix, space] of Object.entries(this.index.prefixes)) {
      if (iri.startsWith(space) && space.length > (this.index.prefixes[best]?.length ?? 0)) best = prefix;
    }
    const local = iri.slice(this.index.prefixes[best]?.length ?? 0);
    return best && /^[A-Za-z_][\w-]*$/.test(local) ? `${best}:${local}` : iri;
  }

  eventsOf(node) {
    const found = [];
    for (const m of this.edgesOf(node)) if (this.event[m] >= 0 && !found.includes(this.event[m])) found.push(this.event[m]);
    return found;
  }
}

const EMPTY = Object.freeze([]);
