"""Finding the documents in object storage.

A bucket of a million objects is listed as a stream, into columns, and compared with what the run before saw.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from ucap.flows.basics.errors import RunError
from ucap.flows.sources.discovery import NO_CONTENT, OF_PEOPLE, explain_size, is_passed_over
from ucap.flows.sources.files import COLUMNS, SourceFiles
from ucap.flows.sources.object_digests import REMEMBERED, ObjectDigests, digest_object
from ucap.publishing.parts import is_sorted, sort_rows
from ucap.publishing.storage.location import fetch_each, open_storage
from ucap.publishing.storage.objects import StoredPath

_CHUNK = 10_000  # objects that are Python's at once


def discover_objects(raw: StoredPath, max_bytes: int, memory: ObjectDigests) -> SourceFiles:
    """Return every object below a place, ordered by `source_path`; ignored and refused is what `discover_documents` does.

    Only what is new or changed is fetched. Raises `RunError` where nothing is there, or it cannot be listed.
    """
    try:
        objects = pa.concat_tables(_describe_objects(raw, max_bytes, memory)).combine_chunks()
    except OSError as error:
        raise RunError(
            f"Cannot list {raw} ({error.strerror}): check the address, the keys of this account and the network."
        ) from error
    keys = objects["key"]
    if not is_sorted(keys):
        objects = sort_rows(objects, ["key"])
        keys = objects["key"]
    is_lasting = pc.and_(pc.is_valid(objects["document_id"]), pc.not_equal(objects["etag"], ""))
    memory.save(objects.select(REMEMBERED.names).filter(is_lasting))
    columns = [keys, pc.fill_null(objects["document_id"], NO_CONTENT), objects["size"], objects["refusal"]]
    return SourceFiles(pa.Table.from_arrays(columns, schema=COLUMNS), lambda number: raw / keys[number].as_py())


class _Object(NamedTuple):
    """A document in object storage; its `document_id` is null where it was not fetched or cannot be.

    `etag` is empty where the content is no longer that of the listing.
    """

    key: str
    size: int
    etag: str
    document_id: str | None = None
    refusal: str | None = None


_OBJECTS = REMEMBERED.append(pa.field("refusal", pa.string()))


def _describe_objects(raw: StoredPath, max_bytes: int, memory: ObjectDigests) -> Iterator[pa.Table]:
    """Yield the documents as they are listed, some at a time. Raises `OSError`, and `RunError` where nothing is."""
    listed, is_empty = open_storage(raw).list(), True
    yield _OBJECTS.empty_table()
    while some := list(islice(listed, _CHUNK)):
        is_empty = False
        documents = [one for one in some if _is_document(one.key)]
        # By columns: to make an object of each of a million takes longer than to compare them.
        columns = ([one.key for one in documents], [one.size for one in documents], [one.etag for one in documents])
        nothing = [[None] * len(documents)] * 2
        known = memory.recall(_make_table([*columns, *nothing]))
        looked_at = pc.or_(pc.is_null(known["document_id"]), pc.greater(known["size"], max_bytes))
        yield known.filter(pc.invert(looked_at))
        yield _tabulate(_look_at(raw, [_Object(**row) for row in known.filter(looked_at).to_pylist()], max_bytes))
    if is_empty:
        raise RunError(f"There is nothing at {raw}: name the folder of the bucket that holds the documents.")


def _look_at(raw: StoredPath, objects: Iterable[_Object], max_bytes: int) -> Iterator[_Object]:
    small = []
    for one in objects:
        if one.size > max_bytes:  # not fetched: only its size is known
            yield one._replace(document_id=None, refusal=explain_size(one.size, max_bytes))
        else:
            small.append(one)
    yield from fetch_each(partial(_fetch, raw), small, raw)


def _fetch(raw: StoredPath, one: _Object) -> _Object:
    try:
        document_id, size, etag = digest_object(raw / one.key)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        reason = f"unreadable: {cause[0].lower()}{cause[1:]}; see whether this account may read the object."
        return one._replace(refusal=reason)
    # What changed since it was listed is looked at again by the next run.
    return one._replace(document_id=document_id, size=size, etag=etag if etag == one.etag else "")


def _tabulate(objects: Iterable[_Object]) -> pa.Table:
    return _make_table(list(zip(*objects, strict=True)) or [()] * len(_OBJECTS))


def _make_table(columns: Sequence[Sequence[Any]]) -> pa.Table:
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, _OBJECTS, strict=True)], schema=_OBJECTS)


def _is_document(key: str) -> bool:
    folder, _, name = key.rpartition("/")
    return bool(name) and not (_is_left_out(folder) if folder else name in OF_PEOPLE) and not is_passed_over(name)


@lru_cache(maxsize=1000)  # objects are listed folder by folder
def _is_left_out(folder: str) -> bool:
    parts = folder.split("/")
    return parts[0] in OF_PEOPLE or any(map(is_passed_over, parts))
