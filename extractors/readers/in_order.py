"""Text whose layout is lost in, a form out: labels and values one after the other, as converters of PDFs print them."""

from ucap.extractors.form import Form, move_origins
from ucap.extractors.readers.displaced import mend_displaced
from ucap.extractors.readers.labelled import read_labelled_rows
from ucap.extractors.readers.lines import cut_text
from ucap.extractors.readers.plain_text import cut_plain_text
from ucap.extractors.readers.reading_order import close_up, order_lines
from ucap.extractors.readers.rows import build_form
from ucap.extractors.readers.stacked_heads import place_stacked_values
from ucap.extractors.readers.tolerances import TEXT, TextTolerances


def read_lines_in_order(text: str, tolerances: TextTolerances = TEXT) -> Form:
    """Read a text of labels and values one after the other; a form without rows where no label begins a line.

    Values that stand in another row than their own are moved where they cannot be mistaken, and doubted.
    """
    placed = place_stacked_values(cut_text(text, 0, len(text)))
    ordered = order_lines(close_up(placed, tolerances.labelled), tolerances.labelled)
    form = build_form(read_labelled_rows(cut_plain_text(ordered.text.chars, tolerances), tolerances.labelled))
    return mend_displaced(move_origins(form, ordered.text.origins), ordered.apart)
