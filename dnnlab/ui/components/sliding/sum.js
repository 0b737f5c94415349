// The sum at one output pixel, written out: for each channel the numbers under the
// window, the kernel, their products and what these add up to; then the whole sum.

import { gridFor } from "./fields.js";
import { isFlat } from "./layout.js";
import { channelName, short, term } from "./words.js";

const FONT = { most: 13, least: 9 }; // CSS pixels; below the least the rows scroll sideways
const TERMS = 16; // numbers that are written one by one into a mean or a maximum
const TIGHT = 6; // columns of a kernel from which on cells stand closer
const SAMPLE = 4096; // input values looked at to find how wide their numbers are

function element(tag, className, parent, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  parent.append(made);
  return made;
}

const longest = (numbers) => numbers.reduce((most, value) => Math.max(most, short(value).length), 1);

export class Sum {
  constructor(rows, line) {
    this.rows = rows;
    this.line = line;
    new ResizeObserver(() => rows.clientWidth !== this.width && this.fit()).observe(rows);
  }

  /** Get ready for a map: rows for its channels, cells wide enough for whatever comes. */
  prepare(taps, map, colours) {
    Object.assign(this, { taps, map, colours });
    const channels = taps.channelsOf(map);
    const flat = isFlat(taps.spec);
    const layout = `${channels.length} ${taps.spec.kind} ${flat} ${taps.spec.size}`;
    if (layout !== this.layout) this.build(channels.length, flat);
    this.layout = layout;
    const widths = this.widths();
    this.parts.forEach((part, k) => {
      part.name.textContent = channels.length > 1 || taps.channels > 1 ? channelName(taps.spec, channels[k]) : "";
      part.grids.forEach((grid, g) => {
        grid.colours = colours;
        grid.resize(...taps.spec.size, flat ? Math.max(...widths) : widths[g]);
      });
    });
    this.fit();
  }

  build(count, flat) {
    this.rows.replaceChildren();
    this.rows.classList.toggle("sb-signal", flat);
    this.rows.classList.toggle("sb-tight", this.taps.spec.size[1] >= TIGHT);
    const grids = this.taps.pools ? [["patch", ""]] : [["patch", ""], ["factors", "⊙"], ["products", "="]];
    const { transposed, area } = this.taps;
    const patch = transposed && area > 1 ? "turned 180°" : "input"; // weight by weight, that is against the window
    const titles = { patch, factors: "kernel", products: "products" };
    this.parts = Array.from({ length: count }, (_, k) => {
      const row = element("div", "sb-row", this.rows);
      const name = element("div", "sb-name", row);
      const made = grids.map(([what, sign]) => {
        if (sign) element("div", "sb-sign", row, sign);
        const box = element("div", "sb-labelled", row);
        if (k === 0) element("div", "sb-small", box, titles[what]);
        return gridFor(this.taps.spec.size, box, `sb-${what}`);
      });
      return { name, grids: made, partial: this.taps.pools ? null : this.buildPartial(row, k) };
    });
  }

  buildPartial(row, k) {
    element("div", "sb-sign sb-arrow", row, "→");
    const box = element("div", "sb-labelled", row);
    if (k === 0) element("div", "sb-small", box, "sum");
    return element("div", "sb-partial", box);
  }

  /** How many letters the numbers of patch, kernel and products take. */
  widths() {
    const { values, spec, pools } = this.taps;
    const step = Math.ceil(values.length / SAMPLE);
    const sample = Array.from({ length: Math.floor(values.length / step) }, (_, i) => values[i * step]);
    const inputs = values instanceof Uint8Array ? 3 : longest(sample);
    const patch = Math.max(inputs, spec.kind === "max" && spec.padding.some((each) => each > 0) ? 2 : 1);
    if (pools) return [patch];
    const weights = this.taps.channelsOf(this.map).flatMap((_, part) => [...this.taps.kernel(this.map, part)]);
    const most = (numbers) => numbers.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
    const whole = [...sample, ...weights].every(Number.isInteger);
    const signed = [...sample, ...weights].some((value) => value < 0) ? 1 : 0;
    const top = values instanceof Uint8Array ? 255 : most(sample);
    const products = whole ? short(top * most(weights)).length : 6;
    return [patch, longest(weights), products + signed];
  }

