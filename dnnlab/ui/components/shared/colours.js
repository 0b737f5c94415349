// Colours as numbers: of the palette, and of the page.

/** "#rrggbb" as [red, green, blue]. */
export const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** Whether the page around an element is dark, whatever the palette that came with the payload. */
export function isDark(root) {
  const [red, green, blue] = channels(getComputedStyle(root).getPropertyValue("--st-background-color").trim());
  return red + green + blue < 384;
}
