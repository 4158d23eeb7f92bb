"""Dates as printed in U-CAPs: a period, the date with which a bullet begins, a date in brackets, and dates in running text.

A date is never finer than the text says. Nothing is taken from the clock: a missing year comes from the rest of the text, or
from the `context_year` that the caller gives. `grammar.py` reads the dates themselves, this module reads what stands around
them. Two things go beyond the contract. A part of a quarter or season ("end of Q3", "late summer") is a third of it. Such
parts, half years and half months have the precision `approximate`.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from ucap.extractors.dates.durations import end_of_duration, read_announced_duration
from ucap.extractors.dates.grammar import DateParser, Expression
from ucap.extractors.dates.lists import find_year_of_list, join_list
from ucap.extractors.dates.parts import DateOrder
from ucap.extractors.dates.tokens import (
    DASHES,
    REMEMBERED_TEXTS,
    STRONG_SEPARATORS,
    NamedPhrases,
    load_date_words,
    may_hold_date,
    split_date_tokens,
)
from ucap.schemas.records import DatePrecision

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_WEAK_SEPARATORS = frozenset(",.")
_QUOTES = frozenset("\"'“”„‘’«»")
_AFTER_BRACKET = 50
"""Characters after a closing bracket in which the next sign is looked for: a bound for hostile blanks, chosen and not
measured.
"""
_LONGEST_HELD = 6
"""Words between a comma and the date of a note that may say where or how it was held: `, held in Graz on`. Chosen."""
_LONGEST_REMARK = 8
"""Words and signs of a remark in brackets behind a date, with the brackets. Chosen, not measured."""
_LONGEST_PLACE = 4
"""Words and signs of a place behind a date at the end: `Graz, Austria`. Chosen, not measured."""


@dataclass(frozen=True)
class DateRange:
    """The days that a printed date means, how precise it is, and the characters from which it was read."""

    start: date | None  # first day meant; None where open
    end: date | None  # last day meant; None where open
    precision: DatePrecision  # of a range, that of its coarsest part
    span: tuple[int, int]
    either_order: bool = field(default=False, repr=False, compare=False)  # in digits, and day and month could be swapped
    separate: bool = field(default=False, repr=False, compare=False)  # several dates with days between that are not meant
    short_year: bool = field(default=False, repr=False, compare=False)  # "Feb-19", which could be a day
    year_supplied: bool = field(default=False, repr=False, compare=False)  # no year is printed
    counted: bool = field(default=False, repr=False, compare=False)  # the end was counted from a length of time


@dataclass(frozen=True)
class LeadingDate:
    """The date with which a bullet begins."""

    date: DateRange
    date_text_span: tuple[int, int]  # the date as printed, without separators and words such as "planned"
    text_start: int  # where the activity's own text begins; 0 where the date is part of its sentence
    planned: bool  # the words around the date say that it is still to come


def parse_date(text: str, *, context_year: int | None = None, order: DateOrder = "day_first") -> DateRange | None:
    """Read a text that is only a date, with remarks ("planned", "(tbc)"), prepositions and signs allowed; else None.

    `context_year` is used where the text has no year, `order` where day and month in digits could be swapped.

    >>> parse_date("May 2017 – December 2018")
    DateRange(start=datetime.date(2017, 5, 1), end=datetime.date(2018, 12, 31), precision='month', span=(0, 24))
    >>> parse_date("since March 2019").end is None
    True
    >>> parse_date("14 June", context_year=2019).start
    datetime.date(2019, 6, 14)
    >>> parse_date("March 2019 in Graz") is None
    True
    """
    parser = DateParser(split_date_tokens(text), context_year, order, lists=True)
    remarks = load_date_words().remarks
    head = _read_head(parser, remarks)
    expression = parser.expression(head.next)
    if expression is None or _read_tail(parser, text, expression.last, remarks, opened=head.opened).next < len(parser.tokens):
        return None
    return as_range(parser, expression)


def find_leading_date(text: str, *, context_year: int | None = None, order: DateOrder = "day_first") -> LeadingDate | None:
    """Find the date with which a bullet begins ("April 2017: …", "12-14 March 2018 Kick-off", "In May 2019, …"); else None.

    The activity's text starts after the date's separator. Where the date is part of the sentence ("In May 2019, X visited",
    "June 2017 saw") or follows "Update", the text starts at 0, so that nothing printed is lost.

    >>> text = "12-14 March 2018: Kick-off meeting in Graz"
    >>> found = find_leading_date(text)
    >>> found.date.start, found.date.end, text[found.text_start :]
    (datetime.date(2018, 3, 12), datetime.date(2018, 3, 14), 'Kick-off meeting in Graz')
    >>> find_leading_date("In May 2019, the mayor of Graz visited Nanning").text_start
    0
    """
    return _find_leading_date(text, context_year, order) if may_hold_date(text) else None


@lru_cache(REMEMBERED_TEXTS)  # asked where bullets are told, where rows are, and for the activity
def _find_leading_date(text: str, context_year: int | None, order: DateOrder) -> LeadingDate | None:
    parser = DateParser(split_date_tokens(text), context_year, order, lists=True)
    planned = load_date_words().planned  # other remarks ("online") are the activity's own words
    head = _read_head(parser, planned)
    if (year := find_year_of_list(parser, head.next)) is not None:
        parser = DateParser(parser.tokens, year, order, lists=True)
    expression = parser.expression(head.next)
    if expression is None:
        return None
    expression = join_list(parser, expression)
    tail = _read_tail(parser, text, expression.last, planned, opened=head.opened)
    in_sentence = head.preposition or expression.operator is not None
    ended = tail.strong or tail.weak or tail.next >= len(parser.tokens) or _is_bracket_before_sign(parser, tail.next)
    unsure = (expression.is_bare_year and len(expression.parts) == 1) or (
        not expression.has_year and all(part.unit != "day" for part in expression.parts)
    )
    if unsure and not ended and (not in_sentence or not _is_running_date(parser, expression)):
        return None  # "2020 companies", "March Kick-off", "May be extended"
    if head.updated:
        text_start = 0
    elif tail.next >= len(parser.tokens):
        text_start = len(text)
    elif tail.strong or (not in_sentence and (tail.weak or _begins_text(parser, expression, tail.next))):
        text_start = parser.tokens[tail.next].start
    else:
        text_start = 0
    found = _count_length(parser, expression, as_range(parser, expression))
    return LeadingDate(found, found.span, text_start, head.planned or tail.planned)


def _count_length(parser: DateParser, expression: Expression, found: DateRange) -> DateRange:
    """Give a single date the end that a length of time beside it gives: `May 2018 for three years`, `14 May 2018 (2 days)`."""
    if len(expression.parts) > 1 or expression.operator not in (None, "since") or found.start is None:
        return found
    duration = read_announced_duration(parser, expression.last)
    end = end_of_duration(found.start, found.precision, duration) if duration else None
    if end is None or (found.end is not None and end <= found.end):
        return found
    return replace(found, end=end, counted=True)


def find_subject_date(
    text: str, *, context_year: int | None = None, order: DateOrder = "day_first", within: bool = False
) -> DateRange | None:
    """Find the date in brackets after a bullet's subject: "Kick-off meeting (12 May 2019): …", "… (October 2018)".

    It is looked for only in the first sentence, before its end or a colon, comma or dash; None where the sentence has another
    date. With `within`, the sentence may go on with a preposition behind the bracket, if its year is printed, and if the words
    before it name nothing known that it could be the date of: "Signing of a letter of intent (24 October 2019) in Graz".

    >>> find_subject_date("Kick-off meeting (12 May 2019): both sides agreed").start
    datetime.date(2019, 5, 12)
    >>> find_subject_date("Visit to a company (founded in 2010)") is None
    True
    >>> find_subject_date("Presentation of the plan (May 2019) in Graz", within=True) is None
    True
    """
    sentence = text[: _end_of_sentence(text)]
    found = find_dates(sentence, context_year=context_year, order=order)
    if len(found) != 1:
        return None
    start, end = found[0].span
    for opening, closing in _bracket_pairs(sentence):
        closes = _closes_subject(sentence, closing) or (
            within
            and not found[0].year_supplied
            and found[0].precision != "year"
            and _goes_on_with_preposition(sentence, opening, closing)
        )
        if opening < start and end <= closing and closes:
            before, after = sentence[opening + 1 : start].rstrip(), sentence[end:closing].lstrip()
            # Set off from a place by a comma, "(Beijing, 12 May 2019)", but not part of a phrase, "(founded in 2010)".
            if (not before or before[-1] in ",;:–-") and (not after or after[0] in ",;:–-"):
                return found[0]
            return found[0] if parse_date(sentence[opening + 1 : closing], context_year=context_year, order=order) else None
    return None


def find_dates(text: str, *, context_year: int | None = None, order: DateOrder = "day_first") -> list[DateRange]:
    """Find all dates of a running text, from left to right and without overlap.

    A year alone is a date only where the words around it say so ("in 2019", "since 2018", "2018-2020", "2019:" at the start).
    In a name (Horizon 2020) it is not a date.

    >>> [str(found.start) for found in find_dates("Agreed under Horizon 2020 in May 2019, and signed on 3 June 2019.")]
    ['2019-05-01', '2019-06-03']
    """
    if not may_hold_date(text):
        return []
    parser = DateParser(split_date_tokens(text), context_year, order)
    return [as_range(parser, expression) for expression in _list_running_dates(parser)]


def find_trailing_date(text: str, *, order: DateOrder = "day_first") -> DateRange | None:
    """Find the date at the end of a note: "Webinar on waste, online, May 2019", "Workshop in Graz – 14 May 2019 (online)".

    None where the note has several sentences, another date or no year, or where the date is not set off from it by a sign, so
    that it may tell of something else ("a visit to the garden opened in May 2019").

    >>> find_trailing_date("Webinar on waste, 14 May 2019 (online)").start
    datetime.date(2019, 5, 14)
    >>> find_trailing_date("Visit to the garden opened in May 2019") is None
    True
    """
    text = text.rstrip().rstrip(".!")
    if not may_hold_date(text) or _end_of_sentence(text) < len(text):
        return None
    parser = DateParser(split_date_tokens(text), order=order)
    found = _list_running_dates(parser)
    if len(found) != 1 or not found[0].has_year or found[0].operator not in (None, "since", "around"):
        return None
    if not _is_set_off(parser, found[0]):
        return None
    tail = _read_tail(parser, text, found[0].last, load_date_words().remarks, opened=False)
    return as_range(parser, found[0]) if _adds_little(parser, tail) else None


def _is_set_off(parser: DateParser, found: Expression) -> bool:
    """Whether a sign stands before a date, or before its preposition or verb: `…, May 2019`, `… – in May 2019`, `…, signed
    online on 14 May 2019`.
    """
    words = load_date_words()
    i = found.first
    while i > 0:
        groups = (words.prepositions, words.planned, words.happened)
        match = next((one for group in groups if (one := group.match_before(parser.words, i))), None)
        if match is None and parser.word(i - 1) not in words.sets["articles"]:
            break
        i = match.first if match else i - 1
        if i > 0 and match is not None and match.value == "happened":
            return True  # it tells of what the sentence is about: "The visit took place on 14 May 2019"
    # "…, held in PLACE on 14 May 2019"
    begins = range(max(i - _LONGEST_HELD, 1), i)
    places = [at for at in begins if words.held.match_at(parser.words, at) and parser.word(at - 1) in (",", ";", ":")]
    i = places[-1] if places else i
    sign = parser.word(i - 1)
    return i > 1 and (sign in (",", ";", ":") or (sign in DASHES and not parser.glued(i - 1)))


def _adds_little(parser: DateParser, tail: "_Around") -> bool:
    """Whether nothing follows a date but a remark in brackets, or a name behind a comma: `…, 14 May 2019, Graz`."""
    rest = parser.tokens[tail.next :]
    if not rest or (rest[0].text in _OPENING and rest[-1].text in _CLOSING and _OPENING.isdisjoint(t.text for t in rest[1:])):
        return True
    return tail.weak and len(rest) <= _LONGEST_PLACE and all(token.text[0].isupper() or token.text in ".,-" for token in rest)


def as_range(parser: DateParser, expression: Expression) -> DateRange:
    """Return the days of an expression and its place in the text."""
    span = parser.tokens[expression.first].start, parser.tokens[expression.last - 1].end
    either = any(part.either_order for part in expression.parts)
    short = any(part.short_year for part in expression.parts)
    supplied = not expression.has_year
    return DateRange(expression.start, expression.end, expression.precision, span, either, expression.separate, short, supplied)


# --- what stands around a date ---


@dataclass(frozen=True)
class _Around:
    """What was read before or after a date, and the token that follows it."""

    next: int
    opened: bool = False
    preposition: bool = False
    planned: bool = False
    updated: bool = False
    strong: bool = False
    weak: bool = False


def _read_head(parser: DateParser, remarks: NamedPhrases) -> _Around:
    """Read brackets, remarks, labels and prepositions before a date."""
    i = 0
    opened = preposition = planned = updated = False
    words = load_date_words().sets
    skipped = STRONG_SEPARATORS | _WEAK_SEPARATORS | _CLOSING
    while i < len(parser.tokens):
        if parser.phrase(i, load_date_words().weeks_of) is not None:
            break  # before the Polish `w`
        if parser.word(i) in _OPENING:
            opened, i = True, i + 1
        elif (remark := parser.phrase(i, remarks)) is not None:
            planned, i = planned or remark[0] == "planned", remark[1]
        elif parser.word(i) in words["updates"]:
            updated, i = True, i + 1
        elif parser.word(i) in words["labels"]:
            i += 1
        elif (phrase := parser.phrase(i, load_date_words().prepositions)) is not None:
            preposition, i = True, phrase[1]
        elif parser.word(i) in words["articles"] or (i > 0 and parser.word(i) in skipped):
            i += 1
        else:
            break
    return _Around(i, opened, preposition, planned, updated)


def _read_tail(parser: DateParser, text: str, i: int, remarks: NamedPhrases, *, opened: bool) -> _Around:
    """Read closing brackets, remarks in brackets or without, and separators after a date."""

    def read_remark(place: int) -> tuple[str, int] | None:
        return parser.phrase(place, remarks)

    planned = strong = weak = False
    while i < len(parser.tokens):
        sign = parser.word(i)
        strong = strong or "\n" in text[parser.tokens[i - 1].end : parser.tokens[i].start]
        if opened and sign in _CLOSING:
            opened, strong, i = False, True, i + 1
        elif sign in _OPENING and (remark := read_remark(i + 1)) is not None and parser.word(remark[1]) in _CLOSING:
            planned, i = planned or remark[0] == "planned", remark[1] + 1
        elif (remark := read_remark(i)) is not None and _ends_clause(parser, remark[1]):
            planned, i = planned or remark[0] == "planned", remark[1]
        elif (after_weekday := _read_weekday(parser, i)) is not None:
            i = after_weekday
        elif sign == "/" and not parser.glued(i) and not parser.glued(i + 1):
            strong, i = True, i + 1  # "May 2019 / Graz / Workshop"
        elif sign in DASHES and parser.glued(i) and parser.is_word(i + 1) and parser.glued(i + 1):
            break  # "2019-based"
        elif sign in STRONG_SEPARATORS:
            strong, i = True, i + 1
        elif sign in _WEAK_SEPARATORS:
            weak, i = True, i + 1
        else:
            break
    return _Around(i, opened, planned=planned, strong=strong, weak=weak)


def _read_weekday(parser: DateParser, i: int) -> int | None:
    """Return the token after a weekday behind a date, `(Monday)` or `Monday:`; None where there is none."""
    opened = parser.word(i) in _OPENING
    if parser.word(i + opened) not in load_date_words().weekdays:
        return None
    if opened:
        return i + 3 if parser.word(i + 2) in _CLOSING else None
    return i + 1 if _ends_clause(parser, i + 1) else None


def _is_bracket_before_sign(parser: DateParser, i: int) -> bool:
    """Whether a remark in brackets stands at a token, with a sign that sets it apart behind it: `2019 (twice): talks`."""
    if parser.word(i) not in _OPENING:
        return False
    closing = next((j for j in range(i + 1, i + _LONGEST_REMARK) if parser.word(j) in _CLOSING), None)
    return closing is not None and parser.word(closing + 1) in STRONG_SEPARATORS


def _ends_clause(parser: DateParser, i: int) -> bool:
    """Whether nothing but a sign or the end follows, so that "planned" is a remark and not the text's first word."""
    return i >= len(parser.tokens) or parser.word(i) in STRONG_SEPARATORS | _WEAK_SEPARATORS | _CLOSING


