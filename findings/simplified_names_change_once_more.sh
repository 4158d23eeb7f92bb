#!/usr/bin/env bash
# Names of Chinese places that are in simplified characters already, converted to simplified characters
#
# Pins:   hanziconv==0.3.2, OpenCC==1.4.2, zhconv==1.4.3, cpca==0.5.5 (has the names of provinces, cities and counties)
# Guess:  A conversion from traditional to simplified characters leaves simplified text alone, so one may apply it to everything that
#         comes in. The names of places at least are safe: they are few, and well known.
# Seen:   Of 3,182 names hanziconv changes seven, among them 呼和浩特 (Hohhot, capital of Inner Mongolia) to 唿和浩特, and 呼伦贝尔.
#         hanziconv and OpenCC change 乾县 and 乾安县 to 干县 and 干安县, which are no places. zhconv changes none. A lookup by name then
#         finds nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check hanziconv==0.3.2 OpenCC==1.4.2 zhconv==1.4.3 cpca==0.5.5
cd "$work"
venv/bin/python - <<'PYTHON'
import csv
import sys
from importlib.util import find_spec
from pathlib import Path

import opencc
import zhconv
from hanziconv import HanziConv

(folder,) = find_spec("cpca").submodule_search_locations
rows = csv.reader((Path(folder) / "resources/adcodes.csv").read_text(encoding="utf-8").splitlines())
names = {row[1] for row in rows} - {"name"}
convert = {
    "hanziconv": HanziConv.toSimplified,
    "OpenCC": opencc.OpenCC("t2s").convert,
    "zhconv": lambda name: zhconv.convert(name, "zh-hans"),
}
changed = {library: {name: to(name) for name in sorted(names) if to(name) != name} for library, to in convert.items()}
for library, pairs in changed.items():
    print(f"{library}: {len(pairs)} of {len(names)} change {pairs}")
both = {"乾县": "干县", "乾安县": "干安县"}
same = len(names) == 3182 and changed["OpenCC"] == both and not changed["zhconv"] and len(changed["hanziconv"]) == 7
same = same and both.items() <= changed["hanziconv"].items() and changed["hanziconv"]["呼和浩特市"] == "唿和浩特市"
sys.exit(None if same else "The behaviour has changed.")
PYTHON
