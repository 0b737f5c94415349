// Nodes and wires: columns stretch to the panel's width, nodes and letters keep their size.
//
// Elements stay as long as nodes and wires have the same names, so that what lights up does so gently.

import { channels, mix, readableOn } from "../../shared/colours.js";

export const style = `
  .dl-diagram {
    display: block;
    width: 100%;
    overflow: visible;
    font-family: var(--st-font);
  }
  .dl-diagram text {
    text-anchor: middle;
    dominant-baseline: central;
    fill: var(--dl-text);
    font-variant-numeric: tabular-nums;
  }
  .dl-wire {
    fill: none;
    stroke: var(--dl-muted);
    stroke-width: 1.4;
    stroke-linejoin: round;
    transition: stroke 0.25s, opacity 0.25s;
  }
  .dl-wire-end {
    fill: var(--dl-muted);
    transition: fill 0.25s, opacity 0.25s;
  }
  .dl-dashed {
    stroke-dasharray: 4 4;
  }
  .dl-diagram .dl-wire-label {
    font-size: 11px;
    fill: var(--dl-muted);
    paint-order: stroke;
    stroke: var(--dl-background);
    stroke-width: 4px;
  }
  .dl-node-box {
    fill: var(--dl-background);
    stroke: var(--dl-muted);
    stroke-width: 1.2;
    transition: stroke 0.25s, opacity 0.25s;
  }
  .dl-node-label {
    font-weight: 650;
  }
  .dl-off {
    opacity: 0.32;
  }
  .dl-now .dl-node-box,
  .dl-wire.dl-now {
    stroke: var(--dl-accent);
    stroke-width: 2.6;
  }
  .dl-wire-end.dl-now {
    fill: var(--dl-accent);
  }
  .dl-chosen .dl-node-box {
    stroke: var(--dl-text);
    stroke-width: 2;
  }
  .dl-pickable {
    cursor: pointer;
    touch-action: manipulation;
  }
  .dl-pickable:hover .dl-node-box {
    stroke: var(--dl-text);
  }
  .dl-pickable:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 2px;
  }`;

const WIDEST = 70; // CSS pixels of a node
const LABEL = 19; // CSS pixels of a node's label, ...
const LINE = 17; // ... and of each reading
const ROUND = 12; // the radius of a circle
const BETWEEN = 20; // between two rows
const HEAD = 6; // the length of an arrow's head
const SVG = "http://www.w3.org/2000/svg";

