#!/usr/bin/env bash
# One table and the same questions in ibis, answered by DuckDB and by Polars
#
# Pins:   ibis-framework==12.0.0 with duckdb and polars, duckdb==2.0.1, polars==2.1.0
# Guess:  An expression of ibis means the same on every engine; where an engine cannot do it, there is an error. So a test with DuckDB
#         says what Polars will answer.
# Seen:   The length of "Łódź" is 4 and 7: letters for DuckDB, bytes for Polars. Different names in a column with a gap are 2 and 3.
#         12.5 made a whole number is 13 and 12, and the text "12.7" 13 and nothing. A list unfolded into rows leaves out the missing
#         list or keeps it, and the joined items of an empty list are an empty text or missing. No error, and no warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "ibis-framework[duckdb,polars]==12.0.0" duckdb==2.0.1 polars==2.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import ibis
import pyarrow

cities = pyarrow.table(
    {
        "id": [1, 2, 3],
        "name": ["Łódź", None, "Graz"],
        "themes": pyarrow.array([["air", "water"], [], None], pyarrow.list_(pyarrow.string())),
    }
)
QUESTIONS = {
    "length of a name": lambda table: table.select(table.id, answer=table.name.length()),
    "different names": lambda table: table.aggregate(answer=table.name.nunique()),
    "12.5 as a whole number": lambda table: table.select(answer=ibis.literal(12.5).cast("int64")).limit(1),
    "'12.7' as a whole number": lambda table: table.select(answer=ibis.literal("12.7").try_cast("int64")).limit(1),
    "rows of items": lambda table: table.select(table.id, answer=table.themes.unnest()),
    "joined items": lambda table: table.select(table.id, answer=table.themes.join(", ")),
    "number of items": lambda table: table.select(table.id, answer=table.themes.length()),
}
EXPECTED = {
    "length of a name": ([4, None, 4], [7, None, 4]),
    "different names": ([2], [3]),
    "12.5 as a whole number": ([13], [12]),
    "'12.7' as a whole number": ([13], [None]),
    "rows of items": (["air", "water"], ["air", "water", None]),
    "joined items": (["air, water", "", None], ["air, water", None, None]),
    "number of items": ([2, 0, None], [2, 0, None]),
}
engines = {"DuckDB": ibis.duckdb.connect(), "Polars": ibis.polars.connect()}
seen = {}
for question, ask in QUESTIONS.items():
    answers = {}
    for engine, connection in engines.items():
        rows = connection.to_pyarrow(ask(ibis.memtable(cities))).to_pylist()
        answers[engine] = [row["answer"] for row in sorted(rows, key=lambda row: row.get("id", 0))]
    print(f"{question}: {answers}")
    seen[question] = tuple(answers.values())
sys.exit(None if seen == EXPECTED else "The behaviour has changed.")
PYTHON
