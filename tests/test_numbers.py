import time
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ucap.extractors.numbers import Quantity, is_missing, parse_number, read_quantities, split_list
from ucap.schemas.vocabularies import load_vocabulary


def pieces(text: str, **options: frozenset[str]) -> list[str]:
    return [text[start:end] for start, end in split_list(text, **options)]


def values(found: list[Quantity | None]) -> list[int | float | None]:
    return [one.value if one else None for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("398", ["398"], id="plain"),
        pytest.param("2.682.500", ["2682500"], id="points-twice"),
        pytest.param("2,682,500", ["2682500"], id="commas-twice"),
        pytest.param("2 682 500", ["2682500"], id="blanks"),
        pytest.param("2\u202f682\u00a0500", ["2682500"], id="narrow-and-no-break-blanks"),
        pytest.param("2'682'500", ["2682500"], id="apostrophes"),
        pytest.param("2’682’500", ["2682500"], id="curly-apostrophes"),
        pytest.param("12,34,567", ["1234567"], id="lakhs"),
        pytest.param("1.277", ["1277", "1.277"], id="ambiguous-point"),
        pytest.param("569,000", ["569000", "569.000"], id="ambiguous-comma"),
        pytest.param("7.13", ["7.13"], id="two-decimals"),
        pytest.param("5,6", ["5.6"], id="decimal-comma"),
        pytest.param("0.123", ["0.123"], id="no-thousand-starts-with-zero"),
        pytest.param("1277.500", ["1277.500"], id="four-digits-before"),
        pytest.param("1,277.5", ["1277.5"], id="english"),
        pytest.param("1.277,5", ["1277.5"], id="continental"),
        pytest.param("1 277,500", ["1277.500"], id="blank-and-comma"),
        pytest.param("1，277，000", ["1277000"], id="full-width-comma"),
        pytest.param("1.2.3", [], id="version"),
        pytest.param("12.34.567,8.9", [], id="muddle"),
        pytest.param("9" * 20, [], id="too-long"),
        pytest.param("", [], id="empty"),
        pytest.param("km", [], id="word"),
    ],
)
def test_parse_number(text: str, expected: list[str]) -> None:
    assert [reading.value for reading in parse_number(text)] == [Decimal(value) for value in expected]


# one population and one area, with the values read
CELLS = [
    pytest.param("569,000", "398 km ²", 569000, 398.0, id="english"),
    pytest.param("2.682.500", "1.277 km ²", 2682500, 1277.0, id="continental"),
    pytest.param("7.1 million", "1.277 km²", 7100000, 1277.0, id="million-with-point-beside-grouped-point"),
    pytest.param("5,6 Mio.", "2.500,5 km2", 5600000, 2500.5, id="mio-with-comma"),
    pytest.param("10 mn", "14 335 sq. km", 10000000, 14335.0, id="mn"),
    pytest.param("1.2 bn", "1 km²", 1200000000, 1.0, id="billion"),
    pytest.param("569k", "398km2", 569000, 398.0, id="glued-k-and-unit"),
    pytest.param("16万人", "398㎢", 160000, 398.0, id="chinese"),
    pytest.param("12 lakh", "39 800 ha", 1200000, 398.0, id="lakh-and-hectares"),
    pytest.param("2,682.5 thousand", "398 km 2", 2682500, 398.0, id="thousand-and-fallen-exponent"),
    pytest.param("569 000 (2019)", "398 square kilometres (2018)", 569000, 398.0, id="year-in-brackets"),
    pytest.param("569 000 (2018 census)", "398 Sq Km", 569000, 398.0, id="census-in-brackets"),
    pytest.param("569 000, 2019", "398, 2018", 569000, 398.0, id="year-as-an-item"),
    pytest.param("As of 31 December 2018: 569 000", "area: 398 km² (2 682 people/km²)", 569000, 398.0, id="date-and-rate"),
    pytest.param("Population 2019: 569 000", "398,000,000 m²", 569000, 398.0, id="year-before-and-m2"),
    pytest.param("569 000 (metro: 1 650 000)", "398 km² (metro 3 000 km²)", 569000, 398.0, id="metro-in-brackets"),
    pytest.param("(2.8 million)", "(398 km²)", 2800000, 398.0, id="only-in-brackets"),
    pytest.param("569,000inhabitants", "398km²", 569000, 398.0, id="lost-blank"),
    pytest.param("569 000 (2nd largest)", "398", 569000, 398.0, id="ordinal"),
    pytest.param("4,100 inhabitants per km²", "n/a", None, None, id="density-only"),
    pytest.param("5-6 million", "10–12 km²", None, None, id="ranges-are-no-value"),
    pytest.param("7.1", "7.1", None, 7.1, id="no-fractions-of-people"),
    pytest.param("398 km²", "569 000 km²", None, 569000.0, id="area-in-the-population-cell"),
    pytest.param("45 %", "2019", None, 2019.0, id="percent-and-year-like-area"),
    pytest.param("569 000", "5 sq. miles", 569000, 5 * 2.589988110336, id="miles"),
    pytest.param("569 000", "100 mi²", 569000, 258.9988110336, id="mi2"),
]


