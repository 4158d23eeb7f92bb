"""Lines and pages in, columns out: the edges of label and value columns, the ruling lines between rows, the frame."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ucap.extractors.form import PAIRED
from ucap.extractors.labels import match_label, starts_label
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import ColumnTolerances
from ucap.extractors.once import once
from ucap.extractors.page import Box, Page, Word
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.schemas.records import SectionName, Side

_LEAST_OUTDENTED = 2
"""Dashes or letters at one place left of the values that are bullets. Chosen: one can be chance."""


@dataclass(frozen=True)
class Columns:
    """Where the columns begin, in points: labels, values, and the second value column where there is one.

    `tolerances` are those that the columns were found with.
    """

    label_x: float
    value_x: float
    partner_x: float | None
    tolerances: ColumnTolerances

    @once
    def cut_x(self) -> float:
        """Where the label column ends for words, by their centres: a little left of the values."""
        return self.value_x - self.tolerances.aligned

    def label_part(self, line: Line) -> Line | None:
        """Return what a line has in the label column."""
        return line.part(0, self.cut_x)

    def value_part(self, line: Line) -> Line | None:
        """Return what a line has in the value columns."""
        return line.part(self.cut_x, float("inf"))


def find_columns(
    body: Sequence[Sequence[Line]],
    tolerances: ColumnTolerances,
    uprights: Mapping[int, Sequence[Box]] | None = None,
    *,
    by_place: bool = False,
) -> Columns | None:
    """Find where the columns begin: the value column where words stand right of known labels, more often than anywhere else.

    `uprights` are the upright rules of each page. None where no known label stands left of a value. `by_place`: where most
    lines with a gap have words, whatever stands left.
    """
    rules = uprights or {}
    starts = [hit for lines in body for hit in (_find_gaps(lines, tolerances) if by_place else find_values(lines, tolerances))]
    edges = list({(label, values[0].box.x0): values[0].box.x0 for label, values, _ in starts}.values())
    aligned, padding = tolerances.aligned, tolerances.padding
    beside = _find_edges_beside(body, [label for label, *_ in starts], tolerances)
    always, _ = bullet_glyphs()
    bullets = [values[0] for _, values, _ in starts if values[0].text.chars[:1] in always]
    further = [
        x
        for x in beside
        if any(abs(x - edge) <= aligned for edge in edges)
        or any(abs(word.box.x0 - x) <= tolerances.outdent * word.size for word in bullets)
    ]
    value_x = find_common_edge([*edges, *further], aligned, tolerances.agreeing)
    if value_x is None:
        return None
    # Cells that span both columns may have another padding than those that do not.
    left_of_it = [x for x in edges if value_x - padding <= x < value_x - aligned]
    value_x = find_common_edge(left_of_it, aligned, tolerances.agreeing) or value_x
    at_edge = [label.x0 for label, values, _ in starts if -aligned <= values[0].box.x0 - value_x <= padding]
    label_x = min(at_edge or [label.x0 for label, *_ in starts])
    value_x = min([value_x, *_find_outdented_bullets(body, value_x, tolerances)])
    right_x = max((line.x1 for lines in body for line in lines if line.x1 > value_x), default=value_x)
    paired = [(label.page, words) for label, words, section in starts if section in PAIRED]

    def list_edges(rows: Sequence[tuple[int, Sequence[Word]]]) -> list[float]:
        return [
            x for page, words in rows for x in _find_partner_edges(words, value_x, right_x, rules.get(page, ()), tolerances)
        ]

    partner_x = _find_partner(list_edges(paired), [words for _, words in paired], tolerances)
    if partner_x is None:  # no label of a paired row is known: what stands alike in several rows of three columns will do
        unknown = [
            (line.page, line.words) for lines in body for line in lines if _has_label(line, label_x, value_x, tolerances)
        ]
        partner_x = find_common_edge(list_edges(unknown), aligned, tolerances.agreeing)
    return Columns(label_x, value_x, partner_x, tolerances)


def _find_gaps(lines: Sequence[Line], tolerances: ColumnTolerances) -> Iterator[tuple[Line, tuple[Word, ...], SectionName]]:
    """Yield each line that has a gap, cut there, as a label that nobody knows with the words beside it."""
    for line in lines:
        for count, (word, following) in enumerate(pairwise(line.words), start=1):
            if following.box.x0 - word.box.x1 > tolerances.gutter * line.size:
                yield Line(line.page, line.words[:count]), line.words[count:], "unknown"
                break


def _find_edges_beside(body: Sequence[Sequence[Line]], known: Sequence[Line], tolerances: ColumnTolerances) -> Iterator[float]:
    """Yield where the first words behind a gap stand on the lines that begin where known labels do, and are none themselves.

    Where few labels are known, these may all stand beside bullets, which are indented, or set left of the values.
    """
    firsts = {id(label.words[0]) for label in known}
    starts = sorted({label.x0 for label in known})
    for lines in body:
        for label, values, _ in _find_gaps(lines, tolerances):
            if id(label.words[0]) not in firsts and any(abs(label.x0 - x) <= tolerances.aligned for x in starts):
                yield values[0].box.x0


def _has_label(line: Line, label_x: float, value_x: float, tolerances: ColumnTolerances) -> bool:
    """Whether a line begins at the label column's edge and has words at that of the values."""
    starts = [word.box.x0 for word in line.words]
    return abs(starts[0] - label_x) <= tolerances.aligned and any(abs(x - value_x) <= tolerances.aligned for x in starts[1:])


