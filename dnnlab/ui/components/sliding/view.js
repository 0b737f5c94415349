// The sliding window: it slides over the input, and the output pixel under the pointer
// is computed here, number by number. payload.py describes what it is sent.

import { BarBoard } from "./bars.js";
import { GridBoard } from "./boards.js";
import { Colours } from "./colours.js";
import { Complaint } from "./complaint.js";
import { inputContent, outputContent } from "./contents.js";
import { paintSmall, Picker } from "./fields.js";
import { LEAP, listen } from "./hands.js";
import { Edits, InputFields, Kernels } from "./kernels.js";
import { PHONE, arrange, isFlat } from "./layout.js";
import { leave, whenHere } from "./pictures.js";
import { Sum } from "./sum.js";
import { SMALL, Sweep } from "./sweep.js";
import { Taps } from "./taps.js";
import { channelName, extent, many, mapName, padding, place, sentence, settings } from "./words.js";

const QUIET = 400; // ms without a move until the result is said in words
const THUMB = { wide: 52, narrow: 40 }; // CSS pixels: the longer side of a small map
const KERNEL = 120; // CSS pixels: room for the words above a small kernel
const SHADES = ["text", "muted", "accent", "background", "surface", "grid", "wrong"];

const HTML = `
  <div class="sb-title"></div>
  <div class="sb-boards">
    <div class="sb-side"><div class="sb-label"></div><div>
      <div class="sb-board sb-input"><canvas role="img"></canvas></div>
      <div class="sb-channels" role="group" aria-label="Channels of the input"></div></div></div>
    <div class="sb-middle"><div class="sb-label"></div><div class="sb-kernel"></div></div>
    <div class="sb-side"><div class="sb-label"></div><div>
      <div class="sb-board sb-output"><canvas tabindex="0" role="application"></canvas></div>
      <div class="sb-maps" role="group" aria-label="Output maps"></div></div></div>
  </div>
  <div class="sb-bar">
    <button type="button" class="sb-play"></button>
    <input type="range" class="sb-scrub" min="0" value="0" aria-label="Place of the window, in reading order">
    <span class="sb-place"></span>
  </div>
  <div class="sb-rows"></div>
  <div class="sb-sum"></div>
  <div class="sb-caption"></div>
  <div class="sb-error" role="alert"></div>
  <div class="sb-words" role="status"></div>`;

/** Split a payload into its JSON header, weight, bias and the outputs' bytes. */
function decode(payload) {
  const length = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  const spec = JSON.parse(new TextDecoder().decode(payload.subarray(4, 4 + length)));
  const rest = payload.slice(4 + length); // a copy: floats must begin at a multiple of 4
  const count = spec.weight.reduce((product, side) => product * side, 1);
  return {
    spec,
    weight: new Float32Array(rest.buffer, 0, count),
    bias: new Float32Array(rest.buffer, 4 * count, spec.bias),
    pixels: rest.subarray(4 * (count + spec.bias)),
  };
}

const equal = (some, other) => some.length === other.length && some.every((byte, i) => byte === other[i]);

class SlidingWindow {
  constructor(root) {
    this.root = root;
    const still = root.querySelector(".sb-still"); // stays until this is drawn
    root.innerHTML = HTML; // also takes away what the loader said when it could not load this
    if (still) root.append(still);
    const find = (name) => root.querySelector(name);
    [this.inputLabel, this.kernelLabel, this.outputLabel] = root.querySelectorAll(".sb-label");
    Object.assign(this, {
      inputBox: find(".sb-input"), inputCanvas: find(".sb-input canvas"), outputCanvas: find(".sb-output canvas"),
      kernelBox: find(".sb-kernel"), playButton: find(".sb-play"), scrub: find(".sb-scrub"),
      placeText: find(".sb-place"), words: find(".sb-words"),
    });
    this.complaint = new Complaint(root, find(".sb-error"));
    this.edits = new Edits();
    const editing = { change: (edit) => this.edited(edit), complaint: this.complaint };
    this.kernels = new Kernels(this.kernelBox, editing);
    this.fields = new InputFields(this.inputBox, editing);
    this.sum = new Sum(find(".sb-rows"), find(".sb-sum"));
    this.sweep = new Sweep((position) => this.go(position), () => this.tellPlaying());
    this.mapPicker = new Picker(find(".sb-maps"), "sb-map", (map) => this.chooseMap(map));
    this.channelPicker = new Picker(find(".sb-channels"), "sb-channel", (channel) => this.chooseChannel(channel));
    [this.map, this.channel, this.width] = [0, 0, 0];
    this.resizing = new ResizeObserver(() => root.clientWidth !== this.width && this.lay());
    this.resizing.observe(root);
    listen(this);
  }

