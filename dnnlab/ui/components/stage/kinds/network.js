// A network over a plane of points: tiles for units, curves for weights, the plane at its end; all may be worked on.

import { channels, mix } from "../../shared/colours.js";
import { Deeds } from "../deeds.js";
import { Field, painted, ramp } from "../field.js";
import { looks } from "../network_looks.js";

export const style = `${looks}`;

const HEAD = 42; // CSS pixels above the tiles: numbers of units, and activations
const LABEL = 46; // left of the inputs, for their names
const TILE = 34; // the widest tile
const WIDE = 520; // from here on the plane stands beside the network
const NEAR = 5; // CSS pixels from an edge within which it is meant
const LAYERS = 6;
const UNITS = 32;
const RUBS = "rub out";

const written = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(3))).replace("-", "\u2212") : "no number");
const make = (tag, name, parent, text = "") => {
  const made = Object.assign(document.createElement(tag), { className: name, textContent: text });
  parent.append(made);
  return made;
};
const floats = (block) => new Float32Array(block.slice().buffer);

/** A point of a curve from one place to another, both ends level. */
function along({ from, to }, t) {
  const middle = (from[0] + to[0]) / 2;
  const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
  return [a * from[0] + (b + c) * middle + d * to[0], (a + b) * from[1] + (c + d) * to[1]];
}

/** Where on a curve it has come so far across, both as shares: 1.5 t (1 - t) + t^3 only grows. */
function placeOf(across) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < across) low = t;
    else high = t;
  }
  return (low + high) / 2;
}

export default class {
  constructor(body, send) {
    this.root = make("div", "dl-net", body);
    this.graph = make("div", "dl-net-graph", this.root);
    this.canvas = make("canvas", "", this.graph);
    this.canvas.setAttribute("role", "img");
    this.heads = make("div", "", this.graph);
    this.plane = make("div", "dl-net-plane", this.root);
    const field = make("canvas", "dl-net-field", this.plane);
    field.tabIndex = 0;
    field.setAttribute("role", "application");
    this.chips = make("div", "dl-net-chips", this.plane);
    this.tip = make("div", "dl-net-tip", this.root);
    this.form = make("form", "dl-net-edit", this.root);
    this.tip.hidden = this.form.hidden = true;
    this.label = 0;
    this.deeds = new Deeds(send);
    this.field = new Field(field, (op) => this.act(op), () => (this.label === RUBS ? null : this.label));
    this.resizing = new ResizeObserver(() => body.clientWidth !== this.width && this.layout());
    this.resizing.observe(body);
    this.body = body;
    this.listen();
  }

  remove() {
    this.resizing.disconnect();
    this.deeds.stop();
  }

  show(spec, { palette, blocks }) {
    const [maps, surface, winner, weights, slopes, places, labels, held, ids] = blocks;
    this.spec = spec;
    this.palette = palette;
    this.maps = maps;
    this.weights = floats(weights);
    this.slopes = floats(slopes);
    this.deeds.settle(spec.heard);
    this.field.pending = this.deeds.open;
    this.field.show(spec, palette, surface, winner, floats(places), floats(labels), held, new Int32Array(ids.slice().buffer));
    this.layout();
  }

  act(op) {
    this.deeds.add(op);
    this.field.pending = this.deeds.open;
    this.field.paint(this.field.side);
  }

  // -- where everything stands ------------------------------------------------------------------

  get columns() {
    const { spec } = this;
    return [spec.chosen.length, ...spec.sizes, spec.outputs];
  }

  layout() {
    if (!this.spec || !this.body.clientWidth) return;
    const width = (this.width = this.body.clientWidth);
    const { spec } = this;
    const wide = width >= WIDE;
    const side = Math.floor(wide ? Math.min(spec.height - 34, 0.46 * width) : Math.min(width, spec.height - 46));
    this.size = [wide ? width - side : width, wide ? side + 4 : Math.max(200, Math.min(260, spec.height - 60))];
    this.graph.style.width = `${this.size[0]}px`;
    this.field.canvas.style.width = this.field.canvas.style.height = `${side}px`;
    this.plane.style.width = `${wide ? side : width}px`;
    this.plane.style.order = wide ? 0 : -1; // where there is little room, the plane comes first
    this.tiles = this.placed(wide);
    this.edges = this.curves();
    this.hover = this.again(this.hover);
    if (this.hover) this.tip.textContent = this.told(this.hover);
    this.writeHeads();
    this.writeChips();
    this.draw();
    this.field.canvas.setAttribute("aria-label", `${spec.alt} Arrow keys move a frame, Enter places a point, Delete removes the nearest.`);
    this.field.paint(side, this.over());
  }

