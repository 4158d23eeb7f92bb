#!/usr/bin/env bash
# A column of times of day in a described CSV file, read by the library csvw
#
# Pins:   csvw==4.1.1
# Guess:  A column of the type "time" gives a time of day, 09:30, and one of the type "date" a date. What is read from a file is the same
#         each day.
# Seen:   The time is a datetime on the day on which the file is read, so that two readings differ, and a time of today is later
#         than each of yesterday. The date is a datetime, too, at midnight.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1
cd "$work"
venv/bin/python - <<'PYTHON'
import datetime
import json
import sys
from pathlib import Path

from csvw import Table

columns = [{"name": "day", "datatype": "date"}, {"name": "begins", "datatype": "time"}]
Path("talks.csv").write_text("day,begins\n2018-04-01,09:30:00\n")
description = {"@context": "http://www.w3.org/ns/csvw", "url": "talks.csv", "tableSchema": {"columns": columns}}
Path("talks.csv-metadata.json").write_text(json.dumps(description))
before = datetime.date.today()
(row,) = Table.from_file("talks.csv-metadata.json")
after = datetime.date.today()
print(f"day: {row['day']!r}, begins: {row['begins']!r}")
same = row["day"] == datetime.datetime(2018, 4, 1) and isinstance(row["begins"], datetime.datetime)
same = same and row["begins"].time() == datetime.time(9, 30) and before <= row["begins"].date() <= after
sys.exit(None if same else "The behaviour has changed.")
PYTHON
