// A square of the plane in layers: images, points, arrows, lines. Switches, and the way from where points and lines
// began to where they are, belong to the browser: no word of it goes to the server.

import { channels } from "../../shared/colours.js";

export const style = `
  .dl-plane {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 0.9rem;
    align-items: flex-start;
  }
  .dl-plane-field {
    display: block;
    box-sizing: border-box;
    max-width: 100%;
    aspect-ratio: 1;
    border: 1px solid var(--dl-grid);
    border-radius: 6px;
    background: var(--dl-background);
  }
  .dl-plane-side {
    display: flex;
    flex: 1 1 8rem;
    flex-direction: column;
    gap: 0.3rem;
    min-width: 0;
    font-size: 0.82rem;
    container-type: inline-size;
  }
  .dl-plane-switches {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }
  .dl-plane-switches > button,
  .dl-plane-way > button {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    padding: 0.1rem 0.5rem;
    border: 1px solid var(--dl-grid);
    border-radius: 1rem;
    background: none;
    font: inherit;
    line-height: 1.4;
    color: var(--dl-muted);
    cursor: pointer;
  }
  .dl-plane-switches > button::before {
    content: "";
    width: 0.65rem;
    height: 0.65rem;
    border-radius: 50%;
    border: 1px solid var(--dl-muted);
  }
  .dl-plane-switches > button[aria-pressed="true"] {
    color: var(--dl-text);
    border-color: var(--dl-muted);
  }
  .dl-plane-switches > button[aria-pressed="true"]::before {
    border-color: transparent;
    background: var(--dl-own);
  }
  .dl-plane-switches > button:disabled {
    cursor: default;
    opacity: 0.75;
  }
  .dl-plane button:focus-visible,
  .dl-plane input:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-plane-way {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
    color: var(--dl-muted);
  }
  .dl-plane-way[hidden] {
    display: none;
  }
  .dl-plane-way label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.5rem;
    white-space: nowrap;
  }
  .dl-plane-way input {
    width: 7rem;
    accent-color: var(--dl-accent);
  }
  @container (max-width: 13rem) {
    .dl-plane-switches {
      flex-direction: column;
      align-items: flex-start;
    }
  }
  @media (pointer: coarse) {
    .dl-plane-switches > button {
      padding-block: 0.45rem;
    }
  }`;

const SECONDS = 1.6; // that the way from the beginning takes
const BACK = 0.3; // opacity of layers that stand back
const switched = new Map(); // name of a layer -> on or off, as the learner has left it
const all = new Set(); // the panels of this page

const eased = (share) => share * share * (3 - 2 * share);

export default class {
  constructor(body) {
    this.box = document.createElement("div");
    this.box.className = "dl-plane";
    this.box.innerHTML =
      "<canvas class='dl-plane-field' role='img'></canvas><div class='dl-plane-side'>" +
      "<div class='dl-plane-switches' role='group' aria-label='Layers'></div>" +
      "<div class='dl-plane-way'><label><span></span><input type='range' min='0' max='1' step='0.01' value='1'></label>" +
      "<button type='button'>▶ Play</button></div></div>";
    body.append(this.box);
    this.field = this.box.querySelector("canvas");
    this.switches = this.box.querySelector(".dl-plane-switches");
    this.way = this.box.querySelector(".dl-plane-way");
    this.slider = this.box.querySelector("input");
    this.at = 1; // how far points and lines are on their way
    this.slider.oninput = () => this.go(Number(this.slider.value));
    this.slider.onkeydown = (event) => event.stopPropagation(); // the bar has keys, too
    this.way.querySelector("button").onclick = () => this.play();
    this.resizing = new ResizeObserver(() => this.field.clientWidth !== this.width && this.paint());
    this.resizing.observe(this.field);
    all.add(this);
  }

