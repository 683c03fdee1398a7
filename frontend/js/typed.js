// What was typed into a form comes back with the page when the server refused it; kept for that one journey only.
const KEPT = "typed";
const TAKEN = ["INPUT", "SELECT", "TEXTAREA"];
const NEVER = ["hidden", "password", "file", "submit", "button"];

function fieldsOf(form) {
  return [...form.elements].filter((field) => TAKEN.includes(field.tagName) && field.name && !NEVER.includes(field.type));
}

function isChosen(field) {
  return field.type === "checkbox" || field.type === "radio";
}

// Forms of a list have one address: what they hide, such as a SKU, and their fields tell them apart.
function marksOf(form) {
  const named = [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken");
  return JSON.stringify(named.map((field) => [field.name, field.type === "hidden" ? field.value : ""]));
}

function note(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  const values = fieldsOf(form).map((field) => [field.name, field.value, isChosen(field) ? field.checked : null]);
  const told = { page: location.pathname + location.search, form: form.getAttribute("action"), marks: marksOf(form), values };
  sessionStorage.setItem(KEPT, JSON.stringify(told));
}

function fill(form, values) {
  for (const field of fieldsOf(form)) {
    const same = values.find(([name, value, checked]) => name === field.name && (checked === null || value === field.value));
    if (!same) continue;
    if (same[2] === null) field.value = same[1];
    else field.checked = same[2];
  }
  const folded = form.closest("details");
  if (folded) folded.open = true;
}

function bringBack() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!kept || !document.querySelector("#messages [data-refused]")) return;
  const { page, form, marks, values } = JSON.parse(kept);
  if (page !== location.pathname + location.search) return;
  const alike = [...document.querySelectorAll("form[method=post]")].filter((one) => one.getAttribute("action") === form);
  const same = alike.length === 1 ? alike[0] : alike.find((one) => marksOf(one) === marks);
  if (same) fill(same, values);
}

export function startTyped() {
  bringBack();
  document.addEventListener("submit", note);
}