  /** Tiles by layer: the inputs (all, those that are not chosen too), hidden units, outputs. */
  placed(wide) {
    const { spec } = this;
    const [width, height] = this.size;
    const room = height - HEAD - 4;
    const right = wide ? width - 1 : width - 12;
    const spacing = (right - LABEL) / (spec.sizes.length + 1);
    const column = (count, x, most) => {
      const row = room / count;
      const tile = Math.max(3, Math.min(most, row * 0.86, spacing * 0.6));
      const step = Math.min(row, tile + 12);
      const top = HEAD + (room - step * count) / 2 + step / 2;
      return Array.from({ length: count }, (_, i) => ({ x, y: top + i * step, tile }));
    };
    const inputs = column(spec.inputs.length, LABEL + 14, 28).map((each, i) => ({ ...each, input: i, used: spec.chosen.indexOf(i) }));
    const layers = spec.sizes.map((count, l) => column(count, LABEL + 14 + (right - LABEL - 14) * ((l + 1) / (spec.sizes.length + 1)), TILE));
    const outputs = Array.from({ length: spec.outputs }, (_, i) => ({ x: right, y: HEAD + (room * (i + 0.5)) / spec.outputs, tile: 0 }));
    let map = spec.chosen.length;
    layers.forEach((units, l) => units.forEach((unit, i) => Object.assign(unit, { layer: l, unit: i, map: map++ })));
    for (const each of inputs) each.map = each.used;
    return { inputs, layers, outputs };
  }

  /** What the pointer was on, among the tiles and edges of now. */
  again(hover) {
    if (hover?.edge) {
      const edge = this.edges.find((each) => each.at === hover.edge.at);
      return edge ? { ...hover, edge } : null;
    }
    const same = (each) => each.input === hover.tile.input && each.layer === hover.tile.layer && each.unit === hover.tile.unit;
    const tile = hover?.tile && [...this.tiles.inputs, ...this.tiles.layers.flat()].find(same);
    return tile ? { ...hover, tile } : null;
  }

  curves() {
    const { tiles } = this;
    const stages = [tiles.inputs.filter((each) => each.used >= 0), ...tiles.layers, tiles.outputs];
    const edges = [];
    let at = 0;
    for (let layer = 0; layer + 1 < stages.length; layer++) {
      const [before, after] = [stages[layer], stages[layer + 1]];
      after.forEach((to, unit) => {
        before.forEach((from, of) => {
          edges.push({ layer, unit, of, at: at + of, from: [from.x + from.tile / 2, from.y], to: [to.x - to.tile / 2, to.y] });
        });
        to.bias = at + before.length;
        at += before.length + 1;
      });
    }
    const sizes = Array.from(edges, (each) => Math.abs(this.weights[each.at])).filter(Number.isFinite);
    this.most = Math.max(1, ...sizes.slice(0, 5000));
    return edges;
  }

  writeHeads() {
    const { spec, tiles } = this;
    const key = JSON.stringify([spec.sizes, this.size, spec.hands, spec.activations]);
    if (key === this.headed) return;
    this.headed = key;
    this.heads.replaceChildren();
    const head = (x, text, less, more, what) => {
      const box = make("div", "dl-net-head", this.heads);
      box.style.left = `${x}px`;
      const button = (sign, op, label) => {
        const made = make("button", "", box, sign);
        made.type = "button";
        made.disabled = !spec.hands || !op;
        made.setAttribute("aria-label", label);
        made.title = `${label}: a new run begins`;
        made.onclick = () => op && this.act(op);
      };
      button("\u2212", less, `One ${what} less`);
      make("span", "", box, text);
      button("+", more, `One ${what} more`);
    };
    const count = spec.sizes.length;
    head(LABEL - 4, `${count}`, count > 0 && { layers: -1 }, count < LAYERS && { layers: 1 }, "hidden layer");
    tiles.layers.forEach((units, l) => {
      head(units[0].x, `${units.length}`, units.length > 1 && { units: [l, -1] }, units.length < UNITS && { units: [l, 1] }, "unit");
      const kind = make("select", "dl-net-kind", this.heads);
      for (const name of spec.offered) make("option", "", kind, name).value = name;
      kind.value = spec.activations[l];
      kind.disabled = !spec.hands;
      kind.style.left = `${units[0].x}px`;
      kind.title = "What the units of this layer make of their sum: a new run begins";
      kind.setAttribute("aria-label", `Activation of layer ${l + 1}`);
      kind.onchange = () => this.act({ activation: [l, kind.value] });
    });
  }

