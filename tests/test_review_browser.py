"""The pages of `ucap review` in a real browser: highlighting, correcting, checking, by mouse and by keyboard."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Visitor, open_browser, serve_review
from tests.commands import ROOT, make_raw, run_ucap
from ucap.publishing.manifest import read_table
from ucap.review.report.page import draw_report

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)  # a busy machine is slow, and a passing test does not wait
DOCUMENT = "/documents/antwerp-xiamen.pdf"
POPULATION = '#values [data-table=cities][data-row="antwerp--xiamen/lead/1"][data-column=population]'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder with a PDF, two texts that tell of one event, and a note; each test leaves it as it was.

    The event has a very long word, so that pages that show it are looked at with one.
    """
    folder = tmp_path_factory.mktemp("review")
    for path in make_raw(folder / "raw", ("Porto", "Qingdao"), ("Qingdao", "Porto")).iterdir():
        text = path.read_text(encoding="utf-8").replace("met at a workshop.", f"met at a workshop {'w' * 300}.")
        if path.name.startswith("qingdao"):
            text = text.replace("Portugal\tChina", "China\tPortugal")
        path.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "raw" / "antwerp-xiamen.pdf", folder / "raw")
    (folder / "raw" / "note.txt").write_text("Nothing of interest.", encoding="utf-8")
    done = run_ucap("ingest", folder / "raw", "--output", folder / "output")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def site(work: Path) -> Iterator[str]:
    """The pages over the folder."""
    with serve_review(work / "raw", work / "output") as base:
        yield base


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def open_window(base: str, **options: object) -> Visitor:
        visitors.append(Visitor(browser, base, **options))  # type: ignore[arg-type]
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        errors, foreign = visitor.errors, visitor.list_foreign_requests()
        visitor.close()
        assert not foreign, "a page asked another host"
        assert not [error for error in errors if "409" not in error and "422" not in error]


def count_corrections(work: Path) -> int:
    return sum(path.read_text(encoding="utf-8").count("- ") for path in (work / "raw").glob("corrections/*.yml"))


def list_events(work: Path) -> dict[str, str]:
    return {row["activity_id"]: row["event_id"] for row in read_table(work / "output", "event_mentions").to_pylist()}


def read_value(work: Path, table: str, key: dict[str, object], column: str) -> object:
    (row,) = [row for row in read_table(work / "output", table).to_pylist() if key.items() <= row.items()]
    return row[column]


ANTWERP = {"ucap_id": "antwerp--xiamen", "side": "lead", "position": 1}


def test_pointing_at_a_value_marks_its_place_and_the_other_way_round(site: str, visit):
    page = visit(site).visit(DOCUMENT)
    value = page.locator(POPULATION)
    value.hover()
    marks = page.locator("#source .mark.on")
    expect(marks).to_have_count(1)
    assert "population" in (marks.get_attribute("aria-label") or "")
    page.locator('#source .mark[aria-label*="activities a1 text"] rect').first.hover()
    expect(page.locator('#values .value.on[data-column="text"][data-table=activities]').first).to_be_in_viewport()
    page.locator('#source .mark[aria-label*="results 1 text"]').first.focus()
    expect(page.locator('#values .value.on[data-table=results][data-column="text"]')).to_be_in_viewport()


def test_a_mark_lies_over_the_printed_value(site: str, visit):
    page = visit(site).visit(DOCUMENT)
    page.locator(POPULATION).click()
    box = page.locator("#source .mark.on rect").bounding_box()
    image = page.locator("#source img").first.bounding_box()
    assert box and image
    # 523,248 is printed in the sixth line of the form, left of the middle.
    assert 0.3 < (box["x"] - image["x"]) / image["width"] < 0.4
    assert 0.17 < (box["y"] - image["y"]) / image["height"] < 0.23
    assert page.locator("#source img").first.evaluate("image => image.naturalWidth") >= 1300


def test_spans_of_a_text_file_are_marked(site: str, visit):
    page = visit(site).visit("/documents/porto-qingdao.txt")
    page.locator("#values [data-table=cities][data-column=city]").first.click()
    expect(page.locator("pre .mark.on")).to_have_text("Porto")


