// The theme's colors as plain RGB, because the chart library cannot mix OKLCH.
const NAMES = {
  ink: "--color-base-content",
  soft: "--ink-soft",
  faint: "--ink-faint",
  line: "--line-soft",
  surface: "--color-base-100",
  deep: "--chart-ink",
  good: "--color-success",
  bad: "--color-error",
  warn: "--color-warning",
};

function toRgb(context, color) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

/** The palette of the theme shown now. */
export function readPalette() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    Object.entries(NAMES).map(([name, token]) => [name, toRgb(context, style.getPropertyValue(token))]),
  );
}

/** The color of a mark by its meaning: good, bad, warn, quiet, or none. */
export function colorOf(tone, palette) {
  return { good: palette.good, bad: palette.bad, warn: palette.warn, quiet: palette.faint }[tone] ?? palette.deep;
}
