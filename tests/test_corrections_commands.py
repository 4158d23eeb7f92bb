"""`ucap correct`, `corrections` and `rerun`: from an error seen to its correction published, and what is refused."""

import datetime
import fcntl
import importlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands import FORM, invoke_ucap, make_raw
from tests.example_outputs import latest_version
from ucap.flows.basics.errors import RunError
from ucap.flows.run.naming import find_patterns
from ucap.flows.run.run_log import RUN_LOG_NAME
from ucap.publishing.corrections.book import load_book
from ucap.publishing.corrections.columns import DEPENDENT, list_columns
from ucap.publishing.corrections.entries import Located
from ucap.publishing.manifest import read_table


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two published documents: `raw` and `out`."""
    folder = tmp_path_factory.mktemp("published")
    make_raw(folder / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    assert invoke_ucap("ingest", folder / "raw", "-o", folder / "out").returncode == 0
    return folder


@pytest.fixture
def work(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "work", symlinks=True)
    return tmp_path / "work"


def call(work: Path, command: str, *arguments: str):
    return invoke_ucap(command, *arguments, "--raw", work / "raw", "--output", work / "out")


def province_of(work: Path) -> str | None:
    rows = read_table(work / "out", "cities").to_pylist()
    (province,) = [row["province"] for row in rows if row["city"] == "Porto"]
    return str(province) if province else None


def test_the_whole_round(work: Path) -> None:
    first = latest_version(work / "out")
    done = call(work, "correct", "porto", "cities", "lead/1", "province", "Norte", "--reason", "map", "--author", "ab")
    assert (done.returncode, done.stderr) == (0, "")
    assert "porto--qingdao.yml:2: cities porto--qingdao/lead/1 province: (none) -> Norte" in done.stdout
    listed = json.loads(call(work, "corrections", "--json").stdout)
    assert [(entry["status"], entry["line"], entry["expected"]) for entry in listed] == [("unpublished", 2, None)]
    again = call(work, "correct", "porto", "cities", "lead/1", "province", "North", "--reason", "map")
    assert again.returncode == 1 and "porto--qingdao.yml:2 has an entry on this value already" in again.stderr

    done = call(work, "rerun", "--strict")
    assert done.returncode == 0
    assert "~ cities lead/1 province: (none) -> Norte" in done.stdout and "[1/1] read porto-qingdao.txt" in done.stdout
    assert province_of(work) == "Norte"
    assert "applied     corrections/porto--qingdao.yml:2" in call(work, "corrections", "--strict").stdout

    (path,) = (work / "raw" / "corrections").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace("expected: null", "expected: Algarve"), encoding="utf-8")
    done = call(work, "rerun", "--strict")
    assert done.returncode == 3 and "cities lead/1 province: Norte -> (none)" in done.stdout
    assert call(work, "corrections", "--strict").returncode == 3
    status = invoke_ucap("status", "--output", work / "out").stdout
    assert "(stale): porto--qingdao cities porto--qingdao/lead/1 province, expected Algarve" in status

    path.unlink()
    published = latest_version(work / "out")
    done = call(work, "rerun")
    assert (
        done.returncode == 0
        and f"Version {first} in {work / 'out'} is the latest again, in the place of {published}" in done.stdout
    )
    assert latest_version(work / "out") == first
    log = [json.loads(line) for line in (work / "out" / RUN_LOG_NAME).read_text(encoding="utf-8").splitlines()]
    assert [(line["trigger"], line["outcome"]) for line in log] == [("command", "published"), *[("rerun", "published")] * 3]


def test_activities_are_joined_and_parted_by_command(work: Path) -> None:
    ids = [row["activity_id"] for row in read_table(work / "out", "activities").to_pylist()]
    one, other = (next(id_ for id_ in ids if id_.startswith(city)) for city in ("porto", "turin"))
    arguments = ("event_mentions", one, "event_id")
    done = call(work, "correct", "porto", *arguments, other, "--reason", "programme of the forum", "--author", "ab")
    assert (done.returncode, done.stderr) == (0, "")
    again = call(work, "correct", "porto", *arguments, other, "--reason", "x")
    assert again.returncode == 1 and "has an entry on these activities already" in again.stderr
    assert call(work, "rerun", "--strict").returncode == 0
    events = {row["activity_id"]: row["event_id"] for row in read_table(work / "out", "event_mentions").to_pylist()}
    assert events[one] == events[other]
    for value, said in (("e-0", "There is no event or activity e-0"), (events[other], "are one event already")):
        done = call(work, "correct", "porto", *arguments, value, "--reason", "x")
        assert done.returncode == 1 and said in done.stderr
    assert f"event_mentions {one} {other} event_id" in call(work, "corrections").stdout


def test_the_rest_of_a_corrected_date_can_be_confirmed(work: Path) -> None:
    def correct(column: str, value: str):
        return call(work, "correct", "porto", "activities", "a1", column, value, "--reason", "x")

    assert "there is nothing to correct" in correct("date_precision", "month").stderr
    done = correct("date_end", "2017-06-30")
    assert "look also at activities.date_start, activities.date_precision" in done.stdout
    for column, value in (("date_start", "2017-05-01"), ("date_precision", "month")):
        assert correct(column, value).returncode == 0
    assert call(work, "rerun", "--strict").returncode == 0
    found = json.loads(invoke_ucap("issues", "--output", work / "out", "--code", "date_half_corrected", "--json").stdout)
    assert found == []


def test_the_date_of_an_activity_can_be_moved_from_either_end(work: Path) -> None:
    def correct(column: str, value: str):
        return call(work, "correct", "porto", "activities", "a1", column, value, "--reason", "x")

    done = correct("date_start", "2017-08-01")
    assert done.returncode == 0
    assert "Its dates are not published until date_end is corrected, too." in done.stdout
    done = correct("date_end", "2017-08-31")
    assert done.returncode == 0 and "not published until" not in done.stdout and "reversed" not in done.stdout
    assert correct("date_precision", "month").returncode == 0
    assert call(work, "rerun", "--strict").returncode == 0
    activities = read_table(work / "out", "activities").to_pylist()
    (dates,) = [(row["date_start"], row["date_end"]) for row in activities if row["activity_id"] == "porto--qingdao/a1"]
    assert dates == (datetime.date(2017, 8, 1), datetime.date(2017, 8, 31))


def test_entries_are_added_below_what_a_file_holds(work: Path) -> None:
    for column, value in (("province", "NO"), ("population", "231800")):
        done = call(work, "correct", "porto--qingdao", "cities", "lead/1", column, value, "--reason", "a: b # c")
        assert done.returncode == 0, done.stderr
    (path,) = (work / "raw" / "corrections").iterdir()
    path.write_text(path.read_text(encoding="utf-8") + "# the end", encoding="utf-8")
    done = call(work, "correct", "turin", "themes", "1", "theme", "Rivers", "--reason", "x")
    assert done.returncode == 0 and "Not computed again, so look also at results.theme." in done.stdout
    done = call(work, "correct", "porto", "activities", "a1", "cities", '["Porto"]', "--reason", "the other only sent mail")
    assert done.returncode == 0, done.stderr
    entries = [found for found in load_book(work / "raw").found if isinstance(found, Located)]
    assert [(e.file[12:17], getattr(e.entry, "value", None)) for e in entries] == [
        ("porto", "NO"),
        ("porto", 231800),
        ("porto", ["Porto"]),
        ("turin", "Rivers"),
    ]
    assert entries[0].entry.reason == "a: b # c"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("lyon", "cities", "lead/1", "province", "x"), "No document of the latest version", id="no-document"),
        pytest.param((".txt", "cities", "lead/1", "province", "x"), "name one of them", id="several-documents"),
        pytest.param(("porto", "mayors", "1", "name", "x"), "tables are ucaps, cities", id="no-table"),
        pytest.param(("porto", "cities", "lead/1", "mayor", "x"), "columns are city, body, province", id="no-column"),
        pytest.param(("porto", "cities", "lead/1", "position", "2"), "position of cities cannot be", id="key"),
        pytest.param(("porto", "cities", "lead/7", "province", "x"), "are lead/1, partner/1", id="no-row"),
        pytest.param(("porto", "cities", "lead/1", "population", "many"), "cannot be 'many'", id="wrong-type"),
        pytest.param(("porto", "cities", "lead/1", "city", "null"), "cannot be 'null'", id="no-null"),
        pytest.param(("porto", "themes", "1", "theme", " "), "a text is needed, not an empty one", id="empty-text"),
        pytest.param(("porto", "activities", "a1", "cities", '["Porto", ""]'), "not an empty one", id="empty-text-in-a-list"),
        pytest.param(("porto", "activities", "a1", "mode", "web"), "'in_person', 'online' or 'hybrid' is needed", id="choice"),
        pytest.param(("porto", "activities", "a1", "cities", "Porto"), 'a list is needed, written as ["one"', id="no-list"),
        pytest.param(("porto", "cities", "lead/1", "latitude", "450"), "a value from -90 to 90 is needed", id="range"),
        pytest.param(("porto", "cities", "lead/1", "country_code", "ITA"), "write IT", id="code-list"),
        pytest.param(("porto", "cities", "lead/1", "area_km2", "130,5"), "write 130.5", id="decimal-comma"),
        pytest.param(("porto", "cities", "lead/1", "population", "0"), "withhold it (population_impossible)", id="rule"),
        pytest.param(("porto", "ucaps", "porto--qingdao", "period_end", "2016-01-01"), "(period_reversed)", id="rule-of-two"),
        pytest.param(("porto", "cities", "lead/1", "country", "Portugal"), "nothing to correct", id="no-other-value"),
    ],
)
def test_what_cannot_be_corrected_is_refused(work: Path, arguments: tuple[str, ...], said: str) -> None:
    done = call(work, "correct", *arguments, "--reason", "x")
    assert done.returncode == 1 and said in done.stderr
    assert not (work / "raw" / "corrections").exists()


@pytest.mark.parametrize("column", ["latitude", "longitude", "geonames_id"])
def test_a_place_is_corrected_as_a_whole(column: str) -> None:
    others = {"cities.latitude", "cities.longitude", "cities.geonames_id"} - {f"cities.{column}"}
    assert others == set(DEPENDENT["cities"][column])


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, columns in DEPENDENT.items() for column in columns])
def test_values_that_depend_on_a_corrected_one_are_in_the_guide(table: str, column: str) -> None:
    guide = (Path(__file__).parent.parent / "docs" / "corrections.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in guide.splitlines() if f"`{table}.{column}`" in line and line.startswith("|")]
    for name in DEPENDENT[table][column]:
        other, _, dependent = name.partition(".")
        assert dependent in list_columns(other)
        assert any(f"`{dependent}`" in row[2] or f"`{name}`" in row[2] for row in rows), name


def test_a_value_may_begin_with_a_minus(work: Path) -> None:
    done = call(work, "correct", "porto", "cities", "lead/1", "longitude", "-8.5", "--reason", "x")
    assert done.returncode == 0 and "-> -8.5" in done.stdout, done.stderr
    assert call(work, "correct", "porto", "cities", "lead/1", "province", "Norte", "--reson", "x").returncode == 2


def test_faulty_files_are_listed_and_not_added_to(work: Path) -> None:
    folder = work / "raw" / "corrections"
    folder.mkdir()
    (folder / "porto--qingdao.yml").write_text("- ucap: [\n", encoding="utf-8")
    listed = call(work, "corrections")
    assert listed.returncode == 0 and "invalid     corrections/porto--qingdao.yml:2" in listed.stdout
    assert ": 1 invalid" in listed.stdout and "Correct or delete the invalid ones." in listed.stdout.splitlines()[-1]
    done = call(work, "correct", "porto", "cities", "lead/1", "province", "Norte", "--reason", "x")
    assert done.returncode == 1 and "cannot be added" in done.stderr
    assert (folder / "porto--qingdao.yml").read_text(encoding="utf-8") == "- ucap: [\n"


def test_corrections_of_a_folder_by_name_and_of_none(work: Path) -> None:
    raw, out = work / "raw", work / "out"
    for folder in ([raw], ["--raw", raw]):
        listed = invoke_ucap("corrections", *folder, "-o", out)
        assert listed.returncode == 0 and listed.stdout == "There are no corrections.\n", listed.stderr
    missing = invoke_ucap("corrections", work / "rwa", "-o", out)
    assert missing.returncode == 1 and f"There is no folder “{work / 'rwa'}”" in missing.stderr
    assert invoke_ucap("corrections", raw, "--raw", raw).returncode == 2


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text + "- ucap: [\n", id="file"),
        pytest.param(lambda text: text.replace("column: province", "colunm: province"), id="entry"),
    ],
)
def test_a_broken_file_takes_no_published_value_back(work: Path, damage: Any) -> None:
    call(work, "correct", "porto", "cities", "lead/1", "province", "Norte", "--reason", "map")
    assert call(work, "rerun").returncode == 0 and province_of(work) == "Norte"
    version = latest_version(work / "out")
    (path,) = (work / "raw" / "corrections").iterdir()
    whole = path.read_text(encoding="utf-8")
    path.write_text(damage(whole), encoding="utf-8")
    for _ in range(2):
        done = call(work, "rerun")
        assert done.returncode == 1 and "corrections: 1 correction that is applied" in done.stderr
        assert "corrections/porto--qingdao.yml:" in done.stderr and "--accept-drop corrections" in done.stderr
        assert (latest_version(work / "out"), province_of(work)) == (version, "Norte")
    path.write_text(whole, encoding="utf-8")
    assert call(work, "rerun").returncode == 0 and latest_version(work / "out") == version
    path.write_text(damage(whole), encoding="utf-8")
    done = invoke_ucap("ingest", work / "raw", "-o", work / "out", "--accept-drop", "corrections")
    assert done.returncode == 0 and province_of(work) is None
    path.unlink()
    assert call(work, "rerun").returncode == 0


def test_a_faulty_entry_is_listed_by_every_summary(work: Path) -> None:
    path = write_rows(work, ADD.replace("table: activities", "table: mayors"))
    for _ in range(2):
        done = invoke_ucap("ingest", work / "raw", "-o", work / "out")
        assert done.returncode == 0
        lines = [line for line in done.stdout.splitlines() if "corrections/rows.yml" in line]
        assert len(lines) == 1 and lines[0].startswith("  corrections/rows.yml:2: table: ")
    path.unlink()


def test_another_folder_is_refused_with_the_command_for_that_folder(work: Path) -> None:
    version = latest_version(work / "out")
    make_raw(work / "other raw", ("Lyon", "Wuhan"))
    done = invoke_ucap("ingest", work / "other raw", "-o", work / "out")
    assert done.returncode == 1 and latest_version(work / "out") == version
    assert "none of the 2 U-CAPs that were published before is in this version, which has 1 U-CAP: is it" in done.stderr
    assert f"ucap ingest '{work / 'other raw'}' --output {work / 'out'} --accept-drop documents" in done.stderr


def test_chosen_documents_are_read_again(work: Path) -> None:
    done = invoke_ucap("ingest", work / "raw", "-o", work / "out", "--only", "turin*")
    assert done.returncode == 0 and "[1/1] read turin-shenyang.txt" in done.stdout
    assert "says the same already" in done.stdout
    done = invoke_ucap("ingest", work / "raw", "-o", work / "out", "--only", "lyon*")
    assert done.returncode == 1 and "No document is named lyon*" in done.stderr
    assert "[1/1] read porto-qingdao.txt" in call(work, "rerun", "porto").stdout
    assert "[2/2] read" in call(work, "rerun", "*-*.txt").stdout


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(["porto-qingdao.txt"], ["porto-qingdao.txt"], id="file-name"),
        pytest.param(
            ["turin--shenyang", "raw/porto-qingdao.txt"], ["turin-shenyang.txt", "porto-qingdao.txt"], id="id-and-path"
        ),
        pytest.param(["turin"], ["turin-shenyang.txt"], id="a-part-that-one-has"),
        pytest.param(["*.txt"], ["*.txt"], id="a-pattern"),
        pytest.param([], [], id="none"),
    ],
)
def test_documents_are_named_as_people_do(published: Path, wanted: list[str], found: list[str]) -> None:
    assert find_patterns(published / "out", wanted) == found


def test_a_name_that_looks_like_a_pattern_is_a_name(work: Path) -> None:
    (work / "raw" / "turin-shenyang.txt").rename(work / "raw" / "turin [final].txt")
    call(work, "rerun")
    assert find_patterns(work / "out", ["turin [final].txt"]) == ["turin [[]final].txt"]
    with pytest.raises(RunError, match=r"porto-qingdao.txt, turin \[final\].txt: name one of them"):
        find_patterns(work / "out", [".txt"])


def test_a_run_after_a_rollback_says_what_is_the_latest(work: Path) -> None:
    first = latest_version(work / "out") or ""
    (work / "raw" / "turin-shenyang.txt").unlink()
    accept = ("--accept-drop", "all")
    assert invoke_ucap("ingest", work / "raw", "-o", work / "out", *accept).returncode == 0
    second = latest_version(work / "out")
    assert invoke_ucap("rollback", first, "--output", work / "out").returncode == 0
    done = invoke_ucap("ingest", work / "raw", "-o", work / "out", *accept)
    # Not "nothing changed": no document was read and nothing written, but readers see another version now.
    assert f"Version {second} in {work / 'out'} is the latest again, in the place of {first}" in done.stdout
    assert latest_version(work / "out") == second
    done = invoke_ucap("ingest", work / "raw", "-o", work / "out", *accept)
    assert f"Nothing changed since version {second}" in done.stdout


def write_rows(work: Path, entries: str) -> Path:
    path = work / "raw" / "corrections" / "rows.yml"
    path.parent.mkdir(exist_ok=True)
    signed = "\n  reason: x\n  author: ab\n  date: 2024-02-29\n"
    path.write_text("".join(f"- {entry}{signed}" for entry in entries.strip().split("\n\n")), encoding="utf-8")
    return path


TWO_ACTIVITIES = FORM.format(lead="Porto", partner="Qingdao").replace(
    "met at a workshop.", "met at a workshop. → June 2018: Porto and Qingdao held a webinar."
)
DROP = """ucap: porto--qingdao
  table: activities
  row: porto--qingdao/a1
  drop: true
  expected: {position: 1}"""
ADD = """ucap: porto--qingdao
  table: activities
  add: {text: Farewell}"""


def test_rows_that_entries_moved_are_named_as_published(work: Path) -> None:
    (work / "raw" / "porto-qingdao.txt").write_text(TWO_ACTIVITIES, encoding="utf-8")
    path = write_rows(work, f"{DROP}\n\n{ADD}")
    assert call(work, "rerun", "--strict").returncode == 0
    activities = [row for row in read_table(work / "out", "activities").to_pylist() if row["ucap_id"] == "porto--qingdao"]
    assert [row["date_text"] for row in activities] == ["June 2018", None]

    arguments = ("correct", "porto", "activities")
    done = call(work, *arguments, "a1", "date_text", "July 2018", "--reason", "x")
    assert done.returncode == 0, done.stderr
    assert "activities porto--qingdao/a2 date_text: June 2018 -> July 2018" in done.stdout
    assert "this one is published as porto--qingdao/a1" in done.stdout
    added = call(work, *arguments, "a2", "date_text", "July 2018", "--reason", "x")
    assert added.returncode == 1 and "corrections/rows.yml:9 adds it, so change the value there" in added.stderr
    gone = call(work, *arguments, "a3", "date_text", "July 2018", "--reason", "x")
    assert gone.returncode == 1 and "those of porto--qingdao are a1, a2." in gone.stderr

    done = call(work, "rerun", "--strict")
    assert done.returncode == 0 and "activities a1 date_text: June 2018 -> July 2018" in done.stdout
    for entries in (DROP, f"{DROP}\n\n{ADD}\n\n{ADD.replace('Farewell', 'Thanks')}"):
        write_rows(work, entries)
        done = call(work, *arguments, "a1", "mode", "online", "--reason", "x")
        assert done.returncode == 1 and "changed since the latest version" in done.stderr and "ucap rerun" in done.stderr
    assert call(work, "correct", "porto", "cities", "lead/1", "province", "Norte", "--reason", "x").returncode == 0
    path.unlink()


def test_a_value_is_looked_up_in_what_the_version_was_made_of(work: Path) -> None:
    shutil.rmtree(work / "out" / ".state")  # what was read is not remembered: the document is read once more
    arguments = ("correct", "porto", "cities", "lead/1")
    assert call(work, *arguments, "province", "Norte", "--reason", "x").returncode == 0
    document = work / "raw" / "porto-qingdao.txt"
    document.write_text(TWO_ACTIVITIES, encoding="utf-8")
    done = call(work, *arguments, "population", "231800", "--reason", "x")
    assert done.returncode == 1 and "was made with: run `ucap rerun` first" in done.stderr
    document.unlink()
    done = call(work, *arguments, "population", "231800", "--reason", "x")
    assert done.returncode == 1 and "was made with: run `ucap rerun` first" in done.stderr


def test_no_other_process_adds_entries_from_looking_for_rivals_to_writing(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, bool] = {}

    def watch(module: str, name: str) -> None:
        function = getattr(importlib.import_module(module), name)

        def watched(*arguments: Any, **options: Any) -> Any:
            folder = os.open(work / "raw", os.O_RDONLY)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held[name] = False
            except BlockingIOError:
                held[name] = True
            finally:
                os.close(folder)
            return function(*arguments, **options)

        monkeypatch.setattr(f"{module}.{name}", watched)

    watch("ucap.flows.run.correct", "load_book")
    watch("ucap.flows.run.correct", "write_entry")
    assert call(work, "correct", "porto", "cities", "lead/1", "province", "Norte", "--reason", "x").returncode == 0
    assert held == {"load_book": True, "write_entry": True}
