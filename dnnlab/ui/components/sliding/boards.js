// Boards: what is drawn of input and output. A board keeps a finished picture of
// itself (cells, padding, numbers) and lays over it what moves: the outline of the
// window, and the veil over what a sweep has not computed yet. All is laid out in
// device pixels, so edges are crisp.

import { enlarge, raster } from "./colours.js";
import { FORMATS } from "./words.js";

const EDGE = 4; // CSS pixels around a board, for an outline at its border
const LINES = 16; // CSS pixels of a cell from which on cells are divided by lines
const APART = 6; // ... from which on taps that do not touch are outlined one by one
const ROOMY = 40; // ... and of a window in which one cell is outlined too
const SEEN = 8; // an outline is no smaller than this
const HATCH = 5; // CSS pixels between the lines that mark the padding

export const clip = (value, low, high) => Math.min(high, Math.max(low, value));

/** The box around cells: first row and column, and the ones after the last. */
function surround(cells) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { row, column } of cells) {
    box[0] = Math.min(box[0], row);
    box[1] = Math.min(box[1], column);
    box[2] = Math.max(box[2], row + 1);
    box[3] = Math.max(box[3], column + 1);
  }
  return box;
}

/**
 * What a board shows: `colour(row, column)` and `number(row, column)` of its cells, with the
 * padding below 0 and beyond the end; a signal's board also asks for `value(column)` and the `bar`
 * colour of a value. `key` names all of it, null where it may have changed unnoticed.
 */
export class Board {
  constructor(canvas) {
    this.canvas = canvas;
  }

  /**
   * `plan`: rows and columns without the padding, padding, `cell` in device pixels (a signal: `offset`
   * too), the format of its `numbers` where there is room for them, and the `ratio` of device to CSS pixels.
   */
  lay(plan, content, colours) {
    const key = content.key && JSON.stringify([plan, content.key]);
    if (key && key === this.key) return; // the same picture in the same place
    Object.assign(this, { plan, content, colours, key });
    this.edge = Math.round(EDGE * plan.ratio);
    [this.top, this.bottom, this.left, this.right] = plan.padding;
    const [width, height] = this.extent();
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    Object.assign(canvas.style, { width: `${width / plan.ratio}px`, height: `${height / plan.ratio}px` });
    this.base = new OffscreenCanvas(width, height);
    this.paint(this.base.getContext("2d"));
  }

  x(column) {
    return this.edge + (this.plan.offset ?? 0) + Math.round((column + this.left) * this.plan.cell);
  }

  y(row) {
    return this.edge + Math.round((row + this.top) * this.plan.cell);
  }

  /** The cell under the pointer; one beside the board counts as the nearest. */
  cellAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const { ratio, cell, rows, columns, offset = 0 } = this.plan;
    const find = (client, before, length) =>
      clip(Math.floor((client * ratio - this.edge) / cell - before), 0, length - 1);
    const row = find(event.clientY - box.top, this.top, rows);
    return [this.flat ? 0 : row, find(event.clientX - box.left - offset / ratio, this.left, columns)];
  }

  /** Draw the board: outline these cells and one among them, veil what comes after the first `reached` ones. */
  show(cells, { winner = null, reached = null } = {}) {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.base, 0, 0);
    if (reached !== null) this.veil(context, reached);
    if (!cells.length) return;
    const around = surround(cells);
    this.outline(context, cells, around);
    const [x0, , x1] = this.bounds(around);
    if (winner && x1 - x0 >= ROOMY * this.plan.ratio) this.ring(context, surround([winner]));
  }

  outline(context, cells, [r0, c0, r1, c1]) {
    const together = (r1 - r0) * (c1 - c0) === cells.length;
    if (together || this.plan.cell < APART * this.plan.ratio) return this.ring(context, [r0, c0, r1, c1]);
    this.ring(context, [r0, c0, r1, c1], true);
    for (const cell of cells) this.ring(context, surround([cell]));
  }

  ring(context, box, faint = false) {
    const [x0, y0, x1, y1] = this.bounds(box);
    const { ratio } = this.plan;
    const grow = (length) => Math.max(ratio / 2, (SEEN * ratio - length) / 2);
    const [gx, gy] = [grow(x1 - x0), grow(y1 - y0)];
    const stroke = (colour, width) => {
      context.strokeStyle = colour;
      context.lineWidth = width * ratio;
      context.strokeRect(x0 - gx, y0 - gy, x1 - x0 + 2 * gx, y1 - y0 + 2 * gy);
    };
    context.setLineDash(faint ? [3 * ratio, 3 * ratio] : []);
    if (!faint) stroke(this.colours.palette.background, 4.5);
    stroke(faint ? this.colours.palette.muted : this.colours.palette.text, faint ? 1 : 2);
    context.setLineDash([]);
  }

  /** Dim and hatch a box of device pixels. */
  hatch(context, x0, y0, x1, y1) {
    if (x1 <= x0 || y1 <= y0) return;
    const { ratio } = this.plan;
    const { background, text } = this.colours.palette;
    context.save();
    context.beginPath();
    context.rect(x0, y0, x1 - x0, y1 - y0);
    context.clip();
    context.globalAlpha = 0.55;
    context.fillStyle = background;
    context.fillRect(x0, y0, x1 - x0, y1 - y0);
    context.globalAlpha = 0.3;
    context.strokeStyle = text;
    context.lineWidth = ratio;
    context.beginPath();
    const high = y1 - y0;
    const first = Math.floor((x0 - high) / (HATCH * ratio)) * HATCH * ratio; // from one grid: corners join on
    for (let x = first; x < x1 + high; x += HATCH * ratio) {
      context.moveTo(x + (y1 % (HATCH * ratio)), y1);
      context.lineTo(x + (y1 % (HATCH * ratio)) + high, y0);
    }
    context.stroke();
    context.restore();
  }

  /** The number of a cell, where there is room for numbers. */
  text(row, column) {
    const { numbers } = this.plan;
    return numbers ? FORMATS[numbers](this.content.number(row, column)) : "";
  }

  write(context, text, x, y, ink) {
    context.fillStyle = ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, x, y);
  }

  /** The largest font in which the longest of some texts is no wider than a cell. */
  fontFor(context, texts, cell) {
    const family = getComputedStyle(this.canvas).fontFamily;
    context.font = `100px ${family}`;
    const widest = Math.max(1, ...texts.map((text) => context.measureText(text).width));
    const size = Math.min(14 * this.plan.ratio, cell * 0.46, (84 * cell) / widest);
    context.font = `${size}px ${family}`;
  }
}

