// Packs the npm packages: the wrapper `hexapla` and a package for each platform with its binary.
//
//   node npm/pack.mjs OUT PLATFORM=BINARY ...
//
// PLATFORM is a key of platforms.json. Versions, description and licence come from Cargo.toml; the
// wrapper names all platforms, so that it is the same whichever of them are packed beside it.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const platforms = json(join(root, "npm/platforms.json"));

/** What cargo says of the package; `--offline` because nothing has to be fetched for that. */
function cargoPackage() {
  const options = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
  const cargo = process.env.CARGO ?? "cargo";
  const said = execFileSync(cargo, options, { cwd: root, maxBuffer: 1 << 26 });
  return JSON.parse(said).packages.find((one) => one.name === "hexapla");
}

/** Writes `manifest` into `folder`, adds the licences, and packs it into `out`. */
function pack(folder, manifest, out) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const licence of ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"]) {
    copyFileSync(join(root, licence), join(folder, licence));
  }
  // On Windows npm is a script, which only a shell starts.
  const options = { encoding: "utf8", shell: process.platform === "win32" };
  const arguments_ = ["pack", folder, "--pack-destination", out, "--silent"];
  console.log(join(out, execFileSync("npm", arguments_, options).trim()));
}

const [outArgument, ...binaries] = process.argv.slice(2);
if (outArgument === undefined || binaries.some((one) => !(one.split("=")[0] in platforms))) {
  console.error("usage: node npm/pack.mjs OUT PLATFORM=BINARY ...");
  console.error(`platforms: ${Object.keys(platforms).join(", ")}`);
  process.exit(2);
}
const out = resolve(outArgument);
const { version, description, license, keywords, repository } = cargoPackage();
// npm compares this address with the one that a build is attested for.
const shared = { version, description, license };
if (repository) {
  shared.repository = { type: "git", url: `git+${repository}.git` };
}

for (const one of binaries) {
  const [name, binary] = [one.split("=")[0], one.slice(one.indexOf("=") + 1)];
  const { os, cpu, libc, target } = platforms[name];
  const folder = join(out, "staging", name);
  mkdirSync(folder, { recursive: true });
  const file = os === "win32" ? "hexapla.exe" : "hexapla";
  copyFileSync(binary, join(folder, file));
  chmodSync(join(folder, file), 0o755);
  const manifest = {
    ...shared,
    name: `@hexapla/${name}`,
    description: `The binary of hexapla for ${target}`,
    files: [file, "LICENSE*"],
    os: [os],
    cpu: [cpu],
    ...(libc ? { libc: [libc] } : {}),
    // The binary is run by its path, which package managers with archives would not have.
    preferUnplugged: true,
    publishConfig: { access: "public" },
  };
  pack(folder, manifest, out);
}

const wrapper = join(out, "staging", "hexapla");
cpSync(join(root, "npm/hexapla"), wrapper, { recursive: true });
copyFileSync(join(root, "README.md"), join(wrapper, "README.md"));
const names = Object.keys(platforms).map((name) => [`@hexapla/${name}`, version]);
const manifest = { ...json(join(root, "npm/hexapla/package.json")), ...shared, keywords };
pack(wrapper, { ...manifest, optionalDependencies: Object.fromEntries(names) }, out);
