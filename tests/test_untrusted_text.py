"""What documents and file names say is data: kept as it is, and shown as text wherever a person sees it."""

from pathlib import Path

import pytest

from tests.commands import invoke_ucap
from tests.hostile_case import make_rows
from tests.hostile_texts import html_form, tabbed
from ucap.extractors.extract import read_document
from ucap.flows.basics.printing import escape_markdown, make_printable
from ucap.flows.run.summary import RunSummary
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.checks import check_dataset

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.org","x")+1'
ESCAPES = "To \x1b[2J\x1b]0;title\x07 learn\x9b31m \x08\x7f"


@pytest.mark.parametrize(
    ("data", "objectives"),
    [
        pytest.param(html_form(make_rows(0), objectives="&lt;script&gt;alert(1)&lt;/script&gt;"), SCRIPT, id="written-script"),
        pytest.param(html_form(make_rows(0), objectives=f"We {SCRIPT}learn"), "We learn", id="script-that-browsers-run"),
        pytest.param(tabbed(make_rows(0), objectives=FORMULA), FORMULA, id="formula"),
        pytest.param(tabbed(make_rows(0), objectives="@SUM(1)"), "@SUM(1)", id="formula-by-at-sign"),
        pytest.param(tabbed(make_rows(0), objectives="{{7*7}} ${name} %s"), "{{7*7}} ${name} %s", id="templates"),
    ],
)
def test_tables_hold_what_is_printed(data: str, objectives: str) -> None:
    dataset = assemble_dataset([read_document(data.encode(), "a.html")])
    assert check_dataset(dataset) == []
    (ucap,) = dataset.tables["ucaps"].to_pylist()
    assert ucap["objectives"] == objectives
    sections = {row["section"]: row["text"] for row in dataset.tables["sections"].to_pylist()}
    assert sections["objectives"] == objectives


def test_nothing_that_a_document_names_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entity = f"<!DOCTYPE x [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>" + html_form(make_rows(0), objectives="We &e; learn.")
    reading = read_document(entity.encode(), "a.html")
    assert reading.ucap and reading.ucap.summary.objectives == "We &e; learn."


def test_the_terminal_shows_controls_instead_of_obeying_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(tabbed(make_rows(0), objectives=ESCAPES))
    result = invoke_ucap("inspect", tmp_path / "a.txt")
    assert result.returncode == 0
    assert all(c.isprintable() or c == "\n" for c in result.stdout + result.stderr)
    assert "[2J" in result.stdout  # the escape character itself is taken out, and reported


def test_file_names_are_printed_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["[red]x[bold].txt", ":warning:.txt", "\x1b[31m.txt", "two\nlines.txt", "<b>&amp;.txt"]
    for name in names:
        (tmp_path / "raw").mkdir(exist_ok=True)
        (tmp_path / "raw" / name).write_text("nothing of interest")
    result = invoke_ucap("ingest", "raw", "--output", "out", "--workers", "1")
    for name in names:
        assert f"  {make_printable(name)} is quarantined: not_a_ucap: " in result.stdout
    assert all(c.isprintable() or c == "\n" for c in result.stdout)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<script>", "&lt;script&gt;", id="tag"),
        pytest.param("&lt;b&gt;", "&amp;lt;b&amp;gt;", id="reference"),
        pytest.param("a|b", "a\\|b", id="end-of-cell"),
        pytest.param("[x](javascript:y)", "\\[x\\]\\(javascript:y\\)", id="link"),
        pytest.param("![x](y)", "\\!\\[x\\]\\(y\\)", id="picture"),
        pytest.param("`a` *b* _c_ ~~d~~", "\\`a\\` \\*b\\* \\_c\\_ \\~\\~d\\~\\~", id="emphasis"),
        pytest.param("a\n# b", "a\\\\n\\# b", id="line-break"),
        pytest.param("http://example.org", "http&#58;//example.org", id="bare-address"),
        pytest.param("www.example.org", "www&#46;example.org", id="bare-host"),
        pytest.param("a@example.org", "a&#64;example.org", id="bare-mail-address"),
        pytest.param("plan (2).pdf", "plan \\(2\\).pdf", id="ordinary-name"),
    ],
)
def test_markdown_shows_text_as_it_is(text: str, shown: str) -> None:
    assert escape_markdown(text) == shown


def test_prefects_summary_escapes_names_and_reasons() -> None:
    from ucap.flows.reports.run_report import render_markdown

    entries = ((f"{SCRIPT}|x.txt", f"damaged: {FORMULA}\n# heading"),)
    summary = RunSummary("v", True, 1, 0, {"quarantined": 1}, {"documents": 1}, entries, entries, 0)
    rendered = render_markdown(summary)
    assert "<script" not in rendered
    assert "\n# heading" not in rendered
    assert "://" not in rendered
