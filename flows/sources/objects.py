"""Finding the documents in object storage."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from ucap.flows.basics.errors import RunError
from ucap.flows.sources.discovery import NO_CONTENT, OF_PEOPLE, SourceFile, cut_digest, explain_size, is_passed_over
from ucap.publishing.storage.interface import Listed
from ucap.publishing.storage.location import open_storage
from ucap.publishing.storage.objects import StoredPath

_FETCHED = 16
"""Objects fetched at once for their digest; by judgement: each waits some 30 ms for its first byte."""

DigestObject: TypeAlias = Callable[[StoredPath, Listed], tuple[str, int]]
"""Gives an object's SHA-256 and size; raises `OSError`."""


def discover_objects(raw: StoredPath, max_bytes: int, digest: DigestObject) -> list[SourceFile]:
    """Return every object below a place, ordered by `source_path`; ignored and refused is what `discover_documents` does.

    Only what is new or changed is fetched. Raises `RunError` where nothing is there, or it cannot be listed.
    """
    try:
        listed = list(open_storage(raw).list())
    except OSError as error:
        raise RunError(
            f"Cannot list {raw} ({error.strerror}): check the address, the keys of this account and the network."
        ) from error
    if not listed:
        raise RunError(f"There is nothing at {raw}: name the folder of the bucket that holds the documents.")
    with ThreadPoolExecutor(_FETCHED) as pool:
        found = list(pool.map(partial(_describe_object, raw, max_bytes, digest), filter(_is_document, listed)))
    return sorted(found, key=lambda file: file.source_path)


def _is_document(listed: Listed) -> bool:
    parts = listed.key.split("/")
    return not (parts[0] in OF_PEOPLE or any(map(is_passed_over, parts)) or listed.key.endswith("/"))


def _describe_object(raw: StoredPath, max_bytes: int, digest: DigestObject, listed: Listed) -> SourceFile:
    path = raw / listed.key
    if listed.size > max_bytes:  # not fetched: only its size is known
        return SourceFile(path, listed.key, NO_CONTENT, listed.size, explain_size(listed.size, max_bytes))
    try:
        sha256, size = digest(path, listed)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        reason = f"unreadable: {cause[0].lower()}{cause[1:]}; see whether this account may read the object."
        return SourceFile(path, listed.key, NO_CONTENT, listed.size, reason)
    return SourceFile(path, listed.key, cut_digest(sha256), size)
