"""Fillable forms: what fields, stamps and typed-on texts show is read like print."""

import pytest

from tests.fillable import PAIRS, VALUES, draw_form, make_widget, write_form
from tests.raw_pdf import write_pdf
from ucap.extractors.extract import read_document
from ucap.extractors.readers.pdf import load_reader
from ucap.schemas.reading import Reading

SHOWN = b"/AP << /N 6 0 R >>"


def populations(reading: Reading) -> list[int | None]:
    assert reading.ucap, reading.document.reason
    return [city.population for city in reading.ucap.cities]


def codes(reading: Reading) -> set[str]:
    return {issue.code for issue in reading.issues}


def test_a_form_filled_in_is_read_like_a_printed_one():
    reading = read_document(draw_form(), "form.pdf")
    assert reading.ucap, reading.document.reason
    assert [city.city for city in reading.ucap.cities] == list(PAIRS["city"])
    assert populations(reading) == [206595, 7102100]
    assert str(reading.ucap.summary.period_start) == "2018-03-01"
    assert reading.ucap.summary.objectives == VALUES["objectives"]
    assert [activity.date_text for activity in reading.ucap.activities] == ["May 2018", "June 2019"]
    assert "field_differs" not in codes(reading)


def test_boxes_of_evidence_lie_within_the_field():
    reading = read_document(draw_form(), "form.pdf")
    assert reading.ucap
    (cited,) = (e for e in reading.ucap.evidence if e.column == "population" and e.value == "206595")
    ((x0, top, x1, bottom),) = cited.boxes or []
    assert 200 <= x0 < x1 <= 360
    assert 145 <= top < bottom <= 170


@pytest.mark.parametrize(
    ("lead", "partner", "expected", "found"),
    [
        pytest.param(
            make_widget(200, "206,595"), make_widget(380, "7,102,100"), [206595, 7102100], "", id="value-without-look"
        ),
        pytest.param(make_widget(200, "206,595", b"/F 6"), make_widget(380, "7,102,100"), [None, 7102100], "", id="hidden"),
        pytest.param(make_widget(200, "206,595", b"/F 32"), make_widget(380, "7,102,100"), [None, 7102100], "", id="no-view"),
        pytest.param(
            make_widget(200, "206,595", SHOWN),
            make_widget(380, "7,102,100"),
            [999999, 7102100],
            "field_differs",
            id="shows-another-value",
        ),
        pytest.param(
            make_widget(200, "", b"/Subtype /FreeText /Contents (999,999) /DA (/Helv 10 Tf 0 g)" + SHOWN),
            make_widget(380, "7,102,100"),
            [999999, 7102100],
            "",
            id="typed-on",
        ),
        pytest.param(
            make_widget(200, "", b"/Subtype /Stamp" + SHOWN), make_widget(380, "7,102,100"), [999999, 7102100], "", id="stamp"
        ),
        pytest.param(
            make_widget(200, "", b"/Subtype /Text /Contents (999,999)" + SHOWN),
            make_widget(380, "7,102,100"),
            [None, 7102100],
            "",
            id="comment",
        ),
        pytest.param(
            make_widget(200, "206595", b"/Ff 16777216 /MaxLen 10"),
            make_widget(380, "7,102,100"),
            [206595, 7102100],
            "",
            id="a-compartment-for-each-digit",
        ),
        pytest.param(
            make_widget(200, "7", b"/Ff 65536 /FT /Btn /MK << /CA (Print) >>" + SHOWN),
            make_widget(380, "7,102,100"),
            [None, 7102100],
            "",
            id="button",
        ),
    ],
)
def test_what_a_field_shows_is_read(lead, partner, expected, found):
    reading = read_document(write_form([lead, partner]), "form.pdf")
    assert populations(reading) == expected
    assert ("field_differs" in codes(reading)) == (found == "field_differs")


