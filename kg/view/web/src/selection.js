// What is selected: pure functions from the graph and the state, used by every view.

import { dayOf } from "./days.js";
import { fold } from "./words.js";

const BITS = Object.fromEntries(
  ["what", "who", "edge", "status", "country", "one", "other", "source", "days", "belief", "about"].map((key, i) => [key, 1 << i]),
);

/**
 * Select events, things and edges, and count what each facet would give.
 *
 * An event is selected if it passes every filter. A count of a facet heeds all filters but its own, so that it says
 * what choosing that value gives.
 * @returns {{events: Uint8Array, nodes: Uint8Array, edges: Uint8Array, list: number[], total: object, counts: object, fails: Uint16Array}}
 */
export function select(model, state) {
  const want = wishes(model, state);
  const fails = new Uint16Array(model.E);
  for (let e = 0; e < model.E; e++) fails[e] = failsOf(model, want, e);
  const events = Uint8Array.from(fails, (bits) => (bits ? 0 : 1));
  const { nodes, edges } = reach(model, want, events);
  const list = [];
  for (let e = 0; e < model.E; e++) if (events[e]) list.push(e);
  let things = 0, links = 0;
  for (let n = 0; n < model.T; n++) things += nodes[n];
  for (let m = 0; m < model.M; m++) links += edges[m];
  const counts = count(model, want, fails);
  return { events, nodes, edges, list, fails, counts, total: { events: list.length, things, edges: links } };
}

/** The filters by number instead of by name. */
export function wishes(model, state) {
  const { index } = model;
  const numbers = (names, of) => new Set(names.map((name) => of.get(name)).filter((number) => number !== undefined));
  const keyed = (list, key = (one) => model.key(one.iri)) => new Map(list.map((one, at) => [key(one), at]));
  const plain = (list) => new Map(list.map((one, at) => [one, at]));
  const classes = keyed(index.classes);
  const nodesOf = (names) => new Set(names.map((name) => model.find(name)?.node ?? -1));
  const about = state.about ? model.find(state.about) ?? { node: -1 } : null;
  return {
    what: numbers(state.what, classes),
    who: numbers(state.who, classes),
    edge: numbers(state.edge, keyed(model.kinds)),
    status: numbers(state.status, keyed(index.statuses)),
    country: numbers(state.country, plain([...index.countries, "?"])),
    unknownCountry: index.countries.length,
    one: nodesOf(state.one),
    other: nodesOf(state.other),
    source: numbers(state.source, plain(index.sources)),
    from: dayOf(state.from) ?? -Infinity,
    to: dayOf(state.to) ?? Infinity,
    days: Boolean(state.from || state.to),
    belief: state.belief,
    about,
    words: state.q ? matching(model, state.q) : null,
    group: state.group ? model.find(state.group)?.node ?? -1 : null,
  };
}

/** The things whose names hold all words of a text. */
export function matching(model, text) {
  const parts = fold(text).split(/\s+/).filter(Boolean);
  const found = new Uint8Array(model.T);
  for (let n = 0; n < model.T; n++) {
    const names = fold(`${model.things.label[n]}\n${model.things.also[n]}`);
    found[n] = parts.every((part) => names.includes(part)) ? 1 : 0;
  }
  return { things: found, parts };
}

function failsOf(model, want, e) {
  const { events } = model;
  let bits = 0;
  const chosen = (key, number) => want[key].size && !want[key].has(number);
  if (chosen("what", events.class[e])) bits |= BITS.what;
  if (chosen("status", events.status[e])) bits |= BITS.status;
  if (chosen("country", events.country[e] < 0 ? want.unknownCountry : events.country[e])) bits |= BITS.country;
  if (want.source.size && !events.papers[e].some((paper) => want.source.has(paper))) bits |= BITS.source;
  if (events.belief[e] < want.belief) bits |= BITS.belief;
  if (want.days && !overlaps(model, want, e)) bits |= BITS.days;
  if (want.one.size && !model.sideOf(e, 0).some((n) => want.one.has(n))) bits |= BITS.one;
  if (want.other.size && !model.sideOf(e, 1).some((n) => want.other.has(n))) bits |= BITS.other;
  return bits | linkFails(model, want, e);
}

function linkFails(model, want, e) {
  let bits = 0;
  const low = model.eventEdges[e], high = model.eventEdges[e + 1];
  let who = low === high, edge = false, named = false, about = false;
  for (let m = low; m < high; m++) {
    const thing = model.to[m];
    who ||= want.who.has(model.things.class[thing]);
    edge ||= want.edge.has(model.kind[m]);
    named ||= Boolean(want.words?.things[thing]);
    about ||= want.about?.node === thing;
  }
  if (want.edge.size && !edge && !model.shorts[e].some((m) => want.edge.has(model.kind[m]))) bits |= BITS.edge;
  if (want.who.size && !who) bits |= BITS.who;
  if (want.about && !about && !(want.about.course >= 0 && model.events.course[e] === want.about.course)
    && want.about.node !== model.T + e) bits |= BITS.about;
  if (want.words && !named && !saysAll(model, want.words.parts, e)) bits |= BITS.about;
  if (want.group !== null && model.events.community[e] !== want.group) bits |= BITS.about;
  return bits;
}

function saysAll(model, parts, e) {
  const caption = fold(model.caption(e));
  return parts.every((part) => caption.includes(part));
}

function overlaps(model, want, e) {
  const first = model.day(e);
  return first !== null && (model.events.last[e] ?? first) >= want.from && first <= want.to;
}

