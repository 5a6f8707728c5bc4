import assert from "node:assert/strict";
import test from "node:test";
import { cell, csv, graphml, xml } from "../src/files.js";
import { picture } from "../src/picture.js";
import { sparql, text } from "../src/query.js";
import { columns, members, sorted } from "../src/rows.js";
import { select } from "../src/selection.js";
import { NEUTRAL } from "../src/state.js";
import { cut, fold, plain } from "../src/words.js";
import { model } from "./index.mjs";

const graph = model();
const all = select(graph, NEUTRAL);

test("a cell of CSV runs nothing in a spreadsheet", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r"]) assert.match(cell(`${start}1`), /^"?'/);
  assert.equal(cell("a, \"b\"\nc"), '"a, ""b""\nc"');
  assert.equal(cell(-3), "-3");
  assert.match(csv(graph, all, "things"), /\r\n'=Lone,/);
});

test("CSV has a row for each that is selected, with its IRI", () => {
  const lines = csv(graph, select(graph, { ...NEUTRAL, status: ["x:off"] }), "events").trim().split("\r\n");
  assert.equal(lines.length, 2);
  assert.match(lines[1], /1970-07-20,.*The Hallé,Royal Hall,.*https:\/\/example.org\/event\/e2$/);
});

test("tables of events, things and edges have all that is selected", () => {
  assert.deepEqual(["events", "things", "edges"].map((what) => members(graph, all, what).length), [3, 4, 8]);
});

test("rows are sorted up and down, numbers as numbers, what is not known last", () => {
  const of = (what, sort) => sorted(members(graph, all, what), columns(graph, what), sort);
  assert.deepEqual(of("events", "day"), [0, 1, 2]);
  assert.deepEqual(of("events", "-day"), [1, 0, 2]);
  assert.deepEqual(of("things", "-documents"), [0, 1, 2, 3]);
  assert.deepEqual(of("things", "nothing"), [0, 1, 2, 3]);
});

test("GraphML holds what is drawn, escaped", () => {
  const found = graphml(graph, picture(graph, all, NEUTRAL));
  assert.equal(found.match(/<node /g).length, 7);
  assert.equal(found.match(/<edge /g).length, 8);
  assert.equal(xml("<a & \"b\">\u0000\ud83d"), "&lt;a &amp; &quot;b&quot;&gt;\ufffd\ufffd");
});

test("words are compared without case and accents, and shown without control characters", () => {
  assert.equal(fold("L’Été’S"), "letes");
  assert.equal(plain("a\u202eb\u0007c"), "a b c");
  assert.equal(cut("🎻🎻🎻🎻", 3), "🎻🎻…");
});

test("a query names its filters; texts in it are escaped", () => {
  const query = sparql(graph, { ...NEUTRAL, status: ["x:off"], about: "entity/halle", belief: 300, source: ['"} DROP ALL #'] });
  assert.match(query, /PREFIX x: <https:\/\/example.org\/terms#>/);
  assert.match(query, /VALUES \?status \{ x:off \}/);
  assert.match(query, /\?event x:player\|x:host\|x:town <https:\/\/example.org\/entity\/halle>/);
  assert.match(query, /\?belief >= 0.3/);
  assert.ok(query.includes('"\\"} DROP ALL #"'));
  assert.equal(text('a"\n\\'), '"a\\"\\n\\\\"');
});

test("a query lists the events where the graph cannot be asked", () => {
  assert.match(sparql(graph, { ...NEUTRAL, country: ["FR"] }), /VALUES \?event \{ <https:\/\/example.org\/event\/e2> \}/);
});
