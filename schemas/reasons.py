"""Why a document is quarantined: the stable codes with which `documents.reason` begins, and what each means."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    # The file
    "empty": "The file has no content.",
    "unsupported_format": "The file is neither a PDF, a Word document (.docx) nor text.",
    "too_large": "The file has more bytes, pages or text than the limits allow.",
    "damaged": "The file is cut off or damaged, so it cannot be opened.",
    "encrypted": "The PDF asks for a password, or is encrypted in an unknown way.",
    # What the pages hold
    "no_text_layer": "The pages are pictures, or the letters of their fonts have no names.",
    "xfa_form": "The pages of the PDF are made by a program within it (XFA), which only Adobe's programs run.",
    "fields_empty": "The PDF is a form to fill in, and nothing is filled in.",
    "doubled_text": "Each letter is in the PDF twice.",
    "attachment": "The PDF is a cover sheet, and what is attached to it could not be read as one summary.",
    "not_a_ucap": "The text was read, and holds no form that is known.",
    # The machine
    "timeout": "Reading took too long.",
    "out_of_memory": "Reading needed more memory than allowed.",
    "crashed": "The reading process ended.",
    "unreadable": "The file could not be opened.",
    # A person
    "ignored": "A correction says that the file is not to be read.",
}
"""Each code with its meaning."""

TRIED_AGAIN = frozenset({"timeout", "out_of_memory", "crashed", "unreadable"})
"""Reasons for quarantine that come from the machine and its state, not from the document's bytes."""
