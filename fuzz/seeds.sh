#!/usr/bin/env bash
# Writes the seeds of the fuzz targets into fuzz/corpus, from the fixtures.
set -euo pipefail
cd "$(dirname "$0")/.."
out=fuzz/corpus
mkdir -p "$out"/{parse,align,mojibake,front_matter,config,fix,suppressions}
number=0
while IFS= read -r page; do
    number=$((number + 1))
    cp "$page" "$out/parse/$number.md"
    { printf '\0'; cat "$page"; } > "$out/mojibake/$number"
    # What stands between the first two fences.
    awk 'NR == 1 && !/^(---|\+\+\+)$/ { exit } NR > 1 && /^(---|\+\+\+)$/ { exit } NR > 1' "$page" \
        > "$out/front_matter/$number"
    [ -s "$out/front_matter/$number" ] || rm "$out/front_matter/$number"
    sed -n 's/.*hexapla-\(.*\) \(-->\|\*\/}\).*/\1/p' "$page" | head -n 1 > "$out/suppressions/$number"
    [ -s "$out/suppressions/$number" ] || rm "$out/suppressions/$number"
    source=$(dirname "$page")/en.md
    if [ -f "$source" ] && [ "$page" != "$source" ]; then
        { cat "$source"; printf '\n%%%%%%%%\n'; cat "$page"; } > "$out/fix/$number.md"
        cp "$out/fix/$number.md" "$out/align/$number.md"
    fi
done < <(find fixtures/rules fixtures/site fixtures/siblings -name '*.md' -o -name '*.mdx')
find . -name lint-rules.toml -not -path './target/*' -not -path './fuzz/*' -exec sh -c \
    'cp "$1" "$2/config/$(echo "$1" | tr / _)"' _ {} "$out" \;
printf 'disable-next-line code-block -- a reason' > "$out/suppressions/line"
printf 'disable all -- a reason' > "$out/suppressions/all"
for target in "$out"/*/; do
    echo "$target: $(find "$target" -type f | wc -l) seeds"
done
