"""Events: activities of several U-CAPs that are one, whatever the order, and after any change."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.events import pair_activities
from corpus.worlds import World, draw_world
from tests.commands import ROOT
from ucap.extractors.extract import read_document
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.events import candidates
from ucap.publishing.events.candidates import Blocks
from ucap.publishing.events.compare import compare_mentions, measure_likeness
from ucap.publishing.events.hosts import find_guests, find_hosts, infer_hosts, list_regions
from ucap.publishing.events.link import link_mentions, relink_mentions
from ucap.publishing.events.mention import EventMention, make_mention
from ucap.publishing.events.places import make_place
from ucap.publishing.events.rows import COLUMNS, ActivityRows
from ucap.publishing.events.tolerances import EVENTS
from ucap.publishing.events.words import share_words
from ucap.schemas.arrow import render_schema
from ucap.schemas.records import TABLES

GRAZ, NANNING, KUNMING, TURIN = (make_place(name) for name in ("Graz", "Nanning", "Kunming", "Turin"))
PAIRINGS = {
    "graz--nanning": (GRAZ, NANNING),
    "nanning--graz": (NANNING, GRAZ),
    "cluster-parks": (GRAZ, TURIN, NANNING, KUNMING),
}


def make_activity(ucap_id: str, position: int, days: str, text: str, **columns: Any) -> dict[str, Any]:
    first, _, last = days.partition("/")
    dated = {"date_start": date.fromisoformat(first), "date_end": date.fromisoformat(last or first)} if days else {}
    defaults = {
        "items": [],
        "activity_types": ["visit"],
        "mode": None,
        "planned": False,
        "not_held": False,
        "date_start": None,
        "date_end": None,
    }
    ids = {"activity_id": f"{ucap_id}/a{position}", "ucap_id": ucap_id, "position": position, "text": text}
    return {**ids, **defaults, "date_precision": "day" if days else None, **dated, **columns}


def mention(ucap_id: str, position: int, days: str, text: str, **columns: Any) -> EventMention:
    """Return an activity whose cities are those of the test, found by their names."""
    names = [place.name for place in (GRAZ, NANNING, KUNMING, TURIN) if place.name in text]
    bodies = [word for word in ("Styrian Academy", "River Forum") if word in text]
    labels = {"Styrian Academy": "ORG", "River Forum": "EVENT"}
    entities = [{"label": labels.get(name, "CITY"), "text": name, "canonical": name, "country_code": None}
                for name in (*names, *bodies)]  # fmt: skip
    return make_mention(
        make_activity(ucap_id, position, days, text, **columns), PAIRINGS[ucap_id], entities, PAIRINGS[ucap_id][:1]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ("2019-11-05/2019-11-08", "Mission of Graz to Nanning, with a walk through wetland parks."),
            ("2019-11-01/2019-11-30", "Graz sent experts to Nanning, who saw the wetland."),
            id="day-and-month",
        ),
        pytest.param(
            ("2019-03-12", "Visit to Nanning about street trees."),
            ("2019-03-12", "Delegation from Graz, street trees and their roots."),
            id="each-names-the-other-city",
        ),
        pytest.param(
            ("2019-03-12/2019-03-13", "Talk by the Styrian Academy on noise."),
            ("2019-03-14", "The Styrian Academy explained noise maps."),
            id="a-day-of-travel-between",
        ),
        pytest.param(
            ("2019-05-10/2019-05-12", "Stand at the River Forum in Graz, with a model of the sluice."),
            ("2019-06-10/2019-06-12", "River Forum in Graz: model of a sluice shown."),
            id="dates-that-differ",
        ),
    ],
)
def test_one_event_told_twice(one: tuple[str, str], other: tuple[str, str]) -> None:
    mentions = [mention("graz--nanning", 3, *one), mention("nanning--graz", 1, *other)]
    assert [len(event.mentions) for event in link_mentions(mentions)] == [2]


@pytest.mark.parametrize(
    ("one", "other", "columns"),
    [
        pytest.param(
            ("2019-03-12", "Visit to Nanning about street trees."), ("2019-03-12", "Visit to Graz about street trees."), {},
            id="there-and-back",
        ),
        pytest.param(
            ("2019-03-12", "Visit to Nanning about street trees."), ("2020-03-12", "Visit to Nanning about street trees."), {},
            id="a-year-later",
        ),
        pytest.param(
            ("2019-03-01/2019-03-31", "Call about street trees."), ("2019-03-12", "Visit to Nanning about street trees."),
            {"mode": "online", "activity_types": ["meeting"]}, id="online-and-there",
        ),
        pytest.param(
            ("2019-03-01/2019-05-31", "Survey of beetles in dead wood."), ("2019-05-01/2019-05-31", "Visit to Nanning: buses."),
            {"activity_types": ["study"]}, id="another-subject-and-kind",
        ),
        pytest.param(
            ("2019-03-01/2019-03-31", "Radio programme with songs chosen by listeners."),
            ("2019-03-01/2019-03-31", "Harbour pilots steered a simulator."), {}, id="nothing-in-common-but-a-month",
        ),
        pytest.param(
            ("2019-03-12", "Gala for the 35th anniversary of the partnership."),
            ("", "Gala for the 40th anniversary of the partnership."), {}, id="numbers-of-anniversaries",
        ),
        pytest.param(("", "Letters between schools."), ("2019-05-01/2019-05-31", "Visit to Nanning: buses."), {}, id="undated"),
    ],
)  # fmt: skip
def test_two_events(one: tuple[str, str], other: tuple[str, str], columns: Mapping[str, Any]) -> None:
    second = mention("nanning--graz", 1, *other, mode="in_person")
    mentions = [mention("graz--nanning", 3, *one, **columns), second]
    assert [len(event.mentions) for event in link_mentions(mentions)] == [1, 1]


def test_two_meetings_of_one_week_are_not_joined_by_a_text_like_both() -> None:
    mentions = [
        mention("graz--nanning", 1, "2019-03-11", "Visit to Nanning about street trees."),
        mention("graz--nanning", 2, "2019-03-13", "Visit to Nanning about street trees and buses."),
        mention("nanning--graz", 1, "2019-03-01/2019-03-31", "Delegation from Graz in Nanning, about street trees."),
        mention("cluster-parks", 1, "2019-03-12/2019-03-14", "Visit of Graz to Nanning: buses."),
    ]
    events = link_mentions(mentions)
    assert all(len({one.ucap_id for one in event.mentions}) == len(event.mentions) for event in events)
    assert {one.activity_id for event in events for one in event.mentions} == {one.activity_id for one in mentions}
    assert len(events) == 2


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Visit to Graz", {"graz"}),
        ("Graz welcomed officials from Nanning", {"graz"}),
        ("Pilot in a district of Nanning with advice from Graz", {"nanning"}),
        ("A Graz delegation flew home", set()),
        ("Talks with Graz", set()),
        ("In Grazbach", set()),
        ("The delegation from Graz hosted by us", set()),
        ("A fair in Graz. Families came, too.", {"graz"}),
    ],
)
def test_where_it_took_place(text: str, hosts: set[str]) -> None:
    assert find_hosts(text, {"Graz": GRAZ, "Nanning": NANNING}) == hosts


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        pytest.param("Engineers of Nanning stood beside the sluice.", {"graz"}, id="people-of-the-other-city"),
        pytest.param("A choir from Nanning filled the cathedral.", {"graz"}, id="whoever-is-from-there"),
        pytest.param("Chinese gardeners pruned our roses.", {"graz"}, id="a-people-and-a-plural"),
        pytest.param("The Austrians travelled past the dam.", {"nanning"}, id="a-people-as-a-noun"),
        pytest.param("Ten boats were mended in our shipyard.", {"graz"}, id="a-place-of-ours"),
        pytest.param("Our young rowers travelled for a week.", {"nanning"}, id="people-of-ours-who-went"),
        pytest.param("A map was drawn in our partner city.", set(), id="a-place-that-is-not-ours"),
        pytest.param("A map was drawn together with engineers of Nanning.", set(), id="what-both-did"),
        pytest.param("Our gardeners came home from Nanning.", {"nanning"}, id="home-again"),
        pytest.param("Drawings of a mill in Nanning hung in our library.", {"graz", "nanning"}, id="where-the-subject-is"),
    ],
)
def test_who_must_have_been_host(text: str, hosts: set[str]) -> None:
    partners = [make_place("Graz", "AT"), make_place("Nanning", "CN")]
    places = {place.name: place for place in partners}
    guests = find_guests(text, places, partners)
    assert infer_hosts(text, find_hosts(text, places), guests, partners, ["graz"]) == hosts


def test_a_region_stands_for_its_country() -> None:
    assert [*list_regions("By train to Styria, past Styriaville")] == [("Styria", "AT")]


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        pytest.param("Six firefighters learned to dive.", "The rescue department was there.", "same_people", id="same-people"),
        pytest.param("Six nurses learned to dive.", "Ten pupils sang.", "other_people", id="other-people"),
        pytest.param("A choir sang.", "A concert in May.", "same_special_deeds", id="same-deeds"),
        pytest.param("A treaty was signed.", "A football match.", "other_special_deeds", id="other-deeds"),
        pytest.param("Trams.", "They met in Lyon.", None, id="nothing-to-compare"),
    ],
)
def test_people_and_deeds(one: str, other: str, sign: str | None) -> None:
    signs = {"same_people", "other_people", "same_special_deeds", "other_special_deeds"}
    found = measure_likeness(mention("graz--nanning", 1, "2019-03-12", one), mention("nanning--graz", 1, "2019-03-12", other))
    assert found is not None
    assert ({sign} if sign else set()) == signs & found.keys() or sign in found


def test_a_word_can_mean_what_is_part_of_a_name() -> None:
    words, others = {"tournament": 2.0}, {"window": 2.0}
    assert share_words(words, others, 1.0, ((), ("cup",)))[1] > share_words(words, others, 1.0)[1]


def test_namesakes_are_two_cities() -> None:
    sides = [make_place("Córdoba", "ES"), make_place("Córdoba", "AR")]
    named = [{"label": "CITY", "text": "Córdoba", "canonical": "Córdoba", "country_code": "AR"}]
    one = make_mention(make_activity("cordoba--cordoba", 1, "2019-05-02", "Visit to Córdoba"), sides, named)
    assert len(one.partners) == 2
    assert one.hosts < one.partners


@pytest.mark.parametrize(
    ("one", "other", "sign", "columns"),
    [
        pytest.param("Talk on trams.", "Trams discussed.", "same_online", {"mode": "online"}, id="both-online"),
        pytest.param("Kick-off meeting.", "Second meeting.", "other_number", {}, id="kick-off-is-the-first"),
        pytest.param("Closing session.", "Final meeting.", "same_number", {}, id="closing-is-the-last"),
        pytest.param(
            "Trams.", "Choirs of hospitals rehearsed a cantata with shipwrights.", "unshared", {}, id="much-else-said"
        ),
        pytest.param("Visit to Nanning.", "Review of the visit.", "after", {}, id="out-of-an-event"),
        pytest.param("Training on trams.", "Talk about the agenda for our training.", "before", {}, id="fixed-before-an-event"),
    ],
)
def test_what_speaks_for_or_against(one: str, other: str, sign: str, columns: Mapping[str, Any]) -> None:
    mentions = (
        mention("graz--nanning", 1, "2019-03-12", one, **columns),
        mention("nanning--graz", 1, "2019-03-12", other, **columns),
    )
    assert (measure_likeness(*mentions) or {}).get(sign)


def test_undated_texts_with_nothing_in_common_have_a_sign_of_their_own() -> None:
    mentions = mention("graz--nanning", 1, "", "Letters between schools."), mention("nanning--graz", 1, "", "Buses.")
    found = measure_likeness(*mentions) or {}
    assert "nothing_known" in found
    assert "nothing_shared" not in found


def test_guests_of_two_cooperations_are_others() -> None:
    one = mention("graz--nanning", 1, "2019-03-12", "Delegation from Nanning in Graz: trams.")
    guests = frozenset({GRAZ.key, KUNMING.key})
    other = replace(one, activity_id="graz--kunming/a1", partners=guests, cities=guests)
    assert "other_guests" in (measure_likeness(one, other) or {})


@pytest.mark.parametrize(
    ("text", "is_of_others"),
    [
        ("Visit of Turin to Kunming: trams.", True),
        ("Visit of Turin to Nanning: trams.", False),
        ("Visit of guests from Turin: trams.", False),  # from where they came to Graz or Nanning is not said
    ],
)
def test_what_two_cities_of_a_cluster_did_is_no_event_of_two_others(text: str, is_of_others: bool) -> None:
    told = mention("graz--nanning", 1, "2019-03-12", "Trams were shown."), mention("cluster-parks", 1, "2019-03-12", text)
    assert ("other_pairing" in (measure_likeness(*told) or {})) == is_of_others


def test_the_more_activities_one_can_be_the_less_likely_is_each() -> None:
    told = {"nanning--graz": ["2019-03-12", "2019-03-01/2019-03-31", "2019-09-09"], "graz--nanning": ["2019-03-12"]}
    mentions = [mention(ucap, n, day, "Trams.") for ucap, days in told.items() for n, day in enumerate(days)]
    rivals = {(one.activity_id, other.activity_id): count for one, other, count in candidates.find_pairs(mentions)}
    assert list(rivals.values()) == [2, 2, 2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "_PAIRS_COUNTED_AT_ONCE", 1)
        assert [count for *_, count in candidates.find_pairs(mentions)] == [2, 2, 2]
    odds = [compare_mentions(mentions[0], mentions[3], count).log_odds for count in (1, 2, 5)]
    assert odds == sorted(odds, reverse=True)
    assert odds[0] > odds[-1]


def test_two_spellings_of_a_city_of_a_cooperation_are_one() -> None:
    wurzburg = 2805615
    assert make_place("Wuerzburg", "DE", wurzburg).key == make_place("Würzburg", "DE", wurzburg).key
    assert make_place("Santiago de Cali", "CO", 3687925).key == make_place("Cali", "CO", 3687925).key


def test_comparing_is_the_same_both_ways() -> None:
    one = mention("graz--nanning", 1, "2019-03-11", "Visit to Nanning about street trees.")
    other = mention("nanning--graz", 1, "2019-03-01/2019-03-31", "Delegation from Graz in Nanning, street trees.")
    assert compare_mentions(one, other) == compare_mentions(other, one)


TEXTS = ["Visit to Nanning: trees", "Visit to Graz: trees and buses", "Kunming and Turin at the River Forum", "Styrian Academy"]
drawn = st.dictionaries(
    st.tuples(st.sampled_from(sorted(PAIRINGS)), st.integers(1, 5)),
    st.tuples(
        st.sampled_from(["", "2019-03-11", "2019-03-12/2019-03-14", "2019-03-01/2019-03-31", "2019-04-20"]),
        st.sampled_from(TEXTS),
    ),
    max_size=12,
)


@cache
def _tell(ucap_id: str, position: int, days: str, text: str) -> EventMention:
    return mention(ucap_id, position, days, text)


def _outcome(mentions: Mapping[tuple[str, int], tuple[str, str]]) -> list[EventMention]:
    return [_tell(*place, *told) for place, told in mentions.items()]


@contextmanager
def large_blocks_from(size: int) -> Iterator[None]:
    """Treat blocks with more activities as large, and compare each activity there with one neighbour."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "EVENTS", replace(EVENTS, block=size - 1, stand_ins=1, neighbours=1))
        patch.setattr(candidates, "_PAIRS_COUNTED_AT_ONCE", size)
        yield