@pytest.mark.parametrize(
    ("ticks", "themes"),
    [
        pytest.param(
            [("Clean air", True), ("Urban mobility", False), ("Housing", True)], ["Clean air", "Housing"], id="two-of-three"
        ),
        pytest.param([("Clean air", True), ("Housing", True)], ["Clean air", "Housing"], id="all"),
        pytest.param([("Clean air", False), ("Housing", False)], ["Clean air", "Housing"], id="none-so-they-are-bullets"),
    ],
)
def test_ticked_themes_are_read(ticks, themes):
    reading = read_document(draw_form(ticks=ticks), "form.pdf")
    assert reading.ucap
    assert [theme.theme for theme in reading.ucap.themes] == themes
    assert "box_unticked" in codes(reading)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("☒ Clean air ☐ Urban mobility ☑ Housing", id="before"),
        pytest.param("Clean air ☒ Urban mobility ☐ Housing ☒", id="behind"),
        pytest.param("[x] Clean air [ ] Urban mobility [X] Housing", id="typed-with-brackets"),
        pytest.param("<ul><li>[x] Clean air</li><li>[ ] Urban mobility</li><li>[x] Housing</ul>", id="task-list"),
        pytest.param("<p>[✓] Clean air</p><p>[] Urban mobility</p><p>[✓] Housing</p>", id="empty-brackets"),
    ],
)
def test_printed_boxes_are_read_as_ticked(cell):
    text = f"City:\tLinz\tYantai\nCountry:\tAustria\tChina\nCooperation themes:\t{cell}\nPeriod of cooperation:\tMay 2018\n"
    reading = read_document(text.encode(), "form.txt")
    assert reading.ucap
    assert [theme.theme for theme in reading.ucap.themes] == ["Clean air", "Housing"]
    assert "box_unticked" in codes(reading)


def test_of_a_list_only_what_is_chosen_is_read():
    listed = b"/Subtype /Widget /FT /Ch /T (a) /Opt [(999,999) (206,595)] /I [1]"
    tall = make_widget(200, "206,595", listed).replace(b"678 360 694", b"666 360 694")  # both lines of the list are seen
    reading = read_document(write_form([tall, make_widget(380, "7,102,100")]), "form.pdf")
    assert populations(reading) == [206595, 7102100]


def test_pages_without_fields_are_read_as_before():
    page = load_reader("pdfium")(write_form([])).pages[0]
    assert page.remarks == ()
    assert page.empty_fields == 0


def test_a_form_that_a_program_in_it_draws_is_refused_as_that():
    xfa = write_form([], root=b"/NeedsRendering true", form=b"/XFA (a)")
    assert (read_document(xfa, "form.pdf").document.reason or "").startswith("xfa_form: the form is an XFA form")


def stamp(x: float, y: float, size: float, printed: bytes = b"") -> bytes:
    """Return a PDF of a line of print with a framed stamp, 100 by 36, whose lower left corner is at that place."""
    look = b"q 1 0 0 RG 1 0 0 rg 1 1 98 34 re S BT /F1 %.1f Tf 6 8 Td (AGREED) Tj ET Q" % size
    box = b"[%.1f %.1f %.1f %.1f]" % (x, y, x + 100, y + 36)
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 36] /Length %d /Resources << /Font << /F1 5 0 R >> >> >> stream\n"
    annotation = b"<< /Type /Annot /Subtype /Stamp /Name /Approved /Rect %s /AP << /N 7 0 R >> /F 4 >>" % box
    text = b"BT /F1 10 Tf 60 700 Td (Population: 206,595 people) Tj ET\n" + printed
    return write_pdf(text, page=b"/Annots [6 0 R]", further=(annotation, head % len(look) + look + b"\nendstream"))


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("data", "is_read"),
    [
        pytest.param(stamp(100, 690, 10), False, id="over-words"),
        pytest.param(stamp(300, 690, 10, b"20 710 m 560 710 l S"), False, id="over-a-rule"),
        pytest.param(stamp(300, 500, 22), False, id="huge"),
        pytest.param(stamp(300, 690, 10), True, id="in-a-cell"),
        pytest.param(stamp(300, 690, 10, b"20 690 m 560 690 l S"), True, id="on-a-rule"),
        pytest.param(stamp(300, 690, 10, b"0.9 g 290 680 200 60 re f"), True, id="on-shading"),
    ],
)
def test_a_stamp_across_the_page_is_none_of_its_text(data, is_read, reader):
    (page,) = load_reader(reader)(data).pages
    words = [word.text.chars for word in page.words]
    assert ("AGREED" in words) == is_read
    assert page.aside == (() if is_read else ("AGREED",))
    assert is_read or not any(box.height > 30 for box in page.strokes)
    assert not page.unread and {"Population:", "206,595"} <= set(words)


@pytest.mark.parametrize(("value", "count"), [(b"206,595", 0), (b"111,111", 1)])
def test_a_copy_of_what_a_field_shows_is_not_hidden(value, count):
    widget = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (206,595) /Rect [200 695 320 712] /F 4 /DA (/F1 10 Tf 0 g) >>"
    form = b"/AcroForm << /Fields [6 0 R] /NeedAppearances true /DR << /Font << /F1 5 0 R >> >> /DA (/F1 10 Tf 0 g) >>"
    content = b"BT /F1 10 Tf 60 700 Td (Population:) Tj ET BT /F1 10 Tf 900 700 Td (%s) Tj ET" % value
    (page,) = load_reader("pdfium")(write_pdf(content, page=b"/Annots [6 0 R]", catalog=form, further=(widget,))).pages
    assert len(page.hidden) == count
