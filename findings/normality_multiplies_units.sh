#!/usr/bin/env bash
# Quantities and names in plain letters, made by normality, the library below the identifiers of several registers of companies
#
# Pins:   normality==3.1.0 with icukit-pyicu==78.3.1 (ICU, in the place of pyicu), banal==1.1.2, chardet==7.7.0, charset-normalizer==3.5.3
# Guess:  ascii_text() writes "½" as "1/2" and "×" as "x", and slugify() makes identifiers of the same words. What has no plain letter is
#         left out, or is "?".
# Seen:   "2½ years" are "212 years", "3×4 m" are "34 m", and "1⁄2" is "12": the sign between the digits goes and they join. The slug of
#         "100 µg/m³" is "100-mg-m3", a thousand times as much, and "10 µm" is "10-mm": µ is taken for the Greek letter. "Tromsø" in plain
#         letters is "Tromso/".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps normality==3.1.0 icukit-pyicu==78.3.1 banal==1.1.2 chardet==7.7.0 \
    charset-normalizer==3.5.3
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import normality

PLAIN = {"2½ years": "212 years", "3×4 m": "34 m", "1⁄2": "12", "Tromsø": "Tromso/", "Łódź": "Lodz"}
SLUGS = {"100 µg/m³": "100-mg-m3", "10 µm": "10-mm", "Tromsø": "tromso"}
plain = {text: normality.ascii_text(text) for text in PLAIN}
slugs = {text: normality.slugify(text) for text in SLUGS}
print(f"ascii_text: {plain}")
print(f"slugify: {slugs}")
sys.exit(None if plain == PLAIN and slugs == SLUGS else "The behaviour has changed.")
PYTHON
