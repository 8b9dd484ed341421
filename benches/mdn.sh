#!/usr/bin/env bash
# Writes a repository as large as MDN's German pages and arranged like them (`files/en-us/**` and
# `files/de/**`, each page an `index.md` in a folder of its own, `l10n: sourceCommit` in the front
# matter), and prints what `hexapla check` and `hexapla status` take: wall time, processor time,
# the most memory, and how often a page is opened.
#
#   benches/mdn.sh             14,600 pages
#   benches/mdn.sh 1000        fewer
#
# HEXAPLA=PATH measures another binary. CORPUS=PATH is the built bench `corpus` that writes the
# pages; without it cargo builds one. Needs git, cargo, GNU tar and time, and strace for the last figure.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
pages=${1:-14600}
target=${CARGO_TARGET_DIR:-$here/target}
tree=$target/mdn-$pages
if [[ -z ${HEXAPLA:-} ]]; then
    cargo build --release --quiet --manifest-path "$here/Cargo.toml"
    HEXAPLA=$target/release/hexapla
fi

write() {
    if [[ -n ${CORPUS:-} ]]; then
        (cd "$here" && "$CORPUS" --pages "$pages" --write "$1" >/dev/null)
    else
        (cd "$here" && cargo bench --quiet --bench corpus -- --pages "$pages" --write "$1" >/dev/null)
    fi
}

export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
commit() {
    export GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1
    git add -A
    git commit --quiet --message "$2"
}

# `$1/a/b.md` becomes `files/$2/a/b/index.md`.
arrange() {
    mkdir -p "files/$2"
    tar --create --directory "$1" --transform 's|\.md$|/index.md|' . |
        tar --extract --directory "files/$2"
    rm -rf "$1"
}

if [[ ! -d $tree/.git ]]; then
    rm -rf "$tree"
    write "$tree"
    cd "$tree"
    rm -rf es ja nl lint-rules.toml
    git init --quiet
    arrange en en-us
    commit 2026-01-05T12:00:00Z "Write the pages"
    first=$(git rev-parse HEAD)
    arrange de de
    find files/de -name index.md -exec sed -i "1a l10n:\n  sourceCommit: $first" {} +
    commit 2026-01-06T12:00:00Z "Translate the pages"
    find files/en-us -path '*[05]/index.md' -exec sed -i '$a\\nRead again.' {} +
    commit 2026-01-07T12:00:00Z "Read every fifth page again"
    # As a clone is: one pack.
    git gc --quiet
fi
cd "$tree"
find files/de -name index.md -print0 | xargs -0 cat | wc -c | awk '{ printf "%.1f MB of German\n", $1 / 1e6 }'
check="check --isolated --quiet --exit-zero --output-format concise"
for command in "$check" "$check --basis worktree" "status --isolated"; do
    # shellcheck disable=SC2086
    env time --format "$command: %e s, %U s user, %S s system, %M KiB" "$HEXAPLA" $command >/dev/null
done
if command -v strace >/dev/null; then
    # The formats that show texts read files with findings again, as they are written.
    # shellcheck disable=SC2086
    strace -f -qq -e trace=openat -o "$target/mdn-opens" "$HEXAPLA" $check >/dev/null
    grep -o '"[^"]*index\.md"' "$target/mdn-opens" | sort | uniq -c |
        awk '{ opens[$1]++ } END { for (n in opens) print opens[n] " pages opened " n " times" }'
fi
