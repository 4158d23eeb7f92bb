"""Printed dates of every kind that the dataset contract names, with the days they mean, computed from drawn numbers."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Drawn:
    """A printed date: its text, the first and last day it means, how fine it is, and whether it prints its year."""

    text: str
    start: date | None
    end: date | None
    precision: str
    has_year: bool = True


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def ordinal(day: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `11th` …"""
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _day(random: Random, year: int) -> Drawn:
    day = date(year, 1, 1) + timedelta(random.randrange(365))
    month, weekday = MONTHS[day.month - 1], DAYS[day.weekday()]
    forms = [f"{day.day} {month} {year}", f"{ordinal(day.day)} {month} {year}", f"{month} {day.day}, {year}"]
    forms += [f"{weekday} {ordinal(day.day)} {month} {year}", f"{day.day} {SHORT[day.month - 1]} {year}", day.isoformat()]
    forms += [day.strftime("%d.%m.%Y"), f"{ordinal(day.day)} of {month} {year}"]
    if day.day > 12:
        forms.append(day.strftime("%d/%m/%Y"))
    return Drawn(random.choice(forms), day, day, "day")


def _day_range(random: Random, year: int) -> Drawn:
    first = date(year, 1, 1) + timedelta(random.randrange(355))
    last = first + timedelta(random.randint(1, 5))
    dash = random.choice(["-", "–", " – ", " - "])
    month, other = MONTHS[first.month - 1], MONTHS[last.month - 1]
    if first.month == last.month:
        forms = [f"{first.day}{dash}{last.day} {month} {year}", f"{ordinal(first.day)} – {ordinal(last.day)} {month} {year}"]
        forms += [f"{month} {first.day}{dash}{last.day}, {year}", f"{first.day} to {last.day} {month} {year}"]
    else:
        forms = [f"{first.day} {month} – {last.day} {other} {year}"]
    return Drawn(random.choice(forms), first, last, "day")


def _month(random: Random, year: int) -> Drawn:
    month = random.randint(1, 12)
    short = SHORT[month - 1] + random.choice([".", ""]) if len(SHORT[month - 1]) < 5 and SHORT[month - 1] != "May" else "May"
    short = MONTHS[month - 1] if SHORT[month - 1] == MONTHS[month - 1] else short
    forms = [f"{MONTHS[month - 1]} {year}"] * 5 + [f"{short} {year}", f"{month:02d}/{year}", f"{MONTHS[month - 1]}, {year}"]
    return Drawn(random.choice(forms), date(year, month, 1), last_of(year, month), "month")


def _months(random: Random, year: int) -> Drawn:
    first = random.randint(1, 11)
    last = random.randint(first + 1, 12)
    a, b = MONTHS[first - 1], MONTHS[last - 1]
    forms = [f"{a} – {b} {year}", f"{a}-{b} {year}", f"{a} to {b} {year}", f"{a} and {b} {year}", f"from {a} to {b} {year}"]
    if last - first > 1:
        forms.append(f"{a}, {MONTHS[first]} and {b} {year}")
    return Drawn(random.choice(forms), date(year, first, 1), last_of(year, last), "month")


def _months_across(random: Random, year: int) -> Drawn:
    first, last = random.randint(1, 12), random.randint(1, 12)
    later = year + random.randint(1, 2)
    a, b = f"{MONTHS[first - 1]} {year}", f"{MONTHS[last - 1]} {later}"
    forms = [
        f"{a} – {b}",
        f"{a}- {b}",
        f"{a} to {b}",
        f"between {a} and {b}",
        f"{a} until {b}",
        f"{SHORT[first - 1]} {year} - {b}",
    ]
    return Drawn(random.choice(forms), date(year, first, 1), last_of(later, last), "month")


def _quarter(random: Random, year: int) -> Drawn:
    quarter = random.randint(1, 4)
    forms = [f"Q{quarter} {year}", f"{['first', 'second', 'third', 'fourth'][quarter - 1]} quarter of {year}"]
    forms.append(f"{ordinal(quarter)} quarter {year}")
    return Drawn(random.choice(forms), date(year, quarter * 3 - 2, 1), last_of(year, quarter * 3), "quarter")


