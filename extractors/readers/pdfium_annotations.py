"""What annotations and form fields do to a page: some strike text out, some cover it, some are typed on it."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import Box, RegionKind
from ucap.extractors.readers.pdfium_calls import Matrix
from ucap.extractors.readers.strikes import Stroke

Points: TypeAlias = list[tuple[float, float]]

MOST_ANNOTATIONS = 2000
"""Annotations of a page that are looked at; a form has some tens. Chosen, not measured."""
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
BARE_KINDS = frozenset(
    {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_POPUP}
    | {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_INK}
)
"""Kinds that leave the text below them to be seen."""
_TYPED_FIELDS = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_USUAL_WIDTH = 1.0


@dataclass(frozen=True)
class PlacedAnnotations:
    """Boxes on the upright page of annotations that a viewer shows: those that strike, those that cover what is below them,
    and those with a text of their own; `strokes` are lines that are drawn by hand, `stamps` are among those with a text.
    """

    strikes: Sequence[Box]
    strokes: Sequence[Stroke]
    covers: Sequence[Box]
    typed: Sequence[tuple[Box, RegionKind]]
    stamps: Sequence[Box] = ()


@dataclass
class Annotations:
    """The same annotations by points in the page's own coordinates, before it is known how the page is turned."""

    strikes: list[Points] = field(default_factory=list)
    strokes: list[tuple[Points, float]] = field(default_factory=list)
    covers: list[Points] = field(default_factory=list)
    typed: list[tuple[Points, RegionKind]] = field(default_factory=list)
    stamps: list[Points] = field(default_factory=list)

    def place(self, frame: Matrix, height: float) -> PlacedAnnotations:
        """Return them on the upright page of that height in points, to which `frame` leads, still counted from the bottom."""

        def bound(points: Points) -> Box:
            return bound_points(points, frame, height)

        return PlacedAnnotations(
            strikes=[bound(points) for points in self.strikes],
            strokes=[Stroke(box := bound(points), width, box.height) for points, width in self.strokes],
            covers=[bound(points) for points in self.covers],
            typed=[(bound(points), kind) for points, kind in self.typed],
            stamps=[bound(points) for points in self.stamps],
        )


def read_annotations(page: Any, form: Any) -> Annotations:
    """Read the annotations of an open page; `form` is the form environment of its document."""
    found = Annotations()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        if not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            _sort_in(found, annotation, form)
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def bound_points(points: Points, frame: Matrix, height: float) -> Box:
    """Return the box around points of a page, on the upright page of that height, to which `frame` leads."""
    a, b, c, d, e, f = frame
    xs = [a * x + c * y + e for x, y in points]
    ys = [height - (b * x + d * y + f) for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _sort_in(found: Annotations, annotation: Any, form: Any) -> None:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        found.strikes += _list_quads(annotation)
    elif kind in (raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_INK):
        lines = _list_lines(annotation, kind)
        found.strokes += ((line, _read_width(annotation)) for line in lines if len(line) > 1)
    rectangle = raw.FS_RECTF()
    if kind in BARE_KINDS - {raw.FPDF_ANNOT_HIGHLIGHT} or not raw.FPDFAnnot_GetRect(annotation, rectangle):
        return
    box = [(rectangle.left, rectangle.bottom), (rectangle.right, rectangle.top)]
    found.covers.append(box)  # a dark marker blacks words out
    if kind == raw.FPDF_ANNOT_HIGHLIGHT:
        return
    if kind == raw.FPDF_ANNOT_STAMP:
        found.stamps.append(box)
    is_field = kind == raw.FPDF_ANNOT_WIDGET
    if kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP) or (is_field and _is_typed(form, annotation)):
        found.typed.append((box, "field" if is_field else "note"))


def _is_typed(form: Any, annotation: Any) -> bool:
    return bool(form) and raw.FPDFAnnot_GetFormFieldType(form, annotation) in _TYPED_FIELDS


def _list_quads(annotation: Any) -> Iterator[list[tuple[float, float]]]:
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(annotation), MOST_ANNOTATIONS)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
            yield [(quad.x1, quad.y1), (quad.x2, quad.y2), (quad.x3, quad.y3), (quad.x4, quad.y4)]


def _list_lines(annotation: Any, kind: int) -> Iterator[list[tuple[float, float]]]:
    if kind == raw.FPDF_ANNOT_LINE:
        start, end = raw.FS_POINTF(), raw.FS_POINTF()
        if raw.FPDFAnnot_GetLine(annotation, start, end):
            yield [(start.x, start.y), (end.x, end.y)]
        return
    for index in range(min(raw.FPDFAnnot_GetInkListCount(annotation), MOST_ANNOTATIONS)):
        count = raw.FPDFAnnot_GetInkListPath(annotation, index, None, 0)
        points = (raw.FS_POINTF * count)()
        raw.FPDFAnnot_GetInkListPath(annotation, index, points, count)
        yield [(point.x, point.y) for point in points]


def _read_width(annotation: Any) -> float:
    across, up, width = (ctypes.c_float() for _ in range(3))
    return width.value if raw.FPDFAnnot_GetBorder(annotation, across, up, width) else _USUAL_WIDTH
