"""Of a dataset that is mostly that of the version before, only what changed is checked: every fault is found all the same."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.example_readings import make_reading
from ucap.publishing.assemble import Dataset, assemble_dataset, load_previous
from ucap.publishing.checks import check_dataset, check_tables
from ucap.publishing.parts import NewPart, Part, StoredPart, number_part
from ucap.publishing.versions import publish_dataset

COUNT = 8
"""Parts of each table, two U-CAPs each."""
CHANGED = make_reading("03.pdf", lead="City3", population=200_000, severities=("warning",))
UCAP = "city3--hue"


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """Sixteen documents, of which one was read again."""
    monkeypatch.setattr("ucap.publishing.parts.KEYS_PER_PART", 2)
    paths = [f"{number:02}.pdf" for number in range(16)]
    readings = [make_reading(path, lead=f"City{number}", severities=("warning",)) for number, path in enumerate(paths)]
    publish_dataset(assemble_dataset(readings), tmp_path)
    previous = load_previous(tmp_path)
    made = assemble_dataset([CHANGED], previous=previous, carried=[path for path in paths if path != "03.pdf"])
    assert len(made.parts["ucaps"]) == COUNT
    return made


def load(dataset: Dataset, table: str, number: int) -> pa.Table:
    return dataset.parts[table][number].load()


def change(table: str, key: str, edit: Callable[[Dataset, pa.Table], pa.Table]) -> Callable[[Dataset], dict[str, list[Part]]]:
    """Return what replaces the part of a key by what `edit` makes of its rows."""

    def replace(dataset: Dataset) -> dict[str, list[Part]]:
        parts, number = list(dataset.parts[table]), number_part(key, COUNT)
        parts[number] = NewPart(edit(dataset, parts[number].load()))
        return {table: parts}

    return replace


def drop(column: str, value: str) -> Callable[[Dataset, pa.Table], pa.Table]:
    return lambda dataset, rows: rows.filter(pc.not_equal(rows[column], value))


def set_all(column: str, value: object) -> Callable[[Dataset, pa.Table], pa.Table]:
    def edit(dataset: Dataset, rows: pa.Table) -> pa.Table:
        field = rows.schema.field(column)
        return rows.set_column(rows.schema.get_field_index(column), field, pa.array([value] * rows.num_rows, field.type))

    return edit


def add_rows_of_another_part(table: str, key: str) -> Callable[[Dataset, pa.Table], pa.Table]:
    def edit(dataset: Dataset, rows: pa.Table) -> pa.Table:
        other = next(n for n, part in enumerate(dataset.parts[table]) if n != number_part(key, COUNT) and part.row_count)
        return pa.concat_tables([rows, load(dataset, table, other)])

    return edit


def add_copy(dataset: Dataset, rows: pa.Table) -> pa.Table:
    """Add a second document of a U-CAP, under a name that belongs to the same part."""
    path = next(name for n in range(999) if number_part(name := f"copy{n}.pdf", COUNT) == number_part("03.pdf", COUNT))
    one = rows.filter(pc.equal(rows["source_path"], "03.pdf"))
    return pa.concat_tables([rows, set_all("source_path", path)(dataset, one)])


def add_repeated_issue(dataset: Dataset, rows: pa.Table) -> pa.Table:
    others = [part for part in dataset.parts["issues"] if isinstance(part, StoredPart) and part.row_count]
    return set_all("issue_id", others[0].load()["issue_id"][0].as_py())(dataset, rows.slice(0, 1))


def test_a_sound_one_has_no_fault_and_few_parts_are_looked_at(dataset: Dataset) -> None:
    assert check_dataset(dataset) == []
    changed = [(number, name) for number, parts in dataset.changed_groups() for name in parts]
    assert len({number for number, name in changed if name == "ucaps"}) == 1
    assert sum(name == "documents" for _, name in changed) == 1
    assert dataset.find_changed("ucaps") == [number_part(UCAP, COUNT)]
    whole = dataset.tables["documents"].select(dataset.documents.column_names).sort_by("source_path")
    assert dataset.documents.cast(whole.schema).equals(whole)


@pytest.mark.parametrize(
    ("broken", "violation"),
    [
        pytest.param(change("ucaps", UCAP, drop("ucap_id", UCAP)), "published documents without", id="ucap-missing"),
        pytest.param(change("cities", UCAP, set_all("side", "lead")), "cities: key", id="key-repeated"),
        pytest.param(change("cities", UCAP, set_all("city", None)), "null in city", id="null"),
        pytest.param(change("events", "x", set_all("title", None)), "null in title", id="null-in-event"),
        pytest.param(
            change("documents", "03.pdf", drop("source_path", "03.pdf")), "ucaps without a published", id="document-missing"
        ),
        pytest.param(
            change("documents", "03.pdf", drop("source_path", "03.pdf")), "issues.source_path names no", id="finding-lost"
        ),
        pytest.param(change("documents", "03.pdf", set_all("status", "superseded")), "without a reason", id="no-reason"),
        pytest.param(change("documents", "03.pdf", set_all("extractor_version", "9")), "different versions", id="two-codes"),
        pytest.param(change("documents", "03.pdf", add_copy), "two documents are published", id="two-documents"),
        pytest.param(
            change("ucaps", UCAP, add_rows_of_another_part("ucaps", UCAP)),
            "ucaps: rows are in another part than that of their ucap_id",
            id="key-in-two-parts",
        ),
        pytest.param(
            change("documents", "03.pdf", add_rows_of_another_part("documents", "03.pdf")),
            "documents: rows are in another part",
            id="document-in-two-parts",
        ),
        pytest.param(
            change("issues", "03.pdf", add_repeated_issue), "issues: key (issue_id) occurs more than once", id="id-elsewhere"
        ),
        pytest.param(
            lambda dataset: {"events": [NewPart(part.load().slice(0, 0)) for part in dataset.parts["events"]]},
            "event_mentions.event_id names no row of events",
            id="events-lost",
        ),
    ],
)
def test_a_fault_is_found(dataset: Dataset, broken: Callable[[Dataset], dict[str, list[Part]]], violation: str) -> None:
    parts = {name: tuple(parts) for name, parts in broken(dataset).items()}
    faulty = Dataset({**dataset.parts, **parts}, dataset.previous)
    assert violation in "\n".join(check_dataset(faulty))


def test_it_finds_none_where_the_whole_tables_have_none(dataset: Dataset) -> None:
    assert check_tables(dataset.tables) == []
