// Bars: a row each, its words above its bar; real buttons where a click means something.

export const style = `
  .dl-bar {
    display: block;
    box-sizing: border-box;
    width: 100%;
    margin: 0;
    padding: 1px 6px 5px;
    border: 0;
    border-radius: 5px;
    background: none;
    font: inherit;
    font-size: 0.87rem;
    line-height: 18px;
    text-align: left;
    color: var(--dl-text);
  }
  button.dl-bar {
    cursor: pointer;
    touch-action: manipulation;
  }
  button.dl-bar:hover {
    background: var(--dl-grid);
  }
  button.dl-bar:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: -1px;
  }
  .dl-bar.dl-marked {
    background: var(--dl-surface);
    box-shadow: inset 3px 0 var(--dl-accent);
    font-weight: 650;
  }
  .dl-bar-words {
    display: flex;
    gap: 0.5rem;
  }
  .dl-bar-name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dl-bar-value {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .dl-bar-track {
    display: block;
    height: 4px;
    border-radius: 2px;
    background: var(--dl-grid);
  }
  .dl-bar-ink {
    display: block;
    height: 100%;
    min-width: 1px;
    border-radius: 2px;
    background: var(--dl-accent);
    opacity: 0.45;
  }
  .dl-marked .dl-bar-ink {
    opacity: 1;
  }
  @media (pointer: coarse) {
    .dl-bar {
      padding-block: 7px 9px;
    }
  }`;

export default class {
  constructor(body, send) {
    this.body = body;
    this.send = send;
    body.setAttribute("role", "group");
  }

  show({ bars, pick, alt }) {
    this.body.setAttribute("aria-label", alt);
    const tags = bars.map(({ clickable }) => (clickable ? "BUTTON" : "DIV"));
    const same = this.body.children.length === tags.length && tags.every((tag, i) => this.body.children[i].tagName === tag);
    if (!same) this.body.replaceChildren(...tags.map((tag, i) => this.make(tag, i)));
    bars.forEach((bar, i) => this.fill(this.body.children[i], bar, pick));
  }

  make(tag, i) {
    const row = document.createElement(tag);
    row.className = "dl-bar";
    row.innerHTML =
      "<span class='dl-bar-words'><span class='dl-bar-name'></span><span class='dl-bar-value'></span></span>" +
      "<span class='dl-bar-track'><span class='dl-bar-ink'></span></span>";
    if (tag === "BUTTON") {
      row.type = "button";
      row.onclick = () => {
        row.dataset.picked = ""; // until the page has answered
        this.send({ row: i });
      };
    }
    return row;
  }

  fill(row, { name, value, share, marked, clickable }, pick) {
    row.querySelector(".dl-bar-name").textContent = name;
    row.querySelector(".dl-bar-value").textContent = value;
    row.querySelector(".dl-bar-ink").style.width = `${100 * share}%`;
    row.classList.toggle("dl-marked", marked);
    row.title = clickable && pick ? `${name}: ${pick}` : name; // also where the name is cut off
    if (clickable) row.setAttribute("aria-pressed", marked);
  }

  remove() {}
}
