// The map: how many events in which country, as colours and as a list that says the same.

import { outlines } from "kg:outlines";
import { clear, h, s, said } from "./dom.js";
import { toggled } from "./state.js";
import { country, figure, several } from "./words.js";

const SHADES = 5;

export class MapView {
  constructor(model, store) {
    this.model = model;
    this.store = store;
    this.paths = new Map();
    const land = Object.entries(outlines.paths).map(([code, d]) => {
      const path = s("path", { d, class: "land shade-0" }, s("title"));
      this.paths.set(code, path);
      return path;
    });
    const dots = Object.entries(outlines.points).map(([code, [cx, cy]]) => {
      const dot = s("circle", { cx, cy, r: 0, class: "land shade-0" }, s("title"));
      this.paths.set(code, dot);
      return dot;
    });
    for (const [code, path] of this.paths) path.addEventListener("click", () => this.count(code) && this.#toggle(code));
    this.svgElement = s("svg", { viewBox: `0 0 ${outlines.width} ${outlines.height}`, class: "world", role: "img", "aria-labelledby": "map-note" }, s("path", { d: outlines.sphere, class: "sea" }), land, dots);
    this.note = h("p", { class: "note", id: "map-note" });
    this.key = h("div", { class: "shades", "aria-hidden": "true" });
    this.list = h("ol", { class: "countries" });
    this.element = h("div", { class: "map" }, h("div", { class: "world-box" }, this.svgElement, this.key), h("div", { class: "map-side" }, this.note, this.list));
  }

  #toggle(code) {
    this.store.set({ country: toggled(this.store.state, "country", code).country });
  }

  count(code) {
    return this.counts?.get(code) ?? 0;
  }

  update(selection, state) {
    const { model } = this;
    const codes = [...model.index.countries, "?"];
    this.counts = new Map(codes.map((code, at) => [code, selection.counts.country[at]]));
    const order = codes.filter((code) => this.count(code)).sort((a, b) => (a === "?") - (b === "?") || this.count(b) - this.count(a) || a.localeCompare(b));
    const most = Math.max(1, ...order.filter((code) => code !== "?").map((code) => this.count(code)));
    const shade = (count) => (count ? 1 + Math.min(SHADES - 1, Math.floor((SHADES * Math.log1p(count)) / Math.log1p(most + 1))) : 0);
    for (const [code, path] of this.paths) {
      const count = this.count(code), on = state.country.includes(code);
      path.setAttribute("class", `land shade-${shade(count)}${on ? " on" : ""}${count ? " some" : ""}`);
      path.firstChild.textContent = `${country(code)}: ${several(count, "event")}`;
      if (path.tagName === "circle") path.setAttribute("r", count ? 3 : 0);
    }
    const known = order.filter((code) => code !== "?");
    const places = known.length === 1 ? "1 country" : `${figure(known.length)} countries`;
    this.note.textContent = `${several(known.reduce((sum, code) => sum + this.count(code), 0), "event")} in ${places}${this.count("?") ? `, ${figure(this.count("?"))} where none is known` : ""}. Choose some to narrow every view down.`;
    const bounds = Array.from({ length: SHADES }, (_, i) => Math.max(1, Math.ceil(Math.expm1((i * Math.log1p(most + 1)) / SHADES))));
    clear(this.key, bounds.map((low, i) => (i + 1 < SHADES && bounds[i + 1] === low ? null : h("span", {}, h("i", { class: `shade-${i + 1}` }), `${figure(low)}${i + 1 < SHADES ? "" : "+"}`))));
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    clear(this.list, order.map((code) => this.#row(code, most, state)));
    if (focused) [...this.list.querySelectorAll("button")].find((one) => one.dataset.key === focused)?.focus();
  }

  #row(code, most, state) {
    const bar = h("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${Math.min(100, Math.round((100 * this.count(code)) / most))}%`;
    return h("li", {}, h("button", { type: "button", class: "choice", "data-key": code, "aria-pressed": String(state.country.includes(code)), onclick: () => this.#toggle(code) },
      bar, h("span", { class: "name" }, said(country(code))), h("span", { class: "count" }, figure(this.count(code)))));
  }
}
