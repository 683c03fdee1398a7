// Sets the chosen theme before the first paint, so that a page never flashes in the other one.
const chosen = localStorage.getItem("theme");
if (chosen === "day" || chosen === "night") document.documentElement.dataset.theme = chosen;
document.documentElement.classList.add("has-scripts");
