#!/usr/bin/env bash
# Installs hexapla for the steps that follow. Runs with the bash 3.2 of macOS too.
set -euo pipefail

fail() {
    echo "::error title=hexapla::$1"
    exit 2
}

if [ "$INPUT_INSTALL" = none ]; then
    hexapla --version || fail "install is \"none\", and no hexapla is on the PATH"
    exit 0
fi

# The version of the action is the one in its own Cargo.toml.
version=${INPUT_VERSION#v}
[ -n "$version" ] || version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$ACTION_PATH/Cargo.toml" | head -n 1)
case $version in
    *[!0-9A-Za-z.+-]* | "") fail "the input \"version\" is no version" ;;
esac

if [ "$INPUT_INSTALL" = pip ]; then
    python3 -m pip install --quiet --disable-pip-version-check "hexapla==$version"
    hexapla --version
    exit 0
fi
[ "$INPUT_INSTALL" = release ] || fail "the input \"install\" is \"release\", \"pip\" or \"none\""

case "$RUNNER_OS-$RUNNER_ARCH" in
    Linux-X64) target=x86_64-unknown-linux-gnu ;;
    Linux-ARM64) target=aarch64-unknown-linux-gnu ;;
    macOS-X64) target=x86_64-apple-darwin ;;
    macOS-ARM64) target=aarch64-apple-darwin ;;
    Windows-X64) target=x86_64-pc-windows-msvc ;;
    Windows-ARM64) target=aarch64-pc-windows-msvc ;;
    *) fail "there is no release for $RUNNER_OS on $RUNNER_ARCH" ;;
esac
# Containers without glibc get the build that is linked statically.
if [ "$RUNNER_OS" = Linux ]; then
    # Read whole: a pipe that closes early would fail for a reason of its own.
    case $(ldd --version 2>&1 || true) in
        *GLIBC* | *"GNU libc"*) ;;
        *) target=${target%gnu}musl ;;
    esac
fi

name=hexapla-v$version-$target
case $RUNNER_OS in
    Windows) archive=$name.zip ;;
    *) archive=$name.tar.gz ;;
esac
[ -n "$ACTION_REPOSITORY" ] ||
    fail "an action in the repository itself has no releases; install hexapla before and use \"none\""
from=$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version
to=$RUNNER_TEMP/hexapla
mkdir -p "$to"
cd "$to"
for file in "$archive" SHA256SUMS; do
    curl --fail --silent --show-error --location --retry 3 --output "$file" "$from/$file" ||
        fail "$from/$file cannot be downloaded; is there a release $version?"
done
# Names in the list follow a space, or a star for binary files.
expected=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$archive\$/\1/p" SHA256SUMS)
if command -v sha256sum > /dev/null; then
    actual=$(sha256sum "$archive")
else
    actual=$(shasum -a 256 "$archive")
fi
[ -n "$expected" ] && [ "${actual%% *}" = "$expected" ] || fail "$archive has another checksum than SHA256SUMS says"
case $archive in
    # Windows has an unpacker of its own; the tar of its bash knows no zip.
    *.zip) powershell -NoProfile -Command "Expand-Archive -Force '$archive' ." ;;
    *) tar -xzf "$archive" ;;
esac
echo "$to/$name" >> "$GITHUB_PATH"
"$to/$name/hexapla" --version
