"""Other libraries on the same pages, as far as they are installed: `pip install -r benchmarks/requirements-peers.txt`."""

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Peer:
    """A library: its distribution, what it is asked for, and how."""

    distribution: str
    asked_for: str
    read: Callable[[bytes], object]

    @property
    def name(self) -> str:
        """Return library, version and what it is asked for."""
        return f"{self.distribution} {version(self.distribution)}, {self.asked_for}"


def _read_with_pdf_oxide(data: bytes) -> None:
    library: Any = import_module("pdf_oxide")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        document = library.PdfDocument(file.name)
        for number in range(document.page_count()):
            document.extract_chars(number)
            document.extract_paths(number)


def _read_with_playa(data: bytes) -> None:
    library: Any = import_module("playa")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(data)
        with library.open(file.name) as document:
            for page in document.pages:
                for glyph in page.glyphs:
                    _ = glyph.text, glyph.bbox
                for path in page.paths:
                    _ = path.bbox


def _read_with_pdftext(data: bytes) -> None:
    library: Any = import_module("pdftext.extraction")
    library.dictionary_output(io.BytesIO(data), keep_chars=True)


PEERS = (
    Peer("pdf_oxide", "characters and paths", _read_with_pdf_oxide),
    Peer("playa-pdf", "glyphs and paths", _read_with_playa),
    Peer("pdftext", "with characters", _read_with_pdftext),
)


def find_peers() -> tuple[list[Peer], list[str]]:
    """Return the peers that are installed, and the distributions of the others."""
    here, absent = [], []
    for peer in PEERS:
        try:
            version(peer.distribution)
        except PackageNotFoundError:
            absent.append(peer.distribution)
        else:
            here.append(peer)
    return here, absent
