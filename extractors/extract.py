"""From the bytes of one file to its reading: the one door to the extractors."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from extractors.dates import DateRange, find_dates, parse_date
from extractors.fields.activities import draft_activities, read_activities
from extractors.fields.agenda import read_agenda_topics, split_agenda_lines
from extractors.fields.cities import SideCities, read_cities, read_city_names
from extractors.fields.contact import read_contact
from extractors.fields.identity import make_ucap_id, read_cluster_name, read_kind, read_title
from extractors.fields.ledger import Finding, Ledger, Value
from extractors.fields.results import read_results
from extractors.fields.sections import find_mentions, name_by_activity, read_entities, read_sections
from extractors.fields.themes import read_themes, split_theme_lines
from extractors.form import PAIRED, Block, Cell, Form
from extractors.layout import read_layout
from extractors.numbers import is_missing
from extractors.readers.page import UnreadableDocument
from extractors.readers.pdf_pdfplumber import read_pdf
from extractors.readers.text import read_text
from extractors.source_text import join
from extractors.version import compute_input_key, extractor_version
from schemas.records import Document, Issue, Kind, SectionName, SourceFormat, UcapSummary
from schemas.rules import RULES
from schemas.ucap import Reading, Ucap
from schemas.vocabularies import load_vocabulary

LEAST_ROWS = 3
"""Fewer known rows than this are no U-CAP: other documents have a line that says `City:` too."""

_PDF_MAGIC = b"%PDF-"
_PDF_MAGIC_WITHIN = 1024


@dataclass(frozen=True)
class Source:
    """What is known of a file before its fields are read: the form, what it was read from, and when that was changed."""

    form: Form
    format: SourceFormat
    modified_at: datetime | None = None


def read_document(data: bytes, source_path: str) -> Reading:
    """Read one file, whatever it holds; never raises for bad input, but returns a quarantined reading with its reason.

    `source_path` is relative to the raw folder, with `/`; it names the file in rows and findings and is not opened.
    """
    document_id = document_id_of(data)
    try:
        source = read_source(data)
        return read_form(source, document_id, source_path, len(data))
    except UnreadableDocument as error:
        return refuse_document(document_id, source_path, len(data), error.reason, detect_format(data))


def document_id_of(data: bytes) -> str:
    """Return the first 16 hex digits of the SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def detect_format(data: bytes) -> SourceFormat | None:
    """Tell a file's format by its content; None where it is neither PDF nor text."""
    if _PDF_MAGIC in data[:_PDF_MAGIC_WITHIN]:
        return "pdf"
    head = data[:4096]
    controls = sum(byte < 32 and byte not in b"\t\n\f\r\0" for byte in head)
    return None if controls > 0.02 * len(head) or head.startswith(b"PK\x03\x04") else "text"


def refuse_document(
    document_id: str, source_path: str, size_bytes: int, reason: str, source_format: SourceFormat | None = None
) -> Reading:
    """Return the reading of a file that is quarantined: `reason` is a stable code, `: ` and a sentence."""
    document = Document(
        document_id=document_id,
        source_path=source_path,
        format=source_format,
        size_bytes=size_bytes,
        page_count=None,
        status="quarantined",
        reason=reason,
        ucap_id=None,
        template=None,
        modified_at=None,
        extractor_version=extractor_version(),
        input_key=compute_input_key(document_id),
    )
    return Reading(document, None)


def read_source(data: bytes) -> Source:
    """Read a file as a form. Raises `UnreadableDocument` where it is none."""
    kind = detect_format(data)
    if not data.strip():
        raise UnreadableDocument("empty", "the file holds nothing; fetch it again or take it away.")
    if kind is None:
        raise UnreadableDocument("unsupported_format", "the file is neither a PDF nor text; save it as one of them.")
    if kind == "pdf":
        document = read_pdf(data)
        return Source(read_layout(document), kind, document.modified_at)
    return Source(read_text(data), kind)


def read_form(source: Source, document_id: str, source_path: str, size_bytes: int) -> Reading:
    """Read a form's fields. Raises `UnreadableDocument` with code `not_a_ucap` where it has no cities or too few known rows."""
    form = split_run_on_rows(source.form)
    known = {row.section for row in form.rows if row.section != "unknown" and row.label}
    if len(known) < LEAST_ROWS:
        looked_for = "rows such as “City”, “Period of cooperation”, “Cooperation themes”, “Main activities”"
        raise UnreadableDocument("not_a_ucap", f"looked for {looked_for}, found {len(known)} of them; take the file away.")
    kind = read_kind(form)
    sides = read_city_names(form)
    ucap_id = make_ucap_id(kind, read_cluster_name(form), sides)
    if ucap_id is None:
        raise UnreadableDocument(
            "not_a_ucap", "the form names no city in its first value column, so it cannot be told from others."
        )
    ledger = Ledger(ucap_id)
    ucap = _read_ucap(form, kind, sides, document_id, ledger)
    _report_rows(form, ucap, ledger)
    document = Document(
        document_id=document_id,
        source_path=source_path,
        format=source.format,
        size_bytes=size_bytes,
        page_count=form.page_count,
        status="published",
        reason=None,
        ucap_id=ucap_id,
        template=f"{kind}-summary",
        modified_at=source.modified_at,
        extractor_version=extractor_version(),
        input_key=compute_input_key(document_id),
    )
    return Reading(document, ucap, tuple(render_issues(ledger.findings, source_path, document_id, ucap_id)))


