"""The second opinion: what two readers of PDFs give for one document, compared."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.commands import FORM, invoke_ucap, make_raw
from tests.example_readings import make_quarantined, make_reading
from tests.hostile_case import make_rows
from tests.hostile_pdfs import good_pdf
from tests.hostile_readers import misbehave_or_read
from ucap.extractors.cross_check import add_opinion, compare_readings
from ucap.extractors.extract import document_id_of, read_document
from ucap.extractors.options import ReadingOptions
from ucap.extractors.page import UnreadableDocument
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.reading import read_documents
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.sources.discovery import discover_documents
from ucap.publishing.manifest import read_table
from ucap.schemas.reading import Reading
from ucap.schemas.records import City
from ucap.schemas.ucap import Ucap

FIRST = make_reading()
UCAP = FIRST.ucap or pytest.fail("a reading without a U-CAP")


BAD = make_quarantined("turku.pdf")


def change_population(city: City) -> City:
    return city.model_copy(update={"population": 5})


def read_otherwise(change: Callable[[Ucap], Ucap]) -> Reading:
    """Return what pdfplumber makes of the example reading's file when it reads it so."""
    document = FIRST.document.model_copy(update={"reader": "pdfplumber"})
    return Reading(document, change(UCAP))


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        pytest.param(lambda ucap: ucap, [], id="same"),
        pytest.param(
            lambda ucap: replace(ucap, evidence=(), cities=(change_population(ucap.cities[0]), *ucap.cities[1:])),
            [f"cities turku--hue/lead/1 population is “{UCAP.cities[0].population}” by pdfium, “5” by pdfplumber."],
            id="value",
        ),
        pytest.param(
            lambda ucap: replace(ucap, summary=ucap.summary.model_copy(update={"period_start": None})),
            [f"ucaps turku--hue period_start is “{UCAP.summary.period_start}” by pdfium, null by pdfplumber."],
            id="null",
        ),
        pytest.param(
            lambda ucap: replace(ucap, activities=()),
            [f"activities has {len(UCAP.activities)} rows by pdfium, 0 by pdfplumber."],
            id="rows-are-named-once",
        ),
        pytest.param(
            lambda ucap: replace(ucap, entities=(ucap.entities[0].model_copy(update={"start": 99}), *ucap.entities[1:])),
            [],
            id="offsets-follow-from-texts",
        ),
        pytest.param(
            lambda ucap: replace(ucap, entities=ucap.entities[1:]),
            [f"entities has “{UCAP.entities[0].text}” ({UCAP.entities[0].label}) by pdfium only."],
            id="mention",
        ),
        pytest.param(
            lambda ucap: replace(ucap, summary=ucap.summary.model_copy(update={"ucap_id": "abo--hue", "lead_cities": ["Abo"]})),
            ["ucaps turku--hue lead_cities is “[\"Turku\"]” by pdfium, “[\"Abo\"]” by pdfplumber."],
            id="identifiers-follow-from-names",
        ),
    ],
)  # fmt: skip
def test_each_published_value_that_differs_is_named(change: Callable[[Ucap], Ucap], sentences: list[str]) -> None:
    assert [finding.details for finding in compare_readings(FIRST, read_otherwise(change), "pdfplumber")] == sentences


def test_of_long_values_what_differs_is_shown() -> None:
    long = "x" * 300
    first, second = (
        replace(FIRST, ucap=replace(UCAP, summary=UCAP.summary.model_copy(update={"objectives": text})))
        for text in (f"{long} fl {long}", f"{long} fi {long}")
    )
    second = replace(second, document=second.document.model_copy(update={"reader": "pdfplumber"}))
    (finding,) = compare_readings(first, second, "pdfplumber")
    assert "x fl x" in finding.details and "x fi x" in finding.details
    assert len(finding.details) < 300


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        pytest.param(FIRST, BAD, "pdfplumber gives no U-CAP (empty: ", id="second"),
        pytest.param(BAD, FIRST, "pdfplumber reads a U-CAP from this file, which is quarantined", id="first"),
        pytest.param(BAD, BAD, None, id="both"),
        pytest.param(FIRST, FIRST, "pdfplumber cannot read this file; published is what pdfium read", id="fell-back"),
    ],
)
def test_an_opinion_that_is_none_is_one_finding(first: Reading, second: Reading, sentence: str | None) -> None:
    found = [finding.details for finding in compare_readings(first, second, "pdfplumber")]
    assert found == [] if sentence is None else [details.startswith(sentence) for details in found] == [True]


def test_a_finding_is_a_warning_beside_those_of_the_reading() -> None:
    first = make_reading(severities=("info",))
    both = add_opinion(first, read_otherwise(lambda ucap: replace(ucap, themes=())), "pdfplumber")
    assert both.issues[:-1] == first.issues
    assert (both.issues[-1].code, both.issues[-1].severity) == ("readers_disagree", "warning")
    assert (both.document, both.ucap) == (first.document, first.ucap)


def test_both_readers_read_each_pdf_in_a_process_of_its_own(tmp_path: Path) -> None:
    make_raw(tmp_path, ("Porto", "Qingdao"))
    for number in range(3):
        (tmp_path / f"{number}.pdf").write_bytes(good_pdf(make_rows(number)))
    limits = ReadingLimits(ReadingOptions(cross_check=True))
    files = discover_documents(tmp_path)
    seen: list[str] = []
    read = read_documents(
        files, limits, workers=2, on_done=lambda r: seen.append(r.document.source_path), read=read_differently
    )
    readings = [reading.load() for reading in read]
    assert sorted(seen) == [file.source_path for file in files]
    found = [[issue.message for issue in reading.issues if issue.code == "readers_disagree"] for reading in readings]
    assert [len(messages) for messages in found] == [1, 1, 1, 0]
    assert all("title is " in message and "“ANOTHER”" in message for messages in found for message in messages)
    assert all(reading.ucap and reading.ucap.summary.title != "ANOTHER" for reading in readings)


