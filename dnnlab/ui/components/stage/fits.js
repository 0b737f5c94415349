// The straight line y = slope x + shift that a loss fits to points: dnnlab/foundations/neuron/fitting.py, once more.

const SMALL = 1e-12;
const ROUNDS = 2000;

const sum = (values) => values.reduce((total, each) => total + each, 0);

/** Least squares with a weight for each point; where all stand above one another: a level line. */
function weighted(points, weights) {
  const whole = sum(weights);
  const [mx, my] = [0, 1].map((axis) => sum(points.map((point, i) => weights[i] * point[axis])) / whole);
  const spread = sum(points.map(([x], i) => weights[i] * (x - mx) ** 2));
  const slope = spread > SMALL ? sum(points.map(([x, y], i) => weights[i] * (x - mx) * (y - my))) / spread : 0;
  return [slope, my - slope * mx];
}

export const l2 = (points) => weighted(points, points.map(() => 1));

/** Some line through two of the points has the least sum of distances: the first such pair. */
export function l1(points) {
  const cost = ([slope, shift]) => sum(points.map(([x, y]) => Math.abs(y - slope * x - shift)));
  let best = [0, points.map(([, y]) => y).sort((a, b) => a - b)[(points.length - 1) >> 1]];
  let least = Infinity;
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const [[x1, y1], [x2, y2]] = [points[i], points[j]];
      if (Math.abs(x2 - x1) <= SMALL) continue;
      const slope = (y2 - y1) / (x2 - x1);
      const line = [slope, y1 - slope * x1];
      const now = cost(line);
      if (now < least - 1e-9) [best, least] = [line, now];
    }
  }
  return best;
}

/** Least squares again and again, each time with weights 1 / sqrt(1 + (distance / delta)^2). */
export function pseudoHuber(points, delta) {
  let line = l2(points);
  for (let round = 0; round < ROUNDS; round++) {
    const [slope, shift] = line;
    const weights = points.map(([x, y]) => 1 / Math.sqrt(1 + ((y - slope * x - shift) / delta) ** 2));
    line = weighted(points, weights);
    if (Math.abs(line[0] - slope) + Math.abs(line[1] - shift) < 1e-9) break;
  }
  return line;
}
