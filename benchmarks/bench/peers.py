"""Other libraries on the same pages, in an environment of their own (`make peers`): one of them needs another PDFium than ours.

Run by the Python of that environment, this file reads the PDFs of a folder with each library that is installed there, and
prints the processor seconds of each as JSON. So it imports nothing of ours.
"""

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PYTHON = Path(__file__).resolve().parent.parent.parent / ".peers-venv" / "bin" / "python"
"""Where `make peers` installs them."""


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


def _is_installed(peer: Peer) -> bool:
    try:
        return bool(version(peer.distribution))
    except PackageNotFoundError:
        return False


def measure_peers(folder: Path, python: Path = PYTHON) -> dict[str, float]:
    """Return the processor seconds that each peer takes for all PDFs of a folder, by its name and version.

    Empty where they have no environment. Raises `subprocess.CalledProcessError` where one fails.
    """
    if not python.is_file():
        return {}
    command = [str(python), str(Path(__file__).resolve()), str(folder)]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    seconds: dict[str, float] = json.loads(printed.splitlines()[-1])  # pdf_oxide prints on standard output
    return seconds


def _read_folder(folder: Path) -> dict[str, float]:
    documents = [path.read_bytes() for path in sorted(folder.iterdir())]
    seconds = {}
    for peer in filter(_is_installed, PEERS):
        peer.read(documents[0])  # imports the library
        started = time.process_time()
        for data in documents:
            peer.read(data)
        seconds[peer.name] = time.process_time() - started
    return seconds


if __name__ == "__main__":
    print(json.dumps(_read_folder(Path(sys.argv[1]))))
