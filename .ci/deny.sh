#!/usr/bin/env bash
# The dependency tree against deny.toml: licences, sources, bans, and the advisories of RustSec.
# cargo-deny is built once into target/tools, where no other is found. Advisories need the network;
# without it that part is left out, loudly; with REQUIRE_ADVISORIES set it fails.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cargo-deny > /dev/null; then
    target=${CARGO_TARGET_DIR:-target}
    mkdir -p "$target/tools"
    tools=$(cd "$target/tools" && pwd)
    export PATH="$tools/bin:$PATH"
    # Unoptimised: it builds in a quarter of the time and checks in two seconds all the same.
    [ -x "$tools/bin/cargo-deny" ] || CARGO_TARGET_DIR="$tools/build" \
        cargo install cargo-deny --version "^0.20" --locked --profile dev --quiet --root "$tools"
    rm -rf "$tools/build"
fi

cargo deny --locked check --hide-inclusion-graph licenses sources bans
if cargo deny --locked fetch db 2> /dev/null; then
    cargo deny --locked check advisories
elif [ -n "${REQUIRE_ADVISORIES:-}" ]; then
    echo "FAILED: the advisory database cannot be fetched" >&2
    exit 1
else
    echo "NOT CHECKED: security advisories; their database cannot be fetched from here" >&2
fi
