// Softmax of three logits at a temperature: sliders, bars, and a point in the triangle with its path.

import { style as dialStyle, Dials, Held, onGrid } from "../dials.js";
import { dot, drags, make, pen, words, writtenShares, written } from "../drawing.js";
import { softmax, Triangle } from "../triangle.js";

export const style = `
  .dl-softmax {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 0.8rem 1.6rem;
    align-items: center;
  }
  @container (max-width: 560px) {
    .dl-softmax {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .dl-softmax canvas {
    display: block;
    width: 100%;
  }
  .dl-softmax-triangle {
    cursor: crosshair;
  }
  .dl-softmax .dl-dials {
    grid-template-columns: minmax(0, 1fr);
    margin-bottom: 0.8rem;
  }
  .dl-softmax-row {
    display: grid;
    grid-template-columns: 1.6rem minmax(0, 1fr) 4rem;
    gap: 0.5rem;
    align-items: center;
    margin: 0.25rem 0;
    font-size: 0.88rem;
    font-variant-numeric: tabular-nums;
  }
  .dl-softmax-bar {
    height: 20px;
    border-radius: 4px;
    background: var(--dl-surface);
    overflow: hidden;
  }
  .dl-softmax-bar i {
    display: block;
    height: 100%;
  }
  ${dialStyle}`;

const TALL = 330;
const REACH = 34; // pixels around the point from which a finger drags it
const LOWEST = 0.02; // share that a pointer gives, so that its logit is finite

export default class {
  constructor(body, send) {
    this.box = make("div", "dl-softmax", body);
    const side = make("div", "", this.box);
    this.held = new Held(send);
    this.dials = new Dials(side, (name, value) => this.move({ [name]: value }), () => this.held.tell(this.state));
    this.rows = make("div", "", side);
    this.canvas = make("canvas", "dl-softmax-triangle", make("div", "", this.box));
    this.canvas.setAttribute("role", "img");
    drags(this.canvas, {
      take: () => (this.triangle ? "point" : null),
      move: (_, x, y) => this.follow(x, y),
      end: () => this.held.tell(this.state),
      hover: () => "crosshair",
      grips: (x, y) => this.point && Math.hypot(x - this.point[0], y - this.point[1]) < REACH,
    });
    this.resizing = new ResizeObserver(() => this.paint());
    this.resizing.observe(this.box);
  }

  show(spec, { palette }) {
    Object.assign(this, { spec, palette });
    this.dials.declare(spec.dials);
    this.logits = spec.dials.slice(0, 3).map((each) => each.name);
    this.heat = spec.dials[3].name;
    if (this.held.takes(spec.state) || !this.state) this.state = { ...spec.state };
    this.paint();
  }

  get scores() {
    return this.logits.map((name) => this.state[name]);
  }

  move(numbers) {
    for (const [name, value] of Object.entries(numbers)) this.state[name] = onGrid(this.dials.grid[name], value);
    this.paint();
  }

  /** The logits whose shares are under the pointer, at this temperature; their mean stays. */
  follow(x, y) {
    const shares = this.triangle.shares(x, y).map((each) => Math.max(each, LOWEST));
    const logs = shares.map((each) => this.state[this.heat] * Math.log(each));
    const mean = (values) => values.reduce((sum, each) => sum + each, 0) / 3;
    const shift = mean(this.scores) - mean(logs);
    this.move(Object.fromEntries(this.logits.map((name, k) => [name, logs[k] + shift])));
  }

  paint() {
    if (!this.spec || !this.box.clientWidth) return;
    const shares = softmax(this.scores, this.state[this.heat]);
    this.dials.set(this.state);
    this.paintRows(shares);
    this.paintTriangle(shares);
    this.box.dataset.shares = shares.map((each) => each.toFixed(4)).join();
  }

  paintRows(shares) {
    const texts = writtenShares(shares);
    if (this.rows.children.length !== 3) {
      this.rows.replaceChildren();
      for (const name of this.spec.names) {
        const row = make("div", "dl-softmax-row", this.rows);
        make("b", "", row, name);
        make("i", "", make("div", "dl-softmax-bar", row));
        make("span", "", row);
      }
    }
    shares.forEach((share, k) => {
      const [, bar, value] = this.rows.children[k].children;
      Object.assign(bar.firstChild.style, { width: `${100 * share}%`, background: this.palette.classes[k] });
      value.textContent = texts[k] || "<0.1\u00a0%";
    });
  }

  paintTriangle(shares) {
    const { palette } = this;
    const width = this.canvas.parentElement.clientWidth;
    this.canvas.style.height = `${TALL}px`;
    const context = pen(this.canvas, width, TALL);
    const font = getComputedStyle(this.box).fontFamily;
    const triangle = (this.triangle = new Triangle(width, TALL, 30));
    triangle.outline(context);
    context.fillStyle = palette.surface;
    context.fill();
    context.strokeStyle = palette.muted;
    context.lineWidth = 1.2;
    context.stroke();
    context.strokeStyle = palette.grid;
    triangle.borders(context);
    triangle.name(context, this.spec.names, palette.classes, palette.background, font);
    // the path from cold to hot
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.setLineDash([5, 4]);
    context.beginPath();
    for (let step = 0; step <= 80; step++) context.lineTo(...triangle.place(softmax(this.scores, 0.02 * 5000 ** (step / 80))));
    context.stroke();
    context.setLineDash([]);
    const { low, high } = this.dials.grid[this.heat];
    context.font = `12px ${font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (const heat of [low, 1, high]) {
      const [x, y] = triangle.place(softmax(this.scores, heat));
      dot(context, x, y, 3.5, palette.accent, palette.background);
    }
    const [x, y] = (this.point = triangle.place(shares));
    dot(context, x, y, 9, palette.right, palette.background);
    words(context, `T = ${written(this.state[this.heat])}`, x + 14, y, palette.text, palette.background);
    this.canvas.setAttribute("aria-label", `Shares ${shares.map((each, k) => `${this.spec.names[k]} ${written(each)}`).join(", ")} at temperature ${written(this.state[this.heat])}.`);
  }

  remove() {
    this.resizing.disconnect();
  }
}
