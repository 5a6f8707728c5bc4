// The panel on the right: what is chosen, and the sentences behind it.

const FIRST = 30; // how many sentences or edges show before "more"
const HUBS = 8; // how many nodes the empty panel offers to begin with

function showPanel() {
  const node = NODE.get(state.chosen);
  const edge = EDGE.get(state.chosen);
  const content = node ? nodeCard(node) : edge ? edgeCard(edge) : welcome();
  byId("panel").replaceChildren(...content);
  byId("panel").scrollTop = 0;
}

function welcome() {
  const hubs = DATA.nodes.filter((node) => node.degree && !nodeHidden(node))
    .sort((a, b) => b.degree - a.degree).slice(0, HUBS);
  return [
    el("h2", {}, "Nothing selected"),
    el("p", {}, "Select a node or an edge to see what it is and the sentences behind it."),
    el("p", { class: "quiet" }, "Keys: / to search, Enter to go to a match, Esc to clear."),
    ...(hubs.length ? [el("h3", {}, "Most connected"),
      list("ul", "links", hubs.map((node) => () => el("li", {}, nodeButton(node))))] : []),
  ];
}

function nodeCard(node) {
  const cls = classOf(node);
  const status = statusOf(node);
  const edges = EDGES_OF.get(node.id).filter((edge) => !edgeHidden(edge));
  return [
    el("p", { class: "kind" }, symbol(cls, node), bdi(cls.label)),
    el("h2", { class: isStruck(status) ? "struck" : null }, bdi(node.label)),
    facts([
      ["Status", status && statusChip(status)],
      ["Date", node.date],
      ...rests(node),
      ["Community", communityOf(node) && bdi(communityOf(node).label)],
    ]),
    ...(node.evidence.length ? sentences(node) : []),
    el("h3", {}, count(edges.length, "edge")),
    list("ul", "links", edges.map((edge) => () => el("li", {}, edgeButton(edge, node)))),
    iri(node),
    closeButton(),
  ];
}

function edgeCard(edge) {
  const status = statusOf(edge);
  return [
    el("p", { class: "kind" }, sample(status), "Edge"),
    el("h2", { class: isStruck(status) ? "struck" : null }, bdi(edge.label)),
    el("p", { class: "ends" }, nodeButton(NODE.get(edge.from)), el("span", { "aria-label": "to" }, "→"),
      nodeButton(NODE.get(edge.to))),
    facts([
      ["Status", status ? statusChip(status) : "none given"],
      ...rests(edge),
    ]),
    ...sentences(edge),
    iri(edge),
    closeButton(),
  ];
}

/** Return on what a node or an edge rests: documents, independent ones of these, how far it is to be believed. */
function rests(item) {
  const number = (value) => (value ? value.toLocaleString("en") : null);
  return [
    ["Documents", number(item.documents)],
    ["Independent", number(item.sources)],
    ["Belief", item.belief === undefined ? null : item.belief.toFixed(2)],
  ];
}

function facts(rows) {
  const given = rows.filter(([, value]) => value !== null && value !== undefined);
  return el("dl", {}, ...given.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

const iri = (item) => el("p", { class: "iri" }, "IRI", el("code", { dir: "ltr" }, item.iri));

const statusChip = (status) => el("span", { class: "chip" }, sample(status), status.label);

const closeButton = () => el("button", { type: "button", class: "close", onclick: () => choose(null) }, "Clear");

function nodeButton(node) {
  return el("button", { type: "button", class: "go", onclick: () => choose(node.id, { focus: true }) },
    symbol(classOf(node), node), bdi(node.label));
}

/** Return a button that chooses an edge, told from the node at one of its ends. */
function edgeButton(edge, node) {
  const out = edge.from === node.id;
  const status = statusOf(edge);
  const name = el("span", { class: "predicate" + (isStruck(status) ? " struck" : "") }, bdi(edge.label));
  const other = NODE.get(out ? edge.to : edge.from);
  return el("button", { type: "button", class: "go", onclick: () => choose(edge.id) },
    sample(status), el("span", {},
      ...(out ? [name, " → ", bdi(other.label)] : [bdi(other.label), " → ", name]),
      el("small", {}, [status ? status.label : "", edge.evidence.length ? count(edge.evidence.length, "sentence") : ""]
        .filter(Boolean).join(", "))));
}

function sentences(item) {
  const found = item.evidence.map((number) => DATA.sentences[number]);
  return [
    el("h3", {}, found.length ? count(found.length, "sentence") : "No sentence"),
    list("div", "sentences", found.map((said) => () => sentenceCard(said))),
  ];
}

function sentenceCard(said) {
  const words = said.parts.map(([text, role]) =>
    role === null ? text : el("mark", { "data-role": role || null, title: role || null }, text));
  const where = [said.source, said.date].filter((part) => part !== null);
  const how = [
    said.confidence === null ? null : el("span", {}, "confidence " + said.confidence.toFixed(2)),
    said.rule === null ? null : el("span", {}, "rule ", el("code", {}, said.rule)),
  ];
  return el("figure", {},
    el("blockquote", { dir: "auto" }, ...words),
    el("figcaption", {},
      el("cite", { dir: "auto" }, said.title === null ? said.document : said.title),
      where.length ? el("span", { class: "where" }, ...where.flatMap((part, i) => [i ? " · " : "", bdi(part)])) : null,
      el("span", { class: "how" }, ...how),
      el("code", { class: "document" }, said.document)));
}

/** Return a list of things made one by one; long ones begin with the first few and a button for the rest. */
function list(tag, name, makers) {
  const root = el(tag, { class: name }, ...makers.slice(0, FIRST).map((make) => make()));
  if (makers.length > FIRST) {
    const more = el("button", { type: "button", class: "more" }, `Show all ${makers.length.toLocaleString("en")}`);
    const holder = tag === "ul" ? el("li", {}, more) : more;
    more.addEventListener("click", () => holder.replaceWith(...makers.slice(FIRST).map((make) => make())));
    root.append(holder);
  }
  return root;
}
