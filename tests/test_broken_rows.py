"""Rows whose text shows that lines lost their order are doubted; rows as people write them are not."""

import pytest

from ucap.extractors.form import PAIRED, Block, Cell, Form, Row
from ucap.extractors.readers.broken_rows import doubt_broken_rows, doubt_flat_lists
from ucap.extractors.readers.markdown import read_markdown_rows
from ucap.extractors.readers.pieces import split_bullets
from ucap.extractors.readers.row_signs import COLUMNS, LINES, ROWS
from ucap.extractors.text.source_text import from_file
from ucap.schemas.records import SectionName

WHOLE: dict[SectionName, list[str]] = {
    "themes": ["Parks", "Trams"],
    "agenda": ["SDG 11", "EU Urban Agenda: Housing"],
    "key_focus": ["Parks: Graz shows its gardens.", "Trams: Kunming shows its lines."],
    "key_challenges": ["Parks: Few trees.", "e-Mobility: Few chargers."],
    "objectives": ["Make both cities greener."],
    "activities": ["• May 2019: Visit to the yard of Xi'an", "- talks with Haier, Huawei"],
    "results": ["Parks:", "• One garden – open to all"],
}


ALL: set[SectionName] = {*WHOLE, "unknown", "contact"}
AROUND: set[SectionName] = {"key_challenges", "objectives", "activities"}


def build(texts: dict[SectionName, list[str]]) -> Form:
    def block(text: str) -> Block:
        level = 3 if text.startswith("+ ") else 2 if text.startswith("- ") else int(text.startswith("• "))
        return Block(from_file(text[2:] if level else text), level)

    return Form(tuple(Row(name, from_file(f"{name}:"), (Cell(tuple(map(block, lines))),)) for name, lines in texts.items()))


def list_doubted(form: Form) -> set[SectionName]:
    return {doubt.section for doubt in doubt_broken_rows(form).doubts}


@pytest.mark.parametrize(
    ("section", "lines", "doubted"),
    [
        pytest.param("objectives", WHOLE["objectives"], set(), id="whole"),
        pytest.param("objectives", ["iFLYTEK helps."], set(), id="name-in-small-letters"),
        pytest.param("objectives", ["cities greener."], AROUND, id="begins-within"),
        pytest.param("objectives", ["Make both", "cities greener."], AROUND, id="cut"),
        pytest.param("objectives", ["Make both cities of the"], AROUND, id="open-end"),
        pytest.param("objectives", ["Save. described in the U-CAP: Grow."], ALL, id="label"),
        pytest.param("objectives", ["Save.", "and benefits"], ALL, id="line-of-a-label"),
        pytest.param("objectives", ["Save.", "• May 2019: visit"], ALL, id="dated-text"),
        pytest.param("objectives", ["Save water.Grow trees."], AROUND, id="run-together"),
        pytest.param("objectives", ["Save.", "917 978"], ALL, id="figures"),
        pytest.param("activities", ["• Visit to a fair June 2019: Fair"], {"objectives", "activities", "results"}, id="date"),
        pytest.param("themes", ["Parks Trams"], {"themes", "agenda", "key_focus", "key_challenges"}, id="themes-in-one-line"),
        pytest.param(
            "activities", ["• A visit to a fair. June 2019: Fair"], {"objectives", "activities", "results"},
            id="date-behind-a-stop",
        ),
        pytest.param(
            "agenda", ["SDG 9 – InfrastructureSDG 13"], {"themes", "agenda", "key_focus"}, id="topics-without-a-blank"
        ),
        pytest.param("objectives", ["Help the administra- tions."], AROUND, id="word-cut"),
        pytest.param("objectives", ["Build low- and middle-sized parks."], set(), id="hyphen-for-what-follows"),
        pytest.param(
            "activities", ["• 29 November", "• 1 December 2020: Fair"], {"objectives", "activities", "results"},
            id="date-without-a-text",
        ),
        pytest.param("activities", ["• Visit. o talks"], {"objectives", "activities", "results"}, id="bullet-behind-a-stop"),
        pytest.param("themes", ["Green parks Fast trams"], {"themes", "agenda", "key_focus", "key_challenges"}, id="new-start"),
        pytest.param("themes", ["Parks; Trams"], set(), id="themes-parted-by-a-sign"),
        pytest.param("results", ["Parks:", "• Guests: + 5 % (2021)", "• Salt: – 2.5 %"], set(), id="sign-of-a-percentage"),
        pytest.param("themes", ["Parks with Chinese gardens"], set(), id="name-within-a-theme"),
        pytest.param("activities", ["• Between May and June 2019: Fair"], set(), id="own-date"),
        pytest.param(
            "activities", ["Open markets.", "• May 2019: A", "• June 2019: B", "• July 2019: C"],
            {"objectives", "activities", "results"}, id="first-without-a-date",
        ),
        pytest.param("results", ["Parks:", "§", "A garden"], {"activities", "results"}, id="lone-bullet"),
        pytest.param("results", ["- one garden - one tram"], {"activities", "results"}, id="bullet-within-an-item"),
        pytest.param("themes", ["Parks", "SDG 11"], ALL, id="goal-among-the-themes"),
        pytest.param(
            "key_focus", ["Parks: Graz shows. Trams: Kunming shows."],
            {"themes", "agenda", "key_focus", "key_challenges"}, id="heading-within-a-paragraph",
        ),
        pytest.param("results", ["• A garden", "Parks:"], {"activities", "results"}, id="heading-above-nothing"),
        pytest.param("results", ["Parks:", "- Ducks", "• A pond"], {"activities", "results"}, id="deeper-item-first"),
        pytest.param("results", ["• A garden", "+ ducks"], {"activities", "results"}, id="level-left-out"),
        pytest.param("results", ["Parks:", "• A garden", "– a pond"], {"activities", "results"}, id="unread-bullet"),
        pytest.param(
            "activities", ["• May 2019: A", "- talks", "The press came."], {"objectives", "activities", "results"},
            id="paragraph-below-a-deeper-item",
        ),
        pytest.param("activities", ["• May 2019: A", "Own means: All pay."], ALL, id="paragraph-that-begins-as-a-row"),
        pytest.param(
            "key_focus", ["Both cities have few trees.", "Trams: Kunming shows its lines."],
            {"themes", "agenda", "key_focus", "key_challenges"}, id="text-before-all-headings",
        ),
        pytest.param(
            "key_challenges", ["Parks: Few trees.", "Trams:"],
            {"themes", "key_focus", "key_challenges", "objectives"}, id="theme-above-nothing",
        ),
        pytest.param(
            "key_focus", ["Parks: Graz shows.", "Trams: Kunming shows.", "Parks: Few trees."],
            {"themes", "agenda", "key_focus", "key_challenges"}, id="two-headings-of-one-theme",
        ),
        pytest.param("themes", ["Parks", "Trams:"], ALL, id="heading-among-the-themes"),
        pytest.param("key_focus", ["Parks: Graz shows. Note: Kunming sees."], set(), id="no-heading-of-a-theme"),
    ],
)  # fmt: skip
def test_what_shows_a_lost_order(section: SectionName, lines: list[str], doubted: set[SectionName]) -> None:
    assert list_doubted(build(WHOLE | {section: lines})) == doubted