def _find_partner_edges(
    words: Sequence[Word], value_x: float, right_x: float, uprights: Sequence[Box], tolerances: ColumnTolerances
) -> Iterator[float]:
    """Yield where the second value of a paired row may begin: behind a rule between two words, else behind the widest gap, or
    as the only value far to the right.

    What stands behind a bullet is no second value.
    """
    values = [word for word in words if word.box.x0 >= value_x - tolerances.aligned]
    always, separated = bullet_glyphs()
    first = values[1:] if values and values[0].text.chars in separated else values
    gaps = [(b.box.x0 - a.box.x1, b) for a, b in pairwise(first) if a.text.chars not in always]
    wide = [(gap, word.box.x0) for gap, word in gaps if gap > tolerances.gutter * word.size]
    ruled = [b.box.x0 for a, b in pairwise(values) if any(_stands_between(rule, a.box, b.box) for rule in uprights)]
    if ruled:
        yield ruled[0]
    elif wide:
        yield max(wide)[1]  # gaps of justified lines may be wide too, but less so
    if values and values[0].box.x0 > value_x + tolerances.partner_start * (right_x - value_x):
        yield values[0].box.x0


def _stands_between(rule: Box, left: Box, right: Box) -> bool:
    """Whether an upright rule stands between two words of a line."""
    return left.x1 <= rule.x0 and rule.x1 <= right.x0 and rule.top <= (left.top + left.bottom) / 2 <= rule.bottom


def _find_partner(edges: Sequence[float], rows: Sequence[Sequence[Word]], tolerances: ColumnTolerances) -> float | None:
    """Return where the second values of paired rows begin: at the edge that most rows show, of equal ones at that at which more
    rows have a word; None where there is no edge.

    A justified line may have its widest gap within a value.
    """
    shown = {x: sum(abs(x - other) <= tolerances.aligned for other in edges) for x in edges}
    most = max(shown.values(), default=0)
    rivals = sorted(x for x, count in shown.items() if count == most)
    if len(rivals) < 2:
        return rivals[0] if rivals else None

    def count_rows(x: float) -> int:
        return sum(any(abs(word.box.x0 - x) <= tolerances.exactly for word in words) for words in rows)

    # Edges that stand for one another are no rivals: the least of them is the edge.
    best = max(rivals, key=lambda x: max(count_rows(y) for y in rivals if abs(x - y) <= tolerances.aligned))
    return min(x for x in rivals if abs(x - best) <= tolerances.aligned)


def find_values(lines: Sequence[Line], tolerances: ColumnTolerances) -> Iterator[tuple[Line, tuple[Word, ...], SectionName]]:
    """Yield each known label (or its first line) of a page with the words beside it, and what it means.

    Beside a label that is alone on its line stand the lines just above and below: it is set in the middle of its row.
    """
    for number, line in enumerate(lines):
        if hit := _split_at_label(line, tolerances):
            label, values, section = hit
            yield label, values, section
        elif (match := match_label(line.text.chars)) or starts_label(line.text.chars):
            reach = tolerances.lines_beside
            for other in (*lines[max(number - reach, 0) : number], *lines[number + 1 : number + 1 + reach]):
                beside = other.x0 - line.x1 > tolerances.gutter * line.size
                if beside and abs(other.middle - line.middle) < tolerances.beside * line.size:
                    yield line, other.words, match.section if match else "unknown"


