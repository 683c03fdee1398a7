// After a fragment is swapped, focus goes where the reader looks next, and progress shows after a short wait.
function nextFocus(target) {
  return target.querySelector("[autofocus], [aria-invalid='true'], [data-focus]");
}

function onSettle(event) {
  const target = event.detail.target ?? event.target;
  const wanted = nextFocus(target);
  if (!wanted) return;
  if (!wanted.matches("input, select, textarea, button, a[href]")) wanted.setAttribute("tabindex", "-1");
  wanted.focus({ preventScroll: false });
}

let running = 0;

function count(step) {
  running = Math.max(0, running + step);
  document.documentElement.classList.toggle("is-going", running > 0);
}

export function startFocus() {
  document.addEventListener("htmx:afterSettle", onSettle);
  document.addEventListener("htmx:beforeRequest", () => count(1));
  document.addEventListener("htmx:afterRequest", () => count(-1));
}
