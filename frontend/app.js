// Behaviors of every page: fragments, theme, keys, live news, times, ways to deliver, charts on demand.
import htmx from "htmx.org";
import { startCharts } from "./js/charts_on_demand.js";
import { startDrops } from "./js/drops.js";
import { startFocus } from "./js/focus.js";
import { startKeys } from "./js/keys.js";
import { startLive } from "./js/live.js";
import { startMessages } from "./js/messages.js";
import { startOffers } from "./js/offers.js";
import { startPictures } from "./js/pictures.js";
import { startRefusals } from "./js/refusals.js";
import { startScanning } from "./js/scan.js";
import { startSearch } from "./js/search.js";
import { startThemeToggle } from "./js/theme_toggle.js";
import { startTabs } from "./js/tabs.js";
import { startTimes } from "./js/times.js";
import { startTyped } from "./js/typed.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  // No snapshots of pages, and so of people, are kept in the browser: going back asks the server again.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(409|422)", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});
window.htmx = htmx;

startThemeToggle();
startDrops();
startKeys();
startSearch();
startScanning();
startFocus();
startMessages();
startPictures();
startRefusals();
startTyped();
startTabs();
startTimes();
startOffers();
startCharts();
startLive();
