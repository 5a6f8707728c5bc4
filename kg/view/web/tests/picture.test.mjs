import assert from "node:assert/strict";
import test from "node:test";
import { shortestPath } from "../src/paths.js";
import { choices, picture } from "../src/picture.js";
import { relax } from "../src/relax.js";
import { select } from "../src/selection.js";
import { NEUTRAL } from "../src/state.js";
import { model } from "./index.mjs";

const graph = model();
const drawn = (change) => picture(graph, select(graph, { ...NEUTRAL, ...change }), { ...NEUTRAL, ...change });
const names = (nodes) => nodes.map((n) => graph.name(n));

test("the most connected come first, and what is taken hangs together", () => {
  const { nodes, of } = drawn({ most: 3 });
  assert.deepEqual(names(nodes), ["entity/halle", "entity/royal", "entity/leeds"]);
  assert.equal(of, 7);
});

test("what is chosen is drawn, however little it is connected", () => {
  assert.ok(names(drawn({ most: 2, sel: "entity/lone" }).nodes).includes("entity/lone"));
});

test("opening a node adds its neighbours by the kinds that are chosen", () => {
  const opened = (text) => names(picture(graph, select(graph, NEUTRAL), { ...NEUTRAL, most: 1, sel: "entity/leeds", open: [text] }).nodes);
  assert.deepEqual(opened("entity/leeds x:near"), ["entity/leeds", "entity/royal"]);
  assert.deepEqual(opened("entity/leeds").sort(), ["entity/leeds", "entity/royal", "event/e3"]);
});

test("the chooser counts what each kind of edge would add", () => {
  const selection = select(graph, NEUTRAL);
  const found = choices(graph, selection, 2, new Set([2]));
  assert.deepEqual(found.map(({ kind, count }) => [graph.kinds[kind].label, count]).sort(), [["near", 1], ["town", 1]]);
});

test("the shortest path goes along selected edges only", () => {
  const all = select(graph, NEUTRAL);
  const path = shortestPath(graph, all, 0, 2);
  assert.equal(path.edges.length, 2);
  assert.equal(path.nodes[0], 0);
  assert.equal(path.nodes.at(-1), 2);
  assert.equal(shortestPath(graph, all, 0, 3), null);
  assert.equal(shortestPath(graph, select(graph, { ...NEUTRAL, edge: ["x:playsAt"] }), 0, 2), null);
  assert.deepEqual(shortestPath(graph, all, 1, 1), { nodes: [1], edges: [] });
});

test("places are the same every time, finite, and no two alike", () => {
  const points = Array.from({ length: 40 }, (_, i) => [i % 3, 0]);
  const pairs = points.slice(1).map((_, i) => [i + 1, i >> 1]);
  const [one, two] = [relax(points, pairs), relax(points, pairs)];
  assert.deepEqual(one, two);
  assert.ok(one.flat().every(Number.isFinite));
  assert.equal(new Set(one.map((point) => point.map((c) => c.toFixed(3)).join())).size, 40);
});
