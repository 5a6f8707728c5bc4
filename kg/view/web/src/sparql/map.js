// The answer on a map: how many rows name something of which country, by what the graph knows of things.

import { outlines } from "kg:outlines";
import { clear, h, s, said } from "../dom.js";
import { country, figure, fold, several } from "../words.js";
import { naming } from "./rows.js";

const SHADES = 5;

/** Countries of things by IRI and by name, asked for when a map is first drawn. */
let places;

async function countries(known) {
  places ??= fetch("api/index.json").then((answer) => answer.json()).then(({ base, countries: codes, things }) => {
    const found = new Map();
    things.name.forEach((name, i) => {
      if (things.country[i] < 0) return;
      found.set(base + name, codes[things.country[i]]);
      found.set(fold(things.label[i]), codes[things.country[i]]);
    });
    return found;
  });
  const found = await places;
  return (cell) => (cell.type === "uri" ? found.get(cell.value) : found.get(fold(cell.value)) ?? (known.has(cell.value) ? cell.value : undefined));
}

export class MapPicture {
  constructor() {
    this.codes = new Set([...Object.keys(outlines.paths), ...Object.keys(outlines.points)]);
  }

  can(table) {
    return naming(table).length > 0;
  }

  async draw(place, table) {
    clear(place, h("p", { class: "quiet" }, "Looking up countries …"));
    const of = await countries(this.codes).catch(() => null);
    if (!of) return clear(place, h("p", { class: "error", role: "alert" }, "The countries of things cannot be had from the server."));
    const columns = naming(table);
    const found = columns.map((at) => [at, counted(table.rows, at, of)]);
    const best = found.reduce((a, b) => (total(b[1]) > total(a[1]) ? b : a));
    const choice = h("select", { "aria-label": "Whose country" }, columns.map((at) => h("option", { value: String(at), selected: at === best[0] }, table.columns[at])));
    const picture = h("div", { class: "map" });
    const update = () => clear(picture, this.#picture(found.find(([at]) => at === Number(choice.value))[1], table.rows.length));
    choice.addEventListener("change", update);
    clear(place, h("div", { class: "row" }, "Countries of ", choice), picture);
    return update();
  }

  #picture(counts, rows) {
    const order = [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
    const most = Math.max(1, ...counts.values());
    const shade = (count) => (count ? 1 + Math.min(SHADES - 1, Math.floor((SHADES * Math.log1p(count)) / Math.log1p(most + 1))) : 0);
    const told = (code) => s("title", {}, `${country(code)}: ${several(counts.get(code) ?? 0, "row")}`);
    const land = Object.entries(outlines.paths).map(([code, d]) => s("path", { d, class: `land shade-${shade(counts.get(code))}` }, told(code)));
    const dots = Object.entries(outlines.points).filter(([code]) => counts.has(code)).map(([code, [cx, cy]]) => s("circle", { cx, cy, r: 3, class: `land shade-${shade(counts.get(code))}` }, told(code)));
    const note = `${several(total(counts), "row")} of ${figure(rows)} in ${several(order.length, "country", "countries")}.`;
    return [h("div", { class: "world-box" }, s("svg", { viewBox: `0 0 ${outlines.width} ${outlines.height}`, class: "world", role: "img", "aria-label": `${note} The list says the same.` }, s("path", { d: outlines.sphere, class: "sea" }), land, dots)),
      h("div", { class: "map-side" }, h("p", { class: "note" }, note), h("ol", { class: "countries" }, order.map(([code, count]) => h("li", {}, said(country(code)), " ", h("span", { class: "count" }, figure(count))))))];
  }
}

function counted(rows, at, of) {
  const found = new Map();
  for (const row of rows) {
    const code = row[at] ? of(row[at]) : undefined;
    if (code) found.set(code, (found.get(code) ?? 0) + 1);
  }
  return found;
}

function total(counts) {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
