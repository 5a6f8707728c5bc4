// The rows of the table: what every picture says, in words. Also what CSV holds.

import { iso } from "./days.js";
import { country } from "./words.js";

/** The columns of events, things or edges: key, label, kind of value, value by number, name by number. */
export function columns(model, what) {
  return { events: eventColumns, things: thingColumns, edges: edgeColumns }[what](model);
}

/** The numbers of the rows of a selection. */
export function members(model, selection, what) {
  if (what === "events") return selection.list.slice();
  const [mask, count] = what === "things" ? [selection.nodes, model.T] : [selection.edges, model.M];
  const found = [];
  for (let i = 0; i < count; i++) if (mask[i]) found.push(i);
  return found;
}

/** The name by which a row is chosen. */
export function rowName(model, what, row) {
  if (what === "edges") return model.edgeName(row);
  return model.name(what === "events" ? model.T + row : row);
}

function eventColumns(model) {
  const { events, index, things } = model;
  const labels = (nodes) => nodes.map((n) => things.label[n]).join("; ");
  const aside = (e) => model.parties(e, "actor").concat(model.parties(e, "target"))
    .filter((n) => !model.sideOf(e, 0).includes(n) && !model.sideOf(e, 1).includes(n));
  const short = (side) => side.label.split(", ").slice(0, 2).join(", ");
  return [
    { key: "day", label: "day", value: (e) => iso(events.first[e]) },
    { key: "last", label: "last day", value: (e) => (events.last[e] === events.first[e] ? "" : iso(events.last[e])) },
    { key: "told", label: "first told", value: (e) => iso(events.told[e]) },
    { key: "what", label: "what", value: (e) => index.classes[events.class[e]].label, main: true },
    { key: "status", label: "status", value: (e) => index.statuses[events.status[e]]?.label ?? "" },
    { key: "one", label: short(index.sides[0]), value: (e) => labels(model.sideOf(e, 0)) },
    { key: "other", label: short(index.sides[1]), value: (e) => labels(model.sideOf(e, 1)) },
    { key: "others", label: "others", value: (e) => labels(aside(e)) },
    { key: "place", label: "place", value: (e) => labels(model.parties(e, "place")) },
    { key: "country", label: "country", value: (e) => (events.country[e] < 0 ? "" : country(index.countries[events.country[e]])) },
    { key: "said", label: "besides", value: (e) => model.values(e).map(([role, text]) => `${role.label} ${text}`).join("; ") },
    { key: "course", label: model.index.courseLabel, value: (e) => model.courses.label[events.course[e]] ?? "" },
    { key: "documents", label: "articles", number: true, value: (e) => events.documents[e] },
    { key: "belief", label: "belief %", number: true, value: (e) => Math.round(events.belief[e] / 10) },
  ];
}

function thingColumns(model) {
  const { things, index } = model;
  return [
    { key: "label", label: "name", value: (n) => things.label[n], main: true },
    { key: "what", label: "what", value: (n) => index.classes[things.class[n]].label },
    { key: "also", label: "also called", value: (n) => things.also[n].replaceAll("\n", "; ") },
    { key: "country", label: "country", value: (n) => (things.country[n] < 0 ? "" : country(index.countries[things.country[n]])) },
    { key: "links", label: "links", number: true, value: (n) => model.edgesOf(n).length },
    { key: "documents", label: "articles", number: true, value: (n) => things.documents[n] },
    { key: "centrality", label: "centrality", number: true, value: (n) => things.centrality[n] / 100 },
  ];
}

function edgeColumns(model) {
  const { index } = model;
  return [
    { key: "from", label: "from", value: (m) => model.label(model.from[m]) },
    { key: "label", label: "edge", value: (m) => model.edgeLabel(m), main: true },
    { key: "to", label: "to", value: (m) => model.label(model.to[m]) },
    { key: "status", label: "status", value: (m) => index.statuses[model.edgeStatus(m)]?.label ?? "" },
    { key: "belief", label: "belief %", number: true, value: (m) => Math.round(model.edgeBelief(m) / 10) },
  ];
}

/** Sort rows by a column; a "-" before its key turns the order round. Equal rows keep theirs. */
export function sorted(rows, all, sort) {
  const column = all.find(({ key }) => key === sort.replace(/^-/, ""));
  if (!column) return rows;
  const down = sort.startsWith("-") ? -1 : 1;
  const keyed = rows.map((row) => [column.value(row), row]);
  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  keyed.sort(([a], [b]) => {
    if (column.number) return down * (a - b);
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1); // what is not known comes last either way
    return down * compare(a, b);
  });
  return keyed.map(([, row]) => row);
}
