#!/usr/bin/env bash
# A column of lists in a Parquet file, read and written by Dask
#
# Pins:   dask==2026.8.0 with dataframe, pandas==3.1.1, pyarrow==26.0.1
# Guess:  What read_parquet has read, to_parquet writes, and lists stay lists. Where pandas has read the file, from_pandas makes the same
#         of it.
# Seen:   read_parquet keeps the lists, but to_parquet of it raises ArrowInvalid ("Could not convert <object object …>"), before a row is
#         read. from_pandas makes texts of them, "['Graz' 'Linz']", without commas as numpy prints; these it writes without complaint. With
#         read_parquet(…, dtype_backend="pyarrow") the lists come through.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "dask[dataframe]==2026.8.0" pandas==3.1.1 pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

pq.write_table(pa.table({"cities": [["Graz", "Linz"], ["Wels"]]}), "plans.parquet")
frames = {
    "read_parquet": dd.read_parquet("plans.parquet"),
    "from_pandas": dd.from_pandas(pd.read_parquet("plans.parquet"), npartitions=1),
    "read_parquet with Arrow's types": dd.read_parquet("plans.parquet", dtype_backend="pyarrow"),
}
seen = {}
for number, (way, frame) in enumerate(frames.items()):
    try:
        frame.to_parquet(f"copy{number}")
        seen[way] = pq.read_table(f"copy{number}")["cities"].to_pylist()
    except pa.ArrowInvalid as error:
        seen[way] = f"ArrowInvalid: {error}"[:50]
    print(f"{way}: {seen[way]}")
same = list(seen.values()) == [
    "ArrowInvalid: Could not convert <object object at ",
    ["['Graz' 'Linz']", "['Wels']"],
    [["Graz", "Linz"], ["Wels"]],
]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
