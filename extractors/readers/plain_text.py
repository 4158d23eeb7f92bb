"""Text without columns in, its paragraphs and bullets out: lines that were broken to fit a width are joined."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from ucap.extractors.form import PAIRED
from ucap.extractors.labels import (
    EXACT,
    KEYWORD,
    LabelMatch,
    is_similar_wording,
    is_title,
    match_label,
    points_to,
    starts_label,
)
from ucap.extractors.layout.lines import Wording, join_lines
from ucap.extractors.numbers import is_missing
from ucap.extractors.readers.label_starts import (
    LONGEST_LABEL,
    begins_goal,
    begins_wording,
    ends_in_slash,
    find_head_lines,
    is_of_label_words,
    match_starts,
    may_be_label,
    may_end_alternative,
)
from ucap.extractors.readers.lines import Slack, cut_text, find_lines, find_width, measure_slack
from ucap.extractors.readers.markdown import cut_markdown
from ucap.extractors.readers.open_labels import FEWEST_ROWS, begins_open
from ucap.extractors.readers.pieces import Piece, split_bullets
from ucap.extractors.readers.rows import match_label_cell
from ucap.extractors.readers.tolerances import TEXT, LabelledTolerances, TextTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.closing_lines import is_contact_line
from ucap.extractors.text.continuation import (
    begins_sentence,
    begins_small,
    continues_sentence,
    ends_sentence,
    is_left_open,
    joins_left,
)
from ucap.extractors.text.enumerators import find_enumerators
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import SectionName

_WORD = re.compile(r"\S+")

Span: TypeAlias = tuple[int, int]


_LabelPart: TypeAlias = Literal["first", "inner", "last", "whole"]


_NO_SLACK = Slack(0, 0)
_MOST_CLOSING_WORDS = 8
"""Words of a line that may end a label in words of its own. Chosen: `as described in the cooperation plan:` has six."""
_MOST_REST_WORDS = 2
"""Small words of a line that ends a label which is one without them, too. Chosen: a value that begins small is longer."""
_MOST_OPEN_WORDS = 4
"""Words of a line that ends a label which is left open."""


@dataclass(frozen=True)
class _Setting:
    """How the lines of a text were set.

    `width` is the column up to which they run; `is_broken`, whether they were broken to fit it (else each is a paragraph);
    `hangs`, whether wrapped lines of bullets stand under the bullet's text;
    `opens`, whether so many lines begin with words and a colon that each such line is a paragraph;
    `is_spaced`, whether some pages have a blank line below each line;
    `marks_wraps`, whether lines that were broken to fit end with a blank, and others do not.
    """

    width: int
    is_broken: bool = False
    hangs: bool = False
    wording: Wording = field(default_factory=Wording)
    slack: Slack = _NO_SLACK
    opens: bool = False
    is_spaced: bool = False
    marks_wraps: bool = False


def cut_plain_text(text: str, tolerances: TextTolerances = TEXT, *, is_form: bool = False) -> list[Piece]:
    """Cut a text at its paragraphs and bullets; lines that were broken to fit a width are joined.

    Empty where no label begins a line, unless the text is known to be part of a form (`is_form`).
    """
    spans = [span for span in find_lines(text) if not text[slice(*span)].isspace()]
    starts = [text[start : min(end, start + LONGEST_LABEL)] for start, end in spans]
    if not spans:
        return []
    if (
        not is_form
        and sum(map(begins_open, starts)) < FEWEST_ROWS
        and not any(may_be_label(start, tolerances.labelled) for start in starts)
    ):
        return []
    setting = _measure_setting(text, spans, tolerances)
    groups = _group_lines(text, spans, setting, tolerances.labelled)
    return _mark_set_apart(text, [(group, _cut_paragraph(text, group, setting.wording)) for group in groups if group])


def _mark_set_apart(text: str, groups: Sequence[tuple[Sequence[Span], list[Piece]]]) -> list[Piece]:
    """Return the pieces of all groups; a few words with a blank line above and text right below are a heading by that.

    It has the level below those that mark-up knows. Where blank lines stand below known labels, such words are values.
    """
    breaks = [text.count("\n", above[-1][1], below[0][0]) for (above, _), (below, _) in pairwise(groups)]
    known = [below for (_, found), below in zip(groups, breaks, strict=False) if len(found) == 1 and _is_label(found[0])]
    if 2 * sum(below >= _BLANK_LINE for below in known) > len(known):
        return [piece for _, found in groups for piece in found]  # labels stand apart from their values, too
    pieces: list[Piece] = []
    for (_, found), above, below in zip(groups, [_BLANK_LINE, *breaks], [*breaks, _BLANK_LINE], strict=True):
        is_set_apart = above >= _BLANK_LINE > below and len(found) == 1 and not found[0].heading and _may_be_heading(found[0])
        pieces += [replace(found[0], heading=_SET_APART)] if is_set_apart else found
    return pieces


_BLANK_LINE = 2
"""Line ends between two lines with a blank one between them."""
_SET_APART = 7
_MOST_HEADING_WORDS = 14
"""Words of a label on a line of its own. Chosen: the longest of 300 wordings has 12."""


def _is_label(piece: Piece) -> bool:
    match = match_label_cell([piece]) if _may_be_heading(piece) else None
    return match is not None and match.score > KEYWORD


def _may_be_heading(piece: Piece) -> bool:
    line = piece.text.chars
    ends = line[-1:].isalnum() or line[-1:] in ":)?"
    begins = line[:1].isupper() or (line[:1].isdigit() and line.endswith(":"))  # `2030 Agenda:`
    return not piece.depth and begins and ends and len(line.split()) <= _MOST_HEADING_WORDS


def _measure_setting(text: str, spans: Sequence[Span], tolerances: TextTolerances) -> _Setting:
    longest = max(end - start for start, end in spans)
    lines = [text[slice(*span)].rstrip() for span in spans]
    broken = [len(a) for a, b in pairwise(lines) if continues_sentence(a, b) and len(a) <= tolerances.labelled.widest]
    if longest > tolerances.labelled.widest:
        # Converters may join two lines at a page's end; where most lines go on below, such a one is the exception.
        long = sum(len(line) > tolerances.labelled.widest for line in lines)
        if len(broken) < max(tolerances.lines.enough_broken, long * tolerances.labelled.broken_per_long):
            return _Setting(longest)
    width = find_width([len(line) for line in lines], _drop_joined(broken, tolerances), tolerances.lines)
    is_broken = width >= tolerances.labelled.narrowest or len(broken) >= tolerances.lines.enough_broken
    hangs = any(0 < _find_text_column(a) == len(b) - len(b.lstrip()) for a, b in pairwise(lines))
    wording = Wording(frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+", text)))
    sure = [(a, b) for a, b in pairwise(spans) if continues_sentence(text[slice(*a)], text[slice(*b)])]
    is_spaced = sum(_is_blank_between(text, a, b) for a, b in sure) >= tolerances.lines.enough_broken
    slack = measure_slack((_measure_room(text, a, b, width) for a, b in sure), width, tolerances.lines)
    plain = [line for line in lines if not split_bullets(cut_text(line, 0, len(line)))[0][0]]
    opens = sum(map(begins_open, plain)) >= len(plain) * tolerances.labelled.open_lines
    marks_wraps = _marks_wraps(text, spans, sure, tolerances)
    return _Setting(width, is_broken, hangs, wording, slack, opens, is_spaced, marks_wraps)


def _marks_wraps(text: str, spans: Sequence[Span], sure: Sequence[tuple[Span, Span]], tolerances: TextTolerances) -> bool:
    """Whether the blank at which a line was broken is printed: nearly all lines that surely go on (`sure`) end with one, and
    hardly any that surely does not: above a bullet, or with a colon.
    """
    lines = [text[slice(*span)].strip() for span in spans]
    bulleted = (bool(split_bullets(cut_text(below, 0, len(below)))[0][0]) for below in lines[1:])
    ends = [span for span, line, is_above in zip(spans, lines, bulleted, strict=False) if is_above or line.endswith(":")]
    going = sum(_ends_blank(text, above) for above, _ in sure)
    ended = sum(not _ends_blank(text, span) for span in ends)
    fewest = tolerances.lines.enough_broken
    return going >= max(fewest, len(sure) * _MARKED) and ended >= max(fewest, len(ends) * _MARKED)


_MARKED = 0.75
"""Share of the lines that surely go on which end with a blank, and of those that do not which end without. Measured on PDFs of
two programs, read by five: the first are 83 to 100 %.
"""


def _ends_blank(text: str, span: Span) -> bool:
    return text[span[0] : span[1]].endswith(" ")


def _drop_joined(ends: Sequence[int], tolerances: TextTolerances) -> list[int]:
    """Return where lines end, without those that are longer than nearly all others: converters join lines at hyphens."""
    least = len(ends) * tolerances.labelled.share_at_width
    ordered, reach = sorted(ends), tolerances.lines.running_head
    return [end for end in ends if bisect_right(ordered, end) - bisect_left(ordered, end - reach) >= least]


def _group_lines(
    text: str, spans: Sequence[Span], setting: _Setting, tolerances: LabelledTolerances
) -> Iterator[Sequence[Span]]:
    """Yield the lines of each paragraph, bullet or label."""
    labels = _find_wrapped_labels(text, spans, tolerances)
    glyphs = _find_lone_glyphs(text, spans, tolerances)
    words = (text[slice(*span)].split(maxsplit=1) for span in spans)
    counted = find_enumerators([word[0] if word else "" for word in words])
    heads = find_head_lines([text[start : min(end, start + LONGEST_LABEL)].strip() for start, end in spans], tolerances)
    sides = _find_sides(text, spans, labels, tolerances)
    group: list[Span] = []
    for number, span in enumerate(spans):
        part = None if number - 1 in glyphs else labels.get(number)
        if number - 1 in glyphs or part in ("inner", "last", "whole"):
            joins = True
        elif number in sides:
            joins = False  # a line for each side; what was too long for its cell is joined when the row is made
        else:
            ends = bool(part or counted[number] or number in heads or number in glyphs) or (
                bool(group) and _is_heading(text, group[-1], spans, number)
            )
            joins = bool(group) and not ends and _continues(text, group, span, setting, tolerances)
        if joins:
            group.append(span)
        else:
            yield group
            group = [span]
        if part == "whole":
            yield group
            group = []
    yield group


def _find_sides(
    text: str, spans: Sequence[Span], labels: Mapping[int, _LabelPart], tolerances: LabelledTolerances
) -> frozenset[int]:
    """Find the lines of values in the form's head: below a label of a paired row, up to the next label, and short ones right
    above the first such label. `labels` are the wrapped ones.
    """
    found: set[int] = set()
    rows: list[list[int]] = []
    section: SectionName | None = None
    wrapped = ""
    for number, span in enumerate(spans):
        line = text[span[0] : min(span[1], span[0] + LONGEST_LABEL)].strip()
        part = labels.get(number)
        wrapped = f"{wrapped} {line}" if part in ("inner", "last", "whole") else line
        label = next(match_starts(wrapped, 0, tolerances), None)
        if label:
            if label[2] in PAIRED and section not in PAIRED:
                above = range(max(number - _MOST_LINES_ABOVE, 0), number)
                short = (at for at in above if at not in labels and len(text[slice(*spans[at])].split()) <= _MOST_OPEN_WORDS)
                found |= {at for at in short if not begins_small(text[slice(*spans[at])])}
            section = label[2]
            rows.append([])
        elif part is None and section in PAIRED:
            rows[-1].append(number)
    # More lines are those of a cell that was too long for its column.
    return frozenset(found.union(*(row for row in rows if len(row) == _LINES_OF_SIDES)))


_LINES_OF_SIDES = 2
_MOST_LINES_ABOVE = 4
"""Lines above the first label of the head that may be the values of a label nobody knows."""


def _is_heading(text: str, last: Span, spans: Sequence[Span], number: int) -> bool:
    """Whether a line below a whole sentence is a few words without a full stop, as headings and labels are: the end of a
    paragraph would have its stop. It stands above a blank line or a bullet, or has a word of labels.
    """
    line = text[slice(*spans[number])].strip()
    short = len(line.split()) <= _MOST_CLOSING_WORDS and line[:1].isupper() and (line[-1:].isalpha() or line[-1:] in ":)")
    if not short or number + 1 == len(spans) or not ends_sentence(text[slice(*last)]):
        return False
    below = text[spans[number][1] : spans[number + 1][0]].replace("\r\n", "\n")
    following = text[slice(*spans[number + 1])].strip()
    return below.count("\n") > 1 or bool(points_to(line)) or bool(split_bullets(cut_text(following, 0, len(following)))[0][0])


def _find_wrapped_labels(text: str, spans: Sequence[Span], tolerances: LabelledTolerances) -> dict[int, _LabelPart]:
    """Find the labels that take several lines; return what each of their lines is, by its number.

    `whole` is the last line of a label that ends with it, `last` one in which a value follows.
    """
    parts: dict[int, _LabelPart] = {}
    lines = [cut_text(text, *span).strip() for span in spans]
    number = 0
    while number < len(lines):
        most = slice(number, number + tolerances.label_lines)
        count, ends = _count_label_lines(text, spans[most], lines[most], tolerances)
        for at in range(number, number + count):
            parts[at] = "first" if at == number else "inner"
        if count:
            parts[number + count - 1] = "whole" if ends else "last"
        number += max(count, 1)
    return parts


def _count_label_lines(
    text: str, spans: Sequence[Span], lines: Sequence[SourceText], tolerances: LabelledTolerances
) -> tuple[int, bool]:
    """Return how many of some lines the longest label takes that begins in the first (0 for one or none), and whether it takes
    all of the last.
    """
    best, ends = 0, False
    for count in range(2, 0 if _is_value(lines[0].chars) else len(spans) + 1):
        if text[spans[count - 2][1] : spans[count - 1][0]].replace("\r\n", "\n") != "\n":
            break
        above = join_lines(lines[: count - 1])
        if len(above) > LONGEST_LABEL or above.chars.endswith(":"):
            break
        joined = join_lines([above, lines[count - 1][:LONGEST_LABEL]])
        if not (match_label(above.chars) or begins_wording(above.chars)):
            # The words of a label may stand otherwise than in the lexicon: `Description of main` / `activities:`.
            if _are_similar_wording(above.chars, lines[count - 1].chars, joined.chars):
                return count, True
            if not _may_begin_label(above.chars) or not _goes_on_small(above.chars, lines[count - 1].chars):
                break
            continue
        found = next(match_starts(joined.chars, 0, tolerances), None)
        known, longer = match_label(above.chars), match_label(joined.chars[: found[0]]) if found else None
        if _closes_label(above.chars, lines[count - 1].chars):
            return count, True
        if (known or points_to(above.chars)) and ends_in_slash(above.chars) and may_end_alternative(lines[count - 1].chars):
            return count, True
        if not found or not longer or found[0] <= len(above):
            continue
        if longer.score < EXACT and _is_whole_label(lines[count - 1].chars):
            break  # `SDG 12` / `Key focus of themes:`
        # A value makes a label that is whole already only less like one, unless both lines are a wording of the lexicon.
        is_wording = longer.score == EXACT and found[0] >= len(joined) and _ends_label(above.chars, lines[count - 1].chars)
        is_rest = found[0] >= len(joined) and _is_small_rest(lines[count - 1].chars, known, longer)
        goes_on = found[0] >= len(joined) and _is_open_rest(above.chars, lines[count - 1].chars, known, longer)
        if known is None or longer.score > known.score or is_wording or is_rest or goes_on:
            best, ends = count, found[0] >= len(joined)
    return best, ends


def _is_whole_label(line: str) -> bool:
    """Whether a line with a colon at its end is a wording of the lexicon."""
    match = match_label(line) if line.rstrip().endswith(":") else None
    return match is not None and match.score == EXACT


def _is_small_rest(line: str, known: LabelMatch | None, longer: LabelMatch) -> bool:
    """Whether a line is one or two small words with which a label is still one of its section: `SDGs` / `concerned`.

    Words that labels have are enough for one that is known by its keywords alone: `Goals and Urban Agenda` / `themes`.
    """
    is_short = len(line.split()) <= _MOST_REST_WORDS
    by_words = is_of_label_words(line) and known is not None and known.section == longer.section
    return is_short and (begins_small(line) or line.startswith("(")) and (_mean_the_same(known, longer) or by_words)


def _is_open_rest(above: str, line: str, known: LabelMatch | None, longer: LabelMatch) -> bool:
    """Whether a few words end a label that is left open, or join it, and it means the same with them: `Goals and` /
    `Urban Agenda themes`, `Goals` / `and Urban Agenda`.
    """
    is_short = len(line.split()) <= _MOST_OPEN_WORDS and any(map(str.isalpha, line))
    means = _mean_the_same(known, longer) or (is_of_label_words(line) and known is not None and known.section == longer.section)
    return means and (is_left_open(above) or joins_left(line)) and is_short and not any(map(str.isdigit, line))


def _mean_the_same(known: LabelMatch | None, longer: LabelMatch) -> bool:
    """Whether a label with a further line means the row that it means without, and not by a keyword alone."""
    return known is not None and known.section == longer.section and longer.score > KEYWORD


def _ends_label(above: str, line: str) -> bool:
    """Whether a line can end the label that begins above, and is no label of its own where that one is left open.

    A line without a letter is a bullet or a dash for no value, which labels are compared without.
    """
    if not any(char.isalpha() for char in line):
        return False
    return is_left_open(above) or begins_small(line) or match_label(line) is None


def _may_begin_label(above: str) -> bool:
    """Whether a line may begin a label of which it says too little: a few words with a capital and no stop."""
    return len(above.split()) <= _MOST_CLOSING_WORDS and above[:1].isupper() and above[-1:].isalpha()


def _is_value(line: str) -> bool:
    """Whether a line is a value for certain: a goal with its number, or a mark that there is none (`N/A`)."""
    return is_missing(line) or begins_goal(line)


def _goes_on_small(above: str, line: str) -> bool:
    """Whether a line can only go on with the label above: it begins small, or that one is left open."""
    return begins_small(line) or is_left_open(above)


def _are_similar_wording(above: str, line: str, joined: str) -> bool:
    """Whether two lines together are nearly a wording of the lexicon, of which the second is not one by itself."""
    if (
        not _may_begin_label(above)
        or len(joined.split()) > _MOST_CLOSING_WORDS
        or not (_goes_on_small(above, line) and _ends_label(above, line))
    ):
        return False
    return is_similar_wording(joined)


def _closes_label(above: str, line: str) -> bool:
    """Whether a line ends the label above in words of its own: `Main objectives of cooperation` / `as written in the plan:`.

    One that begins with a capital does so if it is no label itself and points to the same row: `Development Goals and Urban` /
    `Agenda themes:`.
    """
    if not line.rstrip().endswith(":") or len(line.split()) > _MOST_CLOSING_WORDS or not above[:1].isupper():
        return False
    known = match_label(above)
    is_near = known is not None and known.score > KEYWORD
    if begins_small(line):
        return is_near or starts_label(above)
    return bool(is_near and known and known.score < EXACT and match_label(line) is None and known.section in points_to(line))


def _find_lone_glyphs(text: str, spans: Sequence[Span], tolerances: LabelledTolerances) -> frozenset[int]:
    """Find the lines that are a bullet glyph alone, as converters print it that take it for a text of its own.

    Not in the paired rows, where a dash says that there is no value, and not before a label. A letter (`Ø`) that stands alone
    several times is one also where no label is known.
    """
    always, separated = bullet_glyphs()
    found: set[int] = set()
    section: SectionName | None = None
    lines = [text[slice(*span)].strip() for span in spans]
    counts = Counter(line for line in lines if len(line) == 1)
    for number, (line, following) in enumerate(pairwise(lines)):
        if label := next(match_starts(line, 0, tolerances), None):
            section = label[2]
            continue
        often = counts[line] >= _FEWEST_LONE and line not in _DASHES
        lone = line in always or (line in separated and (often or (section is not None and section not in PAIRED)))
        if lone and following not in always | separated and not may_be_label(following, tolerances):
            found.add(number)
    return frozenset(found)


_FEWEST_LONE = 2
_DASHES = frozenset("-–—−")


def _cut_paragraph(text: str, spans: Sequence[Span], wording: Wording) -> list[Piece]:
    if not spans:
        return []
    # A lone glyph is one text with the line below it.
    count = 2 if len(spans) > 1 and len(text[slice(*spans[0])].strip()) == 1 else 1
    pieces = cut_markdown(join([cut_text(text, *span) for span in spans[:count]]))
    lines = [[piece.text] for piece in pieces]
    for span in spans[count:]:
        first, *others = cut_markdown(cut_text(text, *span)) or [Piece(0, cut_text(text, 0, 0))]
        if pieces:
            lines[-1].append(first.text)
        else:
            pieces, lines = [first], [[first.text]]
        pieces += others
        lines += [[piece.text] for piece in others]
    return [
        replace(piece, text=join_lines(texts, wording)) if len(texts) > 1 else piece
        for piece, texts in zip(pieces, lines, strict=True)
    ]


def _continues(text: str, group: Sequence[Span], following: Span, setting: _Setting, tolerances: LabelledTolerances) -> bool:
    """Whether a line continues those of a group: no blank line, bullet or label begins with it, and the line above was full."""
    last, above, line = group[-1], text[slice(*group[-1])], text[slice(*following)].strip()
    if len(group) == 1 and _ends_open_label(text, last, following):
        return True
    if not setting.is_broken or not _are_neighbours(text, last, following, tolerances) or (setting.opens and begins_open(line)):
        return False
    if setting.marks_wraps:
        return _ends_blank(text, last) or continues_sentence(above, line)
    if _is_blank_between(text, last, following):
        return _continues_spaced(text, last, following, setting)
    opening = text[slice(*group[0])]
    hang = _find_text_column(opening) if setting.hangs else 0
    slack = setting.slack
    if hang:
        if text[following[0] : following[0] + hang - 1].strip():
            return False  # set back to the left of the bullet's text
        slack = slack._replace(most=int(setting.width * tolerances.hanging_room))
    room = _measure_room(text, last, following, setting.width)
    return slack.to_room().continues(room, above, line, opening)


def _continues_spaced(text: str, last: Span, following: Span, setting: _Setting) -> bool:
    """Whether a line continues the one above a blank line: a sentence is open, and the line above was full.

    Where all lines of some pages have a blank one below, it need not be open by its words.
    """
    above, line = text[slice(*last)], text[slice(*following)].strip()
    room, slack = _measure_room(text, last, following, setting.width), setting.slack.to_room()
    if continues_sentence(above, line) or (is_left_open(above) and not ends_sentence(above)):
        return room <= slack.in_sentence
    return setting.is_spaced and room <= slack.unclear and not (ends_sentence(above) or begins_sentence(line))


def _ends_open_label(text: str, last: Span, following: Span) -> bool:
    """Whether a line ends a label that nobody knows and that was broken in its narrow column: `Budget and own` / `means:`."""
    above, line = text[slice(*last)].strip(), text[slice(*following)].strip()
    words = len(above.split()) + len(line.split())
    is_next = text[last[1] : following[0]].replace("\r\n", "\n").strip(" ") == "\n"
    return (
        is_next
        and words <= _MOST_CLOSING_WORDS
        and line.endswith(":")
        and above[:1].isupper()
        and continues_sentence(above, line)
    )


def _is_blank_between(text: str, last: Span, following: Span) -> bool:
    """Whether one blank line stands between two lines: some converters print one below the first line of each bullet."""
    return text[last[1] : following[0]].replace("\r\n", "\n").count("\n") == 2


def _are_neighbours(text: str, last: Span, following: Span, tolerances: LabelledTolerances) -> bool:
    """Whether two lines can be of one paragraph: nothing ends with the first or begins with the second."""
    between = text[last[1] : following[0]].replace("\r\n", "\n")
    above, line = text[slice(*last)], text[slice(*following)].strip()
    goes_on_page = "\f" in between and continues_sentence(above, line)
    if (
        (between != "\n\n" and (len(between) != 1 or between == "\f") and not goes_on_page)
        or above.endswith("  ")
        or is_contact_line(above)
        or above.lstrip().startswith("#")
        or (is_title(above) and not is_left_open(above) and not begins_small(line))
    ):
        return False
    has_bullet = bool(split_bullets(cut_text(line, 0, len(line)))[0][0])
    closes = "@" in line and ends_sentence(above) and is_contact_line(line)
    return not (line.startswith("#") or has_bullet or closes or may_be_label(line[:LONGEST_LABEL], tolerances))


def _find_text_column(line: str) -> int:
    """Return where the text behind a bullet begins; 0 where the line has none."""
    start = line.lstrip()
    # A bullet, a blank and what follows: more need not be looked at.
    glyph = split_bullets(cut_text(start, 0, min(len(start), 3)))[0][0] if start else ""
    return len(line) - len(start[1:].lstrip()) if glyph else 0


def _measure_room(text: str, last: Span, following: Span, width: int) -> int:
    """Return how many columns a line left unused, the first word of the next one counted; a negative number where it
    had no room.
    """
    word = _WORD.search(text, *following)
    return width - len(text[slice(*last)].rstrip()) - 1 - (len(word[0]) if word else 0)
