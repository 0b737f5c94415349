// A drawing pad of 28x28 pixels, white ink on black, with strokes like MNIST's.
//
// What is shown is what the network gets: the same 28x28 values, only enlarged.
// All state hangs on the element, so it survives the page's reruns.

const SIZE = 28;
const RADIUS = 1.15; // of the brush in pixels: MNIST's strokes are about 2.3 wide ...
const SOFTNESS = 0.6; // ... and fade over about one pixel
const INTERVAL = 200; // ms between two messages while drawing: five a second
const UNDO_DEPTH = 50;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const toText = (ink) => (ink.some((v) => v > 0) ? btoa(String.fromCharCode(...ink)) : null);
const fromText = (text) => (text ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : new Uint8Array(SIZE * SIZE));

/** Lay ink along the line from a to b: full near the line, fading at the brush's edge. */
function stroke(ink, [ax, ay], [bx, by]) {
  const reach = RADIUS + SOFTNESS;
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy || 1;
  const first = (a, b) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const last = (a, b) => Math.min(SIZE - 1, Math.ceil(Math.max(a, b) + reach));
  for (let row = first(ay, by); row <= last(ay, by); row++) {
    for (let column = first(ax, bx); column <= last(ax, bx); column++) {
      const [px, py] = [column + 0.5 - ax, row + 0.5 - ay]; // the pixel's centre, seen from a
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const value = Math.min(1, Math.max(0, (reach - distance) / (2 * SOFTNESS)));
      const at = row * SIZE + column;
      ink[at] = Math.max(ink[at], Math.round(255 * value));
    }
  }
}

class Pad {
  constructor(root, data) {
    this.canvas = root.querySelector("canvas");
    this.undoButton = root.querySelector(".undo");
    this.clearButton = root.querySelector(".clear");
    this.status = root.querySelector(".status");
    this.raster = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
    this.cursor = [SIZE / 2, SIZE / 2]; // for the keyboard, in pixels
    this.keyboard = false; // the cursor is shown
    this.pen = "up"; // up; pressed (Space just went down); held (moved since); down (Space let go: it stays down)
    this.load(data);
    this.listen();
    new ResizeObserver(() => this.paint()).observe(this.canvas);
  }

