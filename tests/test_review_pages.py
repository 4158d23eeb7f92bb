"""The pages of `ucap review`: what they show of a version, and that text from documents stays text."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.commands import make_raw
from ucap.flows.basics.settings import Settings
from ucap.flows.reviewing.desk import make_desk
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.review.queries.document import find_document, read_document_page
from ucap.review.queries.events import tell_events
from ucap.review.queries.opened import OpenedVersion, open_version
from ucap.review.queries.overview import Filters, cut_snippet, list_shelf, search_texts
from ucap.review.visible import make_visible
from ucap.review.web.app import make_app
from ucap.review.web.sources import cut_text

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = '<b onclick="x()">Bold</b> & "quoted" \u202eright\u202c ' + "w" * 3000
TOKEN = "token-of-the-tests"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("review [1] it's")
    raw = make_raw(folder / "raw", ("Porto", "Qingdao"), ("Lyon", "Wuhan"))
    hostile = (raw / "lyon-wuhan.txt").read_text(encoding="utf-8").replace("Clean rivers in both cities.", HOSTILE)
    hostile = hostile.replace("met at a workshop.", f"met 5 < 6 & at a workshop {HOSTILE}.")
    (raw / "lyon-wuhan.txt").write_text(hostile, encoding="utf-8")
    (raw / "antwerp.pdf").write_bytes((ROOT / "raw" / "antwerp-xiamen.pdf").read_bytes())
    (raw / "note?#.txt").write_text("Nothing of interest.", encoding="utf-8")
    run_ingest(RunRequest(raw, folder / "output"), Settings(workers=2))
    return raw, folder / "output"


@pytest.fixture(scope="module")
def client(folders: tuple[Path, Path]) -> Iterator[TestClient]:
    desk = make_desk(RunRequest(*folders), Settings(workers=1), "tester")
    yield TestClient(make_app(desk, 80, TOKEN), base_url="http://127.0.0.1")
    desk.close()


@pytest.fixture(scope="module")
def opened(folders: tuple[Path, Path]) -> OpenedVersion:
    return open_version(folders[1])


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(
            Filters(), ["note?#.txt", "antwerp.pdf", "lyon-wuhan.txt", "porto-qingdao.txt"], id="what-needs-a-person-first"
        ),
        pytest.param(Filters(q="PORTO"), ["porto-qingdao.txt"], id="name-in-any-case"),
        pytest.param(Filters(status="quarantined"), ["note?#.txt"], id="status"),
        pytest.param(Filters(country="BE"), ["antwerp.pdf"], id="country"),
        pytest.param(Filters(code="not_a_code"), [], id="unknown-code"),
        pytest.param(Filters(q="'; DROP TABLE shelf; --"), [], id="sql-in-a-filter"),
    ],
)
def test_filters_choose_documents(opened: OpenedVersion, filters: Filters, expected: list[str]):
    found = [row["source_path"] for row in list_shelf(opened, filters).rows]
    assert found == expected or (filters == Filters() and sorted(found) == sorted(expected) and found[0] == expected[0])


def test_a_filter_stays_in_the_address():
    filters = Filters.read({"q": " Porto ", "status": "published", "page": "3", "unknown": "x"})
    assert (filters.q, filters.page) == ("Porto", 3)
    assert filters.vary(page=4) == {"q": "Porto", "status": "published", "page": "4"}
    assert filters.vary(code="a") == {"q": "Porto", "status": "published", "code": "a"}
    assert Filters.read({"page": "-1"}).page == Filters.read({"page": "9" * 40}).page == 1


def test_search_finds_texts_without_accents_and_says_where(opened: OpenedVersion):
    listing = search_texts(opened, "CARGO BIKES")
    assert {row["source_path"] for row in listing.rows} == {"antwerp.pdf"}
    assert " ".join(listing.rows[0]["pieces"][1].split()) == "cargo bikes"
    assert cut_snippet("Visit to Málaga", "malaga")[1] == "Málaga"


def test_each_value_has_its_place_and_how_it_was_won(opened: OpenedVersion):
    row = find_document(opened, "antwerp.pdf")
    assert row
    values = {(v.table, v.short_row, v.column): v for v in read_document_page(opened, row).values}
    population = values["cities", "lead/1", "population"]
    assert (population.text, population.raw_text, population.methods) == ("523248", "523,248", ("layout",))
    assert population.places[0].page == 1 and population.places[0].boxes
    assert values["activities", "a1", "text"].is_editable
    assert not values["entities", next(k[1] for k in values if k[0] == "entities"), "text"].is_editable


def test_a_finding_stands_at_its_value(opened: OpenedVersion):
    row = find_document(opened, "antwerp.pdf")
    assert row
    page = read_document_page(opened, row)
    assert {f["code"] for v in page.values for f in v.findings} >= {"activity_undated", "result_heading_unmatched"}
    everywhere = [f["issue_id"] for v in page.values for f in v.findings]
    everywhere += [f["issue_id"] for f in page.findings] + [f["issue_id"] for g in page.groups for f in g.findings]
    assert sorted(everywhere) == sorted(issue["issue_id"] for issue in opened.select("issues", "antwerp.pdf"))


def test_the_page_of_a_pdf_has_marks_for_values(client: TestClient):
    html = client.get("/documents/antwerp.pdf").text
    (mark,) = re.findall(r'<g class="mark of-cities" data-v="([^"]*)"[^>]*aria-label="cities lead/1 population;[^"]*"', html)
    for key in mark.split():
        assert f'id="{key}"' in html
    picture = client.get(unescape(re.findall(r'src="(/pictures/[^"]*)"', html)[0]))
    assert picture.status_code == 200 and picture.content.startswith(b"\x89PNG")
    assert "immutable" in picture.headers["cache-control"]


def test_text_of_documents_is_shown_as_text(client: TestClient):
    html = client.get("/documents/lyon-wuhan.txt").text
    assert "<b onclick" not in html
    shown = unescape(re.sub("<[^>]*>", "", html))
    assert '<b onclick="x()">Bold</b> & "quoted" ⟨U+202E⟩right' in shown
    assert "\u202e" not in html and "⟨U+202E⟩" in html
    assert "w" * 3000 in html


def test_a_hostile_event_is_shown_as_text(client: TestClient):
    for address in ("/events/lyon--wuhan/a1", "/events", "/activities"):
        html = client.get(address).text
        assert "5 &lt; 6 &amp; " in html and "<b onclick" not in html and "\u202e" not in html


def test_a_file_that_is_no_ucap_has_a_page_with_the_reason(client: TestClient):
    html = client.get("/documents/note%3F%23.txt").text
    assert "not_a_ucap" in html and "Nothing of interest." in html


@pytest.mark.parametrize(
    "address",
    ["/documents/none.pdf", "/documents/../../etc/passwd", "/documents/%2e%2e/secret.txt", "/nothing", "/static/../app.py",
     "/pictures/x/1-1400.png?path=none.pdf", "/pictures/x/1-99999.png?path=antwerp.pdf",
     "/pictures/x/99-1400.png?path=antwerp.pdf", "/events/e-000000000000", "/events/../x", "/events/porto--qingdao/a9"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: TestClient, address: str):
    answer = client.get(address)
    assert answer.status_code in (404, 422)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("address", [
    "/", "/?q=port", "/?code=activity_undated&page=9", "/search", "/search?q=water", "/search?q=%25_'",
    "/documents/antwerp.pdf",
    "/findings", "/findings?severity=info&q=page", "/corrections",
    "/activities", "/activities?kind=visit&mode=online&year=2019",
    "/events", "/events?q=porto&told=several&year=2017", "/events?told=differently", "/events/porto--qingdao/a1",
    "/entities", "/entities?q=a&label=CITY", "/entities?name=Antwerp&label=CITY", "/versions", "/changes",
])  # fmt: skip
def test_pages_load_nothing_from_elsewhere_and_run_no_inline_script(client: TestClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', answer.text)
    assert not re.findall(r"<script(?! src=\"/static/)|<style| style=| on\w+=\"", answer.text)


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        pytest.param("GET", {"host": "evil.example"}, 421, id="foreign-host"),
        pytest.param("GET", {"host": "127.0.0.1.evil.example"}, 421, id="host-that-looks-like-ours"),
        pytest.param("GET", {"host": "127.0.0.1:9999"}, 421, id="other-port"),
        pytest.param("POST", {"origin": "http://evil.example", "x-ucap-token": TOKEN}, 403, id="foreign-origin"),
        pytest.param("POST", {"origin": "null", "x-ucap-token": TOKEN}, 403, id="hidden-origin"),
        pytest.param("POST", {"sec-fetch-site": "cross-site", "x-ucap-token": TOKEN}, 403, id="cross-site"),
        pytest.param("POST", {"sec-fetch-site": "same-site", "x-ucap-token": TOKEN}, 403, id="other-port-of-this-machine"),
        pytest.param("POST", {"origin": "http://127.0.0.1"}, 403, id="no-token"),
        pytest.param("POST", {"x-ucap-token": "wrong"}, 403, id="wrong-token"),
        pytest.param("PUT", {"x-ucap-token": TOKEN}, 405, id="other-method"),
    ],
)
def test_other_sites_and_machines_are_refused(client: TestClient, method: str, headers: dict[str, str], status: int):
    assert client.request(method, "/", headers=headers, content=b"{}").status_code == status


def test_a_changed_file_is_not_shown_with_old_marks(folders: tuple[Path, Path], client: TestClient):
    path = folders[0] / "porto-qingdao.txt"
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    assert "The file changed since this version was published" in client.get("/documents/porto-qingdao.txt").text
    path.write_bytes(before)
    assert "The file changed" not in client.get("/documents/porto-qingdao.txt").text


def test_pieces_of_a_text_are_the_whole_text(opened: OpenedVersion, folders: tuple[Path, Path]):
    row = find_document(opened, "porto-qingdao.txt")
    assert row
    values, text = read_document_page(opened, row).values, (folders[0] / "porto-qingdao.txt").read_text(encoding="utf-8")
    pieces = cut_text(text, values)
    assert "".join(piece.text for piece in pieces) == text
    city = next(v for v in values if (v.table, v.short_row, v.column) == ("cities", "lead/1", "city"))
    assert "".join(piece.text for piece in pieces if city.key in piece.keys.split()) == "Porto"


@pytest.mark.parametrize(
    ("text", "shown"), [("a\x1b[2J", "a␛[2J"), ("a\nb\tc", "a\nb\tc"), ("\ud800", "�"), ("Málaga 合肥", "Málaga 合肥")]
)
def test_control_characters_are_seen(text: str, shown: str):
    assert make_visible(text) == shown


def post(client: TestClient, address: str, **values: object) -> tuple[int, str]:
    answer = client.post(address, json=values, headers={"x-ucap-token": TOKEN})
    return answer.status_code, answer.json()["message"]


KEY = {"path": "antwerp.pdf", "table": "cities", "row": "antwerp--xiamen/lead/1", "column": "population"}


@pytest.mark.parametrize(
    ("address", "values", "status", "said"),
    [
        pytest.param("/api/correct", {**KEY, "column": "none"}, 422, "There is no such value", id="no-such-value"),
        pytest.param("/api/correct", {**KEY, "state": "old"}, 409, "it is “523248” now", id="seen-otherwise"),
        pytest.param("/api/correct", {**KEY, "text": 1}, 409, "now", id="no-state"),
        pytest.param("/api/correct", {**KEY, "path": 5}, 422, "path must be a text", id="no-text"),
        pytest.param(
            "/api/check", {"path": "antwerp.pdf", "keys": [["cities", "x", "y"]]}, 422, "no such value", id="nothing-checked"
        ),
        pytest.param("/api/check", {"path": "antwerp.pdf", "keys": ["x", None]}, 422, "no such value", id="odd-keys"),
    ],
)
def test_a_change_that_cannot_be_made_is_answered(
    client: TestClient, address: str, values: dict[str, object], status: int, said: str
):
    answered, message = post(client, address, **values)
    assert answered == status and said in message


def test_a_request_that_is_no_json_is_refused(client: TestClient):
    assert client.post("/api/undo", content=b"[1", headers={"x-ucap-token": TOKEN}).status_code == 400
    assert client.post("/api/undo", content=b"[]", headers={"x-ucap-token": TOKEN}).status_code == 400
    assert client.post("/api/undo", content=b"x" * 2_000_000, headers={"x-ucap-token": TOKEN}).status_code == 413


def test_a_correction_that_is_not_published_is_seen_everywhere(folders: tuple[Path, Path], client: TestClient):
    def find_state() -> str:
        html = client.get("/documents/antwerp.pdf").text
        found = re.search(r'data-row="antwerp--xiamen/lead/1" data-column="population" data-state="(\w+)"', html)
        assert found
        return found[1]

    state = find_state()
    assert post(client, "/api/correct", **KEY, state=state, text="529247", reason="Count of 2020", author="Ada")[0] == 200
    assert "Not published yet: <" not in client.get("/").text and "1 correction" in client.get("/").text
    assert "Count of 2020" in client.get("/corrections").text
    status, message = post(client, "/api/correct", **KEY, state=state, text="530000", reason="Another", author="Ben")
    assert status == 409 and "Meanwhile Ada corrected this value to “529247”: Count of 2020" in message
    assert post(client, "/api/undo", **KEY, state=find_state())[0] == 200
    assert find_state() == state
    assert "529247" not in (folders[0] / "corrections" / "antwerp--xiamen.yml").read_text(encoding="utf-8")


def test_activities_are_shown_with_the_printed_date_and_how_precise_it_is(client: TestClient):
    html = client.get("/activities?q=porto").text
    assert "2017-05-01" in html and "to 2017-05-31" in html and "“May 2017”" in html and "(month)" in html
    assert 'href="/documents/porto-qingdao.txt#activities/a1"' in html


def test_the_event_of_an_activity_is_joined_with_another_and_taken_back(client: TestClient):
    key = {"path": "porto-qingdao.txt", "table": "event_mentions", "row": "porto--qingdao/a1", "column": "event_id"}

    def find_state(row: str, address: str) -> str:
        found = re.search(rf'data-row="{row}" data-column="event_id" data-state="(\w+)"', client.get(address).text)
        assert found
        return found[1]

    def find_own() -> str:
        states = {find_state(key["row"], address) for address in ("/documents/porto-qingdao.txt", "/events/porto--qingdao/a1")}
        assert len(states) == 1, "the two pages show the same value"
        return states.pop()

    before = find_own()
    asked = {**key, "text": "lyon--wuhan/a1", "reason": "One workshop", "author": "Ada"}
    assert post(client, "/api/correct", **asked, state=before)[0] == 200
    for address, row in (("/documents/porto-qingdao.txt", key["row"]), ("/events/lyon--wuhan/a1", "lyon--wuhan/a1")):
        assert "One event with" in client.get(address).text and find_state(row, address) != before
    assert "one event" in client.get("/corrections").text
    status, message = post(client, "/api/correct", **{**asked, "author": "Ben"}, state=before)
    assert status == 409 and "Meanwhile Ada corrected this value to “one event with lyon--wuhan/a1”" in message
    assert post(client, "/api/correct", **{**asked, "text": "null"}, state=find_own()) == (
        422, "porto--qingdao/a1 is the only activity of its event: there is nothing to part it from.",
    )  # fmt: skip
    assert post(client, "/api/check", path=key["path"], keys=[[key["table"], key["row"], key["column"]]])[0] == 422
    assert post(client, "/api/undo", **key, state=find_own())[0] == 200
    assert find_own() == before


def test_an_event_says_where_its_dates_contradict_each_other():
    def tell(ucap_id: str, printed: str, first: date, last: date) -> dict[str, object]:
        return {
            "event_id": "e", "activity_id": f"{ucap_id}/a1", "position": 1, "date_text": printed, "date_start": first,
            "date_end": last, "page_start": 2, "source_path": f"{ucap_id}.pdf",
        }  # fmt: skip

    may, june = (date(2019, 5, 1), date(2019, 5, 31)), (date(2019, 6, 3), date(2019, 6, 3))
    told = tell_events([tell("a--b", "May 2019", *may), tell("b--a", "3 June 2019", *june), tell("c", "2019", may[0], june[1])])
    assert [len(telling.others) for telling in told.values()] == [2, 2, 2]
    assert {key: len(telling.differing) for key, telling in told.items()} == {"a--b/a1": 1, "b--a/a1": 1, "c/a1": 0}
    assert "“3 June 2019” in activity 1 of b--a.pdf" in told["a--b/a1"].differing[0]
