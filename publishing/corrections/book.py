"""All corrections of a raw folder: which entries are about a document, and what became of each.

Entries about values are compared with a document when it is read (`correct_reading`). A document that is carried over unread
has the same input key as in the version before, and therefore the same entries, so their fates are those of that version.
"""

import hashlib
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ucap.publishing.corrections.apply import Fate, apply_corrections
from ucap.publishing.corrections.entries import (
    Described,
    EventEntry,
    IgnoreEntry,
    Located,
    TargetEntry,
    UseEntry,
    describe_entry,
)
from ucap.publishing.corrections.load import InvalidEntry, load_corrections
from ucap.publishing.document_index import DocumentIndex
from ucap.publishing.storage.location import Location
from ucap.publishing.superseding import find_superseded, holds_ucap, list_rivals
from ucap.schemas.reading import Reading
from ucap.schemas.records import Correction, Document

IGNORED_CODE = "ignored"
"""Code of the reason for quarantine of a file that an entry excludes."""


@dataclass(frozen=True)
class CorrectionBook:
    """The entries of all correction files, by file and position."""

    found: tuple[Located | InvalidEntry, ...] = ()

    @cached_property
    def entries(self) -> tuple[Located, ...]:
        """The valid entries."""
        return tuple(entry for entry in self.found if isinstance(entry, Located))

    def without(self, file: str, entry_id: str) -> "CorrectionBook":
        """Return the book without an entry of a file."""
        gone = [entry for entry in self.entries if (entry.file, entry.entry_id) == (file, entry_id)]
        return CorrectionBook(tuple(entry for entry in self.found if entry not in gone))

    @cached_property
    def preferred(self) -> tuple[str, ...]:
        """The `source_path`s that entries choose, in the order of the entries."""
        return tuple(located.entry.use for located in self.entries if isinstance(located.entry, UseEntry))

    @cached_property
    def ignored(self) -> Mapping[str, str]:
        """The reason for each file that must not be read, `code: sentence`, by `source_path`."""
        reasons: dict[str, str] = {}
        for located in self.entries:
            if isinstance(located.entry, IgnoreEntry):
                why = f"{IGNORED_CODE}: {located.file} says to leave it out ({located.entry.reason})."
                reasons.setdefault(located.entry.ignore, why)
        return reasons

    @cached_property
    def _by_target(self) -> Mapping[tuple[str, str], list[Located]]:
        targets: defaultdict[tuple[str, str], list[Located]] = defaultdict(list)
        for located in self.entries:
            if isinstance(located.entry, TargetEntry):
                kind, name = ("document", located.entry.document) if located.entry.document else ("ucap", located.entry.ucap)
                targets[kind, name or ""].append(located)
        return targets

    def list_targets(self) -> tuple[list[str], list[str]]:
        """Return the documents, by `source_path`, and the U-CAPs that entries about values name."""
        documents, ucaps = ([name for kind, name in self._by_target if kind == wanted] for wanted in ("document", "ucap"))
        return documents, ucaps

    def find_concerning(self, source_path: str, ucap_id: str | None) -> list[Located]:
        """Return the entries about values of a document, in order of file and position: those that name it or its U-CAP."""
        named = self._by_target.get(("document", source_path), [])
        about_ucap = self._by_target.get(("ucap", ucap_id), []) if ucap_id else []
        return sorted([*named, *about_ucap], key=lambda located: (located.file, located.position))

    def digest(self, source_path: str, ucap_id: str | None) -> str:
        """Return the digest of the entries about a document for its input key; "" where there are none.

        The digest depends on the order of these entries, not on their place: a new entry above them about another document
        changes nothing. No correction changes `ucap_id`: it depends only on the document's bytes and the code, so the key is a
        function of the input.
        """
        concerning = self.find_concerning(source_path, ucap_id) if self._by_target else ()
        return hashlib.sha256(" ".join(located.entry_id for located in concerning).encode()).hexdigest() if concerning else ""


def load_book(raw: Location) -> CorrectionBook:
    """Read the correction files of a raw folder; faulty entries are in `found` too."""
    return CorrectionBook(tuple(load_corrections(raw)))


def correct_reading(reading: Reading, book: CorrectionBook) -> tuple[Reading, dict[str, list[Fate]]]:
    """Return a reading with the entries about it applied, and their fates by `entry_id`; equal entries in order."""
    document = reading.document
    entries = book.find_concerning(document.source_path, document.ucap_id)
    corrected, outcomes = apply_corrections(reading, entries) if entries else (reading, ())
    fates: defaultdict[str, list[Fate]] = defaultdict(list)
    for located, fate in zip(entries, outcomes, strict=True):
        fates[located.entry_id].append(fate)
    return corrected, fates


