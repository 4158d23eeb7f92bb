"""Rules about activities: their dates, their order, and repetitions."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ucap.extractors.fields.activity_kinds import says_not_held
from ucap.extractors.findings import Finding, quote
from ucap.extractors.rules.cells import name_cells
from ucap.extractors.rules.corrected import list_corrected
from ucap.extractors.rules.period import is_plausible
from ucap.extractors.text.words import stem_words
from ucap.schemas.records import Activity
from ucap.schemas.ucap import Ucap


def find_undated(ucap: Ucap) -> Iterator[Finding]:
    """Find activities without a date that is certainly theirs."""
    for activity in ucap.activities:
        if activity.date_start is None and activity.date_end is None:
            text = _first_line(activity)
            details = f"Activity {activity.position} ({quote(text)}) has no date at its beginning or end that is certain."
            yield Finding("activity_undated", details, "activities", text or None, activity.page_start)


def find_outside_period(ucap: Ucap) -> Iterator[Finding]:
    """Find activities whose date does not touch the period."""
    summary = ucap.summary
    for activity in ucap.activities:
        if activity.within_period is False:
            period = quote(summary.period_text or _render_range(summary.period_start, summary.period_end))
            details = f"Activity {activity.position} ({_render_date(activity)}) is outside the period {period}."
            yield Finding("activity_outside_period", details, "activities", activity.date_text, activity.page_start)


def find_implausible_dates(ucap: Ucap) -> Iterator[Finding]:
    """Find activities dated decades away from the programme."""
    for activity in ucap.activities:
        if any(day and not is_plausible(day) for day in (activity.date_start, activity.date_end)):
            details = f"Activity {activity.position} is dated {_render_date(activity)}."
            yield Finding("activity_date_implausible", details, "activities", activity.date_text, activity.page_start)


def find_reversed_dates(ucap: Ucap) -> Iterator[Finding]:
    """Find activities that end before they begin; their dates are withheld."""
    for activity in ucap.activities:
        start, end = activity.date_start, activity.date_end
        if start and end and end < start:
            details = f"Activity {activity.position} begins on {start} and ends on {end}."
            withheld = name_cells(activity, "date_start", "date_end", "date_precision", "within_period")
            yield Finding("activity_date_reversed", details, "activities", activity.date_text, activity.page_start, withheld)


def find_not_held(ucap: Ucap) -> Iterator[Finding]:
    """Find activities whose first line says that something did not take place, or took place in another form.

    Not those of which a person said that they were held.
    """
    corrected = list_corrected(ucap)
    for activity in ucap.activities:
        line = _first_line(activity)
        decided = name_cells(activity, "not_held")[0] in corrected and not activity.not_held
        if says_not_held(line) and not decided:
            rest = ": not_held is true" if activity.not_held else ", and that something was done: not_held is false"
            said = f"Activity {activity.position} ({quote(line)}) says that something was cancelled, postponed or not done"
            details = f"{said}{rest}."
            yield Finding("activity_not_held", details, "activities", line, activity.page_start)


def find_unordered(ucap: Ucap) -> Iterator[Finding]:
    """Find activities that are not in the order of most of them, oldest first or newest first; one finding for all.

    Dates that overlap (summer 2019 and 20 June 2019) are in order in both directions.
    """
    dated = [activity for activity in ucap.activities if activity.date_start and activity.date_end]
    forwards = [(a, b) for a, b in pairwise(dated) if _is_before(b, a)]
    backwards = [(a, b) for a, b in pairwise(dated) if _is_before(a, b)]
    broken = min(forwards, backwards, key=len)
    if broken:
        before, after = broken[0]
        first = f"activity {before.position} ({_render_date(before)})"
        details = f"Activity {after.position} ({_render_date(after)}) comes after {first}"
        details += f"; {len(broken) - 1} more are out of order." if len(broken) > 1 else "."
        yield Finding("activities_unordered", details, "activities", after.date_text, after.page_start)


def find_repeated(ucap: Ucap) -> Iterator[Finding]:
    """Find activities with the date and the words of an earlier one."""
    seen: dict[tuple[object, ...], Activity] = {}
    for activity in ucap.activities:
        words = tuple(stem_words(" ".join((activity.text, *activity.items))))
        first = seen.setdefault((activity.date_start, activity.date_end, words), activity)
        if words and first is not activity:
            text = _first_line(activity)
            details = f"Activities {first.position} and {activity.position} ({quote(text)}) say the same."
            yield Finding("activity_repeated", details, "activities", text, activity.page_start)


def _first_line(activity: Activity) -> str:
    return activity.text.partition("\n")[0]


def _is_before(first: Activity, second: Activity) -> bool:
    """Whether an activity is over before another begins."""
    return (first.date_end or date.max) < (second.date_start or date.min)


def _render_date(activity: Activity) -> str:
    return activity.date_text or _render_range(activity.date_start, activity.date_end)


def _render_range(start: date | None, end: date | None) -> str:
    return f"{start or '…'} to {end or '…'}"
