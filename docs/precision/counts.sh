#!/bin/sh
# Counts the findings of every rule in each checkout that is named, as a Markdown table:
#
#     docs/precision/counts.sh HEXAPLA DIRECTORY... >counts.md
#
# HEXAPLA is the program. What follows a `--` is handed to it, such as `--select advisory`.
set -eu
program=$1
shift
directories=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    directories="$directories $1"
    shift
done
[ $# -eq 0 ] || shift
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
names=
for directory in $directories; do
    name=$(basename "$directory")
    names="$names $name"
    # Findings make the exit code 1.
    (cd "$directory" && "$program" check --output-format concise "$@" 2>/dev/null || [ $? -eq 1 ]) |
        sed -n 's/.*: \(error\|warning\|info\)\[\([a-z0-9-]*\)\] .*/\2/p' | sort | uniq -c >"$work/$name"
done
printf '| rule |'
for name in $names; do printf ' %s |' "$name"; done
printf '\n| --- |'
for name in $names; do printf ' ---: |'; done
printf '\n'
(cd "$work" && cat $names) | awk '{print $2}' | sort -u | while read -r rule; do
    printf '| `%s` |' "$rule"
    for name in $names; do
        printf ' %s |' "$(awk -v rule="$rule" '$2 == rule { count = $1 } END { print count + 0 }' "$work/$name")"
    done
    printf '\n'
done
