"""One tiny document a quirk, in tests/quirks/: what is read from it, whatever it was drawn with.

What `<quirk>.yml` may say, tests/quirks/README.md tells; it is written by hand, never from a reading.
"""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import Any

import pdfplumber
import pytest
import yaml

from tests.quirks.render import FOLDER, find_document, find_source, list_quirks, render
from ucap.extractors.extract import Source, read_form, read_source
from ucap.extractors.form import Form
from ucap.extractors.readers.text import decode_text
from ucap.schemas.reading import Reading
from ucap.schemas.records import TABLES

NAMES = list_quirks()
OTHER_KEYS = {"quirk", "issues", "set_aside", "lost_glyphs"}
NAMED_BY = {"sections": ("section",), "evidence": ("table", "row", "column")}
"""Of these tables only the rows that are named are compared; all of the same name must be there."""


def load_expected(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return expected


@cache
def read_once(name: str) -> Source:
    return read_source(find_document(name).read_bytes())


def read_quirk(name: str) -> Reading:
    return read_form(read_once(name), "0" * 16, find_document(name).name, 0)


def find_misses(reading: Reading, form: Form, expected: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield (place, wanted, read) for everything that differs."""
    if reading.ucap is None:
        yield "document", "a U-CAP", reading.document.reason
        return
    for table in expected.keys() - OTHER_KEYS:
        found = [record.model_dump() for record in reading.ucap.records() if record.table_name == table]
        found = [row for row in found if not _is_besides(table, row, expected[table])]
        for position, (wanted, row) in enumerate(zip_longest(expected[table], found), start=1):
            if wanted is None or row is None:
                yield f"{table} {position}", wanted, row
                continue
            for column, value in wanted.items():
                if not _is_equal(row[column], value):
                    yield f"{table} {position} {column}", value, row[column]
    codes = set(expected.get("issues", []))
    unexpected = [issue for issue in reading.issues if issue.severity != "info" and issue.code not in {*codes, "row_missing"}]
    if unexpected or codes - {issue.code for issue in reading.issues}:
        yield "issues", sorted(codes), [(issue.code, issue.message) for issue in reading.issues]
    notes = list(dict.fromkeys(form.notes))
    if notes != expected.get("set_aside", []):
        yield "set_aside", expected.get("set_aside", []), notes


def _is_besides(table: str, row: Mapping[str, Any], wanted: list[dict[str, Any]]) -> bool:
    """Whether a row of sections or evidence is of a cell or value that is not named: each document has many of them."""
    keys = NAMED_BY.get(table, ())
    return bool(keys) and not any(all(row[key] == one[key] for key in keys) for one in wanted)


def _is_equal(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, float):
        return bool(value == pytest.approx(wanted))
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], list):  # boxes, to the point
        return [[round(edge) for edge in box] for box in value] == wanted
    return bool(value == wanted)


def count_characters(text: str) -> Counter[str]:
    """Count the letters and digits of a text."""
    return Counter(char for char in text if char.isalnum())


def read_printed(name: str) -> str:
    """Return what a document prints: of a PDF its glyphs, each once, of a text file what is outside its tags."""
    path = find_document(name)
    data = path.read_bytes()
    if path.suffix != ".pdf":
        text = re.sub(r"<(style|title|script)\b.*?</\1>|<!--.*?-->", " ", decode_text(data), flags=re.DOTALL)
        return html.unescape(re.sub(r"<[/!]?[a-z][^>]*>", " ", text, flags=re.IGNORECASE))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        glyphs = "".join(char["text"] for page in pdf.pages for char in page.dedupe_chars().chars)
    return re.sub(r"\(cid:\d+\)", "", glyphs)  # a glyph of which the PDF does not say what it means


def list_texts(form: Form) -> Iterator[str]:
    """Yield the labels and blocks of a form."""
    for row in form.rows:
        yield row.label.chars
        yield from (block.text.chars for cell in row.cells for block in cell.blocks)


@pytest.mark.parametrize("name", NAMES)
def test_quirk_is_read_as_what_it_is(name: str) -> None:
    expected = load_expected(name)
    assert expected["quirk"]
    assert expected.keys() - OTHER_KEYS <= TABLES.keys()
    assert list(find_misses(read_quirk(name), read_once(name).form, expected)) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_printed_is_lost_or_doubled(name: str) -> None:
    form = read_once(name).form
    printed = count_characters(_expand_ligatures(read_printed(name)))
    in_rows = count_characters(" ".join(list_texts(form)))
    set_aside = count_characters(" ".join(form.notes))  # a title that is repeated on each page is in a row besides
    assert printed - in_rows - set_aside == count_characters(load_expected(name).get("lost_glyphs", ""))
    assert in_rows - printed == Counter()


def _expand_ligatures(text: str) -> str:
    return text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi").replace("ﬄ", "ffl")


def test_a_wrong_value_is_noticed() -> None:
    reading, form = read_quirk("no_lines"), read_once("no_lines").form
    expected = load_expected("no_lines")
    expected["cities"][0]["population"] += 1
    expected["cities"].append({"side": "partner", "city": "Chengdu"})
    expected["ucaps"][0]["key_challenges"] = "Owners hesitate. All of them."
    expected |= {"issues": ["number_ambiguous"], "set_aside": ["Page 1"], "results": [{"text": "More"}]}
    places = {place for place, _, _ in find_misses(reading, form, expected)}
    assert places == {"cities 1 population", "cities 3", "ucaps 1 key_challenges", "issues", "set_aside", "results 1"}


def describe_pages(data: bytes) -> list[Any]:
    """Return what is drawn on each page, to a tenth of a point; bytes differ between releases of compressing libraries."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [
            (
                page.rotation,
                [(c["text"], c["fontname"].partition("+")[2], *_place(c)) for c in page.chars],
                sorted((kind, *_place(shape)) for kind in ("line", "rect", "image") for shape in page.objects.get(kind, [])),
            )
            for page in pdf.pages
        ]


def _place(shape: Mapping[str, Any]) -> tuple[float, ...]:
    return tuple(round(float(shape[edge]), 1) for edge in ("x0", "top", "x1", "bottom"))


@pytest.mark.parametrize("name", [name for name in NAMES if find_document(name).suffix == ".pdf"])
def test_pdf_comes_from_its_source(name: str) -> None:
    source = find_source(name)
    assert source, f"{name}.pdf has neither {name}.typ nor {name}.py beside it"
    assert describe_pages(render(source)) == describe_pages(find_document(name).read_bytes())


def test_every_file_belongs_to_a_quirk() -> None:
    files = {path for path in FOLDER.iterdir() if path.is_file()} - {FOLDER / "render.py", FOLDER / "README.md"}
    owned = {FOLDER / f"{name}.yml" for name in NAMES} | {find_document(name) for name in NAMES}
    owned |= {source for name in NAMES if (source := find_source(name))}
    assert files == owned
