// A few points to drag, and the line that each regression loss fits to them.

import { Held } from "../dials.js";
import { Axes, dot, drags, make, pen, written } from "../drawing.js";
import { l1, l2, pseudoHuber } from "../fits.js";

export const style = `
  .dl-lines canvas {
    display: block;
    width: 100%;
  }
  .dl-lines canvas:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-lines-key {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr)); /* in their places, whatever the numbers: the plot stays put */
    gap: 0.1rem 0.8rem;
    align-items: center;
    min-height: 3.3em;
    font-size: 0.88rem;
    font-variant-numeric: tabular-nums;
  }
  .dl-lines-key span::before {
    content: "";
    display: inline-block;
    width: 16px;
    margin-right: 5px;
    vertical-align: 3px;
    border-top: 3px var(--dl-dash) var(--dl-key);
  }
  .dl-lines-key button {
    justify-self: start;
    padding: 0 0.6rem;
    border: 1px solid var(--dl-grid);
    border-radius: 0.4rem;
    font: inherit;
    color: var(--dl-text);
    background: var(--dl-background);
    cursor: pointer;
  }
  .dl-lines-key button[hidden] {
    display: block;
    visibility: hidden;
  }`;

const NEAR = 26;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export default class {
  constructor(body, send) {
    this.box = make("div", "dl-lines", body);
    this.key = make("div", "dl-lines-key", this.box);
    this.keys = [0, 1, 2].map(() => make("span", "", this.key));
    this.back = make("button", "", this.key, "Put the points back");
    this.back.type = "button";
    this.canvas = make("canvas", "", this.box);
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.held = new Held(send);
    this.chosen = null; // the point that was last taken
    this.listen();
    this.resizing = new ResizeObserver(() => this.paint());
    this.resizing.observe(this.box);
  }

  show(spec, { palette }) {
    Object.assign(this, { spec, palette });
    if (this.held.takes({ [spec.dial]: this.text(spec.points) }) || !this.points) this.points = spec.points.map((point) => [...point]);
    this.chosen ??= spec.points.length - 1;
    this.canvas.setAttribute("aria-label", `${spec.alt} Arrow keys move the chosen point, Page Up and Page Down choose another.`);
    this.paint();
  }

  text(points) {
    return points.map(([x, y]) => `${x},${y}`).join(";");
  }

  tell() {
    this.held.tell({ [this.spec.dial]: this.text(this.points) });
  }

  move(index, x, y) {
    const { spec } = this;
    const place = (value, [low, high]) => Number((Math.round(Math.min(Math.max(value, low), high) / spec.step) * spec.step).toFixed(6));
    this.points[index] = [place(x, spec.x), place(y, spec.y)];
    this.chosen = index;
    this.paint();
  }

  paint() {
    const width = this.box.clientWidth;
    if (!this.spec || !width) return;
    const { spec, palette } = this;
    const font = getComputedStyle(this.box).fontFamily;
    this.canvas.style.height = `${spec.height}px`;
    const context = pen(this.canvas, width, spec.height);
    const axes = (this.axes = new Axes([28, 6, width - 6, spec.height - 22], spec.x, spec.y));
    axes.grid(context, palette, { font });
    const lines = [l2(this.points), l1(this.points), pseudoHuber(this.points, spec.delta)];
    axes.within(context, () => {
      lines.forEach(([slope, shift], i) => {
        context.strokeStyle = palette.classes[spec.colours[i]];
        context.lineWidth = 3;
        context.setLineDash([[], [9, 5], [2, 5]][i]);
        context.beginPath();
        for (const x of spec.x) context.lineTo(axes.across(x), axes.down(slope * x + shift));
        context.stroke();
      });
      context.setLineDash([]);
    });
    this.points.forEach(([x, y], i) => {
      const [fromX, fromY] = spec.before[i];
      if (fromX !== x || fromY !== y) {
        context.strokeStyle = palette.muted;
        context.lineWidth = 1.5;
        context.beginPath();
        context.arc(axes.across(fromX), axes.down(fromY), 5, 0, 2 * Math.PI);
        context.stroke();
      }
      dot(context, axes.across(x), axes.down(y), i === this.chosen ? 9 : 7, palette.text, palette.background);
    });
    lines.forEach(([slope, shift], i) => {
      this.keys[i].style.setProperty("--dl-key", palette.classes[spec.colours[i]]);
      this.keys[i].style.setProperty("--dl-dash", ["solid", "dashed", "dotted"][i]);
      this.keys[i].textContent = `${spec.fits[i]}: slope ${written(Math.round(slope * 1000) / 1000)}`;
    });
    this.back.hidden = this.text(this.points) === this.text(spec.before);
    this.box.dataset.lines = JSON.stringify(lines.map((line) => line.map((each) => Number(each.toFixed(5)))));
    this.box.dataset.points = this.text(this.points);
  }

  nearest(x, y) {
    const far = this.points.map(([u, v]) => Math.hypot(this.axes.across(u) - x, this.axes.down(v) - y));
    const least = Math.min(...far);
    return least <= NEAR ? far.indexOf(least) : null;
  }

  listen() {
    drags(this.canvas, {
      take: (x, y) => (this.axes ? this.nearest(x, y) : null),
      move: (index, x, y) => this.move(index, ...this.axes.under(x, y)),
      end: () => this.tell(),
      grips: (x, y) => this.axes && this.nearest(x, y) !== null,
      hover: (x, y) => (this.axes && this.nearest(x, y) !== null ? "grab" : ""),
    });
    this.back.onclick = () => {
      this.points = this.spec.before.map((point) => [...point]);
      this.paint();
      this.tell();
    };
    this.canvas.onkeydown = (event) => {
      if (!this.spec || event.ctrlKey || event.metaKey || event.altKey) return;
      const count = this.points.length;
      const turn = { PageDown: 1, PageUp: count - 1 }[event.key];
      const way = KEYS[event.key];
      if (!turn && !way) return;
      event.preventDefault();
      if (turn) {
        this.chosen = (this.chosen + turn) % count;
        this.paint();
        return;
      }
      const [x, y] = this.points[this.chosen];
      const stride = this.spec.step * (event.shiftKey ? 10 : 2);
      this.move(this.chosen, x + way[0] * stride, y + way[1] * stride);
    };
    this.canvas.onkeyup = (event) => event.key in KEYS && this.tell();
  }

  remove() {
    this.resizing.disconnect();
  }
}
