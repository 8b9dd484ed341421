#!/usr/bin/env node
// Finds the binary that npm installed for this machine and runs it. Each platform has a package of
// its own, listed as an optional dependency, and npm installs the one whose `os`, `cpu` and `libc`
// fit.
"use strict";

const { spawnSync } = require("node:child_process");
const os = require("node:os");

/** Whether this Linux runs musl: its node then names no version of glibc. */
function isMusl() {
  // Without this the report asks the network for the names of addresses.
  process.report.excludeNetwork = true;
  return !process.report.getReport().header.glibcVersionRuntime;
}

/**
 * The platform packages that can run here, the best first. The musl build is linked statically and
 * runs on any Linux.
 */
function candidates() {
  const machine = `@hexapla/${process.platform}-${process.arch}`;
  if (process.platform !== "linux") {
    return [machine];
  }
  return isMusl() ? [`${machine}-musl`] : [`${machine}-gnu`, `${machine}-musl`];
}

/** The path of the binary, or nothing when no package that fits is installed. */
function find(names) {
  const file = process.platform === "win32" ? "hexapla.exe" : "hexapla";
  for (const name of names) {
    try {
      return require.resolve(`${name}/${file}`);
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") {
        throw error;
      }
    }
  }
  return undefined;
}

/** Says what is wrong and what to do, and ends as hexapla does when it cannot run. */
function fail(message, help) {
  console.error(`error: ${message}\n  help: ${help}`);
  process.exit(2);
}

const names = candidates();
const binary = find(names);
if (binary === undefined) {
  const known = Object.keys(require("../package.json").optionalDependencies);
  if (names.some((name) => known.includes(name))) {
    fail(
      `the package with the binary for this machine is not installed: ${names[0]}`,
      "install again without --omit=optional (npm), --no-optional or --ignore-optional; a lock " +
        "file written on another platform may have to be written anew",
    );
  }
  fail(
    `there is no binary for this machine: ${process.platform} on ${process.arch}`,
    "cargo install hexapla builds one",
  );
}

const child = spawnSync(binary, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
if (child.error) {
  fail(`${binary} cannot be started: ${child.error.message}`, "install hexapla again");
}
// As a shell says it: 128 and the number of the signal that ended the process.
process.exit(child.status ?? 128 + (os.constants.signals[child.signal] ?? 0));
