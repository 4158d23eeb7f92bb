"""Each finder of names alone: what it finds in one sentence, without the others and without the language model."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ucap.extractors.entities.acronyms import (
    explain_acronyms,
    find_bracketed_acronyms,
    find_dashed_acronyms,
    find_explained_acronyms,
    find_repeated_acronyms,
    find_repeated_names,
)
from ucap.extractors.entities.complements import find_complement_end
from ucap.extractors.entities.headed import find_headed_names
from ucap.extractors.entities.heads import find_head, is_described_city
from ucap.extractors.entities.known_names import find_known_names, find_programmes
from ucap.extractors.entities.lists import find_listed_names
from ucap.extractors.entities.name_tokens import split_name_tokens
from ucap.extractors.entities.names import FINDERS, find_names
from ucap.extractors.entities.persons import find_persons
from ucap.extractors.entities.runs import find_runs
from ucap.extractors.entities.sentence import NameContext, Sentence, read_sentence
from ucap.extractors.entities.spans import NameSpan, select_longest
from ucap.extractors.entities.unheaded import find_unheaded_name
from ucap.extractors.entities.word_kinds import is_compound_people, is_followed_by_noun, is_free_abbreviation, is_own_word

ENGLISH = {
    *(
        "a",
        "and",
        "at",
        "behind",
        "by",
        "conference",
        "council",
        "digital",
        "for",
        "from",
        "in",
        "is",
        "met",
        "mission",
        "nice",
    ),
    *("northern", "of", "on", "port", "research", "smart", "the", "to", "trade", "under", "visit", "visited", "water", "with"),
}
CONTEXT = NameContext(is_word=ENGLISH.__contains__)


def read(text: str) -> Sentence:
    return read_sentence(text, CONTEXT)


def show(sentence: Sentence, names: Sequence[NameSpan]) -> list[tuple[str, str]]:
    return [(sentence.text[name.start : name.end], name.label) for name in names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("met in Xi'an", ["met", "in", "Xi'an"], id="syllable-after-an-apostrophe"),
        pytest.param("Oulu's park", ["Oulu", "s", "park"], id="genitive-ends-a-name"),
        pytest.param("People's Government", ["People's", "Government"], id="genitive-of-a-title"),
        pytest.param("St. Mary's Hospital", ["St. Mary's", "Hospital"], id="saint"),
        pytest.param("R&D by U.S. firms, Erasmus+", ["R&D", "by", "U.S.", "firms", "Erasmus+"], id="signs-within-words"),
        pytest.param("Lyon/Nanning TU/e", ["Lyon", "Nanning", "TU/e"], id="slash"),
    ],
)
def test_words_of_names(text: str, expected: list[str]) -> None:
    tokens = split_name_tokens(text)
    assert [token.text for token in tokens] == expected
    assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.parametrize(
    ("word", "name_like", "blend", "abbreviation"),
    [
        pytest.param("Graz", True, False, False, id="capital"),
        pytest.param("water", False, False, False, id="small"),
        pytest.param("l’Aquila", True, False, False, id="elided-article"),
        pytest.param("iFLYTEK", True, False, False, id="brand-with-a-small-letter"),
        pytest.param("InvestPenang", True, True, False, id="capital-within"),
        pytest.param("NDRC", True, False, True, id="capitals"),
        pytest.param("GmbH", True, False, True, id="capitals-with-small-letters"),
    ],
)
def test_how_a_word_is_written(word: str, name_like: bool, blend: bool, abbreviation: bool) -> None:
    (token,) = split_name_tokens(word)
    assert (token.is_name_like, token.is_blend, token.is_abbreviation) == (name_like, blend, abbreviation)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("Aalg MO'’-/(),.&\n2é"), max_size=40))
def test_tokens_and_gaps_make_up_the_sentence(text: str) -> None:
    sentence = read(text)
    pieces = [piece for gap, token in zip(sentence.gaps, sentence.printed, strict=False) for piece in (gap, token)]
    assert "".join([*pieces, sentence.gaps[-1]]) == text
    assert len(sentence.gaps) == len(sentence) + 1


def test_outside_of_a_sentence_nothing_is_known() -> None:
    sentence = read("in Graz")
    assert not sentence.follows(2)
    assert not sentence.is_capital(2)
    assert (sentence.is_place(-1), sentence.is_place(1), sentence.is_place(2)) == (False, True, False)
    assert sentence.known_at(2) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("from Nice", [("Nice", "CITY")], id="behind-a-preposition"),
        pytest.param("a Nice idea", [], id="word-like-a-city"),
        pytest.param("Graz and Nice", [("Graz", "CITY"), ("Nice", "CITY")], id="beside-a-city"),
        pytest.param("in March", [], id="month"),
        pytest.param("in Northern Italy", [("Italy", "COUNTRY"), ("Northern Italy", "REGION")], id="part-of-a-country"),
        pytest.param("Singapore", [("Singapore", "CITY")], id="city-state"),
        pytest.param("by SYKE", [], id="acronym-spelt-like-a-town"),
    ],
)
def test_known_names(text: str, expected: list[tuple[str, str]]) -> None:
    sentence = read(text)
    assert show(sentence, find_known_names(sentence)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("under Horizon 2020", ["Horizon 2020"], id="listed"),
        pytest.param("the IUC project", ["IUC project"], id="with-its-kind"),
        pytest.param("Interreg Bavaria", ["Interreg Bavaria"], id="with-a-region"),
        pytest.param("SDG 11.2 and SDG7", ["SDG 11.2", "SDG7"], id="goals"),
        pytest.param("life in Graz", [], id="word-like-a-programme"),
    ],
)
def test_programmes(text: str, expected: list[str]) -> None:
    sentence = read(text)
    assert show(sentence, find_programmes(sentence)) == [(name, "PROGRAMME") for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Mr. Jan Novak", ["Jan Novak"], id="title"),
        pytest.param("by LIN Dajun", ["LIN Dajun"], id="surname-in-capitals"),
        pytest.param("ZHOU Lixin", ["ZHOU Lixin"], id="given-name-like-a-town"),
        pytest.param("deputy mayor Zdenka Haidova", ["Zdenka Haidova"], id="office-in-small-letters"),
        pytest.param("the mayor of Oulu, Zdenka Haidova", ["Zdenka Haidova"], id="office-of-a-place"),
        pytest.param("Zdenka Haidova, Vice Mayor of Oulu", ["Zdenka Haidova"], id="office-behind"),
        pytest.param("Maria de la Haidova", ["Maria de la Haidova"], id="joiners"),
        pytest.param("Maria", [], id="given-name-alone"),
        pytest.param("Zdenqa Haidova", [], id="nothing-beside-it"),
        pytest.param("Severina Haidova", ["Severina Haidova"], id="rare-given-name"),
        pytest.param("Zdenqa McHaidova", ["Zdenqa McHaidova"], id="gaelic-family-name"),
        pytest.param("Mr. Jan K. Novak Jr. spoke", ["Jan K. Novak Jr."], id="initial-and-suffix"),
        pytest.param("EU Commissioner Ms. Zdenqa Haidova", ["Zdenqa Haidova"], id="two-titles"),
        pytest.param("councillors Zdenqa Haidova", ["Zdenqa Haidova"], id="office-of-several"),
        pytest.param("Consul-General to Oulu Zdenqa Haidova", ["Zdenqa Haidova"], id="office-with-its-place"),
        pytest.param("Zdenqa Shinagawa, Mayor of Oulu", ["Zdenqa Shinagawa"], id="family-name-like-a-town"),
        pytest.param("Zdenqa Haidova, Senior External Expert", ["Zdenqa Haidova"], id="office-of-several-words"),
        pytest.param("Zdenqa Haidova, EPMX President", ["Zdenqa Haidova"], id="office-in-a-body"),
        pytest.param("Zdenqa Drives, Director Jan Novak", ["Jan Novak"], id="office-of-the-next"),
        pytest.param("Ronald Hall, Senior Expert", ["Ronald Hall"], id="family-name-like-a-sight"),
        pytest.param("in Ronald Hall", [], id="sight-with-a-given-name"),
        pytest.param("Haidova, Mayor of Oulu", ["Haidova"], id="family-name-alone-with-its-office"),
        pytest.param("Mayor of Oulu", [], id="office-alone"),
    ],
)
def test_persons(text: str, expected: list[str]) -> None:
    sentence = read(text)
    assert show(sentence, find_persons(sentence)) == [(name, "PERSON") for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a Porto City Council", ["Porto City Council"], id="capitals"),
        pytest.param("Development and Reform Commission", ["Development and Reform Commission"], id="topics-joined"),
        pytest.param("Graz and Linz", ["Graz", "Linz"], id="two-places"),
        pytest.param("Museo de la Haida", ["Museo de la Haida"], id="foreign-joiners"),
        pytest.param("Internet of Things Expo", ["Internet of Things Expo"], id="things-of-the-internet"),
        pytest.param("University of Graz", ["University", "Graz"], id="of-joins-no-run"),
        pytest.param("Cork City and County Council", ["Cork City and County Council"], id="two-tiers"),
        pytest.param("Haidong Pumps & Systems", ["Haidong Pumps & Systems"], id="company"),
        pytest.param("Lyon – China Forum", ["Lyon – China Forum"], id="dashed-pair"),
        pytest.param("Aarhus 2017 Foundation", ["Aarhus 2017 Foundation"], id="year-within"),
    ],
)
def test_runs(text: str, expected: list[str]) -> None:
    sentence = read(text)
    runs = [sentence.text[sentence.tokens[a].start : sentence.tokens[b - 1].end] for a, b in find_runs(sentence)]
    assert runs == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Oulu City Council", ("ORG", True, 1), id="one-word"),
        pytest.param("Oulu Borough Council", ("ORG", True, 2), id="the-longest"),
        pytest.param("Geraer Stadtwerke", ("ORG", True, 1), id="end-of-a-compound"),
        pytest.param("Werke", None, id="ending-alone"),
        pytest.param("Oulu", None, id="none"),
    ],
)
def test_heads(text: str, expected: tuple[str, bool, int] | None) -> None:
    sentence = read(text)
    assert find_head(sentence, 0, len(sentence)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Smart City", True, id="adjective"),
        pytest.param("Hefei City", True, id="place"),
        pytest.param("Media City", False, id="name"),
        pytest.param("City Council", False, id="other-head"),
        pytest.param("City", True, id="alone"),
    ],
)
def test_described_cities(text: str, expected: bool) -> None:
    sentence = read(text)
    assert is_described_city(sentence, 0, len(sentence)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ministry of Science and Technology", "of Science and Technology", id="topics"),
        pytest.param("Ministry of Industry, Trade and Tourism of Spain", "of Industry, Trade and Tourism of Spain", id="list"),
        pytest.param("Bureau of Commerce and Haidong University", "of Commerce", id="name-behind-and"),
        pytest.param("Delegation to China", "to China", id="posted"),
        pytest.param("Chamber of Commerce in China", "of Commerce in China", id="seat"),
        pytest.param("Conference in Zhenjiang", "", id="city-of-a-conference"),
        pytest.param("Commission on Monday", "", id="day"),
        pytest.param("Council met", "", id="verb"),
    ],
)
def test_complements(text: str, expected: str) -> None:
    sentence = read(text)
    end = find_complement_end(sentence, 1)
    assert sentence.text[sentence.tokens[0].end : sentence.tokens[end - 1].end].strip() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Porto City Council", [("Porto City Council", "ORG", True)], id="head-last"),
        pytest.param("Ayuntamiento de Haida", [("Ayuntamiento de Haida", "ORG", True)], id="head-first"),
        pytest.param("Port of Porto", [("Port of Porto", "FACILITY", True)], id="named-by-its-complement"),
        pytest.param("Rome city council", [("Rome city council", "ORG", True)], id="head-in-small-letters"),
        pytest.param("Mission of Graz to Nanning", [], id="what-is-done"),
        pytest.param("the City Council", [("City Council", "ORG", False)], id="ordinary-words"),
        pytest.param("Haidong Lumo", [("Haidong Lumo", "ORG", False)], id="no-head"),
        pytest.param("during the Kermis Haida", [("Kermis Haida", "EVENT", False)], id="word-before-it"),
        pytest.param("NDRC Vice Chairman HU Zucai", [("NDRC", "ORG", False), ("HU Zucai", "ORG", False)], id="office-within"),
    ],
)
def test_headed_names(text: str, expected: list[tuple[str, str, bool]]) -> None:
    sentence = read(text)
    found = find_headed_names(sentence)
    assert [(text[name.start : name.end], name.label, name.certain) for name in found] == expected


@pytest.mark.parametrize(
    ("text", "run", "expected"),
    [
        pytest.param("DRC Wuxi", (0, 2), ("DRC Wuxi", "ORG", True, False), id="acronym-and-place"),
        pytest.param("Business Finland", (0, 2), ("Business Finland", "ORG", True, False), id="agency"),
        pytest.param("Porto Digital", (0, 2), ("Porto Digital", "ORG", True, False), id="place-in-a-brand"),
        pytest.param("Hefei Digital word", (0, 2), None, id="place-before-a-description"),
        pytest.param("in Haida, Colorado", (1, 2), ("Haida", "CITY", True, False), id="town-before-its-region"),
        pytest.param("Northern Haida", (0, 2), ("Northern Haida", "REGION", True, False), id="part-of-an-unknown-region"),
        pytest.param("at the Haida area", (2, 3), ("Haida", "FACILITY", False, False), id="part-of-a-town"),
        pytest.param("in Haida", (1, 2), ("Haida", "CITY", False, False), id="unknown-place"),
        pytest.param("the Haidian word", (1, 2), None, id="adjective"),
        pytest.param("Graz Linz", (0, 2), None, id="places-only"),
    ],
)
def test_unheaded_names(text: str, run: tuple[int, int], expected: tuple[str, str, bool, bool] | None) -> None:
    name = find_unheaded_name(read(text), *run)
    assert (name and (text[name.start : name.end], name.label, name.certain, name.needs_model)) == expected


AcronymFinder = Callable[[Sentence, Sequence[NameSpan]], list[NameSpan]]


@pytest.mark.parametrize(
    ("find", "text", "name", "expected"),
    [
        pytest.param(find_bracketed_acronyms, "Haida Institute (HIT)", "Haida Institute", "HIT", id="behind-a-name"),
        pytest.param(find_bracketed_acronyms, "Haida Institute [“HIT”]", "Haida Institute", "HIT", id="in-quotes"),
        pytest.param(find_bracketed_acronyms, "Haida Institute (GDP)", "Haida Institute", None, id="names-a-thing"),
        pytest.param(find_bracketed_acronyms, "Haida Institute (in Graz)", "Haida Institute", None, id="no-acronym"),
        pytest.param(find_explained_acronyms, "HIT (Haida Institute)", "Haida Institute", "HIT", id="before-its-name"),
        pytest.param(
            find_explained_acronyms, "HIT (Haida Institute and others)", "Haida Institute", None, id="more-in-brackets"
        ),
        pytest.param(find_dashed_acronyms, "HIT – Haida Institute", "Haida Institute", "HIT – Haida Institute", id="dash"),
        pytest.param(find_dashed_acronyms, "Nice – Haida Institute", "Haida Institute", None, id="dash-behind-a-word"),
    ],
)
def test_acronyms_beside_a_name(find: AcronymFinder, text: str, name: str, expected: str | None) -> None:
    start = text.index(name)
    sentence = read(text)
    found = find(sentence, [NameSpan(start, start + len(name), "ORG")])
    assert show(sentence, found) == ([(expected, "ORG")] if expected else [])


def test_no_acronym_stands_for_a_city() -> None:
    sentence = read("Graz (GZ)")
    city = NameSpan(0, 4, "CITY", "Graz")
    assert find_bracketed_acronyms(sentence, [city]) == []
    assert explain_acronyms(sentence, [city]) == {}


def test_what_a_document_explains_is_found_again() -> None:
    first = read("Haida Institute (HIT)")
    acronyms = explain_acronyms(first, [NameSpan(0, 15, "ORG")])
    assert acronyms == {"HIT": ("ORG", "Haida Institute")}
    context = NameContext(CONTEXT.is_word, acronyms=acronyms, names={"haida institute": "ORG"})
    sentence = read_sentence("with HIT, the Haida Institute", context)
    assert show(sentence, find_repeated_acronyms(sentence)) == [("HIT", "ORG")]
    assert [name.canonical for name in find_repeated_acronyms(sentence)] == ["Haida Institute"]
    assert show(sentence, find_repeated_names(sentence)) == [("Haida Institute", "ORG")]


@pytest.mark.parametrize(
    ("text", "certain", "expected"),
    [
        pytest.param(
            "Porto City Council, Haida and Hbus", ("Porto City Council", "ORG"), ["Haida", "Hbus"], id="one-after-another"
        ),
        pytest.param("the Louvre and the Haida", ("Louvre", "FACILITY"), ["Haida"], id="sight"),
        pytest.param("Porto City Council visited Haida", ("Porto City Council", "ORG"), [], id="no-list"),
        pytest.param("Porto City Council and Research", ("Porto City Council", "ORG"), [], id="topic"),
    ],
)
def test_listed_names(text: str, certain: tuple[str, str], expected: list[str]) -> None:
    printed, label = certain
    start = text.index(printed)
    sentence = read(text)
    name = NameSpan(start, start + len(printed), "FACILITY" if label == "FACILITY" else "ORG")
    assert show(sentence, find_listed_names(sentence, [name])) == [(word, label) for word in expected]


@pytest.mark.parametrize(
    ("word", "own", "abbreviation", "people"),
    [
        pytest.param("Haidong", True, False, False, id="unknown"),
        pytest.param("Water", False, False, False, id="english"),
        pytest.param("NDX", False, True, False, id="acronym"),
        pytest.param("GDP", False, False, False, id="thing"),
        pytest.param("TECHNOPOLIS", False, False, False, id="heading"),
        pytest.param("Sino-German", False, False, True, id="two-peoples"),
        pytest.param("Graz", False, False, False, id="place"),
        pytest.param("Mayor", False, False, False, id="title"),
    ],
)
def test_kinds_of_words(word: str, own: bool, abbreviation: bool, people: bool) -> None:
    sentence = read(word)
    assert (is_own_word(sentence, 0), is_free_abbreviation(sentence, 0), is_compound_people(sentence, 0)) == (
        own,
        abbreviation,
        people,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Hefei authorities", True, id="noun"),
        pytest.param("Hefei met", False, id="verb"),
        pytest.param("Hefei opened", False, id="past"),
        pytest.param("Hefei, authorities", False, id="comma"),
        pytest.param("Hefei", False, id="end"),
    ],
)
def test_nouns_behind_a_run(text: str, expected: bool) -> None:
    assert is_followed_by_noun(read(text), 1) == expected


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        pytest.param([NameSpan(0, 4, "CITY"), NameSpan(0, 9, "ORG")], [1], id="longer"),
        pytest.param([NameSpan(0, 4, "CITY"), NameSpan(0, 4, "ORG")], [0], id="first-of-equal-ones"),
        pytest.param([NameSpan(0, 4, "CITY"), NameSpan(0, 9, "ORG", certain=False)], [0], id="certain"),
        pytest.param(
            [NameSpan(0, 9, "ORG", certain=False, needs_model=True), NameSpan(0, 4, "ORG", certain=False)], [1], id="needs"
        ),
        pytest.param([NameSpan(5, 9, "ORG"), NameSpan(0, 5, "CITY")], [1, 0], id="in-text-order"),
    ],
)
def test_longest_spans(spans: list[NameSpan], kept: list[int]) -> None:
    assert select_longest(spans) == [spans[i] for i in kept]


def test_a_place_within_an_unknown_name_is_part_of_it() -> None:
    text = "met Aarhus Vand"
    sentence = read(text)
    assert show(sentence, find_known_names(sentence)) == [("Aarhus", "CITY")]
    assert show(sentence, find_names(text, CONTEXT)) == [("Aarhus Vand", "ORG")]


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.find.__name__)
@pytest.mark.parametrize("text", ["", "•", "of", "The", "St. ", "(", "and and", "City", "in of the"])
def test_finders_answer_whatever_the_sentence(finder: Callable[[Sentence], list[NameSpan]], text: str) -> None:
    assert [name for name in finder.find(read(text)) if name.end <= name.start] == []  # type: ignore[attr-defined]
