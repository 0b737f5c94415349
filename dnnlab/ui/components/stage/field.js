// The plane of a network: its surface, the points, and the hand that places, drags and removes them.

import { channels, mix } from "../shared/colours.js";

export const REACH = 9; // CSS pixels within which a point is meant
const SURFACE = 0.62; // of a class's full colour where the net is sure
const SAME = 0.002; // of the plane: a point that lies so near one that was placed is that one
const LONG = 4; // CSS pixels from which on a press is a drag
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** 256 colours from one to another by way of the ground, all as [red, green, blue]. */
export function ramp(low, middle, high, most = 1) {
  return Array.from({ length: 256 }, (_, i) => {
    const share = (i - 127.5) / 127.5;
    return mix(middle, share < 0 ? low : high, most * Math.abs(share));
  });
}

/** A square of bytes as a picture, each byte in its colour. */
export function painted(bytes, side, colourOf) {
  const made = document.createElement("canvas");
  made.width = made.height = side;
  const context = made.getContext("2d");
  const image = context.createImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    const [red, green, blue] = colourOf(bytes[i], i);
    image.data.set([red, green, blue, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return made;
}

export class Field {
  /** `act(op)` hears what the hand does; `labels()` gives the label of a new point, or null where it rubs out. */
  constructor(canvas, act, labelNow) {
    Object.assign(this, { canvas, act, labelNow, points: [], pending: [], cursor: null, side: 0 });
    this.listen();
  }

  /** Where a point of the plane is on the canvas, in CSS pixels. */
  at(x, y) {
    const { reach } = this.spec;
    return [((x + reach) / (2 * reach)) * this.side, ((reach - y) / (2 * reach)) * this.side];
  }

  placeOf(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  fromPixels(left, top) {
    const { reach } = this.spec;
    const round = (value) => Math.round(1000 * Math.max(-reach, Math.min(reach, value))) / 1000;
    return [round((left / this.side) * 2 * reach - reach), round(reach - (top / this.side) * 2 * reach)];
  }

  colourOf(label) {
    const { palette, spec } = this;
    if (spec.classes) return palette.classes[label % palette.classes.length];
    const share = Math.max(-1, Math.min(1, label));
    return `rgb(${mix(channels(palette.background), channels(share < 0 ? palette.negative : palette.positive), 0.15 + 0.85 * Math.abs(share))})`;
  }

  /** What came from the run; what the hand has done since is laid over it until it has come back. */
  show(spec, palette, surface, winner, places, labels, held, ids) {
    Object.assign(this, { spec, palette });
    this.points = Array.from(ids, (id, i) => ({ id, x: places[2 * i], y: places[2 * i + 1], label: labels[i], held: held[i] }));
    this.base = this.surfaceOf(surface, winner);
    this.border = spec.many || !spec.classes ? null : surface;
  }

  surfaceOf(surface, winner) {
    const { palette, spec } = this;
    const ground = channels(palette.background);
    if (spec.many) {
      const full = palette.classes.map(channels);
      const share = (byte) => Math.max(0, (byte / 255 - spec.least) / (1 - spec.least));
      return painted(surface, spec.grid, (byte, i) => mix(ground, full[winner[i]], SURFACE * (0.12 + 0.88 * share(byte))));
    }
    const ends = spec.classes ? palette.classes.slice(0, 2) : [palette.negative, palette.positive];
    const colours = ramp(channels(ends[0]), ground, channels(ends[1]), SURFACE);
    return painted(surface, spec.grid, (byte) => colours[byte]);
  }

  /** Draw all; `over` is the map of a unit that the pointer is on, in the surface's place. */
  paint(side, over = null) {
    this.side = side;
    const { canvas, spec, palette } = this;
    const ratio = devicePixelRatio;
    canvas.width = canvas.height = Math.round(side * ratio);
    const context = canvas.getContext("2d");
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(over ?? this.base, 0, 0, canvas.width, canvas.height);
    context.scale(ratio, ratio);
    if (this.border && !over) this.paintBorder(context);
    for (const each of this.shownPoints()) this.paintPoint(context, each);
    if (this.cursor) {
      const [x, y] = this.at(...this.cursor);
      context.strokeStyle = palette.text;
      context.lineWidth = 1.5;
      context.strokeRect(x - 7, y - 7, 14, 14);
    }
    canvas.dataset.points = this.shownPoints().length;
    canvas.dataset.classes = spec.classes;
  }

  /** Where both classes are equally likely: the line between the places of the grid on either side of one half. */
  paintBorder(context) {
    const { grid } = this.spec;
    const step = this.side / grid;
    const value = (row, column) => this.border[row * grid + column] - 127.5;
    const middle = (k) => (k + 0.5) * step;
    context.beginPath();
    for (let row = 0; row < grid - 1; row++) {
      for (let column = 0; column < grid - 1; column++) {
        const corners = [[0, 0], [0, 1], [1, 1], [1, 0]].map(([down, right]) => ({
          x: middle(column + right), y: middle(row + down), v: value(row + down, column + right),
        }));
        const crossings = [];
        for (let k = 0; k < 4; k++) {
          const [one, other] = [corners[k], corners[(k + 1) % 4]];
          if (one.v < 0 === other.v < 0) continue;
          const share = one.v / (one.v - other.v);
          crossings.push([one.x + share * (other.x - one.x), one.y + share * (other.y - one.y)]);
        }
        for (let k = 0; k + 1 < crossings.length; k += 2) {
          context.moveTo(...crossings[k]);
          context.lineTo(...crossings[k + 1]);
        }
      }
    }
    context.strokeStyle = this.palette.text;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.2;
    context.stroke();
    context.globalAlpha = 1;
  }

  paintPoint(context, { x, y, label, held }) {
    const [left, top] = this.at(x, y);
    const radius = this.side < 240 ? 2.6 : 3.4;
    const colour = this.colourOf(label);
    context.beginPath();
    context.arc(left, top, held ? radius - 0.6 : radius, 0, 2 * Math.PI);
    context.lineWidth = held ? 1.6 : 1;
    if (held) {
      context.strokeStyle = colour;
      context.stroke();
      return;
    }
    context.fillStyle = colour;
    context.strokeStyle = this.palette.background;
    context.fill();
    context.stroke();
  }

  /** The run's points, with what the hand has done and what has not come back. */
  shownPoints() {
    let points = this.points;
    for (const { op } of this.pending) {
      if (op.add && !points.some(({ x, y }) => Math.hypot(x - op.add[0], y - op.add[1]) < SAME)) points = [...points, { id: -1, x: op.add[0], y: op.add[1], label: op.label, held: 0 }];
      if (op.remove !== undefined) points = points.filter((each) => each.id !== op.remove);
      if (op.move !== undefined) points = points.map((each) => (each.id === op.move ? { ...each, x: op.to[0], y: op.to[1] } : each));
    }
    const { drag } = this;
    return drag?.moved && drag.point ? points.map((each) => (each.id === drag.point.id ? { ...each, x: drag.to[0], y: drag.to[1] } : each)) : points;
  }

  nearest(left, top) {
    let [found, least] = [null, REACH];
    for (const each of this.shownPoints()) {
      if (each.id < 0) continue; // on its way
      const [x, y] = this.at(each.x, each.y);
      const distance = Math.hypot(x - left, y - top);
      if (distance < least) [found, least] = [each, distance];
    }
    return found;
  }

  listen() {
    const { canvas } = this;
    canvas.onpointerdown = (event) => {
      if (!this.spec?.hands || event.button !== 0 || !event.isPrimary) return;
      canvas.setPointerCapture(event.pointerId);
      const from = this.placeOf(event);
      this.drag = { from, point: this.nearest(...from), moved: false, rubs: event.shiftKey || this.labelNow() === null };
    };
    canvas.onpointermove = (event) => {
      const { drag } = this;
      const here = this.placeOf(event);
      if (!drag) {
        canvas.style.cursor = this.spec?.hands ? (this.nearest(...here) ? "grab" : "crosshair") : "default";
        return;
      }
      drag.moved ||= Math.hypot(here[0] - drag.from[0], here[1] - drag.from[1]) >= LONG;
      drag.to = this.fromPixels(...here);
      if (drag.moved && drag.point && !drag.rubs) this.paint(this.side);
    };
    canvas.onpointerup = (event) => {
      const { drag } = this;
      this.drag = null;
      if (!drag) return;
      const here = this.placeOf(event);
      if (drag.rubs) return drag.point && this.act({ remove: drag.point.id });
      if (drag.moved) return drag.point && this.act({ move: drag.point.id, to: this.fromPixels(...here) });
      if (!drag.point) this.act({ add: this.fromPixels(...here), label: this.labelNow() });
    };
    canvas.onpointercancel = () => {
      this.drag = null;
    };
    canvas.onkeydown = (event) => this.key(event);
    canvas.onblur = () => {
      this.cursor = null;
      if (this.spec) this.paint(this.side);
    };
  }

  /** Arrow keys move a frame, Enter places a point there, Delete removes the nearest one. */
  key(event) {
    if (!this.spec?.hands || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = KEYS[event.key];
    const { reach } = this.spec;
    const [x, y] = this.cursor ?? [0, 0];
    if (way) {
      const step = reach / (event.shiftKey ? 6 : 30);
      const clamp = (value) => Math.round(1000 * Math.max(-reach, Math.min(reach, value))) / 1000;
      this.cursor = [clamp(x + way[0] * step), clamp(y + way[1] * step)];
    } else if (event.key === "Enter" && this.cursor && this.labelNow() !== null) {
      this.act({ add: [x, y], label: this.labelNow() });
    } else if ((event.key === "Delete" || event.key === "Backspace") && this.cursor) {
      const found = this.nearest(...this.at(x, y));
      if (found) this.act({ remove: found.id });
    } else return;
    event.preventDefault();
    this.paint(this.side);
  }
}
