// How one thing after another makes a total: a bar from where the last one ended, its effect in words beside it.
import { labelLook, NARROW } from "./bars.js";
import { colorOf } from "./palette.js";
import { grid, LABEL, openGrid, rule, tooltip } from "./parts.js";
import { tip } from "./words.js";

const HEIGHT = 14;
const BESIDE = 12;  // between a bar and its words, and behind them

const pen = document.createElement("canvas").getContext("2d");

function widthOf(text) {
  pen.font = `${LABEL}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

function bar(row, index, palette, api) {
  const [from, to] = [api.coord([row.start, index]), api.coord([row.end, index])];
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
  const shape = { x: left, y: to[1] - HEIGHT / 2, width: Math.max(2, right - left), height: HEIGHT, r: 2 };
  const next = api.coord([row.end, index + 1]);
  const joint = { x1: to[0], x2: to[0], y1: to[1] + HEIGHT / 2, y2: next[1] - HEIGHT / 2 };
  return {
    type: "group",
    children: [
      { type: "rect", shape, style: { fill: colorOf(row.tone, palette) } },
      ...(row.last ? [] : [{ type: "line", shape: joint, style: { stroke: palette.faint, lineWidth: 1 } }]),
    ],
  };
}

function bars(rows, palette) {
  return {
    type: "custom",
    z: 3,
    data: rows.map((row, index) => ({ ...row, value: [row.start, row.end, index] })),
    encode: { x: [0, 1], y: 2 },
    renderItem: (params, api) => bar(rows[params.dataIndex], params.dataIndex, palette, api),
  };
}

// Effects stand on the right of every bar, where there is room whatever its direction.
function effects(rows, palette) {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 0.1,
    z: 6,
    data: rows.map((row, index) => ({
      value: [Math.max(row.start, row.end), index],
      effect: row.effect,
    })),
    label: {
      show: true,
      position: "right",
      distance: 5,
      padding: [1, 3],
      backgroundColor: palette.surface,  // the line of the reference goes behind the words
      color: palette.ink,
      fontSize: LABEL,
      formatter: ({ data }) => data.effect,
    },
  };
}

function namesOf(rows, palette, width) {
  const look = labelLook(rows.map((row) => ({ ...row, note: "" })), palette, width);
  if (width >= NARROW) return look;
  return { ...look, rich: { ...look.rich, name: { ...look.rich.name, backgroundColor: palette.surface, padding: [0, 3, 0, 0] } } };
}

function room(rows, width) {
  return width < NARROW ? openGrid({ top: 34, right: 16, bottom: 8 }) : grid({ top: 24, right: 16 });
}

function plotWidth(width) {
  return width < NARROW ? width - 28 : width - 32 - Math.min(220, width * 0.36);
}

// The axis goes on until the words beside every bar have room, and by half of what the bars take at least.
function reach(rows, reference, width) {
  const ends = rows.flatMap((row) => [row.start, row.end]).concat(reference ? [reference.value] : []);
  const [low, high, room] = [Math.min(...ends), Math.max(...ends), plotWidth(width)];
  const shares = rows.map((row) => (room - widthOf(row.effect) - BESIDE) / room / ((Math.max(row.start, row.end) - low) / (high - low) || 1));
  const share = Math.max(0.2, Math.min(0.67, ...shares));
  return { min: low - (high - low) * 0.02, max: low + (high - low) / share };
}

export function drawWaterfall(spec, palette, width) {
  const rows = spec.rows.map((row, index) => ({ ...row, last: index === spec.rows.length - 1 }));
  const line = spec.reference && rule(spec.reference.value, spec.reference.name, palette, { vertical: true, dashed: true, color: palette.soft });
  return {
    grid: room(rows, width),
    xAxis: { type: "value", ...reach(rows, spec.reference, width), show: false },
    yAxis: {
      type: "category", inverse: true, data: rows.map((row) => row.label),
      axisLine: { show: false }, axisTick: { show: false }, axisLabel: namesOf(rows, palette, width),
      z: 4,  // before the lines that pass behind the names
    },
    tooltip: tooltip(palette, {
      trigger: "item",
      formatter: ({ data }) => (data?.label ? tip(data.label, [data.note, data.effect, data.after].filter(Boolean)) : ""),
    }),
    series: [
      bars(rows, palette),
      {
        ...effects(rows, palette),
        markLine: line && { z: 1, silent: true, symbol: "none", animation: false, data: [{ ...line, label: { ...line.label, position: "start", distance: 6 } }] },
      },
    ],
  };
}
