// Values side by side, the longest first: dots with whiskers for rates, bars with whiskers for amounts (Pareto).
import { colorOf } from "./palette.js";
import { grid, LABEL, openGrid, rule, tooltip, valueAxis } from "./parts.js";
import { factLines, tip, writer } from "./words.js";

// Braces and bars would be read as the chart library's own markup.
const plain = (text) => text.replace(/[{}|]/g, " ");

export const NARROW = 480;

// On a phone a bar's name stands above it, so that the bar keeps its room.
function labelAbove(rows, palette, width) {
  const room = width - 16;
  return {
    inside: true,
    interval: 0,
    margin: 0,
    align: "left",
    verticalAlign: "bottom",
    padding: [0, 0, 11, 0],
    formatter: (label, index) => `{name|${plain(label)}}{note|${rows[index].note ? `  ${plain(rows[index].note)}` : ""}}`,
    width: room,
    overflow: "truncate",
    rich: { name: { color: palette.ink, fontSize: LABEL }, note: { color: palette.soft, fontSize: LABEL } },
  };
}

function labelBeside(rows, palette, width) {
  const shared = { color: palette.ink, fontSize: LABEL, align: "right", margin: 12, interval: 0 };
  if (!rows.some((row) => row.note)) return { ...shared, width: Math.min(220, width * 0.36), overflow: "break", lineHeight: 16 };
  const room = Math.min(360, width * 0.46);
  const line = { fontSize: LABEL, align: "right", width: room, overflow: "truncate" };
  return {
    ...shared,
    formatter: (label, index) => `{name|${plain(label)}}\n{note|${plain(rows[index].note)}}`,
    rich: { name: { ...line, color: palette.ink, lineHeight: 18 }, note: { ...line, color: palette.soft, lineHeight: 16 } },
  };
}

export function labelLook(rows, palette, width) {
  return width < NARROW ? labelAbove(rows, palette, width) : labelBeside(rows, palette, width);
}

function labelAxis(rows, palette, width) {
  return {
    type: "category",
    inverse: true,
    data: rows.map((row) => row.label),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: labelLook(rows, palette, width),
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
    symbolSize: 9,
    data: rows.map((row, index) => ({ ...row, value: [row.value, index], itemStyle: { color: colorOf(row.tone, palette) }, cursor: row.href ? "pointer" : "default", y: row.value })),
    cursor: rows.some((row) => row.href) ? "pointer" : "default",
  };
}

function bars(spec, palette, width) {
  return {
    type: "bar",
    barWidth: width < NARROW ? 9 : undefined,
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
  const written = (row) => (row.cumulative === undefined || width < 300 ? write(row.value) : `{amount|${write(row.value)}}  {share|${share(row.cumulative)}}`);
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

function room(spec, pareto, width) {
  const [top, right] = [spec.reference ? 24 : 4, pareto ? 100 : 24];
  return width < NARROW ? openGrid({ top: top + 10, right, bottom: pareto ? 8 : 26 }) : grid({ top, right });
}

export function drawBars(spec, palette, width) {
  const pareto = spec.kind === "pareto";
  const main = pareto ? bars(spec, palette, width) : dots(spec.rows, palette);
  const write = writer(spec.unit);
  const axis = valueAxis({ ...spec, y_max: spec.y_max ?? (pareto ? furthest(spec.rows) : undefined) }, palette);
  return {
    grid: room(spec, pareto, width),
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
