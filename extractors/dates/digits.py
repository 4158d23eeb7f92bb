"""Dates in digits: `03/06/2020`, `2020-06-03`, `06/2019`, and those with the signs of Chinese dates."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ucap.extractors.dates.parts import DateOrder, Part, span_of
from ucap.extractors.dates.tokens import DASHES, ROMAN_MONTHS, DateToken, TokenReader, load_date_words

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""A number of four digits outside these is a quantity, not a year. Chosen, not measured: the programme's dates are of 2016 to
2025, and texts name years of a city's history. Years that are read but odd are reported (`plausible` in form.yml).
"""
_SHORT_YEARS = range(10, 40)
"""Years of this century that two digits after a month mean; `Feb-99` is no date of the programme. Chosen, not measured."""
_MONTHS = 12
_SIGNS = frozenset("-./")
_CHINESE_DAYS = frozenset("日号")


class DigitReader(TokenReader):
    """Reads dates in digits at a place in a list of tokens; each method returns what it read and the next token, or None."""

    def __init__(self, tokens: Sequence[DateToken], order: DateOrder = "day_first", *, lists: bool = False) -> None:
        """Read from these tokens; `order` says what comes first where day and month could be swapped.

        With `lists` a text is a date or begins with one, so that `3/2021` and `28.6.19` are dates, too, and no numbers.
        """
        super().__init__(tokens)
        self.order = order
        self._lists = lists

    def year(self, i: int) -> tuple[int, int] | None:
        """Read a year of four digits."""
        number = self.number(i, (4,))
        return (number, i + 1) if number is not None and FIRST_YEAR <= number <= LAST_YEAR else None

    def short_year(self, i: int) -> tuple[int, int] | None:
        """Read the year of `Feb-19` and `19-Feb-19`, as spreadsheets print dates: two digits after a hyphen or slash."""
        number = self.number(i + 1, (2,))
        if number is None or self.word(i) not in ("-", "/", "‐", "‑") or not (self.glued(i) and self.glued(i + 1)):
            return None
        # `5-May-10 May 2019` and `12-Feb-14-Feb` are ranges of days.
        goes_on = self.word(i + 2) in load_date_words().months or (self.glued(i + 2) and self.word(i + 2) in "-/.‐‑")
        return (2000 + number, i + 2) if number in _SHORT_YEARS and not goes_on else None

    def _numbers_joined(self, i: int, signs: Iterable[str]) -> list[int]:
        """Return the places of up to three numbers of at most four digits joined by one and the same sign without blanks."""
        places = [i]
        while (
            len(places) < 3
            and self.word(places[-1] + 1) in signs
            and self.glued(places[-1] + 1)
            and self.glued(places[-1] + 2)
            and self.number(places[-1] + 2, (1, 2, 3, 4)) is not None
            and (len(places) == 1 or self.word(places[-1] + 1) == self.word(i + 1))
        ):
            places.append(places[-1] + 2)
        return places

    def numeric_date(self, i: int) -> tuple[Part, int] | None:
        """Read `03.06.2020`, `03/06/20`, `2020-06-03`, `06/2019`, `2019-06`, `2019.6`, `24. 6. 2019`, `23.05.` and `23/5`.

        Days come before months, but after slashes and hyphens as `order` says; a date of which one number can only be the day
        is read so.
        """
        if self.number(i, (1, 2, 4)) is None:
            return None
        places = self._numbers_joined(i, ("-", ".", "/", "‐", "‑"))
        sizes = [len(self.tokens[place].text) for place in places]
        values = [self.tokens[place].number or 0 for place in places]
        after = places[-1] + 1
        part = None
        if len(places) <= 2 and (dotted := self._dotted_day(i) or self._dotted_year(i)) is not None:
            return dotted
        if len(places) == 3 and sizes[0] == 4 and max(sizes[1:]) <= 2:
            part = Part("day", values[0], values[1], values[2], month_first=True)  # 2018-11-05/07
        elif len(places) == 3 and max(sizes[:2]) <= 2 and self._has_year(sizes, self.word(i + 1)):
            # A year of two digits is of this century, as the programme is.
            part = self._order_numbers(values[0], values[1], values[2] + (2000 if sizes[2] == 2 else 0), self.word(i + 1))
        elif len(places) == 2 and (sizes == [2, 4] or (sizes == [1, 4] and self._lists)):
            part = Part("month", values[1], values[0], numeric=True)
        elif len(places) == 2 and self._is_year_and_month(values, sizes, self.word(i + 1)):
            if self.word(i + 1) == "." and not self._is_end_of_range(i, after):
                return None  # "2019.5 km"
            part = Part("month", values[0], values[1])
        elif len(places) == 2 and (sizes == [2, 2] or (max(sizes) <= 2 and self._lists)) and self.word(i + 1) in "./":
            part = self._order_numbers(values[0], values[1], None, self.word(i + 1))  # 23/05 – 25/05/2019
        return self._checked(part, after) if part else None

    def _has_year(self, sizes: Sequence[int], sign: str) -> bool:
        """Whether the last of three numbers is a year: `3/6/2020`, `03.06.20`, and `3.6.20` where a date must stand."""
        return sizes[2] == 4 or (sizes[2] == 2 and sign in "./" and (self._lists or sizes == [2, 2, 2]))

    def _is_end_of_range(self, first: int, last: int) -> bool:
        """Whether a dash, an arrow, `to` or a colon stands before or after tokens [first, last), or brackets around them."""
        if self.word(first - 1) == "(" and self.word(last) == ")":
            return True
        signs = load_date_words().sets["range_words"] | DASHES | {"→", ":"}
        return self.word(first - 1) in signs or self.word(last) in signs

    def _dotted_day(self, i: int) -> tuple[Part, int] | None:
        """Read `24. 6. 2019`, `5.10. 2018`; where a date must stand, also `23.05.`, whose year is printed beside."""
        day, month = self.number(i), self.number(i + 2)
        dots = [self.word(place) == "." and self.glued(place) for place in (i + 1, i + 3)]
        if day is None or month is None or not all(dots):
            return None
        if (year := self.year(i + 4)) is not None:
            return self._checked(Part("day", year[0], month, day), year[1])
        if not (self.glued(i + 2) or self._lists) or (self.glued(i + 4) and self.number(i + 4) is not None):
            return None
        return self._checked(Part("day", None, month, day, numeric=True), i + 4)

    def _dotted_year(self, i: int) -> tuple[Part, int] | None:
        """Read `2018. 5. 14.` and, where a date must stand, `2018. 5.`: year first, each number with its point and a blank."""
        year, month = self.year(i), self.number(i + 2, (1, 2))
        if year is None or month is None or self.word(i + 1) != "." or self.word(i + 3) != "." or self.glued(i + 2):
            return None
        if not (self.glued(i + 1) and self.glued(i + 3)):
            return None
        day = self.number(i + 4, (1, 2))
        if day is not None and self.word(i + 5) == "." and self.glued(i + 5):
            return self._checked(Part("day", year[0], month, day, month_first=True), i + 6)
        return self._checked(Part("month", year[0], month), i + 4) if self._lists else None

    def roman_date(self, i: int) -> tuple[Part, int] | None:
        """Read `21-IX-2018`, `21.IX.2018`, `21 IX 2018` and `IX/2018`, whose month is a Roman number."""
        if self.is_word(i):
            return self._roman_month(i)
        day, sign = self.number(i), self.word(i + 1) if self.word(i + 1) in _SIGNS else ""
        j = i + 2 if sign else i + 1
        month = ROMAN_MONTHS.get(self.word(j))
        if day is None or month is None or not self.tokens[j].text.isupper() or (sign and self.word(j + 1) != sign):
            return None
        year = self.year(j + 2 if sign else j + 1)
        return self._checked(Part("day", year[0], month, day), year[1]) if year else None

    def _roman_month(self, i: int) -> tuple[Part, int] | None:
        """Read `IX/2018`, `IX.2018`: with a blank before the year the number may be that of a part, `Part IV 2018`."""
        month = ROMAN_MONTHS.get(self.word(i)) if self.tokens[i].text.isupper() else None
        if self.is_word(i - 1) and self.tokens[i - 1].text[0].isupper() and self.word(i - 1) not in load_date_words().starters:
            return None  # "Law V/2019"
        if month is None or self.word(i + 1) not in _SIGNS or not (self.glued(i + 1) and self.glued(i + 2)):
            return None
        year = self.year(i + 2)
        return self._checked(Part("month", year[0], month), year[1]) if year else None

    def _order_numbers(self, first: int, second: int, year: int | None, sign: str) -> Part:
        day, month = first, second
        either = sign != "." and first != second and max(first, second) <= _MONTHS
        if (either and self.order == "month_first") or (first <= _MONTHS < second and (year or sign != ".")):
            day, month = second, first
        return Part("day", year, month, day, numeric=True, either_order=either)

    def chinese_date(self, i: int) -> tuple[Part, int] | None:
        """Read `2020年`, `2020年4月`, `2020年4月12日`, `4月12日`, and `12日`, whose month stands before."""
        year = self.year(i) if self.word(i + 1) == "年" else None
        j = i + 2 if year else i
        month = self.number(j) if self.word(j + 1) == "月" else None
        k = j + 2 if month is not None else j
        day = self.number(k) if self.word(k + 1) in _CHINESE_DAYS and (month is not None or not year) else None
        last = k + 2 if day is not None else k
        if month is None:
            if day is not None:
                return Part("day_only", day=day), last
            return (Part("year", year[0]), last) if year else None
        part = Part("month" if day is None else "day", year[0] if year else None, month, day, month_first=True)
        return self._checked(part, last)

    def _is_year_and_month(self, values: Sequence[int], sizes: Sequence[int], sign: str) -> bool:
        """Whether two numbers are a year and a month: `2019-06`, where a date must stand `2019.6` and `2019/6`; `2018/19` and
        `2018-20` are years, and so are `2011/12` and `2018/9`.
        """
        year, month = values
        if sizes[0] != 4 or not 1 <= month <= 12 or (not self._lists and (sizes[1] != 2 or sign == ".")):
            return False
        return sign == "." or (
            month != (year + 1) % 10 ** sizes[1] and not (sign == "/" and sizes[1] == 2 and month > year % 100)
        )

    @staticmethod
    def _checked(part: Part, after: int) -> tuple[Part, int] | None:
        year = 2000 if part.year is None else part.year  # a leap year: where none is printed, 29 February may be meant
        valid = FIRST_YEAR <= year <= LAST_YEAR and part.month is not None and 1 <= part.month <= 12
        return (part, after) if valid and span_of(replace(part, year=year)) else None
