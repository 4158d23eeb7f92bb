"""Finding the documents in the raw folder."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ucap.flows.basics.errors import RunError
from ucap.flows.sources.digests import Digest, DigestMemory, digest_file

OF_PEOPLE = frozenset({"corrections", "reviews.jsonl"})
"""What people write beside the documents: corrections, and the log of checks."""
_ID_DIGITS = 16
_MOST_HASHED = 2**30
"""Bytes: a file that is refused for its size and larger than this is not even hashed, as that alone would take minutes."""
_NOTHING = hashlib.sha256(b"").hexdigest()[:_ID_DIGITS]


_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})
"""What systems put into folders for themselves, in small letters."""
_OPEN_IN_OFFICE = "~$"
"""How the name of the note begins that an office program lays beside a document that is open in it."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)


@dataclass(frozen=True)
class SourceFile:
    """A file in the raw folder.

    `path` is where it is read, `source_path` its name in the dataset, `document_id` the digest of its bytes (of no bytes where
    it cannot be read or is enormous). `refusal` is the reason not to read it, `code: sentence`.
    """

    path: Path
    source_path: str
    document_id: str
    size_bytes: int
    refusal: str | None = None


def discover_documents(raw: Path, max_bytes: int | None = None, digest: Digest = digest_file) -> list[SourceFile]:
    """Return every file below the raw folder, ordered by `source_path`.

    Ignored: hidden files and folders, what systems leave there (`Thumbs.db`), what people wrote about the documents
    (`OF_PEOPLE`), links to folders inside, what is neither file nor folder (a pipe would never end). Refused, each with its
    reason: files over `max_bytes`, unreadable ones, links that leave the raw folder, folders so deep that no path leads there.
    `digest` stands in for hashing each file. Raises
    `RunError` where `raw` is not a folder that can be listed.
    """
    if not raw.exists():
        if address := find_address(raw):
            raise RunError(f"{address} is a web address: download the documents into a folder and name that.")
        raise RunError(f"There is no folder {raw}: name the one that holds the documents.")
    if not raw.is_dir():
        raise RunError(f"{raw} is a file: name the folder that holds the documents.")
    root = raw.resolve()
    try:
        found = [_describe_file(path, root, max_bytes, digest) for path in walk_files(root)]
    except OSError as error:
        raise RunError(
            f"Cannot list {error.filename or raw} ({error.strerror}): give this account the right to read it."
        ) from error
    return sorted(found, key=lambda file: file.source_path)


def has_news(raw: Path, memory: DigestMemory) -> bool:
    """Whether a document is new or may have changed since the run before, without a look into any; False for no folder."""
    try:
        return any(not memory.knows(path) for path in walk_files(raw.resolve()))
    except OSError:
        return False


def find_address(path: Path) -> str | None:
    """Return the web address that a path is, or None; `Path` keeps only one of its slashes.

    >>> find_address(Path("https://example.org/a.pdf"))
    'https://example.org/a.pdf'
    """
    text = path.as_posix()
    return text.replace(":/", "://", 1) if _ADDRESS.match(text) else None


def is_passed_over(name: str) -> bool:
    """Return whether a file or folder of this name is never a document: hidden, or left there by a system or program.

    >>> [is_passed_over(name) for name in (".DS_Store", "Thumbs.db", "~$plan.docx", "plan.txt")]
    [True, True, True, False]
    """
    return name.startswith((".", _OPEN_IN_OFFICE)) or name.casefold() in _LITTER


def walk_files(root: Path) -> Iterator[Path]:
    """Yield what `discover_documents` takes for documents below a resolved folder. Raises `OSError`."""
    waiting = [root]
    while waiting:  # no recursion: folders may stand within folders thousands deep
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                entries = list(listed)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            yield folder
            continue
        for entry in entries:
            path = Path(entry.path)
            if is_passed_over(entry.name) or (folder == root and entry.name in OF_PEOPLE):
                continue
            if entry.is_symlink():
                # A folder that is linked from inside comes under its own name; one that leads nowhere or outside gets a row.
                if not (os.path.isdir(path) and path.resolve().is_relative_to(root)):
                    yield path
            elif entry.is_dir():
                waiting.append(path)
            elif entry.is_file():
                yield path


def _describe_file(path: Path, root: Path, max_bytes: int | None, digest: Digest) -> SourceFile:
    source_path = _name_source(path.relative_to(root))

    def refuse(reason: str, size: int = 0, document_id: str = _NOTHING) -> SourceFile:
        return SourceFile(path, source_path, document_id, size, reason)

    try:
        target = path.resolve(strict=True)
        if not target.is_relative_to(root):
            return refuse(
                "outside_raw: a link that leaves the raw folder is not followed; put a copy of the file here instead."
            )
        if not target.is_file():
            return refuse("unreadable: the link does not lead to a file; put the file itself here.")
        size = target.stat().st_size
        is_too_large = max_bytes is not None and size > max_bytes
        document_id = _NOTHING
        if not (is_too_large and size > _MOST_HASHED):
            sha256, size = digest(target)
            document_id = sha256[:_ID_DIGITS]
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        cause = getattr(error, "strerror", None) or "links that lead in a circle"
        return refuse(f"unreadable: {cause[0].lower()}{cause[1:]}; correct the file's name, access rights or link.")
    if max_bytes is not None and is_too_large:
        limit = f"{size / 1e6:.1f} MB are more than the limit of {max_bytes / 1e6:g} MB"
        return refuse(f"too_large: {limit}; save a smaller copy, or raise max_size_mb.", size, document_id)
    return SourceFile(target, source_path, document_id, size)


def _name_source(relative: Path) -> str:
    """Render a path as text that any encoder takes: bytes that are not UTF-8 become `\\xe9`."""
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")
