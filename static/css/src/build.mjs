// Builds a static/css/<name>.css of each <name>.scss beside it, and the sprites static/icons/sprite.svg and static/drawings/sprite.svg.
// Run by `make assets`; the packages are installed outside static/ and named by NODE_MODULES.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(process.env.NODE_MODULES ?? join(here, "node_modules"));
const sass = createRequire(join(modules, "x.js"))("sass");
const root = resolve(here, "../..");

for (const name of readdirSync(here).filter((name) => /^[a-z].*\.scss$/.test(name)).map((name) => basename(name, ".scss"))) {
  const { css } = sass.compile(join(here, `${name}.scss`), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  writeFileSync(join(root, "css", `${name}.css`), css + "\n");
}

// One <symbol> per file in src/. Colours of icons come from `currentcolor`, of drawings from the --draw-* tokens.
for (const set of ["icons", "drawings"]) {
  const folder = join(root, set, "src");
  const symbols = readdirSync(folder).filter((name) => name.endsWith(".svg")).sort().map((name) => {
    const source = readFileSync(join(folder, name), "utf8");
    const [, viewBox] = source.match(/viewBox="([^"]+)"/);
    const body = source.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/>\s+</g, "><").trim();
    return `<symbol id="${basename(name, ".svg")}" viewBox="${viewBox}">${body}</symbol>`;
  });
  mkdirSync(join(root, set), { recursive: true });
  writeFileSync(join(root, set, "sprite.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}
