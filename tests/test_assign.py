"""Rows are known by label, values and place together, and all rows of a form at once."""

import itertools
import random
import shutil
from collections.abc import Collection
from pathlib import Path

import pytest

from ucap.extractors.assign import assign_rows
from ucap.extractors.assign.evidence import measure_values
from ucap.extractors.assign.matching import match_best
from ucap.extractors.form import PAIRED, Block, Cell, Form, Row
from ucap.extractors.labels import match_label
from ucap.extractors.readers.text import read_shapes
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.check_vocabularies import FORMS, check_forms
from ucap.schemas.records import SectionName

VALUES: dict[SectionName, list[str]] = {
    "city": ["Heidelberg", "Pune"],
    "province": ["Baden-Württemberg", "Maharashtra"],
    "country": ["Germany", "India"],
    "population": ["160,355", "3,124,458"],
    "area": ["108.8", "331.3"],
    "period": ["February 2019 – December 2020"],
    "themes": ["Electric buses"],
    "agenda": ["SDG 13: Climate Action"],
    "key_focus": ["Depots are planned with the grid in mind."],
    "key_challenges": ["The grid has no spare power in the evening."],
    "objectives": ["Run half of the buses on power."],
    "activities": ["• February 2019: Signing in Pune.", "• May 2019: Training for drivers."],
    "results": ["• A plan for three depots.", "• Forty trained drivers."],
}
LABELS: dict[SectionName, str] = {
    "city": "City:", "province": "Province:", "country": "Country:", "population": "Population:", "area": "Size (km²):",
    "period": "Period of cooperation:", "themes": "Cooperation themes:", "agenda": "Related SDGs:",
    "key_focus": "Key focus of cooperation themes:", "key_challenges": "Key challenges:", "objectives": "Main objectives:",
    "activities": "Main activities and key outputs:", "results": "Expected results and benefits:",
}  # fmt: skip


def source(text: str) -> SourceText:
    return SourceText(text, (None,) * len(text))


def block(text: str) -> Block:
    return Block(source(text.removeprefix("• ")), int(text.startswith("• ")))


def row(label: str, texts: list[str]) -> Row:
    """Return a row as readers make it: its section by the label alone."""
    match = match_label(label)
    section: SectionName = match.section if match else "unknown"
    whole = (Cell(tuple(map(block, texts))),)
    sided = (Cell(tuple(map(block, texts[:1])), "lead"), Cell(tuple(map(block, texts[-1:])), "partner"))
    two = len(texts) == 2 and not texts[0].startswith("•")
    if section in PAIRED:
        return Row(section, source(label), sided if two else whole)
    return Row(section, source(label), whole, sided if two and section == "unknown" else ())


def form(labels: dict[SectionName, str] | None = None, values: dict[SectionName, list[str]] | None = None) -> Form:
    named, printed = LABELS | (labels or {}), VALUES | (values or {})
    return Form(tuple(row(named[section], printed[section]) for section in VALUES))


def sections(read: Form) -> dict[str, str]:
    return {r.label.chars: r.section for r in read.rows}


@pytest.mark.parametrize(
    ("section", "label"),
    [
        pytest.param("city", "Pilot city", id="a-word-of-the-lexicon"),
        pytest.param("city", "Who", id="names-by-their-values"),
        pytest.param("city", "Region", id="usually-the-province"),
        pytest.param("province", "Canton / Land", id="province-by-a-hint"),
        pytest.param("country", "State", id="country-called-state"),
        pytest.param("population", "How many", id="counts"),
        pytest.param("area", "Dimension", id="figures-beside-counts"),
        pytest.param("period", "Cooperation time", id="similar-to-themes-but-dates"),
        pytest.param("themes", "Domains", id="only-free-place"),
        pytest.param("agenda", "UN commitments", id="goals"),
        pytest.param("key_focus", "Emphasis", id="prose-at-its-place"),
        pytest.param("key_challenges", "Why", id="one-word"),
        pytest.param("objectives", "Ambition", id="prose-between-two"),
        pytest.param("activities", "Chronicle", id="dated-bullets"),
        pytest.param("results", "Legacy", id="last-row"),
    ],
)
def test_an_unknown_label_is_read_by_values_and_place(section: SectionName, label: str) -> None:
    others: dict[SectionName, str] = {"province": "Province / State"} if section == "city" else {}
    read = assign_rows(form({section: label, **others}))
    assert sections(read)[label] == section
    assert read.row(section).cells[0].blocks[0].text.chars == VALUES[section][0].removeprefix("• ")  # type: ignore[union-attr]


