"""Lay a summary out on pages by ourselves: what is drawn where, for producers that only draw.

Lengths are points, heights are counted from the page's top. Rows flow over pages column by column, so that labels, bullets and
hyphenated words are cut by page breaks as word processors cut them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.fonts import bullets_file, font_files, has_char, is_bullet_glyph, text_width
from corpus.model import Cell, Row, Summary
from corpus.style import Style

MARGIN = 55.0
LEADING = 1.22
"""Distance of baselines in font sizes."""
_SINGLE = 2
"""Columns of a row whose value is not set in columns of its own: the label and the value."""
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


@dataclass(frozen=True)
class Text:
    """A piece of text in one face: `regular`, `bold` or `bullets`."""

    x: float
    baseline: float
    text: str
    face: str
    size: float


@dataclass(frozen=True)
class Box:
    """A filled rectangle in a grey from 0 (black) to 1, or a stroked line where it is flat."""

    x0: float
    top: float
    x1: float
    bottom: float
    grey: float = 0.0


@dataclass
class Page:
    """What is drawn on a page, in this order; `pictures` are the places of the logo."""

    pictures: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """A line of a column: its texts by distance from the column's edge, and the blank above it."""

    texts: tuple[tuple[float, str, str], ...]
    above: float = 0.0


@dataclass
class _Place:
    """A place in the flow: a page's number from 0, and the height on it."""

    page: int
    y: float

    def is_after(self, other: "_Place") -> bool:
        return (self.page, self.y) > (other.page, other.y)