def _begins_text(parser: DateParser, found: Expression, i: int) -> bool:
    """Whether a text of its own begins at a token behind a date, and not the verb of its sentence, as in `June 2017 saw`: no
    sentence begins with months or days in digits.
    """
    words = load_date_words().sets["range_words"]
    in_digits = all(not token.is_word or token.word in words for token in parser.tokens[found.first : found.last])
    if in_digits and all(part.unit != "year" for part in found.parts):
        return True
    first = parser.tokens[i].text[0]
    return first.isupper() or first.isdecimal() or first in _OPENING | _QUOTES


# --- dates in running text ---


def _list_running_dates(parser: DateParser) -> list[Expression]:
    """Return the dates of a running text, from left to right and without overlap."""
    found = []
    last = 0
    for i in parser.list_starts():
        expression = parser.expression(i) if i >= last else None
        if expression is not None and _is_running_date(parser, expression):
            found.append(expression)
            last = expression.last
    return found


def _is_running_date(parser: DateParser, found: Expression) -> bool:
    """Whether something readable as a date is one in running text."""
    words = load_date_words().sets
    before, after = parser.word(found.first - 1), parser.word(found.last)
    is_month = all(part.unit == "month" and part.phase is None for part in found.parts)
    in_context = found.operator is not None or before in words["year_contexts"]
    if not found.has_year:
        return found.parts[-1].unit == "day" or (is_month and (in_context or before in words["prepositions"]))
    if any(part.unit != "year" or part.phase is not None for part in found.parts):
        return True
    if is_named_year(parser, found) or (after in words["counted"] and len(found.parts) == 1):
        return False
    if in_context or len(found.parts) > 1 or (before in _OPENING and after in _CLOSING):
        return True
    at_start = found.first == 0 or (found.first == 1 and before in words["updates"])
    return at_start and (after in STRONG_SEPARATORS or found.last == len(parser.tokens))


