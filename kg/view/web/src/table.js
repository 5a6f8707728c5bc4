// The table: what every picture says, row by row; sorted by any column, walked with the arrow keys.

import { announce, button, clear, h, said } from "./dom.js";
import { columns, members, rowName, sorted } from "./rows.js";
import { figure, several, title } from "./words.js";

const PAGE = 100;
const NEWEST = { events: "-day", things: "-centrality", edges: "-belief" };

export class TableView {
  constructor(model, store) {
    this.model = model;
    this.store = store;
    this.page = PAGE;
    this.element = h("div", { class: "table" });
  }

  update(selection, state) {
    const { model, store } = this;
    const what = state.rows;
    const key = `${what}|${state.sort}`;
    if (this.selection !== selection || key !== this.key) this.page = PAGE;
    const all = columns(model, what);
    if (this.selection !== selection || key !== this.key) this.rows = sorted(members(model, selection, what), all, state.sort || NEWEST[what]);
    [this.selection, this.key] = [selection, key];
    const used = all.filter((column) => column.main || this.rows.slice(0, 400).some((row) => column.value(row) !== ""));
    const active = state.sort || NEWEST[what];
    const head = h("thead", {}, h("tr", {}, used.map((column) => this.#head(column, active))));
    const body = h("tbody", {}, this.rows.slice(0, this.page).map((row) => this.#row(row, what, used, state)));
    const choice = h("div", { class: "segments", role: "group", "aria-label": "What the table lists" }, ["events", "things", "edges"].map((one) => h("button", {
      type: "button", "aria-pressed": String(one === what), onclick: () => store.set({ rows: one, sort: "" }),
    }, title(one), h("small", {}, ` ${figure(selection.total[one])}`))));
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    const left = this.scroll?.scrollLeft ?? 0, top = this.scroll?.scrollTop ?? 0;
    const more = this.rows.length > this.page ? button(`${several(Math.min(500, this.rows.length - this.page), "more row")}`, () => { this.page += 500; this.update(this.selection, this.store.state); }, { class: "link" }) : null;
    this.scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Table of ${what}`, onkeydown: (event) => this.#key(event) },
      h("table", {}, h("caption", {}, `${several(this.rows.length, what.replace(/s$/, ""))}${this.rows.length > this.page ? `, the first ${figure(this.page)} shown` : ""}`), head, body), more);
    clear(this.element, choice, this.scroll);
    this.scroll.scrollLeft = left, this.scroll.scrollTop = top;
    if (focused) [...this.element.querySelectorAll("[data-at]")].find((one) => one.dataset.at === focused)?.focus();
  }

  #head(column, active) {
    const on = active.replace(/^-/, "") === column.key, down = active.startsWith("-");
    const next = on ? (down ? column.key : `-${column.key}`) : column.number ? `-${column.key}` : column.key;
    return h("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": on ? (down ? "descending" : "ascending") : null },
      h("button", { type: "button", "data-at": `head ${column.key}`, onclick: () => { this.store.set({ sort: next }); announce(`sorted by ${column.label}`); } }, said(title(column.label)), h("span", { "aria-hidden": "true" }, on ? (down ? " ↓" : " ↑") : "")));
  }

  #row(row, what, used, state) {
    const name = rowName(this.model, what, row);
    return h("tr", { class: state.sel === name ? "on" : null }, used.map((column) => {
      const value = column.value(row);
      const text = typeof value === "number" ? figure(value) : value;
      if (!column.main) return h("td", { class: column.number ? "number" : text.length > 18 ? "long" : "short", title: text.length > 90 ? text : null }, said(text));
      return h("th", { scope: "row" }, h("button", { type: "button", class: "go", "data-at": name, "aria-current": state.sel === name ? "true" : null, onclick: () => this.store.set({ sel: name }) }, said(text)));
    }));
  }

  /** Up and down walk the rows. */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.element.querySelectorAll("tbody .go")];
    const at = rows.indexOf(document.activeElement);
    if (!step || at < 0 || !rows[at + step]) return;
    event.preventDefault();
    rows[at + step].focus();
  }
}
