"""How the score changes when one limit of the grammar of names is moved: the figures beside each in `limits.py`.

    python -m benchmarks.sweep_name_limits GOLD [GOLD ...]

Each limit is tried at half, one less, one more and double; printed is the difference of F1 over all gold files together.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.score_entities import Counts, score_file
from ucap.extractors.entities import acronyms, gazetteers, limits, lists, persons, unheaded, word_kinds

_USERS = (acronyms, gazetteers, lists, persons, unheaded, word_kinds)
_CACHED = (gazetteers._known_names, gazetteers._small_first_words)


def score_with(moved: limits.NameLimits, paths: Sequence[Path]) -> float:
    """Return the F1 over all gold files with other limits."""
    patches = [patch.object(module, "LIMITS", moved) for module in _USERS]
    for cached in _CACHED:
        cached.cache_clear()
    for part in patches:
        part.start()
    try:
        return sum((score_file(path).micro for path in paths), Counts()).f1
    finally:
        for part in patches:
            part.stop()
        for cached in _CACHED:
            cached.cache_clear()


def find_changes(name: str, paths: Sequence[Path], expected: float) -> Iterator[str]:
    """Yield each value that is tried, with the difference of F1."""
    value = asdict(limits.LIMITS)[name]
    for moved in sorted({value // 2, value - 1, value + 1, value * 2}):
        score = score_with(replace(limits.LIMITS, **{name: moved}), paths)
        yield f"{moved}: {score - expected:+.4f}"


def main() -> None:
    """Print a line a limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    paths = parser.parse_args().gold
    expected = score_with(limits.LIMITS, paths)
    print(f"F1 {expected:.4f}")
    for name, value in asdict(limits.LIMITS).items():
        print(f"{name:24} {value:3}   {', '.join(find_changes(name, paths, expected))}", flush=True)


if __name__ == "__main__":
    main()
