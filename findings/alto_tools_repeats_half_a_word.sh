#!/usr/bin/env bash
# A word that is divided at the end of a line, in an ALTO file, printed by alto-tools
#
# Pins:   alto-tools==0.1.0
# Guess:  ALTO marks both halves of a divided word and gives the whole word with them. The text has the whole word, "Zucker", or both halves
#         as they are printed, "Zuk-" and "ker".
# Seen:   The first half stands twice and the second is gone: "white Zuk" and "Zukis dear", without a blank behind it. The halves are
#         right if they are not marked. A file in which each divided word is marked loses one half of each, with no warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check alto-tools==0.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import re
import subprocess
import sys
from pathlib import Path



def place(left: int, top: int, width: int) -> str:
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="20"'


def gap(left: int, top: int) -> str:
    return f'<SP HPOS="{left}" VPOS="{top}" WIDTH="10"/>'


MARKED = f"""<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description>
<Layout><Page ID="p1" WIDTH="300" HEIGHT="100" PHYSICAL_IMG_NR="1"><PrintSpace {place(0, 0, 300)}>
<TextBlock ID="b1" {place(0, 0, 300)}>
<TextLine ID="l1" {place(0, 0, 110)}><String ID="s1" {place(0, 0, 50)} CONTENT="white"/>{gap(50, 0)}
<String ID="s2" {place(60, 0, 40)} CONTENT="Zuk" SUBS_TYPE="HypPart1" SUBS_CONTENT="Zucker"/>
<HYP HPOS="100" VPOS="0" WIDTH="10" CONTENT="-"/></TextLine>
<TextLine ID="l2" {place(0, 30, 130)}><String ID="s3" {place(0, 30, 40)} CONTENT="ker" SUBS_TYPE="HypPart2" SUBS_CONTENT="Zucker"/>
{gap(40, 30)}<String ID="s4" {place(50, 30, 30)} CONTENT="is"/>{gap(80, 30)}
<String ID="s5" {place(90, 30, 40)} CONTENT="dear"/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>
"""


def print_text(alto: str) -> list[str]:
    Path("page.xml").write_text(alto, encoding="utf-8")
    done = subprocess.run(["venv/bin/alto-tools", "-t", "page.xml"], capture_output=True, text=True, check=True)
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


marked, unmarked = print_text(MARKED), print_text(re.sub(r' SUBS_\w+="\w+"', "", MARKED))
print(f"halves that are marked: {marked}")
print(f"halves that are not:    {unmarked}")
same = marked == ["white Zuk", "Zukis dear"] and unmarked == ["white Zuk", "ker is dear"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
