#!/usr/bin/env bash
# A number that is NaN, in a Parquet file that Polars wrote, asked for by DuckDB
#
# Pins:   duckdb==2.0.0, polars==2.1.0, pyarrow==26.0.1
# Guess:  For DuckDB NaN is greater than every number, so "x > 100" finds it, in a table and in a file alike, whoever wrote the file.
# Seen:   One row in its own table and in its own Parquet file, none in the files of Polars and of pyarrow that hold the same values.
#         The format lets writers leave NaN out of the greatest value of a group; DuckDB then skips the group, as no value in it
#         can be over 100. Copying a file with other software changes the answer. Polars finds the row in each file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0 polars==2.1.0 pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import duckdb
import polars
import pyarrow.parquet

duckdb.sql("CREATE TABLE costs AS SELECT unnest(['1', 'nan', '2']::DOUBLE[]) AS x")
duckdb.sql("COPY costs TO 'duckdb.parquet'")
table = pyarrow.parquet.read_table("duckdb.parquet")
pyarrow.parquet.write_table(table, "pyarrow.parquet")
polars.from_arrow(table).write_parquet("polars.parquet")


def count(source: str) -> int:
    return duckdb.sql(f"SELECT count(*) FROM {source} WHERE x > 100").fetchall()[0][0]


seen = {"table": count("costs")} | {writer: count(f"'{writer}.parquet'") for writer in ("duckdb", "pyarrow", "polars")}
other = [polars.scan_parquet(f"{writer}.parquet").filter(polars.col("x") > 100).collect().height for writer in ("duckdb", "pyarrow", "polars")]
for source, rows in seen.items():
    print(f"DuckDB, {source}: {rows}")
print("Polars, the three files:", other)
same = list(seen.values()) == [1, 1, 0, 0] and other == [1, 1, 1]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
