// Reads the templates and Python files that may name a class or an icon.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const SKIP = new Set(["node_modules", "__pycache__", "built", "locale", "migrations"]);

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIP.has(entry.name) || entry.name.startsWith(".")) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(full);
    else yield full;
  }
}

function toPattern(glob) {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp("^" + escaped.replace(/\*\*\/|\*/g, (star) => (star === "*" ? "[^/]*" : "(?:.*/)?")) + "$");
}

/** The files under `root` that match any of the globs (relative to `root`), as {file, text}. */
export function readSources(root, globs) {
  const patterns = globs.map(toPattern);
  return [...walk(path.join(root, "shopkeeper")), ...walk(path.join(root, "frontend"))]
    .map((file) => ({ file: path.relative(root, file).split(path.sep).join("/"), full: file }))
    .filter(({ file }) => patterns.some((pattern) => pattern.test(file)))
    .map(({ file, full }) => ({ file, text: readFileSync(full, "utf8") }));
}
