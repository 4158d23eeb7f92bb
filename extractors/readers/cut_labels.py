"""Rows of a form in, the same out with labels whole that were cut in two, as where a value stands beside the last word of one.

`Related Goals and Urban Agenda` / `themes` are two wordings, of which the second means a row that the form has already.
"""

from collections import Counter
from dataclasses import replace

from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Cell, Form, Row
from ucap.extractors.labels import load_lexicon, match_label, normalise_label
from ucap.extractors.readers.displaced import doubt_texts
from ucap.extractors.readers.label_starts import is_of_label_words
from ucap.extractors.text.continuation import begins_small
from ucap.extractors.text.source_text import join
from ucap.schemas.records import SectionName


def join_cut_labels(form: Form) -> Form:
    """Return a form with two rows of texts joined where their labels are one wording of the lexicon, and one of them means
    nothing by itself, or a row that the form has elsewhere.

    All rows of texts are doubted then: where columns cut a label, they may cut values, too.
    """
    counts = Counter(row.section for row in form.rows if row.label)
    rows: list[Row] = []
    for row in form.rows:
        joined = _join_rows(rows[-1], row, counts) if rows else None
        if joined:
            rows[-1] = joined
        else:
            rows.append(row)
    if len(rows) == len(form.rows):
        return form
    cut = next(row.label for row in rows if row not in form.rows)
    made = replace(form, rows=tuple(rows))
    return replace(made, doubts=(*form.doubts, *doubt_texts(made, f"The label {quote(cut.chars)} was cut.")))


def _join_rows(above: Row, row: Row, counts: Counter[SectionName]) -> Row | None:
    if not above.label or not row.label:
        return None
    if not any(one.section == "unknown" or counts[one.section] > 1 for one in (above, row)):
        return None
    label = join([above.label, row.label])
    section = load_lexicon()[0].get(normalise_label(label.chars))
    match = match_label(label.chars)
    if match and match.section == above.section and begins_small(row.label.chars) and is_of_label_words(row.label.chars):
        section = match.section
    if section is None or section in PAIRED:
        return None
    return Row(section, label, (Cell((*above.blocks(), *row.blocks())),))