class PageLayout:
    """The pages of one summary in one style."""

    def __init__(self, summary: Summary, style: Style) -> None:
        self.summary, self.style = summary, style
        self.width, self.height = (842.0, 595.0) if style.landscape else (595.0, 842.0)
        self.size = style.font_size
        self.files = dict(zip(("regular", "bold"), font_files(style.font), strict=True)) | {"bullets": bullets_file()}
        self.pages: list[Page] = []
        self.top = MARGIN + (self.size * 2 * len(summary.title) + 6 if style.repeat_title else 0)
        self.bottom = self.height - MARGIN
        inner = self.width - 2 * MARGIN
        label = inner * style.label_share
        self.edges = (MARGIN, MARGIN + label, MARGIN + label + (inner - label) / 2, self.width - MARGIN)
        self.padding = style.padding * self.size

    def lay_out(self) -> list[Page]:
        """Return the pages."""
        place = _Place(0, self.top)
        if self.style.logo:
            self._page(0).pictures.append(Box(MARGIN, place.y, MARGIN + 70, place.y + 20))
            place.y += 30
        if not self.style.repeat_title:
            for line in self.summary.title:
                place = self._put_line(line, place, "bold", self.size * 1.3)
            place.y += 10
        for number, row in enumerate(self.summary.rows):
            place = self._put_row(row, number, place)
        place.y += self.size
        for line in self.summary.closing:
            place = self._put_line(line, place, "regular", self.size)
        for number, page in enumerate(self.pages):
            self._put_running_text(page, number)
        return self.pages

    def _page(self, number: int) -> Page:
        while number >= len(self.pages):
            self.pages.append(Page())
        return self.pages[number]

    def _put_line(self, line: str, place: _Place, face: str, size: float) -> _Place:
        for texts in self._wrap(line, face, self.edges[-1] - MARGIN, size):
            if place.y + size * LEADING > self.bottom:
                place = _Place(place.page + 1, self.top)
            self._put(place.page, MARGIN, place.y + size, texts, face, size)
            place = _Place(place.page, place.y + size * LEADING)
        return place

    def _put(self, page: int, x: float, baseline: float, text: str, face: str, size: float) -> None:
        shown = self._draw_as(text, face)
        texts = self._page(page).texts
        texts.append(Text(x, baseline, shown, face, size))
        if face == "bold" and self.style.quirk == "doubled":
            texts.append(Text(x + 0.25, baseline, shown, face, size))

    def _draw_as(self, text: str, face: str) -> str:
        """Return the characters to draw for a text: ligatures where they are wanted, blanks that the font has."""
        if self.style.quirk == "ligatures":
            for letters, ligature in _LIGATURES.items():
                if has_char(ligature, self.files[face]):
                    text = text.replace(letters, ligature)
        return text if has_char("\u202f", self.files[face]) else text.replace("\u202f", "\u00a0")

    def _put_running_text(self, page: Page, number: int) -> None:
        style = self.style
        if style.header:
            page.texts.append(Text(MARGIN, 30, style.header, "regular", 8))
        if style.page_numbers:
            printed = style.page_numbers.format(n=number + 1, of=len(self.pages))
            page.texts.append(Text(self.width / 2 - 10, self.height - 25, printed, "regular", 8))
        if style.repeat_title:
            for i, line in enumerate(self.summary.title):
                page.texts.append(Text(MARGIN, MARGIN + self.size * (1 + 1.8 * i), line, "bold", self.size * 1.2))

    # Rows

    def _put_row(self, row: Row, number: int, place: _Place) -> _Place:
        """Draw a row from a place on; returns where it ends."""
        if place.y + self.size * LEADING + 2 * self.padding > self.bottom:
            place = _Place(place.page + 1, self.top)
        edges = self.edges
        face = "bold" if self.style.bold_labels else "regular"
        columns = [(edges[0], self._wrap_label(row.label, face, edges[1] - edges[0]))]
        if len(row.cells) == 2:
            columns += [(edges[i + 1], self._wrap_cell(cell, edges[i + 2] - edges[i + 1])) for i, cell in enumerate(row.cells)]
        else:
            width = (edges[3] if self.style.merged else edges[2]) - edges[1]
            columns += self._halve_cell(row.cells[0], edges[1], width) or [(edges[1], self._wrap_cell(row.cells[0], width))]
            if len(columns) > _SINGLE and place.y + max(self._measure(lines) for _, lines in columns) > self.bottom:
                place = _Place(place.page + 1, self.top)
        end = _Place(place.page, place.y + self.size * LEADING + 2 * self.padding)
        for x, lines in columns:
            column_end = self._flow(x + self.padding, lines, place)
            end = column_end if column_end.is_after(end) else end
        inner = [edges[1]] if len(row.cells) == 1 and self.style.merged else [edges[1], edges[2]]
        for page in range(place.page, end.page + 1):
            top = place.y if page == place.page else self.top
            bottom = end.y if page == end.page else self.bottom
            self._rule(self._page(page), top, bottom, inner, number)
        return end

    def _flow(self, x: float, lines: list[_Line], start: _Place) -> _Place:
        """Draw the lines of a column from a row's beginning on; returns where they end, with the padding below."""
        place = _Place(start.page, start.y + self.padding)
        pitch = self.size * LEADING
        for i, line in enumerate(lines):
            above = line.above if i else 0.0
            if place.y + above + pitch + self.padding > self.bottom:
                place, above = _Place(place.page + 1, self.top + self.padding), 0.0
            place.y += above
            for offset, text, face in line.texts:
                self._put(place.page, x + offset, place.y + self.size, text, face, self.size)
            place.y += pitch
        return _Place(place.page, place.y + self.padding)

    def _rule(self, page: Page, top: float, bottom: float, inner: list[float], number: int) -> None:
        """Draw what separates a row from others on one page."""
        left, right = self.edges[0], self.edges[-1]
        ruling = self.style.ruling
        if ruling == "shading" and number % 2 == 0:
            page.boxes.append(Box(left, top, right, bottom, 0.88))
        if ruling in ("grid", "rules", "rects"):
            thick = 0.6 if ruling == "rects" else 0.0
            page.boxes += [Box(left, y, right, y + thick) for y in (top, bottom)]
            if ruling != "rules":
                page.boxes += [Box(x, top, x + thick, bottom) for x in (left, *inner, right)]

    # Cells

    def _wrap_label(self, label: str, face: str, width: float) -> list[_Line]:
        return [_Line(((0.0, text, face),)) for text in self._wrap(label, face, width - 2 * self.padding, self.size)]

    def _wrap_cell(self, cell: Cell, width: float) -> list[_Line]:
        lines: list[_Line] = []
        inner = width - 2 * self.padding
        for block in cell:
            left = block.level * self.style.indent * self.size
            above = self.style.gap * self.size
            wrapped = list(self._wrap(block.text, "regular", inner - left, self.size))
            for i, text in enumerate(wrapped):
                texts = self._justify(text, left, inner, last=i == len(wrapped) - 1)
                if block.level and not i:
                    glyph = self.style.glyphs[block.level - 1]
                    face = "bullets" if is_bullet_glyph(glyph) else "regular"
                    texts = [(left - self.style.indent * self.size, glyph, face), *texts]
                lines.append(_Line(tuple(texts), 0.0 if i else above))
        return lines

    def _halve_cell(self, cell: Cell, x: float, width: float) -> list[tuple[float, list[_Line]]]:
        """Return a list in two columns of its cell, on one page; the right one begins with an item. Other shapes have none."""
        items = [at for at, block in enumerate(cell) if block.level == 1 and at]
        if self.style.quirk != "twofold" or not cell[0].level or not items:
            return []
        gutter = 2 * self.size
        half = (width - gutter) / 2
        cut = min(items, key=lambda at: abs(len(self._wrap_cell(cell[:at], half)) - len(self._wrap_cell(cell[at:], half))))
        parts = [(x, self._wrap_cell(cell[:cut], half)), (x + half + gutter, self._wrap_cell(cell[cut:], half))]
        return parts if all(self.top + self._measure(lines) < self.bottom for _, lines in parts) else []

    def _measure(self, lines: list[_Line]) -> float:
        """Return the height of a column of lines in its cell."""
        return sum(line.above for line in lines[1:]) + len(lines) * self.size * LEADING + 2 * self.padding

    def _justify(self, text: str, left: float, right: float, *, last: bool) -> list[tuple[float, str, str]]:
        """Return a line's texts: one, or where lines are justified each word at its own place, without blanks."""
        words = text.split(" ")
        if not self.style.justified or last or len(words) < 4:
            return [(left, text, "regular")]
        widths = [self._width(word, "regular", self.size) for word in words]
        blank = (right - left - sum(widths)) / (len(words) - 1)
        return [(left + sum(widths[:i]) + blank * i, word, "regular") for i, word in enumerate(words)]

    def _width(self, text: str, face: str, size: float) -> float:
        return text_width(self._draw_as(text, face), self.files[face], size)

    def _wrap(self, text: str, face: str, width: float, size: float) -> Iterator[str]:
        """Yield the lines of a text, filled greedily, long words hyphenated where the style wants it."""
        line = ""
        for word in text.split(" "):
            candidate = f"{line} {word}" if line else word
            if not line or self._width(candidate, face, size) <= width:
                line = candidate
                continue
            cuts = hyphenate(word) if self.style.quirk == "hyphens" else iter(())
            fits = ((a, b) for a, b in cuts if self._width(f"{line} {a}-", face, size) <= width)
            head, rest = next(fits, ("", word))
            yield f"{line} {head}-" if head else line
            line = rest
        if line:
            yield line


def hyphenate(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a word between a vowel and a consonant, the longest head first; only words in small letters."""
    if not re.fullmatch(r"[a-z]{7,}[.,;]?", word):
        return
    for cut in range(len(word) - 4, 2, -1):
        if word[cut - 1] in "aeiou" and word[cut] not in "aeiouy":
            yield word[:cut], word[cut:]
