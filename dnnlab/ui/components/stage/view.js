// The stage: panels in a grid, refreshed in place from one payload (payload.py describes its layout).
//
// What a panel shows is its kind's business: kinds/NAME.js, loaded when the first panel of that kind comes.
// It exports `style`, rules for the whole document whose names begin with dl-, and as its default a class:
//   constructor(body, send)           an empty element to fill; send(click) tells the page of a click
//   show(spec, { palette, blocks })   called when anything has changed: what kinds/NAME.py packed, and the
//                                     page's colours, which are also there as --dl-NAME; it may return a promise
//   stands                            false until its first picture is there, where that may take a while
//   remove()                          it goes away

const COMING = "Your run’s first picture is coming …";

const PATIENCE = 1000; // ms that a picture waits for its words
const kinds = {}; // name -> class, of those that are loaded
const failed = {}; // name -> how often it could not be: a browser does not fetch a module again that it failed to get

async function load(name) {
  const again = failed[name] ? `?${failed[name]}` : "";
  const { default: View, style } = await import(`./kinds/${name}.js${again}`).catch((error) => {
    failed[name] = (failed[name] ?? 0) + 1;
    throw error;
  });
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
    this.leads = spec.leads; // stands above the others
    this.box.style.setProperty("--dl-columns", spec.columns);
    this.box.classList.toggle("dl-share", spec.columns < 12 && 12 % spec.columns === 0); // one of equals in a row
    this.title.textContent = spec.title;
    this.caption.textContent = spec.caption;
    return this.view.show(spec, context);
  }

  /** Whether its first picture is there. */
  get stands() {
    return this.view.stands !== false;
  }

  remove() {
    this.view.remove();
    this.box.remove();
  }
}

class Stage {
  constructor(root) {
    this.root = root;
    this.coming = [...root.childNodes]; // what the loader put there: frames, a still picture
    this.grid = document.createElement("div");
    this.grid.className = "dl-grid";
    this.panels = [];
    this.stood = false; // whether all first pictures have been there
    this.number = 0; // of the newest payload, where they have one
    this.refresh = 0; // counts refreshes: while a kind is loaded, a newer one may overtake
  }

  /** `number`: where the payload came over the tab's socket; else it says its own, if it has one. */
  async show(payload, number = 0) {
    const message = decode(payload);
    if (!number) this.root.querySelectorAll("[data-picked]").forEach((each) => delete each.dataset.picked); // answered
    message.number ??= number;
    if (message.number < this.number) return; // a later look is there already
    this.number = message.number;
    const mine = ++this.refresh;
    const missing = new Set(message.panels.map((spec) => spec.kind).filter((name) => !(name in kinds)));
    if (missing.size) await Promise.all([...missing].map(load)); // else at once, in this very frame
    if (mine === this.refresh && !this.mayDraw(message.name)) await this.told();
    if (mine === this.refresh) this.draw(message);
  }

  /** Whether the bar has its words for this picture, or there is no bar: both change in the same frame. */
  mayDraw(name) {
    return this.root.dispatchEvent(new CustomEvent("dl-drawing", { bubbles: true, cancelable: true, detail: name }));
  }

  /** Until the bar has heard, or does not. */
  told() {
    return new Promise((heard) => {
      this.root.addEventListener("dl-told", heard, { once: true });
      setTimeout(heard, PATIENCE);
    });
  }

  draw({ name, palette, more, tells, digests, blocks, panels }) {
    this.tells ||= tells; // a look over the socket does not say
    for (const [name, colour] of Object.entries(palette)) this.root.style.setProperty(`--dl-${name}`, colour);
    if (this.wait(more, panels.length)) return this.tellDrawn(name);
    this.unveil();
    const same = panels.every((spec, index) => (this.panels[index]?.kind ?? spec.kind) === spec.kind);
    if (!same) this.clear();
    while (this.panels.length > panels.length) this.panels.pop().remove();
    const shown = panels.map((spec, index) => {
      this.panels[index] ??= new Panel(spec.kind, this.grid, index, (click) => this.send(click));
      return this.panels[index].show(spec, digests[index], { palette, blocks: blocks[index] });
    });
    this.tellDrawn(name);
    if (!this.stood) Promise.all(shown).then(() => this.stand());
  }

  /** The panels take the place of the frames that the loader drew; a still picture lies over them a while longer. */
  unveil() {
    if (this.grid.isConnected) return;
    const still = this.coming.find((each) => each.classList?.contains("dl-still"));
    this.coming.forEach((each) => each === still || each.remove());
    this.root.prepend(this.grid);
    this.still = still;
  }

  /** All panels have been asked to show: do their first pictures stand? Then the page may let the recording play. */
  stand() {
    if (this.stood || !this.panels.length || !this.panels.every((panel) => panel.stands)) return;
    this.stood = true;
    this.still?.remove();
    this.root.classList.add("dl-stands");
    if (this.tells) this.tell();
  }

  /** The bar shows the same moment, in this very frame. */
  tellDrawn(name) {
    this.root.dataset.drawn = name;
    this.root.dispatchEvent(new CustomEvent("dl-drawn", { bubbles: true }));
  }

  /** A run without a picture yet: what stands here, of the recording or before the reset, stays until it has one. */
  wait(more, count) {
    const stays = more && (this.panels.length > count || !this.grid.isConnected);
    this.root.classList.toggle("dl-waits", stays);
    this.root.querySelector(":scope > .dl-soon")?.remove();
    if (stays) element("div", "dl-soon", this.root).textContent = COMING;
    return stays;
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
  if (!root.dnnlabStage || root.querySelector(".dl-failed")) {
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
  stage.tell = () => setStateValue("stands", true);
  await stage.show(data);
  return () => root.isConnected || stage.remove();
}
