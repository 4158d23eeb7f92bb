"""What reading on a Dask cluster costs beside reading here: ``python -m benchmarks.cluster [--documents N] [--pairs N]``.

Both read the same files with two processes, in turns: copies of drawn documents (`corpus`) under other names. Before, both read
some, so that what they load is loaded. Ends with status 1 where the cluster reads less than `--least` times as many documents a
second in the middle one of the pairs; its start is not counted, but printed.
"""

import argparse
import statistics
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import psutil

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
_FIRST = 8  # documents that are read before the measurement


def main() -> int:
    """Measure; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--distinct", type=int, default=32, help="documents that are drawn")
    parser.add_argument("--pairs", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.9)
    arguments = parser.parse_args()
    settings = Settings(workers=_WORKERS, timeout_seconds=_PATIENCE)
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = make_files(folder / "raw", arguments.documents, arguments.distinct)
        started = time.monotonic()
        with open_cluster(LOCAL_CLUSTER, settings) as client:
            print(f"cluster of {_WORKERS} workers started in {time.monotonic() - started:.1f} s")
            there = ClusterReader(client.scheduler.address).read
            for read in (read_files, there):
                read(files[:_FIRST], settings, ReadingMemory(folder / "first"), lambda reading: None)
            for pair in range(arguments.pairs):
                output = folder / str(pair)
                direct = _measure("direct run", read_files, files, settings, output / "here")
                ratios.append(_measure("cluster", there, files, settings, output / "there") / direct)
                print(f"cluster / direct run: {ratios[-1]:.3f}", flush=True)
    middle = statistics.median(ratios)
    print(f"middle of {arguments.pairs}: {middle:.3f}")
    return int(middle < arguments.least)


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
    started, before = time.monotonic(), _sum_processor_time()
    read(files, settings, ReadingMemory(output), lambda reading: None)
    seconds, computed = time.monotonic() - started, _sum_processor_time() - before
    rate = f"{len(files) / seconds:.1f} a second, {1000 * computed / len(files):.0f} ms of processor time each"
    print(f"{what:12} {len(files):,} documents in {seconds:.1f} s: {rate}", flush=True)
    return len(files) / seconds


def _sum_processor_time() -> float:
    """Return the seconds that this process and all that it started computed, which a busy machine changes little."""
    own = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (own, *own.children(recursive=True)))


if __name__ == "__main__":
    raise SystemExit(main())
