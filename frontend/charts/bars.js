// Values side by side, the longest first: dots with whiskers for rates, bars with whiskers for amounts (Pareto).
import { colorOf } from "./palette.js";
import { grid, LABEL, rule, tooltip, valueAxis } from "./parts.js";
import { factLines, tip, writer } from "./words.js";

function labelAxis(rows, palette, width) {
  return {
    type: "category",
    inverse: true,
    data: rows.map((row) => row.label),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: palette.ink, fontSize: LABEL, width: Math.min(220, width * 0.36), overflow: "break", lineHeight: 16, align: "right", margin: 12, interval: 0 },
  };
}

function drawWhisker(color, api) {
  const [low, high] = [api.coord([api.value(0), api.value(2)]), api.coord([api.value(1), api.value(2)])];
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 1.5 } });
  const cap = 4;
  return {
    type: "group",
    children: [
      line(low[0], low[1], high[0], high[1]),
      line(low[0], low[1] - cap, low[0], low[1] + cap),
      line(high[0], high[1] - cap, high[0], high[1] + cap),
    ],
  };
}

function whiskers(rows, palette, overBar) {
  const known = rows.map((row, index) => ({ row, index })).filter(({ row }) => row.low !== null && row.low !== undefined);
  return {
    type: "custom",
    silent: true,
    z: overBar ? 4 : 2,
    data: known.map(({ row, index }) => [row.low, row.high, index, overBar ? "ink" : row.tone]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (_params, api) => drawWhisker(overBar ? palette.soft : colorOf(known[_params.dataIndex].row.tone, palette), api),
  };
}

function dots(rows, palette) {
  return {
    type: "scatter",
    z: 5,
    symbolSize: 10,
    data: rows.map((row, index) => ({ ...row, value: [row.value, index], itemStyle: { color: colorOf(row.tone, palette) }, cursor: row.href ? "pointer" : "default", y: row.value })),
    cursor: rows.some((row) => row.href) ? "pointer" : "default",
  };
}

function bars(spec, palette) {
  return {
    type: "bar",
    barMaxWidth: 18,
    z: 3,
    data: spec.rows.map((row) => ({ ...row, itemStyle: { color: colorOf(row.tone, palette), borderRadius: [0, 3, 3, 0] }, y: row.value })),
    cursor: spec.rows.some((row) => row.href) ? "pointer" : "default",
    emphasis: { itemStyle: { opacity: 0.85 } },
  };
}

// The amounts stand beyond the whiskers, so they are labels of invisible points at the whiskers' ends.
function amounts(spec, palette, width) {
  const [write, share] = [writer(spec.unit), writer("share", 0)];
  const written = (row) => (row.cumulative === undefined || width < 400 ? write(row.value) : `{amount|${write(row.value)}}  {share|${share(row.cumulative)}}`);
  return {
    type: "scatter",
    silent: true,
    symbolSize: 0.1,
    z: 6,
    data: spec.rows.map((row, index) => ({ value: [Math.max(row.value, row.high ?? 0), index], written: written(row) })),
    label: {
      show: true, position: "right", distance: 8, color: palette.ink, fontSize: LABEL,
      formatter: ({ data }) => data.written,
      rich: { amount: { color: palette.ink, fontSize: LABEL }, share: { color: palette.soft, fontSize: LABEL } },
    },
  };
}

function referenceLine(spec, palette) {
  if (!spec.reference) return undefined;
  const line = rule(spec.reference.value, spec.reference.name, palette, { vertical: true });
  return { silent: true, symbol: "none", animation: false, data: [{ ...line, label: { ...line.label, position: "start", distance: 6 } }] };
}

function furthest(rows) {
  return Math.max(...rows.map((row) => Math.max(row.value ?? 0, row.high ?? 0)));
}

export function drawBars(spec, palette, width) {
  const pareto = spec.kind === "pareto";
  const main = pareto ? bars(spec, palette) : dots(spec.rows, palette);
  const write = writer(spec.unit);
  const axis = valueAxis({ ...spec, y_max: spec.y_max ?? (pareto ? furthest(spec.rows) : undefined) }, palette);
  return {
    grid: grid({ top: spec.reference ? 24 : 4, right: pareto ? (width < 400 ? 64 : 100) : 24 }),
    xAxis: pareto ? { ...axis, axisLabel: { show: false }, splitLine: { show: false } } : axis,
    yAxis: labelAxis(spec.rows, palette, width),
    tooltip: tooltip(palette, { trigger: "item", formatter: ({ data }) => (data?.label ? tip(data.label, factLines(data, write, spec.words)) : "") }),
    series: [
      { ...main, markLine: referenceLine(spec, palette) },
      whiskers(spec.rows, palette, pareto),
      ...(pareto ? [amounts(spec, palette, width)] : []),
    ],
  };
}