@pytest.mark.parametrize(("population", "area", "persons", "km2"), CELLS)
def test_read_quantities(population: str, area: str, persons: int | None, km2: float | None) -> None:
    (people,), (areas,) = read_quantities([population], [area])
    assert (values(people), values(areas)) == ([persons], [pytest.approx(km2) if km2 is not None else None])
    assert all(isinstance(one.value, int) for one in people if one)
    assert all(isinstance(one.value, float) for one in areas if one)


@pytest.mark.parametrize(
    ("populations", "areas", "expected"),
    [
        pytest.param(["2.682.500"], ["1.277"], (1277, "document"), id="same-sign-groups"),
        pytest.param(["", "2.682.500"], ["1.277", ""], (1277, "document"), id="other-side-decides"),
        pytest.param(["0,5 million"], ["1.277"], (1277, "document"), id="other-sign-is-decimal"),
        pytest.param(["10,500", "2.682.500"], ["12.250", ""], (12.25, "document"), id="own-side-before-the-other"),
        pytest.param(["7.1 million"], ["14.335"], (14335, "plausibility"), id="density-refutes-the-document"),
        pytest.param(["569,000"], ["1.277"], (1277, "plausibility"), id="density-refutes-inference"),
        pytest.param(["569 000"], ["1.277"], (1277, "plausibility"), id="density"),
        pytest.param(["200 000"], ["12,500"], (12500, "convention"), id="comma-groups-by-convention"),
        pytest.param(["200 000"], ["12.500"], (12.5, "convention"), id="point-is-decimal-by-convention"),
        pytest.param(["N/A"], ["1,277"], (1277, "plausibility"), id="too-small-for-a-city"),
        pytest.param(["N/A"], ["398"], (398, "unambiguous"), id="unambiguous"),
    ],
)  # fmt: skip
def test_how_an_area_was_decided(populations: list[str], areas: list[str], expected: tuple[float, str]) -> None:
    found = read_quantities(populations, areas)[1][0][0]
    assert found is not None and (found.value, found.decided_by) == expected


def test_how_a_population_was_decided() -> None:
    whole, scaled = read_quantities(["2.682", "7,131 million"], ["", ""])[0]
    assert whole[0] == Quantity(2682, (0, 5), "unambiguous", False)  # there are no fractions of people
    assert scaled[0] is not None and (scaled[0].value, scaled[0].decided_by) == (7131000, "document")
    alone = read_quantities(["7,131 million"], [])[0][0][0]
    assert alone is not None and (alone.value, alone.decided_by) == (7131000, "plausibility")


def test_contradicting_numbers_decide_nothing() -> None:
    populations = ["1.200.000 and 1.2 million", "200 000"]
    found = read_quantities(populations, ["", "12.500"])[1][1][0]
    assert found is not None and found.decided_by == "convention"


@pytest.mark.parametrize("word", ["approx.", "approximately", "ca.", "~", "about", "around", "≈", "more than", "over"])
def test_approximate(word: str) -> None:
    found = read_quantities([f"{word} 569 000"], ["398 km²"])
    assert found[0][0] == [Quantity(569000, (len(word) + 1, len(word) + 8), "unambiguous", True)]
    assert found[1][0] == [Quantity(398.0, (0, 7), "unambiguous", False)]


@pytest.mark.parametrize("text", ["▯▯▯.6 km²", "12▯", "1▯,000", "569,▯00"])
def test_a_number_with_a_lost_character_is_none(text: str) -> None:
    assert set(read_quantities(["200,000"], [text])[1][0]) == {None}


