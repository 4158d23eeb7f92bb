"""Names that activities had lost, cut or taken for something else: parts of cities, heads of other languages, projects. All
sentences are our own.
"""

import pytest

from ucap.extractors.entities.pipeline import find_entities


def find(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.label) for mentions in find_entities([text]) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a ferry to the island of Mierkowo", [("Mierkowo", "FACILITY")], id="island-of"),
        pytest.param("a school in the neighbourhood of Mierkowo", [("Mierkowo", "FACILITY")], id="neighbourhood-of"),
        pytest.param("Residents of the Tarvello wrote a letter.", [("Tarvello", "FACILITY")], id="residents-of-the"),
        pytest.param("Residents of Mierkowo wrote a letter.", [("Mierkowo", "CITY")], id="residents-of-a-town"),
        pytest.param("a workshop in Mierkowo, the largest borough", [("Mierkowo", "FACILITY")], id="borough-in-apposition"),
        pytest.param("Guests saw Tarvold, whose houses are new.", [("Tarvold", "FACILITY")], id="seen-and-no-body"),
        pytest.param("A study visit to Bairro 6 was held.", [("Bairro 6", "FACILITY")], id="number-behind-a-quarter"),
        pytest.param("tickets of the Tranvía de Murcia", [("Tranvía de Murcia", "FACILITY")], id="spanish-tram"),
        pytest.param("a talk at the Planetário do Porto", [("Planetário do Porto", "FACILITY")], id="portuguese-planetarium"),
    ],
)
def test_parts_of_cities_are_facilities(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Agencja Rozwoju Pomorza answered with a map.", [("Agencja Rozwoju Pomorza", "ORG")], id="polish-agency"),
        pytest.param("Aguas del Tarvo & Bosch met.", [("Aguas del Tarvo", "ORG"), ("Bosch", "ORG")], id="sign-before-a-name"),
        pytest.param("A talk by the University of Texas.", [("University of Texas", "ORG")], id="town-called-like-a-body"),
        pytest.param(
            "the University of Illinois at Chicago met", [("University of Illinois at Chicago", "ORG")], id="campus-of-several"
        ),
        pytest.param(
            "Porto Business School & Graz University met",
            [("Porto Business School", "ORG"), ("Graz University", "ORG")],
            id="two-bodies",
        ),
        pytest.param("Le Tarvel à Nantes paid for it.", [("Le Tarvel à Nantes", "ORG")], id="french-preposition"),
        pytest.param("They thanked the Tarvello tram company.", [("Tarvello", "ORG")], id="thing-that-describes-a-body"),
    ],
)
def test_bodies_are_read_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The city adopted Visão 2040.", [("Visão 2040", "PROGRAMME")], id="vision-with-its-year"),
        pytest.param("It adopted the Plano Verde 2030.", [("Plano Verde 2030", "PROGRAMME")], id="plan-with-its-year"),
        pytest.param("It runs the TARVEL bus project.", [("TARVEL", "PROGRAMME")], id="thing-that-describes-a-project"),
        pytest.param("It presented TarvEl, its trial of ferries.", [("TarvEl", "PROGRAMME")], id="trial-in-apposition"),
        pytest.param("The programme Smart Porto was shown.", [("Smart Porto", "PROGRAMME")], id="programme-before-a-brand"),
        pytest.param("its Better Streets scheme was shown", [("Better Streets", "PROGRAMME")], id="own-scheme"),
        pytest.param(
            "It joined the Global Covenant of Mayors for Climate & Energy.",
            [("Global Covenant of Mayors for Climate & Energy", "PROGRAMME")],
            id="covenant-with-its-sign",
        ),
    ],
)
def test_programmes_are_read_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected
