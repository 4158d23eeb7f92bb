#!/usr/bin/env bash
# Yes and no, and lengths of time, in an OpenDocument table, read by pandas
#
# Pins:   pandas==3.1.1, odfpy==1.4.1 (pandas reads the format with it), python-calamine==0.9.1 (the other engine)
# Guess:  A cell holds its value beside what it shows: true beside WAHR in German, PT10M30S beside 10:30. pandas reads the value, as it does
#         for numbers and dates. A length of more than a day is a Timedelta or a text.
# Seen:   With the engine "odf", which is taken for .ods, pandas reads what is shown. A true cell is True if it shows TRUE; where it shows
#         WAHR or true, as in files of another language or of another library, it is False. Ten minutes and a half are half past ten in the
#         morning. Neither warns. A length shown as 36:30 raises an error, and no cell of the sheet can be read. The engine "calamine"
#         reads the values; 36 hours and a half are the text 'PT36H30M00S'.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1
cd "$work"
venv/bin/python - <<'PYTHON'
import datetime
import sys

import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

YES, NO = {"valuetype": "boolean", "booleanvalue": "true"}, {"valuetype": "boolean", "booleanvalue": "false"}
CELLS = [
    ("TRUE", YES),
    ("WAHR", YES),
    ("true", YES),
    ("FALSCH", NO),
    ("1:30", {"valuetype": "time", "timevalue": "PT01H30M00S"}),
    ("10:30", {"valuetype": "time", "timevalue": "PT00H10M30S"}),
    ("36:30", {"valuetype": "time", "timevalue": "PT36H30M00S"}),
]
time = datetime.time
VALUES = [True, True, True, False, time(1, 30), time(0, 10, 30), "PT36H30M00S"]


def read(shown: str, value: dict[str, str], engine: str) -> object:
    document = OpenDocumentSpreadsheet()
    table, row, cell = Table(name="form"), TableRow(), TableCell(**value)
    cell.addElement(P(text=shown))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save("form.ods")
    try:
        return pandas.read_excel("form.ods", header=None, engine=engine).iat[0, 0]
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


seen = {engine: [read(shown, value, engine) for shown, value in CELLS] for engine in ("odf", "calamine")}
print(f"shown: {[shown for shown, _ in CELLS]}")
for engine, values in seen.items():
    print(f"{engine}: {[str(value) for value in values]}")
same = seen["calamine"] == VALUES and seen["odf"][:6] == [True, False, False, False, time(1, 30), time(10, 30)]
same = same and "hour must be in 0..23" in str(seen["odf"][6])
sys.exit(None if same else "The behaviour has changed.")
PYTHON
