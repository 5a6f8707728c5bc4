// The search box: a list of nodes whose label holds what was typed.

const SHOWN = 12;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const NAMES = DATA.nodes.map((node) => [plain(node.label), node]);

let matches = [];
let active = 0;

/** Return the nodes that match, best first: those that begin with it, then words that do, then the rest. */
function find(text) {
  const wanted = plain(text.trim());
  if (!wanted) return [];
  const rank = (name) => (name.startsWith(wanted) ? 0 : name.includes(" " + wanted) ? 1 : 2);
  return NAMES.filter(([name, node]) => name.includes(wanted) && !nodeHidden(node))
    .sort(([a, m], [b, n]) => rank(a) - rank(b) || n.degree - m.degree || (a < b ? -1 : 1))
    .map(([, node]) => node);
}

function showMatches() {
  const box = byId("search");
  matches = find(box.value);
  active = 0;
  const items = matches.slice(0, SHOWN).map((node, i) =>
    el("li", { role: "option", id: "match-" + i, onmousedown: (event) => event.preventDefault(), onclick: () => go(i) },
      symbol(classOf(node), node), bdi(node.label), el("small", {}, bdi(classOf(node).label))));
  const rest = matches.length - items.length;
  if (rest > 0) items.push(el("li", { class: "rest", role: "presentation" }, count(rest, "more match", "more matches")));
  if (!matches.length) items.push(el("li", { class: "rest", role: "presentation" }, "Nothing has this name"));
  byId("matches").replaceChildren(...items);
  openMatches(box.value.trim() !== "");
}

function openMatches(open) {
  byId("matches").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  markActive();
}

function markActive() {
  const options = byId("matches").querySelectorAll("[role=option]");
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
  const current = byId("matches").hidden ? null : options[active];
  if (current) byId("search").setAttribute("aria-activedescendant", current.id);
  else byId("search").removeAttribute("aria-activedescendant");
  if (current) current.scrollIntoView({ block: "nearest" });
}

function go(i) {
  if (!matches[i]) return;
  openMatches(false);
  choose(matches[i].id, { focus: true });
}

function searchKey(event) {
  const last = Math.min(matches.length, SHOWN) - 1;
  if (event.key === "ArrowDown") active = Math.min(last, active + 1);
  else if (event.key === "ArrowUp") active = Math.max(0, active - 1);
  else if (event.key === "Enter") return go(active);
  else return;
  event.preventDefault();
  markActive();
}

function setUpSearch() {
  const box = byId("search");
  box.addEventListener("input", showMatches);
  box.addEventListener("focus", () => { if (box.value.trim()) showMatches(); });
  box.addEventListener("blur", () => openMatches(false));
  box.addEventListener("keydown", searchKey);
}

function clearSearch() {
  byId("search").value = "";
  matches = [];
  openMatches(false);
}
