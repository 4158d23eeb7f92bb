"""Why a PDF whose text could be read is no form that is understood: the cause, where its pages show one."""

import re

from ucap.extractors.page import PdfDocument, UnreadableDocument
from ucap.extractors.readers.tolerances import FORM_FIELDS, FieldTolerances

_DOUBLED = re.compile(r"(?:(\w)\1)+\W{0,4}")


def find_cause(document: PdfDocument, tolerances: FieldTolerances = FORM_FIELDS) -> UnreadableDocument | None:
    """Return the refusal that names why nothing was understood in a PDF's pages; None where they show no reason."""
    empty = sum(page.empty_fields for page in document.pages)
    if empty >= tolerances.least_empty:
        return UnreadableDocument(
            "fields_empty",
            f"it is a form to fill in, and {empty} of its fields are empty; fill them in, save it, and add it again.",
        )
    words = [word.text.chars for page in document.pages for word in page.words]
    long = [word for word in words if len(word) >= tolerances.doubled_word and word[0].isalpha()]
    doubled = [word for word in long if _DOUBLED.fullmatch(word)]
    if len(doubled) > tolerances.doubled * len(long):
        return UnreadableDocument(
            "doubled_text",
            f"its letters are in the file twice (“{doubled[0]}”), as some programs print shadows and bold type; "
            "print it to PDF with another program.",
        )
    return None
