// A refusal comes with a place of its own (HX-Retarget): it is shown there instead of being taken for a failure.
export function startRefusals() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status < 400 || !xhr.getResponseHeader("HX-Retarget")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("htmx:beforeRequest", () => document.getElementById("refusal")?.replaceChildren());
}
