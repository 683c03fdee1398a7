// A web shop's widget: says in words where a product can be had. One file, no key, nothing stored, nobody tracked.
//   <div data-availability="LIG-125"></div> <script async src="https://shopkeeper.example/static/built/availability.js"></script>
const SERVER = new URL(document.currentScript.src).origin;
const AGAIN_MS = 30000;
const PATIENCE_MS = 8000;
const TRUE_FOR_MS = 120000; // What was said stays for so long while nobody responds.
const WORDS = {
  en: {
    plenty: "In stock", few: "Only a few left", none: "Not in stock", call_first: "Probably there, please call first",
    unknown: "Not known just now, please call",
    delivery: "Delivery", today: "collect today", by: "order by", stores: "In the stores", failed: "Availability is not known just now.", tell: "Tell me when it is back", comes: "comes on",
  },
  de: {
    plenty: "Vorrätig", few: "Nur noch wenige", none: "Nicht vorrätig", call_first: "Vermutlich da, bitte vorher anrufen",
    unknown: "Gerade nicht bekannt, bitte anrufen",
    delivery: "Lieferung", today: "heute abholen", by: "bestellen bis", stores: "In den Filialen", failed: "Die Verfügbarkeit ist gerade nicht bekannt.", tell: "Sagen Sie mir, wenn es wieder da ist", comes: "kommt am",
  },
  fr: {
    plenty: "En stock", few: "Plus que quelques pièces", none: "Épuisé", call_first: "Sans doute là, appelez d’abord",
    unknown: "Pas connu pour l’instant, appelez",
    delivery: "Livraison", today: "à retirer aujourd’hui", by: "commander avant", stores: "En magasin", failed: "La disponibilité n’est pas connue pour l’instant.", tell: "Prévenez-moi de son retour", comes: "arrive le",
  },
};
const toldAt = new WeakMap();
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
  :host { display: block; font: inherit; color: inherit; }
  p, ul { margin: 0; padding: 0; } ul { list-style: none; } summary { cursor: pointer; margin-top: 0.25em; }
  li { display: flex; justify-content: space-between; gap: 1em; padding: 0.25em 0; }
  .plenty::before, .few::before, .none::before, .call_first::before, .unknown::before { content: "●"; margin-right: 0.4em; }
  .plenty::before { color: #1a7f4b; } .few::before, .call_first::before { color: #b07400; } .none::before, .unknown::before { color: #8a8a8a; }
`);

function wordsFor(element) {
  const language = (element.closest("[lang]")?.lang || "en").slice(0, 2);
  return { ...(WORDS[language] ?? WORDS.en), language: WORDS[language] ? language : "en" };
}

// A day is the retailer's, wherever the reader is.
function withDay(text, day, words) {
  if (!day) return text;
  const told = new Date(`${day}T12:00:00Z`).toLocaleDateString(words.language, { day: "numeric", month: "long", timeZone: "UTC" });
  return `${text}, ${words.comes} ${told}`;
}

function part(name, text, look = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}

// The time is the store's own: it stands in what was said as its clock shows it.
function today(store, words) {
  return `${words[store.state]}, ${words.today}, ${words.by} ${store.ready_until.slice(11, 16)}`;
}

function storeRow(store, words) {
  const row = document.createElement("li");
  const state = part("span", store.ready_today ? today(store, words) : withDay(words[store.state], store.comes_on, words), store.state);
  row.append(part("span", store.name), state);
  return row;
}

// The page asks for the address and sends a link to confirm it: nothing is typed into a page of ours elsewhere.
function wayToBeTold(told, wanted, words) {
  const link = part("a", words.tell);
  link.href = `${SERVER}/in-stock/${encodeURIComponent(told.sku)}/${wanted ? `?store=${encodeURIComponent(wanted)}` : ""}`;
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

function draw(element, told) {
  const words = wordsFor(element);
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const wanted = element.dataset.store;
  const shown = wanted ? told.stores.filter((store) => store.code === wanted) : told.stores;
  const wasOpen = root.querySelector("details")?.open ?? Boolean(wanted);
  const list = document.createElement("ul");
  list.append(...shown.map((store) => storeRow(store, words)));
  const stores = document.createElement("details");
  stores.open = wasOpen;
  stores.append(part("summary", words.stores), list);
  const status = part("p", `${words.delivery}: ${withDay(words[told.delivery], told.comes_on, words)}`, told.delivery);
  status.setAttribute("role", "status");
  root.adoptedStyleSheets = [SHEET];
  const isGone = wanted ? shown.every((store) => store.state === "none") : told.delivery === "none";
  const parts = [status, ...(shown.length > 0 ? [stores] : []), ...(isGone ? [wayToBeTold(told, wanted, words)] : [])];
  root.replaceChildren(...parts);
}

function drawUnknown(element) {
  if (Date.now() - (toldAt.get(element) ?? 0) < TRUE_FOR_MS) return;
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const status = part("p", wordsFor(element).failed, "unknown");
  status.setAttribute("role", "status");
  root.adoptedStyleSheets = [SHEET];
  root.replaceChildren(status);
}

async function refresh(element) {
  try {
    const address = `${SERVER}/api/public/availability/${encodeURIComponent(element.dataset.availability)}`;
    const response = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status === 404) element.hidden = true;
    else if (!response.ok) drawUnknown(element);
    else {
      draw(element, await response.json());
      toldAt.set(element, Date.now());
    }
  } catch {
    drawUnknown(element);
  }
}

function start() {
  const elements = [...document.querySelectorAll("[data-availability]")];
  elements.forEach(refresh);
  setInterval(() => {
    if (!document.hidden) elements.forEach(refresh);
  }, AGAIN_MS);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
