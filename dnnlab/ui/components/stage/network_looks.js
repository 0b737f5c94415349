// How the panel of a network looks.

export const looks = `
  .dl-net {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    gap: 6px 0;
  }
  .dl-net-graph {
    position: relative;
    flex: none;
  }
  .dl-net-graph canvas,
  .dl-net-field {
    display: block;
  }
  .dl-net-plane {
    flex: none;
  }
  .dl-net-field {
    border-radius: 4px;
    outline: 1px solid var(--dl-grid);
    touch-action: none;
  }
  .dl-net-field:focus-visible {
    outline: 2px solid var(--dl-accent);
  }
  .dl-net-chips {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    min-height: 28px;
    margin-top: 5px;
    font-size: 0.8rem;
    color: var(--dl-muted);
  }
  .dl-net button {
    padding: 0;
    border: 1px solid var(--dl-grid);
    border-radius: 5px;
    font: inherit;
    line-height: 1;
    color: var(--dl-text);
    background: var(--dl-background);
    cursor: pointer;
    touch-action: manipulation;
  }
  .dl-net button:hover:enabled {
    border-color: var(--dl-text);
  }
  .dl-net button:focus-visible {
    outline: 2px solid var(--dl-accent);
    outline-offset: 1px;
  }
  .dl-net button:disabled {
    opacity: 0.35;
    cursor: default;
  }
  .dl-net .dl-net-chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    height: 24px;
    padding: 0 7px;
    font-size: 0.8rem;
  }
  .dl-net-chip[aria-pressed="true"] {
    border-color: var(--dl-text);
    font-weight: 650;
  }
  .dl-net-dot {
    width: 10px;
    height: 10px;
    border-radius: 50%;
  }
  .dl-net-head {
    position: absolute;
    top: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
    height: 20px;
    transform: translateX(-50%);
    font-size: 0.8rem;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .dl-net-head button {
    width: 17px;
    height: 18px;
    font-size: 0.85rem;
  }
  .dl-net-kind {
    position: absolute;
    top: 21px;
    width: 66px;
    height: 18px;
    padding: 0;
    border: 0;
    font: inherit;
    font-size: 0.74rem;
    text-align: center;
    text-align-last: center;
    color: var(--dl-muted);
    background: var(--dl-background);
    appearance: none;
    cursor: pointer;
    transform: translateX(-50%);
  }
  .dl-net-kind:hover:enabled {
    color: var(--dl-text);
    text-decoration: underline;
  }
  .dl-net-kind:focus-visible {
    outline: 2px solid var(--dl-accent);
  }
  .dl-net-tip,
  .dl-net-edit {
    position: absolute;
    z-index: 3;
    max-width: 240px;
    padding: 4px 7px;
    border: 1px solid var(--dl-grid);
    border-radius: 5px;
    font-size: 0.8rem;
    line-height: 1.35;
    color: var(--dl-text);
    background: var(--dl-surface);
    font-variant-numeric: tabular-nums;
  }
  .dl-net-tip {
    pointer-events: none;
    white-space: pre-line;
  }
  .dl-net [hidden] {
    display: none;
  }
  .dl-net-edit input {
    width: 84px;
    margin-left: 5px;
    border: 1px solid var(--dl-muted);
    border-radius: 4px;
    font: inherit;
    color: inherit;
    background: var(--dl-background);
  }`;
