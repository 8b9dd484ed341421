#!/usr/bin/env bash
# The version in Cargo.toml is the one of the tag, where a tag is built, and the changelog has it.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
if [ "${GITHUB_REF_TYPE:-}" != tag ]; then
    echo "version $version; no tag is built"
    exit 0
fi
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
[ "$GITHUB_REF_NAME" = "v$version" ] || fail "the tag is $GITHUB_REF_NAME, Cargo.toml says $version"
grep -q "^## $version" CHANGELOG.md || fail "CHANGELOG.md has no section \"## $version\""
# cargo-binstall and npm look for the builds there.
grep -q "^repository = \"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY\"\$" Cargo.toml ||
    fail "Cargo.toml: repository is not $GITHUB_SERVER_URL/$GITHUB_REPOSITORY"
echo "version $version"
