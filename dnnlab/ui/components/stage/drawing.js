// What kinds that draw on a canvas share: sharp lines, axes, numbers, and pointers that drag.

/** A number with three digits, as the page writes it. */
export const written = (value) => String(Number(value.toPrecision(3))).replace("-", "\u2212");

/** Shares of one whole as percentages that add up to 100 (plots/written.py, written_shares); below 0.1 % empty. */
export function writtenShares(shares) {
  const largest = Math.max(...shares);
  const decimals = Math.max(1, largest < 1 - 1e-6 ? -Math.floor(Math.log10(100 - 100 * largest)) : 0);
  const exact = shares.map((share) => share * 10 ** (2 + decimals));
  const units = exact.map(Math.floor);
  const left = 10 ** (2 + decimals) - units.reduce((sum, each) => sum + each, 0);
  const order = shares.map((_, k) => k).sort((a, b) => units[a] - exact[a] - (units[b] - exact[b]));
  order.slice(0, left).forEach((k) => units[k]++);
  return units.map((each) => (each >= 10 ** (decimals - 1) ? `${each / 10 ** decimals}\u00a0%` : ""));
}

/** About `count` round numbers between two. */
export function ticks(low, high, count = 4) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((each) => each * power >= rough);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(Number((i * step).toPrecision(6)));
  return found;
}

/** A canvas of that size in CSS pixels, cleared; its pen draws in CSS pixels and sharply. */
export function pen(canvas, width, height) {
  const ratio = devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.lineJoin = context.lineCap = "round";
  return context;
}

/** An element with a class and words in it. */
export function make(tag, className, parent, text = "") {
  const made = Object.assign(document.createElement(tag), { className, textContent: text });
  parent.append(made);
  return made;
}

/** Data units on a rectangle of a canvas: `box` is [left, top, right, bottom] in CSS pixels. */
export class Axes {
  constructor(box, x, y) {
    Object.assign(this, { box, x, y });
  }

  across(x) {
    const [left, , right] = this.box;
    return left + ((x - this.x[0]) / (this.x[1] - this.x[0])) * (right - left);
  }

  down(y) {
    const [, top, , bottom] = this.box;
    return bottom - ((y - this.y[0]) / (this.y[1] - this.y[0])) * (bottom - top);
  }

  /** The data units below a place in CSS pixels, kept within the axes. */
  under(across, down) {
    const [left, top, right, bottom] = this.box;
    const share = (value, from, to) => Math.min(Math.max((value - from) / (to - from), 0), 1);
    const at = ([low, high], part) => low + part * (high - low);
    return [at(this.x, share(across, left, right)), at(this.y, share(down, bottom, top))];
  }

  /** Thin lines at round numbers, the numbers below and at the left; 0 is stronger. */
  grid(context, palette, { font, name = "", xs = ticks(...this.x), ys = ticks(...this.y), inside = false }) {
    const [left, top, right, bottom] = this.box;
    context.font = `11px ${font}`;
    const line = (zero, ...ends) => {
      context.lineWidth = 1;
      context.strokeStyle = zero ? palette.muted : palette.grid;
      context.beginPath();
      ends.forEach(([x, y]) => context.lineTo(x, y));
      context.stroke();
    };
    const tell = (text, x, y) => {
      if (inside) return words(context, text, x, y, palette.text, palette.background);
      context.fillStyle = palette.muted;
      context.fillText(text, x, y);
    };
    for (const x of xs) {
      line(x === 0, [this.across(x), top], [this.across(x), bottom]);
      context.textAlign = "center";
      context.textBaseline = inside ? "bottom" : "top";
      const at = this.across(x);
      const room = inside ? 14 : name ? 8 + context.measureText(name).width : -20; // the name stands at the end
      if (at < right - room && (!inside || at > left + 14)) tell(written(x), at, bottom + (inside ? -2 : 4));
    }
    if (name) {
      context.textAlign = "right";
      context.textBaseline = "top";
      tell(name, right, bottom + 4);
    }
    for (const y of ys) {
      line(y === 0, [left, this.down(y)], [right, this.down(y)]);
      context.textAlign = inside ? "left" : "right";
      context.textBaseline = "middle";
      const at = this.down(y);
      if (!inside || (at > top + 10 && at < bottom - 20)) tell(written(y), left + (inside ? 3 : -5), at - (inside ? 7 : 0));
    }
  }

  /** Draw only within the axes. */
  within(context, draw) {
    const [left, top, right, bottom] = this.box;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    draw();
    context.restore();
  }
}

/** A dot with a rim in the page's colour, so that it stands out on anything. */
export function dot(context, x, y, radius, fill, rim) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = rim;
  context.stroke();
}

/** Words with a rim in the page's colour. */
export function words(context, text, x, y, fill, rim) {
  context.lineWidth = 4;
  context.strokeStyle = rim;
  context.strokeText(text, x, y);
  context.fillStyle = fill;
  context.fillText(text, x, y);
}

/**
 * Let a pointer drag on a canvas: take(x, y) is asked what is there (nothing: null), move(what, x, y) follows,
 * end(what) is told when it is let go; hover(x, y) may set the pointer's look. Places are CSS pixels of the canvas.
 * A finger scrolls the page unless it begins where grips(x, y).
 */
export function drags(canvas, { take, move, end, hover = () => "", grips = () => false }) {
  let held = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("touchstart", (event) => event.touches.length === 1 && grips(...place(event.touches[0])) && event.preventDefault(), { passive: false });
  canvas.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    held = take(...place(event));
    if (held === null) return;
    canvas.setPointerCapture(event.pointerId);
    move(held, ...place(event));
  };
  canvas.onpointermove = (event) => {
    if (held !== null && event.isPrimary) move(held, ...place(event));
    else if (event.pointerType === "mouse") canvas.style.cursor = hover(...place(event));
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    const was = held;
    held = null;
    if (was !== null) end(was);
  };
}
