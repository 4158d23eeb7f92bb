"""Paragraphs of a Word document in, their texts out: insertions read, struck and deleted words marked, hidden ones aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ucap.extractors.readers.footnote_marks import is_footnote_mark, name_mark
from ucap.extractors.readers.word.package import Element, W
from ucap.extractors.readers.word.styles import OFF, WordStyles
from ucap.extractors.text.source_text import Origin, SourceText, from_pairs, strike_out

Look: TypeAlias = Literal["seen", "raised", "struck", "hidden", "prompt"]

_TEXT_BOX = f"{W}txbxContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DELETED = (f"{W}del", f"{W}moveFrom")
_SKIPPED = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt"))
_SIGNS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n", f"{W}ptab": "\t"}
_BREAK = f"{W}br"
_SYMBOL = f"{W}sym"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORDS = (f"{W}t", f"{W}delText", f"{_MATH}t")
_FRACTION = f"{_MATH}f"
_RAISED = f"{_MATH}sSup"
_POWERS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LIST_FIELD = f"{W}ddList"
_BOX_FIELD = f"{W}checkBox"
_CONTROL = f"{W}sdt"
_FIELD_SIGN = f"{W}fldChar"


@dataclass
class WordTexts:
    """Reads paragraphs, and counts the characters of the document's text, whose offsets are the places of values.

    That text is all that the body holds, in its order, each paragraph and each break of a line ended by a line end.
    """

    styles: WordStyles
    prompts: Mapping[str, str]
    """As `WordPackage` has them."""
    printed: list[str] = field(default_factory=list)
    """The characters of that text."""
    hidden: list[SourceText] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """The footnote marks that were set aside, each named with its word."""

    def read_lines(self, paragraph: Element) -> list[tuple[SourceText, int]]:
        """Return the lines of a paragraph between its breaks, with how many of their first characters are bold."""
        lines: list[tuple[SourceText, int]] = []
        pairs: list[tuple[str, Origin]] = []
        unseen: list[tuple[str, Origin]] = []
        strong, is_strong = 0, True
        raised: int | None = None  # where what is raised begins
        around: Look = "prompt" if any(map(self._is_prompt, paragraph.iterancestors(_CONTROL))) else "seen"
        for text, look, bold in self._list_runs(paragraph, paragraph, around):
            if raised is not None and look != "raised" and text:
                self._drop_mark(pairs, raised, text[0])
                raised = None
            elif raised is None and look == "raised":
                raised = len(pairs)
            for char in text:
                place: Origin = len(self.printed)
                self.printed.append(char)
                if look == "prompt":
                    continue
                if look == "hidden":
                    unseen.append((char, place))
                elif char == "\n":
                    lines.append((from_pairs(pairs), strong))
                    pairs, strong, is_strong = [], 0, True
                else:
                    pairs.append((char, strike_out(place) if look == "struck" else place))
                    is_strong = is_strong and (bold or not char.strip())
                    strong = len(pairs) if is_strong else strong
        if raised is not None:
            self._drop_mark(pairs, raised, "")
        self.printed.append("\n")
        if any(char.isalnum() for char, _ in unseen):
            self.hidden.append(from_pairs(unseen).collapse())
        return [*lines, (from_pairs(pairs), min(strong, len(pairs)))]

    def _drop_mark(self, pairs: list[tuple[str, Origin]], start: int, following: str) -> None:
        """Set what is raised at the end of a line aside, from its place on, if it is a footnote mark."""
        mark, before = ("".join(char for char, _ in part).strip() for part in (pairs[start:], pairs[:start]))
        word = before.split()[-1] if before else ""
        if word and not following.isalnum() and is_footnote_mark(word, mark):
            self.marks.append(name_mark(word, mark))
            del pairs[start:]

    def _list_runs(self, element: Element, paragraph: Element, look: Look) -> Iterator[tuple[str, Look, bool]]:
        """Yield the texts of an element in their order, how they look and whether they are bold; text boxes are left out."""
        waiting: list[tuple[Element | str, Look, bool]] = [(child, look, False) for child in reversed(element)]
        fields: list[bool] = []  # of each field that is open, whether its instruction goes on: what stands in it is not shown
        while waiting:
            one, look, bold = waiting.pop()
            if not isinstance(one, str) and one.tag == _FIELD_SIGN:
                if not any(fields):
                    yield from self._list_runs(one, paragraph, look)  # what an older form field shows
                _step_field(fields, one)
            elif any(fields):
                if not isinstance(one, str) and one.tag not in _SKIPPED:
                    waiting += ((child, look, bold) for child in reversed(one))
            elif isinstance(one, str):
                yield one, look, bold
            elif (tag := one.tag) in (_RAISED, _FRACTION):
                waiting += ((part, look, bold) for part in reversed(_list_formula_parts(one)))
            elif (text := _read_element(one)) is not None:
                yield text, look, bold
            elif tag not in _SKIPPED and tag not in (_TEXT_BOX, _ALTERNATES):
                look = self._look_of(one, paragraph, look)
                if tag == f"{W}r":
                    bold = self.styles.is_bold(one, paragraph)
                waiting += ((child, look, bold) for child in reversed(one))

    def _is_prompt(self, control: Element) -> bool:
        """Tell whether a content control still shows what to fill in; programs that fill it in may leave the sign for that."""
        properties = control.find(f"{W}sdtPr")
        shown = properties.find(f"{W}showingPlcHdr") if properties is not None else None
        if shown is None or shown.get(f"{W}val", "1") in OFF:
            return False
        named = properties.find(f"{W}placeholder/{W}docPart")
        prompt = self.prompts.get(named.get(f"{W}val", "")) if named is not None else None
        return prompt is None or prompt == "".join(text.text or "" for text in control.iter(f"{W}t"))

    def _look_of(self, element: Element, paragraph: Element, look: Look) -> Look:
        """Return how what stands in an element looks, if what is around it looks as given."""
        if look == "prompt" or (element.tag == _CONTROL and self._is_prompt(element)):
            return "prompt"
        if element.tag in _DELETED:
            return "struck"
        if element.tag != f"{W}r":
            return look
        if self.styles.is_hidden(element, paragraph):
            return "hidden"
        if look == "struck" or self.styles.is_struck(element, paragraph):
            return "struck"
        return "raised" if self.styles.is_raised(element, paragraph) else "seen"


def _read_element(element: Element) -> str | None:
    """Return the text that an element is by itself; None for one that holds others."""
    if element.tag in _WORDS:
        return (element.text or "").replace("\n", " ")
    if element.tag == _BREAK:
        return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else " "
    if element.tag == _BOX_FIELD:
        return "☒" if _is_ticked(element) else "☐"
    if element.tag in (_SYMBOL, _LIST_FIELD):
        return _read_symbol(element) if element.tag == _SYMBOL else _read_choice(element)
    return _SIGNS.get(element.tag)


def _step_field(fields: list[bool], sign: Element) -> None:
    """Keep account of the fields that are open: one begins with its instruction, in which other fields may stand."""
    kind = sign.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()


def _list_formula_parts(formula: Element) -> list[Element | str]:
    """Return a fraction or a power as it is written in one line: `3/4`, `km²`."""
    if formula.tag == _FRACTION:
        return [*formula.findall(f"{_MATH}num"), "/", *formula.findall(f"{_MATH}den")]
    power = "".join(text.text or "" for text in formula.iterfind(f"{_MATH}sup//{_MATH}t"))
    sign = power.translate(_POWERS) if all(ord(char) in _POWERS for char in power) else f"^{power}"
    return [*formula.findall(f"{_MATH}e"), sign]


def list_text_boxes(paragraph: Element) -> list[Element]:
    """Return the text boxes that are anchored in a paragraph, each once: files hold them a second time for older programs."""
    found: list[Element] = []
    waiting = list(reversed(paragraph))
    while waiting:
        one = waiting.pop()
        if one.tag == _TEXT_BOX:
            found.append(one)
        elif one.tag == _ALTERNATES:
            choice = one.find(_CHOICE)
            waiting += reversed(one if choice is None or next(choice.iter(_TEXT_BOX), None) is None else choice)
        else:
            waiting += reversed(one)
    return found


def _read_symbol(symbol: Element) -> str:
    """Return a sign of a symbol font by its code, as PDFs have it: the bullets of Wingdings have codes of the private area."""
    code = symbol.get(f"{W}char", "")
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""


def _read_choice(field: Element) -> str:
    """Return the chosen entry of a list to choose from (Word's older form fields): the file holds its number, not its text."""
    entries = [entry.get(f"{W}val", "") for entry in field.iterfind(f"{W}listEntry")]
    result = field.find(f"{W}result")
    number = field.find(f"{W}default") if result is None else result
    chosen = "0" if number is None else number.get(f"{W}val", "0")
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def _is_ticked(field: Element) -> bool:
    """Tell whether a box of Word's older form fields is ticked; what was ticked stands before how it was when it was made."""
    state = field.find(f"{W}checked")
    state = field.find(f"{W}default") if state is None else state
    return state is not None and state.get(f"{W}val", "1") not in OFF
