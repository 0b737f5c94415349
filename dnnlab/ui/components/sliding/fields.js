// Grids of numbers: to read, and to write into.

import { enlarge, raster } from "./colours.js";
import { parse, short } from "./words.js";

const READABLE = 144; // numbers in a grid: a larger window is shown as a small picture
const SWATCH = 150; // CSS pixels: the longer side of that, where there is room ...
const BESIDE = 90; // ... for three of them and what stands between
const SPACE = 6; // CSS pixels between the buttons of a picker

/** A grid of cells. What a cell shows is { text, colour, mark }: mark is a class, colour [r, g, b] or null. */
export class Grid {
  constructor(parent, className, colours = null) {
    this.box = document.createElement("div");
    this.box.className = `sb-grid ${className}`;
    this.colours = colours;
    this.shown = [];
    parent.append(this.box);
  }

  /** `letters`: how wide a cell is at least, so that the grid holds still while its numbers change. */
  resize(rows, columns, letters = 0) {
    this.box.style.setProperty("--columns", columns);
    this.box.style.setProperty("--letters", letters);
    if (rows === this.rows && columns === this.columns) return;
    [this.rows, this.columns] = [rows, columns];
    this.clear();
    this.box.replaceChildren(...Array.from({ length: rows * columns }, (_, i) => this.makeCell(i)));
  }

  /** Its cells are about to be replaced: forget what they show. */
  clear() {
    this.shown = [];
  }

  get cells() {
    return this.box.children;
  }

  makeCell() {
    return document.createElement("span");
  }

  show(cells) {
    cells.forEach((cell, i) => this.showCell(i, cell));
  }

  showCell(i, { text, colour = null, mark = "" }) {
    const looks = `${text}|${colour}|${mark}`;
    if (this.shown[i] === looks) return;
    this.shown[i] = looks;
    const element = this.cells[i];
    this.write(i, element, text);
    element.className = mark;
    element.style.background = colour ? `rgb(${colour})` : "";
    element.style.color = colour ? this.colours.ink(colour) : "";
  }

  write(_, element, text) {
    element.textContent = text;
  }
}

/** The same for a window with more numbers than can be read: their colours alone. */
class Swatch extends Grid {
  constructor(parent, className, colours) {
    super(parent, className, colours);
    this.canvas = document.createElement("canvas");
    this.box.append(this.canvas);
    this.box.classList.add("sb-swatch");
  }

  resize(rows, columns) {
    [this.rows, this.columns] = [rows, columns];
  }

  show(cells) {
    const { rows, columns } = this;
    const room = (this.box.closest(".sb").clientWidth - BESIDE) / 3;
    const colour = (row, column) => cells[row * columns + column].colour;
    paintSmall(this.canvas, Math.min(SWATCH, room), rows, columns, colour);
  }
}

export const isReadable = ([rows, columns]) => rows * columns <= READABLE;

/** A grid for a window of this size. */
export function gridFor(size, parent, className, colours) {
  return isReadable(size) ? new Grid(parent, className, colours) : new Swatch(parent, className, colours);
}

/** Paint a small picture on a canvas; `side` is its longer side in CSS pixels. */
export function paintSmall(canvas, side, rows, columns, colour) {
  const ratio = devicePixelRatio;
  const zoom = (side * ratio) / Math.max(rows, columns);
  const [width, height] = [columns, rows].map((count) => Math.round(Math.max(count * zoom, 6 * ratio)));
  Object.assign(canvas, { width, height });
  Object.assign(canvas.style, { width: `${width / ratio}px`, height: `${height / ratio}px` });
  enlarge(canvas.getContext("2d"), raster(rows, columns, colour), 0, 0, width, height);
}

/**
 * A grid to write into. A number counts when the learner leaves its cell or presses Enter; Escape takes
 * back what was typed. Of what is no number the old one stays, and the `complaint` says why.
 */
export class Fields extends Grid {
  constructor(parent, className, colours, { limit, name, change, complaint }) {
    super(parent, className, colours);
    Object.assign(this, { limit, name, change, complaint });
    this.texts = []; // what each cell shows when nobody types
  }

