"""Documents and versions in object storage, on a real S3 server; the same operations on a folder."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path

import polars as pl
import pytest

import ucap
from tests.commands import FORM, invoke_ucap, make_raw, run_python
from tests.example_outputs import ONE, TWO
from tests.example_readings import make_quarantined
from tests.object_server import BUCKET, run_object_server
from ucap.extractors.options import ReadingOptions
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.reading import read_documents
from ucap.flows.pool.server import set_variables, start_server
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.sources.discovery import NO_CONTENT, SourceFile, discover_documents
from ucap.flows.sources.object_digests import MEMORY_NAME, ObjectDigests
from ucap.flows.sources.objects import discover_objects
from ucap.publishing.assemble import load_previous
from ucap.publishing.errors import OutputError, RejectedVersionError
from ucap.publishing.history import list_versions, prune_versions, roll_back
from ucap.publishing.latest import find_latest, read_pointer
from ucap.publishing.manifest import load_manifest
from ucap.publishing.status import collect_status
from ucap.publishing.storage.interface import ChangedError, Content, Storage
from ucap.publishing.storage.location import Location, locate, open_storage
from ucap.publishing.storage.objects import StoredPath, read_variables
from ucap.publishing.versions import publish_dataset
from ucap.schemas.reading import Reading

pytestmark = pytest.mark.objects
_NUMBERS = count()
CORRECTION = """- ucap: porto--qingdao
  table: cities
  row: porto--qingdao/lead/1
  column: population
  expected: null
  value: 250000
  reason: counted
  author: mk
  date: 2026-01-31
