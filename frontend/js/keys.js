// Keys for people who work through queues: / search, j and k move, Enter opens, e does the main thing.
function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function rowsOf(queue) {
  return [...queue.querySelectorAll("[data-queue-row]")];
}

function currentIn(rows) {
  return rows.findIndex((row) => row.classList.contains("is-here"));
}

function move(queue, step) {
  const rows = rowsOf(queue);
  const from = currentIn(rows);
  const to = Math.min(rows.length - 1, Math.max(0, from < 0 ? 0 : from + step));
  rows.forEach((row, index) => row.classList.toggle("is-here", index === to));
  rows[to]?.focus();
}

function openCurrent(queue) {
  const rows = rowsOf(queue);
  rows[currentIn(rows)]?.click();
}

function doMainThing(queue) {
  const button = queue.querySelector("[data-queue-detail] [data-main-action]");
  button?.click();
}

const QUEUE_KEYS = {
  j: (queue) => move(queue, 1),
  k: (queue) => move(queue, -1),
  Enter: openCurrent,
  e: doMainThing,
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-search]")?.focus();
    return;
  }
  const queue = document.querySelector("[data-queue]");
  const act = queue && QUEUE_KEYS[event.key];
  if (!act || (event.key === "Enter" && event.target.closest("a, button, summary"))) return;
  event.preventDefault();
  act(queue);
}

function onClick(event) {
  const row = event.target.closest("[data-queue-row]");
  if (!row) return;
  rowsOf(row.closest("[data-queue]")).forEach((other) => other.classList.toggle("is-here", other === row));
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
}
