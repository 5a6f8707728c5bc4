// What stands for what: colours of classes and communities, lines of statuses, sizes. The palette is in style.css.

export const COLOURS = 8; // the last is for what has no colour of its own

/** Colour of each class: the commonest first, things before events go on in the same palette. */
export function classColours(model) {
  const number = new Uint32Array(model.index.classes.length);
  for (const c of model.things.class) number[c]++;
  for (const c of model.events.class) number[c]++;
  const found = new Uint8Array(number.length);
  for (const kind of ["thing", "event"]) {
    const order = [...number.keys()].filter((c) => model.index.classes[c].kind === kind);
    order.sort((a, b) => rank(model, a) - rank(model, b) || number[b] - number[a] || a - b);
    order.forEach((c, at) => (found[c] = Math.min(at, COLOURS - 1)));
  }
  return found;
}

/** Those of the sides come first: they are what people look for. */
function rank(model, c) {
  const { side } = model.index.classes[c];
  return side < 0 ? 1 : 0;
}

/** The largest communities of what is drawn, each with a colour; others share the last. */
export function communityColours(model, nodes) {
  const number = new Map();
  for (const n of nodes) {
    const community = model.of("community", n);
    number.set(community, (number.get(community) ?? 0) + 1);
  }
  const order = [...number].filter(([c]) => c >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return new Map(order.slice(0, COLOURS - 1).map(([community, count], at) => [community, { colour: at, count }]));
}

/** Radius of a node in pixels, by what sizes stand for. */
export function radius(model, node, by, degree) {
  const weight = by === "centrality" ? model.of("centrality", node) / 50
    : by === "documents" ? 1.5 * model.of("documents", node) : 1.2 * degree[node];
  const size = 3.2 + Math.min(11, 1.9 * Math.log2(1 + weight));
  return model.isEvent(node) ? Math.min(7, 0.75 * size) : size;
}

/** The colours as the style sheet has them now, for canvases. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["paper", "ground", "ink", "quiet", "rule", "accent", "solid", "dashed", "dotted", "struck", "crossed", "plain", "faint", "mark"];
  return {
    ...Object.fromEntries(names.map((name) => [name, of(name)])),
    fills: Array.from({ length: COLOURS }, (_, i) => of(`fill-${i}`)),
  };
}
