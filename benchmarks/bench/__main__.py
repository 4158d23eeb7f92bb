"""Measure how fast and how small ucap is: `python -m benchmarks.bench [--quick] [--against REV]`.

Stages of reading are measured in processor time, in turns with PDFium's floor and the libraries beside it; runs in seconds,
with the memory of their processes. With `--against REV` the code of that commit runs in turns with ours. Each promise is
printed with its figure; without `--quick`, docs/performance.md is written. Nothing else should run meanwhile.
"""

import argparse
import gc
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.bench import runs, stages
from benchmarks.bench.folders import write_pdfs
from benchmarks.bench.peers import PEERS
from benchmarks.bench.report import write_report
from benchmarks.bench.targets import Target
from benchmarks.bench.trees import ROOT, check_out, this_tree
from benchmarks.readers import find_readable, read_floor


def main() -> int:
    """Measure and write; returns 1 where a promise is not kept."""
    arguments = _parse()
    gc.set_threshold(100_000, 50, 100)  # as the command sets it
    here = this_tree()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdfs = arguments.folder or folder / "pdfs"
        write_pdfs(pdfs, arguments.pdfs)
        some, fewer = folder / "some", folder / "fewer"
        some.mkdir()
        fewer.mkdir()
        for path in sorted(pdfs.iterdir())[: arguments.fewer]:
            shutil.copy(path, fewer)
        documents = find_readable(sorted(pdfs.iterdir())[: arguments.pages])
        for number, data in enumerate(documents):
            (some / f"{number:03}.pdf").write_bytes(data)
        pages = sum(map(read_floor, documents))
        seconds = stages.measure_stages(some, arguments.rounds)
        ratios = {stage: stages.count_ratio(seconds, stage) for stage in seconds}
        milliseconds = {stage: 1000 * median(times) / pages for stage, times in seconds.items()}
        for stage, ratio in ratios.items():
            print(f"{stage:40} {ratio:7.2f} x the floor {milliseconds[stage]:8.2f} ms a page", flush=True)

        workers = runs.compare_workers(here, fewer, folder, arguments.pairs)
        print(f"two processes beside one: {runs.list_ratios(workers)}", flush=True)
        series = []
        for count in arguments.documents:
            series.append(runs.run_series(here, folder / "series", count, 2))
            print(f"{count:,} text forms: {series[-1]}", flush=True)
        print(f"time of a first run grows with the documents to the power of {runs.fit_growth(series):.3f}")

        faster_reading = faster_run = faster_start = None
        if arguments.against:
            with check_out(arguments.against) as there:
                faster_reading = median(runs.compare_reading(here, there, some, arguments.pairs))
                faster_run = median(runs.compare_runs(here, there, pdfs, folder, arguments.pairs))
                one = folder / "one"
                one.mkdir()
                (one / "one.pdf").write_bytes(documents[0])
                faster_start = median(runs.compare_runs(here, there, one, folder, arguments.pairs))
    last, before = series[-1], series[-2]
    tables = stages.count_ratio(seconds, stages.DOCUMENT, stages.TABLES)
    a_document = [one.first.seconds / one.documents for one in (last, before)]
    targets = (
        Target("`read_pdf`, times PDFium's floor", 2.5, ratios[stages.READ_PDF]),
        Target("`read_document`, times PDFium's floor", 8.7, ratios[stages.DOCUMENT]),
        Target("`read_document`, times as fast as the commit compared with", 3, faster_reading, at_least=True),
        Target(f"a run over {arguments.pdfs:,} PDFs, times as fast as that commit", 2.5, faster_run, at_least=True),
        Target("a run over one new PDF, times as fast as that commit", 2, faster_start, at_least=True),
        Target("`read_document` / pdfplumber's `extract_tables`", 1, tables),
        Target(f"two processes over {arguments.fewer} PDFs, times as fast as one", 1.85, median(workers), at_least=True),
        Target(f"memory of a worker at {last.documents:,} documents, MiB", 350, last.first.worker_mib),
        Target(f"memory of the parent at {last.documents:,} documents, MiB", 300, last.first.parent_mib),
        Target(f"time of a document at {last.documents:,} / at {before.documents:,}", 1.1, a_document[0] / a_document[1]),
    )
    for target in targets:
        print(target.render())
    notes = [
        f"{len(documents)} PDFs of {pages} pages, {arguments.rounds} rounds; pairs of runs: {arguments.pairs}. "
        f"Compared with commit {arguments.against or '(none)'}. A first run's time grows with the documents to the power of "
        f"{runs.fit_growth(series):.2f}."
    ]
    absent = [peer.distribution for peer in PEERS if not any(stage.startswith(peer.distribution) for stage in seconds)]
    notes += [f"Not installed, so not measured (`make peers`): {', '.join(absent)}."] if absent else []
    if arguments.write:
        write_report(ROOT / "docs", here.commit, ratios, milliseconds, series, targets, notes)
    return int(any(target.is_met is False for target in targets))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works; writes nothing")
    parser.add_argument("--against", metavar="REV", help="another commit to compare with")
    parser.add_argument("--folder", type=Path, help="where the drawn PDFs are kept, and found again")
    arguments = parser.parse_args()
    quick = arguments.quick
    arguments.write = not quick
    arguments.pdfs, arguments.pages, arguments.rounds = (6, 4, 2) if quick else (1000, 30, 5)
    arguments.fewer = 6 if quick else 300  # one process alone would take a quarter of an hour for all of them
    arguments.pairs, arguments.documents = (1, (4, 8)) if quick else (5, (100, 1000, 10_000))
    return arguments


if __name__ == "__main__":
    sys.exit(main())
