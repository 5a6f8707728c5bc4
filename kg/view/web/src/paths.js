// The shortest path between two nodes along selected edges.

/** @returns {{nodes: number[], edges: number[]} | null} one edge fewer than nodes; null where nothing leads there */
export function shortestPath(model, selection, from, to) {
  if (from === to) return { nodes: [from], edges: [] };
  const by = new Int32Array(model.N).fill(-1);
  const seen = new Uint8Array(model.N);
  seen[from] = 1;
  let rim = [from];
  while (rim.length && !seen[to]) {
    const next = [];
    for (const n of rim) {
      for (const m of model.edgesOf(n)) {
        const other = model.across(m, n);
        if (seen[other] || !selection.edges[m]) continue;
        seen[other] = 1;
        by[other] = m;
        next.push(other);
      }
    }
    rim = next;
  }
  if (!seen[to]) return null;
  const nodes = [to], edges = [];
  for (let n = to; n !== from; n = nodes[0]) {
    edges.unshift(by[n]);
    nodes.unshift(model.across(by[n], n));
  }
  return { nodes, edges };
}
