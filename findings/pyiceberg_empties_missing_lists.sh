#!/usr/bin/env bash
# A missing list, an empty list and a missing map in an Iceberg table
#
# Pins:   pyiceberg==0.12.0 with sql-sqlite, pyarrow==26.0.1, duckdb==2.0.1 (reads the data file)
# Guess:  Arrow, Parquet and Iceberg each tell a list that is missing from one that is empty, so an appended table comes back as it was.
# Seen:   A missing list of texts stays missing. A missing list of records comes back empty, and so does a map to records: PyIceberg
#         writes them so into the Parquet file, and every reader sees them so. "Not stated" has become "none", without a warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "pyiceberg[sql-sqlite]==0.12.0" pyarrow==26.0.1 duckdb==2.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog

box = pa.struct([("page", pa.int64())])
table = pa.table(
    {
        "names": pa.array([["Graz"], [], None], pa.list_(pa.string())),
        "names_by_code": pa.array([[("AT", "Graz")], [], None], pa.map_(pa.string(), pa.string())),
        "boxes": pa.array([[{"page": 1}], [], None], pa.list_(box)),
        "boxes_by_code": pa.array([[("AT", {"page": 1})], [], None], pa.map_(pa.string(), box)),
    }
)
catalog = SqlCatalog("local", uri="sqlite:///catalog.db", warehouse=Path("tables").absolute().as_uri())
catalog.create_namespace("plans")
stored = catalog.create_table("plans.cities", schema=table.schema)
stored.append(table)
(part,) = Path("tables").rglob("*.parquet")
read = stored.scan().to_arrow()
missing = {}
for name in table.column_names:
    (in_file,) = duckdb.execute(f"SELECT count(*) FILTER ({name} IS NULL) FROM read_parquet('{part}')").fetchone()
    missing[name] = (table[name].null_count, read[name].null_count, in_file)
    print(f"{name}: missing {missing[name][0]}, read back {missing[name][1]}, in the file {missing[name][2]}; {read[name].to_pylist()}")
same = missing == {"names": (1, 1, 1), "names_by_code": (1, 1, 1), "boxes": (1, 0, 0), "boxes_by_code": (1, 0, 0)}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
