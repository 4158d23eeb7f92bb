"""`import ucap`: what is public, that it works as its examples say, and that it is loaded only when it is used."""

import ast
import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import ucap
from tests.commands import FORM, ROOT, make_environment, run_python
from tests.example_outputs import ONE, TWO
from ucap import documents
from ucap.publishing.versions import publish_dataset

SOURCE = ast.parse((ROOT / "ucap" / "__init__.py").read_bytes())
EXAMPLE = "wuhan_gdynia.txt"


def test_type_checkers_see_what_python_sees() -> None:
    branch = next(node for node in SOURCE.body if isinstance(node, ast.If))
    seen = {name.name: node.module for node in branch.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert seen == ucap._HOMES
    assert sorted([*seen, "__version__"]) == sorted(ucap.__all__) == sorted(set(dir(ucap)) & set(ucap.__all__))


def test_each_public_name_is_there_and_on_its_page() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for name in ucap.__all__:
        assert getattr(ucap, name) is not None
        assert f"`{name}`" in page, f"docs/python.md lacks {name}"


def test_a_name_that_is_not_public_is_an_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="no attribute 'read_documents'"):
        ucap.read_documents  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_the_one_in_pyproject() -> None:
    assert f'version = "{ucap.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_examples_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / EXAMPLE, tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    for module in (ucap, documents):
        outcome = doctest.testmod(module)
        assert outcome.attempted and not outcome.failed


def test_importing_ucap_loads_nothing_heavy() -> None:
    loaded = run_python("import sys, ucap; dir(ucap); print(*sys.modules)").split()
    assert {name for name in loaded if name.startswith("ucap")} == {"ucap"}
    assert not {"pyarrow", "pandas", "spacy", "pydantic"} & set(loaded)


def test_reading_tables_loads_no_reader() -> None:
    loaded = set(run_python("import sys, ucap; ucap.read_frame; print(*sys.modules)").split())
    assert not {"spacy", "pdfplumber", "prefect", "pandas"} & loaded


@pytest.mark.parametrize("kind", [str, Path, bytes])
def test_a_document_is_read_from_a_path_or_from_bytes(kind: type, tmp_path: Path) -> None:
    path = tmp_path / "porto.txt"
    path.write_text(FORM.format(lead="Porto", partner="Qingdao"), encoding="utf-8")
    reading = ucap.read_document(path.read_bytes() if kind is bytes else kind(path))
    assert reading.ucap and [city.city for city in reading.ucap.cities] == ["Porto", "Qingdao"]
    assert reading.document.source_path == ("document" if kind is bytes else "porto.txt")
    assert ucap.read_document(path, name="asia/porto.txt").document.source_path == "asia/porto.txt"


def test_a_path_that_is_not_there_is_an_error_and_no_reading(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ucap.read_document(tmp_path / "none.pdf")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "page=1"  # `=` in a folder's name is not to become a column
    publish_dataset(ONE, folder)
    return folder


def test_a_frame_keeps_arrows_types_and_missing_whole_numbers(output: Path) -> None:
    for table in ucap.TABLES:
        schema, frame = ucap.read_table(output, table).schema, ucap.read_frame(output, table)
        assert [dtype.pyarrow_dtype for dtype in frame.dtypes] == schema.types
    population = ucap.read_frame(output, "cities")["population"]
    assert population.dtype == pd.ArrowDtype(pa.int64()) and population.tolist()[0] == 195301
    assert population.isna().sum() == len(population) / 2


def test_an_open_dataset_stays_at_its_version(output: Path) -> None:
    opened = ucap.open_dataset(output)
    publish_dataset(TWO, output)
    newer = ucap.open_dataset(output)
    assert opened.version != newer.version
    assert opened.read_table("cities").num_rows == ONE.row_counts()["cities"] < newer.read_table("cities").num_rows
    assert ucap.open_dataset(output, opened.version[:8]) == opened
    assert opened.tables == tuple(ucap.TABLES)


def test_what_is_not_there_is_named(output: Path, tmp_path: Path) -> None:
    with pytest.raises(ucap.OutputError, match="no table 'city': the tables are documents, ucaps, cities"):
        ucap.read_table(output, "city")
    with pytest.raises(ucap.OutputError, match=re.escape(str(tmp_path / "none"))):
        ucap.open_dataset(tmp_path / "none")


CALL = "ucap.ingest('raw', 'output')"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param(f"import ucap\n{CALL}\n", "calls `ucap.ingest` whenever it is run", id="unguarded"),
        pytest.param(f"import ucap\ndef main():\n    {CALL}\nmain()\n", "below `if __name__", id="unguarded-in-a-function"),
        pytest.param(f"import ucap\nif __name__ == '__main__':\n    {CALL}\n", "There is no folder “raw”", id="guarded"),
    ],
)
def test_a_script_that_its_reading_processes_would_run_again_ends_at_once(script: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(script)
    command = [sys.executable, "script.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=make_environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1 and "ucap.flows.basics.errors.RunError" in done.stderr
    assert said in done.stderr
