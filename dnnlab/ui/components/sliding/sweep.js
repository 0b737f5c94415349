// The sweep: the window goes over the output in reading order and leaves its pixels behind.

const TEN = 10_000; // ms for a picture, whatever its size
export const SMALL = 144; // positions: up to these a sweep may take its time
const STEP = 400; // ms a position of a small grid ...
const LONGEST = 20_000; // ... but no longer in all
const CALM = 24; // steps at most along a signal, when less motion is wanted
const LONGEST_FRAME = 250; // ms: a tab in the background gets no frames, and goes on where it was

/** How many positions at a time, and how many ms until the next. */
export function pace(rows, columns, calm) {
  const count = rows * columns;
  const step = calm ? (rows > 1 ? columns : Math.ceil(columns / CALM)) : 1;
  const whole = count <= SMALL ? Math.min(LONGEST, count * STEP) : TEN;
  const wait = (whole * step) / count;
  return calm && wait < STEP ? { step: step * Math.ceil(STEP / wait), wait: STEP } : { step, wait };
}

export class Sweep {
  /** `move(position)` is called as the window goes on, `change()` when the sweep starts or stops. */
  constructor(move, change) {
    this.move = move;
    this.change = change;
    this.reached = null; // pixels that have been computed, null: all of them
    this.playing = false;
    this.resize(1, 1);
  }

  resize(rows, columns) {
    if (rows === this.rows && columns === this.columns) return;
    [this.rows, this.columns] = [rows, columns];
    this.stop();
    this.reached = null;
  }

  get count() {
    return this.rows * this.columns;
  }

  play() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.pace = pace(this.rows, this.columns, calm);
    this.playing = true;
    this.due = 0; // ms that are not yet turned into steps
    this.last = null;
    if (this.reached === null) this.advance(1);
    else this.move(this.reached - 1);
    this.change();
    requestAnimationFrame((now) => this.tick(now));
  }

  /** Hold still; what has been computed stays, and playing goes on from there. */
  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.change();
  }

  /** The learner put the window there by hand: during a sweep everything up to it has been computed. */
  scrub(position) {
    if (this.reached !== null) this.reached = position + 1 < this.count ? position + 1 : null;
  }

  tick(now) {
    if (!this.playing) return;
    this.due += Math.min(LONGEST_FRAME, now - (this.last ?? now));
    this.last = now;
    const steps = Math.floor(this.due / this.pace.wait);
    this.due -= steps * this.pace.wait;
    if (steps) this.advance(steps);
    requestAnimationFrame((next) => this.tick(next));
  }

  advance(steps) {
    const from = this.reached ?? 0;
    this.reached = Math.min(this.count, (Math.floor(from / this.pace.step) + steps) * this.pace.step);
    const last = this.reached - 1;
    if (this.reached === this.count) {
      this.reached = null;
      this.stop();
    }
    this.move(last);
  }
}
