#!/usr/bin/env bash
# A file with a primary key that DuckDB 2.0 writes for DuckDB 1.0
#
# Pins:   duckdb==2.0.0 (writes), duckdb==1.0.0 and duckdb==1.4.4 (read)
# Guess:  STORAGE_VERSION 'v1.0.0' writes what 1.0.0 can read, whatever is in the file, or refuses what 1.0.0 did not know. Primary
#         keys are older than 1.0.0.
# Seen:   A plain table opens in 1.0.0; the same table with PRIMARY KEY or UNIQUE does not: "Failed to deserialize: expected end
#         of object, but found field id: 103". One such table shuts the whole file, so the tables without keys cannot be
#         read either. 1.4.4 reads both files.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for release in 2.0.0 1.0.0 1.4.4; do
    python3 -m venv "$work/$release"
    "$work/$release/bin/pip" install --quiet --disable-pip-version-check "duckdb==$release"
done
cd "$work"
2.0.0/bin/python - <<'PYTHON'
import duckdb

for name, key in (("plain", ""), ("keyed", " PRIMARY KEY"), ("unique", " UNIQUE")):
    duckdb.sql(f"ATTACH '{name}.duckdb' AS {name}_file (STORAGE_VERSION 'v1.0.0')")
    duckdb.sql(f"CREATE TABLE {name}_file.cities (city VARCHAR{key}, people INTEGER)")
    duckdb.sql(f"INSERT INTO {name}_file.cities VALUES ('Graz', 303270)")
    duckdb.sql(f"CREATE TABLE {name}_file.other AS SELECT 1 AS n")
    duckdb.sql(f"DETACH {name}_file")
PYTHON
cat > look.py <<'PYTHON'
import sys

import duckdb

try:
    connection = duckdb.connect(f"{sys.argv[1]}.duckdb", read_only=True)
    print(connection.execute("FROM other").fetchall(), connection.execute("FROM cities").fetchall())
except duckdb.Error as error:
    print(f"{type(error).__name__}: {str(error).splitlines()[0]}")
PYTHON
same=yes
for release in 1.0.0 1.4.4; do
    for name in plain keyed unique; do
        seen=$("$release/bin/python" look.py "$name")
        echo "$release, $name: $seen"
        case "$release $name $seen" in
            "1.0.0 keyed SerializationException"* | "1.0.0 unique SerializationException"*) ;;
            "1.0.0 plain [(1,)] [('Graz', 303270)]" | "1.4.4 "*" [(1,)] [('Graz', 303270)]") ;;
            *) same=no ;;
        esac
    done
done
[ "$same" = yes ] || { echo "The behaviour has changed." >&2; exit 1; }
