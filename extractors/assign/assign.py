"""A form as read in, the form with each row's section out: the best assignment of all rows at once.

Readers name a row by its label alone. Here its values and its place count too. A row whose label nobody knows is read where its
values leave no doubt, and a row with a known label is doubted where its values are of another kind.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ucap.extractors.assign.combined import split_combined
from ucap.extractors.assign.matching import match_best
from ucap.extractors.assign.scores import (
    Candidate,
    has_text_on_each_side,
    is_of_others,
    is_paired,
    score_label,
    score_places,
    score_values,
)
from ucap.extractors.assign.shared_headings import find_shared_headings
from ucap.extractors.assign.tolerances import ASSIGN
from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Cell, Form, Row, RowDoubt, merge_rows
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.forms import DEFAULT_FORM, FormDescription, load_forms
from ucap.schemas.records import SectionName

_NOT_TAKEN = 0.0
"""Score with which `match_best` leaves a row alone, as it does with all below."""
_NEEDED: frozenset[SectionName] = frozenset({"city", "country", "activities"})
"""Rows by which a form is known where hardly a label is."""
_PROSE: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "objectives", "results"})
"""Rows in which each side may have a text of its own."""
_HALF = 0.5
"""Share of a row's lines that are goals or topics of the Urban Agenda, from which on it is one more row of them. Chosen."""
_AT_ENOUGH = 0.001
"""Lifts a row with just enough above that; far less than any two sums of scores differ by."""


def assign_rows(form: Form) -> Form:
    """Return the form with the section of each row, one row for each section, the doubts about them, and the form's template.

    Rows without a label (the title, the lines below the table) stay as they are, and so do all rows of a form with more than
    `ASSIGN.most_rows`.
    """
    description = recognise_form(form)
    form = split_combined(form)
    labelled = [row for row in form.rows if row.label]
    if len(labelled) > ASSIGN.most_rows:
        return replace(form, rows=merge_rows(form.rows), template=description["template"])
    candidates = [Candidate(row, beside) for row, beside in zip(labelled, find_shared_headings(labelled), strict=True)]
    sections = _assign_own(candidates, description)
    if not _is_certain(candidates, sections):
        sections = [c.row.section for c in candidates]
    doubts = [doubt for c, s in zip(candidates, sections, strict=True) if (doubt := _find_doubt(c, s, description))]
    doubts += [doubt for c, s in zip(candidates, sections, strict=True) if (doubt := _find_loss(c, s, sections))]
    named = {id(c.row.label): section for c, section in zip(candidates, sections, strict=True)}
    earlier = [moved for doubt in form.doubts for moved in _move_doubt(doubt, named.get(id(doubt.label), doubt.section))]
    taken = iter(sections)
    rows = [_with_section(row, next(taken)) if row.label else row for row in form.rows]
    return replace(form, rows=merge_rows(rows), template=description["template"], doubts=(*earlier, *doubts))


def recognise_form(form: Form) -> FormDescription:
    """Return the form whose title marks stand above the table, the longest mark first; the default form where none does.

    A form of another one's kind (`like`) is preferred to it, as its marks are printed beside those of the other.
    """
    titles = [row for row in form.rows if row.section == "title"]
    printed = "\n".join(text.chars for row in titles for text in (row.label, *(cell.text() for cell in row.cells)))
    forms = load_forms()
    marked = [name for name, described in forms.items() if _find_marks(printed, tuple(described["title_marks"]))]
    name = max(marked, key=lambda name: "like" in forms[name], default=DEFAULT_FORM)
    return forms[name]


def _find_marks(printed: str, marks: Sequence[str]) -> bool:
    """Whether one of some words stands in a text, be it in the plural."""
    return any(re.search(rf"(?<!\w){re.escape(mark)}s?(?!\w)", printed, re.IGNORECASE) for mark in marks)


def _assign_own(candidates: Sequence[Candidate], form: FormDescription) -> list[SectionName]:
    """Return the section of each row, `unknown` for those whose labels say that no section is for them.

    Where names stand in one of these above those of the cities, or there are no others, they are the partners: `Universities`.
    """
    others = [is_of_others(c, form) for c in candidates]
    taken = iter(_assign([c for c, is_other in zip(candidates, others, strict=True) if not is_other], form))
    sections = [c.row.section if is_other else next(taken) for c, is_other in zip(candidates, others, strict=True)]
    above = sections.index("city") if "city" in sections else len(sections)
    named = (c for c, is_other in zip(candidates[:above], others[:above], strict=True) if is_other and c.is_sided)
    if any(score_values(c, "city", form) >= ASSIGN.value for c in named):
        return _assign(candidates, form)
    return sections


def _assign(candidates: Sequence[Candidate], form: FormDescription) -> list[SectionName]:
    """Return the section of each row."""
    order = form["order"]
    labels = [{section: score_label(c, section, form) for section in order} for c in candidates]
    values = [{section: score_values(c, section, form) for section in order} for c in candidates]
    anchors = _find_anchors(candidates, labels, values)
    scores = _score(labels, values, score_places(candidates, anchors, form), anchors, order)
    found: list[SectionName | None] = [None if at is None else order[at] for at in match_best(scores)]
    # Each row that was read shows the place of those that were not.
    while None in found:
        places = score_places(candidates, found, form)
        following = match_best(_score(labels, values, places, found, order, set(found)))
        if not any(at is not None for at in following):
            break
        found = [old if at is None else order[at] for old, at in zip(found, following, strict=True)]
    return [
        section or _keep(c, label, value) for section, c, label, value in zip(found, candidates, labels, values, strict=True)
    ]


