"""Linking: the spellings, acronyms and languages of a body are one over the whole dataset, whatever was linked before."""

import time
from collections import defaultdict

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ucap.publishing.linking import LINKED_COLUMNS, LinkedMention, compute_canonical, link_mentions
from ucap.schemas.arrow import render_schema
from ucap.schemas.records import Entity

NAMES = [
    "University of Graz",
    "Universität Graz",
    "Graz University",
    "UG",
    "Port of Bari",
    "Bari Port",
    "NDRC",
    "Aula Verde",
    "TPA",
    "the TPA",
]


def link(*texts: str) -> list[str]:
    return link_mentions([LinkedMention(f"u{i}", text) for i, text in enumerate(texts)])


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("Andalucía Food Cluster", "Andalusia Food Cluster"), id="region-in-its-own-language"),
        pytest.param(("University of Turin", "Università di Torino", "Turin University"), id="language-and-order"),
        pytest.param(("Ayuntamiento de Bilbao", "Bilbao City Council"), id="kind-in-another-language"),
        pytest.param(("Universitat Politècnica de València", "Polytechnic University of Valencia"), id="two-words-for-one"),
        pytest.param(("Wuxi Municipal People’s Government", "Wuxi Municipal Government"), id="peoples-government"),
        pytest.param(("Kochi Metro Rail Limited", "Kochi Metro Rail"), id="legal-form"),
        pytest.param(("Delft Innovation Centre", "Delft Innovation Center"), id="american-spelling"),
        pytest.param(("the Museum of Kraków", "Museum of Cracow", "Museum of Krakow"), id="article-accent-exonym"),
        pytest.param(("NDRC", "National Development and Reform Commission"), id="generally-known"),
    ],
)
def test_spellings_of_one_body(texts: tuple[str, ...]) -> None:
    assert len(set(link(*texts))) == 1


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("University of Turin", "Polytechnic University of Turin"), id="another-kind"),
        pytest.param(("University of Graz", "University of Linz"), id="another-place"),
        pytest.param(("Hefei Bureau of Commerce", "Hefei Chamber of Commerce"), id="another-office"),
        pytest.param(("Sichuan University", "Sichuan Normal University"), id="one-word-more"),
    ],
)
def test_different_bodies(texts: tuple[str, ...]) -> None:
    assert len(set(link(*texts))) == len(texts)


def test_most_printed_english_spelling_is_the_name() -> None:
    texts = ["Universität Graz", "Universität Graz", "Graz University", "University of Graz", "University of Graz"]
    assert set(link(*texts)) == {"University of Graz"}


def test_english_name_of_a_region_is_in_the_name() -> None:
    texts = ["Andalucía Food Cluster", "Andalucía Food Cluster", "Andalusia Food Cluster"]
    assert set(link(*texts)) == {"Andalusia Food Cluster"}
    assert set(link("Food Agency of Aragon", "Food Agency of Aragón", "Food Agency of Aragon")) == {"Food Agency of Aragon"}


def test_acronym_means_what_its_document_explains() -> None:
    mentions = [
        LinkedMention("a", "TPA", "Technology Park of Aragon"),
        LinkedMention("b", "TPA", "Tangshan Port Authority"),
        LinkedMention("c", "TPA"),
        LinkedMention("d", "ITK", "Institute of Technology Kochi"),
        LinkedMention("e", "ITK"),
    ]
    # In c nothing tells which of the two it is; in e all documents agree.
    expected = ["Technology Park of Aragon", "Tangshan Port Authority", "TPA", *["Institute of Technology Kochi"] * 2]
    assert link_mentions(mentions) == expected


def make_table(rows: list[tuple[str, str, str, str | None, str | None]]) -> pa.Table:
    """Return an entities table of (ucap_id, label, text, full_name, canonical), the other columns the same in all rows."""
    schema = render_schema(Entity)
    given_columns = (
        dict(zip(("ucap_id", "label", "text", "full_name", "canonical"), zip(*rows, strict=True), strict=True)) if rows else {}
    )
    defaults = {"section": "results", "start": 0, "end": 1, "source": "rule"}
    return pa.table(
        {f.name: pa.array(given_columns.get(f.name, [defaults.get(f.name)] * len(rows)), f.type) for f in schema}, schema=schema
    )


rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["ORG", "FACILITY", "EVENT", "CITY"]),
        st.sampled_from(NAMES),
        st.sampled_from([None, None, "University of Graz", "Tarragona Port Authority"]),
        st.sampled_from([None, "Graz", "something linked before"]),
    ),
    max_size=12,
)


def link_entities(entities: pa.Table) -> pa.Table:
    at = entities.schema.get_field_index("canonical")
    return entities.set_column(at, entities.schema.field(at), compute_canonical(entities.select(list(LINKED_COLUMNS))))


@settings(deadline=None)
@given(rows)
def test_linking_twice_is_linking_once(drawn: list[tuple[str, str, str, str | None, str | None]]) -> None:
    linked = link_entities(make_table(drawn))
    assert link_entities(linked) == linked
    assert linked.drop_columns("canonical") == make_table(drawn).drop_columns("canonical")


@settings(deadline=None)
@given(rows, st.data())
def test_earlier_links_and_the_order_of_rows_do_not_matter(
    drawn: list[tuple[str, str, str, str | None, str | None]], data: st.DataObject
) -> None:
    linked = link_entities(make_table(drawn))["canonical"].to_pylist()
    stale = [row if row[1] == "CITY" else (*row[:4], data.draw(st.sampled_from([None, "stale"]))) for row in drawn]
    order = data.draw(st.permutations(range(len(drawn))))
    shuffled = link_entities(make_table([stale[i] for i in order]))["canonical"].to_pylist()
    assert shuffled == [linked[i] for i in order]


@settings(deadline=None)
@given(rows)
def test_what_is_no_body_keeps_its_name(drawn: list[tuple[str, str, str, str | None, str | None]]) -> None:
    linked = link_entities(make_table(drawn)).to_pylist()
    assert all(row["canonical"] == given_row[4] for row, given_row in zip(linked, drawn, strict=True) if given_row[1] == "CITY")
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in linked:
        if row["label"] == "EVENT" and row["full_name"] is None and " " in row["text"]:
            names[row["label"], row["text"]].add(row["canonical"])
    assert all(len(found) == 1 for found in names.values())


def test_two_hundred_thousand_mentions_take_seconds() -> None:
    mentions = [LinkedMention(f"u{i % 10_000}", f"University {i % 20_000} of Graz") for i in range(200_000)]
    started = time.process_time()
    link_mentions(mentions)
    assert time.process_time() - started < 20
