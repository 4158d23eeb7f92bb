"""Fit the weights of linking to worlds and pairs in which events are known: ``python -m benchmarks.fit_events [--worlds N]``.

Worlds of seeds from 0 on are drawn, every second one told so briefly that a person would doubt. Their documents are read. Of
all pairs of activities that are compared, what they have in common (`measure_likeness`) is measured, and of pairs that people
wrote (`benchmarks.told_pairs`), too. Those count several times: they are few, and have more ways to say a thing than worlds. A
logistic regression finds the weights that tell best which pairs are one event. No weight may speak against what it stands for:
agreement is never below zero, contradiction never above. It prints the weights for `ucap/publishing/events/tolerances.py`, and
how well they tell pairs apart, also those that were not used for the fit: every fourth two worlds, and the pairs of each writer
in turn, because what one writer's pairs teach must hold for the next one's.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.events import FIRST_SEED, list_gold
from benchmarks.told_pairs import FOLDER, read_pairs
from corpus.worlds import HARD, USUAL, Telling, draw_world
from ucap.extractors.extract import read_document
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.events.candidates import find_pairs
from ucap.publishing.events.compare import measure_likeness
from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.rows import COLUMNS, ActivityRows
from ucap.publishing.events.tolerances import WEIGHTS

Floats = NDArray[np.float64]
SIGNS = tuple(WEIGHTS)
START: Mapping[str, float] = {
    "prior": -2.0, "undated": 0.0, "same_dates": 1.0, "dates_overlap": 1.0, "dates_touch": -1.0, "dates_near": 1.5,
    "dates_differ": -3.0, "same_pairing": 1.0, "one_city": -1.0, "same_host": 1.0, "same_likely_host": 1.0,
    "other_destination": -8.0, "other_host": -2.0, "other_likely_host": -2.0, "same_third_city": 1.6, "same_cities": 0.5,
    "other_cities": -2.0, "further_city": -0.5, "same_special_deeds": 0.5, "other_special_deeds": -0.5, "same_people": 0.5,
    "other_people": -1.0, "same_subject": 0.2,
    "same_event_name": 3.0, "other_event_name": -2.0, "same_names": 0.5, "shared_names": 0.9,
    "names_left": -1.0, "same_kind": 0.5, "other_gathering": -0.5, "other_kind": -1.0, "same_deeds": 0.7, "other_deeds": -1.0,
    "other_mode": -3.0, "same_number": 1.0, "other_number": -3.0, "before": -2.0, "after": -2.0, "same_numbers": 1.0,
    "other_numbers": -0.3, "same_words": 5.0, "near_words": 3.0, "same_topic": 2.0, "other_topic": -2.0,
    "nothing_shared": -1.0, "rivals": -1.0, "same_online": 0.5, "nothing_known": -2.0, "other_guests": -2.0,
    "other_pairing": -4.0, "unshared": -0.1,
}  # fmt: skip
"""What each sign was thought to say before anything was measured. Signs that worlds seldom have keep it: none has two pairings
at one conference, for instance.
"""
SHRINK = 3.0
"""Strength of the pull towards these weights, in units of one pair."""
HELD_OUT = 4
"""Every fourth world is not used for the fit."""


TIMES = 6
"""How often each pair that people wrote counts."""


def main() -> int:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="folder in which the rows of worlds are kept between runs")
    arguments = parser.parse_args()
    assert arguments.worlds <= FIRST_SEED, "worlds from this seed on are for `benchmarks.events`"
    rows, labels, worlds = [], [], []
    for seed in range(arguments.worlds):
        for row, label in measure_world(seed, HARD if seed % 2 else USUAL, arguments.keep):
            rows.append(row)
            labels.append(label)
            worlds.append(seed)
    measured, known = np.array(rows), np.array(labels, dtype=np.float64)
    fitted = np.array(worlds) // 2 % HELD_OUT != 0
    paths = sorted(FOLDER.glob("*.jsonl"))
    told = [
        (measured_pair, pair.is_one_event, path.stem)
        for path in paths
        for pair in read_pairs(path)
        if (measured_pair := measure_pair(*pair.mentions)) is not None
    ]
    told_rows, told_known = np.array([row for row, _, _ in told]), np.array([label for _, label, _ in told], dtype=np.float64)
    writers = np.array([writer for _, _, writer in told])
    guessed = np.empty(len(told))
    for path in paths:
        used = writers != path.stem
        weights = fit_both(measured[fitted], known[fitted], told_rows[used], told_known[used])
        guessed[~used] = told_rows[~used] @ weights
        report(f"pairs of {path.name}, fitted without them", guessed[~used] >= 0, told_known[~used] > 0)
    report("pairs by people, each fitted without its writer", guessed >= 0, told_known > 0)
    weights = fit_both(measured[fitted], known[fitted], told_rows, told_known)
    for sign, weight, used in zip(SIGNS, weights, (measured != 0).sum(axis=0), strict=True):
        sys.stdout.write(f'        "{sign}": {weight:.2f},  # {used} pairs\n')
    for name, chosen in (("fitted", fitted), ("held out", ~fitted)):
        report(f"worlds, {name}", measured[chosen] @ weights >= 0, known[chosen] > 0)
    report("pairs by people, fitted", told_rows @ weights >= 0, told_known > 0)
    return 0


def report(name: str, linked: NDArray[np.bool_], gold: NDArray[np.bool_]) -> None:
    """Print how well pairs are told apart."""
    right, wrong, missed = (linked & gold).sum(), (linked & ~gold).sum(), (~linked & gold).sum()
    score = 2 * right / (2 * right + wrong + missed)
    sys.stdout.write(f"{name}: {len(gold)} pairs, {gold.sum()} of one event, {wrong} wrong, {missed} missed, F1 {score:.3f}\n")


def measure_pair(one: EventMention, other: EventMention, rivals: int = 1) -> list[float] | None:
    """Return what was measured of a pair, by `SIGNS`; None where it cannot be one event."""
    measured = measure_likeness(one, other, rivals)
    return None if measured is None else [1.0, *(measured.get(sign, 0.0) for sign in SIGNS[1:])]


def fit_both(measured: Floats, known: Floats, told: Floats, told_known: Floats) -> Floats:
    """Return the weights fitted to pairs of worlds, and to pairs by people, which count `TIMES`."""
    counts = np.concatenate((np.ones(len(known)), np.full(len(told_known), TIMES)))
    return fit_weights(np.concatenate((measured, told)), np.concatenate((known, told_known)), counts)


def measure_world(seed: int, telling: Telling, keep: Path | None = None) -> list[tuple[list[float], bool]]:
    """Return for each pair of a world that is compared what was measured, by `SIGNS`, and whether it is one event."""
    world = draw_world(seed, telling)
    tables = _read_world(seed, world.documents, keep)
    gold = list_gold(world, tables)
    mentions = list(ActivityRows({name: tables[name] for name in COLUMNS}).make_mentions())
    found = []
    for one, other, rivals in find_pairs(mentions):
        measured = measure_pair(one, other, rivals)
        if measured is not None:
            found.append((measured, frozenset((one.activity_id, other.activity_id)) in gold))
    return found


def _read_world(seed: int, documents: Sequence[bytes], keep: Path | None) -> dict[str, pa.Table]:
    names = ("documents", *COLUMNS)
    paths = {name: keep / f"{seed}-{name}.parquet" for name in names} if keep else {}
    if paths and all(path.exists() for path in paths.values()):
        return {name: pq.read_table(path) for name, path in paths.items()}
    readings = [read_document(data, f"{number}.html") for number, data in enumerate(documents)]
    tables = dict(assemble_dataset(readings).tables)
    for name, path in paths.items():
        pq.write_table(tables[name], path)
    return {name: tables[name] for name in names}


def fit_weights(measured: Floats, known: Floats, counts: Floats) -> Floats:
    """Return the weights by which a logistic regression tells best which pairs are one event, by Newton's steps within bounds.

    `counts` is how much each pair counts.
    """
    start = np.array([START[sign] for sign in SIGNS])
    sides = np.array([0.0, *(_list_side(sign) for sign in SIGNS[1:])])
    least, most = np.where(sides > 0, 0.0, -np.inf), np.where(sides < 0, 0.0, np.inf)
    weights: Floats = np.clip(start, least, most)
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-(measured @ weights)))
        slope = measured.T @ (counts * (chances - known)) + SHRINK * (weights - start)
        bend = measured.T @ (measured * (counts * chances * (1 - chances))[:, None]) + SHRINK * np.eye(len(start))
        step, turn = np.zeros(len(start)), slope.copy()  # one weight after the other, until none moves
        for _ in range(STEPS):
            before = step.copy()
            for at in range(len(start)):
                moved = np.clip(weights[at] + step[at] - turn[at] / bend[at, at], least[at], most[at]) - weights[at] - step[at]
                step[at] += moved
                turn += bend[at] * moved
            if np.abs(step - before).max() < CLOSE:
                break
        weights = weights + step
        if np.abs(step).max() < CLOSE:
            break
    return weights


STEPS, CLOSE = 200, 1e-4
"""Most steps, and how little weights move in the last one."""


def _list_side(sign: str) -> float:
    """Return 1 for a sign that speaks for one event, -1 for one that speaks against it."""
    return 1.0 if sign.startswith(("same", "near", "shared", "dates_overlap", "dates_near")) else -1.0


if __name__ == "__main__":
    sys.exit(main())
