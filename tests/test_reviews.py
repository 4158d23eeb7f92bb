"""Checks by people: the log, what is published of it, and the finding where a value changed after its check."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.commands import make_raw
from ucap.flows.basics.settings import Settings
from ucap.flows.run.correct import write_correction
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import read_table
from ucap.publishing.reviews.log import LOG_NAME, ReviewAct, append_act, load_reviews

UCAP = "porto--qingdao"


def make_act(document_id: str = "d", act: Any = "right", reviewer: str = "mk", **values: str | None) -> ReviewAct:
    listed = tuple(("cities", "lead/1", column, value) for column, value in values.items())
    return ReviewAct(act=act, document_id=document_id, ucap=UCAP, reviewer=reviewer, date=date(2026, 1, 31), values=listed)


def test_the_last_act_about_a_value_holds(tmp_path: Path):
    append_act(tmp_path, make_act(city="Porto", province=None))
    append_act(tmp_path, make_act(act="withdraw", city="Porto"))
    append_act(tmp_path, make_act(reviewer="ab", province=None))
    append_act(tmp_path, make_act("other", city="Porto"))
    checks = load_reviews(tmp_path).checks
    assert [(c.document_id, c.column, c.value, c.reviewer) for c in checks] == [
        ("d", "province", None, "ab"),
        ("other", "city", "Porto", "mk"),
    ]
    assert {c.row for c in checks} == {f"{UCAP}/lead/1"}


def test_the_digest_depends_on_the_checks_of_the_ucap_alone(tmp_path: Path):
    assert load_reviews(tmp_path).digest(UCAP) == ""
    append_act(tmp_path, make_act(city="Porto"))
    log = load_reviews(tmp_path)
    assert log.digest(UCAP) and log.digest("another") == log.digest(None) == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("{", "the line", id="no-json"),
        pytest.param('{"act": "wrong"}', "act", id="unknown-act"),
        pytest.param("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "the line", id="bytes"),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_published_without_it(tmp_path: Path, line: str, said: str):
    append_act(tmp_path, make_act(city="Porto"))
    with (tmp_path / LOG_NAME).open("a", encoding="utf-8") as log:
        log.write(line + "\n")
    with pytest.raises(OutputError, match=rf"{LOG_NAME}:2: {said}.*Correct or delete this line"):
        load_reviews(tmp_path)


class Work:
    """A raw folder with two small U-CAPs and runs over it."""

    def __init__(self, folder: Path) -> None:
        self.raw = make_raw(folder / "raw", ("Porto", "Qingdao"), ("Lyon", "Wuhan"))
        self.request = RunRequest(self.raw, folder / "output")

    def run(self) -> RunSummary:
        return run_ingest(self.request, Settings(workers=1))

    def read(self, table: str) -> list[Mapping[str, Any]]:
        rows: list[Mapping[str, Any]] = read_table(self.request.output, table).to_pylist()
        return rows

    def check(self, **values: str | None) -> None:
        (document_id,) = {row["document_id"] for row in self.read("ucaps") if row["ucap_id"] == UCAP}
        append_act(self.raw, make_act(document_id, "right", "mk", **values))

    def find_codes(self) -> list[str]:
        return [row["code"] for row in self.read("issues") if row["source_path"] == "porto-qingdao.txt"]


def test_checks_are_published_and_a_changed_value_is_a_finding(tmp_path: Path):
    work = Work(tmp_path)
    first = work.run()
    assert work.read("reviews") == []
    work.check(city="Porto", province=None)
    checked = work.run()
    assert (checked.read, checked.carried_over) == (1, 1), "only the checked document is looked at again"
    assert {(row["column"], row["value"], row["status"]) for row in work.read("reviews")} == {
        ("city", "Porto", "valid"), ("province", None, "valid"),
    }  # fmt: skip
    assert "checked_value_changed" not in work.find_codes()
    assert work.run().unchanged

    write_correction(
        work.request, Settings(), "porto-qingdao.txt", table="cities", row="lead/1", column="province", text="Norte",
        reason="The form prints none.", author="ab",
    )  # fmt: skip
    work.run()
    assert {row["column"]: row["status"] for row in work.read("reviews")} == {"city": "valid", "province": "changed"}
    (finding,) = [row for row in work.read("issues") if row["code"] == "checked_value_changed"]
    assert "cities lead/1: province was nothing and is “Norte” now (checked by mk, 2026-01-31)" in finding["message"]
    assert [row["status"] for row in work.read("documents") if row["source_path"] == "porto-qingdao.txt"] == [
        "published_with_issues"
    ]

    # Without the log and the correction the version is the first one again, byte for byte.
    (work.raw / LOG_NAME).unlink()
    (work.raw / "corrections" / f"{UCAP}.yml").unlink()
    assert work.run().version == first.version


def test_a_check_of_another_content_is_outdated(tmp_path: Path):
    work = Work(tmp_path)
    work.run()
    work.check(city="Porto")
    work.run()
    path = work.raw / "porto-qingdao.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("Clean rivers", "Very clean rivers"), encoding="utf-8")
    work.run()
    assert [row["status"] for row in work.read("reviews")] == ["outdated"]
    path.unlink()
    run_ingest(RunRequest(work.raw, work.request.output, accept_drop=("all",)), Settings(workers=1))
    assert [row["status"] for row in work.read("reviews")] == ["outdated"]


def test_the_log_is_no_document(tmp_path: Path):
    work = Work(tmp_path)
    (work.raw / LOG_NAME).write_text(json.dumps(make_act(city="Porto").model_dump(mode="json")) + "\n")
    work.run()
    assert len(work.read("documents")) == 2
    assert [row["status"] for row in work.read("reviews")] == ["outdated"], "of a content that is not here"
