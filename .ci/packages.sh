#!/usr/bin/env bash
# What users install, built and run: the crate's own files, the wheel in a fresh environment, and the
# npm packages in a scratch project. All of them say one version, the one in Cargo.toml. The release
# build is the one that the README's command made. Needs Python with venv and pip, and the network
# once, for maturin; npm where it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
[ -n "$version" ] || fail "Cargo.toml names no version"

# check NAME COMMAND...: says the version, finds nothing on the clean site, and finds a defect.
check() {
    local name=$1 said
    shift
    said=$("$@" --version) || fail "$name: does not run"
    [ "$said" = "hexapla $version" ] || fail "$name: says \"$said\", Cargo.toml $version"
    "$@" check --config "$root/lint-rules.toml" --quiet || fail "$name: the site is not clean"
    if "$@" compare --source "$root/fixtures/readme/en.md" "$root/fixtures/readme/es.md" \
        --output-format concise --quiet > "$scratch/said"; then
        fail "$name: no defect was found"
    fi
    grep -q 'es.md:8:19: error\[list-items\]' "$scratch/said" || fail "$name: other findings"
    echo "$name: runs, version $version"
}

echo "crate: what is packaged builds by itself"
cargo package --offline --allow-dirty --no-verify --quiet --target-dir "$target"
tar -xzf "$target/package/hexapla-$version.crate" -C "$scratch"
crate=$scratch/hexapla-$version
unwanted=$(cd "$crate" && find . -mindepth 1 -maxdepth 1 ! -name src ! -name docs ! -name 'LICENSE*' \
    ! -name 'Cargo.*' ! -name README.md ! -name CHANGELOG.md ! -name .cargo_vcs_info.json)
[ -z "$unwanted" ] || fail "the crate holds $unwanted"
[ "$(wc -c < "$target/package/hexapla-$version.crate")" -lt 2000000 ] || fail "the crate is over 2 MB"
CARGO_TARGET_DIR="$target" cargo check --quiet --locked --offline --manifest-path "$crate/Cargo.toml"

cargo build --release --quiet --locked
binary=$target/release/hexapla
check "binary" "$binary"

venv=$target/packages-venv
if [ ! -x "$venv/bin/maturin" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet "maturin>=1.7,<2.0"
fi
CARGO_TARGET_DIR="$target" "$venv/bin/maturin" build --quiet --release --locked --out "$scratch/wheel"
[ -f "$(echo "$scratch"/wheel/hexapla-"$version"-py3-none-*.whl)" ] || fail "no wheel of $version"
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --no-index "$scratch"/wheel/*.whl
check "wheel" "$scratch/venv/bin/hexapla"
grep -rqx "License\(-Expression\)\?: MIT OR Apache-2.0" \
    "$scratch"/venv/lib/python*/site-packages/hexapla-"$version".dist-info/METADATA ||
    fail "wheel: another licence"

if ! command -v npm > /dev/null; then
    echo "skipped the npm packages: no npm"
    exit 0
fi
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64-gnu ;;
    Linux-aarch64) platform=linux-arm64-gnu ;;
    Darwin-x86_64) platform=darwin-x64 ;;
    Darwin-arm64) platform=darwin-arm64 ;;
    *) echo "skipped the npm packages: no platform package for this machine" && exit 0 ;;
esac
mkdir "$scratch/npm" "$scratch/project"
node npm/pack.mjs "$scratch/npm" "$platform=$binary" > "$scratch/packed"
cd "$scratch/project"
echo '{ "private": true }' > package.json
npm_install=(npm install --offline --no-audit --no-fund --silent)
"${npm_install[@]}" "$scratch/npm/hexapla-$platform-$version.tgz" "$scratch/npm/hexapla-$version.tgz"
check "npm" "$scratch/project/node_modules/.bin/hexapla"
# Without the platform's package it says so, and does not look like a clean run.
rm -r "node_modules/@hexapla/$platform"
code=0
node_modules/.bin/hexapla --version 2> "$scratch/said" || code=$?
[ "$code" -eq 2 ] || fail "npm: code $code without a binary"
grep -q "not installed: @hexapla/$platform" "$scratch/said" || fail "npm: nothing said of the missing binary"
echo "npm: says what is missing"
