// Compiles Tailwind without its native scanner, so that one lock file installs on every platform.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compile } from "tailwindcss";

const require = createRequire(import.meta.url);
const TAILWIND = { tailwindcss: "tailwindcss/index.css" };
const CLASS_LIKE = /[^\s"'`<>{}=|;]+/g;

async function loadStylesheet(id, base) {
  const file = id.startsWith(".") ? path.resolve(base, id) : require.resolve(TAILWIND[id] ?? id);
  return { path: file, base: path.dirname(file), content: readFileSync(file, "utf8") };
}

async function loadModule(id, base) {
  const file = id.startsWith(".") ? path.resolve(base, id) : require.resolve(id);
  const loaded = await import(pathToFileURL(file).href);
  return { path: file, base: path.dirname(file), module: loaded.default ?? loaded };
}

/** The compiled style sheet of `entry`, with the classes that its `@source` globs hold. */
export async function compileStyles(entry, readSources) {
  const base = path.dirname(entry);
  const compiler = await compile(readFileSync(entry, "utf8"), { base, from: entry, loadStylesheet, loadModule });
  const root = path.dirname(base);
  const globs = compiler.sources.map(({ base: from, pattern }) =>
    path.relative(root, path.resolve(from, pattern)).split(path.sep).join("/"),
  );
  const sources = readSources(globs);
  const candidates = new Set(sources.flatMap(({ text }) => text.match(CLASS_LIKE) ?? []));
  return { css: compiler.build([...candidates]) };
}
