"""A folder of this machine as storage."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from ucap.publishing.storage.interface import ChangedError, Content, Listed

_PARTIAL = ".partial"


@dataclass(frozen=True)
class LocalStorage:
    """The files below a folder, which is made with its first file. An etag is made of time, size and inode."""

    root: Path

    def list(self, prefix: str = "") -> Iterator[Listed]:
        """See `Storage`."""
        for folder, _, names in os.walk(self.root / prefix):
            for name in names:
                path = Path(folder, name)
                try:
                    state = path.stat()
                except FileNotFoundError:  # gone meanwhile
                    continue
                modified = datetime.fromtimestamp(state.st_mtime, UTC)
                yield Listed(path.relative_to(self.root).as_posix(), state.st_size, _make_etag(state), modified)

    def read(self, key: str) -> Content:
        """See `Storage`."""
        with (self.root / key).open("rb") as source:
            return Content(source.read(), _make_etag(os.fstat(source.fileno())))

    def write(self, key: str, data: bytes) -> None:
        """See `Storage`."""
        os.replace(self._write_aside(key, data), self.root / key)

    def write_if_absent(self, key: str, data: bytes) -> None:
        """See `Storage`."""
        aside = self._write_aside(key, data)
        try:
            os.link(aside, self.root / key)
        except FileExistsError:
            raise ChangedError(str(self.root / key)) from None
        finally:
            aside.unlink()

    def replace_if_unchanged(self, key: str, data: bytes, etag: str) -> None:
        """See `Storage`; writers that use this operation wait for each other by a lock beside the file."""
        path = self.root / key
        with FileLock(path.with_name(f".{path.name}.lock")):
            try:
                is_same = _make_etag(path.stat()) == etag
            except FileNotFoundError:
                is_same = False
            if not is_same:
                raise ChangedError(str(path))
            self.write(key, data)

    def delete(self, key: str) -> None:
        """See `Storage`."""
        (self.root / key).unlink(missing_ok=True)

    def _write_aside(self, key: str, data: bytes) -> Path:
        path = self.root / key
        aside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{_PARTIAL}")
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        return aside


def _make_etag(state: os.stat_result) -> str:
    return f"{state.st_mtime_ns:x}-{state.st_size:x}-{state.st_ino:x}"
