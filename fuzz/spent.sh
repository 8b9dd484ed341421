#!/usr/bin/env bash
# Adds up what fuzz/rotate.sh did: fuzz/spent.sh FOLDER. Minutes are of the processor, user and
# system, of turns that ended; the coverage is the last turn's, in edges.
set -euo pipefail
awk -F '\t' '
    { cpu[$1] += $4 + $5; runs[$1] += $7; turns[$1]++; failed[$1] += $9 != 0; coverage[$1] = $8 }
    END {
        printf "%-14s %8s %6s %12s %9s %8s\n", "target", "minutes", "turns", "inputs", "coverage", "failures"
        for (target in cpu) {
            printf "%-14s %8.1f %6d %12d %9d %8d\n", target, cpu[target] / 60, turns[target], \
                runs[target], coverage[target], failed[target] | "sort"
            all += cpu[target]
        }
        close("sort")
        printf "%-14s %8.1f\n", "all", all / 60
    }' "$1/spent.tsv"