@pytest.mark.parametrize(
    ("section", "lines", "doubted"),
    [
        pytest.param("objectives", WHOLE["objectives"], set(), id="whole"),
        pytest.param("objectives", ["cities greener."], AROUND, id="begins-within"),
        pytest.param("results", ["• A garden", "+ ducks"], {"activities", "results"}, id="level-left-out"),
        pytest.param("activities", ["• May 2019: A", "Parks:"], {"objectives", "activities", "results"}, id="heading-last"),
        pytest.param("results", ["• A pond", "Parks:", "• Ducks"], {"activities", "results"}, id="item-above-the-headings"),
        pytest.param("objectives", ["Make both cities of the"], set(), id="open-end"),
        pytest.param("activities", ["• Visit. o talks"], set(), id="bullet-behind-a-stop"),
    ],
)
def test_what_shows_that_lines_of_a_page_stand_in_a_wrong_row(
    section: SectionName, lines: list[str], doubted: set[SectionName]
) -> None:
    form = build(WHOLE | {section: lines})
    assert {doubt.section for doubt in doubt_broken_rows(form, ROWS).doubts} == doubted


@pytest.mark.parametrize(
    ("section", "text", "doubted"),
    [
        pytest.param("key_focus", "Parks: Graz shows. Trams: Kunming shows.", False, id="headings-part-the-paragraph"),
        pytest.param("key_focus", "Graz shows. Trams: Kunming shows.", True, id="begins-without-a-heading"),
        pytest.param("results", "Parks: A pond. Trams: A line.", True, id="results-are-not-parted"),
    ],
)
def test_headings_of_a_paragraph_in_a_table_cell(section: SectionName, text: str, doubted: bool) -> None:
    form = doubt_broken_rows(build(WHOLE | {section: [text]}), LINES)
    assert bool(form.doubts) is doubted


def test_a_city_with_its_kind_is_no_label() -> None:
    sides = (Cell((Block(from_file("City of Cork")),), "lead"), Cell((Block(from_file("Country Japan")),), "partner"))
    form = build(WHOLE)
    for cell, doubted in zip(sides, (False, True), strict=True):
        row = Row("city", from_file("City:"), (cell,))
        doubts = doubt_broken_rows(Form((row, *form.rows)), LINES).doubts
        assert any("label" in doubt.details for doubt in doubts) is doubted


