// A map of codes: points in the colours of their classes, and a point to drag whose picture is decoded here.

import { read } from "../decoder.js";
import { ticks, written } from "../drawing.js";

export const style = `
  .dl-map {
    display: flex;
    flex-wrap: wrap;
    gap: 0.8rem;
    align-items: flex-start;
  }
  .dl-map-field {
    display: block;
    flex: 1 1 200px;
    min-width: 0;
    border: 1px solid var(--dl-grid);
    border-radius: 6px;
    background: var(--dl-background);
  }
  .dl-map-drags {
    cursor: crosshair;
    touch-action: none;
  }
  .dl-map-field:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-map-side {
    flex: none;
  }
  .dl-map-picture {
    display: block;
    width: 100%;
    border-radius: 4px;
    image-rendering: pixelated;
  }
  .dl-map-picture[hidden] {
    display: none;
  }
  .dl-map-waits {
    display: grid;
    place-items: center;
    box-sizing: border-box;
    padding: 0.4rem;
    border: 1px dashed var(--dl-muted);
    border-radius: 4px;
    font-size: 0.85rem;
    line-height: 1.3;
    text-align: center;
    color: var(--dl-muted);
  }
  .dl-map-waits[hidden] {
    display: none;
  }
  .dl-map-said {
    margin-top: 0.3rem;
    font-size: 0.82rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
    white-space: pre-line;
    color: var(--dl-muted);
  }`;

const ANEW = 2000; // milliseconds between two fetches of a decoder that is being trained
const ROOM = 0.08; // of the window's sides, beyond the points
const OUTSIDE = 0.01; // of the points, at each end
const FEWEST = 0.6; // of the window that the points must fill: below, it is drawn anew
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEPS = 60; // of an arrow key across the window
const COMING = "The decoder is coming \u2026";
const INVITES = "Drag on the map, on empty ground too: the picture follows.";

const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];

export default class {
  constructor(body, send) {
    this.box = document.createElement("div");
    this.box.className = "dl-map";
    this.box.innerHTML =
      "<canvas class='dl-map-field' role='application'></canvas><div class='dl-map-side'>" +
      "<canvas class='dl-map-picture' role='img' hidden></canvas><div class='dl-map-waits'></div><div class='dl-map-said'></div></div>";
    body.append(this.box);
    this.field = this.box.querySelector(".dl-map-field");
    this.picture = this.box.querySelector(".dl-map-picture");
    this.waits = this.box.querySelector(".dl-map-waits");
    this.said = this.box.querySelector(".dl-map-said");
    this.side = this.box.querySelector(".dl-map-side");
    this.send = send;
    this.at = null; // the dragged point, in the map's numbers
    this.network = null; // what decodes it
    this.fetched = -Infinity; // when it was last asked for
    this.base = document.createElement("canvas"); // the map without the dragged point
    this.frame = 0;
    this.resizing = new ResizeObserver(() => this.field.clientWidth !== this.width && this.paint());
    this.resizing.observe(this.box);
    this.listen();
  }

  show(spec, { palette, blocks }) {
    if (spec.decoder !== this.spec?.decoder) this.forget();
    this.spec = spec;
    this.palette = palette;
    this.points = new Float32Array(blocks[0].slice().buffer);
    this.classes = blocks[1];
    this.field.style.height = `${spec.height}px`;
    this.side.style.width = this.waits.style.height = `${spec.picture}px`;
    this.side.hidden = !spec.decoder && !spec.waits;
    if (!this.loading) this.waits.textContent = spec.decoder ? INVITES : spec.waits;
    this.field.classList.toggle("dl-map-drags", Boolean(spec.decoder));
    this.field.tabIndex = spec.decoder ? 0 : -1;
    this.field.setAttribute("aria-label", `${spec.alt}${spec.decoder ? " Arrow keys move the point that is decoded." : ""}`);
    if (!this.dragging) this.fit();
    this.paint();
    if (this.dragging) this.load();
  }

  /** Another run's decoder: what was decoded is no longer true. */
  forget() {
    this.network = this.at = null;
    this.fetched = -Infinity;
    this.picture.hidden = true;
    this.waits.hidden = false;
    this.said.textContent = "";
  }

