#!/usr/bin/env bash
# Decimal numbers below zero, read by nanoarrow
#
# Pins:   nanoarrow==0.9.0, pyarrow==26.0.1 (makes the column)
# Guess:  A longitude of -0.05 in a decimal column comes back as Decimal("-0.05"), as it does from pyarrow: the format stores the number
#         and its sign in 128 bits, and nanoarrow is a project of Arrow itself.
# Seen:   Decimal("3.402823669E+36"): the bits are taken for a number without a sign. Numbers above zero are right, so a column of
#         figures that are mostly positive looks sound. No error, no warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check nanoarrow==0.9.0 pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
from decimal import Decimal

import nanoarrow
import pyarrow

numbers = [Decimal("15.44"), Decimal("-0.05"), None, Decimal("-3.70")]
column = pyarrow.array(numbers, pyarrow.decimal128(10, 2))
read = nanoarrow.Array(column).to_pylist()
print(f"pyarrow:   {column.to_pylist()}")
print(f"nanoarrow: {read}")
same = column.to_pylist() == numbers and read[0] == numbers[0] and read[2] is None
same = same and all(read[i] > Decimal(10) ** 30 for i in (1, 3))
sys.exit(None if same else "The behaviour has changed.")
PYTHON
