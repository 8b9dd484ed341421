"""Runs the steps of action.yml as a runner would: inputs and contexts are put in, each `run` is
given to bash with its `env`, and what the steps write for later steps is read.

    python .ci/action.py ACTION-FOLDER KEY=VALUE ... -- NAME=VALUE ...

Before `--` are inputs, after it the github context (`action_repository` and so on). What is in the
environment, such as GITHUB_BASE_REF, is handed on. Prints the outputs as JSON on the last line and
ends with the exit code of the step that failed."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from ruamel.yaml import YAML


def check(log, said, files):
    """What the step wrote, read by a program that knows the runner's commands and files."""
    reader = os.environ.get("COMMAND_READER")
    if not reader:
        return
    log.write_bytes(said)
    summary = os.environ["GITHUB_STEP_SUMMARY"]
    command = [reader, "step", "--strict", "--log", log]
    for name in files:
        command += [f"--github-{name.lower()}", files[name]]
    if os.path.exists(summary):
        command += ["--github-step-summary", summary]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def main():
    folder = Path(sys.argv[1]).resolve()
    action = YAML(typ="safe").load(folder / "action.yml")
    split = sys.argv.index("--")
    given = dict(one.split("=", 1) for one in sys.argv[2:split])
    github = dict(one.split("=", 1) for one in sys.argv[split + 1 :])
    unknown = given.keys() - action["inputs"].keys()
    assert not unknown, f"no such inputs: {unknown}"
    inputs = {name: given.get(name, of.get("default", "")) for name, of in action["inputs"].items()}
    github["action_path"] = str(folder)
    outputs = {}

    def value(match):
        match match[1].split("."):
            case ["inputs", name]:
                return inputs[name]
            case ["github", name]:
                return github[name]
            case ["steps", step, "outputs", name]:
                return outputs.get(step, {}).get(name, "")
        raise SystemExit(f"not understood: {match[0]}")

    def filled(text):
        return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", value, text)

    code = 0
    added = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, step in enumerate(action["runs"]["steps"]):
            # What users write must never be part of a script.
            assert "${{" not in step["run"], f"{step['name']}: an expression in shell code"
            assert step["shell"] == "bash"
            script = Path(scratch, f"{number}.sh")
            script.write_text(step["run"])
            files = {name: Path(scratch, f"{number}-{name}") for name in ("OUTPUT", "PATH", "ENV")}
            env = dict(os.environ)
            env.update({name: filled(text) for name, text in step.get("env", {}).items()})
            for name, file in files.items():
                file.touch()
                env[f"GITHUB_{name}"] = str(file)
            env["PATH"] = os.pathsep.join([*reversed(added), env["PATH"]])
            # As the runner starts it.
            bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
            done = subprocess.run(bash, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            code = done.returncode
            sys.stdout.buffer.write(done.stdout)
            check(Path(scratch, "log"), done.stdout, files)
            added += files["PATH"].read_text().splitlines()
            said = [line.split("=", 1) for line in files["OUTPUT"].read_text().splitlines()]
            outputs[step.get("id", number)] = dict(said)
            if code:
                break
        told = {name: filled(of["value"]) for name, of in action["outputs"].items()}
    sys.stdout.flush()
    print(json.dumps(told), flush=True)
    sys.exit(code)


main()
