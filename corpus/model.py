"""The abstract content of a drawn summary, and what must be read from it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Block:
    """A paragraph (`level` 0) or a bullet (`level` 1 to 3), without a glyph."""

    text: str
    level: int = 0


Cell = tuple[Block, ...]


@dataclass(frozen=True)
class Row:
    """A row of the form: one cell for both value columns, or one for each; `listed`: its paragraphs are lines of a list."""

    section: str
    label: str
    cells: tuple[Cell, ...]
    listed: bool = False


@dataclass(frozen=True)
class GoldCity:
    """One row of the cities table."""

    side: str
    position: int
    city: str
    province: str | None
    country_code: str | None
    population: int | None
    area_km2: float | None


@dataclass(frozen=True)
class GoldTheme:
    """One row of the themes table."""

    theme: str
    focus: str | None
    challenge: str | None


@dataclass(frozen=True)
class GoldActivity:
    """One row of the activities table; paragraphs and deeper items follow after a blank."""

    start: date | None
    end: date | None
    precision: str | None
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoldResult:
    """One row of the results table."""

    heading: str | None
    theme: str | None
    update_year: int | None
    text: str


@dataclass(frozen=True)
class Gold:
    """What must be read; texts with single blanks for all white space."""

    kind: str
    cities: tuple[GoldCity, ...]
    period: tuple[date | None, date | None]
    themes: tuple[GoldTheme, ...]
    agenda: tuple[tuple[str, int | None, str], ...]
    key_focus: str | None
    key_challenges: str | None
    objectives: str | None
    activities: tuple[GoldActivity, ...]
    results: tuple[GoldResult, ...]
    contact: str | None
    unknown: tuple[str, ...] = field(default=())
    never: tuple[str, ...] = field(default=())
    """Words that no table may hold, except `sections` where they are struck through."""


@dataclass(frozen=True)
class Summary:
    """A summary as it is to be printed: lines of the title, rows, lines below the table; and what must be read from it."""

    seed: int
    title: tuple[str, ...]
    rows: tuple[Row, ...]
    closing: tuple[str, ...]
    gold: Gold
