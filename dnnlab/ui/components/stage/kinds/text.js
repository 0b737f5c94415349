// A text that grows: an element for each run of characters that look the same, kept as long as it only gets longer.

import { channels, mix, readableOn } from "../../shared/colours.js";

export const style = `
  .dl-text {
    box-sizing: border-box;
    overflow-y: auto;
    overflow-anchor: none;
    padding: 0.6rem 0.8rem;
    border: 1px solid var(--dl-grid);
    border-radius: 6px;
    background: var(--dl-surface);
    font-size: 0.9rem;
    line-height: 1.5;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .dl-text.dl-code {
    font-family: var(--st-code-font);
  }
  .dl-text:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-text mark {
    border-bottom: 2px solid var(--dl-accent);
    background: none;
    color: inherit;
  }`;

const END = 4; // CSS pixels: so close to the end counts as there

/** Runs of characters that look the same, in order: [{ text, level, fresh }]. */
function runs({ text, newest }, levels) {
  const letters = [...text]; // as Python counts them: what is two UTF-16 halves is one
  const found = [];
  letters.forEach((letter, i) => {
    const [level, fresh] = [levels?.[i] ?? 0, i >= letters.length - newest];
    const last = found.at(-1);
    if (last?.level === level && last.fresh === fresh) last.text += letter;
    else found.push({ text: letter, level, fresh });
  });
  return found;
}

export default class {
  constructor(body) {
    this.box = document.createElement("div");
    this.box.className = "dl-text";
    this.box.setAttribute("role", "log");
    this.box.setAttribute("aria-live", "off"); // several refreshes a second: it is read when the reader goes there
    this.box.tabIndex = 0; // a keyboard scrolls what it can reach
    body.append(this.box);
    this.runs = [];
    this.following = true; // shows the end, until the reader scrolls up
    this.box.onscroll = () => (this.following = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < END);
    this.resizing = new ResizeObserver(() => this.follow());
    this.resizing.observe(this.box);
  }

  show(spec, { palette, blocks }) {
    const { box } = this;
    this.grows = spec.grows;
    box.style.height = `${spec.height}px`;
    box.classList.toggle("dl-code", spec.font === "code");
    box.setAttribute("aria-label", spec.alt);
    const colour = palette[spec.colour];
    const shades = `${colour} on ${palette.surface}`;
    if (shades !== this.shades) this.begin(shades);
    this.write(runs(spec, blocks[0]), channels(colour), channels(palette.surface));
    this.follow();
  }

  /** Everything is to be written anew. */
  begin(shades) {
    this.shades = shades;
    this.runs = [];
    this.box.replaceChildren();
  }

  write(found, colour, surface) {
    found.forEach((run, i) => {
      const before = this.runs[i];
      const same = before && before.level === run.level && before.fresh === run.fresh;
      if (same && run.text.startsWith(before.text)) {
        const more = run.text.slice(before.text.length);
        if (more) this.box.children[i].firstChild.appendData(more); // what the reader has selected stays so
        return;
      }
      const element = document.createElement(run.fresh ? "mark" : "span");
      element.append(run.text); // a text node: nothing in it is markup
      if (run.level) {
        const background = mix(surface, colour, run.level / 255);
        element.style.background = `rgb(${background})`;
        element.style.color = readableOn(background);
      }
      if (before) this.box.children[i].replaceWith(element);
      else this.box.append(element);
    });
    while (this.box.children.length > found.length) this.box.lastChild.remove();
    this.runs = found;
  }

  /** To the end, for a reader who was there. */
  follow() {
    if (this.grows && this.following) this.box.scrollTop = this.box.scrollHeight;
  }

  remove() {
    this.resizing.disconnect();
  }
}
