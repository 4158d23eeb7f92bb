"""How a run over a bucket of a million documents goes: ``python -m benchmarks.million [--documents N] [--latency MS]``.

The version before is made up: a million rows of `documents`, each with its row of `ucaps`, all other tables empty. Then two
runs are made, each in a process of its own: one in which nothing changed, and one in which one object is another (a drawn
document, which is really read). Ends with status 1 where the first takes longer than `--seconds` or more than `--mebibytes`,
or the second longer than `--seconds-changed`.

The bucket is a stand-in on this disk: the listing of the documents is made up, the version's objects are files, and each
request takes `--latency` milliseconds. Requests are counted.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from obstore.exceptions import PreconditionError
from obstore.store import LocalStore

from ucap.extractors.version import compute_input_key, extractor_version
from ucap.flows.basics.settings import Settings
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.request import RunRequest
from ucap.flows.run.round import Stages, run_round
from ucap.flows.sources import objects as discovery
from ucap.flows.sources.discovery import SourceFile
from ucap.flows.sources.object_digests import MEMORY_NAME, REMEMBERED, ObjectDigests
from ucap.publishing.assemble import Dataset, assemble_dataset
from ucap.publishing.latest import SeenPointer
from ucap.publishing.manifest import load_manifest, locate_part
from ucap.publishing.object_versions import publish_objects
from ucap.publishing.parts import NewPart, Part, StoredPart, count_parts, name_part, number_part
from ucap.publishing.storage import objects as storage
from ucap.publishing.storage.interface import Listed
from ucap.publishing.storage.objects import StoredPath
from ucap.schemas.arrow import all_schemas
from ucap.schemas.reading import AnyReading, Reading
from ucap.schemas.records import TABLES

_PLACE = StoredPath("s3://stand-in")
_RAW, _OUTPUT = _PLACE / "raw", _PLACE / "output"
_PAGE = 1000  # objects of one request of a listing
_SIZE = 40_000


def main() -> int:
    """Measure, each step in a process of its own; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="of each request, in milliseconds")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--mebibytes", type=float, default=1024)
    parser.add_argument("--seconds-changed", type=float, default=30)
    parser.add_argument("--folder", type=Path, help="where the stand-in is kept, and found again; removed by default")
    parser.add_argument("--step", choices=[*_STEPS], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        bucket = Bucket(arguments.folder, arguments.documents, arguments.latency / 1000)
        print(json.dumps(_STEPS[arguments.step](bucket)))
        return 0
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or Path(made)
        if not (folder / "output" / "latest.json").exists():
            _run("make", folder, arguments)
        same, changed = (_run(step, folder, arguments) for step in ("same", "changed"))
    is_slow = same["seconds"] > arguments.seconds or changed["seconds"] > arguments.seconds_changed
    return int(is_slow or same["mebibytes"] > arguments.mebibytes or same["written"] or changed["read"] != 1)


def _run(step: str, folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    given = ["--documents", str(arguments.documents), "--latency", str(arguments.latency), "--folder", str(folder)]
    # As the command does, before anything heavy is imported.
    start = "from ucap.flows.basics import footprint as f; f.leave_out_pandas(); f.return_freed_memory()"
    run = "from benchmarks.million import main; raise SystemExit(main())"
    command = [sys.executable, "-c", f"{start}; {run}", "--step", step, *given]
    done: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    told = ", ".join(f"{name} {value}" for name, value in done.items() if name not in ("seconds", "mebibytes"))
    print(f"{step:8} {done['seconds']:6.1f} s, {done['mebibytes']:5.0f} MiB; {told}", flush=True)
    return done


@dataclass
class Bucket:
    """The stand-in: objects are files below a folder; the documents are only listed, but for what was put below `raw`."""

    folder: Path
    documents: int
    latency: float
    changed: int | None = None

    def __post_init__(self) -> None:
        """Take the place of the store of every bucket, and of the listing of the documents."""
        self.folder.mkdir(exist_ok=True)
        self.store, self.requests, self._lock = LocalStore(self.folder), Counter[str](), threading.Lock()
        vars(storage)["connect"] = lambda root: self
        vars(discovery)["open_storage"] = lambda place: self

    def name(self, number: int) -> str:
        """Return the key of a document below `raw`."""
        return f"{number // 1000:04}/summary-of-the-cooperation-{number:07}.pdf"

    def list(self, prefix: str | None = None, chunk_size: int = _PAGE) -> Iterator[Any]:
        """Yield the documents, or the pages of a listing of what is published."""
        if prefix is not None:
            for page in self.store.list(prefix, chunk_size=chunk_size):
                self._ask("list")
                yield page
            return
        now = datetime.now(UTC)
        for number in range(self.documents):
            if not number % _PAGE:
                self._ask("list")
            etag = f'"{"f" * 32 if number == self.changed else f"{number:032x}"}"'
            yield Listed(self.name(number), _SIZE, etag, now)

    def get(self, key: str) -> Any:
        """Return an object."""
        self._ask("get")
        return self.store.get(key)

    def head(self, key: str) -> Any:
        """Return the state of an object."""
        self._ask("head")
        return self.store.head(key)

    def put(self, key: str, data: bytes, *, mode: Any, use_multipart: bool) -> None:
        """Write an object; the condition on an etag is compared here, for a folder has none."""
        self._ask("put")
        if isinstance(mode, dict):
            if self.store.head(key)["e_tag"] != mode["e_tag"]:
                raise PreconditionError(key)
            mode = "overwrite"
        self.store.put(key, data, mode=mode, use_multipart=use_multipart)

    def delete(self, key: str) -> None:
        """Remove an object."""
        self._ask("delete")
        self.store.delete(key)

    def _ask(self, what: str) -> None:
        with self._lock:
            self.requests[what] += 1
        time.sleep(self.latency)


def make_version(bucket: Bucket) -> dict[str, Any]:
    """Publish the version before, and remember the digests of its documents."""
    started, count = (time.monotonic(), time.process_time()), count_parts(bucket.documents)
    bucket.latency = 0
    empty = publish_objects(assemble_dataset([]), _OUTPUT, lambda version: None, SeenPointer())
    entries = {name: table.parts[0] for name, table in load_manifest(empty.path).tables.items()}
    parts: dict[str, tuple[Part, ...]] = {}
    for name in TABLES:
        part = StoredPart(locate_part(empty.path, name, entries[name]), entries[name])
        copies = 1 if name in ("corrections", "reviews") else count
        parts[name] = tuple(_rename(part, number) for number in range(copies))
    documents, ucaps = _make_rows(bucket)
    parts |= {"documents": _cut(documents, "source_path", count), "ucaps": _cut(ucaps, "ucap_id", count)}
    (bucket.folder / "output" / "latest.json").unlink()
    done = publish_objects(Dataset(parts), _OUTPUT, lambda version: None, SeenPointer())
    etags = pa.array([f'"{number:032x}"' for number in range(bucket.documents)])
    sizes, keys = documents["size_bytes"].combine_chunks(), documents["source_path"].combine_chunks()
    columns = [keys, sizes, etags, documents["document_id"].combine_chunks()]
    ObjectDigests(_OUTPUT / MEMORY_NAME, _RAW).save(pa.Table.from_arrays(columns, schema=REMEMBERED))
    return {**_describe(started, bucket), "rows": sum(done.row_counts.values()), "parts": sum(map(len, parts.values()))}


def _rename(part: StoredPart, number: int) -> StoredPart:
    return StoredPart(part.path, part.entry.model_copy(update={"name": name_part(number)}))


def _make_rows(bucket: Bucket) -> tuple[pa.Table, pa.Table]:
    count = bucket.documents
    ids = [hashlib.sha256(b"%d" % number).hexdigest()[:16] for number in range(count)]
    ucap_ids = pa.array([f"city-number-{number}--partner-number-{number}" for number in range(count)])
    names = pa.array([bucket.name(number) for number in range(count)])
    same = {
        "format": "pdf", "size_bytes": _SIZE, "page_count": 3, "status": "published", "template": "city-summary",
        "extractor_version": extractor_version(), "reader": "pdfium", "kind": "city", "title": "Summary",
        "objectives": "To learn.",
    }  # fmt: skip
    made = {
        "source_path": names,
        "document_id": pa.array(ids),
        "ucap_id": ucap_ids,
        "input_key": pa.array([compute_input_key(id_) for id_ in ids]),
        "period_start": pa.array([date(2018, 1, 1)] * count),
        "lead_cities": pa.array([["City"]] * count),
        "partner_cities": pa.array([["Partner"]] * count),
    }
    tables = []
    for name in ("documents", "ucaps"):
        schema = all_schemas()[name]
        arrays = [
            made[field.name].cast(field.type)
            if field.name in made
            else pa.repeat(pa.scalar(same.get(field.name), field.type), count)
            for field in schema
        ]
        tables.append(pa.Table.from_arrays(arrays, schema=schema))
    return tables[0], tables[1]


def _cut(rows: pa.Table, key: str, count: int) -> tuple[Part, ...]:
    numbers = pa.array([number_part(value, count) for value in rows[key].to_pylist()], pa.int64())
    ordered = rows.append_column("number", numbers).sort_by([("number", "ascending"), (key, "ascending")])
    sizes, parts, start = Counter(numbers.to_pylist()), [], 0
    for number in range(count):
        parts.append(NewPart(ordered.slice(start, sizes[number]).drop_columns(["number"]).combine_chunks()))
        start += sizes[number]
    return tuple(parts)


def run_unchanged(bucket: Bucket) -> dict[str, Any]:
    """Make a run in which nothing changed."""
    return _run_once(bucket)


def run_changed(bucket: Bucket) -> dict[str, Any]:
    """Make a run in which one object is another; reading it is not counted, and happens in another process."""
    from corpus.render import make_document  # noqa: PLC0415 (heavy, and only this step needs it)

    data = make_document(1, "fpdf-rules")[2]
    bucket.changed = bucket.documents // 2
    bucket.store.put(f"raw/{bucket.name(bucket.changed)}", data)
    return _run_once(bucket)


def _run_once(bucket: Bucket) -> dict[str, Any]:
    with ProcessPoolExecutor(1) as pool:
        if bucket.changed is not None:
            pool.submit(_read, b"", "warm-up").result()

        def read(
            files: Sequence[SourceFile], settings: Settings, memory: ReadingMemory, on_done: Callable[[AnyReading], None]
        ) -> None:
            for file in files:
                reading = pool.submit(_read, file.path.read_bytes(), file.source_path).result()
                on_done(memory.remember(file, reading) or reading)

        started = time.monotonic(), time.process_time()
        summary = run_round(RunRequest(_RAW, _OUTPUT), Settings(), Stages(read=read))
        return {**_describe(started, bucket), "read": summary.read, "written": summary.written, "documents": summary.documents}


def _read(data: bytes, source_path: str) -> Reading:
    from ucap.extractors.extract import read_document  # noqa: PLC0415 (only the process that reads needs it)

    return read_document(data, source_path)


def _describe(started: tuple[float, float], bucket: Bucket) -> dict[str, Any]:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = {"seconds": time.monotonic() - started[0], "computed": round(time.process_time() - started[1], 1)}
    return {**seconds, "mebibytes": most, "requests": dict(bucket.requests)}


_STEPS: dict[str, Callable[[Bucket], dict[str, Any]]] = {"make": make_version, "same": run_unchanged, "changed": run_changed}

if __name__ == "__main__":
    sys.exit(main())
