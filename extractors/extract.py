"""From the bytes of one file to its reading: the only entrance to the extractors."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ucap.extractors.assign import assign_rows
from ucap.extractors.assign.tolerances import ASSIGN
from ucap.extractors.dates import decide_date_order
from ucap.extractors.fields.activities import draft_activities, read_activities
from ucap.extractors.fields.agenda import read_agenda_topics, split_agenda_lines
from ucap.extractors.fields.cities import SideCities, read_cities, read_city_names
from ucap.extractors.fields.contact import read_contact
from ucap.extractors.fields.date_findings import report_activity_dates, report_order
from ucap.extractors.fields.form_findings import report_mixed_rows, report_repairs, report_sides, report_unread
from ucap.extractors.fields.form_talk import talks_of_forms
from ucap.extractors.fields.identity import make_ucap_id, names_no_city, read_cluster_name, read_kind, read_title
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.mention_places import read_document_places
from ucap.extractors.fields.period import is_reversed, read_period
from ucap.extractors.fields.recognised import find_doubtful
from ucap.extractors.fields.results import read_results
from ucap.extractors.fields.sections import find_names, name_by_activity, read_entities, read_sections
from ucap.extractors.fields.themes import read_themes, split_theme_lines
from ucap.extractors.findings import CellName, Finding, pair_issues, quote, render_issues
from ucap.extractors.form import Block, Cell, Form, move_origins
from ucap.extractors.layout import read_layout
from ucap.extractors.numbers import is_missing
from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions
from ucap.extractors.page import Recognised, Remark, UnreadableDocument
from ucap.extractors.readers.broken_rows import doubt_broken_rows
from ucap.extractors.readers.causes import find_cause
from ucap.extractors.readers.cell_lines import break_cell_lines, drop_second_copies
from ucap.extractors.readers.deletions import restore_struck, split_layers
from ucap.extractors.readers.foreign_markup import refuse_foreign_markup
from ucap.extractors.readers.formats import detect_format, unsupported
from ucap.extractors.readers.inline_marks import read_inline_marks
from ucap.extractors.readers.page_marks import drop_page_marks
from ucap.extractors.readers.pdf import list_attached, read_pdf
from ucap.extractors.readers.quoted_forms import refuse_quoted_form
from ucap.extractors.readers.raised_marks import drop_raised_marks
from ucap.extractors.readers.row_signs import ROWS
from ucap.extractors.readers.text import count_known_rows, decode_text, read_shapes
from ucap.extractors.readers.word import read_word
from ucap.extractors.repair import Repairs, mark_lost, repair_document, repair_string
from ucap.extractors.rules import check_ucap, withhold_values
from ucap.extractors.text.soft_hyphens import spell_hyphens
from ucap.extractors.text.source_text import Glyph, from_file, join
from ucap.extractors.text.wide_signs import narrow_signs
from ucap.extractors.ticks import settle_ticks
from ucap.extractors.version import compute_input_key, extractor_version
from ucap.schemas.readers import PdfReader
from ucap.schemas.reading import Reading
from ucap.schemas.records import Document, Kind, SectionName, SourceFormat, UcapSummary
from ucap.schemas.ucap import Ucap
from ucap.schemas.wording import choose_word, render_count

LEAST_ROWS = 3
"""A form with fewer known rows is not a U-CAP, because other documents have a line `City:` too. Chosen: the text readers
accept a shape with three known rows, and whole forms have 14 to 16.
"""

BLOCKS_PER_PAGE = 100
"""Most paragraphs, bullets and rows for each page that a form may have: more than fit on a page. Chosen, not measured."""
_COVERS = frozenset({"not_a_ucap", "no_text_layer", "xfa_form"})
"""Refusals of a PDF to which the summary itself may be attached."""
_SHOWN_NAMES = 3
"""Values of the row of cities that a refusal shows."""
_LONGEST_ID = 200
"""Characters: an id is part of every row, of paths and of addresses. Chosen: a name of a file may have 255 bytes, and the
longest of 348 documents has 102.
"""


@dataclass(frozen=True)
class Source:
    """What is known about a file before its fields are read: the form, the format of the file, when it was changed, which of
    its characters were repaired, and which library read the PDF.
    """

    form: Form
    format: SourceFormat
    modified_at: datetime | None = None
    repairs: Repairs = field(default_factory=Repairs)
    reader: PdfReader | None = None
    remarks: tuple[Remark, ...] = ()
    cause: UnreadableDocument | None = None
    """Why nothing is understood, should that be so."""
    recognised: Mapping[Glyph, Recognised] = field(default_factory=dict)
    """The glyphs that were recognised in a picture."""


def read_document(data: bytes, source_path: str, options: ReadingOptions = DEFAULT_OPTIONS) -> Reading:
    """Read one file with any content; never raises for bad input, but returns a quarantined reading with its reason.

    `source_path` is relative to the raw folder, with `/`; it names the file in rows and findings and is not opened.
    """
    document_id = document_id_of(data)
    try:
        source = read_source(data, options)
        try:
            return read_form(source, document_id, source_path, len(data), options)
        except UnreadableDocument as error:
            raise source.cause or error from error
    except UnreadableDocument as error:
        kind = detect_format(data)
        if kind == "pdf" and error.code in _COVERS:
            try:
                if reading := _read_attached(data, source_path, options):
                    return reading
            except UnreadableDocument as of_attached:
                error = of_attached
        return refuse_document(document_id, source_path, len(data), error.reason, kind, options)


def _read_attached(data: bytes, source_path: str, options: ReadingOptions) -> Reading | None:
    """Read the summary that is attached to a PDF which is not one itself; None where nothing is attached.

    The document's row is that of the file, with the name of what was read as `attachment`. Raises `UnreadableDocument` with
    code `attachment`, which names what is attached, where that is not exactly one summary.
    """
    attached = list_attached(data)
    readings, said = [], []
    for attachment in attached:
        why = "is no PDF"
        if attachment.pdf is not None:
            try:
                source = read_source(attachment.pdf, options)
                reading = read_form(source, document_id_of(data), source_path, len(data), options)
                document = reading.document.model_copy(update={"attachment": attachment.name})
                readings.append(replace(reading, document=document))
                why = "is a summary"
            except UnreadableDocument as error:
                why = error.reason
        said.append(f"{quote(attachment.name)} ({why})")
    if len(readings) == 1:
        name = quote(readings[0].document.attachment or "")
        details = f"{name}, which is attached to this file, was read; the file itself is a cover."
        return _add_finding(readings[0], Finding("attachment_read", details))
    if attached:
        remedy = "save what is attached as files of their own, and put the summaries into the folder."
        raise UnreadableDocument("attachment", f"the file itself is no summary; attached to it are {', '.join(said)}; {remedy}")
    return None


def document_id_of(data: bytes) -> str:
    """Return the first 16 hex digits of the SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def refuse_document(
    document_id: str,
    source_path: str,
    size_bytes: int,
    reason: str,
    source_format: SourceFormat | None = None,
    options: ReadingOptions = DEFAULT_OPTIONS,
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
        input_key=compute_input_key(document_id, options),
        reader=None,
        attachment=None,
    )
    return Reading(document, None)


