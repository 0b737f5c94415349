// The arithmetic of a sliding window, without a screen: which numbers meet at an
// output pixel, and what comes out of them. A tap is one place of the window.
//
// Rows and columns are those of the input itself: in the padding they are below 0,
// or at the input's height and width and beyond.

/** The index that is read at `at` along an axis of `length`; -1 where the padding makes up a number. */
export function source(at, length, mode) {
  if (at >= 0 && at < length) return at;
  if (mode === "replicate") return at < 0 ? 0 : length - 1;
  if (mode === "circular") return ((at % length) + length) % length;
  if (mode === "reflect") return at < 0 ? -at : 2 * (length - 1) - at;
  return -1;
}

export class Taps {
  /**
   * `spec` is the header of the payload, `values` the input in reading order,
   * `weight` and `bias` are flat; the weight may be changed in place.
   */
  constructor(spec, values, weight, bias) {
    Object.assign(this, { spec, values, weight, bias });
    [this.channels, this.height, this.width] = spec.input;
    [this.maps, this.rows, this.columns] = spec.output;
    this.transposed = spec.kind === "transposed";
    this.pools = spec.kind === "max" || spec.kind === "average";
    this.area = spec.size[0] * spec.size[1];
    this.each = this.channels / spec.groups; // input channels that feed one map
  }

  /** The largest weight: full colour wherever weights are shown. */
  get strength() {
    return this.weight.reduce((top, value) => Math.max(top, Math.abs(value)), 0) || 1;
  }

  /** The input channels that feed a map. */
  channelsOf(map) {
    const group = Math.floor(map / (this.maps / this.spec.groups));
    return Array.from({ length: this.each }, (_, part) => group * this.each + part);
  }

  /** Where the kernel between a map and the `part`-th of its channels is: an index on the weight's first two axes. */
  slice(map, part) {
    const eachMap = this.maps / this.spec.groups;
    return this.transposed ? [this.channelsOf(map)[part], map % eachMap] : [map, part];
  }

  /** That kernel's numbers, in place. */
  kernel(map, part) {
    return this.slot("kernel", this.slice(map, part));
  }

  /** The numbers of a kernel or of an input channel by their index, in place. */
  slot(target, [first, second]) {
    const kernel = target === "kernel";
    const size = kernel ? this.area : this.height * this.width;
    const start = (kernel ? first * this.spec.weight[1] + second : first) * size;
    return (kernel ? this.weight : this.values).subarray(start, start + size);
  }

  /** What stands at a place of a channel, the padding included. */
  at(channel, row, column) {
    const r = source(row, this.height, this.spec.mode);
    const c = source(column, this.width, this.spec.mode);
    if (r < 0 || c < 0 || this.isEmpty(row, column)) return this.spec.kind === "max" ? -Infinity : 0;
    return this.values[(channel * this.height + r) * this.width + c];
  }

  isPadding(row, column) {
    return row < 0 || column < 0 || row >= this.height || column >= this.width;
  }

  /** Max pooling pads with nothing at all; an average with what does not count, where that is so. */
  isEmpty(row, column) {
    if (this.spec.kind === "max") return this.isPadding(row, column);
    return this.spec.kind === "average" && !this.counts(row, column);
  }

  /** Whether a place is one of those by whose number an average is divided. */
  counts(row, column) {
    const [top, bottom, left, right] = this.spec.counted;
    return row >= -top && column >= -left && row < this.height + bottom && column < this.width + right;
  }

  /** Whether averages are divided by different numbers: not all of the padding counts. */
  get uneven() {
    return this.spec.kind === "average" && this.spec.padding.some((each, side) => each > this.spec.counted[side]);
  }

  /** For each tap in reading order the place in the input, null where none reaches (transposed only). */
  places(row, column) {
    const rows = this.along(0, row);
    const columns = this.along(1, column);
    return rows.flatMap((r) => columns.map((c) => (r === null || c === null ? null : { row: r, column: c })));
  }

  along(axis, at) {
    const { size, stride, dilation, padding } = this.spec;
    const before = padding[2 * axis];
    const length = axis ? this.width : this.height;
    return Array.from({ length: size[axis] }, (_, tap) => {
      if (!this.transposed) return at * stride[axis] - before + tap * dilation[axis];
      const steps = (at + before - tap * dilation[axis]) / stride[axis]; // which input stamps this tap here
      return Number.isInteger(steps) && steps >= 0 && steps < length ? steps : null;
    });
  }

  /** The output pixel whose window has its middle closest to a place in the input. */
  nearest(row, column) {
    const { size, stride, dilation, padding } = this.spec;
    const find = (axis, at, length) => {
      const middle = (dilation[axis] * (size[axis] - 1)) / 2;
      const before = padding[2 * axis];
      const out = this.transposed ? at * stride[axis] - before + middle : (at + before - middle) / stride[axis];
      return Math.min(length - 1, Math.max(0, Math.round(out)));
    };
    return [find(0, row, this.rows), find(1, column, this.columns)];
  }

  /** All that happens at one output pixel. */
  evaluate(map, row, column) {
    const places = this.places(row, column);
    const parts = this.channelsOf(map).map((channel, part) => this.part(map, channel, part, places));
    const sum = parts.reduce((before, { sum }) => before + sum, 0);
    const bias = this.bias.length ? this.bias[map] : 0;
    const total = sum + bias;
    return { places, parts, sum, bias, total, result: this.spec.relu ? Math.max(0, total) : total };
  }

  part(map, channel, part, places) {
    const patch = places.map((place) => place && this.at(channel, place.row, place.column));
    if (this.pools) return { channel, patch, ...this.pooled(patch, places) };
    const kernel = this.kernel(map, part);
    const products = patch.map((value, tap) => (value === null ? null : value * kernel[tap]));
    return { channel, patch, kernel, products, sum: products.reduce((before, each) => before + (each ?? 0), 0) };
  }

  pooled(patch, places) {
    if (this.spec.kind === "average") {
      const counted = patch.filter((_, tap) => !this.isEmpty(places[tap].row, places[tap].column));
      const added = counted.reduce((a, b) => a + b, 0);
      return { added, counted, sum: added / counted.length };
    }
    const sum = patch.reduce((most, value) => Math.max(most, value), -Infinity);
    return { sum, winner: patch.indexOf(sum) }; // the first of equals, as in PyTorch
  }
}