sizes = st.sampled_from([3, 100])


@given(drawn, st.randoms(), sizes)
@settings(max_examples=100, deadline=None)
def test_the_order_does_not_matter(told: dict[tuple[str, int], tuple[str, str]], random: Any, size: int) -> None:
    mentions = _outcome(told)
    shuffled = random.sample(mentions, len(mentions))
    with large_blocks_from(size):
        assert link_mentions(shuffled) == link_mentions(mentions)


@given(drawn, drawn, st.sampled_from(sorted(PAIRINGS)), sizes)
@settings(max_examples=150, deadline=None)
def test_a_change_gives_what_linking_anew_gives(
    told: dict[tuple[str, int], tuple[str, str]], new: dict[tuple[str, int], tuple[str, str]], changed: str, size: int
) -> None:
    with large_blocks_from(size):
        _change(told, new, changed)


def _change(told: dict[tuple[str, int], tuple[str, str]], new: dict[tuple[str, int], tuple[str, str]], changed: str) -> None:
    before = _outcome({place: what for place, what in told.items() if place[0] == changed})
    after = _outcome({place: what for place, what in new.items() if place[0] == changed})
    others = _outcome({place: what for place, what in told.items() if place[0] != changed})
    events, reached = relink_mentions(before, after, lambda _: others)
    kept = [event for event in link_mentions([*others, *before]) if not {one.activity_id for one in event.mentions} & reached]
    assert sorted([*kept, *events], key=lambda event: event.mentions[0].activity_id) == link_mentions([*others, *after])


