"""Which files are hashed again, and that the memory of their digests is never more than a shortcut."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ucap.flows.sources.digests import SETTLED_SECONDS, DigestMemory, digest_file


def later() -> float:
    """Return a time at which files made just now have settled."""
    return time.time() + SETTLED_SECONDS + 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"content")
    return path


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which files are hashed."""
    names: list[str] = []

    def note(path: Path) -> tuple[str, int]:
        names.append(path.name)
        return digest_file(path)

    monkeypatch.setattr("ucap.flows.sources.digests.digest_file", note)
    return names


def look(file: Path, *, now: Callable[[], float] = later, verify: bool = False) -> None:
    """Ask for the file's digest in a run of its own, and see that it is right."""
    memory = DigestMemory(file.parent / "output" / "digests.json", verify=verify, now=now)
    assert memory.digest(file) == (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_size)
    memory.save()


@pytest.fixture(autouse=True)
def _output(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()


def test_an_unchanged_file_is_hashed_once(file: Path, hashed: list[str]) -> None:
    look(file)
    look(file)
    assert hashed == ["plan.txt"]


def _edit_and_set_the_time_back(file: Path) -> None:
    state = file.stat()
    file.write_bytes(b"CONTENT")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def _replace_by_a_copy(file: Path) -> None:
    state = file.stat()
    other = file.with_name("other.txt")
    other.write_bytes(b"CONTENT")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    os.replace(other, file)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda file: file.write_bytes(b"longer content"), id="other-size"),
        pytest.param(lambda file: file.write_bytes(b"CONTENT"), id="same-size"),
        pytest.param(_edit_and_set_the_time_back, id="same-size-and-time"),
        pytest.param(_replace_by_a_copy, id="another-file-of-the-same-size-and-time"),
        pytest.param(lambda file: file.touch(), id="touched"),
    ],
)
def test_a_file_that_may_have_changed_is_hashed_again(file: Path, hashed: list[str], change: Callable[[Path], None]) -> None:
    look(file)
    change(file)
    look(file)
    assert hashed == ["plan.txt"] * 2


def test_a_file_changed_just_now_is_not_remembered(file: Path, hashed: list[str]) -> None:
    look(file, now=time.time)
    look(file, now=later)
    look(file, now=later)
    assert hashed == ["plan.txt"] * 2


def test_a_file_from_the_future_is_not_remembered(file: Path, hashed: list[str]) -> None:
    os.utime(file, (later() + 1000, later() + 1000))
    look(file)
    look(file)
    assert hashed == ["plan.txt"] * 2


def test_a_file_that_changes_while_it_is_hashed_is_not_remembered(
    file: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def hash_and_change(path: Path) -> tuple[str, int]:
        found = digest_file(path)
        path.write_bytes(b"CONTENT")
        return found

    memory = DigestMemory(file.parent / "output" / "digests.json", now=later)
    with monkeypatch.context() as patch:
        patch.setattr("ucap.flows.sources.digests.digest_file", hash_and_change)
        memory.digest(file)
    memory.save()
    look(file)
    assert hashed == ["plan.txt"]


def test_verify_hashes_every_file(file: Path, hashed: list[str]) -> None:
    look(file)
    look(file, verify=True)
    assert hashed == ["plan.txt"] * 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"format": 1}',
        b'{"format": 9, "files": {}}',
        b'{"format": 1, "files": []}',
        b'{"format": 1, "files": {"a": 3}}',
        b'{"format": 1, "files": {"a": [1]}}',
    ],
)
def test_a_damaged_memory_is_empty(file: Path, content: bytes) -> None:
    (file.parent / "output" / "digests.json").write_bytes(content)
    look(file)
    look(file)


def test_a_memory_that_cannot_be_written_harms_nobody(file: Path, hashed: list[str]) -> None:
    (file.parent / "output" / "digests.json").mkdir()
    look(file)
    look(file)
    assert hashed == ["plan.txt"] * 2


def test_files_that_are_gone_are_forgotten(file: Path) -> None:
    look(file)
    other = file.with_name("other.txt")
    other.write_bytes(b"x")
    look(other)
    assert "plan.txt" not in (file.parent / "output" / "digests.json").read_text()
