// The picture: colours, lines and labels of what pyvis has placed; what is hidden, dimmed or chosen.

const network = window.network;
const NODES = window.nodes;
const EDGES = window.edges;
const DASHES = { dashed: [9, 6], dotted: [2, 5], struck: [9, 6], crossed: [9, 6] };
const MANY = 250; // above this many edges, labels show only around what is chosen
const FEW = 60; // above this many nodes and edges around what is chosen, not even there
const DIM = 0.13;
const RIM = DATA.nodes.length > 150 ? 0.5 : 1.3; // in pixels of the screen, so from afar it hides the colour

const state = {
  chosen: null, // the id of a node or an edge
  classes: new Set(), // the numbers of those that are hidden
  statuses: new Set(), // the same; -1 stands for edges without status
  colour: DATA.colour, // what colours stand for: "class" or "community"
};

let colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const names = ["paper", "ink", "accent", "plain", "solid", "dashed", "dotted", "struck", "crossed"];
  colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
  colours.fill = [0, 1, 2, 3, 4, 5, 6].map((i) => colour("fill-" + i));
  colours.rim = colour("rim");
}

const nodeHidden = (node) =>
  state.classes.has(node.class) || (node.status !== null && state.statuses.has(node.status));

const edgeHidden = (edge) =>
  state.statuses.has(edge.status === null ? -1 : edge.status) ||
  nodeHidden(NODE.get(edge.from)) || nodeHidden(NODE.get(edge.to));

/** Return the ids that stay bright while something is chosen; null when everything does. */
function bright() {
  if (state.chosen === null) return null;
  const edge = EDGE.get(state.chosen);
  if (edge) return new Set([edge.id, edge.from, edge.to]);
  const kept = new Set([state.chosen]);
  for (const each of EDGES_OF.get(state.chosen)) kept.add(each.id).add(each.from).add(each.to);
  return kept;
}

/** Return the colour of a node: that of its class or of its community. */
function fillOf(node) {
  const community = communityOf(node);
  if (state.colour === "class") return colours.fill[classOf(node).colour];
  return colours.fill[community === null ? colours.fill.length - 1 : community.colour];
}

function nodeLook(node, kept) {
  const cls = classOf(node);
  const status = statusOf(node);
  const dim = kept !== null && !kept.has(node.id);
  const chosen = node.id === state.chosen;
  const fill = fillOf(node);
  const dashes = (!chosen && status && DASHES[status.line]) || false;
  const border = chosen ? colours.accent : dashes ? colours.ink : colours.rim;
  const same = { background: fill, border };
  return {
    id: node.id,
    hidden: nodeHidden(node),
    title: fence(node.label) + "\n" + fence(cls.label) + (status ? ", " + status.label : ""),
    color: { ...same, highlight: same, hover: { background: fill, border: colours.accent } },
    borderWidth: chosen ? 4 : RIM,
    borderWidthSelected: 4,
    shapeProperties: { borderDashes: dashes },
    opacity: dim ? DIM : 1,
  };
}

/** Return a node's label as the canvas has it; each line is fenced by itself. */
const ownLabel = (node) => ((isStruck(statusOf(node)) ? "✕ " : "") + node.caption).split("\n").map(fence).join("\n");

function edgeLook(edge, kept) {
  const status = statusOf(edge);
  const line = status === null ? "plain" : status.line;
  const dim = kept !== null && !kept.has(edge.id);
  const chosen = edge.id === state.chosen;
  const labelled = !dim && (kept === null ? DATA.edges.length <= MANY : kept.size <= FEW);
  const colour = chosen ? colours.accent : colours[line];
  const sentences = edge.evidence.length ? count(edge.evidence.length, "sentence") : "no sentence";
  return {
    id: edge.id,
    hidden: edgeHidden(edge),
    label: labelled ? fence((isStruck(status) ? "✕ " : "") + edge.label) : " ",
    title: edgeTitle(edge) + "\n" + (status ? status.label + ", " : "") + sentences,
    color: { color: colour, highlight: colour, hover: colours.accent, opacity: dim ? DIM : 1 },
    dashes: DASHES[line] || false,
    font: { color: chosen ? colours.accent : colours[line], strokeColor: colours.paper },
  };
}

const edgeTitle = (edge) =>
  [NODE.get(edge.from).label, edge.label, NODE.get(edge.to).label].map(fence).join(" → ");

/** Bring the picture up to date with `state`. Nothing moves. */
function paint() {
  const kept = bright();
  NODES.update(DATA.nodes.map((node) => nodeLook(node, kept)));
  EDGES.update(DATA.edges.map((edge) => edgeLook(edge, kept)));
}

/** Return where a node stands, in units of the layout, whether it is hidden or not. */
const placeOf = (id) => ({ x: network.body.nodes[id].x, y: network.body.nodes[id].y });

/** Return where a node stands, in pixels of the window. */
const nodePoint = (id) => inWindow(placeOf(id));

/** Return a point on an edge at which a click chooses it, near its middle, in pixels of the window. */
function edgePoint(id) {
  const points = pointsOn(id);
  const free = ({ x, y }) => {
    const inside = network.canvasToDOM({ x, y });
    return network.getNodeAt(inside) === undefined && labelAt({ x, y }) === null && network.getEdgeAt(inside) === id;
  };
  return inWindow(points.find(free) || points[0]);
}

/** Return points on an edge in units of the layout, those in the middle first; of a loop, its far side. */
function pointsOn(id) {
  const { from, to } = EDGE.get(id);
  const drawn = network.body.edges[id].edgeType;
  if (from !== to) return [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.2, 0.8].map((part) => drawn.getPoint(part));
  const [x, y, radius] = drawn._getCircleData();
  const node = placeOf(from);
  const away = Math.hypot(x - node.x, y - node.y) || 1;
  return [{ x: x + (x - node.x) * radius / away, y: y + (y - node.y) * radius / away }];
}

function inWindow(point) {
  const inside = network.canvasToDOM(point);
  const frame = byId("mynetwork").getBoundingClientRect();
  return { x: frame.left + inside.x, y: frame.top + inside.y };
}
