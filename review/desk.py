"""What the pages may do beyond reading tables: drawing, correcting, checking, publishing. `flows` hands it in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ucap.publishing.reviews.log import ReviewAct

OnProgress = Callable[[int, int, str, str], None]
"""Called as `(done, total, source_path, status)`; with an empty path `status` is what happens meanwhile, in words, or empty."""


class DeskError(Exception):
    """What was asked for cannot be done; the message says why, and what to do."""


class View(Protocol):
    """What is seen of a page: see `ucap.extractors.readers.pdf_picture.PageView`."""

    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def height(self) -> float: ...  # noqa: D102


@dataclass(frozen=True)
class Wanted:
    """A correction as a person asks for it: which published value, the new one as text, why, and who says so."""

    source_path: str
    table: str
    row: str
    column: str
    text: str
    reason: str
    author: str
    replaced: tuple[str, str] | None = None
    """File and `entry_id` of the entry that it replaces."""


@dataclass(frozen=True)
class Published:
    """What a run came to: the version before and the one now, and what there is to say about it."""

    before: str | None
    version: str
    message: str


@dataclass(frozen=True)
class Desk:
    """The folders, who works here, and what can be done with them. Each function raises `DeskError`."""

    raw: Path
    output: Path
    author: str
    view_pages: Callable[[Path, str | None], list[View]]
    draw_page: Callable[[Path, int, int, str | None], bytes]
    decode_text: Callable[[Path], str]
    correct: Callable[[Wanted], str]
    """Writes a correction; returns what must follow before it counts, or an empty text."""
    undo: Callable[[str, str], None]
    """Takes the entry with an `entry_id` out of a correction file, named relative to the raw folder."""
    check: Callable[[ReviewAct], None]
    publish: Callable[[tuple[str, ...], OnProgress], Published]
    """Reads what changed, and the documents named (by `source_path`), and publishes."""
    warm_up: Callable[[], None] = field(default=lambda: None)
    """Makes ready what the first page would wait for."""
    prepare: Callable[[], None] = field(default=lambda: None)
    """Makes ready what the first correction and the first run would wait for; takes some seconds."""
    close: Callable[[], None] = field(default=lambda: None)
