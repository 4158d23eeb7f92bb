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
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder with a PDF, a text and a note, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("review")
    make_raw(folder / "raw", ("Porto", "Qingdao"))
    shutil.copy(ROOT / "raw" / "antwerp-xiamen.pdf", folder / "raw")
    (folder / "raw" / "note.txt").write_text("Nothing of interest.", encoding="utf-8")
    done = run_ucap("ingest", folder / "raw", "--output", folder / "output")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def shared_site(start: Path) -> Iterator[str]:
    """The pages over the folder, for tests that change nothing."""
    with serve_review(start / "raw", start / "output") as base:
        yield base


@pytest.fixture
def work(start: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(start, tmp_path / "work", symlinks=True))


@pytest.fixture
def site(work: Path) -> Iterator[str]:
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


def read_value(work: Path, table: str, key: dict[str, object], column: str) -> object:
    (row,) = [row for row in read_table(work / "output", table).to_pylist() if key.items() <= row.items()]
    return row[column]


ANTWERP = {"ucap_id": "antwerp--xiamen", "side": "lead", "position": 1}


def test_pointing_at_a_value_marks_its_place_and_the_other_way_round(shared_site: str, visit):
    page = visit(shared_site).visit(DOCUMENT)
    value = page.locator(POPULATION)
    value.hover()
    marks = page.locator("#source .mark.on")
    expect(marks).to_have_count(1)
    assert "population" in (marks.get_attribute("aria-label") or "")
    page.locator('#source .mark[aria-label*="activities a1 text"] rect').first.hover()
    expect(page.locator('#values .value.on[data-column="text"][data-table=activities]').first).to_be_in_viewport()
    page.locator('#source .mark[aria-label*="results 1 text"]').first.focus()
    expect(page.locator('#values .value.on[data-table=results][data-column="text"]')).to_be_in_viewport()


def test_a_mark_lies_over_the_printed_value(shared_site: str, visit):
    page = visit(shared_site).visit(DOCUMENT)
    page.locator(POPULATION).click()
    box = page.locator("#source .mark.on rect").bounding_box()
    image = page.locator("#source img").first.bounding_box()
    assert box and image
    # 523,248 is printed in the sixth line of the form, left of the middle.
    assert 0.3 < (box["x"] - image["x"]) / image["width"] < 0.4
    assert 0.17 < (box["y"] - image["y"]) / image["height"] < 0.23
    assert page.locator("#source img").first.evaluate("image => image.naturalWidth") >= 1300


def test_spans_of_a_text_file_are_marked(shared_site: str, visit):
    page = visit(shared_site).visit("/documents/porto-qingdao.txt")
    page.locator("#values [data-table=cities][data-column=city]").first.click()
    expect(page.locator("pre .mark.on")).to_have_text("Porto")


def test_keys_go_through_values_findings_documents_and_zoom(shared_site: str, visit):
    visitor = visit(shared_site)
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


def test_single_keys_can_be_switched_off(shared_site: str, visit):
    visitor = visit(shared_site)
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
    assert not (work / "raw" / "corrections").exists()


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


PAGES = [
    "/", "/findings", "/corrections", "/events", "/entities", "/entities?name=Antwerp&label=CITY", "/versions", "/changes",
    "/search?q=water", DOCUMENT, "/documents/porto-qingdao.txt", "/documents/note.txt", "/documents/none.pdf",
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_serious_fault_of_accessibility(shared_site: str, browser: Browser, path: str, dark: bool):
    visitor = Visitor(browser, shared_site, dark=dark)
    visitor.visit(path)
    assert visitor.find_accessibility_faults() == []
    assert visitor.list_foreign_requests() == []
    visitor.close()


def test_the_report_has_no_serious_fault_of_accessibility_and_asks_nobody(start: Path, tmp_path: Path, browser: Browser):
    (tmp_path / "report.html").write_text(draw_report(start / "output").html, encoding="utf-8")
    visitor = Visitor(browser, (tmp_path / "report.html").as_uri(), width=1100)
    visitor.visit("")
    assert visitor.find_accessibility_faults() == []
    assert [url for url in visitor.requests if not url.startswith(("file:", "data:"))] == []
    visitor.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_narrow_window(shared_site: str, visit, path: str):
    page = visit(shared_site, width=360, height=700).visit(path) if "none" not in path else None
    if page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
