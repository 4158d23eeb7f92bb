"""Styles and lists of a Word document in; out whether a run is struck or hidden, and how deep a paragraph stands in lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ucap.extractors.once import once
from ucap.extractors.readers.word.package import Element, W

OFF = ("0", "false", "off", "none")
"""What a property says that is not on."""
_STRIKES = ("strike", "dstrike")
_SMALLEST = 3
"""Half points of type that nobody reads; the same as in PDFs."""
_WHITE = ("FFFFFF", "AUTO")
_LONGEST_CHAIN = 20
"""Styles that a style is based on, one on the other; Word allows 10, a circle of them is a fault of the file."""
_MEASURE = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(|mm|cm|in|pt|pc|pi)")
_TWENTIETHS = {"": 1, "pt": 20, "in": 1440, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pc": 240, "pi": 240}
"""How many twentieths of a point a unit is; without a unit, the measure is in these (ISO/IEC 29500-1, 22.9.2.14)."""
_SAME_INDENT = 100
"""Twentieths of a point by which two indents of one level differ: an eighth of the step of Word's lists is 90."""


_OUTLINE = tuple("012345678")
"""Levels of headings in Word; 9 is body text."""


class ListItem(NamedTuple):
    """How far a paragraph of a list is set in, in twentieths of a point, and its level in the list, from 0."""

    indent: int
    level: int


