// A line through time with its interval, target, control limits and known events.
import { colorOf } from "./palette.js";
import { grid, LABEL, rule, tooltip, valueAxis } from "./parts.js";
import { factLines, tip, writeDay, writeLongDay, writer, writeTick } from "./words.js";

const at = (point, key, byTime) => (byTime ? [point.x, point[key]] : point[key]);

function bandOf(series, index, color, byTime) {
  if (!series.points.some((point) => point.low !== null && point.low !== undefined)) return [];
  const shared = {
    type: "line", stack: `band-${index}`, stackStrategy: "all", symbol: "none", silent: true,
    lineStyle: { opacity: 0 }, tooltip: { show: false }, z: 1,
  };
  const lower = series.points.map((point) => at(point, "low", byTime));
  const height = series.points.map((point) => {
    const value = point.low === null || point.low === undefined ? null : point.high - point.low;
    return byTime ? [point.x, value] : value;
  });
  return [
    { ...shared, data: lower },
    { ...shared, data: height, areaStyle: { color, opacity: 0.13 } },
  ];
}

const DAY_MS = 86_400_000;

// Two labels closer than a fifth of the chart stand on two lines.
function rowsOfNotes(spec) {
  const all = spec.series[0].points;
  const span = Math.max(1, Date.parse(all.at(-1)?.x) - Date.parse(all[0]?.x));
  let row = 0;
  return spec.annotations.map((note, index) => {
    const before = spec.annotations[index - 1];
    const near = before && (Date.parse(note.x) - Date.parse(before.x)) / span < 0.2;
    row = near ? 1 - row : 0;
    return row;
  });
}

function marksOf(spec, palette) {
  const target = spec.target ? [rule(spec.target.value, spec.target.name, palette)] : [];
  const rows = rowsOfNotes(spec);
  const events = spec.annotations.map((note, index) => {
    const line = rule(note.x, note.label, palette, { vertical: true, dashed: true, color: palette.soft });
    return { ...line, label: { ...line.label, position: "end", distance: [0, 4 + rows[index] * 16] } };
  });
  const center = spec.limits ? [rule(spec.limits.center, "", palette, { color: palette.faint, dashed: true })] : [];
  return { silent: true, symbol: "none", animation: false, label: { position: "insideEndTop" }, data: [...target, ...center, ...events] };
}

function limitsOf(spec, palette) {
  if (!spec.limits) return undefined;
  const upper = spec.unit === "share" ? Math.min(spec.limits.upper, 1) : spec.limits.upper;
  const area = [{ yAxis: spec.limits.lower }, { yAxis: upper }];
  return { silent: true, animation: false, itemStyle: { color: palette.faint, opacity: 0.16 }, data: [area] };
}

// Names at the ends of lines that end close together are moved apart.
function nudges(spec) {
  const ends = spec.series.map((series, index) => ({ index, y: series.points.at(-1)?.y ?? 0 }));
  const values = spec.series.flatMap((series) => series.points.map((point) => point.y ?? 0));
  const near = (Math.max(...values) - Math.min(0, ...values)) * 0.06;
  const moved = new Array(ends.length).fill(0);
  ends.sort((one, other) => other.y - one.y);
  for (let place = 1; place < ends.length; place += 1) {
    const above = ends[place - 1];
    if (above.y - ends[place].y < near) moved[ends[place].index] = moved[above.index] + 14;
  }
  return moved;
}

function lineOf(series, index, spec, palette, byTime) {
  const color = series.role === "compare" ? palette.faint : colorOf(series.tone, palette);
  const many = spec.series.length > 1;
  const main = {
    type: "line",
    name: series.name,
    z: series.role === "compare" ? 2 : 3,
    data: series.points.map((point) => ({
      ...point,
      value: at(point, "y", byTime),
      itemStyle: point.tone ? { color: colorOf(point.tone, palette) } : undefined,
      symbolSize: point.tone ? 7 : 4,
    })),
    showSymbol: series.points.length <= 40,
    symbol: "circle",
    connectNulls: false,
    lineStyle: { color, width: series.role === "compare" ? 1.25 : 1.75 },
    itemStyle: { color },
    cursor: series.points.some((point) => point.href) ? "pointer" : "default",
    emphasis: { focus: "none", scale: 1.4 },
    endLabel: { show: many, formatter: series.name, color: series.role === "compare" ? palette.soft : color, fontSize: LABEL, distance: 6, offset: [0, nudges(spec)[index]] },
    markLine: index === 0 ? marksOf(spec, palette) : undefined,
    markArea: index === 0 ? limitsOf(spec, palette) : undefined,
  };
  return [...bandOf(series, index, color, byTime), main];
}

function xAxisOf(spec, palette, byTime, width) {
  const look = {
    axisLine: { lineStyle: { color: palette.faint } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: palette.soft, fontSize: LABEL, hideOverlap: true, formatter: byTime ? writeTick : undefined },
  };
  if (byTime) {
    const all = spec.series[0].points;
    const days = (Date.parse(all.at(-1)?.x) - Date.parse(all[0]?.x)) / DAY_MS;
    const minInterval = days > 75 ? 28 * DAY_MS : DAY_MS;
    return { type: "time", minInterval, splitNumber: Math.max(2, Math.round(width / 110)), ...look };
  }
  return { type: "category", boundaryGap: spec.series[0].points.length < 4, data: spec.series[0].points.map((point) => point.x), ...look };
}

function tipOf(spec, byTime) {
  const write = writer(spec.unit);
  return (params) => {
    const shown = params.filter(({ data }) => data?.y !== undefined);
    if (shown.length === 0) return "";
    const heading = byTime ? writeLongDay(shown[0].data.x) : String(shown[0].data.x);
    const named = shown.length > 1;
    return tip(heading, shown.flatMap(({ data, seriesName }) => factLines(data, write, spec.words, named ? seriesName : "")));
  };
}

function endRoom(spec, width) {
  if (spec.series.length < 2) return 16;
  return Math.min(width * 0.3, 16 + 7 * Math.max(...spec.series.map((series) => series.name.length)));
}

export function drawLine(spec, palette, width) {
  const byTime = spec.x_kind === "time";
  const highest = spec.annotations.length === 0 ? 14 : rowsOfNotes(spec).includes(1) ? 44 : 28;
  return {
    grid: grid({ top: highest, right: endRoom(spec, width) }),
    xAxis: xAxisOf(spec, palette, byTime, width),
    yAxis: valueAxis(spec, palette),
    tooltip: tooltip(palette, {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: palette.faint, type: "solid" }, label: { show: false, formatter: ({ value }) => writeDay(value) } },
      formatter: tipOf(spec, byTime),
    }),
    series: spec.series.flatMap((series, index) => lineOf(series, index, spec, palette, byTime)),
  };
}