def split_run_on_rows(form: Form) -> Form:
    """Give each theme and each topic of the agenda a block of its own where the form ran them together in one line."""
    headed = (*form.blocks("key_focus"), *form.blocks("key_challenges"), *form.blocks("results"))
    lines: dict[SectionName, tuple[Block, ...]] = {
        "themes": tuple(split_theme_lines(form.blocks("themes"), headed)),
        "agenda": tuple(split_agenda_lines(form.blocks("agenda"))),
    }
    rows = tuple(replace(row, cells=(Cell(lines[row.section]),)) if row.section in lines else row for row in form.rows)
    return replace(form, rows=rows)


def _read_ucap(form: Form, kind: Kind, sides: Sequence[SideCities], document_id: str, ledger: Ledger) -> Ucap:
    period = _read_period(form, ledger)
    themes = read_themes(form.blocks("themes"), form.blocks("key_focus"), form.blocks("key_challenges"), ledger)
    known_cities = [name.chars for side in sides for name in side.names]
    drafts, owners = draft_activities(form.blocks("activities"), period.start.year if period and period.start else None)
    mentions = find_mentions(form, known_cities)
    named = name_by_activity(mentions["activities"], owners, len(drafts))
    title = read_title(form)
    period_text = join(block.text for block in form.blocks("period"))
    summary = ledger.enter(
        UcapSummary,
        document_id=document_id,
        kind=kind,
        title=Value(title.chars or None, title),
        lead_cities=Value([name.chars for name in sides[0].names], join(sides[0].names)),
        partner_cities=Value([name.chars for name in sides[1].names], join(sides[1].names)),
        period_text=Value(period_text.chars or None, period_text),
        period_start=Value(period.start if period else None, period_text, "rule"),
        period_end=Value(period.end if period else None, period_text, "rule"),
        period_precision=Value(period.precision if period else None, period_text, "rule"),
        key_focus=_read_text(form, "key_focus"),
        key_challenges=_read_text(form, "key_challenges"),
        objectives=_read_text(form, "objectives"),
        contact_email=read_contact(form.blocks("contact"), ledger),
    )
    return Ucap(
        summary=summary,
        cities=read_cities(form, sides, ledger),
        themes=themes,
        agenda_topics=read_agenda_topics(form.blocks("agenda"), ledger),
        activities=read_activities(drafts, named, period, ledger),
        results=read_results(form.blocks("results"), [theme.theme for theme in themes], ledger),
        sections=read_sections(form, ledger),
        entities=read_entities(form, mentions, owners, ledger),
        evidence=tuple(ledger.evidence),
    )


def _read_text(form: Form, section: SectionName) -> Value[str | None]:
    text = join((block.text for block in form.blocks(section)), "\n")
    return Value(text.chars or None, text)


def _read_period(form: Form, ledger: Ledger) -> DateRange | None:
    """Read the period of cooperation; None where it is missing, unreadable or reversed, each of which is reported."""
    text = join(block.text for block in form.blocks("period"))
    if not text:
        return None
    period = parse_date(text.chars)
    if period is None:
        found = find_dates(text.chars)
        if len(found) == 1:
            period = found[0]
        elif len(found) == 2 and (found[0].start or date.min) > (found[1].end or date.max):
            ledger.report("period_reversed", f"“{text}” ends before it begins.", "period", text)
        else:
            ledger.report("period_unreadable", f"“{text}” is no period.", "period", text)
    return period


def _report_rows(form: Form, ucap: Ucap, ledger: Ledger) -> None:
    """Report rows that are missing or unknown, running text set aside, and what the read values show."""
    for section in load_vocabulary("form")["mandatory_rows"][ucap.summary.kind]:
        if not any(block.text for block in form.blocks(section)):
            ledger.report("row_missing", f"the form has no text in a row for {section}.", section)
    for row in form.rows:
        if row.section == "unknown":
            ledger.report("label_unknown", f"the label “{row.label}” is not known.", "unknown", row.label)
    if any(cell.side == "partner" and cell.blocks for row in form.rows for cell in row.cells):
        for row in form.rows:
            text = row.cells[0].text() if len(row.cells) == 1 and row.section in PAIRED else None
            if text and not is_missing(text.chars):
                ledger.report("sides_unclear", f"“{text}” stands alone.", row.section, text)
    if form.notes:
        ledger.report("running_text", f"set aside: {' | '.join(dict.fromkeys(form.notes))}")
    for activity in ucap.activities:
        if activity.date_precision is None:
            ledger.report("activity_undated", f"activity {activity.position} begins with no date.", "activities")
        elif activity.within_period is False:
            ledger.report("activity_outside_period", f"activity {activity.position} lies outside the period.", "activities")
    if ucap.summary.contact_email is None:
        ledger.report("contact_missing", "no contact address was found.", "contact")


def render_issues(findings: Iterable[Finding], source_path: str, document_id: str, ucap_id: str) -> list[Issue]:
    """Return findings as rows, with identifiers that stay the same while the file stays the same."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in findings:
        basis = "\n".join(
            (document_id, source_path, finding.code, finding.section or "", finding.source.chars, finding.details)
        )
        seen[basis] += 1
        digest = hashlib.sha256(f"{basis}\n{seen[basis]}".encode()).hexdigest()[:12]
        rule = RULES[finding.code]
        pages = finding.source.pages()
        issues.append(
            Issue(
                issue_id=digest,
                source_path=source_path,
                ucap_id=ucap_id,
                section=finding.section,
                code=rule.code,
                severity=rule.severity,
                message=f"{rule.meaning} {finding.details} {rule.advice}",
                raw_text=finding.source.chars or None,
                page=pages[0] if pages else None,
            )
        )
    return issues
