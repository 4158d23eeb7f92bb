#!/usr/bin/env bash
# A folder far above the data that is called like a column
#
# Pins:   duckdb==2.0.0, pyarrow==26.0.1, polars==2.1.0, pandas==3.1.1
# Guess:  Hive partitions are folders below the one that is read, so the pattern "…/cities/*.parquet" has none. If a folder and a
#         column in the file have the same name and differ, the file's values win, or there is an error.
# Seen:   DuckDB looks for "name=value" in the whole path, also above the folder that was named. The folder's value replaces the
#         column that is stored in the file, in silence. A project kept in a folder "city=Porto" gets Porto in each row.
#         pandas, Polars and pyarrow return what the file holds. hive_partitioning = false fixes it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0 pyarrow==26.0.1 polars==2.1.0 pandas==3.1.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

folder = Path("city=Porto/project/cities")
folder.mkdir(parents=True)
pyarrow.parquet.write_table(pyarrow.table({"city": ["Graz", "Turin"]}), folder / "part-0.parquet")


def ask(options: str) -> list[str]:
    return [city for (city,) in duckdb.sql(f"SELECT city FROM read_parquet('{folder}/*.parquet'{options})").fetchall()]


seen = {
    "DuckDB": ask(""),
    "DuckDB, hive_partitioning = false": ask(", hive_partitioning = false"),
    "pandas": list(pandas.read_parquet(folder)["city"]),
    "Polars": polars.read_parquet(folder)["city"].to_list(),
    "pyarrow": pyarrow.parquet.read_table(folder)["city"].to_pylist(),
}
for name, cities in seen.items():
    print(f"{name}: {cities}")
same = seen.pop("DuckDB") == ["Porto", "Porto"] and all(cities == ["Graz", "Turin"] for cities in seen.values())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
