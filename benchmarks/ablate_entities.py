"""What each part of the entity pipeline adds: precision, recall and F1 with one part left out, on each gold file.

    python -m benchmarks.ablate_entities GOLD [GOLD ...] [--trained FOLDER]

Parts are left out by replacing finders, and functions that they call, while texts are read; the pipeline has no such switches.
With `--trained`, the model that `benchmarks.train_entities` wrote there is compared with the stock model, also by label.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast, get_args
from unittest.mock import patch

import spacy

from benchmarks.score_entities import Counts, FindMentions, find_interval, score_file
from ucap.extractors.entities import (
    Mention,
    gazetteers,
    pipeline,
    runs,
)
from ucap.extractors.entities.pipeline import find_entities, load_pipeline
from ucap.extractors.entities.vocabulary import PLACES
from ucap.extractors.version import find_language_model
from ucap.schemas.records import EntityLabel

_STOCK_LABELS: Mapping[str, EntityLabel] = {
    "ORG": "ORG", "PERSON": "PERSON", "FAC": "FACILITY", "GPE": "CITY", "LOC": "REGION", "EVENT": "EVENT", "DATE": "DATE",
}  # fmt: skip
_PACKAGE = "ucap.extractors.entities"
_RESAMPLES = 1000
ALL_LABELS: Mapping[str, EntityLabel] = {**_STOCK_LABELS, **{label: label for label in get_args(EntityLabel)}}


def _never(*_: object, **__: object) -> bool:
    return False


def _none(*_: object, **__: object) -> tuple[object, ...]:
    return ()


@cache
def _places_only() -> Mapping[str, tuple[gazetteers.KnownName, ...]]:
    """Return the known names without listed bodies, events and programmes: the others must be found by grammar."""
    known: Mapping[str, tuple[gazetteers.KnownName, ...]] = cast(Any, gazetteers)._known_names()
    kept = {key: tuple(k for k in entries if k.label in PLACES) for key, entries in known.items()}
    return {key: entries for key, entries in kept.items() if entries}


def _without_lists() -> Any:
    found = _places_only()
    return patch.object(gazetteers, "_known_names", lambda: found)


@contextmanager
def _replace(name: str, found: Any) -> Iterator[None]:
    """Replace a function in every module of the entities that has it: who imported it calls its own name for it."""
    modules = [module for path, module in sys.modules.items() if path.startswith(_PACKAGE) and hasattr(module, name)]
    with ExitStack() as stack:
        for module in modules:
            stack.enter_context(patch.object(module, name, found))
        runs.find_runs.cache_clear()
        yield
    runs.find_runs.cache_clear()


PARTS: Mapping[str, Callable[[], Any]] = {
    "listed bodies, events, programmes": _without_lists,
    "acronyms explained in the document": lambda: _replace("find_repeated_acronyms", _none),
    "names found in other sentences": lambda: _replace("find_repeated_names", _none),
    "names confirmed by a list they stand in": lambda: _replace("find_listed_names", _none),
    "X and Y bureaux": lambda: _replace("joins_topics", _never),
    "cities inside names": lambda: _replace("is_place_brand", _never),
    "towns named like words only as places": lambda: _replace("is_doubtful_place", _never),
    "persons by office and name": lambda: _replace("find_person_end", lambda _, first: first),
}


def find_with_stock_model(texts: Sequence[str]) -> list[list[Mention]]:
    """Return what the language model alone finds, its labels mapped to ours."""
    return _find_with_model(_load_model(None), texts)


def find_with_trained_model(folder: Path) -> FindMentions:
    """Return a function that finds what a trained component alone finds."""
    return lambda texts: _find_with_model(_load_model(folder), texts)


def _find_with_model(nlp: Any, texts: Sequence[str]) -> list[list[Mention]]:
    return [
        [
            Mention(e.text, ALL_LABELS[e.label_], e.start_char, e.end_char, None, "model")
            for e in nlp(text).ents
            if e.label_ in ALL_LABELS
        ]
        for text in texts
    ]


@cache
def _load_model(trained: Path | None) -> Any:
    return spacy.load(trained or find_language_model(), exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def find_one_by_one(texts: Sequence[str]) -> list[list[Mention]]:
    """Return what is found if each text is read without the others of its document."""
    return [find_entities([text])[0] for text in texts]


@contextmanager
def without_model() -> Iterator[None]:
    """Read without the language model."""
    with patch.object(pipeline, "_recognise_entities", _none):
        yield


@contextmanager
def with_trained_model(folder: Path) -> Iterator[None]:
    """Read with a trained component in the place of the language model's, and with all labels that it knows."""
    nlp = _load_trained_pipeline(folder)
    labels = {**cast(Any, pipeline)._MODEL_LABELS, **{label: label for label in get_args(EntityLabel)}}
    with patch.object(pipeline, "load_pipeline", lambda: nlp), patch.object(pipeline, "_MODEL_LABELS", labels):
        yield


