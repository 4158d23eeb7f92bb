"""What a hostile file is, and the good form that is spoiled to make one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

Rows: TypeAlias = Sequence[tuple[str, str]]
"""A form's labels and values, a tab between the values of the two sides."""

PUBLISHED, NO_ROW = "published", "no row"

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
    """A hostile file: its name in the folder, what makes its bytes of a form's rows, and what must become of it.

    `expected` is `published`, or codes of reasons to be quarantined for, or several where it hangs on the machine's speed or
    the library's release. `is_slow` marks what takes the whole time limit or nearly.
    """

    name: str | bytes
    make: Callable[[Rows], bytes]
    expected: str
    is_slow: bool = False


def make_rows(number: int) -> Rows:
    """Return the rows of a good form, its pair of cities another one for each number below 192."""
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