def test_what_the_label_does_not_say_is_a_finding() -> None:
    (doubt,) = assign_rows(form({"period": "When:"})).doubts
    assert (doubt.code, doubt.section, doubt.label.chars) == ("label_inferred", "period", "When:")
    assert assign_rows(form()).doubts == ()


@pytest.mark.parametrize(
    ("label", "values", "section"),
    [
        pytest.param("County:", ["Devon", "Kent"], "province", id="county-is-no-country"),
        pytest.param("Focus areas:", ["Electric buses", "Green streets"], "themes", id="focus-areas-above-themes"),
        pytest.param("Languages:", ["English"], "unknown", id="nothing-like-a-row"),
    ],
)
def test_values_of_another_kind_outweigh_a_similar_label(label: str, values: list[str], section: str) -> None:
    free = {"province": ("province", 1), "themes": ("themes", 6)}.get(section, ("", 9))
    rows = [r for r in form().rows if r.section != free[0]]
    at = free[1]
    read = assign_rows(Form((*rows[:at], row(label, values), *rows[at:])))
    assert sections(read)[label] == section


@pytest.mark.parametrize(
    ("missing", "at", "label", "values"),
    [
        pytest.param("key_challenges", 13, "Lessons learnt", ["Depots were planned too late for the drivers."], id="lessons"),
        pytest.param("objectives", 11, "Budget and staff", ["The city pays for one half of the costs of travel."], id="budget"),
    ],
)
def test_a_row_that_no_section_is_for_fills_no_gap(missing: SectionName, at: int, label: str, values: list[str]) -> None:
    rows = list(form().rows)
    extra = row(label, values)
    read = assign_rows(Form((*(r for r in rows[:at] if r.section != missing), extra, *rows[at:])))
    assert sections(read)[label] == "unknown"
    assert read.row(missing) is None


@pytest.mark.parametrize(
    ("sides", "read"),
    [
        pytest.param(
            (["The grid is weak."], ["Drivers are few, and old."]),
            ["The grid is weak.", "Drivers are few, and old."],
            id="texts",
        ),
        pytest.param((["Grid"], ["Drivers are few, and old."]), ["mixed lines"], id="a heading beside its text"),
    ],
)
def test_a_text_of_each_side_is_read_for_itself(sides: tuple[list[str], list[str]], read: list[str]) -> None:
    lead, partner = (tuple(map(block, texts)) for texts in sides)
    extra = Row("unknown", source("Issues"), (Cell((block("mixed lines"),)),), (Cell(lead, "lead"), Cell(partner, "partner")))
    rows = [extra if r.section == "key_challenges" else r for r in form().rows]
    challenges = assign_rows(Form(tuple(rows))).row("key_challenges")
    assert challenges is not None
    assert [b.text.chars for b in challenges.blocks()] == read


def pair(label: str, lead: list[str], partner: list[str]) -> Row:
    """Return a row with lines for each side, as readers make it where they do not know its label."""
    cells = (Cell(tuple(map(block, lead)), "lead"), Cell(tuple(map(block, partner)), "partner"))
    return Row("unknown", source(label), (Cell(tuple(map(block, lead + partner))),), cells)