"""


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    start_server()  # before the variables are set, as in a process that ran for other services or accounts before
    with run_object_server() as variables, set_variables(variables):
        yield variables


@pytest.fixture
def place(server: dict[str, str]) -> StoredPath:
    """A place in the bucket where nothing is."""
    found = locate(f"s3://{BUCKET}/{next(_NUMBERS)}")
    assert isinstance(found, StoredPath)
    return found


@pytest.mark.parametrize("kind", ["folder", "s3", "memory"])
def test_the_six_operations(kind: str, tmp_path: Path, place: StoredPath) -> None:
    places: dict[str, Location] = {"folder": tmp_path, "s3": place, "memory": locate("memory://six")}
    storage: Storage = open_storage(places[kind])
    assert list(storage.list()) == list(storage.list("a")) == []
    with pytest.raises(FileNotFoundError):
        storage.read("a/é b=1.txt")
    storage.write("a/é b=1.txt", b"one")
    first = storage.read("a/é b=1.txt")
    (listed,) = storage.list("a")
    assert (first.data, listed.key, listed.size, listed.etag) == (b"one", "a/é b=1.txt", 3, first.etag)
    with pytest.raises(ChangedError):
        storage.write_if_absent("a/é b=1.txt", b"two")
    storage.replace_if_unchanged("a/é b=1.txt", b"three", first.etag)
    for key, etag in (("a/é b=1.txt", first.etag), ("a/gone", first.etag)):
        with pytest.raises(ChangedError):
            storage.replace_if_unchanged(key, b"four", etag)
    assert storage.read("a/é b=1.txt").data == b"three"
    if kind == "s3":
        storage.write("a/old", b"")  # what stands for a folder
        assert [listed.key for listed in storage.list()] == ["a/é b=1.txt"]
    storage.delete("a/é b=1.txt")
    storage.delete("a/é b=1.txt")
    assert [listed.key for listed in storage.list() if not listed.key.endswith(".lock")] == []


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_of_many_writers_at_once_one_wins(kind: str, tmp_path: Path, place: StoredPath) -> None:
    storage = open_storage(tmp_path if kind == "folder" else place)

    def compete(what: bytes, write: Callable[[bytes], None]) -> None:
        won = []
        start = threading.Barrier(8)

        def try_once(number: int) -> None:
            start.wait()
            with suppress(ChangedError):
                write(what + b"%d" % number)
                won.append(what + b"%d" % number)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(try_once, range(8)))
        assert won == [storage.read("latest.json").data]

    compete(b"first ", lambda data: storage.write_if_absent("latest.json", data))
    etag = storage.read("latest.json").etag
    compete(b"second ", lambda data: storage.replace_if_unchanged("latest.json", data, etag))


def test_a_version_shares_its_parts_and_is_that_of_a_folder(place: StoredPath, tmp_path: Path) -> None:
    local = [publish_dataset(dataset, tmp_path) for dataset in (ONE, TWO)]
    first = publish_dataset(ONE, place)
    before = {listed.key: listed.etag for listed in open_storage(place).list("parts")}
    again = publish_dataset(ONE, place)
    assert (again.version, again.written) == (first.version, False)
    assert {listed.key: listed.etag for listed in open_storage(place).list("parts")} == before
    second = publish_dataset(TWO, place)
    assert [first.version, second.version] == [one.version for one in local]
    manifests = [load_manifest(publication.path) for publication in (first, second)]
    paths = [{part.path for part in manifest.files().values()} for manifest in manifests]
    assert paths[0] & paths[1], "the unchanged tables are named again"
    assert {listed.key for listed in open_storage(place).list("parts")} == paths[0] | paths[1]
    for name in ONE.parts:
        stored, kept = ucap.read_table(place, name), ucap.read_table(tmp_path, name)
        assert stored.equals(kept, check_metadata=True)
    parts = {name: part.sha256 for name, part in manifests[1].files().items()}
    assert parts == {name: part.sha256 for name, part in load_manifest(tmp_path / "latest").files().items()}


def test_a_reader_keeps_the_version_that_it_opened(place: StoredPath) -> None:
    publish_dataset(ONE, place)
    opened = ucap.open_dataset(place)
    publish_dataset(TWO, place)
    assert opened.read_table("ucaps").num_rows == ONE.row_counts()["ucaps"]
    assert ucap.read_table(place, "ucaps").num_rows == TWO.row_counts()["ucaps"]
    assert ucap.open_dataset(str(place), opened.version).version == opened.version


def test_a_run_that_dies_before_the_switch_leaves_what_the_next_one_uses(place: StoredPath) -> None:
    def die(candidate: object) -> None:
        raise KeyboardInterrupt

    version = publish_dataset(ONE, place).version
    with pytest.raises(KeyboardInterrupt):
        publish_dataset(TWO, place, accept=die)
    assert find_latest(place) == version
    before = {listed.key: listed.etag for listed in open_storage(place).list()}
    done = publish_dataset(TWO, place)
    assert not done.written and find_latest(place) == done.version
    after = {listed.key: listed.etag for listed in open_storage(place).list()}
    assert {key for key in after if after[key] != before.get(key)} == {"latest.json"}


def test_of_two_runs_at_once_the_second_is_refused(place: StoredPath) -> None:
    nothing = read_pointer(place)
    first = publish_dataset(ONE, place, seen=nothing)
    with pytest.raises(OutputError, match=rf"another run .*{first.version} is the latest now.*Run it again"):
        publish_dataset(TWO, place, seen=nothing)
    seen = read_pointer(place)
    second = publish_dataset(TWO, place, seen=seen)
    with pytest.raises(OutputError, match="another run"):
        publish_dataset(ONE, place, seen=seen)
    assert find_latest(place) == second.version


def test_a_lost_or_damaged_part_is_named_and_written_again(place: StoredPath) -> None:
    done = publish_dataset(ONE, place)
    part = load_manifest(done.path).files()["cities/part-00000.parquet"]
    storage, assert_named = open_storage(place), rf"cities/.*{part.sha256}"
    whole = storage.read(part.path or "").data
    storage.write(part.path or "", whole[::-1])
    with pytest.raises(OutputError, match=rf"{assert_named}.* differs from its checksum"):
        collect_status(place, verify=True)
    storage.delete(part.path or "")
    for read in (lambda: ucap.read_table(place, "cities"), lambda: collect_status(place)):
        with pytest.raises(OutputError, match=part.sha256):
            read()
    again = publish_dataset(ONE, place)
    assert again.written and again.version == done.version
    assert storage.read(part.path or "").data == whole


def test_versions_are_listed_and_switched_back(place: StoredPath) -> None:
    first, second = (publish_dataset(dataset, place).version for dataset in (ONE, TWO))
    new, old = list_versions(place)
    assert (new.version, new.is_latest, old.version, old.latest_until is not None) == (second, True, first, True)
    assert new.size_bytes > new.shared_bytes > 0
    assert roll_back(place, first[:6]).version == find_latest(place) == first
    assert invoke_ucap("versions", "-o", str(place)).stdout.count("latest") == 2  # the heading, and the first line
    done = invoke_ucap("path", "activities", "--output", str(place))
    (url,) = done.stdout.split()
    assert pl.read_parquet(url).height == ONE.row_counts()["activities"]


def test_pruning_keeps_what_the_latest_names_and_refuses_runs_that_began_before(place: StoredPath) -> None:
    first, second = (publish_dataset(dataset, place).version for dataset in (ONE, TWO))
    seen, storage, later = read_pointer(place), open_storage(place), time.time() + 10
    storage.write("parts/cities/of-a-run-that-died.parquet", b"")
    assert not prune_versions(place, keep=1, grace_seconds=60, now=later).removed
    assert prune_versions(place, keep=1, grace_seconds=0, now=later).removed[0].version == first
    named = {part.path for part in load_manifest(place / "versions" / second).files().values()}
    assert {listed.key for listed in storage.list("parts")} == named
    assert [entry.version for entry in list_versions(place)] == [second] and collect_status(place, verify=True).verified
    with pytest.raises(OutputError, match="another run"):
        publish_dataset(ONE, place, seen=seen)


def test_a_run_from_bucket_to_bucket_is_that_of_folders(place: StoredPath, tmp_path: Path) -> None:
    raw, output, storage = make_raw(tmp_path / "raw", ("Porto", "Qingdao")), place / "output", open_storage(place / "raw")
    (raw / "corrections").mkdir()
    (raw / "corrections" / "porto.yml").write_text(CORRECTION, encoding="utf-8")
    (raw / ".hidden.txt").write_text("no document", encoding="utf-8")
    for path in raw.rglob("*.*"):
        storage.write(path.relative_to(raw).as_posix(), path.read_bytes())
    settings = Settings(workers=1)
    first = run_ingest(RunRequest(place / "raw", output), settings)
    assert (first.read, first.corrections) == (1, {"applied": 1})
    assert first.version == run_ingest(RunRequest(raw, tmp_path / "output"), settings).version
    assert run_ingest(RunRequest(place / "raw", output), settings).unchanged
    storage.write("graz-turku.txt", FORM.format(lead="Graz", partner="Turku").encode())
    storage.write("large.txt", b" " * 51_000_000)
    second = run_ingest(RunRequest(place / "raw", output), settings)
    assert (second.read, second.carried_over, second.documents["quarantined"]) == (2, 1, 1)
    storage.delete("graz-turku.txt")
    storage.delete("porto-qingdao.txt")
    with pytest.raises(RejectedVersionError, match=f"ucap ingest {place}/raw --output {output}"):
        run_ingest(RunRequest(place / "raw", output), settings)
    assert find_latest(output) == second.version


def test_rerun_applies_a_correction_between_urls(place: StoredPath, tmp_path: Path) -> None:
    raw, output = open_storage(place / "raw"), place / "output"
    for name in ("Porto", "Graz"):
        raw.write(f"{name.lower()}.txt", FORM.format(lead=name, partner="Qingdao").encode())
    arguments = ("--raw", f"{place}/raw", "--output", str(output), "--workers", "1")
    run_ingest(RunRequest(place / "raw", output), Settings(workers=1))
    raw.write("corrections/porto.yml", CORRECTION.encode())
    done = invoke_ucap("rerun", "graz.txt", *arguments)
    assert done.returncode == 0, done.stderr
    assert "graz.txt" in done.stdout and "250000" in done.stdout
    cities = {row["city"]: row["population"] for row in ucap.read_table(output, "cities").to_pylist()}
    assert cities == {"Porto": 250_000, "Graz": None, "Qingdao": None}
    assert run_ingest(RunRequest(place / "raw", tmp_path / "output"), Settings(workers=1)).version == find_latest(output)
    assert "applied" in invoke_ucap("corrections", *arguments[:4]).stdout


def tell_service(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    """Say which service a reading process would use."""
    return make_quarantined(source_path, f"not_a_ucap: {sorted(read_variables().items())}.")


def test_reading_processes_use_the_services_and_keys_of_their_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.txt").write_text("any")
    start_server()  # the process that they are forked from keeps the environment in which it started
    for endpoint in ("http://one", "http://two"):
        for name in read_variables():
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        (reading,) = read_documents(discover_documents(tmp_path), ReadingLimits(), workers=1, read=tell_service)
        assert reading.document.reason == f"not_a_ucap: [('AWS_ENDPOINT_URL', '{endpoint}')]."


def test_what_a_url_is_answered_with(place: StoredPath, tmp_path: Path) -> None:
    for url, message in (
        ("memory://raw", "memory of one process"),
        (f"{place}/typo", "There is nothing at"),
        ("s3://no-such-bucket/raw", "NoSuchBucket"),
        ("ftp://host/raw", "is a web address"),
    ):
        done = invoke_ucap("ingest", url, "--output", str(tmp_path / "output"))
        assert (done.returncode, message in done.stderr) == (1, True), done.stderr
    assert invoke_ucap("ingest", f"{place}/raw", "--output", f"{place}/raw/out").stderr.count("lies inside") == 1


def test_only_what_is_new_or_changed_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    place = StoredPath("memory://any", f"fetched/{next(_NUMBERS)}")
    raw, storage, memory = place / "raw", open_storage(place / "raw"), place / "output" / MEMORY_NAME
    for name in ("b.txt", "a/é.txt", "a-b.txt", ".hidden/c.txt", "corrections/d.yml"):
        storage.write(name, name.encode())
    fetched: list[str] = []
    read = StoredPath.read

    def note(path: StoredPath) -> Content:
        if path.key.startswith(raw.key):
            fetched.append(path.key.removeprefix(f"{raw.key}/"))
        return read(path)

    monkeypatch.setattr(StoredPath, "read", note)

    def discover(most: int = 100, verify: bool = False) -> tuple[dict[str, str | None], set[str]]:
        fetched.clear()
        files = discover_objects(raw, most, ObjectDigests(memory, raw, verify=verify))
        assert [file.source_path for file in files] == sorted(file.source_path for file in files)
        assert all(file.path == raw / file.source_path for file in files)
        looked_at = set(fetched)
        return {file.source_path: file.refusal or digest_file_of(storage, file) for file in files}, looked_at

    everything = {"a-b.txt", "a/é.txt", "b.txt"}
    known = {name: None for name in everything}
    assert discover() == (known, everything)
    assert discover() == (known, set())
    assert discover(verify=True) == (known, everything)
    storage.write("b.txt", b"new")
    storage.delete("a-b.txt")
    storage.write("large.txt", b"x" * 101)
    found, looked_at = discover()
    assert looked_at == {"b.txt"} and found.keys() == {"a/é.txt", "b.txt", "large.txt"}
    assert (found["large.txt"] or "").startswith("too_large")
    assert discover(most=1000)[1] == {"large.txt"}
    open_storage(memory.parent).write(memory.name, b"damaged")
    assert discover(most=1000)[1] == found.keys()
    discover_objects(place, 1000, ObjectDigests(memory, place))
    assert set(fetched) >= found.keys(), "the digests are those of another raw folder"


def digest_file_of(storage: Storage, file: SourceFile) -> str | None:
    """Return a fault where a file's digest is not that of its content."""
    sha256 = hashlib.sha256(storage.read(file.source_path).data).hexdigest()
    return None if sha256.startswith(file.document_id) else "another digest"