@dataclass(frozen=True)
class WordStyles:
    """The styles and lists of a document."""

    styles: Element | None
    numbering: Element | None

    @once
    def _by_id(self) -> dict[str, Element]:
        found = self.styles.iter(f"{W}style") if self.styles is not None else ()
        return {style.get(f"{W}styleId"): style for style in found}

    @once
    def _default(self) -> str | None:
        found = (s for s in self._by_id.values() if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") in ("1", "true"))
        return next((style.get(f"{W}styleId") for style in found), None)

    @once
    def _lists(self) -> dict[str, Element]:
        """The abstract list of each list, by the list's number."""
        if self.numbering is None:
            return {}
        abstract = {one.get(f"{W}abstractNumId"): one for one in self.numbering.iter(f"{W}abstractNum")}
        found = {}
        for number in self.numbering.iter(f"{W}num"):
            one = number.find(f"{W}abstractNumId")
            if one is not None and one.get(f"{W}val") in abstract:
                found[number.get(f"{W}numId")] = abstract[one.get(f"{W}val")]
        return found

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._by_id.get(style_id or "")
            if style is None:
                return
            yield style
            based = style.find(f"{W}basedOn")
            style_id = based.get(f"{W}val") if based is not None else None

    def _find_run(self, run: Element, paragraph: Element, names: tuple[str, ...]) -> bool:
        """Whether a property of a run is on: by the run, else its style, else the paragraph's style."""
        values = (self._find_value(run, paragraph, name) for name in names)
        return any(value is not None and value not in OFF for value in values)

    def _find_value(self, run: Element, paragraph: Element, name: str) -> str | None:
        """Return the value of a property of a run, by default `1`; None where neither it nor its styles have it."""
        properties = run.find(f"{W}rPr")
        style = properties.find(f"{W}rStyle") if properties is not None else None
        given = [properties] if properties is not None else []
        for style_id in (*((style.get(f"{W}val"),) if style is not None else ()), self._style_of(paragraph)):
            given += [found for one in self._chain(style_id) if (found := one.find(f"{W}rPr")) is not None]
        found = next((found for one in given if (found := one.find(f"{W}{name}")) is not None), None)
        return found.get(f"{W}val", "1") if found is not None else None

    def is_struck(self, run: Element, paragraph: Element) -> bool:
        """Whether the words of a run are struck through."""
        return self._find_run(run, paragraph, _STRIKES)

    def is_hidden(self, run: Element, paragraph: Element) -> bool:
        """Whether the words of a run are not printed: hidden, of no size, or white on white paper."""
        if self._find_run(run, paragraph, ("vanish",)):
            return True
        size = self._find_value(run, paragraph, "sz")
        if size is not None and size.isdigit() and int(size) <= _SMALLEST:
            return True
        return (self._find_value(run, paragraph, "color") or "").upper() == "FFFFFF" and not self._is_shaded(run, paragraph)

    def _is_shaded(self, run: Element, paragraph: Element) -> bool:
        """Whether anything around a run may have a colour: it, its paragraph, cell or table, or the shape that holds it."""
        if self._find_value(run, paragraph, "highlight") or next(run.iterancestors(f"{W}txbxContent"), None) is not None:
            return True
        places = [run.find(f"{W}rPr"), paragraph.find(f"{W}pPr"), *self._chain(self._style_of(paragraph))]
        for name in ("tc", "tbl"):
            places += [around.find(f"{W}{name}Pr") for around in run.iterancestors(f"{W}{name}")]
        for table in run.iterancestors(f"{W}tbl"):
            named = table.find(f"{W}tblPr/{W}tblStyle")
            places += self._chain(named.get(f"{W}val") if named is not None else None)
        shades = (shade for place in places if place is not None for shade in place.iter(f"{W}shd"))
        return any(shade.get(f"{W}fill", "auto").upper() not in _WHITE or shade.get(f"{W}themeFill") for shade in shades)

    def is_raised(self, run: Element, paragraph: Element) -> bool:
        """Whether a run is superscript: by itself, else its style, else the paragraph's style."""
        return self._find_value(run, paragraph, "vertAlign") == "superscript"

    def is_bold(self, run: Element, paragraph: Element) -> bool:
        """Whether the words of a run are bold."""
        return self._find_run(run, paragraph, ("b",))

    def _style_of(self, paragraph: Element) -> str | None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return style.get(f"{W}val") if style is not None else self._default

    def find_indent(self, paragraph: Element) -> int:
        """Return how far the text of a paragraph is set in by itself or its style."""
        for properties in self._list_properties(paragraph):
            if (indent := _read_indent(properties)) is not None:
                return indent
        return 0

    def find_heading(self, paragraph: Element) -> int:
        """Return the level of a paragraph that is a heading by itself or its style, from 1; 0 for body text."""
        for properties in self._list_properties(paragraph):
            outline = properties.find(f"{W}outlineLvl")
            if outline is not None:
                level = outline.get(f"{W}val", "")
                return int(level) + 1 if level in _OUTLINE else 0
        return 0

    def find_item(self, paragraph: Element) -> ListItem | None:
        """Return where a paragraph stands in a list; None where it is in none."""
        number = level = None
        for properties in self._list_properties(paragraph):
            listed = properties.find(f"{W}numPr")
            if listed is None:
                continue
            one, depth = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
            level = level if level is not None else (depth.get(f"{W}val") if depth is not None else None)
            if one is not None:
                number = one.get(f"{W}val")
                break
        if number in (None, "0") or number not in self._lists:
            return None
        described = self._find_level(self._lists[number], level or "0")
        form = described.find(f"{W}numFmt") if described is not None else None
        if form is not None and form.get(f"{W}val") == "none":
            return None
        own = paragraph.find(f"{W}pPr")
        indent = _read_indent(own) if own is not None else None
        if indent is None and described is not None and (inner := described.find(f"{W}pPr")) is not None:
            indent = _read_indent(inner)
        return ListItem(indent or 0, int(level) if level and level.isdigit() else 0)

    def _find_level(self, described: Element, level: str) -> Element | None:
        return next((one for one in described.findall(f"{W}lvl") if one.get(f"{W}ilvl") == level), None)

    def _list_properties(self, paragraph: Element) -> Iterator[Element]:
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            yield own
        for style in self._chain(self._style_of(paragraph)):
            if (properties := style.find(f"{W}pPr")) is not None:
                yield properties


def _read_indent(properties: Element) -> int | None:
    found = properties.find(f"{W}ind")
    value = (found.get(f"{W}left") or found.get(f"{W}start")) if found is not None else None
    measure = _MEASURE.fullmatch(value or "")
    return round(float(measure[1]) * _TWENTIETHS[measure[2]]) if measure else None


@dataclass
class ListDepths:
    """The lists that are open in a cell, by how far they are set in: authors also nest by a second list further right."""

    open: list[ListItem] = field(default_factory=list)

    def place(self, item: ListItem) -> int:
        """Return how deep an item stands, from 1."""
        while self.open and not _is_inside(item, self.open[-1]):
            self.open.pop()
        self.open.append(item)
        return len(self.open)


def _is_inside(item: ListItem, outer: ListItem) -> bool:
    if abs(item.indent - outer.indent) > _SAME_INDENT:
        return item.indent > outer.indent
    return item.level > outer.level
