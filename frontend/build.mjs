// Turns scss/ and js/ into static/convenor.css and static/convenor.js.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const sheet = sass.compile(here("scss/convenor.scss"), {
  loadPaths: [here("node_modules")],
  style: "compressed",
  quietDeps: true,
  // govuk-frontend 5 is written with @import and is loaded the same way.
  silenceDeprecations: ["import", "global-builtin", "mixed-decls"],
});
if (/url\(/.test(sheet.css)) {
  throw new Error("The style sheet asks for another file. The content policy and offline use allow none.");
}
await writeFile(here("../static/convenor.css"), sheet.css + "\n");

await esbuild.build({
  entryPoints: [here("js/convenor.js")],
  outfile: here("../static/convenor.js"),
  bundle: true,
  format: "esm",
  target: "es2020",
  minify: true,
  charset: "utf8",
  legalComments: "none",
});
