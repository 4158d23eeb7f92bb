#!/usr/bin/env bash
# An object's reader that is given to pyarrow
#
# Pins:   obstore==0.12.1, pyarrow==26.0.1
# Guess:  obstore says that its readers are like Python's binary files, so what reads Parquet from an open file reads from them.
# Seen:   pyarrow's ParquetFile raises "ValueError: I/O operation on closed file" for the reader that obstore.open_reader has just
#         returned. The reader has read, seek and tell, but no `closed`; pyarrow asks for it, and takes the failure for a closed file.
#         The bytes of the whole object can be read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check obstore==0.12.1 pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import obstore
import pyarrow
import pyarrow.parquet
from obstore.store import MemoryStore

sink = io.BytesIO()
pyarrow.parquet.write_table(pyarrow.table({"city": ["Graz", "Turin"]}), sink)
store = MemoryStore()
obstore.put(store, "cities.parquet", sink.getvalue())
reader = obstore.open_reader(store, "cities.parquet")
has = [name for name in ("read", "seek", "tell", "closed") if hasattr(reader, name)]
print(f"the reader has: {', '.join(has)}")
try:
    said = f"rows: {pyarrow.parquet.ParquetFile(reader).metadata.num_rows}"
except Exception as error:
    said = f"{type(error).__name__}: {error}"
print(f"ParquetFile(reader): {said}")
whole = pyarrow.parquet.read_table(io.BytesIO(obstore.get(store, "cities.parquet").bytes())).num_rows
print(f"rows by the bytes of the whole object: {whole}")
sys.exit(None if "closed" not in has and said == "ValueError: I/O operation on closed file" and whole == 2 else "The behaviour has changed.")
PYTHON
