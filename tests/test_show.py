"""`ucap show`: the published values of one U-CAP, for people and for programs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands import invoke_ucap
from tests.example_readings import make_quarantined, make_reading
from ucap.flows.commands.values import render_values
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.versions import publish_dataset
from ucap.review.queries.document import find_document, read_document_page
from ucap.review.queries.opened import open_version
from ucap.schemas.records import Issue

EVIL = "\x1b[2J[bold red]"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("published") / "out"
    first, second = make_reading("asia/a.pdf", partner="Lviv"), make_reading("b.txt", lead="Lviv", partner="Turku")
    assert first.ucap
    (city, *cities), (activity, *activities) = first.ucap.cities, first.ucap.activities
    printed = next(row.raw_text for row in first.ucap.evidence if row.table == "cities" and row.column == "city")
    finding = Issue(
        issue_id="1",
        source_path="asia/a.pdf",
        ucap_id="turku--lviv",
        section="city",
        code="label_doubted",
        severity="warning",
        message=f"Another figure{EVIL}.",
        raw_text=printed,
        page=1,
    )
    summary = first.ucap.summary.model_copy(update={"lead_cities": ["Åbo"]})
    ucap = replace(
        first.ucap,
        summary=summary,
        cities=(city, *cities),
        activities=(activity.model_copy(update={"items": ["One item", "another"], "planned": True}), *activities),
    )
    readings = [replace(first, ucap=ucap, issues=(finding,)), replace(second, issues=()), make_quarantined("c.pdf")]
    publish_dataset(assemble_dataset(readings), folder)
    yield folder


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        pytest.param("turku--lviv", 0, "turku--lviv\n", id="ucap"),
        pytest.param("raw/asia/a.pdf", 0, "turku--lviv\n", id="path"),
        pytest.param("åbo", 0, "turku--lviv\n", id="city"),
        pytest.param("ABO", 0, "turku--lviv\n", id="city-without-accents"),
        pytest.param("lviv", 1, "lviv can be asia/a.pdf, b.txt: name one of them.", id="two"),
        pytest.param("nowhere", 1, "is named nowhere: `ucap list` shows all names.", id="none"),
        pytest.param("c.pdf", 1, "  reason    empty: the file has no bytes", id="not-published"),
    ],
)
def test_a_ucap_is_shown_by_any_of_its_names(output: Path, name: str, status: int, said: str) -> None:
    done = invoke_ucap("show", name, "--output", output)
    assert done.returncode == status
    assert said in (done.stderr or done.stdout)


def test_values_stand_together_with_their_findings(output: Path) -> None:
    shown = invoke_ucap("show", "turku--lviv", "--output", output).stdout
    lines = shown.splitlines()
    assert "Lead 1  (cities lead/1)" in lines and "Activity 1  (activities a1)" in lines
    at = next(number for number, line in enumerate(lines) if line.startswith("  city "))
    assert lines[at].split() == ["city", "Turku"] and any(line.split() == ["population", "195301"] for line in lines[at:])
    assert lines[at + 1].strip() == "! warning label_doubted: Another figure\\x1b[2J[bold red]."
    activity = lines[lines.index("Activity 1  (activities a1)") + 1 :]
    assert activity[0].startswith("  date ") and ", printed “" in activity[0]
    assert any(line.split() == ["planned", "yes"] for line in activity)
    assert any(line.split() == ["items", "-", "One", "item"] for line in activity)
    assert lines[-1].startswith("`ucap issues turku--lviv` lists the findings") and not lines[-2]
    assert "\x1b" not in shown


def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(output: Path) -> None:
    opened = open_version(output)
    document = find_document(opened, "asia/a.pdf")
    assert document
    page = read_document_page(opened, document)
    whole = " ".join(line.text for line in render_values(page, None)).split()
    for room in (60, 120):
        lines = [line.text for line in render_values(page, room)]
        assert max(map(len, lines)) <= room
        assert " ".join(lines).split() == whole


def test_programs_get_every_column(output: Path) -> None:
    content = json.loads(invoke_ucap("show", "turku--lviv", "--output", output, "--json").stdout)
    assert content["document"]["source_path"] == "asia/a.pdf"
    assert content["cities"][0]["population"] == 195301 and content["issues"][0]["code"] == "label_doubted"
    assert content["ucaps"][0]["ucap_id"] == "turku--lviv" and content["activities"][0]["items"] == ["One item", "another"]
    refused = invoke_ucap("show", "c.pdf", "--output", output, "--json")
    assert refused.returncode == 1 and set(json.loads(refused.stdout)) == {"version", "document", "issues"}
