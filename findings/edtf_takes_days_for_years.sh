#!/usr/bin/env bash
# Dates in English, turned into EDTF
#
# Pins:   edtf==5.0.2
# Guess:  text_to_edtf reads "April 2017" and "spring 2018". What it does not understand, such as a span of days or a quarter, is None; or
#         it returns less: the month, or the year.
# Seen:   "14-17 August 2018" is 2014-08-17: the first day has become the year, and the year is gone. "28-30 May 2018" is in 2028. "Q3 2019"
#         is March 2019, "5 of 12 visits in 2019" is 12 May. "2018 onwards" is the year 2018 alone, while "before 2018" has an open end.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from edtf import text_to_edtf

EXPECTED = {
    "April 2017": "2017-04",
    "spring 2018": "2018-21",
    "14-17 August 2018": "2014-08-17",
    "28-30 May 2018": "2028-05-30",
    "Q3 2019": "2019-03",
    "5 of 12 visits in 2019": "2019-05-12",
    "before 2018": "/2018",
    "2018 onwards": "2018",
}
seen = {text: text_to_edtf(text) for text in EXPECTED}
for text, date in seen.items():
    print(f"{text}: {date}")
sys.exit(None if seen == EXPECTED else "The behaviour has changed.")
PYTHON
