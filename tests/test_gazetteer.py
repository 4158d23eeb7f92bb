"""The database that is made of a file of GeoNames: what it answers, and that it is never out of date."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ucap.extractors.gazetteer import Gazetteer, prepared


def make_record(number: int, name: str, country: str, population: int, *others: str) -> dict[str, Any]:
    place = {"geonameid": number, "name": name, "countrycode": country, "latitude": 1.5, "longitude": -2.5}
    return {**place, "population": population, "admin1code": f"{number % 2:02}", "alternatenames": list(others)}


RECORDS = [
    make_record(7, "Halle (Saale)", "DE", 230_000, "Halle", "HAL", "Галле"),
    make_record(8, "Halle", "DE", 21_000),
    make_record(9, "Halle", "BE", 39_000, "Hal"),
    make_record(10, "Cartagena", "CO", 970_000, "Cartagena de Indias", "CTG"),
    make_record(11, "Lille", "FR", 16_000, "Rijsel"),
]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    source = tmp_path / "cities.json"
    source.write_text(json.dumps({str(record["geonameid"]): record for record in RECORDS}), encoding="utf-8")
    monkeypatch.setattr(prepared, "find_source", lambda tier: source)
    monkeypatch.setattr(prepared, "find_folder", lambda: tmp_path / "cache")
    forget()
    yield source
    forget()


def forget() -> None:
    for remembered in (prepared.prepare, prepared._open, prepared._open_in_memory):
        remembered.cache_clear()


def list_files(source: Path) -> list[Path]:
    return sorted((source.parent / "cache").iterdir())


def ask_all() -> list[list[int]]:
    cities = Gazetteer(15000)
    found = [
        cities.find_in_world("halle", 100_000),
        cities.find_in_world("rijsel", 100_000),
        cities.find_in_world("hal", 0),
        cities.find_in_country("halle", "DE"),
        cities.list_inside("DE", "01"),
        cities.list_large(200_000, ["BE", "FR"], 20_000),
        cities.find_printed("rijsel", "Rijsel", "FR"),
        cities.find_printed("rijsel", "rijsel", "FR"),
        [found] if (found := cities.find_by_id(11)) else [],
        [city for _, city in cities.list_longer_names(100_000)],
    ]
    return [[city.place.geonames_id for city in group] for group in found]


ANSWERS = [[7, 9, 8], [], [9], [8, 7], [7], [7, 9, 10], [11], [], [11], [10]]


def test_the_cities_of_a_name_a_country_and_a_division(source: Path) -> None:
    assert ask_all() == ANSWERS
    assert Gazetteer(15000).find_by_id(12) is None
    assert Gazetteer(15000).list_keys() == {"halle saale", "halle", "cartagena", "lille"}


def test_a_folder_that_cannot_be_written_changes_no_answer(source: Path) -> None:
    (source.parent / "cache").write_text("a file in its place", encoding="utf-8")
    assert prepared.prepare(15000) is None
    assert ask_all() == ANSWERS


def test_a_user_without_a_home_gets_the_same_answers(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(prepared, "find_folder", find_none)
    assert ask_all() == ANSWERS


def test_it_is_made_once(source: Path) -> None:
    first = prepared.prepare(15000)
    assert first is not None
    made = first.stat().st_mtime_ns
    forget()
    assert prepared.prepare(15000) == first
    assert first.stat().st_mtime_ns == made
    assert list_files(source) == [first]  # nothing is left of its making


def test_another_file_of_geonames_has_another_database(source: Path) -> None:
    prepared.prepare(15000)
    record = make_record(11, "Lille", "FR", 240_000, "Rijsel")
    source.write_text(json.dumps({str(record["geonameid"]): record}), encoding="utf-8")
    forget()
    assert [city.place.population for city in Gazetteer(15000).find_in_world("rijsel", 100_000)] == [240_000]
    assert len(list_files(source)) == 2


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        pytest.param("version", lambda library: "another", id="release-of-a-library"),
        pytest.param("_MADE_BY", ("gazetteer/records.py", "text/tokens.py"), id="code"),
    ],
)
def test_what_makes_it_is_part_of_its_name(name: str, changed: object, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepared.compute_digest(source)
    monkeypatch.setattr(prepared, name, changed)
    assert prepared.compute_digest(source) != before


@pytest.mark.parametrize("left", [0, 1000], ids=["empty", "cut-off"])
def test_a_damaged_file_is_made_again(left: int, source: Path) -> None:
    path = prepared.prepare(15000)
    assert path is not None
    path.write_bytes(path.read_bytes()[:left])
    forget()
    assert ask_all() == ANSWERS


def test_a_forked_process_has_its_own_connection(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = prepared.connect(15000)
    assert prepared.connect(15000) is parent
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert prepared.connect(15000) is not parent


def test_old_files_go(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_KEPT", 2)
    for number in range(4):
        monkeypatch.setattr(prepared, "version", lambda library, number=number: str(number))
        forget()
        prepared.prepare(15000)
    assert len(list_files(source)) == 2
