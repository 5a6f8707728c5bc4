// The labels of the nodes. Close by they have the height that the layout has made room for; from afar they
// stay readable, and the most connected nodes are labelled first, as far as there is room.

const READABLE = 11; // pixels of the screen
const FIRST_RANKS = 12; // so many of the most connected may cover other nodes
const STEP = 1.18; // from line to line, in heights of the letters
const RANKED = [...DATA.nodes].sort((a, b) => b.weight - a.weight || a.label.length - b.label.length);
const FACE = "px system-ui, sans-serif";

const widths = new Map(); // of labels, for letters one pixel high
let written = []; // where labels stand at present: { id, room }

/** Draw on the canvas, whose units are those of the layout. */
function drawLabels(context) {
  const unit = 1 / network.getScale(); // a pixel of the screen
  const kept = bright();
  const shown = RANKED.filter((node) => !nodeHidden(node) && (kept === null || kept.has(node.id)));
  const labels = shown.map((node, rank) => measure(context, node, rank, unit));
  const symbols = labels.map(({ drawn }) => around(drawn, drawn.options.size));
  written = [];
  Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round" });
  Object.assign(context, { strokeStyle: colours.paper, fillStyle: colours.ink, lineWidth: 3.5 * unit });
  for (const label of labels.sort((a, b) => b.chosen - a.chosen)) {
    const blocked = (box) => overlap(label.room, box);
    const full = written.some(({ room }) => blocked(room)) || (label.rank >= FIRST_RANKS && symbols.some(blocked));
    if (full && !label.close && !label.chosen) continue;
    written.push(label);
    write(context, label);
  }
}

/** Return the lines of a node's label and the room that they take. */
function measure(context, node, rank, unit) {
  const drawn = network.body.nodes[node.id];
  const close = drawn.options.font.size >= READABLE * unit;
  const height = close ? drawn.options.font.size : READABLE * unit;
  const lines = ownLabel(node).split("\n");
  if (!widths.has(node.id)) {
    context.font = "bold 100" + FACE;
    widths.set(node.id, Math.max(...lines.map((line) => context.measureText(line).width)) / 100);
  }
  const half = widths.get(node.id) * height * 0.47;
  const top = drawn.y + drawn.options.size + 4 * Math.min(unit, 1.5);
  const room = { left: drawn.x - half, right: drawn.x + half, top, bottom: top + lines.length * height * STEP };
  return { id: node.id, drawn, rank, close, chosen: node.id === state.chosen, lines, height, room };
}

function write(context, { drawn, chosen, lines, height, room }) {
  context.font = (chosen ? "bold " : "") + height + FACE;
  lines.forEach((line, i) => context.strokeText(line, drawn.x, room.top + i * height * STEP));
  lines.forEach((line, i) => context.fillText(line, drawn.x, room.top + i * height * STEP));
}

/** Return the id of the node whose label stands at a point of the canvas. */
function labelAt({ x, y }) {
  const found = written.find(({ room }) => overlap(room, { left: x, right: x, top: y, bottom: y }));
  return found ? found.id : null;
}

const around = ({ x, y }, r) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r });

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