def test_keys_go_through_values_findings_documents_and_zoom(site: str, visit):
    visitor = visit(site)
    page = visitor.visit(DOCUMENT)
    visitor.press("j", "j", "j", "k")
    assert page.evaluate("document.activeElement.id") == "v2"
    visitor.press("n")
    assert "data-finding" in page.evaluate("document.activeElement.closest('.group').innerHTML")
    width = page.locator("#source img").first.evaluate("image => image.width")
    visitor.press("+", "+")
    assert page.locator("#source img").first.evaluate("image => image.width") > 1.3 * width
    visitor.press("0", "?")
    expect(page.locator("#help")).to_be_visible()
    visitor.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    visitor.press("]")
    page.wait_for_url("**/documents/note.txt")


def test_single_keys_can_be_switched_off(site: str, visit):
    visitor = visit(site)
    page = visitor.visit(DOCUMENT)
    visitor.press("?")
    page.locator("#keys-on").uncheck()
    visitor.press("Escape", "j", "j")
    assert page.evaluate("document.activeElement.className").find("value") < 0


def test_a_value_is_corrected_and_published_by_keyboard_alone(site: str, work: Path, visit):
    visitor = visit(site)
    page = visitor.visit(DOCUMENT)
    place = page.evaluate(f"[...document.querySelectorAll('#values .value')].findIndex(v => v.matches('{POPULATION}'))")
    visitor.press(*["j"] * (place + 1))
    visitor.press("e")
    expect(page.locator("#editor-text")).to_be_focused()
    assert page.locator("#editor-text").input_value() == "523248"
    page.keyboard.type("529247")
    visitor.press("Tab")
    page.keyboard.type("Count of 2020")
    visitor.press("Control+Enter")
    expect(page.locator(f"{POPULATION} .badge.pending")).to_be_visible()
    expect(page.locator(POPULATION)).to_be_focused()
    assert "expected: 523248" in (work / "raw" / "corrections" / "antwerp--xiamen.yml").read_text(encoding="utf-8")
    visitor.press("r")
    expect(page.locator("#job.done")).to_be_visible(timeout=120_000)
    expect(page.locator(f"{POPULATION} .content")).to_have_text("529247")
    expect(page.locator(".changes tr", has_text="lead/1 population")).to_contain_text("523248")
    assert read_value(work, "cities", ANTWERP, "population") == 529247
    # another value instead: one correction waits, not two
    visitor.press("e")
    page.keyboard.type("529250")
    visitor.press("Tab")
    page.keyboard.type("Count of 2021")
    visitor.press("Control+Enter")
    expect(page.locator("#job")).to_contain_text("1 correction")
    # and back again
    visitor.press("u")
    expect(page.locator(f"{POPULATION} .badge.pending")).to_have_text("undone")
    visitor.press("r")
    expect(page.locator(f"{POPULATION} .content")).to_have_text("523248", timeout=120_000)
    assert read_value(work, "cities", ANTWERP, "population") == 523248


def test_what_cannot_be_right_is_refused_with_the_reason(site: str, work: Path, visit):
    page = visit(site).visit(DOCUMENT)
    page.locator(POPULATION).dblclick()
    page.locator("#editor-text").fill("many")
    page.locator("#editor-save").click()
    expect(page.locator("#editor-problem")).to_have_text("Say where the right value comes from.")
    page.locator("#editor-reason").fill("No")
    page.locator("#editor-save").click()
    expect(page.locator("#editor-problem")).to_contain_text("cannot be 'many'")
    assert count_corrections(work) == 0


def test_the_second_of_two_editors_is_told(site: str, work: Path, visit):
    first, second = visit(site), visit(site)
    for visitor, value, reason in ((first, "529247", "Count of 2020"), (second, "530000", "Another count")):
        if visitor is first:
            second.visit(DOCUMENT)
            first.visit(DOCUMENT)
        visitor.page.locator(POPULATION).dblclick()
        visitor.page.locator("#editor-text").fill(value)
        visitor.page.locator("#editor-reason").fill(reason)
        visitor.page.locator("#editor-author").fill("Ada" if visitor is first else "Ben")
        visitor.page.locator("#editor-save").click()
        if visitor is first:
            expect(first.page.locator(f"{POPULATION} .badge.pending")).to_be_visible()
    expect(second.page.locator("#editor-problem")).to_contain_text("Meanwhile Ada corrected this value to “529247”")
    file = work / "raw" / "corrections" / "antwerp--xiamen.yml"
    assert "530000" not in file.read_text(encoding="utf-8")
    second.page.locator("#editor-save").click()  # knowingly
    expect(second.page.locator("#editor")).to_be_hidden()
    text = file.read_text(encoding="utf-8")
    assert "530000" in text and "529247" not in text
    expect(second.page.locator(f"{POPULATION} .badge.pending")).to_be_visible()
    second.press("u")
    expect(second.page.locator(f"{POPULATION} .badge.pending")).to_have_count(0)
    assert count_corrections(work) == 0


