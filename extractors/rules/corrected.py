"""Rules about values that a person corrected: dates of which only a part was corrected."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ucap.extractors.dates.parts import MONTHS_OF
from ucap.extractors.findings import CellName, Finding, quote
from ucap.schemas.records import Activity, DatePrecision, SectionName
from ucap.schemas.ucap import Ucap

DATE_COLUMNS: Final[Mapping[str, tuple[str, str, str]]] = {
    "ucaps": ("period_start", "period_end", "period_precision"),
    "activities": ("date_start", "date_end", "date_precision"),
}
"""By table, the columns that one printed date fills: first day, last day, precision."""

_TEXTS: Final = {"ucaps": "period_text", "activities": "date_text"}
_SECTIONS: Final[Mapping[str, SectionName]] = {"ucaps": "period", "activities": "activities"}


@dataclass(frozen=True)
class _Dates:
    """First day, last day and precision of a date."""

    start: date | None
    end: date | None
    precision: DatePrecision | None


def list_corrected(ucap: Ucap) -> set[CellName]:
    """Return the values that a person corrected."""
    return {CellName(row.table, row.row, row.column) for row in ucap.evidence if row.method == "correction"}


def find_half_corrected_dates(ucap: Ucap) -> Iterator[Finding]:
    """Find dates of which one column was corrected, and the others may still be those of the date that was wrong."""
    corrected = list_corrected(ucap)
    records = (ucap.summary, *ucap.activities) if corrected else ()
    for record in records:
        table, row = record.table_name, record.row_key()
        columns = DATE_COLUMNS[table]
        done = [column for column in columns if CellName(table, row, column) in corrected]
        if not done:
            continue
        read = _Dates(*(_read_extracted(ucap, CellName(table, row, column)) for column in columns))
        doubt = _explain_doubt(read, _Dates(*(getattr(record, column) for column in columns)), columns, done)
        if doubt:
            values = ", ".join(f"{column} {getattr(record, column)}" for column in columns)
            name = f"activity {record.position}" if isinstance(record, Activity) else "the period"
            details = f"Of the date of {name} only {' and '.join(done)} was corrected, and {doubt} ({values})."
            yield Finding("date_half_corrected", details, _SECTIONS[table], getattr(record, _TEXTS[table]))


def _read_extracted(ucap: Ucap, cell: CellName) -> Any:
    """Return what was read from the document for a column of a date; None where nothing was."""
    rows = (row for row in ucap.evidence if (row.table, row.row, row.column) == cell and row.method != "correction")
    value = next((row.value for row in rows), None)
    return value if value is None or cell.column.endswith("precision") else date.fromisoformat(value)


def _explain_doubt(read: _Dates, now: _Dates, columns: tuple[str, str, str], done: list[str]) -> str | None:
    """Return what may be wrong with a date of which the columns `done` were corrected; None where nothing is."""
    start, end, precision = columns
    if (now.precision is None) != (now.start is None and now.end is None):
        return f"there is {'no' if now.precision is None else 'still a'} {precision}"
    if len(done) == len(columns):
        return None
    ends = [column for column in (start, end) if column in done]
    if len(ends) == 1:
        other = end if ends == [start] else start
        if read.start is None and read.end is None:
            return f"there is no {other}"
        if _is_one_unit(read):
            return f"{other} is still as it was read"
    fits = [_begins_unit(now.start, now.precision), _ends_unit(now.end, now.precision)]
    if precision in done:
        unfit = not all(fits) or (now.precision == "day" and read.precision != "day" and not ends)
    else:
        unfit = not all(fit for fit, column in zip(fits, (start, end), strict=True) if column in ends)
        unfit = unfit or (now.precision == "day" and read.precision == "day" and len(ends) > 1 and _is_whole_months(now))
    return f"the days do not look like those of {precision} {quote(now.precision or '')}" if unfit else None


def _is_one_unit(dates: _Dates) -> bool:
    """Whether a date is a single day, month, quarter, season or year, whose first and last day belong together."""
    if dates.start is None or dates.end is None or dates.precision is None:
        return False
    if dates.precision == "day":
        return dates.start == dates.end
    if dates.precision == "approximate":
        return True
    return _count_months(dates.start, dates.end) == MONTHS_OF[dates.precision]


def _begins_unit(day: date | None, precision: DatePrecision | None) -> bool:
    months = MONTHS_OF.get(precision) if precision else None
    if day is None or months is None:
        return True
    offset = 0 if precision == "season" else 1  # seasons begin in months 3, 6, 9 and 12
    return day.day == 1 and (day.month - offset) % months == 0


def _ends_unit(day: date | None, precision: DatePrecision | None) -> bool:
    months = MONTHS_OF.get(precision) if precision else None
    if day is None or months is None:
        return True
    offset = 2 if precision == "season" else 0
    return day.day == calendar.monthrange(day.year, day.month)[1] and (day.month - offset) % months == 0


def _is_whole_months(dates: _Dates) -> bool:
    return _begins_unit(dates.start, "month") and _ends_unit(dates.end, "month")


def _count_months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1
