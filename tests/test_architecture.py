"""Imports go one way, and each heavy library has its place."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import run_python

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "schemas": set(),
    "extractors": {"schemas"},
    "publishing": {"schemas", "extractors"},
    "review": {"schemas", "extractors"},
    "flows": {"schemas", "extractors", "publishing", "review"},
}
PDF_LIBRARIES = {"pdfplumber", "pdfminer", "pypdfium2", "pypdfium2_raw"}
DEVELOPERS_TOOLS = {path.parent.name for path in ROOT.glob("*/*.py")} - ALLOWED.keys()
MODULES = [path for package in ALLOWED for path in sorted((ROOT / package).rglob("*.py"))]


def find_imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, anywhere in it, by its full name."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "importlib.import_module",
            "import_module",
            "__import__",
        ):
            assert isinstance(node.args[0], ast.Constant), f"{path} imports what this test cannot see"
            yield str(node.args[0].value)


def find_importers(libraries: set[str]) -> set[str]:
    """Return the modules that import one of the libraries, as paths from the repository's root."""
    importers = (p for p in MODULES if any(name.partition(".")[0] in libraries for name in find_imports(p)))
    return {path.relative_to(ROOT).as_posix() for path in importers}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.partition(".")[0] for name in find_imports(path)} & {*ALLOWED, *DEVELOPERS_TOOLS}
    assert ours <= ALLOWED[package] | {package}


@pytest.mark.parametrize(
    ("libraries", "home"),
    [
        pytest.param({"prefect"}, r"flows/prefect_\w+\.py", id="prefect-in-its-flow"),
        pytest.param({"typer", "rich"}, r"flows/(cli|commands/\w+)\.py", id="terminal-in-the-command"),
        pytest.param({"duckdb"}, r"publishing/export_duckdb\.py", id="duckdb-in-its-export"),
        pytest.param({"xlsxwriter"}, r"publishing/export_xlsx\.py", id="workbooks-in-their-export"),
        pytest.param({"watchfiles"}, r"flows/watching\.py", id="notices-of-files-in-the-watch"),
        pytest.param({"pebble", "pydantic_settings"}, r"flows/\w+\.py", id="runs-in-flows"),
        pytest.param(PDF_LIBRARIES, r"extractors/(\w+/)*pdf_\w+\.py", id="pdf-libraries-in-the-readers"),
    ],
)
def test_a_library_stays_at_home(libraries: set[str], home: str) -> None:
    importers = find_importers(libraries)
    assert importers, f"{libraries} is imported nowhere: this rule and the dependency have no use"
    assert {path for path in importers if not re.fullmatch(home, path)} == set()


def test_one_module_imports_spacy() -> None:
    (importer,) = find_importers({"spacy", "thinc"})
    assert importer.startswith("extractors/")


def test_just_these_packages_are_the_product() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    shipped = set(build["targets"]["wheel"]["packages"])
    assert shipped == {path.relative_to(ROOT).parts[0] for path in MODULES} <= ALLOWED.keys()
    assert {"examples", "tests"} <= DEVELOPERS_TOOLS


@pytest.mark.parametrize("package", ["schemas", "extractors"])
def test_reading_knows_no_clock_chance_or_environment(package: str) -> None:
    banned = {"time", "random", "secrets", "uuid", "socket", "subprocess"}
    found = {p.name: hit for p in MODULES if p.is_relative_to(ROOT / package) and (hit := banned & set(find_imports(p)))}
    assert found == {}
    for path in (p for p in MODULES if p.is_relative_to(ROOT / package)):
        calls = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Attribute)}
        assert not calls & {"datetime.now", "datetime.today", "date.today", "os.environ", "os.getenv"}, path


def test_the_command_starts_light() -> None:
    code = "import sys, flows.cli; print(' '.join(sys.modules))"
    loaded = {name.partition(".")[0] for name in run_python(code).split()}
    heavy = {"prefect", "spacy", "pyarrow", "pdfplumber", "pydantic", "numpy", "rich", "pebble", "extractors", "publishing"}
    assert not loaded & heavy
    assert "typer" in loaded
