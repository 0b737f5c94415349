// One neuron: a plane of two inputs on which weights, bias and input are dragged, its sum, and its activation.

import { channels, mix } from "../../shared/colours.js";
import { style as dialStyle, Dials, Held, onGrid } from "../dials.js";
import { Axes, dot, drags, make, pen, words, written } from "../drawing.js";

export const style = `
  .dl-neuron {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.12fr);
    gap: 0.6rem 1.6rem;
  }
  @container (max-width: 600px) {
    .dl-neuron {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .dl-neuron canvas {
    display: block;
    width: 100%;
  }
  .dl-neuron-plane {
    border-radius: 6px;
  }
  .dl-neuron-plane:focus-visible,
  .dl-neuron-curve:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-neuron-net {
    display: block;
    width: 100%;
    max-height: 132px;
    overflow: visible;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  .dl-neuron-net text {
    fill: var(--dl-text);
    text-anchor: middle;
    dominant-baseline: central;
  }
  .dl-neuron-net .dl-edge-words {
    paint-order: stroke;
    stroke: var(--dl-background);
    stroke-width: 5px;
    font-weight: 600;
  }
  .dl-neuron-net circle,
  .dl-neuron-net rect {
    fill: var(--dl-surface);
    stroke: var(--dl-muted);
  }
  .dl-neuron-said {
    min-height: 1.4em;
    margin: 0.1rem 0 0.2rem;
    font-size: 0.88rem;
    font-variant-numeric: tabular-nums;
  }
  .dl-neuron-dead {
    color: var(--dl-wrong);
    font-weight: 600;
  }
  .dl-neuron .dl-dials {
    grid-column: 1 / -1;
    margin-top: 0;
  }
  ${dialStyle}`;

const TALL = 318; // of the plane
const CURVE = 168;
const SEEN = 8; // of z, to both sides, on the activation's axis
const NEAR = 18; // pixels from which a handle is taken
const LINE = 11; // the same, of the line
const RAMP = 255; // colours to each side of nothing
const TIP = { w: "the weights", b: "the bias", x: "the input" };
const KEYS = { ArrowLeft: ["x1", -1], ArrowRight: ["x1", 1], ArrowUp: ["x2", 1], ArrowDown: ["x2", -1] };
const NODES = { x1: [52, 24], x2: [52, 66], b: [52, 108], sum: [206, 66], phi: [298, 66], y: [390, 66] };

export default class {
  constructor(body, send) {
    this.box = make("div", "dl-neuron", body);
    this.plane = make("canvas", "dl-neuron-plane", make("div", "", this.box));
    const side = make("div", "", this.box);
    this.net = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.net.setAttribute("class", "dl-neuron-net");
    this.net.setAttribute("viewBox", "0 0 418 132");
    this.net.setAttribute("aria-hidden", "true");
    side.append(this.net);
    this.said = make("div", "dl-neuron-said", side);
    this.curve = make("canvas", "dl-neuron-curve", side);
    this.held = new Held(send);
    this.dials = new Dials(this.box, (name, value) => this.move({ [name]: value }), () => this.held.tell(this.state));
    for (const each of [this.plane, this.curve]) Object.assign(each, { tabIndex: 0 });
    this.plane.setAttribute("role", "application");
    this.curve.setAttribute("role", "img");
    this.listen();
    this.resizing = new ResizeObserver(() => this.paint());
    this.resizing.observe(this.box);
  }

  show(spec, { palette, blocks }) {
    Object.assign(this, { spec, palette });
    [this.values, this.slopes] = blocks.map((block) => new Float32Array(block.slice().buffer));
    this.dials.declare(spec.dials);
    if (this.held.takes(spec.state) || !this.state) this.state = { ...spec.state };
    const [below, zero, above] = [palette.negative, palette.zero, palette.positive].map(channels);
    this.ramp = Array.from({ length: 2 * RAMP + 1 }, (_, i) => {
      const share = (i - RAMP) / RAMP;
      return mix(zero, share > 0 ? above : below, 0.85 * Math.abs(share));
    });
    this.floor = spec.full <= 1 && this.values.every((value) => value >= 0) ? -0.35 : -1.25; // of the curve's axis
    this.plane.setAttribute("aria-label", `${spec.alt} Arrow keys move the input.`);
    this.paint();
  }

  // -- the neuron ----------------------------------------------------------------

  /** The weighted sum at an input. */
  z(x1 = this.state.x1, x2 = this.state.x2) {
    return this.state.w1 * x1 + this.state.w2 * x2 + this.state.b;
  }

