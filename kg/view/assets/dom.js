// What stands in the page's JSON, and how text gets into the page: always as text, never as markup.

const DATA = JSON.parse(document.getElementById("data").textContent);
const NODE = new Map(DATA.nodes.map((node) => [node.id, node]));
const EDGE = new Map(DATA.edges.map((edge) => [edge.id, edge]));
const EDGES_OF = new Map(DATA.nodes.map((node) => [node.id, []]));
for (const edge of DATA.edges) {
  EDGES_OF.get(edge.from).push(edge);
  if (edge.to !== edge.from) EDGES_OF.get(edge.to).push(edge);
}

const byId = (id) => document.getElementById(id);

/** Return a new element. `children` are elements or strings; strings become text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return a text that may run in either direction, fenced off from what stands beside it. */
const bdi = (text) => el("bdi", {}, text);

/** The same inside a plain string, for the canvas and for tooltips. */
const fence = (text) => "\u2068" + text + "\u2069";

const count = (number, one, many = one + "s") => number.toLocaleString("en") + " " + (number === 1 ? one : many);

const classOf = (node) => DATA.classes[node.class];
const communityOf = (node) => (node.community === null ? null : DATA.communities[node.community]);
const statusOf = (item) => (item.status === null ? null : DATA.statuses[item.status]);
const isStruck = (status) => status !== null && (status.line === "struck" || status.line === "crossed");

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = {
  square: "3,3 15,3 15,15 3,15",
  diamond: "9,1 17,9 9,17 1,9",
  triangle: "9,2 17,16 1,16",
  triangleDown: "9,16 17,2 1,2",
  hexagon: "5,2 13,2 17,9 13,16 5,16 1,9",
  star: "9,1 11.2,6.6 17.2,6.8 12.5,10.5 14.1,16.4 9,13 3.9,16.4 5.5,10.5 0.8,6.8 6.8,6.6",
};

function svg(width, height, ...shapes) {
  const root = document.createElementNS(SVG, "svg");
  const box = { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(box)) root.setAttribute(name, value);
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    root.append(shape);
  }
  return root;
}

/** Return the symbol of a class, as it is in the graph; of a node, in the colour of its community where colours stand for that. */
function symbol(cls, node = null) {
  const community = node && communityOf(node);
  const paint = { class: "symbol colour-" + cls.colour + (community ? " community-" + community.colour : "") };
  if (cls.shape === "dot") return svg(18, 18, ["circle", { cx: 9, cy: 9, r: 7, ...paint }]);
  return svg(18, 18, ["polygon", { points: OUTLINES[cls.shape], ...paint }]);
}

/** Return a short piece of line as edges of a status have it; null is an edge without status. */
function sample(status) {
  const line = "line-" + (status === null ? "plain" : status.line);
  const tip = "M27 3L33 7L27 11" + (isStruck(status) ? "M13 3L20 11M20 3L13 11" : "");
  return svg(34, 14,
    ["path", { d: "M1 7H32", class: "sample shaft " + line }], ["path", { d: tip, class: "sample " + line }]);
}
