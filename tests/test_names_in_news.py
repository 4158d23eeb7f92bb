"""Names as news of cities prints them: places, persons, projects and bodies that no list has. All sentences are our own."""

import pytest

from ucap.extractors.entities.pipeline import find_entities


def find(*texts: str) -> list[tuple[str, str]]:
    return [(m.text, m.label) for mentions in find_entities(texts) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The group saw Palo Alto and Chiang Mai.",
            [("Palo Alto", "CITY"), ("Chiang Mai", "CITY")],
            id="smaller-city-of-words",
        ),
        pytest.param(
            "She met Diego Rivera and Angela Davis.", [("Diego Rivera", "PERSON"), ("Angela Davis", "PERSON")], id="person"
        ),
        pytest.param("Farms in Shropshire were shown.", [("Shropshire", "REGION")], id="county"),
        pytest.param("Nuevo León sent staff.", [("Nuevo León", "REGION")], id="state-of-two-words"),
        pytest.param("Firms in Yunnan province", [("Yunnan", "REGION")], id="kind-of-region-in-small-letters"),
        pytest.param("Staff of Lviv oblast signed.", [("Lviv", "REGION")], id="region-called-like-a-city"),
        pytest.param("The governorate of Damiata joined.", [("Damiata", "REGION")], id="region-of-a-city"),
        pytest.param("The governorate of Zerkalia joined.", [("Zerkalia", "REGION")], id="kind-of-region-before"),
        pytest.param("Farms in Yunnan Province", [("Yunnan Province", "REGION")], id="kind-of-region-in-capitals"),
        pytest.param("Tagaytay City hosted the visit.", [("Tagaytay City", "CITY")], id="city-in-its-name"),
        pytest.param(
            "A group from Lupaoville City, Philippines, came.",
            [("Lupaoville City", "CITY"), ("Philippines", "COUNTRY")],
            id="unknown-city-beside-its-country",
        ),
        pytest.param("Cork City and County Council met.", [("Cork City and County Council", "ORG")], id="city-in-a-body"),
        pytest.param("Pupils of Villeneuve-sous-Lune wrote.", [("Villeneuve-sous-Lune", "CITY")], id="joiner-of-towns"),
        pytest.param(
            "Kiskunhalas, Hungary, and Siemens, Germany, joined.",
            [("Kiskunhalas", "CITY"), ("Hungary", "COUNTRY"), ("Siemens", "ORG"), ("Germany", "COUNTRY")],
            id="town-before-its-country",
        ),
        pytest.param("Residents of Mierkowo came.", [("Mierkowo", "CITY")], id="who-lives-there"),
        pytest.param("towns such as Lupaova and Graz", [("Lupaova", "CITY"), ("Graz", "CITY")], id="towns-such-as"),
        pytest.param("firms such as Danfoss", [("Danfoss", "ORG")], id="firms-such-as"),
        pytest.param("We saw the Spina area.", [("Spina", "FACILITY")], id="part-of-a-town"),
        pytest.param("The town of Mierkowo Dolne joined.", [("Mierkowo Dolne", "CITY")], id="town-of-two-words"),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The Graz mayor Zhang Weiming met mayor Schmidt.", ["Zhang Weiming", "Schmidt"], id="office-in-small-letters"
        ),
        pytest.param("Mayor Fontana and Mr. Santos came.", ["Fontana", "Santos"], id="family-called-like-a-town"),
        pytest.param("HE Fatima bint Rashid Al Zarouni spoke.", ["Fatima bint Rashid Al Zarouni"], id="excellency"),
        pytest.param("It was signed by HE Lifeng.", ["HE Lifeng"], id="chinese-surname-he"),
        pytest.param("Sultan bin Saeed spoke.", ["Sultan bin Saeed"], id="descent"),
        pytest.param("Jean DUPONT and Min-jun KIM signed.", ["Jean DUPONT", "Min-jun KIM"], id="family-in-capitals"),
        pytest.param(
            "Kevin Jones III and Mary C O’Leary came.", ["Kevin Jones III", "Mary C O’Leary"], id="suffix-and-initial"
        ),
        pytest.param("Rossi said the city would help.", ["Rossi"], id="speaks"),
        pytest.param("According to Petrov, the plan works.", ["Petrov"], id="according-to"),
        pytest.param("Novak travelled with his team to Graz.", ["Novak"], id="pronoun"),
        pytest.param("Shortly after Lindqvist's arrival a storm forced him to stay.", ["Lindqvist"], id="genitive-and-pronoun"),
        pytest.param("Danfoss sent its engineers.", [], id="body-has-its"),
        pytest.param("Danfoss met the mayor and his team.", [], id="pronoun-of-another"),
        pytest.param("Siemens said so.", [], id="known-body-speaks"),
        pytest.param("He came with his wife Marta.", ["Marta"], id="relation"),
        pytest.param("In the chamber of commerce with the mayor of Brno, Zdenka Vankova", ["Zdenka Vankova"], id="second-of"),
        pytest.param("Mayor of Zavidovo Amir Begic met us.", ["Amir Begic"], id="behind-an-unknown-town"),
        pytest.param("Mayor Ankara Mansur Yilmaz signed.", ["Mansur Yilmaz"], id="behind-a-town-without-of"),
        pytest.param("Graz Mayor Anna Berg Named Chair of the Network", ["Anna Berg"], id="headline"),
        pytest.param("Rabbi Levi Teitelbaum and Imam Yusuf Badat came.", ["Levi Teitelbaum", "Yusuf Badat"], id="of-religions"),
        pytest.param("The mayor of Brno, Municipal Council Members and others came.", [], id="words-only"),
    ],
)
def test_persons(text: str, expected: list[str]) -> None:
    assert [name for name, label in find(text) if label == "PERSON"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The GRETAX project met.", [("GRETAX", "PROGRAMME")], id="project-behind"),
        pytest.param("its sister project NOVEMA", [("NOVEMA", "PROGRAMME")], id="project-before"),
        pytest.param("The URBELIX partners arrived.", [("URBELIX", "PROGRAMME")], id="partners"),
        pytest.param("Siemens partners arrived.", [("Siemens", "ORG")], id="partners-of-a-known-body"),
        pytest.param("The CIVITAS ELEVATE project", [("CIVITAS ELEVATE", "PROGRAMME")], id="under-a-known-programme"),
        pytest.param("the LIFE project", [("LIFE", "PROGRAMME")], id="project-of-a-programme"),
        pytest.param("the IUC project", [("IUC project", "PROGRAMME")], id="programme-that-is-a-project"),
        pytest.param("BLOOMAX was shown with other new projects.", [("BLOOMAX", "PROGRAMME")], id="other-projects"),
        pytest.param("The Graz Partnership forum closed.", [("Graz Partnership forum", "EVENT")], id="forum-of-a-partnership"),
        pytest.param(
            "The 5th Regional and Municipal Leaders Congress",
            [("5th Regional and Municipal Leaders Congress", "EVENT")],
            id="edition-and-two-adjectives",
        ),
        pytest.param(
            "The EU-China Mayors' Forum in Spain", [("EU-China Mayors' Forum", "EVENT"), ("Spain", "COUNTRY")], id="held-in"
        ),
        pytest.param("City of Leeds Fire Service", [("Leeds Fire Service", "ORG")], id="weak-head-of-a-city"),
        pytest.param(
            "the City of Boston Planning Department", [("City of Boston Planning Department", "ORG")], id="body-of-a-city"
        ),
        pytest.param("the Board of Directors", [], id="board-of-whom"),
        pytest.param(
            "the French Chamber of Commerce in Lyon",
            [("French Chamber of Commerce", "ORG"), ("Lyon", "CITY")],
            id="chamber-in-a-city",
        ),
        pytest.param(
            "the German Chamber of Commerce in China",
            [("German Chamber of Commerce in China", "ORG")],
            id="chamber-in-a-country",
        ),
        pytest.param(
            "Lumenta s.r.o. and Techna d.o.o.", [("Lumenta s.r.o.", "ORG"), ("Techna d.o.o.", "ORG")], id="legal-forms"
        ),
        pytest.param("a meeting of CROs and LRAs", [], id="many-of-a-kind"),
        pytest.param(
            "the BRIDGEX, LUMINA and Triangulum projects",
            [("BRIDGEX", "PROGRAMME"), ("LUMINA", "PROGRAMME"), ("Triangulum", "PROGRAMME")],
            id="list-of-projects",
        ),
        pytest.param("the Symbionia programme helped us", [("Symbionia", "PROGRAMME")], id="programme-in-small-letters"),
        pytest.param(
            "It joined the City Prosperity Initiative.", [("City Prosperity Initiative", "PROGRAMME")], id="initiative-of-words"
        ),
        pytest.param("A Smart City Initiative was discussed.", [], id="initiative-of-a-heading"),
        pytest.param(
            "the Integrated e-Waste Management Programme",
            [("Integrated e-Waste Management Programme", "PROGRAMME")],
            id="e-waste",
        ),
        pytest.param("the Champagne region", [("Champagne", "REGION")], id="region-called-like-a-word"),
        pytest.param("the Northern region", [], id="point-of-the-compass-with-its-kind"),
        pytest.param("a grant of the African Development Bank", [("African Development Bank", "ORG")], id="development-bank"),
        pytest.param(
            "President of the Province of Trento Marco Rossi spoke.",
            [("Province of Trento", "REGION"), ("Marco Rossi", "PERSON")],
            id="person-behind-a-province",
        ),
        pytest.param(
            "guests from Tragastella and Rouen",
            [("Tragastella", "CITY"), ("Rouen", "CITY")],
            id="from-an-unknown-town-and-a-city",
        ),
        pytest.param("Landkreis Harburg took part.", [("Landkreis Harburg", "REGION")], id="german-county"),
        pytest.param("Chennai Joins the Network of Seven Cities", [("Chennai", "CITY")], id="headline"),
        pytest.param("South of Graz lies a park.", [("Graz", "CITY")], id="point-of-the-compass"),
        pytest.param("The fair lasted from May 5 to 9.", [("May 5 to 9", "DATE")], id="days-without-a-year"),
        pytest.param("Founded in 1884, it grew.", [("1884", "DATE")], id="early-year"),
        pytest.param("It has 1884 members in 1500 houses.", [], id="number-that-is-no-year"),
    ],
)
def test_other_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Held via Zoom and on WhatsApp.", [], id="tool"),
        pytest.param("The call was held over Velomeet.", [], id="unknown-tool"),
        pytest.param("The Lumetra app was shown.", [], id="thing"),
        pytest.param("They used Tarvolo for the votes.", [], id="nothing-tells"),
        pytest.param("Skype Lumetra Ltd signed.", [("Skype Lumetra Ltd", "ORG")], id="tool-in-a-company"),
        pytest.param("The company Tarvolo came.", [("Tarvolo", "ORG")], id="noun-before"),
        pytest.param("The Tarvolo alliance came.", [("Tarvolo", "ORG")], id="noun-behind"),
        pytest.param("Tarvolo, a local insurance company, paid.", [("Tarvolo", "ORG")], id="apposition"),
        pytest.param("Engineers of Tarvolo helped.", [("Tarvolo", "ORG")], id="owner"),
        pytest.param("Tarvolo hosted the guests.", [("Tarvolo", "ORG")], id="acts"),
        pytest.param("The restoration of Tarvolo began.", [("Tarvolo", "FACILITY")], id="what-is-restored"),
        pytest.param("The guests saw the Tarvolo library.", [("Tarvolo", "FACILITY")], id="library"),
        pytest.param("Changes in the Changvolo Jingta zone", [("Changvolo Jingta zone", "FACILITY")], id="zone"),
        pytest.param("a talk on the Harbour Valley project", [("Harbour Valley", "PROGRAMME")], id="project-of-words"),
        pytest.param("a talk on the Smart City project", [], id="project-of-a-heading"),
        pytest.param("In Lumetrovo guests came.", [("Lumetrovo", "CITY")], id="in-at-the-beginning"),
        pytest.param("at the World Urban Forum 2024", [("World Urban Forum 2024", "EVENT")], id="edition-of-a-known-event"),
        pytest.param("the team of IURC Chile", [("IURC Chile", "PROGRAMME")], id="country-of-a-programme"),
        pytest.param("signed by Heo Min-jeong", [("Heo Min-jeong", "PERSON")], id="korean-name"),
        pytest.param("Datuk Zdenqa Haidova came.", [("Zdenqa Haidova", "PERSON")], id="malay-title"),
        pytest.param("They saw the tower called Lumetra.", [("Lumetra", "FACILITY")], id="noun-and-called"),
        pytest.param('"What Porto Told Us", an evening talk', [], id="place-in-a-title"),
        pytest.param('The talk "Faces and Roofs of Old Tarvala" began.', [], id="quoted-title"),
        pytest.param("He opened the Expo 2027.", [("Expo 2027", "EVENT")], id="lone-event-with-its-year"),
        pytest.param("Haidong Pumps Co., Ltd. signed.", [("Haidong Pumps Co., Ltd.", "ORG")], id="legal-form-behind-a-comma"),
        pytest.param("the Warden's Office of Opole", [("Warden's Office of Opole", "ORG")], id="owner-in-a-name"),
        pytest.param("the Growers' Association of Graz", [("Growers' Association of Graz", "ORG")], id="owners-in-a-name"),
        pytest.param(
            "Agência de Energia, Solo e Clima de Tarva",
            [("Agência de Energia, Solo e Clima de Tarva", "ORG")],
            id="foreign-list",
        ),
        pytest.param(
            "the Rural Climate Center (RCC)", [("Rural Climate Center", "ORG"), ("RCC", "ORG")], id="acronym-of-its-letters"
        ),
    ],
)
def test_what_the_words_beside_a_name_say(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("The NOVEMA project began.", "NOVEMA is young."), ("NOVEMA", "PROGRAMME"), id="project"),
        pytest.param(
            ("We visited Columbia.", "Columbia began a partnership."), ("Columbia", "CITY"), id="town-called-like-a-word"
        ),
        pytest.param(("Poprado Municipality wrote.", "Poprado is small."), ("Poprado", "CITY"), id="town-of-a-municipality"),
    ],
)
def test_one_sentence_tells_the_other(texts: tuple[str, str], expected: tuple[str, str]) -> None:
    assert find(texts[1]) != [expected]
    assert find(*texts)[-1] == expected
