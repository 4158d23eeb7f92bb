"""Lists of whole dates before a text: `12-14 May and 3-5 June 2019`, `14 May 2018 and June 2019`."""

from dataclasses import replace
from datetime import timedelta

from ucap.extractors.dates.grammar import MAX_PARTS, DateParser, Expression
from ucap.extractors.dates.parts import coarsest
from ucap.extractors.dates.tokens import STRONG_SEPARATORS

_ANY_YEAR = 2000
"""A leap year, with which dates without a year can be recognised."""


def find_year_of_list(parser: DateParser, i: int) -> int | None:
    """Return the year at the end of a list of dates of which the first has none: `12-14 May, 3-5 June and 7-9 July 2019`."""
    probe = DateParser(parser.tokens, _ANY_YEAR, parser.order, lists=True)
    first = expression = probe.expression(i)
    for _ in range(MAX_PARTS):
        if first is None or first.has_year or expression is None:
            return None
        if expression.has_year:
            return expression.start.year if expression.start else None
        joint = probe.connector(expression.last)
        expression = probe.expression(joint[1]) if joint and joint[0] == "list" else None
    return None


def join_list(parser: DateParser, expression: Expression) -> Expression:
    """Join the dates that a list goes on with; one that is not later only marks the date as one of several."""
    for _ in range(MAX_PARTS):
        joint = parser.connector(expression.last)
        if joint is None or joint[0] != "list" or (following := _read_following(parser, joint[1], expression)) is None:
            break
        if expression.end is None or following.start is None or following.start < expression.end:
            return replace(expression, separate=True)
        expression = replace(
            expression,
            end=following.end,
            precision=coarsest((expression.precision, following.precision)),
            last=following.last,
            parts=(*expression.parts, *following.parts),
            separate=expression.separate or following.separate or following.start > expression.end + timedelta(days=1),
        )
    return expression


def _read_following(parser: DateParser, i: int, before: Expression) -> Expression | None:
    """Read the next date of a list; without a year it takes that of the date before it, or the year after."""
    found = parser.expression(i)
    if found is None and before.end is not None:
        found = DateParser(parser.tokens, before.end.year, parser.order).expression(i)
    if found is None or found.is_bare_year:
        return None
    if found.has_year:
        return found
    ends = found.last >= len(parser.tokens) or parser.word(found.last) in STRONG_SEPARATORS
    if before.end is None or (found.parts[-1].unit != "day" and not ends):
        return None  # a month without a day and a year is also a name: `May 2018, June Smith`
    years = (before.end.year, before.end.year + 1)
    read = [DateParser(parser.tokens, year, parser.order).expression(i) for year in years]
    return next((one for one in read if one and one.start and one.start >= before.end), found)
