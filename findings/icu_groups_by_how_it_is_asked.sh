#!/usr/bin/env bash
# The number 8034, written for Spain, Italy and Poland
#
# Pins:   icukit-pyicu==78.3.1 (brings ICU 78.3), Babel==2.19.0
# Guess:  Unicode's data (CLDR) say that these languages part thousands from five digits on: 8034, but 12.345. What takes its rules
#         from there writes so: ICU, Babel.
# Seen:   ICU's NumberFormatter does, and so does Node 20. ICU's older NumberFormat, with the same data in the same
#         library, writes "8.034", and so does Babel, which does not read that rule. So a figure written by one program is not found in
#         the text of the other, and only those with four digits.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check icukit-pyicu==78.3.1 Babel==2.19.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import icu
from babel.numbers import format_decimal

print(f"ICU {icu.ICU_VERSION}")
seen = {}
for language in ("es", "it", "pl", "de"):
    for number in (8034, 12345):
        seen[language, number] = (
            icu.LocalizedNumberFormatter(icu.Locale(language)).formatInt(number),
            icu.NumberFormat.createInstance(icu.Locale(language)).format(number),
            format_decimal(number, locale=language),
        )
        print(f"{language}: NumberFormatter {{!a}}, NumberFormat {{!a}}, Babel {{!a}}".format(*seen[language, number]))
same = all(texts[1] == texts[2] for texts in seen.values())
differ = {key for key, texts in seen.items() if texts[0] != texts[1]}
same = same and differ == {("es", 8034), ("it", 8034), ("pl", 8034)} and all(seen[key][0] == "8034" for key in differ)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
