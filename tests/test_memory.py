"""Remembered readings: the same as reading again gives, and never what is damaged, outdated or the machine's doing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commands import FORM, ROOT, make_raw
from tests.example_outputs import file_tree
from ucap.extractors.extract import read_document, refuse_document
from ucap.extractors.options import ReadingOptions
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.reading import read_documents
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.memory import MEMORY_NAME, ReadingMemory, is_lasting
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.flows.sources.discovery import SourceFile, discover_documents
from ucap.schemas.arrow import render_table
from ucap.schemas.reading import AnyReading, Reading
from ucap.schemas.records import TABLES

SAMPLES = sorted(path.name for path in (ROOT / "raw").glob("*.*"))


def read(file: SourceFile) -> Reading:
    return read_document(file.path.read_bytes(), file.source_path)


@pytest.fixture
def file(tmp_path: Path) -> SourceFile:
    (file,) = discover_documents(make_raw(tmp_path / "raw", ("Porto", "Qingdao")))
    return file


# --- the same as reading again


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_recalled_gives_the_rows_that_were_read(tmp_path: Path, name: str) -> None:
    (file,) = (file for file in discover_documents(ROOT / "raw") if file.source_path == name)
    memory, reading = ReadingMemory(tmp_path), read(file)
    memory.remember(file, reading)
    recalled = memory.recall(file)
    assert recalled
    for ucap, other in ((reading.ucap, recalled.ucap), (reading.extracted, recalled.extracted or recalled.ucap)):
        assert ucap and other
        for table in TABLES:
            rows = [[record for record in each.records() if record.table_name == table] for each in (ucap, other)]
            assert render_table(TABLES[table], rows[0]).equals(render_table(TABLES[table], rows[1]))
    assert (recalled.issues, recalled.document) == (reading.issues, reading.document)


def test_withheld_values_are_remembered(file: SourceFile, tmp_path: Path) -> None:
    form = FORM.replace("May 2017 - December 2018", "May 2018 - December 2017").format(lead="Porto", partner="Qingdao")
    (tmp_path / "raw" / file.source_path).write_text(form, encoding="utf-8")
    (file,) = discover_documents(tmp_path / "raw")
    reading = read(file)
    assert reading.extracted != reading.ucap
    memory = ReadingMemory(tmp_path)
    memory.remember(file, reading)
    assert memory.recall(file) == reading


# --- what is not recalled


def test_another_file_path_or_limit_is_not_recalled(file: SourceFile, tmp_path: Path) -> None:
    memory = ReadingMemory(tmp_path)
    memory.remember(file, read(file))
    assert memory.recall(file)
    for other in (replace(file, source_path="b.txt"), replace(file, document_id="0" * 16), replace(file, refusal="x: y.")):
        assert memory.recall(other) is None
    assert ReadingMemory(tmp_path, ReadingOptions(max_pages=1)).recall(file) is None


def test_another_release_of_the_code_recalls_nothing(file: SourceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = ReadingMemory(tmp_path)
    memory.remember(file, read(file))
    monkeypatch.setattr("ucap.extractors.version.extractor_version", lambda: "0+other")
    assert memory.recall(file) is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-100], id="cut"),
        pytest.param(lambda content: content[:50] + bytes([content[50] ^ 1]) + content[51:], id="one-bit"),
        pytest.param(lambda content: content[:-8] + bytes([content[-8] ^ 1]) + content[-7:], id="checksum"),
    ],
)
def test_a_damaged_reading_is_not_recalled(file: SourceFile, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    memory = ReadingMemory(tmp_path)
    memory.remember(file, read(file))
    (place,) = (tmp_path / MEMORY_NAME).iterdir()
    place.write_bytes(damage(place.read_bytes()))
    assert memory.recall(file) is None


@pytest.mark.parametrize(
    ("reason", "is_same_file", "kept"),
    [
        pytest.param("encrypted: ask for it.", True, True, id="what-the-bytes-say"),
        pytest.param("timeout: it took long.", True, False, id="what-the-machine-did"),
        pytest.param("empty: nothing in it.", False, False, id="a-file-that-changed-before-it-was-read"),
    ],
)
def test_only_what_would_be_the_same_again_is_remembered(
    file: SourceFile, tmp_path: Path, reason: str, is_same_file: bool, kept: bool
) -> None:
    document_id = file.document_id if is_same_file else "0" * 16
    reading = refuse_document(document_id, file.source_path, file.size_bytes, reason)
    memory = ReadingMemory(tmp_path)
    memory.remember(file, reading)
    assert is_lasting(file, reading) == (memory.recall(file) is not None) == kept


def test_a_memory_that_cannot_be_written_ends_nothing(file: SourceFile, tmp_path: Path) -> None:
    (tmp_path / MEMORY_NAME.parent).write_text("in the way")
    memory = ReadingMemory(tmp_path)
    memory.remember(file, read(file))
    memory.keep_only([])
    assert memory.recall(file) is None


# --- whole runs


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let runs read in this process, and return the list of what they read."""
    names: list[str] = []

    def read_here(
        files: Iterable[SourceFile], limits: ReadingLimits, *, on_done: Callable[[AnyReading], None], **options: Any
    ) -> None:
        read_documents([file for file in files if file.refusal], limits, on_done=on_done, **options)
        for file in files:
            if not file.refusal:
                names.append(file.source_path)
                on_done(read(file))

    monkeypatch.setattr("ucap.flows.run.read.read_documents", read_here)
    return names