def read_differently(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    """Read as usual, but for a title that pdfplumber reads otherwise."""
    reading = read_document(data, source_path, options)
    if options.reader == "pdfium" or reading.ucap is None:
        return reading
    return replace(reading, ucap=replace(reading.ucap, summary=reading.ucap.summary.model_copy(update={"title": "ANOTHER"})))


def test_a_second_reader_that_crashes_costs_its_opinion_only(tmp_path: Path) -> None:
    (tmp_path / "0.pdf").write_bytes(good_pdf(make_rows(0)))
    limits = ReadingLimits(ReadingOptions(cross_check=True), memory_limit_mib=640)
    (read,) = read_documents(discover_documents(tmp_path), limits, workers=1, read=crash_with_pdfplumber)
    reading = read.load()
    (issue,) = [issue for issue in reading.issues if issue.code == "readers_disagree"]
    assert issue.message.startswith("pdfplumber gives no U-CAP (crashed: the reading process ended with status 5; ")
    assert reading.document.status == "published" and reading.ucap


def crash_with_pdfplumber(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    """Read with PDFium; with pdfplumber end the process."""
    return misbehave_or_read(data if options.reader == "pdfium" else b"exit", source_path, options)


def test_a_sign_that_pdfplumber_takes_for_a_letter_is_named(tmp_path: Path) -> None:
    """ZapfDingbats' `n` is a square; pdfminer reads the letter."""
    raw, output = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(draw_dingbats())
    settings = Settings(cross_check=True)
    summary = run_ingest(RunRequest(raw, output), settings)
    (row,) = [row for row in read_table(output, "issues").to_pylist() if row["code"] == "readers_disagree"][:1]
    assert "by pdfium" in row["message"] and "by pdfplumber" in row["message"]
    assert summary.documents == {"published_with_issues": 1}
    # As set, nothing is read again; without the check, everything is.
    assert run_ingest(RunRequest(raw, output), settings).unchanged
    assert run_ingest(RunRequest(raw, output, cross_check=False), settings).read == 1
    assert "readers_disagree" not in read_table(output, "issues")["code"].to_pylist()


def draw_dingbats() -> bytes:
    """Return a form with a square of the standard font ZapfDingbats within its objectives."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for number, line in enumerate(FORM.format(lead="Porto", partner="Qingdao").splitlines()):
        y = 780 - 24 * number
        canvas.setFont("Helvetica", 9)
        for x, text in zip((50, 280, 420), line.split("\t"), strict=False):
            canvas.drawString(x, y, text)
        if line.startswith("Main objectives"):
            canvas.setFont("ZapfDingbats", 9)
            canvas.drawString(390, y, "n")
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize(("reader", "used"), [(None, "pdfium"), ("pdfplumber", "pdfplumber")])
def test_documents_name_the_library_that_read_them(tmp_path: Path, reader: str | None, used: str) -> None:
    raw, output = make_raw(tmp_path / "raw", ("Porto", "Qingdao")), tmp_path / "out"
    (raw / "a.pdf").write_bytes(good_pdf(make_rows(0)))
    run_ingest(RunRequest(raw, output, reader=reader))  # type: ignore[arg-type]
    assert dict(zip(*read_table(output, "documents").select(["source_path", "reader"]).to_pydict().values(), strict=True)) == {
        "a.pdf": used,
        "porto-qingdao.txt": None,
    }


def test_a_file_that_pdfium_cannot_read_names_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UnreadableDocument("damaged", "no page.")

    monkeypatch.setattr("ucap.extractors.readers.pdf_pdfium.read_pdf", refuse)
    data = good_pdf(make_rows(0))
    reading = read_document(data, "a.pdf")
    assert (reading.document.reader, reading.document.document_id) == ("pdfplumber", document_id_of(data))


@pytest.mark.parametrize("variables", [{}, {"UCAP_READER": "pdfplumber"}], ids=["option", "setting"])
def test_the_command_takes_the_reader(tmp_path: Path, variables: dict[str, str]) -> None:
    raw, output = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(good_pdf(make_rows(0)))
    options = () if variables else ("--reader", "pdfplumber")
    assert invoke_ucap("ingest", raw, "--output", output, *options, **variables).returncode == 0
    assert read_table(output, "documents")["reader"].to_pylist() == ["pdfplumber"]


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        pytest.param(["ingest", "--reader", "acrobat"], {}, id="ingest"),
        pytest.param(["rerun", "--reader", "acrobat"], {}, id="rerun"),
        pytest.param(["inspect", "a.pdf", "--reader", "acrobat"], {}, id="inspect"),
        pytest.param(["ingest"], {"UCAP_READER": "acrobat"}, id="setting"),
    ],
)
def test_an_unknown_reader_is_answered_with_the_names_there_are(arguments: list[str], variables: dict[str, str]) -> None:
    result = invoke_ucap(*arguments, **variables)
    assert result.returncode in (1, 2)
    assert all(name in result.stderr for name in ("acrobat", "pdfium", "pdfplumber"))


def test_a_request_with_an_unknown_reader_is_refused(tmp_path: Path) -> None:
    request = RunRequest(make_raw(tmp_path / "raw", ("Porto", "Qingdao")), tmp_path / "out", reader="acrobat")  # type: ignore[arg-type]
    with pytest.raises(RunError, match="There is no reader 'acrobat': PDFs are read with pdfium or pdfplumber"):
        run_ingest(request)