IDS = [f"{ucap_id}/a{position}" for ucap_id in sorted(PAIRINGS) for position in range(1, 6)]
decisions = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda ids: ids[0] < ids[1]), st.booleans(), max_size=4
)


@given(drawn, drawn, st.sampled_from(sorted(PAIRINGS)), decisions, decisions)
@settings(max_examples=100, deadline=None)
def test_changed_decisions_give_what_linking_anew_gives(
    told: dict[tuple[str, int], tuple[str, str]],
    new: dict[tuple[str, int], tuple[str, str]],
    changed: str,
    decided_before: dict[tuple[str, str], bool],
    decided: dict[tuple[str, str], bool],
) -> None:
    named = {id_.rpartition("/a")[0] for pair, _ in decided_before.items() ^ decided.items() for id_ in pair} | {changed}
    before = _outcome({place: what for place, what in told.items() if place[0] in named})
    after = _outcome({place: what for place, what in {**told, **new}.items() if place[0] in named})
    others = _outcome({place: what for place, what in told.items() if place[0] not in named})
    events, reached = relink_mentions(before, after, lambda _: others, decided_before, decided)
    was = link_mentions([*others, *before], decided_before)
    kept = [event for event in was if not {one.activity_id for one in event.mentions} & reached]
    found = sorted([*kept, *events], key=lambda event: event.mentions[0].activity_id)
    assert found == link_mentions([*others, *after], decided)
    groups = {one.activity_id: event for event in found for one in event.mentions}
    for (one, other), is_joined in decided.items():
        if not is_joined and {one, other} <= groups.keys():
            assert groups[one] is not groups[other]
    if all(decided.values()):
        assert all(groups[one] is groups[other] for one, other in decided if {one, other} <= groups.keys())


