#!/usr/bin/env bash
# The subdivisions of a country, by pycountry
#
# Pins:   pycountry==26.2.16
# Guess:  subdivisions.get(country_code=…) returns one type for every country: a list, empty where ISO 3166-2 has no
#         subdivisions. As elsewhere in pycountry, case does not matter.
# Seen:   A set for a country with subdivisions, a list for one without (Hong Kong), and None for a code that is unknown (XK,
#         Kosovo). A loop over it works in tests with Germany and Hong Kong, and fails in use. The set is
#         unordered, so the first match may be another one in each run.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pycountry

seen = {code: type(pycountry.subdivisions.get(country_code=code)).__name__ for code in ("DE", "de", "HK", "XK")}
print(seen)
same = seen == {"DE": "set", "de": "set", "HK": "list", "XK": "NoneType"}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