def settle_entries(
    book: CorrectionBook,
    carried: DocumentIndex,
    read: Iterable[Document],
    fates: Mapping[str, Mapping[str, Sequence[Fate]]],
    before: Iterable[Mapping[str, Any]] = (),
) -> list[Correction]:
    """Return a row for each entry found, with what became of it.

    Entries about events are judged later, when the activities of the version are known (`judge_decisions`).

    `carried` and `read` are the documents of the version. `fates` are those of the documents read, by
    `source_path`, as `correct_reading` returns them. `before` are the rows of `corrections` in the version before, for
    documents carried over.
    """
    by_path = ChainMap({document.source_path: document for document in read}, carried)  # type: ignore[arg-type]
    superseded = find_superseded(list_rivals(carried, by_path.maps[0].values()), book.preferred)
    named = [located.entry.ucap for located in book.entries if isinstance(located.entry, TargetEntry) and located.entry.ucap]
    holding = [*by_path.maps[0].values(), *carried.select(carried.mark("ucap_id", named)).list_documents()]
    published = {
        document.ucap_id: document.source_path
        for document in holding
        if holds_ucap(document) and document.source_path not in superseded
    }
    waiting: defaultdict[tuple[str | None, str | None], list[Fate]] = defaultdict(list)
    for row in sorted(before, key=lambda row: (row["file"], row["position"])):
        if row["source_path"] not in fates:
            waiting[row["source_path"], row["entry_id"]].append(Fate(row["status"], row["extracted"], row["message"]))
    for path, outcomes in fates.items():
        for entry_id, known in outcomes.items():
            waiting[path, entry_id].extend(known)

    def settle(located: Located) -> tuple[str | None, Fate]:
        entry = located.entry
        if isinstance(entry, UseEntry):
            return _settle_use(entry, located, book, by_path)
        if isinstance(entry, IgnoreEntry):
            return _settle_ignore(entry, located, book, by_path)
        if isinstance(entry, EventEntry):
            return None, Fate("applied")
        path = entry.document if entry.document is not None else published.get(entry.ucap)
        if path is None or path not in by_path:
            return None, _explain_missing(entry)
        if path in superseded:
            return path, Fate("stale", None, f"The document is not published ({superseded[path]})")
        return path, waiting[path, located.entry_id].pop(0)

    rows = []
    for found in book.found:
        if isinstance(found, InvalidEntry):
            rows.append(_render_invalid(found))
        else:
            rows.append(_render_row(found, describe_entry(found.entry), *settle(found)))
    return rows


def list_faulty(book: CorrectionBook, rows: Iterable[Correction]) -> tuple[tuple[str, str], ...]:
    """Return place (file and line) and problem of each invalid entry; `rows` as `settle_entries` returns them."""
    placed = zip(book.found, rows, strict=True)
    return tuple((found.where, _tell_problem(found, row)) for found, row in placed if row.status == "invalid")


def _tell_problem(found: Located | InvalidEntry, row: Correction) -> str:
    return found.explanation if isinstance(found, InvalidEntry) else row.message or ""


def _settle_use(
    entry: UseEntry, located: Located, book: CorrectionBook, documents: Mapping[str, Document]
) -> tuple[str | None, Fate]:
    document = documents.get(entry.use)
    if document is None:
        return None, Fate("stale", None, f"There is no file {entry.use}.")
    if not holds_ucap(document):
        return entry.use, Fate("stale", None, f"No U-CAP could be read from the file ({document.reason})")
    for other in book.entries:
        if other is located:
            break
        rival = documents.get(other.entry.use) if isinstance(other.entry, UseEntry) else None
        if rival and holds_ucap(rival) and (rival.ucap_id == document.ucap_id or rival.document_id == document.document_id):
            return entry.use, Fate("invalid", None, f"An entry before it chooses {rival.source_path}: delete one of the two.")
    return entry.use, Fate("applied")


def _settle_ignore(
    entry: IgnoreEntry, located: Located, book: CorrectionBook, documents: Mapping[str, Document]
) -> tuple[str | None, Fate]:
    if entry.ignore not in documents:
        return None, Fate("stale", None, f"There is no file {entry.ignore}.")
    first = next(o for o in book.entries if isinstance(o.entry, IgnoreEntry) and o.entry.ignore == entry.ignore)
    if first is not located:
        return entry.ignore, Fate("invalid", None, "An entry before it excludes the same file: delete one of the two.")
    return entry.ignore, Fate("applied")


def _explain_missing(entry: TargetEntry) -> Fate:
    missing = f"There is no file {entry.document}." if entry.document else f"No document is published as {entry.ucap}."
    return Fate("stale", None, missing)


def _render_row(located: Located, about: Described, source_path: str | None, fate: Fate) -> Correction:
    return Correction(
        file=located.file,
        position=located.position,
        **about.__dict__,
        status=fate.status,
        reason=located.entry.reason,
        author=located.entry.author,
        date=located.entry.date,
        source_path=source_path,
        extracted=fate.extracted,
        message=fate.message,
        entry_id=located.entry_id,
    )


def _render_invalid(found: InvalidEntry) -> Correction:
    def tell(key: str) -> str | None:
        value = found.values.get(key)
        return value if isinstance(value, str) else None

    about = Described(tell("document") or tell("ucap"), tell("table"), tell("row"), tell("column"))
    return Correction(
        file=found.file,
        position=found.position,
        **about.__dict__,
        status="invalid",
        reason=tell("reason"),
        author=tell("author"),
        date=None,
        source_path=None,
        extracted=None,
        message=found.message,
        entry_id=None,
    )