@cache
def _load_trained_pipeline(folder: Path) -> Any:
    nlp: Any = cast(Any, load_pipeline).__wrapped__()
    nlp.remove_pipe("ner")
    nlp.add_pipe("ner", source=_load_model(folder), before="ucap_entities")
    return nlp


def compare_trained(folder: Path, paths: Sequence[Path]) -> None:
    """Print how the stock and the trained model do, alone and with the rules, also by label."""
    rows: Sequence[tuple[str, FindMentions, Callable[[], Any]]] = (
        ("language model alone", find_with_stock_model, ExitStack),
        ("fine-tuned model alone", find_with_trained_model(folder), ExitStack),
        ("rules and model", find_entities, ExitStack),
        ("rules and fine-tuned model", find_entities, lambda: with_trained_model(folder)),
    )
    for name, find, context in rows:
        _print_row(name, paths, find, context)
    for path in paths:
        scores = []
        for _, find, context in rows:
            with context():
                scores.append(score_file(path, find))
        print(f"\n{path.stem}, precision and recall: {'; '.join(name for name, *_ in rows)}")
        for label in get_args(EntityLabel):
            counts = [score.labels[label] for score in scores]
            print(f"  {label:10}" + "".join(f"  {c.precision:5.2f} {c.recall:5.2f}" for c in counts))
        low, high = find_difference(scores[2].texts, scores[3].texts)
        print(f"  F1 by fine-tuning beside the rules: {low:+.3f} to {high:+.3f} (95 % of resamples)")


def find_difference(before: Sequence[Counts], after: Sequence[Counts]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the difference of micro F1 between two readings of the same texts."""
    draw, differences = Random(0), []
    for _ in range(_RESAMPLES):
        drawn = draw.choices(range(len(before)), k=len(before))
        differences.append(sum((after[i] for i in drawn), Counts()).f1 - sum((before[i] for i in drawn), Counts()).f1)
    differences.sort()
    return differences[_RESAMPLES // 40], differences[-_RESAMPLES // 40]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--trained", type=Path, help="compare with the component in this folder instead")
    arguments = parser.parse_args()
    paths = arguments.gold
    if arguments.trained:
        print(f"{'':46}" + "".join(f"{path.stem:>28}" for path in paths))
        compare_trained(arguments.trained, paths)
        return
    print(f"{'':46}" + "".join(f"{path.stem:>28}" for path in paths))
    _print_row("language model alone", paths, find_with_stock_model)
    _print_row("rules and model", paths)
    _print_row("rules alone", paths, context=without_model)
    _print_row("each text read alone", paths, find_one_by_one)
    for name, leave_out in PARTS.items():
        _print_row(f"without {name}", paths, context=leave_out)
    _print_row("without any of these", paths, context=_leave_all_out)


@contextmanager
def _leave_all_out() -> Iterator[None]:
    with ExitStack() as stack:
        for leave_out in PARTS.values():
            stack.enter_context(leave_out())
        yield


def _print_row(
    name: str, paths: Sequence[Path], find: FindMentions = find_entities, context: Callable[[], Any] = ExitStack
) -> None:
    cells = []
    for path in paths:
        with context():
            score = score_file(path, find)
        low, high = find_interval(score.texts)
        micro = score.micro
        cells.append(f"{micro.precision:.2f} {micro.recall:.2f} {micro.f1:.3f} ({low:.2f}-{high:.2f})")
    print(f"{name:46}" + "".join(f"{cell:>28}" for cell in cells))


if __name__ == "__main__":
    main()
