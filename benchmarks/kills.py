"""Kill real runs at random moments and look at what they leave: ``python -m benchmarks.kills [--kills N]``.

Two states of a raw folder are published by turns into one output folder, now and then into an empty one. Each run is an `ucap
ingest` of its own that is killed with signal 9 at a random moment while it holds the lock; half of the time its reading
processes are left alone. After each kill, `latest` must be the version before or the new one, whole, its tables keeping every
rule of the dataset; the run after must need no waiting and give the version that a run from nothing gives, byte for byte.
Ends with status 1 at the first kill after which that is not so.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ucap.flows.basics.settings import Settings
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.publishing.checks import check_tables
from ucap.publishing.latest import LATEST_NAME, VERSIONS_NAME
from ucap.publishing.lock import OWNER_NAME
from ucap.publishing.manifest import check_version, load_table, read_manifest

_FORM = """City:\t{lead}\t{partner}
Country:\tPortugal\tChina
Period of cooperation:\tMay 2017 - December 2018
Cooperation themes:\tWater
Main objectives of cooperation:\tTo learn from each other.
Main activities:\t→ {month} 2017: {lead} and {partner} met at a workshop.
Expected results:\t→ A joint plan for the river banks.
"""
_FRESH = 5  # each so many kills the output is empty
_START_SECONDS = 120


def main() -> int:
    """Kill runs and check; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    found: Counter[str] = Counter()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        root, output = Path(folder), Path(folder, "output")
        states = [write_documents(root / f"raw-{edition}", arguments.documents, edition) for edition in (0, 1)]
        clean = [_publish(raw, root / f"clean-{raw.name}") for raw in states]
        trees = [
            digest_tree(root / f"clean-{raw.name}" / VERSIONS_NAME / c.version) for raw, c in zip(states, clean, strict=True)
        ]
        for number in range(arguments.kills):
            if number % _FRESH == 0:
                shutil.rmtree(output, ignore_errors=True)
            before, turn = _latest(output), number % 2
            _remove_others(output)
            moment = _kill_run(states[turn], output, chance, typical=_typical(clean[turn], fresh=before is None))
            after = _latest(output)
            fault = check_latest(output) if after else None
            if fault or after not in (before, clean[turn].version):
                print(f"kill {number}, after {moment:.3f} s: {fault or f'latest is {after}'}")
                return 1
            found["new version" if after == clean[turn].version else "version before" if before else "none yet"] += 1
            found["with a folder aside"] += any(output.glob(f"{VERSIONS_NAME}/.*"))
            version = _publish(states[turn], output).version
            leftovers = [path.name for path in (*output.glob(f"{VERSIONS_NAME}/.*"), *output.glob(".latest*"))]
            same = (version, digest_tree(output / VERSIONS_NAME / version)) == (clean[turn].version, trees[turn])
            if not same or leftovers or (fault := check_latest(output)):
                print(f"kill {number}, after {moment:.3f} s: the run after gave {version}, left {leftovers}: {fault}")
                return 1
            print(f"[{number + 1}/{arguments.kills}] {moment:.3f} s: {after or 'none yet'}", flush=True)
    print(f"{arguments.kills} kills in {time.monotonic() - started:.0f} s, all whole. What latest was then: {dict(found)}")
    return 0


def write_documents(raw: Path, count: int, edition: int) -> Path:
    """Write as many small U-CAPs; in the other edition, one in ten is changed, gone, or superseded by another file."""
    raw.mkdir(parents=True)
    for number in range(count):
        changed = edition and number % 10 == 0
        names = {"lead": f"Port{chr(97 + number // 26)}{chr(97 + number % 26)}", "partner": "Qingdao"}
        if changed and number % 30 == 0:
            continue
        text = _FORM.format(**names, month="June" if changed else "May")
        (raw / f"{number:03}.txt").write_text(text, encoding="utf-8")
        if changed and number % 20 == 0:
            (raw / f"{number:03}-new.txt").write_text(text + "Contact:\tx@example.org\n", encoding="utf-8")
    return raw


def check_latest(output: Path) -> str | None:
    """Return what is wrong with the latest version, None where it is whole and keeps every rule of the dataset."""
    manifest = read_manifest(output)
    if manifest is None:
        return "there is no version"
    path = (output / LATEST_NAME).resolve()
    faults = check_version(path, path.name)
    return "; ".join(faults or check_tables({name: load_table(path, manifest, name) for name in manifest.tables})) or None


def digest_tree(folder: Path) -> str:
    """Return a digest of all files below a folder with their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\n{path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _publish(raw: Path, output: Path) -> RunSummary:
    # In this process, whose reading processes are up: what a killed run left must not even make it wait.
    return run_ingest(RunRequest(raw, output, wait=False), Settings(workers=1))


def _latest(output: Path) -> str | None:
    link = output / LATEST_NAME
    return Path(os.readlink(link)).name if link.is_symlink() else None


def _typical(clean: RunSummary, *, fresh: bool) -> float:
    """Return about how long a run holds the lock: reading processes start, and a few documents or all are read."""
    return 3.0 + clean.seconds if fresh else 4.0


def _remove_others(output: Path) -> None:
    """Remove all versions but the latest, so that the next run has to write its own."""
    latest = _latest(output)
    for path in output.glob(f"{VERSIONS_NAME}/*"):
        if path.name != latest:
            shutil.rmtree(path)


def _kill_run(raw: Path, output: Path, chance: random.Random, *, typical: float) -> float:
    """Start a run, kill it at a random moment after it took the lock, and return that moment."""
    code = "from ucap.flows.commands.cli import main; main()"
    command = [sys.executable, "-c", code, "ingest", str(raw), "--output", str(output), "--workers", "1", "--no-wait"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    limit = time.monotonic() + _START_SECONDS
    while process.poll() is None and not (output / OWNER_NAME).exists() and time.monotonic() < limit:
        time.sleep(0.001)
    locked = time.monotonic()
    alone = chance.random() < 0.5
    try:
        process.wait(chance.uniform(0, typical))
    except subprocess.TimeoutExpired:
        process.kill() if alone else os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return time.monotonic() - locked


if __name__ == "__main__":
    sys.exit(main())
