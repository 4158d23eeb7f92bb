"""What a run asks of a place that holds files: six operations, the same for a folder and for object storage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol


class ChangedError(Exception):
    """A conditional write found that another writer had been there first; nothing was written."""


class Listed(NamedTuple):
    """One file as a listing shows it.

    `key` is its path below the storage's root, with `/`. `etag` is another text whenever the content is another; S3 makes it of
    the content alone, so the same bytes written again have the same. `modified` is when it was written, in UTC. It is a tuple,
    as a million of them are made.
    """

    key: str
    size: int
    etag: str
    modified: datetime


@dataclass(frozen=True)
class Content:
    """The bytes of a file, and its `etag` when they were read."""

    data: bytes
    etag: str


class Storage(Protocol):
    """Files by key below one root. All operations raise `OSError` where the place cannot be reached or used.

    Readers see the whole old or the whole new content of a file, never a part of it.
    """

    def list(self, prefix: str = "") -> Iterator[Listed]:
        """Yield the files below a folder, `prefix`, in no order that counts; none where there is no such folder."""

    def read(self, key: str) -> Content:
        """Return a file. Raises `FileNotFoundError`."""

    def write(self, key: str, data: bytes) -> None:
        """Write a file whole, in the place of one that is there."""

    def write_if_absent(self, key: str, data: bytes) -> None:
        """Write a new file; raises `ChangedError` where there is one. Of several writers at once, one succeeds."""

    def replace_if_unchanged(self, key: str, data: bytes, etag: str) -> None:
        """Replace a file whose `etag` is this; raises `ChangedError` where it is another, or the file is gone."""

    def delete(self, key: str) -> None:
        """Remove a file; does nothing where it is gone."""
