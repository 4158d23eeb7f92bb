#!/usr/bin/env bash
# A region that has a country in its name, in three libraries that know countries by their names
#
# Pins:   country_converter==1.3.2 with pandas==2.3.3, hdx-python-country==4.2.5, countryguess==0.4.9
# Guess:  They know many spellings of countries, and return nothing for what is no country: a region, a city. Where they search within
#         a text, they know the well-known traps, such as New Mexico.
# Seen:   Inner Mongolia, a region of China, is Mongolia for all three, also as "Inner Mongolia Autonomous Region", and Jersey City is
#         Jersey. country_converter knows that New Mexico is none, and so does countryguess; for hdx it is Mexico. England is the United
#         Kingdom for two, Scotland for none. Nothing tells these finds from "South Korea", which is found in the same way.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check country_converter==1.3.2 pandas==2.3.3 \
    hdx-python-country==4.2.5 countryguess==0.4.9
cd "$work"
venv/bin/python - <<'PYTHON'
import logging
import sys

import country_converter
from countryguess import guess_country
from hdx.location.country import Country

logging.disable(logging.CRITICAL)  # country_converter warns of each name that it does not find
NAMES = ("Inner Mongolia", "Inner Mongolia Autonomous Region", "Jersey City", "New Mexico", "England", "Scotland", "South Korea")
found = {}
for name in NAMES:
    code, _ = Country.get_iso3_country_code_fuzzy(name)
    guessed = guess_country(name) or {}
    known = country_converter.convert(name, to="ISO3", not_found="none")
    found[name] = (None if known == "none" else known, code, guessed.get("iso3"))
    print(f"{name}: country_converter {found[name][0]}, hdx {code}, countryguess {found[name][2]}")
same = found == {
    "Inner Mongolia": ("MNG", "MNG", "MNG"),
    "Inner Mongolia Autonomous Region": ("MNG", "MNG", "MNG"),
    "Jersey City": ("JEY", "JEY", "JEY"),
    "New Mexico": (None, "MEX", None),
    "England": ("GBR", None, "GBR"),
    "Scotland": (None, None, None),
    "South Korea": ("KOR", "KOR", "KOR"),
}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
