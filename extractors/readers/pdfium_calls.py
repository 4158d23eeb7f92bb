"""PDFium's C functions for whole pages: one call of Python gives a column of values for all characters, or all points.

pypdfium2 declares each function with typed pointers, which costs most of the time of a short call. Here the functions that are
called for each character or each point take addresses, and are called by `map`, without a loop in Python. Those for characters
have no declared arguments, so that nothing is converted: pointers must be `c_void_p` objects, as plain integers are passed as
C's `int`. All of them hold Python's lock while they run, as each takes far less than a microsecond.

PDFium is not made for threads: only one thread of a process may read.
"""

import ctypes
from collections.abc import Callable, Iterable, Sequence
from ctypes import PYFUNCTYPE, addressof, c_double, c_float, c_int, c_uint, c_ushort, c_void_p
from itertools import compress, repeat
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw  # type: ignore[import-untyped]


def _declare(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium by the types of its result and arguments; none are converted where none are given."""
    address = ctypes.cast(getattr(raw, name), c_void_p).value
    assert address is not None, name
    return PYFUNCTYPE(result, *arguments)(address)


_get_unicode = _declare("FPDFText_GetUnicode", c_uint)
_get_text_object = _declare("FPDFText_GetTextObject", c_void_p)
_has_no_unicode = _declare("FPDFText_HasUnicodeMapError", c_int)
_is_generated = _declare("FPDFText_IsGenerated", c_int)
_get_origin = _declare("FPDFText_GetCharOrigin", c_int)
_get_text = _declare("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
_get_text_matrix = _declare("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
_get_font = _declare("FPDFTextObj_GetFont", c_void_p, c_void_p)
_get_font_size = _declare("FPDFTextObj_GetFontSize", c_int, c_void_p, c_void_p)
_get_loose_box = _declare("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
_get_ink_box = _declare("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_get_object = _declare("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
_get_form_object = _declare("FPDFFormObj_GetObject", c_void_p, c_void_p, c_uint)
count_form_objects = _declare("FPDFFormObj_CountObjects", c_int, c_void_p)
_get_type = _declare("FPDFPageObj_GetType", c_int, c_void_p)
_get_bounds = _declare("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_get_matrix = _declare("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_get_draw_mode = _declare("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
_get_stroke_width = _declare("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)
_get_fill_colour = _declare("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_get_render_mode = _declare("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
_set_active = _declare("FPDFPageObj_SetIsActive", c_int, c_void_p, c_int)
_count_segments = _declare("FPDFPath_CountSegments", c_int, c_void_p)
_get_segment = _declare("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
_get_point = _declare("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
_get_segment_type = _declare("FPDFPathSegment_GetType", c_int, c_void_p)

_CHUNK = 4096
_POINTS = (c_double * (2 * _CHUNK))()
_POINTS_IN_ROWS: NDArray[np.float64] = np.ctypeslib.as_array(_POINTS).reshape(-1, 2)
_X_POINTERS = [c_void_p(addressof(_POINTS) + 16 * i) for i in range(_CHUNK)]
_Y_POINTERS = [c_void_p(addressof(_POINTS) + 16 * i + 8) for i in range(_CHUNK)]
"""Where the origins of so many characters are put; made once, as making pointers takes as long as the calls."""

_HYPHEN_IN_TEXT = 0xFFFE  # what PDFium gives for the hyphen at the end of a line
_SURROGATES = range(0xD800, 0xE000)  # halves of a character in UTF-16

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def to_address(handle: Any) -> int:
    """Return the address that a typed pointer of pypdfium2 holds; 0 for a null pointer."""
    return ctypes.cast(handle, c_void_p).value or 0


def read_characters(
    text_page: int, count: int
) -> tuple[NDArray[np.int64], list[int | None], NDArray[np.bool_], NDArray[np.float64]]:
    """Return columns of a text page: code points, text objects, whether the font lacks a name for the glyph,
    and the origins, each a row with x and y of the left end of the baseline, from the page's bottom left.

    A character that PDFium made up (a blank, the end of a line) has no text object.
    """
    page, indexes = c_void_p(text_page), range(count)
    origins = np.empty((count, 2))
    for start in range(0, count, _CHUNK):
        part = indexes[start : start + _CHUNK]
        list(map(_get_origin, repeat(page), part, _X_POINTERS, _Y_POINTERS))
        origins[start : start + len(part)] = _POINTS_IN_ROWS[: len(part)]
    return (
        _read_codes(text_page, count),
        list(map(_get_text_object, repeat(page), indexes)),
        np.fromiter(map(_has_no_unicode, repeat(page), indexes), bool, count),
        origins,
    )


def _read_codes(text_page: int, count: int) -> NDArray[np.int64]:
    """Return the code point of each character of a text page."""
    units = (c_ushort * (count + 1))()
    # The text as a whole comes in one call. It leaves out characters that stand for nothing, and writes those beyond U+FFFF in
    # two units: then each one is asked for.
    page, is_whole = c_void_p(text_page), _get_text(text_page, 0, count, addressof(units)) == count + 1
    codes: NDArray[np.int64] = np.ctypeslib.as_array(units)[:count].astype(np.int64)
    if not is_whole or ((codes >= _SURROGATES.start) & (codes < _SURROGATES.stop)).any():
        return np.fromiter(map(_get_unicode, repeat(page), range(count)), np.int64, count)
    for index in np.nonzero(codes == _HYPHEN_IN_TEXT)[0].tolist():
        codes[index] = _get_unicode(page, index)
    return codes


def read_loose_box(text_page: int, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character's advance and ink together, from the page's bottom left."""
    values = (c_float * 4)()
    _get_loose_box(text_page, index, addressof(values))
    left, top, right, bottom = values
    return left, bottom, right, top


def read_ink_box(text_page: int, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character's ink, from the page's bottom left."""
    values = (c_double * 4)()
    start = addressof(values)
    _get_ink_box(text_page, index, start, start + 8, start + 16, start + 24)
    left, right, bottom, top = values
    return left, bottom, right, top


def find_generated(text_page: int, indexes: Sequence[int]) -> list[int]:
    """Return those characters of a text page, by index, that PDFium made up."""
    return list(compress(indexes, map(_is_generated, repeat(c_void_p(text_page)), indexes)))


def read_text_matrices(text_page: int, indexes: Sequence[int]) -> list[Matrix]:
    """Return the matrix of the text object of each of these characters, with those of the forms that hold it."""
    values = (c_float * (6 * len(indexes)))()
    start = addressof(values)
    list(map(_get_text_matrix, repeat(c_void_p(text_page)), indexes, range(start, start + 24 * len(indexes), 24)))
    numbers = iter(values[:])
    return list(zip(*[numbers] * 6, strict=True))


def read_fonts(texts: Sequence[int]) -> tuple[list[int], list[float]]:
    """Return the address of the font of each text object, and its size before the matrix."""
    sizes = (c_float * len(texts))()
    start = addressof(sizes)
    list(map(_get_font_size, texts, range(start, start + 4 * len(texts), 4)))
    return [address or 0 for address in map(_get_font, texts)], sizes[:]


def list_objects(page: int, count: int) -> list[int]:
    """Return the addresses of a page's first `count` objects, in the order in which they are painted."""
    return [address for address in map(_get_object, repeat(page), range(count)) if address]


def list_form_objects(form: int, count: int) -> list[int]:
    """Return the addresses of the first `count` objects of a form XObject."""
    return [address for address in map(_get_form_object, repeat(form), range(count)) if address]


def read_types(objects: Sequence[int]) -> list[int]:
    """Return the type of each page object: one of pypdfium2's `FPDF_PAGEOBJ_` constants."""
    return list(map(_get_type, objects))


def read_matrix(page_object: int) -> Matrix:
    """Return the matrix of a page object; the identity where it has none."""
    values = (c_float * 6)()
    if not _get_matrix(page_object, addressof(values)):
        return IDENTITY
    a, b, c, d, e, f = values[:]
    return a, b, c, d, e, f


def read_bounds(page_object: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of what a page object paints, before the matrices of the forms that hold it."""
    values = (c_float * 4)()
    start = addressof(values)
    _get_bounds(page_object, start, start + 4, start + 8, start + 12)
    left, bottom, right, top = values
    return left, bottom, right, top


def read_draw_mode(path: int) -> tuple[bool, bool]:
    """Return whether a path is filled, and whether it is stroked."""
    values = (c_int * 2)()
    _get_draw_mode(path, addressof(values), addressof(values) + 4)
    return bool(values[0]), bool(values[1])


def read_stroke_width(path: int) -> float:
    """Return how wide a path's stroke is, before its matrix."""
    value = c_float()
    _get_stroke_width(path, addressof(value))
    return value.value


def read_fill_colours(objects: Sequence[int]) -> Any:
    """Return red, green, blue and opacity of what fills each object, one after the other, as unsigned integers of C.

    Where a colour is not known it is black without opacity.
    """
    values = (c_uint * (4 * len(objects)))()
    start, end = addressof(values), addressof(values) + 16 * len(objects)
    list(map(_get_fill_colour, objects, *(range(start + 4 * at, end + 4 * at, 16) for at in range(4))))
    return values


def read_render_modes(texts: Sequence[int]) -> list[int]:
    """Return how the letters of each text object are painted: pypdfium2's `FPDF_TEXTRENDERMODE_` constants."""
    return list(map(_get_render_mode, texts))


def switch_objects(objects: Iterable[int], *, on: bool) -> None:
    """Have page objects drawn, or left out as if they were not in the file."""
    for address in objects:
        _set_active(address, on)


def read_path(path: int) -> tuple[list[int], list[tuple[float, float]]]:
    """Return the types of a path's segments (pypdfium2's `FPDF_SEGMENT_` constants) and their points, before its matrix.

    A Bézier curve is three segments: two control points and its end.
    """
    count = max(0, _count_segments(path))
    segments = list(map(_get_segment, repeat(path), range(count)))
    points = (c_float * (2 * count))()
    start, end = addressof(points), addressof(points) + 8 * count
    list(map(_get_point, segments, range(start, end, 8), range(start + 4, end + 4, 8)))
    return list(map(_get_segment_type, segments)), list(zip(points[::2], points[1::2], strict=True))


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that transforms by the first and then by the second."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