def test_an_object_that_goes_while_it_is_fetched_is_one_refused_row(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = StoredPath("memory://any", f"going/{next(_NUMBERS)}")
    for name in ("a.txt", "b.txt"):
        open_storage(raw).write(name, b"any")
    read = StoredPath.read

    def lose(path: StoredPath) -> Content:
        if path.name == "b.txt":
            open_storage(raw).delete("b.txt")
        return read(path)

    monkeypatch.setattr(StoredPath, "read", lose)
    first, second = discover_objects(raw, 100, ObjectDigests(raw.parent / "memory", raw))
    assert first.refusal is None and (second.refusal or "").startswith("unreadable: there is no such object")
    assert second.document_id == NO_CONTENT


def test_very_many_inputs_are_not_listed_in_the_manifest_that_each_reader_fetches(monkeypatch: pytest.MonkeyPatch) -> None:
    place = StoredPath("memory://any", f"inputs/{next(_NUMBERS)}")
    listed = publish_dataset(ONE, place / "listed")
    monkeypatch.setattr("ucap.publishing.object_versions._MOST_INPUTS", 1)
    done = publish_dataset(ONE, place / "many")
    manifest = load_manifest(done.path)
    assert (manifest.inputs, done.version) == (None, listed.version)
    assert len(load_manifest(listed.path).inputs or ()) == ONE.row_counts()["documents"]
    previous = load_previous(place / "many")
    assert previous and len(previous.documents) == ONE.row_counts()["documents"]
    assert list_versions(place / "many")[0].documents == ONE.row_counts()["documents"]


def test_without_the_extra_nothing_of_it_is_imported() -> None:
    code = """
import json, sys
import ucap.flows.run.ingest, ucap.tables
loaded = [name for name in sys.modules if name.partition(".")[0] in ("obstore", "dask", "distributed")]
sys.modules["obstore"] = None  # as if it were not installed
try:
    ucap.tables.open_dataset("s3://bucket/output")
except ucap.OutputError as error:
    print(json.dumps([loaded, str(error)]))
"""
    loaded, message = json.loads(run_python(code))
    assert loaded == [] and "pip install 'ucap[cloud]'" in message
