"""What a hostile file is, and the good form that is changed to make one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

Rows: TypeAlias = Sequence[tuple[str, str]]
"""A form's labels and values, a tab between the values of the two sides."""

PUBLISHED, NO_ROW = "published", "no row"

MOST_PAGES, MOST_MEGABYTES = 5, 1
"""Limits for these files, far below the defaults, so that small files reach them."""

_LEADS = (
    ("Porto", "Portugal"), ("Nantes", "France"), ("Graz", "Austria"), ("Malaga", "Spain"), ("Bilbao", "Spain"),
    ("Rennes", "France"), ("Ghent", "Belgium"), ("Bonn", "Germany"), ("Aarhus", "Denmark"), ("Tartu", "Estonia"),
    ("Leeds", "United Kingdom"), ("Patras", "Greece"), ("Lublin", "Poland"), ("Zagreb", "Croatia"), ("Turku", "Finland"),
    ("Essen", "Germany"),
)  # fmt: skip
_PARTNERS = (
    "Qingdao", "Shenyang", "Kunming", "Xiamen", "Suzhou", "Nantong",
    "Wuhan", "Guiyang", "Zhuhai", "Weinan", "Harbin", "Tianjin",
)  # fmt: skip


class Case(NamedTuple):
    """A hostile file: its name in the folder, what makes its bytes of a form's rows, and its expected outcome.

    `expected` is `published`, or the code of a reason for quarantine. Several, separated by blanks, are allowed where the
    outcome depends on the library's release.
    """

    name: str | bytes
    make: Callable[[Rows], bytes]
    expected: str


def make_rows(number: int) -> Rows:
    """Return the rows of a good form; each number below 192 gives another pair of cities."""
    (lead, country), partner = _LEADS[number % len(_LEADS)], _PARTNERS[number // len(_LEADS)]
    return (
        ("City:", f"{lead}\t{partner}"),
        ("Country:", f"{country}\tChina"),
        ("Population:", "240 000\t9.2 million"),
        ("Area:", "41 km2\t11 282 km2"),
        ("Period of cooperation:", "May 2017 - December 2018"),
        ("Cooperation themes:", "Water"),
        ("Key focus of the cooperation themes:", "Clean rivers in both cities."),
        ("Key challenges of the cooperation themes:", "Floods after heavy rain."),
        ("Main objectives of cooperation:", "To learn from each other."),
        ("Main activities:", f"* May 2017: {lead} and {partner} met at a workshop."),
        ("Expected results:", "* A joint plan for the river banks."),
        ("Contact:", "water@example.org"),
    )
