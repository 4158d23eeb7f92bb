"""Documents with random damage: whatever is read, a reading comes out that can be published."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.hostile_case import make_rows
from tests.hostile_pdfs import encrypt_pdf, good_pdf
from tests.hostile_texts import html_form, in_columns, labelled, markdown_form, tabbed
from ucap.extractors.extract import read_document
from ucap.flows.pool.worker import load_extractors
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.checks import check_dataset
from ucap.schemas.reading import Reading

SEED = 2024
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj\s*", re.DOTALL)
_TELLING = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"|",
    b"\t",
    b"\n",
    b"(",
    b"endstream",
    b"/Length 9",
    b"City:",
    b"<table>",
    b"\xe2\x80\xa2",
)


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 10, 100))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 50, 5000, len(data)))]


def swap(data: bytearray, chance: random.Random) -> None:
    size = chance.choice((1, 40, 400))
    a, b = sorted(chance.randrange(len(data)) for _ in range(2))
    data[a : a + size], data[b : b + size] = data[b : b + size], data[a : a + size]


def insert(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5))):
        piece = chance.choice((*_TELLING, chance.randbytes(20))) * chance.choice((1, 1, 500))
        at = chance.randrange(len(data))
        data[at:at] = piece


def drop_object(data: bytearray, chance: random.Random) -> None:
    """Take away an object of a PDF, or a line of a text."""
    parts = [match.span() for match in _OBJECT.finditer(data)] or [match.span() for match in re.finditer(rb"[^\n]+\n", data)]
    if parts:
        start, end = chance.choice(parts)
        del data[start:end]


def repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + 200] * chance.choice((2, 20))


DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, cut, swap, insert, drop_object, repeat)


def list_originals() -> list[bytes]:
    forms = [make(make_rows(n)).encode() for n, make in enumerate((tabbed, html_form, markdown_form, in_columns, labelled))]
    made = [good_pdf(make_rows(5)), encrypt_pdf(make_rows(6), "", "owner"), tabbed(make_rows(7)).encode("utf-16")]
    return [
        *forms,
        *made,
        *(path.read_bytes() for path in sorted((ROOT / "raw").rglob("*")) if path.suffix in (".pdf", ".txt")),
    ]


def draw_damaged(count: int) -> Iterator[bytes]:
    """Yield damaged documents, the same ones each time: every original in turn, with one to three damages."""
    chance = random.Random(SEED)
    originals = list_originals()
    for number in range(count):
        data = bytearray(originals[number % len(originals)])
        for damage in chance.choices(DAMAGES, k=chance.choice((1, 1, 3))):
            if data:
                damage(data, chance)
        yield bytes(data)


def read_damaged(count: int) -> list[Reading]:
    load_extractors()
    return [read_document(data, f"{number:04}.pdf") for number, data in enumerate(draw_damaged(count))]


def check_readings(readings: list[Reading]) -> None:
    """Hold the readings: each file has its row and reason, and together they are a sound dataset."""
    for reading in readings:
        document = reading.document
        assert (document.status == "quarantined") is (reading.ucap is None) is bool(document.reason), document
        type(document).model_validate(document.model_dump())
        for record in (*(reading.ucap.records() if reading.ucap else ()), *reading.issues):
            type(record).model_validate(record.model_dump())
    dataset = assemble_dataset(readings)
    assert check_dataset(dataset) == []
    assert dataset.tables["documents"].num_rows == len(readings)


def test_damaged_documents_give_sound_readings():
    readings = read_damaged(45)
    check_readings(readings)
    statuses = [reading.document.status for reading in readings]
    assert min(statuses.count("quarantined"), statuses.count("published")) >= 8  # damage is neither deadly nor harmless


@pytest.mark.fuzz
def test_many_damaged_documents_give_sound_readings():
    check_readings(read_damaged(400))


@pytest.mark.fuzz
def test_a_run_over_damaged_documents_loses_none(tmp_path: Path):
    from ucap.flows.basics.settings import Settings
    from ucap.flows.run.ingest import run_ingest
    from ucap.flows.run.request import RunRequest

    (tmp_path / "raw").mkdir()
    for number, data in enumerate(draw_damaged(100)):
        (tmp_path / "raw" / f"{number:04}.pdf").write_bytes(data)
    summary = run_ingest(RunRequest(tmp_path / "raw", tmp_path / "out"), Settings())
    assert summary.row_counts["documents"] == 100
