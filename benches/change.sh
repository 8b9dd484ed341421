#!/usr/bin/env bash
# How long a pull request and a commit take that edit one source page of 1,400 in five languages,
# on the corpus that the benchmark writes, under git. Prints medians; the goal is 250 ms.
#   benches/change.sh            1,400 pages
#   PAGES=300 ROUNDS=21 benches/change.sh
# HEXAPLA=PATH measures another binary. CORPUS=PATH is the built bench `corpus` that writes the pages;
# without it cargo builds one. Needs git and cargo.
set -euo pipefail
# shellcheck source=benches/pages.sh
source "$(dirname "$0")/pages.sh"
pages=${PAGES:-1400}
rounds=${ROUNDS:-7}
corpus=$target/change-corpus-$pages

if [[ ! -d $corpus/.git ]]; then
    write_pages "$pages" "$corpus"
    cd "$corpus"
    git init --quiet --initial-branch main
    commit 2026-01-05T12:00:00Z "Pages"
fi
cd "$corpus"
git checkout --quiet --force main
git branch --quiet --force topic main
git checkout --quiet topic
git reset --quiet --hard main

# The edit of a source that its translations do not follow.
page=$(git ls-files en | sed -n "$((pages / 2))p")
[ -n "$page" ] || { echo "no English page in $corpus" >&2; exit 1; }
printf '\nOne more paragraph, with a [link](https://example.org/new).\n' >> "$page"
git add --all

spread() {
    sort -n | awk '{ value[NR] = $1 } END { print value[1] " to " value[NR] " ms" }'
}

# time NAME ARGUMENTS: the median of a command, and that it found the edit.
measure() {
    local name=$1
    shift
    for _ in $(seq "$rounds"); do
        local start=$EPOCHREALTIME
        "$HEXAPLA" check "$@" --output-format concise > .git/said 2>&1 || true
        local end=$EPOCHREALTIME
        echo $(( (${end/[.,]/} - ${start/[.,]/}) / 1000 ))
    done > .git/times
    grep -q 'outdated-by-change' .git/said || { cat .git/said; exit 1; }
    echo "$name: $(median < .git/times) ms, $(spread < .git/times)"
}

echo "$(git ls-files | grep -c '\.md$') files, one source edited: $page"
measure "the next commit, --staged" --staged
commit 2026-01-06T12:00:00Z "Edit one source"
measure "a pull request, --diff-base main" --diff-base main
