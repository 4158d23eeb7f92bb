import pytest

from ucap.extractors.labels import EXACT, load_lexicon, match_label, normalise_label, starts_label
from ucap.schemas.forms import load_form
from ucap.schemas.records import SectionName


@pytest.mark.parametrize(
    ("label", "section"),
    [
        pytest.param("Province, State, Department...:", "province", id="punctuation"),
        pytest.param("Size (km²)", "area", id="superscript"),
        pytest.param("Size (km2):", "area", id="plain-two"),
        pytest.param("Perriod of coopration", "period", id="slips-of-spelling"),
        pytest.param("Key chalenges of cooperation theme:", "key_challenges", id="one-letter-lost"),
        pytest.param("Themes of the cooperation:", "themes", id="words-added"),
        pytest.param("Inhabitants", "population", id="other-word"),
        pytest.param("Surface (km2)", "area", id="other-word-and-unit"),
        pytest.param("Cooperation period", "period", id="other-order"),
        pytest.param("Region / Province", "province", id="slash"),
        pytest.param("Main activities (continued)", "activities", id="continued"),
        pytest.param("Objectives", "objectives", id="short-form"),
        pytest.param("UN SDGs concerned", "agenda", id="keyword"),
        pytest.param("CITY:", "city", id="capitals"),
        pytest.param("Key activities and outputs (pilots)", "activities", id="remark"),
    ],
)
def test_label_means_section(label: str, section: SectionName):
    match = match_label(label)
    assert match is not None
    assert match.section == section


@pytest.mark.parametrize(
    "text", ["", "...", "Budget:", "Statx", "Sixe", "Málaga", "The partners will exchange experts on a regular basis"]
)
def test_other_text_means_nothing(text: str):
    assert match_label(text) is None


def test_a_remark_before_a_label_is_that_of_the_label_above():
    match = match_label("(pilots) Expected outcomes")
    assert match is None or match.score < EXACT


def test_no_wording_belongs_to_two_sections():
    wordings, _ = load_lexicon()
    for section, row in load_form("u-cap-city")["rows"].items():
        for label in row["labels"]:
            assert wordings[normalise_label(label)] == section, label
            match = match_label(label)
            assert match is not None
            assert match.score == EXACT


def test_first_line_of_a_wrapped_label_is_recognised():
    assert starts_label("Main objectives of cooperation as")
    assert not starts_label("as described in")
