"""Where the score begins to change when one limit of the grammar of names is moved: the range beside each in `limits.py`.

    python -m benchmarks.sweep_name_limits GOLD [GOLD ...]

Each limit is moved by one, as long as the mentions found in all gold files together have the same F1, at most to half and double.
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


def find_range(name: str, paths: Sequence[Path], expected: float) -> Iterator[str]:
    """Yield the last value on each side with the same score and the score behind it."""
    value = asdict(limits.LIMITS)[name]
    for step, end in ((-1, max(0, value // 2 - 1)), (1, value * 2 + 1)):
        for moved in range(value + step, end + step, step):
            score = score_with(replace(limits.LIMITS, **{name: moved}), paths)
            if score != expected:
                yield f"{moved - step} (at {moved}: {score - expected:+.4f})"
                break
        else:
            yield f"{end} or beyond"


def main() -> None:
    """Print a line a limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    paths = parser.parse_args().gold
    expected = score_with(limits.LIMITS, paths)
    print(f"F1 {expected:.4f}")
    for name, value in asdict(limits.LIMITS).items():
        print(f"{name:24} {value:3}   same from {' to '.join(find_range(name, paths, expected))}", flush=True)


if __name__ == "__main__":
    main()
