// The numbers that a learner may change: the kernels in the middle, the input's cells.

import { Fields, Grid, gridFor, isReadable } from "./fields.js";
import { channelName, short } from "./words.js";

const MANY = 3; // kernels in one column, if small ones
const SPACE = 12; // CSS pixels between two columns

const cellName = (i, columns) => `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`;

/** What was written here and is not yet in the numbers that the page sends. Streamlit may drop a message. */
export class Edits {
  constructor() {
    this.number = 0; // of the newest edit
    this.byPlace = new Map(); // one a slice: the newest holds all of it
  }

  get unanswered() {
    return [...this.byPlace.values()];
  }

  add(edit) {
    const place = `${edit.target} ${edit.index}`;
    this.byPlace.delete(place); // the newest comes last
    this.byPlace.set(place, { ...edit, number: ++this.number });
  }

  /** New numbers have come: forget what is in them, write the rest into them again. */
  answer(taps) {
    const { answered, weight, input } = taps.spec;
    this.number = Math.max(this.number, answered); // this page may have shown another sliding window before
    for (const [place, edit] of this.byPlace) {
      const shape = edit.target === "kernel" ? weight : input;
      if (edit.number <= answered || String(edit.shape) !== String(shape)) this.byPlace.delete(place);
      else taps.slot(edit.target, edit.index).set(edit.values.flat());
    }
  }
}

const inRows = (flat, columns) =>
  Array.from({ length: flat.length / columns }, (_, row) => [...flat.subarray(row * columns, (row + 1) * columns)]);

/** The kernels between a map and its channels; of pooling a window without weights. */
export class Kernels {
  /** `change(edit)` gets what the page is to know, all of the slice: of two quick changes none is lost. */
  constructor(box, { change, complaint }) {
    Object.assign(this, { box, change, complaint, layout: "", parts: [] });
  }

  show(taps, map, colours) {
    Object.assign(this, { taps, map });
    const { spec, pools } = taps;
    const channels = taps.channelsOf(map);
    const layout = `${channels.length} ${spec.size} ${spec.edit.kernel} ${pools}`;
    if (layout !== this.layout) {
      this.layout = layout;
      this.box.replaceChildren();
      this.across = channels.length > MANY && spec.size[1] <= 3 ? 2 : 1;
      this.box.style.setProperty("--across", this.across);
      this.parts = channels.map((_, part) => this.make(part, colours));
    }
    this.parts.forEach(({ name, grid }, part) => {
      grid.colours = colours;
      name.textContent = channels.length > 1 ? channelName(spec, channels[part]) : "";
      if (pools) this.showWindow(grid);
      else this.showNumbers(grid, [...taps.kernel(map, part)], colours);
    });
  }

  /** CSS pixels that the kernels take when they stand between the boards: { width, height }. */
  extent() {
    const widest = Math.max(...this.parts.map(({ grid }) => grid.box.offsetWidth));
    const highest = Math.max(...this.parts.map(({ grid }) => grid.box.parentElement.offsetHeight)) + SPACE;
    const rows = Math.ceil(this.parts.length / this.across);
    return { width: this.across * widest + (this.across - 1) * SPACE, height: rows * highest };
  }

  /** What pooling does with the numbers under its window: an average weighs them all alike. */
  showWindow(grid) {
    const { spec, area } = this.taps;
    const each = spec.kind === "average" && isReadable(spec.size);
    const text = spec.kind === "max" ? "the largest counts" : this.taps.uneven ? "1/n" : `1/${area}`;
    const [rows, columns] = each ? spec.size : [1, 1];
    grid.resize(rows, columns, 3);
    grid.show(Array.from({ length: rows * columns }, () => ({ text, mark: "sb-window" })));
  }

  showNumbers(grid, values, colours) {
    const { strength, spec } = this.taps;
    const colour = (value) => colours.diverging(value / strength);
    grid.resize(...spec.size, Math.max(2, ...values.map((value) => short(value).length)));
    if (grid instanceof Fields) grid.showNumbers(values, colour);
    else grid.show(values.map((value) => ({ text: short(value), colour: colour(value) })));
  }

  make(part, colours) {
    const box = document.createElement("div");
    const name = document.createElement("div");
    name.className = "sb-name";
    box.append(name);
    this.box.append(box);
    const { edit, size } = this.taps.spec;
    if (this.taps.pools) return { name, grid: new Grid(box, "sb-numbers") };
    if (!edit.kernel || !isReadable(size)) return { name, grid: gridFor(size, box, "sb-numbers", colours) };
    const grid = new Fields(box, "sb-numbers", colours, {
      limit: edit.limit,
      name: (i) => ["Kernel", name.textContent, cellName(i, size[1])].filter(Boolean).join(" "),
      change: (i, value) => this.edit(part, i, value),
      complaint: this.complaint,
    });
    return { name, grid };
  }

  edit(part, i, value) {
    const { taps, map } = this;
    const kernel = taps.kernel(map, part);
    kernel[i] = value;
    const index = taps.slice(map, part);
    this.change({ target: "kernel", shape: taps.spec.weight, index, values: inRows(kernel, taps.spec.size[1]) });
  }
}

/** Fields over the cells of the input's board. */
export class InputFields {
  constructor(box, { change, complaint }) {
    Object.assign(this, { box, change, complaint, fields: null });
  }

  show(taps, channel, colours) {
    Object.assign(this, { taps, channel });
    const { spec, height, width } = taps;
    if (!spec.edit.input) {
      this.fields?.box.remove();
      this.fields = null;
      return;
    }
    this.fields ??= new Fields(this.box, "sb-cells", colours, {
      limit: spec.edit.limit,
      name: (i) => `Input ${cellName(i, this.taps.width)}`,
      change: (i, value) => this.edit(i, value),
      complaint: this.complaint,
    });
    this.fields.colours = colours;
    this.fields.resize(height, width);
    this.fields.showNumbers(this.grid(), (value) => colours.of(spec.paint.input, value / spec.scale.input));
  }

  /** The numbers of the channel that is shown, in place. */
  grid() {
    return this.taps.slot("input", [this.channel]);
  }

  /** Lie over the cells of a board. */
  place(board) {
    if (!this.fields) return;
    const { ratio, cell } = board.plan;
    const [x0, y0, x1, y1] = board.bounds([0, 0, this.taps.height, this.taps.width]).map((each) => each / ratio);
    const flat = board.flat ? y1 - board.strip / ratio : y0;
    const [left, top, width, height] = [x0, flat, x1 - x0, y1 - flat].map((each) => `${each}px`);
    Object.assign(this.fields.box.style, { left, top, width, height });
    this.fields.box.style.fontSize = `${Math.min(14, (cell / ratio) * 0.42)}px`;
  }

  edit(i, value) {
    const { spec, width } = this.taps;
    this.grid()[i] = value;
    this.change({ target: "input", shape: spec.input, index: [this.channel], values: inRows(this.grid(), width) });
  }
}
