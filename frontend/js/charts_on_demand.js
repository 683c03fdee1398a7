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
  document.addEventListener("htmx:afterSettle", (event) => drawIn(event.detail.target ?? document.body));
  drawIn(document.body);
}
