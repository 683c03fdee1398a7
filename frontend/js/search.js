// Search while typing: arrows walk through the hits, Escape closes them, Enter without a choice opens the whole list.
function linksOf(form) {
  return [...form.querySelectorAll("#search-hits a")];
}

function walk(form, step) {
  const links = linksOf(form);
  const place = links.indexOf(document.activeElement) + step;
  if (place < 0) form.querySelector("[data-search]").focus();
  else links[Math.min(place, links.length - 1)]?.focus();
}

function close(form) {
  form.querySelector("#search-hits").replaceChildren();
  form.querySelector("[data-search]").focus();
}

const KEYS = {
  ArrowDown: (form) => walk(form, 1),
  ArrowUp: (form) => walk(form, -1),
  Escape: close,
};

export function startSearch() {
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-search-form]");
    const act = form && KEYS[event.key];
    if (!act || (event.key === "Escape" && linksOf(form).length === 0)) return;
    event.preventDefault();
    act(form);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-search-form]");
    if (form && event.target.value.trim().length < 2) form.querySelector("#search-hits").replaceChildren();
  });
}
