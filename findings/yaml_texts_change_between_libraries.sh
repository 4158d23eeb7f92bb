#!/usr/bin/env bash
# Texts that one YAML library writes and the other reads
#
# Pins:   PyYAML==6.0.3, ruamel.yaml==0.19.1
# Guess:  A library that writes a text puts quotes around it where any reader could take it for something else. So texts survive the
#         way from either library to the other.
# Seen:   Each quotes only what itself would misread, by its own release of YAML. A grant's number 12E3 or 08 leaves PyYAML without
#         quotes, and ruamel.yaml reads 12000.0 and 8. Norway's NO and a ratio 1:30 leave ruamel.yaml without quotes, and PyYAML
#         reads False and 90. Each reads all of its own texts rightly, so tests with one library are green.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PyYAML==6.0.3 ruamel.yaml==0.19.1
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import ruamel.yaml
import yaml

TEXTS = ["12E3", "08", "NO", "1:30"]
newer = ruamel.yaml.YAML(typ="safe")


def write_with_ruamel(text: str) -> str:
    sink = io.StringIO()
    ruamel.yaml.YAML().dump({"key": text}, sink)
    return sink.getvalue()


seen = {}
for text in TEXTS:
    older, newest = yaml.safe_dump({"key": text}), write_with_ruamel(text)
    seen[text] = (newer.load(older)["key"], yaml.safe_load(newest)["key"])
    assert yaml.safe_load(older)["key"] == text == newer.load(newest)["key"]
    print(f"{text!r}: PyYAML to ruamel.yaml {seen[text][0]!r}, ruamel.yaml to PyYAML {seen[text][1]!r}")
expected = {"12E3": (12000.0, "12E3"), "08": (8, "08"), "NO": ("NO", False), "1:30": ("1:30", 90)}
sys.exit(None if seen == expected else "The behaviour has changed.")
PYTHON
