"""How far each number of the extractors can be moved before a document is read otherwise.

    python -m benchmarks.tolerances [--only PART ...] [--write] [--workers 2]

The fixed part is every quirk of tests/quirks and a document of the corpus for every second shape whose producer is a Python
package. The PDF reader's numbers are moved over the quirks and pages of glyphs and drawings (`benchmarks.glyph_pages`), and the
words of the pages are compared instead of forms. Those for what is seen of a page are moved over the pages by which the tests
show that. The numbers that decide what a text means (labels, assignment of rows, fields,
places) are also moved over the samples, the sister programmes' summaries and wordings (`corpus.sisters`), and the gold files of
places and activities; the whole readings are compared. `python -m benchmarks.sweep_name_limits` moves those of names.

One number at a time is moved to a tenth of its value and to ten times it.
Where a result changes, it is moved by steps until that happens; where none does, what lies between is not tried. PDFs are
opened once, and for the layout's numbers only the layout runs again. The last column names the first document that changed, and
marks a range that is not the one declared beside the number.

`--write` declares the ranges that were found, but keeps a declared one that lies within what was found: it was measured on
more, such as the gold files of names. A number that says which file of GeoNames
is read cannot be moved where that file is not there.
"""

import argparse
import ast
import inspect
import logging
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, is_dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.tolerance_stages import STAGES, Document, Stage, move_shared, open_fixed_part
from ucap.extractors.tolerance import Declared, replace_tolerance

STEPS = ((0.9, 0.75, 0.5, 0.25, 0.1), (1.1, 1.5, 2.0, 4.0, 10.0))
"""Factors that a number is moved by, down and up."""
LARGEST_COUNT = 20
"""Whole numbers up to this are moved by ones at first."""

Value: TypeAlias = float


@dataclass(frozen=True)
class Range:
    """The lowest and highest value that changed nothing, and for either side the first change: its value and document."""

    lowest: Value
    highest: Value
    below: tuple[Value, str] | None
    above: tuple[Value, str] | None


_opened: list[Document] = []
_expected: dict[str, list[Any]] = {}


def list_steps(value: Value, factors: Sequence[float]) -> list[Value]:
    """Return the values that a number is moved to, nearest first: `list_steps(4, (1.05, 1.25, 2.0))` is `[5, 6, 8]`."""
    if not isinstance(value, int):
        return [round(value * factor, 6) for factor in factors]
    sign = 1 if factors[-1] > 1 else -1
    near = [value + sign, value + 2 * sign] if value <= LARGEST_COUNT else []
    low, high = sorted((value, round(value * factors[-1])))
    steps = {*near, *(round(value * factor) for factor in factors)} - {value, 0}
    return sorted((step for step in steps if low <= step <= high), key=lambda step: abs(step - value))


def find_change(stage: Stage, path: str, value: Value) -> str | None:
    """Return the first document whose result changes with a value; None where none does."""
    moved = replace_tolerance(stage.defaults, path, value)
    with move_shared(stage, moved):
        for document, expected in zip(_opened, _expected[stage.name], strict=True):
            try:
                result = stage.read(document, moved)
            except (ArithmeticError, ValueError, LookupError, OSError, TypeError) as error:
                return f"{document.name} ({type(error).__name__})"
            if result != expected:
                return document.name
    return None


def measure_range(stage_name: str, declared: Declared) -> Range:
    """Move one number down and up until a form changes."""
    stage = next(stage for stage in STAGES if stage.name == stage_name)
    ends: list[Value] = []
    changes: list[tuple[Value, str] | None] = []
    for factors in STEPS:
        end, change = declared.value, None
        steps = list_steps(declared.value, factors)
        if steps and not find_change(stage, declared.path, steps[-1]):
            end, steps = steps[-1], []
        for value in steps:
            if name := find_change(stage, declared.path, value):
                change = value, name
                break
            end = value
        ends.append(end)
        changes.append(change)
    return Range(min(ends), max(ends), *changes)


