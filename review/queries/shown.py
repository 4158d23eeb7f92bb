"""A value as a page shows it: where it is printed, how it was won, what was found, and what people said about it."""

from dataclasses import dataclass, field

from ucap.publishing.events.decisions import TABLE as DECIDED_TABLE
from ucap.review.queries.opened import Row


@dataclass(frozen=True)
class Place:
    """Where a value is printed: boxes on a page, in points from its top left, or a range of characters of a text file."""

    page: int | None
    boxes: tuple[tuple[float, ...], ...]
    span: tuple[int, int] | None


@dataclass(eq=False)
class Shown:
    """A value as it is shown; `number` counts the values of the page from 1."""

    number: int
    table: str
    row: str
    column: str
    text: str | None
    raw_text: str | None = None
    methods: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    is_editable: bool = False
    items: tuple[str, ...] | None = None
    """The items of a list; None for another value."""
    withheld: str | None = None
    """What was extracted, where a rule keeps it from being published."""
    findings: list[Row] = field(default_factory=list)
    correction: Row | None = None
    """The published correction: `extracted`, `new_value`, `reason`, `author`, `date`, `status`."""
    pending: Row | None = None
    """An entry that is not published yet."""
    check: Row | None = None

    @property
    def key(self) -> str:
        """The value's identifier on the page."""
        return f"v{self.number}"

    @property
    def name(self) -> str:
        """The value's name for people and programs: table, row without the U-CAP, and column."""
        return " ".join(filter(None, (self.table, self.short_row, self.column)))

    @property
    def short_row(self) -> str:
        """The row's key without the U-CAP."""
        return self.row.partition("/")[2]

    @property
    def is_event(self) -> bool:
        """Whether it says which event an activity tells of: a person joins or parts activities, one after the other."""
        return self.table == DECIDED_TABLE

    @property
    def is_checkable(self) -> bool:
        """Whether a person can say that it is right: a value of this document alone, other than a mention."""
        return self.table not in (DECIDED_TABLE, "entities")