@pytest.mark.parametrize(
    ("extra", "dropped", "read", "doubted"),
    [
        pytest.param(
            pair("City, State / Province, Country", ["Graz, Styria, Austria"], ["Pune, Goa, India", "Kochi, Kerala, India"]),
            ["city", "province", "country"],
            {"city": ["Graz", "Pune", "Kochi"], "province": ["Styria", "Goa", "Kerala"]},
            False,
            id="three in the order of the label",
        ),
        pytest.param(
            pair("Population / area", ["160,355 (2019) / 108.8 km²"], ["3,124,458 / 331.3 km²"]),
            ["population", "area"],
            {"population": ["160,355 (2019)", "3,124,458"], "area": ["108.8 km²", "331.3 km²"]},
            False,
            id="figures",
        ),
        pytest.param(
            pair("Where", ["Baden-Württemberg, Germany"], ["Maharashtra, India"]),
            ["province", "country"],
            {"province": ["Baden-Württemberg", "Maharashtra"], "country": ["Germany", "India"]},
            True,
            id="the last of each line is a country",
        ),
        pytest.param(
            pair("Who", ["Graz, Styria, Austria"], ["Pune, Maharashtra, India"]),
            ["city", "province", "country"],
            {"city": ["Graz", "Pune"], "province": ["Styria", "Maharashtra"], "country": ["Austria", "India"]},
            True,
            id="no label speaks of cities",
        ),
        pytest.param(pair("Twinned with", ["Lviv, Ukraine"], ["Bremen, Germany"]), [], {}, False, id="the form has a country"),
        pytest.param(
            pair("Province / State", ["Styria / Steiermark"], ["Goa / Gōyã"]),
            ["province"],
            {},
            True,
            id="two words for one thing",
        ),
    ],
)
def test_a_row_of_several_values_is_divided(
    extra: Row, dropped: list[SectionName], read: dict[SectionName, list[str]], *, doubted: bool
) -> None:
    rows = [r for r in form().rows if r.section not in dropped]
    assigned = assign_rows(Form((extra, *rows) if "city" in dropped else (rows[0], extra, *rows[1:])))
    found = {section: [b.text.chars for b in r.blocks()] for section in read if (r := assigned.row(section))}
    assert found == read
    assert sum(r.label.chars == extra.label.chars for r in assigned.rows) == max(len(dropped), 1)
    assert any(doubt.code == "label_inferred" for doubt in assigned.doubts) is doubted


def test_a_second_row_of_goals_is_of_the_agenda() -> None:
    extra = row("European policy", ["European Green Deal", "SDG 17", "Urban Agenda for the EU: Housing"])
    agenda = assign_rows(Form((*form().rows, extra))).row("agenda")
    assert agenda is not None
    assert [b.text.chars for b in agenda.blocks()][-1] == "Urban Agenda for the EU: Housing"


def test_bullets_with_headings_of_themes_are_texts_of_focus() -> None:
    themes = ["Night buses", "Bus lanes"]
    focus = row("Strand by strand", ["• Night buses: two lines more", "• Bus lanes: a third of the streets"])
    rows = [r for r in form(values={"themes": themes}).rows if r.section not in ("key_focus", "key_challenges")]
    assert sections(assign_rows(Form((*rows[:8], focus, *rows[8:]))))["Strand by strand"] == "key_focus"


def test_the_seat_of_a_region_is_no_partner() -> None:
    rows = [row("Region", ["Catalonia", "Lombardy"]), row("Seat of government", ["Barcelona", "Milan"]), *form().rows[2:]]
    read = assign_rows(Form(tuple(rows)))
    assert sections(read)["Region"] == "city"
    assert sections(read)["Seat of government"] == "unknown"


def test_partners_called_as_rows_that_no_section_is_for_are_the_names_where_nothing_else_is() -> None:
    assert sections(assign_rows(form({"city": "Universities of"})))["Universities of"] == "city"


@pytest.mark.parametrize(
    ("section", "label"),
    [
        ("city", "Local authorities"),
        ("city", "Twin governments"),
        ("province", "Governorate"),
        ("province", "District / Department"),
    ],
)
def test_words_like_those_of_other_rows_are_none_of_them(section: SectionName, label: str) -> None:
    assert sections(assign_rows(form({section: label})))[label] == section


