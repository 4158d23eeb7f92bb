"""Imports go one way, and each heavy library has its place."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.commands import run_python

ROOT = Path(__file__).resolve().parent.parent
ALLOWED: dict[str, set[str]] = {
    "schemas": set(),
    "extractors": {"schemas"},
    "publishing": {"schemas", "extractors"},
    "review": {"schemas", "extractors", "publishing"},
    "flows": {"schemas", "extractors", "publishing", "review"},
}
FLOORS = {
    "extractors": """
        extract
        rules cross_check
        fields
        entities repair readers
        assign
        layout version header_places beside ticks
        numbers
        options
        labels form locating dates findings
        divisions page
        places
        gazetteer
        text
        once tolerance
        """,
    "flows": """
        commands
        prefect_flows reviewing
        reports cluster
        run serving
        pool
        sources
        basics
        """,
    "publishing": """
        list_documents
        exports corrections reviews diff find_issues assertions
        status
        history
        versions evolution
        object_versions
        datapackage profile lock layout
        checks
        assemble
        steps event_tables whole_findings
        superseding
        document_index
        parts linking events
        manifest
        latest
        storage
        errors state
        """,
    "review": """
        web report pictures
        queries outline
        desk visible
        """,
    "schemas": """
        check_vocabularies dictionary issue_guide reading
        forms arrow rules ucap domains
        vocabularies
        records values reasons
        readers wording
        """,
}
"""The rooms of a package from the top floor down: what stands in one line imports from lines below only."""
PDF_LIBRARIES = {"pdfplumber", "pdfminer", "pypdfium2", "pypdfium2_raw"}
DEVELOPERS_TOOLS = {path.parent.name for path in ROOT.glob("*/*.py")} - {*ALLOWED, "ucap"}
MODULES = [path for package in ALLOWED for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def find_imports(path: Path) -> frozenset[str]:
    """Return every module, or name of one, that a file imports, anywhere in it, by its full name."""
    return frozenset(_find_imports(path))


def _find_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _name_called(node.func) in ("import_module", "__import__"):
            assert isinstance(node.args[0], ast.Constant), f"{path} imports what this test cannot see"
            yield str(node.args[0].value)


def _name_called(function: ast.expr) -> str:
    """Return the last part of the name of what is called, such as `import_module`."""
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def find_importers(libraries: set[str]) -> set[str]:
    """Return the modules that import one of the libraries, as paths from the repository's root."""
    importers = (p for p in MODULES if any(name.partition(".")[0] in libraries for name in find_imports(p)))
    return {path.relative_to(ROOT).as_posix() for path in importers}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    imported = find_imports(path)
    rooms = {name.split(".")[1] for name in imported if name.startswith("ucap.")}
    assert rooms <= ALLOWED[package] | {package}
    bare = {name.partition(".")[0] for name in imported} & {*ALLOWED, *DEVELOPERS_TOOLS}
    assert not bare, "in an installed package these names are other people's: import them from `ucap`"


def room_of(module: str) -> str:
    """Return the room of a module `ucap.package.room…`, a folder or a file."""
    return module.split(".")[2]


@pytest.mark.parametrize("package", FLOORS)
def test_rooms_stand_on_floors(package: str) -> None:
    lines = FLOORS[package].split("\n")
    floors = {room: -number for number, line in enumerate(lines) for room in line.split()}
    here = [path for path in MODULES if path.relative_to(ROOT).parts[0] == package]
    assert floors.keys() == {path.relative_to(ROOT / package).parts[0].removesuffix(".py") for path in here} - {"__init__"}
    up = set()
    for path in here:
        own = path.relative_to(ROOT / package).parts[0].removesuffix(".py")
        for name in find_imports(path):
            if name.startswith(f"ucap.{package}.") and (other := room_of(name)) != own and floors[other] >= floors[own]:
                up.add(f"{path.relative_to(ROOT)} imports {name}")
    assert not up


def test_no_files_import_each_other_in_a_circle() -> None:
    names = {"ucap." + path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path for path in MODULES}
    below = {name: {other for other in _find_modules(path) if other in names} - {name} for name, path in names.items()}
    while leaves := {name for name, imported in below.items() if not imported}:
        below = {name: imported - leaves for name, imported in below.items() if name not in leaves}
    assert not below, "each of these imports another of them"


def _find_modules(path: Path) -> set[str]:
    """Return the modules that a file imports, or imports names from."""
    return {part for name in find_imports(path) for part in (name, name.rpartition(".")[0])}


