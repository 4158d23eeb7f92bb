"""The examples of docs/consume.md work as they are printed."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from tests.commands import ROOT, invoke_ucap
from tests.example_outputs import ONE, TWO
from ucap.publishing.versions import publish_dataset

PAGE = (ROOT / "docs" / "consume.md").read_text(encoding="utf-8")
EXAMPLES = {name: (language, code) for language, name, code in re.findall(r"^```(\w+) ([\w-]+)\n(.*?)^```$", PAGE, re.M | re.S)}
PER_YEAR = [(2018, 3)]  # of the activities of TWO, as counted by hand
NOT_RUN = {"r-arrow"}  # as the page says


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for dataset in (ONE, TWO):
        publish_dataset(dataset, tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run_python(name: str) -> dict[str, Any]:
    language, code = EXAMPLES[name]
    assert language == "python"
    namespace: dict[str, Any] = {}
    exec(compile(code, f"docs/consume.md, {name}", "exec"), namespace)
    return namespace


def _run_shell(name: str) -> list[str]:
    language, code = EXAMPLES[name]
    assert language == "sh"
    outputs = []
    for line in code.splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == "ucap"
        done = invoke_ucap(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), line
        outputs.append(done.stdout)
    return outputs


def _skip(what: str, missing: str) -> None:
    # A skip is easily passed over, and the page promises more.
    message = f"docs/consume.md: the example for {what} was not run, as {missing} is not installed"
    warnings.warn(message, stacklevel=2)
    pytest.skip(message)


def test_each_example_is_run_here_or_said_not_to_be() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    run = set(re.findall(r'(?:_run_python|_run_shell|_run_r)\("([\w-]+)"\)', source))
    assert run | NOT_RUN == set(EXAMPLES)
    assert PAGE.count("```") == 2 * len(EXAMPLES), "an example has no name to run it by"


def test_pandas(folder: Path) -> None:
    per_year = _run_python("pandas")["per_year"]
    assert isinstance(per_year, pd.Series) and list(per_year.items()) == PER_YEAR


def test_polars(folder: Path) -> None:
    per_year = _run_python("polars")["per_year"]
    assert isinstance(per_year, pl.DataFrame) and per_year.rows() == PER_YEAR


def test_duckdb(folder: Path) -> None:
    assert _run_python("duckdb")["per_year"] == PER_YEAR


def test_arrow(folder: Path) -> None:
    assert [tuple(row.values()) for row in _run_python("arrow")["per_year"].to_pylist()] == PER_YEAR


@pytest.mark.slow
def test_spark(folder: Path) -> None:
    if not importlib.util.find_spec("pyspark"):
        _skip("Spark", "pyspark")
    if not shutil.which("java"):
        _skip("Spark", "Java")
    names = _run_python("spark")
    try:
        assert [tuple(row) for row in names["per_year"].collect()] == PER_YEAR
    finally:
        names["spark"].stop()


def _run_r(name: str) -> str:
    language, code = EXAMPLES[name]
    assert language == "r"
    return subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True, timeout=120).stdout


def test_r_without_packages(folder: Path) -> None:
    if not shutil.which("Rscript"):
        _skip("R", "Rscript")
    _run_shell("export-csv")
    assert _run_r("r-csv").split() == [str(value) for pair in PER_YEAR for value in pair]


def test_a_consistent_set(folder: Path) -> None:
    names = _run_python("consistent")
    assert len(names["joined"]) == TWO.row_counts()["activities"]
    assert len(names["cities"]) == TWO.row_counts()["cities"]


def test_following(folder: Path) -> None:
    first = _run_python("follow")
    assert first["news"] and first["rows"] == TWO.row_counts()
    assert not _run_python("follow")["news"]
    publish_dataset(ONE, folder / "output")
    again = _run_python("follow")
    assert again["news"] and again["rows"] == ONE.row_counts()


def test_history(folder: Path) -> None:
    listed, compared, _ = _run_shell("history")
    assert "latest" in listed and "kaunas--hue" in compared


def test_meaning(folder: Path) -> None:
    names = _run_python("meaning")
    assert names["unit"] == names["columns"]["area_km2"]["unit"] == "km²"


def test_exports(folder: Path) -> None:
    _run_shell("export-duckdb")
    _run_shell("export-xlsx")
    assert {row[0]: row[1:] for row in _run_python("database")["pairings"]}["turku--hue"] == (["FI"], 2)
    views = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    with duckdb.connect("ucap.duckdb", read_only=True) as connection:
        known = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert views == {name for (name,) in known}
