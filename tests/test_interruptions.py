"""Whatever file-system call fails, readers find the old version or the new one, and the next run completes."""

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.commands import make_environment
from tests.example_outputs import ONE, TWO, file_tree, latest_version
from tests.made_up_folders import Content, Reader, make_folder, publish_folder
from ucap.publishing.errors import OutputError
from ucap.publishing.versions import publish_dataset
from ucap.schemas.records import TABLES


class Killed(BaseException):
    """Stands for kill -9: nothing that handles exceptions may handle it."""


CALLS = [
    (os, "replace"),
    (os, "rename"),
    (os, "symlink"),
    (os, "link"),
    (os, "fsync"),
    (os, "mkdir"),
    (os, "open"),
    (os, "unlink"),
    (os, "readlink"),
    (os, "utime"),
    (shutil, "rmtree"),
    (Path, "open"),
    (Path, "stat"),
    (pq, "write_table"),
    (pq, "ParquetFile"),
]

LOOKS = {"stat", "readlink", "ParquetFile", "fsync"}
"""Calls that change nothing on the disk: to be killed after one is to be killed after the call before it."""


def _fail_before(call: Callable[[], Any]) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "some file")


def _kill_after(call: Callable[[], Any]) -> Any:
    call()
    raise Killed


@contextmanager
def _interrupt(number: int, how: Callable[[Callable[[], Any]], Any]) -> Iterator[list[str]]:
    """Let the file-system call of that number, counted from 0, go wrong; yields the names of the calls made."""
    made: list[str] = []

    def wrap(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            made.append(name)
            if len(made) - 1 == number:
                return how(lambda: original(*arguments, **options))
            return original(*arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in CALLS:
            patch.setattr(owner, name, wrap(name, getattr(owner, name)))
        yield made


def _steps(calls: list[str], how: Callable[[Callable[[], Any]], Any]) -> list[tuple[int, str]]:
    """Return number and name of the calls to interrupt: of each name the first and the last four, as tables repeat the rest."""
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(calls):
        if how is _fail_before or name not in LOOKS:
            numbers.setdefault(name, []).append(number)
    return [(number, name) for name, all_ in numbers.items() for number in sorted({*all_[:1], *all_[-4:]})]


def _start_empty(output: Path) -> None:
    output.mkdir()


def _start_with_leftovers(output: Path) -> None:
    publish_dataset(ONE, output)
    (output / "versions" / ".0123456789ab.partial").mkdir()
    (output / ".latest.partial").symlink_to("versions/gone")


def _start_back_at_other_version(output: Path) -> None:
    publish_dataset(TWO, output)
    publish_dataset(ONE, output)


@pytest.mark.parametrize("how", [pytest.param(_fail_before, id="disk-full"), pytest.param(_kill_after, id="killed")])
@pytest.mark.parametrize(
    ("start", "steps"),
    [
        pytest.param(_start_empty, 60, id="first-version"),
        pytest.param(_start_with_leftovers, 60, id="after-a-killed-run"),
        pytest.param(_start_back_at_other_version, 12, id="switch-only"),
    ],
)
def test_interrupted_at_each_call(
    tmp_path: Path, start: Callable[[Path], None], steps: int, how: Callable[[Callable[[], Any]], Any]
) -> None:
    start(tmp_path / "start")
    old, clean = latest_version(tmp_path / "start"), tmp_path / "clean"
    shutil.copytree(tmp_path / "start", clean, symlinks=True)
    with _interrupt(-1, how) as calls:
        new = publish_dataset(TWO, clean).version
    assert len(calls) > steps
    for number, name in _steps(calls, how):
        output = tmp_path / f"run-{number}"
        shutil.copytree(tmp_path / "start", output, symlinks=True)
        with _interrupt(number, how):
            try:
                publish_dataset(TWO, output)
            except (OutputError, Killed):
                assert latest_version(output) in (old, new), f"call {number}, {name}"
            else:  # a failing look at what is there already is answered by writing it anew
                assert latest_version(output) == new
        publish_dataset(TWO, output)
        assert file_tree(output) == file_tree(clean), f"call {number}, {name}"
        shutil.rmtree(output)


@pytest.mark.parametrize("how", [pytest.param(_fail_before, id="disk-full"), pytest.param(_kill_after, id="killed")])
def test_interrupted_repair_is_done_by_the_next_run(tmp_path: Path, how: Callable[[Callable[[], Any]], Any]) -> None:
    publication = publish_dataset(ONE, tmp_path / "start")
    whole = file_tree(tmp_path / "start")
    for part in publication.path.glob("[ac]*/*.parquet"):
        part.unlink()
    shutil.copytree(tmp_path / "start", tmp_path / "clean", symlinks=True)
    with _interrupt(-1, how) as calls:
        publish_dataset(ONE, tmp_path / "clean")
    assert calls.count("replace") == len(TABLES) + 2
    for number, name in _steps(calls, how):
        output = tmp_path / f"run-{number}"
        shutil.copytree(tmp_path / "start", output, symlinks=True)
        with _interrupt(number, how):
            try:
                publish_dataset(ONE, output)
            except (OutputError, Killed):
                assert (output / "latest").is_dir(), f"call {number}, {name}"
        publish_dataset(ONE, output)
        assert file_tree(output) == whole, f"call {number}, {name}"
        shutil.rmtree(output)


_PUBLISH_BY_TURNS = """
import shutil, sys
from pathlib import Path
from ucap.publishing.versions import publish_dataset
from tests.commands import make_environment
from tests.example_outputs import ONE, TWO
output = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for dataset in (ONE, TWO):
        latest = publish_dataset(dataset, output).path
        for path in latest.parent.iterdir():
            if path != latest:
                shutil.rmtree(path)
"""


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """A few of the kills that `make kill-check` does to whole runs."""
    output, chance = tmp_path / "out", random.Random(7)
    versions = {publish_dataset(dataset, tmp_path / "clean").version: dataset for dataset in (ONE, TWO)}
    clean = {version: file_tree(tmp_path / "clean" / "versions" / version) for version in versions}
    for number in range(4):
        command = [sys.executable, "-c", _PUBLISH_BY_TURNS, str(output)]
        with subprocess.Popen(command, env=make_environment(), stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.6))
            process.kill()
        assert latest_version(output) in {*versions, None}
        version, dataset = list(versions.items())[number % 2]
        assert publish_dataset(dataset, output).version == version
        assert file_tree(output / "versions" / version) == clean[version]
        assert not list((output / "versions").glob(".*"))


@pytest.mark.parametrize("how", [pytest.param(_fail_before, id="disk-full"), pytest.param(_kill_after, id="killed")])
def test_a_run_that_carries_documents_over_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: Callable[[Callable[[], Any]], Any]
) -> None:
    monkeypatch.setattr("ucap.publishing.parts.KEYS_PER_PART", 2)
    before = make_folder(3)
    after = {**before, "002.pdf": Content(lead="Turku"), "new.pdf": Content(lead="City0", edition=2)}
    old = publish_folder(Reader(before), tmp_path / "start").version
    clean = publish_folder(Reader(after), tmp_path / "clean")
    shutil.copytree(tmp_path / "start", tmp_path / "whole", symlinks=True)
    with _interrupt(-1, how) as calls:
        publish_folder(Reader(after), tmp_path / "whole")
    assert calls.count("link") > 10
    for number, name in _steps(calls, how)[::2]:
        output = tmp_path / f"run-{number}"
        shutil.copytree(tmp_path / "start", output, symlinks=True)
        with _interrupt(number, how), suppress(OutputError, Killed):
            publish_folder(Reader(after), output)
        assert latest_version(output) in (old, clean.version), f"call {number}, {name}"
        assert publish_folder(Reader(after), output).version == clean.version
        assert file_tree(output / "versions" / clean.version) == file_tree(clean.path), f"call {number}, {name}"
        assert sorted(path.name for path in (output / "versions").iterdir()) == sorted({old, clean.version})
        shutil.rmtree(output)


