"""Finding documents, reading them in processes that can be ended, and whole runs."""

import os
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.commands import make_raw
from tests.hostile_readers import read_or_misbehave
from ucap.extractors.extract import document_id_of, refuse_document
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.basics.settings import Settings
from ucap.flows.commands.outcome import print_outcome
from ucap.flows.pool.reading import read_documents
from ucap.flows.pool.worker import load_extractors
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.flows.sources.discovery import SourceFile, discover_documents
from ucap.publishing.errors import OutputError
from ucap.publishing.lock import output_lock
from ucap.publishing.manifest import read_manifest, read_table
from ucap.schemas.reading import AnyReading, Reading

AS_ROOT = os.geteuid() == 0


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Run each test in a folder without `.env` and `ucap.toml`, and without `UCAP_` variables."""
    for name in [name for name in os.environ if name.startswith("UCAP_")]:
        monkeypatch.delenv(name)
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    yield


# --- finding


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("plan.pdf", "plan.pdf", id="plain"),
        pytest.param("asia/2020/plan.pdf", "asia/2020/plan.pdf", id="nested"),
        pytest.param("plán 计划 🏙.pdf", "plán 计划 🏙.pdf", id="unicode"),
        pytest.param("line\nbreak.pdf", "line\nbreak.pdf", id="newline"),
        pytest.param("quote\"'[red].pdf", "quote\"'[red].pdf", id="quotes-and-markup"),
        pytest.param(b"caf\xe9.pdf", "caf\\xe9.pdf", id="latin-1-bytes"),
        pytest.param("no suffix", "no suffix", id="no-suffix"),
        pytest.param("asia/corrections/plan.pdf", "asia/corrections/plan.pdf", id="corrections-further-down"),
    ],
)
def test_files_of_any_name_are_found(tmp_path: Path, name: str | bytes, expected: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + os.fsencode(name)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"content")
    (found,) = [file for file in discover_documents(tmp_path)]
    assert (found.source_path, found.document_id, found.size_bytes) == (expected, document_id_of(b"content"), 7)
    assert found.refusal is None
    assert found.path.read_bytes() == b"content"
    found.source_path.encode()  # any encoder takes it


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf", ".git/config", "corrections/plan.yml", "folder.pdf/.keep", "Thumbs.db", "sub/desktop.ini",
        "__MACOSX/plan.pdf", "~$plan.docx",
    ],
)  # fmt: skip
def test_what_is_no_document_is_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("x")
    assert discover_documents(tmp_path) == []


def test_a_socket_is_passed_over(tmp_path: Path) -> None:
    os.mknod(tmp_path / "socket.pdf", stat.S_IFSOCK | 0o600)
    assert discover_documents(tmp_path) == []


def test_files_come_in_order_of_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "a-b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [file.source_path for file in discover_documents(tmp_path)] == ["a-b.txt", "a.txt", "a/z.txt", "b.txt"]


def test_a_raw_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "plan.txt").write_text("x")
    (tmp_path / "raw").symlink_to("real")
    assert [file.source_path for file in discover_documents(tmp_path / "raw")] == ["plan.txt"]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        pytest.param("../outside.txt", "outside_raw", id="file-outside"),
        pytest.param("..", "outside_raw", id="folder-outside"),
        pytest.param("nowhere.txt", "unreadable", id="broken"),
        pytest.param("link.txt", "unreadable", id="to-itself"),
        pytest.param("plan.txt", None, id="file-inside"),
    ],
)
def test_links(tmp_path: Path, target: str, code: str | None) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "outside.txt").write_text("secret")
    (raw / "plan.txt").write_text("content")
    (raw / "link.txt").symlink_to(target)
    found = {file.source_path: file for file in discover_documents(raw)}
    assert found.keys() == {"link.txt", "plan.txt"}
    refusal = found["link.txt"].refusal
    assert (refusal.partition(":")[0] if refusal else None) == code
    assert found["link.txt"].document_id == document_id_of(b"content" if code is None else b"")


def test_a_linked_folder_inside_is_not_listed_twice(tmp_path: Path) -> None:
    (tmp_path / "asia").mkdir()
    (tmp_path / "asia" / "plan.txt").write_text("x")
    (tmp_path / "again").symlink_to("asia")
    assert [file.source_path for file in discover_documents(tmp_path)] == ["asia/plan.txt"]


@pytest.mark.skipif(AS_ROOT, reason="root may read every file")
def test_a_file_without_access_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("x")
    (tmp_path / "plan.txt").chmod(0)
    (file,) = discover_documents(tmp_path)
    assert file.refusal == "unreadable: permission denied; correct the file's name, access rights or link."


@pytest.mark.parametrize(("size", "refused"), [(10, False), (11, True)])
def test_the_size_limit_is_the_last_size_taken(tmp_path: Path, size: int, refused: bool) -> None:
    (tmp_path / "plan.txt").write_bytes(b"x" * size)
    (file,) = discover_documents(tmp_path, max_bytes=10)
    assert (file.refusal or "").startswith("too_large: ") is refused
    assert (file.document_id, file.size_bytes) == (document_id_of(b"x" * size), size)


def test_an_enormous_file_is_refused_without_being_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ucap.flows.sources.discovery._MOST_HASHED", 1_500_000)
    (tmp_path / "image.iso").write_bytes(bytes(2_000_000))
    (file,) = discover_documents(tmp_path, max_bytes=1_000_000)
    assert (file.size_bytes, file.document_id) == (2_000_000, document_id_of(b""))
    assert (file.refusal or "").startswith("too_large: 2.0 MB are more than the limit of 1 MB; ")


def test_folders_within_folders_without_end_get_a_row(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):  # more than fit into a path
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    (tmp_path / "plan.txt").write_text("x")
    deep, plan = discover_documents(tmp_path)
    assert (plan.source_path, plan.refusal) == ("plan.txt", None)
    assert (deep.refusal or "").startswith("unreadable: file name too long; ")


# --- reading


def read_words(tmp_path: Path, *words: str, timeout_seconds: float = 30) -> dict[str, str]:
    """Read one file for each word, which says what happens to its process; return the reason by word."""
    for word in words:
        (tmp_path / word).write_text(word)
    seen: list[AnyReading] = []
    readings = read_documents(
        discover_documents(tmp_path),
        ReadingLimits(timeout_seconds=timeout_seconds, memory_limit_mib=640),
        workers=2,
        on_done=seen.append,
        read=read_or_misbehave,
    )
    assert [reading.document.source_path for reading in readings] == sorted(words)
    assert sorted(reading.document.source_path for reading in seen) == sorted(words)
    assert {(reading.document.status, reading.load().ucap) for reading in readings} == {("quarantined", None)}
    assert all(r.document.document_id == document_id_of(r.document.source_path.encode()) for r in readings)
    return {reading.document.source_path: reading.document.reason or "" for reading in readings}


def test_a_document_that_ends_its_process_costs_only_itself(tmp_path: Path) -> None:
    expected = {
        "allocate": "out_of_memory: reading needed over 640 MiB; ",
        "exit": "crashed: the reading process ended with status 5; ",
        "hoard": "out_of_memory: reading needed over 640 MiB; ",
        "killed": "out_of_memory: the system ended the reading process",
        "raise": "crashed: the reader failed with ZeroDivisionError; ",
        "segfault": "crashed: the reading process ended with signal SIGSEGV; ",
        "good-1": "not_a_ucap: a test document.",
        "good-2": "not_a_ucap: a test document.",
        "good-3": "not_a_ucap: a test document.",
    }
    reasons = read_words(tmp_path, *expected)
    assert {word: reason[: len(expected[word])] for word, reason in reasons.items()} == expected


def test_a_document_that_hangs_is_ended(tmp_path: Path) -> None:
    reasons = read_words(tmp_path, "good", "hang", "sleep", "spin", timeout_seconds=2)
    assert reasons["good"] == "not_a_ucap: a test document."
    assert reasons["hang"] == reasons["sleep"] == reasons["spin"]
    assert reasons["hang"].startswith("timeout: reading took longer than 2 s; ")


def test_what_libraries_print_reaches_no_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert read_words(tmp_path, "chatter") == {"chatter": "not_a_ucap: a test document."}
    assert capfd.readouterr() == ("", "")


def test_documents_can_be_read_from_a_thread(tmp_path: Path) -> None:
    reasons: dict[str, str] = {}
    thread = threading.Thread(target=lambda: reasons.update(read_words(tmp_path, "good")))
    thread.start()
    thread.join(60)
    assert reasons == {"good": "not_a_ucap: a test document."}


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "sleep").write_text("sleep")
    files = discover_documents(tmp_path)
    with pytest.raises(CancelledError):
        read_documents(files, ReadingLimits(), workers=1, is_cancelled=lambda: True, read=read_or_misbehave)


def test_a_refused_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("x")
    files = [replace(file, path=Path("/nowhere"), refusal="too_large: why.") for file in discover_documents(tmp_path)]
    (reading,) = read_documents(files, ReadingLimits(), workers=1)
    assert (reading.document.status, reading.document.reason) == ("quarantined", "too_large: why.")


def test_a_file_that_vanished_since_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("x")
    files = discover_documents(tmp_path)
    (tmp_path / "plan.txt").unlink()
    (reading,) = read_documents(files, ReadingLimits(), workers=1)
    assert (reading.document.reason or "").startswith("unreadable: No such file or directory; ")


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        pytest.param(ImportError("no module named x"), r"cannot start \(ImportError: no module named x\)", id="broken-install"),
        pytest.param(None, r"the system may lack memory", id="unknown"),
    ],
)
def test_reading_processes_that_never_start_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: Exception | None, sentence: str
) -> None:
    def load() -> None:
        if cause:
            raise cause

    (tmp_path / "plan.txt").write_text("x")
    # What a process is started with fails there: a limit on memory that is no number.
    monkeypatch.setattr("ucap.flows.pool.reading.load_extractors", load)
    limit: Any = "none"
    with pytest.raises(RunError, match=sentence):
        read_documents(discover_documents(tmp_path), ReadingLimits(memory_limit_mib=limit), workers=1)


def test_the_form_that_warms_reading_processes_up_is_read_whole() -> None:
    reading = load_extractors()
    assert reading.document.status == "published"
    assert reading.ucap is not None
    assert {"model", "rule"} >= {entity.source for entity in reading.ucap.entities} != set()
    assert reading.ucap.activities and reading.ucap.cities


# --- whole runs


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Return a folder of two U-CAPs and a file that is not one."""
    folder = make_raw(tmp_path / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    (folder / "note.txt").write_text("Nothing of interest.")
    return folder


def run(raw: Path, output: Path, *, force: bool = False, accept: Sequence[str] = (), **settings: float) -> RunSummary:
    """Run with one reading process, which is the quickest for a few small files."""
    request = RunRequest(raw, output, force=force, accept_drop=tuple(accept))
    return run_ingest(request, Settings.model_validate({"workers": 1, **settings}))


def list_tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file and folder below with its time of change and inode, but those of what spares hashing."""
    found = {path: path.lstat() for path in sorted(folder.rglob("*")) if ".state" not in path.parts}
    return {path.relative_to(folder).as_posix(): (stat.st_mtime_ns, stat.st_ino) for path, stat in found.items()}


def test_a_run_publishes_what_the_folder_holds(raw: Path, tmp_path: Path) -> None:
    done: list[tuple[int, int, str, str]] = []
    request = RunRequest(raw, tmp_path / "out")
    summary = run_ingest(request, Settings(workers=1), on_progress=lambda *event: done.append(event))
    documents = {row["source_path"]: row for row in read_table(tmp_path / "out", "documents").to_pylist()}
    assert documents.keys() == {"note.txt", "porto-qingdao.txt", "turin-shenyang.txt"}
    assert documents["note.txt"]["status"] == "quarantined"
    assert summary.quarantined == (("note.txt", documents["note.txt"]["reason"]),)
    assert sum(summary.documents.values()) == summary.row_counts["documents"] == 3
    assert summary.row_counts["ucaps"] == 2
    assert (summary.written, summary.unchanged, summary.is_clean) == (True, False, False)
    assert [event[:2] for event in done] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert {event[2] for event in done} == {"", *documents}
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None and manifest.version == summary.version


def test_the_same_folder_again_reads_and_writes_nothing(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(raw, tmp_path / "out")
    before = list_tree(tmp_path / "out")
    monkeypatch.setattr("ucap.flows.run.read.read_documents", None)
    second = run(raw, tmp_path / "out")
    assert list_tree(tmp_path / "out") == before
    assert (second.written, second.unchanged) == (False, True)
    assert (second.read, second.carried_over) == (0, 3)
    assert replace(second, written=True, before=None, read=3, carried_over=0, seconds=0) == replace(first, seconds=0)


def test_a_ucap_that_no_document_holds_any_more_is_named(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(raw, tmp_path / "out")
    make_raw(raw, ("Antwerp", "Xiamen"))
    assert run(raw, tmp_path / "out").gone == ()
    next(path for path in raw.rglob("*") if "antwerp" in path.name.casefold()).unlink()
    summary = run(raw, tmp_path / "out")
    assert summary.gone == ("antwerp--xiamen",)
    print_outcome(summary, RunRequest(raw, tmp_path / "out"))
    assert "No longer published, as no document holds them any more:\n  antwerp--xiamen\n" in capsys.readouterr().out


def test_force_reads_again_and_finds_the_same(raw: Path, tmp_path: Path) -> None:
    first, second = run(raw, tmp_path / "out"), run(raw, tmp_path / "out", force=True)
    assert (second.version, second.written, second.unchanged) == (first.version, False, False)


@pytest.mark.parametrize(
    ("change", "read", "carried_over"),
    [
        ("added", 1, 3),
        ("removed", 0, 2),
        ("renamed", 1, 2),
        ("edited", 1, 2),
        ("size-limit", 2, 1),
        ("page-limit", 3, 0),
        ("damaged-version", 3, 0),
    ],
)
def test_any_change_is_noticed(raw: Path, tmp_path: Path, change: str, read: int, carried_over: int) -> None:
    output = tmp_path / "out"
    first = run(raw, output)
    limit, max_pages = 50.0, 60
    match change:
        case "added":
            make_raw(raw, ("Antwerp", "Xiamen"))
        case "removed":
            (raw / "note.txt").unlink()
        case "renamed":
            (raw / "note.txt").rename(raw / "remark.txt")
        case "edited":
            (raw / "note.txt").write_text("Nothing of more interest.")
        case "size-limit":
            limit = 0.0001
        case "page-limit":
            max_pages = 1
        case "damaged-version":
            (output / "latest" / "activities" / "part-00000.parquet").unlink()
    accept = ["documents"] if change == "size-limit" else []  # no document is left then
    second = run(raw, output, max_size_mb=limit, max_pages=max_pages, accept=accept)
    assert second.written and not second.unchanged
    assert (second.read, second.carried_over) == (read, carried_over)
    assert (second.version == first.version) is (change == "damaged-version")
    third = run(raw, output, max_size_mb=limit, max_pages=max_pages)
    assert third.unchanged


@pytest.mark.parametrize("code", ["timeout", "out_of_memory", "crashed", "unreadable"])
def test_what_failed_by_the_machine_is_tried_again(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def fail_each(files: list[SourceFile], *_: Any, on_done: Callable[[Reading], None], **__: Any) -> None:
        for file in files:
            on_done(refuse_document(file.document_id, file.source_path, file.size_bytes, f"{code}: a bad day."))

    with monkeypatch.context() as patch:
        patch.setattr("ucap.flows.run.read.read_documents", fail_each)
        assert len(run(raw, tmp_path / "out").quarantined) == 3
    assert run(raw, tmp_path / "out").row_counts["ucaps"] == 2


def test_a_folder_without_documents_gives_an_empty_version(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    summary = run(tmp_path / "raw", tmp_path / "out")
    assert summary.written and set(summary.row_counts.values()) == {0}


@pytest.mark.parametrize(
    ("raw_name", "output_name", "sentence"),
    [
        pytest.param("missing", "out", "There is no folder ", id="raw-missing"),
        pytest.param("raw/note.txt", "out", "note.txt is a file: ", id="raw-is-a-file"),
        pytest.param("raw", "raw/out", "lies inside ", id="output-inside-raw"),
        pytest.param("raw", "raw", "lies inside ", id="output-is-raw"),
    ],
)
def test_folders_that_cannot_be_used(raw: Path, tmp_path: Path, raw_name: str, output_name: str, sentence: str) -> None:
    before = list_tree(tmp_path)
    with pytest.raises(RunError, match=sentence):
        run(tmp_path / raw_name, tmp_path / output_name)
    assert list_tree(tmp_path) == before


def test_an_output_that_is_a_file_stays_as_it_is(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="out"):
        run(raw, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_run_that_may_not_wait_says_that_another_one_writes(raw: Path, tmp_path: Path) -> None:
    caught: list[OutputError] = []

    def try_to_run() -> None:
        try:
            run_ingest(RunRequest(raw, tmp_path / "out", wait=False), Settings(workers=1))
        except OutputError as error:
            caught.append(error)

    with output_lock(tmp_path / "out"):
        thread = threading.Thread(target=try_to_run)
        thread.start()
        thread.join(60)
    assert len(caught) == 1 and "another run (process " in str(caught[0])


# --- settings


def test_settings_come_from_environment_then_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("ucap.toml").write_text('timeout_seconds = 5\nmemory_limit_mib = 700\nraw_folder = "toml"\n')
    Path(".env").write_text("UCAP_TIMEOUT_SECONDS=6\nUCAP_MEMORY_LIMIT_MIB=800\nUNRELATED=1\n")
    monkeypatch.setenv("UCAP_TIMEOUT_SECONDS", "7")
    settings = Settings()
    assert (settings.timeout_seconds, settings.memory_limit_mib, settings.raw_folder) == (7, 800, Path("toml"))
    assert (settings.output_folder, settings.max_bytes) == (Path("output"), 50_000_000)


@pytest.mark.parametrize(
    ("toml", "dotenv", "variable", "said"),
    [
        pytest.param("worker = 2", "", "", r"worker in ucap\.toml is not a setting: did you mean workers\?", id="toml"),
        pytest.param("[ingest]\nworkers = 2", "", "", r"ingest in ucap\.toml is not a setting: .*", id="toml-section"),
        pytest.param(
            "",
            "UCAP_TIMEOUT=5",
            "",
            r"UCAP_TIMEOUT in \.env is not .* UCAP_TIMEOUT_SECONDS\?",
            id="dotenv",
        ),
        pytest.param("", "", "UCAP_RAW", r"UCAP_RAW in the environment is not .* UCAP_RAW_FOLDER\?", id="variable"),
        pytest.param("", "", "UCAP_PIXIE", r"UCAP_PIXIE in .*: remove it\. .*workers\.", id="nothing-like-it"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(
    toml: str, dotenv: str, variable: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("ucap.toml").write_text(toml)
    Path(".env").write_text(f"{dotenv}\nUNRELATED=1\n")
    if variable:
        monkeypatch.setenv(variable, "1")
    with pytest.raises(RunError, match=f"^{said}$"):
        Settings()
