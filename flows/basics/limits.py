"""How much one document may cost."""

from dataclasses import dataclass

from ucap.extractors.page import MAX_PAGES
from ucap.extractors.readers.ocr_engines import has_engine


@dataclass(frozen=True)
class ReadingLimits:
    """Limits on reading one document: its pages (of a text: 100,000 characters each), seconds, and MiB of memory.

    Only `max_pages` can change what is read, so only it is part of a document's input key. Defaults are those of the settings.
    """

    max_pages: int = MAX_PAGES
    timeout_seconds: float = 30
    memory_limit_mib: int = 1024
    ocr_time_factor: float = 10

    @property
    def longest_seconds(self) -> float:
        """Longest time for one document: more where text recognition is installed, which takes some ten seconds a page."""
        return self.timeout_seconds * (self.ocr_time_factor if has_engine() else 1.0)
