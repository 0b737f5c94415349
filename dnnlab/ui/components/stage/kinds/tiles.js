// Tiles: many small images on one canvas a row, painted from one byte a value.
//
// The server sends values; the colours come from the palette, so the same bytes
// serve both themes. Everything is laid out in device pixels, so edges are crisp.

import { channels, mix } from "../../shared/colours.js";

export const style = `
  .dl-row + .dl-row {
    margin-top: 0.7rem;
  }
  .dl-named .dl-row {
    display: grid;
    grid-template-columns: 6.2rem minmax(0, 1fr);
    align-items: center;
  }
  .dl-name {
    white-space: pre-line;
    font-size: 0.85rem;
    line-height: 1.3;
    color: var(--dl-muted);
  }
  @container (max-width: 480px) {
    .dl-named .dl-row {
      display: block;
    }
  }
  .dl-sheet {
    position: relative;
    margin: -2px;
  }
  .dl-scrolls {
    overflow: auto hidden;
    scrollbar-width: thin;
  }
  .dl-sheet canvas {
    display: block;
  }
  .dl-cells {
    position: absolute;
    inset: 0;
  }
  .dl-cell {
    position: absolute;
    display: flex;
    align-items: end;
    justify-content: center;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    font-size: 0.78rem;
    line-height: 18px;
    white-space: nowrap;
    color: var(--dl-muted);
    pointer-events: none;
  }
  button.dl-cell {
    cursor: pointer;
    pointer-events: auto;
  }
  button.dl-cell:hover,
  button.dl-cell:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }`;

export const GAP = 5; // CSS pixels between tiles
export const EDGE = 2; // around the sheet, for the frame of a marked tile
const LABEL = 18; // the height of a label's line
const LETTER = 6.6; // the width of a label's letter
const MAX_SCALE = 30; // CSS pixels for one image pixel, where the sheet leaves it open
const MIN_SIDE = 22; // a tile is not shrunk below this to keep a sheet low
const LOW = { sheet: 250, row: 62 }; // the height that a sheet, or one named row of several, aims at

/** 256 colours as little-endian RGBA words: what a byte looks like. */
function colours(paint, palette) {
  const table = new Uint32Array(256);
  const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  const [zero, negative, positive] = [palette.zero, palette.negative, palette.positive].map(channels);
  for (let byte = 0; byte < 256; byte++) {
    if (paint === "grey") {
      table[byte] = word([byte, byte, byte]);
    } else {
      const value = Math.max(-1, (byte - 128) / 127); // -1 ... 1, symmetric about 128
      const end = value < 0 ? negative : positive;
      table[byte] = word(mix(zero, end, Math.abs(value)));
    }
  }
  return table;
}