  /** Take the largest font with which a row fits; not all of a row shrinks with its font, so look again. */
  fit() {
    const { rows } = this;
    this.width = rows.clientWidth;
    if (!this.width) return;
    let size = FONT.most;
    for (let tries = 0; tries < 3; tries++) {
      rows.style.fontSize = `${size}px`;
      if (rows.scrollWidth <= this.width) return;
      size = Math.max(FONT.least, Math.floor((size * this.width * 10) / rows.scrollWidth) / 10);
    }
    rows.style.fontSize = `${size}px`;
  }

  show(found) {
    const { spec, pools, strength } = this.taps;
    const { colours } = this;
    const strongest = spec.scale.input * strength;
    found.parts.forEach((part, k) => {
      const [patch, factors, products] = this.parts[k].grids;
      patch.show(part.patch.map((value, tap) => this.patchCell(value, found.places[tap], tap === part.winner)));
      if (pools) return;
      const dim = (tap) => (part.patch[tap] === null ? "sb-out" : "");
      const weights = [...part.kernel];
      factors.show(weights.map((value, tap) => ({
        text: short(value), mark: dim(tap), colour: dim(tap) ? null : colours.diverging(value / strength),
      })));
      products.show(part.products.map((value, tap) => ({
        text: value === null ? "·" : short(value), mark: dim(tap),
        colour: value === null ? null : colours.diverging(value / strongest),
      })));
      this.parts[k].partial.textContent = short(part.sum);
      this.parts[k].partial.dataset.value = part.sum;
    });
    this.showLine(found);
  }

  patchCell(value, place, winner) {
    if (!place) return { text: "·", mark: "sb-out" };
    const { spec } = this.taps;
    const padded = spec.kind !== "transposed" && this.taps.isPadding(place.row, place.column);
    if (padded && spec.kind === "average" && this.taps.isEmpty(place.row, place.column)) {
      return { text: "·", mark: "sb-pad" };
    }
    if (padded) return { text: short(value), mark: winner ? "sb-pad sb-winner" : "sb-pad" };
    const colour = this.colours.of(spec.paint.input, value / spec.scale.input);
    return { text: short(value), mark: winner ? "sb-winner" : "", colour };
  }

  showLine(found) {
    const { line } = this;
    line.replaceChildren();
    line.dataset.value = found.total;
    const say = (text, className = "") => element("span", className, line, text);
    if (this.taps.pools) this.pooling(found, say);
    else this.adding(found, say);
    if (this.taps.spec.relu) {
      element("span", "sb-total", line, short(found.total)).dataset.value = found.total;
      say("→", "sb-sign");
      say(`max(0, ${short(found.total)}) =`);
    }
    element("b", "sb-result", line, short(found.result)).dataset.value = found.result;
  }

  adding({ parts, sum, bias, total }, say) {
    const { length } = this.taps.bias;
    if (parts.length > 1) say(parts.map((part, k) => (k ? term(part.sum) : short(part.sum))).join(" + "));
    else if (length) say(short(sum));
    else say("sum of the products", "sb-quiet");
    if (length) {
      say("+");
      say("bias", "sb-quiet");
      const shown = say(term(bias), "sb-bias");
      shown.dataset.value = bias;
    }
    say("=");
  }

  pooling({ parts: [{ patch, added, counted }] }, say) {
    const largest = this.taps.spec.kind === "max";
    const numbers = patch.filter((value) => value !== -Infinity);
    if (largest && numbers.length > TERMS) say(`the largest of ${numbers.length} values`);
    else if (largest) say(`max(${numbers.map(short).join(", ")})`);
    else if (counted.length > TERMS) say(`${short(added)} / ${counted.length}`);
    else say(`(${counted.map((value, k) => (k ? term(value) : short(value))).join(" + ")}) / ${counted.length}`);
    say("=");
  }
}