def note_warnings(reading: Reading, count: int, examples: Sequence[str]) -> Reading:
    """Return the reading with a finding that libraries warned `count` times while it was read; unchanged where they did not."""
    if not count:
        return reading
    shown = "; ".join(f"“{example}”" for example in examples)
    return _add_finding(reading, Finding("reader_warnings", f"{render_count(count, 'warning')}, such as {shown}."))


def _add_finding(reading: Reading, finding: Finding) -> Reading:
    document = reading.document
    issues = render_issues([finding], document.source_path, document.document_id, document.ucap_id)
    return replace(reading, issues=(*reading.issues, *issues))


def read_source(data: bytes, options: ReadingOptions = DEFAULT_OPTIONS) -> Source:
    """Read a file as a form. Raises `UnreadableDocument` where it is not a form, or longer than `options.max_pages`."""
    max_pages = options.max_pages
    kind = detect_format(data)
    if kind is None:
        raise unsupported(data)
    if kind == "pdf":
        document, repairs = repair_document(read_pdf(data, max_pages, options.reader))
        remarks = tuple(remark for page in document.pages for remark in page.remarks)
        recognised = {glyph: found for page in document.pages for glyph, found in page.recognised.items()}
        cause = find_cause(document)
        form = read_layout(document)
        if count_known_rows(form) < LEAST_ROWS:  # whatever stands left of the values, if these show a form
            by_place = read_layout(document, by_place=True)
            form = by_place if count_known_rows(assign_rows(by_place)) >= ASSIGN.by_values else form
        source = Source(form, kind, document.modified_at, repairs, document.reader, remarks, cause, recognised)
    elif kind == "docx":
        word = read_word(data, max_pages)
        source = Source(word.form, kind, word.modified_at)
    else:
        form, repairs = read_printed(decode_text(data, max_pages))
        source = Source(form, kind, repairs=repairs)
    form = settle_ticks(assign_rows(source.form))
    source = replace(source, form=doubt_broken_rows(form, ROWS) if kind == "pdf" else form)
    count = sum(1 + sum(len(cell.blocks) for cell in row.cells) for row in source.form.rows)
    if count > max_pages * BLOCKS_PER_PAGE:
        most = f"the limit of {max_pages * BLOCKS_PER_PAGE:,} ({BLOCKS_PER_PAGE} a page)"
        raise UnreadableDocument(
            "too_large", f"{count:,} rows, paragraphs and bullets are more than {most}; split it, or raise max_pages."
        )
    return source


