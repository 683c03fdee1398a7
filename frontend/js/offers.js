// Ways to deliver: each counts down to its cut-off, and cannot be chosen once that has passed. Whoever picks a day of one
// picks that way.
const SOON = 60;
const EVERY_MS = 1000;

function written(seconds) {
  if (seconds < SOON) return `${Math.max(0, Math.floor(seconds))} s`;
  const minutes = Math.floor(seconds / SOON);
  const [hours, rest] = [Math.floor(minutes / SOON), minutes % SOON];
  const parts = [hours > 0 ? `${hours} h` : "", rest > 0 || hours === 0 ? `${rest} min` : ""];
  return parts.filter(Boolean).join(" ");
}

function close(cutOff) {
  cutOff.removeAttribute("data-cut-off");
  cutOff.classList.add("is-past");
  cutOff.textContent = cutOff.dataset.over;
  const choice = cutOff.closest("label")?.querySelector("input");
  if (!choice) return;
  choice.checked = false;
  choice.disabled = true;
  cutOff.closest("form").querySelector("[data-cut-off-passed]")?.removeAttribute("hidden");
}

function refresh(startedAt) {
  const passed = (performance.now() - startedAt) / 1000;
  for (const cutOff of document.querySelectorAll("[data-cut-off]")) {
    const left = Number(cutOff.dataset.cutOff) - passed;
    if (left <= 0) close(cutOff);
    else cutOff.querySelector("[data-left]").textContent = written(left);
  }
}

function chooseWayOfDay(event) {
  if (!event.target.matches('select[name^="day:"]')) return;
  const way = event.target.closest("label").querySelector('input[type="radio"]');
  if (!way.disabled) way.checked = true;
}

export function startOffers() {
  document.addEventListener("change", chooseWayOfDay);
  if (!document.querySelector("[data-cut-off]")) return;
  const startedAt = performance.now();
  refresh(startedAt);
  setInterval(() => refresh(startedAt), EVERY_MS);
}
