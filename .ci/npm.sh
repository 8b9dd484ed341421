#!/usr/bin/env bash
# Packs the npm packages of all platforms from the archives of a release:
#
#   .ci/npm.sh FOLDER-WITH-ARCHIVES OUT
set -euo pipefail
archives=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
binaries=()
while read -r platform target; do
    archive=$(find "$archives" -maxdepth 1 -name "hexapla-v*-$target.*")
    [ -f "$archive" ] || { echo "FAILED: no archive for $target" >&2; exit 1; }
    mkdir "$scratch/$platform"
    case $archive in
        *.zip) unzip -q "$archive" -d "$scratch/$platform" ;;
        *) tar -xzf "$archive" -C "$scratch/$platform" ;;
    esac
    binary=$(find "$scratch/$platform" -name hexapla -type f -o -name hexapla.exe -type f)
    binaries+=("$platform=$binary")
done < <(node -e 'for (const [name, of] of Object.entries(require("./npm/platforms.json")))
    console.log(name, of.target)')
node npm/pack.mjs "$out" "${binaries[@]}"
rm -rf "$out/staging"
