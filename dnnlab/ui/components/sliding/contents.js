// What the boards draw: the colour, number and height of each cell of input and output.

import { brief, short } from "./words.js";

const MOST = 600; // cells whose numbers are worth measuring: those of larger boards are not written

/** How long the longest number is in each format. */
function letters(rows, columns, number) {
  const few = rows * columns <= MOST;
  const count = few ? rows * columns : 0;
  const numbers = Array.from({ length: count }, (_, i) => number(Math.floor(i / columns), i % columns));
  const longest = (format) => (few ? Math.max(1, ...numbers.map((value) => format(value).length)) : Infinity);
  return { short: longest(short), brief: longest(brief) };
}

/** The input; of several channels that are no colours, one. */
export function inputContent(taps, channel, colours) {
  const { spec, values } = taps;
  const scale = spec.scale.input;
  const at = (row, column, of = channel) => taps.at(of, row, column);
  const level = (value) => Math.round(255 * Math.min(1, Math.max(0, value / scale)));
  const colour =
    spec.paint.input === "rgb"
      ? (row, column) => [0, 1, 2].map((each) => level(at(row, column, each)))
      : (row, column) => colours.of(spec.paint.input, at(row, column) / scale);
  const edited = (row, column) => spec.edit.input && !taps.isPadding(row, column); // there is a field for it
  const looks = [spec.digest, spec.mode, spec.kind, spec.paint, scale, channel, colours.palette.name];
  return {
    letters: () => letters(taps.height, taps.width, at),
    key: spec.edit.input ? null : JSON.stringify(looks),
    scale,
    signed: values.some((value) => value < 0),
    colour: (row, column) => (taps.isEmpty(row, column) ? null : colour(row, column)),
    number: (row, column) => (taps.isEmpty(row, column) || edited(row, column) ? null : at(row, column)),
    value: (column) => (taps.isEmpty(0, column) ? null : at(0, column)),
    bar: (value) => barColour(spec.paint.input, value, colours),
  };
}

/** A map of the output: its colours come from the page, its numbers are computed here. */
export function outputContent(taps, map, pixels, colours) {
  const { spec, rows, columns } = taps;
  const table = byteColours(spec.paint.output, colours);
  const size = rows * columns;
  const number = (row, column) => taps.evaluate(map, row, column).result;
  return {
    letters: () => letters(rows, columns, number),
    key: null,
    scale: spec.scale.output,
    signed: spec.paint.output === "diverging" && pixels.some((byte) => byte < 128),
    colour: (row, column) => table[pixels[map * size + row * columns + column]],
    number,
    value: (column) => number(0, column),
    bar: (value) => barColour(spec.paint.output, value, colours),
  };
}

/** What each byte of the output looks like. */
function byteColours(paint, colours) {
  const value = (byte) => (paint === "grey" ? byte / 255 : (byte - 128) / 127);
  return Array.from({ length: 256 }, (_, byte) => colours.of(paint, value(byte)));
}

function barColour(paint, value, { palette }) {
  if (paint !== "diverging") return palette.muted;
  return value < 0 ? palette.negative : palette.positive;
}