def read_printed(printed: str) -> tuple[Form, Repairs]:
    """Read the decoded content of a text file as a form: repaired, with narrow signs, without struck and hidden words.

    Struck words stand in the form again, marked as such. A form without rows means that no label was recognised.
    """
    refuse_foreign_markup(printed)
    refuse_quoted_form(printed)
    text, repairs = repair_string(printed) or (from_file(printed), Repairs())
    layers = split_layers(spell_hyphens(narrow_signs(text)))
    raised = drop_raised_marks(layers.read)
    marks = drop_page_marks(raised.read)
    read = read_inline_marks(drop_second_copies(break_cell_lines(marks.read)))
    form = read_shapes(read.chars)
    if read.chars != printed:
        form = move_origins(form, read.origins)
    if layers.struck:
        form = restore_struck(form, layers.struck, printed)
    return replace(form, hidden=layers.hidden, notes=(*form.notes, *raised.notes, *marks.notes)), repairs


def read_form(
    source: Source, document_id: str, source_path: str, size_bytes: int, options: ReadingOptions = DEFAULT_OPTIONS
) -> Reading:
    """Read a form's fields. Raises `UnreadableDocument` with code `not_a_ucap` where it has no cities or too few known rows."""
    printed = mark_lost(source.form)
    form = split_run_on_rows(printed.drop_struck())
    whole = _restore_struck(form, printed)
    known = {row.section for row in form.rows if row.section != "unknown" and row.label}
    if len(known) < LEAST_ROWS:
        rows = "“City”, “Period of cooperation”, “Cooperation themes”, “Main activities” and others"
        told = f"{len(known) or 'none'} {choose_word(len(known) or 1, 'was', 'were')} found"
        raise UnreadableDocument(
            "not_a_ucap",
            f"of the rows of a U-CAP summary ({rows}) {told}; remove the file if it is not such a summary, and if it is,"
            " `ucap inspect` shows what was read.",
        )
    if talks_of_forms(form):
        raise UnreadableDocument(
            "not_a_ucap",
            "the text around its rows explains forms; remove the file, or save the form itself as a file of its own.",
        )
    kind = read_kind(form)
    sides = read_city_names(form)
    ucap_id = make_ucap_id(kind, read_cluster_name(form), sides)
    if ucap_id is None:
        what_follows = "so it cannot be identified."
        if source.format == "text":  # programs that print a form as text, and people who edit such a text, move its columns
            what_follows = "for the layout of the text was lost; read the file that it was made from (.docx, HTML or PDF)."
        raise UnreadableDocument("not_a_ucap", f"the form names no city in its first value column, {what_follows}")
    if names_no_city(sides):
        printed_names = ", ".join(quote(name.chars) for name in sides[0].names[:_SHOWN_NAMES])
        raise UnreadableDocument(
            "not_a_ucap",
            f"the row of cities holds no names ({printed_names}); check it, or remove the file if it is not a U-CAP summary.",
        )
    if len(ucap_id) > _LONGEST_ID:
        raise UnreadableDocument(
            "not_a_ucap",
            f"the names of its cities are {len(ucap_id):,} characters long; check the row of cities, or remove the file.",
        )
    ledger = Ledger(ucap_id, recognised=source.recognised)
    report_repairs(source.repairs, ledger)
    report_unread(whole, ledger)
    report_sides(form, ledger)
    for remark in source.remarks:
        ledger.find(Finding(remark.code, remark.details, raw_text=remark.raw_text, page=remark.page))
    for doubt in form.doubts:
        ledger.report(doubt.code, doubt.details, doubt.section, doubt.label)
    if form.notes:
        ledger.report("running_text", f"{' | '.join(map(quote, dict.fromkeys(form.notes)))} was not read as part of the form.")
    extracted = _read_ucap(form, whole, kind, sides, document_id, ledger)
    for finding in find_doubtful(form, source.recognised):
        ledger.find(finding)
    found = check_ucap(extracted)
    ucap = withhold_values(extracted, found)
    document = Document(
        document_id=document_id,
        source_path=source_path,
        format=source.format,
        size_bytes=size_bytes,
        page_count=form.page_count,
        status="published",
        reason=None,
        ucap_id=ucap_id,
        template=form.template,
        modified_at=source.modified_at,
        extractor_version=extractor_version(),
        input_key=compute_input_key(document_id, options),
        reader=source.reader,
        attachment=None,
    )
    issues = pair_issues([*ledger.findings, *found], source_path, document_id, ucap_id)
    doubts = {issue.issue_id: finding.doubts for issue, finding in issues if finding.doubts}
    return Reading(document, ucap, tuple(issue for issue, _ in issues), extracted, doubts)


