"""Versions are written whole, once for each content, and one at a time."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from tests.commands import make_environment, run_python
from tests.example_outputs import ONE, READINGS, TWO, file_tree, latest_version, make_dataset
from tests.example_readings import make_correction, make_reading
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.errors import DatasetError, OutputError
from ucap.publishing.layout import digest_rows, render_inputs
from ucap.publishing.lock import output_lock, read_owner
from ucap.publishing.manifest import Manifest, ManifestInput, ManifestTable, read_manifest, read_table
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import SCHEMA_VERSION, TABLES


def test_publishing_into_a_missing_folder(tmp_path: Path) -> None:
    output = tmp_path / "made" / "output"
    publication = publish_dataset(ONE, output)
    assert publication.written
    assert publication.path == output / "versions" / publication.version
    assert publication.row_counts == ONE.row_counts()
    assert latest_version(output) == publication.version
    assert os.readlink(output / "latest") == f"versions/{publication.version}"
    assert [path.name for path in (output / "versions").iterdir()] == [publication.version]
    for name, table in ONE.tables.items():
        assert read_table(output, name).equals(table, check_metadata=True)


def test_manifest_tells_inputs_and_tables_and_no_clock(tmp_path: Path) -> None:
    version = publish_dataset(ONE, tmp_path).version
    text = (tmp_path / "latest" / "manifest.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert text == json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert sorted(content) == ["descriptions", "extractor_version", "inputs", "schema_version", "tables", "version"]
    manifest = read_manifest(tmp_path)
    assert manifest
    assert (manifest.version, manifest.schema_version, manifest.extractor_version) == (version, SCHEMA_VERSION, "0.1.0+0000")
    assert [(entry.source_path, entry.document_id, entry.input_key) for entry in manifest.inputs or ()] == [
        (reading.document.source_path, reading.document.document_id, reading.document.input_key) for reading in READINGS
    ]
    assert {name: table.rows for name, table in manifest.tables.items()} == ONE.row_counts()


def test_same_input_gives_same_version_and_bytes(tmp_path: Path) -> None:
    again = assemble_dataset(READINGS[::-1], [make_correction("turku.yml", 1)])
    assert publish_dataset(ONE, tmp_path / "x").version == publish_dataset(again, tmp_path / "y").version
    assert file_tree(tmp_path / "x") == file_tree(tmp_path / "y")


def test_chunks_of_a_table_do_not_show(tmp_path: Path) -> None:
    chunked = make_dataset({name: pa.concat_tables([table.slice(0, 1), table.slice(1)]) for name, table in ONE.tables.items()})
    publish_dataset(ONE, tmp_path / "x")
    publish_dataset(chunked, tmp_path / "y")
    assert file_tree(tmp_path / "x") == file_tree(tmp_path / "y")


def test_publishing_nothing_is_a_version_of_empty_tables(tmp_path: Path) -> None:
    publication = publish_dataset(assemble_dataset([]), tmp_path)
    assert latest_version(tmp_path) == publication.version
    assert publication.row_counts == dict.fromkeys(TABLES, 0)
    manifest = read_manifest(tmp_path)
    assert manifest and manifest.extractor_version is None
    assert read_table(tmp_path, "cities").schema.equals(all_schemas()["cities"], check_metadata=True)


def test_second_run_writes_nothing(tmp_path: Path) -> None:
    def states() -> dict[Path, tuple[int, int, int, int]]:
        found = {path: path.lstat() for path in [tmp_path, *tmp_path.rglob("*")] if ".state" not in path.parts}
        return {path: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns, s.st_size) for path, s in found.items()}

    first = publish_dataset(ONE, tmp_path)
    before = states()
    second = publish_dataset(ONE, tmp_path)
    assert (second.version, second.written) == (first.version, False)
    assert states() == before


def test_going_back_switches_latest_and_writes_nothing(tmp_path: Path) -> None:
    one, two = publish_dataset(ONE, tmp_path), publish_dataset(TWO, tmp_path)
    assert (two.written, latest_version(tmp_path)) == (True, two.version)
    inode = (one.path / "manifest.json").stat().st_ino
    back = publish_dataset(ONE, tmp_path)
    assert (back.version, back.written, latest_version(tmp_path)) == (one.version, False, one.version)
    assert (one.path / "manifest.json").stat().st_ino == inode
    assert two.path.is_dir()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"input_key": "other"}, id="input-key"),
        pytest.param({"size_bytes": 1}, id="value-that-is-no-input"),
    ],
)
def test_any_change_of_content_changes_the_version(tmp_path: Path, change: dict[str, object]) -> None:
    reading = make_reading()
    changed = type(reading)(reading.document.model_copy(update=change), reading.ucap, reading.issues)
    versions = {publish_dataset(assemble_dataset([r]), tmp_path).version for r in (reading, changed)}
    assert len(versions) == 2


def test_digest_of_rows_is_as_written_down() -> None:
    field = pa.field("a", pa.int8(), metadata={"unit": "km"})
    table = pa.table([[1, None]], schema=pa.schema([field], metadata={"table": "t"}))
    lines = ['{"table": "t"}', '["a", "int8", true, {"unit": "km"}]', "2", "[1, null]"]
    assert digest_rows(table) == hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(pa.table({"a": pa.array(["x", "z"])}), id="value"),
        pytest.param(pa.table({"a": pa.array(["y", "x"])}), id="order"),
        pytest.param(pa.table({"a": pa.array(["x", None])}), id="null"),
        pytest.param(pa.table({"a": pa.array(["x"])}), id="length"),
        pytest.param(pa.table({"b": pa.array(["x", "y"])}), id="name"),
        pytest.param(pa.table({"a": pa.array(["x", "y"], pa.large_string())}), id="type"),
        pytest.param(pa.table({"a": pa.array(["x", "y"])}).replace_schema_metadata({"k": "v"}), id="metadata"),
    ],
)
def test_digest_of_rows_tells_tables_apart(other: pa.Table) -> None:
    assert digest_rows(pa.table({"a": pa.array(["x", "y"])})) != digest_rows(other)


def test_broken_dataset_is_not_published(tmp_path: Path) -> None:
    version = publish_dataset(ONE, tmp_path).version
    before = file_tree(tmp_path)
    broken = make_dataset({**TWO.tables, "ucaps": TWO.tables["ucaps"].slice(1)})
    with pytest.raises(DatasetError, match="names no row of ucaps") as caught:
        publish_dataset(broken, tmp_path)
    assert any(violation.startswith("themes.ucap_id") for violation in caught.value.violations)
    assert (latest_version(tmp_path), file_tree(tmp_path)) == (version, before)


# What can go wrong with the folder


def _put_file(output: Path) -> None:
    output.write_text("mine")


def _put_file_above(output: Path) -> None:
    output.parent.rmdir()
    output.parent.write_text("mine")


def _put_file_for_versions(output: Path) -> None:
    output.mkdir()
    (output / "versions").write_text("mine")


def _put_folder_for_latest(output: Path) -> None:
    (output / "latest").mkdir(parents=True)


@pytest.mark.parametrize(
    ("prepare", "path"),
    [
        pytest.param(_put_file, "output", id="output-is-a-file"),
        pytest.param(_put_file_above, "output", id="folder-above-is-a-file"),
        pytest.param(_put_file_for_versions, "output/versions", id="versions-is-a-file"),
        pytest.param(_put_folder_for_latest, "output/latest", id="latest-is-a-folder"),
    ],
)
def test_something_in_the_way_is_named(tmp_path: Path, prepare: Callable[[Path], None], path: str) -> None:
    output = tmp_path / "parent" / "output"
    output.parent.mkdir()
    prepare(output)
    with pytest.raises(OutputError, match="move it elsewhere") as caught:
        publish_dataset(ONE, output)
    assert str(tmp_path / "parent" / path) in str(caught.value)


def test_reading_where_nothing_was_published(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "missing") is None
    with pytest.raises(OutputError, match="has no version yet"):
        read_table(tmp_path, "cities")


def test_reading_what_is_no_table(tmp_path: Path) -> None:
    publish_dataset(ONE, tmp_path)
    with pytest.raises(OutputError, match="no table 'towns'; its tables are activities, "):
        read_table(tmp_path, "towns")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        read_manifest(tmp_path / "file")


def _tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: list[Any] = [
    pytest.param(lambda version: (version / "manifest.json").unlink(), "is missing", id="manifest-missing"),
    pytest.param(lambda version: _tear(version / "manifest.json"), "is damaged", id="manifest-torn"),
    pytest.param(lambda version: (version / "manifest.json").write_text("{}"), "is damaged", id="manifest-empty"),
    pytest.param(lambda version: (version / "cities/part-00000.parquet").unlink(), "missing or damaged", id="part-missing"),
    pytest.param(lambda version: _tear(version / "cities/part-00000.parquet"), "missing or damaged", id="part-torn"),
    pytest.param(lambda version: shutil.rmtree(version / "cities"), "missing or damaged", id="table-missing"),
    pytest.param(shutil.rmtree, "is not there", id="version-missing"),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGES)
def test_damage_is_told_by_reading_and_repaired_by_publishing(
    tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    publication = publish_dataset(ONE, tmp_path)
    whole = file_tree(tmp_path)
    damage(publication.path)
    with pytest.raises(OutputError, match=message):
        read_table(tmp_path, "cities")
    assert publish_dataset(ONE, tmp_path).written and publish_dataset(ONE, tmp_path).repaired == ()
    assert file_tree(tmp_path) == whole


def test_stray_part_is_taken_away(tmp_path: Path) -> None:
    publication = publish_dataset(ONE, tmp_path)
    whole = file_tree(tmp_path)
    shutil.copy(publication.path / "cities/part-00000.parquet", publication.path / "cities/part-00001.parquet")
    assert publish_dataset(ONE, tmp_path).repaired == ("cities/part-00001.parquet does not belong to the version",)
    assert file_tree(tmp_path) == whole


def test_folder_that_holds_another_version_is_repaired(tmp_path: Path) -> None:
    one, two = publish_dataset(ONE, tmp_path), publish_dataset(TWO, tmp_path)
    whole = file_tree(tmp_path)
    shutil.rmtree(two.path)
    shutil.copytree(one.path, two.path)
    assert publish_dataset(TWO, tmp_path).written
    assert file_tree(tmp_path) == whole


def test_leftovers_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    publish_dataset(ONE, tmp_path)
    whole = file_tree(tmp_path)
    leftover = tmp_path / "versions" / ".0123456789ab.partial"
    (leftover / "cities").mkdir(parents=True)
    (leftover / "cities" / "part-00000.parquet").write_bytes(b"PAR1")
    (tmp_path / ".latest.partial").symlink_to("versions/gone")
    assert not publish_dataset(ONE, tmp_path).written
    assert file_tree(tmp_path) == whole


# Several at once

_OTHER_RUN = (
    rf"another run \(process {os.getpid()} of \S+ on {re.escape(socket.gethostname())}, since [0-9: -]+ UTC\) is writing"
)


def test_second_writer_leaves_at_once_or_waits(tmp_path: Path) -> None:
    held, release, outcomes = threading.Event(), threading.Event(), []

    def hold() -> None:
        with output_lock(tmp_path):
            held.set()
            release.wait(10)
            outcomes.append("released")

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    with pytest.raises(OutputError, match=_OTHER_RUN), output_lock(tmp_path, wait=False):
        pytest.fail("the lock is held twice")
    waiter = threading.Thread(target=lambda: outcomes.append(publish_dataset(ONE, tmp_path).version))
    waiter.start()
    waiter.join(0.2)
    assert waiter.is_alive() and outcomes == []
    release.set()
    waiter.join(10)
    holder.join(10)
    assert outcomes == ["released", latest_version(tmp_path)]


def test_a_run_that_waits_says_for_whom(tmp_path: Path) -> None:
    released, said = threading.Event(), []

    def tell(message: str) -> None:
        said.append(message)
        released.set()

    def wait() -> None:
        with output_lock(tmp_path, notify=tell):
            said.append("got it")

    waiter = threading.Thread(target=wait)
    with output_lock(tmp_path, notify=tell):
        waiter.start()
        assert released.wait(10)
    waiter.join(10)
    assert re.match(f"Waiting for {_OTHER_RUN}".replace("is writing", "which is writing").replace(r"\) ", r"\), "), said[0])
    assert said[1:] == ["got it"]
    assert read_owner(tmp_path) is None


def test_the_lock_of_a_run_that_died_is_free(tmp_path: Path) -> None:
    code = f"""
