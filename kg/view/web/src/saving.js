// The menu of files that the reader can take away.

import { announce, button, h } from "./dom.js";
import { csv, download, graphml, png, xml } from "./files.js";
import { palette } from "./look.js";
import { sparql } from "./query.js";
import { standalone } from "./svg.js";

const TYPES = { csv: "text/csv;charset=utf-8", graphml: "application/graphml+xml", rq: "application/sparql-query", svg: "image/svg+xml", png: "image/png" };

/** @param {() => {selection: object, state: object, views: object}} now */
export function saving(model, now) {
  const save = (suffix, make) => button(suffix === "rq" ? "SPARQL" : suffix === "graphml" ? "GraphML" : suffix.toUpperCase(), async () => {
    menu.open = false;
    const content = await make(now());
    if (content === null) return announce("The table has no picture; save it as CSV");
    download(`explorer.${suffix}`, TYPES[suffix], content);
    return announce("saved");
  });
  const items = [
    save("png", async (at) => { const drawn = picture(at); return drawn && png(drawn.text, drawn.width, drawn.height); }),
    save("svg", (at) => picture(at)?.text ?? null),
    save("csv", ({ selection, state }) => csv(model, selection, state.view === "table" ? state.rows : state.view === "graph" ? "edges" : "events")),
    save("graphml", ({ views, selection, state }) => { views.graph.shown ?? views.graph.update(selection, state); return graphml(model, views.graph.shown); }),
    save("rq", ({ state }) => sparql(model, state)),
  ];
  const menu = h("details", { class: "menu", onkeydown: (event) => { if (event.key === "Escape" && menu.open) { event.stopPropagation(); menu.open = false; menu.firstChild.focus(); } } },
    h("summary", {}, "Save"), h("div", { class: "menu-items" }, items));
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  return menu;
}

function picture({ state, views }) {
  const colours = palette();
  if (state.view === "map") return standalone(views.map.svgElement, colours.paper);
  if (state.view === "time") return lanes(views.time.svg(), colours);
  return state.view === "graph" && views.graph.able ? views.graph.svg() : null;
}

function lanes({ lanes: all, scale }, colours) {
  const width = 1400, left = 420, row = 22, height = 50 + row * all.length;
  const x = (at) => left + ((width - left - 30) * at) / 100;
  const parts = [
    ...scale.map(({ at, label }) => `<line x1="${x(at)}" x2="${x(at)}" y1="26" y2="${height}" stroke="${colours.rule}"/><text x="${x(at)}" y="20" fill="${colours.quiet}">${xml(label)}</text>`),
    ...all.map((lane, i) => `<text x="12" y="${48 + i * row}" fill="${colours.ink}">${xml([...lane.label].slice(0, 62).join(""))}</text>${lane.marks.map((mark) => `<circle cx="${x(mark.at).toFixed(1)}" cy="${44 + i * row}" r="5" fill="${mark.hollow ? colours.paper : mark.colour}" stroke="${mark.colour}" stroke-width="2"><title>${xml(mark.text)}</title></circle>`).join("")}`),
  ];
  return { width, height, text: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, Liberation Sans, sans-serif" font-size="12"><rect width="100%" height="100%" fill="${colours.paper}"/>${parts.join("")}</svg>` };
}
