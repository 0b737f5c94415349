// Numbers that the browser moves by itself: sliders, and what the page hears of them when one is let go.

import { make } from "./drawing.js";

export const style = `
  .dl-dials {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
    gap: 0.35rem 1.2rem;
    margin-top: 0.6rem;
  }
  .dl-dial {
    display: block;
    min-width: 0;
    font-size: 0.85rem;
  }
  .dl-dial-words {
    display: flex;
    justify-content: space-between;
    font-variant-numeric: tabular-nums;
  }
  .dl-dial-words b {
    font-weight: 600;
  }
  .dl-dial input {
    display: block;
    width: 100%;
    height: 20px;
    margin: 0;
    accent-color: var(--dl-accent);
    cursor: pointer;
  }
  .dl-dial i {
    font-style: normal;
    color: var(--dl-muted);
  }`;

const signed = (value) => String(value).replace("-", "\u2212");

/** A value on its slider's grid. */
export function onGrid({ low, high, step }, value) {
  const steps = Math.round((Math.min(Math.max(value, low), high) - low) / step);
  return Number((low + steps * step).toFixed(6));
}

/** A slider for each number; `moved(name, value)` while one moves, `rested()` when it is let go. */
export class Dials {
  constructor(parent, moved, rested) {
    this.box = make("div", "dl-dials", parent);
    Object.assign(this, { moved, rested, inputs: {} });
  }

  /** Make them, or find them made: [{ name, label, help, low, high, step }]. */
  declare(dials) {
    this.grid = Object.fromEntries(dials.map((each) => [each.name, each]));
    if (Object.keys(this.inputs).join() === dials.map((each) => each.name).join()) return;
    this.box.replaceChildren();
    this.inputs = {};
    for (const { name, label, help, low, high, step } of dials) {
      const box = make("label", "dl-dial", this.box);
      box.title = help;
      const line = make("span", "dl-dial-words", box);
      make("i", "", line, label);
      const value = make("b", "", line);
      const input = make("input", "", box);
      Object.assign(input, { type: "range", min: low, max: high, step });
      input.setAttribute("aria-label", `${label}: ${help}`);
      input.oninput = () => this.moved(name, onGrid(this.grid[name], Number(input.value)));
      input.onchange = () => this.rested();
      this.inputs[name] = { input, value };
    }
  }

  /** Bring all sliders to where the numbers stand. */
  set(state) {
    for (const [name, { input, value }] of Object.entries(this.inputs)) {
      if (Number(input.value) !== state[name]) input.value = state[name];
      const text = signed(state[name]);
      if (value.textContent !== text) value.textContent = text;
    }
  }
}

const told = (state) => new URLSearchParams(state).toString();

/**
 * Numbers that browser and page both hold. The browser's own moves come back to it late, when it may be further on:
 * such an echo is not taken over; what the page sets by itself (a link, a button) is.
 */
export class Held {
  constructor(send) {
    Object.assign(this, { send, sent: [], page: null });
  }

  /** Tell the page. */
  tell(state) {
    const text = told(state);
    if (text === (this.sent.at(-1) ?? this.page)) return;
    this.sent.push(text);
    this.send({ x: text });
  }

  /** Whether the browser must take over what the page shows. */
  takes(state) {
    const text = told(state);
    if (text === this.page) return false;
    this.page = text;
    const echo = this.sent.indexOf(text);
    this.sent.splice(0, echo < 0 ? Infinity : echo + 1);
    return echo < 0;
  }
}