def is_named_year(parser: DateParser, found: Expression) -> bool:
    """Whether a year alone is part of a name: `Horizon 2020`, `Agenda (2030)`."""
    names = load_date_words().sets["names"]
    before = parser.word(found.first - 1)
    within = before in _OPENING or before in load_date_words().sets["year_nouns"]
    outside = parser.word(found.first - 2) if within else before
    return found.is_bare_year and (outside in names or parser.word(found.last) in names)


# --- sentences and brackets ---


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    """Return the places of brackets that match, outermost pairs only."""
    opened: list[int] = []
    pairs = []
    for i, sign in enumerate(text):
        if sign in _OPENING:
            opened.append(i)
        elif sign in _CLOSING and opened:
            opening = opened.pop()
            if not opened:
                pairs.append((opening, i))
    return pairs


def _end_of_sentence(text: str) -> int:
    """Return where the first sentence ends: at a line's end, or at its stop before a blank and a capital, not in brackets."""
    in_brackets = {i for opening, closing in _bracket_pairs(text) for i in range(opening, closing)}
    for i, sign in enumerate(text):
        if i in in_brackets:
            continue
        if sign == "\n":
            return i
        follows = text[i + 1 : i + 3]
        if sign in ".!?" and (not follows or (follows[0].isspace() and not follows[1:].islower())):
            return i
    return len(text)


def _closes_subject(sentence: str, closing: int) -> bool:
    rest = sentence[closing + 1 : closing + _AFTER_BRACKET].lstrip()
    return not rest or rest[0] in STRONG_SEPARATORS | _WEAK_SEPARATORS


def _goes_on_with_preposition(sentence: str, opening: int, closing: int) -> bool:
    """Whether a preposition follows a bracket, and nothing before it is known, as in `the plan (May 2019) in Graz`."""
    sets = load_date_words().sets
    before = {token.word for token in split_date_tokens(sentence[:opening])}
    behind = split_date_tokens(sentence[closing + 1 : closing + _AFTER_BRACKET])
    return bool(behind) and behind[0].word in sets["behind_subjects"] and before.isdisjoint(sets["definite"])