def _half(random: Random, year: int) -> Drawn:
    half = random.randint(0, 1)
    forms = [f"{['first', 'second'][half]} half of {year}", f"H{half + 1} {year}"]
    return Drawn(random.choice(forms), date(year, half * 6 + 1, 1), last_of(year, half * 6 + 6), "approximate")


def _season(random: Random, year: int) -> Drawn:
    name, first = random.choice([("spring", 3), ("summer", 6), ("autumn", 9), ("winter", 12)])
    end = last_of(year + 1, 2) if first == 12 else last_of(year, first + 2)
    text = f"{random.choice([name, name.capitalize()])} {year}"
    return Drawn(text, date(year, first, 1), end, "season")


def _year(random: Random, year: int) -> Drawn:
    if random.random() < 0.5:
        return Drawn(str(year), date(year, 1, 1), date(year, 12, 31), "year")
    later = year + 1
    text = random.choice([f"{year}-{later}", f"{year}–{later}", f"{year}/{later % 100:02d}", f"{year} and {later}"])
    return Drawn(text, date(year, 1, 1), date(later, 12, 31), "year")


def _part(random: Random, year: int) -> Drawn:
    words = [("early", 1, 3), ("beginning of", 1, 3), ("mid-", 4, 9), ("end of", 10, 12), ("late", 10, 12)]
    word, first, last = random.choice(words)
    if random.random() < 0.5:
        text = f"{word}{year}" if word.endswith("-") else f"{word} {year}"
        return Drawn(text, date(year, first, 1), last_of(year, last), "approximate")
    month = random.randint(1, 12)
    start, end = {1: (1, 10), 4: (11, 20), 10: (21, monthrange(year, month)[1])}[first]
    name = MONTHS[month - 1]
    text = f"{word}{name} {year}" if word.endswith("-") else f"{word} {name} {year}"
    return Drawn(text, date(year, month, start), date(year, month, end), "approximate")


def _open(random: Random, year: int) -> Drawn:
    inner = random.choice([_month, _year])(random, year)
    while inner.precision == "year" and len(inner.text) > 4:
        inner = _year(random, year)
    if random.random() < 0.6:
        return Drawn(f"since {inner.text}", inner.start, None, inner.precision)
    return Drawn(f"until {inner.text}", None, inner.end, inner.precision)


KINDS: tuple[tuple[Callable[[Random, int], Drawn], int], ...] = (
    (_month, 8), (_day, 4), (_day_range, 3), (_months, 2), (_months_across, 1), (_quarter, 1), (_half, 1),
    (_season, 2), (_year, 2), (_part, 2), (_open, 1),
)  # fmt: skip


def draw_date(random: Random, year: int, *, capital: bool = True) -> Drawn:
    """Draw a date in or from a year on."""
    drawn = random.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0](random, year)
    if capital and random.random() < 0.7:
        text = drawn.text[0].upper() + drawn.text[1:]
        return Drawn(text, drawn.start, drawn.end, drawn.precision)
    return drawn


def draw_yearless(random: Random, year: int) -> Drawn:
    """Draw a date that leaves its year to the bullet before it."""
    month = random.randint(1, 12)
    name = MONTHS[month - 1]
    day = random.randint(1, 25)
    if random.random() < 0.4:
        return Drawn(name, date(year, month, 1), last_of(year, month), "month", False)
    if random.random() < 0.5:
        text = random.choice([f"{day} {name}", f"{ordinal(day)} {name}", f"{name} {day}"])
        return Drawn(text, date(year, month, day), date(year, month, day), "day", False)
    last = day + random.randint(1, 3)
    text = random.choice([f"{ordinal(day)} – {ordinal(last)} {name}", f"{day}-{last} {name}"])
    return Drawn(text, date(year, month, day), date(year, month, last), "day", False)


def draw_period(random: Random, year: int) -> Drawn:
    """Draw a period of cooperation."""
    if random.random() < 0.7:
        return _months_across(random, year)
    later = year + random.randint(1, 3)
    if random.random() < 0.3:
        return Drawn(f"since {MONTHS[4]} {year}", date(year, 5, 1), None, "month")
    text = random.choice([f"{year} – {later}", f"{year}-{later}", f"from {year} to {later}"])
    return Drawn(text, date(year, 1, 1), date(later, 12, 31), "year")
