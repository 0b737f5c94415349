// Small plots over one axis with one pointer through all of them; balls that roll down the curves.

import { Held } from "../dials.js";
import { Axes, dot, drags, make, pen, written } from "../drawing.js";

const GAP = "1.2rem"; // between two plots of a line

export const style = `
  .dl-plots {
    display: grid;
    gap: 0.7rem ${GAP};
  }
  .dl-plots > div {
    display: grid;
    grid-row: span 2;
    grid-template-rows: subgrid;
    row-gap: 0;
    min-width: 0;
  }
  .dl-plots-head {
    align-content: start;
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.8rem;
    align-items: baseline;
    font-size: 0.86rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  .dl-plots-head b {
    font-weight: 650;
  }
  .dl-plots-key::before {
    content: "";
    display: inline-block;
    width: 14px;
    margin-right: 4px;
    vertical-align: 3px;
    border-top: 2.5px solid var(--dl-key);
  }
  .dl-plots-dashed::before {
    border-top-style: dashed;
  }
  .dl-plots-dead {
    color: var(--dl-wrong);
    font-weight: 600;
  }
  .dl-plots canvas {
    display: block;
    width: 100%;
    cursor: ew-resize;
    touch-action: pan-y;
  }
  .dl-plots canvas:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-plots-bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.8rem;
    align-items: center;
    margin-top: 0.5rem;
    font-size: 0.86rem;
    font-variant-numeric: tabular-nums;
  }
  .dl-plots-bar[hidden] {
    display: none;
  }
  .dl-plots-bar button {
    padding: 0.25rem 0.8rem;
    border: 1px solid var(--dl-accent);
    border-radius: 0.5rem;
    font: inherit;
    font-weight: 600;
    color: var(--dl-background);
    background: var(--dl-accent);
    cursor: pointer;
  }`;

const ROOM = [34, 6, 8, 20]; // left, top, right, bottom of the axes
const STRIP = 22; // for the points below the curves
const KEYS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
const WHILE = 2600; // milliseconds that a descent takes to watch

export default class {
  constructor(body, send) {
    this.box = make("div", "dl-plots", body);
    this.bar = make("div", "dl-plots-bar", body);
    this.button = make("button", "", this.bar, "Let the balls roll");
    this.button.type = "button";
    this.ended = make("span", "", this.bar);
    this.button.onclick = () => this.roll();
    this.held = new Held(send);
    this.plots = [];
    this.frame = 0;
    this.resizing = new ResizeObserver(() => this.paint());
    this.resizing.observe(this.box);
  }

  show(spec, { palette, blocks }) {
    const same = this.spec && JSON.stringify([spec.plots, spec.start, spec.rate]) === JSON.stringify([this.spec.plots, this.spec.start, this.spec.rate]);
    Object.assign(this, { spec, palette });
    const tables = blocks.map((block) => new Float32Array(block.slice().buffer));
    let next = 0;
    this.curves = spec.plots.map((plot) =>
      plot.curves.map((curve) => ({ ...curve, values: tables[next++], slopes: curve.rolls ? tables[next++] : null })),
    );
    if (this.held.takes({ [spec.dial]: spec.at }) || this.at === undefined) this.at = this.nearest(spec.at);
    if (!same) this.stop();
    this.bar.hidden = !spec.rate;
    const widest = `(100% - ${spec.most - 1} * ${GAP}) / ${spec.most}`;
    this.box.style.gridTemplateColumns = `repeat(auto-fit, minmax(max(min(${spec.narrow}px, 100%), ${widest}), 1fr))`;
    while (this.plots.length > spec.plots.length) this.plots.pop().place.remove();
    while (this.plots.length < spec.plots.length) this.add();
    this.paint();
  }