/** A picture: square cells. */
export class GridBoard extends Board {
  extent() {
    const { rows, columns, cell } = this.plan;
    const side = (count) => Math.round(count * cell) + 2 * this.edge;
    return [side(columns + this.left + this.right), side(rows + this.top + this.bottom)];
  }

  bounds([r0, c0, r1, c1]) {
    return [this.x(c0), this.y(r0), this.x(c1), this.y(r1)];
  }

  paint(context) {
    const { rows, columns, cell, ratio, numbers } = this.plan;
    const { top, bottom, left, right, content } = this;
    const all = [-top, -left, rows + bottom, columns + right];
    const picture = raster(rows + top + bottom, columns + left + right, (r, c) => content.colour(r - top, c - left));
    const [x0, y0, x1, y1] = this.bounds(all);
    enlarge(context, picture, x0, y0, x1 - x0, y1 - y0);
    const [px0, py0, px1, py1] = this.bounds([0, 0, rows, columns]);
    this.hatch(context, x0, y0, x1, py0);
    this.hatch(context, x0, py1, x1, y1);
    this.hatch(context, x0, py0, px0, py1);
    this.hatch(context, px1, py0, x1, py1);
    context.fillStyle = this.colours.palette.grid;
    if (cell >= LINES * ratio) this.lines(context, all);
    this.frame(context, x0, y0, x1, y1, this.colours.palette.grid);
    if (top + bottom + left + right) this.frame(context, px0, py0, px1, py1, this.colours.palette.muted);
    if (numbers) this.numbers(context, all);
  }

  lines(context, [r0, c0, r1, c1]) {
    const thick = Math.max(1, Math.round(this.plan.ratio));
    const [x0, y0, x1, y1] = this.bounds([r0, c0, r1, c1]);
    for (let c = c0 + 1; c < c1; c++) context.fillRect(this.x(c), y0, thick, y1 - y0);
    for (let r = r0 + 1; r < r1; r++) context.fillRect(x0, this.y(r), x1 - x0, thick);
  }

  frame(context, x0, y0, x1, y1, colour) {
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1, Math.round(this.plan.ratio));
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
  }

  numbers(context, [r0, c0, r1, c1]) {
    const { cell, rows, columns } = this.plan;
    const cells = [];
    for (let r = r0; r < r1; r++) for (let c = c0; c < c1; c++) cells.push([r, c, this.text(r, c)]);
    this.fontFor(context, cells.map(([, , text]) => text), cell);
    for (const [r, c, text] of cells) {
      const inside = r >= 0 && c >= 0 && r < rows && c < columns;
      const ink = inside ? this.colours.ink(this.content.colour(r, c)) : this.colours.palette.text;
      if (!inside) this.plate(context, text, r, c);
      this.write(context, text, this.x(c) + cell / 2, this.y(r) + cell / 2, ink);
    }
  }

  /** A number in the padding stands on a plate: the hatching would strike it through. */
  plate(context, text, row, column) {
    if (!text) return;
    const { cell, ratio } = this.plan;
    const width = Math.min(cell - 2 * ratio, context.measureText(text).width + 4 * ratio);
    const height = Math.min(cell - 2 * ratio, parseFloat(context.font) * 1.15);
    context.fillStyle = this.colours.palette.background;
    context.fillRect(this.x(column) + (cell - width) / 2, this.y(row) + (cell - height) / 2, width, height);
  }

  veil(context, reached) {
    const { rows, columns } = this.plan;
    const [row, column] = [Math.floor(reached / columns), reached % columns];
    context.globalAlpha = 0.86;
    context.fillStyle = this.colours.palette.background;
    const cover = (box) => {
      const [x0, y0, x1, y1] = this.bounds(box);
      context.fillRect(x0, y0, x1 - x0, y1 - y0);
    };
    if (row < rows) cover([row, column, row + 1, columns]);
    if (row + 1 < rows) cover([row + 1, 0, rows, columns]);
    context.globalAlpha = 1;
  }
}
