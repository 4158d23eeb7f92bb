"""How a document is read, and how much that may cost."""

from dataclasses import dataclass

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions
from ucap.extractors.readers.ocr_engines import has_engine


@dataclass(frozen=True)
class ReadingLimits:
    """How one document is read, and the seconds and MiB of memory that this may take.

    Only the options can change what is read, so only they are part of a document's input key. Defaults are the settings'.
    """

    options: ReadingOptions = DEFAULT_OPTIONS
    timeout_seconds: float = 30
    memory_limit_mib: int = 1024
    ocr_time_factor: float = 10

    @property
    def longest_seconds(self) -> float:
        """Longest time for one document: more where text recognition is installed, which takes some ten seconds a page."""
        return self.timeout_seconds * (self.ocr_time_factor if has_engine() else 1.0)
