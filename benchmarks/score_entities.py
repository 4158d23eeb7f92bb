"""Precision, recall and F1 of the entities, by label and micro, against gold files.

    python -m benchmarks.score_entities GOLD [GOLD ...] [-v]

A gold file is a JSON list of texts `{"id", "doc", "text", "entities": [{"start", "end", "label", "optional"}]}`, or lines
`document|section|text` with the mentions marked, `[[Porto|CITY]]` or, where optional, `[[Porto|CITY|o]]`. A mention counts
where span and label are the same. What overlaps an optional mention and no other counts neither way. The texts of one document
are read together, as in the pipeline.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ucap.extractors.entities import Mark, Mention, parse_marks
from ucap.extractors.entities.pipeline import find_entities, load_pipeline

_RESAMPLES = 1000

FindMentions = Callable[[Sequence[str]], list[list[Mention]]]


@dataclass(frozen=True)
class GoldText:
    """One annotated text of a document."""

    text_id: str
    document: str
    text: str
    marks: tuple[Mark, ...]


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


def read_gold(path: Path) -> list[GoldText]:
    """Read a gold file of either shape. Raises `ValueError` where a line or a mention is not as described."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        entries: list[dict[str, Any]] = json.loads(content)
        return [
            GoldText(
                entry["id"],
                entry.get("doc", ""),
                entry["text"],
                tuple(Mark(e["start"], e["end"], e["label"], e.get("optional", False)) for e in entry["entities"]),
            )
            for entry in entries
        ]
    texts = []
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            document, _, rest = line.partition("|")
            section, _, marked = rest.partition("|")
            text, marks = parse_marks(marked)
            if not text or "[[" in text or "]]" in text:
                raise ValueError(f"{path}:{number} is not `document|section|text with [[mention|LABEL]]`")
            texts.append(GoldText(f"{document}/{section}:{number}", document, text, tuple(marks)))
    return texts


def score_mentions(texts: Sequence[GoldText], found: Sequence[Iterable[Mention]]) -> Score:
    """Compare the mentions found in each text with its gold."""
    score = Score()
    for gold, mentions in zip(texts, found, strict=True):
        wanted = {(mark.start, mark.end, mark.label) for mark in gold.marks if not mark.optional}
        keys = {(m.start, m.end, m.label) for m in mentions}
        optional = [(mark.start, mark.end) for mark in gold.marks if mark.optional]
        fixed = [(start, end) for start, end, _ in wanted]
        wrong = {key for key in keys - wanted if _overlaps_any(key[:2], fixed) or not _overlaps_any(key[:2], optional)}
        outcome = (("right", keys & wanted), ("wrong", wrong), ("missed", wanted - keys))
        for name, which in outcome:
            for start, end, label in sorted(which):
                setattr(score.labels[label], name, getattr(score.labels[label], name) + 1)
                if name != "right":
                    score.differences.append(f"{gold.text_id}: {name} {label} {gold.text[start:end]!r}")
        score.texts.append(Counts(*(len(which) for _, which in outcome)))
    return score


def _overlaps_any(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def find_interval(texts: Sequence[Counts]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of micro F1 over the texts; the resampling is seeded."""
    draw = random.Random(0)
    sampled = sorted(sum(draw.choices(texts, k=len(texts)), Counts()).f1 for _ in range(_RESAMPLES))
    return sampled[_RESAMPLES // 40], sampled[-_RESAMPLES // 40]


def score_file(path: Path, find: FindMentions = find_entities) -> Score:
    """Find the entities of a gold file's texts, document by document, and score them."""
    documents: dict[str, list[GoldText]] = defaultdict(list)
    for gold in read_gold(path):
        documents[gold.document].append(gold)
    found = [mentions for texts in documents.values() for mentions in find([gold.text for gold in texts])]
    return score_mentions([gold for texts in documents.values() for gold in texts], found)


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