  // -- the window -----------------------------------------------------------

  /** Lowest and highest x and y that are drawn: as they were, unless the points have left or shrunk. A few that lie
   * far out do not press the others together: they are left outside. */
  fit() {
    const sides = [0, 1].map((axis) => {
      const values = this.points.filter((each, i) => i % 2 === axis && isFinite(each)).sort();
      const out = Math.floor(OUTSIDE * values.length);
      let [low, high] = values.length ? [values[out], values[values.length - 1 - out]] : [Infinity, -Infinity];
      const take = (from, to) => isFinite(from) && isFinite(to) && ([low, high] = [Math.min(low, from), Math.max(high, to)]);
      for (const each of this.spec.ellipses) take(...[-1, 1].map((way) => (axis ? each.y : each.x) + way * each.long));
      for (const each of this.spec.places) take(...[each, each].map((place) => (axis ? place.y : place.x)));
      if (!(low <= high)) return [-1, 1];
      return high > low ? [low, high] : [low - 1, high + 1];
    });
    const before = this.sides;
    const keeps = (axis) => {
      const [[low, high], [from, to]] = [sides[axis], before[axis]];
      return low >= from && high <= to && high - low >= FEWEST * (to - from);
    };
    if (before && this.fitted === this.spec.equal && keeps(0) && keeps(1)) return;
    this.fitted = this.spec.equal;
    this.sides = sides.map(([low, high]) => [low - ROOM * (high - low), high + ROOM * (high - low)]);
  }

  /** The sides as they are drawn: where units are equally long, one of them is wider. */
  get window() {
    if (!this.spec.equal) return this.sides;
    const [wide, tall] = [this.field.width, this.field.height];
    const unit = Math.max(...this.sides.map(([low, high], axis) => (high - low) / (axis ? tall : wide)));
    return this.sides.map(([low, high], axis) => {
      const [centre, half] = [(low + high) / 2, (unit * (axis ? tall : wide)) / 2];
      return [centre - half, centre + half];
    });
  }

  toPixels(x, y) {
    const [[left, right], [low, high]] = this.window;
    return [((x - left) / (right - left)) * this.field.width, ((high - y) / (high - low)) * this.field.height];
  }

  fromShares(across, down) {
    const [[left, right], [low, high]] = this.window;
    return [left + across * (right - left), high - down * (high - low)];
  }

  // -- painting ---------------------------------------------------------------

  paint() {
    this.width = this.field.clientWidth;
    if (!this.spec || !this.width) return; // not laid out yet: the observer calls again
    for (const canvas of [this.field, this.base]) {
      canvas.width = Math.round(this.width * devicePixelRatio);
      canvas.height = Math.round(this.spec.height * devicePixelRatio);
    }
    const context = this.base.getContext("2d");
    this.paintTicks(context);
    this.paintPoints(context);
    for (const each of this.spec.ellipses) this.paintEllipse(context, each);
    this.spec.names.forEach((name, index) => this.paintName(context, name, index));
    for (const { x, y, label } of this.spec.places) this.paintPlace(context, x, y, label);
    this.paintPointer();
  }

  paintTicks(context) {
    const [ratio, { palette }] = [devicePixelRatio, this];
    const [xs, ys] = this.window.map(([low, high]) => ticks(low, high));
    context.font = `${11 * ratio}px ${getComputedStyle(this.box).fontFamily}`;
    context.fillStyle = palette.muted;
    context.strokeStyle = palette.grid;
    context.lineWidth = ratio;
    const line = (...ends) => {
      context.beginPath();
      ends.forEach(([x, y]) => context.lineTo(x, y));
      context.stroke();
    };
    for (const x of xs) {
      const [at] = this.toPixels(x, 0);
      line([at, 0], [at, this.base.height]);
      context.textAlign = "center";
      if (at > 14 * ratio && at < this.base.width - 14 * ratio) context.fillText(written(x), at, this.base.height - 4 * ratio);
    }
    for (const y of ys) {
      const [, at] = this.toPixels(0, y);
      line([0, at], [this.base.width, at]);
      context.textAlign = "left";
      if (at > 14 * ratio && at < this.base.height - 24 * ratio) context.fillText(written(y), 4 * ratio, at - 3 * ratio);
    }
  }