import os, pathlib
from ucap.publishing.lock import output_lock, read_owner
with output_lock(pathlib.Path({str(tmp_path)!r})):
    os.kill(os.getpid(), 9)
"""
    died = subprocess.run([sys.executable, "-c", code], env=make_environment(), check=False)
    assert died.returncode == -9
    owner = read_owner(tmp_path)
    assert owner is not None and owner.host == socket.gethostname()
    said: list[str] = []
    with output_lock(tmp_path, wait=False, notify=said.append):
        pass
    (sentence,) = said
    assert f"(process {owner.pid} of " in sentence and sentence.endswith(" died; this one cleans up and completes.")
    with output_lock(tmp_path, wait=False, notify=said.append):
        pass
    assert len(said) == 1


def test_run_may_publish_while_it_holds_the_lock(tmp_path: Path) -> None:
    with output_lock(tmp_path, wait=False):
        publish_dataset(ONE, tmp_path)
        with output_lock(tmp_path, wait=False):
            pass
        # Still held: the inner one did not let go of it.
        outcomes: list[str] = []

        def try_lock() -> None:
            try:
                with output_lock(tmp_path, wait=False):
                    outcomes.append("held twice")
            except OutputError:
                outcomes.append("refused")

        thread = threading.Thread(target=try_lock)
        thread.start()
        thread.join(10)
    assert outcomes == ["refused"]


def test_two_runs_together_write_one_version(tmp_path: Path) -> None:
    publications = []
    runs = [threading.Thread(target=lambda: publications.append(publish_dataset(ONE, tmp_path))) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(20)
    assert sorted(publication.written for publication in publications) == [False, True]
    assert {publication.version for publication in publications} == {latest_version(tmp_path)}


def test_reader_sees_one_version_while_latest_is_switched(tmp_path: Path) -> None:
    versions = {publish_dataset(dataset, tmp_path).version: dataset for dataset in (ONE, TWO)}
    stop, faults, seen = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                version = (tmp_path / "latest").resolve()  # once, as docs/consume.md says; then every table
                tables = {name: ds.dataset(version / name).to_table() for name in TABLES}
                expected = versions[version.name].tables
                assert all(tables[name].equals(expected[name]) for name in TABLES)
                seen.append(version.name)
                manifest = read_manifest(tmp_path)
                assert manifest and {n: t.rows for n, t in manifest.tables.items()} == versions[manifest.version].row_counts()
                assert read_table(tmp_path, "cities").num_rows in {d.row_counts()["cities"] for d in versions.values()}
            except Exception as error:  # kept for the test's own thread
                faults.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(100):
        publish_dataset((ONE, TWO)[number % 2], tmp_path)
    stop.set()
    reader.join(30)
    assert faults == []
    assert set(seen) == set(versions)


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_reading_tables_starts_no_threads(tmp_path: Path) -> None:
    """A process that ends while pyarrow's threads wait can be aborted, and then ends with 134 instead of its own status."""
    publish_dataset(ONE, tmp_path)
    count = "len(list(Path('/proc/self/task').iterdir()))"
    code = f"""
from pathlib import Path
import pyarrow.compute
from ucap.publishing.manifest import read_table
before = {count}
read_table(Path({str(tmp_path)!r}), "evidence")
print(before, {count})
"""
    before, after = run_python(code).split()
    assert before == after


def test_a_manifest_is_the_json_of_the_standard_library() -> None:
    names = ['a "quoted".pdf', "back\\slash", "é\u2028\x7f\x01\t", "𝐳"]
    inputs = tuple(ManifestInput(source_path=name, document_id="1", input_key="2") for name in names)
    manifest = Manifest(
        version="v", schema_version="1", extractor_version=None, inputs=inputs, tables={"b": ManifestTable(rows=0, parts=())}
    )
    expected = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert manifest.render().decode() == expected


@pytest.mark.parametrize("name", ["a.pdf", 'a "b".pdf', "é.pdf", "a\\b", "\x7f", ""])
def test_inputs_are_digested_as_json(name: str) -> None:
    rows = [
        {"source_path": name, "document_id": "1", "input_key": "2"},
        {"source_path": "~", "document_id": "", "input_key": "3"},
    ]
    assert f"[{render_inputs(pa.Table.from_pylist(rows))}]" == json.dumps(rows, sort_keys=True)