def split_run_on_rows(form: Form) -> Form:
    """Give each theme and each topic of the agenda its own block where the form has several of them in one line."""
    headed = (*form.blocks("key_focus"), *form.blocks("key_challenges"), *form.blocks("results"))
    lines: dict[SectionName, tuple[Block, ...]] = {
        "themes": tuple(split_theme_lines(form.blocks("themes"), headed)),
        "agenda": tuple(split_agenda_lines(form.blocks("agenda"))),
    }
    rows = tuple(replace(row, cells=(Cell(lines[row.section]),)) if row.section in lines else row for row in form.rows)
    return replace(form, rows=rows)


def _restore_struck(form: Form, printed: Form) -> Form:
    """Return the form with the struck words of the printed one: its rows, but as printed where something in them is struck."""
    struck = any(printed.list_struck())
    rows = zip(form.rows, printed.rows, strict=True)
    return replace(form, rows=tuple(b if any(b.list_struck()) else a for a, b in rows)) if struck else form


def _read_ucap(form: Form, whole: Form, kind: Kind, sides: Sequence[SideCities], document_id: str, ledger: Ledger) -> Ucap:
    """Read a form; `whole` is the same with its struck words, which only `sections` shows."""
    decision = decide_date_order(block.text.chars for row in form.rows for block in row.blocks())
    read = read_period(form, decision.order)
    printed_period = read.found if read else None
    period = None if printed_period and is_reversed(printed_period) else printed_period
    themes = read_themes(_list_told(form, "themes"), _list_told(form, "key_focus"), _list_told(form, "key_challenges"), ledger)
    known_cities = [name.chars for side in sides for name in side.names]
    first_year = period.start.year if period and period.start else None
    drafts, owners = draft_activities(form.blocks("activities"), first_year, decision.order, [theme.theme for theme in themes])
    if not _list_told(form, "activities"):
        drafts, owners = [], [None] * len(owners)
    title = read_title(form)
    period_text = join(block.text for block in form.blocks("period"))
    period_cells = [CellName("ucaps", ledger.ucap_id, column) for column in ("period_start", "period_end")]
    report_order(printed_period, period_text, "period", decision, ledger, period_cells)
    for remark in read.remarks if read else ():
        ledger.report(remark.code, remark.details, "period", period_text, (CellName("ucaps", ledger.ucap_id, "period_end"),))
    report_mixed_rows(form, ledger)
    report_activity_dates(drafts, decision, ledger)
    summary = ledger.enter(
        UcapSummary,
        document_id=document_id,
        kind=kind,
        title=Value(title.chars or None, title),
        lead_cities=Value([name.chars for name in sides[0].names], join(sides[0].names, "\n")),
        partner_cities=Value([name.chars for name in sides[1].names], join(sides[1].names, "\n")),
        period_text=Value(period_text.chars or None, period_text),
        period_start=Value(printed_period.start if printed_period else None, period_text, "rule"),
        period_end=Value(
            printed_period.end if printed_period else None, period_text, "inferred" if read and read.counted else "rule"
        ),
        period_precision=Value(printed_period.precision if printed_period else None, period_text, "rule"),
        key_focus=_read_text(form, "key_focus"),
        key_challenges=_read_text(form, "key_challenges"),
        objectives=_read_text(form, "objectives"),
        contact_email=read_contact(form.blocks("contact"), ledger),
    )
    cities = read_cities(form, sides, ledger)
    places = read_document_places(cities)
    names = find_names(form, known_cities, places)
    mentions = [found.mentions for found in names["activities"]]
    named = name_by_activity(form.blocks("activities"), mentions, owners, len(drafts))
    return Ucap(
        summary=summary,
        cities=cities,
        themes=themes,
        agenda_topics=read_agenda_topics(_list_told(form, "agenda"), ledger),
        activities=read_activities(drafts, named, period, ledger),
        results=read_results(_list_told(form, "results"), [theme.theme for theme in themes], ledger),
        sections=read_sections(whole, ledger),
        entities=read_entities(whole, names, owners, places, ledger),
        evidence=tuple(ledger.evidence),
    )


def _read_text(form: Form, section: SectionName) -> Value[str | None]:
    text = join((block.text for block in _list_told(form, section)), "\n")
    return Value(text.chars or None, text)


def _list_told(form: Form, section: SectionName) -> Sequence[Block]:
    """Return the blocks of a row of texts; none where they only say that there is nothing, as `n/a` and `tbc` do."""
    blocks = form.blocks(section)
    return () if all(is_missing(block.text.chars) for block in blocks) else blocks