function make(tag, parent, attributes = {}) {
  const made = document.createElementNS(SVG, tag);
  set(made, attributes);
  parent.append(made);
  return made;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** How large everything is in a panel of this width. */
function plan({ nodes, size }, width) {
  const boxes = nodes.filter((node) => node.readings.length);
  const lines = Math.max(0, ...boxes.map((node) => node.readings.length));
  const height = lines ? LABEL + lines * LINE + 4 : 2 * ROUND;
  let box = Math.min(WIDEST, width / (size[0] + 1));
  const row = height + BETWEEN;
  const spread = () => (width - box - 4) / Math.max(size[0], 1e-9);
  for (const [i, one] of boxes.entries()) {
    for (const other of boxes.slice(i + 1)) {
      const apart = Math.abs(one.at[0] - other.at[0]);
      if (Math.abs(one.at[1] - other.at[1]) * row < height && apart) box = Math.min(box, spread() * apart - 5);
    }
  }
  const place = ([x, y]) => [2 + box / 2 + x * spread(), 2 + height / 2 + y * row];
  return { box, height, place, total: height + size[1] * row + 4 };
}

/** Where a line from outside meets a node's edge. */
function edge(node, [x, y], from, { box, height }) {
  const [dx, dy] = [from[0] - x, from[1] - y];
  if (!dx && !dy) return [x, y];
  if (!node.readings.length) {
    const length = Math.hypot(dx, dy);
    return [x + (dx / length) * ROUND, y + (dy / length) * ROUND];
  }
  const share = Math.min(Math.abs(box / 2 / (dx || 1e-9)), Math.abs(height / 2 / (dy || 1e-9)), 1);
  return [x + dx * share, y + dy * share];
}

export default class {
  constructor(body, send) {
    this.body = body;
    this.send = send;
    this.svg = make("svg", body, { class: "dl-diagram", role: "group" });
    this.shape = "";
    this.width = 0;
    this.resizing = new ResizeObserver(() => {
      if (this.body.clientWidth !== this.width) this.paint();
    });
    this.resizing.observe(body);
  }

  show(spec, { palette }) {
    this.latest = { spec, palette };
    this.paint();
  }

  paint() {
    if (!this.latest || !this.body.clientWidth) return; // not laid out yet: the observer calls again
    const { spec, palette } = this.latest;
    this.width = this.body.clientWidth;
    const shape = JSON.stringify([
      spec.nodes.map((node) => [node.name, node.readings.length, node.clickable]),
      spec.wires.map(({ of, to }) => [of, to]),
    ]);
    if (shape !== this.shape) this.build(spec);
    this.shape = shape;
    const sizes = plan(spec, this.width);
    set(this.svg, { width: this.width, height: sizes.total, "aria-label": spec.alt });
    this.svg.style.height = `${sizes.total}px`;
    const named = Object.fromEntries(spec.nodes.map((node) => [node.name, node]));
    spec.wires.forEach((wire, i) => this.wire(this.wires[i], wire, named, sizes, palette));
    spec.nodes.forEach((node, i) => this.node(this.nodes[i], node, sizes, palette));
  }

  build({ nodes, wires }) {
    this.svg.replaceChildren();
    this.wires = wires.map(() => {
      const line = make("path", this.svg);
      return { line, head: make("path", this.svg) };
    });
    this.nodes = nodes.map((node) => {
      const group = make("g", this.svg);
      const title = make("title", group);
      const box = node.readings.length ? make("rect", group, { rx: 6 }) : make("circle", group, { r: ROUND });
      box.classList.add("dl-node-box");
      const label = make("text", group, { class: "dl-node-label" });
      const readings = node.readings.map(() => [make("rect", group, { rx: 3 }), make("text", group)]);
      if (node.clickable) {
        set(group, { role: "button", tabindex: 0 });
        const pick = () => this.send({ x: node.name });
        group.onclick = pick;
        group.onkeydown = (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          pick();
        };
      }
      return { group, title, box, label, readings };
    });
    this.labels = wires.map(({ label }) => label && make("text", this.svg, { class: "dl-wire-label" }));
  }

  wire({ line, head }, wire, named, sizes, palette) {
    const [of, to] = [named[wire.of], named[wire.to]];
    const points = [of.at, ...wire.via, to.at].map(sizes.place);
    points[0] = edge(of, points[0], points[1], sizes);
    const last = points.length - 1;
    const end = edge(to, points[last], points[last - 1], sizes);
    const angle = Math.atan2(end[1] - points[last - 1][1], end[0] - points[last - 1][0]);
    points[last] = [end[0] - HEAD * 0.8 * Math.cos(angle), end[1] - HEAD * 0.8 * Math.sin(angle)];
    set(line, {
      d: `M${points.map((point) => point.map((each) => each.toFixed(1)).join(" ")).join("L")}`,
      class: `dl-wire dl-${wire.state}${wire.dashed ? " dl-dashed" : ""}`,
    });
    const corner = (turn) => [end[0] - HEAD * Math.cos(angle + turn), end[1] - HEAD * Math.sin(angle + turn)];
    set(head, { d: `M${end}L${corner(0.5)}L${corner(-0.5)}Z`, class: `dl-wire-end dl-${wire.state}` });
    const colour = wire.level === null ? "" : palette[wire.level < 0 ? "negative" : "positive"];
    line.style.stroke = head.style.fill = colour;
    line.style.strokeWidth = colour && `${0.8 + 4.2 * Math.abs(wire.level)}px`;
    const label = this.labels[this.latest.spec.wires.indexOf(wire)];
    if (!label) return;
    const pieces = points.slice(1).map((point, i) => [points[i], point]);
    const long = ([[x, y], [toX, toY]]) => Math.hypot(toX - x, toY - y);
    const [one, other] = pieces.reduce((best, piece) => (long(piece) > long(best) ? piece : best)); // the longest
    set(label, { x: (one[0] + other[0]) / 2, y: (one[1] + other[1]) / 2 });
    label.textContent = wire.label;
    label.classList.toggle("dl-off", wire.state === "off");
  }

  node({ group, title, box, label, readings }, node, { box: wide, height, place }, palette) {
    const [x, y] = place(node.at);
    const classes = [`dl-${node.state}`, node.picked && "dl-chosen", node.clickable && "dl-pickable"];
    group.setAttribute("class", classes.filter(Boolean).join(" "));
    const values = node.state === "off" ? "" : node.readings.map(([text]) => text).join(", ");
    const told = [node.told || node.label, values].filter(Boolean).join(": ");
    title.textContent = told;
    if (node.clickable) group.setAttribute("aria-label", told);
    label.textContent = node.label;
    const size = Math.min(13, wide / 4);
    if (!node.readings.length) {
      set(box, { cx: x, cy: y });
      set(label, { x, y: y + 0.5, "font-size": node.label.length > 2 ? 9 : 14 });
      return;
    }
    const [left, top] = [x - wide / 2, y - height / 2];
    set(box, { x: left, y: top, width: wide, height });
    set(label, { x, y: top + LABEL / 2 + 1, "font-size": Math.min(13, (1.75 * wide) / Math.max(4, node.label.length)) });
    node.readings.forEach(([text, level], i) => {
      const [back, value] = readings[i];
      const shown = node.state !== "off";
      const ground = channels(palette.background);
      const full = channels(palette[level < 0 ? "negative" : "positive"]);
      const colour = mix(ground, full, shown ? 0.85 * Math.abs(level) : 0);
      const at = top + LABEL + i * LINE;
      set(back, { x: left + 3, y: at, width: Math.max(0, wide - 6), height: LINE - 1 });
      back.style.fill = `rgb(${colour})`;
      set(value, { x, y: at + LINE / 2, "font-size": Math.min(size, (1.7 * wide) / Math.max(1, text.length)) });
      value.style.fill = readableOn(colour);
      value.textContent = shown ? text : "";
    });
  }

  remove() {
    this.resizing.disconnect();
  }
}
