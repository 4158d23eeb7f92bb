#!/usr/bin/env bash
# COLUMNS and TERM=dumb, in Rich
#
# Pins:   rich==15.0.0
# Guess:  COLUMNS says how wide the output is, as it does for Python's own shutil.get_terminal_size. TERM=dumb, which some
#         editors and services set, turns off colours and the moving of the cursor.
# Seen:   With TERM=dumb or TERM=unknown a Console that takes itself for a terminal (force_terminal, or FORCE_COLOR set) is 80 columns
#         wide, whatever COLUMNS says: tables are cut or broken at 80. The same Console is 120 wide if it writes to
#         a file. The argument width=120 has no effect either, unless height= is given too.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rich==15.0.0
cd "$work"
venv/bin/python - <<'PYTHON'
import os
import shutil
import subprocess
import sys

LOOK = """
import sys
from rich.console import Console

for size in ({}, {"width": 120}, {"width": 120, "height": 40}):
    print(Console(force_terminal=sys.argv[1] == "True", **size).width)
"""


def width(term: str, terminal: bool) -> list[int]:
    environment = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "LINES"}}
    environment |= {"TERM": term, "COLUMNS": "120"}
    command = [sys.executable, "-c", LOOK, str(terminal)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [int(number) for number in run.stdout.split()]


os.environ["COLUMNS"] = "120"
print(f"shutil: {shutil.get_terminal_size().columns}")
seen = {(term, terminal): width(term, terminal) for term in ("xterm", "dumb", "unknown") for terminal in (True, False)}
for (term, terminal), (default, given, both) in seen.items():
    where = "terminal" if terminal else "file"
    print(f"TERM={term}, {where}: {default} columns; width=120: {given}; width=120, height=40: {both}")
same = seen == {case: [80, 80, 120] if case[1] and case[0] != "xterm" else [120, 120, 120] for case in seen}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
