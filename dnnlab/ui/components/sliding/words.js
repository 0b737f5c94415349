// Numbers and places as text, and text as numbers.

/** A number for a cell: a whole number as it is, others with at most four significant digits. */
export function short(value) {
  if (value === null || value === undefined) return "";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return minus(digits(value));
}

/** The same where there is less room: three digits, two decimals at most. */
export function brief(value) {
  const size = Math.abs(value);
  if (value === null || Number.isInteger(value) || !(size < 1000)) return short(value);
  return short(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}

export const FORMATS = { short, brief };

function digits(value) {
  const size = Math.abs(value);
  if (size >= (Number.isInteger(value) ? 1e9 : 1e6)) return power(value, 4);
  if (Number.isInteger(value) || size >= 1000) return String(Math.round(value) || 0); // || 0: there is no −0
  if (size < 0.001) return power(value, 2);
  return String(Number(Number(value.toPrecision(4)).toFixed(4)));
}

/** With a power of ten, as the rest of the page writes it: 1.2e-4. */
const power = (value, count) => Number(value.toPrecision(count)).toExponential().replace("e+", "e");

const minus = (text) => text.replace(/^-/, "−");

/** A number inside a sum: a negative one in brackets. */
export const term = (value) => (value < 0 ? `(${short(value)})` : short(value));

/** The number that a learner wrote: 0.5, 0,5, −2, 1e-3 or 1/9; null if it is none. */
export function parse(text) {
  const plain = text.trim().replaceAll("−", "-").replaceAll(",", ".");
  const found = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?:\s*\/\s*(\d+\.?\d*|\.\d+))?$/i.exec(plain);
  if (!found) return null;
  const value = Number(found[1]) / (found[2] === undefined ? 1 : Number(found[2]));
  return Number.isFinite(value) ? value : null;
}

/** The output pixel in words; a signal has no rows. */
export function place(taps, row, column) {
  return taps.rows === 1 ? `position ${column + 1}` : `row ${row + 1}, column ${column + 1}`;
}

/** 3 × 5 for a picture, 5 for a signal. */
export const extent = ([rows, columns], flat) => (flat ? String(columns) : `${rows} × ${columns}`);

/** Stride, dilation, padding, groups: those that are not as usual. */
export function settings(spec, flat) {
  const pair = ([rows, columns]) => (flat || rows === columns ? `${columns}` : `${rows} × ${columns}`);
  const words = [];
  if (spec.stride.some((each) => each > 1)) words.push(`stride ${pair(spec.stride)}`);
  if (spec.dilation.some((each) => each > 1)) words.push(`dilation ${pair(spec.dilation)}`);
  if (spec.groups > 1 && !["max", "average"].includes(spec.kind)) words.push(`${spec.groups} groups`);
  return words.join(", ");
}

/** The padding of the input in words; "" without. */
export function padding(spec, flat) {
  if (spec.kind === "transposed" || !spec.padding.some((each) => each > 0)) return "";
  const [top, bottom, left, right] = spec.padding;
  const same = flat ? left === right : new Set(spec.padding).size === 1;
  const size = same ? `${left}` : flat ? `${left} + ${right}` : `${top}, ${bottom}, ${left}, ${right}`;
  if (spec.kind === "average" && spec.padding.some((each, side) => each > spec.counted[side])) {
    const counts = spec.counted.some((each) => each > 0);
    return counts ? `padding of zeros, and places beyond it` : "and places around it that do not count";
  }
  const mode = { zeros: "of zeros", reflect: "reflected", replicate: "replicated", circular: "circular" }[spec.mode];
  return `padding ${size}${spec.kind === "max" ? "" : ` ${mode}`}`;
}

/** What happens at an output pixel, for those who hear it. */
export function sentence(taps, map, row, column, { parts, sum, bias, total, result, places }) {
  const { kind, relu } = taps.spec;
  const of = taps.maps > 1 ? `, map ${mapName(taps.spec, map)}` : "";
  const begin = `Output ${place(taps, row, column)}${of}: `;
  if (kind === "max") return `${begin}the largest of ${count(parts[0].patch)} values is ${short(result)}.`;
  if (kind === "average") return `${begin}the mean of ${parts[0].counted.length} values is ${short(result)}.`;
  const words = places.some(Boolean) ? [`sum ${short(sum)}`] : ["no input value reaches it, sum 0"];
  if (taps.bias.length) words.push(`plus bias ${short(bias)}`);
  if (relu) words.push(`gives ${short(total)}, after ReLU ${short(result)}`);
  else if (taps.bias.length) words.push(`gives ${short(result)}`);
  return `${begin}${words.join(", ")}.`;
}

/** "3 channels of ", or nothing for one. */
export const many = (count, one) => (count > 1 ? `${count} ${one}s of ` : "");

const count = (patch) => patch.filter((value) => value !== -Infinity).length;

/** Pooling makes each map of one channel, so it bears that channel's name. */
export function mapName(spec, map) {
  const pools = spec.kind === "max" || spec.kind === "average";
  return spec.maps[map] ?? (pools ? channelName(spec, map) : String(map + 1));
}

export const channelName = (spec, channel) => spec.channels[channel] ?? `channel ${channel + 1}`;
