#!/usr/bin/env bash
# Greece by the code that the European Union uses
#
# Pins:   pycountry==26.2.16
# Guess:  The Union writes EL for Greece and UK for the United Kingdom, ISO 3166 has GR and GB. lookup knows neither, and search_fuzzy,
#         which is for names, raises LookupError for both.
# Seen:   search_fuzzy("EL") returns 111 countries, Algeria first and Greece fourth: names of divisions that hold "el" count too (El
#         Oued). search_fuzzy("UK") begins with GB, so a test with UK is green. "Kosovo", which ISO does not list, is Serbia, and
#         "Turkey" is no country.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from pycountry import countries


def search(query: str) -> list[str]:
    try:
        return [country.alpha_2 for country in countries.search_fuzzy(query)]
    except LookupError:
        return []


seen = {query: search(query) for query in ("EL", "UK", "Kosovo", "Turkey")}
for query, codes in seen.items():
    print(f"{query}: {' '.join(codes[:6]) or 'LookupError'} ({len(codes)})")
same = seen["EL"][0] == "DZ" and "GR" not in seen["EL"][:3] and seen["UK"][0] == "GB" and seen["Kosovo"] == ["RS"] and not seen["Turkey"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
