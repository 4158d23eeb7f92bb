"""Readers that do to their process what a library may do on a hostile document.

With them the limits on time and memory are tested without any document that harms a library. They are module-level, so that
a reading process can import them. `main` is the command `ucap` with such a reader.
"""

import contextlib
import ctypes
import itertools
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NoReturn
from unittest.mock import patch

from tests.hostile_case import MOST_PAGES
from ucap.extractors.extract import document_id_of, read_document, refuse_document
from ucap.extractors.options import ReadingOptions
from ucap.flows.pool.reading import read_documents
from ucap.schemas.reading import Reading


def read_or_misbehave(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    """Do what the file's only word says, or quarantine the file as an ordinary reader would."""
    _obey(data)
    return refuse_document(document_id_of(data), source_path, len(data), "not_a_ucap: a test document.")


def misbehave_or_read(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    """Do what the file's only word says, or read the file, with the limit on pages of the hostile files."""
    _obey(data)
    return read_document(data, source_path, replace(options, max_pages=MOST_PAGES))


def _obey(data: bytes) -> None:
    if action := _ACTIONS.get(data.strip()):
        action()


def _hang() -> NoReturn:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # as deaf as a library's endless loop
    while True:
        time.sleep(1000)


def _sleep() -> NoReturn:
    time.sleep(1000)
    raise AssertionError


def _spin() -> None:
    sum(itertools.repeat(0))  # a loop in C that never ends, lets no other thread run and looks at no signal


def _hoard() -> NoReturn:
    kept: list[object] = []
    while True:
        with contextlib.suppress(MemoryError):  # as libraries do that catch whatever comes
            kept.append([0] * 100)


def _segfault() -> None:
    ctypes.string_at(0)


def _allocate() -> None:
    kept = []
    while True:
        kept.append(bytearray(16 * 2**20))


def _raise_bug() -> NoReturn:
    raise ZeroDivisionError("a fault of the reader")


def _exit() -> NoReturn:
    os._exit(5)


def _be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _chatter() -> None:
    for number in range(1000):
        warnings.warn(f"warning {number}", stacklevel=1)
        print("to standard output")
        print("to standard error", file=sys.stderr)
    os.write(1, b"raw to 1\n")
    os.write(2, b"raw to 2\n")


_ACTIONS: dict[bytes, Callable[[], object]] = {
    b"hang": _hang,
    b"sleep": _sleep,
    b"spin": _spin,
    b"segfault": _segfault,
    b"allocate": _allocate,
    b"hoard": _hoard,
    b"raise": _raise_bug,
    b"exit": _exit,
    b"killed": _be_killed,
    b"chatter": _chatter,
}

STAND_INS = {
    "hang": "timeout",
    "sleep": "timeout",
    "spin": "timeout",
    "segfault": "crashed",
    "allocate": "out_of_memory",
    "hoard": "out_of_memory",
    "raise": "crashed",
    "exit": "crashed",
    "killed": "out_of_memory",
    "chatter": "not_a_ucap",
}
"""By the word in a file, the reason for quarantine of a document whose reader does that."""


def main() -> None:
    """Run the command `ucap` with `misbehave_or_read` in place of the reader."""
    from ucap.flows.commands import cli  # here, since reading processes import this module and need no command

    with patch("ucap.flows.run.read.read_documents", partial(read_documents, read=misbehave_or_read)):
        cli.main()