def test_full_disk_leaves_no_partial_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish_dataset(ONE, tmp_path).version
    original = pq.write_table

    def fill_disk(table: pa.Table, sink: Any, **options: Any) -> None:
        original(table, sink, **options)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", fill_disk)
        with pytest.raises(OutputError, match="No space left on device; free some space"):
            publish_dataset(TWO, tmp_path)
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [version]


def test_disk_that_writes_other_bytes_is_found_before_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish_dataset(ONE, tmp_path).version
    original = pq.write_table

    def lose_rows(table: pa.Table, sink: Any, **options: Any) -> None:
        original(table.slice(0, table.num_rows // 2), sink, **options)

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", lose_rows)
        with pytest.raises(OutputError, match=r"cities/part-00000\.parquet reads back differently"):
            publish_dataset(TWO, tmp_path)
    assert latest_version(tmp_path) == version


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        pytest.param(errno.EACCES, "give this account the right to write there", id="permission-denied"),
        pytest.param(errno.EROFS, "that disk is read-only", id="read-only-disk"),
        pytest.param(errno.EDQUOT, "free some of this account's quota", id="quota"),
        pytest.param(errno.EIO, "check that disk", id="disk-fault"),
    ],
)
def test_failure_names_path_cause_and_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, remedy: str) -> None:
    version = publish_dataset(ONE, tmp_path).version

    def refuse(path: Path, *_: object) -> None:
        raise OSError(code, os.strerror(code), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", refuse)
        with pytest.raises(OutputError, match=remedy) as caught:
            publish_dataset(TWO, tmp_path)
    assert f"{tmp_path}/versions/." in str(caught.value)
    assert os.strerror(code) in str(caught.value)
    assert latest_version(tmp_path) == version


def test_everything_is_flushed_before_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    unflushed: dict[str, set[Path]] = {}
    fsync, rename, replace = os.fsync, os.rename, os.replace

    def note_fsync(handle: int) -> None:
        flushed.append(Path(os.readlink(f"/proc/self/fd/{handle}")))
        fsync(handle)

    def note_rename(source: Path, target: Path) -> None:
        present = {path.relative_to(source) for path in [source, *source.rglob("*")]}
        unflushed["rename"] = present - {path.relative_to(source) for path in flushed if path.is_relative_to(source)}
        rename(source, target)
        flushed.clear()

    def note_replace(source: Path, target: Path) -> None:
        unflushed["replace"] = {tmp_path / "versions"} - set(flushed)
        replace(source, target)
        flushed.clear()

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", note_fsync)
        patch.setattr(os, "rename", note_rename)
        patch.setattr(os, "replace", note_replace)
        publish_dataset(ONE, tmp_path)
    assert unflushed == {"rename": set(), "replace": set()}
    assert flushed == [tmp_path]
