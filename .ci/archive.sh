#!/usr/bin/env bash
# Packs the archive of a release, as cargo-binstall (Cargo.toml) and action/install.sh look for it:
#
#   .ci/archive.sh TARGET FOLDER-WITH-THE-BINARY OUT
set -euo pipefail
target=$1
binary=hexapla
case $target in
    *-windows-*) binary=hexapla.exe ;;
esac
from=$(cd "$2" && pwd)/$binary
mkdir -p "$3"
out=$(cd "$3" && pwd)
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=hexapla-v$version-$target
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/$name"
cp "$from" README.md CHANGELOG.md LICENSE LICENSE-APACHE LICENSE-MIT "$scratch/$name/"
cd "$scratch"
case $target in
    *-windows-*) 7z a -bso0 "$out/$name.zip" "$name" ;;
    *) tar -czf "$out/$name.tar.gz" "$name" ;;
esac