def test_an_address_is_the_contact_whatever_its_row_is_called() -> None:
    read = assign_rows(Form((*form().rows, row("Department in charge", ["Write to office@example.eu"]))))
    assert sections(read)["Department in charge"] == "contact"


def test_values_of_another_kind_make_a_known_label_doubtful() -> None:
    read = assign_rows(form(values={"country": ["160,355", "3,124,458"], "population": ["many", "more"]}))
    assert sections(read)["Country:"] != "country" or [d.code for d in read.doubts] == ["label_doubted"]


@pytest.mark.parametrize("text", ["The exchange since 1984 is to grow.", "A trade since 2001 becomes a common school."])
def test_a_year_in_a_sentence_is_no_figure(text: str) -> None:
    assert assign_rows(form(values={"objectives": [text]})).doubts == ()


def test_names_that_nobody_knows_under_an_unknown_label_are_an_error() -> None:
    read = assign_rows(form({"city": "Who:"}, {"city": ["Kleinkleckersdorf", "Nowhere-on-Sea"]}))
    assert [(doubt.code, doubt.section) for doubt in read.doubts] == [("names_doubtful", "city")]


@pytest.mark.parametrize("seed", range(20))
def test_known_rows_mean_the_same_in_any_order(seed: int) -> None:
    rows = list(form().rows)
    random.Random(seed).shuffle(rows)
    read = assign_rows(Form(tuple(rows)))
    assert {r.section: r.label.chars for r in read.rows} == LABELS
    assert read.doubts == ()


@pytest.mark.parametrize("section", ["city", "population", "period", "agenda", "activities"])
@pytest.mark.parametrize("at", [0, 4, 8, 12])
def test_values_that_cannot_be_mistaken_are_read_wherever_they_stand(section: SectionName, at: int) -> None:
    rows = [r for r in form().rows if r.section != section]
    read = assign_rows(Form((*rows[:at], row("Xyz", VALUES[section]), *rows[at:])))
    assert sections(read)["Xyz"] == section


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        pytest.param([["Lahti"], ["Kitakyushu"]], "cities", id="cities"),
        pytest.param([["Fukuoka Prefecture"], ["Tuscany, Toscana"]], "divisions", id="divisions"),
        pytest.param([["Italy, Italy, Spain"], ["Colombia"]], "countries", id="countries"),
        pytest.param([["1.206.319; 683.486"], ["53 365"]], "counts", id="counts"),
        pytest.param([["118,23 km²"], ["1 285 sq. km"]], "areas", id="areas"),
        pytest.param([["60,9 km ²; 215 km ²; 214,5 km ²"], ["-"]], "areas", id="areas-of-one-side"),
        pytest.param([["154; 67"], ["572"]], "figures", id="figures"),
        pytest.param([["1 072, 4 890"]], "figures", id="figures-with-blanks"),
        pytest.param([["September 2019 – December 2020"]], "dates", id="dates"),
        pytest.param([["SDG 2: Zero Hunger", "EU Urban Agenda: Urban Poverty"]], "goals", id="goals"),
        pytest.param([["• May 2019: Visit.", "• Q4/2020: Plan."]], "dated_items", id="dated-bullets"),
        pytest.param([["• Trams.", "• Trees."]], "items", id="bullets"),
        pytest.param([["Trams run every ten minutes. Trees stand between the rails."]], "prose", id="prose"),
        pytest.param([["Urban mobility", "Green streets"]], "topics", id="short-lines"),
        pytest.param([["office@iuc-example.eu"]], "address", id="address"),
    ],
)
def test_kinds_of_values(cells: list[list[str]], kind: str) -> None:
    evidence = measure_values([[block(text) for text in cell] for cell in cells])
    assert evidence.get(kind, 0) >= 0.5, evidence  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("section", "label", "values"),
    [
        pytest.param("area", "Extent (ha)", ["10,880", "33,130"], id="as-large-as-counts-are"),
        pytest.param("area", "How big, in hectares", ["10,880", "33,130"], id="unknown-label"),
        pytest.param("population", "How many (thousands)", ["160", "3,124"], id="as-small-as-areas-are"),
    ],
)
def test_a_unit_in_the_label_says_what_figures_count(section: SectionName, label: str, values: list[str]) -> None:
    rows = [r for r in form().rows if r.section != section]
    read = assign_rows(Form((*rows[:3], row(label, values), *rows[3:])))
    assert sections(read)[label] == section
    assert not any(doubt.code == "label_doubted" for doubt in read.doubts)