def format_range(stage: Stage, declared: Declared, found: Range) -> str:
    """Return the line of the report for one number."""
    notes = [f"{value:g}: {name}" for value, name in filter(None, (found.below, found.above))]
    if not notes:
        notes.append("no document depends on it")
    if declared.reason.same != (_round(found.lowest), _round(found.highest)):
        notes.append("declared otherwise" if declared.reason.same else "not declared")
    path = f"{stage.name}.{declared.path}"
    return f"{path:<34}{declared.value:>8g}{found.lowest:>10g} to {found.highest:<10g}{'; '.join(notes)}".rstrip()


def _round(value: Value) -> Value:
    """Return a value as it is declared, with six digits."""
    return float(f"{value:g}")


def _is_narrower(stage: Stage, path: str, found: Range) -> bool:
    """Tell whether the range declared beside a number lies within the one that was found."""
    (same,) = (n.reason.same for n in stage.list_numbers() if n.path == path)
    return same is not None and found.lowest <= same[0] and same[1] <= found.highest


def declare_ranges(stage: Any, ranges: Mapping[str, Range], prefix: str = "") -> None:
    """Write the ranges of a stage, and of the stages within it, beside the declarations of their numbers."""
    for one in fields(stage):
        value = getattr(stage, one.name)
        if is_dataclass(value):
            declare_ranges(value, ranges, f"{prefix}{one.name}.")
    own = {one.name: ranges[prefix + one.name] for one in fields(stage) if prefix + one.name in ranges}
    path = Path(inspect.getfile(type(stage)))
    source = path.read_text(encoding="utf-8")
    (declaration,) = (n for n in ast.parse(source).body if isinstance(n, ast.ClassDef) and n.name == type(stage).__name__)
    lines = source.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    for node in reversed(declaration.body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and ast.unparse(node.target) in own:
            found, reason, call = own[ast.unparse(node.target)], node.value.args[2], node.value
            begin, end = (_find_offset(lines, starts, n.end_lineno, n.end_col_offset) for n in (reason, call))
            source = f"{source[:begin]}, ({found.lowest:g}, {found.highest:g})){source[end:]}"
    path.write_text(source, encoding="utf-8")


def _find_offset(lines: Sequence[str], starts: Sequence[int], line: int | None, column: int | None) -> int:
    """Return where a node of a syntax tree ends, whose columns count bytes."""
    assert line is not None and column is not None
    return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())


def _is_wanted(stage: Stage, declared: Declared, parts: Sequence[str]) -> bool:
    return not parts or f"{stage.name}.{declared.path}".startswith(tuple(parts))


def main() -> None:
    """Measure and print the ranges."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], help="only numbers whose path begins so, as layout.rows")
    parser.add_argument("--write", action="store_true", help="write the ranges beside the numbers")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    started = time.monotonic()
    wanted = {stage.name: [n for n in stage.list_numbers() if _is_wanted(stage, n, arguments.only)] for stage in STAGES}
    _opened.extend(open_fixed_part([stage for stage in STAGES if wanted[stage.name]]))
    for stage in STAGES:
        if wanted[stage.name]:
            _expected[stage.name] = [stage.read(document, stage.defaults) for document in _opened]
    print(f"{len(_opened)} documents opened in {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{'number':<34}{'value':>8}{'same results':>20}        first change")
    with ProcessPoolExecutor(arguments.workers, mp_context=get_context("fork")) as pool:  # the workers inherit what is opened
        for stage in STAGES:
            chosen = wanted[stage.name]
            found: dict[str, Range] = {}
            for declared, one in zip(chosen, pool.map(measure_range, [stage.name] * len(chosen), chosen), strict=True):
                print(format_range(stage, declared, one), flush=True)
                found[declared.path] = one
            if arguments.write:
                declare_ranges(stage.defaults, {path: one for path, one in found.items() if not _is_narrower(stage, path, one)})
    print(f"\n{time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
