// A funnel as bars from the left: how many reached each step, and where more left than usual.
import { colorOf } from "./palette.js";
import { labelLook, NARROW } from "./bars.js";
import { grid, LABEL, openGrid, tooltip, valueAxis } from "./parts.js";
import { tip, writer } from "./words.js";

function toRow(step, index, steps) {
  const before = steps[index - 1]?.value;
  return { ...step, y: step.value, left: before ? 1 - step.value / before : null };
}

function lines(row, spec) {
  const share = writer("share");
  const lost = row.left === null ? null : `${spec.words.left}: ${share(row.left)}`;
  const usual = row.usual === null || row.usual === undefined ? null : `${spec.words.usual}: ${share(row.usual)}`;
  return [writer("number")(row.value), lost, usual];
}

export function drawFunnel(spec, palette, width) {
  const rows = spec.rows.map(toRow);
  const [number, share] = [writer("number", 0), writer("share", 0)];
  const narrow = width < NARROW;
  const written = (row) => {
    if (row.left === null) return number(row.value);
    const usual = row.tone && row.usual && !narrow ? `, ${spec.words.usual.toLowerCase()} −${share(row.usual)}` : "";
    return `${number(row.value)}  −${share(row.left)}${usual}`;
  };
  return {
    grid: narrow ? openGrid({ top: 14, right: 84, bottom: 8 }) : grid({ top: 4, right: 150 }),
    xAxis: valueAxis({ unit: "number", from_zero: true, y_max: rows[0]?.value }, palette, { show: false }),
    yAxis: {
      type: "category", inverse: true, data: rows.map((row) => row.label),
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: labelLook(rows, palette, width),
    },
    tooltip: tooltip(palette, { trigger: "item", formatter: ({ data }) => tip(data.label, lines(data, spec)) }),
    series: [{
      type: "bar", barMaxWidth: 26, barWidth: narrow ? 12 : undefined, cursor: rows.some((row) => row.href) ? "pointer" : "default",
      data: rows.map((row) => ({
        ...row,
        itemStyle: { color: colorOf(row.tone, palette), borderRadius: [0, 3, 3, 0] },
        label: { color: row.tone === "bad" ? palette.bad : palette.ink },
      })),
      showBackground: true, backgroundStyle: { color: palette.line, opacity: 0.6, borderRadius: 3 },
      label: {
        show: true, position: "right", distance: 8, fontSize: LABEL,
        formatter: ({ data }) => written(data),
      },
    }],
  };
}
