// Numbers and days as the reader's language writes them.
const language = document.documentElement.lang || "en-GB";

const FORMATS = {
  share: (digits) => ({ style: "percent", maximumFractionDigits: digits ?? 1 }),
  number: (digits) => ({ maximumFractionDigits: digits ?? 1 }),
  index: (digits) => ({ maximumFractionDigits: digits ?? 0 }),
  score: (digits) => ({ minimumFractionDigits: digits ?? 1, maximumFractionDigits: digits ?? 2 }),
  money: (digits, currency) => ({ style: "currency", currency, maximumFractionDigits: digits ?? 0 }),
  minutes: (digits) => ({ style: "unit", unit: "minute", unitDisplay: "short", maximumFractionDigits: digits ?? 1 }),
  hours: (digits) => ({ style: "unit", unit: "hour", unitDisplay: "short", maximumFractionDigits: digits ?? 1 }),
  days: (digits) => ({ style: "unit", unit: "day", unitDisplay: "long", maximumFractionDigits: digits ?? 1 }),
};

/** A function that writes a value of `unit` (`share`, `money:GBP`, `minutes`, …). */
export function writer(unit, digits) {
  const [kind, currency] = (unit ?? "number").split(":");
  const format = new Intl.NumberFormat(language, (FORMATS[kind] ?? FORMATS.number)(digits, currency));
  return (value) => (value === null || value === undefined ? "–" : format.format(value));
}

/** A function that writes an axis label shortly: whole percents, thousands as k. */
export function axisWriter(unit) {
  const [kind, currency] = (unit ?? "number").split(":");
  if (kind === "money" || kind === "number") {
    const style = kind === "money" ? { style: "currency", currency } : {};
    const format = new Intl.NumberFormat(language, { ...style, notation: "compact", maximumFractionDigits: 1 });
    return (value) => format.format(value);
  }
  return writer(unit, kind === "score" ? 1 : undefined);
}

const DAY = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
const LONG_DAY = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
const YEAR = new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" });

export const writeDay = (value) => DAY.format(new Date(value));
export const writeLongDay = (value) => LONG_DAY.format(new Date(value));
export function writeTick(value) {
  const day = new Date(value);
  if (day.getUTCDate() !== 1) return DAY.format(day);
  return day.getUTCMonth() === 0 ? YEAR.format(day) : MONTH.format(day);
}

/** A tooltip as an element (a string would need inline styles, which the content security policy forbids). */
export function tip(heading, lines) {
  const box = document.createElement("div");
  box.className = "tip";
  const title = document.createElement("b");
  title.textContent = heading;
  box.append(title);
  for (const line of lines.filter(Boolean)) {
    const row = document.createElement("span");
    row.textContent = line;
    box.append(row);
  }
  return box;
}

/** "22%" with, where known, its interval and how many records stand behind it. */
export function factLines(point, write, words, name) {
  const value = name ? `${name}: ${write(point.y ?? point.value)}` : write(point.y ?? point.value);
  const range = point.low !== null && point.low !== undefined ? `${words.interval}: ${write(point.low)} – ${write(point.high)}` : null;
  const count = point.n !== null && point.n !== undefined ? `${words.n}: ${new Intl.NumberFormat(language).format(point.n)}` : null;
  return [value, range, count, point.note];
}
