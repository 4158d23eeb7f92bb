"""Watching the raw folder: find out when new, changed and removed files have come to rest, so that a run may read them.

The system's notices (or polling, for drives that send none) only say when to look. What counts is what the folder holds, since
notices get lost, such as those of files that are made in a folder before it is watched itself.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from watchfiles import watch

from ucap.flows.sources.discovery import walk_files
from ucap.publishing.corrections.load import walk_correction_files
from ucap.publishing.reviews.log import LOG_NAME

_LONGEST_TICK_SECONDS = 1.0
_POLL_MS = 2_000
_UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp")
_UNFINISHED_PATIENCE = 10
"""How many times longer a file must rest whose name says that it is being written: a download may stall."""
_NOTIFY_SECONDS = 600.0


@dataclass(frozen=True)
class Stamp:
    """What changes when a file is written or replaced."""

    size_bytes: int
    modified_ns: int
    inode: int


class Settling:
    """Finds out from looks at a folder when what changed has come to rest. All times are arguments; it reads no clock.

    At first everything in the folder counts as changed: nobody knows what came while nobody watched.
    """

    def __init__(self, settle_seconds: float) -> None:
        """Let a batch end when no file in it was seen to change for so long."""
        self._settle_seconds = settle_seconds
        self._reported: Mapping[str, Stamp] = {}  # the folder as it was when a batch last ended
        self._seen: Mapping[str, Stamp] = {}  # the folder at the last look
        self._moved: dict[str, float] = {}  # when each path was last seen to change, until it rests

    def look(self, stamps: Mapping[str, Stamp], now: float) -> frozenset[str]:
        """Take in what the folder holds at an instant, by path; return the paths of the batch that ends here, if one does.

        A batch ends when everything in the folder rests, so that many files at once make one. Files whose names say that they
        are being written hold it up, but are not a reason for one.
        """
        self._moved |= {path: now for path in _compare(self._seen, stamps)}
        self._seen = stamps
        self._moved = {path: since for path, since in self._moved.items() if now - since < self._patience(path)}
        if self._moved:
            return frozenset()
        batch = frozenset(path for path in _compare(self._reported, stamps) if not is_unfinished(path))
        self._reported = stamps
        return batch

    @property
    def moving(self) -> list[str]:
        """The paths that do not rest yet; while there are any, the folder must be looked at again without any notice."""
        return sorted(self._moved)

    def _patience(self, path: str) -> float:
        is_being_written = path in self._seen and is_unfinished(path)
        return self._settle_seconds * (_UNFINISHED_PATIENCE if is_being_written else 1)


def _compare(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def is_unfinished(path: str) -> bool:
    """Tell whether a file's name says that a program is still writing it, or has another file open."""
    name = PurePath(path).name
    return name.lower().endswith(_UNFINISHED_SUFFIXES) or name.startswith("~$")


def stamp_files(raw: Path) -> dict[str, Stamp]:
    """Return the stamps of documents, correction files and the log of checks in a raw folder, by path. Raises `OSError`."""
    root, stamps = raw.resolve(), {}
    for path in (*walk_files(root), *walk_correction_files(root), root / LOG_NAME):
        with suppress(OSError):  # not there, gone meanwhile, or a link that leads nowhere
            status = path.stat()
            stamps[str(path)] = Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
    return stamps


def watch_batches(
    raw: Path, *, settle_seconds: float, polling: bool, notify: Callable[[str], None]
) -> Iterator[frozenset[str]]:
    """Yield the paths of each batch of new, changed and removed files once it has come to rest; the first is all there is.

    `polling` asks the folder again and again, for drives that send no notices. A folder that is not there is waited for.
    `notify` gets a message of that, and of what keeps a batch waiting for long. Raises `OSError` where the system does not let
    the folder be watched.
    """
    settling, tick_seconds = Settling(settle_seconds), min(_LONGEST_TICK_SECONDS, settle_seconds / 2)
    rested_at, must_look, notified = time.monotonic(), False, ""

    def notify_once(message: str) -> None:
        nonlocal notified
        if message != notified:
            notified = message
            notify(message)

    for is_noticed in _listen(raw, tick_seconds, polling, notify_once):
        must_look |= is_noticed or bool(settling.moving)
        if not must_look:
            continue
        try:
            stamps = stamp_files(raw)
        except OSError as error:  # a folder that went meanwhile, or that this account may not list
            notify_once(f"Cannot list {error.filename or raw} ({error.strerror}): trying again.")
            continue
        must_look, now = False, time.monotonic()
        if batch := settling.look(stamps, now):
            notified = ""
            yield batch
        if not settling.moving:
            rested_at = now
        elif now - rested_at > _NOTIFY_SECONDS:
            notify_once(f"Still waiting, as there are files that keep changing: {', '.join(settling.moving[:5])}.")


def _listen(raw: Path, tick_seconds: float, polling: bool, notify: Callable[[str], None]) -> Iterator[bool]:
    """Yield at each tick whether there was a notice; a folder that is new to us counts as one."""
    milliseconds = max(1, round(tick_seconds * 1000))
    while True:
        folder = _identify(raw)
        if folder is None:
            notify(f"There is no folder “{raw}”: waiting for it.")
            time.sleep(tick_seconds)
            continue
        notices = watch(
            raw,
            watch_filter=None,
            debounce=milliseconds,
            rust_timeout=milliseconds,
            yield_on_timeout=True,
            force_polling=polling,
            poll_delay_ms=_POLL_MS,
            ignore_permission_denied=True,
        )
        is_new = True
        with closing(notices):
            for noticed in notices:
                yield bool(noticed) or is_new
                is_new = False
                if _identify(raw) != folder:  # removed, or another drive is mounted there: no notice would come of it
                    break


def _identify(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
