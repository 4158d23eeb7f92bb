#!/usr/bin/env bash
# A time with and a time without a zone, read from Parquet and written as JSON by pandas 2
#
# Pins:   pandas==2.3.3, pyarrow==25.0.1, polars==2.1.0 (writes the file)
# Guess:  to_json() writes times as milliseconds since 1970, so the noon of 1 April 2018 is 1522584000000, with a zone (UTC) and without,
#         whatever unit the column has. A length of an hour is 3600000.
# Seen:   With a zone it is, without one it is 1522584000: read as milliseconds, 18 January 1970. An hour is 3600, read as 3.6 seconds.
#         Polars writes microseconds, pandas keeps them, and to_json() takes them for nanoseconds. date_format="iso" has
#         the right time and a wrong length, and to_json after .astype("datetime64[ns]") is right. pandas 3.1.1 has no such fault.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==2.3.3 pyarrow==25.0.1 polars==2.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import datetime
import json
import sys

import pandas
import polars

noon = datetime.datetime(2018, 4, 1, 12)
talks = polars.DataFrame({"local": [noon], "utc": [noon.replace(tzinfo=datetime.UTC)], "length": [datetime.timedelta(hours=1)]})
talks.write_parquet("talks.parquet")
frame = pandas.read_parquet("talks.parquet")
seen = {
    "epoch": json.loads(frame.to_json(orient="records"))[0],
    "iso": json.loads(frame.to_json(orient="records", date_format="iso"))[0],
    "nanoseconds": json.loads(frame.astype({"local": "datetime64[ns]", "length": "timedelta64[ns]"}).to_json(orient="records"))[0],
}
print(f"units: {[str(unit) for unit in frame.dtypes]}")
for name, record in seen.items():
    print(f"{name}: {record}")
print(f"local, read as milliseconds: {pandas.to_datetime(seen['epoch']['local'], unit='ms')}")
same = seen["epoch"] == {"local": 1522584000, "utc": 1522584000000, "length": 3600}
same = same and seen["iso"]["local"] == "2018-04-01T12:00:00.000" and seen["iso"]["length"] == "P0DT0H0M3.600S"
same = same and seen["nanoseconds"] == {"local": 1522584000000, "utc": 1522584000000, "length": 3600000}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
