"""Names that texts by other hands had cut or taken for bodies: streets, quarters, foreign bodies. All sentences are our own."""

import pytest

from ucap.extractors.entities.pipeline import find_entities


def find(*texts: str) -> list[tuple[str, str]]:
    return [(m.text, m.label) for mentions in find_entities(texts) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the Junta de Castilla y León met", [("Junta de Castilla y León", "ORG")], id="region-with-and"),
        pytest.param(
            "the Behörde für Umwelt, Tarvo und Lumiera met", [("Behörde für Umwelt, Tarvo und Lumiera", "ORG")], id="article"
        ),
        pytest.param("the Palais des congrès of Lyon", [("Palais des congrès", "FACILITY"), ("Lyon", "CITY")], id="small-word"),
        pytest.param("the Cité de l'espace was full", [("Cité de l'espace", "FACILITY")], id="elided-article"),
        pytest.param("the Commune urbaine de Fès met", [("Commune urbaine de Fès", "ORG")], id="foreign-adjective"),
        pytest.param("Tarvo Research GmbH & Co KG", [("Tarvo Research GmbH & Co KG", "ORG")], id="co-kg"),
        pytest.param("Ecologic Institut GmbH led it.", [("Ecologic Institut GmbH", "ORG")], id="head-within-a-company"),
        pytest.param("built by Tarvold & Lumiera", [("Tarvold & Lumiera", "ORG")], id="two-founders"),
        pytest.param(
            "the Institute of Agro-Tarvian & Forest Biology", [("Institute of Agro-Tarvian & Forest Biology", "ORG")], id="&"
        ),
        pytest.param("the Peres Center for Peace closed", [("Peres Center for Peace", "ORG")], id="word-before-a-complement"),
        pytest.param("the Tarvo Maritime and Ocean University", [("Tarvo Maritime and Ocean University", "ORG")], id="topics"),
        pytest.param("the Fort Worth Sister Cities met", [("Fort Worth Sister Cities", "ORG")], id="city-called-like-a-head"),
        pytest.param(
            "the 5th International Congress of Educating Towns",
            [("5th International Congress of Educating Towns", "EVENT")],
            id="edition",
        ),
        pytest.param("A German delegation came.", [], id="article-and-people-are-no-person"),
        pytest.param("It is a member of its Executive Committee.", [], id="part-of-a-body"),
        pytest.param("They spent PLN 20 million.", [], id="currency"),
        pytest.param("Data is kept in Power BI and ArcGIS.", [], id="tools"),
    ],
)  # fmt: skip
def test_names_of_bodies(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("They walked down Market Street.", ["Market Street"], id="street-of-a-word"),
        pytest.param("Armenian Street is closed.", ["Armenian Street"], id="street-of-a-people"),
        pytest.param("a stall at the English Market", ["English Market"], id="market-of-a-people"),
        pytest.param("They toured Pier 70 and left.", ["Pier 70"], id="number"),
        pytest.param("rents in the Cully neighbourhood", ["Cully"], id="quarter-called-like-a-word"),
        pytest.param("a market on the river Loire", ["Loire"], id="river-called-like-a-word"),
        pytest.param("lamps along Boulevard Mohammed V", ["Boulevard Mohammed V"], id="english-head-first"),
        pytest.param("guests on Place Jemaa el-Fna", ["Place Jemaa el-Fna"], id="arabic-article"),
        pytest.param("a school in Gangnam-gu", ["Gangnam-gu"], id="korean-district"),
        pytest.param("Delegates saw the Eco Delta City.", ["Eco Delta City"], id="city-within-a-name"),
        pytest.param("the Fløibanen funicular", ["Fløibanen"], id="kind-behind-it"),
        pytest.param(
            "They saw Westpark, Old Harbour and the Turning Torso.",
            ["Westpark", "Old Harbour", "Turning Torso"],
            id="list-of-sights",
        ),
    ],
)
def test_names_of_sights(text: str, expected: list[str]) -> None:
    assert find(text) == [(name, "FACILITY") for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Chief Resilience Officer Tarvo Lumiera spoke.", [("Tarvo Lumiera", "PERSON")], id="office-of-words"),
        pytest.param("The ambassador, Novrak Tarvold Jami, wrote.", [("Novrak Tarvold Jami", "PERSON")], id="between-commas"),
        pytest.param(
            "Monterey Mayor Dan Albert came.", [("Monterey", "CITY"), ("Dan Albert", "PERSON")], id="town-called-like-a-word"
        ),
        pytest.param(
            "all living in Tarvoham, Rampvold and Lumibeach",
            [("Tarvoham", "CITY"), ("Rampvold", "CITY"), ("Lumibeach", "CITY")],
            id="list-behind-in",
        ),
        pytest.param("a summer school in County Kildare", [("County Kildare", "REGION")], id="county-first"),
        pytest.param("Graz's Orbital Forest project", [("Graz", "CITY"), ("Orbital Forest", "PROGRAMME")], id="genitive"),
        pytest.param("The Green Corridors project began.", [("Green Corridors", "PROGRAMME")], id="sentence-begins"),
        pytest.param(
            "the Lighthouse Plan of Genoa", [("Lighthouse Plan", "PROGRAMME"), ("Genoa", "CITY")], id="plan-of-a-city"
        ),
        pytest.param("within Penang2030, lamps change", [("Penang2030", "PROGRAMME")], id="until-a-year"),
        pytest.param(
            "They use ElectriTarvo, a cooperation for buses.", [("ElectriTarvo", "PROGRAMME")], id="apposition"
        ),
    ],
)  # fmt: skip
def test_other_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


