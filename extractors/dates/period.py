"""The period of cooperation: one or more dates, and what stands beside them (`for three years`, `phase 2`, `extended`).

Nothing beside the dates is passed over in silence: what changes what they mean is applied, everything else becomes a remark.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from ucap.extractors.dates.durations import Duration, announcing_phrases, end_of_duration, read_duration
from ucap.extractors.dates.find import DateRange, as_range, is_named_year
from ucap.extractors.dates.grammar import DateParser, Expression
from ucap.extractors.dates.parts import DateOrder, coarsest
from ucap.extractors.dates.tokens import DASHES, NamedPhrases, split_date_tokens
from ucap.extractors.text.phrases import index_phrases
from ucap.schemas.vocabularies import load_vocabulary
from ucap.schemas.wording import render_count

RemarkCode = Literal["period_open", "period_counted", "period_unclear"]
_OPEN_SIGNS = "?…+→"
_NUMBER = re.compile(r"\d{3}")
_STAGE_NUMBER = re.compile(r"[ivx]{1,4}|\d{1,2}|[a-d]")


@dataclass(frozen=True)
class PeriodRemark:
    """A finding about a period: its code and a sentence."""

    code: RemarkCode
    details: str


@dataclass(frozen=True)
class PrintedPeriod:
    """The days that a printed period means, whether its end was counted from a length of time, and what is doubtful."""

    found: DateRange
    counted: bool = False
    remarks: tuple[PeriodRemark, ...] = ()
    understood: bool = True  # no word beside the dates is unknown


@dataclass(frozen=True)
class _Piece:
    """What was read at tokens [first, last) of a period."""

    kind: str  # date, name, duration, open, open_sign, extended, start, end, stages, plain, word
    first: int
    last: int
    date: Expression | None = None
    duration: Duration | None = None


def read_printed_period(text: str, order: DateOrder = "day_first") -> PrintedPeriod | None:
    """Read a period as printed, even reversed; None where it has no date, or several whose relation is not understood.

    >>> found = read_printed_period("May 2018 for three years")
    >>> found.found.end, found.counted
    (datetime.date(2021, 4, 30), True)
    >>> read_printed_period("2017/2018 – present").found.end is None
    True
    """
    parser = DateParser(split_date_tokens(text), order=order, lists=True)
    pieces = _split(parser)
    dates = [piece.date for piece in pieces if piece.date is not None]
    if not dates:
        return None
    if any(_NUMBER.search(parser.words[i]) for piece in pieces if piece.kind == "word" for i in range(piece.first, piece.last)):
        return None  # a number beside the dates may be a year that could not be read: then they are only half of the period
    whole = as_range(parser, dates[0]) if len(dates) == 1 else _join_dates(parser, pieces)
    if whole is None:
        return None
    period = _apply(whole, dates[-1], pieces)
    unknown = [piece for piece in pieces if piece.kind in ("word", "name")]
    words = " ".join(text[parser.tokens[piece.first].start : parser.tokens[piece.last - 1].end] for piece in unknown)
    period = replace(period, understood=not unknown)
    if words and not any(remark.code != "period_open" for remark in period.remarks):
        said = f"Beside its dates the period says “{words}”, which was not understood."
        period = replace(period, remarks=(*period.remarks, PeriodRemark("period_unclear", said)))
        if len(dates) == 1 and len(dates[0].parts) == 1:
            period = replace(period, found=replace(period.found, end=None))  # what is not understood may say when it ends
    return period


def _split(parser: DateParser) -> list[_Piece]:
    """Split a period into dates, lengths of time, known words and the rest."""
    pieces: list[_Piece] = []
    i = 0
    while i < len(parser.tokens):
        piece = _piece_at(parser, i)
        pieces.append(piece)
        i = piece.last
    return pieces


def _piece_at(parser: DateParser, i: int) -> _Piece:
    if duration := read_duration(parser, i):
        return _Piece("duration", i, duration.last, duration=duration)
    found = parser.expression(i)
    if found is not None and found.has_year:
        return _Piece("name", i, found.last) if is_named_year(parser, found) else _Piece("date", i, found.last, date=found)
    announced = parser.phrase(i, announcing_phrases())
    if known := parser.phrase(i, _beside_dates()) or (announced and ("plain", announced[1])):
        return _Piece(known[0], i, known[1])
    is_sign = not parser.is_word(i) and not parser.word(i).isdecimal()
    is_number_of_stage = _STAGE_NUMBER.fullmatch(parser.word(i)) and "stages" in (
        _kind_at(parser, i - 1),
        _kind_at(parser, i + 1),
    )
    return _Piece("plain" if is_sign or is_number_of_stage else "word", i, i + 1)


def _kind_at(parser: DateParser, i: int) -> str | None:
    known = parser.phrase(i, _beside_dates()) if i >= 0 else None
    return known[0] if known else None


def _join_dates(parser: DateParser, pieces: list[_Piece]) -> DateRange | None:
    """Return the range of several dates: those of labels (`Start: …, end: …`), of stages, with an extension, or reversed."""
    expressions = [piece.date for piece in pieces if piece.date is not None]
    ranges = [as_range(parser, expression) for expression in expressions]
    kinds = {piece.kind for piece in pieces}
    first, last = ranges[0], ranges[-1]
    if first.start is None:
        return None
    if "extended" in kinds and (first.end is None or last.end is None):
        return replace(first, end=None)
    if last.end is None:
        return None
    pair = len(ranges) == 2
    single = first.end is None or len(expressions[0].parts) == 1
    ended = pair and single and last.start is None and first.start <= last.end  # since May 2018 …, until May 2020
    labelled = pair and {"start", "end"} <= kinds and "extended" not in kinds
    extended = "extended" in kinds and first.end is not None and last.end > first.end
    staged = "stages" in kinds and all(a.end and b.start and a.end <= b.start for a, b in pairwise(ranges))
    if ended or labelled or extended or staged:
        return _between(first, last)
    return replace(first, end=last.end) if pair and last.end < first.start else None


def _between(first: DateRange, last: DateRange) -> DateRange:
    return replace(
        first,
        end=last.end,
        precision=coarsest((first.precision, last.precision)),
        span=(first.span[0], last.span[1]),
        either_order=first.either_order or last.either_order,
        short_year=first.short_year or last.short_year,
    )


def _apply(whole: DateRange, last: Expression, pieces: list[_Piece]) -> PrintedPeriod:
    """Apply to the dates what is printed beside them."""
    kinds = [piece.kind for piece in pieces]
    durations = [piece.duration for piece in pieces if piece.duration is not None]
    several = kinds.count("date") > 1
    days = f"{whole.start} to {whole.end}"
    if "extended" in kinds and several and whole.end is not None:
        found = _doubt(whole, f"The period was extended; {days} is the whole of it.")
    elif "extended" in kinds:
        found = _doubt(replace(whole, end=None), "The period was or can be extended, and it is not clear until when.")
    elif "open" in kinds or (not several and _breaks_off(kinds)):
        found = _leave_open(replace(whole, end=None))
    elif several and "stages" in kinds:
        found = _doubt(whole, f"The period has several stages; {days} is the whole of it.")
    elif durations:
        found = _count(whole, last, durations)
    elif whole.separate:
        found = _doubt(whole, f"The dates of the period do not follow one another; {days} is from the first to the last.")
    elif several or len(last.parts) > 1 or whole.start is None or whole.end is None:
        found = _leave_open(whole) if whole.start is None or whole.end is None else PrintedPeriod(whole)
    else:
        found = _apply_label(whole, kinds)
    return found


def _doubt(found: DateRange, details: str) -> PrintedPeriod:
    return PrintedPeriod(found, remarks=(PeriodRemark("period_unclear", details),))


def _leave_open(found: DateRange) -> PrintedPeriod:
    details = "The period has no end, or none yet." if found.end is None else "The period has no start."
    return PrintedPeriod(found, remarks=(PeriodRemark("period_open", details),))


def _apply_label(whole: DateRange, kinds: list[str]) -> PrintedPeriod:
    """Apply to a single date the label before it (`Start: May 2018`), or an end after it (`May 2018 – end of project`)."""
    at = kinds.index("date")
    if {"open_sign", "end"} & set(kinds[at + 1 :]):
        return _doubt(replace(whole, end=None), "After its date the period names an end that is no date.")
    if "end" in kinds[:at]:
        return _leave_open(replace(whole, start=None))
    return _leave_open(replace(whole, end=None)) if "start" in kinds[:at] else PrintedPeriod(whole)


def _breaks_off(kinds: list[str]) -> bool:
    """Whether a dash, dots, a plus or a question mark stand where the end would be: `2018 –`, `2018 - ?`, `2018+`."""
    after = kinds[kinds.index("date") + 1 :]
    return bool(after) and set(after) == {"open_sign"}


def _count(whole: DateRange, last: Expression, durations: list[Duration]) -> PrintedPeriod:
    """Return the period with its end counted from its length; where it has an end, with a remark if the two differ."""
    ends = {end_of_duration(whole.start, whole.precision, one) if whole.start else None for one in durations}
    end = ends.pop() if len(ends) == 1 else None
    ends_in_print = len(last.parts) > 1 or last.operator in ("until", "before", "between")
    length = ", ".join(render_count(one.count, one.unit) for one in durations)
    if ends_in_print and whole.end == end:
        return PrintedPeriod(whole)
    if ends_in_print or whole.start is None:
        return _doubt(whole, f"The period says {length}, which does not give its dates; only its dates are published.")
    if end is None:
        return _doubt(replace(whole, end=None), f"The period lasts {length}, and its end could not be counted.")
    details = f"The end {end} is not printed; it was counted from the start and {length}."
    return PrintedPeriod(replace(whole, end=end), True, (PeriodRemark("period_counted", details),))


@cache
def _beside_dates() -> NamedPhrases:
    """Return the phrases beside dates, each with its kind."""
    data = load_vocabulary("dates")
    around = (*data["prepositions"], *data["labels"], *data["articles"], *data["links"], *data["planned"], *data["remarks"])
    kinds = {tuple(phrase.split()): "plain" for phrase in around}
    kinds |= {(sign,): "open_sign" for sign in (*DASHES, *_OPEN_SIGNS)}
    listed = data["period"]
    named: dict[str, list[str]] = {"plain": listed["plain"], "stages": listed["stages"], "end": listed["end"]}
    named |= {"start": listed["start"], "extended": listed["extended"], "open": listed["open"]}
    return index_phrases(kinds | {tuple(phrase.split()): kind for kind, phrases in named.items() for phrase in phrases})