LONG = "Depots of both towns are planned together with those who run the grid."
THEMED: dict[SectionName, list[str]] = {
    "key_focus": ["Electric buses: depots with the grid in mind.", "River banks: stairs and meadows."],
    "key_challenges": ["Electric buses: no spare power in the evening.", "River banks: floods."],
}


THEMED_LINES: dict[SectionName, list[str]] = {"themes": ["Electric buses", "River banks"], **THEMED}


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        pytest.param(
            {"themes": "Where both sides meet"},
            {"themes": ["Low-carbon buses and trams; Culture for everybody; Quays and river banks"]},
            id="themes-on-a-long-line",
        ),
        pytest.param(
            {"themes": "Shared ground"},
            {"themes": ["Heat, Light, Night buses, Quays, Open schools, Old markets"]},
            id="parted-by-commas",
        ),
        pytest.param(
            {"themes": "Field chosen", "key_focus": "Thematic focus"}, {"key_focus": [LONG]}, id="sentences-no-themes"
        ),
        pytest.param({"themes": "Sector", "key_focus": "Thematic areas"}, {"key_focus": [LONG, LONG]}, id="two-paragraphs"),
    ],
)
def test_rows_are_told_by_what_they_say_of_each_other(
    labels: dict[SectionName, str], values: dict[SectionName, list[str]]
) -> None:
    read = sections(assign_rows(form(labels, values)))
    assert {section: read[label] for section, label in labels.items()} == {section: section for section in labels}


def test_names_that_head_texts_of_other_rows_are_themes_wherever_they_stand() -> None:
    rows = [r for r in form(values=THEMED).rows if r.section != "themes"]
    read = assign_rows(Form((*rows, row("Ours", ["River banks; Electric buses"]))))
    assert sections(read)["Ours"] == "themes"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"country": ["DE", "IN"]}, id="codes-of-countries"),
        pytest.param({"province": ["OR", "ME"], "country": ["US", "US"]}, id="codes-of-states-beside-them"),
        pytest.param({"province": ["N/A", "N/A"], "country": ["PT", "CO"]}, id="codes-without-provinces"),
    ],
)
def test_codes_stay_where_their_label_says(values: dict[SectionName, list[str]]) -> None:
    read = assign_rows(form(values=values))
    assert (sections(read)["Province:"], sections(read)["Country:"]) == ("province", "country")
    assert read.doubts == ()


def test_an_empty_row_with_a_similar_label_takes_nothing_from_a_row_with_values() -> None:
    values = {**THEMED_LINES, "themes": ["Electric buses; River banks"]}
    read = assign_rows(Form((row("Cooperation sheet", []), *form({"themes": "Chosen"}, values).rows)))
    assert sections(read)["Cooperation sheet"] == "themes"
    assert [b.text.chars for b in read.blocks("themes")] == ["Electric buses; River banks"]


def test_a_headed_text_is_read_where_several_rows_are_missing() -> None:
    rows = [r for r in form({"key_focus": "What each is about"}, THEMED).rows if r.section not in ("agenda", "objectives")]
    assert sections(assign_rows(Form(tuple(rows))))["What each is about"] == "key_focus"