def test_several_broken_rows_doubt_all_texts_and_what_is_missing() -> None:
    texts: dict[SectionName, list[str]] = {name: lines for name, lines in WHOLE.items() if name != "agenda"}
    assert list_doubted(build(texts | {"key_focus": ["shows its gardens."], "results": ["§"]})) == ALL


def test_heads_are_doubted_where_one_has_no_value_and_another_has_several() -> None:
    heads: dict[SectionName, list[str]] = {"city": ["Graz", "Kunming"], "country": [], "area": ["Austria", "127", "China"]}
    assert list_doubted(build(heads)) == {*PAIRED, "period"}
    assert list_doubted(build(heads | {"area": ["127", "21 001"]})) == set()
    assert list_doubted(build({"city": ["Graz", "Country Austria China"]})) == {*PAIRED, "period"}
    assert list_doubted(build({"city": ["Graz", "Kunming,"], "area": ["127", "21 001"]})) == {*PAIRED, "period"}


def test_the_rest_of_a_label_doubts_the_row_above() -> None:
    form = build(WHOLE)
    rest = Row("unknown", from_file("as described in the U-CAP:"), (Cell((Block(from_file("Grow.")),)),))
    at = list(WHOLE).index("objectives") + 1
    assert list_doubted(Form((*form.rows[:at], rest, *form.rows[at:]))) == ALL


def test_lines_of_a_table_doubt_all_rows() -> None:
    assert list_doubted(build({"city": ["│ Graz", "Linz"], "themes": ["Parks"]})) == {*PAIRED, "period", *WHOLE}


def test_rows_of_a_table_broken_at_the_line_length_are_whole() -> None:
    above = "# Plan  \nGraz\n\n"
    text = f"{above}City| Graz| Kunming  \n---|---|---  \nThemes| Parks and\ngardens| Trams  \nPeriod| 2018  \n\nContact\n"
    rows = [[" ".join(piece.text.chars for piece in cell) for cell in row] for row in read_markdown_rows(text)]
    table = [["City", "Graz", "Kunming"], ["Themes", "Parks and gardens", "Trams"], ["Period", "2018"]]
    assert rows == [["Plan"], ["Graz"], *table, ["Contact"]]


def test_a_bullet_behind_a_stop_begins_an_item() -> None:
    assert [text.chars for _, text in split_bullets(from_file("■ Visit.■ Talk■ Fair"))] == ["Visit.", "Talk", "Fair"]


def test_a_text_without_bullets_does_not_tell_items_apart() -> None:
    bare = {name: [line.lstrip("•- ") for line in lines] for name, lines in WHOLE.items()}
    assert list_doubted(build(bare | {"activities": ["May 2019: A visit.", "Kick-off with firms."]})) == ALL
    dated = build(bare | {"activities": ["May 2019: A visit.", "June 2019: A talk."], "results": ["One garden."]})
    assert list_doubted(dated) == set()


@pytest.mark.parametrize(
    ("items", "doubted"),
    [
        (["• May 2019: A", "• agreement", "• Letter", "• June 2019: B", "• July 2019: C"], {"activities", "results"}),
        (["• May 2019: A", "- agreement", "- Letter", "• June 2019: B", "• July 2019: C"], set()),
        (["• May 2019: A", "• Kick-off", "• Letter", "• June 2019: B", "• July 2019: C"], set()),
        (["• agreement", "• letter"], set()),
    ],
    ids=["small", "levels", "capitals", "undated"],
)
def test_lists_that_lost_their_levels_are_doubted(items: list[str], doubted: set[SectionName]) -> None:
    form = doubt_flat_lists(build(WHOLE | {"activities": items}))
    assert {doubt.section for doubt in form.doubts} == doubted


@pytest.mark.parametrize(("last", "doubted"), [("• one more", {"results"}), ("• One more", set()), ("- one more", set())])
def test_results_that_lost_their_levels_are_doubted(last: str, doubted: set[SectionName]) -> None:
    texts: dict[SectionName, list[str]] = {
        "activities": ["• May 2019: A"],
        "results": ["• Gardens", "• Trams", "• Schools", last],
    }
    assert {doubt.section for doubt in doubt_flat_lists(build(texts)).doubts} == doubted


@pytest.mark.parametrize(
    ("label", "value", "doubted"),
    [
        ("Number of residents Total area", "119,951", True),
        ("Period of Sept", "2017 – 2018", True),
        ("Period of cooperation", "2017 – 2018", False),
        ("NUMBER OF RESIDENTS", "119,951", False),
    ],
)
def test_labels_that_hold_more_than_one(label: str, value: str, doubted: bool) -> None:
    section: SectionName = "period" if "Period" in label else "unknown"
    row = Row(section, from_file(label), (Cell((Block(from_file(value)),)),))
    form = build(WHOLE)
    assert ("population" in list_doubted(Form((row, *form.rows)))) is doubted


