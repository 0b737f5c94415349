// The stage: panels in a grid, refreshed in place from one payload (payload.py describes its layout).
//
// What a panel shows is its kind's business: kinds/NAME.js, loaded when the first panel of that kind comes.
// It exports `style`, rules for the whole document whose names begin with dl-, and as its default a class:
//   constructor(body, send)           an empty element to fill; send(click) tells the page of a click
//   show(spec, { palette, blocks })   called when anything has changed: what kinds/NAME.py packed, and the
//                                     page's colours, which are also there as --dl-NAME
//   remove()                          it goes away

import { isDark, isDarkColour } from "../shared/colours.js";

const PATIENCE = 1000; // ms until what has brought nothing is asked again, longer each time
const ATTEMPTS = 5;

const kinds = {}; // name -> class, of those that are loaded

async function load(name) {
  const { default: View, style } = await import(`./kinds/${name}.js`);
  if (name in kinds) return; // another stage of this page was faster
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  kinds[name] = View;
}

/** Split a payload into its JSON header and each panel's blocks of bytes. */
function decode(payload) {
  const length = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(payload.subarray(4, 4 + length)));
  let at = 4 + length;
  const blocks = header.blocks.map((lengths) => lengths.map((count) => payload.subarray(at, (at += count))));
  return { ...header, blocks };
}

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

/** One panel: title, body, caption; the body belongs to its kind. */
class Panel {
  constructor(kind, root, index, send) {
    this.kind = kind;
    this.digest = null;
    this.box = element("section", "dl-panel", root);
    this.title = element("div", "dl-title", this.box);
    this.view = new kinds[kind](element("div", "dl-body", this.box), (click) => send({ panel: index, ...click }));
    this.caption = element("div", "dl-caption", this.box);
  }

  show(spec, digest, context) {
    if (digest === this.digest) return;
    this.digest = digest;
    this.box.style.setProperty("--dl-columns", spec.columns);
    this.box.classList.toggle("dl-share", spec.columns < 12 && 12 % spec.columns === 0); // one of equals in a row
    this.title.textContent = spec.title;
    this.caption.textContent = spec.caption;
    this.view.show(spec, context);
  }

  remove() {
    this.view.remove();
    this.box.remove();
  }
}

class Stage {
  constructor(root) {
    this.root = root;
    root.replaceChildren(); // what the loader said when it could not load this
    this.grid = element("div", "dl-grid", root);
    this.panels = [];
    this.asked = 0; // how often for the theme's colours, since it had them
    this.waiting = null; // a timer, after asking
    this.refresh = 0; // counts refreshes: while a kind is loaded, a newer one may overtake
  }

  async show(payload) {
    const mine = ++this.refresh;
    const message = decode(payload);
    const missing = new Set(message.panels.map((spec) => spec.kind).filter((name) => !(name in kinds)));
    if (missing.size) await Promise.all([...missing].map(load)); // else at once, in this very frame
    if (mine === this.refresh) this.draw(message);
  }

  draw({ palette, more, digests, blocks, panels }) {
    this.dark = isDarkColour(palette.background);
    for (const [name, colour] of Object.entries(palette)) this.root.style.setProperty(`--dl-${name}`, colour);
    if (more) this.root.style.minHeight ||= `${this.root.clientHeight}px`; // what is below stays where it is
    else this.root.style.minHeight = "";
    const same = panels.every((spec, index) => (this.panels[index]?.kind ?? spec.kind) === spec.kind);
    if (!same) this.clear();
    while (this.panels.length > panels.length) this.panels.pop().remove();
    panels.forEach((spec, index) => {
      this.panels[index] ??= new Panel(spec.kind, this.grid, index, (click) => this.send(click));
      this.panels[index].show(spec, digests[index], { palette, blocks: blocks[index] });
    });
  }

  /** The page chooses the palette: run it again until that is the theme's, as a request may get lost among others. */
  follow() {
    if (this.dark === isDark(this.root)) this.asked = 0;
    else if (!this.waiting && this.asked < ATTEMPTS && this.root.isConnected) {
      this.asked++;
      this.ask();
      this.waiting = setTimeout(() => {
        this.waiting = null;
        this.follow();
      }, PATIENCE * this.asked);
    }
  }

  clear() {
    this.panels.splice(0).forEach((panel) => panel.remove());
  }

  remove() {
    this.refresh++;
    this.clear();
  }
}

/** The stage in an element; a new one the first time, and when the loader's complaint has taken its place. */
function stageIn(root) {
  if (!root.querySelector(".dl-grid")) {
    root.dnnlabStage?.remove();
    root.dnnlabStage = new Stage(root);
  }
  return root.dnnlabStage;
}

/**
 * Called by the loader at every refresh; returns what to do when the stage goes away.
 * Streamlit also calls that for a refresh that a newer one overtook: the stage is then still there.
 */
export async function render({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".dl-stage");
  const stage = stageIn(root);
  stage.send = (click) => setTriggerValue("click", click);
  stage.ask = () => setStateValue("theme", performance.now()); // a value that it never had
  await stage.show(data);
  stage.follow();
  return () => root.isConnected || stage.remove();
}
