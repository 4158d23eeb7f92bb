"""How a document is read, and how much that may cost."""

from dataclasses import dataclass

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions


@dataclass(frozen=True)
class ReadingLimits:
    """How one document is read, and the seconds and MiB of memory that this may take.

    Only the options can change what is read, so only they are part of a document's input key. Defaults are the settings'.
    """

    options: ReadingOptions = DEFAULT_OPTIONS
    timeout_seconds: float = 30
    memory_limit_mib: int = 1024
