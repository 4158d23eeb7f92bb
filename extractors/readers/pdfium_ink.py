"""Which of a page's glyphs a person sees, by drawing the page: PDFium's glyphs in, the same in two parts out.

The page is drawn once, coarsely. A text is doubted where its letters show no contrast there, or where the contrast may be that
of something else: other letters, a picture that is painted later, paper as light as the text. What is doubted is drawn again,
finely, with and without it: what the page loses is the text's own ink.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

import numpy as np
from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.once import once
from ucap.extractors.page import Box
from ucap.extractors.readers.drawing import WHITE, Drawing, Flags, GlyphTable, Numbers
from ucap.extractors.readers.ink import (
    agrees_with_picture,
    find_contrast,
    find_crossings,
    find_even_runs,
    find_overlaps,
    find_overprinted,
    find_own_ink,
    find_own_signs,
    sample_letters,
    smooth_words,
)
from ucap.extractors.readers.pdf_pages import Shape
from ucap.extractors.readers.pdfium_calls import Matrix, multiply, read_bounds, read_fill_colours, read_render_modes
from ucap.extractors.readers.pdfium_drawing import Sheet
from ucap.extractors.readers.pdfium_glyphs import Glyphs, Run
from ucap.extractors.readers.pdfium_objects import PageObject
from ucap.extractors.readers.tolerances import PDF, InkTolerances

_IS_LETTER = np.array([chr(code).isalnum() for code in range(0x10000)])
"""Whether a code point is a letter or digit; those above U+FFFF are taken for letters."""
_LAST_TABLED = len(_IS_LETTER) - 1
_INVISIBLE, _CLIPPING = raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP
_BLACK = np.array([[0, 0, 0, 255]])
_LUMINANCE = np.array([0.3, 0.59, 0.11])
PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
_MOST_LAYERS = 8
"""Drawings in which texts that overlap are left out one after the other. Chosen, not measured."""
_FIXED_BLANK = 0xA0
_MARGIN = 3.0
_WIDEST = 1.15
_LAST = 0.5
"""Advance of the last letter of a run, in font sizes, and the largest that is believed."""


class SeenGlyphs(NamedTuple):
    """The runs of a page's glyphs: those that are seen, and those that are not.

    `overprinted` are the characters that are seen, but not to be read, as others are printed over them.
    """

    seen: list[Run]
    hidden: list[Run]
    overprinted: Sequence[int] = ()


@dataclass(frozen=True)
class PageInk:
    """A page that is looked at: how it is drawn, its glyphs and what it paints; `frame` leads to the upright page.

    `covers` are the boxes of annotations that may cover text.
    """

    sheet: Sheet
    glyphs: Glyphs
    objects: Sequence[PageObject]
    shapes: Sequence[Shape]
    frame: Matrix
    covers: Sequence[Box] = ()
    tolerances: InkTolerances = PDF.ink

    @once
    def _orders(self) -> dict[int, int]:
        """When each object is painted."""
        return {found.address: order for order, found in enumerate(self.objects)}

    @once
    def _pictures(self) -> list[tuple[int, PageObject]]:
        """The pictures and shadings, each with when it is painted."""
        return [(order, found) for order, found in enumerate(self.objects) if found.kind in PICTURES]

    def split(self, drawing: Drawing) -> SeenGlyphs:
        """Return the glyphs that are seen, and those that are not; `drawing` is the whole page in grey."""
        runs = self.glyphs.runs
        if not runs:
            return SeenGlyphs(runs, [])
        table = self._make_table(letters=True)
        sizes = np.hypot(table.up_x, table.up_y)
        x, y = table.locate(0.25, 0.25)
        nowhere = (x < 0) | (y < 0) | (x >= self.sheet.width) | (y >= self.sheet.height) | (sizes < self.tolerances.smallest)
        # Without pictures and annotations, ink where a light text stands is its own or that of letters that it overlaps.
        paints = _Paints(runs, self.tolerances, in_colour=bool(self.covers) or self.has_pictures())
        overlaps = find_overlaps(table, self.tolerances)
        doubted = self._doubt(drawing, table, paints, overlaps) & ~nowhere
        if not (nowhere.any() or doubted.any()):
            return SeenGlyphs(runs, [])
        hidden = nowhere.copy()
        if doubted.any():
            hidden[doubted] = ~self._look_closely(table, doubted, overlaps, _Paints(runs, self.tolerances))
        overprinted = table.at[find_overprinted(table, ~hidden, overlaps, self.tolerances)].tolist()
        states: list[bool | None] = [None] * len(self.glyphs.codes)
        for index, flag in zip(table.at.tolist(), hidden.tolist(), strict=True):
            states[index] = not flag
        if not hidden.any():
            return SeenGlyphs(runs, [], overprinted)
        states = self._smooth(states)
        if all(state is not False for state in states):
            return SeenGlyphs(runs, [], overprinted)
        self._judge_signs(states)
        return _split_runs(runs, states)._replace(overprinted=overprinted)

    def _make_table(self, *, letters: bool) -> GlyphTable:
        """Return the letters of the runs in columns, or their signs."""
        runs, glyphs = self.glyphs.runs, self.glyphs
        codes = glyphs.codes
        starts, ends = [run.start for run in runs], [run.end for run in runs]
        run_of = np.repeat(np.arange(-1, len(runs)), np.diff([0, *starts, len(codes)]))
        is_letter = _IS_LETTER[np.minimum(codes, _LAST_TABLED)] | (codes > _LAST_TABLED)
        chosen = is_letter if letters else ~is_letter & (codes > 32) & (codes != 0xA0) & (codes != 0xAD)
        index = np.nonzero(chosen & (run_of >= 0))[0]
        run = run_of[index]
        within = index < np.array(ends)[run]
        if not within.all():
            index, run = index[within], run[within]
        numbers = chain.from_iterable(run.matrix for run in runs)  # a tenth of the time of an array of tuples
        a, b, c, d, *_ = np.fromiter(numbers, float, 6 * len(runs)).reshape(-1, 6).T
        p, q, r, s, t, u = self.frame
        size = np.array([run.font_size for run in runs])
        upright = np.where(a * d - b * c < 0, -1, 1)  # glyphs drawn upside down, which the text turns back
        c, d = c * upright, d * upright
        along = (size * (a * p + b * r))[run], (-size * (a * q + b * s))[run]
        upward = (size * (c * p + d * r))[run], (-size * (c * q + d * s))[run]
        xs, ys = glyphs.origins[index].T
        x, y = p * xs + r * ys + t, self.sheet.height - (q * xs + s * ys + u)
        return GlyphTable(index, run, x, y, *along, *upward, codes[index])

    def _doubt(self, drawing: Drawing, table: GlyphTable, paints: "_Paints", overlaps: Iterable[tuple[int, int]]) -> Flags:
        """Return the letters of runs that may not be seen."""
        within, beside = sample_letters(drawing, table)
        tones = within.min(axis=0), within.max(axis=0)
        pale = find_contrast(*tones, beside, table.run) < self.tolerances.doubtful
        doubted = np.zeros(len(self.glyphs.runs), bool)
        doubted[table.run[pale]] = True
        doubted[[run for pair in overlaps for run in pair]] = True
        doubted |= paints.faint
        doubted[find_even_runs(*tones, table.run, self.tolerances)] = True
        for run in np.nonzero(paints.light & ~doubted)[0]:
            around = np.median(within[:, table.run == run]) if (table.run == run).any() else 0.0
            doubted[run] = paints.brightness[run] - around < self.tolerances.around
        letters = doubted[table.run]
        covers = list(self._find_covers())
        if covers:
            order = np.array([self._orders.get(run.text_object, 0) for run in self.glyphs.runs])[table.run]
            x, y = table.locate(0.25, 0.25)
            first = order.min(initial=len(self.objects))
            for later, box in covers:
                if later <= first:  # painted before all texts: the grounds of cells
                    continue
                covered = (order < later) & (x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom)
                doubted[table.run[covered]] = True
            letters = doubted[table.run]
        return letters

    def _find_covers(self) -> Iterator[tuple[int, Box]]:
        """Yield pictures, shadings, filled shapes and annotations, each with when it is painted."""
        yield from ((len(self.objects), box) for box in self.covers)
        yield from ((order, self.measure(found)) for order, found in self._pictures)
        filled = [shape for shape in self.shapes if shape.fill and shape.box.height > 2 * _MARGIN]
        yield from ((self._orders.get(shape.owner, 0), shape.box) for shape in filled)

    def measure(self, found: PageObject) -> Box:
        """Return the box of a page object on the upright page."""
        left, bottom, right, top = read_bounds(found.address)
        a, b, c, d, e, f = multiply(found.form, self.frame)
        xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
        ys = [self.sheet.height - (b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _look_closely(self, table: GlyphTable, doubted: Flags, overlaps: set[tuple[int, int]], paints: "_Paints") -> Flags:
        """Return which of the doubted letters are seen: those with ink of their own, and those of a picture behind them."""
        letters = table.take(doubted)
        advances = self._measure_advances(letters)
        overlaps = overlaps | find_crossings(letters, advances)
        seen = np.zeros(len(letters.x), bool)
        region = self._bound(letters)
        whole = self.sheet.draw(self.tolerances.fine_scale, region, colour=True)
        unread = self._list_unread_texts()
        for layer in self._split_layers(set(letters.run.tolist()), overlaps, paints):
            mine = np.isin(letters.run, list(layer))
            objects = {self.glyphs.runs[run].text_object for run in layer}
            without = self.sheet.draw(self.tolerances.fine_scale, region, colour=True, without=(*objects, *unread))
            others = {found.address for found in self.objects} - objects
            paper = 0 if paints.light[next(iter(layer))] else WHITE
            alone = self.sheet.draw(self.tolerances.fine_scale, region, annotations=False, paper=paper, without=others)
            seen[mine] = find_own_ink(whole, without, alone, letters.take(mine), advances[mine], self.tolerances)
        filled = {shape.owner for shape in self.shapes if shape.fill and shape.box.height > 2 * _MARGIN}
        if seen.all() or not (filled or self.has_pictures(unread)):
            return seen
        # A gradient that is cut to letters shows them, though it is a filled rectangle.
        picture = self.draw_unread(region, self.tolerances.fine_scale, kept=filled)
        for invisible in (True, False):
            mine = ~seen & (paints.faint[letters.run] == invisible)
            if mine.any():
                chosen = letters.take(mine)
                ends = self._find_word_ends(chosen)
                seen[mine] = agrees_with_picture(picture, chosen, advances[mine], invisible, self.tolerances, ends)
        return seen

    def _find_word_ends(self, letters: GlyphTable) -> Flags:
        """Return which letters a blank follows, or the end of their run: not those before a sign, as in an address."""
        codes, following = self.glyphs.codes, letters.at + 1
        beyond = following >= np.array([run.end for run in self.glyphs.runs])[letters.run]
        after = codes[np.minimum(following, len(codes) - 1)]
        return np.asarray(beyond | (after <= ord(" ")) | (after == _FIXED_BLANK))

    def _measure_advances(self, letters: GlyphTable) -> Numbers:
        """Return the advance of each letter in font sizes: how far away the next glyph of its run begins."""
        runs, (xs, ys) = self.glyphs.runs, self.glyphs.origins.T
        ends = np.array([run.end for run in runs])[letters.run]
        following = np.minimum(letters.at + 1, len(xs) - 1)
        p, q, r, s, *_ = self.frame
        across, up = xs[following] - xs[letters.at], ys[following] - ys[letters.at]
        along = (p * across + r * up) * letters.along_x - (q * across + s * up) * letters.along_y
        square = letters.along_x**2 + letters.along_y**2
        advances = np.where(following < ends, along / np.maximum(square, 1e-6), _LAST)
        return np.where((advances < 0.1) | (advances > _WIDEST), _LAST, advances)

    def _bound(self, letters: GlyphTable) -> Box:
        """Return the part of the page that holds letters."""
        size = float(np.hypot(letters.up_x, letters.up_y).max(initial=0.0)) + _MARGIN
        x0, top = max(0.0, float(letters.x.min()) - size), max(0.0, float(letters.y.min()) - size)
        x1, bottom = min(self.sheet.width, float(letters.x.max()) + size), min(self.sheet.height, float(letters.y.max()) + size)
        return Box(x0, top, max(x1, x0 + 1), max(bottom, top + 1))

    def _split_layers(self, runs: set[int], overlaps: set[tuple[int, int]], paints: "_Paints") -> list[set[int]]:
        """Split runs into groups: no two texts of a group are printed over each other, and all are painted about alike."""
        objects = {run: self.glyphs.runs[run].text_object for run in runs}
        beside: dict[int, set[int]] = {}
        for first, second in overlaps:
            if first in objects and second in objects and objects[first] != objects[second]:
                beside.setdefault(objects[first], set()).add(objects[second])
                beside.setdefault(objects[second], set()).add(objects[first])
        number_of: dict[int, int] = {}
        layers: dict[tuple[bool, bool, int], set[int]] = {}
        for run, text in sorted(objects.items()):
            if text not in number_of:
                taken = {number_of.get(other) for other in beside.get(text, ())}
                number_of[text] = next((n for n in range(_MOST_LAYERS) if n not in taken), _MOST_LAYERS - 1)
            key = (bool(paints.faint[run]), bool(paints.light[run]), number_of[text])
            layers.setdefault(key, set()).add(run)
        return list(layers.values())

    def _list_unread_texts(self) -> list[int]:
        """Return the text objects that the text page does not hold: second prints, and those whose codes mean nothing."""
        read = {run.text_object for run in self.glyphs.runs}
        return [found.address for found in self.objects if found.kind == raw.FPDF_PAGEOBJ_TEXT and found.address not in read]

    def has_pictures(self, unread: Sequence[int] = ()) -> bool:
        """Whether the page paints anything but texts that are read, lines and rectangles."""
        return bool(self._pictures or unread) or any(shape.kind == "curve" for shape in self.shapes)

    def draw_unread(self, region: Box | None, scale: float, kept: Collection[int] = ()) -> Drawing:
        """Draw what no reader reads: the page without the texts that are read, without lines, rectangles and annotations.

        `kept` are the owners of rectangles that are drawn all the same.
        """
        curves = {shape.owner for shape in self.shapes if shape.kind == "curve"}
        plain = {shape.owner for shape in self.shapes}.difference(curves, kept)
        texts = {run.text_object for run in self.glyphs.runs} - self.list_unnamed_texts()
        return self.sheet.draw(scale, region, annotations=False, without=(*texts, *plain))

    def list_unnamed_texts(self) -> set[int]:
        """Return the text objects without characters, and those whose font names none of their glyphs."""
        unnamed, runs = self.glyphs.unnamed, self.glyphs.runs
        is_any = unnamed.any()
        named = {run.text_object for run in runs if not (is_any and unnamed[run.start : run.end].all())}
        drawn = (found for found in self.objects if found.kind == raw.FPDF_PAGEOBJ_TEXT and found.address not in named)
        blank = {blank.text_object for blank in self.glyphs.blanks}
        return {found.address for found in drawn if found.address not in blank}

    def _smooth(self, states: Sequence[bool | None]) -> list[bool | None]:
        """Return the states of all characters of runs that have letters, word by word; None for those of other runs."""
        smoothed: list[bool | None] = [None] * len(states)
        for run in self.glyphs.runs:
            part = states[run.start : run.end]
            if all(state is not False for state in part):
                smoothed[run.start : run.end] = [True if any(part) else None] * len(part)
                continue
            at = run.start
            last: bool | None = None
            for blank, group in groupby(range(run.start, run.end), lambda i: self.glyphs.codes[i] in (32, 0xA0)):
                places = list(group)
                if not blank and any(states[i] is not None for i in places):
                    last = (word := smooth_words([states[i] for i in places]))[-1]
                    smoothed[places[0] : places[-1] + 1] = word
                else:
                    smoothed[places[0] : places[-1] + 1] = [last] * len(places)
                at = places[-1] + 1
            first = next((state for state in smoothed[run.start : at] if state is not None), None)
            smoothed[run.start : at] = [first if state is None else state for state in smoothed[run.start : at]]
        return smoothed

    def _judge_signs(self, states: list[bool | None]) -> None:
        """Give runs without letters their state: that of the rest of their text, or by their own ink."""
        texts: dict[int, list[bool]] = {}
        for run in self.glyphs.runs:
            texts.setdefault(run.text_object, []).extend(state for state in states[run.start : run.end] if state is not None)
        alone = [number for number, run in enumerate(self.glyphs.runs) if states[run.start] is None]
        for run in (self.glyphs.runs[number] for number in alone):
            if own := texts[run.text_object]:
                states[run.start : run.end] = [any(own)] * (run.end - run.start)
        self._follow_letters(alone, states)
        signs = self._make_table(letters=False)
        signs = signs.take(np.isin(signs.run, [n for n in alone if states[self.glyphs.runs[n].start] is None]))
        if not len(signs.x):
            return
        x, y = signs.locate(0.25, 0.25)
        inside = (x >= 0) & (y >= 0) & (x < self.sheet.width) & (y < self.sheet.height)
        seen = np.zeros(len(signs.x), bool)
        if inside.any():
            shown = signs.take(inside)
            region = self._bound(shown)
            objects = {self.glyphs.runs[run].text_object for run in shown.run.tolist()}
            whole = self.sheet.draw(self.tolerances.fine_scale, region, colour=True)
            without = self.sheet.draw(self.tolerances.fine_scale, region, colour=True, without=objects)
            seen[inside] = find_own_signs(whole, without, shown, self._measure_advances(shown), self.tolerances)
        for run in set(signs.run.tolist()):
            part = self.glyphs.runs[run]
            states[part.start : part.end] = [bool(seen[signs.run == run].any())] * (part.end - part.start)

    def _follow_letters(self, alone: Sequence[int], states: list[bool | None]) -> None:
        """Give invisible signs the state of nearly all invisible letters: in a recognised scan no sign has ink of its own."""
        faint = _Paints(self.glyphs.runs, self.tolerances, in_colour=False).faint
        letters = [
            state
            for run in (self.glyphs.runs[number] for number in np.nonzero(faint)[0])
            for state in states[run.start : run.end]
            if state is not None
        ]
        if letters and sum(letters) >= self.tolerances.agreeing * len(letters):
            for run in (
                self.glyphs.runs[number] for number in alone if faint[number] and states[self.glyphs.runs[number].start] is None
            ):
                states[run.start : run.end] = [True] * (run.end - run.start)


class _Paints:
    """How each run is painted: its brightness, whether it is light, and whether hardly any of it is painted.

    Not `in_colour`, which takes longer, all are black, and only those that are not painted at all are faint.
    """

    def __init__(self, runs: Sequence[Run], tolerances: InkTolerances, *, in_colour: bool = True) -> None:
        addresses = [run.text_object for run in runs]
        texts = list(dict.fromkeys(addresses))
        colours = (
            np.frombuffer(read_fill_colours(texts), np.uint32).reshape(-1, 4) if in_colour else _BLACK.repeat(len(texts), 0)
        )
        modes = np.array(read_render_modes(texts))
        if len(texts) < len(runs):
            places = {text: at for at, text in enumerate(texts)}
            of_run = [places[address] for address in addresses]
            colours, modes = colours[of_run], modes[of_run]
        self.brightness: Numbers = colours[:, :3] @ _LUMINANCE
        self.light: Flags = self.brightness > tolerances.light
        self.faint: Flags = (colours[:, 3] < tolerances.opaque) | (modes == _INVISIBLE) | (modes == _CLIPPING)


def _split_runs(runs: Iterable[Run], states: Sequence[bool | None]) -> SeenGlyphs:
    """Split runs where their characters change between seen and not seen."""
    seen: list[Run] = []
    hidden: list[Run] = []
    for run in runs:
        for is_hidden, group in groupby(range(run.start, run.end), lambda i: states[i] is False):
            places = list(group)
            (hidden if is_hidden else seen).append(run._replace(start=places[0], end=places[-1] + 1))
    return SeenGlyphs(seen, hidden)
