"""The objects that a page paints, as PDFium gives them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.readers.pdfium_calls import (
    IDENTITY,
    Matrix,
    count_form_objects,
    list_form_objects,
    list_objects,
    multiply,
    read_matrix,
    read_types,
)

DEEPEST = 40
"""Form XObjects within form XObjects that are looked into; PDFium itself parses no deeper."""


class PageObject(NamedTuple):
    """A text, path, picture or shading of a page.

    `form` is the matrix of the form XObjects that hold it: its bounds are measured within them.
    """

    kind: int
    address: int
    form: Matrix = IDENTITY

    @property
    def matrix(self) -> Matrix:
        """What takes the object to the page's own coordinates; it is asked for here, as most texts are not asked for theirs."""
        return multiply(read_matrix(self.address), self.form)


def find_objects(page: int, count: int, start: int = 0) -> Iterator[PageObject]:
    """Yield all objects of a page, in the order in which they are painted; form XObjects are replaced by what they hold.

    `start` is the first object that counts, of those that the page itself names.
    """
    yield from _find_objects(list_objects(page, count)[start:], IDENTITY, 0)


def _find_objects(addresses: Sequence[int], matrix: Matrix, depth: int) -> Iterator[PageObject]:
    for address, kind in zip(addresses, read_types(addresses), strict=True):
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield PageObject(kind, address, matrix)
        elif depth < DEEPEST:
            inner = list_form_objects(address, max(0, count_form_objects(address)))
            yield from _find_objects(inner, multiply(read_matrix(address), matrix), depth + 1)
