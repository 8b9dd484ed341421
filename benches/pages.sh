# What the scripts that measure hexapla over generated pages share; they source it. It sets
#   here      the repository        target   where cargo builds
#   HEXAPLA   the binary that is measured: the release build, unless the caller names one
#
# CORPUS=PATH is the built bench `corpus` that writes the pages; without it cargo builds one.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$here/target}
if [[ -z ${HEXAPLA:-} ]]; then
    cargo build --release --quiet --locked --manifest-path "$here/Cargo.toml"
    HEXAPLA=$target/release/hexapla
fi
# The scripts change folders.
HEXAPLA=$(realpath "$HEXAPLA")
[[ -z ${CORPUS:-} ]] || CORPUS=$(realpath "$CORPUS")

# Writes $1 pages, in five languages each, into the folder $2.
write_pages() {
    rm -rf "$2"
    if [[ -n ${CORPUS:-} ]]; then
        (cd "$here" && "$CORPUS" --pages "$1" --write "$2" >/dev/null)
    else
        (cd "$here" && cargo bench --quiet --bench corpus -- --pages "$1" --write "$2" >/dev/null)
    fi
}

# Nothing of the user's configuration, and the same name on every commit.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

# Commits everything in the working directory at the time $1 with the message $2. Git is not
# to tidy up behind it: the scripts do that when they are done.
commit() {
    export GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1
    git add --all
    git -c gc.auto=0 -c maintenance.auto=false commit --quiet --message "$2"
}

# The middle one of the numbers on stdin.
median() {
    sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}
