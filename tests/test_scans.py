"""Scans: pictures of pages, whose text is recognised. A stand-in knows the lines of the document that the picture shows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

from tests.hostile_pdfs import good_pdf
from tests.raw_pdf import HELVETICA, make_pdf
from tests.recognised_layers import lay_as_tesseract
from ucap.extractors.extract import read_document
from ucap.extractors.fields.recognised import doubt_unsure, find_marked, is_glued
from ucap.extractors.layout.lines import group_lines
from ucap.extractors.layout.tolerances import LAYOUT
from ucap.extractors.page import FEWER_SIGNS, LOST_WORD, MORE_SIGNS, Box, Page, Recognised, Region, Word
from ucap.extractors.readers.ocr import Picture, Recognise, RecognisedLine, Token
from ucap.extractors.readers.overlaid import cut_at_blanks, follow_picture
from ucap.extractors.readers.patches import read_patches
from ucap.extractors.readers.pdf import read_pdf
from ucap.extractors.readers.pdf_picture import draw_greys
from ucap.extractors.readers.pictures import find_ink, find_rulings, find_skew, level_light, runs_across, thin_out
from ucap.extractors.readers.print_fit import fit_print
from ucap.extractors.readers.recognised import FONT, mend_bullets, settle_pages
from ucap.extractors.readers.scan import read_picture
from ucap.extractors.readers.tolerances import SCAN
from ucap.extractors.text.source_text import Glyph, SourceText
from ucap.schemas.reading import Reading

PER_POINT = 200 / 72
ROWS = [
    ("City:", "Linz\tYantai"),
    ("Country:", "Austria\tChina"),
    ("Population:", "206,595\t7,102,100"),
    ("Period of cooperation:", "May 2018 - June 2020"),
    ("Cooperation themes:", "Clean air"),
    ("Main objectives of cooperation:", "Plan a tram line together."),
]
RULES = b" ".join(b"50 %d m 545 %d l S" % (y, y) for y in range(813, 690, -18))


def draw(content: bytes = RULES) -> Picture:
    return next(draw_greys(good_pdf(ROWS, content)))[0]


def stand_in(
    confidence: float = 0.99, changed: Callable[[str], str] = lambda text: text, rivals: Mapping[str, str] | None = None
) -> Recognise:
    """Return an engine that knows the lines of the form, and rivals of words; with less ink above than below it is not sure."""
    rival = rivals or {}
    (page,) = read_pdf(good_pdf(ROWS)).pages
    lines = group_lines(page.words, 1, LAYOUT.lines)

    def make_line(words: tuple[Word, ...], sure: float) -> RecognisedLine:
        box = [(w.box.x0 * PER_POINT, w.box.x1 * PER_POINT, changed(w.text.chars)) for w in words]
        top, bottom = (y * PER_POINT for y in (words[0].box.top - 2, words[0].box.bottom + 2))
        return RecognisedLine(top, bottom, tuple((Token(text, x0, x1, sure, rival.get(text, "")),) for x0, x1, text in box))

    def recognise(picture: Picture) -> list[RecognisedLine]:
        upper, lower = np.array_split(picture < 150, 2)
        sure = confidence if upper.sum() > lower.sum() else 0.3
        parts = (part for line in lines for edges in ((0, 200), (200, 380), (380, 600)) if (part := line.part(*edges)))
        return [make_line(part.words, sure) for part in parts]

    return recognise


def scan(picture: Picture) -> bytes:
    out = BytesIO()
    Image.fromarray(picture).save(out, "PDF", resolution=200)
    return out.getvalue()


def read(monkeypatch: pytest.MonkeyPatch, picture: Picture, engine: Recognise) -> Reading:
    monkeypatch.setattr("ucap.extractors.readers.pdf.load_engine", lambda: engine)
    return read_document(scan(picture), "scan.pdf")


def turn(picture: Picture, degrees: float) -> Picture:
    return np.asarray(Image.fromarray(picture).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))


def test_a_scan_is_read_with_its_confidence(monkeypatch):
    reading = read(monkeypatch, draw(), stand_in())
    assert reading.ucap, reading.document.reason
    assert [city.population for city in reading.ucap.cities] == [206595, 7102100]
    (cited,) = (e for e in reading.ucap.evidence if e.column == "population" and e.value == "206595")
    assert (cited.method, cited.confidence) == ("ocr", 0.99)
    codes = {issue.code for issue in reading.issues}
    assert "ocr_read" in codes
    assert "ocr_doubtful" not in codes


@pytest.mark.parametrize(
    ("engine", "doubted"),
    [
        pytest.param(stand_in(0.6), "206,595", id="not-sure"),
        pytest.param(stand_in(changed=lambda text: text.replace("206,595", "2O6,595")), "2O6,595", id="letter-among-digits"),
        pytest.param(
            stand_in(changed=lambda text: text.replace("together.", "citiesand")), "Plan a tram line citiesand", id="no-blank"
        ),
        pytest.param(stand_in(changed=lambda text: text.replace("Linz", "Lin2")), "Lin2", id="digit-behind-small-letters"),
        pytest.param(stand_in(changed=lambda text: text.replace("tram", "tddz")), "Plan a tddz line together.", id="no-word"),
        pytest.param(
            stand_in(changed=lambda text: text.replace("tram", "litte")), "Plan a litte line together.", id="lost-letter"
        ),
    ],
)
def test_what_recognition_is_not_sure_of_is_a_finding(monkeypatch, engine, doubted):
    reading = read(monkeypatch, draw(), engine)
    assert doubted in {issue.raw_text for issue in reading.issues if issue.code in ("ocr_doubtful", "number_unreadable")}


def test_common_words_need_no_confidence_and_names_do(monkeypatch):
    reading = read(monkeypatch, draw(), stand_in(0.6))
    doubted = {issue.raw_text for issue in reading.issues if issue.code == "ocr_doubtful"}
    assert "Yantai" in doubted
    assert "Clean air" not in doubted


@pytest.mark.parametrize("degrees", [-3, -1, 2, 3])
def test_a_sheet_that_lies_askew_is_read_and_cited_where_it_lies(monkeypatch, degrees):
    reading = read(monkeypatch, turn(draw(), degrees), stand_in())
    assert reading.ucap
    assert [city.city for city in reading.ucap.cities] == ["Linz", "Yantai"]
    (cited,) = (e for e in reading.ucap.evidence if e.column == "city" and e.value == "Yantai")
    ((x0, top, *_),) = cited.boxes or []
    angle = np.radians(-degrees)
    x, y = 400 - 297.5, 34 - 421
    assert x0 == pytest.approx(297.5 + x * np.cos(angle) - y * np.sin(angle), abs=4)
    assert top == pytest.approx(421 + x * np.sin(angle) + y * np.cos(angle), abs=6)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_sheet_on_its_side_or_head_is_turned(quarters):
    page = read_picture(np.rot90(draw(), quarters), 1, PER_POINT, stand_in())
    assert page.words[0].text.chars == "City:"
    glyph = page.words[0].text.origins[0]
    assert isinstance(glyph, Glyph)
    assert page.recognised[glyph].confidence == 0.99


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b" ".join(b"%d 60 m %d 813 l S" % (x, x) for x in (50, 190, 370, 545)), id="tall-cells"),
        pytest.param(b"0.5 g 300 60 40 640 re f", id="a-bar-down-the-page"),
        pytest.param(RULES, id="rules-across"),
    ],
)
@pytest.mark.parametrize("degrees", [0, 1.4, -3])
def test_text_runs_across_a_page_whatever_else_runs_down_it(content, degrees):
    ink = find_ink(turn(draw(content), degrees))
    assert runs_across(ink)
    assert not runs_across(ink.T)


@pytest.mark.parametrize("margin", [pytest.param(0, id="white"), pytest.param(22, id="black-margins")])
@pytest.mark.parametrize("degrees", [-2.5, -0.4, 0, 1.2, 3])
def test_skew_is_found(degrees, margin):
    picture = turn(draw(), degrees).copy()
    picture[:, :margin] = picture[:margin] = 15
    assert find_skew(find_ink(picture)) == pytest.approx(degrees, abs=0.15)


def test_rulings_of_a_grey_photograph_are_found():
    clean = draw()
    noise = np.random.default_rng(1).normal(0, 8, clean.shape)
    grey = np.clip(clean * np.linspace(0.6, 0.95, clean.shape[1]) + noise, 0, 255).astype(np.uint8)
    rulings = find_rulings(find_ink(level_light(grey)))
    assert [round(842 - box.top / PER_POINT) for box in rulings] == pytest.approx(list(range(813, 690, -18)), abs=1)
    assert all(box.x1 - box.x0 > 490 * PER_POINT for box in rulings)


def test_a_bullet_that_was_not_recognised_is_seen():
    dot = b"206 707 6 6 re f"
    page = read_picture(draw(RULES + b" " + dot), 1, PER_POINT, stand_in())
    (bullet,) = (word for word in page.words if word.text.chars == "•")
    assert bullet.box.x0 == pytest.approx(206, abs=1)


def make_words(*lines: tuple[float, float, str]) -> list[Word]:
    words = []
    for x, top, text in lines:
        at = x
        for part in text.split():
            box = Box(at, top, at + 5 * len(part), top + 10)
            glyphs = tuple(Glyph(1, at + 5 * i, top, at + 5 * i + 5, top + 10) for i in range(len(part)))
            words.append(Word(SourceText(part, glyphs), box, "", 10))
            at = box.x1 + (8 if len(part) == 1 else 3)
    return words


@pytest.mark.parametrize(
    ("lines", "starts"),
    [
        pytest.param([(200, 10, "e May 2018"), (200, 30, "¢ June 2018")], ["•", "•"], id="letters-at-one-indent"),
        pytest.param([(200, 10, "« Trams")], ["•"], id="a-sign-that-is-no-letter"),
        pytest.param([(200, 10, "¢« Trams")], ["•"], id="two-signs-for-one"),
        pytest.param([(200, 10, "o. May"), (200, 30, "0. June")], ["•", "•"], id="rings-with-a-stop"),
        pytest.param([(200, 10, "0) May"), (200, 30, "0) June")], ["•", "•"], id="rings-with-a-bracket"),
        pytest.param([(200, 10, "• May"), (200, 30, "ø June"), (200, 50, "Trams")], ["•", "•", "Trams"], id="an-arrowhead"),
        pytest.param([(200, 10, "∅ May"), (200, 30, "∅ June")], ["•", "•"], id="signs-of-any-kind"),
        pytest.param([(200, 10, "o Trams"), (200, 30, "Buses run")], ["o", "Buses"], id="a-letter-alone"),
        pytest.param([(200, 10, "e May"), (240, 30, "o June")], ["e", "o"], id="letters-at-two-indents"),
        pytest.param([(200, 10, "I May"), (200, 30, "I June")], ["•", "•"], id="other-letters-where-no-word-begins"),
        pytest.param([(200, 10, "1 May"), (200, 30, "1 June")], ["•", "•"], id="the-same-digit"),
        pytest.param([(200, 10, "1 May"), (200, 30, "2 June")], ["1", "2"], id="digits-that-count"),
        pytest.param([(200, 10, "A tram"), (200, 30, "A bus"), (200, 50, "Trams")], ["A", "A", "Trams"], id="an-article"),
        pytest.param([(200, 10, "& waste"), (200, 30, "Water")], ["&", "Water"], id="a-sign-of-a-text"),
        pytest.param([(200, 10, "- 3 April"), (200, 30, "March")], ["-", "March"], id="a-dash-of-a-period"),
    ],
)
def test_signs_that_stand_as_bullets_do_are_bullets(lines, starts):
    words = mend_bullets(make_words(*lines))
    assert [word.text.chars for word in words if word.box.x0 in {x for x, _, _ in lines}] == starts


def test_an_article_below_bullets_is_none():
    words = make_words((200, 10, "• Trams"), (200, 30, "• Buses"), (200, 50, "A"), (206, 50, "first draft"))
    assert [word.text.chars for word in mend_bullets(words) if word.box.x0 == 200] == ["•", "•", "A"]


def test_a_letter_on_another_page_is_a_bullet_where_it_stands_as_others_do():
    first = Page(1, 595, 842, tuple(make_words((200, 10, "• May"), (200, 30, "• June"))))
    second = Page(2, 595, 842, tuple(make_words((200, 10, "m July"), (200, 30, "A talk"))))
    named = [replace(page, words=tuple(replace(word, font=FONT) for word in page.words)) for page in (first, second)]
    _, settled = settle_pages([replace(page, recognised=know(page)) for page in named])
    assert [word.text.chars for word in settled.words if word.box.x0 == 200] == ["•", "A"]


def know(page: Page) -> dict[Glyph, Recognised]:
    glyphs = (origin for word in page.words for origin in word.text.origins if isinstance(origin, Glyph))
    return {glyph: Recognised(None, glyph) for glyph in glyphs}


def test_an_article_in_a_justified_line_is_no_bullet():
    words = make_words(*((x, y, text) for y in (10, 30) for x, text in ((180, "once"), (210, "a year"))))
    assert "•" not in [word.text.chars for word in mend_bullets(words)]


def test_a_sign_close_behind_a_label_is_a_bullet_where_it_stands_as_others_do():
    words = make_words((200, 10, "• May"), (200, 30, "• June"), (177, 50, "key"), (200, 50, "– July"))
    assert [word.text.chars for word in mend_bullets(words) if word.box.x0 == 200] == ["•", "•", "•"]


PRINTED = """BT /F1 10 Tf 130 160 Td (Both cities run a common help desk for firms) Tj
-10 -20 Td (\\225) Tj 14 0 Td (A common plan of both) Tj -14 -20 Td (\\225) Tj 14 0 Td (One more line) Tj
-14 -20 Td (\\225) Tj 14 0 Td (At least ten firms) Tj ET"""


def test_blanks_and_bullets_that_recognition_lost_are_those_of_the_picture():
    data = make_pdf(PRINTED)
    (page,) = read_pdf(data).pages
    pixels = pypdfium2.PdfDocument(data)[0].render(scale=200 / 72, grayscale=True).to_numpy().squeeze().copy()
    at = [i for i, word in enumerate(page.words) if word.text.chars == "•"]
    misread = {at[0]: None, at[1]: "a", at[2]: "«"}
    words: list[Word] = []
    for i, word in enumerate(page.words):
        if i in misread:
            words += [replace(word, text=SourceText(chars, word.text.origins))] if (chars := misread[i]) else []
        elif word.text.chars in ("common", "least") and words[-1].text.chars in ("A", "At"):
            words[-1] = replace(words[-1], text=words[-1].text + word.text, box=words[-1].box._replace(x1=word.box.x1))
        else:
            words.append(word)
    assert "Acommon" in [word.text.chars for word in words]
    read = " ".join(word.text.chars for word in follow_picture(words, find_ink(level_light(pixels)), 200 / 72))
    assert read == ("Both cities run a common help desk for firms • A common plan of both • One more line • At least ten firms")


SURE = tuple(
    "Both sides keep what they have learned and share their plans for trams and quiet streets".split()  # noqa: SIM905
)


def add_picture(document: pypdfium2.PdfDocument, picture: pypdfium2.PdfBitmap) -> bytes:
    """Return the file of a document with a picture over the whole of its first page."""
    page = document[0]
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(picture)
    image.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
    page.insert_obj(image)
    page.gen_content()
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def print_layer(lines: str, *boxes: tuple[float, float, float, str]) -> Page:
    """Return a page with a picture of `lines`, over which each text was laid, invisible, from x to x1 at a height, as one
    piece: as wide as a program thinks that its box is. Another line is laid just over its print, as most are.
    """
    sure, x = [], 10.0
    for word in SURE:
        width = stringWidth(word, "Helvetica", 8)
        sure.append((x, x + width * (len(word) + 1) / len(word), 15.0, f"{word} "))
        x += width + 3
    printed = "".join(f" BT /F1 8 Tf {x} {y} Td ({text}) Tj ET" for x, _, y, text in sure)
    picture = pypdfium2.PdfDocument(make_pdf(lines + printed))[0].render(scale=4)
    # Courier: each sign is 0.6 font sizes wide.
    words = "".join(
        f"BT 3 Tr /F1 10 Tf {100 * (x1 - x) / (6 * len(text)):.3f} Tz 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"
        for x, x1, y, text in (*boxes, *sure)
    )
    document = pypdfium2.PdfDocument(make_pdf(words, {"F1": HELVETICA.replace("Helvetica", "Courier")}))
    (read,) = read_pdf(add_picture(document, picture)).pages
    return replace(read, words=tuple(word for word in read.words if word.baseline < 175))


def list_words(page: Page) -> list[str]:
    return [word.text.chars for word in page.words]


def test_a_recognised_word_whose_box_reaches_into_the_next_one_keeps_its_letters():
    page = print_layer("BT /F1 10 Tf 20 150 Td (Cities share plans here) Tj ET", (20, 95, 150, "Cities "),
                       (48, 72, 150, "share "), (75, 98, 150, "plans "), (101, 120, 150, "here "))  # fmt: skip
    assert list_words(page) == ["Cities", "share", "plans", "here"]


def test_recognised_words_are_as_wide_as_their_ink():
    page = print_layer("BT /F1 10 Tf 20 150 Td (Cities share plans) Tj ET", (20, 45, 150, "Cities "), (48, 72, 150, "share "),
                       (75, 98, 150, "plans "))  # fmt: skip
    gaps = [after.box.x0 - before.box.x1 for before, after in zip(page.words, page.words[1:], strict=False)]
    assert all(2 < gap < 4 for gap in gaps), gaps  # a blank of Helvetica is 2.8 points wide


def test_a_recognised_word_whose_box_lies_beside_its_ink_is_seen():
    page = print_layer("BT /F1 10 Tf 20 150 Td (at a fair) Tj ET", (20, 28, 150, "at "), (28.5, 29.5, 150, "a "),
                       (38, 52, 150, "fair "))  # fmt: skip
    assert list_words(page) == ["at", "a", "fair"]
    assert page.hidden == ()


def test_a_letter_that_the_next_box_leaves_no_room_is_seen():
    lines = "BT /F1 10 Tf 20 150 Td (Cities share. A first draft) Tj ET"
    page = print_layer(
        lines, (20, 45, 150, "Cities "), (48, 73, 150, "share. "), (76, 79, 150, "A "), (78, 104, 150, "first "),
        (106, 126, 150, "draft "),
    )  # fmt: skip
    assert page.hidden == ()
    assert "A" in list_words(page)


def test_a_recognised_word_over_blank_paper_is_hidden():
    lines = "BT /F1 10 Tf 20 150 Td (Cities share plans here) Tj ET"
    page = print_layer(
        lines, (20, 45, 150, "Cities "), (48, 72, 150, "share "), (75, 98, 150, "plans "), (20, 60, 60, "Secret ")
    )
    assert list_words(page) == ["Cities", "share", "plans"]
    assert [text.chars for text in page.hidden] == ["Secret"]


def test_a_label_that_was_laid_at_the_height_of_the_value_beside_it_stands_at_its_own():
    lines = "BT /F1 10 Tf 20 150 Td (Themes of work) Tj 0 -12 Td (and plans) Tj 130 -4 Td (Trams and buses) Tj ET"
    page = print_layer(lines, (20, 56, 150, "Themes "), (59, 69, 150, "of "), (71, 90, 150, "work "),
                       (20, 36, 134, "and "), (39, 62, 134, "plans "), (150, 178, 134, "Trams "),
                       (181, 198, 134, "and "), (201, 226, 134, "buses "))  # fmt: skip
    heights = {word.text.chars: word.baseline for word in page.words if word.box.x0 < 100}
    assert heights["plans"] - heights["Themes"] == pytest.approx(12, abs=1)


def test_ruling_lines_of_a_scan_with_recognised_text_are_seen():
    page = print_layer(
        "10 140 m 290 140 l S BT /F1 10 Tf 20 150 Td (Cities share) Tj ET", (20, 45, 150, "Cities "), (48, 72, 150, "share ")
    )
    assert [round(box.top) for box in page.strokes] == [59]


def test_one_bullet_that_was_recognised_as_two_signs_is_one():
    lines = "BT /F1 10 Tf 20 150 Td (\\225) Tj 20 0 Td (Trams run) Tj -20 -20 Td (\\225) Tj 20 0 Td (Buses run) Tj ET"
    page = print_layer(lines, (20, 24, 150, "c "), (30, 33, 150, "- "), (40, 66, 150, "Trams "), (68, 80, 150, "run "),
                       (10, 14, 130, "e "), (20, 24, 130, "~~ "), (40, 66, 130, "Buses "), (68, 80, 130, "run "))  # fmt: skip
    assert list_words(page) == ["•", "Trams", "run", "•", "Buses", "run"]


def test_the_foot_of_a_sign_is_no_bullet_of_the_line_below():
    lines = "BT /F1 14 Tf 20 150 Td (\\247) Tj /F1 10 Tf 20 0 Td (Trams run) Tj 0 -12 Td (along the river) Tj ET"
    page = print_layer(lines, (20, 28, 150, "\\242 "), (40, 66, 150, "Trams "), (68, 80, 150, "run "),
                       (40, 64, 138, "along "), (67, 80, 138, "the "), (83, 104, 138, "river "))  # fmt: skip
    assert list_words(page)[-3:] == ["along", "the", "river"]
    assert list_words(page).count("•") == 1


@pytest.mark.parametrize(
    ("printed", "layer", "read"),
    [
        pytest.param("(10'195 km)", [(20, 51, "107195 "), (54, 69, "km ")], ["10’195", "km"], id="an-apostrophe-as-a-digit"),
        pytest.param("(8\\2269 July)", [(20, 37, "8-9 "), (39, 57, "July ")], ["8–9", "July"], id="a-dash-as-a-hyphen"),
        pytest.param("(Trams run)", [(20, 49, "_Trams "), (52, 67, "run_ ")], ["Trams", "run"], id="signs-without-ink"),
        pytest.param(
            "[(1) -200 (528) -278 (000)]", [(20, 44, "1528 "), (47, 64, "000 ")], ["1", "528", "000"], id="a-thin-blank"
        ),
        pytest.param("(the same service)", [(20, 95, "thesameservice ")], ["the", "same", "service"], id="two-lost-blanks"),
        pytest.param("(Q1 2021)", [(20, 58, "Q12021 ")], ["Q1", "2021"], id="a-blank-before-a-year"),
        pytest.param("(heating plants)", [(20, 41, "heati "), (42, 52, "ng "), (56, 83, "plants ")], ["heating", "plants"],
                     id="a-blank-within-a-word"),
        pytest.param("(the old port of Linz so)",
                     [(20, 33, "the "), (36, 50, "old "), (53, 71, "Port "), (74, 82, "of "), (84, 103, "Linz "),
                      (106, 116, "SO ")],
                     ["the", "old", "port", "of", "Linz", "so"], id="small-letters-as-capitals"),
        pytest.param("(the EU Port of Linz)",
                     [(20, 33, "the "), (36, 50, "EU "), (53, 72, "Port "), (75, 83, "of "), (86, 105, "Linz ")],
                     ["the", "EU", "Port", "of", "Linz"], id="capitals"),
    ],
)  # fmt: skip
def test_signs_and_blanks_of_words_are_those_of_their_ink(printed, layer, read):
    operator = "TJ" if printed.startswith("[") else "Tj"
    page = print_layer(f"BT /F1 10 Tf 20 150 Td {printed} {operator} ET", *((x, x1, 150, text) for x, x1, text in layer))
    assert list_words(page) == read


@pytest.mark.parametrize(
    ("printed", "layer", "rival"),
    [
        pytest.param("94,7 trams", [(20, 38, "994,7 "), (42, 68, "trams ")], FEWER_SIGNS, id="a-digit-without-ink"),
        pytest.param("4.4m trams", [(20, 41, "44m "), (44, 70, "trams ")], MORE_SIGNS, id="a-point-that-was-lost"),
        pytest.param("Cities share plans", [(20, 45, "Cities "), (48, 72, "share ")], LOST_WORD, id="a-word-that-was-lost"),
    ],
)
def test_what_the_picture_shows_otherwise_is_known(printed, layer, rival):
    page = print_layer(f"BT /F1 10 Tf 20 150 Td ({printed}) Tj ET", *((x, x1, 150, text) for x, x1, text in layer))
    own = (known for glyph, known in page.recognised.items() if glyph.bottom < 175)
    assert {known.rival for known in own} == {"", rival}


def test_a_ruling_line_that_was_recognised_as_a_sign_is_none():
    lines = "100 100 m 100 190 l S BT /F1 10 Tf 20 150 Td (Cities share) Tj 100 0 Td (plans) Tj ET"
    page = print_layer(
        lines, (20, 45, 150, "Cities "), (48, 72, 150, "share "), (98, 102, 150, "| "), (120, 144, 150, "plans ")
    )
    assert list_words(page) == ["Cities", "share", "plans"]


def test_the_feet_of_the_line_above_are_no_sign_of_the_line():
    lines = "BT /F1 10 Tf 32 160.6 Td (gg) Tj -12 -10.6 Td (\\225) Tj 20 0 Td (list of trams) Tj ET"
    page = print_layer(lines, (20, 24, 150, "+ "), (31, 34, 150, "\\227 "), (40, 54, 150, "list "), (56, 65, 150, "of "),
                       (67, 92, 150, "trams "))  # fmt: skip
    assert list_words(page) == ["•", "list", "of", "trams"]


def test_an_address_alone_on_a_searchable_page_is_seen():
    printed = make_pdf("BT /F1 10 Tf 20 150 Td (cooperation_office@partner-cities.example.org) Tj ET")
    (page,) = read_pdf(lay_as_tesseract(printed, {})).pages
    assert page.hidden == ()
    assert list_words(page) == ["cooperation_office@partner-cities.example.org"]


def test_a_line_with_too_high_a_box_is_as_large_as_its_print():
    data = make_pdf("BT /F1 10 Tf 20 150 Td (Both cities keep the tram) Tj 0 -14 Td (Plans of both firms here) Tj ET")
    (page,) = read_pdf(data).pages
    picture = pypdfium2.PdfDocument(data)[0].render(scale=PER_POINT, grayscale=True).to_numpy().squeeze()
    first = page.words[0].baseline

    def lay(word: Word) -> Word:
        high = word.baseline > first + 5
        origins = tuple(o._replace(bottom=o.bottom + 4) if high and isinstance(o, Glyph) else o for o in word.text.origins)
        box = word.box._replace(bottom=word.box.bottom + 4 * high)
        return replace(word, text=SourceText(word.text.chars, origins), box=box, size=18 if high else word.size)

    fitted = fit_print([lay(word) for word in page.words], find_ink(picture), PER_POINT)
    sizes = {word.text.chars: word.size for word in fitted}
    assert sizes["Plans"] == pytest.approx(sizes["Both"], rel=0.1)
    assert max(word.baseline for word in fitted) - min(word.baseline for word in fitted) == pytest.approx(14, abs=1)


@pytest.mark.parametrize(
    ("section", "text", "doubted"),
    [
        pytest.param("city", "N/A", None, id="no-city"),
        pytest.param("city", "Yi chang", "names a place that is not known (“Yi chang”)", id="a-blank-in-a-name"),
        pytest.param("province", "West Yorkshire", None, id="a-region-of-common-words"),
        pytest.param("activities", "1-3 March: Talks", None, id="a-date-without-a-year"),
        pytest.param("results", "Old bui-Iding", "has a capital within a word (“bui-Iding”)", id="a-capital-in-a-cut-word"),
        pytest.param("objectives", "_Plan trams", "begins with a sign (“_”)", id="a-line-before-a-text"),
        pytest.param("objectives", "- Plan trams", "begins with a sign (“-”)", id="a-hyphen-before-a-text"),
        pytest.param("city", "Krakow; Graz", "may have lost the marks of “Kraków”", id="a-city-without-its-mark"),
        pytest.param("city", "Malmé", "names a place that is not known (“Malmé”)", id="a-city-with-another-mark"),
        pytest.param("city", "Graz", None, id="a-city-without-marks"),
        pytest.param("province", "Hajdu-Bihar", "may have lost the marks of “Hajdú-Bihar”", id="a-province"),
        pytest.param("key_focus", "Trams of Krakow", "may have lost the marks of “Kraków”", id="a-city-in-a-text"),
        pytest.param(
            "activities", "Qi 2019: Talks", "may begin with a date that was recognised wrongly (“Qi 2019:”)", id="a-date"
        ),
        pytest.param(
            "activities",
            "sth May: Talks",
            "may begin with a date that was recognised wrongly (“sth May:”)",
            id="a-day-without-its-figure",
        ),
        pytest.param("activities", "June 2019: Talks", None, id="a-date-that-is-one"),
        pytest.param("results", "2 trams: one runs", None, id="figures-in-other-rows"),
        pytest.param("results", "Trams ofXian", "has a capital within a word (“ofXian”)", id="a-lost-blank-before-a-name"),
        pytest.param("results", "Trams of KoSice", "may have lost the marks of “Košice”", id="a-capital-for-a-mark"),
        pytest.param("results", "Trams of KoSine", "has a capital within a word (“KoSine”)", id="a-capital-within-a-word"),
        pytest.param("objectives", "•: Plan trams", "begins with a sign (“•”)", id="a-sign-before-a-text"),
        pytest.param("results", "O Handbook on trams", "begins with a sign (“O”)", id="a-letter-for-a-bullet"),
        pytest.param("results", "A handbook on trams", None, id="an-article"),
        pytest.param("activities", "ee", "has no word", id="no-word"),
        pytest.param("results", "Trams of Lodz", "may have lost the marks of “Łódź”", id="a-name-that-no-row-has"),
        pytest.param("results", "Trams a@b.eu", "holds an address, so that it may be of another row", id="a-lost-label"),
    ],
)
def test_what_programs_lose_is_doubted_where_nobody_knows_how_sure_they_were(section, text, doubted):
    bare = [(name, marked) for name in ("Krakow", "Graz", "Hajdu-Bihar") if (marked := find_marked(name))]
    assert doubt_unsure(text, section, bare) == doubted


def join_words(page: Page, *texts: str) -> list[Word]:
    """Return the words of a page as an engine gives them that loses the blanks between some of them."""
    words: list[Word] = []
    for word in page.words:
        if words and f"{words[-1].text.chars}{word.text.chars}" in texts:
            box = words[-1].box._replace(x1=word.box.x1)
            words[-1] = replace(words[-1], text=words[-1].text + word.text, box=box)
        else:
            words.append(word)
    return words


@pytest.mark.parametrize(
    ("printed", "joined", "read"),
    [
        pytest.param("303'340, 254'109", "303'340,254'109", ["303'340,", "254'109"], id="behind-a-comma"),
        pytest.param("613000; 948000", "613000;948000", ["613000;", "948000"], id="behind-a-semicolon"),
        pytest.param("1.506.216", "1.506.216", ["1.506.216"], id="digits-that-stand-apart"),
        pytest.param("in Wuhan", "inWuhan", ["inWuhan"], id="letters-alone"),
    ],
)
def test_an_engine_that_loses_a_blank_behind_a_sign(printed, joined, read):
    line = "BT /F1 10 Tf 100 160 Td (Both cities run one common help desk for firms) Tj"
    data = make_pdf(f"{line} 0 -20 Td ({printed}) Tj ET")
    (page,) = read_pdf(data).pages
    pixels = pypdfium2.PdfDocument(data)[0].render(scale=PER_POINT, grayscale=True).to_numpy().squeeze()
    words = join_words(page, joined)
    assert words[-1].text.chars == joined
    assert [word.text.chars for word in cut_at_blanks(words, find_ink(pixels), PER_POINT)[10 - 1 :]] == read


@pytest.mark.parametrize(
    ("printed", "parts", "read"),
    [
        pytest.param("Linz \\226 Yantai", ["Linz", " ", "-", " ", "Yantai"], ["Linz", "–", "Yantai"], id="dash-between-words"),
        pytest.param("Linz - Yantai", ["Linz", " ", "–", " ", "Yantai"], ["Linz", "-", "Yantai"], id="hyphen-between-words"),
        pytest.param("2018\\2262019", ["2018", "-", "2019"], ["2018–2019"], id="dash-in-a-range"),
        pytest.param("car-free", ["car", "–", "free"], ["car-free"], id="hyphen-before-the-arm-of-a-letter"),
        pytest.param("a H-shaped", ["a", " ", "H", "–", "shaped"], ["a", "H-shaped"], id="hyphen-behind-a-bar"),
    ],
)
def test_a_dash_is_as_wide_as_its_ink(printed, parts, read):
    data = make_pdf(f"BT /F1 10 Tf 100 160 Td ({printed}) Tj ET")
    (page,) = read_pdf(data).pages
    glyphs = [glyph for word in page.words for glyph in word.text.origins if isinstance(glyph, Glyph)]
    words: list[tuple[Token, ...]] = [()]
    for part in parts:
        if part == " ":
            words.append(())
        else:
            own, glyphs = glyphs[: len(part)], glyphs[len(part) :]
            words[-1] += (Token(part, own[0].x0 * PER_POINT, own[-1].x1 * PER_POINT, 0.6 if part in "-–" else 0.99),)
    top, bottom = (edge * PER_POINT for edge in (page.words[0].box.top - 2, page.words[0].box.bottom + 2))
    picture = pypdfium2.PdfDocument(data)[0].render(scale=PER_POINT, grayscale=True).to_numpy().squeeze().copy()
    found = read_picture(picture, 1, PER_POINT, lambda _: [RecognisedLine(top, bottom, tuple(words))])
    assert [word.text.chars for word in found.words] == read
    assert min(known.confidence or 0 for known in found.recognised.values()) == 0.99


def test_a_dash_without_ink_may_be_a_hyphen():
    line = RecognisedLine(100, 130, ((Token("to", 50, 70, 0.99),), (Token("-", 80, 90, 0.99),)))
    found = read_picture(np.full((1100, 800), 255, np.uint8), 1, PER_POINT, lambda _: [line])
    assert [known.rival for known in found.recognised.values()] == ["", "", "–"]


def test_a_sheet_without_ink_has_no_words():
    assert read_picture(np.full((600, 400), 250, np.uint8), 1, PER_POINT, lambda _: []).words == ()


def test_a_letter_that_may_have_another_mark_is_a_finding(monkeypatch):
    reading = read(monkeypatch, draw(), stand_in(rivals={"Linz": "ł", "tram": "ț"}))
    doubts = [(issue.section, issue.raw_text) for issue in reading.issues if issue.code == "ocr_doubtful"]
    assert doubts == [("city", "Linz")]  # a common word is none by chance


def test_words_that_a_line_of_the_picture_strikes_through_are_struck():
    page = read_picture(draw(RULES + b" 1 w 219 713 m 250 713 l S"), 1, PER_POINT, stand_in())
    struck = [word.text.chars for word in page.words if not word.text.drop_struck().chars]
    assert struck == ["Plan", "a"]


def test_a_sign_that_is_found_apart_from_its_line_begins_it():
    star = b"207 707 4 4 re f"

    def recognise(picture: Picture) -> list[RecognisedLine]:
        lines = stand_in()(picture)
        (line,) = (one for one in lines if one.words[0][0].text.startswith("Plan"))
        middle, x0 = (line.top + line.bottom) / 2, 206 * PER_POINT
        return [*lines, RecognisedLine(middle - 8, middle + 6, ((Token("大", x0, x0 + 14, 0.6),),))]

    page = read_picture(draw(RULES + b" " + star), 1, PER_POINT, recognise)
    (bullet,) = (word for word in page.words if word.text.chars == "•")
    (first,) = (word for word in page.words if word.text.chars.startswith("Plan"))
    assert (bullet.baseline, bullet.size) == (first.baseline, first.size)


def test_bullets_of_two_sheets_that_lie_otherwise_stand_at_one_place():
    page = read_picture(draw(RULES + b" 206 707 6 6 re f"), 1, PER_POINT, stand_in())
    moved = replace(page, number=2, words=tuple(replace(w, box=w.box._replace(x0=w.box.x0 + 2)) for w in page.words))
    places = {word.box.x0 for settled in settle_pages([page, moved]) for word in settled.words if word.text.chars == "•"}
    assert len(places) == 1


def test_pieces_that_stand_apart_are_words():
    def recognise(picture: Picture) -> list[RecognisedLine]:
        return [RecognisedLine(100, 130, ((Token("and", 50, 100, 0.99), Token("Handbook", 125, 270, 0.99)),))]

    assert [word.text.chars for word in read_picture(draw(), 1, PER_POINT, recognise).words] == ["and", "Handbook"]


def test_a_bullet_in_a_line_that_was_found_across_two_columns_is_seen():
    def recognise(picture: Picture) -> list[RecognisedLine]:
        lines = stand_in()(picture)
        label, value = (one for one in lines if one.words[0][0].text.startswith(("Main", "Plan")))
        return [line for line in lines if line not in (label, value)] + [label._replace(words=(*label.words, *value.words))]

    page = read_picture(draw(RULES + b" 206 707 6 6 re f"), 1, PER_POINT, recognise)
    (bullet,) = (word for word in page.words if word.text.chars == "•")
    assert bullet.box.x0 == pytest.approx(206, abs=1)


def test_words_of_two_scanned_pages_have_one_size():
    page = read_picture(draw(), 1, PER_POINT, stand_in())
    larger = replace(page, words=tuple(replace(word, size=1.1 * word.size) for word in page.words[1:]))
    title = replace(page, words=tuple(replace(word, size=2 * word.size) for word in page.words[:3]))
    sizes = [{word.size for word in settled.words} for settled in settle_pages([page, larger, title])]
    assert sizes[0] == sizes[1]
    assert sizes[2].isdisjoint(sizes[0])


def test_a_ruling_line_that_lies_a_little_askew_is_thin():
    ink = np.zeros((200, 700), bool)
    for x in range(50, 650):
        ink[100 + x // 150 : 102 + x // 150, x] = True
    (ruling,) = find_rulings(ink)
    assert ruling.height > 4
    thin = thin_out(ink, ruling)
    assert thin.height == pytest.approx(2, abs=0.3)
    assert thin.top > ruling.top


def test_words_without_a_blank_are_noticed():
    words = ("Acommon", "citiesand", "Chineseprogrammes", "ofthe", "within", "workshop", "Kunming", "Anshan", "tramline")
    assert [word for word in words if is_glued(word)] == ["Acommon", "citiesand", "Chineseprogrammes", "ofthe"]


def test_without_an_engine_the_extra_is_named():
    assert "ucap[ocr]" in (read_document(scan(draw()), "scan.pdf").document.reason or "")


def lay_over_picture(data: bytes) -> bytes:
    """Return a PDF of one page as a picture with the same text over it, invisible, as programs for recognition write it."""
    picture = pypdfium2.PdfDocument(data)[0].render(scale=2)
    document = pypdfium2.PdfDocument(data.replace(b"BT /F1 10 Tf", b"BT 3 Tr /F1 10 Tf"))
    return add_picture(document, picture)


def test_a_scan_with_invisible_text_over_it_is_named_and_its_signs_are_bullets():
    items = [("Main activities:", "e May 2018: Visit."), ("", "o June 2018: Talks.")]
    reading = read_document(lay_over_picture(good_pdf([*ROWS, *items])), "scan.pdf")
    assert reading.ucap, reading.document.reason
    assert [activity.date_text for activity in reading.ucap.activities] == ["May 2018", "June 2018"]
    assert "recognised_scan" in {issue.code for issue in reading.issues}


def test_a_picture_of_text_within_a_typed_page_is_read():
    (typed,) = read_pdf(good_pdf(ROWS)).pages
    rest = [word for word in typed.words if word.box.top < 100]
    hidden = [word for word in typed.words if word.box.top >= 100]
    edges = Box(50, min(word.box.top for word in hidden), 400, max(word.box.bottom for word in hidden))
    page = replace(typed, words=tuple(rest), unread=(Region(1, edges, "picture", 3), Region(1, edges, "field")))
    margin = SCAN.beside_patch

    def recognise(picture: Picture) -> list[RecognisedLine]:
        assert abs(picture.shape[0] - (edges.height + 2 * margin) * PER_POINT) <= 1
        lines = []
        for word in (*hidden, rest[0]):  # what is printed just above is in the picture, too
            x0, x1 = ((x - edges.x0 + margin) * PER_POINT for x in (word.box.x0, word.box.x1))
            top, bottom = ((y - edges.top + margin) * PER_POINT for y in (word.box.top, word.box.bottom))
            lines.append(RecognisedLine(top, bottom, ((Token(word.text.chars, x0, x1, 0.97),),)))
        return lines

    read = read_patches(page, draw(), PER_POINT, recognise)
    assert sorted(word.text.chars for word in read.words) == sorted(word.text.chars for word in typed.words)
    assert [region.kind for region in read.unread] == ["field"]
    places = {word.text.chars: word.box for word in typed.words}
    for word in read.words[len(rest) :]:
        box = places[word.text.chars]
        assert abs(word.box.x0 - box.x0) < 1 and abs((word.box.top + word.box.bottom) - (box.top + box.bottom)) < 4
        assert all(read.recognised[origin].confidence == 0.97 for origin in word.text.origins if isinstance(origin, Glyph))
    assert read_patches(replace(page, width=page.height, height=page.width), draw(), PER_POINT, recognise).unread == page.unread
