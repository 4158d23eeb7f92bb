#!/usr/bin/env bash
# An empty text and a gap, in a CSV file that DuckDB writes and reads
#
# Pins:   duckdb==2.0.0, polars==2.1.0
# Guess:  CSV cannot distinguish them, so both come back as one. Or, since DuckDB writes "" for the empty text and nothing for the gap,
#         it reads its own file back as it was.
# Seen:   It writes the difference and does not read it: by default a text in quotes may be a gap too (allow_quoted_nulls), so the
#         empty text comes back as NULL. Polars reads DuckDB's file right, and DuckDB reads Polars' file, which has the same
#         bytes, wrong. With allow_quoted_nulls = false the table comes back whole.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0 polars==2.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import duckdb
import polars

rows = [("Graz", 1), ("", 2), (None, 3)]
duckdb.sql("COPY (FROM (VALUES ('Graz', 1), ('', 2), (NULL, 3)) AS rows(city, n)) TO 'duckdb.csv'")
polars.DataFrame(rows, schema=["city", "n"], orient="row").write_csv("polars.csv")
seen = {}
for name in ("duckdb", "polars"):
    print(f"{name} writes: {Path(name + '.csv').read_text()!r}")
    seen[name, "DuckDB"] = duckdb.sql(f"FROM read_csv('{name}.csv')").fetchall()
    seen[name, "DuckDB, allow_quoted_nulls = false"] = duckdb.sql(
        f"FROM read_csv('{name}.csv', allow_quoted_nulls = false)"
    ).fetchall()
    seen[name, "Polars"] = polars.read_csv(f"{name}.csv").rows()
for (written, read), result in seen.items():
    print(f"written by {written}, read by {read}: {result}")
lost = [("Graz", 1), (None, 2), (None, 3)]
same = all(result == (lost if read == "DuckDB" else rows) for (_, read), result in seen.items())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