  // -- what comes from the page ---------------------------------------------------

  receive(payload) {
    if (this.payload && equal(payload, this.payload)) return;
    this.payload = payload;
    const message = decode(payload);
    whenHere(this, message.spec.digest, ({ values }) => this.take({ ...message, values }));
  }

  take({ spec, weight, bias, pixels, values }) {
    const before = this.spec;
    this.spec = spec;
    this.pixels = pixels;
    this.colours = new Colours(spec.palette);
    const own = spec.edit.input ? Float32Array.from(values) : values; // a copy to write into
    const taps = (this.taps = new Taps(spec, own, weight, bias));
    this.edits.answer(taps);
    this.map = Math.min(this.map, taps.maps - 1);
    this.sweep.resize(taps.rows, taps.columns);
    if (String(before?.output.slice(1)) !== String(spec.output.slice(1))) [this.row, this.column] = this.start();
    const Board = isFlat(spec) ? BarBoard : GridBoard;
    if (!(this.input instanceof Board)) {
      this.input = new Board(this.inputCanvas);
      this.output = new Board(this.outputCanvas);
    }
    this.describe();
    this.showPickers();
    this.root.querySelector(".sb-still")?.remove();
    this.root.dataset.ready = "true"; // it takes up its room, which is about to be measured
    this.chooseMap(this.map);
  }

  /** The middle of the output, or the place closest to it where something came out; of a small pooled grid the first. */
  start() {
    const { rows, columns, pools } = this.taps;
    if (pools && rows * columns <= SMALL) return [0, 0];
    const [row, column] = [rows >> 1, columns >> 1];
    const nothing = this.spec.paint.output === "grey" ? 0 : 128;
    let [best, least] = [[row, column], Infinity];
    for (let i = 0; i < rows * columns; i++) {
      const [r, c] = [Math.floor(i / columns), i % columns];
      const distance = (r - row) ** 2 + (c - column) ** 2;
      const found = this.pixels[this.map * rows * columns + i] !== nothing;
      if (found && distance < least) [best, least] = [[r, c], distance];
    }
    return best;
  }

  /** Labels and all other words that stay until the next message. */
  describe() {
    const { spec, taps, root } = this;
    const flat = isFlat(spec);
    for (const name of SHADES) root.style.setProperty(`--sb-${name}`, spec.palette[name]);
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", spec.alt);
    root.querySelector(".sb-title").textContent = spec.title;
    root.querySelector(".sb-caption").textContent = spec.caption;
    const label = (box, name, ...words) => {
      const more = document.createElement("span");
      more.textContent = words.filter(Boolean).join(", ").replaceAll(" × ", "\u00a0×\u00a0");
      box.replaceChildren(`${name} `, more);
    };
    const shape = [many(taps.channels, "channel") + extent(spec.input.slice(1), flat), padding(spec, flat)];
    const operation = { max: "Maximum", average: "Average" }[spec.kind] ?? "Kernel";
    label(this.inputLabel, "Input", ...shape);
    label(this.kernelLabel, operation, (taps.pools ? "of " : "") + extent(spec.size, flat), settings(spec, flat));
    label(this.outputLabel, "Output", many(taps.maps, "map") + extent(spec.output.slice(1), flat));
    this.inputCanvas.setAttribute("aria-label", `Input, ${shape.filter(Boolean).join(", ")}`);
    this.outputCanvas.setAttribute(
      "aria-label",
      `Output, ${extent(spec.output.slice(1), flat)}. Arrow keys move the window, with Shift ${LEAP} pixels at a ` +
        "time, Home and End go to the ends of a row, Space plays and pauses.",
    );
    this.scrub.max = taps.rows * taps.columns - 1;
    root.querySelector(".sb-bar").hidden = this.scrub.max === "0"; // the window has one place only
    this.tellPlaying();
  }

  // -- maps and channels --------------------------------------------------------------

  showPickers() {
    const { taps, spec, colours } = this;
    const side = this.root.clientWidth < PHONE ? THUMB.narrow : THUMB.wide;
    const names = (count, name) => Array.from({ length: count }, (_, k) => name(spec, k));
    this.mapPicker.show(names(taps.maps, mapName), "Output map", (canvas, map) => {
      paintSmall(canvas, side, taps.rows, taps.columns, outputContent(taps, map, this.pixels, colours).colour);
    });
    const channels = spec.paint.input === "rgb" ? [] : names(taps.channels, channelName);
    this.channelPicker.show(channels, "Input", (canvas, channel) => {
      paintSmall(canvas, side, taps.height, taps.width, inputContent(taps, channel, colours).colour);
    });
  }