  add() {
    const place = make("div", "", this.box);
    const made = { place, head: make("div", "dl-plots-head", place), canvas: make("canvas", "", place) };
    made.canvas.tabIndex = 0;
    made.canvas.setAttribute("role", "slider");
    const follow = (x) => this.move(this.nearest(made.axes.under(x, 0)[0]));
    drags(made.canvas, {
      take: () => (made.axes ? "pointer" : null),
      move: (_, x) => follow(x),
      end: () => this.tell(),
      hover: () => "ew-resize",
    });
    made.canvas.onkeydown = (event) => {
      const way = KEYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const stride = Math.max(1, Math.round(this.spec.count / 120)) * (event.shiftKey ? 5 : 1);
      this.move(this.at + (isFinite(way) ? way * stride : way));
    };
    made.canvas.onkeyup = (event) => event.key in KEYS && this.tell();
    this.plots.push(made);
  }

  /** The entry of the axis nearest to a place. */
  nearest(x) {
    return Math.min(Math.max(Math.round((x - this.spec.start) / this.spec.step), 0), this.spec.count - 1);
  }

  x(entry = this.at) {
    return Number((this.spec.start + entry * this.spec.step).toFixed(6));
  }

  move(entry) {
    this.stop();
    this.at = Math.min(Math.max(entry, 0), this.spec.count - 1);
    this.paint();
  }

  tell() {
    this.held.tell({ [this.spec.dial]: this.x() });
  }

  // -- painting --------------------------------------------------------------------

  colour(curve) {
    return curve.colour < 0 ? this.palette.text : this.palette.classes[curve.colour % this.palette.classes.length];
  }

  paint() {
    if (!this.spec || !this.box.clientWidth) return;
    this.font = getComputedStyle(this.box).fontFamily;
    this.plots.forEach((made, index) => this.paintPlot(made, this.spec.plots[index], this.curves[index]));
    this.box.dataset.at = this.x();
    if (!this.balls) this.ended.textContent = "Gradient descent on each curve, from where the pointer stands.";
  }

