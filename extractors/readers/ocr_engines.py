"""Which engine that recognises text in pictures is installed."""

from functools import cache
from importlib.util import find_spec

from ucap.extractors.readers.ocr import Recognise


def has_engine() -> bool:
    """Whether the extra `ucap[ocr]` is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@cache
def load_engine() -> Recognise | None:
    """Return the installed engine, which is made once in a process; None without the extra `ucap[ocr]`."""
    if not has_engine():
        return None
    from ucap.extractors.readers.ocr_rapid import make_engine  # noqa: PLC0415

    return make_engine()
