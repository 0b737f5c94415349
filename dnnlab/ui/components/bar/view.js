// The bar: its words and its line (line.js), which show the moment that the stage shows; its buttons, which turn
// as they are pressed (press.js); and its keys. Listeners are the window's, one for all bars, while there is a bar.

import { join, leave } from "../shared/looks.js";
import { Line } from "./line.js";
import { Press } from "./press.js";

const CALLS = 2000; // ms between two calls for a run of the page
const PATIENCE = 1000; // ms that words wait for the stage, which may have trouble of its own
const KEYS = { k: "turn", " ": "turn", ArrowRight: "step" };
const RESTING = "html, body, #root, .stApp, .stMain, .stAppViewContainer"; // what has the focus when nothing has it

const bars = new Set();

class Bar {
  constructor(root) {
    this.root = root;
    this.words = root.querySelector(".dl-words");
    this.again = root.querySelector(".dl-again");
    this.again.onclick = () => this.replay();
    this.line = new Line(root.querySelector(".dl-line"), (step) => this.go(step));
    this.press = new Press();
    this.waiting = []; // messages whose picture is not on the stage yet, the oldest first
    this.timer = 0;
    this.number = 0; // of the last move of the slider
  }

  /** Take over what a run of the page says: the buttons at once, the rest together with the stage. */
  take(data) {
    const before = this.data;
    const old = data.number < (before?.number ?? 0); // a look over the socket was begun later
    this.data = old ? { ...before, presses: data.presses } : data;
    this.number = Math.max(this.number, data.sought);
    this.name = data.bar.replace(/[^\w-]/g, "-"); // as Streamlit makes a class of a key
    this.press.take(this.name, data);
    if (!old) this.tell(data);
    if (data.looks && !this.page) join((this.page = data.bar), this);
  }

  /** The words, as soon as the stage shows what they belong to. */
  tell(data) {
    this.waiting.push(data);
    if (!this.shown) this.flush();
    else this.match();
    this.stage?.dispatchEvent(new CustomEvent("dl-told"));
  }

  /** Take over a look over the tab's socket; false: what it shows must come again. */
  async hear({ told, calls }, payload) {
    if (calls) this.callSoon();
    if (!told || told.number < this.data.number) return true;
    const stage = this.stage?.dnnlabStage;
    if (!stage || (!payload.length && this.picture !== told.drawn)) return false;
    this.data = { ...told, presses: this.data.presses }; // presses are answered with the buttons, by a run of the page
    this.number = Math.max(this.number, told.sought);
    this.tell(told);
    if (payload.length) await stage.show(payload, told.number);
    else stage.number = told.number;
    return true;
  }

  /** The name of what stands on the stage. */
  get picture() {
    return this.stage?.dataset.drawn ?? "";
  }

  callSoon() {
    const now = performance.now();
    if (now - (this.called ?? -CALLS) < CALLS) return;
    this.called = now;
    this.call("news");
  }

  /** Whether it can say what belongs to a picture. */
  knows(picture) {
    return this.data.drawn === picture || this.waiting.some(({ drawn }) => drawn === picture);
  }

  get stage() {
    return document.querySelector(`.st-key-${this.name}-stage .dl-stage`);
  }

  /** Show the newest message whose picture stands on the stage. */
  match() {
    const drawn = this.stage?.dataset.drawn;
    const at = this.waiting.findLastIndex((each) => each.drawn === drawn);
    if (at >= 0) {
      this.show(this.waiting.splice(0, at + 1).pop());
      clearTimeout(this.timer);
      this.timer = 0;
    }
    if (this.waiting.length) this.timer ||= setTimeout(() => this.flush(), PATIENCE);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.waiting.length) this.show(this.waiting.splice(0).pop());
  }

  show(data) {
    this.shown = true;
    this.root.toggleAttribute("data-other", data.other);
    this.say(data);
    this.again.hidden = !data.replays;
    this.line.show(data, this.number > data.sought);
  }

  /** The words, with the step count in bold. */
  say({ words, going }) {
    if (this.said === words) return;
    this.said = words;
    const [head, number, tail] = words.split(/(?<=step )([\d,]+)/);
    this.words.replaceChildren(head);
    if (number) {
      this.words.append(Object.assign(document.createElement("b"), { textContent: number }), tail);
    }
    this.words.title = words; // whole, where there is no room for all of it
    this.words.parentElement.ariaLive = going ? "off" : "polite"; // a step count that runs is not read out
  }

  go(step) {
    this.send({ of: this.data.of, step, number: ++this.number });
  }

  replay() {
    this.again.hidden = true; // answered at once
    this.send({ of: "", step: 0, number: ++this.number, replay: true });
  }

  button(name) {
    const found = [...document.querySelectorAll(`.st-key-${this.name}-${name} button:enabled`)];
    return found.find((each) => each.checkVisibility());
  }

  remove() {
    clearTimeout(this.timer);
    if (this.page) leave(this.page, this);
    this.page = ""; // it may come back
    bars.delete(this);
    if (!bars.size) listen("removeEventListener");
  }
}

// -- the window's listeners ---------------------------------------------------

function onClick(event) {
  for (const bar of bars) bar.press.click(event, bar.name, bar.data);
}

function onDrawn(event) {
  for (const bar of bars) if (bar.stage === event.target) bar.match();
}

function onDrawing(event) {
  for (const bar of bars) if (bar.stage === event.target && !bar.knows(event.detail)) event.preventDefault();
}

/** Keys of the bar that is seen, while no part of the page has the focus. */
function onKey(event) {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!event.composedPath()[0].matches?.(RESTING)) return;
  const reset = event.shiftKey && event.key === "Backspace";
  const act = reset ? "reset" : event.shiftKey ? null : KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const bar = act && nearest();
  const button = bar && (act === "turn" ? bar.button("play") ?? bar.button("pause") : bar.button(act));
  if (!button) return;
  event.preventDefault(); // space would scroll the page
  button.click();
}

/** The bar nearest to what is seen. */
function nearest() {
  const away = ({ root }) => {
    const { top, bottom } = root.getBoundingClientRect();
    return Math.max(0, -bottom, top - innerHeight);
  };
  return [...bars].filter((bar) => bar.root.checkVisibility()).sort((a, b) => away(a) - away(b))[0];
}

function listen(how) {
  document[how]("click", onClick, true); // before Streamlit's own, which send it
  document[how]("dl-drawing", onDrawing);
  document[how]("dl-drawn", onDrawn);
  document[how]("keydown", onKey);
}

/** Called by the loader at every refresh; returns what to do when the bar goes away. */
export function render(root, { data, setStateValue, setTriggerValue }) {
  const bar = (root.dnnlabBar ??= new Bar(root));
  if (!bars.size) listen("addEventListener");
  bars.add(bar);
  bar.send = (seek) => setStateValue("seek", seek);
  bar.call = (why) => setTriggerValue("calls", why);
  bar.take(data);
  return () => root.isConnected || bar.remove(); // also called for a refresh that was overtaken
}
