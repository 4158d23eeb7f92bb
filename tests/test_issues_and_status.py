"""`ucap issues` and `ucap status`: what they find, and that nothing from a document gets at the terminal."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands import run_ucap
from tests.example_readings import make_correction, make_quarantined, make_reading
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.errors import OutputError
from ucap.publishing.find_issues import find_documents, find_issues
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
    first, second = make_reading("asia/a.pdf"), make_reading("b.txt", lead="Lviv")
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
        pytest.param("lviv--hue", ["b.txt"], id="ucap-id"),
        pytest.param("LVIV", ["b.txt"], id="part-of-it"),
        pytest.param("hue", ["asia/a.pdf", "b.txt"], id="part-of-several"),
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
        with pytest.raises(OutputError, match="holds no version yet"):
            call(tmp_path)


def test_commands_print_nothing_of_a_document_as_control_or_markup(output):
    for command in ("issues", "status"):
        done = run_ucap(command, "--output", output)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\\x1b[2J<script>alert(1)<" in done.stdout and "\x1b" not in done.stdout
        assert "[bold red]=HYPERLINK(1)" in done.stdout
        rendered = run_ucap(command, "--output", output, "--json")
        assert "\x1b" not in rendered.stdout and EVIL.replace("/", "") in json.dumps(json.loads(rendered.stdout)).replace(
            "\\u001b", "\x1b"
        ).replace("/", "")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(("issues", "b.txt", "--severity", "error"), 0, "  error   period_reversed (area p. 2): Som", id="one"),
        pytest.param(("issues", "--limit", "1"), 0, "and 3 more: --limit 0 shows all", id="limit"),
        pytest.param(("issues", "--code", "row_missing"), 0, "Nothing of this kind was found.", id="nothing-found"),
        pytest.param(("issues", "script"), 0, "is not published: empty:", id="quarantined"),
        pytest.param(("issues", "nowhere"), 1, "is named nowhere", id="unknown-document"),
        pytest.param(("issues", "--code", "colour"), 2, "period_reversed", id="unknown-code"),
        pytest.param(("issues", "--severity", "bad"), 2, "warning", id="unknown-severity"),
    ],
)
def test_issues_command(output, arguments, status, said):
    done = run_ucap(*arguments, "--output", output)
    assert done.returncode == status
    assert said in (done.stderr if status else done.stdout)


def test_commands_without_a_version(tmp_path: Path):
    for command in ("issues", "status"):
        done = run_ucap(command, "--output", tmp_path)
        assert (done.returncode, done.stdout) == (1, "") and "ucap ingest" in done.stderr
