// The strip of days below every view: how many events when, and the part of them that is chosen.

import { clear, h, s } from "./dom.js";
import { dayOf, iso, span, startOfYear, yearOf } from "./days.js";
import { extent, histogram } from "./selection.js";

const BINS = 160, WIDTH = 1000, HEIGHT = 44;

/** @returns {(selection: object, state: object) => void} */
export function strip(element, model, store) {
  const whole = extent(model);
  if (!whole) {
    element.hidden = true;
    return () => {};
  }
  const view = zoomed(model, whole);
  const [first, last] = view;
  const x = (day) => ((day - first) / (last - first + 1)) * WIDTH;
  const bars = s("g"), shade = s("g");
  const picture = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "days", "aria-hidden": "true" }, bars, shade);
  const years = h("div", { class: "years", "aria-hidden": "true" });
  for (const year of ticks(first, last)) {
    const mark = h("span", { text: String(year) });
    mark.style.left = `${x(startOfYear(year)) / (WIDTH / 100)}%`;
    years.append(mark);
  }
  const field = (label, key) => h("input", { type: "date", "aria-label": label, onchange: (event) => store.set({ [key]: event.target.value }) });
  const from = field("From day", "from"), to = field("To day", "to");
  const words = h("span", { class: "between" });
  const all = h("button", { type: "button", class: "link", onclick: () => store.set({ from: "", to: "" }) }, "All days");
  const stage = h("div", { class: "brush" }, picture, years);
  brush(stage, first, last, store);
  clear(element, h("div", { class: "strip-row" }, h("label", {}, "From ", from), h("label", {}, "to ", to), all, words), stage);
  return (selection, state) => {
    const found = histogram(model, selection.fails, first, last, BINS);
    const most = Math.max(1, ...found.in.map((count, i) => count + found.out[i]));
    const bar = (count, base, i, name) => count && s("rect", {
      x: (i * WIDTH) / BINS + 0.6, width: WIDTH / BINS - 1.2, class: name,
      y: HEIGHT - scale(base + count, most), height: scale(base + count, most) - scale(base, most),
    });
    clear(bars, [...found.in].map((count, i) => [bar(count, 0, i, "in"), bar(found.out[i], count, i, "out")]).flat().filter(Boolean));
    const low = dayOf(state.from), high = dayOf(state.to);
    from.value = state.from, to.value = state.to;
    all.hidden = low === null && high === null;
    words.textContent = low === null && high === null ? span(...whole) : "";
    const [a, b] = [Math.max(0, x(low ?? first)), Math.min(WIDTH, x((high ?? last) + 1))];
    clear(shade, low === null && high === null ? [] : [
      s("rect", { x: 0, width: Math.max(0, a), y: 0, height: HEIGHT, class: "veil" }),
      s("rect", { x: b, width: Math.max(0, WIDTH - b), y: 0, height: HEIGHT, class: "veil" }),
      s("rect", { x: a, width: Math.max(2, b - a), y: 0, height: HEIGHT, class: "frame" }),
    ]);
  };
}

function scale(count, most) {
  return Math.sqrt(count / most) * (HEIGHT - 2);
}

/** The years in which nearly all events lie: a few old ones do not press the others together. */
function zoomed(model, [first, last]) {
  const days = [];
  for (let e = 0; e < model.E; e++) if (model.day(e) !== null) days.push(model.day(e));
  days.sort((a, b) => a - b);
  const low = days[Math.floor(days.length * 0.03)], high = days[Math.ceil(days.length * 0.995) - 1];
  const room = Math.max(30, (high - low) * 0.04);
  const [a, b] = [Math.max(first, Math.floor(low - room)), Math.min(last, Math.ceil(high + room))];
  return (last - first) > 2 * (b - a) ? [a, b] : [first, last];
}

function ticks(first, last) {
  const years = yearOf(last) - yearOf(first);
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200].find((size) => years / size <= 11) ?? 500;
  const found = [];
  for (let year = Math.ceil((yearOf(first) + 0.01) / step) * step; startOfYear(year) <= last; year += step) {
    if (startOfYear(year) >= first) found.push(year);
  }
  return found;
}

/** Drag to choose days; a click without a drag chooses none. */
function brush(stage, first, last, store) {
  let start = null;
  const dayAt = (event) => {
    const box = stage.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Math.round(first + share * (last - first));
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    start = { day: dayAt(event), x: event.clientX, moved: false };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!start || (!start.moved && Math.abs(event.clientX - start.x) < 4)) return;
    const [low, high] = [start.day, dayAt(event)].sort((a, b) => a - b);
    store.set({ from: iso(low), to: iso(high) }, { quiet: start.moved });
    start.moved = true;
  });
  const end = () => {
    if (start && !start.moved) store.set({ from: "", to: "" });
    start = null;
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", () => (start = null));
}
