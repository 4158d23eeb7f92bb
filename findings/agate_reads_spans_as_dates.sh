#!/usr/bin/env bash
# A CSV file with ranges, lengths of time and times of day, read by agate, the library below csvkit
#
# Pins:   agate==1.14.2, csvkit==2.2.0
# Guess:  agate finds out the type of each column, and what is neither number nor date nor one of true and false is text: "10-20",
#         "2 years", "Mon". A column of the numbers 0 and 1 is a number. "12:30" is text, or half past twelve.
# Seen:   "10-20" and "11-12" are 20 October and 12 November 2001, "2 years" is 1 January of the year 3, "Mon" is a day of the year 1.
#         The column of 0 and 1 is true and false, and 12:30 is twelve and a half minutes. csvkit does the same: csvjson writes
#         2001-10-20.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check agate==1.14.2 csvkit==2.2.0
cd "$work"
cat > activities.csv <<'CSV'
delegates,length,weekday,workshops,begins,week
10-20,2 years,Mon,1,12:30,Week 3
11-12,1 year,Fri,0,9:00,Week 4
CSV
venv/bin/csvjson activities.csv > activities.json
venv/bin/python - <<'PYTHON'
import json
import sys
from pathlib import Path

import agate

EXPECTED = {
    "delegates": ("Date", ["2001-10-20", "2001-11-12"]),
    "length": ("Date", ["0003-01-01", "0002-01-01"]),
    "weekday": ("Date", ["0001-01-08", "0001-01-05"]),
    "workshops": ("Boolean", ["True", "False"]),
    "begins": ("TimeDelta", ["0:12:30", "0:09:00"]),
    "week": ("Text", ["Week 3", "Week 4"]),
}
table = agate.Table.from_csv("activities.csv")
seen = {column.name: (type(column.data_type).__name__, [str(value) for value in column]) for column in table.columns}
for name, (kind, values) in seen.items():
    print(f"{name}: {kind} {values}")
written = json.loads(Path("activities.json").read_text())
print(f"csvjson: {written[0]}")
sys.exit(None if seen == EXPECTED and written[0]["delegates"] == "2001-10-20" else "The behaviour has changed.")
PYTHON
