// A pad to draw on: ink in size x size cells, white on black, or as what covers a photo.
//
// What is shown is what the network gets: the same values, only enlarged.
// All state hangs on the element, so it survives the page's reruns.

const INTERVAL = 200; // ms between two messages while drawing: five a second
const UNDO_DEPTH = 50;
const STEPS = 28; // of an arrow key from side to side ...
const STRIDE = 4; // ... and as many times as far with Shift
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** All the ink there is: 255 a full cell. */
function amount(ink) {
  let sum = 0;
  for (let i = 0; i < ink.length; i++) sum += ink[i];
  return sum;
}

/** A percentage with two digits, as the page beside the pad writes it: less than all is never 100. */
function told(percent) {
  if (percent <= 99 || percent >= 100) return String(Number(percent.toPrecision(2)));
  return percent.toFixed(-Math.floor(Math.log10(100 - percent)));
}

function toText(ink) {
  let bytes = "";
  for (let i = 0; i < ink.length; i++) bytes += String.fromCharCode(ink[i]);
  return amount(ink) ? btoa(bytes) : null;
}

const fromText = (text, size) =>
  text ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : new Uint8Array(size * size);

/** Lay ink along the line from a to b: full near the line, fading at the brush's edge. */
function stroke(ink, size, { radius, softness }, [ax, ay], [bx, by]) {
  const reach = radius + softness;
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy || 1;
  const first = (a, b) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const last = (a, b) => Math.min(size - 1, Math.ceil(Math.max(a, b) + reach));
  const [left, right, bottom] = [first(ax, bx), last(ax, bx), last(ay, by)];
  for (let row = first(ay, by); row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - ax; // the cell's centre, seen from a
      const py = row + 0.5 - ay;
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const value = Math.min(1, Math.max(0, (reach - distance) / (2 * softness)));
      const at = row * size + column;
      ink[at] = Math.max(ink[at], Math.round(255 * value));
    }
  }
}

const blank = (side) => Object.assign(document.createElement("canvas"), { width: side, height: side });

/** A picture of one colour. */
function plain(colour, side) {
  const canvas = blank(side);
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, side, side);
  return canvas;
}

async function decoded(address) {
  const image = Object.assign(new Image(), { src: address });
  await image.decode();
  return image;
}

