"""Parts of a printed date in words: years and what links them, days, months, quarters, seasons, and parts of those."""

from collections.abc import Collection
from dataclasses import replace
from typing import get_args

from ucap.extractors.dates.digits import DigitReader
from ucap.extractors.dates.parts import WEEKS, Part, Phase
from ucap.extractors.dates.tokens import DASHES, find_misspelt_month, load_date_words

LONGEST_MONTH = 31  # days
APOSTROPHES = frozenset("'’‘´`")


class UnitReader(DigitReader):
    """Reads the units of a date at a place in a list of tokens; returns what it read and the next token, or None."""

    def linked_year(self, i: int) -> tuple[int, int] | None:
        """Read the year that belongs to what stands before it: `2019`, `, 2019`, `of 2019`, `/2019`, `’19`, `(2019)`."""
        if self.word(i) == "(" and self.word(i + 2) == ")" and (bracketed := self.year(i + 1)) is not None:
            return bracketed[0], i + 3
        if self.word(i) in APOSTROPHES and (short := self.number(i + 1, (2,))) is not None and self.glued(i + 1):
            return 2000 + short, i + 2
        if self.word(i) == "," or (self.word(i) in DASHES | {"/", "."} and self.glued(i) and self.glued(i + 1)):
            return self.year(i + 1)
        link = self.phrase(i, load_date_words().links)
        return self.year(link[1] if link else i)

    def day_number(self, i: int) -> tuple[int, int, bool] | None:
        """Read a day with its ordinal suffix or dot: day, next token, whether it is written as an ordinal."""
        day = self.number(i)
        if day is None or not 1 <= day <= LONGEST_MONTH:
            return None
        suffixes = load_date_words().sets["ordinal_suffixes" if self.glued(i + 1) else "raised_suffixes"]
        if self.word(i + 1) in suffixes:
            return day, i + 2, True
        if self.glued(i + 1) and self.word(i + 1) == "." and not (self.glued(i + 2) and self.number(i + 2) is not None):
            return day, i + 2, True
        return day, i + 1, False

    def month_name(self, i: int) -> tuple[Part, int] | None:
        """Read a month's name with the dot of its abbreviation."""
        month = load_date_words().months.get(self.word(i))
        if month is None and (month := find_misspelt_month(self.word(i))) is not None:
            return Part("month", month=month, doubtful=True), i + 1
        if month is None:
            return None
        doubtful = self.word(i) in load_date_words().sets["ambiguous_months"] and self.tokens[i].text.islower()
        dot = self.word(i + 1) == "." and self.glued(i + 1) and len(self.word(i)) <= 5  # `sept.`, `janv.`, no `december.`
        # A dot at the end of a sentence is not the abbreviation's.
        dot = dot and (self.number(i + 2, (1, 2, 4)) is not None or self.word(i + 2) in DASHES | {",", "/", "'", "’"})
        return Part("month", month=month, doubtful=doubtful), i + (2 if dot else 1)

    def quarter(self, i: int) -> tuple[Part, int] | None:
        """Read `Q3 2019`, `Q3/2019`, `third quarter of 2019`, `2019 Q3`; the year may be missing."""
        words = load_date_words().sets
        leading = self.year(i)
        j = leading[1] if leading else i
        j += leading is not None and self.word(j) in DASHES | {"/"} and self.glued(j) and self.glued(j + 1)
        index: int | None = None
        if self.word(j) in words["quarter_letters"] | words["quarter_words"]:
            index, j = self.number(j + 1, (1,)), j + 2
        elif (counted := self._counted(j, words["quarter_words"])) is not None:
            index, j = counted
        elif self.number(j, (1,)) and self.glued(j + 1) and self.word(j + 1) in words["quarter_letters"]:
            index, j = self.number(j, (1,)), j + 2
        if index is None or not 1 <= index <= 4:
            return None
        part = Part("quarter", leading[0] if leading else None, 3 * index - 2)
        if leading is None and (year := self.linked_year(j)) is not None:
            return replace(part, year=year[0]), year[1]
        return part, j

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """Read `first`, `1st`, `1.` as a number."""
        if (number := load_date_words().ordinals.get(self.word(i))) is not None:
            return number, i + 1
        day = self.day_number(i)
        return (day[0], day[1]) if day is not None and day[2] else None

    def season(self, i: int) -> tuple[Part, int] | None:
        """Read `Spring 2019`, `winter 2019/20`; the year may be missing."""
        if (month := load_date_words().seasons.get(self.word(i))) is None:
            return None
        part = Part("season", month=month)
        if (year := self.linked_year(i + 1)) is None:
            return part, i + 1
        part, j = replace(part, year=year[0]), year[1]
        if month != 12 and self.word(j) in DASHES | {"/"} and self.glued(j) and self.number(j + 1, (2,)) is not None:
            return None  # "summer 2018-19" is one of the south, or two
        if month == 12 and self.word(j) in DASHES | {"/"}:
            following = self.number(j + 1, (2, 4))
            if following is not None and following in (year[0] + 1, (year[0] + 1) % 100):
                j += 2
        return part, j

    def phase(self, i: int) -> tuple[Phase, int] | None:
        """Read `early`, `mid`, `end`, `second half`, `H2`, `3rd week`."""
        if (named := self.phrase(i, load_date_words().phases)) is not None:
            return next(phase for phase in get_args(Phase) if phase == named[0]), named[1]
        return self._week_of_month(i) or self._half(i)

    def _week_of_month(self, i: int) -> tuple[Phase, int] | None:
        """Read `3rd week`, and the `2nd` of `2nd and 3rd week`."""
        found = self._counted(i, load_date_words().sets["month_weeks"])
        return (WEEKS[found[0]], found[1]) if found is not None and found[0] in WEEKS else None

    def _half(self, i: int) -> tuple[Phase, int] | None:
        """Read `second half`, `H2`, `semester 2`; the `last` half is the second."""
        words = load_date_words().sets
        is_letter = self.word(i) in words["half_letters"] and self.glued(i + 1)
        if is_letter or self.word(i) in words["numbered_halves"]:
            found = self.number(i + 1, (1,)), i + 2
            allowed: tuple[int, ...] = (1, 2)
        else:
            found, allowed = self._counted(i, words["half_words"]) or (None, i), (1, 2, 4)
        return ("first_half" if found[0] == 1 else "second_half", found[1]) if found[0] in allowed else None

    def _counted(self, i: int, nouns: Collection[str]) -> tuple[int, int] | None:
        """Read an ordinal with its noun, or one whose noun stands behind the next ordinal: its number, and the next token."""
        if (first := self.ordinal(i)) is None:
            return None
        number, j = first
        if self.word(j) in nouns:
            return number, j + 1
        words = load_date_words().sets
        if not any(self.word(j) in listed for listed in (words["list_words"], words["range_words"], DASHES, ("&", "/"))):
            return None
        second = self.ordinal(j + 1)
        return first if second is not None and self.word(second[1]) in nouns else None
