// A Plotly figure that is refreshed in place: its node and its zoom stay.

export const style = `
  .dl-plot {
    width: 100%;
    font-family: var(--st-font);
    color: var(--dl-muted);
  }
  .dl-plot.dl-clickable .nsewdrag {
    cursor: pointer;
  }
  .dl-plot:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 3px;
    border-radius: 4px;
  }
  .dl-spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }`;

const CONFIG = { displayModeBar: false, responsive: false, showTips: false };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Plotly's template in a palette's colours: calm axes, room only where needed. */
function template(palette) {
  const { text, muted, grid, surface, train, validation, classes } = palette;
  const clear = "rgba(0,0,0,0)";
  const axis = {
    gridcolor: grid,
    zerolinecolor: grid,
    linecolor: grid,
    tickfont: { color: muted, size: 12 },
    title: { font: { color: muted, size: 12 }, standoff: 12 },
    ticks: "",
    ticklabelstandoff: 4,
    automargin: true,
  };
  const layout = {
    paper_bgcolor: clear,
    plot_bgcolor: clear,
    font: { color: text, size: 13 },
    colorway: [train, validation, ...classes],
    margin: { l: 0, r: 8, t: 8, b: 4 },
    xaxis: { ...axis, showgrid: false, zeroline: false },
    yaxis: axis,
    legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", bgcolor: clear },
    hoverlabel: { bgcolor: surface, bordercolor: grid, font: { color: text } },
    coloraxis: { colorbar: { outlinewidth: 0, tickfont: { color: muted } } },
  };
  return { layout };
}

const AT = "../../../"; // where Plotly is, seen from here (dnnlab/ui/static_files.py)
const SMALL = "plotly-cartesian-4.1.1.min.js";
const WHOLE = "plotly-4.1.1.min.js";
const IN_SMALL = new Set([
  "bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image", "pie", "scatter",
  "scatterternary", "violin",
]);
const NOT_IN_SMALL = /^(scene|polar|geo|map|mapbox|smith)\d*$/;

/** The bundle that can draw a figure: the small one that every page has, unless it needs more. */
export function bundle({ data, layout }) {
  const more = data.some(({ type = "scatter" }) => !IN_SMALL.has(type)) || Object.keys(layout).some((name) => NOT_IN_SMALL.test(name));
  return more ? WHOLE : SMALL;
}

const loaded = {}; // bundle -> promise of its Plotly

/** Load a bundle of Plotly once for the page; after a failure the next refresh tries again. */
function plotly(name) {
  const took = () => window.Plotly; // a bundle leaves itself there; the next one takes its place
  loaded[name] ??= import(new URL(AT + name, import.meta.url)).then(took).catch(() => {
    delete loaded[name];
    throw new Error(`${name} could not be loaded`);
  });
  return loaded[name];
}

