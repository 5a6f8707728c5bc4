// The answer as a table: sorted by any column, a hundred rows at a time, and as CSV.

import { button, clear, h, said } from "../dom.js";
import { cell as csvCell } from "../files.js";
import { figure, several, title } from "../words.js";
import { isNumber } from "./rows.js";

const PAGE = 100;

export class Table {
  constructor(terms) {
    this.terms = terms;
  }

  draw(place, table) {
    this.table = table;
    this.order = table.rows.map((_, i) => i);
    this.by = null;
    this.page = PAGE;
    this.place = place;
    this.#update();
  }

  #update() {
    const { columns, rows } = this.table;
    const shown = this.order.slice(0, this.page);
    const numbers = columns.map((_, at) => rows.slice(0, 50).some((row) => isNumber(row[at])));
    clear(this.place, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" }, h("table", {},
      h("caption", {}, `${several(rows.length, "row")}${rows.length > shown.length ? `, the first ${figure(shown.length)} shown` : ""}`),
      h("thead", {}, h("tr", {}, columns.map((name, at) => h("th", { scope: "col", "aria-sort": this.by?.at === at ? (this.by.down ? "descending" : "ascending") : null, class: numbers[at] ? "number" : null },
        h("button", { type: "button", onclick: () => this.#sort(at) }, said(title(name))))))),
      h("tbody", {}, shown.map((i) => h("tr", {}, rows[i].map((one, at) => h("td", { class: numbers[at] ? "number" : null }, one ? this.terms.element(one) : ""))))))),
    rows.length > shown.length ? button(several(Math.min(500, rows.length - shown.length), "more row"), () => { this.page += 500; this.#update(); }) : null);
  }

  #sort(at) {
    const down = this.by?.at === at && !this.by.down;
    this.by = { at, down };
    const { rows } = this.table;
    const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
    const text = (i) => (rows[i][at] ? this.terms.short(rows[i][at]) : "");
    const number = (i) => (isNumber(rows[i][at]) ? Number(rows[i][at].value) : NaN);
    this.order.sort((a, b) => {
      if (!rows[a][at] || !rows[b][at]) return (rows[a][at] ? 0 : 1) - (rows[b][at] ? 0 : 1);
      const [x, y] = [number(a), number(b)];
      return (down ? -1 : 1) * (Number.isNaN(x) || Number.isNaN(y) ? compare(text(a), text(b)) : x - y) || a - b;
    });
    this.#update();
    this.place.querySelectorAll("thead button")[at]?.focus();
  }

  /** The rows as CSV that no spreadsheet runs. */
  csv({ columns, rows }) {
    const lines = [columns, ...rows.map((row) => row.map((one) => (one ? (isNumber(one) ? Number(one.value) : one.value) : "")))];
    return `${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }
}
