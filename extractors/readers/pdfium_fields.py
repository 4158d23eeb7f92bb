"""Form fields, stamps and typed-on texts of a PDF's pages: made part of the page, so that they are read like print.

PDFium draws what annotations look like, also that of a field which has a value and no appearance, and makes it part of the
page's own content ("flattens" it). What it is then is text and paths like any other.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.fields import FieldKind, FormField
from ucap.extractors.readers.pdfium_annotations import BARE_KINDS

_PRINTED = frozenset(
    {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WATERMARK, raw.FPDF_ANNOT_REDACT}
)
"""Kinds of annotations whose words stand on the page. Others are marks on it, or comments that open in a window."""
_NOT_SEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_KINDS: dict[int, FieldKind] = {
    raw.FPDF_FORMFIELD_TEXTFIELD: "text",
    raw.FPDF_FORMFIELD_COMBOBOX: "text",
    raw.FPDF_FORMFIELD_LISTBOX: "list",
    raw.FPDF_FORMFIELD_CHECKBOX: "tick",
    raw.FPDF_FORMFIELD_RADIOBUTTON: "tick",
}
_COMB = 1 << 24
_PASSWORD = 1 << 13
"""Bits of a text field's flags (ISO 32000-1, table 228)."""


@contextmanager
def open_form(document: Any) -> Iterator[Any]:
    """Give PDFium's form environment of a document, which draws its fields.

    Raises `UnreadableDocument` with code `xfa_form` where the pages of the file are made by a program within it.
    """
    if raw.FPDF_GetFormType(document) == raw.FORMTYPE_XFA_FULL:
        raise UnreadableDocument(
            "xfa_form",
            "the form is an XFA form, whose pages only Adobe's programs can draw; print it to PDF there, and use that file.",
        )
    info = raw.FPDF_FORMFILLINFO(version=2)
    form = raw.FPDFDOC_InitFormFillEnvironment(document, info)
    try:
        yield form
    finally:
        if form:
            raw.FPDFDOC_ExitFormFillEnvironment(form)


def print_annotations(page: Any, form: Any) -> list[FormField] | None:
    """Make fields, stamps and typed-on texts part of a page's content; None where there are none, so that nothing changed.

    Returns the fields, their boxes in the page's own coordinates. The page must be loaded again to be read.
    """
    count = max(0, raw.FPDFPage_GetAnnotCount(page))
    if not any(_with_annotation(page, index, _is_printed) for index in range(count)):
        return None
    raw.FORM_OnAfterLoadPage(page, form)
    try:
        fields = [field for i in range(count) if (field := _with_annotation(page, i, lambda found: _prepare(found, form)))]
        _name_size(page)
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    finally:
        raw.FORM_OnBeforeClosePage(page, form)
    return fields


def _name_size(page: Any) -> None:
    """Let a page name its size itself: PDFium flattens one that has it from its parent onto paper of the size of a letter."""
    bounds, corners = raw.FS_RECTF(), [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPage_GetMediaBox(page, *corners) and raw.FPDF_GetPageBoundingBox(page, bounds):
        raw.FPDFPage_SetMediaBox(page, bounds.left, bounds.bottom, bounds.right, bounds.top)


def _with_annotation(page: Any, index: int, look: Callable[[Any], Any]) -> Any:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        return look(annotation) if annotation else None
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _is_printed(annotation: Any) -> bool:
    is_seen = not raw.FPDFAnnot_GetFlags(annotation) & _NOT_SEEN
    return is_seen and raw.FPDFAnnot_GetSubtype(annotation) in _PRINTED


def _prepare(annotation: Any, form: Any) -> FormField | None:
    """Return the field of an annotation, and hide those that are not to be printed: buttons, comments, boxes to tick, and marks
    that leave what is below them to be seen.

    A box to tick is left to `ucap.extractors.readers.fields`, which prints one sign for it, however it is drawn.
    """
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    field = _read_field(annotation, form, _KINDS[kind]) if _is_printed(annotation) and kind in _KINDS else None
    is_seen = not raw.FPDFAnnot_GetFlags(annotation) & _NOT_SEEN and raw.FPDFAnnot_GetSubtype(annotation) not in BARE_KINDS
    if not is_seen or kind == raw.FPDF_FORMFIELD_PUSHBUTTON or (field and field.kind == "tick"):
        raw.FPDFAnnot_SetFlags(annotation, raw.FPDFAnnot_GetFlags(annotation) | raw.FPDF_ANNOT_FLAG_HIDDEN)
    return field


def _read_field(annotation: Any, form: Any, kind: FieldKind) -> FormField:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    flags = raw.FPDFAnnot_GetFormFieldFlags(form, annotation)
    value = _read_text(lambda *room: raw.FPDFAnnot_GetFormFieldValue(form, annotation, *room))
    is_text = kind == "text"
    options = range(max(0, raw.FPDFAnnot_GetOptionCount(form, annotation))) if kind == "list" else ()
    chosen = [i for i in options if raw.FPDFAnnot_IsOptionSelected(form, annotation, i)]
    return FormField(
        kind=kind,
        corners=(rect.left, rect.bottom, rect.right, rect.top),
        value="" if kind == "tick" or (is_text and flags & _PASSWORD) else value,
        is_ticked=kind == "tick" and bool(raw.FPDFAnnot_IsChecked(form, annotation)),
        is_comb=is_text and bool(flags & _COMB),
        chosen=tuple(_read_text(lambda *room, i=i: raw.FPDFAnnot_GetOptionLabel(form, annotation, i, *room)) for i in chosen),
    )


def _read_text(ask: Callable[..., int]) -> str:
    """Return what a function of PDFium writes in UTF-16 into a buffer, of which it first says how long it must be, in bytes."""
    length = ask(None, 0)
    units = (ctypes.c_ushort * (length // 2 + 1))()
    ask(units, length)
    return bytes(units).decode("utf-16-le", "replace").rstrip("\0")
