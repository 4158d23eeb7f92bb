"""How a run over very many documents goes when one of them changes: ``python -m benchmarks.scale [--documents N]``.

Readings of drawn documents (`corpus`) are multiplied under other names until there are as many as asked for, and published as
if each had been read from a file of its own. Then one file gets another edition of its document, and an ordinary run is made
over the folder: it looks at every file, reads one, and publishes. Ends with status 1 where that run takes longer than
`--seconds`, or where more than one part of a table is not shared with the version before. The reading processes are started
beforehand, as they are in a process that is up.

Most of the time goes into the first version, whose readings are all made up here: with 3,000 documents in object storage, some
100 of the 120 seconds of a processor that all took.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from corpus.render import available_shapes, make_document
from ucap.extractors.extract import read_document
from ucap.extractors.version import compute_input_key
from ucap.flows.basics.settings import Settings
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.read import read_files
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.flows.sources.discovery import discover_documents
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.events.places import find_usual_name
from ucap.publishing.layout import Publication
from ucap.publishing.manifest import load_manifest
from ucap.publishing.storage.location import Location, locate
from ucap.publishing.versions import publish_dataset
from ucap.schemas.reading import Reading
from ucap.schemas.records import City, Entity, Record
from ucap.schemas.ucap import Ucap

_PATIENCE = 120  # seconds for one document, on a machine that is busy with other things


def main() -> int:
    """Measure; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--distinct", type=int, default=64, help="documents that are drawn and read")
    parser.add_argument("--seconds", type=float, default=5.0, help="longest time for the run after one change")
    parser.add_argument("--output", help="a URL where nothing is; a folder that is removed in the end, by default")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw, output = Path(folder, "raw"), locate(arguments.output or Path(folder, "output"))
        first = publish_all(raw, output, arguments.documents, arguments.distinct)
        read_files(discover_documents(raw)[:1], Settings(timeout_seconds=_PATIENCE))
        _measure("nothing changed", raw, output)
        # The same summary in another layout: its values stay, pages and boxes change.
        min(raw.iterdir()).write_bytes(make_document(1, list_shapes()[1])[2])
        changed = _measure("one changed", raw, output)
        written = _count_written(first.path, output / "versions" / changed.version)
        for table, (new, parts) in written.items():
            print(f"    {table:14}{new:3} of {parts} parts written")
        max(raw.iterdir()).unlink()
        _measure("one removed", raw, output)
        _measure("nothing changed", raw, output)
    return int(changed.seconds > arguments.seconds or changed.read != 1 or any(new > 1 for new, _ in written.values()))


def list_shapes() -> list[str]:
    """Return the shapes that are drawn at once."""
    slow = ("chromium", "writer")  # producers that start a browser or an office for each document
    return [shape for shape in available_shapes() if not shape.startswith(slow)]


def publish_all(raw: Path, output: Location, count: int, distinct: int) -> Publication[Location]:
    """Fill a raw folder with files that stand for documents, and publish their readings."""
    raw.mkdir()
    started = time.monotonic()
    shapes = islice(cycle(list_shapes()), distinct)
    originals = [read_document(make_document(seed, shape)[2], "x") for seed, shape in enumerate(shapes, start=1)]
    originals = [reading for reading in originals if reading.ucap]  # a miss of the corpus is no matter here
    print(f"{len(originals)} documents read in {time.monotonic() - started:.1f} s")
    started = time.monotonic()
    dataset = assemble_dataset(_multiply(originals, raw, count))
    print(f"{count:,} documents, {sum(dataset.row_counts().values()):,} rows assembled in {time.monotonic() - started:.1f} s")
    started = time.monotonic()
    publication = publish_dataset(dataset, output)
    sizes = [part.bytes for part in load_manifest(publication.path).files().values()]
    size = f"{len(sizes)} parts, {sum(sizes) / 1e6:.0f} MB, the largest {max(sizes) / 1e6:.1f} MB"
    print(f"checked and written in {time.monotonic() - started:.1f} s: {size}")
    return publication


def _multiply(originals: list[Reading], raw: Path, count: int) -> Iterator[Reading]:
    for number, reading in enumerate(islice(cycle(originals), count)):
        path = raw / f"{number:06}.txt"
        path.write_text(f"stands for document {number}")
        yield _rename(reading, number, number // len(originals), path)


def _rename(reading: Reading, number: int, later: int, path: Path) -> Reading:
    """Return the reading as if made from another file, about other cities and `later` years later.

    Linking compares activities of one month that share a city or a name: copies of one summary would all be alike.
    """
    assert reading.ucap
    old = reading.ucap.ucap_id
    new = f"{old}-{number}" if number else old
    own = {name for city in reading.ucap.cities for name in (city.city, find_usual_name(city.city))}
    document_id = hashlib.sha256(path.read_bytes()).hexdigest()[:16]

    def rename(record: Record) -> Record:
        update: dict[str, object] = {"source_path": path.name, "document_id": document_id}
        update["issue_id"] = f"{number:06}-{getattr(record, 'issue_id', '')}"
        update["input_key"] = compute_input_key(document_id)
        for column in ("ucap_id", "activity_id", "row"):
            value = getattr(record, column, None)
            update[column] = new + value[len(old) :] if value else value
        for column in ("date_start", "date_end"):
            if day := getattr(record, column, None):
                update[column] = day + timedelta(366 * later)
        if number and isinstance(record, City):
            update["city"] = f"{record.city} {number}"
        if number and isinstance(record, Entity) and own & {record.text, record.canonical}:
            update["canonical"] = f"{record.canonical or record.text} {number}"
        return record.model_copy(
            update={column: value for column, value in update.items() if column in type(record).model_fields}
        )

    tables: dict[str, list[Record]] = {}
    for record in reading.ucap.records():
        tables.setdefault(record.table_name, []).append(rename(record))
    (summary,) = tables.pop("ucaps")
    ucap = Ucap(summary, **{name: tuple(rows) for name, rows in tables.items()})  # type: ignore[arg-type]
    return Reading(rename(reading.document), ucap, tuple(rename(issue) for issue in reading.issues))  # type: ignore[arg-type, misc]


def _count_written(before: Location, after: Location) -> dict[str, tuple[int, int]]:
    """Return for each table how many parts are not those of the version before, and how many there are."""
    old = set(_identify_parts(before).values())
    parts = _identify_parts(after)
    new = Counter(name.partition("/")[0] for name, part in parts.items() if part not in old)
    return {table: (new[table], count) for table, count in Counter(name.partition("/")[0] for name in parts).items()}


def _identify_parts(version: Location) -> dict[str, object]:
    """Return what is the same where versions share a part: the inode in a folder, the path in object storage."""
    if isinstance(version, Path):
        return {path.relative_to(version).as_posix(): path.stat().st_ino for path in version.rglob("*.parquet")}
    return {name: part.path for name, part in load_manifest(version).files().items()}


def _measure(title: str, raw: Path, output: Location) -> RunSummary:
    """Make a run and print how long it took, and how long this process computed, which a busy machine does not change."""
    before = time.process_time()
    summary = run_ingest(RunRequest(raw, output), Settings(timeout_seconds=_PATIENCE))
    computed = time.process_time() - before
    counts = f"{summary.read} read, {summary.carried_over:,} carried over"
    outcome = "a new version" if summary.written else "nothing written"
    print(f"{title:16}{summary.seconds:6.2f} s ({computed:.2f} s of this process), {counts}, {outcome}", flush=True)
    return summary


if __name__ == "__main__":
    sys.exit(main())
