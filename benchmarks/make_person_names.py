"""Write `schemas/vocabularies/person_names.tsv` anew: given and family names of many countries.

The package Faker has them for its made-up persons. It is needed here only: `pip install --no-deps faker`.
"""

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import faker.providers.person  # type: ignore[import-not-found]

from ucap.extractors.text.folding import fold_name

TARGET = Path(__file__).parent.parent / "schemas" / "vocabularies" / "person_names.tsv"
SHORTEST = 3
"""Letters of a name: shorter ones are words of many languages."""


def main() -> None:
    """Read the lists of all locales and write the file."""
    kinds: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for kind, attributes in (("g", "first"), ("f", "last")):
            for name in _list_names(provider, attributes):
                kinds.setdefault(name, set()).add(kind)
    lines = [f"{name}\t{''.join(sorted(found, reverse=True))}\n" for name, found in sorted(kinds.items())]
    written = TARGET.read_text(encoding="utf-8").splitlines(keepends=True)
    head = [line for line in written if line.startswith("#")]  # what the file is, and Faker's licence
    TARGET.write_text("".join([*head, *lines]), encoding="utf-8")
    sys.stdout.write(f"{len(lines):,} names in {TARGET.name}\n")


def _list_names(provider: Any, start: str) -> Iterator[str]:
    for attribute in dir(provider):
        names = getattr(provider, attribute)
        if not attribute.startswith(start) or "name" not in attribute or not isinstance(names, dict | list | tuple):
            continue
        for name in map(str, names):
            folded = fold_name(name)
            if _is_alphabetic(name) and " " not in folded and len(folded) >= SHORTEST and folded.isalpha():
                yield folded


def _is_alphabetic(name: str) -> bool:
    return name[:1].isupper() and ord(name[0]) < _FIRST_OTHER


_FIRST_OTHER = 0x530
"""The first letter behind those of the Latin, Greek and Cyrillic alphabets."""


if __name__ == "__main__":
    main()