@pytest.mark.parametrize(
    "text", ["", " ", "N/A", "n/a", "n.a.", "N.A.", "-", "–", "—", "tbd", "TBC", "(n/a)", "unknown", "?", "..."]
)
def test_missing(text: str) -> None:
    assert is_missing(text)
    assert read_quantities([text], [text])[0] in ([[]], [[None]])


@pytest.mark.parametrize("text", ["0", "569,000", "Nanjing", "N/A, 4 million"])
def test_not_missing(text: str) -> None:
    assert not is_missing(text)


@pytest.mark.parametrize(
    ("populations", "expected"),
    [
        pytest.param("569,000, 1,200,000", [569000, 1200000], id="commas"),
        pytest.param("16 million; 4 million", [16000000, 4000000], id="semicolon"),
        pytest.param("Chengdu: 16 million; Liuzhou: 4 million", [16000000, 4000000], id="city-names"),
        pytest.param("Chengdu 16 million (2019), Liuzhou 4 million (2018)", [16000000, 4000000], id="city-names-and-years"),
        pytest.param("16 and 4 million", [16000000, 4000000], id="shared-scale"),
        pytest.param("569,000 and 4 million", [569000, 4000000], id="scale-not-shared-with-a-full-number"),
        pytest.param("N/A, 4 million", [None, 4000000], id="one-missing"),
        pytest.param("N/A / 4 million", [None, 4000000], id="slash-and-not-available"),
        pytest.param("16 million\n4 million", [16000000, 4000000], id="lines"),
    ],
)
def test_lists_of_populations(populations: str, expected: list[int | None]) -> None:
    assert values(read_quantities([populations], [""])[0][0]) == expected


@pytest.mark.parametrize(
    ("labels", "population", "area", "persons", "km2"),
    [
        pytest.param(("Population (in thousands)", "Area (hectares)"), "382.4", "24,373", 382_400, 243.73, id="brackets"),
        pytest.param(("Population, '000", "Surface in square miles"), "398", "54.4", 398_000, 140.895, id="end"),
        pytest.param(("Population (millions)", "Area – ha"), "2.1", "77,900", 2_100_000, 779.0, id="dash"),
        pytest.param(("Population (thousands)", "Area (ha)"), "382,400", "390 km²", 382_400, 390.0, id="told-at-the-number"),
        pytest.param(
            ("Inhabitants (millions allowed)", "Area, in km2 (ha)"), "9,981,554", "517", 9_981_554, 517.0, id="doubtful"
        ),
        pytest.param(("Population (2019)", "Area of the city"), "119,951", "517", 119_951, 517.0, id="none"),
        pytest.param(("Dwellers in 1,000", "Extent in 1000 hectares"), "382", "39", 382_000, 390.0, id="power-at-the-end"),
        pytest.param(("People x 1000", "Land x 1,000 ha"), "382", "39", 382_000, 390.0, id="multiplied"),
        pytest.param(("Dwellers (thousand persons)", "Area hectares"), "382", "39,000", 382_000, 390.0, id="what-is-counted"),
        pytest.param(("Census, in thousands, 2019", "Land (ha, 2019)"), "382", "39,000", 382_000, 390.0, id="when"),
        pytest.param(("Dwellers (000s)", "Area / ha"), "382", "39,000", 382_000, 390.0, id="zeros-and-slash"),
        pytest.param(("People (thousands / Tausend)", "Area (ha / Hektar)"), "382", "39,000", 382_000, 390.0, id="languages"),
        pytest.param(
            ("Population in thousands / Einwohner (Tausend)", "Area in ha / Fläche"),
            "382",
            "39,000",
            382_000,
            390.0,
            id="bilingual",
        ),
        pytest.param(("Population (10,000 persons)", "Area"), "38.2", "39", 382_000, 39.0, id="ten-thousands"),
        pytest.param(("Unit: 1,000 inhabitants", "Area [km2]"), "382", "390", 382_000, 390.0, id="unit-named"),
        pytest.param(("Millions of people", "Area (1,000 km²)"), "2.1", "0.78", 2_100_000, 780.0, id="of-people"),
        pytest.param(("Homes per 1000", "Ground (inh./ha)"), "382,400", "390", 382_400, 390.0, id="rates-are-no-units"),
    ],
)
def test_the_label_names_the_scale_or_unit(
    labels: tuple[str, str], population: str, area: str, persons: int, km2: float
) -> None:
    populations, areas = read_quantities([population], [area], labels)
    found = populations[0][0], areas[0][0]
    assert found[0] and found[1]
    assert (found[0].value, round(found[1].value, 3)) == (persons, km2)


