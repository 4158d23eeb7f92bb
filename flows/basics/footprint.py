"""How much memory a process of ours takes. Called before anything heavy is imported."""

import ctypes
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

# mallopt(3) of the GNU C library.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_KEPT = 1 << 20
"""Bytes at the end of the heap that are kept when memory is freed; the more, the seldomer it is given back."""
_OF_ITS_OWN = 1 << 18
"""Bytes from which an allocation lies apart, so that it is given back when it is freed."""


def return_freed_memory() -> None:
    """Have this process give back to the system what it frees: an arena for each thread and Arrow's own pool keep it.

    A run publishes part by part, so at its end most of what it ever asked for is free. Does nothing where the C library is
    another one. A pool that the user chose in the environment (`ARROW_DEFAULT_MEMORY_POOL`) stays.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option, value in ((_M_ARENA_MAX, 1), (_M_TRIM_THRESHOLD, _KEPT), (_M_MMAP_THRESHOLD, _OF_ITS_OWN)):
            mallopt(option, value)


class _NoPandas(MetaPathFinder):
    """Finds no pandas, before others find it."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("the command runs without pandas", name=fullname)


def leave_out_pandas() -> None:
    """Have this process find no pandas: pyarrow loads it with its first array, for 50 MiB, and no command needs it.

    For processes of the command only: `ucap.read_frame` in a program of a user needs it.
    """
    sys.meta_path.insert(0, _NoPandas())


def leave_out_spacys_command() -> None:
    """Have this process import spaCy without its command line, which spaCy loads with itself and nothing here uses.

    That is libraries for terminals, downloads and templates: 25 MiB and a fifth of a second. For processes of the command only:
    in a program of a user, `spacy.info` is a function.
    """
    for name in ("spacy.cli", "spacy.cli.info"):
        left_out = ModuleType(name)
        left_out.info = None  # type: ignore[attr-defined]
        sys.modules.setdefault(name, left_out)
