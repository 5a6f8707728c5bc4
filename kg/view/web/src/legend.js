// The legend of the graph view: what colours and lines mean; a press filters.

import { clear, h, said, spot } from "./dom.js";
import { COLOURS } from "./look.js";
import { toggled } from "./state.js";
import { cut, figure, title } from "./words.js";

const SHOWN = 7;

export function legend(element, view, selection, state) {
  const { model, store } = view;
  const items = view.groups ? communities(view, state) : classes(view, state);
  const lines = model.index.statuses.map((status, at) => ({ ...status, at })).filter(({ at }) => selection.counts.status[at]);
  const select = (label, key, choices) => h("label", {}, h("span", { "aria-hidden": "true" }, label, " "), h("select", { "aria-label": `${title(label)} by`, onchange: (event) => store.set({ [key]: event.target.value }) },
    choices.map((one) => h("option", { value: one, selected: state[key] === one }, one))));
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  clear(element,
    h("div", { class: "keys", role: "group", "aria-label": "Colours" }, items),
    h("div", { class: "keys lines", role: "group", "aria-label": "Lines" }, lines.map((status) => press(store, state, "status", model.key(status.iri), status.label, h("span", { class: `line ${status.line}`, "aria-hidden": "true" })))));
  clear(view.choices, h("div", { class: "keys" }, select("colour", "colour", ["class", "community"]), select("size", "size", ["centrality", "documents", "links"])));
  if (focused !== undefined) [...element.querySelectorAll("button")].find((one) => one.dataset.key === focused)?.focus();
}

function press(store, state, key, value, label, mark) {
  return h("button", {
    type: "button", class: "key", "data-key": value, "aria-pressed": String(state[key].includes(value)), title: `Only ${label}`,
    onclick: () => store.set({ [key]: toggled(store.state, key, value)[key] }),
  }, mark, said(label));
}

function classes(view, state) {
  const { model, store } = view;
  const number = new Map();
  for (const n of view.shown.nodes) number.set(model.classNumber(n), (number.get(model.classNumber(n)) ?? 0) + 1);
  const order = [...number].sort(([a], [b]) => (model.index.classes[a].kind === "event") - (model.index.classes[b].kind === "event") || view.classes[a] - view.classes[b] || a - b);
  return order.filter(([c]) => view.classes[c] < COLOURS - 1).map(([c]) => {
    const one = model.index.classes[c];
    return press(store, state, one.kind === "event" ? "what" : "who", model.key(one.iri), one.label, spot(view.classes[c], one.kind === "event"));
  });
}

function communities(view, state) {
  const { model, store } = view;
  return [...view.groups].slice(0, SHOWN).map(([first, { colour, count }]) => {
    const name = model.name(first), on = state.group === name;
    return h("button", {
      type: "button", class: "key", "data-key": name, "aria-pressed": String(on), title: `Only the community of ${model.label(first)}`,
      onclick: () => store.set({ group: on ? "" : name }),
    }, spot(colour), said(cut(model.label(first), 30)), h("small", {}, ` ${figure(count)}`));
  });
}

