// Keeps "12 minutes ago" true while a page stays open. Older times are written by the server and do not change.
const MINUTE = 60;
const HOUR = 60 * MINUTE;

function words(seconds, format) {
  const past = seconds >= 0;
  const distance = Math.abs(seconds);
  if (distance < MINUTE) return format.format(0, "second");
  return format.format(Math.round(distance / MINUTE) * (past ? -1 : 1), "minute");
}

function refresh() {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto", style: "short" });
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    if (Math.abs(seconds) < HOUR) time.textContent = words(seconds, format);
  }
}

export function startTimes() {
  setInterval(() => {
    if (!document.hidden) refresh();
  }, MINUTE * 1000);
}
