// The answer on a scale of days: one line a row, by a column that holds days.

import { clear, h, s, said } from "../dom.js";
import { words } from "../days.js";
import { figure, several } from "../words.js";
import { columnsOf, day, naming } from "./rows.js";

const MOST = 300, WIDTH = 560;

export class TimePicture {
  constructor(terms) {
    this.terms = terms;
  }

  can(table) {
    return columnsOf(table, (cell) => day(cell) !== null).length > 0;
  }

  draw(place, table) {
    const days = columnsOf(table, (cell) => day(cell) !== null), names = naming(table).filter((at) => !days.includes(at));
    const choice = h("select", { "aria-label": "Days" }, days.map((at) => h("option", { value: String(at) }, table.columns[at])));
    const list = h("div", {});
    const update = () => clear(list, this.#lines(table, Number(choice.value), names));
    choice.addEventListener("change", update);
    clear(place, h("div", { class: "row" }, "By ", choice), list);
    update();
  }

  #lines({ rows }, column, names) {
    const dated = rows.map((row) => [day(row[column]), row]).filter(([on]) => on !== null).sort(([a], [b]) => a - b);
    if (!dated.length) return h("p", { class: "empty" }, "No row has a day in this column.");
    const [first, last] = [dated[0][0], dated[dated.length - 1][0]];
    const at = (on) => 8 + ((WIDTH - 16) * (on - first)) / Math.max(1, last - first);
    const line = ([on, row]) => h("li", {}, h("time", { datetime: row[column].value.slice(0, 10) }, words(on)),
      s("svg", { viewBox: `0 0 ${WIDTH} 16`, class: "moment", "aria-hidden": "true" }, s("line", { x1: 0, x2: WIDTH, y1: 8, y2: 8, class: "axis" }), s("circle", { cx: at(on), cy: 8, r: 5, class: "node" })),
      h("span", {}, names.slice(0, 3).map((name, i) => (row[name] ? [i ? " · " : null, this.terms.element(row[name])] : null))));
    const left = rows.length - dated.length;
    const note = `${several(dated.length, "row")}, ${words(first)} to ${words(last)}${left ? `; ${figure(left)} without a day` : ""}${dated.length > MOST ? `; the first ${MOST} are shown` : ""}.`;
    return [h("p", { class: "note" }, said(note)), h("ol", { class: "moments" }, dated.slice(0, MOST).map(line))];
  }
}
