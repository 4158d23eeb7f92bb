"""Precision, recall and F1 of the entities, by label and micro, against gold files.

    python -m benchmarks.score_entities GOLD.json [GOLD.json ...] [-v]

A gold file is a list of texts `{"id", "doc", "text", "entities": [{"start", "end", "label", "optional"}]}`. A mention counts
where span and label are the same; one marked optional counts neither way. The texts of one `doc` are read together,
as in the pipeline.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.entities import Mention, find_entities, load_pipeline

Key = tuple[int, int, str]
_RESAMPLES = 1000


@dataclass
class Counts:
    """Right, wrong and missed mentions."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the mentions found that are right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the gold mentions that were found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def __add__(self, other: "Counts") -> "Counts":
        """Add up counts."""
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass
class Score:
    """Counts by label and by text, and the differences as lines to read."""

    labels: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    texts: list[Counts] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def micro(self) -> Counts:
        """Counts over all labels."""
        return sum(self.texts, Counts())


def score_mentions(texts: Sequence[dict[str, Any]], found: Sequence[Iterable[Mention]]) -> Score:
    """Compare the mentions found in each text with its gold."""
    score = Score()
    for entry, mentions in zip(texts, found, strict=True):
        gold: dict[Key, bool] = {(e["start"], e["end"], e["label"]): e.get("optional", False) for e in entry["entities"]}
        keys: set[Key] = {(m.start, m.end, m.label) for m in mentions}
        wanted = {key for key, optional in gold.items() if not optional}
        outcome = (("right", keys & wanted), ("wrong", keys - set(gold)), ("missed", wanted - keys))
        for name, which in outcome:
            for start, end, label in sorted(which):
                setattr(score.labels[label], name, getattr(score.labels[label], name) + 1)
                if name != "right":
                    score.differences.append(f"{entry['id']}: {name} {label} {entry['text'][start:end]!r}")
        score.texts.append(Counts(*(len(which) for _, which in outcome)))
    return score


def find_interval(texts: Sequence[Counts]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of micro F1 over the texts; the resampling is seeded."""
    draw = random.Random(0)
    sampled = sorted(sum(draw.choices(texts, k=len(texts)), Counts()).f1 for _ in range(_RESAMPLES))
    return sampled[_RESAMPLES // 40], sampled[-_RESAMPLES // 40]


def score_file(path: Path) -> Score:
    """Find the entities of a gold file's texts, document by document, and score them."""
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        documents[entry.get("doc", "")].append(entry)
    ordered = [entry for document in documents.values() for entry in document]
    found = [m for d in documents.values() for m in find_entities([entry["text"] for entry in d])]
    return score_mentions(ordered, found)


def main() -> None:
    """Print the scores of each gold file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is wrong or missed")
    arguments = parser.parse_args()
    load_pipeline()
    for path in arguments.gold:
        started = time.perf_counter()
        score = score_file(path)
        seconds = time.perf_counter() - started
        low, high = find_interval(score.texts)
        print(f"{path.name}: {len(score.texts)} texts, {seconds:.2f} s")
        print(f"  {'label':10} {'P':>5} {'R':>5} {'F1':>5} {'right':>6} {'wrong':>6} {'missed':>6}")
        for label, counts in [*sorted(score.labels.items()), ("micro", score.micro)]:
            shares = f"{counts.precision:5.2f} {counts.recall:5.2f} {counts.f1:5.2f}"
            print(f"  {label:10} {shares} {counts.right:6} {counts.wrong:6} {counts.missed:6}")
        print(f"  micro F1 {score.micro.f1:.3f} (95 % of resamples {low:.3f} to {high:.3f})")
        if arguments.verbose:
            print("\n".join(f"  {line}" for line in score.differences))


if __name__ == "__main__":
    main()
