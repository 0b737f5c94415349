// A text with a value for each character: an element each, kept as long as it looks the same.

import { channels, mix, readableOn } from "../../shared/colours.js";

export const style = `
  .dl-prose {
    box-sizing: border-box;
    overflow-y: auto;
    padding: 0.5rem 0.8rem;
    border: 1px solid var(--dl-grid);
    border-radius: 6px;
    background: var(--dl-background);
    font-size: 0.9rem;
    line-height: 1.55;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .dl-prose.dl-code {
    font-family: var(--st-code-font);
  }
  .dl-prose.dl-clickable > span {
    cursor: pointer;
  }
  .dl-prose:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-prose > .dl-break::before {
    content: "↵";
    opacity: 0.55;
  }
  .dl-prose > .dl-mark {
    border-bottom: 2px solid var(--dl-mark);
    background: color-mix(in srgb, var(--dl-mark) 22%, transparent);
  }
  .dl-prose > .dl-out {
    color: var(--dl-muted);
    text-decoration: line-through 2px var(--dl-wrong);
  }
  .dl-prose > .dl-chosen {
    outline: 2px solid var(--dl-text);
    outline-offset: 1px;
    border-radius: 2px;
  }
  .dl-prose > .dl-at {
    outline: 2px solid var(--dl-accent);
    border-radius: 2px;
  }
  .dl-key {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.5rem;
    min-height: 1.5rem;
    margin-top: 0.25rem;
    font-size: 0.85rem;
    font-variant-numeric: tabular-nums;
    color: var(--dl-muted);
  }
  .dl-key[hidden],
  .dl-key > [hidden] {
    display: none;
  }
  .dl-ramp {
    width: 5rem;
    height: 0.6rem;
    border: 1px solid var(--dl-grid);
    border-radius: 2px;
  }
  .dl-told > .dl-said {
    flex-basis: 100%;
    min-height: 3em;
  }
  .dl-said {
    margin-left: auto;
    color: var(--dl-text);
  }`;

const MOVES = { ArrowLeft: -1, ArrowRight: 1 };
const NAMES = { "\n": "end of line", " ": "space", "\t": "tab" };

/** A value with three digits, as the page writes it. */
const written = (value) => String(Number(value.toPrecision(3))).replace("-", "\u2212");

/** The values of a block of float32, wherever in the message it begins. */
const numbers = (block) => (block ? new Float32Array(block.slice().buffer) : null);

/** What tells the panels with rows which character is looked at. */
const LOOK = "dl-prose-look";

export default class {
  constructor(body, send) {
    this.box = document.createElement("div");
    this.box.className = "dl-prose";
    this.box.setAttribute("role", "group");
    this.box.tabIndex = 0;
    this.key = document.createElement("div");
    this.key.className = "dl-key";
    this.key.innerHTML = "<span></span><span class='dl-ramp' aria-hidden='true'></span><span></span><span class='dl-said' role='status'></span>";
    [this.least, this.ramp, this.most, this.said] = this.key.children;
    body.append(this.box, this.key);
    this.send = send;
    this.letters = [];
    this.looks = []; // how each character is drawn, as one text each
    this.table = null; // the rows, a byte a value
    this.at = -1; // the cursor of the keyboard
    this.look = -1; // the character whose row is shown; -1: the chosen one's
    this.box.onpointerover = ({ target }) => {
      const index = this.indexOf(target);
      if (index >= 0 || !this.table) this.point(index); // between two lines the row stays
    };
    this.box.onpointerleave = () => this.point(this.at);
    this.heard = ({ detail }) => this.spec?.rows && this.lookAt(detail);
    document.addEventListener(LOOK, this.heard);
    this.box.onclick = ({ target }) => this.pick(this.indexOf(target));
    this.box.onkeydown = (event) => this.press(event);
    this.box.onblur = () => {
      this.move(-1);
      this.point(-1);
    };
  }

  indexOf(target) {
    return target.parentElement === this.box ? [...this.box.children].indexOf(target) : -1;
  }

  show(spec, { palette, blocks }) {
    const { box } = this;
    this.spec = spec;
    this.letters = [...spec.text]; // as Python counts them
    if (this.look >= this.letters.length) this.look = -1;
    this.table = spec.rows ? blocks[0] : null;
    this.values = spec.rows ? this.row() : numbers(blocks[0]);
    box.style.maxHeight = `${spec.height}px`;
    box.style.setProperty("--dl-mark", palette[spec.colour]);
    box.classList.toggle("dl-code", spec.font === "code");
    box.classList.toggle("dl-clickable", spec.clickable);
    box.setAttribute("aria-label", `${spec.alt} Arrow keys go from character to character${spec.clickable ? ", Enter picks one" : ""}.`);
    this.scale(spec, palette);
    this.write();
    this.showMark(spec);
    if (this.at >= this.letters.length) this.at = -1;
    this.move(this.at);
    this.tell(this.at);
  }

  /** What colours a value has, and the strip that says so. */
  scale({ low, high, colour }, palette) {
    const diverging = low < 0;
    const end = diverging ? Math.max(-low, high) : high;
    const start = diverging ? 0 : low;
    this.key.classList.toggle("dl-told", this.spec.told.length > 0);
    const [none, more, less] = [palette.background, palette[diverging ? "positive" : colour], palette.negative].map(channels);
    this.shade = (value) => mix(none, value < start ? (diverging ? less : none) : more, Math.min(1, Math.abs(value - start) / (end - start)));
    const ends = [diverging ? -end : start, end];
    const stops = [ends[0], (ends[0] + ends[1]) / 2, ends[1]].map((value) => `rgb(${this.shade(value)})`);
    this.ramp.style.background = `linear-gradient(90deg, ${stops})`;
    this.least.textContent = written(ends[0]);
    this.most.textContent = `${written(ends[1])} ${this.spec.unit}`;
    [this.least, this.ramp, this.most].forEach((each) => (each.hidden = !this.values));
    this.key.hidden = !this.values && !this.spec.left_out.length && !this.spec.told.length; // there is nothing to say of a character
  }

