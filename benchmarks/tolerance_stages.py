"""What `make tolerances` reads again for the numbers of each stage: the documents, and the steps that a number concerns."""

import io
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber

from benchmarks.glyph_pages import draw_glyph_pages
from benchmarks.score_activities import read_gold
from corpus.render import make_document
from corpus.render_text import render_text
from corpus.sisters import load_sisters, load_wordings, make_sister, render_labelled
from corpus.style import SHAPES, draw_style
from tests import test_hidden_text, test_struck_text, test_unread_text
from ucap.extractors.assign import assign_rows
from ucap.extractors.assign.tolerances import ASSIGN
from ucap.extractors.divisions import DIVISIONS
from ucap.extractors.extract import Source, read_form, read_printed
from ucap.extractors.fields.activities import Named, draft_activities, read_activities
from ucap.extractors.fields.ledger import Ledger
from ucap.extractors.fields.mention_places import DocumentPlaces, locate_mention
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.form import Block, Form
from ucap.extractors.gazetteer import Place
from ucap.extractors.header_places import locate_header_city
from ucap.extractors.labels import LABELS
from ucap.extractors.layout import read_layout
from ucap.extractors.layout.tolerances import LAYOUT
from ucap.extractors.page import PdfDocument, UnreadableDocument
from ucap.extractors.places import PLACES, get_country_name
from ucap.extractors.readers.formats import detect_format
from ucap.extractors.readers.pdf import read_pdf
from ucap.extractors.readers.pdf_pdfium import read_pdf as read_drawn_pdf
from ucap.extractors.readers.pdf_pdfplumber import read_page
from ucap.extractors.readers.text import decode_text, read_shapes
from ucap.extractors.readers.tolerances import PDF, TEXT
from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.source_text import from_file
from ucap.extractors.tolerance import Declared, list_tolerances
from ucap.schemas.records import Activity

ROOT = Path(__file__).resolve().parent.parent
QUIRKS = ROOT / "tests" / "quirks"
GOLD = ROOT / "tests" / "gold"
SEED = 4200
"""Seed of the first document of the corpus; the others follow, one a shape."""
DRAWN = ("ink", "strikes", "unread")
"""Groups of the PDF readers' numbers that concern what is seen of a page."""
_KEPT = ("ucap.extractors.entities", "ucap.extractors.gazetteer", "ucap.extractors.version")
"""What these modules remember does not depend on the numbers here, and takes seconds to make again (the language model)."""


@dataclass(frozen=True)
class Document:
    """A document of the fixed part, opened: the pages of a PDF as the library gives them and as they are read, or a text.

    `is_drawn`: it is drawn by the corpus, not a quirk. `is_meant`: it shows what a text means, not how a page is laid out, and
    is read only for the stages after the layout. `form` is what the layout or the readers of texts make of it. `probe` reads
    one value instead of a document. `data` is a small PDF of what is hidden, struck, typed or a picture, for the drawing.
    """

    name: str
    raw_pages: tuple[Any, ...] = ()
    pdf: PdfDocument | None = None
    text: str = ""
    is_drawn: bool = False
    is_meant: bool = False
    probe: Callable[[], Any] | None = None
    form: Form | None = None
    data: bytes = b""


@dataclass(frozen=True)
class Stage:
    """Numbers that are moved together, with what must run again for them.

    `read` is given the moved numbers. Where `forgets` names modules, their functions take the numbers from the one object of
    their stage, which is changed while they run, and what these modules remember is forgotten before and after. A
    stage moves the groups of numbers named in `DRAWN` alone (`only_drawn`), or all others.
    """

    name: str
    defaults: Any
    read: Callable[[Document, Any], Any]
    forgets: tuple[str, ...] = ()
    only_drawn: bool = False

    def list_numbers(self) -> list[Declared]:
        """Return the numbers that this stage moves."""
        return [n for n in list_tolerances(self.defaults) if (n.path.partition(".")[0] in DRAWN) == self.only_drawn]


def read_with_layout(document: Document, tolerances: Any) -> Form | None:
    """Read the pages that were read before; None for a text."""
    return read_layout(document.pdf, tolerances) if document.pdf and not document.is_meant else None


def read_with_pdf(document: Document, tolerances: Any) -> list[tuple[Any, ...]] | None:
    """Read a quirk's opened pages again: their words, what is set aside, rules and shades; None for other documents."""
    if not document.raw_pages or document.is_drawn or document.is_meant:
        return None
    pages = [read_page(page, tolerances) for page in document.raw_pages]
    return [([word.text.chars for word in page.words], page.aside, page.strokes, page.fills) for page in pages]


