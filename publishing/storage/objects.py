"""Object storage behind a URL, by the library obstore, which is an extra (`ucap[cloud]`) and imported with the first use.

Keys and addresses of services are those of obstore's environment variables, such as `AWS_ACCESS_KEY_ID` and `AWS_ENDPOINT_URL`.
"""

import errno
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import PurePath
from typing import Any, BinaryIO

from ucap.publishing.errors import StorageError
from ucap.publishing.storage.interface import ChangedError, Content, Listed

SCHEMES = ("s3", "gs", "az", "abfs", "abfss", "memory")
"""Schemes of URLs that are object storage. `memory` lasts as long as its process, and no other process sees it."""

_VARIABLES = ("AWS_", "GOOGLE_", "AZURE_")
"""How the names of the variables begin by which the library finds services, and the keys of an account."""

_CHUNK = 1000  # objects of one listing that are in memory at once; S3 itself gives a thousand at a time
_PATIENCE: Any = {"max_retries": 5, "retry_timeout": timedelta(seconds=30)}
"""By judgement: a service that is away for longer is an error to report; the library's own three minutes look like a hang."""


@dataclass(frozen=True)
class _State:
    st_size: int


@dataclass(frozen=True)
class StoredPath:
    """A place in object storage, used where a `Path` is: joined with `/`, opened and read. Nothing is asked until then.

    `root` is scheme and bucket, `key` the rest of the URL.

    >>> str(StoredPath("s3://bucket", "raw") / "2018" / "a.pdf")
    's3://bucket/raw/2018/a.pdf'
    """

    root: str
    key: str = ""

    def __truediv__(self, name: str | PurePath) -> "StoredPath":
        return StoredPath(self.root, f"{self.key}/{name}".strip("/"))

    def __str__(self) -> str:
        return f"{self.root}/{self.key}".rstrip("/")

    @property
    def name(self) -> str:
        """The last part."""
        return self.key.rpartition("/")[2]

    @property
    def parent(self) -> "StoredPath":
        """The place above."""
        return StoredPath(self.root, self.key.rpartition("/")[0])

    @property
    def is_shared(self) -> bool:
        """Whether other processes see what is written here."""
        return not self.root.startswith("memory:")

    def is_within(self, other: "StoredPath") -> bool:
        """Whether this place is another one or lies below it."""
        return self.root == other.root and f"{self.key}/".startswith(f"{other.key}/" if other.key else "")

    def read_bytes(self) -> bytes:
        """Return the object. Raises `FileNotFoundError`, or another `OSError`."""
        return self.read().data

    def read(self) -> Content:
        """Return the object with its etag; see `read_bytes`."""
        with explain(self):
            found = connect(self.root).get(self.key)
            return Content(bytes(found.bytes()), found.meta["e_tag"] or "")

    def open(self, mode: str = "rb") -> BinaryIO:
        """Return the object as a file to read; all of it is fetched, in one request."""
        return io.BytesIO(self.read_bytes())

    def stat(self) -> _State:
        """Return the size. Raises `FileNotFoundError`, or another `OSError`."""
        with explain(self):
            return _State(connect(self.root).head(self.key)["size"])


@dataclass(frozen=True)
class ObjectStorage:
    """The objects below a place in object storage."""

    root: StoredPath

    def list(self, prefix: str = "") -> Iterator[Listed]:
        """See `Storage`; objects come in the order of their keys' bytes, without those that stand for folders."""
        place = self.root / prefix
        with explain(place):
            for chunk in connect(place.root).list(place.key or None, chunk_size=_CHUNK):
                for meta in chunk:
                    key = meta["path"][len(self.root.key) :].lstrip("/")
                    if not meta["size"] and not PurePath(key).suffix:
                        # An empty object `old/`, by which consoles keep a folder, is listed as `old`, and cannot be fetched.
                        continue
                    yield Listed(key, meta["size"], meta["e_tag"] or "", meta["last_modified"])

    def read(self, key: str) -> Content:
        """See `Storage`."""
        return (self.root / key).read()

    def write(self, key: str, data: bytes) -> None:
        """See `Storage`."""
        self._put(key, data, "overwrite")

    def write_if_absent(self, key: str, data: bytes) -> None:
        """See `Storage`."""
        self._put(key, data, "create")

    def replace_if_unchanged(self, key: str, data: bytes, etag: str) -> None:
        """See `Storage`."""
        self._put(key, data, {"e_tag": etag})

    def delete(self, key: str) -> None:
        """See `Storage`."""
        place = self.root / key
        with explain(place):
            connect(place.root).delete(place.key)

    def _put(self, key: str, data: bytes, mode: Any) -> None:
        place = self.root / key
        with explain(place):
            # In one request: of conditions on uploads in several parts, services were seen to ignore some.
            connect(place.root).put(place.key, data, mode=mode, use_multipart=False)


def connect(root: str) -> Any:
    """Return obstore's store of a bucket, one for the same environment. Raises `StorageError` without the extra."""
    # What is in memory is there whatever the environment says.
    return _open_store(root, () if root.startswith("memory:") else tuple(sorted(read_variables().items())))


def read_variables() -> dict[str, str]:
    """Return the environment's variables of services and accounts. Another process that uses object storage needs them."""
    return {name: value for name, value in os.environ.items() if name.startswith(_VARIABLES)}


def replace_variables(variables: Mapping[str, str]) -> None:
    """Let this process use these services and accounts (of `read_variables`), and no others."""
    for name in read_variables():
        del os.environ[name]
    os.environ.update(variables)


@cache
def _open_store(root: str, variables: tuple[tuple[str, str], ...]) -> Any:
    try:
        from obstore.store import MemoryStore, from_url  # noqa: PLC0415 (an extra)
    except ImportError:
        message = f"{root} is object storage, which is an extra: install it with `pip install 'ucap[cloud]'`."
        raise StorageError(message) from None
    return MemoryStore() if root.startswith("memory:") else from_url(root, retry_config=_PATIENCE)


@contextmanager
def explain(place: StoredPath) -> Iterator[None]:
    """Turn the library's errors into `ChangedError`, `FileNotFoundError` or another `OSError` that names the place."""
    connect(place.root)
    from obstore import exceptions  # noqa: PLC0415 (an extra)

    try:
        yield
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError) as error:
        raise ChangedError(str(place)) from error
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "there is no such object, or no such bucket", str(place)) from error
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
        raise PermissionError(errno.EACCES, "the service refuses this account", str(place)) from error
    except exceptions.BaseError as error:
        raise OSError(errno.EPROTO, _shorten(error), str(place)) from error


def _shorten(error: Exception) -> str:
    if code := re.search(r"<Code>(\w+)</Code>", str(error)):
        return f"the service answered {code[1]}"
    return " ".join(str(error).partition("\n")[0].split())[:200]
