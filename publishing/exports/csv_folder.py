"""A version as a folder of CSV files that are safe to open in a spreadsheet."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ucap.publishing.exports.spreadsheet import ABOUT_NAME, COLUMNS_NAME, CSV_SUFFIX, flatten_lists, list_columns, list_facts
from ucap.publishing.exports.tables import VersionTables

# First characters that make a spreadsheet read a text as a formula, with full-width forms and characters that it skips (OWASP,
# CSV injection).
_FORMULA_START = "^([=+\\-@\t\r\n＝＋－＠])"
_NOTES = (
    "A text that begins like a formula (with = + - @, a tab or a line break) has an apostrophe before it.",
    "Lists are JSON arrays. An empty field is null, two quotation marks are an empty text. Times are UTC.",
    "The files are UTF-8 with a byte order mark and commas between values.",
    "Where a spreadsheet expects semicolons, import the files instead of opening them.",
)


def write_csv_folder(tables: VersionTables, folder: Path) -> tuple[str, ...]:
    """Write `<table>.csv` for each table, `columns.csv` and `about.csv` into a new folder; returns notes."""
    folder.mkdir()
    for name in tables.names:
        _write(flatten_lists(tables.load(name)), folder / f"{name}{CSV_SUFFIX}")
    _write(list_columns(), folder / f"{COLUMNS_NAME}{CSV_SUFFIX}")
    _write(list_facts(tables, list(_NOTES)), folder / f"{ABOUT_NAME}{CSV_SUFFIX}")
    return ()


def neutralise_formulas(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return texts that no spreadsheet reads as formulas; NUL, which ends a file for some readers, becomes U+FFFD."""
    return pc.replace_substring(pc.replace_substring_regex(texts, _FORMULA_START, "'\\1"), "\0", "\ufffd")


def _write(table: pa.Table, path: Path) -> None:
    for number, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(number, field.name, neutralise_formulas(table[field.name]))
    with path.open("xb") as sink:
        sink.write("\ufeff".encode())  # without it Excel reads the file in the machine's own encoding
        # "needed" quotes every text, so that a comma, quotation mark or line break within one does no harm.
        pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(quoting_style="needed"))
