#!/usr/bin/env bash
# Runs hexapla as the inputs say: annotations on stdout, the summary of the job, SARIF. Runs with the
# bash 3.2 of macOS too, which takes an empty array for an unset variable.
set -euo pipefail

arguments=()
[ -z "$INPUT_CONFIG" ] || arguments+=("--config=$INPUT_CONFIG")
[ -z "$INPUT_FAIL_ON" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")

base=$INPUT_DIFF_BASE
if [ -z "$base" ] && [ -z "$INPUT_PATHS" ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
    # What is checked out for a pull request is its merge into the base, whose first parent is the
    # base. That is known without the history; another commit needs it.
    if [ "$(git rev-parse HEAD)" = "$GITHUB_SHA" ] && git rev-parse --quiet --verify HEAD^2 > /dev/null; then
        base=HEAD^1
    else
        base=origin/$GITHUB_BASE_REF
    fi
    git rev-parse --quiet --verify "$base^{commit}" > /dev/null || {
        echo "::error title=hexapla::the base of the pull request is not there; set \"fetch-depth: 0\" for actions/checkout"
        echo "exit-code=2" >> "$GITHUB_OUTPUT"
        exit 2
    }
fi
[ -z "$base" ] || [ "$base" = none ] || arguments+=("--diff-base=$base")
arguments+=(--)
while IFS= read -r path; do
    [ -z "$path" ] || arguments+=("$path")
done <<< "$INPUT_PATHS"

code=0
hexapla check --output-format=github "${arguments[@]}" || code=$?

# again FORMAT FILE: the same findings once more; the exit code is known.
again() {
    hexapla check --quiet --exit-zero --output-format="$1" --output-file="$2" "${arguments[@]}" \
        2> /dev/null || code=2
}
if [ -n "$INPUT_SARIF_FILE" ]; then
    again sarif "$INPUT_SARIF_FILE"
    # A line break in the name would start another output.
    case $INPUT_SARIF_FILE in
        *$'\n'*) ;;
        *) echo "sarif-file=$INPUT_SARIF_FILE" >> "$GITHUB_OUTPUT" ;;
    esac
fi
if [ "$INPUT_SUMMARY" = true ]; then
    again markdown "$RUNNER_TEMP/hexapla-summary.md"
    [ ! -f "$RUNNER_TEMP/hexapla-summary.md" ] || cat "$RUNNER_TEMP/hexapla-summary.md" >> "$GITHUB_STEP_SUMMARY"
fi
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
exit "$code"
