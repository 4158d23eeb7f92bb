"""Finding the documents in the raw folder."""

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ucap.flows.basics.errors import RunError
from ucap.flows.sources.digests import Digest, DigestMemory, digest_file
from ucap.publishing.storage.location import Location, find_address

OF_PEOPLE = frozenset({"corrections", "reviews.jsonl"})
"""What people write beside the documents: corrections, and the log of checks."""
_ID_DIGITS = 16
_MOST_HASHED = 2**30
"""Bytes: a file that is refused for its size and larger than this is not even hashed, as that alone would take minutes."""

NO_CONTENT = hashlib.sha256(b"").hexdigest()[:_ID_DIGITS]
"""The `document_id` of a file whose bytes were not read."""

_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})
"""What systems put into folders for themselves, in small letters."""
_OPEN_IN_OFFICE = "~$"
"""How the name of the note begins that an office program lays beside a document that is open in it."""


@dataclass(frozen=True)
class SourceFile:
    """A file in the raw folder.

    `path` is where it is read, `source_path` its name in the dataset, `document_id` the digest of its bytes (of no bytes where
    it cannot be read or is enormous). `refusal` is the reason not to read it, `code: sentence`.
    """

    path: Location
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
            raise RunError(
                f"{address} is a web address: download the documents into a folder and name that, or name a place in object "
                "storage (s3://, gs://, az://)."
            )
        raise RunError(
            f"There is no folder “{raw}”: name the one that holds the documents (`ucap ingest FOLDER`, `--raw`"
            " of other commands, or the setting raw_folder)."
        )
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


def cut_digest(sha256: str) -> str:
    """Return the `document_id` of content with this SHA-256, in hex digits."""
    return sha256[:_ID_DIGITS]


def explain_size(size_bytes: int, max_bytes: int) -> str:
    """Return the reason not to read a file of this size, `code: sentence`."""
    limit = f"{size_bytes / 1e6:.1f} MB are more than the limit of {max_bytes / 1e6:g} MB"
    return f"too_large: {limit}; save a smaller copy, or raise max_size_mb."


def _describe_file(path: Path, root: Path, max_bytes: int | None, digest: Digest) -> SourceFile:
    source_path = _name_source(path.relative_to(root))

    def refuse(reason: str, size: int = 0, document_id: str = NO_CONTENT) -> SourceFile:
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
        document_id = NO_CONTENT
        if not (is_too_large and size > _MOST_HASHED):
            sha256, size = digest(target)
            document_id = cut_digest(sha256)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        cause = getattr(error, "strerror", None) or "links that lead in a circle"
        return refuse(f"unreadable: {cause[0].lower()}{cause[1:]}; correct the file's name, access rights or link.")
    if max_bytes is not None and is_too_large:
        return refuse(explain_size(size, max_bytes), size, document_id)
    return SourceFile(target, source_path, document_id, size)


def _name_source(relative: Path) -> str:
    """Render a path as text that any encoder takes: bytes that are not UTF-8 become `\\xe9`."""
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")
