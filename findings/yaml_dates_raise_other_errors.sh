#!/usr/bin/env bash
# A date that does not exist, in a YAML file
#
# Pins:   PyYAML==6.0.3, ruamel.yaml==0.19.1
# Guess:  Everything wrong in a YAML file raises the library's YAMLError, with line and column. "except YAMLError" is enough.
# Seen:   A plain scalar that looks like a date is resolved to one, and "2023-02-29" raises a bare ValueError ("day is out of
#         range for month") from both libraries, without file, line or key. ruamel.yaml does so too, although YAML 1.2, which
#         it reads by default, has no dates. An hour of 25 does the same.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PyYAML==6.0.3 ruamel.yaml==0.19.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import ruamel.yaml
import yaml

readers = {
    "PyYAML safe_load": (yaml.safe_load, yaml.YAMLError),
    "ruamel.yaml safe": (ruamel.yaml.YAML(typ="safe", pure=True).load, ruamel.yaml.error.YAMLError),
    "ruamel.yaml round trip": (ruamel.yaml.YAML(typ="rt").load, ruamel.yaml.error.YAMLError),
}
same = True
for text in ("a: 1\ndate: 2023-02-29\n", "a: 1\ndate: 2023-02-28T25:00:00Z\n"):
    for name, (load, yaml_error) in readers.items():
        try:
            load(text)
            seen = "no error"
        except yaml_error as error:
            seen = f"YAMLError: {error}"
        except ValueError as error:
            seen = f"ValueError: {error}"
        print(f"{name}: {seen}")
        same = same and seen.startswith("ValueError: ") and "line" not in seen
sys.exit(None if same else "The behaviour has changed.")
PYTHON
