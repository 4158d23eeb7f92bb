"""How long it takes from `ucap correct …` to the published value: ``python -m benchmarks.corrections [--documents N]``.

Makes a data set as `benchmarks.scale` does, puts one real document into it, and then calls `ucap correct` and `ucap rerun` as a
person does, each in a process of its own. Ends with status 1 where both together take longer than `--seconds`.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.scale import list_shapes, publish_all
from corpus.render import make_document
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.publishing.manifest import read_table


def main() -> int:
    """Measure; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="longest time for both commands together")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw, output = Path(folder, "raw"), Path(folder, "output")
        publish_all(raw, output, arguments.documents, min(64, arguments.documents))
        document = min(raw.iterdir())
        document.write_bytes(make_document(1, list_shapes()[1])[2])
        run_ingest(RunRequest(raw, output))
        where = ["--raw", str(raw), "--output", str(output)]
        new = ["cities", "lead/1", "province", "Nowhere at all"]
        correcting = _measure("correct", document.name, *new, "--reason", "benchmark", *where)
        rerunning = _measure("rerun", *where)
        rows = read_table(output, "cities").to_pylist()
        applied = [row["ucap_id"] for row in rows if row["province"] == "Nowhere at all"]
    total = correcting + rerunning
    print(f"{arguments.documents:,} documents: {total:.2f} s in all, published in {len(applied)} row")
    return int(total > arguments.seconds or len(applied) != 1)


def _measure(command: str, *arguments: str) -> float:
    started, before = time.monotonic(), getrusage(RUSAGE_CHILDREN)
    code = "from ucap.flows.commands.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, command, *arguments], check=True, stdout=subprocess.DEVNULL)
    seconds, after = time.monotonic() - started, getrusage(RUSAGE_CHILDREN)
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"ucap {command:8}{seconds:6.2f} s ({computed:.2f} s computing)", flush=True)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
