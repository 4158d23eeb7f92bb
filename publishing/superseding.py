"""Decide which of several files of one U-CAP is published, from their rows of `documents` only."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from natsort import natsort_keygen, ns

from ucap.publishing.document_index import DocumentIndex
from ucap.schemas.records import Document

# Example: the copies `plan (2).pdf` and `plan-2.pdf` come after `plan.pdf`. ns.PATH compares folder by folder and the suffix
# last; without it a blank or a hyphen, which are before the dot in ASCII, would put the copies first.
_natural_key = natsort_keygen(alg=ns.PATH)


def holds_ucap(document: Document) -> bool:
    """Return whether a U-CAP was read from the file, published or not."""
    return document.status != "quarantined" and document.ucap_id is not None


def list_rivals(carried: DocumentIndex, others: Iterable[Document]) -> list[Document]:
    """Return the documents among which some supersede others: `others`, and those carried that share bytes or U-CAP with any.

    So of very many documents, few need be compared.
    """
    others = list(others)
    marks = carried.mark_rivals()
    for column in ("document_id", "ucap_id"):
        if named := [value for other in others if (value := getattr(other, column)) is not None]:
            marks = marks | (carried.mark(column, named) & carried.mark_holders())
    return [*others, *carried.select(marks).list_documents()]


def find_superseded(documents: Iterable[Document], preferred: Sequence[str] = ()) -> dict[str, str]:
    """Return the reason, by `source_path`, for each document that another one of the same U-CAP or the same bytes replaces.

    `preferred` are the `source_path`s that corrections choose, newer or not; of several for one U-CAP the first counts.
    The present status of the documents (published or superseded) and their order do not matter.
    """
    replaced = _replace(documents, preferred)
    return {path: _explain_superseded(loser, newest, preferred) for path, (loser, newest) in replaced.items()}


def find_chosen_by_name(documents: Iterable[Document], preferred: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return the `source_path`s of other files of a U-CAP, by its `ucap_id`, that differ from the published one.

    They may be newer: no modification date and no correction says which one is to be published, only their names.
    """
    chosen: dict[str, list[str]] = {}
    for path, (loser, newest) in sorted(_replace(documents, preferred).items()):
        differs = loser.document_id != newest.document_id and newest.source_path not in preferred
        if differs and newest.ucap_id is not None and not _is_older(loser, newest):
            chosen.setdefault(newest.ucap_id, []).append(path)
    return chosen


def _replace(documents: Iterable[Document], preferred: Sequence[str]) -> dict[str, tuple[Document, Document]]:
    """Return each document that is replaced, by its `source_path`, with the one that is published in its place."""
    current = sorted(filter(holds_ucap, documents), key=lambda document: document.source_path)
    replaced: dict[str, tuple[Document, Document]] = {}
    # Same bytes first: two copies are one document, even if a correction names one of them and changes its ucap_id.
    identities: tuple[Callable[[Document], str], ...] = (lambda d: d.document_id, lambda d: d.ucap_id or "")
    for identity in identities:
        rivals: dict[str, list[Document]] = {}
        for document in current:
            rivals.setdefault(identity(document), []).append(document)
        for group in rivals.values():
            newest = _find_newest(group, preferred) if len(group) > 1 else group[0]
            replaced |= {loser.source_path: (loser, newest) for loser in group if loser is not newest}
        current = [document for document in current if document.source_path not in replaced]
    # The winner among copies may itself be replaced by a newer document; that one is not replaced.
    return {path: (loser, replaced.get(winner.source_path, (winner, winner))[1]) for path, (loser, winner) in replaced.items()}


def _find_newest(group: list[Document], preferred: Sequence[str]) -> Document:
    """Return the newest of the documents that claim one U-CAP, or the one that is preferred.

    The latest modification date is the newest. Where one of them has no date, the last in natural order of the path is the
    newest. One missing date decides for the whole group: if documents were compared in pairs, three of them could each be newer
    than the next.
    """
    by_path = {document.source_path: document for document in group}
    if chosen := next((path for path in preferred if path in by_path), None):
        return by_path[chosen]
    dated = all(document.modified_at for document in group)

    def age(document: Document) -> tuple[datetime, object, str]:
        instant = _as_utc(document.modified_at) if dated and document.modified_at else datetime.min.replace(tzinfo=UTC)
        return instant, _natural_key(document.source_path), document.source_path

    return max(group, key=age)


def _as_utc(instant: datetime) -> datetime:
    """Read an instant without a zone as UTC, as Arrow does when it is published."""
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _is_older(document: Document, other: Document) -> bool:
    """Whether the dates of two documents say which one is older."""
    own, others = document.modified_at, other.modified_at
    return own is not None and others is not None and _as_utc(own) < _as_utc(others)


def _explain_superseded(older: Document, newer: Document, preferred: Sequence[str]) -> str:
    if older.document_id == newer.document_id:
        return f"superseded: the file is byte for byte the same as {newer.source_path}; delete either of the two."
    if newer.source_path in preferred:
        return f"superseded: {newer.source_path} holds the same U-CAP and is the one that a correction says to use."
    if newer.modified_at and _is_older(older, newer):
        why = f"was modified later ({_as_utc(newer.modified_at):%Y-%m-%d})"
    else:
        why = "comes later by name, which decides where modification dates are missing or equal"
    return (
        f"superseded: {newer.source_path} holds the same U-CAP and {why}; "
        "delete this file, or the other one if this is the version to publish."
    )