  writeChips() {
    const { spec, palette } = this;
    const key = JSON.stringify([spec.classes, spec.names, palette.name, spec.hands]);
    if (key === this.chipped) return;
    this.chipped = key;
    this.chips.replaceChildren();
    this.chips.hidden = !spec.hands;
    const values = spec.classes ? spec.names.map((name, i) => [i, name]) : [[-1, "\u22121"], [0, "0"], [1, "1"]];
    if (this.label !== RUBS && !values.some(([value]) => value === this.label)) this.label = values[0][0];
    if (values.length < 4) make("span", "", this.chips, "Click places");
    for (const [value, name] of [...values, [RUBS, RUBS]]) {
      const chip = make("button", "dl-net-chip", this.chips);
      chip.type = "button";
      if (value !== RUBS) make("span", "dl-net-dot", chip).style.background = this.field.colourOf(value);
      make("span", "", chip, value === RUBS ? RUBS : name.slice(0, 12));
      chip.setAttribute("aria-pressed", value === this.label);
      chip.title = value === RUBS ? "Click a point to remove it (or Shift and click)" : `A click on the plane places a point: ${name}. Drag a point to move it`;
      chip.onclick = () => {
        this.label = value;
        for (const each of this.chips.querySelectorAll("button")) each.setAttribute("aria-pressed", each === chip);
      };
    }
  }

  // -- drawing ----------------------------------------------------------------------------------

  draw() {
    const { canvas, palette, spec } = this;
    const [width, height] = this.size;
    const ratio = devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const font = getComputedStyle(this.root).fontFamily;
    const many = this.edges.length > 400;
    for (const each of this.edges) {
      const weight = this.weights[each.at];
      const share = Math.min(1, Math.abs(weight) / this.most);
      if (many && share < 0.08) continue;
      this.stroke(context, each, palette[weight < 0 ? "negative" : weight > 0 ? "positive" : "muted"], 0.4 + 4 * share, (many ? 0.1 : 0.25) + 0.65 * share);
    }
    if (this.hover?.edge) this.stroke(context, this.hover.edge, palette.text, 2.5, 1);
    const colours = ramp(channels(palette.negative), channels(palette.background), channels(palette.positive));
    this.colours = colours;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.font = `13px ${font}`;
    for (const each of this.tiles.inputs) {
      context.globalAlpha = each.used < 0 ? 0.55 : 1;
      context.fillStyle = palette[each.used < 0 ? "muted" : "text"];
      context.fillText(spec.inputs[each.input], each.x - each.tile / 2 - 4, each.y);
      this.tile(context, each);
    }
    context.globalAlpha = 1;
    context.textAlign = "center";
    context.font = `11px ${font}`;
    this.tiles.layers.forEach((units) => {
      for (const each of units) this.tile(context, each);
    });
    context.fillStyle = palette.muted;
    context.fillText("layers", LABEL - 4, 29);
    if (spec.outputs > 1) {
      this.tiles.outputs.forEach(({ x, y }, i) => {
        context.beginPath();
        context.arc(x - 5, y, 5, 0, 2 * Math.PI);
        context.fillStyle = palette.classes[i];
        context.fill();
      });
    }
  }

  stroke(context, { from, to }, colour, width, alpha) {
    const middle = (from[0] + to[0]) / 2;
    context.beginPath();
    context.moveTo(...from);
    context.bezierCurveTo(middle, from[1], middle, to[1], ...to);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = alpha;
    context.stroke();
    context.globalAlpha = 1;
  }

  picture(map) {
    const { side } = this.spec;
    const bytes = this.maps.subarray(map * side * side, (map + 1) * side * side);
    return painted(bytes, side, (byte) => this.colours[byte]);
  }