def _find_outdented_bullets(body: Sequence[Sequence[Line]], value_x: float, tolerances: ColumnTolerances) -> list[float]:
    """Return the left edges of bullet glyphs up to `outdent` font sizes left of the value column, as browsers set them.

    They begin their line, or stand apart from the label before them: a sign within running words (`Graz · Nanning`) is none. A
    dash or letter is one where more of it stand alone before values at the same place.
    """
    always, separated = bullet_glyphs()
    left = [
        word
        for lines in body
        for line in lines
        for before, word in pairwise((None, *line.words))
        if word is not None
        and value_x - tolerances.outdent * word.size < word.box.x0 < value_x
        and (before is None or word.box.x0 - before.box.x1 > tolerances.gutter * word.size)
    ]
    firsts = Counter(line.x0 for lines in body for line in lines if line.x0 < value_x and line.words[0].text.chars in separated)
    return [
        w.box.x0 for w in left if w.text.chars in always or (w.text.chars in separated and firsts[w.box.x0] >= _LEAST_OUTDENTED)
    ]


def _split_at_label(line: Line, tolerances: ColumnTolerances) -> tuple[Line, tuple[Word, ...], SectionName] | None:
    """Return what of a line is a label (or its first line), the words after it, and its meaning; None where no gap follows.

    Where there are several gaps, the words that fit the lexicon best: `Cities` does better than `Cities  Aarhus`.
    """
    best: tuple[float, int, SectionName] | None = None
    for count in range(min(len(line.words) - 1, tolerances.label_words), 0, -1):
        if line.words[count].box.x0 - line.words[count - 1].box.x1 <= tolerances.gutter * line.size:
            continue
        text = " ".join(word.text.chars for word in line.words[:count])
        match = match_label(text)
        score = match.score if match else 0.0
        if (match or starts_label(text)) and (best is None or score > best[0] or score == best[0] > 0):
            best = score, count, match.section if match else "unknown"
    return (Line(line.page, line.words[: best[1]]), line.words[best[1] :], best[2]) if best else None


def find_common_edge(edges: Sequence[float], aligned: float, least: int) -> float | None:
    """Return the left edge that most of the given ones share, give or take `aligned`; None where fewer than `least` agree."""
    counts = Counter({edge: sum(abs(edge - other) <= aligned for other in edges) for edge in edges})
    if not counts:
        return None
    most = max(counts.values())
    return min(edge for edge, count in counts.items() if count == most) if most >= least else None


def is_full_width(line: Line, columns: Columns) -> bool:
    """Whether a line runs from the label column into the value column without a gap: title, contact line, headings."""
    cut_x = columns.cut_x
    left = [word for word in line.words if word.box.x0 < cut_x]
    right = [word for word in line.words if word.box.x0 >= cut_x]
    if not left:
        return False
    tolerances = columns.tolerances
    if max(word.box.x1 for word in left) > columns.value_x + tolerances.aligned:
        return True
    if not right:
        return False
    gap = right[0].box.x0 - left[-1].box.x1
    aligned = abs(right[0].box.x0 - columns.value_x) <= tolerances.aligned
    if _fills_column(left, right, columns):
        return False
    return gap <= (tolerances.blank if aligned else tolerances.gutter) * line.size


def _fills_column(left: Sequence[Word], right: Sequence[Word], columns: Columns) -> bool:
    """Whether a label fills its column, so that hardly a blank is left before a value: that begins exactly where values do, and
    the blank is not as wide as any other of its line.
    """
    tolerances = columns.tolerances
    if (
        abs(left[0].box.x0 - columns.label_x) > tolerances.exactly
        or abs(right[0].box.x0 - columns.value_x) > tolerances.exactly
    ):
        return False
    gap = right[0].box.x0 - left[-1].box.x1
    blanks = [b.box.x0 - a.box.x1 for words in (left, right) for a, b in pairwise(words)]
    return bool(blanks) and all(abs(blank - gap) > tolerances.same_blank for blank in blanks)


