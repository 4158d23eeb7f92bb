"""Versions are listed, gone back to and removed without harm to those who read them."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.example_outputs import ONE, READINGS, TWO, file_tree, latest_version
from tests.example_readings import make_reading
from tests.old_versions import rewrite_version
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.errors import OutputError
from ucap.publishing.history import (
    find_lost_latest,
    find_previous,
    list_versions,
    plan_pruning,
    prune_versions,
    resolve_version,
    roll_back,
)
from ucap.publishing.latest import find_latest
from ucap.publishing.lock import output_lock
from ucap.publishing.versions import publish_dataset

THREE = assemble_dataset([*READINGS, make_reading("e.pdf", lead="Kaunas", partner="Cebu")])
HOUR = 3600.0


@pytest.fixture
def history(tmp_path: Path) -> tuple[Path, list[str]]:
    """Publish three versions, each left an hour before the next; returns the folder and their names, oldest first."""
    names = []
    for dataset in (ONE, TWO, THREE):
        names.append(publish_dataset(dataset, tmp_path).version)
    now = time.time()
    for age, name in zip((3, 2, 1), names, strict=True):
        _leave(tmp_path, name, now - age * HOUR)
    os.utime(tmp_path / "latest", (now - HOUR, now - HOUR), follow_symlinks=False)
    return tmp_path, names


def _leave(output: Path, version: str, when: float) -> None:
    """Let a version be made a minute before `when` and be the latest until then."""
    os.utime(output / "versions" / version / "manifest.json", (when - 60, when - 60))
    os.utime(output / "versions" / version, (when, when))


def _count_shared(output: Path, version: str) -> int:
    states = [path.stat() for path in (output / "versions" / version).rglob("*") if path.is_file()]
    return sum(state.st_size for state in states if state.st_nlink > 1)


def test_the_latest_is_listed_first_then_by_when_each_was_left(history: tuple[Path, list[str]]) -> None:
    output, names = history
    entries = list_versions(output)
    assert [entry.version for entry in entries] == names[::-1]
    assert [entry.is_latest for entry in entries] == [True, False, False]
    assert entries[0].latest_until is None and entries[1].latest_until and entries[2].latest_until
    assert [entry.documents for entry in entries] == [4, 4, 3]
    assert [entry.rows for entry in entries] == [sum(d.row_counts().values()) for d in (THREE, TWO, ONE)]
    assert all(entry.damage is None for entry in entries)


def test_size_tells_what_hard_links_share(history: tuple[Path, list[str]]) -> None:
    output, names = history
    target = output / "versions" / names[1] / "corrections" / "part-00000.parquet"
    target.unlink()
    os.link(output / "versions" / names[0] / "corrections" / "part-00000.parquet", target)
    entries = {entry.version: entry for entry in list_versions(output)}
    assert [entries[name].shared_bytes for name in names] == [_count_shared(output, name) for name in names]
    assert entries[names[1]].shared_bytes >= target.stat().st_size
    files = [path for path in (output / "versions" / names[0]).rglob("*") if path.is_file()]
    assert entries[names[0]].size_bytes == sum(path.stat().st_size for path in files)


def test_a_damaged_version_is_listed_as_such(history: tuple[Path, list[str]]) -> None:
    output, names = history
    (output / "versions" / names[0] / "manifest.json").write_text("{")
    damaged = next(entry for entry in list_versions(output) if entry.version == names[0])
    assert damaged.rows is damaged.documents is None
    assert damaged.damage and "is damaged" in damaged.damage


def test_nothing_published_is_an_empty_list(tmp_path: Path) -> None:
    assert list_versions(tmp_path) == list_versions(tmp_path / "missing") == []
    assert find_previous(tmp_path) is None


def test_previous_is_the_one_left_last(history: tuple[Path, list[str]]) -> None:
    output, names = history
    assert find_previous(output) == names[1]
    publish_dataset(ONE, output)
    assert (find_latest(output), find_previous(output)) == (names[0], names[2])
    roll_back(output, names[1])
    assert (find_latest(output), find_previous(output)) == (names[1], names[0])


def test_a_version_that_never_was_the_latest_is_not_the_previous(history: tuple[Path, list[str]]) -> None:
    output, names = history
    never = output / "versions" / "0123456789ab"  # as left by a kill before the switch
    shutil.copytree(output / "versions" / names[0], never)
    made = (never / "manifest.json").stat().st_mtime
    os.utime(never, (made + 2 * HOUR, made + 2 * HOUR))
    assert find_previous(output) == never.name
    os.utime(never / "manifest.json", (made + 2 * HOUR, made + 2 * HOUR))
    assert find_previous(output) == names[1]
    (entry,) = [entry for entry in list_versions(output) if entry.version == never.name]
    assert entry.latest_until is None and not entry.is_latest
    assert entry in plan_pruning(output, keep=1, grace_seconds=2 * HOUR, now=time.time()).in_grace


def test_a_published_version_has_the_times_the_history_is_read_from(tmp_path: Path) -> None:
    one = publish_dataset(ONE, tmp_path).version
    (entry,) = list_versions(tmp_path)
    assert entry.latest_until is None
    made = (tmp_path / "versions" / one / "manifest.json").stat().st_mtime_ns
    os.utime(tmp_path / "versions" / one, ns=(made, made))  # as an older release left it
    publish_dataset(ONE, tmp_path)
    publish_dataset(TWO, tmp_path)
    two, left = list_versions(tmp_path)
    assert left.version == one and left.latest_until and left.latest_until > left.made_at
    (tmp_path / "latest").unlink()
    assert [(entry.version, entry.is_candidate) for entry in list_versions(tmp_path)] == [(two.version, False), (one, False)]
    assert find_lost_latest(tmp_path) == two.version
    roll_back(tmp_path, two.version)
    assert (find_previous(tmp_path), find_lost_latest(tmp_path)) == (one, None)


def test_times_of_a_careless_copy_are_not_trusted(history: tuple[Path, list[str]]) -> None:
    output, names = history
    for name in names[:2]:
        os.utime(output / "versions" / name)
    assert find_previous(output) is None


@pytest.mark.parametrize("digits", [12, 3])
def test_going_back_by_name_or_beginning(history: tuple[Path, list[str]], digits: int) -> None:
    output, names = history
    before = {path: content for path, content in file_tree(output).items() if path != "latest"}
    done = roll_back(output, names[0][:digits])
    assert (done.before, done.version, latest_version(output)) == (names[2], names[0], names[0])
    assert {path: content for path, content in file_tree(output).items() if path != "latest"} == before
    assert roll_back(output, "latest").version == names[0]


def test_publishing_after_going_back_is_a_switch_forward(history: tuple[Path, list[str]]) -> None:
    output, names = history
    roll_back(output, names[0])
    again = publish_dataset(THREE, output)
    assert (again.version, again.written, latest_version(output)) == (names[2], False, names[2])


def test_going_back_works_where_latest_is_lost(history: tuple[Path, list[str]]) -> None:
    output, names = history
    (output / "latest").unlink()
    assert (roll_back(output, names[0]).before, latest_version(output)) == (None, names[0])


def _remove_part(version: Path) -> None:
    (version / "cities" / "part-00000.parquet").unlink()


def _add_stray(version: Path) -> None:
    (version / "cities" / "part-00009.parquet").write_bytes(b"PAR1")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(
            _remove_part, r"is damaged, so it was not made the latest: cities/part-00000\.parquet is missing", id="part"
        ),
        pytest.param(_add_stray, "does not belong to the version", id="stray-part"),
        pytest.param(lambda version: (version / "manifest.json").unlink(), "manifest", id="no-manifest"),
        pytest.param(
            lambda version: rewrite_version(version, "2.0.0", {}),
            r"the newest one that this ucap knows is 1\.",
            id="newer-major",
        ),
        pytest.param(
            lambda version: rewrite_version(version, "soon", {}), "'soon', which is not valid", id="no-schema-version"
        ),
    ],
)
def test_no_damaged_or_unknown_version_is_gone_back_to(
    history: tuple[Path, list[str]], damage: Callable[[Path], None], message: str
) -> None:
    output, names = history
    damage(output / "versions" / names[0])
    with pytest.raises(OutputError, match=message):
        roll_back(output, names[0])
    assert latest_version(output) == names[2]


def test_a_beginning_must_mean_one_version(history: tuple[Path, list[str]]) -> None:
    output, names = history
    shutil.copytree(output / "versions" / names[0], output / "versions" / f"{names[0][:-1]}x")
    with pytest.raises(OutputError, match=r"is the beginning of 2 versions: .*; give more of the name"):
        resolve_version(output, names[0][:5])
    assert resolve_version(output, names[0]) == names[0]
    for name in ("nothing", "", "../versions", "."):
        with pytest.raises(OutputError, match=r"has no version .*; it has "):
            resolve_version(output, name)
    with pytest.raises(OutputError, match="There is no folder"):
        resolve_version(output / "missing", "a")
    assert not (output / "missing").exists()


def test_only_what_is_old_enough_goes(history: tuple[Path, list[str]]) -> None:
    output, names = history
    pruning = prune_versions(output, keep=1, grace_seconds=2.5 * HOUR, now=time.time())
    assert [entry.version for entry in pruning.removed] == names[:1]
    assert [entry.version for entry in pruning.in_grace] == names[1:2]
    assert [entry.version for entry in pruning.kept] == names[:0:-1]
    assert sorted(path.name for path in (output / "versions").iterdir()) == sorted(names[1:])
    assert latest_version(output) == names[2]


def test_a_version_just_left_is_in_its_grace_however_old_it_is(history: tuple[Path, list[str]]) -> None:
    output, names = history
    roll_back(output, names[0])
    pruning = plan_pruning(output, keep=1, grace_seconds=HOUR / 2, now=time.time())
    assert [entry.version for entry in pruning.in_grace] == [names[2]]
    assert [entry.version for entry in pruning.removed] == [names[1]]


@pytest.mark.parametrize(("keep", "left"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_as_many_are_kept_as_asked_for(history: tuple[Path, list[str]], keep: int, left: int) -> None:
    output, names = history
    roll_back(output, names[0])
    pruning = prune_versions(output, keep=keep, grace_seconds=0, now=time.time() + 1)
    assert len(pruning.kept) == left and pruning.kept[0].version == names[0]
    assert len(list((output / "versions").iterdir())) == left
    assert latest_version(output) == names[0]


def test_planning_removes_nothing_and_counts_what_would_be_free(history: tuple[Path, list[str]]) -> None:
    output, names = history
    shared = output / "versions" / names[0] / "corrections" / "part-00000.parquet"
    shared.unlink()
    os.link(output / "versions" / names[2] / "corrections" / "part-00000.parquet", shared)
    before = file_tree(output)
    pruning = plan_pruning(output, keep=2, grace_seconds=0, now=time.time())
    assert [entry.version for entry in pruning.removed] == [names[0]]
    assert pruning.freed_bytes == pruning.removed[0].size_bytes - _count_shared(output, names[0]) > 0
    assert file_tree(output) == before
    inode = (output / "latest" / "corrections" / "part-00000.parquet").stat().st_ino
    prune_versions(output, keep=2, grace_seconds=0, now=time.time())
    assert (output / "latest" / "corrections" / "part-00000.parquet").stat().st_ino == inode
    assert latest_version(output) == names[2]


def test_nothing_is_removed_while_latest_is_lost(history: tuple[Path, list[str]]) -> None:
    output, _ = history
    (output / "latest").unlink()
    with pytest.raises(OutputError, match="names no version, so none was removed"):
        prune_versions(output, keep=1, grace_seconds=0, now=time.time())
    assert len(list((output / "versions").iterdir())) == 3


@pytest.mark.parametrize("at", range(4))
def test_an_interrupted_pruning_leaves_only_whole_versions(
    history: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    output, names = history
    calls = 0

    def interrupt(original: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object, **options: object) -> None:
            nonlocal calls
            calls += 1
            if calls > at:
                if original is shutil.rmtree:  # killed in the midst of it
                    next(path for path in Path(str(arguments[0])).rglob("*.parquet")).unlink()
                raise KeyboardInterrupt
            original(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", interrupt(os.rename))
        patch.setattr(shutil, "rmtree", interrupt(shutil.rmtree))
        with pytest.raises(KeyboardInterrupt):
            prune_versions(output, keep=1, grace_seconds=0, now=time.time())
    for entry in list_versions(output):
        roll_back(output, entry.version)
    roll_back(output, names[2])
    prune_versions(output, keep=1, grace_seconds=0, now=time.time() + 1)
    assert [path.name for path in (output / "versions").iterdir()] == [names[2]]


def test_both_wait_for_the_writer_or_leave(history: tuple[Path, list[str]]) -> None:
    output, names = history
    failures: list[OutputError] = []

    def try_both() -> None:
        for act in (
            lambda: roll_back(output, names[0], wait=False),
            lambda: prune_versions(output, keep=1, grace_seconds=0, now=time.time(), wait=False),
        ):
            try:
                act()
            except OutputError as error:
                failures.append(error)

    with output_lock(output):
        other = threading.Thread(target=try_both)
        other.start()
        other.join(10)
    assert len(failures) == 2 and all("is writing to" in str(failure) for failure in failures)
    assert latest_version(output) == names[2]
