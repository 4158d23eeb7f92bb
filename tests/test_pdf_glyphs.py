"""What a PDF reader makes of glyphs and small drawings, on tiny pages set in the test."""

import io
from collections.abc import Callable
from time import perf_counter

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.pages import set_words
from ucap.extractors.page import Box, Page
from ucap.extractors.readers.chars import Char, Chars, gather_chars
from ucap.extractors.readers.drawn_bullets import Drawing, find_drawn_bullets
from ucap.extractors.readers.glyphs import lacks_names, repair_glyphs
from ucap.extractors.readers.pdf_pdfplumber import read_pdf

HEIGHT = 842


def draw_page(draw: Callable[[Canvas], None]) -> Page:
    """Return the page that reads back from what was drawn; y counts from the bottom, as in PDF."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, HEIGHT))
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    (page,) = read_pdf(target.getvalue()).pages
    return page


def texts(page: Page) -> list[str]:
    return [word.text.chars for word in sorted(page.words, key=lambda word: (round(word.box.top), word.box.x0))]


def disc(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 1.6, stroke=0, fill=1)


def ring(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 1.6, stroke=1, fill=0)


def square(canvas: Canvas) -> None:
    canvas.rect(186.5, 702, 3, 3, stroke=0, fill=1)


def outlined_disc(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 1.6, stroke=0, fill=1)
    canvas.circle(188, 703.5, 1.6, stroke=1, fill=0)


@pytest.mark.parametrize(
    ("draw", "sign"),
    [
        pytest.param(disc, "•", id="disc"),
        pytest.param(ring, "◦", id="circle"),
        pytest.param(square, "▪", id="square"),
        pytest.param(outlined_disc, "•", id="filled-and-outlined"),
    ],
)
def test_a_drawn_bullet_is_a_word_of_its_line(draw, sign):
    def set_item(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Activities")
        canvas.drawString(196, 700, "tram line")
        draw(canvas)

    page = draw_page(set_item)
    assert texts(page) == ["Activities", sign, "tram", "line"]
    bullet, text = page.words[-1], next(word for word in page.words if word.text.chars == "tram")
    assert 186 <= bullet.box.x0 < bullet.box.x1 <= 190
    assert (bullet.box.top, bullet.box.bottom) == (text.box.top, text.box.bottom)
    assert page.fills == ()


def tick_box(canvas: Canvas) -> None:
    canvas.rect(184, 699, 8, 8, stroke=1, fill=0)


def dot_in_the_sentence(canvas: Canvas) -> None:
    canvas.drawString(168, 700, "and")
    disc(canvas)


def dots_in_a_row(canvas: Canvas) -> None:
    for x in (176, 182, 188):
        canvas.circle(x, 703.5, 1.6, stroke=0, fill=1)


def dotted_border(canvas: Canvas) -> None:
    for y in range(600, 800, 4):
        canvas.circle(188, y - 0.5, 1, stroke=0, fill=1)


def other_column(canvas: Canvas) -> None:
    canvas.line(192, 600, 192, 800)
    disc(canvas)


def far_away(canvas: Canvas) -> None:
    canvas.circle(140, 703.5, 1.6, stroke=0, fill=1)


def above_the_line(canvas: Canvas) -> None:
    canvas.circle(188, 716, 1.6, stroke=0, fill=1)


def speck(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 0.4, stroke=0, fill=1)


@pytest.mark.parametrize(
    "draw", [tick_box, dot_in_the_sentence, dots_in_a_row, dotted_border, other_column, far_away, above_the_line, speck]
)
def test_a_drawing_that_is_no_bullet(draw):
    def set_item(canvas: Canvas) -> None:
        canvas.drawString(196, 700, "tram")
        draw(canvas)

    assert set(texts(draw_page(set_item))) <= {"and", "tram"}


# What characters say


def chars_of(printed: list[tuple[str, str]], size: float = 10.0) -> Chars:
    """Set glyphs of (text, font) side by side on one line."""
    return gather_chars(
        Char(text, 50.0 + 5 * i, 100.0, 55.0 + 5 * i, 100.0 + size, size, font, True, (1.0, 0.0, 0.0, 1.0), 50.0 + 5 * i, 700.0)
        for i, (text, font) in enumerate(printed)
    )


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        pytest.param(["C", "i", "琀椀", "e", "s"], "Cities", id="two-letters"),
        pytest.param(["o", "昀케", "c", "e"], "office", id="three-letters-two-of-them-added"),
        pytest.param(["a", "昀툀", "u", "e", "n", "t"], "affluent", id="ffl"),
        pytest.param(["s", "p", "a", "g", "h", "e", "琀", "/", "琀椀"], "spaghetti/ti", id="sum-that-is-no-character"),
        pytest.param(["䌀", "椀", "琀", "礀", "㨀"], "City:", id="every-glyph-of-the-font"),
    ],
)
def test_swapped_bytes_are_put_in_order(glyphs, text):
    assert "".join(c.text for c in repair_glyphs(chars_of([(g, "Carlito") for g in glyphs]))) == text


@pytest.mark.parametrize(
    "glyphs",
    [
        pytest.param(["砀", "山"], id="dangshan"),
        pytest.param(["开", "封", "最", "一", "砀"], id="kaifeng-with-characters-of-low-byte-zero"),
        pytest.param(["一", "最"], id="nothing-but-low-byte-zero"),
        pytest.param(["栀", "子", "A", "最"], id="beside-a-latin-letter"),
        pytest.param(["昀", "f", "fi"], id="sound-ligature-in-the-font"),
        pytest.param(["北京"], id="one-glyph-two-characters"),
        pytest.param(["大连", "市"], id="dalian"),
    ],
)
def test_chinese_text_stays(glyphs):
    chars = chars_of([(g, "SongTi") for g in glyphs])
    assert list(repair_glyphs(chars)) == list(chars)


def test_chinese_text_stays_beside_a_swapped_font():
    chars = chars_of([("琀椀", "Carlito"), ("砀", "SongTi"), ("昀", "SongTi"), ("a", "SongTi")])
    assert "".join(c.text for c in repair_glyphs(chars)) == "ti砀昀a"


def bullet_line(glyph: str, font: str) -> Chars:
    chars = chars_of([(glyph, font), (" ", "Times"), *((c, "Times") for c in "Tram"), *[("x", "Times")] * 5])
    return gather_chars([chars[0]._replace(x1=chars[0].x0), *chars[1:]])


@pytest.mark.parametrize(
    ("chars", "text"),
    [
        pytest.param(bullet_line("(cid:127)", "Times"), "•", id="bullet-of-a-named-font"),
        pytest.param(bullet_line("(cid:136)", "unknown"), "•", id="bullet-of-latex"),
        pytest.param(bullet_line("(cid:21)", "unknown"), "–", id="dash-of-latex"),
        pytest.param(chars_of([("a", "Times"), ("(cid:127)", "Times"), *[("b", "Times")] * 5]), "(cid:127)", id="in-a-word"),
        pytest.param(chars_of([("e", "unknown"), ("(cid:27)", "unknown"), *[("o", "unknown")] * 5]), "ff", id="t1-ligature"),
    ],
)
def test_glyphs_without_a_name(chars, text):
    (changed,) = [new.text for old, new in zip(chars, repair_glyphs(chars), strict=True) if old.text.startswith("(cid")]
    assert changed == text


def test_fonts_of_pixels_have_the_older_encoding_of_tex_where_their_ligatures_have():
    words = ["o", "(cid:14)", "ce", " 17 ", "{", " 20 Gij", "(cid:19)", "on ", "{", "x", *["tram "] * 9]
    printed = [(char, "unknown") for word in words for char in ([word] if word.startswith("(") else word)]
    read = "".join(c.text for c in repair_glyphs(chars_of([*printed, ("{", "Times")])))
    assert read == "office 17 – 20 Gij´on –x" + "tram " * 9 + "{"


@pytest.mark.parametrize(
    ("words", "lacks"),
    [(["(cid:11)(cid:6)", "a"], True), (["Activities", "(cid:127)", "tram"], False), ([], False)],
)
def test_a_text_without_names_cannot_be_read(words, lacks):
    assert lacks_names(words) is lacks


def raised(text: str, mark: str, following: str = "", size: float = 6) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, text)
        x = 60 + canvas.stringWidth(text, "Helvetica", 10)
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, 704.5 if size < 8 else 703.3, mark)
        x += canvas.stringWidth(mark, "Helvetica", size)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(x, 700, following)

    return draw


@pytest.mark.parametrize(
    ("draw", "text", "aside"),
    [
        pytest.param(raised("Graz", "1"), "Graz", ("1 (raised, after “Graz”)",), id="after-a-name"),
        pytest.param(raised("Graz", "12", ", Linz"), "Graz, Linz", ("12 (raised, after “Graz”)",), id="before-a-comma"),
        pytest.param(raised("291 072", "3"), "291 072", ("3 (raised, after “072”)",), id="after-a-number"),
        pytest.param(raised("128,624", "1", size=8.33), "128,624", ("1 (raised, after “128,624”)",), id="of-a-browser"),
        pytest.param(raised("52 km", "2", size=8.33), "52 km 2", (), id="unit-of-a-browser"),
        pytest.param(raised("Graz", "[3]"), "Graz", ("[3] (raised, after “Graz”)",), id="in-brackets"),
        pytest.param(raised("127 km", "2"), "127 km 2", (), id="unit"),
        pytest.param(raised("127 km ", "2"), "127 km 2", (), id="unit-and-blank"),
        pytest.param(raised("49 sq mi", "2"), "49 sq mi 2", (), id="miles"),
        pytest.param(raised("2 x 10", "6"), "2 x 10 6", (), id="power-of-ten"),
        pytest.param(raised("the 1", "st", " day"), "the 1 st day", (), id="ordinal"),
        pytest.param(raised("CH", "4", "x"), "CH4x", (), id="word-goes-on"),
    ],
)
def test_footnote_marks_are_set_aside(draw, text, aside):
    page = draw_page(draw)
    found = " ".join(word.text.chars for word in sorted(page.words, key=lambda word: word.box.x0))
    assert (found.replace(" ", ""), page.aside) == (text.replace(" ", ""), aside)


def test_a_unit_after_a_gap_that_is_no_character_keeps_its_exponent():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Surface")
        canvas.drawString(99, 700, "in")
        canvas.drawString(111, 700, "km")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(124.5, 704.5, "2")

    assert draw_page(draw).aside == ()


def body(canvas: Canvas) -> None:
    for y in range(400, 700, 14):
        canvas.drawString(60, y, "City Graz Kunming and so on and on")


def watermark(angle: float, size: float, x: float = 80, y: float = 420) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        body(canvas)
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", size)
        canvas.drawString(0, 0, "DRAFT")

    return draw


@pytest.mark.parametrize(
    ("draw", "aside"),
    [
        pytest.param(watermark(45, 90), ("DRAFT",), id="slanted"),
        pytest.param(watermark(0, 60), ("DRAFT",), id="level-across-text"),
        pytest.param(watermark(0, 36, y=760), (), id="large-title-above-the-text"),
        pytest.param(watermark(90, 10, x=30), ("DRAFT",), id="word-up-the-margin"),
    ],
)
def test_watermarks_are_set_aside(draw, aside):
    page = draw_page(draw)
    assert page.aside == aside
    left = [text for text in texts(page) if text in ("DRAFT", "TFARD")]
    assert bool(left) is not bool(aside)
    assert texts(page).count("Kunming") == 22


def test_text_of_no_size_is_set_aside():
    def draw(canvas: Canvas) -> None:
        body(canvas)
        canvas.setFont("Helvetica", 0)
        canvas.drawString(60, 380, "covert")

    page = draw_page(draw)
    assert page.aside == ("covert",)
    assert "covert" not in texts(page)


def test_a_page_scanned_askew_keeps_its_text():
    def draw(canvas: Canvas) -> None:
        canvas.rotate(5)
        body(canvas)

    page = draw_page(draw)
    assert page.aside == ()
    assert page.words


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_printed_sideways_is_turned(angle):
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        canvas.drawString(60, 300, "City Graz")
        canvas.drawString(60, 280, "Country Austria")

    page = draw_page(draw)
    assert texts(page) == ["City", "Graz", "Country", "Austria"]
    assert (page.width > page.height) is (angle != 180)


@pytest.mark.parametrize(("x", "found"), [(200, 2), (201, 1)])
def test_a_drawn_bullet_close_to_a_label_stands_at_the_place_of_others(x, found):
    words = [*set_words(1, 50, 100, "Main activities:"), *set_words(1, 210, 100, "A walk")]
    words += [*set_words(1, 123, 130, "Hoped-for fruit"), *set_words(1, 216, 130, "A book")]
    points = [Drawing(Box(left, top + 3, left + 3, top + 6), "•") for left, top in ((200, 100), (x, 130))]
    assert words[-3].box.x1 > 195
    assert len(find_drawn_bullets(points, words, [], 1)) == found


def test_a_page_full_of_points_stays_fast():
    points = [Drawing(Box(x, y, x + 2, y + 2), "•") for x in range(50, 550, 3) for y in range(50, 750, 5)]
    words = [word for y in range(50, 750, 14) for word in set_words(1, 300, y, "Graz and Kunming")]
    assert len(points) > 20_000
    start = perf_counter()
    assert find_drawn_bullets(points, words, [], 1) == {}
    assert perf_counter() - start < 5
