// Drop-downs are <details>: they close on Escape, on a click elsewhere, and one opens at a time.
function closeOthers(kept) {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (drop !== kept && !drop.contains(kept)) drop.open = false;
  }
}

export function startDrops() {
  document.addEventListener("click", (event) => closeOthers(event.target.closest("details.drop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.drop[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
