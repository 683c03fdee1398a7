// Live news: server-sent events name a topic, fragments that watch it fetch themselves again; polling when events fail.
const POLL_MS = 20000;
const PATIENCE = 3;

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

function poll() {
  setInterval(() => {
    if (!document.hidden) tell("*");
  }, POLL_MS);
}

function listen(url) {
  let failures = 0;
  const source = new EventSource(url, { withCredentials: true });
  source.onopen = () => {
    if (failures > 0) tell("*");
    failures = 0;
  };
  source.onmessage = (event) => tell(topicOf(event.data));
  source.onerror = () => {
    failures += 1;
    if (failures < PATIENCE && source.readyState !== EventSource.CLOSED) return;
    source.close();
    poll();
  };
}

let started = false;

function startWhereWanted() {
  const url = document.body.dataset.liveUrl;
  if (started || !url || watchers().length === 0) return;
  started = true;
  if ("EventSource" in window) listen(url);
  else poll();
}

export function startLive() {
  document.addEventListener("htmx:afterSettle", startWhereWanted);
  startWhereWanted();
}
