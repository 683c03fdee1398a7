// On a narrow screen a row of tabs scrolls sideways: the one where the reader is comes into sight, the page stays put.
const CURRENT = ":is(.filters, .tabs-line) > [aria-current]:not([aria-current='false'])";

function show(tab) {
  const row = tab.parentElement;
  if (row.scrollWidth <= row.clientWidth) return;
  const [inner, outer] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}

function showAll() {
  document.querySelectorAll(CURRENT).forEach(show);
}

export function startTabs() {
  showAll();
  document.addEventListener("htmx:afterSettle", (event) => event.target === document.body && showAll());
}