/** All tiles of a row one below the other at their own size: (count * height, width). */
function strip(row, pixels, palette) {
  const image = new ImageData(row.width, row.count * row.height);
  const words = new Uint32Array(image.data.buffer);
  if (row.paint === "rgb") {
    for (let i = 0, at = 0; i < words.length; i++, at += 3) {
      words[i] = ((255 << 24) | (pixels[at + 2] << 16) | (pixels[at + 1] << 8) | pixels[at]) >>> 0;
    }
  } else {
    const table = colours(row.paint, palette);
    for (let i = 0; i < words.length; i++) words[i] = table[pixels[i]];
  }
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

/** How many columns, and how many CSS pixels an image pixel gets, in `width` CSS pixels. */
function arrange(row, width, low) {
  const label = row.labels.length ? LABEL : 0;
  const fit = (columns) => Math.min((width - 2 * EDGE - (columns - 1) * GAP) / columns / row.width, MAX_SCALE);
  const across = (scale) => Math.max(1, Math.floor((width - 2 * EDGE + GAP) / (scale * row.width + GAP)));
  if (row.scale) return { columns: row.columns || Math.min(row.count, across(row.scale)), scale: row.scale };
  if (row.columns) return { columns: row.columns, scale: fit(row.columns) };
  let best = { columns: 1, scale: 0 };
  for (let columns = 1; columns <= row.count; columns++) {
    const lines = Math.ceil(row.count / columns);
    const high = (low - lines * label - (lines - 1) * GAP) / lines / row.height;
    const scale = Math.min(fit(columns), high);
    if (scale > best.scale) best = { columns, scale };
  }
  const least = Math.max(MIN_SIDE, ...row.labels.map((text) => text.length * LETTER)); // a label must fit below its tile
  if (best.scale * row.width >= least) return best;
  const columns = Math.min(row.count, across(least / row.width));
  return { columns, scale: fit(columns) };
}

/** The row as it is arranged: those whose pictures have one size share the most of everything, so that what belongs
 * together (a picture, and below it what became of it) has one size and lines up. */
function alike(row, rows) {
  const fits = (each) => each.count && !each.scale && each.width === row.width && each.height === row.height;
  const same = rows.filter(fits);
  if (same.length < 2 || !fits(row)) return row;
  const most = (name) => Math.max(...same.map((each) => each[name]));
  return { ...row, count: most("count"), columns: most("columns"), labels: same.flatMap((each) => each.labels) };
}

/** The places of a row's tiles among the panel's rows, in device pixels. */
function layout(row, rows, width, low) {
  const ratio = devicePixelRatio;
  const shared = alike(row, rows);
  const { columns, scale } = arrange(shared, width, low);
  const [gap, edge] = [Math.round(GAP * ratio), Math.round(EDGE * ratio)];
  let zoom = scale * ratio >= 4 ? Math.floor(scale * ratio) : scale * ratio; // whole steps where it costs little
  const across = Math.floor(width * ratio);
  const room = Math.floor((across - 2 * edge - (columns - 1) * gap) / columns);
  if (!row.scale) zoom = Math.min(zoom, room / row.width); // rounded up, the last of many tiles would be cut off
  const [w, h] = [Math.max(1, Math.round(zoom * row.width)), Math.max(1, Math.round(zoom * row.height))];
  const label = row.labels.length ? Math.round(LABEL * ratio) : 0;
  const left = across - 2 * edge - columns * (w + gap) + gap; // what whole pixels leave
  const apart = w + gap + (shared.columns > 1 && !row.scale && left > 0 && left < columns ? left / (columns - 1) : 0);
  const places = Array.from({ length: row.count }, (_, k) => ({
    x: edge + Math.round((k % columns) * apart),
    y: edge + Math.floor(k / columns) * (h + label + gap),
  }));
  const lines = Math.ceil(row.count / columns);
  return {
    ratio, columns, zoom, w, h, label, places,
    width: 2 * edge + Math.round((Math.min(columns, row.count) - 1) * apart) + w,
    height: 2 * edge + lines * (h + label + gap) - gap,
  };
}

/** Enlarge one tile: whole steps are copied, others pass through the next whole step, so pixels stay even. */
function enlarge(context, source, k, row, plan, { x, y }) {
  const from = [0, k * row.height, row.width, row.height];
  if (plan.zoom < 1 || Number.isInteger(plan.zoom)) {
    context.imageSmoothingEnabled = plan.zoom < 1;
    context.drawImage(source, ...from, x, y, plan.w, plan.h);
    return;
  }
  const steps = Math.ceil(plan.zoom);
  const larger = new OffscreenCanvas(row.width * steps, row.height * steps);
  const copy = larger.getContext("2d");
  copy.imageSmoothingEnabled = false;
  copy.drawImage(source, ...from, 0, 0, larger.width, larger.height);
  context.imageSmoothingEnabled = true;
  context.drawImage(larger, x, y, plan.w, plan.h);
}

function paint(canvas, row, plan, pixels, palette) {
  if (canvas.width !== plan.width || canvas.height !== plan.height) {
    canvas.width = plan.width;
    canvas.height = plan.height;
    canvas.style.width = `${plan.width / plan.ratio}px`;
    canvas.style.height = `${plan.height / plan.ratio}px`;
  }
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, plan.width, plan.height);
  const source = strip(row, pixels, palette);
  plan.places.forEach((place, k) => enlarge(context, source, k, row, plan, place));
  const frame = (index, grow, line, colour) => {
    const { x, y } = plan.places[index];
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(x - grow, y - grow, plan.w + 2 * grow, plan.h + 2 * grow);
  };
  if (row.paint === "diverging") plan.places.forEach((_, k) => frame(k, plan.ratio / 2, plan.ratio, palette.grid));
  for (const k of row.marked) frame(k, plan.ratio, 2 * plan.ratio, palette.accent);
}

/** One row: its name, its canvas, and over it the labels and buttons. */
export class Sheet {
  constructor(body, send) {
    this.box = document.createElement("div");
    this.box.className = "dl-row";
    this.box.innerHTML =
      "<div class='dl-name'></div><div class='dl-sheet'><canvas role='img'></canvas><div class='dl-cells'></div></div>";
    body.append(this.box);
    this.name = this.box.querySelector(".dl-name");
    this.sheet = this.box.querySelector(".dl-sheet");
    this.canvas = this.box.querySelector("canvas");
    this.cells = this.box.querySelector(".dl-cells");
    this.send = send;
    this.current = 0; // the tile that Tab reaches; arrow keys move on
    this.cells.onkeydown = (event) => this.key(event);
  }

