// Live news: server-sent events name a topic, fragments that watch it fetch themselves again; polling when events fail.
const POLL_MS = 20000;
const PATIENCE = 3;

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

function productsShown() {
  const topics = watchers().flatMap((element) => element.dataset.live.split(" "));
  const shown = topics.filter((topic) => topic.startsWith(STOCK)).map((topic) => topic.slice(STOCK.length));
  return [...new Set(shown)].sort().join(",");
}

function addressFor(url, products) {
  const address = new URL(url, window.location.href);
  if (products) address.searchParams.set("stock", products);
  return address.href;
}

let source = null;

function listen(url, products) {
  let failures = 0;
  source?.close();
  const opened = new EventSource(addressFor(url, products), { withCredentials: true });
  source = opened;
  opened.onopen = () => {
    if (failures > 0 || polling) tell("*");
    failures = 0;
    stopPolling();
  };
  opened.onmessage = (event) => tell(topicOf(event.data));
  opened.onerror = () => {
    failures += 1;
    if (failures < PATIENCE && opened.readyState !== EventSource.CLOSED) return;
    opened.close();
    poll(() => source.readyState === EventSource.CLOSED && listen(url, productsShown()));
  };
}

let started = null;

function startWhereWanted() {
  const url = document.body.dataset.liveUrl;
  if (!url || watchers().length === 0) return;
  const products = productsShown();
  if (started === products) return;
  const isFirst = started === null;
  started = products;
  if ("EventSource" in window) listen(url, products);
  else if (isFirst) poll();
}

export function startLive() {
  document.addEventListener("htmx:afterSettle", startWhereWanted);
  startWhereWanted();
}
