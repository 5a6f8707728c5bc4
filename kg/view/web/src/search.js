// The box in which one finds things and courses by their names, with completion.

import MiniSearch from "minisearch";
import { announce, h, said, spot } from "./dom.js";
import { fold, several } from "./words.js";

const SHOWN = 9;

/** Finds things and courses by the beginnings of words of their names, and with a letter wrong. */
export class Names {
  #index;

  constructor(model) {
    this.model = model;
  }

  #build() {
    const { model } = this;
    const index = new MiniSearch({
      fields: ["label", "also"],
      storeFields: [],
      tokenize: (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean),
      processTerm: (term) => term,
      searchOptions: { prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: "AND", boost: { label: 2 } },
    });
    index.addAll(model.things.name.map((_, n) => ({ id: n, label: model.things.label[n], also: model.things.also[n] })));
    index.addAll(model.courses.name.map((_, c) => ({ id: model.N + c, label: model.courses.label[c], also: "" })));
    return index;
  }

  /** @returns {{name: string, label: string, word: string, also: string, node?: number}[]} the best first */
  find(text, limit = SHOWN) {
    this.#index ??= this.#build();
    const wanted = fold(text.trim());
    if (!wanted) return [];
    const weight = (id) => (id < this.model.N ? Math.log2(2 + this.model.things.centrality[id] / 40) : 0.5);
    const found = this.#index.search(wanted).map(({ id, score }) => ({ id, score: score * weight(id) * this.#exact(id, wanted) }));
    found.sort((a, b) => b.score - a.score || a.id - b.id);
    return found.slice(0, limit).map(({ id }) => this.#entry(id, wanted));
  }

  #exact(id, wanted) {
    if (id >= this.model.N) return 1;
    const names = [this.model.things.label[id], ...this.model.things.also[id].split("\n")].map(fold);
    return names.includes(wanted) ? 6 : names[0].startsWith(wanted) ? 2 : 1;
  }

  #entry(id, wanted) {
    const { model } = this;
    if (id >= model.N) {
      const c = id - model.N;
      return { name: model.courses.name[c], label: model.courses.label[c], word: model.index.courseLabel, also: "" };
    }
    const label = model.things.label[id];
    const other = fold(label).includes(wanted) ? "" : model.things.also[id].split("\n").find((name) => fold(name).includes(wanted)) ?? "";
    return { name: model.name(id), label, word: model.classOf(id).label, also: other, node: id };
  }
}

let boxes = 0;

/**
 * A combobox: arrows walk its matches, Enter takes one, Escape empties it.
 * @param {(entry: object|null, text: string) => void} take with null where Enter is pressed and no match is marked
 */
export function searchBox(model, names, colours, { label, placeholder, take, free = false }) {
  const id = `matches-${++boxes}`;
  const input = h("input", {
    type: "text", role: "combobox", "aria-label": label, placeholder, "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
  });
  const list = h("ul", { id, role: "listbox", "aria-label": "Matches", hidden: true });
  let matches = [], at = -1;
  const mark = (to) => {
    at = to;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const choose = (entry) => {
    const text = input.value.trim();
    close();
    input.value = "";
    take(entry, text);
  };
  const item = (entry, i) => h("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); choose(entry); } },
    entry.node >= 0 ? spot(colours[model.classNumber(entry.node)]) : h("span", { class: "spot course", "aria-hidden": "true" }),
    h("span", { class: "name" }, said(entry.label), entry.also && h("small", {}, " ", said(entry.also))),
    h("small", { class: "word" }, said(entry.word)));
  const look = () => {
    const text = input.value.trim();
    matches = names.find(text);
    if (!text) return close();
    const none = h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, free ? "No name like this; Enter looks for the words" : "Nothing has a name like this");
    list.replaceChildren(...(matches.length ? matches.map(item) : [none]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(matches.length ? 0 : -1);
    announce(matches.length ? several(matches.length, "match", "matches") : "no match");
    return undefined;
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", () => input.value && look());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden && matches.length) {
      event.preventDefault();
      mark((at + step + matches.length) % matches.length);
    } else if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault();
      if (matches[at] || free) choose(matches[at] ?? null);
    } else if (event.key === "Escape") {
      if (input.value) event.stopPropagation();
      input.value = "";
      close();
    }
  });
  return h("div", { class: "search" }, input, list);
}
