"""What libraries say while a document is read: counted, a few examples kept, and kept away from the terminal."""

import io
import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

_SHOWN = 3
_LONGEST = 120
_MOST_RAW_BYTES = 32_768
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")


@dataclass
class Messages:
    """How many messages there were, and the first few that differ: the same for the same document, on any machine and day."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether no further example is kept, so that nobody need render one."""
        return len(self.examples) == _SHOWN

    def add(self, message: str) -> None:
        """Count a message; keep it, cut and without the addresses of objects, where it is among the first that differ."""
        self.count += 1
        if self.is_full:
            return
        line = " ".join(_ADDRESS.sub("0x…", message[: 10 * _LONGEST]).encode("utf-8", "replace").decode().split())
        line = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
        if line and line not in self.examples:
            self.examples.append(line)


@contextmanager
def capture_messages() -> Iterator[Messages]:
    """Collect what the process warns, logs and prints, in Python or below it, instead of letting it reach the terminal.

    Of what C code prints, the first 32 KiB count. Only for a process in which nothing else runs.
    """
    messages = Messages()
    handler = _Handler(messages)
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, [handler]
    try:
        with _capture_descriptors(messages), warnings.catch_warnings():
            warnings.simplefilter("always")  # else a warning would count in the first document of a process only
            warnings.showwarning = lambda message, *_, **__: messages.add(str(message))
            stream: Any = _Stream(messages)
            with redirect_stdout(stream), redirect_stderr(stream):
                yield messages
    finally:
        root.handlers = handlers


class _Handler(logging.Handler):
    def __init__(self, messages: Messages) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.messages.add("" if self.messages.is_full else record.getMessage())
        except Exception:  # a message whose arguments do not fit it
            self.messages.add(str(record.msg))


class _Stream(io.TextIOBase):
    """Takes what is printed line by line; never fails, as printing to a full pipe would."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        for line in text.splitlines():
            if line.strip():
                self.messages.add(line)
        return len(text)


@contextmanager
def _capture_descriptors(messages: Messages) -> Iterator[None]:
    """Send what is written to standard output and error into a pipe that drops what it cannot hold, and read it at the end."""
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    kept = [(descriptor, os.dup(descriptor)) for descriptor in (1, 2)]
    for descriptor, _ in kept:
        os.dup2(writer, descriptor)
    os.close(writer)
    try:
        yield
    finally:
        for descriptor, copy in kept:
            os.dup2(copy, descriptor)
            os.close(copy)
        for line in _read_available(reader).splitlines():
            if line.strip():
                messages.add(line.decode("utf-8", "replace"))
        os.close(reader)


def _read_available(reader: int) -> bytes:
    parts: list[bytes] = []
    while (left := _MOST_RAW_BYTES - sum(map(len, parts))) > 0:
        try:
            part = os.read(reader, left)
        except BlockingIOError:
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)