def test_labels_in_the_middle_of_their_rows_doubt_the_head() -> None:
    form = build(WHOLE | {"key_focus": ["shows its gardens."]})
    assert "city" in {doubt.section for doubt in doubt_broken_rows(form, COLUMNS).doubts}
    assert "city" not in {doubt.section for doubt in doubt_broken_rows(form, LINES).doubts}


def test_an_area_among_the_inhabitants_doubts_the_head() -> None:
    heads: dict[SectionName, list[str]] = {"city": ["Graz", "Kunming"], "population": ["291,072", "Municipal area 127 km²"]}
    assert list_doubted(build(heads)) == {*PAIRED, "period"}


def test_one_line_where_each_other_row_has_one_for_each_side() -> None:
    heads: dict[SectionName, list[str]] = {"city": ["Graz", "Kunming"], "country": ["Austria", "China"], "province": ["Styria"]}
    assert {doubt.section for doubt in doubt_broken_rows(build(heads), LINES).doubts} == {"province"}


@pytest.mark.parametrize(
    ("heads", "doubted"),
    [
        pytest.param({"province": ["Styria", "Yun nan"]}, True, id="name-torn"),
        pytest.param({"province": ["Castilla y León", "Newcastle upon Tyne"]}, False, id="small-word"),
        pytest.param({"population": ["291,072", "6,43 2,212"]}, True, id="number-torn"),
    ],
)
def test_values_that_were_torn_in_a_narrow_column_doubt_the_head(heads: dict[SectionName, list[str]], doubted: bool) -> None:
    cities: dict[SectionName, list[str]] = {"city": ["Graz", "Kunming"], "country": ["Austria", "China"]}
    assert bool(doubt_broken_rows(build(cities | heads), LINES).doubts) is doubted


def test_items_above_the_form_doubt_all_texts() -> None:
    title: dict[SectionName, list[str]] = {"title": ["Summary", "• May 2019: A talk"]}
    assert list_doubted(build(title | WHOLE)) == ALL


def test_cities_in_the_country_of_the_other_side_doubt_the_head() -> None:
    def build_sides(section: SectionName, *sides: str) -> Row:
        return Row(section, from_file(section), tuple(Cell((Block(from_file(text)),)) for text in sides))

    cities = build_sides("city", "Kunming", "Graz, Linz")
    found = doubt_broken_rows(Form((cities, build_sides("country", "Austria", "China")))).doubts
    assert {doubt.section for doubt in found} == {*PAIRED, "period"}
    assert not doubt_broken_rows(Form((cities, build_sides("country", "China", "Austria")))).doubts


def test_values_of_one_side_alone_doubt_the_head() -> None:
    heads: dict[SectionName, list[str]] = {"city": ["Graz"], "country": ["Austria"], "area": ["127 km²"]}
    assert list_doubted(build(heads)) == {*PAIRED, "period"}
    heads |= {"city": ["Graz", "Kunming"], "country": ["Austria", "China"], "area": ["127", "21 001"]}
    assert list_doubted(build(heads)) == set()


FLAT: dict[SectionName, list[str]] = {
    "city": ["Graz / Kunming"],
    "country": ["Austria / China"],
    "period": ["2018 – 2020"],
    **{name: lines[:1] for name, lines in WHOLE.items()},
    "results": ["One garden is open to all. Two schools have a pond."],
    "title": ["Summary"],
}


@pytest.mark.parametrize(
    ("changed", "doubted"),
    [
        pytest.param({}, {"activities", "results"}, id="cells-without-line-ends"),
        pytest.param({"themes": ["Parks", "Trams"]}, set(), id="another-cell-has-lines"),
        pytest.param({"results": ["One garden is open to all."]}, set(), id="one-sentence"),
        pytest.param({"results": ["• One garden."], "activities": ["The press came."]}, {"activities"}, id="undated"),
        pytest.param({"results": ["• One garden."], "title": []}, set(), id="nothing-around"),
        pytest.param({"results": [], "period": [], "themes": []}, {"province", "population", "area"}, id="rows-are-lost"),
    ],
)
def test_what_shows_that_a_table_lost_text(changed: dict[SectionName, list[str]], doubted: set[SectionName]) -> None:
    form = build({name: lines for name, lines in (FLAT | changed).items() if lines})
    found = {doubt.section for doubt in doubt_broken_rows(form, LINES).doubts}
    assert found >= doubted if doubted else not found
