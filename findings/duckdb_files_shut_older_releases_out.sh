#!/usr/bin/env bash
# A file that DuckDB 2.0 writes, opened by DuckDB 1.4
#
# Pins:   duckdb==2.0.0 (writes), duckdb==1.4.4 (reads)
# Guess:  Since 1.0 DuckDB has promised a stable storage format, and each 1.x wrote the oldest format by default. So a file with
#         one plain table, made without options, opens in 1.4.
# Seen:   It does not: 2.0.0 writes its own newest format by default. With ATTACH … (STORAGE_VERSION 'v1.0.0') the same table
#         opens in 1.4.4. A program that writes files for others has to set it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for release in 2.0.0 1.4.4; do
    python3 -m venv "$work/$release"
    "$work/$release/bin/pip" install --quiet --disable-pip-version-check "duckdb==$release"
done
cd "$work"
2.0.0/bin/python - <<'PYTHON'
import duckdb

for name, options in (("plain", ""), ("old", " (STORAGE_VERSION 'v1.0.0')")):
    duckdb.sql(f"ATTACH '{name}.duckdb' AS {name}{options}")
    duckdb.sql(f"CREATE TABLE {name}.cities AS SELECT 'Graz' AS city")
    duckdb.sql(f"DETACH {name}")
PYTHON
1.4.4/bin/python - <<'PYTHON'
import sys

import duckdb

seen = {}
for name in ("plain", "old"):
    try:
        with duckdb.connect(f"{name}.duckdb", read_only=True) as connection:
            seen[name] = str(connection.sql("FROM cities").fetchall())
    except duckdb.Error as error:
        seen[name] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
    print(f"{name}: {seen[name]}")
same = seen["plain"].startswith("IOException") and seen["old"] == "[('Graz',)]"
sys.exit(None if same else "The behaviour has changed.")
PYTHON
