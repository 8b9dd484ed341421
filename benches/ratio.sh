#!/usr/bin/env bash
# Prints how long `hexapla check` takes beside `rg -c .` over the same files.
#
#   benches/ratio.sh              generates a corpus of 6,900 files in target/ratio-corpus
#   benches/ratio.sh DIR...       measures in each DIR, which holds a lint-rules.toml or a layout
#                                 that is detected
#
# ROUNDS=9 sets how often the two commands run in turn. PAGES=1380 sets the size of the corpus.
# HEXAPLA=PATH measures another binary. Needs rg (ripgrep) and cargo.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
rounds=${ROUNDS:-9}
pages=${PAGES:-1380}

if ! command -v rg >/dev/null; then
    echo "ratio.sh: rg (ripgrep) is not installed" >&2
    exit 2
fi
if [[ -z ${HEXAPLA:-} ]]; then
    cargo build --release --quiet --manifest-path "$here/Cargo.toml"
    HEXAPLA=${CARGO_TARGET_DIR:-$here/target}/release/hexapla
fi

trees=("$@")
if [[ ${#trees[@]} -eq 0 ]]; then
    corpus=${CARGO_TARGET_DIR:-$here/target}/ratio-corpus
    rm -rf "$corpus"
    (cd "$here" && cargo bench --quiet --bench corpus -- --pages "$pages" --write "$corpus")
    trees=("$corpus")
fi

# Runs a command in the current directory and adds its wall time in microseconds to $times. A
# linter that finds something exits with 1, which is fine; 2 says that it did not run.
timed() {
    local start=${EPOCHREALTIME/[.,]/} status=0
    "$@" >/dev/null 2>"$errors" || status=$?
    local end=${EPOCHREALTIME/[.,]/}
    if ((status > 1)); then
        echo "ratio.sh: '$*' failed with $status:" >&2
        cat "$errors" >&2
        exit 2
    fi
    times+=($((end - start)))
}

# The median of its arguments.
median() {
    printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}

milliseconds() {
    awk -v us="$1" 'BEGIN { printf "%.1f ms", us / 1000 }'
}

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
search=(rg -c . --type-add 'pages:*.{md,mdx}' -t pages)
for tree in "${trees[@]}"; do
    cd "$tree"
    files=$(rg --files --type-add 'pages:*.{md,mdx}' -t pages | wc -l)
    bytes=$(rg --files --null --type-add 'pages:*.{md,mdx}' -t pages | xargs -0 cat | wc -c)
    echo "$tree: $files files, $((bytes / 1000000)) MB, $rounds rounds in turn"
    check_times=() search_times=()
    for ((round = 0; round <= rounds; round++)); do
        times=() && timed "$HEXAPLA" check && check=${times[0]}
        times=() && timed "${search[@]}" && found=${times[0]}
        # The first round warms the page cache.
        if ((round > 0)); then
            check_times+=("$check")
            search_times+=("$found")
        fi
    done
    check=$(median "${check_times[@]}")
    found=$(median "${search_times[@]}")
    awk -v a="$check" -v b="$found" 'BEGIN {
        printf "  hexapla check %8.1f ms\n  rg -c .       %8.1f ms\n  ratio         %8.2f\n",
            a / 1000, b / 1000, a / b }'

    # One translation of middling size, found by its place in the list.
    one=$(rg --files --type-add 'pages:*.{md,mdx}' -t pages | sort | sed -n "$((files / 2 + 1))p")
    times=()
    for ((round = 0; round < 31; round++)); do timed "$HEXAPLA" check "$one"; done
    echo "  one file      $(milliseconds "$(median "${times[@]}")")  ($one)"
    cd - >/dev/null
done
