// Colours as numbers: of the palette, and of the page.

/** "#rrggbb" as [red, green, blue]. */
export const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** The colour `share` of the way from one to another, all as [red, green, blue]. */
export const mix = (from, to, share) => from.map((each, i) => Math.round(each + (to[i] - each) * share));

/** A colour that can be read on this one, [red, green, blue]. */
export const readableOn = ([red, green, blue]) => (0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#14161f" : "#ffffff");

/** Whether a background "#rrggbb" is that of a dark theme. */
export function isDarkColour(colour) {
  const [red, green, blue] = channels(colour);
  return red + green + blue < 384;
}

/** Whether the page around an element is dark, whatever the palette that came with the payload. */
export const isDark = (root) => isDarkColour(getComputedStyle(root).getPropertyValue("--st-background-color").trim());
