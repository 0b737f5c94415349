// Where the boards stand and how large a cell is, for the width that there is.

const SIDE = 380; // CSS pixels: no board is larger
const LABEL = 100; // the words above a board
const GAP = 26; // between a board and the kernel
const BETWEEN = { phone: 12, desk: 26 }; // two boards that share a row without the kernel
export const PHONE = 480; // a narrower sliding window is on a phone
const ENOUGH = 200; // all stands side by side as long as a board gets this much
const BIGGEST = 44; // a cell
const LARGER = 1.15; // boards that gain this much by it leave tall kernels to a row of their own
const PIXEL = 1; // a cell that can be pointed at
const READABLE = 21; // a cell with a number in it ...
const LETTER = { short: 6.1, brief: 5.3 }; // ... and what a letter of it takes
const FEW = 16; // cells a side that may hold numbers
const FRAME = 8; // twice the edge of a board

/** Cell sizes in whole device pixels where that costs little. */
const whole = (cell, ratio) => (cell * ratio >= 4 ? Math.floor(cell * ratio) : cell * ratio);

/** Rows, columns and padding of both boards: a transposed convolution has its padding on neither. */
function shapes(spec) {
  const padding = spec.kind === "transposed" ? [0, 0, 0, 0] : spec.padding;
  const board = ([, rows, columns], [top, bottom, left, right]) => ({
    rows, columns, padding: [top, bottom, left, right], high: rows + top + bottom, wide: columns + left + right,
  });
  return [board(spec.input, padding), board(spec.output, [0, 0, 0, 0])];
}

export const isFlat = (spec) => spec.input[1] === 1 && spec.output[1] === 1;

/**
 * The plans of input and output and how they stand: wide, pair or stack. `letters` says for each board
 * how long its longest number is in each format, { short, brief }; `kernel` how large the kernels are.
 */
export function arrange(spec, width, kernel, ratio, letters) {
  const boards = shapes(spec).map((board, i) => ({ ...board, letters: letters[i], ratio }));
  if (isFlat(spec)) return { stand: "flat", plans: flat(spec, boards, width, ratio) };
  const few = boards.every(({ high, wide }) => Math.max(high, wide) <= FEW);
  const beside = share(boards, width - kernel.width - 2 * GAP);
  const below = both(Math.min(SIDE, width));
  const fits = (sides) => boards.every((board, i) => format(board, cellIn(board, sides[i])));
  const enough = boards.every((board, i) => beside[i] >= ENOUGH || cellIn(board, beside[i]) === BIGGEST);
  const canPair = !few && !spec.edit.input;
  const between = width < PHONE ? BETWEEN.phone : BETWEEN.desk;
  const half = Math.min(SIDE, (width - between) / 2);
  const squeezed = boards.every((board, i) => cellIn(board, beside[i]) * LARGER < cellIn(board, half));
  const seen = (sides) => Math.min(PIXEL, ...boards.map((board, i) => cellIn(board, sides[i])));
  const finer = seen(beside) < seen(both(half)); // without the kernel between them, more pixels can be pointed at
  const towers = kernel.height > Math.max(...boards.map((board, i) => board.high * cellIn(board, beside[i])));
  const wide = enough && (!few || fits(beside) || !fits(below)) && !(canPair && (finer || (squeezed && towers)));
  const stand = wide ? "wide" : canPair ? "pair" : "stack";
  return { stand, between, side: half, plans: plans(boards, wide ? beside : canPair ? both(half) : below) };
}

const both = (side) => [side, side];

/** What each of two boards side by side gets: half of the room, and what the other does not need. */
function share(boards, room) {
  const needs = boards.map((board) => Math.max(LABEL, board.wide * cellIn(board, room / 2) + FRAME));
  return [1, 0].map((other) => Math.min(SIDE, Math.max(room / 2, room - needs[other])));
}

const cellIn = ({ high, wide }, side) => Math.min(BIGGEST, (side - FRAME) / Math.max(high, wide));

/** The format in which the numbers of a board go into its cells, null when none does. */
function format({ letters }, cell) {
  return ["short", "brief"].find((name) => cell >= Math.max(READABLE, LETTER[name] * letters[name])) ?? null;
}

/** Grids of numbers have cells of one size; pictures fill their place. */
function plans(boards, sides) {
  const cells = boards.map((board, i) => cellIn(board, sides[i]));
  const same = Math.min(...cells);
  const together = boards.every((board) => format(board, same));
  return boards.map((board, i) => {
    const cell = together ? same : cells[i];
    const few = Math.max(board.high, board.wide) <= FEW;
    return { ...board, cell: whole(cell, board.ratio), numbers: few ? format(board, cell) : null };
  });
}

/** Signals stand one below the other, an output pixel under the middle of its window and as wide as the stride. */
function flat(spec, [input, output], width, ratio) {
  const [stride, reach] = [spec.stride[1], spec.dilation[1] * (spec.size[1] - 1)];
  const middle = (reach + 1 - stride) / 2; // of the first window, less half of what is put there
  const transposed = spec.kind === "transposed";
  const fine = { columns: transposed ? output.wide : input.wide, at: 0 };
  const coarse = { columns: transposed ? input.wide : output.wide, at: middle - (transposed ? spec.padding[2] : 0) };
  const shift = -Math.min(0, coarse.at);
  const units = Math.max(shift + fine.columns, shift + coarse.at + coarse.columns * stride);
  const unit = whole(Math.min(BIGGEST, (width - FRAME) / units), ratio);
  const total = Math.ceil(units * unit) + 2 * Math.round((FRAME / 2) * ratio);
  return [input, output].map((board, i) => {
    const isCoarse = transposed ? i === 0 : i === 1;
    const cell = isCoarse ? unit * stride : unit;
    const offset = Math.round((shift + (isCoarse ? coarse.at : 0)) * unit);
    const numbers = format(board, cell / ratio);
    return { ...board, cell, offset, width: total, numbers, strip: numbers !== null || spec.edit.input };
  });
}
