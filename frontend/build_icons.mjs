// Draws one sprite of the Lucide icons that the templates and Python files name.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const QUOTED = /["']([a-z][a-z0-9-]*)["']/g;
const ICON_TAG = /\{%\s*icon\s+["']([a-z0-9-]+)["']/g;

function namesIn(text) {
  return /icon|NavItem/i.test(text) ? [...text.matchAll(QUOTED)].map((match) => match[1]) : [];
}

function toSymbol(name, file) {
  const drawing = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

/** The sprite as text; throws with the file's name where a template asks for an icon that does not exist. */
export function drawSprite(root, sources) {
  const fileOf = (name) => path.join(root, "node_modules/lucide-static/icons", `${name}.svg`);
  for (const { file, text } of sources) {
    for (const [, name] of text.matchAll(ICON_TAG)) {
      if (!existsSync(fileOf(name))) throw new Error(`${file}: there is no Lucide icon named "${name}"`);
    }
  }
  const names = [...new Set(sources.flatMap(({ text }) => namesIn(text)))].sort();
  const symbols = names.filter((name) => existsSync(fileOf(name))).map((name) => toSymbol(name, fileOf(name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}