  write() {
    const { box, letters, values, spec } = this;
    const marked = new Uint8Array(letters.length + 1);
    for (const [start, end] of spec.marks) marked.fill(1, start, end);
    const out = new Set(spec.left_out);
    const looks = letters.map((letter, i) => {
      const value = values ? values[i] : NaN;
      const shade = Number.isNaN(value) ? "" : this.shade(value).join();
      const names = [letter === "\n" && "dl-break", marked[i] && "dl-mark", out.has(i) && "dl-out", i === this.shown() && "dl-chosen"];
      return `${shade}|${names.filter(Boolean).join(" ")}|${letter}`;
    });
    const surplus = box.children.length - looks.length;
    for (let i = 0; i < surplus; i++) box.lastChild.remove();
    looks.forEach((look, i) => {
      if (look === this.looks[i]) return; // what the reader has selected stays so
      const [shade, names] = look.split("|", 2);
      const element = box.children[i] ?? box.appendChild(document.createElement("span"));
      if (element.textContent !== letters[i]) element.textContent = letters[i]; // nothing in it is markup
      element.className = names;
      element.style.background = shade && `rgb(${shade})`;
      element.style.color = shade && readableOn(shade.split(",").map(Number));
    });
    box.children[this.at]?.classList.add("dl-at");
    this.looks = looks;
  }

  /** The character whose values are shown, where each has its own; else the chosen one. */
  shown() {
    return this.table && this.look >= 0 ? this.look : this.spec.chosen;
  }

  /** The values that belong to the character that is shown. */
  row() {
    const { low, high } = this.spec;
    const size = this.letters.length;
    const begin = this.shown() * size;
    const value = (step) => (step ? low + ((high - low) * (step - 1)) / 254 : NaN);
    return Float32Array.from({ length: size }, (_, i) => (begin < 0 ? NaN : value(this.table[begin + i])));
  }

  /** The pointer or the keyboard is on a character; -1: on none. */
  point(index) {
    if (this.table) document.dispatchEvent(new CustomEvent(LOOK, { detail: index }));
    else this.tell(index);
  }

  /** Show what belongs to a character. */
  lookAt(index) {
    if (index === this.look || index >= this.letters.length) return;
    this.look = index;
    this.values = this.row();
    this.write();
    this.tell(index);
  }

  /** Scroll the box, and nothing around it, to a mark or a choice that is new. */
  showMark({ marks, chosen }) {
    const [start] = marks[0] ?? [chosen];
    if (start === this.shownMark) return;
    this.shownMark = start;
    const element = this.box.children[start];
    if (!element) return;
    const [box, mark] = [this.box, element].map((each) => each.getBoundingClientRect());
    if (mark.top < box.top || mark.bottom > box.bottom) this.box.scrollTop += mark.top - box.top - box.height / 3;
  }

  /** Say below the text what a character has. */
  tell(index) {
    if (this.spec.told.length) return void (this.said.textContent = this.spec.told[this.shown()] ?? "");
    const letter = this.letters[index];
    if (letter === undefined) return void (this.said.textContent = "");
    const value = this.values?.[index] ?? NaN;
    const told = this.spec.left_out.includes(index) ? "left out" : Number.isNaN(value) ? "no value" : `${written(value)} ${this.spec.unit}`;
    this.said.textContent = this.values || this.spec.left_out.length ? `${NAMES[letter] ?? `“${letter}”`}: ${told}` : "";
  }

  /** Put the keyboard's cursor on a character; -1 takes it away. */
  move(index) {
    this.box.querySelector(".dl-at")?.classList.remove("dl-at");
    this.at = index;
    const element = this.box.children[index];
    element?.classList.add("dl-at");
    element?.scrollIntoView({ block: "nearest" });
    if (this.table && index >= 0) this.point(index);
    else this.tell(index);
  }

  /** The character above or below the one under the cursor. */
  line(way) {
    const here = this.box.children[this.at].getBoundingClientRect();
    let best = this.at;
    let found = null; // the top of the line that is gone to
    for (let i = this.at + way; i >= 0 && i < this.letters.length; i += way) {
      const there = this.box.children[i].getClientRects()[0];
      if (!there || (there.top - here.top) * way < here.height / 2) continue;
      found ??= there.top;
      if (Math.abs(there.top - found) > here.height / 2) break;
      const far = (index) => Math.abs(this.box.children[index].getClientRects()[0].left - here.left);
      if (best === this.at || far(i) < far(best)) best = i;
    }
    return best;
  }

  press(event) {
    const last = this.letters.length - 1;
    if (last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const begin = this.spec.chosen >= 0 ? this.spec.chosen : 0;
    if (event.key in MOVES) this.move(this.at < 0 ? begin : Math.min(last, Math.max(0, this.at + MOVES[event.key])));
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(this.at < 0 ? begin : this.line(event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Home") this.move(0);
    else if (event.key === "End") this.move(last);
    else if (event.key === "Enter" && this.at >= 0) this.pick(this.at);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the bar has keys, too
  }

  pick(index) {
    if (this.spec.clickable && index >= 0) this.send({ x: index });
  }

  remove() {
    document.removeEventListener(LOOK, this.heard);
  }
}
