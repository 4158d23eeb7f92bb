"""Hebrew and Arabic names within texts: letters stand from right to left on the page, and are read in their own order."""

import pytest
import typst

from ucap.extractors.page import Page
from ucap.extractors.readers.pdf import load_reader
from ucap.extractors.text.source_text import Glyph, join

LINES = [
    pytest.param("Guests from Haifa (חיפה) and Bonn", id="in-brackets"),
    pytest.param("Talks in תל אביב and Bonn", id="two-words"),
    pytest.param("Talks in Casablanca (الدار البيضاء) and Bonn", id="letters-that-join"),
    pytest.param("Road 12 in Haifa [חיפה], then Bonn", id="other-brackets"),
    pytest.param("Talks in Haifa (Israel) and Bonn", id="no-such-name"),
]


def by_typst(line: str) -> bytes:
    return typst.compile(f'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n{line}'.encode())


def read_page(data: bytes, reader: str) -> Page:
    (page,) = load_reader(reader)(data).pages  # type: ignore[arg-type]
    return page


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("line", LINES)
def test_a_name_is_read_in_its_own_order(line, reader):
    text = join(word.text for word in read_page(by_typst(line), reader).words)
    assert text.chars == line
    first = text.origins[next((at for at, char in enumerate(line) if char > "\u0500"), 0)]
    assert isinstance(first, Glyph)
    assert line.isascii() or first.x0 == max(o.x0 for o, c in zip(text.origins, line, strict=True) if c > "\u0500" and o)  # type: ignore[union-attr]
