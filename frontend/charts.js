// Draws every <figure data-chart> from the JSON beside it: SVG, in the theme's colors, marks lead to their records.
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { drawBars } from "./charts/bars.js";
import { drawFunnel } from "./charts/funnel.js";
import { drawLine } from "./charts/line.js";
import { readPalette } from "./charts/palette.js";
import { drawWaterfall } from "./charts/waterfall.js";

use([
  SVGRenderer, LineChart, BarChart, ScatterChart, CustomChart,
  GridComponent, TooltipComponent, MarkLineComponent, MarkAreaComponent, AriaComponent,
]);

const DRAW = { line: drawLine, bars: drawBars, pareto: drawBars, funnel: drawFunnel, waterfall: drawWaterfall };
const drawn = new Map();

function optionOf(spec, palette, width) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !still,
    animationDuration: 250,
    aria: { enabled: true, label: { description: spec.title } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: palette.soft },
    ...DRAW[spec.kind](spec, palette, width),
  };
}

function followLink(params) {
  const href = params.data?.href;
  if (href) location.assign(href);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) redraw(target);
});

function redraw(canvas) {
  const { chart, spec, width } = drawn.get(canvas) ?? {};
  if (!chart) return;
  if (!canvas.isConnected) {
    chart.dispose();
    drawn.delete(canvas);
    return sizes.unobserve(canvas);
  }
  if (canvas.clientWidth === width) return;
  chart.resize({ width: canvas.clientWidth, height: canvas.clientHeight });
  chart.setOption(optionOf(spec, readPalette(), canvas.clientWidth), { notMerge: true });
  drawn.get(canvas).width = canvas.clientWidth;
}

function drawInto(canvas, spec) {
  const size = { width: canvas.clientWidth || 320, height: canvas.clientHeight || 160 };
  const chart = init(canvas, null, { renderer: "svg", ...size });
  chart.setOption(optionOf(spec, readPalette(), size.width));
  chart.on("click", followLink);
  drawn.set(canvas, { chart, spec, width: canvas.clientWidth });
  sizes.observe(canvas);
}

/** Draw the charts below `root` that are not drawn yet. */
export function drawCharts(root) {
  for (const figure of root.querySelectorAll("[data-chart]")) {
    const canvases = [...figure.querySelectorAll("[data-draw]")].filter((canvas) => !drawn.has(canvas));
    if (canvases.length === 0) continue;
    // A template, since htmx takes every script, also one of data, out of what it swaps in.
    const spec = JSON.parse(figure.querySelector("template[data-spec]").content.textContent);
    const specs = spec.kind === "multiples" ? spec.charts : [spec];
    canvases.forEach((canvas, index) => drawInto(canvas, specs[index]));
  }
}

document.addEventListener("themechange", () => {
  const palette = readPalette();
  for (const [canvas, { chart, spec }] of drawn) {
    chart.setOption(optionOf(spec, palette, canvas.clientWidth), { notMerge: true });
  }
});