@pytest.mark.parametrize("text", ["", "N/A", " \n"])
def test_empty_values_say_nothing(text: str) -> None:
    assert measure_values([[block(text)]]) == {}


@pytest.mark.parametrize("seed", range(30))
def test_the_assignment_is_the_best_of_all(seed: int) -> None:
    draw = random.Random(seed)
    count, width = draw.randint(1, 4), draw.randint(1, 4)
    scores = [[round(draw.uniform(-1, 3), 2) for _ in range(width)] for _ in range(count)]
    found = match_best(scores)
    total = sum(scores[i][j] for i, j in enumerate(found) if j is not None)
    options = itertools.product([None, *range(width)], repeat=count)
    distinct = (o for o in options if len({j for j in o if j is not None}) == sum(j is not None for j in o))
    best = max(sum(scores[i][j] for i, j in enumerate(o) if j is not None) for o in distinct)
    assert total == pytest.approx(best)


@pytest.mark.parametrize(
    ("title", "template"),
    [
        pytest.param("IUC Urban Cooperation Action Plan (U-CAP) Summary", "city-summary", id="u-cap"),
        pytest.param("Thematic Cluster: Circular Economy", "cluster-summary", id="cluster"),
        pytest.param("IURC Latin America – Summary", "iurc-summary", id="iurc"),
        pytest.param("Summary", "city-summary", id="nothing-said"),
    ],
)
def test_the_form_is_recognised_by_its_title(title: str, template: str) -> None:
    titled = Row("title", SourceText(), (Cell((block(title),)),))
    assert assign_rows(Form((titled, *form().rows))).template == template


def test_forms_fit_their_model() -> None:
    assert check_forms() == []


def test_a_form_names_the_place_of_each_of_its_rows(tmp_path: Path) -> None:
    for path in FORMS.glob("*.yml"):
        shutil.copy(path, tmp_path)
    form = (tmp_path / "iurc.yml").read_text(encoding="utf-8")
    (tmp_path / "iurc.yml").write_text(form.replace("key_challenges, objectives, ", ""), encoding="utf-8")
    said = "iurc.yml:7: order: key_challenges, objectives missing; name every row, also those of `like`"
    assert check_forms(tmp_path) == [said]


HEADED = ["Electric buses:", "• A plan for three depots.", "Training:", "• Forty trained drivers."]


def test_bullets_under_headings_in_the_last_row_are_results() -> None:
    labels = LABELS | {"results": "What will have changed at the end:"}
    form = assign_rows(Form(tuple(row(labels[section], (VALUES | {"results": HEADED})[section]) for section in LABELS)))
    assert form.rows[-1].section == "results"
    assert [(doubt.code, doubt.section) for doubt in form.doubts] == [("label_inferred", "results")]


def test_rows_that_were_read_show_the_place_of_the_others() -> None:
    """No label around `What it concentrates on` is known; those rows are read first, and leave one section free."""
    labels = LABELS | {
        "agenda": "Frameworks:",
        "key_focus": "What it concentrates on:",
        "key_challenges": "Problems:",
        "objectives": "Purpose:",
    }
    form = assign_rows(Form(tuple(row(labels[section], VALUES[section]) for section in LABELS)))
    assert [found.section for found in form.rows] == list(LABELS)


IN_OTHER_WORDS: dict[SectionName, str] = {
    "city": "Cluster members:", "province": "Prefecture or equivalent:", "country": "Sovereign state:",
    "population": "Pop. (registered residents):", "area": "Extent in sq. km:", "period": "From / to:",
    "themes": "Working strands:", "agenda": "Frameworks supported:", "key_focus": "Strand by strand: what we look at:",
    "key_challenges": "Strand by strand: what makes it hard:", "objectives": "Ambition of the partnership:",
    "activities": "Timeline of events:", "results": "Products and gains:",
}  # fmt: skip


