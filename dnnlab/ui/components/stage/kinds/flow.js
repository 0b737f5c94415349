// Sheets of tiles from left to right, with arrows between them: one thing on its way through the layers.
//
// All sheets together are as tall as the width allows; a narrow panel breaks the way into two lines.

import { EDGE, GAP, Sheet, style as sheets } from "./tiles.js";

const BETWEEN = 17; // CSS pixels between two sheets: room for an arrow

export const style = `${sheets}
  .dl-way {
    display: flex;
    gap: ${BETWEEN}px;
  }
  .dl-way + .dl-way {
    margin-top: 0.6rem;
  }
  .dl-way .dl-row.dl-row {
    display: flex;
    flex-direction: column;
    align-items: center;
    margin: 0;
  }
  .dl-way .dl-sheet {
    flex: none;
    margin: auto;
  }
  .dl-way .dl-row + .dl-row .dl-sheet::before,
  .dl-way + .dl-way .dl-sheet::before {
    content: "→";
    position: absolute;
    right: calc(100% + 1px);
    top: 50%;
    transform: translateY(-50%);
    font-size: 0.8rem;
    color: var(--dl-muted);
  }
  .dl-way + .dl-way {
    padding-left: ${BETWEEN}px;
  }
  .dl-way .dl-name {
    order: 1;
    margin-top: 0.25rem;
    font-size: 0.78rem;
    line-height: 1.25;
    text-align: center;
    white-space: pre;
  }`;

const TALLEST = 168; // CSS pixels of the tallest sheet
const LOWEST = 100; // where one line would make it lower than this, there are two
const LETTER = 6.4; // the width of a name's letter

/** The enlargement of a station's pixels where the tallest sheet has this height. */
function scaleOf({ count, columns, height, share }, tallest) {
  const lines = Math.ceil(count / columns);
  return Math.max(0.1, (share * tallest - 2 * EDGE - (lines - 1) * GAP) / lines / height);
}

function widthOf(row, tallest) {
  const sheet = Math.min(row.columns, row.count) * (row.width * scaleOf(row, tallest) + GAP) - GAP + 2 * EDGE;
  return Math.max(sheet, ...row.name.split("\n").map((line) => line.length * LETTER));
}

/** How tall the tallest sheet of a line can be. */
function tallestIn(rows, width) {
  const wide = (tallest) => rows.reduce((sum, row) => sum + BETWEEN + widthOf(row, tallest), -BETWEEN) > width;
  let tallest = TALLEST;
  while (tallest > EDGE && wide(tallest)) tallest--;
  return tallest;
}

/** After how many stations the line breaks, and how tall the tallest sheet is. */
function broken(rows, width) {
  let best = { at: rows.length, tallest: tallestIn(rows, width) };
  if (best.tallest >= LOWEST) return best;
  for (let at = 1; at < rows.length; at++) {
    const parts = [rows.slice(0, at), rows.slice(at)];
    const tallest = Math.min(...parts.map((part) => tallestIn(part, width - BETWEEN))); // the second begins with an arrow
    if (tallest > best.tallest) best = { at, tallest };
  }
  return best;
}

export default class {
  constructor(body, send) {
    this.body = body;
    this.lines = [0, 1].map(() => Object.assign(document.createElement("div"), { className: "dl-way" }));
    body.append(this.lines[0]);
    this.send = send;
    this.sheets = [];
    this.at = 0; // after how many stations the line breaks
    this.width = 0;
    this.resizing = new ResizeObserver(() => {
      if (this.body.clientWidth !== this.width) this.paint();
    });
    this.resizing.observe(body);
  }

  show(spec, { palette, blocks }) {
    this.latest = { spec, palette, blocks };
    while (this.sheets.length > spec.rows.length) this.sheets.pop().box.remove();
    while (this.sheets.length < spec.rows.length) {
      const row = this.sheets.length;
      this.sheets.push(new Sheet(this.lines[0], (click) => this.send({ row, ...click })));
    }
    this.paint();
  }

  paint() {
    if (!this.latest || !this.body.clientWidth) return; // not laid out yet: the observer calls again
    const { spec, palette, blocks } = this.latest;
    this.width = this.body.clientWidth;
    const { at, tallest } = broken(spec.rows, this.width);
    if (at !== this.at) {
      this.at = at;
      this.sheets.forEach((sheet, i) => this.lines[i < at ? 0 : 1].append(sheet.box));
      if (at < spec.rows.length) this.body.append(this.lines[1]);
      else this.lines[1].remove();
    }
    this.sheets.forEach((sheet, i) => {
      const row = { ...spec.rows[i], scale: scaleOf(spec.rows[i], tallest) };
      sheet.show(row, [], spec.alt, 0, blocks[i], palette);
      sheet.sheet.style.width = `${sheet.plan.width / sheet.plan.ratio}px`;
    });
  }

  remove() {
    this.resizing.disconnect();
  }
}