def read_with_drawing(document: Document, tolerances: Any) -> Any:
    """Read a page of what is hidden, struck, typed or a picture: its words, what is set aside and what nobody reads."""
    if not document.data:
        return None
    return _explain(
        lambda: [
            ([word.text for word in page.words], page.aside, page.unread)
            for page in read_drawn_pdf(document.data, tolerances=tolerances).pages
        ]
    )


def read_with_text(document: Document, tolerances: Any) -> Form | None:
    """Read a text again; None for a PDF."""
    return read_shapes(document.text, tolerances) if document.text and not document.is_meant else None


def read_with_labels(document: Document, _: Any) -> Any:
    """Read a document again up to its rows."""
    if document.probe:
        return None
    return _explain(lambda: assign_rows(lay_out(document)))


def read_with_rows(document: Document, _: Any) -> Form | None:
    """Assign the rows of a form again."""
    return assign_rows(document.form) if document.form else None


def read_with_form(document: Document, _: Any) -> Any:
    """Read the fields of a form again, from the assignment of its rows on; None for one that differs in a label only."""
    form = document.form
    if document.probe:
        return document.probe()
    if form is None or document.name.startswith("wording-"):
        return None

    def read() -> Any:
        return read_form(Source(assign_rows(form), "text"), "0" * 16, document.name, 1)

    return _explain(read)


def read_with_places(document: Document, tolerances: Any) -> Any:
    """Read the fields of a form again, but only of one that shows what its text means."""
    return read_with_form(document, tolerances) if document.is_meant or document.probe else None


def lay_out(document: Document) -> Form:
    """Return the rows of a document as its reader names them, before they are assigned."""
    return read_layout(document.pdf) if document.pdf else read_printed(document.text)[0]


def _explain(read: Callable[[], Any]) -> Any:
    """Return what is read, or why it cannot be."""
    try:
        return read()
    except UnreadableDocument as error:
        return error.reason


STAGES = (
    Stage("layout", LAYOUT, read_with_layout),
    Stage("pdf", PDF, read_with_pdf),
    Stage("drawing", PDF, read_with_drawing, only_drawn=True),
    Stage("text", TEXT, read_with_text),
    Stage("labels", LABELS, read_with_labels, ("ucap.extractors.labels", "ucap.extractors.layout")),
    Stage("assign", ASSIGN, read_with_rows, ("ucap.extractors.assign",)),
    Stage("fields", FIELDS, read_with_form, ("ucap.extractors.fields",)),
    Stage("places", PLACES, read_with_places, ("ucap.extractors",)),
    Stage("divisions", DIVISIONS, read_with_places, ("ucap.extractors",)),
)


@contextmanager
def move_shared(stage: Stage, moved: Any) -> Iterator[None]:
    """Read with moved numbers within the block, and forget what was remembered with the others."""
    if not stage.forgets:
        yield
        return
    before = deepcopy(stage.defaults)
    try:
        _copy_numbers(moved, stage.defaults)
        _forget(stage.forgets)
        yield
    finally:
        _copy_numbers(before, stage.defaults)
        _forget(stage.forgets)


def _copy_numbers(source: Any, target: Any) -> None:
    for one in fields(source):
        value = getattr(source, one.name)
        if is_dataclass(value):
            _copy_numbers(value, getattr(target, one.name))
        else:
            object.__setattr__(target, one.name, value)


def _forget(modules: tuple[str, ...]) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith(modules) and not name.startswith(_KEPT):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and not _is_kept(value):
                    value.cache_clear()


def _is_kept(function: Any) -> bool:
    return str(function.__module__).startswith(_KEPT)


def open_fixed_part(stages: Collection[Stage]) -> Iterator[Document]:
    """Yield the documents of the fixed part, opened as these stages need it."""
    if any(stage.only_drawn for stage in stages):
        yield from _open_drawn()
    stages = [stage for stage in stages if not stage.only_drawn]
    if not stages:
        return
    has_pages = any(not stage.forgets for stage in stages)
    is_drawn = any(stage.read is not read_with_places for stage in stages)
    for document in (*(_open_pages_and_texts(has_pages) if is_drawn else ()), *_open_meant()):
        form = None if document.probe else _explain(partial(lay_out, document))
        yield replace(document, form=form if isinstance(form, Form) else None)


