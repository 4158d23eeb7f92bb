#!/usr/bin/env bash
# Missing texts in a column for Stata that has a long one
#
# Pins:   pyreadstat==1.3.7 pandas==3.1.1
# Guess:  A missing text is written as an empty one, since Stata has no other; long texts become "strL".
# Seen:   So it is while all texts have 2,044 bytes at most. One longer text in the column, and a missing one anywhere in it is an
#         error about references ("A registered string reference was never inserted into any row"), which names neither the column
#         nor the row. An empty text in its place is written. pandas' own writer takes both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pandas as pd
import pyreadstat


def write(texts, writer):
    frame = pd.DataFrame({"objectives": texts})
    try:
        if writer == "pandas":
            frame.to_stata("out.dta", version=118, write_index=False)
        else:
            pyreadstat.write_dta(frame, "out.dta")
    except pyreadstat.ReadstatError as error:
        return str(error)
    return [len(text) for text in pyreadstat.read_dta("out.dta")[0]["objectives"]]


refusal = "A registered string reference was never inserted into any row"
cases = [
    ("pyreadstat", ["x" * 2044, None], [2044, 0]),
    ("pyreadstat", ["x" * 2045, None], refusal),
    ("pyreadstat", ["x" * 2046, ""], [2046, 0]),
    ("pandas", ["x" * 2046, None], [2046, 0]),
]
changed = False
for writer, texts, expected in cases:
    seen = write(texts, writer)
    changed |= seen != expected
    print(f"{writer}, texts of {[len(text) if text is not None else None for text in texts]}: {seen}")
sys.exit("The behaviour has changed." if changed else None)
PYTHON
