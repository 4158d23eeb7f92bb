"""Sweep the corpus: draw, render, read and compare; prints accuracy per field and per shape, every miss, and how many wrong
values are silent: no finding names the row from which they come. A finding about the whole document does not count.

``python -m corpus.check [--count N] [--seed S] [--shape NAME ...] [--workers 2] [-v] [--least 99.9]``
Document number i of a sweep has seed S + i and the i-th shape in turn, so a sweep is the same every time. A miss is made
anew with ``python -m corpus.make --seed SEED --shape SHAPE --gold OUT``. Ends with status 1 where less than ``--least`` per
cent of the values are right.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import TimeoutError as Timeout
from itertools import cycle, islice
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from pebble import ProcessExpired, ProcessPool

from corpus.compare import ALARM, NEVER, Outcome, compare
from corpus.render import available_shapes, make_document
from corpus.scan import recognise_document, scan_document
from corpus.style import SHAPES
from ucap.extractors.extract import read_document

Scan: TypeAlias = Literal["none", "pictures", "recognised", "askew"]

SECONDS = 300
"""Longest time for one document, its rendering included."""
SHOWN = 150
"""Characters shown of each side of a miss, unless all are asked for."""
MOST = 4
"""Misses shown of one table of one document, unless all are asked for."""


def check_document(
    seed: int, shape: str, keep: Path | None = None, scan: Scan = "none", *, wrapped: bool = False
) -> list[Outcome]:
    """Make one document, read it and compare; with `keep`, a document with a miss is left in that folder.

    With another `scan` than `none` it is a scan of the document that is read, if it has pages. `wrapped`: with labels of
    several words in a narrow column.
    """
    summary, style, data = make_document(seed, shape, wrapped=wrapped)
    if scan != "none" and not style.is_text:
        is_askew = scan == "askew"
        data = scan_document(data, seed) if scan == "pictures" else recognise_document(data, seed if is_askew else None)
    outcomes = compare(read_document(data, f"{seed}-{shape}"), summary.gold)
    if keep and not all(outcome.right for outcome in outcomes):
        (keep / f"{seed:05d}-{shape}.{'txt' if style.is_text else 'pdf'}").write_bytes(data)
    return outcomes


def main() -> int:
    """Run a sweep; returns the process's status."""
    arguments = _parse_arguments()
    shapes = arguments.shape or available_shapes()
    for absent in sorted(set(SHAPES) - set(shapes) if not arguments.shape else ()):
        print(f"left out, its producer is not installed: {absent}")
    keep: Path | None = arguments.keep
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    wanted = [(arguments.seed + i, shape) for i, shape in enumerate(islice(cycle(shapes), arguments.count))]
    started = time.monotonic()
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    silent = doubted = published = 0
    with ProcessPool(max_workers=arguments.workers) as pool:
        futures = [
            pool.schedule(
                check_document,
                args=[seed, shape, keep, arguments.scanned],
                kwargs={"wrapped": arguments.wrapped},
                timeout=SECONDS,
            )
            for seed, shape in wanted
        ]
        for (seed, shape), future in zip(wanted, futures, strict=True):
            try:
                outcomes = future.result()
            except (Timeout, ProcessExpired, Exception) as error:
                outcomes = [Outcome("document", "", False, "a reading", f"{type(error).__name__}: {error}", "row")]
            for outcome in outcomes:
                total[outcome.field, shape] += 1
                right[outcome.field, shape] += outcome.right
                silent += outcome.silent
                doubted += outcome.silent and outcome.doubt == "document"
                published += outcome.field == NEVER and not outcome.right
            _print_misses(seed, shape, outcomes, arguments.verbose)
    accuracy = _print_accuracy(right, total)
    print(f"{silent} of {total.total()} values are wrong and silent ({1000 * silent / max(total.total(), 1):.2f} in 1,000)")
    print(f"of these, {doubted} are in documents that have a warning about the whole document")
    print(f"{published} words that are hidden or struck through are published")
    seen, alarms = (sum(count[key] for key in total if key[0] == ALARM) for count in (total, total - right))
    print(f"{alarms} of {seen} documents in which nothing is hidden have a finding that something is hidden or unread")
    print(f"{len(wanted)} documents in {time.monotonic() - started:.0f} s")
    return 0 if accuracy >= arguments.least else 1


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500, help="number of documents")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first document")
    parser.add_argument("--shape", choices=SHAPES, action="append", help="only this shape; may be given more than once")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--least", type=float, default=99.9, help="per cent of values that must be right")
    parser.add_argument(
        "--scanned",
        nargs="?",
        choices=get_args(Scan),
        const="pictures",
        default="none",
        help="read scans of the documents: pictures, or pictures with the text that Tesseract recognised in them, "
        "level or askew by one to three degrees",
    )
    parser.add_argument("--wrapped", action="store_true", help="with labels of several words in a narrow column")
    parser.add_argument("--keep", type=Path, help="folder for the documents with a miss")
    parser.add_argument("-v", "--verbose", action="store_true", help="show misses in full, and documents without one")
    return parser.parse_args()


def _print_misses(seed: int, shape: str, outcomes: Sequence[Outcome], verbose: bool) -> None:
    misses = [outcome for outcome in outcomes if not outcome.right]
    if verbose and not misses:
        print(f"seed {seed} {shape}: all {len(outcomes)} right")
    shown: Counter[str] = Counter()
    for miss in misses:
        table = miss.field.partition(".")[0]
        shown[table] += 1
        if shown[table] > MOST and not verbose:
            continue
        print(f"{'silent: ' if miss.silent else ''}seed {seed} {shape} {miss.field} {miss.place}".rstrip())
        sides = _shorten(repr(miss.expected), repr(miss.found), verbose)
        print(f"    wanted {sides[0]}\n    found  {sides[1]}", flush=True)
    for table, count in shown.items():
        if count > MOST and not verbose:
            print(f"seed {seed} {shape} {table}: {count - MOST} more")


def _shorten(first: str, second: str, whole: bool) -> tuple[str, str]:
    """Cut two texts to where they begin to differ."""
    if whole or max(len(first), len(second)) <= SHOWN:
        return first, second
    same = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    start = max(0, same - 40)
    lead = "…" if start else ""
    return lead + first[start : start + SHOWN], lead + second[start : start + SHOWN]


def _print_accuracy(right: Counter[tuple[str, str]], total: Counter[tuple[str, str]]) -> float:
    """Print the share of right values per field and per shape; returns that of all, in per cent."""
    for title, part in (("field", 0), ("shape", 1)):
        print(f"\n{title:<28}{'right':>8}{'of':>8}{'%':>9}")
        for name in sorted({key[part] for key in total}):
            of = sum(count for key, count in total.items() if key[part] == name)
            hits = sum(count for key, count in right.items() if key[part] == name)
            print(f"{name:<28}{hits:>8}{of:>8}{100 * hits / of:>9.2f}")
    of, hits = sum(total.values()), sum(right.values())
    accuracy = 100 * hits / of if of else 0.0
    print(f"{'all':<28}{hits:>8}{of:>8}{accuracy:>9.2f}\n")
    return accuracy


if __name__ == "__main__":
    sys.exit(main())
