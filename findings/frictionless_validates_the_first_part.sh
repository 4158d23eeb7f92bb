#!/usr/bin/env bash
# A Parquet table of two files, validated by Frictionless
#
# Pins:   frictionless==5.21.0 with parquet, pandas==3.1.1, pyarrow==26.0.1
# Guess:  A resource with "path" and "extrapaths" is one table of all its files, whatever their format, or there is an error.
#         The types come from Parquet: a whole number with a gap is an integer, a list is an array.
# Seen:   Only the first Parquet file is read; the report says "valid" with its rows, and no error or warning names the second.
#         Types come through pandas: one missing whole number turns the column into floats, so 1 is right, the gap is the wrong
#         "nan", and each list is a NumPy array, which is not an "array". A right file is found invalid, and a missing part is not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "frictionless[parquet]==5.21.0" pandas==3.1.1 pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pyarrow
import pyarrow.parquet
from frictionless import Resource, Schema

pyarrow.parquet.write_table(pyarrow.table({"n": pyarrow.array([1, None], pyarrow.int64()), "l": [["a"], ["b", "c"]]}), "0.parquet")
pyarrow.parquet.write_table(pyarrow.table({"n": pyarrow.array([3], pyarrow.int64()), "l": [["d"]]}), "1.parquet")


def validate(number: str, items: str):
    schema = Schema.from_descriptor({"fields": [{"name": "n", "type": number}, {"name": "l", "type": items}]})
    return Resource(path="0.parquet", extrapaths=["1.parquet"], schema=schema).validate()


loose, strict = validate("any", "any"), validate("integer", "array")
wrong = [(error.row_number, error.field_name) for error in strict.tasks[0].errors]
print(f"any type: valid: {loose.valid}, rows: {loose.tasks[0].stats['rows']} of 3")
print(f"integer and array: valid: {strict.valid}, wrong cells (row, field): {wrong}")
same = loose.valid and loose.tasks[0].stats["rows"] == 2 and wrong == [(2, "l"), (3, "n"), (3, "l")]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