  /** An entry of a table at z, in a straight line between two. */
  at(table, z) {
    const place = Math.min(Math.max((z - this.spec.start) / this.spec.step, 0), table.length - 1);
    const first = Math.floor(place + 1e-4);
    const rest = place - first;
    if (this.spec.jumps || rest < 1e-4 || first + 1 >= table.length) return table[first];
    return table[first] + rest * (table[first + 1] - table[first]);
  }

  get isDead() {
    const z = this.z();
    return this.spec.dead.some(([from, to]) => z >= from && z <= to);
  }

  /** On how many targets it is on the right side. */
  get right() {
    return this.spec.targets.filter(([x1, x2, wanted]) => this.z(x1, x2) > this.spec.bends === wanted).length;
  }

  move(numbers) {
    const { grid } = this.dials;
    for (const [name, value] of Object.entries(numbers)) this.state[name] = onGrid(grid[name], value);
    this.paint();
  }

  // -- painting ------------------------------------------------------------------

  paint() {
    const width = this.plane.parentElement.clientWidth;
    if (!this.spec || !width) return;
    this.font = getComputedStyle(this.box).fontFamily;
    this.paintPlane(width);
    this.paintNet();
    this.paintCurve(this.curve.parentElement.clientWidth);
    this.dials.set(this.state);
    this.say();
  }

  /** The plane's colours, a pixel of the sheet for four of the screen: [left, right] and [top, bottom] in inputs. */
  fill(image, [left, right], [top, bottom]) {
    const { width, height, data } = image;
    const { w1, w2, b } = this.state;
    const [across, down] = [(right - left) / width, (bottom - top) / height];
    for (let row = 0, at = 0; row < height; row++) {
      const begin = w2 * (top + (row + 0.5) * down) + b;
      for (let column = 0; column < width; column++, at += 4) {
        const value = this.at(this.values, begin + w1 * (left + (column + 0.5) * across)) / this.spec.full;
        const colour = this.ramp[RAMP + Math.round(RAMP * (value > 1 ? 1 : value < -1 ? -1 : value))];
        data[at] = colour[0];
        data[at + 1] = colour[1];
        data[at + 2] = colour[2];
        data[at + 3] = 255;
      }
    }
  }

  paintPlane(width) {
    const { side, bends } = this.spec;
    const { palette, state } = this;
    this.plane.style.height = `${TALL}px`;
    const context = pen(this.plane, width, TALL);
    const unit = Math.min(width, TALL) / (2 * side); // equally long on both axes
    const axes = (this.axes = new Axes([0, 0, width, TALL], [-width / 2 / unit, width / 2 / unit], [-TALL / 2 / unit, TALL / 2 / unit]));
    const [across, down] = [Math.ceil(width / 2), Math.ceil(TALL / 2)];
    const image = new ImageData(across, down);
    this.fill(image, [axes.x[0], axes.x[0] + (2 * across) / unit], [axes.y[1], axes.y[1] - (2 * down) / unit]);
    this.sheet ??= document.createElement("canvas");
    Object.assign(this.sheet, { width: across, height: down });
    this.sheet.getContext("2d").putImageData(image, 0, 0);
    context.drawImage(this.sheet, 0, 0, 2 * across, 2 * down);
    axes.grid(context, { ...palette, grid: `${palette.text}22`, muted: `${palette.text}88` }, { font: this.font, inside: true });
    const size = Math.hypot(state.w1, state.w2);
    if (size > 0) this.paintLine(context, axes, size, bends);
    this.paintTargets(context, axes);
    const [fromX, fromY, toX, toY] = [axes.across(0), axes.down(0), axes.across(state.w1), axes.down(state.w2)];
    context.strokeStyle = context.fillStyle = palette.text;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
    dot(context, toX, toY, 7, palette.text, palette.background);
    context.font = `600 13px ${this.font}`;
    context.textBaseline = "middle";
    context.textAlign = toX > width - 40 ? "right" : "left";
    words(context, "w", toX + (toX > width - 40 ? -13 : 12), toY, palette.text, palette.background);
    const [x, y] = [axes.across(state.x1), axes.down(state.x2)];
    dot(context, x, y, 8, palette.right, palette.background);
    context.textAlign = x > width - 90 ? "right" : "left";
    const output = written(this.at(this.values, this.z()));
    words(context, `x \u2192 ${output}`, x + (x > width - 90 ? -14 : 14), y, palette.text, palette.background);
  }

