// The board of a signal: bars instead of a strip one pixel high.

import { Board, clip } from "./boards.js";

const PLOT = 112; // CSS pixels: the height of the bars ...
const STRIP = 26; // ... and of the cells below them

/** A signal: a bar a value, up or down from the zero line; with room, its numbers in cells below. */
export class BarBoard extends Board {
  get flat() {
    return true;
  }

  extent() {
    const { ratio, strip, width } = this.plan;
    this.plot = Math.round(PLOT * ratio);
    this.strip = strip ? Math.round(STRIP * ratio) : 0;
    return [width, this.plot + this.strip + 2 * this.edge];
  }

  bounds([, c0, , c1]) {
    return [this.x(c0), this.edge, this.x(c1), this.edge + this.plot + this.strip];
  }

  paint(context) {
    const { columns, ratio, cell } = this.plan;
    const { content, colours } = this;
    const { grid, muted, surface } = colours.palette;
    const [first, last] = [-this.left, columns + this.right];
    const [x0, x1] = [this.x(first), this.x(last)];
    const floor = this.edge + this.plot;
    context.fillStyle = surface;
    context.fillRect(x0, this.edge, x1 - x0, this.plot);
    const room = this.plot - 2 * ratio;
    const zero = this.edge + ratio + (content.signed ? room / 2 : room);
    const gap = cell >= 4 * ratio ? Math.max(1, Math.round(ratio)) : 0;
    for (let c = first; c < last; c++) {
      const value = content.value(c);
      if (value === null) continue;
      const high = clip(value / content.scale, -1, 1) * (content.signed ? room / 2 : room);
      context.fillStyle = content.bar(value);
      context.fillRect(this.x(c), zero - Math.max(0, high), this.x(c + 1) - this.x(c) - gap, Math.abs(high));
    }
    context.fillStyle = muted;
    context.fillRect(x0, Math.round(zero), x1 - x0, Math.max(1, Math.round(ratio)));
    if (this.strip) this.numbers(context, first, last, floor);
    this.hatch(context, x0, this.edge, this.x(0), floor);
    this.hatch(context, this.x(columns), this.edge, x1, floor);
    context.strokeStyle = grid;
    context.lineWidth = Math.max(1, Math.round(ratio));
    context.strokeRect(x0, this.edge, x1 - x0, this.plot + this.strip);
  }

  numbers(context, first, last, floor) {
    const texts = [];
    for (let c = first; c < last; c++) texts.push(this.text(0, c));
    this.fontFor(context, texts, this.plan.cell);
    texts.forEach((text, i) => {
      const c = first + i;
      const [x0, x1] = [this.x(c), this.x(c + 1)];
      const colour = this.content.colour(0, c);
      if (colour) {
        context.fillStyle = `rgb(${colour})`;
        context.fillRect(x0, floor, x1 - x0, this.strip);
      }
      context.fillStyle = this.colours.palette.grid;
      context.fillRect(x0, floor, Math.max(1, Math.round(this.plan.ratio)), this.strip);
      const padded = c < 0 || c >= this.plan.columns;
      if (padded) this.hatch(context, x0, floor, x1, floor + this.strip);
      const ink = padded || !colour ? this.colours.palette.text : this.colours.ink(colour);
      this.write(context, text, (x0 + x1) / 2, floor + this.strip / 2, ink);
    });
  }

  veil(context, reached) {
    const [x0, y0, x1, y1] = this.bounds([0, reached, 1, this.plan.columns]);
    context.globalAlpha = 0.86;
    context.fillStyle = this.colours.palette.background;
    context.fillRect(x0, y0, x1 - x0, y1 - y0);
    context.globalAlpha = 1;
  }
}
