#!/usr/bin/env bash
# How long a pull request and a commit take that edit one source page of 1,400 in five languages,
# on the corpus that the benchmark writes, under git. Prints medians; the goal is 250 ms.
#   benches/change.sh            1,400 pages
#   PAGES=300 ROUNDS=21 benches/change.sh
# HEXAPLA=PATH measures another binary. CORPUS=PATH is the built bench `corpus` that writes the pages;
# without it cargo builds one. Needs git and cargo.
set -euo pipefail
cd "$(dirname "$0")/.."

pages=${PAGES:-1400}
rounds=${ROUNDS:-7}
program=${HEXAPLA:-$PWD/target/release/hexapla}
[ -n "${HEXAPLA:-}" ] || cargo build --quiet --release --locked
corpus=$PWD/target/change-corpus-$pages

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
git() {
    command git -C "$corpus" -c user.name=Someone -c user.email=someone@example.org "$@"
}
if [ ! -d "$corpus/.git" ]; then
    rm -rf "$corpus"
    if [ -n "${CORPUS:-}" ]; then
        "$CORPUS" --pages "$pages" --write "$corpus" > /dev/null
    else
        cargo bench --quiet --bench corpus -- --pages "$pages" --write "$corpus" > /dev/null
    fi
    git init --quiet --initial-branch main
    git add --all
    git commit --quiet --message "Pages"
fi
git checkout --quiet --force main
git branch --quiet --force topic main
git checkout --quiet topic
git reset --quiet --hard main

# The edit of a source that its translations do not follow.
page=$(git ls-files en | sed -n "$((pages / 2))p")
[ -n "$page" ] || { echo "no English page in $corpus" >&2; exit 1; }
printf '\nOne more paragraph, with a [link](https://example.org/new).\n' >> "$corpus/$page"
git add --all

median() {
    sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] " ms, " value[1] " to " value[NR] " ms" }'
}

# time NAME ARGUMENTS: the median of a command, and that it found the edit.
measure() {
    local name=$1
    shift
    for _ in $(seq "$rounds"); do
        local start=$EPOCHREALTIME
        (cd "$corpus" && "$program" check "$@" --output-format concise > "$corpus/.git/said" 2>&1) || true
        local end=$EPOCHREALTIME
        echo $(( (${end/[.,]/} - ${start/[.,]/}) / 1000 ))
    done > "$corpus/.git/times"
    grep -q 'outdated-by-change' "$corpus/.git/said" || { cat "$corpus/.git/said"; exit 1; }
    echo "$name: $(median < "$corpus/.git/times")"
}

echo "$(git ls-files | grep -c '\.md$') files, one source edited: $page"
measure "the next commit, --staged" --staged
git commit --quiet --message "Edit one source"
measure "a pull request, --diff-base main" --diff-base main