def test_unit_printed_once_holds_for_the_list() -> None:
    assert values(read_quantities([""], ["1400 and 1800 ha"])[1][0]) == [14.0, 18.0]


def test_each_item_meets_its_own_population() -> None:
    areas = read_quantities(["16 million, 12 000"], ["14.335, 6.250"])[1][0]
    assert [(one.value, one.decided_by) for one in areas if one] == [(14335.0, "plausibility"), (6.25, "plausibility")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jilin, Henan", ["Jilin", "Henan"]),
        ("A, B, and C", ["A", "B", "C"]),
        ("A & B; C/D\nE", ["A", "B", "C", "D", "E"]),
        ("Jilin、Henan，Hubei", ["Jilin", "Henan", "Hubei"]),
        ("X (a, b and c), Y", ["X (a, b and c)", "Y"]),
        ("R&D, Sandland", ["R&D", "Sandland"]),
        ("569,000, 1,200,000", ["569,000", "1,200,000"]),
        ("5,6 Mio., 4,1 Mio.", ["5,6 Mio.", "4,1 Mio."]),
        ("N/A", ["N/A"]),
        ("N/A/n/a", ["N/A", "n/a"]),
        ("Milan/Ancona", ["Milan", "Ancona"]),
        ("4,100 people/km²", ["4,100 people/km²"]),
        ("(unclosed, x", ["(unclosed", "x"]),
        (" , ;", []),
        ("", []),
    ],
)
def test_split_list(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_split_list_keeps_names() -> None:
    keep = frozenset({"Bosnia and Herzegovina", "Tyne & Wear", "Spain"})
    text = "bosnia and herzegovina, Spain and Tyne & Wear"
    assert pieces(text, keep=keep) == ["bosnia and herzegovina", "Spain", "Tyne & Wear"]


relaxed = settings(deadline=None)  # the machine may be busy

# --- properties ---

groupings = st.sampled_from([",", ".", " ", "\u00a0", "\u2009", "\u202f", "'", "’"])


def group(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)


@relaxed
@given(st.integers(0, 10**12), groupings)
def test_any_grouped_integer_reads_back(number: int, sign: str) -> None:
    readings = parse_number(group(number, sign))
    assert readings[0].value == number
    assert len(readings) == 1 or (1000 <= number < 10**6 and sign in ",.")


@relaxed
@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_any_decimal_reads_back(number: int, hundredths: int, signs: tuple[str, str]) -> None:
    text = f"{group(number, signs[0])}{signs[1]}{hundredths:02}"
    assert [reading.value for reading in parse_number(text)] == [Decimal(f"{number}.{hundredths:02}")]


@relaxed
@given(
    st.lists(st.integers(2100, 10**9), min_size=1, max_size=6),
    groupings,
    st.sampled_from([", ", "; ", " and ", " / ", "\n", " & "]),
)
def test_any_list_of_populations_reads_back(numbers: list[int], sign: str, separator: str) -> None:
    text = separator.join(group(number, sign) for number in numbers)
    found = read_quantities([text], [""])[0][0]
    assert values(found) == numbers
    assert [text[slice(*one.span)] for one in found if one] == [group(number, sign) for number in numbers]


names = st.text(alphabet="abcdeäöéxyzABC -'", min_size=1, max_size=12).map(lambda name: " ".join(name.split()))


@relaxed
@given(st.lists(names, min_size=1, max_size=6), st.sampled_from([", ", "; ", " and ", " / ", "\n", " & ", "，"]))
def test_any_list_of_names_splits_back(items: list[str], separator: str) -> None:
    assume(all(items) and not any("and" in item.lower().split() for item in items))
    assert pieces(separator.join(items)) == items


@relaxed
@given(st.text(alphabet="0123456789.,' /-–()kmMion²ha~N;&\n", max_size=60))
def test_any_text_gives_sound_quantities(text: str) -> None:
    people, areas = read_quantities([text], [text])
    for one in [*people[0], *areas[0]]:
        if one is not None:
            assert 0 <= one.span[0] < one.span[1] <= len(text) and text[one.span[0]].isdecimal()
            assert one.value >= 0


@pytest.mark.parametrize(
    "text", [" " * 200_000, "9" * 200_000, "(" * 200_000, "1 " * 10_000, "1,277, " * 5_000, "/" * 100_000, "and " * 20_000],
    ids=["blanks", "digits", "brackets", "blank-groups", "ambiguous", "slashes", "ands"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    read_quantities([text], [text])
    assert time.process_time() - started < 10  # quadratic time would be minutes


def test_vocabulary_is_consistent() -> None:
    data = load_vocabulary("units")
    units = [name for names in data["area_units"].values() for name in names]
    scales = [name for names in data["scales"].values() for name in names]
    assert len(units + scales) == len(set(units + scales)) and all(isinstance(name, str) for name in units + scales)
    assert all(low < high for low, high in data["plausible"].values())
    assert all(isinstance(word, str) for name in ("approximate", "missing", "year_words") for word in data[name])


@pytest.mark.parametrize(
    ("populations", "areas", "expected"),
    [
        pytest.param("", "1.977 / 4.157 / 13.084", [1977, 4157, 13084], id="no-populations"),
        pytest.param(
            "1.2 million / 600 000 / 1.5 million", "1.977 / 4.157 / 13.084", [1977, 4157, 13084], id="density-forces-most"
        ),
        pytest.param("120 000; 95 000", "13.084; 98.250", [13.084, 98.25], id="fractions-stay"),
        pytest.param("", "14.335; 6.25", [14.335, 6.25], id="a-decimal-point-beside"),
    ],
)
def test_one_list_groups_alike(populations: str, areas: str, expected: list[float]) -> None:
    _, found = read_quantities([populations], [areas])
    assert values(found[0]) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("565,968 (2013)", [2013], id="in-brackets"),
        pytest.param("565,968 (census 2013)", [2013], id="census"),
        pytest.param("565,968 (as of 31 December 2013)", [2013], id="a-day"),
        pytest.param("565,968 in 2013", [2013], id="in-words"),
        pytest.param("2013: 565,968", [2013], id="before-the-number"),
        pytest.param("Population 2013: 565,968", [2013], id="with-a-word-before-the-number"),
        pytest.param("565,968, 2013", [2013], id="an-item-of-its-own"),
        pytest.param("7.1 million (2010 estimate)", [2010], id="with-a-scale"),
        pytest.param("565,968 (2013); 600,000 (2018)", [2013, 2018], id="a-list"),
        pytest.param("565,968; 600,000 (2018)", [None, 2018], id="the-last-of-a-list"),
        pytest.param("565,968; 600,000; 2018", [None, None], id="a-year-for-whom"),
        pytest.param("565,968 (2013, 2018)", [None], id="two-years"),
        pytest.param("565,968 (2013-2018)", [None], id="a-range-of-years"),
        pytest.param("565,968 (Horizon 2020 region)", [None], id="a-name"),
        pytest.param("565,968", [None], id="none"),
        pytest.param("565,968 (12013)", [None], id="no-year"),
    ],
)
def test_the_year_of_a_count_is_read_beside_the_number(text: str, years: list[int | None]) -> None:
    (found,), _ = read_quantities([text], [""])
    assert [one.counted.year if one and one.counted else None for one in found] == years
    assert all(text[slice(*one.counted.span)] == str(one.counted.year) for one in found if one and one.counted)


def test_an_area_has_no_year_of_a_count() -> None:
    _, (found,) = read_quantities([""], ["398 km² (2013)"])
    assert [one.counted if one else None for one in found] == [None]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        pytest.param("271.8 sq mi (704 km2)", [704.0], id="bracket"),
        pytest.param("704 km² (271.8 sq mi)", [704.0], id="first"),
        pytest.param("271.8 sq mi / 704 km²", [704.0], id="slash"),
        pytest.param("12.5 mi² (32.4 km²), 271.8 sq mi (704 km2)", [32.4, 704.0], id="two-cities"),
        pytest.param("1,200 km² (metro: 3,000 km²)", [1200.0], id="another-area"),
    ],
)
def test_the_printed_km2_is_taken(printed, values):
    _, areas = read_quantities([""], [printed])
    assert [quantity and quantity.value for quantity in areas[0]] == values


def test_a_sparsely_populated_region_beside_a_sign_that_groups():
    areas = read_quantities(["2,213,993", "5,000,879"], ["7,234 km²", "944,735 km²"])[1]
    assert [found[0].value for found in areas if found[0]] == [7234.0, 944735.0]
