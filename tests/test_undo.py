"""Taking a correction back out of its file: nothing else in the file changes."""

from pathlib import Path

import pytest

from ucap.publishing.corrections.book import load_book
from ucap.publishing.corrections.draft import CorrectionError, remove_entry

ENTRY = """- ucap: porto--qingdao
  table: cities
  row: porto--qingdao/lead/{row}
  column: province
  expected: null
  value: {value}
  reason: |
    Of the census,
    page 3.
  author: mk
  date: 2026-01-31
"""
FIRST, SECOND = ENTRY.format(row=1, value="Norte"), ENTRY.format(row=2, value="Douro")


@pytest.mark.parametrize(
    ("content", "position", "left"),
    [
        pytest.param(FIRST, 0, "", id="the-only-one"),
        pytest.param(f"# Head\n{FIRST}", 0, "# Head\n", id="a-comment-above-stays"),
        pytest.param(f"{FIRST}\n# About the second\n{SECOND}", 0, f"\n# About the second\n{SECOND}", id="first-of-two"),
        pytest.param(f"{FIRST}# About the second\n{SECOND}", 1, f"{FIRST}# About the second\n", id="second-of-two"),
        pytest.param(FIRST + SECOND.rstrip("\n"), 1, FIRST, id="no-line-break-at-the-end"),
    ],
)
def test_an_entry_is_taken_out_and_the_rest_stays(tmp_path: Path, content: str, position: int, left: str):
    path = tmp_path / "corrections" / "porto.yml"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    located = load_book(tmp_path).entries[position]
    remove_entry(tmp_path, located.file, located.entry_id)
    assert path.read_text(encoding="utf-8") == left
    assert len(load_book(tmp_path).entries) == content.count("- ucap") - 1
    with pytest.raises(CorrectionError, match="no such entry any more"):
        remove_entry(tmp_path, located.file, located.entry_id)


def test_a_file_that_is_gone_is_an_error(tmp_path: Path):
    with pytest.raises(CorrectionError, match="cannot be changed"):
        remove_entry(tmp_path, "corrections/none.yml", "0")
