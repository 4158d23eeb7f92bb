#!/usr/bin/env bash
# Numbers with "_" between their digits, read and written by ruamel.yaml
#
# Pins:   ruamel.yaml==0.19.1
# Guess:  The round trip keeps what the writer wrote: "8_034.0" comes back as "8_034.0", as "8_034" does. And ruamel.yaml reads
#         YAML 1.2 by default, which has no "_" in numbers, so either may be a text.
# Seen:   Both are numbers. The whole number keeps its sign; the number with a point loses it and gets a zero in front for each:
#         8_034.0 becomes 08034.0, and 1_000_000.5 becomes 001000000.5, in a file in which nothing was changed. The value
#         stays. With an exponent the point moves: 1_234.5e3 becomes 12345.0e2.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ruamel.yaml==0.19.1
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

from ruamel.yaml import YAML

WRITTEN = {
    "8_034": "8_034",
    "8034.0": "8034.0",
    "8_034.0": "08034.0",
    "1_000_000.5": "001000000.5",
    "1_234.5e3": "12345.0e2",
}
same = True
for text, expected in WRITTEN.items():
    yaml, file = YAML(), io.StringIO()
    data = yaml.load(f"value: {text}")
    yaml.dump(data, file)
    again = file.getvalue().strip().removeprefix("value: ")
    print(f"{text} ({type(data['value']).__name__}, {float(data['value'])}) is written as {again}")
    same = same and again == expected and YAML().load(file.getvalue())["value"] == data["value"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