def write_lines(sections: Collection[SectionName]) -> str:
    """Write rows whose labels nobody knows as lines `Label: value`."""
    lines = ["Partnership Summary", ""]
    for section in sections:
        texts = VALUES[section]
        joined = [f"{IN_OTHER_WORDS[section]} {' / '.join(texts)}"]
        lines += joined if section in PAIRED or section == "period" else [IN_OTHER_WORDS[section], *texts]
    return "\n".join([*lines, ""])


def test_lines_without_a_known_label_are_read_by_their_values() -> None:
    form = assign_rows(read_shapes(write_lines(IN_OTHER_WORDS)))
    assert [found.section for found in form.rows if found.label] == list(IN_OTHER_WORDS)


@pytest.mark.parametrize("missing", ["country", "activities"])
def test_lines_without_a_known_label_and_without_what_a_form_needs_are_no_form(missing: SectionName) -> None:
    form = assign_rows(read_shapes(write_lines([section for section in IN_OTHER_WORDS if section != missing])))
    assert len({found.section for found in form.rows if found.label} - {"unknown"}) < 3


def test_provinces_read_as_cities_are_doubted() -> None:
    form = assign_rows(read_shapes(write_lines([section for section in IN_OTHER_WORDS if section != "city"])))
    assert [doubt.section for doubt in form.doubts if doubt.code == "names_doubtful"] == ["city"]


ABOUT_THEMES: dict[SectionName, list[str]] = {
    "key_focus": ["Clean rivers: Fish again.", "Old mills: New uses.", "Schools and the SDGs: Games."],
    "key_challenges": ["Clean rivers: Drains.", "Old mills: Roofs.", "Schools and the SDGs: No time."],
}


@pytest.mark.parametrize(
    ("section", "label", "values"),
    [
        pytest.param("themes", "Here we act", ["Clean rivers; Old mills; Schools and the SDGs"], id="themes-in-one-line"),
        pytest.param("themes", "Here we act", ["Clean rivers", "Old mills", "Schools and the SDGs"], id="themes-in-lines"),
        pytest.param("key_focus", "What each is about", ABOUT_THEMES["key_focus"], id="focus"),
        pytest.param("key_challenges", "Where it hurts", ABOUT_THEMES["key_challenges"], id="challenges"),
    ],
)
def test_what_other_rows_have_as_headings_shows_a_row(section: SectionName, label: str, values: list[str]) -> None:
    printed: dict[SectionName, list[str]] = {**ABOUT_THEMES, "themes": ["Clean rivers", "Old mills", "Schools and the SDGs"]}
    whole = form({section: label}, {**printed, section: values})
    read = assign_rows(Form(tuple(r for r in whole.rows if r.section not in ("agenda", "objectives"))))
    assert sections(read)[label] == section
    assert [doubt.code for doubt in read.doubts if doubt.section == section] == ["label_inferred"]


def test_long_sentences_are_no_themes() -> None:
    written = "Both cities want to see fish again in all of the streams that run below their streets."
    labels: dict[SectionName, str] = {"themes": "Picked theme", "key_focus": "Thematic focus"}
    read = assign_rows(form(labels, {"themes": ["Clean rivers"], "key_focus": [written, written, written]}))
    assert (sections(read)["Picked theme"], sections(read)["Thematic focus"]) == ("themes", "key_focus")


def test_themes_in_sentences_are_doubted() -> None:
    written = "Both cities want to see fish again in all of the streams that run below their streets."
    doubts = [(doubt.code, doubt.section) for doubt in assign_rows(form(None, {"themes": [written]})).doubts]
    assert ("label_doubted", "themes") in doubts


def test_a_value_for_each_side_under_an_unknown_label_stays_apart() -> None:
    rows = [r for r in form().rows if r.section != "agenda"]
    read = assign_rows(Form((*rows[:7], row("Deputy in charge", ["Anna Berg", "Li Wei"]), *rows[7:])))
    unknown = read.row("unknown")
    assert unknown is not None
    assert [(cell.side, cell.text().chars) for cell in unknown.cells] == [("lead", "Anna Berg"), ("partner", "Li Wei")]
