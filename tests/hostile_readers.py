"""Readers that do to their process what hostile documents do; module-level, so that a reading process can import them."""

import contextlib
import ctypes
import itertools
import os
import signal
import sys
import time
import warnings
from typing import NoReturn

from ucap.extractors.extract import document_id_of, refuse_document
from ucap.schemas.reading import Reading


def read_or_misbehave(data: bytes, source_path: str) -> Reading:
    """Do what the file's first word says, or quarantine the file as an ordinary reader would."""
    word = data.split()[0].decode() if data.split() else ""
    if word in _MISDEEDS:
        _MISDEEDS[word]()
    return refuse_document(document_id_of(data), source_path, len(data), "not_a_ucap: a test document.")


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
            kept.append([0] * 10)


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


_MISDEEDS = {
    "hang": _hang,
    "sleep": _sleep,
    "spin": _spin,
    "segfault": _segfault,
    "allocate": _allocate,
    "hoard": _hoard,
    "raise": _raise_bug,
    "exit": _exit,
    "killed": _be_killed,
    "chatter": _chatter,
}
