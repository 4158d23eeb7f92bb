#!/usr/bin/env bash
# A column of lists of records in a Parquet file, read by fastparquet
#
# Pins:   fastparquet==2026.9.0, pandas==3.1.1, pyarrow==26.0.1 (writes the file)
# Guess:  fastparquet knows lists of plain values. For lists of records, boxes with a page each, it raises an error, or leaves the column
#         out, or makes columns of the parts.
# Seen:   The column is there, and None in every row, as if nothing had been stored; no error says so. A plain record is split into a
#         column for each part. A list of texts is read, and an empty one is told from a missing one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pyarrow as pa
import pyarrow.parquet as pq
from fastparquet import ParquetFile

box = pa.struct([("page", pa.int64()), ("top", pa.float64())])
columns = {
    "names": pa.array([["Graz"], [], None], pa.list_(pa.string())),
    "boxes": pa.array([[{"page": 1, "top": 2.5}], [], None], pa.list_(box)),
    "first_box": pa.array([{"page": 1, "top": 2.5}, None, None], box),
}
pq.write_table(pa.table(columns), "values.parquet")
frame = ParquetFile("values.parquet").to_pandas()
print(frame.to_dict("list"))
same = frame["boxes"].tolist() == [None, None, None] and frame["names"].tolist() == [["Graz"], [], None]
same = same and list(frame.columns) == ["names", "boxes", "first_box.page", "first_box.top"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
