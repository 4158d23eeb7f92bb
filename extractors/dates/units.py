"""Parts of a printed date in words: years and what links them, days, months, quarters, seasons, and parts of those."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

from ucap.extractors.dates.digits import DigitReader
from ucap.extractors.dates.parts import Part, Phase
from ucap.extractors.dates.tokens import DASHES, load_date_words

LONGEST_MONTH = 31  # days
_WEEKS: Final[Mapping[int, Phase]] = {1: "first_week", 2: "second_week", 3: "third_week", 4: "fourth_week"}


class UnitReader(DigitReader):
    """Reads the units of a date at a place in a list of tokens; returns what it read and the next token, or None."""

    def linked_year(self, i: int) -> tuple[int, int] | None:
        """Read the year that belongs to what stands before it: `2019`, `, 2019`, `of 2019`, `/2019`, `’19`."""
        if self.word(i) in ("'", "’", "‘") and (short := self.number(i + 1, (2,))) is not None and self.glued(i + 1):
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
        elif (ordinal := self.ordinal(j)) is not None and self.word(ordinal[1]) in words["quarter_words"]:
            index, j = ordinal[0], ordinal[1] + 1
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
        if month == 12 and self.word(j) in DASHES | {"/"}:
            following = self.number(j + 1, (2, 4))
            if following is not None and following in (year[0] + 1, (year[0] + 1) % 100):
                j += 2
        return part, j

    def phase(self, i: int) -> tuple[Phase, int] | None:
        """Read `early`, `mid`, `end`, `second half`, `H2`, `3rd week`."""
        words = load_date_words()
        if (named := self.phrase(i, words.phases)) is not None:
            return next(phase for phase in get_args(Phase) if phase == named[0]), named[1]
        if self.word(i) in words.sets["half_letters"] and self.glued(i + 1) and self.number(i + 1, (1,)) in (1, 2):
            return ("first_half" if self.number(i + 1) == 1 else "second_half"), i + 2
        ordinal = self.ordinal(i)
        if ordinal is not None and self.word(ordinal[1]) in words.sets["month_weeks"] and ordinal[0] in _WEEKS:
            return _WEEKS[ordinal[0]], ordinal[1] + 1
        if ordinal is None or self.word(ordinal[1]) not in words.sets["half_words"] or ordinal[0] not in (1, 2, 4):
            return None
        return ("first_half" if ordinal[0] == 1 else "second_half"), ordinal[1] + 1  # the "last" half is the second