def test_checks_are_kept_published_and_taken_back(site: str, work: Path, visit):
    visitor = visit(site)
    page = visitor.visit(DOCUMENT)
    page.locator(POPULATION).click()
    visitor.press("c")
    expect(page.locator(f"{POPULATION} .badge.checked")).to_be_visible()
    page.get_by_role("button", name="Period: All right").click()
    expect(page.get_by_role("button", name="Period: Take checks back")).to_be_visible()
    page.locator("#publish").click()
    expect(page.locator("#publish")).to_have_count(0, timeout=120_000)
    rows = read_table(work / "output", "reviews").to_pylist()
    assert {row["column"] for row in rows} == {"population", "period_text", "period_start", "period_end", "period_precision"}
    assert {row["status"] for row in rows} == {"valid"}
    page.locator(POPULATION).click()
    visitor.press("c")
    expect(page.locator(f"{POPULATION} .badge.checked")).to_have_count(0)
    acts = [json.loads(line)["act"] for line in (work / "raw" / "reviews.jsonl").read_text(encoding="utf-8").splitlines()]
    assert acts == ["right", "right", "withdraw"]


def test_an_event_is_parted_and_put_together_again_where_it_is_seen(site: str, work: Path, visit):
    visitor = visit(site)
    page = visitor.visit("/documents/porto-qingdao.txt")
    value = page.locator("#values [data-table=event_mentions]")
    expect(value).to_contain_text("also told in qingdao-porto.txt, activity 1")
    value.get_by_role("link", name="qingdao-porto.txt, activity 1").click()
    expect(page.locator("pre .mark.on").last).to_contain_text("met at a workshop")  # the place of the mention
    page.locator("#values [data-table=event_mentions] a").first.click()
    page.get_by_role("button", name="This is another event").first.click()
    expect(page.locator("#editor-text")).to_have_value("null")
    page.keyboard.type("Two workshops")
    visitor.press("Control+Enter")
    expect(page.locator(".value .badge.pending")).to_have_count(2)  # at both who tell of it
    page.locator("#publish").click()
    expect(page.get_by_text("Told by 1 summary")).to_be_visible(timeout=120_000)
    events = list_events(work)
    assert events["porto--qingdao/a1"] != events["qingdao--porto/a1"]
    page.get_by_role("button", name="The same event as activity 1 of").click()
    page.keyboard.type("One after all")
    visitor.press("Control+Enter")
    expect(page.locator("#editor-problem")).to_contain_text("has an entry on these activities already")
    page.locator("#editor-undo").click()
    expect(page.locator(".value .badge.pending")).to_have_text("undone")
    page.locator("#publish").click()
    expect(page.get_by_text("Told by 2 summaries")).to_be_visible(timeout=120_000)


PAGES = [
    "/", "/findings", "/corrections", "/activities", "/events", "/events/porto--qingdao/a1", "/entities",
    "/entities?name=Antwerp&label=CITY", "/versions", "/changes", "/search?q=water", DOCUMENT, "/documents/porto-qingdao.txt",
    "/documents/note.txt", "/documents/none.pdf",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_serious_fault_of_accessibility_and_fit_a_narrow_window(site: str, browser: Browser, path: str):
    visitor = Visitor(browser, site)
    page = visitor.visit(path)
    assert visitor.find_accessibility_faults() == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert visitor.find_accessibility_faults() == []
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visitor.list_foreign_requests() == []
    visitor.close()


def test_the_report_has_no_serious_fault_of_accessibility_and_asks_nobody(work: Path, tmp_path: Path, browser: Browser):
    report = draw_report(work / "output", pictures=False)
    (tmp_path / "report.html").write_text(report.html, encoding="utf-8")
    visitor = Visitor(browser, (tmp_path / "report.html").as_uri(), width=1100)
    visitor.visit("")
    assert visitor.find_accessibility_faults() == []
    assert [url for url in visitor.requests if not url.startswith(("file:", "data:"))] == []
    visitor.close()
