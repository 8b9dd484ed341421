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

# shellcheck source=benches/pages.sh
source "$(dirname "$0")/pages.sh"
pages=${1:-14600}
tree=$target/mdn-$pages

# `$1/a/b.md` becomes `files/$2/a/b/index.md`.
arrange() {
    mkdir -p "files/$2"
    tar --create --directory "$1" --transform 's|\.md$|/index.md|' . |
        tar --extract --directory "files/$2"
    rm -rf "$1"
}

if [[ ! -d $tree/.git ]]; then
    write_pages "$pages" "$tree"
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