export default class {
  constructor(body, send) {
    this.plot = document.createElement("div");
    this.plot.className = "dl-plot";
    this.plot.classList.add("dl-coming"); // until Plotly is loaded
    this.plot.textContent = "The picture is coming …";
    this.stands = false;
    this.spoken = document.createElement("div"); // what the keyboard's cursor stands on
    this.spoken.className = "dl-spoken";
    this.spoken.setAttribute("role", "status");
    body.append(this.plot, this.spoken);
    this.send = send;
    this.refresh = 0; // counts refreshes: only the newest is drawn
    this.zoomed = new Set(); // axes that the learner has zoomed
    this.plot.onkeydown = (event) => this.key(event);
    this.plot.onblur = () => this.leave();
    this.plot.onmousemove = (event) => (this.mouse = event);
    this.plot.onmouseleave = () => (this.mouse = null);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.plot);
  }

  async show(spec, { palette }) {
    const mine = ++this.refresh;
    const { plot } = this;
    this.clickable = spec.clickable;
    plot.style.height = `${spec.height}px`;
    plot.classList.toggle("dl-clickable", spec.clickable);
    plot.setAttribute("role", spec.clickable ? "application" : "img");
    plot.setAttribute("aria-label", spec.clickable ? `${spec.alt} Arrow keys move, Enter picks.` : spec.alt);
    plot.tabIndex = spec.clickable ? 0 : -1;
    const layout = { uirevision: "dnnlab", ...spec.figure.layout, template: template(palette), autosize: true, height: spec.height };
    layout.font = { family: getComputedStyle(plot).fontFamily, ...layout.font };
    try {
      const Plotly = await plotly(bundle(spec.figure));
      if (mine !== this.refresh) return;
      if (this.Plotly !== Plotly) this.clear(Plotly);
      for (const axis of this.zoomed) layout[axis] = { ...layout[axis], range: [...plot._fullLayout[axis].range] };
      const drawn = Plotly.react(plot, spec.figure.data, layout, CONFIG);
      if (!this.ready) {
        this.ready = true;
        plot.on("plotly_doubleclick", () => (this.released = true)); // its relayout comes next
        plot.on("plotly_relayout", (change) => this.zoom(change));
        plot.on("plotly_click", ({ points: [point] }) => point && this.pick(point.x, point.y));
      }
      await drawn;
      this.hoverAgain();
    } catch (error) {
      plot.textContent = `This figure cannot be shown: ${error.message}.`;
    }
    this.stands = true; // words that it cannot be shown are all that will come
  }

  /** Make room for a figure drawn by another bundle than before, or for the first one. */
  clear(Plotly) {
    if (this.ready) this.Plotly.purge(this.plot);
    this.plot.replaceChildren();
    this.plot.classList.remove("dl-coming");
    this.Plotly = Plotly;
    this.ready = false;
    this.zoomed.clear();
  }

  /** Note which axes were zoomed: a refresh must not move them, though the figure's own range grows. */
  zoom(change) {
    const axes = Object.keys(change).map((name) => /^([xy]axis\d*)\.range/.exec(name)?.[1]);
    axes.filter(Boolean).forEach((axis) => this.zoomed.add(axis));
    if (this.released) this.zoomed.clear();
    this.released = false;
  }

  /** A refresh takes the hover label away; give it back to a mouse that rests on the plot. */
  hoverAgain() {
    if (!this.mouse || this.mouse.buttons) return;
    const box = this.plot.getBoundingClientRect();
    for (const [name, { xaxis, yaxis }] of Object.entries(this.plot._fullLayout._plots)) {
      const xpx = this.mouse.clientX - box.left - xaxis._offset;
      const ypx = this.mouse.clientY - box.top - yaxis._offset;
      const inside = xpx >= 0 && ypx >= 0 && xpx <= xaxis._length && ypx <= yaxis._length;
      if (inside) this.Plotly.Fx.hover(this.plot, { xpx, ypx }, name);
    }
  }

  pick(x, y) {
    if (this.clickable) this.send({ x: x ?? null, y: y ?? null });
  }

  /** Keyboard: move over the cells of a heatmap, or along the points of the first trace. */
  key(event) {
    if (!this.clickable || !this.ready) return;
    const trace = this.plot._fullData[0];
    const [columns, rows] = trace.z ? [trace.z[0].length, trace.z.length] : [trace._length, 1];
    if (event.key in ARROWS) {
      const [dx, dy] = ARROWS[event.key];
      const [x, y] = this.cursor ?? [-dx, rows - 1 - dy];
      this.cursor = [Math.min(columns - 1, Math.max(0, x + dx)), Math.min(rows - 1, Math.max(0, y + dy))];
      this.point(trace);
    } else if (event.key === "Enter" && this.cursor) {
      const [x, y] = this.values(trace);
      this.pick(x, y);
    } else return;
    event.preventDefault();
  }

  /** The data coordinates under the cursor; places count from 0 where a trace names none. */
  values(trace) {
    const [column, row] = this.cursor;
    return [trace.x?.[column] ?? column, trace.y?.[trace.z ? row : column] ?? row];
  }

  point(trace) {
    const [x, y] = this.values(trace);
    const { xaxis, yaxis } = this.plot._fullLayout;
    this.Plotly.Fx.hover(this.plot, { xval: xaxis.d2c(x), yval: yaxis.d2c(y) });
    const value = trace.z ? `: ${trace.z[this.cursor[1]][this.cursor[0]]}` : "";
    this.spoken.textContent = `${xaxis.title.text ?? "x"} ${x}, ${yaxis.title.text ?? "y"} ${y}${value}`;
  }

  leave() {
    if (this.cursor) this.Plotly.Fx.unhover(this.plot);
    this.cursor = null;
    this.spoken.textContent = "";
  }

  resize() {
    if (this.ready && this.plot.clientWidth) this.Plotly.Plots.resize(this.plot);
  }

  remove() {
    this.refresh++;
    this.resizing.disconnect();
    if (this.ready) this.Plotly.purge(this.plot);
  }
}
