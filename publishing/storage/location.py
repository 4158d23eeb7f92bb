"""Telling a folder of this machine from a place in object storage."""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeAlias, TypeVar
from urllib.parse import unquote, urlsplit

from ucap.publishing.errors import StorageError
from ucap.publishing.storage.interface import Storage
from ucap.publishing.storage.local import LocalStorage
from ucap.publishing.storage.objects import SCHEMES, ObjectStorage, StoredPath

Location: TypeAlias = Path | StoredPath
"""Where documents or versions lie. Both kinds join with `/`, and can be opened and read."""

Place = TypeVar("Place", Path, StoredPath, Path | StoredPath)
"""One of the two kinds: what is given as a folder comes back as one."""

Place_co = TypeVar("Place_co", bound=Path | StoredPath, covariant=True)
"""The same of what a function returns."""

Item = TypeVar("Item")
Fetched = TypeVar("Fetched")

_FETCHED = 32
"""Objects that are fetched at once; by judgement: each waits some 30 ms for its first byte."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)


def find_address(path: Path) -> str | None:
    """Return the web address that a path is, or None; `Path` keeps only one of its slashes.

    >>> find_address(Path("https://example.org/a.pdf"))
    'https://example.org/a.pdf'
    """
    text = path.as_posix()
    return re.sub(":/+", "://", text, count=1) if _ADDRESS.match(text) else None


def locate(place: str | Path | StoredPath) -> Location:
    """Return the place that a path or URL names; addresses of other kinds stay paths, for the messages about them.

    >>> locate("s3://bucket/raw")
    StoredPath(root='s3://bucket', key='raw')
    >>> locate(Path("raw"))
    PosixPath('raw')
    """
    if isinstance(place, StoredPath):
        return place
    address = find_address(Path(place))
    scheme, bucket, key = urlsplit(address or "")[:3]
    if address is not None and scheme == "file":
        return Path("/" + unquote(address.partition("://")[2]).lstrip("/"))
    if address is None or scheme not in SCHEMES:
        return Path(place)
    if not bucket and scheme != "memory":
        raise StorageError(f"{address} names no bucket: write {scheme}://BUCKET/FOLDER.")
    return StoredPath(f"{scheme}://{bucket}", key.strip("/"))


def name_place(place: Location) -> str:
    """Return the path from the root or the URL of a place, which other processes understand, too."""
    return str(place.resolve() if isinstance(place, Path) else place)


def open_storage(place: Location) -> Storage:
    """Return the files below a place."""
    return ObjectStorage(place) if isinstance(place, StoredPath) else LocalStorage(place)


def fetch_each(fetch: Callable[[Item], Fetched], items: Iterable[Item], place: Location) -> Iterator[Fetched]:
    """Yield what a function gives for each item, in their order; where the place is object storage, some are asked at once."""
    if not isinstance(place, StoredPath):
        yield from map(fetch, items)
        return
    waiting = iter(items)
    with ThreadPoolExecutor(_FETCHED) as pool:
        while some := list(islice(waiting, _FETCHED * 8)):  # what is fetched and not yet taken is in memory
            yield from pool.map(fetch, some)


def require_folder(place: str | Path | StoredPath, what: str) -> Path:
    """Return a folder of this machine; raises `StorageError` for object storage, in which `what`, a plural, do not work."""
    found = locate(place)
    if isinstance(found, StoredPath):
        raise StorageError(f"{found} is object storage: {what} work on a folder of this machine. Name one.")
    return found
