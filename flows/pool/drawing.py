"""Drawing pages in one process that can be ended, so that no page can stop or exhaust the program that shows it."""

import multiprocessing
import resource
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from pebble import ProcessExpired, ProcessPool

from ucap.extractors.readers.pdf_picture import PageView, draw_page, view_pages
from ucap.extractors.readers.pdfium_attachments import open_attached
from ucap.flows.pool.server import pass_import_path
from ucap.flows.pool.worker import limit_memory, silence_output


@dataclass(frozen=True)
class DrawingLimits:
    """What drawing a page may cost. A page of the samples takes 0.1 s and 80 MiB."""

    seconds: float = 10
    memory_mib: int = 512


class DrawingError(Exception):
    """A page that could not be drawn; the message says why, as a sentence."""


class DrawingProcess:
    """A process that draws pages; where it hangs, crashes or grows too large it is ended, and the next page gets a new one."""

    def __init__(self, limits: DrawingLimits = DrawingLimits()) -> None:
        """Keep the limits; the process starts with the first page, or with `start`."""
        self._limits = limits
        self._lock = Lock()
        self._pool: ProcessPool | None = None

    def start(self) -> None:
        """Start the process now, so that the first page need not wait for it."""
        self._schedule(len, b"").result()

    def view_pages(self, path: Path, max_pages: int, attachment: str | None = None) -> list[PageView]:
        """Return what is seen of each page of a PDF, or of the one attached to it. Raises `DrawingError`."""
        views: list[PageView] = self._run(_view_file, path, max_pages, attachment)
        return views

    def draw_page(self, path: Path, number: int, width: int, attachment: str | None = None) -> bytes:
        """Return a page as PNG of about that many pixels in width. Raises `DrawingError`."""
        picture: bytes = self._run(_draw_file, path, number, width, attachment)
        return picture

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
                self._pool = None

    def _run(self, function: Any, *arguments: Any) -> Any:
        try:
            return self._schedule(function, *arguments).result()
        except TimeoutError:
            raise DrawingError(f"Drawing took longer than {self._limits.seconds:g} s.") from None
        except (ProcessExpired, BrokenProcessPool, MemoryError):
            raise DrawingError(
                "The process that draws pages ended: the page needs too much memory, or PDFium failed."
            ) from None
        except Exception as error:  # whatever a library raises about one page
            raise DrawingError(f"The page cannot be drawn ({error}).") from None

    def _schedule(self, function: Any, *arguments: Any) -> "Future[Any]":
        with self._lock, pass_import_path():
            if self._pool is None or not self._pool.active:
                # Spawned, not forked: this program has threads, and the server from which reading processes are forked loads
                # for some seconds what drawing does not need.
                context = multiprocessing.get_context("spawn")
                initargs = (self._limits.memory_mib,)
                self._pool = ProcessPool(max_workers=1, initializer=_start_drawing, initargs=initargs, context=context)
            return self._pool.schedule(function, args=arguments, timeout=self._limits.seconds)


def _start_drawing(memory_mib: int) -> None:
    silence_output()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit_memory(memory_mib)


def _view_file(path: Path, max_pages: int, attachment: str | None) -> list[PageView]:
    return view_pages(_read_pdf(path, attachment), max_pages)


def _draw_file(path: Path, number: int, width: int, attachment: str | None) -> bytes:
    return draw_page(_read_pdf(path, attachment), number, width)


def _read_pdf(path: Path, attachment: str | None) -> bytes:
    data = path.read_bytes()
    return data if attachment is None else open_attached(data, attachment)
