"""How long each stage of reading takes, beside PDFium's floor, bare spaCy and other libraries: processor time, in turns."""

import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any
from unittest.mock import patch

from benchmarks.bench.peers import measure_peers
from benchmarks.readers import read_floor
from ucap.extractors import extract
from ucap.extractors.entities.pipeline import load_pipeline
from ucap.extractors.entities.sentence_spans import split_sentences
from ucap.extractors.fields.sections import RUNNING, find_names
from ucap.extractors.page import MAX_PAGES
from ucap.extractors.readers.pdf import read_pdf
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.versions import publish_dataset
from ucap.schemas.reading import Reading

FLOOR, READ_PDF, DOCUMENT, TABLES = "PDFium's floor", "read_pdf", "read_document", "pdfplumber's extract_tables"
LAYOUT, FIELDS, ENTITIES, NER, PUBLISHING = "layout", "fields", "entities", "spaCy's ner alone", "publishing"


def measure_stages(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Return the processor seconds of each stage over all PDFs of a folder, once a round; stages and peers take turns."""
    documents = [path.read_bytes() for path in sorted(folder.iterdir())]
    seconds: dict[str, list[float]] = {}
    for data in documents[:1]:  # loads models and vocabularies
        measure_document(data)
    for _ in range(rounds):
        total = measure_peers(folder)
        readings = []
        for number, data in enumerate(documents):
            spent, reading = measure_document(data, f"{number}.pdf")
            readings.append(reading)
            for name, value in spent.items():
                total[name] = total.get(name, 0) + value
        total[PUBLISHING] = _time(_publish, readings)
        for name, value in total.items():
            seconds.setdefault(name, []).append(value)
    return seconds


def measure_document(data: bytes, name: str = "a.pdf") -> tuple[dict[str, float], Reading]:
    """Return the processor seconds of each stage for one PDF, and its reading."""
    spent = {FLOOR: _time(read_floor, data), READ_PDF: _time(read_pdf, data, MAX_PAGES), TABLES: _time(read_tables, data)}
    found: list[float] = []

    def find_timed(*arguments: Any, **options: Any) -> Any:
        started = process_time()
        names = find_names(*arguments, **options)
        found.append(process_time() - started)
        return names

    started = process_time()
    source = extract.read_source(data)
    at_form = process_time()
    with patch("ucap.extractors.extract.find_names", find_timed):
        reading = extract.read_form(source, extract.document_id_of(data), name, len(data))
    ended = process_time()
    spent[LAYOUT] = at_form - started - spent[READ_PDF]
    spent[ENTITIES] = sum(found)
    spent[FIELDS] = ended - at_form - spent[ENTITIES]
    spent[DOCUMENT] = ended - started
    texts = [section.text for section in (reading.ucap.sections if reading.ucap else ()) if section.section in RUNNING]
    spent[NER] = _time(_find_with_ner, [text[start:end] for text in texts for start, end in split_sentences(text)])
    return spent, reading


def count_ratio(seconds: dict[str, list[float]], name: str, other: str = FLOOR) -> float:
    """Return the median ratio of two stages of the same round."""
    return median(own / base for own, base in zip(seconds[name], seconds[other], strict=True))


def read_tables(data: bytes) -> None:
    """Find the tables of each page as pdfplumber does."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def _find_with_ner(sentences: Sequence[str]) -> None:
    nlp = load_pipeline()
    for _ in nlp.pipe(sentences, batch_size=64, disable=["ucap_names", "ucap_entities"]):
        pass


def _publish(readings: Sequence[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        publish_dataset(assemble_dataset(readings), Path(folder))


def _time(do: Callable[..., object], *arguments: object) -> float:
    started = process_time()
    do(*arguments)
    return process_time() - started