def find_separators(page: Page, columns: Columns, lines: Sequence[Line]) -> list[float]:
    """Return the heights at which a ruling line or the edge of a shaded band crosses most of the label column.

    `lines` are those of the page; a stroke just below the words of one of them is no ruling line.
    """
    tolerances = columns.tolerances
    width = max(columns.value_x - columns.label_x, 1.0)  # points: never nothing

    def crosses(x0: float, x1: float) -> bool:
        return min(x1, columns.value_x) - max(x0, columns.label_x) > tolerances.crossing * width

    labels = [part for line in lines if (part := columns.label_part(line))]
    rules = [stroke for stroke in page.strokes if stroke.height <= tolerances.aligned and crosses(stroke.x0, stroke.x1)]
    heights = [(s.top + s.bottom) / 2 for s in rules if not any(_underlines(s, label, tolerances) for label in labels)]
    for fill in page.fills:
        if crosses(fill.x0, fill.x1) and fill.height < tolerances.page_share * page.height:
            heights += [fill.top, fill.bottom]
    merged: list[float] = []
    for height in sorted(heights):
        if not merged or height - merged[-1] > tolerances.aligned:
            merged.append(height)
    return merged


def _underlines(stroke: Box, line: Line, tolerances: ColumnTolerances) -> bool:
    """Whether a stroke begins and ends with a line's words and lies just below them."""
    below = -tolerances.underline_above * line.size <= stroke.top - line.bottom <= tolerances.underline_below * line.size
    starts = abs(stroke.x0 - line.x0) <= tolerances.underline_start
    return below and starts and abs(stroke.x1 - line.x1) <= tolerances.underline_end * line.size


def find_frame(pages: Sequence[Page], columns: Columns) -> Box | None:
    """Return the box around what is ruled or shaded from the label column to the right; None where nothing is."""
    tolerances = columns.tolerances
    values_x = columns.value_x - 2 * tolerances.padding  # the padding of both cells beside the edge
    label_x, page_share = columns.label_x + tolerances.aligned, tolerances.page_share
    drawn = (box for page in pages for box in (*page.strokes, *page.fills) if box.height < page_share * page.height)
    boxes = [box for box in drawn if (box.x0 <= label_x and box.x1 > values_x) or box.x0 >= values_x]
    if not any(box.x0 <= label_x for box in boxes):
        return None
    return Box(min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes))


def find_right_edges(columns: Columns, frame: Box | None, spanning: Sequence[Line]) -> dict[Side | None, float]:
    """Return up to where the lines of a cell run: of either side, and (None) of the rows that hold one value for both.

    The ruling lines or shades around the table show it, else the longest line. Where the value cells of those rows are not
    merged, their lines end before the second value column.
    """
    usual, least = columns.tolerances.padding, columns.tolerances.least_padding
    padding = min(max(columns.label_x - frame.x0, least), 2 * usual) if frame else usual
    # A word that cannot be broken, such as an address, may run over its cell's edge.
    single = [line for line in spanning if len(line.words) > 1 and not has_both_sides(line, columns)]
    longest = max((line.x1 for line in single), default=columns.value_x)
    # A row of two values that nobody knows may be justified, and leave no gap before the second.
    within = max((line.x1 for line in single if not _starts_at_partner(line, columns)), default=columns.value_x)
    if columns.partner_x is not None and within < columns.partner_x < longest:
        longest = within
    right = max(frame.x1 - padding, longest) if frame else longest
    if columns.partner_x is None:
        return {"lead": right, "partner": right, None: right}
    lead_right = columns.partner_x - 2 * padding
    if longest > columns.partner_x:
        return {"lead": lead_right, "partner": right, None: right}
    # Where lines end near the first column's edge, they show it better than the next column does.
    near = lead_right - longest < 2 * usual  # the padding of both columns
    return {"lead": lead_right, "partner": right, None: longest if near else lead_right}


def _starts_at_partner(line: Line, columns: Columns) -> bool:
    """Whether a word of a line begins exactly where second values do."""
    return columns.partner_x is not None and any(
        abs(word.box.x0 - columns.partner_x) <= columns.tolerances.exactly for word in line.words
    )


def has_both_sides(line: Line, columns: Columns) -> bool:
    """Whether a line of values has one for each side, with a gap before the second value column."""
    if columns.partner_x is None:
        return False
    tolerances = columns.tolerances
    return any(
        abs(word.box.x0 - columns.partner_x) <= tolerances.aligned
        and word.box.x0 - before.box.x1 > tolerances.gutter * word.size
        for before, word in pairwise(line.words)
    )
