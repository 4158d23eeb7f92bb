"""`ucap issues` and `ucap status`: what they find, and that nothing from a document gets at the terminal."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands import invoke_ucap
from tests.example_readings import make_correction, make_quarantined, make_reading
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.errors import OutputError
from ucap.publishing.find_issues import find_documents, find_issues
from ucap.publishing.list_documents import DocumentEntry, list_documents
from ucap.publishing.status import collect_status
from ucap.publishing.versions import publish_dataset
from ucap.schemas.records import Issue
from ucap.schemas.rules import RULES

EVIL = "\x1b[2J<script>alert(1)</script>[bold red]=HYPERLINK(1)"


def issue(path: str, number: int, code: str, message: str = "Something.") -> Issue:
    return Issue(
        issue_id=f"{path}-{number}",
        source_path=path,
        ucap_id=None,
        section="area",
        code=code,
        severity=RULES[code].severity,
        message=message,
        raw_text=None,
        page=2,
    )


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("published") / "out"
    # Each side has a summary, so that no finding is about a missing one.
    first, second = make_reading("asia/a.pdf", partner="Lviv"), make_reading("b.txt", lead="Lviv", partner="Turku")
    readings = [
        replace(first, issues=(issue("asia/a.pdf", 1, "contact_missing"), issue("asia/a.pdf", 2, "number_decided"))),
        replace(second, issues=(issue("b.txt", 1, "contact_missing", EVIL), issue("b.txt", 2, "period_reversed"))),
        replace(make_quarantined(f"{EVIL.replace('/', '')}.pdf"), issues=()),
    ]
    corrections = [make_correction("c.yml", 1), make_correction("c.yml", 2).model_copy(update={"status": "stale"})]
    publish_dataset(assemble_dataset(readings, corrections), folder)
    yield folder


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(
            {},
            [("b.txt", "period_reversed"), ("b.txt", "contact_missing"), ("asia/a.pdf", "contact_missing"),
             ("asia/a.pdf", "number_decided")],
            id="gravest-first",
        ),
        pytest.param({"severities": ["error", "warning"]}, [("b.txt", "period_reversed")], id="severity"),
        pytest.param({"codes": ["number_decided"]}, [("asia/a.pdf", "number_decided")], id="code"),
        pytest.param({"source_paths": ["b.txt"], "severities": ["info"]}, [("b.txt", "contact_missing")], id="document"),
        pytest.param({"codes": ["row_missing"]}, [], id="none"),
    ],
)  # fmt: skip
def test_find_issues(output, filters, expected):
    assert [(row["source_path"], row["code"]) for row in find_issues(output, **filters)] == expected


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param("asia/a.pdf", ["asia/a.pdf"], id="path"),
        pytest.param("raw/asia/a.pdf", ["asia/a.pdf"], id="path-with-the-raw-folder"),
        pytest.param("a.pdf", ["asia/a.pdf"], id="file-name"),
        pytest.param("lviv--turku", ["b.txt"], id="ucap-id"),
        pytest.param("B.TX", ["b.txt"], id="part-of-it"),
        pytest.param("turku", ["asia/a.pdf", "b.txt"], id="part-of-several"),
        pytest.param("nowhere", [], id="none"),
    ],
)
def test_find_documents(output, wanted, found):
    assert list(find_documents(output, wanted)) == found


def test_status(output):
    status = collect_status(output)
    assert status.documents == {"published": 1, "published_with_issues": 1, "quarantined": 1}
    assert [entry["source_path"] for entry in status.quarantined] == [f"{EVIL.replace('/', '')}.pdf"]
    assert [(entry["file"], entry["position"]) for entry in status.stale_corrections] == [("c.yml", 2)]
    assert (status.rows["ucaps"], status.rows["issues"]) == (2, 4)
    assert (status.fill_rates["cities.population"], status.fill_rates["ucaps.title"]) == (0.5, 1.0)
    assert list(status.issues) == ["period_reversed", "contact_missing", "number_decided"]
    assert status.issues["contact_missing"] == {"severity": "info", "count": 2}


def test_an_empty_version_has_a_status(tmp_path: Path):
    publish_dataset(assemble_dataset([]), tmp_path / "out")
    assert collect_status(tmp_path / "out").fill_rates["cities.population"] is None


def test_no_version_yet(tmp_path: Path):
    for call in (collect_status, find_issues):
        with pytest.raises(OutputError, match="has no version yet"):
            call(tmp_path)


def test_commands_print_nothing_of_a_document_as_control_or_markup(output):
    for command in ("issues", "status", "list"):
        done = invoke_ucap(command, "--output", output)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\\x1b[2J<script>alert(1)<" in done.stdout and "\x1b" not in done.stdout
        assert "[bold red]=HYPERLINK(1)" in done.stdout
        rendered = invoke_ucap(command, "--output", output, "--json")
        assert "\x1b" not in rendered.stdout and EVIL.replace("/", "") in json.dumps(json.loads(rendered.stdout)).replace(
            "\\u001b", "\x1b"
        ).replace("/", "")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(("issues", "b.txt", "--severity", "error"), 0, "  error   period_reversed (area p. 2): Som", id="one"),
        pytest.param(("issues", "--limit", "1"), 0, "and 3 more: --limit 0 shows all", id="limit"),
        pytest.param(("issues", "--needs-look"), 0, "1 finding in 1 document", id="what-needs-a-look"),
        pytest.param(("list", "--needs-look"), 0, "`ucap issues NAME --needs-look` shows", id="how-to-see-what-needs-it"),
        pytest.param(("issues", "--code", "row_missing"), 0, "Nothing of this kind was found.", id="nothing-found"),
        pytest.param(("issues", "script"), 0, "is not published: empty:", id="quarantined"),
        pytest.param(("issues", "nowhere"), 1, "is named nowhere: `ucap list` shows all names", id="unknown-document"),
        pytest.param(("list", "nowhere"), 1, "is named nowhere: `ucap list` shows all names", id="unknown-document-in-list"),
        pytest.param(("list", "--code", "colour"), 2, "period_reversed", id="unknown-code-in-list"),
        pytest.param(("list", "--code", "row_missing"), 0, "No document of this kind.", id="nothing-in-list"),
        pytest.param(("issues", "--code", "colour"), 2, "period_reversed", id="unknown-code"),
        pytest.param(("issues", "--severity", "bad"), 2, "warning", id="unknown-severity"),
    ],
)
def test_issues_command(output, arguments, status, said):
    done = invoke_ucap(*arguments, "--output", output)
    assert done.returncode == status
    assert said in (done.stderr if status else done.stdout)


def test_commands_without_a_version(tmp_path: Path):
    for command in ("issues", "status", "list"):
        done = invoke_ucap(command, "--output", tmp_path)
        assert (done.returncode, done.stdout) == (1, "") and "ucap ingest" in done.stderr


BAD = f"{EVIL.replace('/', '')}.pdf"


@pytest.mark.parametrize(
    ("filters", "paths"),
    [
        pytest.param({}, [BAD, "asia/a.pdf", "b.txt"], id="all"),
        pytest.param({"wanted": "b.txt"}, ["b.txt"], id="name"),
        pytest.param({"statuses": ["quarantined"]}, [BAD], id="status"),
        pytest.param({"severities": ["error"]}, ["b.txt"], id="severity"),
        pytest.param({"codes": ["number_decided"]}, ["asia/a.pdf"], id="code"),
        pytest.param({"wanted": "b.txt", "statuses": ["quarantined"]}, [], id="both"),
    ],
)
def test_list_documents(output, filters, paths):
    assert [entry.source_path for entry in list_documents(output, **filters)] == paths


def test_documents_are_listed_with_status_findings_and_reason(output):
    done = invoke_ucap("list", "--output", output)
    lines = done.stdout.splitlines()
    assert any(
        line.split() == ["b.txt", "published", "with", "issues", "lviv--turku", "1", "error,", "1", "note"] for line in lines
    )
    assert "  \\x1b[2J<script>alert(1)<script>[bold red]=HYPERLINK(1).pdf: empty: " in done.stdout
    listed = json.loads(invoke_ucap("list", "--needs-look", "--output", output, "--json").stdout)
    assert [entry["source_path"] for entry in listed] == [BAD, "b.txt"]
    assert listed[1]["findings"] == {"error": 1, "info": 1} and listed[1]["lead_cities"] == ["Lviv"]


@pytest.mark.parametrize(
    ("status", "reason", "codes", "needs_look"),
    [
        pytest.param("published", None, ["running_text", "number_decided"], False, id="notes"),
        pytest.param("published", None, ["running_text", "mode_unclear"], True, id="note-on-a-doubtful-value"),
        pytest.param("published_with_issues", None, ["date_ambiguous"], True, id="warning"),
        pytest.param("published_with_issues", None, ["period_reversed"], True, id="error"),
        pytest.param("quarantined", "empty: no text", [], True, id="quarantined"),
        pytest.param("quarantined", "ignored: by a correction", [], False, id="ignored-by-a-person"),
        pytest.param("superseded", "superseded: by b.pdf", [], False, id="superseded"),
    ],
)
def test_what_needs_a_look(status: str, reason: str | None, codes: list[str], needs_look: bool):
    findings = {str(RULES[code].severity): 1 for code in codes}
    entry = DocumentEntry("a.pdf", status, reason, None, [], [], findings, codes, None)
    assert entry.needs_look is needs_look


def test_status_without_latest_names_rollback(tmp_path: Path):
    publish_dataset(assemble_dataset([make_reading("a.pdf")]), tmp_path)
    target = (tmp_path / "latest").readlink()
    for gone in (False, True):
        named = f"`ucap rollback {target.name if gone else 'VERSION'}`"
        (tmp_path / "latest").unlink()
        if not gone:
            (tmp_path / "latest").symlink_to("versions/000000000000")
        done = invoke_ucap("status", "--output", tmp_path)
        assert done.returncode == 1 and named in done.stderr
    assert invoke_ucap("rollback", target.name, "--output", tmp_path).returncode == 0
    assert invoke_ucap("status", "--output", tmp_path).returncode == 0


def test_status_compares_checksums_of_a_small_version_and_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    publish_dataset(assemble_dataset([make_reading("a.pdf")]), tmp_path)
    assert "Every file has the checksum" in invoke_ucap("status", "--output", tmp_path).stdout
    monkeypatch.setattr("ucap.publishing.status._HASHED_AT_ONCE", 0)
    assert "Every file has the checksum" not in invoke_ucap("status", "--output", tmp_path).stdout
    assert "Every file has the checksum" in invoke_ucap("status", "--verify", "--output", tmp_path).stdout
    manifest = tmp_path / "latest" / "datapackage.json"
    manifest.chmod(0o644)
    manifest.write_text("{}")
    assert invoke_ucap("status", "--output", tmp_path).returncode == 0
    done = invoke_ucap("status", "--verify", "--output", tmp_path)
    assert done.returncode == 1 and "datapackage.json differs from its checksum" in done.stderr
