// The line: how far a run is, and a slider over what can be gone back to.
//
// A run goes back when the pointer lets go, as that costs it the steps after; a recording follows the pointer.

const INTERVAL = 120; // ms between two pictures of a recording while it is scrubbed
const APART = 0.6; // percent of the line between two marks, at least
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

const counted = (step) => step.toLocaleString("en-US");

export class Line {
  constructor(root, seek) {
    this.root = root;
    this.seek = seek;
    this.bubble = root.querySelector(".dl-bubble");
    this.aim = null; // the stop that was asked for and is not shown yet
    this.dragged = false;
    this.timer = 0;
    this.listen();
  }

  /** `asked`: whether a move of the slider is still to be answered. */
  show(data, asked) {
    Object.assign(this, data);
    if (!asked && !this.dragged) this.aim = null;
    this.slides = data.stops.length > 1;
    this.root.toggleAttribute("data-none", !this.slides && !data.step && data.total === null);
    this.root.setAttribute("role", this.slides ? "slider" : "progressbar");
    this.root.ariaLabel = this.slides ? "Rewind to step" : "Steps done";
    if (this.slides) this.root.tabIndex = 0;
    else this.root.removeAttribute("tabindex");
    this.root.ariaValueMin = 0;
    this.root.ariaValueMax = this.end;
    this.mark();
    this.place();
  }

  /** Thin marks where checkpoints are. */
  mark() {
    const at = this.marks && this.slides ? this.stops.map((step) => this.percent(step)) : [];
    const here = this.percent(this.step);
    const shown = at.filter((percent, index) => !index || percent - at[index - 1] > APART);
    const key = shown.map((percent) => `${percent.toFixed(2)}${percent > here}`).join();
    if (key === this.marked) return;
    this.marked = key;
    this.root.querySelectorAll(".dl-mark").forEach((each) => each.remove());
    for (const percent of shown) {
      const mark = Object.assign(document.createElement("i"), { className: "dl-mark" });
      mark.style.left = `${percent}%`;
      mark.toggleAttribute("data-ahead", percent > here);
      this.root.append(mark);
    }
  }

  place() {
    const step = this.aim ?? this.step;
    this.root.style.setProperty("--dl-at", `${this.percent(step)}%`);
    this.root.ariaValueNow = step;
    this.root.ariaValueText = `step ${counted(step)}${this.total === null ? "" : ` of ${counted(this.total)}`}`;
  }

  percent(step) {
    return Math.min(100, (100 * step) / Math.max(1, this.end));
  }

  /** The stop at or before a step. */
  before(step) {
    return this.stops.findLast((each) => each <= step) ?? this.stops[0];
  }

  go(step, now = true) {
    this.aim = step;
    this.place();
    if (now) this.send();
    else this.timer ||= setTimeout(() => this.send(), INTERVAL);
  }

  send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.aim !== null && this.slides) this.seek(this.aim);
  }

  // -- pointer and keyboard ---------------------------------------------------

  listen() {
    const { root } = this;
    const under = (event) => {
      const { left, width } = root.getBoundingClientRect();
      return this.before((this.end * Math.min(Math.max(0, event.clientX - left), width)) / width);
    };
    root.onpointerdown = (event) => {
      if (!this.slides || event.button !== 0 || !event.isPrimary) return;
      root.setPointerCapture(event.pointerId);
      this.dragged = true;
      root.onpointermove(event);
    };
    root.onpointermove = (event) => {
      if (!this.slides || !event.isPrimary) return;
      const step = under(event);
      this.hint(step);
      if (!this.dragged || step === this.aim) return;
      if (this.of) {
        this.aim = step;
        this.place();
      } else this.go(step, false);
    };
    root.onpointerup = (event) => {
      if (!this.dragged || !event.isPrimary) return;
      this.dragged = false;
      this.go(under(event));
    };
    root.onpointercancel = () => this.drop();
    root.onpointerleave = () => this.dragged || this.hint(null);
    root.onblur = () => this.hint(null);
    root.onkeydown = (event) => {
      if (!this.slides || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape" && this.dragged) return this.drop();
      const step = this.key(event.key);
      if (step === undefined) return;
      event.preventDefault();
      if (step !== (this.aim ?? this.step)) this.go(step, !!this.of || !event.repeat);
    };
  }

  /** Where a key leads to: from stop to stop. */
  key(name) {
    const { stops } = this;
    if (name === "Home") return stops[0];
    if (name === "End") return stops.at(-1);
    if (!(name in ARROWS)) return undefined;
    const here = this.aim ?? this.step;
    const way = ARROWS[name];
    const next = way < 0 ? stops.findLastIndex((each) => each < here) : stops.findIndex((each) => each > here);
    if (next < 0) return way < 0 ? stops[0] : here; // beyond the last stop there is nothing to go on to
    return stops[Math.min(stops.length - 1, Math.max(0, next + way - Math.sign(way)))];
  }

  /** The learner thought better of it. */
  drop() {
    this.dragged = false;
    this.aim = null;
    this.hint(null);
    this.place();
  }

  hint(step) {
    this.bubble.textContent = step === null ? "" : `step ${counted(step)}`;
    if (step !== null) this.bubble.style.left = `${Math.min(95, Math.max(5, this.percent(step)))}%`;
  }
}
