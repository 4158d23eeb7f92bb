"""The texts of a document in, whether its dates in digits have the day or the month first out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ucap.extractors.dates.parts import DateOrder

_DIGITS = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
_MONTHS = 12
_DAYS = 31


@dataclass(frozen=True)
class OrderDecision:
    """How dates such as `10/04/2018` are read in a document, and the printed date that shows it (None where none does)."""

    order: DateOrder = "day_first"
    proof: str | None = None


def decide_date_order(texts: Iterable[str]) -> OrderDecision:
    """Decide the order by the dates of which one number can only be a day; without such, or with both kinds, days come first.

    >>> decide_date_order(["05/28/2018: visit", "10/04/2018: talk"])
    OrderDecision(order='month_first', proof='05/28/2018')
    >>> decide_date_order(["10/04/2018: talk"]).proof is None
    True
    """
    proofs: dict[DateOrder, str] = {}
    for text in texts:
        for match in _DIGITS.finditer(text):
            first, second = int(match[1]), int(match[3])
            if 1 <= first <= _MONTHS < second <= _DAYS:
                proofs.setdefault("month_first", match[0])
            elif 1 <= second <= _MONTHS < first <= _DAYS:
                proofs.setdefault("day_first", match[0])
    if len(proofs) != 1:
        return OrderDecision()
    order, proof = next(iter(proofs.items()))
    return OrderDecision(order, proof)
