// Puts the parts together: choosing, filtering, keys and buttons.

/** Show a node or an edge (by id), or nothing (null). */
function choose(id, { focus = false, panel = false } = {}) {
  state.chosen = NODE.has(id) || EDGE.has(id) ? id : null;
  network.unselectAll();
  if (NODE.has(state.chosen)) network.selectNodes([id], false);
  if (EDGE.has(state.chosen)) network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
  paint();
  if (focus && state.chosen !== null) moveTo(id);
  showPanel();
  if (panel) byId("panel").focus();
}

/** Bring a node or the middle of an edge to the middle of the picture, close enough to read. */
function moveTo(id) {
  const ends = NODE.has(id) ? [placeOf(id)] : [placeOf(EDGE.get(id).from), placeOf(EDGE.get(id).to)];
  const position = {
    x: ends.reduce((sum, end) => sum + end.x, 0) / ends.length,
    y: ends.reduce((sum, end) => sum + end.y, 0) / ends.length,
  };
  network.moveTo({ position, scale: Math.max(network.getScale(), 0.85), animation: false });
}

/** Show the whole graph, as far as it is not filtered away, with room for the labels at the edges. */
function fit() {
  const places = DATA.nodes.filter((node) => !nodeHidden(node)).map((node) => placeOf(node.id));
  if (!places.length) return;
  const [left, right] = extent(places.map(({ x }) => x));
  const [top, bottom] = extent(places.map(({ y }) => y));
  const frame = byId("mynetwork").getBoundingClientRect();
  const wide = Math.max(60, frame.width - 2 * Math.min(80, frame.width * 0.14));
  const high = Math.max(60, frame.height - 120);
  const scale = Math.min(1.3, wide / (right - left || 1), high / (bottom - top || 1));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + 10 / scale };
  network.moveTo({ position, scale, animation: false });
}

const extent = (numbers) =>
  numbers.reduce(([low, high], number) => [Math.min(low, number), Math.max(high, number)], [Infinity, -Infinity]);

function zoom(factor) {
  network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: false });
}

/** Draw anew after a filter has changed; what was chosen and is now hidden is given up. */
function refilter() {
  const node = NODE.get(state.chosen);
  const edge = EDGE.get(state.chosen);
  if ((node && nodeHidden(node)) || (edge && edgeHidden(edge))) choose(null);
  else { paint(); showPanel(); }
  summarise();
  showTable();
}

function summarise() {
  const nodes = DATA.nodes.filter((node) => !nodeHidden(node)).length;
  const edges = DATA.edges.filter((edge) => !edgeHidden(edge)).length;
  const all = nodes === DATA.nodes.length && edges === DATA.edges.length;
  const of = (some, total) => (some === total ? "" : ` of ${total.toLocaleString("en")}`);
  byId("summary").textContent = all
    ? `${count(nodes, "node")}, ${count(edges, "edge")}`
    : `${nodes.toLocaleString("en")}${of(nodes, DATA.nodes.length)} nodes, ` +
      `${edges.toLocaleString("en")}${of(edges, DATA.edges.length)} edges`;
}

/** Add a checkbox with a symbol, a name and a count. `hidden` is the set that it puts `number` into. */
function filterRow(parent, hidden, number, picture, name, total, struck = false) {
  const box = el("input", { type: "checkbox", checked: true, "data-number": number });
  box.addEventListener("change", () => {
    if (box.checked) hidden.delete(number);
    else hidden.add(number);
    refilter();
  });
  parent.append(el("label", {}, box, picture, el("span", { class: struck ? "name struck" : "name" }, bdi(name)),
    el("span", { class: "count" }, total.toLocaleString("en"))));
}

function setUpFilters() {
  DATA.classes.forEach((cls, i) => filterRow(byId("classes"), state.classes, i, symbol(cls), cls.label, cls.count));
  DATA.statuses.forEach((status, i) => {
    const struck = isStruck(status);
    if (status.count) filterRow(byId("statuses"), state.statuses, i, sample(status), status.label, status.count, struck);
  });
  const without = DATA.edges.filter((edge) => edge.status === null).length;
  if (without) filterRow(byId("statuses"), state.statuses, -1, sample(null), "no status", without);
  byId("reset").addEventListener("click", showEverything);
  if (window.matchMedia("(max-width: 900px)").matches) byId("filters").open = false;
}

/** Offer to let colours stand for classes or for communities, where nodes have any. */
function setUpColours() {
  showColours();
  if (!DATA.communities.length) return;
  byId("colours").hidden = false;
  ["class", "community"].forEach((name) => {
    const button = el("input", { type: "radio", name: "colour", value: name, checked: state.colour === name });
    button.addEventListener("change", () => { state.colour = name; showColours(); paint(); });
    byId("colours").append(el("label", {}, button, el("span", { class: "name" }, name)));
  });
  const own = DATA.communities.filter((each) => each.colour < colours.fill.length - 1);
  const rest = DATA.communities.slice(own.length).reduce((sum, each) => sum + each.count, 0);
  own.forEach((each) => byId("communities").append(communityRow(each.colour, each.label, each.count)));
  if (rest) byId("communities").append(communityRow(colours.fill.length - 1, "others", rest));
}

const communityRow = (colour, name, total) =>
  el("p", { class: "community" }, svg(18, 18, ["circle", { cx: 9, cy: 9, r: 7, class: "symbol community-" + colour }]),
    el("span", { class: "name" }, bdi(name)), el("span", { class: "count" }, total.toLocaleString("en")));

function showColours() {
  document.documentElement.dataset.colour = state.colour;
  byId("communities").hidden = state.colour !== "community";
}

function showEverything() {
  state.classes.clear();
  state.statuses.clear();
  document.querySelectorAll("#filters input[type=checkbox]").forEach((box) => { box.checked = true; });
  refilter();
}

function keys(event) {
  const typing = event.target.matches("input[type=search]");
  if (event.key === "Escape") {
    clearSearch();
    choose(null);
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  }
}

function start() {
  readColours();
  paint();
  setUpFilters();
  setUpColours();
  setUpSearch();
  summarise();
  showPanel();
  byId("banner").textContent = DATA.banner || "";
  byId("banner").hidden = !DATA.banner;
  byId("note").hidden = byId("note").textContent === "";
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ nodes, edges, pointer }) =>
    choose(nodes[0] || labelAt(pointer.canvas) || edges[0] || null));
  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", fit);
  byId("table").addEventListener("toggle", showTable);
  document.addEventListener("keydown", keys);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); paint(); });
  fit();
}

start();

// For tests, and for whoever wants to drive the page from the console.
window.kgPage = {
  nodes: () => DATA.nodes.map(({ id, iri, label }) => ({ id, iri, label })),
  edges: () => DATA.edges.map(({ id, from, to, iri, label }) => ({ id, from, to, iri, label })),
  positions: () => Object.fromEntries(DATA.nodes.map((node) => [node.id, placeOf(node.id)])),
  chosen: () => state.chosen,
  colourOf: (id) => fillOf(NODE.get(id)),
  visible: () => ({
    nodes: DATA.nodes.filter((node) => !nodeHidden(node)).map((node) => node.id),
    edges: DATA.edges.filter((edge) => !edgeHidden(edge)).map((edge) => edge.id),
  }),
  choose,
  moveTo,
  fit,
  nodePoint,
  edgePoint,
};
