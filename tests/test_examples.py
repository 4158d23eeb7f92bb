"""The documents in ``raw/`` say what their sources say, and the gold over them speaks of words that are there."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from examples.render import LAYOUTS, Summary, load_summary, render

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "examples" / "sources").glob("*.yml"))
GOLD: dict[str, Any] = json.loads((ROOT / "tests" / "gold" / "raw_fields.json").read_text(encoding="utf-8"))


def read_words(content: bytes) -> Counter[str]:
    if not content.startswith(b"%PDF"):
        return split_words(content.decode())
    document = pypdfium2.PdfDocument(content)
    return split_words("\n".join(page.get_textpage().get_text_range() for page in document))


def split_words(text: str) -> Counter[str]:
    """Letters and digits only: hyphens at line ends come out of a PDF in several ways."""
    return Counter(re.findall(r"[^\W_]+", re.sub(r"</?[a-z]+[^>]*>", " ", text)))


def source_text(summary: Summary) -> str:
    cells = [block.text for row in summary.rows for cell in row.cells for block in cell]
    return "\n".join([summary.title, *(row.label for row in summary.rows), *cells, *summary.closing])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_raw_document_says_what_its_source_says(path: Path) -> None:
    summary = load_summary(path)
    assert not split_words(source_text(summary)) - read_words((ROOT / "raw" / summary.output).read_bytes())


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "browser"])
def test_layout_prints_every_word_and_the_same_bytes_again(layout: str) -> None:
    for path in SOURCES:
        summary = load_summary(path)
        content = render(summary, layout)
        assert not split_words(source_text(summary)) - read_words(content), path.stem
        assert render(summary, layout) == content, path.stem


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_gold_quotes_its_source(path: Path) -> None:
    summary = load_summary(path)
    gold = GOLD[Path(summary.output).name]
    text = re.sub(r"\s+", " ", re.sub(r"</?[ubi]>", "", source_text(summary)))
    quotes = [gold["objectives"], gold["contact"], *gold["themes"], *gold["theme_focus"], *gold["theme_challenge"]]
    quotes += [activity[3] for activity in gold["activities"]]
    quotes += [quote for group in gold["activity_contains"].values() for quote in group]
    quotes += [quote for heading, _, start in gold["results"] for quote in (heading, start)]
    assert [quote for quote in quotes if quote and quote not in text] == []
    sections = {row.label.split()[0]: [block.level for cell in row.cells for block in cell] for row in summary.rows}
    assert len(gold["activities"]) == sections["Short"].count(1)
    assert sum(activity[4] for activity in gold["activities"]) == sections["Short"].count(2)
    assert len(gold["results"]) == sections["Expected"].count(1)


def test_gold_covers_raw_exactly() -> None:
    assert sorted(GOLD) == sorted(Path(load_summary(path).output).name for path in SOURCES)
