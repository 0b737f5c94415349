// Losses over the triangle of three probabilities, and a prediction that is dragged through all of them at once.

import { channels, mix } from "../../shared/colours.js";
import { Held } from "../dials.js";
import { dot, drags, make, pen, written } from "../drawing.js";
import { softmax, Triangle } from "../triangle.js";

export const style = `
  .dl-simplex {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(210px, 100%), 1fr));
    gap: 0.8rem 1.2rem;
  }
  .dl-simplex-head {
    text-align: center;
    font-size: 0.9rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  .dl-simplex canvas {
    display: block;
    width: 100%;
    cursor: crosshair;
  }
  .dl-simplex canvas:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-simplex-said {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    justify-content: center;
    margin-top: 0.4rem;
    font-size: 0.88rem;
    font-variant-numeric: tabular-nums;
  }
  .dl-simplex-scale {
    display: inline-block;
    width: 92px;
    height: 10px;
    margin: 0 6px;
    border-radius: 3px;
    vertical-align: -1px;
  }`;

const REACH = 34; // pixels around the prediction from which a finger drags it
const KEYS = { ArrowLeft: [0, 1, -1], ArrowRight: [0, -1, 1], ArrowUp: [1, 0, -1], ArrowDown: [-1, 0, 1] };

export default class {
  constructor(body, send) {
    this.box = make("div", "dl-simplex", body);
    this.said = make("div", "dl-simplex-said", body);
    this.held = new Held(send);
    this.places = [];
    this.resizing = new ResizeObserver(() => this.paint(true));
    this.resizing.observe(this.box);
  }

  show(spec, { palette, blocks }) {
    Object.assign(this, { spec, palette });
    const tables = blocks.map((block) => new Float32Array(block.slice().buffer));
    this.surfaces = spec.surfaces.map((name, i) => ({ name, values: tables[2 * i], gradients: tables[2 * i + 1] }));
    if (this.held.takes(spec.at) || !this.at) this.at = Object.values(spec.at);
    const [low, high] = [palette.background, palette.positive].map(channels);
    this.shade = (value) => {
      const share = Math.min(Math.ceil(value / spec.band - 1e-6) * spec.band, spec.full) / spec.full;
      return mix(low, high, 0.95 * share);
    };
    while (this.places.length > this.surfaces.length) this.places.pop().place.remove();
    while (this.places.length < this.surfaces.length) this.add();
    this.paint(true);
  }

  add() {
    const place = make("div", "", this.box);
    const made = { place, head: make("div", "dl-simplex-head", place), canvas: make("canvas", "", place), base: document.createElement("canvas") };
    made.canvas.tabIndex = 0;
    made.canvas.setAttribute("role", "application");
    const tell = () => this.held.tell(this.told);
    drags(made.canvas, {
      take: () => (this.triangle ? "prediction" : null),
      move: (_, x, y) => this.follow(x, y),
      end: tell,
      hover: () => "crosshair",
      grips: (x, y) => {
        const [u, v] = this.triangle?.place(this.shares) ?? [Infinity, Infinity];
        return Math.hypot(x - u, y - v) < REACH;
      },
    });
    made.canvas.onkeydown = (event) => {
      const way = KEYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.go(this.at[0] + way[0], this.at[1] + way[1]);
    };
    made.canvas.onkeyup = (event) => event.key in KEYS && tell();
    this.places.push(made);
  }

  /** The knobs and where they stand. */
  get told() {
    return Object.fromEntries(Object.keys(this.spec.at).map((name, k) => [name, this.at[k]]));
  }

  /** Where the lattice has the place with these first two shares. */
  entry([i, j]) {
    const { sides } = this.spec;
    return ((i - 1) * (2 * sides - 2 - i)) / 2 + j - 1;
  }

  go(i, j) {
    const { sides } = this.spec;
    const first = Math.min(Math.max(i, 1), sides - 2);
    this.at = [first, Math.min(Math.max(j, 1), sides - 1 - first)];
    this.paint(false);
  }

  follow(x, y) {
    const { sides } = this.spec;
    const [first, second] = this.triangle.shares(x, y);
    this.go(Math.round(first * sides), Math.round(second * sides));
  }

  get shares() {
    const { sides } = this.spec;
    return [this.at[0], this.at[1], sides - this.at[0] - this.at[1]].map((each) => each / sides);
  }

