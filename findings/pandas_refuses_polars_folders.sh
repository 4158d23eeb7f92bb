#!/usr/bin/env bash
# A folder with one part for each city, read by pandas
#
# Pins:   pandas==3.1.1, pyarrow==26.0.1, polars==2.1.0, duckdb==2.0.0 (reads the same folder)
# Guess:  Folders "city=Graz" are a common form: pandas reads those that Polars wrote, and all that itself wrote.
# Seen:   ArrowTypeError for those of Polars: it leaves the column in the files too, and pyarrow cannot merge a column with the
#         folder's name, which is a dictionary. DuckDB and Polars read them. partitioning=None, or include_key=False when writing, helps.
#         pandas does not read its own folder either once a city is missing: "Cannot yet unify dictionaries with nulls".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
import warnings

import duckdb
import pandas
import polars

warnings.simplefilter("ignore")
CITIES = {"city": ["Graz", "Turin"], "projects": [3, 5]}


def read(folder: str, **options: object) -> object:
    try:
        return [list(row) for row in pandas.read_parquet(folder, **options)[["city", "projects"]].values.tolist()]
    except Exception as error:
        return f"{type(error).__name__}: {error}"


polars.DataFrame(CITIES).write_parquet("polars", partition_by="city")
pandas.DataFrame(CITIES).to_parquet("pandas", partition_cols=["city"])
pandas.DataFrame(CITIES | {"city": ["Graz", None]}).to_parquet("missing", partition_cols=["city"])
rows = [["Graz", 3], ["Turin", 5]]
seen = {
    "of Polars": read("polars"),
    "of Polars, partitioning=None": read("polars", partitioning=None),
    "of pandas": read("pandas"),
    "of pandas, a city missing": read("missing"),
}
for folder, said in seen.items():
    print(f"pandas, {folder}: {said}")
other = duckdb.sql("SELECT city, projects FROM 'polars/**/*.parquet' ORDER BY city").fetchall()
print("DuckDB, of Polars:", other)
refused = str(seen["of Polars"]).startswith("ArrowTypeError: Unable to merge") and "dictionaries with nulls" in str(seen["of pandas, a city missing"])
same = refused and seen["of Polars, partitioning=None"] == seen["of pandas"] == rows == [list(row) for row in other]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