  show(spec, { palette, blocks }) {
    this.spec = spec;
    this.palette = palette;
    this.layers = spec.layers.map((layer) => this.read(layer, blocks));
    this.field.style.width = `${spec.height}px`;
    this.field.setAttribute("aria-label", spec.alt);
    this.way.hidden = !spec.ways;
    this.way.querySelector("span").textContent = spec.ways;
    this.offer();
    if (spec.plays && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
    else if (!this.began) this.paint();
  }

  read(layer, blocks) {
    const floats = (block) => new Float32Array(block.slice().buffer);
    if (layer.kind === "image") return { ...layer, picture: this.picture(layer, blocks[layer.block]) };
    return { ...layer, values: floats(blocks[layer.block]), begin: layer.begins ? floats(blocks[layer.block + 1]) : null };
  }

  /** An image in its two colours, the clearer the nearer to the middle. */
  picture({ width, rows, colour, other }, bytes) {
    const made = Object.assign(document.createElement("canvas"), { width, height: rows });
    const pixels = new ImageData(width, rows);
    const [high, low] = [colour, other].map((name) => channels(this.palette[name]));
    for (let i = 0; i < bytes.length; i++) {
      const share = (bytes[i] - 127.5) / 127.5;
      pixels.data.set(share > 0 ? high : low, 4 * i);
      pixels.data[4 * i + 3] = 150 * Math.abs(share);
    }
    made.getContext("2d").putImageData(pixels, 0, 0);
    return made;
  }

  // -- switches ---------------------------------------------------------------

  isOn(layer) {
    if (this.spec.shown) return this.spec.shown.includes(layer.name);
    return switched.get(layer.name) ?? layer.on;
  }

  offer() {
    const names = this.layers.map(({ name }) => name);
    if ([...this.switches.children].map((each) => each.textContent).join("\n") !== names.join("\n")) {
      this.switches.replaceChildren(...names.map((name) => this.button(name)));
    }
    this.layers.forEach((layer, i) => {
      const button = this.switches.children[i];
      button.setAttribute("aria-pressed", this.isOn(layer));
      button.disabled = Boolean(this.spec.shown);
      button.title = this.spec.shown ? "In slow motion the phase says what is shown" : layer.help;
      button.style.setProperty("--dl-own", this.palette[layer.colour]);
    });
  }

  button(name) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    made.onclick = () => {
      const layer = this.layers.find((each) => each.name === name);
      const on = !this.isOn(layer);
      switched.set(name, on);
      if (on && layer.group) this.layers.forEach((each) => each !== layer && each.group === layer.group && switched.set(each.name, false));
      all.forEach((each) => each.spec && (each.offer(), each.paint()));
    };
    return made;
  }

  // -- the way from the beginning -----------------------------------------------

  go(share) {
    cancelAnimationFrame(this.frame);
    this.began = 0;
    this.at = share;
    this.paint();
  }

  play() {
    cancelAnimationFrame(this.frame);
    this.began = performance.now();
    const move = (now) => {
      const share = Math.min(Math.max((now - this.began) / 1000 / SECONDS, 0), 1);
      this.at = eased(share);
      this.slider.value = this.at;
      this.paint();
      if (share < 1) this.frame = requestAnimationFrame(move);
      else this.began = 0;
    };
    this.frame = requestAnimationFrame(move);
  }

  /** A point of a layer as it stands now, in pixels. */
  place(layer, i) {
    const { values, begin } = layer;
    const on = begin ? this.at : 1;
    const [x, y] = [2 * i, 2 * i + 1].map((k) => (on === 1 ? values[k] : begin[k] + on * (values[k] - begin[k])));
    return this.toPixels(x, y);
  }

  toPixels(x, y) {
    const [side, { reach }] = [this.field.width, this.spec];
    return [((x + reach) / (2 * reach)) * side, ((reach - y) / (2 * reach)) * side];
  }

  // -- painting -----------------------------------------------------------------

  paint() {
    this.width = this.field.clientWidth;
    if (!this.spec || !this.width) return; // not laid out yet: the observer calls again
    this.field.width = this.field.height = Math.round(this.width * devicePixelRatio);
    const context = this.field.getContext("2d");
    context.imageSmoothingQuality = "high";
    for (const layer of this.layers) {
      if (!this.isOn(layer)) continue;
      context.globalAlpha = this.spec.lit.length && !this.spec.lit.includes(layer.name) ? BACK : 1;
      context.fillStyle = context.strokeStyle = this.palette[layer.colour];
      this[layer.kind](context, layer);
    }
    context.globalAlpha = 1;
  }

  image(context, { picture }) {
    context.drawImage(picture, 0, 0, this.field.width, this.field.width);
  }

  points(context, layer) {
    const radius = 2 * devicePixelRatio;
    context.globalAlpha *= 0.8;
    context.beginPath();
    for (let i = 0; i < layer.values.length / 2; i++) {
      const [x, y] = this.place(layer, i);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }

  lines(context, layer) {
    context.lineWidth = devicePixelRatio;
    context.globalAlpha *= 0.75;
    context.beginPath();
    for (let i = 0; i < layer.values.length / 2; i++) {
      if (i % layer.along) context.lineTo(...this.place(layer, i));
      else context.moveTo(...this.place(layer, i));
    }
    context.stroke();
  }

  arrows(context, { values, begin }) {
    const head = 4 * devicePixelRatio;
    context.lineWidth = 1.3 * devicePixelRatio;
    context.beginPath();
    for (let i = 0; i < values.length; i += 2) {
      const [x, y] = this.toPixels(begin[i], begin[i + 1]);
      const [tx, ty] = this.toPixels(begin[i] + values[i], begin[i + 1] + values[i + 1]);
      const [length, turn] = [Math.hypot(tx - x, ty - y), Math.atan2(ty - y, tx - x)];
      if (length < devicePixelRatio) continue;
      context.moveTo(x, y);
      context.lineTo(tx, ty);
      for (const side of [2.6, -2.6]) {
        context.moveTo(tx, ty);
        context.lineTo(tx + Math.min(head, length) * Math.cos(turn + side), ty + Math.min(head, length) * Math.sin(turn + side));
      }
    }
    context.stroke();
  }

  remove() {
    all.delete(this);
    this.resizing.disconnect();
    cancelAnimationFrame(this.frame);
  }
}
