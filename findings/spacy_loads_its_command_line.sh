#!/usr/bin/env bash
# What "import spacy" loads
#
# Pins:   spacy==3.8.18
# Guess:  A program that takes the blank tokenizer of spaCy loads the library. Its command line, with what downloads models and
#         starts projects, is loaded by "python -m spacy" alone.
# Seen:   The package imports its own command line for one function, spacy.info. With it come Typer, two HTTP clients, Jinja2 and the
#         runner of projects, weasel: a quarter to a third of the time of the import, in each worker process. None is used for tokens.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.18
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

run = subprocess.run([sys.executable, "-X", "importtime", "-c", "import spacy"], capture_output=True, text=True, check=True)
times = {}
for line in run.stderr.splitlines():
    own, total, name = line.removeprefix("import time:").split("|")
    if total.strip().isdigit():
        times[name.strip()] = int(total)
print(f"import spacy: {times['spacy'] / 1e6:.2f} s, of it spacy.cli {times['spacy.cli'] / 1e6:.2f} s")
wanted = ["spacy.cli.download", "typer", "requests", "httpx", "jinja2", "weasel"]
print("loaded:", [name for name in wanted if name in times])
same = all(name in times for name in wanted)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
