// Builds the styles, the scripts and the icon sprite into shopkeeper/site/static/built/.
import { build, transform } from "esbuild";
import { mkdirSync, readFileSync, renameSync, writeFileSync, watch } from "node:fs";
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

/** Under a name of its own first: who asks while this runs gets the whole file, the old one or the new one. */
function put(name, contents) {
  const half = path.join(out, `.${name}.${process.pid}`);
  writeFileSync(half, contents);
  renameSync(half, path.join(out, name));
}

async function buildScripts() {
  const shared = { bundle: true, minify: true, target, legalComments: "eof", logLevel: "warning", outdir: out, write: false };
  const named = (...names) => names.map((name) => path.join(root, "frontend", name));
  const plain = await build({ ...shared, entryPoints: named("theme.js", "app.js", "availability.js") });
  const modules = await build({ ...shared, format: "esm", entryPoints: named("charts.js", "barcodes.js") });
  for (const file of [...plain.outputFiles, ...modules.outputFiles]) put(path.basename(file.path), file.contents);
}

async function buildAll() {
  const started = performance.now();
  mkdirSync(out, { recursive: true });
  const entry = path.join(root, "frontend/app.css");
  const { css } = await compileStyles(entry, (globs) => readSources(root, globs));
  const small = await transform(css, { loader: "css", minify: true, target });
  put("app.css", small.code);
  put("icons.svg", drawSprite(root, readSources(root, ICON_SOURCES)));
  put("mark.svg", readFileSync(path.join(root, "frontend/mark.svg")));
  await buildScripts();
  put("zxing_reader.wasm", readFileSync(path.join(root, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm")));
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