class Pad {
  constructor(root, data) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.undoButton = root.querySelector(".undo");
    this.clearButton = root.querySelector(".clear");
    this.status = root.querySelector(".status");
    this.size = data.size;
    this.mask = blank(this.size); // its opacity is the ink
    this.image = new ImageData(this.size, this.size);
    this.cursor = [this.size / 2, this.size / 2]; // for the keyboard, in cells
    this.keyboard = false; // the cursor is shown
    this.hover = null; // where the mouse is, in cells
    this.pen = "up"; // up; pressed (Space just went down); held (moved since); down (Space let go: it stays down)
    this.load(data);
    this.listen();
    new ResizeObserver(() => this.paint()).observe(this.canvas);
  }

  load(data) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.ink = fromText(data.value, this.size);
    this.sent = data.value ?? null;
    this.clearCount = data.clear;
    this.past = [];
    this.point = null; // where the stroke under way is
  }

  /** Take over what a run of the page says. */
  show(data) {
    if (this.clearCount !== data.clear) this.load(data);
    this.brush = { radius: data.radius, softness: data.softness };
    this.root.style.maxWidth = `${data.width}px`;
    this.root.querySelector(".help").textContent = data.help;
    this.canvas.setAttribute("aria-label", data.label);
    this.changed();
    if (data.under !== this.under || data.over !== this.over) this.take(data.under, data.over);
  }

  /** Two pictures to mix from now on. Their pixels come a moment later; those before stay until then. */
  async take(under, over) {
    [this.under, this.over] = [under, over];
    const pictures = under
      ? await Promise.all([decoded(under), decoded(over)])
      : [plain("#000", this.size), plain("#fff", this.size)];
    if (under !== this.under || over !== this.over) return; // others have come since
    this.pictures = pictures;
    this.covering = blank(pictures[0].width);
    this.mix = blank(pictures[0].width);
    this.changed();
  }

  // -- drawing ------------------------------------------------------------

  begin(point) {
    this.remember();
    this.point = point;
    this.extend(point);
  }

  extend(...points) {
    for (const point of points) {
      stroke(this.ink, this.size, this.brush, this.point, point);
      this.point = point;
    }
    this.changed();
    this.timer ||= setTimeout(() => this.send(), INTERVAL);
  }

  end() {
    this.point = null;
    this.send();
  }

  clear() {
    if (!amount(this.ink)) return;
    this.remember();
    this.restore(new Uint8Array(this.size * this.size));
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
    this.compose();
    this.paint();
    this.tell();
  }

  /** Mix the pictures in their own size: under * (1 - ink) + over * ink. */
  compose() {
    if (!this.pictures) return;
    const { ink, image, mask } = this;
    for (let i = 0; i < ink.length; i++) image.data[4 * i + 3] = ink[i];
    mask.getContext("2d").putImageData(image, 0, 0);
    const [under, over] = this.pictures;
    const covering = this.covering.getContext("2d");
    covering.globalCompositeOperation = "copy";
    covering.drawImage(mask, 0, 0, under.width, under.width);
    covering.globalCompositeOperation = "source-in";
    covering.drawImage(over, 0, 0);
    const mix = this.mix.getContext("2d");
    mix.drawImage(under, 0, 0);
    mix.drawImage(this.covering, 0, 0);
  }

  paint() {
    const side = Math.round(this.canvas.clientWidth * devicePixelRatio);
    if (!side || !this.pictures) return; // not laid out, or nothing to show yet
    if (this.canvas.height !== side) this.canvas.width = this.canvas.height = side; // an unset one is 300 wide, 150 high
    const context = this.canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(this.mix, 0, 0, side, side);
    if (this.keyboard) this.paintBrush(context, this.cursor, this.pen === "up" ? "#ffd43b" : "#ff922b");
    else if (this.under && this.hover) this.paintBrush(context, this.hover, "#fff");
  }

  /** The brush's outline, seen on light and on dark. */
  paintBrush(context, [x, y], colour) {
    const scale = this.canvas.width / this.size;
    context.beginPath();
    context.arc(x * scale, y * scale, this.brush.radius * scale, 0, 2 * Math.PI);
    for (const [width, style] of [[4, "rgb(0 0 0 / 60%)"], [2, colour]]) {
      context.lineWidth = width * devicePixelRatio;
      context.strokeStyle = style;
      context.stroke();
    }
  }

  tell() {
    const sum = amount(this.ink);
    this.undoButton.disabled = !this.past.length;
    this.clearButton.disabled = !sum;
    const text = [this.under ? this.covered(sum) : sum ? "" : "Empty", this.place()].filter(Boolean).join(", ");
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  covered(sum) {
    return sum ? `${told((100 * sum) / (255 * this.ink.length))}\u00a0% covered` : "Nothing covered";
  }

  place() {
    if (!this.keyboard) return "";
    const [x, y] = this.cursor.map((v) => Math.floor(v) + 1);
    return `${this.under ? "brush" : "pen"} ${this.pen === "up" ? "up" : "down"}, column ${x}, row ${y}`;
  }

  // -- pointer and keyboard ---------------------------------------------------

  listen() {
    const { canvas, size } = this;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * size, ((event.clientY - box.top) / box.height) * size];
    };
    canvas.onpointerdown = (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      canvas.setPointerCapture(event.pointerId);
      this.keyboard = false;
      this.pen = "up";
      this.hover = place(event);
      this.begin(this.hover);
    };
    canvas.onpointermove = (event) => {
      if (!event.isPrimary) return;
      this.hover = place(event);
      if (!this.point || this.keyboard) return this.paint();
      const parts = event.getCoalescedEvents?.() ?? [];
      this.extend(...(parts.length ? parts : [event]).map(place));
    };
    canvas.onpointerup = canvas.onpointercancel = (event) => {
      if (this.point && event.isPrimary && !this.keyboard) this.end();
    };
    canvas.onpointerleave = () => {
      this.hover = null;
      this.paint();
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
    else if (event.key in ARROWS) this.move(ARROWS[event.key], event.shiftKey ? STRIDE : 1);
    else if (event.key === " ") event.repeat || this.toggle();
    else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else if (event.key === "Escape" && this.pen !== "up") this.penUp();
    else return false;
    return true;
  }

  move([dx, dy], steps) {
    this.keyboard = true;
    const cells = steps * Math.max(1, Math.round(this.size / STEPS));
    const inside = (v) => Math.min(this.size - 1, Math.max(1, v));
    this.cursor = [inside(this.cursor[0] + dx * cells), inside(this.cursor[1] + dy * cells)];
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
  const pad = (root.dnnlabPad ??= new Pad(root, data));
  pad.setStateValue = setStateValue;
  pad.show(data);
  return () => root.isConnected || clearTimeout(pad.timer); // also called for a refresh that was overtaken
}
