// The stage: panels in a grid, each a Plotly figure or tiles on canvases,
// refreshed in place from one payload (payload.py describes its layout).

import { isDark } from "../shared/colours.js";
import { FigureView } from "./figures.js";
import { TilesView } from "./tiles.js";

const VIEWS = { figure: FigureView, tiles: TilesView };

/** Split a payload into its JSON header and the tiles' pixels. */
function decode(payload) {
  const length = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(payload.subarray(4, 4 + length)));
  return [header, payload.subarray(4 + length)];
}

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

/** One panel: title, body, caption; the body belongs to a view. */
class Panel {
  constructor(kind, root, index, send) {
    this.kind = kind;
    this.digest = null;
    this.box = element("section", "dl-panel", root);
    this.title = element("div", "dl-title", this.box);
    this.view = new VIEWS[kind](element("div", "dl-body", this.box), (click) => send({ panel: index, ...click }));
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
  }

  show(payload) {
    const [header, pixels] = decode(payload);
    const { palette, template } = header;
    for (const name of ["text", "muted", "accent", "background"]) {
      this.root.style.setProperty(`--dl-${name}`, palette[name]);
    }
    const pictures = header.panels.some((spec) => spec.kind === "tiles");
    if (pictures) this.root.style.minHeight = "";
    else this.root.style.minHeight ||= `${this.root.clientHeight}px`; // they will come: what is below stays where it is
    const same = header.panels.every((spec, index) => (this.panels[index]?.kind ?? spec.kind) === spec.kind);
    if (!same) this.clear();
    while (this.panels.length > header.panels.length) this.panels.pop().remove();
    header.panels.forEach((spec, index) => {
      this.panels[index] ??= new Panel(spec.kind, this.grid, index, (click) => this.send(click));
      this.panels[index].show(spec, header.digests[index], { palette, template, pixels });
    });
  }

  clear() {
    this.panels.splice(0).forEach((panel) => panel.remove());
  }
}

/**
 * Called by the loader at every refresh; returns what to do when the stage goes away.
 * Streamlit also calls that for a refresh that a newer one overtook: the stage is then still there.
 */
export function render({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".dl-stage");
  const stage = (root.dnnlabStage ??= new Stage(root));
  stage.send = (click) => setTriggerValue("click", click);
  stage.show(data);
  const theme = isDark(root) ? "dark" : "light";
  if (stage.theme && theme !== stage.theme) setStateValue("theme", theme); // the page chooses the palette: run it again
  stage.theme = theme;
  return () => root.isConnected || stage.clear();
}
