#!/usr/bin/env bash
# Runs the targets in turn, each for some seconds, until it is stopped: fuzz/rotate.sh FOLDER SECONDS
# TARGET... The targets have been built (fuzz/README.md); FOLDER takes the logs, and one line of
# figures for each turn in spent.tsv, which fuzz/spent.sh adds up. Start it twice for two cores, with
# other targets each. A turn that ends with a failure is followed by the next target's.
set -euo pipefail
folder=$1 seconds=$2
shift 2
cd "$(dirname "$0")/.."
binaries=${CARGO_TARGET_DIR:-fuzz/target}/x86_64-unknown-linux-gnu/release
mkdir -p "$folder"
# One thread: a page is too little to share, and two cores have two of these to run.
export RAYON_NUM_THREADS=1
TIMEFORMAT='%U %S %R'
turn=0
while true; do
    for target in "$@"; do
        # Most turns are for small inputs, which are many; every third for what grows with length.
        length=4096
        [ $((turn % 3)) -ne 2 ] || length=65536
        dictionary=fuzz/page.dict
        [ "$target" != config ] || dictionary=fuzz/config.dict
        mkdir -p "fuzz/corpus/$target" "fuzz/artifacts/$target"
        started=$(date +%s)
        log=$folder/$target-$started.log
        code=0
        # The clock counts, not the processor, so on a busy machine the limits have to be patient.
        { time nice -n 19 ionice -c 3 "$binaries/$target" "fuzz/corpus/$target" \
            "-artifact_prefix=fuzz/artifacts/$target/" "-dict=$dictionary" "-max_len=$length" \
            "-max_total_time=$seconds" -timeout=30 -report_slow_units=2 -rss_limit_mb=2048 \
            -print_final_stats=1 > "$log" 2>&1 || echo "$?" > "$log.code"; } 2> "$log.time"
        [ ! -f "$log.code" ] || code=$(cat "$log.code")
        # The last line that tells coverage, and the executions, which a failure tells nowhere else.
        last=$(grep -aE '^#[0-9]+' "$log" | tail -n 1 || true)
        runs=$(grep -aoE '^#[0-9]+' <<< "$last" | tr -d '#' || echo 0)
        coverage=$(grep -aoE 'cov: [0-9]+' <<< "$last" | cut -d ' ' -f 2 || echo 0)
        read -r user system wall < <(tail -n 1 "$log.time")
        printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$target" "$started" "$length" "$user" \
            "$system" "$wall" "${runs:-0}" "${coverage:-0}" "$code" >> "$folder/spent.tsv"
        rm -f "$log.code" "$log.time"
    done
    turn=$((turn + 1))
done
