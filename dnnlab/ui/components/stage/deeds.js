// What the learner's hand does on a panel, on its way to the run: each deed has a number, and is said again until the
// page has heard it, so that none is lost between two runs of the page.

const LATER = 3000; // ms until what was heard has come back in a picture
const AGAIN = 2500; // ms until what was not heard is said again

export class Deeds {
  /** `send(click)` tells the page. */
  constructor(send) {
    this.send = send;
    this.open = []; // { number, op, said, heard }: those that no picture shows yet
    this.number = 0; // of the newest
    this.timer = setInterval(() => this.remind(), AGAIN);
  }

  add(op) {
    this.number = Math.max(this.number + 1, Date.now());
    this.open.push({ number: this.number, op, said: 0, heard: 0 });
    this.say();
  }

  say() {
    const unheard = this.open.filter((each) => !each.heard);
    if (!unheard.length) return;
    for (const each of unheard) each.said = performance.now();
    this.send({ x: JSON.stringify({ ops: unheard.map(({ number, op }) => [number, op]) }) });
  }

  remind() {
    const now = performance.now();
    if (this.open.some((each) => !each.heard && now - each.said > AGAIN)) this.say();
  }

  /** The page has heard all up to this number. */
  settle(heard) {
    const now = performance.now();
    for (const each of this.open) if (each.number <= heard) each.heard ||= now;
    this.open = this.open.filter((each) => !each.heard || now - each.heard < LATER);
  }

  stop() {
    clearInterval(this.timer);
  }
}
