"""Whole runs of the command over folders of many documents: time and memory, from nothing, unchanged and with one change."""

import json
import math
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median

from benchmarks.bench.folders import write_texts
from benchmarks.bench.trees import Tree
from benchmarks.bench.watching import Watched, watch_command


@dataclass(frozen=True)
class Series:
    """Runs over one number of documents: from nothing, with nothing changed, with one document changed."""

    documents: int
    first: Watched
    unchanged: Watched
    changed: Watched


def run_from_nothing(tree: Tree, raw: Path, folder: Path, workers: int) -> Watched:
    """Return what a first run over a folder comes to."""
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    return watch_command(tree.ingest_command(raw, output, workers), tree.environment(), folder)


def run_series(tree: Tree, folder: Path, documents: int, workers: int) -> Series:
    """Return the runs over that many text forms."""
    folder.mkdir()
    raw, output = folder / "raw", folder / "output"
    write_texts(raw, documents)
    first = run_from_nothing(tree, raw, folder, workers)
    command = tree.ingest_command(raw, output, workers)
    unchanged = watch_command(command, tree.environment(), folder)
    changed = min(raw.iterdir())
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    series = Series(documents, first, unchanged, watch_command(command, tree.environment(), folder))
    shutil.rmtree(folder)
    return series


def fit_growth(series: Sequence[Series]) -> float:
    """Return the exponent with which the time of a first run grows: 1 where it grows as the documents do."""
    sizes = [math.log(one.documents) for one in series]
    return linear_regression(sizes, [math.log(one.first.seconds) for one in series]).slope


def compare_workers(tree: Tree, raw: Path, folder: Path, pairs: int) -> list[float]:
    """Return how many times as fast a run with two processes is as one with one, pair by pair."""
    ratios = []
    for _ in range(pairs):
        one, two = (run_from_nothing(tree, raw, folder, workers).seconds for workers in (1, 2))
        ratios.append(one / two)
    return ratios


def compare_runs(here: Tree, there: Tree, raw: Path, folder: Path, pairs: int) -> list[float]:
    """Return how many times as fast a first run is as that of another commit, pair by pair, in turns."""
    ratios = []
    for _ in range(pairs):
        old, new = (run_from_nothing(tree, raw, folder, 2).seconds for tree in (there, here))
        ratios.append(old / new)
        print(f"  run: {old:.1f} s and {new:.1f} s, {ratios[-1]:.2f} x", flush=True)
    return ratios


def compare_reading(here: Tree, there: Tree, raw: Path, pairs: int) -> list[float]:
    """Return how many times as fast `read_document` is as that of another commit, pair by pair, in turns."""
    ratios = []
    for _ in range(pairs):
        old, new = (sum(_probe(tree, raw).values()) for tree in (there, here))
        ratios.append(old / new)
        print(f"  read_document: {old:.1f} s and {new:.1f} s, {ratios[-1]:.2f} x", flush=True)
    return ratios


def _probe(tree: Tree, raw: Path) -> Mapping[str, float]:
    printed = subprocess.run(tree.probe_command(raw), env=tree.environment(), capture_output=True, text=True, check=True).stdout
    seconds: dict[str, float] = json.loads(printed.splitlines()[-1])
    return seconds


def list_ratios(ratios: Sequence[float]) -> str:
    """Return ratios and their median as a sentence's end."""
    return f"{', '.join(f'{ratio:.2f}' for ratio in ratios)}; median {median(ratios):.2f}"
