"""What a run came to."""

from dataclasses import dataclass, field

from ucap.publishing.corrections.book import IGNORED_CODE


@dataclass(frozen=True)
class RunSummary:
    """What a run came to.

    `documents` counts by status, `row_counts` by table, `corrections` by status of the entry. `read` is the number of documents
    that were read for this version, in this run or in an earlier one that is remembered. `carried_over` is the number of those
    taken unread from the version before. `quarantined` and `superseded` are pairs of path and reason, `faulty` pairs of file
    with line and what is wrong with a correction there. `written` is false where that version was there already. `before` is
    the latest version before this run, null where there was none. `seconds` include the time that the run waited for another.
    """

    version: str
    written: bool
    read: int
    carried_over: int
    documents: dict[str, int]
    row_counts: dict[str, int]
    quarantined: tuple[tuple[str, str], ...]
    superseded: tuple[tuple[str, str], ...]
    error_count: int
    corrections: dict[str, int] = field(default_factory=dict)
    faulty: tuple[tuple[str, str], ...] = ()
    before: str | None = None
    seconds: float = 0.0

    @property
    def switched(self) -> bool:
        """Whether readers see another version now. It is not always a new one: after a rollback it may be an old one."""
        return self.version != self.before

    @property
    def unchanged(self) -> bool:
        """Whether nothing was read, written or switched."""
        return not (self.read or self.written or self.switched)

    @property
    def is_clean(self) -> bool:
        """Whether the run passes `--strict`.

        That is: no document is quarantined except those that corrections leave out, no issue is an error, and every correction
        was applied.
        """
        lost = [path for path, reason in self.quarantined if reason.partition(":")[0] != IGNORED_CODE]
        return not lost and not self.error_count and not self.corrections.keys() - {"applied"}
