// A graph of four things and three events: an orchestra plays in two towns, one concert is cancelled.

import { Model } from "../src/data.js";

const X = "https://example.org/terms#";

export function index() {
  return {
    format: 1, title: "Music", note: "", start: "", articles: 3, courseLabel: "season", base: "https://example.org/",
    terms: { status: `${X}status`, partOf: `${X}partOf`, core: "https://example.org/core#" },
    prefixes: { x: X, core: "https://example.org/core#", xsd: "http://www.w3.org/2001/XMLSchema#" },
    classes: [
      { iri: `${X}Orchestra`, label: "orchestra", kind: "thing", side: 0 },
      { iri: `${X}Hall`, label: "hall", kind: "thing", side: 1 },
      { iri: `${X}Town`, label: "town", kind: "thing", side: -1 },
      { iri: `${X}Concert`, label: "concert", kind: "event", side: -1 },
      { iri: `${X}Tour`, label: "tour", kind: "event", side: -1 },
    ],
    sides: [{ label: "orchestra" }, { label: "hall" }],
    statuses: [{ iri: `${X}held`, label: "held", line: "solid" }, { iri: `${X}off`, label: "called off", line: "struck" }],
    roles: [
      { iri: `${X}player`, label: "player", kind: "entity", part: "actor" },
      { iri: `${X}host`, label: "host", kind: "entity", part: "target" },
      { iri: `${X}town`, label: "town", kind: "entity", part: "place" },
      { iri: `${X}seats`, label: "seats", kind: "number", part: null },
      { iri: `${X}on`, label: "on", kind: "date", part: "date" },
    ],
    kinds: [
      { iri: `${X}playsAt`, label: "plays at", short: true, classes: [`${X}Concert`], statuses: [`${X}held`] },
      { iri: `${X}near`, label: "near", short: false },
    ],
    concepts: [], countries: ["GB", "FR"], sources: ["The Echo", "Le Soir"], titles: [],
    things: {
      name: ["halle", "royal", "leeds", "lone"], label: ["The Hallé", "Royal Hall", "Leeds", "=Lone"], also: ["Halle Orchestra", "", "", ""],
      class: [0, 1, 2, 2], documents: [3, 2, 1, 1], centrality: [300, 120, 80, 10], community: [0, 0, 2, 3], x: [0, 90, 0, 400], y: [0, 0, 90, 400], country: [0, 0, 0, -1],
    },
    events: {
      name: ["e1", "e2", "e3"], class: [3, 3, 4], status: [0, 1, 0], first: [100, 200, null], last: [110, 200, null], told: [99, 190, 300],
      belief: [900, 400, 700], documents: [2, 1, 1], sources: [2, 1, 1], papers: [[0, 1], [1], [0]], course: [0, 0, -1], country: [0, 1, -1],
      fill: [[0, 0, 1, 1, 3, "500"], [0, 0, 1, 1], [0, 0, 2, 2]], centrality: [100, 90, 60], community: [0, 0, 2], x: [50, 60, 10], y: [10, 20, 50],
    },
    courses: { name: ["season/1"], label: ["Hallé at the Royal Hall"], first: [100], last: [200], steps: [[]] },
    edges: { from: [0, 1], to: [1, 2], kind: [0, 1], name: ["edge/a", "edge/b"], title: [-1, -1], events: [[0], []], belief: [900, 500], documents: [1, 1], sources: [1, 1] },
  };
}

export function model() {
  return new Model(index());
}
