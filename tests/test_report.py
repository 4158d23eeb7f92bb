"""The report: what it counts, that it stands alone, and that text of documents stays text in it."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.commands import invoke_ucap
from tests.example_outputs import ONE
from tests.example_readings import make_reading
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.versions import publish_dataset
from ucap.review.queries.opened import open_version
from ucap.review.report import page
from ucap.review.report.figures import collect_figures, count_months
from ucap.review.report.page import Report, draw_report
from ucap.review.report.placing import place_names


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    publish_dataset(ONE, folder)
    return folder


@pytest.fixture(scope="module")
def report(output: Path) -> Report:
    return draw_report(output)


def test_each_chart_is_in_the_page_and_a_file(report: Report):
    names = re.findall(r'<h2 id="(\w+)-title">', report.html)
    assert names == ["timeline", "months", "map", "themes", "results", "quality", "methods", "changes"]
    assert {*report.charts} == {f"{name}.{kind}" for name in names[:6] for kind in ("svg", "png")}
    assert report.html.count("<svg") == 6 == report.html.count("<summary>")
    assert all(content.startswith(b"\x89PNG") for name, content in report.charts.items() if name.endswith("png"))


def test_it_needs_no_script_and_nothing_from_elsewhere(report: Report):
    assert "<script" not in report.html and "<link" not in report.html
    assert not re.findall(r'(?:src|href)="(?!#)', report.html)
    identifiers = re.findall(r'\bid="([^"]*)"', report.html)
    assert len(identifiers) == len(set(identifiers))


def test_it_counts_what_is_published(output: Path):
    figures = collect_figures(open_version(output))
    assert figures.totals["ucaps"] == 2
    assert sum(sum(counts.values()) for _, counts in figures.months) <= len(figures.timeline)
    assert {link.lead for link in figures.links} <= {"Turku", "Lviv"}
    assert dict(figures.fill_rates)["ucaps.title"] == 1
    assert len(figures.themes.columns) == 17


def test_a_month_counts_only_dates_that_say_a_month():
    def row(start: date, precision: str, mode: str | None = "online", *, planned: bool = False) -> dict[str, object]:
        return {"date_start": start, "date_precision": precision, "mode": mode, "planned": planned}

    months = count_months(
        [
            row(date(2020, 1, 1), "month"),
            row(date(2020, 1, 9), "day", planned=True),
            row(date(2020, 3, 5), "day", None),
            row(date(2020, 1, 1), "year"),
        ]
    )
    assert [month for month, _ in months] == ["2020-01", "2020-02", "2020-03"]
    assert months[0][1] == {"in_person": 0, "online": 1, "hybrid": 0, "unknown": 0, "planned": 1}
    assert months[2][1]["unknown"] == 1
    assert count_months([]) == []


def test_text_of_documents_is_text_in_page_and_charts(tmp_path: Path):
    hostile = make_reading("a.pdf", lead="<b>Turku</b>$x_1$")
    publish_dataset(assemble_dataset([hostile]), tmp_path)
    report = draw_report(tmp_path)
    assert "<b>Turku" not in report.html and "&lt;b&gt;Turku" in report.html


def test_an_empty_version_has_a_report(tmp_path: Path):
    publish_dataset(assemble_dataset([]), tmp_path)
    assert "There is no earlier version" in draw_report(tmp_path).html


def test_the_command_writes_page_and_charts_but_not_over_others(output: Path, tmp_path: Path):
    target = tmp_path / "charts"
    done = invoke_ucap("report", "--output", output, "--target", target)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in target.iterdir()} >= {"report.html", "map.svg", "map.png"}
    again = invoke_ucap("report", "--output", output, "--target", target)
    assert again.returncode == 1 and "--force" in again.stderr
    assert invoke_ucap("report", "--output", output, "--target", target, "--force").returncode == 0
    assert invoke_ucap("report", "--output", tmp_path / "nothing", "--target", target).returncode == 1


def test_no_coast_jumps_across_the_map():
    rings = json.loads((Path(page.__file__).parent / "land.json").read_bytes())["rings"]
    assert len(rings) > 100
    assert all(abs(one[0] - other[0]) < 60 for ring in rings for one, other in pairwise(ring))


def test_names_on_the_map_lie_over_no_other_name_and_no_point():
    points = [(17.0 * (n % 10) + 3 * (n // 10), 12.0 * (n // 10)) for n in range(90)]
    sizes = [(10.0 + 3 * (n % 9), 8.0) for n in range(90)]
    placed = place_names(points, sizes, (-40.0, -20.0, 200.0, 120.0))
    boxes = [(x, y, x + w, y + h) for (x, y), (w, h) in ((p, s) for p, s in zip(placed, sizes, strict=True) if p)]
    assert 10 < len(boxes) < 90
    for number, one in enumerate(boxes):
        assert one[0] >= -40 and one[1] >= -20 and one[2] <= 200 and one[3] <= 120
        assert not any(one[0] < x < one[2] and one[1] < y < one[3] for x, y in points)
        for other in boxes[:number]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