def _has_topics(candidate: Candidate) -> bool:
    """Whether half of the lines of a row are of the agenda, of which a form may have a row for each framework."""
    return candidate.evidence.get("goals", 0.0) >= _HALF and not candidate.is_sided


def _is_certain(candidates: Sequence[Candidate], sections: Collection[SectionName]) -> bool:
    """Whether the rows are those of a form: some labels are known, or the values show nearly all of its rows."""
    known = {c.row.section for c in candidates} - {"unknown"}
    return len(known) >= ASSIGN.known or (len(set(sections) - {"unknown"}) >= ASSIGN.by_values and _NEEDED.issubset(sections))


def _score(
    labels: Sequence[dict[SectionName, float]],
    values: Sequence[dict[SectionName, float]],
    places: Sequence[dict[SectionName, float]],
    sure: Sequence[SectionName | None],
    order: Sequence[SectionName],
    taken: Collection[SectionName | None] = (),
) -> list[list[float]]:
    """Return for each row its score for each section; those that are `taken` and the rows that have one of them get none."""
    scores = []
    for label, value, place, section_known in zip(labels, values, places, sure, strict=True):
        row = []
        for section in order:
            # The place alone names no row, and a row that is sure does not fill a gap.
            is_named = label[section] or value[section] > 0 or section == "city"
            is_settled = section_known is not None and (section_known in taken or label[section] < ASSIGN.hint)
            if section in taken or is_settled or not is_named:
                row.append(_NOT_TAKEN)
                continue
            total = label[section] + value[section] + place.get(section, 0.0)
            if section == "city" and value[section] >= 0:
                total += ASSIGN.required
            row.append(total - ASSIGN.enough + _AT_ENOUGH)
        scores.append(row)
    return scores


def _find_anchors(
    candidates: Sequence[Candidate], labels: Sequence[dict[SectionName, float]], values: Sequence[dict[SectionName, float]]
) -> list[SectionName | None]:
    """Return the sections of the rows whose label and values agree."""
    return [
        c.row.section
        if c.row.section != "unknown" and label[c.row.section] >= ASSIGN.keywords and value[c.row.section] >= 0
        else None
        for c, label, value in zip(candidates, labels, values, strict=True)
    ]


def _keep(candidate: Candidate, label: dict[SectionName, float], value: dict[SectionName, float]) -> SectionName:
    """Return the section of a row that got none: its reader's where the label is sure, as a section may have several rows."""
    section = candidate.row.section
    if section == "unknown" and _has_topics(candidate):
        return "agenda"
    if section == "unknown" or label[section] + min(value[section], 0.0) < ASSIGN.enough:
        return "unknown"
    return section


def _find_doubt(candidate: Candidate, section: SectionName, form: FormDescription) -> RowDoubt | None:
    row = candidate.row
    if section == "unknown":
        return None
    value = score_values(candidate, section, form)
    name = section.replace("_", " ")
    if row.section != section:
        sure = section != "city" or (value >= ASSIGN.value and not _is_of_provinces(candidate, form))
        why = "by its values and its place" if value > 0 else "by its place"
        details = f"The row {quote(row.label.chars)} was read as the row of {name}, {why}."
        return RowDoubt("label_inferred" if sure else "names_doubtful", section, row.label, details)
    if value < 0:
        details = f"The values of the row {quote(row.label.chars)} are not of the kind that a row of {name} has."
        return RowDoubt("names_doubtful" if section == "city" else "label_doubted", section, row.label, details)
    return None


def _is_of_provinces(candidate: Candidate, form: FormDescription) -> bool:
    """Whether an unknown label of a row of names speaks of provinces rather than of cities: the row of cities may be lost."""
    label = {section: score_label(candidate, section, form) for section in PAIRED}
    return candidate.row.section == "unknown" and label["province"] > label["city"]


def _find_loss(candidate: Candidate, section: SectionName, sections: Collection[SectionName]) -> RowDoubt | None:
    """Return a doubt about the section that a label names, if its row was taken for another one and no row is left for it."""
    row = candidate.row
    if row.section in ("unknown", section) or row.section in sections:
        return None
    lost, name = row.section.replace("_", " "), section.replace("_", " ")
    if section == "unknown":
        details = f"The values of {quote(row.label.chars)} are not of the kind that a row of {lost} has, and there is no other."
        return RowDoubt("label_doubted", row.section, row.label, details)
    details = f"The row {quote(row.label.chars)} was read as the row of {name}, so that there is none of {lost}."
    return RowDoubt("label_inferred", row.section, row.label, details)


def _move_doubt(doubt: RowDoubt, section: SectionName) -> list[RowDoubt]:
    """Return a reader's doubt with the section that its row got, and one about the section that the row was taken for first."""
    if section == doubt.section:
        return [doubt]
    return [replace(doubt, section=section), replace(doubt, label=SourceText())]


def _with_section(row: Row, section: SectionName) -> Row:
    """Return a row with its section, and with the cells that rows of this section have."""
    if row.sides and (section in PAIRED or (section == "unknown" and is_paired(row))):
        return Row(section, row.label, row.sides)
    cells = row.sides if section in _PROSE and has_text_on_each_side(row) else row.cells
    if section not in (*PAIRED, "unknown") and len(cells) > 1:
        return Row(section, row.label, (Cell(tuple(block for cell in cells for block in cell.blocks)),))
    return Row(section, row.label, row.cells)
