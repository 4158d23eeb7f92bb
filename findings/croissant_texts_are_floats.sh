#!/usr/bin/env bash
# A column of codes that a Croissant description declares to be text
#
# Pins:   mlcroissant==1.1.1 with parquet, pandas==3.1.1
# Guess:  A Croissant file says of each column what type it has, so the types are not guessed from the data: the code "007" of a CSV file,
#         declared as sc:Text, is the text "007", and a gap is None.
# Seen:   records() returns b'7.0': pandas guesses first, with the gap as a float, and the float is then made a text, as bytes. Without the
#         gap it is b'7'. Nothing warns. The same column in a Parquet file comes back as b'007'.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "mlcroissant[parquet]==1.1.1" pandas==3.1.1
cd "$work"
venv/bin/python - <<'PYTHON'
import hashlib
import json
import logging
import sys
from pathlib import Path

import mlcroissant
import pandas as pd

logging.disable()
KINDS = {"gap.csv": "text/csv", "whole.csv": "text/csv", "gap.parquet": "application/x-parquet"}
gap = pd.DataFrame({"city": ["Graz", "Linz", "Wels"], "code": ["007", None, "008"]})
gap.to_csv("gap.csv", index=False)
gap.dropna().to_csv("whole.csv", index=False)
gap.to_parquet("gap.parquet")



def describe(file: str) -> dict:
    content = mlcroissant.FileObject(
        id=file,
        name=file,
        content_url=file,
        encoding_formats=[KINDS[file]],
        sha256=hashlib.sha256(Path(file).read_bytes()).hexdigest(),
    )
    source = mlcroissant.Source(file_object=file, extract=mlcroissant.Extract(column="code"))
    field = mlcroissant.Field(id="cities/code", name="code", data_types=[mlcroissant.DataType.TEXT], source=source)
    cities = mlcroissant.RecordSet(id="cities", name="cities", fields=[field])
    return mlcroissant.Metadata(name="cities", description="Three cities.", distribution=[content], record_sets=[cities]).to_json()


seen = {}
for file in KINDS:
    Path("croissant.json").write_text(json.dumps(describe(file), default=str))
    seen[file] = [record["cities/code"] for record in mlcroissant.Dataset(jsonld="croissant.json").records("cities")]
    print(f"{file}: {seen[file]}")
same = seen == {"gap.csv": [b"7.0", None, b"8.0"], "whole.csv": [b"7", b"8"], "gap.parquet": [b"007", None, b"008"]}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
