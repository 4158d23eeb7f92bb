#!/usr/bin/env bash
# Half past nine, and thirty hours, written to a workbook and read back
#
# Pins:   polars==2.1.0, pandas==3.1.1, pyarrow==26.0.1, openpyxl==3.1.5, xlsxwriter==3.3.1, fastexcel==0.21.0
# Guess:  A workbook has times of day and durations ("[h]:mm"). Both libraries have types for them, Arrow's too, so they write such cells,
#         and each reads its own back as it was.
# Seen:   Polars writes 9:30 as a time, and reads it back as 31 December 1899, 9:30. pandas writes it as text. The thirty hours become
#         the number 1.25 (days) in both, and pandas gives the cell the format "0": people see 1.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1 openpyxl==3.1.5 xlsxwriter==3.3.1 fastexcel==0.21.0
cd "$work"
venv/bin/python - <<'PYTHON'
import datetime as dt
import sys

import openpyxl
import pandas
import polars
import pyarrow

VALUES = {"start": [dt.time(9, 30)], "length": [dt.timedelta(hours=30)]}
polars.DataFrame(VALUES).write_excel("polars.xlsx")
pyarrow.table(VALUES).to_pandas(types_mapper=pandas.ArrowDtype).to_excel("pandas.xlsx", index=False)
seen = {}
for name in ("polars", "pandas"):
    start, length = openpyxl.load_workbook(f"{name}.xlsx").active[2]
    seen[name] = (start.value, length.value, length.number_format)
    print(f"{name} wrote: {start.value!r}, {length.value!r} in the format {length.number_format}")
back = polars.read_excel("polars.xlsx").row(0)
print("Polars reads its own:", back)
same = (
    seen == {"polars": (dt.time(9, 30), 1.25, "General"), "pandas": ("09:30:00", 1.25, "0")}
    and back == (dt.datetime(1899, 12, 31, 9, 30), 1.25)
)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
