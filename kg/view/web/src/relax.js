// Makes room in a small picture: starts from the places that were worked out beforehand, ends in the same every time.

export const SMALL = 1200; // nodes; larger pictures keep the places that the index gives
const LENGTH = 1, REACH = 7, PUSH = 1.25, GRAVITY = 0.12;

/** Places [x, y] of the nodes of a picture; `pairs` are numbers of nodes in it. */
export function relax(points, pairs, { aspect = 1.9 } = {}) {
  const count = points.length;
  if (count > SMALL || count < 2) return points;
  const { x, y } = scaled(points);
  const degree = new Float64Array(count);
  for (const [a, b] of pairs) degree[a]++, degree[b]++;
  const weight = degree.map((d) => Math.sqrt(d + 1));
  const steps = Math.max(60, Math.min(260, Math.round(26_000_000 / (count * count))));
  for (let step = 0; step < steps; step++) {
    const fx = new Float64Array(count), fy = new Float64Array(count);
    push(x, y, weight, fx, fy);
    pull(x, y, pairs, fx, fy);
    const limit = 1.1 * LENGTH * (1 - step / steps) ** 1.4 + 0.004;
    for (let i = 0; i < count; i++) {
      fx[i] -= x[i] * GRAVITY * weight[i], fy[i] -= y[i] * GRAVITY * aspect * weight[i];
      const size = Math.hypot(fx[i], fy[i]) + 1e-9;
      const move = Math.min(0.25 * size, limit) / size;
      x[i] += fx[i] * move, y[i] += fy[i] * move;
    }
  }
  return points.map((_, i) => [x[i], y[i]]);
}

function scaled(points) {
  const count = points.length;
  const mean = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / count);
  const spread = Math.sqrt(points.reduce((sum, p) => sum + (p[0] - mean[0]) ** 2 + (p[1] - mean[1]) ** 2, 0) / count) || 1;
  const scale = (LENGTH * Math.sqrt(count) * 0.6) / spread;
  const x = Float64Array.from(points, (p) => (p[0] - mean[0]) * scale);
  const y = Float64Array.from(points, (p) => (p[1] - mean[1]) * scale);
  for (let i = 0; i < count; i++) { // no two in one place
    x[i] += 0.05 * Math.cos(i * 2.399963), y[i] += 0.05 * Math.sin(i * 2.399963);
  }
  return { x, y };
}

/** Every node pushes those that are near; what is further than REACH is left alone, so that clusters do not fly apart. */
function push(x, y, weight, fx, fy) {
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const dx = x[i] - x[j], dy = y[i] - y[j];
      const square = Math.max(dx * dx + dy * dy, 0.02);
      if (square > REACH * REACH) continue;
      const force = weight[i] * weight[j] * PUSH * (1 / square - 1 / (REACH * REACH));
      fx[i] += dx * force, fy[i] += dy * force;
      fx[j] -= dx * force, fy[j] -= dy * force;
    }
  }
}

function pull(x, y, pairs, fx, fy) {
  for (const [a, b] of pairs) {
    const dx = x[b] - x[a], dy = y[b] - y[a];
    const force = Math.hypot(dx, dy) / LENGTH;
    fx[a] += dx * force, fy[a] += dy * force;
    fx[b] -= dx * force, fy[b] -= dy * force;
  }
}
