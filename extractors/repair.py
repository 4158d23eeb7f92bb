"""A text or pages in, the same out: characters of a wrong character set and ligatures with wrong names put right, control
characters taken out, wide signs as narrow ones.

UTF-8 that some program took for a single-byte set prints `MÃ¡laga` and `â†’`. Labels, bullets and dates can only be
identified in repaired text, so this comes before the layout. ftfy says word by word what is sure. Where it is sure of one
word of a document, the other words in it that can be read so were misread too. A repaired character keeps the place of those
it was printed as.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

import ftfy
from ftfy.chardata import UTF8_DETECTOR_RE

from ucap.extractors.form import Cell, Form, Row
from ucap.extractors.page import Box, PdfDocument, Word
from ucap.extractors.text.ligatures import find_misnamed
from ucap.extractors.text.source_text import LOST_MARK, Glyph, Origin, SourceText, Stretch, from_pairs, place_of
from ucap.extractors.text.wide_signs import CLOSING, WIDE, narrow_signs

_LONGEST_WORD = 400
"""Characters: a misread Chinese paragraph, written without blanks, of a hundred signs. Comparing longer ones takes long."""
# No-break spaces do not end a word: they are half of a misread "à".
_WORD = re.compile(rf"[^ \t\r\n\f\v]{{1,{_LONGEST_WORD}}}")
# C0 and C1 controls but white space (and NEL, which ends lines), and marks that change the direction of writing.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
# In files, an escape may say to a terminal what is bold or struck through: that is read with other such signs.
_IN_FILES = re.compile("\x1b(?!\\[[0-9;]*m)|[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_LOST = re.compile(r"\ufffd|\(cid:\d{1,6}\)|(?<=[^\W\d_])[■□](?=[\w\s,.;:)’'-]|$)")
"""Signs of lost characters. Right behind a letter, a box stands for one that the font does not have (`Plze■`)."""
_MOST_ROUNDS = 3
"""How often a text can have been misread one time after another; each time makes a letter twice as long."""

_SIGN_GAP = 0.3
"""Font sizes: a wide sign stands at most so far behind the word it belongs to; a blank is as wide. Chosen, not measured."""
_END_STEP = 6
"""Points: twice as much as a usual sign may be away from its word."""


@dataclass(frozen=True)
class Repairs:
    """What was repaired in a document: words as printed with what they were read as, and control characters taken out."""

    words: tuple[tuple[str, str], ...] = ()
    controls: tuple[str, ...] = ()


def repair_string(text: str) -> tuple[SourceText, Repairs] | None:
    """Repair the decoded content of a text file; None where there is nothing to do. Origins are offsets in `text`."""
    if text.isascii() and not _IN_FILES.search(text):
        return None
    words = [match.span() for match in _WORD.finditer(text)]
    printed = {text[a:b] for a, b in words}
    fixes = _find_fixes(printed) | {word: fixed for (_, word), fixed in find_misnamed(("", word) for word in printed).items()}
    if not fixes and not _IN_FILES.search(text):
        return None
    pairs: list[tuple[str, Origin]] = []
    done, repaired = 0, []
    for start, end in words:
        if fixed := fixes.get(text[start:end]):
            pairs += zip(text[done:start], range(done, start), strict=True)
            pairs += _align(SourceText(text[start:end], tuple(range(start, end))), fixed)
            repaired.append((text[start:end], fixed))
            done = end
    pairs += zip(text[done:], range(done, len(text)), strict=True)
    controls = {match.start(): match[0] for match in _IN_FILES.finditer("".join(char for char, _ in pairs))}
    kept = from_pairs(pair for at, pair in enumerate(pairs) if at not in controls)
    return kept, Repairs(tuple(repaired), tuple(controls.values()))


def repair_document(document: PdfDocument) -> tuple[PdfDocument, Repairs]:
    """Repair the words of a PDF and narrow their signs; a repaired character has the box around what it was printed as."""
    texts = {word.text.chars for page in document.pages for word in page.words}
    misnamed = find_misnamed((word.font, word.text.chars) for page in document.pages for word in page.words)
    fixes = _find_fixes(text for text in texts if not text.isascii())
    dirty = {text for text in texts if _CONTROL.search(text)}
    if not (fixes or misnamed or dirty):
        return _narrow_document(document), Repairs()
    repaired: list[tuple[str, str]] = []
    controls: list[str] = []

    def repair(word: Word) -> Word:
        text = word.text
        if fixed := fixes.get(text.chars) or misnamed.get((word.font, text.chars)):
            repaired.append((text.chars, fixed))
            text = from_pairs(_align(text, fixed))
        if _CONTROL.search(text.chars):
            controls.extend(_CONTROL.findall(text.chars))
            text = from_pairs(pair for pair in zip(text.chars, text.origins, strict=True) if not _CONTROL.match(pair[0]))
        return replace(word, text=text)

    pages = []
    for page in document.pages:
        words = (repair(word) if _needs_repair(word, fixes, misnamed, dirty) else word for word in page.words)
        pages.append(replace(page, words=tuple(word for word in words if word.text)))
    return _narrow_document(replace(document, pages=tuple(pages))), Repairs(tuple(repaired), tuple(controls))


def _needs_repair(word: Word, fixes: Container[str], misnamed: Container[tuple[str, str]], dirty: Container[str]) -> bool:
    text = word.text.chars
    return text in fixes or text in dirty or (word.font, text) in misnamed


def _narrow_document(document: PdfDocument) -> PdfDocument:
    """Return the document with narrow signs: a word that gets a blank is divided, a lone sign joins the word before it."""
    if not any(WIDE.search(word.text.chars) for page in document.pages for word in page.words):
        return document
    return replace(document, pages=tuple(replace(page, words=tuple(_narrow_words(page.words))) for page in document.pages))


def _narrow_words(words: Iterable[Word]) -> list[Word]:
    narrowed: list[Word] = []
    signs: list[Word] = []
    for word in words:
        text = narrow_signs(word.text)
        parts = [word] if text is word.text else [replace(word, text=t, box=_bound(t, word.box)) for t in text.split(" ") if t]
        for part in parts:
            (narrowed if part is word or part.text.chars not in CLOSING else signs).append(part)
    ends: dict[int, list[int]] = defaultdict(list)  # the words by where they end, as a page can have many
    for number, word in enumerate(narrowed):
        ends[round(word.box.x1 / _END_STEP)].append(number)
    for sign in signs:
        at = round(sign.box.x0 / _END_STEP)
        near = (number for step in (at, at - 1, at + 1) for number in ends[step] if _touches(narrowed[number], sign))
        found = next(near, None)
        if found is None:
            narrowed.append(sign)
            continue
        word = narrowed[found]
        text = word.text + sign.text
        narrowed[found] = replace(word, text=text, box=_bound(text, word.box))
    return narrowed


def _touches(word: Word, sign: Word) -> bool:
    """Whether a sign stands right behind a word, on its line: fonts of two scripts set them as two words."""
    gap = sign.box.x0 - word.box.x1
    return abs(gap) <= word.size * _SIGN_GAP and sign.box.top < word.box.bottom and sign.box.bottom > word.box.top


def _bound(text: SourceText, default: Box) -> Box:
    """Return the box around the glyphs of a text."""
    place = _unite(text.origins)
    return Box(*place[1:]) if isinstance(place, Glyph) else default


def mark_lost(form: Form) -> Form:
    """Return a form with one sign, `▯`, for each character that its file or font does not name; `characters_lost` reports it.

    A glyph without a name is no letter to be left out: `1(cid:9) May` is no `1 May`.
    """

    def mark(text: SourceText) -> SourceText:
        marked, done = SourceText(), 0
        for match in _LOST.finditer(text.chars):
            marked += text[done : match.start()] + SourceText(LOST_MARK, text.origins[match.start() : match.start() + 1])
            done = match.end()
        return marked + text[done:] if done else text

    def mark_cells(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(replace(cell, blocks=tuple(replace(b, text=mark(b.text)) for b in cell.blocks)) for cell in cells)

    def holds_lost(row: Row) -> bool:
        blocks = (block.text for cell in (*row.cells, *row.sides) for block in cell.blocks)
        return any(_LOST.search(text.chars) for text in (row.label, *blocks))

    rows = tuple(
        replace(row, label=mark(row.label), cells=mark_cells(row.cells), sides=mark_cells(row.sides))
        if holds_lost(row)
        else row
        for row in form.rows
    )
    return replace(form, rows=rows)


def find_misread(text: str) -> list[str]:
    """Return the words of a text that can be read as UTF-8 which was taken for a single-byte set, whether or not they were."""
    return [match[0] for match in _WORD.finditer(text) if not match[0].isascii() and _decode_again(match[0]) != match[0]]


def _find_fixes(words: Iterable[str]) -> dict[str, str]:
    """Return what misread words mean; none unless one of them is surely misread."""
    strange = {word for word in words if not word.isascii() and len(word) <= _LONGEST_WORD}
    # Alone, U+0085 is the line end that it is; ftfy would make an ellipsis of it.
    sure = {word: fixed for word in strange if (fixed := ftfy.fix_encoding(word)) not in (word, word.replace("\x85", "…"))}
    if not sure:
        return {}
    fixes = {word: sure.get(word, word) for word in strange}
    for _ in range(_MOST_ROUNDS):
        fixes = {word: _decode_again(fixed) for word, fixed in fixes.items()}
    return {word: fixed for word, fixed in fixes.items() if fixed != word}


def _decode_again(text: str) -> str:
    """Return the text with each stretch that UTF-8 could be misread as decoded again, as far as that works."""

    def decode(match: re.Match[str]) -> str:
        try:
            data = match[0].encode("sloppy-windows-1252")  # ftfy's: cp1252 whose five gaps are C1 controls
            return data.decode("utf-8")
        except UnicodeError:
            return match[0]

    return UTF8_DETECTOR_RE.sub(decode, text)


def _align(text: SourceText, fixed: str) -> list[tuple[str, Origin]]:
    """Give each character of the repaired text the place of what it was printed as."""
    pairs: list[tuple[str, Origin]] = []
    for tag, a, b, c, d in _compare(text.chars, fixed):
        if tag == "equal":
            pairs += zip(fixed[c:d], text.origins[a:b], strict=True)
        elif c < d:
            # Some characters became fewer: each of them is the whole stretch, which is rarely longer than one.
            pairs += ((char, _unite(text.origins[a:b])) for char in fixed[c:d])
    return pairs


@lru_cache(maxsize=10_000)  # the same words come again and again
def _compare(printed: str, fixed: str) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, printed, fixed, autojunk=False).get_opcodes()


def _unite(origins: tuple[Origin, ...]) -> Origin:
    """Return one place that covers several neighbouring ones."""
    places = [place_of(o) for o in origins]
    glyphs = [o for o in places if isinstance(o, Glyph)]
    if glyphs:
        first = glyphs[0]
        boxes = [g for g in glyphs if g.page == first.page]
        x0, top = min(g.x0 for g in boxes), min(g.top for g in boxes)
        return Glyph(first.page, x0, top, max(g.x1 for g in boxes), max(g.bottom for g in boxes))
    offsets = [o for o in places if isinstance(o, int)]
    return Stretch(min(offsets), max(offsets) + 1) if offsets else None
