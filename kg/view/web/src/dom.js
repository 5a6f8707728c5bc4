// Elements, made from words that are only ever text.

/**
 * Make an element. Properties that begin with "on" are listeners, "class" and "text" what they say, a value of null or
 * false is left out, everything else is an attribute.
 */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function s(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(4).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Words from the graph: whatever their direction, they turn nothing around them. */
export function said(text, given = {}) {
  return h("bdi", given, text);
}

export function button(text, onclick, given = {}) {
  return h("button", { type: "button", onclick, ...given }, text);
}

/** A spot of the colour of a class; `hollow` for events. */
export function spot(colour, hollow = false) {
  return h("span", { class: `spot fill-${colour}${hollow ? " hollow" : ""}`, "aria-hidden": "true" });
}

export function clear(element, ...children) {
  element.replaceChildren(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== false));
}

/** Keys that move among the buttons of a group, of which one can be tabbed to. */
export function roving(group, selector, { vertical = false, onmove = () => {} } = {}) {
  const all = () => [...group.querySelectorAll(selector)];
  group.addEventListener("keydown", (event) => {
    const [back, on] = vertical ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    const items = all(), at = items.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || !items[to]) return;
    event.preventDefault();
    items.forEach((item) => (item.tabIndex = -1));
    items[to].tabIndex = 0;
    items[to].focus();
    onmove(items[to]);
  });
}

let live;

/** Say something to those who do not see it. */
export function announce(text) {
  live ??= document.getElementById("live");
  if (live) live.textContent = text;
}

/** Run something once a frame at most. */
export function paced(run) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      run();
    });
  };
}
