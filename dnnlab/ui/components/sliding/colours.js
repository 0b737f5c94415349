// Colours by value, and small pictures enlarged so that their pixels stay crisp.

import { channels, mix, readableOn } from "../shared/colours.js";

const word = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
const clip = (value, low, high) => Math.min(high, Math.max(low, value));

/** Colours by value, as [red, green, blue]. */
export class Colours {
  constructor(palette) {
    this.palette = palette;
    [this.zero, this.negative, this.positive] = [palette.zero, palette.negative, palette.positive].map(channels);
  }

  /** -1 ... 1: blue over the page's own colour to orange. */
  diverging(value) {
    const end = value < 0 ? this.negative : this.positive;
    return mix(this.zero, end, Math.min(1, Math.abs(value)));
  }

  /** 0 ... 1: black to white. */
  grey(value) {
    const level = Math.round(255 * clip(value, 0, 1));
    return [level, level, level];
  }

  of(paint, value) {
    return paint === "diverging" ? this.diverging(value) : this.grey(value);
  }

  /** What can be read on a colour. */
  ink(colour) {
    return readableOn(colour);
  }
}

/** A small picture of its own size: `colour(row, column)` is [r, g, b], or null for nothing. */
export function raster(rows, columns, colour) {
  const image = new ImageData(columns, rows);
  const words = new Uint32Array(image.data.buffer);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const found = colour(row, column);
      if (found) words[i] = word(found);
    }
  }
  const canvas = new OffscreenCanvas(columns, rows);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

/** Enlarge a picture: whole steps are copied, others pass through the next whole step, so pixels stay even. */
export function enlarge(context, source, x, y, width, height) {
  const zoom = Math.max(width / source.width, height / source.height);
  let from = source;
  if (zoom > 1 && !(Number.isInteger(width / source.width) && Number.isInteger(height / source.height))) {
    from = new OffscreenCanvas(source.width * Math.ceil(zoom), source.height * Math.ceil(zoom));
    const copy = from.getContext("2d");
    copy.imageSmoothingEnabled = false;
    copy.drawImage(source, 0, 0, from.width, from.height);
  }
  context.imageSmoothingEnabled = from !== source || zoom < 1;
  context.imageSmoothingQuality = "high";
  context.drawImage(from, x, y, width, height);
}