  paint(anew) {
    if (!this.spec || !this.box.clientWidth) return;
    this.font = getComputedStyle(this.box).fontFamily;
    const width = this.places[0].place.clientWidth;
    this.triangle = new Triangle(width, this.spec.height);
    const entry = this.entry(this.at);
    this.places.forEach((made, index) => {
      const surface = this.surfaces[index];
      if (anew) this.paintBase(made.base, surface, width);
      made.head.replaceChildren();
      make("b", "", made.head, surface.name);
      made.head.append(` ${written(surface.values[entry])}`);
      const context = pen(made.canvas, width, this.spec.height);
      made.canvas.style.height = `${this.spec.height}px`;
      context.drawImage(made.base, 0, 0, width, this.spec.height);
      this.paintArrow(context, surface, entry);
      made.canvas.setAttribute("aria-label", `${surface.name}: ${written(surface.values[entry])}. Arrow keys move the prediction.`);
    });
    this.say();
    Object.assign(this.box.dataset, { losses: this.surfaces.map(({ values }) => values[entry].toFixed(4)).join(), shares: this.at.join() });
  }

  /** The value at shares times the lattice's sides: in a plane between the three places around it. */
  value(values, i, j) {
    const { sides } = this.spec;
    const read = (a, b) => {
      const first = Math.min(Math.max(a, 1), sides - 2);
      return values[this.entry([first, Math.min(Math.max(b, 1), sides - 1 - first)])];
    };
    const [a, b] = [Math.floor(i), Math.floor(j)];
    const [u, v] = [i - a, j - b];
    if (u + v <= 1) return (1 - u - v) * read(a, b) + u * read(a + 1, b) + v * read(a, b + 1);
    return (u + v - 1) * read(a + 1, b + 1) + (1 - u) * read(a, b + 1) + (1 - v) * read(a + 1, b);
  }

  /** The surface in shades. */
  paintBase(canvas, { values }, width) {
    const { sides, height, names, target } = this.spec;
    const { palette, triangle } = this;
    const context = pen(canvas, width, height);
    const [[, top], [left, bottom], [right]] = triangle.corners;
    const [wide, tall] = [Math.ceil(right - left), Math.ceil(bottom - top)].map((each) => each * 2);
    const image = new ImageData(wide, tall);
    for (let row = 0, at = 0; row < tall; row++) {
      for (let column = 0; column < wide; column++, at += 4) {
        const [first, second] = triangle.shares(left + (column + 0.5) / 2, top + (row + 0.5) / 2);
        const [red, green, blue] = this.shade(this.value(values, first * sides, second * sides));
        image.data[at] = red;
        image.data[at + 1] = green;
        image.data[at + 2] = blue;
        image.data[at + 3] = 255;
      }
    }
    this.sheet ??= document.createElement("canvas");
    Object.assign(this.sheet, { width: wide, height: tall });
    this.sheet.getContext("2d").putImageData(image, 0, 0);
    context.save();
    triangle.outline(context);
    context.clip();
    context.drawImage(this.sheet, left, top, wide / 2, tall / 2);
    context.restore();
    context.strokeStyle = `${palette.text}55`;
    context.lineWidth = 1;
    triangle.borders(context);
    context.strokeStyle = palette.muted;
    triangle.outline(context);
    context.stroke();
    const colours = names.map((_, k) => (k === target ? palette.right : palette.muted));
    triangle.name(context, names.map((name, k) => (k === target ? `${name} (right)` : name)), colours, palette.background, this.font);
  }

  /** From the prediction to where one step on the scores leads it. */
  paintArrow(context, { gradients }, entry) {
    const { palette, triangle, spec } = this;
    const shares = this.shares;
    const scores = shares.map((share, k) => Math.log(share) - spec.rate * gradients[3 * entry + k]);
    const [[x, y], [toX, toY]] = [triangle.place(shares), triangle.place(softmax(scores))];
    const long = Math.hypot(toX - x, toY - y);
    if (long > 1) {
      const [across, down] = [(toX - x) / long, (toY - y) / long];
      context.strokeStyle = palette.text;
      context.lineWidth = 2.5;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(toX, toY);
      const head = Math.min(8, long);
      context.moveTo(toX - head * across + 0.6 * head * down, toY - head * down - 0.6 * head * across);
      context.lineTo(toX, toY);
      context.lineTo(toX - head * across - 0.6 * head * down, toY - head * down + 0.6 * head * across);
      context.stroke();
    }
    dot(context, x, y, 7, palette.text, palette.background);
  }

  say() {
    const { names, full, band } = this.spec;
    this.said.replaceChildren();
    make("span", "", this.said, `prediction: ${this.shares.map((share, k) => `${names[k]} ${written(share)}`).join(", ")}`);
    const key = make("span", "", this.said, "loss 0");
    const scale = make("span", "dl-simplex-scale", key);
    const stops = Array.from({ length: Math.round(full / band) + 1 }, (_, i) => `rgb(${this.shade(i * band).join()})`);
    scale.style.background = `linear-gradient(90deg, ${stops.join()})`;
    key.append(`${written(full)} and above`);
  }

  remove() {
    this.resizing.disconnect();
  }
}
