"""What a run came to."""

from dataclasses import dataclass, field

from ucap.publishing.corrections.book import IGNORED_CODE
from ucap.schemas.wording import choose_word, render_count


@dataclass(frozen=True)
class RunSummary:
    """What a run came to.

    `documents` counts by status, `row_counts` by table, `corrections` by status of the entry. `read` is the number of documents
    that were read for this version, in this run or in an earlier one that is remembered. `carried_over` is the number of those
    taken unread from the version before. `quarantined` and `superseded` are pairs of path and reason, `faulty` pairs of file
    with line and what is wrong with a correction there. `written` is false where that version was there already. `before` is
    the latest version before this run, null where there was none. `seconds` include the time that the run waited for another.
    `gone` are the U-CAPs of the version before that this one has no more; none where that version was not looked at.
    `repaired` are the faults of a version that was there already, and was written again because it was damaged; `accepted`
    says that it was there, but had been refused. `findings` counts by severity, and `erroneous` are pairs of a published
    document and its errors, as codes.
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
    findings: dict[str, int] = field(default_factory=dict)
    erroneous: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    accepted: bool = False

    @property
    def switched(self) -> bool:
        """Whether readers see another version now. It is not always a new one: after a rollback it may be an old one."""
        return self.version != self.before

    @property
    def unchanged(self) -> bool:
        """Whether nothing was read, written or switched."""
        return not (self.read or self.written or self.switched)

    @property
    def is_empty(self) -> bool:
        """Whether the version has no U-CAP at all, as of a wrong folder."""
        return not self.row_counts.get("ucaps")

    @property
    def unusable(self) -> tuple[tuple[str, str], ...]:
        """The quarantined documents, except those that corrections leave out."""
        return tuple(entry for entry in self.quarantined if entry[1].partition(":")[0] != IGNORED_CODE)

    @property
    def is_clean(self) -> bool:
        """Whether the run passes `--strict`."""
        return not self.list_faults()

    def list_faults(self) -> list[str]:
        """Return what `--strict` does not let pass, with counts: quarantined documents, errors, corrections not applied."""
        lost = sum(count for status, count in self.corrections.items() if status != "applied")
        counts = (
            (len(self.unusable), "document", "quarantined"),
            (self.error_count, "finding", choose_word(self.error_count, "an error", "errors")),
            (lost, "correction", "not applied"),
        )
        return [
            f"{render_count(count, noun)} {choose_word(count, 'is', 'are')} {what}" for count, noun, what in counts if count
        ]


def explain_emptiness(summary: RunSummary, raw: str) -> str:
    """Return a sentence about a run that found no U-CAP, and what to do."""
    count = sum(summary.documents.values())
    if not count:
        return (
            f"No U-CAP was found: there is no document in the folder “{raw}”. Put PDF, .docx or text files there, or name"
            " another folder."
        )
    what = "its only document is not a U-CAP" if count == 1 else f"none of the {count:,} documents in it is a U-CAP"
    return (
        f"No U-CAP was found in the folder “{raw}”: {what}. If this is the right folder, do what the reasons say; if"
        " not, name another one."
    )
