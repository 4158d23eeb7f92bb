"""Documents as columns give what a dict of records gives."""

from datetime import UTC, datetime

import pytest

from tests.example_readings import make_document
from ucap.publishing.document_index import DocumentIndex, index_nothing
from ucap.publishing.superseding import find_superseded, list_rivals
from ucap.schemas.arrow import render_table
from ucap.schemas.records import Document


def make(path: str, ucap_id: str | None, content: str = "", status: str = "published", year: int | None = None) -> Document:
    made = make_document(path, content=content or path, status=status, ucap_id=ucap_id)  # type: ignore[arg-type]
    return made.model_copy(update={"modified_at": year and datetime(year, 1, 1, tzinfo=UTC)})


DOCUMENTS = [
    make("é/b.pdf", "graz--turin", year=2018),
    make("a.pdf", "graz--turin", year=2020, status="published_with_issues"),
    make("𝐳.txt", "kaunas--hue", "same bytes", status="superseded"),
    make("Z.txt", "kaunas--hue", "same bytes"),
    make("note.txt", None, status="quarantined"),
    make("b/a.pdf", "lviv--hue"),
    make("b-a.pdf", "porto--hue", year=2019),
]
BY_PATH = {document.source_path: document for document in DOCUMENTS}
INDEX = DocumentIndex.of(DOCUMENTS)


def test_it_is_the_mapping_that_a_dict_would_be() -> None:
    assert list(INDEX) == sorted(BY_PATH)
    assert dict(INDEX) == BY_PATH and INDEX == BY_PATH
    assert "a" not in INDEX and INDEX.get("zz") is None and "a.pdf" not in index_nothing()
    some = INDEX.drop(["a.pdf", "unknown"])
    assert len(some) == len(INDEX) - 1 and "a.pdf" not in some and "b/a.pdf" in some
    assert list(INDEX.choose({"note.txt", "a.pdf"})) == ["a.pdf", "note.txt"]
    with pytest.raises(KeyError, match="unknown"):
        INDEX.choose(["a.pdf", "unknown"])


@pytest.mark.parametrize("most", [0, 10**9])
def test_it_is_made_of_pieces_copied_together_or_not(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ucap.publishing.parts._JOINED_BYTES", most)
    assert DocumentIndex.make(render_table(Document, [document]) for document in DOCUMENTS) == BY_PATH


def test_it_marks_and_finds() -> None:
    published = INDEX.select(INDEX.mark_published())
    assert set(published) == {path for path, one in BY_PATH.items() if one.status.startswith("published")}
    assert len(INDEX.select(INDEX.mark_holders())) == len(DOCUMENTS) - 1
    assert published.find_ucap("lviv--hue") == BY_PATH["b/a.pdf"]
    assert published.find_ucap("kaunas--hue") == BY_PATH["Z.txt"], "the other one is not in it"
    assert published.find_ucap("lviv") is published.find_ucap("zz") is index_nothing().find_ucap("a") is None


@pytest.mark.parametrize("read", [(), ("b-a.pdf",), ("a.pdf", "Z.txt", "note.txt"), tuple(BY_PATH)])
@pytest.mark.parametrize("preferred", [(), ("é/b.pdf",)])
def test_few_are_compared_and_all_that_are_superseded_are_found(read: tuple[str, ...], preferred: tuple[str, ...]) -> None:
    others = [BY_PATH[path].model_copy(update={"ucap_id": "lviv--hue"}) for path in read]
    carried = INDEX.drop(read)
    rivals = list_rivals(carried, others)
    assert find_superseded(rivals, preferred) == find_superseded([*carried.values(), *others], preferred)
    assert "b-a.pdf" in read or "b-a.pdf" not in {one.source_path for one in rivals}, "it has no rival"
