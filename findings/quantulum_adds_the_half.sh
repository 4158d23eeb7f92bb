#!/usr/bin/env bash
# "Half a million", read by a library for quantities in English
#
# Pins:   quantulum3==0.10.0
# Guess:  quantulum3 reads numbers in words. "Half a million people" is 500,000, "half a hectare" 0.5 hectares, "half a kilometre" 0.5
#         kilometres. What it does not know it leaves out.
# Seen:   "Half a million" is 1,500,000, as "one and a half million" is, and "half a billion euro" 1,500,000,000 euro. "Half a hectare" is
#         0.5 years ("a" is the sign for the year), "half a kilometre" 0.5 per kilometre, and "5 hectares" 5 without a unit. The extra
#         "classifier", which decides between units, changes none of these.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check quantulum3==0.10.0
cd "$work"
venv/bin/python - <<'PYTHON'
import logging
import sys
import warnings

warnings.simplefilter("ignore")  # on the extra that is not installed
from quantulum3 import parser

logging.disable()
EXPECTED = {
    "half a million people": [(1_500_000.0, "dimensionless")],
    "one and a half million people": [(1_500_000.0, "dimensionless")],
    "half a billion euro": [(1_500_000_000.0, "euro")],
    "half a hectare": [(0.5, "year")],
    "half a kilometre": [(0.5, "per kilometre")],
    "5 hectares": [(5.0, "dimensionless")],
    "5 ha": [(5.0, "hectare")],
}
seen = {text: [(quantity.value, quantity.unit.name) for quantity in parser.parse(text)] for text in EXPECTED}
for text, quantities in seen.items():
    print(f"{text}: {quantities}")
sys.exit(None if seen == EXPECTED else "The behaviour has changed.")
PYTHON
