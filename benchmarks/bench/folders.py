"""Folders of documents that are all different: drawn PDFs, and text forms that are quickly made."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path

from corpus.render import available_shapes, make_document
from ucap.extractors.extract import read_document
from ucap.extractors.readers.text import decode_text

_TEXTS = ("tabs", "markdown", "html")
_PDFS = ("typst", "fpdf", "reportlab", "platypus")
"""Producers that are Python packages; others start a browser or an office for each document."""
_ORIGINALS = 40
"""Texts that are drawn; the others are these, about cities of other names."""


def write_pdfs(folder: Path, count: int) -> None:
    """Fill a folder with PDFs, each drawn from a seed of its own in the shapes of the corpus in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    shapes = [shape for shape in available_shapes() if shape.startswith(_PDFS)]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        numbered = list(enumerate(islice(cycle(shapes), count), 1))
        list(pool.map(partial(_write_pdf, folder), numbered, chunksize=8))


def _write_pdf(folder: Path, numbered: tuple[int, str]) -> None:
    seed, shape = numbered
    path = folder / f"{seed:05}.pdf"
    if not path.exists():
        path.write_bytes(make_document(seed, shape)[2])


def write_texts(folder: Path, count: int) -> None:
    """Fill a folder with text forms, each about another city: one document gives one U-CAP, and none supersedes another."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = _draw_texts(min(count, _ORIGINALS))
    for number in range(count):
        text, lead = texts[number % len(texts)]
        (folder / f"{number:06}.txt").write_text(text.replace(lead, f"{lead}{_spell(number)}"), encoding="utf-8")


def _draw_texts(count: int) -> Sequence[tuple[str, str]]:
    """Return texts, each with the name of its first city; only those of which the corpus' reader makes a U-CAP."""
    drawn = []
    for seed, shape in zip(range(1, count + 1), cycle(_TEXTS), strict=False):
        data = make_document(seed, shape)[2]
        ucap = read_document(data, f"{seed}.txt").ucap
        if ucap and (lead := ucap.cities[0].city) in (text := decode_text(data)):
            drawn.append((text, lead))
    return drawn


def _spell(number: int) -> str:
    """Return a number in letters, as no name has a figure in it.

    >>> _spell(0), _spell(27)
    ('a', 'bb')
    """
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
        if not number:
            return letters
