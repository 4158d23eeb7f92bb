"""How fast documents are read and published: ``python -m benchmarks.ingest [RAW] [--copies N] [--workers N]``.

Copies of the raw folder's documents are ingested into a temporary folder, once from nothing and once more with nothing
changed. Copies of one document supersede one another, but each is read for itself.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from ucap.flows.basics.settings import Settings
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.sources.discovery import discover_documents


def main() -> None:
    """Measure, and print one line for each run."""
    parser = argparse.ArgumentParser(description="Measure how fast documents are read and published.")
    parser.add_argument("raw", nargs="?", type=Path, default=Path("raw"))
    parser.add_argument("--copies", type=int, default=10, help="how often each document is read (default %(default)s)")
    parser.add_argument("--workers", type=int, default=Settings().workers)
    arguments = parser.parse_args()
    settings = Settings(workers=arguments.workers)
    with tempfile.TemporaryDirectory() as folder:
        raw, output = Path(folder, "raw"), Path(folder, "output")
        for copy in range(arguments.copies):
            for file in discover_documents(arguments.raw):
                target = raw / str(copy) / file.source_path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, target)
        for title in ("from nothing", "nothing changed"):
            summary = run_ingest(RunRequest(raw, output), settings)
            count = summary.row_counts["documents"]
            rate = f"{count / summary.seconds:.1f} documents/s, {settings.workers} workers"
            print(f"{title:16}{count:6} documents {summary.seconds:8.1f} s  {rate}")


if __name__ == "__main__":
    main()
