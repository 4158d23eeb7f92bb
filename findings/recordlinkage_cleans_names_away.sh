#!/usr/bin/env bash
# Names of cities, made comparable by recordlinkage
#
# Pins:   recordlinkage==0.16, pandas==2.3.3
# Guess:  clean() makes names lower case and takes punctuation away; letters stay, whatever their script. With strip_accents="ascii" they
#         lose their accents: "Łódź" is "lodz".
# Seen:   Each letter outside A to Z is removed: "Łódź" is "d", "São Paulo" is "so paulo", and 武汉 is an empty text. So 武汉 and 上海 are
#         one name, and exact() finds that they agree. strip_accents takes accents away, and still removes Ł, ø and ß: "odz". replace_by_none=
#         with another pattern keeps the letters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check recordlinkage==0.16 pandas==2.3.3
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pandas
import recordlinkage
from recordlinkage.preprocessing import clean

names = pandas.Series(["Łódź", "São Paulo", "Tromsø", "武汉", "上海"])
cleaned, without_accents = clean(names), clean(names, strip_accents="ascii")
kept = clean(names, replace_by_none=r"[^\w\s-]+")
left, right = pandas.DataFrame({"city": cleaned[3:4]}), pandas.DataFrame({"city": cleaned[4:5]})
pairs = recordlinkage.Index()
pairs.full()
compare = recordlinkage.Compare()
compare.exact("city", "city")
agree = compare.compute(pairs.index(left, right), left, right).iloc[0, 0]
print(f"clean: {cleaned.tolist()}")
print(f'clean, strip_accents="ascii": {without_accents.tolist()}')
print(f"clean, another pattern: {kept.tolist()}")
print(f"武汉 and 上海 agree: {agree == 1}")
same = cleaned.tolist() == ["d", "so paulo", "troms", "", ""] and agree == 1
same = same and without_accents.tolist() == ["odz", "sao paulo", "troms", "", ""]
same = same and kept.tolist() == ["łódź", "são paulo", "tromsø", "武汉", "上海"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
