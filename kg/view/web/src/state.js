// All that the page shows, as plain values, and as the part of the address behind "#": a link is a view.

export const VIEWS = ["graph", "time", "map", "table", "sparql"];
export const MOST = 300; // nodes at first

/** What nothing was chosen for. Lists hold names: prefixed names of terms, ends of IRIs, codes, words. */
export const NEUTRAL = Object.freeze({
  view: "graph",
  q: "", about: "", group: "",
  what: [], who: [], edge: [], status: [], country: [], one: [], other: [], source: [],
  belief: 0, from: "", to: "",
  sel: "", path: [], open: [], most: MOST,
  colour: "class", size: "centrality",
  rows: "events", sort: "",
});

export const FACETS = ["what", "who", "edge", "status", "country", "one", "other", "source"];
const FILTERS = [...FACETS, "q", "about", "group", "belief", "from", "to"];
const CHOICES = { view: VIEWS, colour: ["class", "community"], size: ["centrality", "documents", "links"], rows: ["events", "things", "edges"] };
const DAY = /^-?\d{4}-\d\d-\d\d$/;

/** The state that an address means; what it does not name, or names wrongly, is neutral. */
export function parse(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const state = { ...NEUTRAL };
  for (const [key, neutral] of Object.entries(NEUTRAL)) {
    const values = given.getAll(key);
    if (!values.length) continue;
    if (Array.isArray(neutral)) state[key] = [...new Set(values)];
    else if (typeof neutral === "number") state[key] = number(values[0], key === "most" ? 10 : 0, key === "most" ? 1e6 : 1000, neutral);
    else if (CHOICES[key]) state[key] = CHOICES[key].includes(values[0]) ? values[0] : neutral;
    else if (key === "from" || key === "to") state[key] = DAY.test(values[0]) ? values[0] : "";
    else state[key] = values[0];
  }
  return state;
}

function number(text, low, high, neutral) {
  const value = Number(text);
  return Number.isInteger(value) && value >= low && value <= high ? value : neutral;
}

/** The address of a state: only what is not neutral stands in it. */
export function format(state) {
  const given = new URLSearchParams();
  for (const [key, neutral] of Object.entries(NEUTRAL)) {
    const value = state[key];
    if (Array.isArray(neutral)) for (const one of value) given.append(key, one);
    else if (value !== neutral) given.set(key, String(value));
  }
  const text = given.toString();
  return text ? `#${text}` : "#";
}

/** Whether anything is filtered. */
export function isFiltered(state) {
  return FILTERS.some((key) => (Array.isArray(state[key]) ? state[key].length : state[key] !== NEUTRAL[key]));
}

/** The state without its filters. */
export function unfiltered(state) {
  const found = { ...state };
  for (const key of FILTERS) found[key] = NEUTRAL[key];
  return found;
}

/** The state in which one value of a list is turned on or off. */
export function toggled(state, key, value) {
  const list = state[key];
  return { ...state, [key]: list.includes(value) ? list.filter((one) => one !== value) : [...list, value] };
}

/** Keeps the state and tells those who want to know when it changes. */
export class Store {
  #told = [];

  constructor(address) {
    this.address = address;
    this.state = parse(address.read());
    address.listen(() => this.#become(parse(address.read())));
  }

  tell(listener) {
    this.#told.push(listener);
  }

  /** Change the state. `quiet` keeps no step to go back to, as while a slider is dragged. */
  set(change, { quiet = false } = {}) {
    const next = { ...this.state, ...change };
    const hash = format(next);
    if (hash === format(this.state)) return;
    this.address.write(hash, quiet);
    this.#become(next);
  }

  #become(next) {
    const before = this.state;
    this.state = next;
    for (const listener of this.#told) listener(next, before);
  }
}

/** The address of this window. In a frame without one of its own, states are kept but cannot be linked. */
export function windowAddress() {
  return {
    read: () => location.hash,
    write(hash, quiet) {
      try {
        history[quiet ? "replaceState" : "pushState"](null, "", hash);
      } catch {
        // a frame of a notebook has an address that must not be changed
      }
    },
    listen(listener) {
      addEventListener("popstate", listener);
    },
  };
}
