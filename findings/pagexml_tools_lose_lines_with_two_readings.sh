#!/usr/bin/env bash
# A line of recognised text with a first and a second reading, in a PAGE-XML file, by two readers
#
# Pins:   pagexml-tools==0.9.0, dinglehopper==0.11.0 (reads the same file), setuptools==80.9.0
# Guess:  A line can have several readings, in order of their index; the text of the line is the first, "Graz", wherever it stands in the
#         file. Where only the words of a line have text, the line's is put together from them.
# Seen:   The text of a line with two readings is None, whatever their order, as if nothing had been recognised; with one reading it is there.
#         It is None, too, if only the words have text. No warning. dinglehopper, asked for lines, returns the first reading.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pagexml-tools==0.9.0 dinglehopper==0.11.0 setuptools==80.9.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys
from pathlib import Path

from pagexml.parser import parse_pagexml_file

COORDS = '<Coords points="0,0 200,0 200,40 0,40"/>'


def reading(text: str, index: str = "") -> str:
    return f"<TextEquiv{index}><Unicode>{text}</Unicode></TextEquiv>"


LINES = {
    "one reading": reading("Graz"),
    "two readings": reading("Graz", ' index="0"') + reading("Craz", ' index="1"'),
    "the second first": reading("Craz", ' index="1"') + reading("Graz", ' index="0"'),
    "words": f'<Word id="w1">{COORDS}{reading("Graz")}</Word>',
}
seen = {}
for name, content in LINES.items():
    Path("page.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Metadata><Creator>test</Creator>'
        "<Created>2020-01-01T00:00:00</Created><LastChange>2020-01-01T00:00:00</LastChange></Metadata>"
        '<Page imageFilename="page.png" imageWidth="200" imageHeight="40">'
        f'<TextRegion id="r1">{COORDS}<TextLine id="l1">{COORDS}{content}</TextLine></TextRegion></Page></PcGts>',
        encoding="utf-8",
    )
    done = subprocess.run(
        ["venv/bin/dinglehopper-extract", "--textequiv-level", "line", "page.xml"], capture_output=True, text=True, check=True
    )
    seen[name] = ([line.text for line in parse_pagexml_file("page.xml").get_lines()], done.stdout.strip())
    print(f"{name}: pagexml-tools: {seen[name][0]}, dinglehopper: {seen[name][1]!r}")
same = [text for (text,), _ in seen.values()] == ["Graz", None, None, None]
same = same and [text for _, text in seen.values()][:3] == ["Graz"] * 3
sys.exit(None if same else "The behaviour has changed.")
PYTHON