  colourOf(index) {
    const { classes, accent } = this.palette;
    return index < 0 || !this.spec.coloured ? accent : classes[index % classes.length];
  }

  paintPoints(context) {
    const radius = 2.1 * devicePixelRatio;
    const groups = new Map();
    for (let i = 0; i < this.classes.length; i++) {
      const place = this.toPixels(this.points[2 * i], this.points[2 * i + 1]);
      if (!place.every(isFinite)) continue;
      if (!groups.has(this.classes[i])) groups.set(this.classes[i], []);
      groups.get(this.classes[i]).push(place);
    }
    context.globalAlpha = 0.75;
    for (const [index, places] of groups) {
      context.fillStyle = this.colourOf(index);
      context.beginPath();
      for (const [x, y] of places) {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
      context.fill();
    }
    context.globalAlpha = 1;
  }

  paintEllipse(context, { x, y, long, short, turn, label, colour }) {
    context.beginPath();
    for (let k = 0; k <= 64; k++) {
      const [along, across] = [long * Math.cos((k * Math.PI) / 32), short * Math.sin((k * Math.PI) / 32)];
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      context.lineTo(...this.toPixels(x + c * along - s * across, y + s * along + c * across));
    }
    context.strokeStyle = this.colourOf(colour);
    context.lineWidth = 1.5 * devicePixelRatio;
    context.stroke();
    if (label) this.write(context, label, ...this.toPixels(x, y), this.colourOf(colour));
  }

  /** A class is named in the middle of its points. */
  paintName(context, name, index) {
    const [xs, ys] = [[], []];
    for (let i = 0; i < this.classes.length; i++) {
      if (this.classes[i] !== index || !isFinite(this.points[2 * i] + this.points[2 * i + 1])) continue;
      xs.push(this.points[2 * i]);
      ys.push(this.points[2 * i + 1]);
    }
    if (xs.length) this.write(context, name, ...this.toPixels(middle(xs), middle(ys)), this.colourOf(index));
  }

  paintPlace(context, x, y, label) {
    const [ratio, place] = [devicePixelRatio, this.toPixels(x, y)];
    context.beginPath();
    context.arc(...place, 5 * ratio, 0, 2 * Math.PI);
    context.fillStyle = this.palette.wrong;
    context.strokeStyle = this.palette.background;
    context.lineWidth = 2 * ratio;
    context.fill();
    context.stroke();
    this.write(context, label, place[0], place[1] - 14 * ratio, this.palette.wrong);
  }

  /** Words that can be read on points: with a rim in the ground's colour. */
  write(context, text, x, y, colour) {
    const ratio = devicePixelRatio;
    context.font = `650 ${(text.length > 2 ? 12 : 15) * ratio}px ${getComputedStyle(this.box).fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4 * ratio;
    context.strokeStyle = this.palette.background;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
    context.textBaseline = "alphabetic";
  }

  paintPointer() {
    const context = this.field.getContext("2d");
    context.clearRect(0, 0, this.field.width, this.field.height);
    context.drawImage(this.base, 0, 0);
    if (!this.at) return;
    const [ratio, [x, y]] = [devicePixelRatio, this.toPixels(...this.at)];
    for (const [width, colour] of [[4, this.palette.background], [2, this.palette.text]]) {
      context.lineWidth = width * ratio;
      context.strokeStyle = colour;
      context.beginPath();
      context.arc(x, y, 8 * ratio, 0, 2 * Math.PI);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + 4 * ratio * dx, y + 4 * ratio * dy);
        context.lineTo(x + 13 * ratio * dx, y + 13 * ratio * dy);
      }
      context.stroke();
    }
  }

  // -- decoding -----------------------------------------------------------------

  /** Fetch the decoder when the learner begins, and anew now and then while it is being trained. */
  async load() {
    const { decoder, training } = this.spec;
    const due = performance.now() - this.fetched >= ANEW && (training || !this.network);
    if (!decoder || this.loading || !due) return;
    this.loading = true;
    if (!this.network) this.waits.textContent = COMING;
    this.fetched = performance.now();
    try {
      const answer = await fetch(new URL(decoder, document.baseURI));
      if (!answer.ok) throw new Error(await answer.text());
      const network = read(new Uint8Array(await answer.arrayBuffer()));
      if (decoder === this.spec.decoder) this.network = network;
    } catch (error) {
      if (!this.network) this.waits.textContent = `No decoder has come. ${error.message}`;
    } finally {
      this.loading = false;
    }
    if (this.at && this.network) this.ask();
  }

  move(x, y) {
    this.at = [x, y];
    this.load();
    this.ask();
  }

  /** Once a frame of the screen, however often the pointer moves. */
  ask() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.at) return;
      this.paintPointer();
      if (this.network) this.decode();
    });
  }

  decode() {
    const { network, picture } = this;
    const pixels = network.decode(...this.at);
    const image = new ImageData(network.width, network.height);
    for (let i = 0, from = 0; i < image.data.length; i += 4, from += network.channels) {
      for (let c = 0; c < 3; c++) image.data[i + c] = pixels[from + (network.channels === 3 ? c : 0)];
      image.data[i + 3] = 255;
    }
    [picture.width, picture.height] = [network.width, network.height];
    picture.getContext("2d").putImageData(image, 0, 0);
    picture.hidden = false;
    this.waits.hidden = true;
    this.tell();
    this.box.dataset.decoded = Number(this.box.dataset.decoded ?? 0) + 1; // so many pictures so far
  }

  /** Where the point is, and which point of the map lies nearest. */
  tell() {
    const [x, y] = this.at;
    const place = `at ${written(x)}, ${written(y)}`;
    const here = this.toPixels(x, y);
    let [nearest, least] = [-1, Infinity];
    for (let i = 0; i < this.classes.length; i++) {
      const [across, down] = this.toPixels(this.points[2 * i], this.points[2 * i + 1]);
      const distance = (across - here[0]) ** 2 + (down - here[1]) ** 2;
      if (distance < least) [nearest, least] = [this.classes[i], distance];
    }
    const name = this.spec.names[nearest];
    const hole = Math.sqrt(least) > 14 * devicePixelRatio;
    this.said.textContent = `${place}\n${name === undefined ? "" : hole ? `a hole; nearest: ${name}` : `nearest: ${name}`}`;
    this.picture.setAttribute("aria-label", `Decoded ${place}.`);
  }

  // -- pointer and keyboard -----------------------------------------------------------

  listen() {
    const { field } = this;
    const follow = (event) => {
      const box = field.getBoundingClientRect();
      const share = (value, from, length) => Math.min(Math.max((value - from) / length, 0), 1);
      this.move(...this.fromShares(share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)));
    };
    field.onpointerdown = (event) => {
      if (!this.spec?.decoder || event.button !== 0 || !event.isPrimary) return;
      field.setPointerCapture(event.pointerId);
      this.dragging = true;
      this.said.removeAttribute("aria-live");
      follow(event);
    };
    field.onpointermove = (event) => this.dragging && event.isPrimary && follow(event);
    field.onpointerup = field.onpointercancel = () => {
      if (this.dragging) this.end();
      this.dragging = false;
    };
    field.onkeydown = (event) => {
      const way = KEYS[event.key];
      if (!way || !this.spec?.decoder || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.said.setAttribute("aria-live", "polite");
      const steps = (event.shiftKey ? 4 : 1) / STEPS;
      const sides = this.window;
      const from = this.at ?? sides.map(([low, high]) => (low + high) / 2);
      const to = from.map((value, axis) => value + way[axis] * steps * (sides[axis][1] - sides[axis][0]));
      this.move(...to.map((value, axis) => Math.min(Math.max(value, sides[axis][0]), sides[axis][1])));
    };
    field.onkeyup = (event) => event.key in KEYS && this.at && this.end();
  }

  end() {
    if (this.spec.clickable) this.send({ x: this.at[0], y: this.at[1] });
  }

  remove() {
    this.resizing.disconnect();
    cancelAnimationFrame(this.frame);
  }
}
