"""A run that carries documents over gives what a run from nothing gives, and opens only what changed."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.example_outputs import file_tree, latest_version
from tests.example_readings import make_reading
from tests.made_up_folders import Content, Reader, make_folder, publish_folder
from ucap.publishing.assemble import assemble_dataset, load_previous
from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import check_version
from ucap.publishing.parts import count_parts, find_sources, number_part
from ucap.publishing.steps import Step
from ucap.publishing.versions import publish_dataset

OLD, NEW = datetime(2019, 3, 1, tzinfo=UTC), datetime(2020, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ucap.publishing.parts.KEYS_PER_PART", 2)


def _inodes(version: Path) -> dict[str, int]:
    return {path.relative_to(version).as_posix(): path.stat().st_ino for path in version.rglob("*.parquet")}


# --- the same as a run from nothing

CONTENTS = st.builds(
    Content,
    # The same cities on both sides, with populations by the edition: so documents also change each other's findings.
    lead=st.sampled_from(["Turku", "Turku", "Kaunas", "Hue"]),
    partner=st.sampled_from(["Cebu", "Penang", "Lviv", "Turku"]),
    edition=st.integers(1, 2),
    modified_at=st.sampled_from([None, OLD, NEW]),
    flagged=st.booleans(),
    is_ucap=st.sampled_from([True, True, True, False]),
).filter(lambda content: content.lead != content.partner)
PATHS = st.sampled_from(["a.pdf", "b.pdf", "b (2).pdf", "c/a.pdf", "c/v2.pdf", "c/v10.pdf", "d.txt", "ä.txt"])


@st.composite
def changed_folders(draw: st.DrawFn) -> list[tuple[dict[str, Content], frozenset[str]]]:
    """Draw a folder and what it becomes in a few steps: each with the files that time out in that run."""
    folder = draw(st.dictionaries(PATHS, CONTENTS, max_size=6))
    states = [(folder, frozenset[str]())]
    for _ in range(draw(st.integers(1, 3))):
        folder = dict(folder)
        for _ in range(draw(st.integers(1, 2))):
            path = draw(PATHS)
            match draw(st.sampled_from(["put", "remove", "rename", "copy", "nothing"])):
                case "put":
                    folder[path] = draw(CONTENTS)
                case "remove":
                    folder.pop(path, None)
                case "rename" if folder:
                    folder[path] = folder.pop(draw(st.sampled_from(sorted(folder))))
                case "copy" if folder:
                    folder[path] = folder[draw(st.sampled_from(sorted(folder)))]
        states.append((folder, frozenset(draw(st.sets(PATHS, max_size=2)))))
    return states


def _name_longest(mentions: pa.Table) -> pa.Array:
    """Name each mention by the longest mention of the dataset: a value that one document can change in all others."""
    longest = max(mentions["text"].to_pylist(), key=lambda text: (len(text), text), default=None)
    return pa.array([longest] * mentions.num_rows, pa.string())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=changed_folders(), with_step=st.booleans())
def test_carrying_over_gives_what_reading_everything_gives(
    states: list[tuple[dict[str, Content], frozenset[str]]], with_step: bool
) -> None:
    steps = (Step("entities", "canonical", ("text",), _name_longest),) if with_step else ()
    with TemporaryDirectory() as folder_name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("ucap.publishing.assemble.STEPS", steps)
        output = Path(folder_name, "out")
        for number, (folder, failing) in enumerate(states):
            reader = Reader(folder, failing)
            version = publish_folder(reader, output).version
            failed = failing & set(reader.opened)
            clean = publish_folder(Reader(folder, failed), Path(folder_name, f"clean-{number}"))
            assert (version, file_tree(output / "versions" / version)) == (clean.version, file_tree(clean.path))
            assert latest_version(output) == version
            if not failed:
                again = Reader(folder)
                assert not publish_folder(again, output).written
                assert again.opened == []


# --- what is opened and what is written


@pytest.mark.parametrize(
    ("change", "opened"),
    [
        pytest.param({"007.pdf": Content(lead="City7", edition=2)}, ["007.pdf"], id="edited"),
        pytest.param({"new.pdf": Content(lead="Turku")}, ["new.pdf"], id="added"),
        pytest.param({"007.pdf": None}, [], id="removed"),
        pytest.param({"007.pdf": None, "x.pdf": Content(lead="City7")}, ["x.pdf"], id="renamed"),
        pytest.param({"x.pdf": Content(lead="City7")}, ["x.pdf"], id="copy-that-supersedes"),
        pytest.param({"000 copy.pdf": Content(lead="City7")}, ["000 copy.pdf"], id="copy-that-is-superseded"),
        pytest.param({"old.pdf": None}, ["000.pdf"], id="rival-gone"),
        pytest.param({"old.pdf": Content(is_ucap=False)}, ["old.pdf", "000.pdf"], id="rival-no-longer-a-ucap"),
    ],
)
def test_only_what_changed_is_opened(tmp_path: Path, change: dict[str, Content | None], opened: list[str]) -> None:
    before = make_folder(9) | {"old.pdf": Content(lead="City0", edition=2)}  # supersedes 000.pdf by its name
    publish_folder(Reader(before), tmp_path)
    reader = Reader({path: content for path, content in (before | change).items() if content})
    publish_folder(reader, tmp_path)
    assert reader.opened == opened


def test_a_failing_reading_brings_up_the_next_of_the_superseded(tmp_path: Path) -> None:
    before = {f"v{number}.pdf": Content(edition=number) for number in (1, 2, 3)}
    publish_folder(Reader(before), tmp_path)
    reader = Reader({**before, "v3.pdf": Content(is_ucap=False)}, failing=frozenset({"v2.pdf"}))
    publish_folder(reader, tmp_path)
    assert reader.opened == ["v3.pdf", "v2.pdf", "v1.pdf"]


def test_a_document_without_rows_must_be_read(tmp_path: Path) -> None:
    folder = {"v1.pdf": Content(), "v2.pdf": Content(edition=2)}
    publish_folder(Reader(folder), tmp_path)
    with pytest.raises(ValueError, match=r"^v1\.pdf must be read"):
        assemble_dataset([], previous=load_previous(tmp_path), carried=["v1.pdf"])


def test_one_change_writes_one_part_of_each_table(tmp_path: Path) -> None:
    folder = make_folder(30)
    one = publish_folder(Reader(folder), tmp_path)
    two = publish_folder(Reader({**folder, "004.pdf": Content(lead="City4", edition=2)}), tmp_path)
    before, after = _inodes(one.path), _inodes(two.path)
    assert before.keys() == after.keys()
    assert len(before) == 16 * 13 + 2  # 30 U-CAPs, 2 a part; corrections and reviews are not cut
    written = [name for name in after if after[name] != before[name]]
    number = f"part-{number_part('city4--hue', 16):05}.parquet"
    # `ucaps` names the document it was read from, one city has another population; all other values are as before.
    document = f"part-{number_part('004.pdf', 16):05}.parquet"
    assert sorted(written) == [f"cities/{number}", f"documents/{document}", f"issues/{document}", f"ucaps/{number}"]


def test_reading_everything_again_links_what_is_the_same(tmp_path: Path) -> None:
    folder = make_folder(9)
    one = publish_folder(Reader(folder), tmp_path)
    reader = Reader(folder)
    forced = publish_folder(reader, tmp_path, force=True)
    assert (forced.version, forced.written, len(reader.opened)) == (one.version, False, 9)
    two = publish_folder(Reader({**folder, "new.txt": Content(is_ucap=False)}), tmp_path, force=True)
    before, after = _inodes(one.path), _inodes(two.path)
    assert {name.split("/")[0] for name in after if after[name] != before.get(name)} <= {"documents", "issues"}


@pytest.mark.parametrize("error", [errno.EXDEV, errno.EPERM, errno.EMLINK])
def test_parts_are_copied_where_they_cannot_be_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(error, os.strerror(error), str(target))

    folder = make_folder(9)
    publish_folder(Reader(folder), tmp_path / "out")
    changed = {**folder, "004.pdf": Content(lead="Turku")}
    monkeypatch.setattr(os, "link", refuse)
    version = publish_folder(Reader(changed), tmp_path / "out").version
    clean = publish_folder(Reader(changed), tmp_path / "clean")
    assert clean.version == version
    assert file_tree(tmp_path / "out" / "versions" / version) == file_tree(clean.path)
    assert {path.stat().st_nlink for path in (tmp_path / "out").rglob("*.parquet")} == {1}


def test_a_copy_that_differs_is_found_before_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy_half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:100])

    folder = make_folder(9)
    one = publish_folder(Reader(folder), tmp_path)
    monkeypatch.setattr(os, "link", copy_half)
    with pytest.raises(OutputError, match="differs from its checksum"):
        publish_folder(Reader({**folder, "004.pdf": Content(lead="Turku")}), tmp_path)
    assert latest_version(tmp_path) == one.version


def test_a_damaged_part_is_not_carried_over(tmp_path: Path) -> None:
    folder = make_folder(9)
    publication = publish_folder(Reader(folder), tmp_path)
    whole = file_tree(tmp_path)
    part = publication.path / "evidence" / "part-00001.parquet"
    content = part.read_bytes()
    part.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
    assert load_previous(tmp_path) is None
    reader = Reader(folder)
    assert publish_folder(reader, tmp_path).written
    assert (len(reader.opened), file_tree(tmp_path)) == (9, whole)


def test_a_version_of_another_schema_is_not_carried_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_folder(Reader(make_folder(2)), tmp_path)
    assert load_previous(tmp_path) is not None
    monkeypatch.setattr("ucap.publishing.assemble.SCHEMA_VERSION", "9.0.0")
    assert load_previous(tmp_path) is None


def test_unchanged_parts_are_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ucap.publishing.parts.KEYS_PER_PART", 8)
    folder = make_folder(30)
    publish_folder(Reader(folder), tmp_path)
    decoded: list[str] = []
    original = pq.ParquetFile

    def note(source: BinaryIO, **options: bool) -> pq.ParquetFile:
        decoded.append(Path(source.name).parent.name)
        return original(source, **options)

    monkeypatch.setattr(pq, "ParquetFile", note)
    publish_folder(Reader({**folder, "004.pdf": Content(lead="City4", edition=2)}), tmp_path)
    # One of four parts. Nothing in them differs, so none is written and read back. Linking looks at the names in all of them,
    # and at those of the part as it was.
    assert {name: decoded.count(name) for name in ("evidence", "sections", "entities")} == {
        "evidence": 1,
        "sections": 1,
        "entities": 5,
    }


# --- refusing a version


def test_a_version_that_is_not_accepted_is_not_switched_to(tmp_path: Path) -> None:
    def refuse(version: Path) -> None:
        assert check_version(version, version.name) == []
        raise OutputError("too few cities")

    one = publish_folder(Reader(make_folder(2)), tmp_path)
    dataset = assemble_dataset([make_reading()])
    for _ in range(2):  # it lies there whole now, and is still not accepted
        with pytest.raises(OutputError, match="too few cities"):
            publish_dataset(dataset, tmp_path, accept=refuse)
        assert latest_version(tmp_path) == one.version
    assert not publish_dataset(dataset, tmp_path).written


# --- parts


@pytest.mark.parametrize(("keys", "parts"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8), (100, 64)])
def test_parts_grow_with_the_data(keys: int, parts: int) -> None:
    assert count_parts(keys) == parts


@given(st.text(), st.integers(0, 8), st.integers(0, 8))
def test_rows_of_a_key_are_found_however_the_table_was_cut(key: str, now: int, before: int) -> None:
    assert number_part(key, 2**before) in find_sources(number_part(key, 2**now), 2**now, 2**before)


@given(st.integers(0, 6), st.integers(0, 6))
def test_no_part_is_read_that_cannot_hold_a_row(now: int, before: int) -> None:
    reads = [source for number in range(2**now) for source in find_sources(number, 2**now, 2**before)]
    assert sorted(set(reads)) == list(range(2**before))
    assert len(reads) == max(2**now, 2**before)