/** The nodes and edges that the selected events, and the relations between their things, give. */
function reach(model, want, events) {
  const nodes = new Uint8Array(model.N), edges = new Uint8Array(model.M);
  const shown = (n) => !want.who.size || want.who.has(model.things.class[n]);
  for (let e = 0; e < model.E; e++) {
    if (!events[e]) continue;
    nodes[model.T + e] = 1;
    for (let m = model.eventEdges[e]; m < model.eventEdges[e + 1]; m++) {
      if (!shown(model.to[m])) continue;
      nodes[model.to[m]] = 1;
      if (!want.edge.size || want.edge.has(model.kind[m])) edges[m] = 1;
    }
  }
  const touched = nodes.slice();
  const free = isFree(want);
  for (let m = model.firstRelation; m < model.M; m++) {
    if (!relationFits(model, want, events, touched, free, m)) continue;
    if (!shown(model.from[m]) || !shown(model.to[m])) continue;
    edges[m] = 1;
    nodes[model.from[m]] = nodes[model.to[m]] = 1;
  }
  for (let n = 0; n < model.T; n++) {
    if (want.words?.things[n] && shown(n) && isFree({ ...want, words: null })) nodes[n] = 1;
    if (free && !want.edge.size && !want.belief && shown(n)) nodes[n] = 1;
  }
  if (want.about?.node >= 0) nodes[want.about.node] = 1;
  return { nodes, edges };
}

/** Whether no filter asks for events. */
function isFree(want) {
  const lists = ["what", "status", "country", "one", "other", "source"];
  return !lists.some((key) => want[key].size) && !want.days && !want.about && !want.words && want.group === null;
}

function relationFits(model, want, events, touched, free, m) {
  const r = model.relation[m];
  if (want.edge.size && !want.edge.has(model.kind[m])) return false;
  if (model.kinds[model.kind[m]].short) return model.relations.events[r].some((e) => events[e]);
  if (model.relations.belief[r] < want.belief) return false;
  const one = model.from[m], other = model.to[m];
  const named = want.words && (want.words.things[one] || want.words.things[other]) && isFree({ ...want, words: null });
  const about = want.about && (want.about.node === one || want.about.node === other);
  return free || about || named || Boolean(touched[one] && touched[other]);
}

function count(model, want, fails) {
  const { index, events } = model;
  const found = {
    what: new Uint32Array(index.classes.length), who: new Uint32Array(index.classes.length),
    edge: new Uint32Array(model.kinds.length), status: new Uint32Array(index.statuses.length),
    country: new Uint32Array(index.countries.length + 1), source: new Uint32Array(index.sources.length),
    one: new Map(), other: new Map(), belief: new Uint32Array(10),
  };
  const seen = new Uint8Array(model.T);
  const short = new Uint8Array(model.M);
  for (let e = 0; e < model.E; e++) {
    const only = (key) => (fails[e] & ~BITS[key]) === 0;
    if (only("what")) found.what[events.class[e]]++;
    if (only("status") && events.status[e] >= 0) found.status[events.status[e]]++;
    if (only("country")) found.country[events.country[e] < 0 ? index.countries.length : events.country[e]]++;
    if (only("belief")) found.belief[Math.min(9, Math.floor(events.belief[e] / 100))]++;
    if (only("source")) for (const paper of events.papers[e]) found.source[paper]++;
    if (only("one")) for (const n of model.sideOf(e, 0)) found.one.set(n, (found.one.get(n) ?? 0) + 1);
    if (only("other")) for (const n of model.sideOf(e, 1)) found.other.set(n, (found.other.get(n) ?? 0) + 1);
    if (only("who")) for (let m = model.eventEdges[e]; m < model.eventEdges[e + 1]; m++) seen[model.to[m]] = 1;
    if (only("edge")) {
      for (let m = model.eventEdges[e]; m < model.eventEdges[e + 1]; m++) found.edge[model.kind[m]]++;
      for (const m of model.shorts[e]) short[m] = 1;
    }
  }
  countRelations(model, want, seen, short, found);
  return found;
}

function countRelations(model, want, seen, short, found) {
  const free = isFree(want);
  for (let m = model.firstRelation; m < model.M; m++) {
    const isShort = model.kinds[model.kind[m]].short;
    if (isShort ? short[m] : relationFits(model, { ...want, edge: NONE }, EVENTS, seen, free, m)) found.edge[model.kind[m]]++;
  }
  const all = free && !want.edge.size && !want.belief;
  for (let n = 0; n < model.T; n++) if (seen[n] || all) found.who[model.things.class[n]]++;
}

const NONE = new Set(), EVENTS = [];

/** How many selected events fall into each of some bins of days. */
export function histogram(model, fails, first, last, bins) {
  const found = { in: new Uint32Array(bins), out: new Uint32Array(bins) };
  const width = (last - first + 1) / bins;
  for (let e = 0; e < model.E; e++) {
    const day = model.day(e);
    if (day === null || day < first || day > last || fails[e] & ~BITS.days) continue;
    const bin = Math.min(bins - 1, Math.floor((day - first) / width));
    found[fails[e] ? "out" : "in"][bin]++;
  }
  return found;
}

/** The first and last day of all events, leaving out the earliest and latest handful that stand far apart. */
export function extent(model) {
  const days = [];
  for (let e = 0; e < model.E; e++) if (model.day(e) !== null) days.push(model.day(e));
  days.sort((a, b) => a - b);
  return days.length ? [days[0], days[days.length - 1]] : null;
}
