"""The page on performance: tables and a chart, with machine, versions, date and commit."""

import datetime
import os
import platform
from collections.abc import Mapping, Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path

from benchmarks.bench.runs import Series
from benchmarks.bench.targets import Target

_LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "spacy", "pyarrow", "pydantic")
_ROW, _LEFT, _WIDTH = 24, 300, 760


def write_report(
    folder: Path,
    commit: str,
    ratios: Mapping[str, float],
    milliseconds: Mapping[str, float],
    series: Sequence[Series],
    targets: Sequence[Target],
    notes: Sequence[str],
) -> None:
    """Write `performance.md` and `performance.svg` into a folder."""
    (folder / "performance.svg").write_text(draw_bars(ratios), encoding="utf-8")
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    lines = [
        "# Performance",
        "",
        "Written by `make bench`; do not edit. Ratios hold on other machines, milliseconds do not.",
        "",
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, commit {commit}; {describe_machine()}; "
        f"Python {platform.python_version()}, {libraries}.",
        "",
        *notes,
        "",
        "## What was promised",
        "",
        "| | limit | measured | kept |",
        "|---|---|--:|---|",
        *(target.render() for target in targets),
        "",
        "## Stages of reading",
        "",
        "Processor time of a page, beside PDFium asked for code point, box and objects one by one (the floor).",
        "",
        "![Processor time of each stage as a multiple of the floor](performance.svg)",
        "",
        "| | times the floor | ms a page |",
        "|---|--:|--:|",
        *(f"| {name} | {ratio:.2f} | {milliseconds[name]:.2f} |" for name, ratio in ratios.items()),
        "",
        "## Runs over text forms, two processes",
        "",
        "| documents | from nothing, s | a second | nothing changed, s | one changed, s | parent, MiB | worker, MiB |",
        "|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {one.documents:,} | {one.first.seconds:.1f} | {one.documents / one.first.seconds:.1f} | "
            f"{one.unchanged.seconds:.1f} | {one.changed.seconds:.1f} | "
            f"{one.first.parent_mib:.0f} | {one.first.worker_mib:.0f} |"
            for one in series
        ),
        "",
    ]
    (folder / "performance.md").write_text("\n".join(lines), encoding="utf-8")


def describe_machine() -> str:
    """Return processor, number of processors, and memory."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{names[0] if names else platform.machine()}, {len(os.sched_getaffinity(0))} processors, {memory:.0f} GiB"


def draw_bars(values: Mapping[str, float]) -> str:
    """Return a bar chart as SVG, one bar a value, in their order."""
    most = max(values.values(), default=1)
    height = _ROW * len(values) + 10
    bars = [
        f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{_LEFT}" y="{y}" width="{max(1, round((_WIDTH - _LEFT - 60) * value / most))}" height="16" fill="#3b6ea5"/>'
        f'<text x="{_LEFT + 6 + round((_WIDTH - _LEFT - 60) * value / most)}" y="{y + 12}">{value:.2f}</text>'
        for y, (name, value) in zip(range(5, height, _ROW), values.items(), strict=False)
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    style = 'font-family="sans-serif" font-size="12"'
    return f'{head} {style}>\n<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(bars) + "\n</svg>\n"
