#!/usr/bin/env bash
# An area with a blank between its thousands, "8 034 km²", read by two libraries for units
#
# Pins:   Pint==0.25.3, astropy==8.0.2
# Guess:  A blank, a no-break blank or an apostrophe parts thousands in much of Europe. A library reads 8034, or refuses the text as it
#         refuses "8,034" (astropy). A point or comma can be misread by a factor of 1000: "8.034" is 8.034.
# Seen:   A blank multiplies. For Pint "3 500 km²" is 1500 km², and "8 034 km²" is 0 km², since "034" is 0 times 34. "8'034" and "8.034.000"
#         are 0 too. A comma is dropped wherever it stands: "8,5 km²" is 85 km². astropy reads 8 of a unit "34 km²". Nothing warns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check Pint==0.25.3 astropy==8.0.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pint
from astropy import units

registry = pint.UnitRegistry()
read = {}
for text in ("3 500 km²", "8 034 km²", "8\u00a0034 km²", "8\u202f034 km²", "8'034 km²", "8.034.000 km²", "8,5 km²", "8,034 km²"):
    quantity = registry.Quantity(text)
    read[text] = float(quantity.magnitude)
    print(f"Pint, {text!a}: {quantity}")
area = units.Quantity("8 034 km2")
print(f"astropy, '8 034 km2': {area.value} of {area.unit}, that is {area.to('km2')}")
same = list(read.values()) == [1500, 0, 0, 0, 0, 0, 85, 8034]
sys.exit(None if same and area.value == 8 and area.to("km2").value == 272 else "The behaviour has changed.")
PYTHON