  tile(context, each) {
    const { palette } = this;
    const { x, y, tile } = each;
    const [left, top] = [x - tile / 2, y - tile / 2];
    context.fillStyle = palette.background;
    context.fillRect(left, top, tile, tile);
    if (each.map >= 0) {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.picture(each.map), left, top, tile, tile);
    }
    context.strokeStyle = this.hover?.tile === each ? palette.text : each.map >= 0 ? palette.muted : palette.grid;
    context.lineWidth = this.hover?.tile === each ? 2 : 1;
    context.strokeRect(left, top, tile, tile);
    if (each.bias !== undefined && tile >= 14) {
      const share = Math.tanh(this.weights[each.bias] ?? 0);
      context.fillStyle = `rgb(${mix(channels(palette.background), channels(palette[share < 0 ? "negative" : "positive"]), Math.abs(share))})`;
      context.fillRect(left - 3, top + tile - 4, 7, 7);
      context.lineWidth = 1;
      context.strokeStyle = palette.muted;
      context.strokeRect(left - 3, top + tile - 4, 7, 7);
    }
  }

  /** The map of the unit under the pointer, for the plane. */
  over() {
    const map = this.hover?.tile?.map;
    return map >= 0 ? this.picture(map) : null;
  }

  // -- the pointer on the network ---------------------------------------------------------------

  found(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    for (const each of [...this.tiles.inputs, ...this.tiles.layers.flat()]) {
      if (Math.abs(x - each.x) <= each.tile / 2 + 2 && Math.abs(y - each.y) <= each.tile / 2 + 2) return { tile: each, x, y };
    }
    let [edge, least] = [null, NEAR];
    for (const each of this.edges) {
      if (x < each.from[0] || x > each.to[0]) continue;
      const t = placeOf((x - each.from[0]) / (each.to[0] - each.from[0]));
      for (const near of [t - 0.01, t, t + 0.01]) {
        const place = along(each, Math.max(0, Math.min(1, near)));
        const distance = Math.hypot(place[0] - x, place[1] - y);
        if (distance < least) [edge, least] = [each, distance];
      }
    }
    return edge ? { edge, x, y } : null;
  }

  nameOf(layer, place) {
    return layer === 0 ? this.spec.inputs[this.spec.chosen[place]] : `unit ${place + 1} of layer ${layer}`;
  }

  targetOf(layer, unit) {
    const { spec } = this;
    if (layer < spec.sizes.length) return this.nameOf(layer + 1, unit);
    return spec.outputs > 1 ? `output ${spec.names[unit]}` : "the output";
  }

  told({ edge, tile }) {
    if (edge) {
      const [value, slope] = [this.weights[edge.at], this.slopes[edge.at]].map(written);
      return `${this.nameOf(edge.layer, edge.of)} \u2192 ${this.targetOf(edge.layer, edge.unit)}\nweight ${value}, gradient ${slope}${this.spec.hands ? "\nclick to edit" : ""}`;
    }
    if (tile.input !== undefined) return `${this.spec.inputs[tile.input]}${this.spec.hands ? `\nclick to ${tile.used < 0 ? "tell the net" : "leave it out"}: a new run begins` : ""}`;
    return `unit ${tile.unit + 1} of layer ${tile.layer + 1}, ${this.spec.activations[tile.layer]}\nbias ${written(this.weights[tile.bias])}, gradient ${written(this.slopes[tile.bias])}${this.spec.hands ? "\nclick to edit the bias" : ""}`;
  }

  listen() {
    const { canvas, tip } = this;
    canvas.onpointermove = (event) => {
      if (!this.spec) return;
      const before = this.hover;
      this.hover = this.found(event);
      canvas.style.cursor = this.hover ? "pointer" : "default";
      tip.hidden = !this.hover;
      if (this.hover) {
        tip.textContent = this.told(this.hover);
        this.stand(tip, this.hover);
      }
      if (before?.edge === this.hover?.edge && before?.tile === this.hover?.tile) return;
      this.draw();
      this.field.paint(this.field.side, this.over());
    };
    canvas.onpointerleave = () => {
      this.hover = null;
      tip.hidden = true;
      if (!this.spec) return;
      this.draw();
      this.field.paint(this.field.side);
    };
    canvas.onclick = (event) => {
      const hit = this.spec?.hands && (this.found(event) ?? this.hover); // a click has whole pixels: what is told is meant
      if (!hit) return;
      if (hit.tile?.input !== undefined) return this.act({ input: this.spec.inputs[hit.tile.input] });
      const { edge, tile } = hit;
      const [at, layer, unit, of] = edge ? [edge.at, edge.layer, edge.unit, edge.of] : [tile.bias, tile.layer, tile.unit, -1];
      this.edit(hit, at, [layer, unit, of]);
    };
  }

  stand(box, { x, y }) {
    const left = Math.max(0, Math.min(x + 12, this.width - 245));
    box.style.left = `${left}px`;
    box.style.top = `${y + 14}px`;
  }

  /** A field for one weight; Enter sets it. */
  edit(hit, at, weight) {
    const { form } = this;
    form.replaceChildren();
    const label = make("label", "", form, weight[2] < 0 ? "bias" : "weight");
    const input = make("input", "", label);
    Object.assign(input, { type: "number", step: "any", min: -100, max: 100, value: Number(this.weights[at].toPrecision(4)) });
    form.hidden = false;
    this.tip.hidden = true;
    this.stand(form, hit);
    input.select();
    form.onsubmit = (event) => {
      event.preventDefault();
      const to = Number(input.value);
      if (input.value === "" || !Number.isFinite(to) || Math.abs(to) > 100) return;
      form.hidden = true;
      this.act({ weight, to });
    };
    form.onkeydown = (event) => {
      if (event.key === "Escape") form.hidden = true;
    };
    input.onblur = () => setTimeout(() => (form.hidden = true), 150);
  }
}
