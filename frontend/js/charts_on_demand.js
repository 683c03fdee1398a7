// Fetches the chart library only where a page, or a fragment swapped into it, holds a chart.
let library;

async function drawIn(root) {
  const figures = root.querySelectorAll?.("[data-chart]") ?? [];
  if (figures.length === 0) return;
  library ??= import(document.body.dataset.chartsUrl);
  const { drawCharts } = await library;
  drawCharts(root);
}

export function startCharts() {
  // The whole page: where a fragment took the place of another, the event names the one that is gone.
  document.addEventListener("htmx:afterSettle", () => drawIn(document.body));
  drawIn(document.body);
}
