// Files of what is shown: CSV, GraphML, and pictures.

import { iso } from "./days.js";
import { columns, members, rowName } from "./rows.js";

const FORMULA = /^[=+\-@\t\r]/;

/** One cell of CSV. What a spreadsheet would run is kept from it by an apostrophe. */
export function cell(value) {
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(model, selection, what) {
  const all = columns(model, what);
  const lines = [[...all.map(({ label }) => label), "iri"]];
  for (const row of members(model, selection, what)) {
    const name = rowName(model, what, row);
    lines.push([...all.map(({ value }) => value(row)), name.includes("|") ? "" : model.index.base + name]);
  }
  return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand in XML: escaped, and without what XML cannot hold. */
export function xml(text) {
  // eslint-disable-next-line no-control-regex
  const held = (text.toWellFormed?.() ?? text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
  return held.replace(/[&<>"]/g, (c) => ENTITIES[c]);
}

/** The drawn part of the graph for other programs. */
export function graphml(model, picture) {
  const keys = { node: ["label", "class", "status", "day", "belief"], edge: ["label", "predicate", "status", "belief"] };
  const head = Object.entries(keys).flatMap(([on, names]) => names.map((name) =>
    `<key id="${on}-${name}" for="${on}" attr.name="${name}" attr.type="${name === "belief" ? "double" : "string"}"/>`));
  const data = (on, values) => keys[on].map((name) => (values[name] === undefined || values[name] === "" ? ""
    : `<data key="${on}-${name}">${xml(String(values[name]))}</data>`)).join("");
  const { base, statuses } = model.index;
  const nodes = picture.nodes.map((n) => {
    const e = n - model.T;
    const more = e < 0 ? {} : { status: statuses[model.events.status[e]]?.label, day: iso(model.day(e)), belief: model.events.belief[e] / 1000 };
    return `<node id="${xml(base + model.name(n))}">${data("node", { label: model.label(n), class: model.classOf(n).iri, ...more })}</node>`;
  });
  const edges = picture.edges.map((m) => {
    const values = { label: model.edgeLabel(m), predicate: model.kinds[model.kind[m]].iri, status: statuses[model.edgeStatus(m)]?.label, belief: model.edgeBelief(m) / 1000 };
    const [from, to] = [model.from[m], model.to[m]].map((n) => xml(base + model.name(n)));
    return `<edge source="${from}" target="${to}">${data("edge", values)}</edge>`;
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', ...head,
    '<graph edgedefault="directed">', ...nodes, ...edges, "</graph>", "</graphml>", ""].join("\n");
}

/** Give the reader a file. */
export function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Draw a picture in SVG as PNG, twice as fine as on a plain screen. */
export async function png(svg, width, height) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * width, canvas.height = 2 * height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
