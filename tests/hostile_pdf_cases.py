"""PDFs that no honest sender makes, and what must become of each."""

import random
import zlib
from collections.abc import Callable

from tests.hostile_case import PUBLISHED, Case, Rows
from tests.hostile_pdfs import (
    CATALOG,
    PAGE,
    TREE,
    act,
    attach,
    bomb_font,
    codes_without_characters,
    deep_tree,
    deflate_zeros,
    encrypt_pdf,
    endless_character_map,
    good_objects,
    good_pdf,
    many_pages,
    nested_forms,
    object_stream_loop,
    scan_pdf,
    show,
    stream,
    write_pdf,
    xref_bomb,
    xref_loop,
)

GIB = 2**30


def _drawn(content: bytes) -> Callable[[Rows], bytes]:
    return lambda rows: good_pdf(rows, content)


def _paged(old: bytes, new: bytes) -> Callable[[Rows], bytes]:
    assert old in PAGE
    return lambda rows: good_pdf(rows, changed={3: PAGE.replace(old, new)})


def _random(size: int) -> bytes:
    return random.Random(20).randbytes(size)


CASES = (
    Case(
        "bomb of 1 GiB in a page.pdf",
        lambda rows: good_pdf(rows, changed={4: stream(deflate_zeros(GIB), b"/Filter /FlateDecode")}),
        "out_of_memory timeout",
        True,
    ),
    Case(
        "bomb packed twice.pdf",
        lambda rows: good_pdf(
            rows, changed={4: stream(zlib.compress(deflate_zeros(2 * GIB)), b"/Filter [/FlateDecode /FlateDecode]")}
        ),
        "out_of_memory timeout",
        True,
    ),
    Case(
        "bomb in a font.pdf",
        lambda rows: bomb_font(rows, deflate_zeros(2 * GIB)),
        "out_of_memory timeout no_text_layer",
        True,
    ),
    Case("bomb attached.pdf", lambda rows: attach(rows, deflate_zeros(2 * GIB)), PUBLISHED),
    Case(
        "page tree that refers to itself.pdf",
        lambda rows: write_pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
        "damaged",
    ),
    Case(
        "page tree with a loop beside the page.pdf",
        lambda rows: good_pdf(rows, changed={2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>"}),
        PUBLISHED,
    ),
    Case("page tree 100000 deep.pdf", lambda rows: deep_tree(100_000), "damaged"),
    Case("pages 4000.pdf", lambda rows: many_pages(4000), "too_large"),
    Case("pages 61.pdf", lambda rows: many_pages(61), "too_large"),
    Case(
        "pages counted wrong.pdf",
        lambda rows: good_pdf(rows, changed={2: TREE.replace(b"/Count 1", b"/Count 999999999")}),
        PUBLISHED,
    ),
    Case("no pages.pdf", lambda rows: write_pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), "damaged"),
    Case(
        "arrays 100000 deep.pdf",
        lambda rows: good_pdf(
            rows, changed={3: PAGE.replace(b"/Contents", b"/Extra " + b"[" * 100_000 + b"]" * 100_000 + b" /Contents")}
        ),
        "published damaged",
    ),
    Case(
        "dictionaries 100000 deep.pdf",
        lambda rows: good_pdf(
            rows,
            changed={3: PAGE.replace(b"/Contents", b"/Extra " + b"<</A " * 100_000 + b"1" + b">>" * 100_000 + b" /Contents")},
        ),
        "published damaged",
    ),
    Case("arrays 100000 deep in a page's content.pdf", _drawn(b"[" * 100_000), "published damaged"),
    Case(
        "length refers to itself.pdf",
        lambda rows: good_pdf(rows, changed={4: stream(show(rows), length=b"4 0 R")}),
        "published damaged",
    ),
    Case(
        "length of a terabyte.pdf",
        lambda rows: good_pdf(rows, changed={4: stream(show(rows), length=b"1099511627776")}),
        "published damaged no_text_layer",
    ),
    Case(
        "length negative.pdf",
        lambda rows: good_pdf(rows, changed={4: stream(show(rows), length=b"-1")}),
        "published damaged no_text_layer",
    ),
    Case("xref names itself.pdf", xref_loop, "published damaged"),
    Case("xref stream of 4 GiB.pdf", lambda rows: xref_bomb(), "damaged timeout", True),
    Case("object stream holds itself.pdf", object_stream_loop, "damaged"),
    Case("object refers to itself.pdf", lambda rows: good_pdf(rows, changed={2: b"2 0 R"}), "damaged timeout", True),
    Case(
        "drawing that draws itself.pdf",
        lambda rows: good_pdf(
            rows,
            b"/X Do",
            {
                3: PAGE.replace(b"/Font <<", b"/XObject << /X 10 0 R >> /Font <<"),
                10: stream(
                    b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>"
                ),
            },
        ),
        "published damaged",
    ),
    Case("drawings 2 to the 40.pdf", lambda rows: nested_forms(rows, 40, 2), "timeout out_of_memory", True),
    Case("drawings 5000 deep.pdf", lambda rows: nested_forms(rows, 5000, 1), "published damaged"),
    Case(
        "glyphs 2000000.pdf",
        _drawn(b"BT /F1 1 Tf 1 0 0 1 50 20 Tm " + b"(xxxxxxxxx ) Tj " * 200_000 + b"ET"),
        "timeout out_of_memory",
        True,
    ),
    Case("glyphs on one point.pdf", _drawn(b"BT /F1 10 Tf " + b"1 0 0 1 50 100 Tm (a) Tj " * 20_000 + b"ET"), PUBLISHED),
    Case(
        "lines 1000000.pdf",
        _drawn(b"".join(b"%d 9 m %d 99 l S " % (n % 500, n % 400) for n in range(10_000)) * 100),
        "timeout out_of_memory",
        True,
    ),
    Case("rectangles 20000.pdf", _drawn(b"".join(b"%d %d 9 9 re f " % (n % 500, n % 700) for n in range(20_000))), PUBLISHED),
    Case("one path of 200000 points.pdf", _drawn(b"0 0 m " + b"1 2 l 3 4 l " * 100_000 + b"S"), "published timeout", True),
    Case("states saved 100000 times.pdf", _drawn(b"q " * 100_000), PUBLISHED),
    Case("media box huge.pdf", _paged(b"[0 0 595 842]", b"[-1e30 -1e30 1e30 1e30]"), "published damaged"),
    Case("media box of nothing.pdf", _paged(b"[0 0 595 842]", b"[0 0 0 0]"), "published damaged no_text_layer not_a_ucap"),
    Case("media box of names.pdf", _paged(b"[0 0 595 842]", b"[/A (b) null true]"), "published damaged"),
    Case("media box upside down.pdf", _paged(b"[0 0 595 842]", b"[595 842 0 0]"), PUBLISHED),
    Case("page turned by 45 degrees.pdf", _paged(b"/MediaBox", b"/Rotate 45 /MediaBox"), "published damaged"),
    Case(
        "coordinates beyond numbers.pdf",
        _drawn(b"BT /F1 10 Tf " + b"9" * 400 + b" 0 0 1 " + b"9" * 400 + b" 0 Tm (far) Tj 1e999 nan Td (off) Tj ET"),
        PUBLISHED,
    ),
    Case("numbers of 100000 digits.pdf", _drawn(b"9" * 100_000 + b" 0 0 1 0 0 cm"), "published damaged"),
    Case("font without characters.pdf", codes_without_characters, "no_text_layer"),
    Case("font that is missing.pdf", lambda rows: good_pdf(rows, changed={5: b"null"}), "published damaged no_text_layer"),
    Case("script, launch and beacon.pdf", act, PUBLISHED),
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
    Case("random bytes after the header.pdf", lambda rows: b"%PDF-1.4\n" + _random(1_000_000), "damaged"),
    Case("random bytes, 20 MB of them.pdf", lambda rows: b"%PDF-1.4\n" + _random(20_000_000), "damaged timeout", True),
    Case("object headers without end.pdf", lambda rows: b"%PDF-1.4\n" + b"1 0 obj\n<<\n" * 500_000, "damaged timeout", True),
    Case("bytes before the header.pdf", lambda rows: write_pdf(good_objects(rows), junk=b"\0junk\n" * 50), PUBLISHED),
    Case(
        "page that no tree holds.pdf",
        lambda rows: good_pdf(rows, changed={2: TREE.replace(b"3 0 R", b"")}),
        "published damaged",
    ),
    Case("operands without operators.pdf", _drawn(b"1 2 3 4 5 6 7 scn " * 45_000), "published timeout", True),
    Case("warnings 90000.pdf", _drawn(b"(a) g " * 90_000), PUBLISHED),
    Case(
        "map of characters without end.pdf",
        endless_character_map,
        "published timeout out_of_memory",
        True,
    ),
)
