"""What stands side by side within a cell is read in the order in which a person reads it."""

from collections.abc import Sequence

import pytest

from tests.pages import set_words
from ucap.extractors.layout.inner import find_rulings, read_cell
from ucap.extractors.layout.lines import Wording, collect_wording, group_lines
from ucap.extractors.layout.tolerances import LAYOUT
from ucap.extractors.layout.typesetting import Hanging, Typesetting
from ucap.extractors.page import Box, Page

LEFT = 150


def read(
    lines: Sequence[tuple[float, float, str]], upright: Sequence[float] = (), level: Sequence[float] = ()
) -> tuple[list[tuple[int, str]], tuple[str, ...]]:
    """Read a cell of (x, top, text) lines, with upright rules at each x and level rules at each height."""
    words = [word for x, top, text in lines for word in set_words(1, x, top, text)]
    strokes = (
        *(Box(x, min(level, default=0), x, max(level, default=800)) for x in upright),
        *(Box(LEFT - 5, y, 500, y) for y in level),
    )
    page = Page(1, 595, 842, tuple(words), strokes)
    grouped = group_lines(words, 1, LAYOUT.lines)
    wording: Wording = collect_wording(grouped)
    setting = Typesetting(1.2, Hanging(bullets=True, counted=True), wording, {})
    rulings = find_rulings([page], LEFT, Box(40, 0, 520, 842), LAYOUT.inner)
    inner = read_cell(grouped, 515, rulings, setting, LAYOUT.blocks, LAYOUT.inner)
    return [(block.level, block.text.chars) for block in inner.blocks], inner.heads


