// Keys for people who work through queues: / search, j and k move, Enter opens, e does the main thing.
const WIDE = matchMedia("(min-width: 64rem)");

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function rowsOf(queue) {
  return [...queue.querySelectorAll("[data-queue-row]")];
}

function currentIn(rows) {
  const focused = rows.findIndex((row) => row.classList.contains("is-here"));
  return focused < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : focused;
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

// A button that names its own key ("y"), where a page asks the same thing many times.
function keyed(event) {
  if (event.repeat || document.documentElement.classList.contains("is-going")) return null;
  return document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
}

function focusSearch(event) {
  event.preventDefault();
  document.querySelector("[data-search]")?.select();
}

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") return focusSearch(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") return focusSearch(event);
  const button = keyed(event);
  if (button) return button.click();
  const queue = document.querySelector("[data-queue]");
  const act = queue && QUEUE_KEYS[event.key];
  if (!act || (event.key === "Enter" && event.target.closest("a, button, summary"))) return;
  event.preventDefault();
  act(queue);
}

function onClick(event) {
  const row = event.target.closest("[data-queue-row]");
  if (!row) return;
  for (const other of rowsOf(row.closest("[data-queue]"))) {
    other.classList.toggle("is-here", other === row);
    other.removeAttribute("aria-current");
  }
  row.setAttribute("aria-current", "true");
}

// Where list and detail do not fit side by side, a row is an ordinary link to its page.
function openAsPage(event) {
  const row = event.target.closest?.("[data-queue-row]");
  if (!row || WIDE.matches) return;
  event.preventDefault();
  location.assign(row.href);
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:beforeRequest", openAsPage);
}
