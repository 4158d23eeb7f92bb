"""Text files that no honest sender makes, files of other formats, and the expected outcome of each.

They are read under lowered limits (`MOST_PAGES`, `MOST_MEGABYTES`), so that small files reach them.
"""

import io
import random
import zipfile
from collections.abc import Callable

from tests.hostile_case import MOST_PAGES, PUBLISHED, Case, Rows
from tests.hostile_pdfs import good_pdf
from tests.hostile_texts import BLANKS, html_form, in_columns, labelled, markdown_form, tabbed


def _text(make: Callable[[Rows], str], encoding: str = "utf-8") -> Callable[[Rows], bytes]:
    return lambda rows: make(rows).encode(encoding)


def _changed(**changed: str) -> Callable[[Rows], bytes]:
    return lambda rows: tabbed(rows, **changed).encode()


def _random(size: int) -> bytes:
    return random.Random(20).randbytes(size)


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "City: Porto")
    return out.getvalue()


_LINES = MOST_PAGES * 1000 + 1  # more than a text of so many pages may have
_BLOCKS = MOST_PAGES * 100 + 1  # more than a form of so many pages may have
_COLUMNS = "\t".join(f"x{n}" for n in range(_BLOCKS))


_TEXTS = (
    Case("larger than a file may be.txt", lambda rows: b"City: Porto " * 90_000, "too_large"),
    Case("line of 900 kB.txt", lambda rows: b"City: Porto " * 75_000, "too_large"),
    Case(
        "form before too many lines.txt",
        lambda rows: tabbed(rows).encode() + b"The river rises after rain in spring.\n" * _LINES,
        "too_large",
    ),
    Case("blanks in a value.txt", _changed(objectives=f"To learn{BLANKS}from each other."), PUBLISHED),
    Case("blanks in a label.txt", _text(lambda rows: tabbed([*rows, (f"Budget{BLANKS}of it:", "5 euro")])), PUBLISHED),
    Case("blanks before a label.txt", _text(lambda rows: tabbed(rows) + BLANKS + "Budget: 5 euro\n"), PUBLISHED),
    Case("blanks in a period.txt", _changed(period=f"May{BLANKS}2017 -{BLANKS}December 2018"), PUBLISHED),
    Case(
        "blanks in an activity's date.txt",
        _changed(activities=f"* 12{BLANKS}to{BLANKS}14{BLANKS}May 2017{BLANKS}: They met."),
        PUBLISHED,
    ),
    Case("blanks in a number.txt", _changed(population=f"240{BLANKS}000\t9.2{BLANKS}million{BLANKS}(2016"), PUBLISHED),
    Case("blanks in cities.txt", _changed(city=f"Porto{BLANKS}\tQing{BLANKS}dao"), PUBLISHED),
    Case("blanks in themes.txt", _changed(themes=f"Water{BLANKS}Air{BLANKS}and{BLANKS}Soil{BLANKS};"), PUBLISHED),
    Case(
        "blanks in a contact.txt",
        _changed(contact=f"water{BLANKS}@{BLANKS}example{BLANKS}.org contact {BLANKS}:"),
        PUBLISHED,
    ),
    Case("blanks between columns.txt", _text(lambda rows: in_columns(rows).replace("km2", BLANKS)), PUBLISHED),
    Case(
        "blanks in Markdown.md",
        _text(lambda rows: markdown_form(rows, activities=f"**{BLANKS}x [y]({BLANKS} _z{BLANKS}<br{BLANKS}>")),
        PUBLISHED,
    ),
    Case(
        "blanks in HTML.html",
        _text(
            lambda rows: html_form(rows, activities=f"<p{BLANKS}class{BLANKS}=x> May{BLANKS}2017 <br{BLANKS}> &nbsp{BLANKS};")
        ),
        PUBLISHED,
    ),
    Case("blanks that do not break.txt", _changed(objectives="To\xa0" + "\xa0\u2003" * 50_000 + "learn."), PUBLISHED),
    Case("line ends.txt", _text(lambda rows: tabbed(rows) + "\n\r\n\f\v" * 20_000), PUBLISHED),
    Case("digits.txt", _changed(population="9" * 100_000 + "\t" + "1." * 50_000), PUBLISHED),
    Case("digits and commas.txt", _changed(area="1,2" * 50_000 + "\t1e999 km2"), PUBLISHED),
    Case("dates 2000.txt", _changed(period="1.1." * 2000), PUBLISHED),
    Case("dates 2000 in an activity.txt", _changed(activities="* " + "May 2017, " * 2000), PUBLISHED),
    Case("months 2000.txt", _changed(activities="* " + "May - " * 2000 + "2017: They met."), PUBLISHED),
    Case("brackets 2000.txt", _changed(objectives="(" * 1000 + "[" * 1000), PUBLISHED),
    Case("at signs 20000.txt", _changed(contact="a@" * 20_000), PUBLISHED),
    Case("dots and letters in a contact.txt", _changed(contact="a." * 10_000 + "@" + "a-" * 10_000), PUBLISHED),
    Case("arrows 20000.txt", _changed(activities="→ " * 20_000), PUBLISHED),
    Case("angle brackets.html", _text(lambda rows: html_form(rows, activities="<" * 20 + "<a " * 20)), "published not_a_ucap"),
    Case(
        "underscores and stars.md",
        _text(lambda rows: markdown_form(rows, activities="*_" * 100 + "**a" * 100 + "`" * 100)),
        PUBLISHED,
    ),
    Case(
        "square brackets.md",
        _text(lambda rows: markdown_form(rows, activities="[" * 100 + "](" * 100 + "![a](b" * 100)),
        PUBLISHED,
    ),
    Case("backslashes.md", _text(lambda rows: markdown_form(rows, activities="\\" * 1000)), PUBLISHED),
    Case("word of 100000 letters.txt", _changed(objectives="x" * 100_000), PUBLISHED),
    Case("words of capitals.txt", _changed(objectives="Municipality Of The " * 500), PUBLISHED),
    Case(
        "bullets, too many.txt",
        _changed(activities="\n".join("\t→ They met in May 2017." for _ in range(_BLOCKS))),
        "too_large",
    ),
    Case(
        "bullets without text.txt",
        _changed(activities="\n".join("\t→ " for _ in range(_BLOCKS))),
        "published too_large",
    ),
    Case("bullets, too many in one line.txt", _changed(activities="→ met " * _BLOCKS), "too_large"),
    Case(
        "bullets, too many in columns.txt",
        _text(lambda rows: in_columns(rows) + f"\n{'':<50}• They met." * _BLOCKS),
        "too_large",
    ),
    Case("tags 200 deep.html", _text(lambda rows: "<div>" * 200 + html_form(rows)), PUBLISHED),
    Case("lists 200 deep.html", _text(lambda rows: html_form(rows, activities="<ul><li>" * 200 + "They met.")), PUBLISHED),
    Case("tables 100 deep.html", _text(lambda rows: "<table><tr><td>" * 100 + html_form(rows)), PUBLISHED),
    Case("rows, too many.html", _text(lambda rows: html_form([*rows, *[("note", "nothing")] * _BLOCKS])), "too_large"),
    Case("rows, too many.md", _text(lambda rows: markdown_form([*rows, *[("note", "nothing")] * _BLOCKS])), "too_large"),
    Case("rows, too many.txt", _text(lambda rows: tabbed([*rows, *[("note", "nothing")] * _BLOCKS])), "too_large"),
    Case(
        "rows of known labels, too many.txt",
        _text(lambda rows: tabbed([*rows, *[("Country:", "Portugal\tChina")] * _BLOCKS])),
        "too_large",
    ),
    Case("lines of labels, too many.txt", _text(lambda rows: labelled(rows) + "Key things: nothing\n" * _BLOCKS), "too_large"),
    Case("columns, too many.txt", _text(lambda rows: tabbed(rows) + _COLUMNS), "too_large"),
    Case("columns 1000.html", _text(lambda rows: html_form(rows, area="\t".join("x" * 1000))), "published too_large"),
    Case(
        "columns, too many.md",
        _text(lambda rows: markdown_form(rows, area=_COLUMNS)),
        "too_large",
    ),
    Case(
        "cells that span rows and columns that are not there.html",
        _text(lambda rows: html_form(rows).replace("<td>41", "<td rowspan=90 colspan=90>41")),
        PUBLISHED,
    ),
    Case(
        "entity of its own.html",
        _text(lambda rows: "<!DOCTYPE x [<!ENTITY a 'ha'>]>" + html_form(rows, activities="&a; &b;")),
        PUBLISHED,
    ),
    Case(
        "references to no character.html",
        _text(lambda rows: html_form(rows, activities="&amp;&#x110000;&#99999999999;&nosuch;&#xD800;&#0;" * 20)),
        PUBLISHED,
    ),
    Case(
        "external entity.html",
        _text(lambda rows: "<!DOCTYPE x [<!ENTITY e SYSTEM 'note.txt'>]>" + html_form(rows, objectives="We &e; learn.")),
        PUBLISHED,
    ),
    Case("comment without end.html", _text(lambda rows: html_form(rows) + "<!-- "), PUBLISHED),
    Case("script with a form.html", _text(lambda rows: f"<script>{html_form(rows)}</script>"), "published not_a_ucap"),
    Case("null bytes.txt", lambda rows: tabbed(rows).encode().replace(b"river", b"ri\0ver"), "published unsupported_format"),
    Case("null bytes and nothing else.txt", lambda rows: bytes(10_000), "empty"),
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
    Case("marks on one letter.txt", _changed(objectives="e" + "\u0301" * 30), PUBLISHED),
    Case("marks on a label.txt", _text(lambda rows: tabbed([*rows, ("E" + "\u0301" * 30, "x")])), PUBLISHED),
    Case("text that turns around.txt", _changed(objectives="\u202eTo learn\u202c \u2066\u200f\u200d\u200b" * 20), PUBLISHED),
    Case(
        "escape sequences.txt",
        _changed(objectives="To \x1b[2J\x1b]0;title\x07 learn \x9b31m\x08\x7f.", contact="\x1b[31mwater@example.org"),
        PUBLISHED,
    ),
    Case(
        "script tags and formulas.html",
        _text(
            lambda rows: html_form(
                rows,
                objectives="=1+1 &lt;script&gt;alert(1)&lt;/script&gt;",
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
            activities="* May 2017: {{7*7}} ${name} '; --",
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
    Case("city of 10000 letters.txt", _changed(city="x" * 10_000 + "\tQingdao"), "not_a_ucap"),
    Case(
        "cities 2000.txt",
        _changed(city=", ".join(f"City{n}" for n in range(2000)) + "\tQingdao"),
        "not_a_ucap",
    ),
    Case("letter.txt", lambda rows: b"Dear colleagues,\n\nthe City: a place to be. See you.\n", "not_a_ucap"),
    Case("source code.txt", lambda rows: b"import os\n\ndef main() -> None:\n    pass\n" * 50, "not_a_ucap"),
    Case("empty.pdf", lambda rows: b"", "empty"),
    Case("white space.txt", lambda rows: b" \t\r\n\f" * 1000, "empty"),
    Case("random bytes.txt", lambda rows: _random(100_000), "unsupported_format"),
)

_FORMATS = (
    Case("a PDF called.txt", good_pdf, PUBLISHED),
    Case("a text called.pdf", lambda rows: tabbed(rows).encode(), PUBLISHED),
    Case("picture called.pdf", lambda rows: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "unsupported_format"),
    Case("photograph.jpg", lambda rows: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"abcdefgh" * 4000, "unsupported_format"),
    Case("animation.gif", lambda rows: b"GIF89a" + b"Text of a picture" * 900, "unsupported_format"),
    Case("Word document.docx", lambda rows: _zip("[Content_Types].xml", "word/document.xml"), "damaged"),
    Case("Word document called.pdf", lambda rows: _zip("word/document.xml"), "damaged"),
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
        lambda rows: b"PK\x03\x04" + bytes(40) + good_pdf(rows),
        "unsupported_format published damaged",
    ),
)

CASES = (*_TEXTS, *_FORMATS)