  load(data) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.ink = fromText(data.value);
    this.sent = data.value ?? null;
    this.clearCount = data.clear;
    this.past = [];
    this.point = null; // where the stroke under way is
  }

  // -- drawing ------------------------------------------------------------

  begin(point) {
    this.remember();
    this.point = point;
    this.extend(point);
  }

  extend(point) {
    stroke(this.ink, this.point, point);
    this.point = point;
    this.changed();
    this.timer ||= setTimeout(() => this.send(), INTERVAL);
  }

  end() {
    this.point = null;
    this.send();
  }

  clear() {
    if (!this.ink.some((v) => v > 0)) return;
    this.remember();
    this.restore(new Uint8Array(SIZE * SIZE));
  }

  undo() {
    if (this.past.length) this.restore(this.past.pop());
  }

  remember() {
    this.past = [...this.past.slice(1 - UNDO_DEPTH), this.ink.slice()];
  }

  restore(ink) {
    this.ink = ink;
    this.point = null;
    this.pen = "up";
    this.changed();
    this.send();
  }

  send() {
    clearTimeout(this.timer);
    this.timer = 0;
    const text = toText(this.ink);
    if (text === this.sent) return;
    this.sent = text;
    this.setStateValue("drawing", { clear: this.clearCount, ink: text });
  }

  // -- what the learner sees and hears --------------------------------------

  changed() {
    this.paint();
    this.tell();
  }

  paint() {
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (!side) return; // not laid out
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    const image = new ImageData(SIZE, SIZE);
    this.ink.forEach((v, i) => image.data.set([v, v, v, 255], 4 * i));
    this.raster.getContext("2d").putImageData(image, 0, 0);
    const context = this.canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(this.raster, 0, 0, side, side);
    if (this.keyboard) this.paintCursor(context, side / SIZE);
  }

  paintCursor(context, scale) {
    const [x, y] = this.cursor.map((v) => v * scale);
    context.lineWidth = 2 * devicePixelRatio;
    context.strokeStyle = this.pen === "up" ? "#ffd43b" : "#ff922b";
    context.beginPath();
    context.arc(x, y, (this.pen === "up" ? 1.4 : 0.9) * scale, 0, 2 * Math.PI);
    context.stroke();
  }

  tell() {
    const empty = !this.ink.some((v) => v > 0);
    this.undoButton.disabled = !this.past.length;
    this.clearButton.disabled = empty;
    const [x, y] = this.cursor.map((v) => Math.floor(v) + 1);
    const place = this.keyboard ? `pen ${this.pen === "up" ? "up" : "down"}, column ${x}, row ${y}` : "";
    const text = [empty ? "Empty" : "", place].filter(Boolean).join(", ");
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  // -- pointer and keyboard ---------------------------------------------------

  listen() {
    const { canvas } = this;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * SIZE, ((event.clientY - box.top) / box.height) * SIZE];
    };
    canvas.onpointerdown = (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      canvas.setPointerCapture(event.pointerId);
      this.keyboard = false;
      this.pen = "up";
      this.begin(place(event));
    };
    canvas.onpointermove = (event) => {
      if (!this.point || !event.isPrimary || this.keyboard) return;
      const parts = event.getCoalescedEvents?.() ?? [];
      for (const part of parts.length ? parts : [event]) this.extend(place(part));
    };
    canvas.onpointerup = canvas.onpointercancel = (event) => {
      if (this.point && event.isPrimary && !this.keyboard) this.end();
    };
    canvas.onkeydown = (event) => {
      if (!this.key(event)) return; // Tab and the browser's own keys go on: nobody is caught in the pad
      event.preventDefault();
      event.stopPropagation();
    };
    canvas.onkeyup = (event) => {
      if (event.key === " " && this.pen === "held") this.penUp();
      else if (event.key === " " && this.pen === "pressed") this.pen = "down";
    };
    canvas.onblur = () => {
      if (this.pen !== "up") this.penUp();
      this.keyboard = false;
      this.changed();
    };
    this.undoButton.onclick = () => this.undo();
    this.clearButton.onclick = () => this.clear();
  }

  /** Handle a key; true when it was one of the pad's. */
  key(event) {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z") this.undo();
    else if (command || event.altKey) return false;
    else if (event.key in ARROWS) this.move(ARROWS[event.key], event.shiftKey ? 4 : 1);
    else if (event.key === " ") event.repeat || this.toggle();
    else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else if (event.key === "Escape" && this.pen !== "up") this.penUp();
    else return false;
    return true;
  }

  move([dx, dy], steps) {
    this.keyboard = true;
    const inside = (v) => Math.min(SIZE - 1, Math.max(1, v));
    this.cursor = [inside(this.cursor[0] + dx * steps), inside(this.cursor[1] + dy * steps)];
    if (this.pen === "pressed") this.pen = "held"; // it will lift when Space is let go
    if (this.pen === "up") this.changed();
    else this.extend(this.cursor);
  }

  toggle() {
    this.keyboard = true;
    if (this.pen !== "up") return this.penUp();
    this.pen = "pressed";
    this.begin(this.cursor);
  }

  penUp() {
    this.pen = "up";
    this.end();
    this.changed();
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".pad");
  root.querySelector(".help").textContent = data.help;
  const pad = (root.dnnlabPad ??= new Pad(root, data));
  pad.setStateValue = setStateValue;
  if (pad.clearCount !== data.clear) pad.load(data);
  pad.changed();
  return () => root.isConnected || clearTimeout(pad.timer); // also called for a refresh that was overtaken
}
