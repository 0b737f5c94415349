// Colours as numbers: of the palette, and of the page.

/** "#rrggbb" as [red, green, blue]. */
export const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** The colour `share` of the way from one to another, all as [red, green, blue]. */
export const mix = (from, to, share) => from.map((each, i) => Math.round(each + (to[i] - each) * share));

const DARK = "#14161f";
const LIGHT = "#ffffff";

/** Relative luminance of [red, green, blue], 0 to 1 (WCAG 2.2). */
function luminance(colour) {
  const [red, green, blue] = colour.map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
const inks = [DARK, LIGHT].map((ink) => [ink, luminance(channels(ink))]);

/** A colour that can be read on this one, [red, green, blue]: of dark and white the one with more contrast. */
export function readableOn(colour) {
  const [[, dark], [, light]] = inks;
  const here = luminance(colour);
  return contrast(here, dark) >= contrast(here, light) ? DARK : LIGHT;
}
