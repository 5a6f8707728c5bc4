// Which nodes of the selection the graph view draws: the most connected, and what was opened around them.

export const OPENED = 30; // nodes that opening one node adds, at most

/**
 * @returns {{nodes: number[], edges: number[], of: number}} nodes in the order in which they were taken, the selected
 *     edges between them, and of how many nodes the selection is
 */
export function picture(model, selection, state) {
  const degree = degrees(model, selection);
  const taken = new Uint8Array(model.N);
  const nodes = [];
  const take = (n) => {
    if (n >= 0 && !taken[n]) taken[n] = 1, nodes.push(n);
  };
  for (const name of [state.about, ...state.path, state.sel]) {
    const found = model.find(name);
    if (found?.node >= 0) take(found.node);
    if (found?.edge >= 0) take(model.from[found.edge]), take(model.to[found.edge]);
  }
  const seeds = nodes.slice();
  const rest = Math.max(0, state.most - nodes.length);
  for (const n of mostConnected(model, selection, degree, seeds, rest, taken)) take(n);
  for (const [node, kinds] of opened(model, state)) {
    for (const n of neighbours(model, selection, node, kinds, degree).slice(0, OPENED)) take(n);
  }
  const edges = [];
  for (let m = 0; m < model.M; m++) {
    if (selection.edges[m] && taken[model.from[m]] && taken[model.to[m]]) edges.push(m);
  }
  let of = 0;
  for (let n = 0; n < model.N; n++) of += selection.nodes[n] || taken[n];
  return { nodes, edges, of, degree };
}

function degrees(model, selection) {
  const degree = new Uint32Array(model.N);
  for (let m = 0; m < model.M; m++) if (selection.edges[m]) degree[model.from[m]]++, degree[model.to[m]]++;
  return degree;
}

/** Take the neighbour of most edges again and again, so that what is taken hangs together. */
function mostConnected(model, selection, degree, seeds, limit, taken) {
  const better = (a, b) => degree[a] > degree[b] || (degree[a] === degree[b] && a < b);
  const seen = taken.slice();
  const chosen = [];
  const heap = new Heap(better);
  const look = (n) => {
    for (const m of model.edgesOf(n)) {
      const other = model.across(m, n);
      if (selection.edges[m] && !seen[other]) seen[other] = 1, heap.push(other);
    }
  };
  const grow = () => {
    while (heap.size && chosen.length < limit) {
      const n = heap.pop();
      chosen.push(n);
      look(n);
    }
  };
  seeds.forEach(look);
  grow();
  if (chosen.length >= limit) return chosen;
  const starts = [];
  for (let n = 0; n < model.N; n++) if (selection.nodes[n] && !seen[n]) starts.push(n);
  starts.sort((a, b) => degree[b] - degree[a] || a - b);
  for (const n of starts) {
    if (chosen.length >= limit) break;
    if (seen[n]) continue;
    seen[n] = 1;
    heap.push(n);
    grow();
  }
  return chosen;
}

/** The nodes that were opened, each with the kinds of edges that were chosen for it (all if none). */
export function opened(model, state) {
  return state.open.flatMap((text) => {
    const [name, ...keys] = text.split(" ");
    const node = model.find(name)?.node;
    const kinds = new Set(keys.map((key) => model.kinds.findIndex((kind) => model.key(kind.iri) === key)));
    return node === undefined ? [] : [[node, kinds]];
  });
}

/** The neighbours of a node in the selection by chosen kinds of edges, those of most edges first. */
export function neighbours(model, selection, node, kinds, degree) {
  const found = new Set();
  for (const m of model.edgesOf(node)) {
    if (selection.edges[m] && (!kinds.size || kinds.has(model.kind[m]))) found.add(model.across(m, node));
  }
  found.delete(node);
  return [...found].sort((a, b) => degree[b] - degree[a] || a - b);
}

/** How many neighbours of a node each kind of edge would add to what is drawn. */
export function choices(model, selection, node, drawn) {
  const found = new Map();
  for (const m of model.edgesOf(node)) {
    const other = model.across(m, node);
    if (!selection.edges[m] || drawn.has(other)) continue;
    const kind = model.kind[m];
    if (!found.has(kind)) found.set(kind, new Set());
    found.get(kind).add(other);
  }
  return [...found].map(([kind, nodes]) => ({ kind, count: nodes.size })).sort((a, b) => b.count - a.count || a.kind - b.kind);
}

class Heap {
  constructor(better) {
    this.better = better;
    this.items = [];
  }

  get size() {
    return this.items.length;
  }

  push(item) {
    const { items, better } = this;
    let at = items.push(item) - 1;
    while (at && better(item, items[(at - 1) >> 1])) {
      items[at] = items[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    items[at] = item;
  }

  pop() {
    const { items, better } = this;
    const top = items[0], last = items.pop();
    if (!items.length) return top;
    let at = 0;
    for (;;) {
      let next = 2 * at + 1;
      if (next >= items.length) break;
      if (next + 1 < items.length && better(items[next + 1], items[next])) next++;
      if (!better(items[next], last)) break;
      items[at] = items[next];
      at = next;
    }
    items[at] = last;
    return top;
  }
}
