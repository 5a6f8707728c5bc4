import assert from "node:assert/strict";
import test from "node:test";
import { format, isFiltered, NEUTRAL, parse, Store, toggled, unfiltered } from "../src/state.js";

const FULL = {
  view: "table", q: "a & b", about: "entity/person/ann-lee--union", group: "entity/x", what: ["x:A", "x:B"], who: ["x:C"], edge: ["x:d"], status: ["x:e"],
  country: ["GB", "?"], one: ["entity/ü%20"], other: ["entity/o"], source: ["The Echo, late #2", ""], belief: 350, from: "1999-01-01", to: "2001-12-31",
  sel: "event/1|x:actor|entity/2", path: ["entity/a", "entity/b"], open: ["entity/a x:b x:c"], most: 2000, colour: "community", size: "links", rows: "things", sort: "-label",
};

test("an address says all of a state", () => {
  assert.deepEqual(parse(format(FULL)), FULL);
  assert.deepEqual(Object.keys(FULL).sort(), Object.keys(NEUTRAL).sort());
});

test("what is neutral does not stand in the address", () => {
  assert.equal(format(NEUTRAL), "#");
  assert.equal(format({ ...NEUTRAL, view: "map" }), "#view=map");
});

test("what an address names wrongly is neutral", () => {
  const state = parse("#view=nowhere&belief=ten&most=-4&from=yesterday&colour=<b>&__proto__=1&constructor=2");
  assert.deepEqual(state, { ...NEUTRAL });
});

test("values are toggled", () => {
  const on = toggled(NEUTRAL, "what", "x:A");
  assert.deepEqual(on.what, ["x:A"]);
  assert.deepEqual(toggled(on, "what", "x:A").what, []);
  assert.deepEqual(NEUTRAL.what, []);
});

test("filters are all taken off at once, the rest stays", () => {
  assert.equal(isFiltered(FULL), true);
  const left = unfiltered(FULL);
  assert.equal(isFiltered(left), false);
  assert.equal(left.view, "table");
  assert.equal(left.sel, FULL.sel);
});

test("going back brings back the state before", () => {
  const steps = ["#"];
  let back;
  const address = { read: () => steps.at(-1), write: (hash, quiet) => (quiet ? (steps[steps.length - 1] = hash) : steps.push(hash)), listen: (listener) => (back = () => { steps.pop(); listener(); }) };
  const store = new Store(address);
  const told = [];
  store.tell((state) => told.push(state.view));
  store.set({ view: "map" });
  store.set({ belief: 100 }, { quiet: true });
  store.set({ view: "map" });
  back();
  assert.equal(store.state.view, "graph");
  assert.deepEqual(told, ["map", "map", "graph"]);
});