  /** What was being typed was meant for the old grid: a browser blurs a field that is taken away. */
  clear() {
    super.clear();
    this.texts = [];
    for (const field of this.cells) field.onblur = null;
  }

  makeCell(i) {
    const field = document.createElement("input");
    field.type = "text"; // a number field swallows what is no number; its keyboard on a phone has no minus
    field.autocomplete = "off";
    field.spellcheck = false;
    field.enterKeyHint = "done";
    field.onfocus = () => field.select();
    field.onblur = () => this.commit(i);
    field.oninput = () => this.complaint.hush();
    field.onkeydown = (event) => this.key(event, i);
    return field;
  }

  /** Show numbers, except where the learner is typing. */
  showNumbers(values, colourOf) {
    this.values = Array.from(values);
    this.show(this.values.map((value) => ({ text: short(value), colour: colourOf(value) })));
    [...this.cells].forEach((field, i) => field.setAttribute("aria-label", this.name(i)));
  }

  write(i, field, text) {
    const typing = field.value !== (this.texts[i] ?? "");
    this.texts[i] = text;
    if (!typing) field.value = text;
  }

  commit(i) {
    const field = this.cells[i];
    const text = field.value;
    if (text === this.texts[i]) return; // as shown: it may be rounded, so it is not read back
    field.value = this.texts[i];
    const value = parse(text);
    const far = Math.abs(value) > this.limit;
    const problem = value === null ? "is not a number" : far ? `is beyond ±${this.limit}` : "";
    if (problem) this.complaint.say(field, `“${text.trim()}” ${problem}; ${this.texts[i]} stays.`);
    else if (Math.fround(value) !== this.values[i]) this.change(i, Math.fround(value));
  }

  key(event, i) {
    event.stopPropagation(); // the page has shortcuts of one letter
    const rows = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key === "Enter") {
      this.commit(i);
      this.cells[i].select();
    } else if (event.key === "Escape") {
      this.cells[i].value = this.texts[i];
      this.cells[i].select();
    } else if (event.key in rows) {
      this.cells[i + rows[event.key] * this.columns]?.focus();
      event.preventDefault();
    }
  }
}

/** Small pictures to choose from: the maps of a layer, the channels of an input. */
export class Picker {
  constructor(box, className, choose) {
    Object.assign(this, { box, className, choose });
    this.box.onkeydown = (event) => this.key(event);
  }

  /** One button a name, drawn by `draw(canvas, k)`; none where there is nothing to choose. */
  show(names, title, draw) {
    const count = names.length > 1 ? names.length : 0;
    if (this.box.children.length !== count) {
      this.box.replaceChildren(...Array.from({ length: count }, (_, k) => this.makeButton(k)));
    }
    [...this.box.children].forEach((button, k) => {
      button.querySelector("span").textContent = names[k];
      button.setAttribute("aria-label", `${title} ${names[k]}`);
      draw(button.querySelector("canvas"), k);
    });
  }

  makeButton(k) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = this.className;
    button.append(document.createElement("canvas"), document.createElement("span"));
    button.onclick = () => this.choose(k);
    return button;
  }

  /** Spread the buttons evenly over as few rows as this width allows. */
  fit(width) {
    const buttons = [...this.box.children];
    if (!buttons.length) return;
    const widest = Math.max(...buttons.map((button) => button.offsetWidth));
    const rows = Math.ceil(buttons.length / Math.max(1, Math.floor((width + SPACE) / (widest + SPACE))));
    this.box.style.setProperty("--across", Math.ceil(buttons.length / rows));
  }

  mark(chosen) {
    this.chosen = chosen;
    [...this.box.children].forEach((button, k) => {
      button.setAttribute("aria-pressed", String(k === chosen));
      button.tabIndex = k === chosen ? 0 : -1;
    });
  }

  key(event) {
    const last = this.box.children.length - 1;
    const ends = { Home: 0, End: last };
    const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
    const to = event.key in ends ? ends[event.key] : this.chosen + (steps[event.key] ?? NaN);
    if (!(to >= 0 && to <= last)) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(to);
    this.box.children[to].focus();
  }
}