  /** Show a map, and an input channel that it is made of. */
  chooseMap(map) {
    this.map = map;
    const channels = this.taps.channelsOf(map);
    if (!channels.includes(this.channel)) this.channel = channels[0];
    this.showMap();
  }

  /** Show a channel; when the map is made of others, go to the first map that is made of this one. */
  chooseChannel(channel) {
    this.channel = channel;
    while (!this.taps.channelsOf(this.map).includes(channel)) this.map = (this.map + 1) % this.taps.maps;
    this.showMap();
  }

  showMap() {
    const { taps, map, channel, colours } = this;
    this.mapPicker.mark(map);
    this.channelPicker.mark(channel);
    this.kernels.show(taps, map, colours);
    this.fields.show(taps, channel, colours);
    this.sum.prepare(taps, map, colours);
    this.lay();
  }

  edited(edit) {
    this.edits.add(edit);
    this.send({ edits: this.edits.unanswered });
    this.showMap(); // the new number counts here at once; the page sends the new output
  }

  // -- drawing --------------------------------------------------------------------------

  lay() {
    const { root, spec, taps, colours } = this;
    if (!spec || !root.clientWidth) return; // nothing to show yet, or nowhere: the observer calls again
    this.width = root.clientWidth;
    const contents = [
      inputContent(taps, this.channel, colours),
      outputContent(taps, this.map, this.pixels, colours),
    ];
    const letters = contents.map((content) => content.letters());
    const { width, height } = this.kernels.extent();
    const middle = { width: Math.max(KERNEL, width), height };
    const { stand, plans, side, between } = arrange(spec, this.width, middle, devicePixelRatio, letters);
    root.dataset.stand = stand;
    root.style.setProperty("--board", `${side}px`);
    root.style.setProperty("--between", `${between}px`);
    root.style.setProperty("--widest", `${middle.width}px`);
    [this.input, this.output].forEach((board, i) => board.lay(plans[i], contents[i], colours));
    this.fields.place(this.input);
    this.complaint.refresh();
    this.channelPicker.fit(this.inputCanvas.clientWidth);
    this.mapPicker.fit(this.outputCanvas.clientWidth);
    this.draw();
  }

  /** Draw what has moved, once a frame. */
  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.drawNow();
    });
  }

  drawNow() {
    const { taps, map, row, column, root, scrub } = this;
    const found = taps.evaluate(map, row, column);
    this.input.show(found.places.filter(Boolean), { winner: found.places[found.parts[0].winner] });
    this.output.show([{ row, column }], { reached: this.sweep.reached });
    this.sum.show(found);
    const where = place(taps, row, column);
    scrub.value = row * taps.columns + column;
    scrub.setAttribute("aria-valuetext", where);
    this.placeText.textContent = where;
    root.dataset.position = `${row},${column}`;
    root.dataset.map = map;
    clearTimeout(this.saying);
    const say = () => (this.words.textContent = sentence(taps, map, row, column, found));
    if (!this.sweep.playing) this.saying = setTimeout(say, QUIET);
  }

  tellPlaying() {
    const { playing } = this.sweep;
    this.playButton.textContent = playing ? "Pause" : "Play";
    this.playButton.classList.toggle("sb-playing", playing);
    this.root.dataset.playing = playing;
    if (this.taps) this.draw();
  }

  // -- moving the window ------------------------------------------------------------------

  go(position) {
    this.moveTo(Math.floor(position / this.taps.columns), position % this.taps.columns);
  }

  moveTo(row, column) {
    if (row === this.row && column === this.column) return;
    [this.row, this.column] = [row, column];
    this.draw();
  }

  /** Move by hand: a sweep that plays stops. */
  moveByHand(row, column) {
    this.sweep.stop();
    this.moveTo(row, column);
  }

  toggle() {
    if (this.sweep.playing) this.sweep.stop();
    else this.sweep.play();
  }

  remove() {
    this.sweep.stop();
    leave(this);
    clearTimeout(this.saying);
    this.resizing.disconnect();
  }
}

/**
 * Called by the loader at every refresh; returns what to do when the sliding window goes away.
 * Streamlit also calls that for a refresh that a newer one overtook: it is then still there.
 */
export function render({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".sb");
  if (!root.querySelector(".sb-boards")) root.dnnlabSliding = new SlidingWindow(root); // the first time, or after a failure
  const sliding = root.dnnlabSliding;
  sliding.send = (edit) => setTriggerValue("edit", edit);
  sliding.receive(data);
  return () => root.isConnected || sliding.remove();
}
