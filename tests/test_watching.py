"""When new files have come to rest: the settling with given times, and one real folder with its system's notices."""

import os
import threading
import time
from pathlib import Path
from queue import Empty, Queue

import pytest

from ucap.flows.sources.watching import Settling, Stamp, is_unfinished, stamp_files, watch_batches

SETTLE = 10.0


def stamp(size: int, modified: int = 0, inode: int = 1) -> Stamp:
    return Stamp(size, modified, inode)


def play(looks: list[tuple[float, dict[str, Stamp]]]) -> list[tuple[float, set[str]]]:
    """Return when which batches end in an empty folder that holds these files from these instants on, looked at each second."""
    settling, folder, batches = Settling(SETTLE), dict[str, Stamp](), []
    changes = dict(looks)
    for now in map(float, range(int(max(changes)) + 200)):
        folder = changes.get(now, folder)
        if batch := settling.look(folder, now):
            batches.append((now, set(batch)))
    return batches


@pytest.mark.parametrize(
    ("looks", "batches"),
    [
        pytest.param([(0, {})], [], id="an-empty-folder"),
        pytest.param([(0, {"a": stamp(1)})], [(10, {"a"})], id="what-was-there-before-anybody-looked"),
        pytest.param([(5, {"a": stamp(1)})], [(15, {"a"})], id="one-new-file"),
        pytest.param(
            [(5, {"a": stamp(1)}), (9, {"a": stamp(2)}), (18, {"a": stamp(3)})], [(28, {"a"})], id="a-file-that-grows"
        ),
        pytest.param([(5, {"a": stamp(1)}), (9, {"a": stamp(1, 7)})], [(19, {"a"})], id="written-over-at-the-same-size"),
        pytest.param([(5, {"a": stamp(1)}), (9, {"a": stamp(1, 0, 2)})], [(19, {"a"})], id="replaced-by-its-like"),
        pytest.param(
            [(second, {f"{n}": stamp(1) for n in range(second)}) for second in range(1, 40)],
            [(49, {f"{n}" for n in range(39)})],
            id="many-files-one-after-another-make-one-batch",
        ),
        pytest.param(
            [(5, {"a": stamp(1)}), (9, {"a": stamp(1), "b": stamp(1)}), (12, {"a": stamp(1), "b": stamp(9)})],
            [(22, {"a", "b"})],
            id="a-finished-file-waits-for-one-that-grows",
        ),
        pytest.param(
            [(5, {"a.part": stamp(1)}), (8, {"a.part": stamp(9)}), (30, {"a": stamp(9)})],
            [(40, {"a"})],
            id="a-download-renamed-when-done",
        ),
        pytest.param(
            [(5, {"a": stamp(1), "b.PART": stamp(1)})], [(105, {"a"})], id="a-download-that-broke-off-holds-up-for-a-while-only"
        ),
        pytest.param([(5, {"a.part": stamp(1)})], [], id="a-download-alone-is-no-reason"),
        pytest.param([(5, {"~$a.docx": stamp(1)}), (9, {})], [], id="a-file-that-came-and-went"),
        pytest.param([(0, {"a": stamp(1)}), (50, {})], [(10, {"a"}), (60, {"a"})], id="a-removed-file"),
        pytest.param(
            [(0, {"a": stamp(1)}), (50, {"b": stamp(1)})], [(10, {"a"}), (60, {"a", "b"})], id="a-file-of-another-name"
        ),
        pytest.param(
            [(0, {"a": stamp(1)}), (50, {"a": stamp(2)}), (55, {"a": stamp(1)})], [(10, {"a"})], id="a-change-taken-back"
        ),
        pytest.param(
            [(0, {"a": stamp(1)}), (12, {"a": stamp(1), "b": stamp(1)})],
            [(10, {"a"}), (22, {"b"})],
            id="what-comes-after-a-batch-makes-the-next",
        ),
    ],
)
def test_a_batch_ends_when_everything_rests(
    looks: list[tuple[float, dict[str, Stamp]]], batches: list[tuple[float, set[str]]]
) -> None:
    assert play([(float(when), files) for when, files in looks]) == batches