@pytest.mark.parametrize(
    ("libraries", "home"),
    [
        pytest.param({"prefect"}, r"flows/prefect_flows/\w+\.py", id="prefect-in-its-flows"),
        pytest.param({"typer", "rich"}, r"flows/commands/\w+\.py", id="terminal-in-the-command"),
        pytest.param(
            {"duckdb"}, r"publishing/exports/duckdb_file\.py|review/queries/opened\.py", id="duckdb-in-export-and-review"
        ),
        pytest.param(
            {"starlette", "jinja2", "uvicorn"}, r"review/(web|report)/\w+\.py|flows/reviewing/serve\.py", id="web-in-review"
        ),
        pytest.param({"matplotlib"}, r"review/report/charts\.py", id="charts-in-the-report"),
        pytest.param({"networkx"}, r"publishing/exports/graph\.py", id="graphs-in-their-export"),
        pytest.param({"xlsxwriter"}, r"publishing/exports/workbook\.py", id="workbooks-in-their-export"),
        pytest.param({"dask", "distributed"}, r"flows/cluster/reading\.py", id="dask-in-its-module"),
        pytest.param({"obstore"}, r"publishing/storage/objects\.py", id="object-storage-in-its-module"),
        pytest.param({"watchfiles"}, r"flows/sources/watching\.py", id="notices-of-files-in-the-watch"),
        pytest.param({"pebble", "pydantic_settings"}, r"flows/\w+/\w+\.py", id="runs-in-flows"),
        pytest.param(PDF_LIBRARIES, r"extractors/(\w+/)*pdf(ium)?_\w+\.py", id="pdf-libraries-in-the-readers"),
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
    shipped = build["targets"]["wheel"]["sources"]
    assert shipped == {package: f"ucap/{package}" for package in ALLOWED}
    assert {path.name for path in (ROOT / "ucap").iterdir() if path.is_symlink()} == ALLOWED.keys()
    assert {"examples", "tests"} <= DEVELOPERS_TOOLS


def test_everything_of_the_face_is_shipped() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ucap").iterdir() if path.is_file()}
    assert set(build["targets"]["wheel"]["only-include"]) == files | ALLOWED.keys()


def test_the_page_on_architecture_says_which_packages_import_which() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|.*\| ([^|]*) \|$", page, re.M)
    assert {package: set(re.findall(r"`(\w+)`", imported)) for package, imported in rows} == ALLOWED


@pytest.mark.parametrize("package", ["schemas", "extractors"])
def test_reading_knows_no_clock_chance_or_environment(package: str) -> None:
    banned = {"time", "random", "secrets", "uuid", "socket", "subprocess"}
    found = {
        p.name: hit
        for p in MODULES
        if p.is_relative_to(ROOT / package) and (hit := banned & {name.partition(".")[0] for name in find_imports(p)})
    }
    assert found == {}
    for path in (p for p in MODULES if p.is_relative_to(ROOT / package)):
        calls = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Attribute)}
        assert not calls & {"datetime.now", "datetime.today", "date.today", "os.environ", "os.getenv"}, path


def test_publishing_loads_no_language_model() -> None:
    code = "import sys, ucap.flows.run.ingest, ucap.flows.run.publish; print(' '.join(sys.modules))"
    assert not {"spacy", "thinc", "pypdfium2", "pdfplumber"} & set(run_python(code).split())


def test_the_command_starts_light() -> None:
    code = "import sys, ucap.flows.commands.cli; print(' '.join(sys.modules))"
    modules = run_python(code).split()
    loaded = {name.partition(".")[0] for name in modules} | {name.removeprefix("ucap.") for name in modules}
    heavy = {"prefect", "spacy", "pyarrow", "pdfplumber", "pydantic", "numpy", "rich", "pebble", "extractors", "publishing"}
    assert not loaded & heavy
    assert "typer" in loaded


_OWN_PLURAL = re.compile(r"""["']s["'] if |else ["']s["']|["']{2} if [^{}"']{1,60} == 1 else""")


def test_plurals_are_made_in_one_place() -> None:
    packages = [ROOT / package for package in ALLOWED]
    sources = [path for package in packages for path in package.rglob("*") if path.suffix in (".py", ".html")]
    makers = {str(path.relative_to(ROOT)) for path in sources if _OWN_PLURAL.search(path.read_text(encoding="utf-8"))}
    assert makers == set()  # `render_count` and `choose_word` of `schemas/wording.py` do it
