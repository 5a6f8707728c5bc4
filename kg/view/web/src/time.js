// The time line: a lane for each course of events, with its events on their days.

import { announce, button, clear, h, said, spot } from "./dom.js";
import { span, startOfYear, words, yearOf } from "./days.js";
import { classColours } from "./look.js";
import { figure, several, title } from "./words.js";

const LANES = 60;
const APART = 2.4; // hundredths of the width between two marks of a lane, at least

export class TimeView {
  constructor(model, store) {
    this.model = model;
    this.store = store;
    this.colours = classColours(model);
    this.lanes = LANES;
    this.element = h("div", { class: "time" });
  }

  update(selection, state) {
    if (this.last && this.last[0] !== selection) this.lanes = LANES;
    this.last = [selection, state];
    const lanes = this.#lanes(selection.list);
    const days = lanes.slice(0, this.lanes).flatMap((lane) => lane.events.flatMap((e) => [this.model.day(e), this.model.events.last[e] ?? this.model.day(e)])).filter((day) => day !== null);
    if (!days.length) {
      clear(this.element, h("p", { class: "empty" }, selection.list.length ? "No day is told of any of these events." : "Nothing is selected."), this.#undated(selection.list));
      return;
    }
    days.sort((a, b) => a - b);
    this.range = [days[Math.floor(days.length * 0.01)], days[days.length - 1]];
    if (days[0] > this.range[0] - (this.range[1] - this.range[0])) this.range[0] = days[0];
    const room = Math.max(2, (this.range[1] - this.range[0]) * 0.02);
    this.range = [this.range[0] - room, this.range[1] + room];
    const shown = lanes.slice(0, this.lanes);
    const undated = selection.list.filter((e) => this.model.day(e) === null);
    clear(this.element,
      h("p", { class: "note" }, `${several(lanes.length, "lane")}${lanes[0].course >= 0 ? ", the latest first" : ""}. A filled mark is a day that is told, a hollow one the day of the article.`, undated.length ? ` ${several(undated.length, "event")} without any day below.` : ""),
      this.#scale(), h("ol", { class: "lanes", onkeydown: (event) => this.#key(event) }, shown.map((lane) => this.#lane(lane, state))),
      lanes.length > shown.length ? button(`${figure(lanes.length - shown.length)} more`, () => { this.lanes += 200; this.update(...this.last); }) : null, this.#undated(undated));
  }

  #lanes(list) {
    const { model } = this;
    const found = new Map();
    for (const e of list) {
      const course = model.events.course[e];
      const key = course >= 0 ? course : `alone ${model.events.class[e]}`;
      if (!found.has(key)) found.set(key, { course, events: [], label: course >= 0 ? model.courses.label[course] : `${title(model.index.classes[model.events.class[e]].label)}, by itself` });
      found.get(key).events.push(e);
    }
    if (found.size === 1 && list.length > 1) return this.#byClass(list);
    for (const lane of found.values()) {
      const days = lane.events.map((e) => model.day(e)).filter((day) => day !== null);
      lane.events = lane.events.filter((e) => model.day(e) !== null).sort((a, b) => model.day(a) - model.day(b) || a - b);
      lane.last = lane.course >= 0 && days.length ? Math.max(...days) : -Infinity;
    }
    return [...found.values()].filter((lane) => lane.events.length).sort((a, b) => b.last - a.last || a.label.localeCompare(b.label, "en"));
  }

  /** One course alone: a lane for each class of its events, in the order in which they begin. */
  #byClass(list) {
    const { model } = this;
    const found = new Map();
    for (const e of list.filter((one) => model.day(one) !== null).sort((a, b) => model.day(a) - model.day(b) || a - b)) {
      const c = model.events.class[e];
      if (!found.has(c)) found.set(c, { course: -1, events: [], label: title(model.index.classes[c].label) });
      found.get(c).events.push(e);
    }
    return [...found.values()];
  }

