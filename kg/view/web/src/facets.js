// The facets: what can be chosen, with how many events (things, edges) each choice would give.

import { button, clear, h, said, spot } from "./dom.js";
import { isFiltered, toggled, unfiltered } from "./state.js";
import { country, figure, fold, percent, several, title } from "./words.js";

const SHORT = 7;

/** @returns {(selection: object, state: object) => void} brings the facets up to date */
export function facets(element, model, store, colours) {
  const { index } = model;
  const side = (at) => title(index.sides[at].label.split(", ").slice(0, 2).join(", "));
  const classes = (kind) => index.classes.flatMap((one, at) => (one.kind === kind ? [{ key: model.key(one.iri), label: one.label, at, spot: colours[at], hollow: kind === "event" }] : []));
  const terms = (list) => list.map((one, at) => ({ key: model.key(one.iri), label: one.label, at }));
  const plain = (list) => list.map((label, at) => ({ key: label, label, at }));
  const party = (counts) => [...counts.keys()].map((n) => ({ key: model.name(n), label: model.things.label[n], at: n }));
  const groups = [
    { key: "what", label: "What happened", items: () => classes("event"), open: true },
    { key: "status", label: "Status", items: () => terms(index.statuses).map((one) => ({ ...one, line: index.statuses[one.at].line })), open: true, fixed: true },
    { key: "one", label: side(0), items: (counts) => party(counts.one), open: true },
    { key: "other", label: side(1), items: (counts) => party(counts.other), open: true },
    { key: "country", label: "Country", items: () => [...index.countries, "?"].map((code, at) => ({ key: code, label: country(code), at })) },
    { key: "who", label: "Who and where", items: () => classes("thing"), unit: "thing" },
    { key: "edge", label: "Edge", items: () => terms(model.kinds), unit: "edge" },
    { key: "source", label: "Source", items: () => plain(index.sources).map((one) => ({ ...one, label: one.label || "not named" })) },
  ].map((group) => facet(group, store));
  const sure = belief(store);
  const reset = button("Clear all", () => store.set(unfiltered(store.state)), { class: "link" });
  const heading = h("div", { class: "facets-head" }, h("h2", {}, "Narrow down"), reset);
  clear(element, heading, ...groups.map((group) => group.element), sure.element);
  return (selection, state) => {
    reset.hidden = !isFiltered(state);
    for (const group of groups) group.update(selection.counts, state);
    sure.update(selection.counts, state);
  };
}

function facet(group, store) {
  const list = h("ul", {});
  const find = h("input", { type: "text", class: "find", placeholder: "Find …", "aria-label": `Find in ${group.label}`, hidden: true, oninput: () => draw() });
  const more = button("More", () => { shown = shown > SHORT ? SHORT : 60; draw(); }, { class: "link" });
  const chosen = h("span", { class: "chosen" });
  const element = h("details", { class: "facet", open: group.open },
    h("summary", {}, h("span", { text: group.label }), chosen), find, list, more);
  let shown = SHORT, last = null;
  const draw = () => {
    const [counts, state] = last;
    const values = state[group.key];
    const number = (at) => (counts[group.key] instanceof Map ? counts[group.key].get(at) ?? 0 : counts[group.key][at]);
    const text = fold(find.value.trim());
    const all = group.items(counts).map((item) => ({ ...item, count: number(item.at), on: values.includes(item.key) })).filter((item) => item.count || item.on);
    if (!group.fixed) all.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, "en"));
    element.hidden = !all.length;
    const fit = text ? all.filter((item) => fold(item.label).includes(text)) : all;
    find.hidden = all.length <= 12;
    more.hidden = fit.length <= SHORT;
    more.textContent = shown > SHORT ? "Fewer" : `${figure(fit.length - SHORT)} more`;
    chosen.textContent = values.length ? String(values.length) : "";
    const most = Math.max(1, ...fit.map((item) => item.count));
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    clear(list, fit.filter((item, i) => i < shown || item.on).map((item) => choice(group, item, most, store)));
    if (focused !== null) [...list.querySelectorAll("button")].find((one) => one.dataset.key === focused)?.focus();
  };
  return {
    element,
    update(counts, state) {
      last = [counts, state];
      if (state[group.key].length) element.open = true;
      draw();
    },
  };
}

function choice(group, item, most, store) {
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  bar.style.width = `${Math.round((100 * item.count) / most)}%`;
  const name = h("span", { class: "name" }, said(item.label));
  const mark = item.spot !== undefined ? spot(item.spot, item.hollow) : item.line ? h("span", { class: `line ${item.line}`, "aria-hidden": "true" }) : null;
  return h("li", {}, h("button", {
    type: "button", class: "choice", "data-key": item.key, "aria-pressed": String(item.on), title: `${item.label}: ${several(item.count, group.unit ?? "event")}`,
    onclick: () => store.set({ [group.key]: toggled(store.state, group.key, item.key)[group.key] }),
  }, bar, mark, name, h("span", { class: "count" }, figure(item.count))));
}

/** The least belief, with how many events lie in each tenth. */
function belief(store) {
  const bars = h("div", { class: "tenths", "aria-hidden": "true" }, Array.from({ length: 10 }, () => h("span")));
  const slider = h("input", { type: "range", min: "0", max: "950", step: "50", "aria-label": "Least confidence" });
  const said = h("output", {});
  slider.addEventListener("input", () => store.set({ belief: Number(slider.value) }, { quiet: true }));
  const element = h("details", { class: "facet", open: true }, h("summary", {}, h("span", { text: "Confidence" }), said), bars, slider);
  return {
    element,
    update(counts, state) {
      const most = Math.max(1, ...counts.belief);
      element.hidden = !state.belief && !counts.belief.some(Boolean);
      [...bars.children].forEach((bar, i) => {
        bar.style.height = `${Math.max(counts.belief[i] ? 6 : 0, Math.round((100 * counts.belief[i]) / most))}%`;
        bar.classList.toggle("off", (i + 1) * 100 <= state.belief);
      });
      slider.value = String(state.belief);
      slider.setAttribute("aria-valuetext", `at least ${percent(state.belief)}`);
      said.textContent = state.belief ? `≥ ${percent(state.belief)}` : "";
    },
  };
}
