import assert from "node:assert/strict";
import test from "node:test";
import { histogram, select } from "../src/selection.js";
import { NEUTRAL } from "../src/state.js";
import { model } from "./index.mjs";

const graph = model();
const chosen = (change) => select(graph, { ...NEUTRAL, ...change });
const events = (change) => chosen(change).list;
const things = (change) => [...chosen(change).nodes.subarray(0, graph.T)].flatMap((on, n) => (on ? [graph.things.name[n]] : []));

test("without a filter everything is selected, things by themselves too", () => {
  const found = chosen({});
  assert.deepEqual(found.total, { events: 3, things: 4, edges: 8 });
});

test("each facet narrows the events down", () => {
  assert.deepEqual(events({ what: ["x:Concert"] }), [0, 1]);
  assert.deepEqual(events({ status: ["x:off"] }), [1]);
  assert.deepEqual(events({ status: ["x:off", "x:held"] }), [0, 1, 2]);
  assert.deepEqual(events({ country: ["FR"] }), [1]);
  assert.deepEqual(events({ country: ["?"] }), [2]);
  assert.deepEqual(events({ source: ["The Echo"] }), [0, 2]);
  assert.deepEqual(events({ one: ["entity/halle"] }), [0, 1, 2]);
  assert.deepEqual(events({ other: ["entity/royal"] }), [0, 1]);
  assert.deepEqual(events({ who: ["x:Town"] }), [2]);
  assert.deepEqual(events({ belief: 500 }), [0, 2]);
  assert.deepEqual(events({ group: "entity/leeds" }), [2]);
});

test("facets narrow down together, and what nobody has selects nothing", () => {
  assert.deepEqual(events({ what: ["x:Concert"], status: ["x:held"] }), [0]);
  assert.deepEqual(events({ other: ["entity/nobody"] }), []);
  assert.deepEqual(events({ about: "entity/nobody" }), []);
});

test("an event counts on its own days, else on that of the first article", () => {
  assert.deepEqual(events({ from: "1970-04-18", to: "1970-04-19" }), [0]); // days 107 and 108: inside its span
  assert.deepEqual(events({ from: "1970-10-01" }), [2]);
  assert.deepEqual(events({ to: "1970-04-10" }), []); // told on day 99, held from day 100 on
});

test("about a thing: its events, those who take part, and its relations", () => {
  assert.deepEqual(events({ about: "entity/leeds" }), [2]);
  assert.deepEqual(things({ about: "entity/leeds" }), ["halle", "royal", "leeds"]);
  assert.deepEqual(events({ about: "season/1" }), [0, 1]);
});

test("words find things by any name, in any case, without accents", () => {
  assert.deepEqual(events({ q: "HALLE orch" }), [0, 1, 2]);
  assert.deepEqual(events({ q: "tour" }), [2]);
  assert.deepEqual(things({ q: "lone" }), ["lone"]);
});

test("a short form is there as long as an event behind it is", () => {
  const edges = (change) => chosen(change).edges[graph.firstRelation];
  assert.equal(edges({ what: ["x:Concert"] }), 1);
  assert.equal(edges({ status: ["x:off"] }), 0);
  assert.deepEqual(events({ edge: ["x:playsAt"] }), [0]);
});

test("a count of a facet heeds all filters but its own", () => {
  const { counts } = chosen({ status: ["x:off"], what: ["x:Tour"] });
  assert.deepEqual([...counts.what], [0, 0, 0, 1, 0]);
  assert.deepEqual([...counts.status], [1, 0]);
  assert.deepEqual([...counts.country], [0, 0, 0]);
});

test("counts of a facet are what choosing gives", () => {
  const { counts } = chosen({ from: "1970-01-01" });
  for (const [key, keys] of [["what", graph.index.classes.map((c) => graph.key(c.iri))], ["status", ["x:held", "x:off"]], ["country", ["GB", "FR", "?"]], ["source", graph.index.sources]]) {
    keys.forEach((value, at) => assert.equal(events({ from: "1970-01-01", [key]: [value] }).length, counts[key][at], `${key} ${value}`));
  }
});

test("the strip of days counts what is selected and what only the days leave out", () => {
  const found = histogram(graph, chosen({ to: "1970-06-01", source: ["The Echo"] }).fails, 90, 309, 2);
  assert.deepEqual([[...found.in], [...found.out]], [[1, 0], [0, 1]]);
});
