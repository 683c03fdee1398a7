// Live news: events name a topic, and parts of the page that watch it fetch themselves again; or they bring the new part
// itself, drawn once for all who see it alike. Polling when events fail.
const POLL_MS = 20000;
const PATIENCE = 3;

// After an outage all open pages would ask at the same moment.
const SPREAD_MS = 3000;

// Sales come by the dozen a second: a page is told of the products that it shows, and of no others.
const STOCK = "stock:";

function watchers() {
  return [...document.querySelectorAll("[data-live]")];
}

function tell(topic) {
  for (const element of watchers()) {
    const wanted = element.dataset.live.split(" ");
    if (topic === "*" || wanted.includes("*") || wanted.includes(topic)) window.htmx.trigger(element, "live");
  }
}

function topicOf(data) {
  try {
    return JSON.parse(data).topic ?? "*";
  } catch {
    return data || "*";
  }
}

function tellLater(topic) {
  setTimeout(() => tell(topic), Math.random() * SPREAD_MS);
}

function replace({ fragment, html }) {
  for (const element of document.querySelectorAll(`[data-live-fragment="${CSS.escape(fragment)}"]`)) {
    window.htmx.swap(element, html, { swapStyle: "outerHTML" });
  }
}

let polling = null;

// A server that starts slowly is no reason to be late for ever: each round also tries to listen again.
function poll(listenAgain) {
  polling ??= setInterval(() => {
    if (document.hidden) return;
    tell("*");
    listenAgain?.();
  }, POLL_MS);
}

function stopPolling() {
  clearInterval(polling);
  polling = null;
}

// What this page shows, as the server is asked for it.
function shown() {
  const topics = watchers().flatMap((element) => element.dataset.live.split(" "));
  const stock = topics.filter((topic) => topic.startsWith(STOCK)).map((topic) => topic.slice(STOCK.length));
  const fragments = watchers().map((element) => element.dataset.liveFragment).filter(Boolean);
  return [
    ["stock", [...new Set(stock)].sort().join(",")],
    ["fragments", [...new Set(fragments)].sort().join(",")],
  ].filter(([, wanted]) => wanted);
}

function addressOf(url) {
  const address = new URL(url, window.location.href);
  for (const [name, wanted] of shown()) address.searchParams.set(name, wanted);
  return address.href;
}

let source = null;

function listen(address) {
  let failures = 0;
  source?.close();
  const opened = new EventSource(address, { withCredentials: true });
  source = opened;
  opened.onopen = () => {
    if (failures > 0 || polling) tellLater("*");
    failures = 0;
    stopPolling();
  };
  opened.onmessage = (event) => {
    const topic = topicOf(event.data);
    (topic === "*" ? tellLater : tell)(topic);
  };
  opened.addEventListener("fragment", (event) => replace(JSON.parse(event.data)));
  opened.onerror = () => {
    failures += 1;
    if (failures < PATIENCE && opened.readyState !== EventSource.CLOSED) return;
    opened.close();
    poll(() => source.readyState === EventSource.CLOSED && listen(address));
  };
}

let started = null;

function startWhereWanted() {
  const url = document.body.dataset.liveUrl;
  if (!url || watchers().length === 0) return;
  const address = addressOf(url);
  if (started === address) return;
  const isFirst = started === null;
  started = address;
  if ("EventSource" in window) listen(address);
  else if (isFirst) poll();
}

export function startLive() {
  document.addEventListener("htmx:afterSettle", startWhereWanted);
  startWhereWanted();
}
