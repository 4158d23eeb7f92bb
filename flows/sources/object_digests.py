"""Remembering the digests of objects that did not change, so that a run need not fetch every object to know that.

An object is taken for unchanged where its size and etag are those of the time when it was fetched: services give another etag
to other content. As with the digests of files (`digests.py`), a run works the same without this memory.
"""

import hashlib
import io
from bisect import bisect_left, bisect_right
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ucap.flows.sources.discovery import cut_digest
from ucap.publishing.manifest import read_part
from ucap.publishing.state import STATE_NAME
from ucap.publishing.storage.location import Location, open_storage
from ucap.publishing.storage.objects import StoredPath

MEMORY_NAME = Path(STATE_NAME, "objects.parquet")
"""Where the memory lies within an output."""

REMEMBERED = pa.schema({"key": pa.string(), "size": pa.int64(), "etag": pa.string(), "document_id": pa.string()})
"""What is remembered of each object; its key is below the raw folder."""

_RAW = b"raw"


class ObjectDigests:
    """Digests of the objects below a raw folder, from the run before and for the next one."""

    def __init__(self, path: Location, raw: StoredPath, *, verify: bool = False) -> None:
        """Load the memory; a missing or damaged one, or one of another raw folder, is empty, and with `verify` any."""
        self._path, self._schema = path, REMEMBERED.with_metadata({_RAW: str(raw).encode()})
        self._known = self._schema.empty_table()
        if not verify:
            with suppress(OSError, pa.ArrowException):
                known = read_part(path)
                self._known = known if known.schema.equals(self._schema, check_metadata=True) else self._known

    def recall(self, listed: pa.Table) -> pa.Table:
        """Return objects with their `document_id`, which stays null where they are new or changed."""
        if not listed.num_rows:
            return listed
        # What is remembered is ordered by key, and a service lists in that order: it lies in a small piece.
        first, last = (getattr(pc, name)(listed["key"]).as_py() for name in ("min", "max"))
        keys = self._known["key"]
        start, end = (
            bisect(range(len(keys)), key, key=lambda number: str(keys[number].as_py()))
            for bisect, key in ((bisect_left, first), (bisect_right, last))
        )
        known = self._known.slice(start, end - start)
        known = known.take(pc.index_in(listed["key"], known["key"].combine_chunks()))
        is_same = pc.and_(pc.equal(known["size"], listed["size"]), pc.equal(known["etag"], listed["etag"]))
        number = listed.schema.get_field_index("document_id")
        ids = pc.if_else(is_same, known["document_id"], pa.scalar(None, pa.string()))
        return listed.set_column(number, listed.schema.field(number), ids)

    def save(self, seen: pa.Table) -> None:
        """Write the memory for the next run; what cannot be written is not remembered."""
        seen = seen.combine_chunks().replace_schema_metadata(self._schema.metadata)
        if seen.equals(self._known):
            return
        sink = io.BytesIO()
        pq.write_table(seen, sink, compression="zstd")
        with suppress(OSError):
            open_storage(self._path.parent).write(self._path.name, sink.getvalue())


def digest_object(path: StoredPath) -> tuple[str, int, str]:
    """Return an object's `document_id`, size and etag; all of it is fetched. Raises `OSError`."""
    content = path.read()
    return cut_digest(hashlib.sha256(content.data).hexdigest()), len(content.data), content.etag
