// How terms are shown: short, and things of the graph as links to their pages.

import { h, said } from "../dom.js";

export class Terms {
  constructor({ base, prefixes }) {
    this.base = base;
    this.prefixes = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
  }

  /** A term in few words. */
  short({ type, value }) {
    if (type !== "uri") return value;
    for (const [prefix, space] of this.prefixes) if (value.startsWith(space) && /^[\w.-]*$/.test(value.slice(space.length))) return `${prefix}:${value.slice(space.length)}`;
    return value.startsWith(this.base) ? this.#name(value.slice(this.base.length)) : value;
  }

  #name(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  element(cell) {
    const text = this.short(cell);
    if (cell.type !== "uri") return said(text);
    const inside = cell.value.startsWith(this.base) ? cell.value.slice(this.base.length) : "";
    if (!inside) return said(text, { title: cell.value });
    return h("a", { href: inside.split("#")[0], title: cell.value }, said(text));
  }
}
