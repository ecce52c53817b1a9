#!/usr/bin/env node
// Makes bot/web/static/design of the npm package dkfds: of its CSS what the page uses, two fonts, and the icons its CSS names.
// usage: npm run build

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, "bot", "web");
const target = join(web, "static", "design");
const system = join(root, "node_modules", "dkfds", "dist");
const fonts = join(system, "fonts", "IBMPlexSans", "split", "woff2");
const icons = join(system, "img", "svg-icons");

/** Everything that names a class: templates and scripts. */
function users() {
  return ["templates", "static"].flatMap((folder) =>
    readdirSync(join(web, folder))
      .filter((name) => /\.(html|js)$/.test(name))
      .map((name) => join(web, folder, name)),
  );
}

async function css() {
  const { css: whole } = compile(join(web, "design", "design.scss"), {
    loadPaths: [join(root, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  const [{ css: used }] = await new PurgeCSS().purge({ content: users(), css: [{ raw: whole }], fontFace: true });
  return `/*! Det Fælles Designsystem (dkfds), MIT: see LICENSE.md beside this file. */\n${used}`;
}

const text = await css();
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, "design.css"), text);
for (const [, name] of text.matchAll(/url\("?([^")]+)"?\)/g)) {
  copyFileSync(join(name.endsWith(".woff2") ? fonts : icons, name), join(target, name));
}
copyFileSync(join(system, "..", "LICENSE.md"), join(target, "LICENSE.md"));
for (const name of readdirSync(target)) {
  const content = readFileSync(join(target, name));
  console.log(`${name}: ${content.length} bytes, ${gzipSync(content).length} gzipped`);
}
