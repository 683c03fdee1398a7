// Axes, grids and tooltips that all charts share.
import { axisWriter } from "./words.js";

export const LABEL = 13;

export function grid(extra = {}) {
  return { left: 4, right: 12, top: 24, bottom: 10, outerBoundsMode: "same", outerBoundsContain: "axisLabel", ...extra };
}

/** On a phone names stand inside the chart, and must not make it narrower as labels outside would. */
export function openGrid(extra = {}) {
  return { left: 12, right: 12, top: 24, bottom: 24, outerBoundsMode: "none", ...extra };
}

/** Fifths read well up to 100 %; a part of it, like all other values, in about four steps. */
function ticksOf(spec) {
  return spec.unit === "share" && spec.from_zero ? 5 : 4;
}

/** A share ends at 100 %: no axis rounds up beyond. Its steps are the round ones that ECharts takes. */
function endOfShare({ min, max }, spec) {
  const rough = (max - (spec.from_zero ? 0 : min)) / ticksOf(spec);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * ([[1.5, 1], [2.5, 2], [4, 3], [7, 5]].find(([below]) => rough / size < below)?.[1] ?? 10);
  return max <= 1 && Math.ceil(max / step) * step > 1 ? 1 : null;
}

export function valueAxis(spec, palette, extra = {}) {
  const write = axisWriter(spec.unit);
  return {
    type: "value",
    scale: !spec.from_zero,
    min: spec.y_min ?? undefined,
    max: spec.y_max ?? (spec.unit === "share" ? (extent) => endOfShare(extent, spec) : undefined),
    interval: spec.y_max ? spec.y_max / 2 : undefined,
    splitNumber: ticksOf(spec),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.line } },
    axisLabel: { color: palette.soft, fontSize: LABEL, formatter: write, hideOverlap: true },
    ...extra,
  };
}

export function tooltip(palette, extra) {
  return {
    confine: true,
    backgroundColor: palette.surface,
    borderColor: palette.faint,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: palette.ink, fontSize: LABEL },
    transitionDuration: 0,
    ...extra,
  };
}

export function rule(value, label, palette, { vertical = false, dashed = false, color = palette.ink } = {}) {
  return {
    [vertical ? "xAxis" : "yAxis"]: value,
    lineStyle: { color, width: 1, type: dashed ? [4, 3] : "solid" },
    label: { show: Boolean(label), formatter: label, color, fontSize: LABEL },
  };
}
