"""The grammar of printed dates: what can be read at a token.

It knows nothing about bullets or sentences; `find.py` does. Each rule looks at a bounded number of tokens, so that every text
is read in linear time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from ucap.extractors.dates.parts import WEEKS, DateOrder, Part, coarsest_precision, complete_parts, span_of
from ucap.extractors.dates.tokens import DASHES, DateToken, find_misspelt_month, load_date_words
from ucap.extractors.dates.units import LONGEST_MONTH, UnitReader
from ucap.schemas.records import DatePrecision

MAX_PARTS = 12
"""Parts of one range or list: the twelve months of a year. A bound keeps hostile lists linear; chosen, not measured.
"""


@dataclass(frozen=True)
class Expression:
    """A date read from `tokens[first:last]`, its years complete."""

    start: date | None
    end: date | None
    precision: DatePrecision
    first: int
    last: int
    parts: tuple[Part, ...]  # as printed
    operator: str | None  # since, until, before, after, around, between
    separate: bool = False  # a list whose dates do not follow one another, so that days between them are not meant

    @property
    def is_bare_year(self) -> bool:
        """Whether nothing but a year (or years) is printed."""
        return self.operator is None and all(part.unit == "year" and part.phase is None for part in self.parts)

    @property
    def has_year(self) -> bool:
        """Whether a year is printed."""
        return any(part.year for part in self.parts)


class DateParser(UnitReader):
    """Reads dates at a place in a list of tokens; each method returns what it read and the next token, or None."""

    def __init__(
        self,
        tokens: Sequence[DateToken],
        context_year: int | None = None,
        order: DateOrder = "day_first",
        *,
        lists: bool = False,
    ) -> None:
        """Read from these tokens; `context_year` is used where no year is printed, `order` for dates in digits.

        With `lists`, dates that have a year each (`May 2018, June 2019`) are one expression, too.
        """
        super().__init__(tokens, order, lists=lists)
        self.context_year = context_year
        self._read_parts: dict[int, tuple[Part, int] | None] = {}  # a list is read again from each of its parts

    # --- parts ---

    def day_and_month(self, i: int) -> tuple[Part, int] | None:
        """Read `5 July 2019`, `5th of July, 2019`, `5. Juli`; the year may be missing."""
        if (day := self.day_number(i)) is None:
            return None
        link = self.phrase(day[1], load_date_words().links)
        j = link[1] if link else day[1]
        j += self.word(j) in DASHES | {"/"} and self.glued(j) and self.glued(j + 1)
        if (month := self.month_name(j)) is None:
            return None
        part = replace(month[0], unit="day", day=day[0])
        if (year := self.linked_year(month[1]) or self.short_year(month[1])) is not None:
            return replace(part, year=year[0]), year[1]
        return part, month[1]

    def month_and_day(self, i: int) -> tuple[Part, int] | None:
        """Read `July 5, 2019`, `May 12th`; without a year, `May 20 companies` is not a day."""
        month = self.month_name(i)
        if month is None:
            return None
        article = self.word(month[1]) in load_date_words().sets["articles"]  # December the 3rd
        day = self.day_number(month[1] + article)
        if day is None or (article and not day[2]):
            return None
        part = replace(month[0], unit="day", day=day[0], month_first=True)
        if (year := self.linked_year(day[1])) is not None:
            return replace(part, year=year[0]), year[1]
        if (
            not day[2]
            and self.is_word(day[1])
            and self.word(day[1]) not in load_date_words().sets["range_words"] | load_date_words().sets["words_behind_days"]
        ):
            return None
        return part, day[1]

    def month_and_year(self, i: int) -> tuple[Part, int] | None:
        """Read `May 2019`, `May of 2019`, `May ’19` or the month alone."""
        if (month := self.month_name(i)) is None:
            return None
        if (year := self.linked_year(month[1])) is not None:
            return self._with_week(replace(month[0], year=year[0]), year[1])
        if (year := self.short_year(month[1])) is not None:
            return replace(month[0], year=year[0], short_year=year[0] % 100 <= LONGEST_MONTH), year[1]
        return month

    def _with_week(self, part: Part, i: int) -> tuple[Part, int]:
        """Read the week or half behind a month and its year: `June 2019, 2nd week`, `June 2019 (week 2)`, but not its `H2`."""
        words = load_date_words().sets
        opened = self.word(i) == "("
        j = i + (opened or self.word(i) == ",")
        number = self.number(j + 1, (1,)) if self.word(j) in words["week_words"] else None
        phase = (WEEKS[number], j + 2) if number is not None and number in WEEKS else self.phase(j)
        if phase is None or not phase[0].endswith(("week", "half")) or self.word(j) in words["half_letters"]:
            return part, i
        last = phase[1] + opened
        closed = self.word(phase[1]) == ")" if opened else not self.is_word(last) and self.number(last) is None
        found = replace(part, phase=phase[0])
        return (found, last) if closed and span_of(found) else (part, i)

    def year_and_month(self, i: int) -> tuple[Part, int] | None:
        """Read `2018, November` and `2018 November 5`; not where the month has a year of its own (`2018, May 2019`)."""
        if (year := self.year(i)) is None:
            return None
        j = year[1] + (self.word(year[1]) == ",")
        if (week := self._week_of_year(year[0], year[1])) is not None:
            return week
        is_half = self.word(j) in load_date_words().sets["half_letters"]  # 2019 H1
        if (j > year[1] or is_half) and (phase := self.phase(j)) and (phase[0].endswith("half") or not self.is_word(phase[1])):
            return Part("year", year[0], phase=phase[0]), phase[1]  # `2019, second half`, but not `2019, start of works`
        found = self.month_and_day(j) or self.month_name(j)
        if found is None or found[0].doubtful or found[0].year is not None or self.linked_year(found[1]) is not None:
            return None
        return self._checked(replace(found[0], year=year[0]), found[1])

    def _week_of_year(self, year: int, i: int) -> tuple[Part, int] | None:
        """Read the week behind a year: `2019-W23`, `2019, week 23`."""
        words = load_date_words().sets
        i += self.word(i) in DASHES | {",", "/"}
        number = self.number(i + 1, (1, 2)) if self.word(i) in words["week_words"] | words["week_letters"] else None
        part = Part("week", year, day=number)
        return (part, i + 2) if number is not None and span_of(part) else None

    def week(self, i: int) -> tuple[Part, int] | None:
        """Read `CW 46, 2019`, `week 46/2019`, `calendar week 46 of 2019`, `week 41, October 2018`, which needs its year."""
        words = load_date_words().sets
        i += self.word(i) in words["week_openers"]
        if (opener := self.phrase(i, load_date_words().weeks_of)) is not None:
            return self._week_of(opener[1])
        named = self.word(i) in words["week_words"] or (self.word(i) in words["week_letters"] and self.glued(i + 1))
        return self._week_number(i + 1) if named else None

    def _week_number(self, i: int) -> tuple[Part, int] | None:
        """Read the number of a week with its year, or its month and year; alone where what is joined to it may have them."""
        number = self.number(i, (1, 2))
        if number is None:
            return None
        if (year := self.linked_year(i + 1)) is not None:
            return Part("week", year[0], day=number), year[1]
        if (found := self._week_in_month(number, i + 1)) is not None:
            return found
        return (Part("week", day=number), i + 1) if self.connector(i + 1) else None

    def _week_in_month(self, number: int, i: int) -> tuple[Part, int] | None:
        """Read the month behind the number of a week: one of the year must lie in it, `week 2 of June` is one of the month."""
        comma = self.word(i) == ","
        link = None if comma else self.phrase(i, load_date_words().phase_links)
        found = self.month_and_year(link[1] if link else i + comma)
        if found is None or found[0].year is None:
            return None
        part = Part("week", found[0].year, day=number)
        days = span_of(part)
        if link is None and days and found[0].month in (days[0].month, days[1].month):
            return part, found[1]
        of_month = replace(found[0], phase=WEEKS[number]) if number in WEEKS else None
        return (of_month, found[1]) if of_month and span_of(of_month) else None

    def _week_of(self, i: int) -> tuple[Part, int] | None:
        """Read the day of `week of 22 May 2019`, which stands for the week, Monday to Sunday, in which it lies."""
        found = self.numeric_date(i) or self.day_and_month(i) or self.month_and_day(i)
        days = span_of(found[0]) if found and found[0].unit == "day" and found[0].year else None
        if found is None or days is None:
            return None
        year, number, _ = days[0].isocalendar()
        return Part("week", year, day=number), found[1]

    def phased(self, i: int) -> tuple[Part, int] | None:
        """Read `early 2020`, `end of March 2019`, or the phase alone, whose unit must then come from the part beside it."""
        if (phase := self.phase(i)) is None:
            return None
        j = phase[1]
        is_verb = self.word(j - 1) in load_date_words().sets["verbs_of_phases"]
        if (link := self.phrase(j, load_date_words().links if is_verb else load_date_words().phase_links)) is not None:
            j = link[1]
        elif self.word(j) in DASHES | {"/"} and self.glued(j) and self.glued(j + 1):
            j += 1
        elif self.word(j) == "," and phase[0].endswith(("half", "week")):
            j += 1  # semester 2, 2019
        for rule in (self.quarter, self.season, self.month_and_year, self.plain_year):
            if (inner := rule(j)) is not None:
                return replace(inner[0], phase=phase[0]), inner[1]
        return Part("phase_only", phase=phase[0]), phase[1]

    def plain_year(self, i: int) -> tuple[Part, int] | None:
        """Read a year as a part."""
        return (Part("year", year[0]), year[1]) if (year := self.year(i)) is not None else None

    def day_only(self, i: int) -> tuple[Part, int] | None:
        """Read a day whose month is printed with the part beside it: `14th` – `17th August`, `May 12` – `14, 2019`."""
        if (day := self.day_number(i)) is None:
            return None
        if self.glued(day[1]) and self.is_word(day[1]):
            return None
        year = self.linked_year(day[1])
        part = Part("day_only", day=day[0])
        return (replace(part, year=year[0]), year[1]) if year is not None else (part, day[1])

    def part(self, i: int) -> tuple[Part, int] | None:
        """Read one part, after its weekday and article."""
        if i not in self._read_parts:
            self._read_parts[i] = self._part(i)
        return self._read_parts[i]

    def _part(self, i: int) -> tuple[Part, int] | None:
        words = load_date_words()
        if self.word(i) in words.weekdays:
            i += 1
            i += self.word(i) in (".", ",")
            i += self.word(i) == ","
            return self.numeric_date(i) or self.day_and_month(i) or self.month_and_day(i) or self.day_only(i)
        i += self.word(i) in words.sets["articles"]
        i += self.word(i) in words.sets["year_nouns"]
        rules = (
            self.chinese_date, self.numeric_date, self.roman_date, self.day_and_month, self.quarter, self.week, self.phased,
            self.season, self.month_and_day, self.month_and_year, self.year_and_month, self.plain_year, self.day_only,
        )  # fmt: skip
        for rule in rules:
            if (found := rule(i)) is not None:
                return found
        return None

    # --- ranges and lists ---

    def connector(self, i: int) -> tuple[Literal["range", "list"], int] | None:
        """Read what stands between two parts: a dash, an arrow or `to`, or a comma, `and`, `&`, `/`."""
        words = load_date_words().sets
        if self.word(i) in DASHES:
            j = i + 1
            return "range", j + (self.word(j) in DASHES and self.glued(j))
        if self.word(i) in words["range_words"] | {"→"}:
            return "range", i + 1
        if self.word(i) == "," and self.word(i + 1) in words["range_words"]:
            return "range", i + 2  # June 20, 2022, to June 22, 2022
        and_words = words["list_words"] | {"&", "+"}
        if self.word(i) == ",":
            return "list", i + (2 if self.word(i + 1) in and_words else 1)
        return ("list", i + 1) if self.word(i) in and_words | {"/"} else None

    def _next_part(self, i: int, left: Part) -> tuple[Part, int] | None:
        """Read the part after a connector, or its shorthand: `2018/`19, `Q2-`3."""
        short = self.number(i, (2,)) if self.glued(i) and self.glued(i - 1) else None
        if left.unit == "year" and left.phase is None and left.year and short is not None:
            if short > left.year % 100 and not (self.word(i + 1) in ("-", "/", ".") and self.glued(i + 1)):
                return Part("year", left.year - left.year % 100 + short), i + 1
            return None
        if left.unit == "week" and self.number(i, (1, 2)) is not None:
            return self._week_number(i)  # weeks 23-24, 2019; weeks 2 and 3 of June 2019
        if (
            left.unit == "day"
            and left.month_first
            and left.year
            and (following := self._month_and_day_in_digits(i)) is not None
        ):
            return following
        quarter = self.number(i, (1,))
        is_short = quarter is not None and self.quarter(i) is None  # `Q2-3`, not `2nd and 3rd quarter`
        if left.unit == "quarter" and left.year is None and quarter is not None and is_short and 1 <= quarter <= 4:
            year = self.linked_year(i + 1)
            return Part("quarter", year[0] if year else None, 3 * quarter - 2), year[1] if year else i + 1
        return self.part(i)

    def _month_and_day_in_digits(self, i: int) -> tuple[Part, int] | None:
        """Read the `7.14` or `07-14` of `2018.6.12-7.14`, `2018-06-12/07-14`: the month comes first, as it does before."""
        month, day = self.number(i), self.number(i + 2)
        joined = self.word(i + 1) in set("./-") and self.glued(i + 1) and self.glued(i + 2)
        if month is None or day is None or not joined or (self.glued(i + 3) and self.word(i + 3) in set("./-")):
            return None
        return self._checked(Part("day", None, month, day, month_first=True), i + 3)

    def _repeat_unit(self, left: Part, part: Part, last: int) -> tuple[Part, int]:
        """Return a year as what stands before it: `summer 2018 and 2019` are two summers."""
        is_year = part.unit == "year" and part.phase is None
        if not is_year or left.year is None or left.unit not in ("month", "quarter", "season") or self.is_word(last):
            return part, last
        return replace(left, year=part.year), last

    def parts(self, i: int) -> list[tuple[Part, int, bool]]:
        """Read as many parts as are joined by connectors, each with the token after it, and whether a list goes on with it."""
        found = self.part(i)
        read: list[tuple[Part, int, bool]] = []
        listed, begins = False, i
        while found is not None and len(read) < MAX_PARTS:
            left, j = found
            read.append((left, j, listed))
            if (joint := self.connector(j)) is None:
                break
            found = self._next_part(joint[1], left)
            is_interval = self.word(j) == "/" and left.unit == "day" and self.number(begins, (4,)) is not None
            listed = joint[0] == "list" and not is_interval  # ISO 8601: `2018-11-05/07`
            begins = joint[1]
            if found is not None and self.word(j) in DASHES and self._begins_text(left, *found):
                break
            if listed and found is not None and self.word(j) != ",":
                found = self._repeat_unit(left, *found)
            if found is not None and listed and not (_can_list(left, found[0]) or (self._lists and _are_whole(left, found[0]))):
                break
        return read

    def _begins_text(self, left: Part, part: Part, last: int) -> bool:
        """Whether what seems to end a range begins the text behind the dash: `7 May 2021 – Spring fair`.

        The end of a range that begins with a year has one, too, or something sets it apart from the text.
        """
        if left.year is None or part.year is not None or part.unit not in ("month", "season", "quarter"):
            return False
        return self.is_word(last) or (left.unit == "day" and part.unit != "month")

    def expression(self, i: int) -> Expression | None:
        """Read the longest date that starts at a token; None if no date does."""
        words = load_date_words()
        if i >= len(self.tokens) or (self.tokens[i].number is None and not self._begins_date(i)):
            return None
        if not self.starts_clean(i):
            return None
        operator, j = self.phrase(i, words.operators) or (None, i)
        if operator is None and self.word(i) in words.sets["between"]:
            operator, j = "between", i + 1
        if operator == "around" and self.word(j) == ".":
            j += 1
        read = self.parts(j)
        for count in range(len(read), 0, -1):
            listed = tuple(is_item for _, _, is_item in read[:count])
            found = self._conclude(i, tuple(part for part, _, _ in read[:count]), listed, read[count - 1][1], operator)
            if found is not None:
                return found
        return None

    def _begins_date(self, i: int) -> bool:
        """Whether a word may begin a date; where a date must stand, the name of a month may have a slip in it."""
        word = self.word(i)
        return word in load_date_words().starters or (self._lists and find_misspelt_month(word) is not None)

    def _conclude(
        self, first: int, parts: tuple[Part, ...], listed: tuple[bool, ...], last: int, operator: str | None
    ) -> Expression | None:
        if parts[-1].unit == "phase_only" or all(part.unit == "day_only" for part in parts):
            return None
        opened = self.open_end(last) if operator in (None, "since") else None
        strict = (parts[-1].unit == "year" or parts[-1].numeric) and opened is None
        if (operator == "between" and len(parts) == 1) or not self.ends_clean(last, strict=strict):
            return None
        if any(part.doubtful for part in parts) and not any(part.year for part in parts):
            return None
        spans = complete_parts(parts, self.context_year)
        if spans is None:
            return None
        first_day, last_day = spans[0][0], spans[-1][1]
        start: date | None = first_day
        end: date | None = last_day
        precision = coarsest_precision(parts)
        if operator == "since" and len(parts) == 1:
            end = None
        elif operator == "until":
            start = None
        elif operator == "before":
            # "before the end of 2020" is within 2020
            start, end = None, last_day if parts[-1].phase == "late" else first_day - timedelta(days=1)
        elif operator == "after":
            start, end = last_day + timedelta(days=1), None
        elif operator == "around":
            precision = "approximate"
        if opened is not None:
            end, last = None, opened
        items = listed[1:] if operator != "between" else ()
        gaps = any(b[0] > a[1] + timedelta(days=1) for (a, b), item in zip(pairwise(spans), items, strict=False) if item)
        return Expression(start, end, precision, first, last, parts, operator, gaps)

    def open_end(self, i: int) -> int | None:
        """Return the token after `– ongoing`, `(ongoing)` or `onwards`, which leave a date without an end; None without such
        words.
        """
        words = load_date_words()
        j = i + (self.word(i) in DASHES | {"(", ","} or self.word(i) in words.sets["range_words"])
        found = self.phrase(j, words.open_ends)
        if found is None or self.is_word(found[1]):
            return None  # "– Open day in …" is the text, not the end
        if self.word(i) == "(":
            return found[1] + 1 if self.word(found[1]) == ")" else None
        return found[1] if j > i or self.word(i) in words.sets["open_words"] else None


def _are_whole(left: Part, right: Part) -> bool:
    """Whether both have a year of their own; `May 2018, 2019` is no list."""
    return left.year is not None and right.year is not None and "year" not in (left.unit, right.unit)


def _can_list(left: Part, right: Part) -> bool:
    """Whether two parts are items of one list: both of one kind, so that `May 2019, 12 companies` is not a list."""
    units = {left.unit, right.unit}
    if "phase_only" in units:
        return left.unit == "phase_only"
    if right.unit == "day_only":
        return left.unit == "day_only" or (left.unit == "day" and left.month_first and left.year is None)
    if left.unit == "day_only":
        return right.unit == "day"
    if left.unit == "week" and left.year is None:
        return right.unit == "week" or right.phase in WEEKS.values()  # weeks 2 and 3 of June
    return len(units) == 1 and not (left.year is not None and right.year is None)