def run(folder: Path, output: str, **options: Any) -> RunSummary:
    return run_ingest(RunRequest(folder / "raw", folder / output, **options), Settings(workers=1))


SIGNED = {"reason": "map", "author": "ab", "date": date(2024, 2, 29)}
PORTO = {"ucap": "porto--qingdao", **SIGNED}
REVERSED = {"expected": date(2018, 12, 31), "value": date(2016, 12, 31)}
ENTRIES: list[dict[str, Any]] = [
    {**PORTO, "table": "cities", "row": "porto--qingdao/lead/1", "column": "province", "expected": None, "value": "Norte"},
    {**PORTO, "table": "cities", "row": "porto--qingdao/lead/1", "column": "country", "expected": "Spain", "value": "France"},
    {**PORTO, "table": "ucaps", "row": "porto--qingdao", "column": "period_end", **REVERSED},
    {**PORTO, "table": "activities", "row": "porto--qingdao/a1", "drop": True, "expected": {"date_text": "May 2017"}},
    {**PORTO, "table": "themes", "add": {"theme": "Ports", "position": 1}},
    {**SIGNED, "ignore": "turin-shenyang.txt"},
]  # fmt: skip


def write_entries(folder: Path, entries: list[dict[str, Any]]) -> None:
    path = folder / "raw" / "corrections" / "a.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(yaml.safe_dump([entry]) for entry in entries), encoding="utf-8")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.lists(st.sampled_from(ENTRIES), max_size=4), min_size=1, max_size=3))
def test_corrected_readings_from_memory_make_the_version_that_reading_everything_makes(
    tmp_path_factory: pytest.TempPathFactory, opened: list[str], states: list[list[dict[str, Any]]]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    make_raw(folder / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    first = run(folder, "out")
    opened.clear()
    for number, entries in enumerate([*states, []]):
        write_entries(folder, entries)
        remembered = run(folder, "out")
        assert opened == []
        forced = run(folder, f"clean-{number}", force=True)
        assert remembered.version == forced.version and remembered.corrections == forced.corrections
        trees = [file_tree((folder / output / "latest").resolve()) for output in ("out", f"clean-{number}")]
        assert "manifest.json" in trees[0] and trees[0] == trees[1]
        opened.clear()
    assert remembered.version == first.version


def test_who_asks_for_a_document_gets_it_read(tmp_path: Path, opened: list[str]) -> None:
    make_raw(tmp_path / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    run(tmp_path, "out")
    opened.clear()
    run(tmp_path, "out", patterns=("turin*",))
    assert opened == ["turin-shenyang.txt"]
    opened.clear()
    run(tmp_path, "out", force=True)
    assert opened == ["porto-qingdao.txt", "turin-shenyang.txt"]


def test_a_run_that_was_killed_is_gone_on_with(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    make_raw(tmp_path / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))

    def end(done: int, *_: object) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ingest(RunRequest(tmp_path / "raw", tmp_path / "out"), Settings(workers=1), on_progress=end)
    assert opened == ["porto-qingdao.txt"]
    run(tmp_path, "out")
    assert opened == ["porto-qingdao.txt", "turin-shenyang.txt"]


def test_readings_of_files_that_are_gone_are_forgotten(tmp_path: Path, opened: list[str]) -> None:
    make_raw(tmp_path / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    run(tmp_path, "out")
    assert len(list((tmp_path / "out" / MEMORY_NAME).iterdir())) == 2
    (tmp_path / "raw" / "turin-shenyang.txt").unlink()
    (tmp_path / "out" / MEMORY_NAME / "half.partial").write_text("left by a killed run")
    run(tmp_path, "out")
    (left,) = (tmp_path / "out" / MEMORY_NAME).iterdir()
    assert left.name.endswith(".json.gz")


def test_of_very_many_files_only_readings_of_those_that_changed_are_forgotten(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_raw(tmp_path / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"), ("Graz", "Hue"))
    run(tmp_path, "out")
    monkeypatch.setattr("ucap.flows.run.round._FEW", 0)
    monkeypatch.setattr("ucap.flows.run.round._MOST_READ", 0.5)
    before = set((tmp_path / "out" / MEMORY_NAME).iterdir())
    (tmp_path / "raw" / "turin-shenyang.txt").unlink()
    with (tmp_path / "raw" / "graz-hue.txt").open("a") as file:
        file.write("\n")
    run(tmp_path, "out")
    after = set((tmp_path / "out" / MEMORY_NAME).iterdir())
    assert (len(before), len(after), len(before & after)) == (3, 2, 1)
    assert opened[-1:] == ["graz-hue.txt"]


def test_a_superseded_document_comes_back_unread(tmp_path: Path, opened: list[str]) -> None:
    raw = make_raw(tmp_path / "raw", ("Porto", "Qingdao"))
    (raw / "porto-qingdao (2).txt").write_text((raw / "porto-qingdao.txt").read_text() + "\n", encoding="utf-8")
    first = run(tmp_path, "out")
    ((superseded, _),) = first.superseded
    (winner,) = {path.name for path in raw.iterdir()} - {superseded}
    (raw / winner).unlink()
    opened.clear()
    summary = run(tmp_path, "out")
    assert opened == [] and summary.row_counts["ucaps"] == 1 and not summary.superseded