def test_what_still_moves_is_named() -> None:
    settling = Settling(SETTLE)
    settling.look({"b": stamp(1), "a": stamp(1)}, 0)
    assert settling.moving == ["a", "b"]
    settling.look({"b": stamp(2), "a": stamp(1)}, 9)
    settling.look({"b": stamp(2), "a": stamp(1)}, 10)
    assert settling.moving == ["b"]
    settling.look({"b": stamp(2), "a": stamp(1)}, 19)
    assert settling.moving == []


@pytest.mark.parametrize(
    ("name", "unfinished"),
    [
        ("a.pdf", False),
        ("part.pdf", False),
        ("a.pdf.part", True),
        ("in/a.pdf.CRDOWNLOAD", True),
        ("~$a.txt", True),
        ("a.part/b.pdf", False),
    ],
)
def test_names_tell_what_is_being_written(name: str, unfinished: bool) -> None:
    assert is_unfinished(name) == unfinished


def test_what_is_stamped_is_what_a_run_reads(tmp_path: Path) -> None:
    seen = ("a.pdf", "in/b.txt", "corrections/c.yml", "reviews.jsonl", "in/reviews.jsonl")
    names = (*seen, ".hidden.pdf", "corrections/.c.yml.swp", "corrections/c.yml~")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "broken").symlink_to("nowhere")
    stamped = {str(Path(path).relative_to(tmp_path.resolve())) for path in stamp_files(tmp_path)}
    assert stamped == set(seen)


@pytest.mark.parametrize("polling", [pytest.param(False, id="notices"), pytest.param(True, id="polling")])
def test_a_real_folder_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, polling: bool) -> None:
    """One batch for what is there, one for files that come in a new folder while one of them grows, one for what people say."""
    monkeypatch.setattr("ucap.flows.sources.watching._POLL_MS", 100)
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("x")
    batches: Queue[set[str]] = Queue()
    ended = threading.Event()

    def listen() -> None:
        for batch in watch_batches(raw, settle_seconds=0.4, polling=polling, notify=print):
            batches.put({str(Path(path).relative_to(raw.resolve())) for path in batch})
            if ended.is_set():
                return

    threading.Thread(target=listen, daemon=True).start()
    assert batches.get(timeout=10) == {"a.txt"}

    (raw / "in").mkdir()
    (raw / "in" / "b.txt").write_text("x")
    for _ in range(8):  # in all for longer than a file must rest
        time.sleep(0.1)
        with (raw / "in" / "c.txt.part").open("a") as growing:
            growing.write("x")
        with pytest.raises(Empty):
            batches.get_nowait()
    os.rename(raw / "in" / "c.txt.part", raw / "in" / "c.txt")
    assert batches.get(timeout=10) == {"in/b.txt", "in/c.txt"}

    ended.set()
    (raw / "corrections").mkdir()
    (raw / "corrections" / "c.yml").write_text("[]")
    (raw / "reviews.jsonl").write_text("")
    assert batches.get(timeout=10) == {"corrections/c.yml", "reviews.jsonl"}


def test_a_folder_that_is_away_is_waited_for(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    said: list[str] = []
    batches: Queue[frozenset[str]] = Queue()

    def listen() -> None:
        for batch in watch_batches(raw, settle_seconds=0.2, polling=False, notify=said.append):
            batches.put(batch)
            return

    threading.Thread(target=listen, daemon=True).start()
    time.sleep(0.5)
    raw.mkdir()
    (raw / "a.txt").write_text("x")
    assert batches.get(timeout=10) == {str(raw.resolve() / "a.txt")}
    assert said == [f"There is no folder “{raw}”: waiting for it."]
