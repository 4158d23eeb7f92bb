"""What reading on a Dask cluster costs beside reading here: ``python -m benchmarks.cluster [--documents N]``.

Both read the same files with two processes: copies of drawn documents (`corpus`) under other names. Ends with status 1 where
the cluster reads less than `--least` times as many documents a second; its start is not counted, but printed.
"""

import argparse
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.scale import list_shapes
from corpus.render import make_document
from ucap.flows.basics.settings import LOCAL_CLUSTER, Settings
from ucap.flows.cluster.reading import ClusterReader, open_cluster
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.read import read_files
from ucap.flows.run.round import Read
from ucap.flows.sources.discovery import SourceFile, discover_documents

_WORKERS = 2
_PATIENCE = 120  # seconds for one document, on a machine that is busy with other things


def main() -> int:
    """Measure; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--distinct", type=int, default=32, help="documents that are drawn")
    parser.add_argument("--least", type=float, default=0.9)
    arguments = parser.parse_args()
    settings = Settings(workers=_WORKERS, timeout_seconds=_PATIENCE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = make_files(folder / "raw", arguments.documents, arguments.distinct)
        here = _measure("direct run", read_files, files, settings, folder / "here")
        started = time.monotonic()
        with open_cluster(LOCAL_CLUSTER, settings) as client:
            print(f"cluster of {_WORKERS} workers started in {time.monotonic() - started:.1f} s")
            there = _measure("cluster", ClusterReader(client.scheduler.address).read, files, settings, folder / "there")
    print(f"cluster / direct run: {there / here:.2f}")
    return int(there < arguments.least * here)


def make_files(raw: Path, count: int, distinct: int) -> list[SourceFile]:
    """Fill a raw folder with copies of drawn documents, and return its files."""
    raw.mkdir()
    shapes = islice(cycle(list_shapes()), distinct)
    originals = [make_document(seed, shape)[2] for seed, shape in enumerate(shapes, start=1)]
    for number, data in enumerate(islice(cycle(originals), count)):
        (raw / f"{number:06}").write_bytes(data)
    return discover_documents(raw)


def _measure(what: str, read: Read, files: list[SourceFile], settings: Settings, output: Path) -> float:
    """Print and return the documents read a second."""
    started = time.monotonic()
    read(files, settings, ReadingMemory(output), lambda reading: None)
    seconds = time.monotonic() - started
    print(f"{what:12} {len(files):,} documents in {seconds:.1f} s: {len(files) / seconds:.1f} a second")
    return len(files) / seconds


if __name__ == "__main__":
    raise SystemExit(main())
