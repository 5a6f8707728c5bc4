// Makes ../assets/explorer/ from src/: the same bytes from the same sources. Run by `npm run build`.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { outlines } from "./outlines.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "assets", "explorer");
const common = { bundle: true, write: false, minify: true, legalComments: "none", charset: "ascii", absWorkingDir: here, logLevel: "warning" };

const world = {
  name: "outlines",
  setup(build) {
    build.onResolve({ filter: /^kg:outlines$/ }, ({ path }) => ({ path, namespace: "kg" }));
    build.onLoad({ filter: /.*/, namespace: "kg" }, () => ({ contents: `export const outlines = ${JSON.stringify(outlines())};`, loader: "js" }));
  },
};

const script = await esbuild.build({ ...common, entryPoints: ["src/main.js"], format: "iife", target: "es2022", plugins: [world], metafile: true });
const asking = await esbuild.build({ ...common, entryPoints: ["src/sparql/main.js"], format: "esm", target: "es2022", plugins: [world], metafile: true });
const style = await esbuild.build({ ...common, entryPoints: ["src/style.css"], target: ["chrome111", "firefox113", "safari16.4"] });

const askingStyle = await esbuild.build({ ...common, entryPoints: ["src/sparql/style.css"], target: ["chrome111", "firefox113", "safari16.4"] });

const files = {
  "explorer.js": script.outputFiles[0].text,
  "explorer.css": style.outputFiles[0].text,
  "explorer.html": readFileSync(join(here, "src", "explorer.html"), "utf8"),
  "sparql.js": asking.outputFiles[0].text,
  "sparql.css": askingStyle.outputFiles[0].text,
  "sparql.html": readFileSync(join(here, "src", "sparql.html"), "utf8"),
  "outlines.json": JSON.stringify(outlines()),
  "LICENSES.txt": licences(packages(script.metafile, asking.metafile)),
};
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
const digests = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, createHash("sha256").update(text).digest("hex")]));
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(digests, null, 2)}\n`);
for (const [name, text] of Object.entries(files)) console.log(`${name}: ${Buffer.byteLength(text).toLocaleString("en")} bytes`);

/** The packages of which something is in the bundle, and those from which the outlines were made. */
function packages(...metafiles) {
  const found = new Set(["world-atlas", "i18n-iso-countries"]);
  for (const path of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (match) for (const name of within(match[1])) found.add(name);
  }
  return [...found].sort();
}

/** A package, and those that it has bundled in itself already. */
function within(name) {
  if (!name.startsWith("@zazuko/")) return [name];
  const { dependencies } = JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
  return [name, ...Object.keys(dependencies)];
}

function licences(names) {
  const parts = names.map((name) => {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
    const text = file ? readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim() : `${about.license}; ${typeof about.author === "object" ? about.author.name : about.author ?? ""}`;
    return `${about.name} ${about.version} (${about.license.replace(/^\(|\)$/g, "")})\n${"=".repeat(60)}\n${text}\n`;
  });
  return `What is bundled in explorer.js and sparql.js, built from kg/view/web, and under which licences.\nThe outlines of countries are made from Natural Earth, which is in the public domain.\n\n${parts.join("\n")}`;
}
