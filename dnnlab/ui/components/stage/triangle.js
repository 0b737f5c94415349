// Three shares of one whole as a place in a triangle: each corner gives all to one of them.

import { words } from "./drawing.js";

/** Of three scores, at a temperature. */
export function softmax(scores, temperature = 1) {
  const largest = Math.max(...scores);
  const powers = scores.map((each) => Math.exp((each - largest) / temperature));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

export class Triangle {
  /** In a canvas of that size in CSS pixels; `room` is left around it for the corners' names. */
  constructor(width, height, room = 24) {
    const side = Math.min(width - 2 * room, (height - 1.6 * room) / (Math.sqrt(3) / 2));
    const tall = (side * Math.sqrt(3)) / 2;
    const top = (height - tall) / 2 + 0.15 * room;
    this.side = side;
    this.corners = [
      [width / 2, top],
      [width / 2 - side / 2, top + tall],
      [width / 2 + side / 2, top + tall],
    ];
  }

  place(shares) {
    return [0, 1].map((axis) => shares.reduce((sum, share, k) => sum + share * this.corners[k][axis], 0));
  }

  /** The shares at a place in CSS pixels; outside, those of a place near it on the edge. */
  shares(x, y) {
    const [[ax, ay], [bx, by], [cx, cy]] = this.corners;
    const whole = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy);
    const first = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / whole;
    const second = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / whole;
    const kept = [first, second, 1 - first - second].map((each) => Math.max(each, 0));
    const sum = kept.reduce((total, each) => total + each, 0);
    return kept.map((each) => each / sum);
  }

  outline(context) {
    context.beginPath();
    this.corners.forEach(([x, y]) => context.lineTo(x, y));
    context.closePath();
  }

  /** Where the largest share changes hands: from the middle to the middle of each side. */
  borders(context) {
    const middle = this.place([1 / 3, 1 / 3, 1 / 3]);
    for (const half of [[0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]) {
      context.beginPath();
      context.moveTo(...middle);
      context.lineTo(...this.place(half));
      context.stroke();
    }
  }

  /** The corners' names outside of them. */
  name(context, names, colours, rim, font) {
    context.font = `600 13px ${font}`;
    context.textAlign = "center";
    names.forEach((name, k) => {
      const [x, y] = this.corners[k];
      context.textBaseline = k ? "top" : "bottom";
      words(context, name, x, y + (k ? 5 : -5), colours[k], rim);
    });
  }
}
