// The same edges as a table, for whoever cannot see the canvas. It is made when it is first opened.

const COLUMNS = ["From", "Edge", "To", "Status", "Sentences"];

function showTable() {
  if (!byId("table").open) return;
  const edges = DATA.edges.filter((edge) => !edgeHidden(edge));
  const head = el("tr", {}, ...COLUMNS.map((name) => el("th", { scope: "col" }, name)));
  byId("rows").replaceChildren(el("table", {},
    el("caption", {}, `${edges.length.toLocaleString("en")} of ${count(DATA.edges.length, "edge")}`),
    el("thead", {}, head), el("tbody", {}, ...edges.map(row))));
}

function row(edge) {
  const status = statusOf(edge);
  const show = () => choose(edge.id, { focus: true, panel: true });
  return el("tr", { "data-edge": edge.id },
    el("td", {}, bdi(NODE.get(edge.from).label)),
    el("td", {}, el("button", { type: "button", class: isStruck(status) ? "struck" : null, onclick: show },
      bdi(edge.label))),
    el("td", {}, bdi(NODE.get(edge.to).label)),
    el("td", {}, status ? status.label : ""),
    el("td", { class: "number" }, String(edge.evidence.length)));
}