  /** Where z is `bends`, and which side is above. */
  paintLine(context, axes, size, bends) {
    const { w1, w2, b } = this.state;
    const away = (bends - b) / size; // from the origin, along the weights
    const [n1, n2] = [w1 / size, w2 / size];
    const far = 4 * Math.max(...axes.x, ...axes.y);
    const end = (way) => [axes.across(away * n1 - way * far * n2), axes.down(away * n2 + way * far * n1)];
    context.strokeStyle = this.palette.text;
    context.lineWidth = 2;
    context.setLineDash([7, 5]);
    context.beginPath();
    context.moveTo(...end(-1));
    context.lineTo(...end(1));
    context.stroke();
    context.setLineDash([]);
    // three small ticks point to the side above
    for (const way of [-1.2, 0, 1.2]) {
      const [x, y] = [away * n1 - way * n2, away * n2 + way * n1];
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(axes.across(x), axes.down(y));
      context.lineTo(axes.across(x + 0.16 * n1), axes.down(y + 0.16 * n2));
      context.stroke();
    }
  }

  paintTargets(context, axes) {
    const { palette, spec } = this;
    for (const [x1, x2, wanted] of spec.targets) {
      const good = this.z(x1, x2) > spec.bends === wanted;
      const [x, y] = [axes.across(x1), axes.down(x2)];
      context.beginPath();
      context.arc(x, y, 10, 0, 2 * Math.PI);
      context.fillStyle = wanted ? palette.positive : palette.negative;
      context.fill();
      context.lineWidth = 3;
      context.strokeStyle = good ? palette.background : palette.wrong;
      context.stroke();
      context.fillStyle = palette.background;
      context.font = `700 12px ${this.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(wanted ? "1" : "0", x, y + 0.5);
    }
  }

  /** The neuron as a small net: an edge's colour is its weight's sign, its thickness its size. */
  paintNet() {
    const { state, palette } = this;
    const z = this.z();
    const minus = (value) => String(value).replace("-", "\u2212");
    const edge = ([x1, y1], [x2, y2], weight, text) => {
      const colour = weight > 0 ? palette.positive : weight < 0 ? palette.negative : palette.grid;
      const [mx, my] = [x1 + 0.46 * (x2 - x1), y1 + 0.46 * (y2 - y1)];
      return (
        `<line x1="${x1 + 18}" y1="${y1}" x2="${x2 - 20}" y2="${y2}" stroke="${colour}" stroke-width="${1 + 1.6 * Math.min(Math.abs(weight), 4)}"/>` +
        `<text class="dl-edge-words" x="${mx}" y="${my}">${text}</text>`
      );
    };
    const node = ([x, y], text, below = "") =>
      `<circle cx="${x}" cy="${y}" r="19"/><text x="${x}" y="${y}">${text}</text>` +
      (below ? `<text x="${x}" y="${y + 33}" font-weight="600">${below}</text>` : "");
    const { x1, x2, b, sum, phi, y } = NODES;
    const plain = ([fromX, fromY], [toX]) => `<line x1="${fromX + 19}" y1="${fromY}" x2="${toX - 19}" y2="${fromY}" stroke="${palette.muted}" stroke-width="1.5"/>`;
    this.net.innerHTML =
      edge(x1, sum, state.w1, `w\u2081 ${minus(state.w1)}`) +
      edge(x2, sum, state.w2, `w\u2082 ${minus(state.w2)}`) +
      edge(b, sum, state.b, `b ${minus(state.b)}`) +
      plain(sum, phi) +
      plain(phi, y) +
      `<text x="14" y="24">x\u2081</text><text x="14" y="66">x\u2082</text>` +
      node(x1, minus(state.x1)) +
      node(x2, minus(state.x2)) +
      node(b, "1") +
      node(sum, "\u03A3", `z = ${written(z)}`) +
      node(phi, "\u03C6") +
      node(y, "y", written(this.at(this.values, z)));
  }

  paintCurve(width) {
    const { palette, spec } = this;
    this.curve.style.height = `${CURVE}px`;
    const context = pen(this.curve, width, CURVE);
    const high = spec.full > 1 ? 3.2 : 1.25;
    const axes = new Axes([30, 6, width - 6, CURVE - 20], [-SEEN, SEEN], [this.floor, high]);
    const [left, top, right, bottom] = axes.box;
    context.fillStyle = `${palette.wrong}1f`;
    for (const [from, to] of spec.dead) {
      const [start, end] = [from, to].map((z) => Math.min(Math.max(axes.across(z), left), right));
      if (end > start) context.fillRect(start, top, end - start, bottom - top);
    }
    axes.grid(context, palette, { font: this.font, name: "z" });
    axes.within(context, () => {
      this.trace(context, axes, this.slopes, palette.validation, [5, 4]);
      this.trace(context, axes, this.values, palette.accent, []);
    });
    const z = this.z();
    const [x, y, slope] = [axes.across(z), axes.down(this.at(this.values, z)), axes.down(this.at(this.slopes, z))];
    axes.within(context, () => {
      context.strokeStyle = palette.muted;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, bottom);
      context.stroke();
    });
    if (Math.abs(z) <= SEEN) {
      if (slope > top) dot(context, x, slope, 4.5, palette.validation, palette.background);
      if (y > top) dot(context, x, y, 6.5, palette.accent, palette.background);
    }
    this.curve.setAttribute("aria-label", `${spec.name}: output ${written(this.at(this.values, z))}, slope ${written(this.at(this.slopes, z))} at z = ${written(z)}.`);
  }

  trace(context, axes, table, colour, dash) {
    const [left, , right] = axes.box;
    context.strokeStyle = colour;
    context.lineWidth = 2.2;
    context.setLineDash(dash);
    context.beginPath();
    let before = null;
    for (let x = left; x <= right; x += 0.5) {
      const value = this.at(table, axes.under(x, 0)[0]);
      const leap = before !== null && Math.abs(value - before) > 0.5;
      context[before === null || leap ? "moveTo" : "lineTo"](x, axes.down(value));
      before = value;
    }
    context.stroke();
    context.setLineDash([]);
  }

  say() {
    const z = this.z();
    const [y, slope] = [this.values, this.slopes].map((table) => written(this.at(table, z)));
    this.said.textContent = `y = \u03C6(z) = ${y} \u00b7 slope ${slope}`;
    if (this.isDead) make("span", "dl-neuron-dead", this.said, " \u00b7 the gradient dies here");
    if (this.spec.task) make("div", "", this.said, `${this.spec.task}: ${this.right} of ${this.spec.targets.length} right`);
    Object.assign(this.box.dataset, { z: z.toFixed(4), y: this.at(this.values, z).toFixed(4), slope: this.at(this.slopes, z).toFixed(4), right: this.right });
  }

  // -- pointer and keyboard --------------------------------------------------------

  /** The handle at a place of the plane: tip of the weights, input, line; nothing there: the input comes, or none. */
  handle(x, y, only = false) {
    const { w1, w2, b, x1, x2 } = this.state;
    const distance = (u, v) => Math.hypot(this.axes.across(u) - x, this.axes.down(v) - y);
    const [tip, input] = [distance(w1, w2), distance(x1, x2)];
    if (Math.min(tip, input) <= NEAR) return tip <= input ? "w" : "x";
    const size = Math.hypot(w1, w2);
    const [u, v] = this.axes.under(x, y);
    const line = size > 0 ? (Math.abs(w1 * u + w2 * v + b - this.spec.bends) / size) * (this.axes.across(1) - this.axes.across(0)) : Infinity;
    return line <= LINE ? "b" : only ? null : "x";
  }

  follow(what, x, y) {
    const [u, v] = this.axes.under(x, y);
    if (what === "w") this.move({ w1: u, w2: v });
    if (what === "x") this.move({ x1: u, x2: v });
    if (what === "b") this.move({ b: this.spec.bends - this.state.w1 * u - this.state.w2 * v });
  }

  listen() {
    const tell = () => this.held.tell(this.state);
    drags(this.plane, {
      take: (x, y) => (this.spec ? this.handle(x, y) : null),
      move: (what, x, y) => this.follow(what, x, y),
      end: tell,
      grips: (x, y) => this.spec && this.handle(x, y, true) !== null,
      hover: (x, y) => {
        const what = this.spec ? this.handle(x, y) : "x";
        this.plane.title = `Drag ${TIP[what]}`;
        return what === "x" ? "crosshair" : "grab";
      },
    });
    this.plane.onkeydown = (event) => {
      const way = KEYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const [name, sign] = way;
      this.move({ [name]: this.state[name] + sign * this.dials.grid[name].step * (event.shiftKey ? 5 : 1) });
    };
    this.plane.onkeyup = (event) => event.key in KEYS && tell();
  }

  remove() {
    this.resizing.disconnect();
  }
}
