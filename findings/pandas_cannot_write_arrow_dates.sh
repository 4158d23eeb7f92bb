#!/usr/bin/env bash
# DataFrame.to_json of a table with Arrow's dates
#
# Pins:   pandas==3.1.1, pyarrow==26.0.1
# Guess:  A frame read with dtype_backend="pyarrow", as is advised for integers and dates with gaps, can be written as JSON as any
#         other frame: a date as a number or as text.
# Seen:   One column of type date32 makes to_json fail with its default date_format, "epoch": NotImplementedError "as_unit not
#         implemented for date32[day]". With date_format="iso" it works, and the same frame without dtype_backend always does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1
cd "$work"
venv/bin/python -W ignore - <<'PYTHON'
import datetime
import sys

import pandas
import pyarrow
import pyarrow.parquet

pyarrow.parquet.write_table(pyarrow.table({"day": [datetime.date(2019, 5, 6)]}), "days.parquet")
seen = {}
for backend in ({}, {"dtype_backend": "pyarrow"}):
    for date_format in ("epoch", "iso"):
        frame = pandas.read_parquet("days.parquet", **backend)
        try:
            result = frame.to_json(date_format=date_format)
        except NotImplementedError as error:
            result = f"NotImplementedError: {error}"
        seen[backend.get("dtype_backend", "numpy"), date_format] = result
for (backend, date_format), result in seen.items():
    print(f"{backend}, {date_format}: {result}")
same = all(result.startswith("NotImpl") == (case == ("pyarrow", "epoch")) for case, result in seen.items())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
