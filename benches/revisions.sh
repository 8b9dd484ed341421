#!/usr/bin/env bash
# Prints what recorded revisions and the history cost: `hexapla check` over a generated repository
# in which every Dutch page records the commit it was made from and a fifth of the sources changed
# since.
#
#   benches/revisions.sh 1400 7000 14000     how many pages of one language, several sizes in turn
#
# ROUNDS=7 sets how often each is run. HEXAPLA=PATH measures another binary. CORPUS=PATH is the
# built bench `corpus` that writes the pages; without it cargo builds one. Needs git and cargo.
set -euo pipefail

# shellcheck source=benches/pages.sh
source "$(dirname "$0")/pages.sh"
rounds=${ROUNDS:-7}

# A repository of $1 pages in $2: sources, translations, and twelve commits to a fifth of the
# sources.
build() {
    write_pages "$1" "$2"
    cd "$2"
    rm -rf de es ja
    git init --quiet
    mv nl .nl
    commit 2026-01-05T12:00:00Z "Write the pages"
    local first
    first=$(git rev-parse HEAD)
    mv .nl nl
    find nl -name '*.md' -exec sed -i "1a source-git-commit: $first" {} +
    commit 2026-01-06T12:00:00Z "Translate the pages"
    local month number=0
    for month in 02 03 04 05 06 07 08 09 10 11 12 13; do
        number=$((number + 1))
        find en -name "*[05].md" | sort | awk "NR % 12 == $number % 12" |
            xargs -r sed -i "\$a\\\\nThis page was last read again in round $number."
        commit "2026-01-${month}T18:00:00Z" "Read pages again, round $number"
    done
    # As a clone is: one pack.
    git gc --quiet
}

# The median wall time of a check with the given options, in milliseconds.
time_of() {
    local times=() round
    for ((round = 0; round <= rounds; round++)); do
        local start=${EPOCHREALTIME/[.,]/}
        "$HEXAPLA" check --quiet --exit-zero --output-format concise "$@" >/dev/null
        ((round == 0)) || times+=($((${EPOCHREALTIME/[.,]/} - start)))
    done
    echo $(($(printf '%s\n' "${times[@]}" | median) / 1000))
}

printf '%8s %12s %12s %12s %12s %14s\n' pages worktree recorded history 'one file' 'pages/s, rec.'
for pages in "${@:-1400}"; do
    tree=$target/revisions-$pages
    (build "$pages" "$tree")
    cd "$tree"
    worktree=$(time_of --basis worktree)
    recorded=$(time_of)
    history=$(time_of --basis history)
    one=$(time_of "$(find nl -name '*5.md' | sort | head -1)")
    printf '%8d %9d ms %9d ms %9d ms %9d ms %14d\n' "$pages" "$worktree" "$recorded" "$history" \
        "$one" $((pages * 2000 / recorded))
done