  show(row, rows, alt, low, pixels, palette) {
    this.row = row;
    this.name.textContent = row.name;
    this.canvas.setAttribute("aria-label", [row.name, alt].filter(Boolean).join(": "));
    this.sheet.hidden = row.count === 0; // no mistakes yet, say
    const width = this.sheet.clientWidth;
    if (!width) return; // not laid out yet (the observer calls again), or nothing to show
    this.plan = layout(row, rows, width, low);
    paint(this.canvas, row, this.plan, pixels, palette);
    this.placeCells();
    this.scroll(this.plan.width / this.plan.ratio > width);
  }

  /** A sheet of a fixed scale and number of columns may be wider than its panel: it scrolls, to a tile just marked. */
  scroll(wide) {
    this.sheet.classList.toggle("dl-scrolls", wide);
    const marked = this.row.marked[0];
    if (wide && marked !== undefined && marked !== this.scrolled) {
      const { x, w } = this.plan.places[marked];
      const [left, right] = [x, x + w].map((each) => each / this.plan.ratio);
      const { scrollLeft, clientWidth } = this.sheet;
      if (left < scrollLeft || right > scrollLeft + clientWidth) this.sheet.scrollLeft = (left + right - clientWidth) / 2;
    }
    this.scrolled = marked;
  }

  placeCells() {
    const { row, plan } = this;
    const wanted = row.clickable || row.labels.length ? row.count : 0;
    const tag = row.clickable ? "BUTTON" : "SPAN";
    if (this.cells.children.length !== wanted || this.cells.firstChild?.tagName !== tag) {
      this.cells.replaceChildren(...Array.from({ length: wanted }, (_, k) => this.makeCell(tag, k)));
      this.current = 0;
    }
    [...this.cells.children].forEach((cell, k) => {
      const { x, y } = plan.places[k];
      const [left, top, width, height] = [x, y, plan.w, plan.h + plan.label].map((v) => `${v / plan.ratio}px`);
      Object.assign(cell.style, { left, top, width, height });
      const label = row.labels[k] ?? "";
      if (cell.textContent !== label) cell.textContent = label;
      if (!row.clickable) return;
      cell.tabIndex = k === this.current ? 0 : -1;
      const marked = row.marked.includes(k) ? ", marked" : "";
      const hint = row.hints[k] ?? "";
      cell.title = hint;
      cell.setAttribute("aria-label", `${row.name} ${k + 1} of ${row.count} ${hint || label}${marked}`.trim());
    });
  }

  makeCell(tag, k) {
    const cell = document.createElement(tag);
    cell.className = "dl-cell";
    if (tag === "SPAN") cell.setAttribute("aria-hidden", "true");
    else {
      cell.type = "button";
      cell.onclick = (event) => this.pick(k, event);
      cell.onfocus = () => this.focus(k);
    }
    return cell;
  }

  pick(k, event) {
    const { row, plan } = this;
    const place = (offset, size, pixels) => Math.min(pixels - 1, Math.max(0, Math.floor((offset * plan.ratio * pixels) / size)));
    const pointed = event.detail > 0; // 0: picked by keyboard
    const x = pointed ? place(event.offsetX, plan.w, row.width) : null;
    const y = pointed ? place(event.offsetY, plan.h, row.height) : null;
    this.cells.children[k].dataset.picked = ""; // until the page has answered
    this.send({ tile: k, x, y });
  }

  focus(k) {
    this.cells.children[this.current].tabIndex = -1;
    this.cells.children[k].tabIndex = 0;
    this.current = k;
  }

  key(event) {
    const columns = this.plan.columns;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const last = this.row.count - 1;
    const ends = { Home: 0, End: last };
    const to = event.key in ends ? ends[event.key] : this.current + (steps[event.key] ?? NaN);
    if (!(to >= 0 && to <= last)) return;
    event.preventDefault();
    this.cells.children[to].focus();
  }
}

export default class {
  constructor(body, send) {
    this.body = body;
    this.send = send;
    this.sheets = [];
    this.width = 0;
    this.resizing = new ResizeObserver(() => {
      if (this.body.clientWidth !== this.width) this.paint();
    });
    this.resizing.observe(body);
  }

  show(spec, { palette, blocks }) {
    this.latest = { spec, palette, blocks };
    while (this.sheets.length > spec.rows.length) this.sheets.pop().box.remove();
    while (this.sheets.length < spec.rows.length) {
      const row = this.sheets.length;
      this.sheets.push(new Sheet(this.body, (click) => this.send({ row, ...click })));
    }
    this.body.classList.toggle("dl-named", spec.rows.some((row) => row.name));
    this.paint();
  }

  paint() {
    if (!this.latest) return;
    const { spec, palette, blocks } = this.latest;
    this.width = this.body.clientWidth;
    const low = spec.rows.length > 1 ? LOW.row : LOW.sheet;
    this.sheets.forEach((sheet, i) => sheet.show(spec.rows[i], spec.rows, spec.alt, low, blocks[i], palette));
  }

  remove() {
    this.resizing.disconnect();
  }
}
