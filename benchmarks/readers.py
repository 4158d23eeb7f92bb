"""How long each reader of PDFs takes, as a multiple of a floor: `python -m benchmarks.readers FOLDER_OR_PDF ...`.

The floor is PDFium through pypdfium2: code point and box of each character, and the bounds of all page objects, one call of
Python each. Readers and floor take turns over the same pages, so that their ratio holds on a busy machine too; times are
processor time of this process.
"""

import argparse
import gc
import platform
from collections.abc import Callable, Iterable, Sequence
from ctypes import c_double
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from ucap.extractors.extract import read_document
from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.pdf import load_reader


def read_floor(data: bytes) -> int:
    """Read what any reader needs of a PDF with PDFium, and return the number of pages."""
    left, right, bottom, top = (c_double() for _ in range(4))
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text_page = raw.FPDFText_LoadPage(page)
            for index in range(raw.FPDFText_CountChars(text_page)):
                raw.FPDFText_GetUnicode(text_page, index)
                raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            for page_object in page.get_objects(max_depth=15):
                page_object.get_bounds()
            raw.FPDFText_ClosePage(text_page)
        return len(document)


def read_with_pdfplumber_tables(data: bytes) -> None:
    """Read the tables of a PDF as pdfplumber finds them."""
    import io  # noqa: PLC0415

    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


READERS: dict[str, Callable[[bytes], object]] = {
    "read_pdf, PDFium": lambda data: load_reader("pdfium")(data, 60),
    "read_pdf, pdfplumber": lambda data: load_reader("pdfplumber")(data, 60),
    "read_document, PDFium": lambda data: read_document(data, "a.pdf"),
    "pdfplumber's extract_tables": read_with_pdfplumber_tables,
}


def find_readable(paths: Iterable[Path]) -> list[bytes]:
    """Return the contents of the PDFs at or under these paths that every reader can read."""
    files = [file for path in paths for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    readable = []
    for data in (file.read_bytes() for file in files):
        try:
            load_reader("pdfium")(data, 60)
            load_reader("pdfplumber")(data, 60)
        except UnreadableDocument:
            continue
        readable.append(data)
    return readable


def measure(documents: Sequence[bytes], readers: dict[str, Callable[[bytes], object]], rounds: int) -> dict[str, list[float]]:
    """Return the processor seconds that each reader takes for all documents in each round; readers take turns."""
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(rounds):
        for name, read in readers.items():
            start = process_time()
            for data in documents:
                read(data)
            seconds[name].append(process_time() - start)
    return seconds


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", help="PDFs, or folders with PDFs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(READERS), choices=list(READERS), help="readers to measure")
    arguments = parser.parse_args()
    gc.set_threshold(100_000, 50, 100)  # as the command sets it
    documents = find_readable(arguments.paths)
    pages = sum(map(read_floor, documents))
    readers = {"floor": read_floor, **{name: READERS[name] for name in arguments.only}}
    measure(documents[:1], readers, 1)  # models and vocabularies are loaded once
    seconds = measure(documents, readers, arguments.rounds)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pypdfium2", "pdfplumber", "pdfminer.six"))
    print(f"{len(documents)} PDFs, {pages} pages, {arguments.rounds} rounds; Python {platform.python_version()}, {libraries}")
    for name, times in seconds.items():
        ratio = median(own / floor for own, floor in zip(times, seconds["floor"], strict=True))
        print(f"{name:28} {1000 * median(times) / pages:7.2f} ms a page {ratio:7.2f} x the floor")


if __name__ == "__main__":
    main()
