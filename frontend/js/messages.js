// Short notices at the edge of the page: read out, dismissed by hand, gone by themselves unless they hold a link.
const STAY_MS = 8000;

function leave(message) {
  message.remove();
}

function arrive(message) {
  if (message.dataset.arrived) return;
  message.dataset.arrived = "yes";
  if (!message.querySelector("a") && !message.dataset.stay) setTimeout(() => leave(message), STAY_MS);
}

function say(text) {
  const region = document.getElementById("messages");
  const pattern = document.getElementById("message-pattern");
  if (!region || !pattern) return;
  const message = pattern.content.firstElementChild.cloneNode(true);
  message.querySelector("[data-text]").textContent = text;
  region.append(message);
  arrive(message);
}

function onFailure() {
  const words = document.getElementById("message-pattern")?.dataset;
  if (words) say(navigator.onLine ? words.failed : words.offline);
}

export function startMessages() {
  const arriveAll = () => document.querySelectorAll(".message").forEach(arrive);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) leave(event.target.closest(".message, [data-dismissible]"));
  });
  document.addEventListener("htmx:afterSettle", arriveAll);
  document.addEventListener("htmx:responseError", onFailure);
  document.addEventListener("htmx:sendError", onFailure);
  arriveAll();
}
