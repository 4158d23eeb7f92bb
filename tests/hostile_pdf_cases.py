"""PDFs that no honest sender makes, and the expected outcome of each.

Each is read, or refused with an error, in well under a second. Inputs on which a PDF library hangs, crashes or uses up
memory do not belong here: `hostile_readers` stands in for what such a library does.
"""

import random
from collections.abc import Callable

from tests.hostile_case import MOST_PAGES, PUBLISHED, Case, Rows
from tests.hostile_pdfs import (
    CATALOG,
    PAGE,
    TREE,
    act,
    codes_without_characters,
    encrypt_pdf,
    good_objects,
    good_pdf,
    many_pages,
    scan_pdf,
    show,
    stream,
    write_pdf,
)


def _drawn(content: bytes) -> Callable[[Rows], bytes]:
    return lambda rows: good_pdf(rows, content)


def _paged(old: bytes, new: bytes) -> Callable[[Rows], bytes]:
    assert old in PAGE
    return lambda rows: good_pdf(rows, changed={3: PAGE.replace(old, new)})


def _random(size: int) -> bytes:
    return random.Random(20).randbytes(size)


CASES = (
    Case(f"pages {MOST_PAGES + 1}.pdf", lambda rows: many_pages(MOST_PAGES + 1), "too_large"),
    Case(
        "pages counted wrong.pdf",
        lambda rows: good_pdf(rows, changed={2: TREE.replace(b"/Count 1", b"/Count 7")}),
        PUBLISHED,
    ),
    Case("no pages.pdf", lambda rows: write_pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), "damaged"),
    Case(
        "page that no tree holds.pdf",
        lambda rows: good_pdf(rows, changed={2: TREE.replace(b"3 0 R", b"")}),
        "published damaged",
    ),
    Case(
        "length too great.pdf",
        lambda rows: good_pdf(rows, changed={4: stream(show(rows), length=b"99999")}),
        "published damaged no_text_layer",
    ),
    Case("glyphs on one point.pdf", _drawn(b"BT /F1 10 Tf " + b"1 0 0 1 50 100 Tm (a) Tj " * 2000 + b"ET"), PUBLISHED),
    Case("rectangles 2000.pdf", _drawn(b"".join(b"%d %d 9 9 re f " % (n % 500, n % 700) for n in range(2000))), PUBLISHED),
    Case("one path of 2000 points.pdf", _drawn(b"0 0 m " + b"1 2 l 3 4 l " * 1000 + b"S"), PUBLISHED),
    Case("states saved and not restored.pdf", _drawn(b"q " * 20), PUBLISHED),
    Case("operands without operators.pdf", _drawn(b"1 2 3 4 5 6 7 scn " * 20), PUBLISHED),
    Case("warnings 2000.pdf", _drawn(b"(a) g " * 2000), PUBLISHED),
    Case("media box of five metres.pdf", _paged(b"[0 0 595 842]", b"[0 0 14400 14400]"), PUBLISHED),
    Case("media box of nothing.pdf", _paged(b"[0 0 595 842]", b"[0 0 0 0]"), "published damaged no_text_layer not_a_ucap"),
    # Viewers show such a page as Letter, of which the first row of an A4 page is not seen.
    Case("media box of names.pdf", _paged(b"[0 0 595 842]", b"[/A (b) null true]"), "published damaged not_a_ucap"),
    Case("media box upside down.pdf", _paged(b"[0 0 595 842]", b"[595 842 0 0]"), PUBLISHED),
    Case("page turned by 45 degrees.pdf", _paged(b"/MediaBox", b"/Rotate 45 /MediaBox"), "published damaged"),
    Case("text far off the page.pdf", _drawn(b"BT /F1 10 Tf 1 0 0 1 99999 -99999 Tm (far) Tj ET"), PUBLISHED),
    Case("font without characters.pdf", codes_without_characters, "no_text_layer"),
    Case("font that is missing.pdf", lambda rows: good_pdf(rows, changed={5: b"null"}), "published damaged no_text_layer"),
    Case("script and links.pdf", act, PUBLISHED),
    Case("encrypted for a user.pdf", lambda rows: encrypt_pdf(rows, "secret", "owner"), "encrypted"),
    Case(
        "encrypted by an unknown handler.pdf",
        lambda rows: good_pdf(rows, trailer=b"/Encrypt << /Filter /Acme /V 9 >> /ID [<00> <00>]"),
        "encrypted",
    ),
    Case("encrypted for an owner only.pdf", lambda rows: encrypt_pdf(rows, "", "owner"), PUBLISHED),
    Case("scanned.pdf", lambda rows: scan_pdf(), "no_text_layer"),
    Case("blank.pdf", lambda rows: write_pdf({1: CATALOG, 2: TREE, 3: PAGE, 4: stream(b"")}), "no_text_layer"),
    Case("truncated.pdf", lambda rows: good_pdf(rows)[:900], "published damaged no_text_layer not_a_ucap"),
    Case("header and nothing else.pdf", lambda rows: b"%PDF-1.7\n", "damaged"),
    Case("random bytes after the header.pdf", lambda rows: b"%PDF-1.4\n" + _random(20_000), "damaged"),
    Case("bytes before the header.pdf", lambda rows: write_pdf(good_objects(rows), junk=b"\0junk\n" * 50), PUBLISHED),
)
