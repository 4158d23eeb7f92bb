"""Remembering the digests of files that did not change, so that a run need not read every file to know that.

A file is taken for unchanged where its size, its times of modification and of change of status, its inode and its device are
those of the time when it was hashed. As in git's index, a file that was touched shortly before it was hashed is not
remembered: within one tick of the file system's clock it could change once more and keep its times.

It is used for nothing else: a run works the same without it, and it may be deleted at any time.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from ucap.publishing.state import STATE_NAME
from ucap.publishing.storage.location import Location, open_storage

MEMORY_NAME = Path(STATE_NAME, "digests.json")
"""Where the memory lies within an output folder."""

SETTLED_SECONDS = 2.0
"""For how long a file must have been left alone: the coarsest tick of a common file system, FAT's."""

_FORMAT = 1
_LENGTH = 6  # a digest with the state of a file

Digest: TypeAlias = Callable[[Path], tuple[str, int]]
"""Gives a file's SHA-256 and size; raises `OSError`."""


def digest_file(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file's bytes, and how many they are."""
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        return digest, os.fstat(source.fileno()).st_size


class DigestMemory:
    """Digests of files by path, from the run before and for the next one."""

    def __init__(self, path: Location, *, verify: bool = False, now: Callable[[], float] = time.time) -> None:
        """Load the memory; a missing or damaged one is empty. With `verify` every file is hashed all the same."""
        self._path = path
        self._known: dict[str, list[object]] = _load(path)
        self._verify = verify
        self._now = now
        self._seen: dict[str, list[object]] = {}

    def knows(self, path: Path) -> bool:
        """Whether a file is as it was when it was hashed, and need not be hashed again. Raises `OSError`."""
        known = self._known.get(str(path))
        return known is not None and known[1:] == _describe(path.stat()) and not self._verify

    def digest(self, path: Path) -> tuple[str, int]:
        """Return the SHA-256 and the size of a file, hashed only where it may have changed. Raises `OSError`."""
        name, before = str(path), path.stat()
        state = _describe(before)
        known = self._known.get(name)
        if known is not None and known[1:] == state and not self._verify:
            self._seen[name] = known
            return str(known[0]), before.st_size
        started = self._now()
        digest, size = digest_file(path)
        touched = max(before.st_mtime_ns, before.st_ctime_ns) / 1e9
        if _describe(path.stat()) == state and touched < started - SETTLED_SECONDS:
            self._seen[name] = [digest, *state]
        return digest, size

    def save(self) -> None:
        """Write the memory for the next run, with the files seen in this one; what cannot be written is not remembered."""
        if self._seen == self._known:
            return
        content = json.dumps({"format": _FORMAT, "files": self._seen}, separators=(",", ":"))
        with suppress(OSError):
            open_storage(self._path.parent).write(self._path.name, content.encode())


def _describe(state: os.stat_result) -> list[object]:
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_dev]


def _load(path: Location) -> dict[str, list[object]]:
    try:
        content = json.loads(path.read_bytes())
        entries = content["files"] if content["format"] == _FORMAT else {}
        return {name: entry for name, entry in entries.items() if isinstance(entry[0], str) and len(entry) == _LENGTH}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