  paintPlot(made, plot, curves) {
    this.paintHead(made, plot, curves);
    const { spec, palette } = this;
    const width = made.place.clientWidth;
    const height = spec.height + (plot.points.length ? STRIP : 0);
    made.canvas.style.height = `${height}px`;
    const context = pen(made.canvas, width, height);
    const [left, top, right, bottom] = ROOM;
    const floor = height - bottom - (plot.points.length ? STRIP : 0);
    const axes = (made.axes = new Axes([left, top, width - right, floor], [this.x(0), this.x(spec.count - 1)], [plot.low, plot.high]));
    context.fillStyle = `${palette.wrong}1f`;
    for (const [from, to] of plot.dead) context.fillRect(axes.across(from), top, axes.across(to) - axes.across(from), floor - top);
    axes.grid(context, palette, { font: this.font, name: spec.axis });
    const x = axes.across(this.x());
    axes.within(context, () => {
      context.strokeStyle = palette.muted;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, floor);
      context.stroke();
      for (const curve of curves) this.trace(context, axes, curve);
    });
    if (plot.points.length) this.paintPoints(context, axes, plot.points, floor + bottom + STRIP / 2 - 4);
    axes.within(context, () => {
      for (const [i, curve] of curves.entries()) {
        const ball = this.balls?.get(curve.name);
        const at = ball ? (ball.x - spec.start) / spec.step : this.at;
        const y = axes.down(this.between(curve.values, at, curve.jumps));
        if (isFinite(y)) dot(context, axes.across(this.x(at)), y, ball ? 7 : i ? 4 : 5, this.colour(curve), palette.background);
      }
    });
    made.canvas.setAttribute("aria-valuenow", this.x());
    made.canvas.setAttribute("aria-valuemin", this.x(0));
    made.canvas.setAttribute("aria-valuemax", this.x(spec.count - 1));
    made.canvas.setAttribute("aria-label", `${plot.title}, at ${spec.axis} = ${written(this.x())}: ${made.told}`);
  }

  /** The plot's name, and what its curves say at the pointer. */
  paintHead(made, plot, curves) {
    const dead = plot.dead.some(([from, to]) => this.x() >= from - 1e-9 && this.x() <= to + 1e-9);
    const said = curves.map((curve) => `${curve.name} ${isFinite(curve.values[this.at]) ? written(curve.values[this.at]) : "none"}`);
    made.told = said.join(", ") + (dead ? `, ${this.spec.deadWords}` : "");
    const shown = JSON.stringify([plot.title, made.told, this.palette.name]);
    if (made.shown === shown) return;
    made.shown = shown;
    made.head.replaceChildren();
    make("b", "", made.head, plot.title);
    curves.forEach((curve, i) => {
      const key = make("span", `dl-plots-key${curve.dashed ? " dl-plots-dashed" : ""}`, made.head, said[i]);
      key.style.setProperty("--dl-key", this.colour(curve));
    });
    if (dead) make("span", "dl-plots-dead", made.head, this.spec.deadWords);
    const wide = made.place.clientWidth;
    made.lines = made.wide === wide ? Math.max(made.lines, made.head.scrollHeight) : 0; // lines once taken stay
    made.wide = wide;
    made.head.style.minHeight = `${made.lines}px`;
  }

  trace(context, axes, curve) {
    context.strokeStyle = this.colour(curve);
    context.lineWidth = 2.2;
    context.setLineDash(curve.dashed ? [5, 4] : []);
    context.beginPath();
    let before = NaN;
    curve.values.forEach((value, i) => {
      const leap = curve.jumps && Math.abs(value - before) > 1e-6;
      if (isFinite(value)) context[isFinite(before) && !leap ? "lineTo" : "moveTo"](axes.across(this.x(i)), axes.down(value));
      before = value;
    });
    context.stroke();
    context.setLineDash([]);
  }

  paintPoints(context, axes, points, y) {
    for (const [x, above] of points) {
      const right = x > this.x() === above;
      dot(context, axes.across(x), y, 5.5, above ? this.palette.positive : this.palette.negative, right ? this.palette.background : this.palette.wrong);
    }
  }

  /** A curve's value between two entries. */
  between(values, at, jumps = false) {
    const place = Math.min(Math.max(at, 0), values.length - 1);
    const first = Math.floor(place + 1e-6);
    if (jumps || first + 1 >= values.length) return values[first];
    return values[first] + (place - first) * (values[first + 1] - values[first]);
  }

  // -- gradient descent ----------------------------------------------------------------

  /** All balls begin at the pointer; each takes the same steps down its own curve. */
  roll() {
    this.stop();
    const { spec } = this;
    const curves = this.curves.flat().filter((curve) => curve.slopes);
    this.balls = new Map(curves.map((curve) => [curve.name, { x: this.x(), curve }]));
    const [low, high] = [this.x(0), this.x(spec.count - 1)];
    let taken = 0;
    const began = performance.now();
    const descend = (now) => {
      for (const until = Math.min(spec.steps, Math.ceil(((now - began) / WHILE) * spec.steps)); taken < until; taken++) {
        for (const ball of this.balls.values()) {
          const slope = this.between(ball.curve.slopes, (ball.x - spec.start) / spec.step);
          ball.x = Math.min(Math.max(ball.x - spec.rate * slope, low), high);
        }
      }
      this.ended.textContent = `Step ${taken}: ${[...this.balls].map(([name, { x }]) => `${name} at ${written(Math.round(x * 100) / 100)}${this.mistakes(x)}`).join(", ")}`;
      this.box.dataset.balls = JSON.stringify([...this.balls.values()].map(({ x }) => Number(x.toFixed(3))));
      this.paint();
      if (taken < spec.steps) this.frame = requestAnimationFrame(descend);
      else this.box.dataset.rolled = spec.steps;
    };
    delete this.box.dataset.rolled;
    this.frame = requestAnimationFrame(descend);
  }

  /** How many of the points below the curves stand on the wrong side of a place, in words. */
  mistakes(x) {
    const points = this.spec.plots.flatMap((plot) => plot.points);
    return points.length ? ` (${points.filter(([at, above]) => at > x !== above).length} wrong)` : "";
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.balls = null;
  }

  remove() {
    this.stop();
    this.resizing.disconnect();
  }
}