def _open_pages_and_texts(has_pages: bool) -> Iterator[Document]:
    for path in sorted(QUIRKS.iterdir()):
        if path.suffix in (".pdf", ".txt", ".md", ".html") and path.name != "README.md":
            yield open_document(path.name, path.read_bytes(), has_pages)
    if has_pages:
        for name, data in draw_glyph_pages():
            yield open_document(name, data)
    shapes = [shape for shape in SHAPES if not shape.startswith(("chromium", "writer"))]
    for number, shape in list(enumerate(shapes))[::2]:
        _, _, data = make_document(SEED + number, shape)
        yield replace(open_document(f"{SEED + number}-{shape}", data, has_pages), is_drawn=True)


def _open_drawn() -> Iterator[Document]:
    """Yield the pages by which the tests show what is seen and what is read, and the quirks, where all is seen and read."""
    for module, names in (
        (test_hidden_text, "HIDDEN SEEN"),
        (test_struck_text, "STRUCK WHOLE"),
        (test_unread_text, "TYPED UNREAD EXPLAINED"),
    ):
        for group in names.split():
            for name, page in getattr(module, group).items():
                yield Document(f"{group.lower()}-{name}", data=page if isinstance(page, bytes) else page[0], is_meant=True)
    for path in sorted(QUIRKS.glob("*.pdf")):
        yield Document(path.name, data=path.read_bytes(), is_meant=True)


def _open_meant() -> Iterator[Document]:
    """Yield the samples, summaries of sister programmes, labels in other wordings, and the texts of the gold files."""
    for path in sorted((ROOT / "raw").rglob("*.*")):
        if path.suffix in (".pdf", ".txt"):
            yield replace(open_document(path.name, path.read_bytes(), has_pages=False), is_meant=True)
    for number, spec in enumerate(load_sisters()):
        yield Document(f"sister-{spec['id']}", text=render_labelled(make_sister(spec, seed=number)).decode(), is_meant=True)
    for section, wordings in load_wordings().items():
        for wording in wordings:
            summary = make_sister(load_sisters()[0], load_sisters()[0]["labels"] | {section: wording})
            text = render_text(summary, draw_style(0, "tabs", [""])).decode()
            yield Document(f"wording-{section}-{wording}", text=text, is_meant=True)
    yield from _list_probes()


def _list_probes() -> Iterator[Document]:
    """Yield the cities of headers, the mentions of cities and the activities of the gold files."""
    for name, city, country, province, _ in _read_rows("header_places.txt"):
        yield Document(f"header-{name}", probe=partial(locate_header_city, city, country, province))
    for name, header, sentence, mention, _ in _read_rows("mention_places.txt"):
        yield Document(f"mention-{name}", probe=partial(probe_mention, header, sentence, mention))
    for stem in ("dev", "heldout"):
        for number, gold in enumerate(read_gold(GOLD / f"activities_{stem}.txt"), start=1):
            yield Document(f"activity-{stem}-{number}", probe=partial(probe_activity, gold.text))


def _read_rows(name: str) -> list[list[str]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if not line.startswith("#")]


def probe_mention(header: str, sentence: str, mention: str) -> Place | None:
    """Locate a city that a sentence names, in a document with the header `Turku (FI), Ningbo (CN)`."""
    cities = [part.strip().rstrip(")").split(" (") for part in header.split(",")]
    places = {name: locate_header_city(name, get_country_name(code), None).place for name, code in cities}
    ids = {fold_name(name): frozenset({place.geonames_id if place else None}) for name, place in places.items()}
    document = DocumentPlaces(ids, frozenset(code for _, code in cities), tuple(filter(None, places.values())))
    start = sentence.index(mention)
    return locate_mention(sentence, start, start + len(mention), document)


def probe_activity(text: str) -> Activity:
    """Read an activity in which no names are known."""
    drafts, _ = draft_activities([Block(from_file(text), 1)], None)
    return read_activities(drafts, [Named(plain_text=text)], None, Ledger("x--y"))[0]


def open_document(name: str, data: bytes, has_pages: bool = True) -> Document:
    """Open a document; the characters of a PDF are read now, so that they need not be again.

    With `has_pages`, by the reader whose numbers are moved; else by the usual one, which is faster.
    """
    if detect_format(data) != "pdf":
        return Document(name, text=decode_text(data))
    if not has_pages:
        return Document(name, pdf=read_pdf(data))
    pages = tuple(pdfplumber.open(io.BytesIO(data)).pages)
    return Document(name, pages, PdfDocument(tuple(read_page(page) for page in pages)))
