// The theme switch: day or night, kept in this browser.
function shown() {
  const set = document.documentElement.dataset.theme;
  return set ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "day");
}

export function startThemeToggle() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const next = shown() === "night" ? "day" : "night";
    localStorage.setItem("theme", next);
    document.documentElement.dataset.theme = next;
    document.dispatchEvent(new CustomEvent("themechange"));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    document.dispatchEvent(new CustomEvent("themechange")),
  );
}
