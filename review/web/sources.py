"""The file of a document: where it lies, whether it is still the one that was read, its pages and its text."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

from ucap.review.desk import Desk, View
from ucap.review.queries.shown import Shown

MOST_BYTES = 64_000_000
"""Of pictures that are kept in memory: about 200 pages."""


@dataclass(frozen=True)
class Source:
    """A document's file; `path` is None where it is gone or leads out of the raw folder."""

    path: Path | None
    is_same: bool


class Pictures:
    """Drawn pages, kept in memory by the content they were drawn from; the least recently used are forgotten."""

    def __init__(self, desk: Desk) -> None:
        """Draw with what the desk offers."""
        self._desk = desk
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._size = 0
        self._views: dict[str, list[View]] = {}
        self._digests: dict[tuple[str, int, int], str] = {}

    def find(self, document: dict[str, Any]) -> Source:
        """Return the file of a document, and whether its bytes are those that were read."""
        root = self._desk.raw.resolve()
        path = (root / document["source_path"]).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return Source(None, False)
        return Source(path, self._digest(path) == document["document_id"])

    def view_pages(self, document: dict[str, Any], path: Path) -> list[View]:
        """Return what is seen of each page of a document, whose file lies at a path. Raises `DeskError`."""
        document_id = document["document_id"]
        if document_id not in self._views:
            self._views[document_id] = self._desk.view_pages(path, document["attachment"])
        return self._views[document_id]

    def draw(self, document: dict[str, Any], path: Path, number: int, width: int) -> bytes:
        """Return a page of a document, whose file lies at a path, as PNG. Raises `DeskError`."""
        key = (document["document_id"], number, width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = self._desk.draw_page(path, number, width, document["attachment"])
        with self._lock:
            if key not in self._kept:
                self._kept[key] = picture
                self._size += len(picture)
            while self._size > MOST_BYTES and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])
        return picture

    def _digest(self, path: Path) -> str:
        state = path.stat()
        key = (str(path), state.st_mtime_ns, state.st_size)
        if key not in self._digests:
            with path.open("rb") as source:
                self._digests[key] = hashlib.file_digest(source, "sha256").hexdigest()[:16]
        return self._digests[key]


@dataclass(frozen=True)
class Mark:
    """Boxes of one page that the same values are printed in, with the values' keys and names."""

    boxes: tuple[tuple[float, ...], ...]
    keys: str
    names: str
    table: str


@dataclass(frozen=True)
class Piece:
    """A piece of a text file, with the keys of the values whose text it is part of."""

    text: str
    keys: str
    table: str


def collect_marks(values: list[Shown], page: int) -> list[Mark]:
    """Return the marks of a page, large ones first, so that a mark within another one lies above it."""
    found: dict[tuple[tuple[float, ...], ...], list[Shown]] = {}
    for value in values:
        for place in value.places:
            if place.page == page and place.boxes:
                found.setdefault(place.boxes, []).append(value)
    marks = [
        Mark(boxes, " ".join(v.key for v in members), "; ".join(v.name for v in members), members[0].table)
        for boxes, members in found.items()
    ]
    return sorted(marks, key=lambda mark: -sum((b[2] - b[0]) * (b[3] - b[1]) for b in mark.boxes))


def cut_text(text: str, values: list[Shown]) -> list[Piece]:
    """Cut a text file at the ends of its values' spans.

    >>> cut_text("City: Graz", [])
    [Piece(text='City: Graz', keys='', table='')]
    """
    spans = [(place.span, value) for value in values for place in value.places if place.span]
    edges = sorted({0, len(text), *(min(edge, len(text)) for span, _ in spans for edge in span)})
    starts: dict[int, list[Shown]] = {}
    ends: dict[int, list[Shown]] = {}
    for (start, end), value in spans:
        if start < min(end, len(text)):
            starts.setdefault(start, []).append(value)
            ends.setdefault(min(end, len(text)), []).append(value)
    pieces: list[Piece] = []
    active: list[Shown] = []
    for start, end in pairwise(edges):
        gone = ends.get(start, [])
        active = [value for value in active if value not in gone] + starts.get(start, [])
        inner = active[-1].table if active else ""
        pieces.append(Piece(text[start:end], " ".join(value.key for value in active), inner))
    return pieces
