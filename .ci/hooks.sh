#!/usr/bin/env bash
# The shipped hooks under the real pre-commit and prek, in scratch repositories: a bad commit is
# stopped, --fix leaves repaired files, a deleted source is noticed, a range is judged, and many
# files are judged by one process. Then the recipes of docs/hooks.md under the real lefthook and
# husky. Needs git, Python with venv and pip, npm, and the network once.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
cargo build --quiet --locked
venv=$PWD/target/hooks-venv
if [ ! -x "$venv/bin/prek" ] || [ ! -x "$venv/bin/pre-commit" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pre-commit prek
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home"
# Counts how often it is called and goes on to the real one.
cat > "$scratch/bin/hexapla" <<SHIM
#!/bin/sh
echo \$# >> "$scratch/calls"
exec "$PWD/target/debug/hexapla" "\$@"
SHIM
chmod +x "$scratch/bin/hexapla"
export PATH="$scratch/bin:$venv/bin:$PATH" HOME="$scratch/home"
export GIT_CONFIG_GLOBAL="$scratch/gitconfig" GIT_CONFIG_NOSYSTEM=1
export PRE_COMMIT_HOME="$scratch/home/pre-commit" PREK_HOME="$scratch/home/prek"
export HEXAPLA_OUTPUT_FORMAT=concise NO_COLOR=1
unset PRE_COMMIT_FROM_REF PRE_COMMIT_TO_REF GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
git config --global user.name Someone
git config --global user.email someone@example.org
git config --global init.defaultBranch main

# A repository that offers the hooks, as this one does.
git init --quiet "$scratch/hooks"
cp .pre-commit-hooks.yaml "$scratch/hooks/"
git -C "$scratch/hooks" add --all
git -C "$scratch/hooks" commit --quiet -m "Hooks"
rev=$(git -C "$scratch/hooks" rev-parse HEAD)

fail() {
    echo "FAILED: $*" >&2
    cat "$scratch/said" >&2 || true
    exit 1
}

# site FOLDER HOOKS PAGES: a project of two languages with those hooks. The `language` of the
# shipped definitions is overridden, so that the binary that was just built is what runs.
site() {
    rm -rf "$1" "$scratch/calls"
    git init --quiet "$1"
    cd "$1"
    {
        printf 'repos:\n  - repo: file://%s\n    rev: %s\n    hooks:\n' "$scratch/hooks" "$rev"
        for hook in $2; do
            printf '      - id: %s\n        language: system\n' "${hook%%=*}"
            [ "$hook" = "${hook%%=*}" ] || printf '        args: [%s]\n' "${hook#*=}"
        done
    } > .pre-commit-config.yaml
    printf '[[documents]]\nsource = "docs/en/{path}"\ntranslations = "docs/{lang}/{path}"\n\n[rules]\nselect = ["default", "link-target"]\n' \
        > lint-rules.toml
    mkdir -p docs/en docs/es
    for page in $(seq "$3"); do
        printf '# Page %s\n\nSee [the guide](https://example.org/guide-%s.md).\n' "$page" "$page" > "docs/en/p$page.md"
        printf '# Página %s\n\nVea [la guía](https://example.org/guide-%s.md).\n' "$page" "$page" > "docs/es/p$page.md"
    done
    git add --all
    git commit --quiet -m "Pages"
    $tool install > "$scratch/said" 2>&1 || fail "$tool install"
}

break_page() {
    sed -i "s/guide-$1/otra-$1/" "docs/es/p$1.md"
}

# Commits; says whether it worked.
commit() {
    git add --all
    git commit --quiet -m "A change" > "$scratch/said" 2>&1
}

# The lines of findings, however the tool indents them.
findings() {
    grep -oE '[^ ]+:[0-9]+:[0-9]+: (error|warning|info)\[.*' "$1" | sort
}

for tool in pre-commit prek; do
    echo "$tool: a bad commit is stopped"
    site "$scratch/site" "hexapla" 3
    break_page 2
    commit && fail "$tool: the commit went through"
    grep -q 'docs/es/p2.md:3:[0-9]*: error\[link-target\]' "$scratch/said" || fail "$tool: not told"
    sed -i 's/otra/guide/' docs/es/p2.md
    printf '\nMore.\n' | tee -a docs/en/p1.md >> docs/es/p1.md
    commit || fail "$tool: a good commit was stopped"

    echo "$tool: a source alone is judged with its translations"
    sed -i 's/guide-3/guide-4/' docs/en/p3.md
    git add --all
    # Behind its source is an info, which stops nothing and is shown when asked for.
    $tool run --verbose > "$scratch/said" 2>&1 || fail "$tool: a source alone was stopped"
    grep -q 'docs/es/p3.md:.*stale-translation' "$scratch/said" || fail "$tool: no counterpart read"

    echo "$tool: --fix leaves repaired files"
    site "$scratch/site" "hexapla=--fix" 3
    break_page 2
    commit && fail "$tool: repaired files were committed unseen"
    grep -q 'guide-2' docs/es/p2.md || fail "$tool: nothing was repaired"
    sed -i 's/Vea/Mire/' docs/es/p2.md
    commit || fail "$tool: the repaired commit was stopped"

    echo "$tool: a deleted source is noticed"
    site "$scratch/site" "hexapla-staged" 3
    git rm --quiet docs/en/p1.md
    commit && fail "$tool: the commit went through"
    grep -q 'docs/es/p1.md:1:1: warning\[removed-source\]' "$scratch/said" || fail "$tool: not told"
    git rm --quiet docs/es/p1.md
    commit || fail "$tool: a good commit was stopped"

    echo "$tool: a range is judged"
    break_page 2
    git add --all
    git commit --quiet --no-verify -m "A defect"
    $tool run --from-ref HEAD~1 --to-ref HEAD hexapla-staged > "$scratch/said" 2>&1 &&
        fail "$tool: the range is clean"
    grep -q 'docs/es/p2.md:3:' "$scratch/said" || fail "$tool: not told"
    $tool run --from-ref HEAD~2 --to-ref HEAD~1 hexapla-staged > "$scratch/said" 2>&1 ||
        fail "$tool: the range before is not clean"

    echo "$tool: 800 files, one process, the findings of check"
    site "$scratch/site" "hexapla" 800
    rm -f "$scratch/calls"
    for page in $(seq 800); do
        printf '\nMás.\n' >> "docs/es/p$page.md"
        [ $((page % 100)) -ne 0 ] || break_page "$page"
    done
    commit && fail "$tool: the commit went through"
    [ "$(wc -l < "$scratch/calls")" -eq 1 ] || fail "$tool: $(wc -l < "$scratch/calls") processes"
    findings "$scratch/said" > "$scratch/by-hook"
    hexapla check > "$scratch/checked" 2> /dev/null && fail "check finds nothing"
    findings "$scratch/checked" > "$scratch/by-check"
    [ "$(wc -l < "$scratch/by-check")" -ge 8 ] || fail "check finds too little"
    cmp "$scratch/by-hook" "$scratch/by-check" || fail "$tool: other findings than check"
done
# recipe PATTERN: the block of docs/hooks.md in which it occurs.
recipe() {
    awk -v pattern="$1" '
        /^```/ { if (open && text ~ pattern) { printf "%s", text; exit } open = !open; text = ""; next }
        open { text = text $0 "\n" }' "$root/docs/hooks.md"
}

if ! command -v npm > /dev/null; then
    echo "NOT CHECKED: the recipes for lefthook and husky; there is no npm" >&2
    echo "the hooks work"
    exit 0
fi
node=$root/target/hooks-node
[ -e "$node/node_modules/.bin/lefthook" ] || npm install --silent --no-audit --no-fund --ignore-scripts \
    --prefix "$node" lefthook@2.2.2 husky@9.1.7 lint-staged@16.4.0

# with_node FILE PATTERN: a site in which that recipe is written to that file.
with_node() {
    tool=: site "$scratch/site" "" 3
    rm .pre-commit-config.yaml
    ln -s "$node/node_modules" node_modules
    echo node_modules > .gitignore
    mkdir -p "$(dirname "$1")"
    recipe "$2" > "$1"
    [ -s "$1" ] || fail "docs/hooks.md has no recipe with $2"
}

echo "lefthook: a bad commit is stopped"
with_node lefthook.yml "# lefthook.yml"
node_modules/.bin/lefthook install > "$scratch/said" 2>&1 || fail "lefthook install"
commit || fail "lefthook: a good commit was stopped"
break_page 2
commit && fail "lefthook: the commit went through"
grep -q 'docs/es/p2.md:3:[0-9]*: error\[link-target\]' "$scratch/said" || fail "lefthook: not told"

echo "lefthook: --fix commits repaired files"
with_node lefthook.yml "stage_fixed"
node_modules/.bin/lefthook install > "$scratch/said" 2>&1 || fail "lefthook install"
break_page 2
printf '\nMore.\n' | tee -a docs/en/p2.md >> docs/es/p2.md
commit || fail "lefthook: the commit was stopped"
git show HEAD:docs/es/p2.md | grep -q 'guide-2' || fail "lefthook: the repair was not committed"

echo "husky and lint-staged: repaired files are committed, a deleted source is noticed"
with_node .husky/pre-commit "# .husky/pre-commit"
recipe '"lint-staged":' > package.json
node_modules/.bin/husky > "$scratch/said" 2>&1 || fail "husky"
break_page 2
printf '\nMore.\n' | tee -a docs/en/p2.md >> docs/es/p2.md
commit || fail "husky: the commit was stopped"
git show HEAD:docs/es/p2.md | grep -q 'guide-2' || fail "husky: the repair was not committed"
git rm --quiet docs/en/p1.md
commit && fail "husky: the commit went through"
grep -q 'docs/es/p1.md:1:1: warning\[removed-source\]' "$scratch/said" || fail "husky: not told"
echo "the hooks work"