  /** Events that have no place on a line. */
  #undated(list) {
    if (!list.length) return null;
    const { model, store } = this;
    const item = (e) => h("li", {}, h("button", { type: "button", class: "go", onclick: () => store.set({ sel: model.name(model.T + e) }) }, spot(this.colours[model.events.class[e]], true), said(model.caption(e))));
    return h("details", { class: "undated", open: list.length === this.last[0].list.length }, h("summary", {}, `${several(list.length, "event")} without any day`), h("ul", {}, list.slice(0, 200).map(item)),
      list.length > 200 ? h("p", { class: "quiet" }, "The table lists the others.") : null);
  }

  #at(day) {
    return (100 * (Math.min(this.range[1], Math.max(this.range[0], day)) - this.range[0])) / (this.range[1] - this.range[0]);
  }

  #scale() {
    const [first, last] = this.range;
    const step = [1, 2, 5, 10, 20, 25, 50, 100].find((size) => (yearOf(last) - yearOf(first)) / size <= 9) ?? 200;
    let marks = [];
    for (let year = Math.ceil(yearOf(first) / step) * step; startOfYear(year) <= last; year += step) {
      if (startOfYear(year) < first) continue;
      const mark = h("span", {}, String(year));
      mark.style.left = `${this.#at(startOfYear(year))}%`;
      marks.push(mark);
    }
    if (marks.length < 2) marks = [];
    for (const part of marks.length ? [] : [0.02, 0.35, 0.68]) {
      const mark = h("span", {}, words(Math.round(first + part * (last - first))));
      mark.style.left = `${100 * part}%`;
      marks.push(mark);
    }
    return h("div", { class: "scale", "aria-hidden": "true" }, h("div", {}, marks));
  }

  #lane(lane, state) {
    const { model, store } = this;
    const name = lane.course >= 0 ? model.courses.name[lane.course] : "";
    const label = name ? h("button", { type: "button", class: "go", "aria-current": state.sel === name ? "true" : null, onclick: () => store.set({ sel: name }) }, said(lane.label)) : h("span", {}, said(lane.label));
    const first = model.day(lane.events[0]), last = Math.max(...lane.events.map((e) => model.events.last[e] ?? model.day(e)));
    const bar = h("span", { class: "extent", "aria-hidden": "true" });
    bar.style.left = `${this.#at(first)}%`, bar.style.width = `${Math.max(0.2, this.#at(last) - this.#at(first))}%`;
    let before = -Infinity;
    const marks = lane.events.map((e, i) => {
      before = Math.max(this.#at(model.day(e)), before + APART); // of one day: side by side
      return this.#mark(e, i, before, state);
    });
    return h("li", { class: "lane" }, h("div", { class: "lane-label" }, label, h("small", {}, several(lane.events.length, "event"))), h("div", { class: "track" }, name ? bar : null, marks));
  }

  #mark(e, i, at, state) {
    const { model, store } = this;
    const day = model.events.first[e], status = model.index.statuses[model.events.status[e]];
    const text = `${model.caption(e)}, ${day === null ? `told ${words(model.events.told[e])}` : span(day, model.events.last[e])}${status ? `, ${status.label}` : ""}`;
    const name = model.name(model.T + e);
    const mark = h("button", {
      type: "button", class: `mark fill-${this.colours[model.events.class[e]]} ${status?.line ?? ""}${day === null ? " told" : ""}`, tabindex: i ? "-1" : "0",
      "aria-label": text, title: text, "aria-current": state.sel === name ? "true" : null, onclick: () => store.set({ sel: name }),
    });
    mark.style.left = `${at}%`;
    return mark;
  }

  /** Left and right walk along a lane, up and down from lane to lane. */
  #key(event) {
    const at = event.target.closest(".mark");
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!at || !step) return;
    const lane = at.closest(".lane");
    const marks = [...lane.querySelectorAll(".mark")];
    let to = marks[marks.indexOf(at) + step[0]];
    if (step[1]) {
      const next = step[1] > 0 ? lane.nextElementSibling : lane.previousElementSibling;
      const there = parseFloat(at.style.left);
      to = next && [...next.querySelectorAll(".mark")].reduce((best, mark) => (!best || Math.abs(parseFloat(mark.style.left) - there) < Math.abs(parseFloat(best.style.left) - there) ? mark : best), null);
    }
    if (!to) return;
    event.preventDefault();
    for (const mark of to.closest(".lane").querySelectorAll(".mark")) mark.tabIndex = mark === to ? 0 : -1;
    to.focus();
    announce(to.title);
  }

  /** The lanes that are shown as a picture. */
  svg() {
    const lanes = [...this.element.querySelectorAll(".lane")];
    return { lanes: lanes.map((lane) => ({ label: lane.querySelector("bdi").textContent, marks: [...lane.querySelectorAll(".mark")].map((mark) => ({ at: parseFloat(mark.style.left), colour: getComputedStyle(mark).getPropertyValue("--fill"), hollow: mark.classList.contains("told"), text: mark.title })) })),
      scale: [...this.element.querySelectorAll(".scale span")].map((mark) => ({ at: parseFloat(mark.style.left) || 0, label: mark.textContent })) };
  }
}