@pytest.mark.parametrize(
    ("lines", "upright", "level", "blocks", "heads"),
    [
        pytest.param(
            [
                *[(150, 100, "When"), (220, 100, "What"), (400, 100, "Output")],
                *[(150, 120, "May 2018"), (220, 120, "A delegation sees the"), (400, 120, "Letter")],
                (220, 132, "harbour"),
                *[(150, 150, "June 2019"), (220, 150, "A talk on bricks")],
                *[(150, 170, "July 2020"), (220, 170, "A fair"), (400, 170, "Stand")],
            ],
            [215, 395],
            [95, 115, 145, 165, 185],
            [
                (0, "May 2018: A delegation sees the harbour"),
                (0, "Letter"),
                (0, "June 2019: A talk on bricks"),
                (0, "July 2020: A fair"),
                (0, "Stand"),
            ],
            ("When What Output",),
            id="row-by-row",
        ),
        pytest.param(
            [
                *[(150, 100, "May 2018"), (250, 100, "A delegation sees the old mills and then goes to the")],
                (250, 112, "harbour"),
                *[(150, 124, "4 June 2019"), (250, 124, "A talk on bricks")],
                *[(150, 136, "July 2020"), (250, 136, "A fair")],
                (150, 148, "All in both cities."),
            ],
            [],
            [],
            [
                (0, "May 2018: A delegation sees the old mills and then goes to the harbour"),
                (0, "4 June 2019: A talk on bricks"),
                (0, "July 2020: A fair"),
                (0, "All in both cities."),
            ],
            (),
            id="dates-beside-texts-without-rules",
        ),
        pytest.param(
            [
                *[(150, 100, "May 2018"), (250, 100, "A delegation sees the mills")],
                *[(150, 114, "September"), (250, 114, "Planners ride three long routes to schools of Graz")],
                *[(150, 126, "2018"), (250, 126, "with teachers, children, two policemen and some")],
                (250, 138, "parents."),
                *[(150, 152, "November"), (250, 152, "A fair on bricks.")],
                (150, 164, "2019"),
                *[(150, 178, "May –"), (250, 178, "Students come to stay at the houses of the people")],
                *[(150, 190, "June 2020"), (250, 190, "in both cities.")],
            ],
            [],
            [],
            [
                (0, "May 2018: A delegation sees the mills"),
                (
                    0,
                    "September 2018: Planners ride three long routes to schools of Graz "
                    "with teachers, children, two policemen and some parents.",
                ),
                (0, "November 2019: A fair on bricks."),
                (0, "May – June 2020: Students come to stay at the houses of the people in both cities."),
            ],
            (),
            id="dates-wrapped-in-a-narrow-column",
        ),
        pytest.param(
            [
                (150, 80, "Two events that were agreed on in the first meeting of both cities"),
                *[(150, 100, "May 2018"), (220, 100, "A visit")],
                *[(150, 120, "June 2019"), (220, 120, "A talk")],
            ],
            [215],
            [95, 115, 135],
            [
                (0, "Two events that were agreed on in the first meeting of both cities"),
                (0, "May 2018: A visit"),
                (0, "June 2019: A talk"),
            ],
            (),
            id="under-a-sentence",
        ),
        pytest.param(
            [
                *[(150, 100, "May 2018"), (220, 100, "• A visit")],
                (220, 112, "• A dinner"),
                *[(150, 130, "June"), (220, 130, "Talk")],
            ],
            [215],
            [95, 125, 145],
            [(1, "May 2018"), (2, "A visit"), (2, "A dinner"), (1, "June: Talk")],
            (),
            id="bullets-in-a-cell-are-items-of-its-row",
        ),
        pytest.param(
            [
                *[(150, 100, "• One line"), (350, 100, "• Three lines")],
                (150, 112, "• Two"),
                (350, 112, "• Four"),
                (150, 124, "• More"),
            ],
            [],
            [],
            [(1, "One line"), (1, "Two"), (1, "More"), (1, "Three lines"), (1, "Four")],
            (),
            id="bullets-in-two-columns",
        ),
        pytest.param(
            [
                *[(150, 100, "- May 2018 – June 2019: a")],
                (350, 103, "- A talk that goes on in"),
                *[(160, 112, "visit that goes on here")],
                (360, 115, "another line"),
                *[(150, 124, "- A fair")],
                (350, 127, "- A walk"),
            ],
            [],
            [],
            [
                (1, "May 2018 – June 2019: a visit that goes on here"),
                (1, "A fair"),
                (1, "A talk that goes on in another line"),
                (1, "A walk"),
            ],
            (),
            id="dashes-in-two-columns-at-heights-of-their-own",
        ),
        pytest.param(
            [
                *[(150, 100, "o A visit that goes on"), (350, 100, "o A talk that goes on in")],
                *[(160, 112, "in lines below it and"), (360, 112, "more lines that stand")],
                *[(160, 124, "in one more"), (360, 124, "below")],
            ],
            [],
            [],
            [
                (1, "A visit that goes on in lines below it and in one more"),
                (1, "A talk that goes on in more lines that stand below"),
            ],
            (),
            id="one-item-in-each-of-two-columns",
        ),
        pytest.param(
            [
                *[
                    (150, 100, "§"),
                    (162, 100, "A short walk"),
                    (330, 100, "§"),
                    (342, 100, "A longer talk with all the masons"),
                ],
                (342, 112, "on bricks"),
            ],
            [],
            [],
            [(1, "A short walk"), (1, "A longer talk with all the masons on bricks")],
            (),
            id="one-item-in-each-of-two-columns-with-the-same-indent",
        ),
        pytest.param(
            [
                *[(150, 100, "•"), (162, 100, "A walk"), (330, 100, "•"), (342, 100, "A talk")],
                *[(162, 113, "▪"), (330, 117, "•"), (342, 117, "A fair")],
                *[(174, 118, "with maps")],
            ],
            [],
            [],
            [(1, "A walk"), (2, "with maps"), (1, "A talk"), (1, "A fair")],
            (),
            id="a-bullet-a-little-above-its-text-beside-another-column",
        ),
        pytest.param(
            [
                *[(150, 100, "–"), (162, 100, "A visit (October"), (330, 100, "–"), (342, 100, "A talk on bricks, on stones,")],
                *[(162, 112, "2020) by boat"), (342, 112, "and mortar")],
                *[
                    (150, 124, "–"),
                    (162, 124, "2021: Fairs in May"),
                    (330, 124, "–"),
                    (342, 124, "A fair with all of the guilds"),
                ],
                *[(162, 136, "2021 and 2022"), (342, 136, "in the old mill")],
            ],
            [],
            [],
            [
                (1, "A visit (October 2020) by boat"),
                (1, "2021: Fairs in May 2021 and 2022"),
                (1, "A talk on bricks, on stones, and mortar"),
                (1, "A fair with all of the guilds in the old mill"),
            ],
            (),
            id="years-in-two-columns-of-bullets-are-no-table",
        ),
        pytest.param(
            [
                *[(150, 100, "•"), (162, 100, "A walk along the river"), (330, 100, "•"), (342, 100, "A talk on bricks")],
                *[(150, 112, "It was a wet day in May"), (330, 112, "•"), (342, 112, "A fair")],
                (150, 124, "indeed."),
                (150, 142, "All came again."),
                *[(150, 160, "Later they met in the"), (150, 172, "old town hall.")],
            ],
            [],
            [],
            [
                (1, "A walk along the river"),
                (0, "It was a wet day in May indeed."),
                (0, "All came again."),
                (0, "Later they met in the old town hall."),
                (1, "A talk on bricks"),
                (1, "A fair"),
            ],
            (),
            id="paragraphs-in-the-left-column-below-the-end-of-the-right-one",
        ),
        pytest.param(
            [
                *[(150, 100, "•"), (165, 100, "May 2018: A walk along"), (345, 100, "the old mills, with a guide")],
                *[(165, 112, "the river"), (330, 118, "•"), (345, 118, "July 2018: A fair")],
                *[(150, 130, "•"), (165, 130, "June 2018: A talk about"), (330, 130, "•"), (345, 130, "August 2018: A feast")],
            ],
            [],
            [],
            [
                (1, "May 2018: A walk along the river"),
                (1, "June 2018: A talk about the old mills, with a guide"),
                (1, "July 2018: A fair"),
                (1, "August 2018: A feast"),
            ],
            (),
            id="an-item-that-goes-on-in-the-right-column",
        ),
        pytest.param(
            [
                *[(150, 100, "•"), (165, 100, "A walk"), (330, 100, "with all of the guilds in")],
                *[(165, 112, "◦"), (180, 112, "a map of the hills"), (330, 112, "both of the cities and")],
                *[(165, 124, "◦"), (180, 124, "a list of all inns"), (330, 124, "beyond")],
                *[(150, 136, "•"), (165, 136, "A fair"), (300, 142, "•"), (315, 142, "A talk")],
                *[(165, 148, "◦"), (180, 148, "a stand there")],
            ],
            [],
            [],
            [
                *[(1, "A walk"), (2, "a map of the hills"), (2, "a list of all inns"), (1, "A fair")],
                (2, "a stand there with all of the guilds in both of the cities and beyond"),
                (1, "A talk"),
            ],
            (),
            id="an-inner-item-goes-on-in-the-right-column-which-has-one-bullet",
        ),
        pytest.param(
            [
                *[(150, 100, "Heat:"), (330, 100, "Rivers:")],
                *[(150, 115, "•"), (162, 115, "A map"), (330, 115, "•"), (342, 115, "A boat")],
                *[(150, 130, "Bricks:"), (330, 127, "•"), (342, 127, "A weir")],
                *[(150, 145, "•"), (162, 145, "A kiln")],
                *[(150, 160, "Parks:")],
                *[(150, 175, "•"), (162, 175, "A bench")],
            ],
            [],
            [],
            [
                *[(0, "Heat:"), (1, "A map"), (0, "Bricks:"), (1, "A kiln"), (0, "Parks:"), (1, "A bench")],
                *[(0, "Rivers:"), (1, "A boat"), (1, "A weir")],
            ],
            (),
            id="headings-in-both-columns",
        ),
        pytest.param(
            [
                *[(150, 100, "•"), (162, 100, "A map"), (330, 100, "•"), (342, 100, "A boat")],
                *[(150, 112, "•"), (162, 112, "A hut"), (330, 112, "•"), (342, 112, "A weir")],
                (150, 136, "Then both cities met again and did all of this once more, together:"),
                *[(150, 160, "•"), (162, 160, "A kiln"), (330, 160, "•"), (342, 160, "A mill")],
                *[(150, 172, "•"), (162, 172, "A barn"), (330, 172, "•"), (342, 172, "A dam")],
            ],
            [],
            [],
            [
                *[(1, "A map"), (1, "A hut"), (1, "A boat"), (1, "A weir")],
                (0, "Then both cities met again and did all of this once more, together:"),
                *[(1, "A kiln"), (1, "A barn"), (1, "A mill"), (1, "A dam")],
            ],
            (),
            id="a-sentence-between-two-lists-in-two-columns",
        ),
        pytest.param(
            [
                (150, 100, "- A walk from noon"),
                (350, 100, "- dusk"),
                (150, 112, "- A long text that runs over all of its cell"),
            ],
            [],
            [],
            [(1, "A walk from noon - dusk"), (1, "A long text that runs over all of its cell")],
            (),
            id="one-dash-behind-a-gap-is-no-column",
        ),
        pytest.param(
            [
                (150, 100, "–"),
                (165, 100, "6-8"),
                (200, 100, "December"),
                (262, 100, "–"),
                (280, 100, "Talks"),
                (325, 100, "on"),
                (165, 112, "quiet streets and trams by the town"),
                (165, 124, "of trees"),
            ],
            [],
            [],
            [(1, "6-8 December – Talks on"), (0, "quiet streets and trams by the town"), (0, "of trees")],
            (),
            id="the-dash-of-a-date-in-a-line-that-is-spaced-out-is-no-column",
        ),
        pytest.param(
            [
                (150, 100, "• One and • another on its line"),
                (150, 112, "• Two is a much longer line that runs over the whole cell"),
            ],
            [],
            [],
            [(1, "One and • another on its line"), (1, "Two is a much longer line that runs over the whole cell")],
            (),
            id="a-single-bullet-in-a-text-is-no-column",
        ),
        pytest.param(
            [
                (150, 100, "Trams:"),
                *[(150, 114, "• A paper that compares"), (330, 114, "• A map of new shops")],
                *[(160, 126, "rents near stops"), (330, 126, "• Rules for land")],
                (150, 140, "Wood:"),
                *[(150, 154, "• One wooden block with a hundred"), (330, 154, "• Fire rules")],
                *[(160, 166, "flats or more"), (330, 166, "• A yearly course")],
            ],
            [],
            [],
            [
                (0, "Trams:"),
                *[(1, "A paper that compares rents near stops"), (1, "A map of new shops"), (1, "Rules for land")],
                (0, "Wood:"),
                *[(1, "One wooden block with a hundred flats or more"), (1, "Fire rules"), (1, "A yearly course")],
            ],
            (),
            id="two-columns-below-each-heading",
        ),
        pytest.param(
            [
                (150, 100, "Trams:"),
                *[(150, 114, "• A paper"), (330, 114, "• Fire rules")],
                *[(150, 128, "Wood:"), (330, 128, "• A yearly course")],
                *[(150, 142, "• One block"), (330, 142, "• A fair")],
            ],
            [],
            [],
            [
                (0, "Trams:"),
                (1, "A paper"),
                (0, "Wood:"),
                *[(1, "One block"), (1, "Fire rules"), (1, "A yearly course"), (1, "A fair")],
            ],
            (),
            id="headings-in-the-left-of-two-columns",
        ),
        pytest.param(
            [
                *[(150, 100, "7 May 2018"), (300, 100, "Opening talks at the")],
                (300, 113.5, "Museum of Salt Works"),
                *[(150, 130, "June 2019"), (300, 130, "A fair")],
                *[(150, 147, "July 2020"), (300, 147, "Three days with many")],
                (300, 160.5, "walks along the coast"),
            ],
            [],
            [],
            [
                (0, "7 May 2018: Opening talks at the Museum of Salt Works"),
                (0, "June 2019: A fair"),
                (0, "July 2020: Three days with many walks along the coast"),
            ],
            (),
            id="a-narrow-table-whose-lines-are-set-wider-apart-than-those-around-it",
        ),
        pytest.param(
            [(150, 100, "A text left of the rule, which ends there and"), (150, 112, "has nothing behind it")],
            [400],
            [95, 130],
            [(0, "A text left of the rule, which ends there and"), (0, "has nothing behind it")],
            (),
            id="a-rule-of-the-rows-above-divides-nothing",
        ),
    ],
)
def test_a_cell_is_read_in_its_order(lines, upright, level, blocks, heads):
    assert read(lines, upright, level) == (blocks, heads)