def test_a_longer_name_of_a_sight_is_another_one() -> None:
    assert find("They saw the Haidong Quays.", "Lamps stand in Haidong Quays North.")[-1] == ("Haidong Quays North", "FACILITY")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The Graz Chamber of Commerce and Industry Inc. came.",
            [("Graz Chamber of Commerce and Industry Inc.", "ORG")],
            id="legal-form-behind-a-topic",
        ),
        pytest.param(
            "a mission of the Graz Chamber of Commerce & Industry to Kenya",
            [("Graz Chamber of Commerce & Industry", "ORG"), ("Kenya", "COUNTRY")],
            id="where-they-went",
        ),
        pytest.param(
            "the Federação das Câmaras de Comércio no Brasil",
            [("Federação das Câmaras de Comércio no Brasil", "ORG")],
            id="portuguese-in",
        ),
        pytest.param(
            "a word of Ned Braun, ICLEI Secretary General.", [("Ned Braun", "PERSON"), ("ICLEI", "ORG")], id="title-behind"
        ),
        pytest.param("the Tarvo Resilience Trust Fund pays", [("Tarvo Resilience Trust Fund", "PROGRAMME")], id="trust-fund"),
        pytest.param("the campus of Universidad Alfonso X el Bueno", [("Universidad Alfonso X el Bueno", "ORG")], id="king"),
        pytest.param("Ana Torres Salinas came.", [("Ana Torres Salinas", "PERSON")], id="second-family-name-of-a-town"),
        pytest.param(
            "his guest from Lviv, Andriy Tarvoli, came",
            [("Lviv", "CITY"), ("Andriy Tarvoli", "PERSON")],
            id="person-beside-a-town",
        ),
        pytest.param(
            "delegation of Amares, Barcelos, Esposende and Vila Verde",
            [("Amares", "CITY"), ("Barcelos", "CITY"), ("Esposende", "CITY"), ("Vila Verde", "CITY")],
            id="delegation-of-towns",
        ),
        pytest.param(
            "plans for Dalian, Surabaya, Hai Phong and Mandalay",
            [("Dalian", "CITY"), ("Surabaya", "CITY"), ("Hai Phong", "CITY"), ("Mandalay", "CITY")],
            id="city-called-like-its-province",
        ),
        pytest.param(
            "They set up the Sister City and Friendship Committee (SCFC).",
            [("Sister City and Friendship Committee", "ORG"), ("SCFC", "ORG")],
            id="acronym-tells-the-beginning",
        ),
        pytest.param("Lanes on Avenida 9 de Julio", [("Avenida 9 de Julio", "FACILITY")], id="street-of-a-day"),
        pytest.param("Mr. Sebastian Tarvohaus came.", [("Sebastian Tarvohaus", "PERSON")], id="called-like-a-house"),
        pytest.param(
            "Tarvolan City Mayor Dan Albert", [("Tarvolan City", "CITY"), ("Dan Albert", "PERSON")], id="city-of-a-mayor"
        ),
        pytest.param("They visited Parque das Nações.", [("Parque das Nações", "FACILITY")], id="town-called-like-a-park"),
        pytest.param("for the Festival of Lights", [("Festival of Lights", "EVENT")], id="festival-of-a-word"),
        pytest.param("the Pla Clima of Graz", [("Pla Clima", "PROGRAMME"), ("Graz", "CITY")], id="catalan-plan"),
        pytest.param("Comune di Reggio nell'Emilia", [("Comune di Reggio nell'Emilia", "ORG")], id="nell"),
        pytest.param(
            "Stiftung Tarvo (GIZ) GmbH", [("Stiftung Tarvo", "ORG"), ("GIZ", "ORG")], id="legal-form-alone-is-no-body"
        ),
        pytest.param(
            "Verband Bremen/Niedersachsen (ZVB)",
            [("Verband Bremen", "ORG"), ("Niedersachsen", "REGION"), ("ZVB", "ORG")],
            id="acronym-of-a-body-behind-a-region",
        ),
        pytest.param(
            "Joint Secretariat, Managing Authority and Monitoring Committee met in Sofia.", [("Sofia", "CITY")], id="parts"
        ),
        pytest.param("at the Mayor's Office", [], id="office-of-an-office"),
        pytest.param(
            "Guests saw Kalkbreit, the Hunziker Areal and Zürich.",
            [("Kalkbreit", "FACILITY"), ("Hunziker Areal", "FACILITY"), ("Zürich", "CITY")],
            id="what-has-an-article-is-no-town",
        ),
        pytest.param("they toured the Tarvola Porto", [("Tarvola Porto", "FACILITY")], id="brand-that-was-toured"),
        pytest.param("took part in the Tarvotage", [("Tarvotage", "EVENT")], id="took-part-in"),
        pytest.param("Funded by TARVO", [("TARVO", "ORG")], id="who-funds"),
        pytest.param("a bridge over the Drava", [("Drava", "FACILITY")], id="over-the"),
        pytest.param("Tarvola Bus & Coach came.", [("Tarvola Bus & Coach", "ORG")], id="word-behind-&"),
        pytest.param("a shop in Japantown", [("Japantown", "FACILITY")], id="town-of-a-people"),
        pytest.param("They saw the Novak International Centre.", [("Novak International Centre", "FACILITY")], id="centre"),
        pytest.param("Tour of the Centro Cultural La Haida", [("Centro Cultural La Haida", "FACILITY")], id="centro-cultural"),
        pytest.param("They came for the Peace Memorial Ceremony.", [("Peace Memorial Ceremony", "EVENT")], id="ceremony"),
        pytest.param(
            "invited to the International Congress of Educating Towns",
            [("International Congress of Educating Towns", "EVENT")],
            id="the-congress",
        ),
        pytest.param("a stand at the Graz Trade Exhibition '99", [("Graz Trade Exhibition '99", "EVENT")], id="short-year"),
        pytest.param("The exchange started in 1968.", [("1968", "DATE")], id="verb-before-a-year"),
    ],
)  # fmt: skip
def test_kinds_of_errors_in_the_round_that_was_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


def test_a_region_behind_its_city_is_none_called_like_it() -> None:
    assert find("In Hamilton, Ontario, Graz and Linz") == [
        ("Hamilton", "CITY"), ("Ontario", "REGION"), ("Graz", "CITY"), ("Linz", "CITY"),
    ]  # fmt: skip
