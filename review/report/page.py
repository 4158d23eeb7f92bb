"""The report as one HTML page that needs no script, and its charts as files."""

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ucap.publishing.history import find_previous
from ucap.review.queries.changes import list_changes
from ucap.review.queries.opened import open_version
from ucap.review.report.charts import CHARTS
from ucap.review.report.figures import MOST_PAIRS, collect_figures
from ucap.review.visible import make_visible
from ucap.schemas.wording import SEVERITY_NOUNS, choose_word, render_count

PAGE_NAME = "report.html"
MOST_CHANGES = 200
"""Differences from the last version that the page lists."""


@dataclass(frozen=True)
class Report:
    """A report: its page, and its charts as SVG and PNG by file name."""

    version: str
    html: str
    charts: dict[str, bytes]


def draw_report(output: Path, *, pictures: bool = True) -> Report:
    """Return the report of the latest version; without `pictures` the charts are in the page only. Raises `OutputError`."""
    opened = open_version(output)
    figures = collect_figures(opened)
    drawn = [(chart, chart.render(figures, "svg")) for chart in CHARTS]
    files: dict[str, bytes] = {}
    if pictures:
        files = {f"{chart.name}.svg": svg for chart, svg in drawn}
        files |= {f"{chart.name}.png": chart.render(figures, "png") for chart in CHARTS}
    before = find_previous(output)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: make_visible(value) if type(value) is str else "" if value is None else value,
    )
    environment.filters |= {"plural": render_count, "word": choose_word}
    html = environment.get_template("report.html").render(
        figures=figures,
        severity_nouns=SEVERITY_NOUNS,
        charts=[(chart, _embed(svg, chart.name)) for chart, svg in drawn],
        before=before,
        changes=list_changes(output, before, opened.name) if before else [],
        most=MOST_CHANGES,
        most_pairs=MOST_PAIRS,
    )
    return Report(opened.name, html, files)


def write_report(report: Report, folder: Path) -> Path:
    """Write a report into a folder, over one that is there; return the page. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / PAGE_NAME
    page.write_text(report.html, encoding="utf-8")
    for name, content in report.charts.items():
        (folder / name).write_bytes(content)
    return page


def _embed(svg: bytes, name: str) -> Markup:
    """Return an SVG file as part of a page: without its declarations, and with identifiers of its own.

    Matplotlib escapes every text in it, so it is markup of Matplotlib's alone.
    """
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{name}-", text)
    return Markup(re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S))
