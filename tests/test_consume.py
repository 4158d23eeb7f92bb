"""The examples of README.md, docs/consume.md and docs/python.md work as they are printed."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from tests.commands import ROOT, invoke_ucap
from tests.example_outputs import ONE, TWO
from tests.example_readings import make_reading
from tests.object_server import run_object_server
from ucap.flows.pool.server import set_variables
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.manifest import read_table
from ucap.publishing.storage.location import locate
from ucap.publishing.versions import publish_dataset
from ucap.review.queries.opened import open_version
from ucap.review.report.figures import collect_figures

PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/consume.md", "docs/python.md")}
EXAMPLES = {
    name: (language, code)
    for page in PAGES.values()
    for language, name, code in re.findall(r"^```(\w+) ([\w-]+)\n(.*?)^```$", page, re.M | re.S)
}
PER_YEAR = [(2018, 3)]  # of the activities of TWO, as counted by hand
README_TYPES = {"meeting": 6}
README_CITIES = [
    (city, code, 2, date(2018, 5, 1), date(2018, 5, 31)) for city, code in (("Kaunas", "LT"), ("Lviv", "UA"), ("Turku", "FI"))
]
NOT_RUN = {"r-arrow"}  # as docs/consume.md says


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for dataset in (ONE, TWO):
        publish_dataset(dataset, tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run_python(name: str) -> dict[str, Any]:
    language, code = EXAMPLES[name]
    assert language == "python"
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code, f"example {name}", "exec"), namespace)
    return namespace


def _run_sql(name: str) -> list[tuple[Any, ...]]:
    language, code = EXAMPLES[name]
    assert language == "sql"
    with duckdb.connect() as connection:
        return connection.execute(code).fetchall()


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
    run = set(re.findall(r'(?:_run_python|_run_shell|_run_sql|_run_r)\("([\w-]+)"\)', source))
    assert run | NOT_RUN == set(EXAMPLES)
    # What a person types at a prompt (`console`) is not run.
    fences = re.findall(r"^```(.*)$", "\n".join(PAGES.values()), re.M)
    opened = [fence for fence in fences[::2] if fence not in ("", "console")]
    assert len(opened) == len(EXAMPLES), "an example has no name of its own to run it by"


def test_pandas(folder: Path) -> None:
    per_year = _run_python("pandas")["per_year"]
    assert isinstance(per_year, pd.Series) and list(per_year.items()) == PER_YEAR


def test_the_short_examples_of_the_readme(folder: Path) -> None:
    by_type = _run_python("readme-pandas")["by_type"]
    assert by_type.to_dict() == README_TYPES
    assert sorted(_run_sql("readme-duckdb")) == README_CITIES
    _link_samples(folder)
    assert len(_run_python("readme-ucap")["cities"]) == TWO.row_counts()["cities"]


def test_answers_that_need_care(folder: Path) -> None:
    activities, entities = (read_table(folder / "output", name).to_pylist() for name in ("activities", "entities"))
    activities = [row for row in activities if not row["not_held"]]
    months = {month: counts for month, *counts in _run_sql("months")}
    assert sum(map(sum, months.values())) == len(activities)
    precise = [row["date_start"] for row in activities if row["date_start"] and row["date_precision"] in ("day", "month")]
    precise_months = {month: sum(counts) for month, counts in months.items() if month[0] == "2"}
    assert precise_months == Counter(f"{day:%Y-%m}" for day in precise)
    reported = collect_figures(open_version(folder / "output")).months
    held_and_planned = {month: [sum(n.values()) - n["planned"], n["planned"]] for month, n in reported if any(n.values())}
    assert held_and_planned == {month: counts for month, counts in months.items() if month[0] == "2"}
    modes = _run_sql("modes")
    done = Counter(row["mode"] or "not said" for row in activities if not row["planned"])
    assert {mode: count for mode, count, _ in modes} == done
    assert round(sum(percent for *_, percent in modes)) == 100
    named = {
        (row["label"], row["canonical"] or row["text"])
        for row in entities
        if row["activity_id"] and row["label"] in ("CITY", "ORG")
    }
    assert named and {row[:2] for row in _run_sql("participants")} == named


def test_who_met_whom(folder: Path) -> None:
    pairings = (("Graz", "Turin"), ("Turin", "Graz"))
    told = []
    for lead, partner in pairings:
        reading = make_reading(f"{lead}.pdf", lead=lead, partner=partner)
        assert reading.ucap
        (entity,) = reading.ucap.entities
        start = reading.ucap.sections[1].text.index(partner)
        further = entity.model_copy(update={"text": partner, "canonical": partner, "start": start, "end": start + len(partner)})
        told.append(replace(reading, ucap=replace(reading.ucap, entities=(entity, further))))
    publish_dataset(assemble_dataset(told), folder / "output")
    events = read_table(folder / "output", "events").to_pylist()
    both = len([event for event in events if event["cities"]])
    assert _run_sql("met") == [("Graz", "Turin", both, 0, 0)]
    assert sum(mentions for *_, mentions in _run_sql("met-months")) == 4
    names = _run_python("degree")
    assert (names["met"].to_dict(), names["degree"].to_dict()) == ({("Graz", "Turin"): both}, {"Graz": 1, "Turin": 1})
    assert names["per_month"].to_dict() == {("2018-05", "meeting"): both}
    _run_shell("export-graphml")
    assert _run_python("graph")["degrees"] == names["degree"].to_dict()


def test_a_folder_called_like_a_column_changes_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "city=graz" / "activity_types=none" / "value=1"
    for dataset in (ONE, TWO):
        publish_dataset(dataset, folder / "output")
    monkeypatch.chdir(folder)
    assert _run_python("readme-pandas")["by_type"].to_dict() == README_TYPES
    # With an absolute path DuckDB sees the folders above; relative to this folder it does not.
    absolute = EXAMPLES["readme-duckdb"][1].replace("'output/", f"'{folder}/output/")
    with duckdb.connect() as connection:
        assert sorted(connection.execute(absolute).fetchall()) == README_CITIES
        unsafe = absolute.replace(", hive_partitioning = false", "")
        assert {row[0] for row in connection.execute(unsafe).fetchall()} == {"graz"}, "this setting is no longer needed"


def test_python_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run_python("frames")
    assert capsys.readouterr().out.split()[1:] == [str(TWO.row_counts()[table]) for table in ("cities", "activities")]
    _link_samples(folder)
    _run_python("reading")
    assert "Gdynia 246348\n" in capsys.readouterr().out
    shutil.rmtree(folder / "output")
    _run_python("ingesting")
    assert "{'published" in capsys.readouterr().out
    assert {row[1] for row in _run_sql("readme-evidence")} == {"9790000", "246348"}


def _link_samples(folder: Path) -> None:
    (folder / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "wuhan_gdynia.txt", folder / "raw")


def test_polars(folder: Path) -> None:
    per_year = _run_python("polars")["per_year"]
    assert isinstance(per_year, pl.DataFrame) and per_year.rows() == PER_YEAR


def test_duckdb(folder: Path) -> None:
    assert _run_python("duckdb")["per_year"] == PER_YEAR


def test_arrow(folder: Path) -> None:
    assert [tuple(row.values()) for row in _run_python("arrow")["per_year"].to_pylist()] == PER_YEAR


@pytest.mark.slow
def test_spark(folder: Path) -> None:
    _skip_without_spark()
    _check_spark(_run_python("spark"))


def _skip_without_spark() -> None:
    if not importlib.util.find_spec("pyspark"):
        _skip("Spark", "pyspark")
    if not shutil.which("java"):
        _skip("Spark", "Java")


def _check_spark(names: dict[str, Any]) -> None:
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


@pytest.fixture(scope="module")
def bucket() -> Iterator[None]:
    """Both versions in a bucket, as docs/consume.md names it."""
    with run_object_server("ucap-docs") as variables, set_variables(variables):
        for dataset in (ONE, TWO):
            publish_dataset(dataset, locate("s3://ucap-docs/output"))
        yield


@pytest.mark.objects
@pytest.mark.usefixtures("bucket")
def test_object_storage() -> None:
    for by_pandas in (_run_python("objects"), _run_python("objects-pandas")):
        assert list(by_pandas["per_year"].items()) == PER_YEAR
    assert _run_python("objects-polars")["per_year"].rows() == PER_YEAR
    assert _run_python("objects-duckdb")["per_year"] == PER_YEAR
    assert _run_python("objects-by-hand")["table"].num_rows == TWO.row_counts()["activities"]


@pytest.mark.slow
@pytest.mark.objects
@pytest.mark.usefixtures("bucket")
def test_object_storage_with_spark() -> None:
    _skip_without_spark()
    _check_spark(_run_python("objects-spark"))


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
    views = set(re.findall(r"^\| `(\w+)` \|", PAGES["docs/consume.md"], re.M))
    with duckdb.connect("ucap.duckdb", read_only=True) as connection:
        known = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert views == {name for (name,) in known}