def test_what_is_like_one_of_two_joined_activities_stays_with_them() -> None:
    told = ("2019-03-12", "Visit to Nanning about street trees and their roots.")
    mentions = [mention("graz--nanning", 1, *told), mention("nanning--graz", 1, *told)]
    other = mention("cluster-parks", 1, "2017-01-01", "Webinar on noise maps.")
    joined = {("cluster-parks/a1", "graz--nanning/a1"): True}
    (event,) = link_mentions([*mentions, other], joined)
    assert [member.reasons for member in event.members][:2] == [("correction",)] * 2
    assert len(link_mentions(mentions, {("graz--nanning/a1", "nanning--graz/a1"): False})) == 2


def _edit_copies(count: int, is_same: bool, ucap_id: str = "graz--nanning", text: str = "") -> list[EventMention]:
    """Return so many copies of an activity in summaries of their own, with the same text or with another number in each."""
    one = mention(ucap_id, 1, "2019-03-12", text or "Visit to Nanning with the Styrian Academy: street trees.")
    return [
        replace(
            one, activity_id=f"{ucap_id}-{n}/a1", ucap_id=f"{ucap_id}-{n}", content=one.content + (0 if is_same else n),
            words=one.words if is_same else (*one.words, (f"word{n}", 3.0)),
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("is_same", [True, False], ids=["the-same-text", "edited-each-time"])
def test_comparisons_grow_as_the_number_of_activities(is_same: bool) -> None:
    def count(copies: int) -> int:
        blocks = Blocks()
        for one in _edit_copies(copies, is_same):
            blocks.add(one)
        return len(blocks.find_pairs())

    assert count(1_600) < 2.2 * count(800)


def test_many_copies_of_two_texts_are_one_event() -> None:
    texts = {
        "graz--nanning": "Visit to Nanning: street trees and roots.",
        "nanning--graz": "Graz came to us: street trees, roots.",
    }
    copies = [one for ucap_id, text in texts.items() for one in _edit_copies(150, True, ucap_id, text)]
    assert [len(event.members) for event in link_mentions(copies)] == [300]


WORLDS = range(900, 904)


@pytest.fixture(scope="module")
def worlds() -> list[tuple[World, dict[str, Any]]]:
    """Return worlds of seeds that no weight was measured on, each with the tables of its documents."""
    read = []
    for seed in WORLDS:
        world = draw_world(seed)
        readings = [read_document(data, f"{number}.html") for number, data in enumerate(world.documents)]
        read.append((world, dict(assemble_dataset(readings).tables)))
    return read


def test_worlds_are_told_apart(worlds: list[tuple[World, dict[str, Any]]]) -> None:
    """At least 95 % of pairs, in few worlds; `python -m benchmarks.events` measures many."""
    right = wrong = missed = 0
    for world, tables in worlds:
        found, gold = pair_activities(world, tables)
        right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
    assert right > 20
    assert 2 * right / (2 * right + wrong + missed) >= 0.95


def test_the_sample_documents_of_both_sides_tell_of_five_events() -> None:
    """Both were read by a person: these five are one event each, all others are told once."""
    names = ("gdynia_wuhan.txt", "wuhan_gdynia.txt")
    tables = assemble_dataset([read_document((ROOT / "raw" / name).read_bytes(), name) for name in names]).tables
    events: dict[str, set[str]] = {}
    for row in tables["event_mentions"].to_pylist():
        events.setdefault(row["event_id"], set()).add(row["activity_id"])
    told_twice = {frozenset(members) for members in events.values() if len(members) > 1}
    assert told_twice == {
        frozenset((f"gdynia--wuhan/a{one}", f"wuhan--gdynia/a{other}"))
        for one, other in ((1, 2), (2, 4), (4, 6), (5, 7), (6, 8))
    }
    assert not {"figure_differs", "event_dates_differ", "partner_silent"} & set(tables["issues"]["code"].to_pylist())


def test_every_near_activity_is_found(worlds: list[tuple[World, dict[str, Any]]]) -> None:
    """The Arrow filter must return each activity that shares a block, else a change gives other events than linking anew."""
    tables = worlds[0][1]
    rows = ActivityRows({name: tables[name].select(list(columns)) for name, columns in COLUMNS.items()})
    mentions = list(rows.make_mentions())
    like = 0
    for one in mentions:
        near = {other.activity_id for other in rows.find_near([one])}
        linked = {
            other.activity_id
            for other in mentions
            if other.ucap_id != one.ucap_id and compare_mentions(one, other).log_odds >= EVENTS.link
        }
        like += len(linked)
        assert linked <= near
    assert like > 0


def test_the_tables_fit_their_schemas(worlds: list[tuple[World, dict[str, Any]]]) -> None:
    for _, tables in worlds:
        for name in ("events", "event_mentions"):
            assert tables[name].schema.equals(render_schema(TABLES[name]))
        assert tables["event_mentions"].num_rows == tables["activities"].num_rows
        counted = sum(tables["events"]["document_count"].to_pylist())
        assert counted == tables["activities"].num_rows
