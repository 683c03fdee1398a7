// Builds the styles, the scripts and the icon sprite into shopkeeper/site/static/built/.
import { build, transform } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync, watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compileStyles } from "./build_styles.mjs";
import { drawSprite } from "./build_icons.mjs";
import { readSources } from "./build_sources.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(root, "shopkeeper/site/static/built");
// Icons are named wherever work lists, notices and navigation are put together, not only in templates.
const ICON_SOURCES = ["shopkeeper/**/*.py", "shopkeeper/**/*.html"];
const target = ["chrome111", "firefox128", "safari16.4"];

async function buildScripts() {
  const shared = { bundle: true, minify: true, target, legalComments: "eof", logLevel: "warning", outdir: out };
  await build({ ...shared, entryPoints: ["theme.js", "app.js", "availability.js"].map((name) => path.join(root, "frontend", name)) });
  await build({ ...shared, format: "esm", entryPoints: ["charts.js", "barcodes.js"].map((name) => path.join(root, "frontend", name)) });
}

async function buildAll() {
  const started = performance.now();
  mkdirSync(out, { recursive: true });
  const entry = path.join(root, "frontend/app.css");
  const { css } = await compileStyles(entry, (globs) => readSources(root, globs));
  const small = await transform(css, { loader: "css", minify: true, target });
  writeFileSync(path.join(out, "app.css"), small.code);
  writeFileSync(path.join(out, "icons.svg"), drawSprite(root, readSources(root, ICON_SOURCES)));
  writeFileSync(path.join(out, "mark.svg"), readFileSync(path.join(root, "frontend/mark.svg")));
  await buildScripts();
  copyFileSync(path.join(root, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"), path.join(out, "zxing_reader.wasm"));
  console.log(`front end built in ${Math.round(performance.now() - started)} ms`);
}

function rebuildOnChange() {
  let timer;
  for (const folder of ["frontend", "shopkeeper"]) {
    watch(path.join(root, folder), { recursive: true }, (_event, name) => {
      if (!name || name.includes("built") || !/\.(html|py|css|m?js|svg)$/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => buildAll().catch(console.error), 80);
    });
  }
}

await buildAll();
if (process.argv.includes("--watch")) rebuildOnChange();
