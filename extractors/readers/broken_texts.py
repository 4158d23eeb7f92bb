"""Rows of texts (themes, lists, paragraphs) that show a lost order of lines: rows in, signs out."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, pairwise

from ucap.extractors.dates import find_leading_date
from ucap.extractors.findings import quote
from ucap.extractors.form import Block, Form, Row
from ucap.extractors.numbers import split_list
from ucap.extractors.places import is_city_name
from ucap.extractors.readers.broken_labels import find_label_part
from ucap.extractors.readers.row_signs import (
    BY_THEMES,
    COLUMNS,
    FEWEST_DATED,
    FEWEST_SENTENCE,
    GOAL,
    LISTS,
    LONGEST_HEADING,
    ROWS,
    UNKNOWN,
    Loss,
    RowSign,
    begins_within,
    is_date_alone,
    is_dated,
    is_figures,
    is_sentence,
    list_words,
)
from ucap.extractors.text.continuation import begins_sentence, ends_sentence, ends_with_link
from ucap.extractors.text.words import is_common
from ucap.schemas.records import EMAIL_ADDRESS, SectionName
from ucap.schemas.vocabularies import load_vocabulary

_ADDRESS = re.compile(EMAIL_ADDRESS)
_LINES: frozenset[SectionName] = frozenset({"themes", "agenda"})
"""Rows whose values are short lines."""
_UNDATED: frozenset[SectionName] = frozenset({"themes", "key_focus", "key_challenges", "objectives"})
_GLUED = re.compile(r"[^\W\d_]{3,30}[.!?;:][^\W\d_a-z][^\W\d_A-Z]{2,}(?![\w.]*@)")
"""A sentence that begins without a blank: `follows.Teacher`."""
_GLUED_TOPIC = re.compile(r"[^\W_]{3,30}[^\W\d_](?:SDGs? ?\d|EU Urban\b)")
_CUT_WORD = re.compile(r"(?<![\w-])([^\W\d_A-Z]{2,}[a-z]|[A-Z][a-z]{2,})- ((?!(?:and|or|to|und|bis)\b)[a-z]{3,})")
"""A hyphen before a blank: `administra- tions`. In `low- and medium-rise` it stands for what follows."""
_WITHOUT_BLANKS = re.compile(r"[^\W\d_]{32}")
"""Letters that no word of these documents has: names of German offices have up to 30."""
_INNER_HEADING = re.compile(r"[.!?]\s([^\W\d_a-z][^.:!?]{2,60}):(?:\s|$)")
_OPENING_HEADING = re.compile(r"[^\W\d_a-z][^.:!?]{2,60}:\s")
_INNER_DATE = re.compile(r"(?<=[\w.;!?)])\s(?:\d{1,2}\s)?[^\W\d_]{3,9},? (?:19|20)\d\d\s?[:–](?=\s)")
"""A month with its year and a colon, or a dash, behind other words."""
_FEWEST_WORDS = 4
"""Words of an activity before the date of the next one; fewer may be a part of its own date: `Early in June 2019:`."""
_NEW_START = re.compile(r"(?<![^\W\d_])([^\W\d_A-Z]{4,}) [^\W\d_a-z][^\W\d_A-Z]{2,}")
_GLUED_WORDS = re.compile(r"[^\W\d_A-Z]{4}[^\W\d_a-z][^\W\d_A-Z]{2}")
"""A capital within a word: `managementCircular`. Made-up names have shorter parts before it: `YouTube`."""
_JOINING = frozenset(
    {"with", "from", "between", "within", "into", "towards", "toward", "through", "under", "near", "along", "among"}
)
"""Words of four letters or more with which a phrase goes on to a name: `exchange with Chinese firms`."""
_LOST_BULLET = re.compile(
    r"[.!?;](?:[^\w\s.,;:!?'\"”’»)\]/–-]|[Øàèo§])\s+[A-Z0-9]"
    r"|(?:[.:;!?]\s+(?:[*+–-](?!\s+\d[\d.,]*\s?%)|[Øo§])|(?:^|\s)[*+#](?!\s+\d[\d.,]*\s?%))\s+[^\W_]"
)
"""A bullet's sign behind a sentence, or an asterisk or plus anywhere: neither is written in a text, but for `+ 5 %`."""
_OPENING_BULLET = re.compile(r"\\?(?:-{1,3}|[*+–—]|o)\s+[^\W\d_]")
"""A bullet's sign at the beginning of what was not read as an item."""
_FEWEST_LETTERS = 2
_INNER_BULLET = re.compile(r"\s(?:[*–-]|o)\s+[^\W\d_]")
_HEADED: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "results"})
"""Rows whose texts are headed by the themes."""


def list_themes(form: Form) -> list[str]:
    """Return the themes as printed; where no row is known to have them, all short lines of unknown rows."""
    known = [block.text.chars for block in form.blocks("themes")]
    unknown = (block.text.chars for row in form.rows if row.section == UNKNOWN for block in row.blocks())
    return known or [text for text in unknown if len(text.split()) <= LONGEST_HEADING]


def find_flat_rows(form: Form, rows: Sequence[Row]) -> Iterator[tuple[SectionName, RowSign]]:
    """Yield the rows of lists whose bullets or indents the text has lost: what belongs to which item is not told.

    Undated paragraphs among dated ones without bullets may be activities or parts of them; a paragraph below a deeper bullet
    may be its own or the activity's.
    """
    has_bullets = any(block.level for row in form.rows for block in row.blocks())
    for row in rows:
        blocks = row.blocks()
        if row.section == "activities":
            dated = [is_dated(block) for block in blocks]
            if not has_bullets and any(dated) and not all(dated):
                first = blocks[dated.index(False)].text.chars
                yield row.section, RowSign(f"The list has no bullets, so that {quote(first)} may be an item of its own.")
            for above, block in pairwise(blocks):
                if above.level > 1 and not block.level and not is_dated(block):
                    yield (
                        row.section,
                        RowSign(f"{quote(block.text.chars)} may belong to the item above it, or to its activity."),
                    )
        if row.section == "results" and not has_bullets and len(blocks) > 1:
            yield (
                row.section,
                RowSign(f"The list has no bullets, so that {quote(blocks[1].text.chars)} may be part of an item."),
            )


def find_flat_cells(rows: Sequence[Row]) -> Iterator[tuple[SectionName, RowSign]]:
    """Yield the lists that are one paragraph of several sentences, if no cell of the form has two paragraphs: converters that
    drop the line ends of cells leave such forms. Items are told by their bullets all the same.
    """
    if any(sum(not block.level for block in cell.blocks) > 1 for row in rows for cell in row.cells):
        return
    for row in rows:
        blocks = row.blocks() if row.section in LISTS else []
        text = blocks[0].text.chars if len(blocks) == 1 else ""
        if _NEXT_SENTENCE.search(text):
            yield row.section, RowSign(f"No cell of the form has a line end, so that several items may stand in {quote(text)}.")


def find_undated_rows(rows: Sequence[Row]) -> Iterator[tuple[SectionName, RowSign]]:
    """Yield the activities, if they are paragraphs without any year: a converter may have dropped the dated items."""
    for row in rows:
        texts = [block.text.chars for block in row.blocks() if row.section == "activities"]
        if texts and not any(block.level for block in row.blocks()) and not any(map(_YEAR.search, texts)):
            yield row.section, RowSign(f"No activity has a date; items may be missing beside {quote(texts[0])}.")


_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?] +[^\W_a-z]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def find_sign(row: Row, themes: Collection[str], loss: Loss) -> RowSign | None:
    """Return the sign of a row that says most: one of a foreign line, or else the first."""
    signs = [sign for sign in _find_signs(row, themes, loss) if sign.of_order or loss != ROWS]
    return next((sign for sign in signs if sign.is_foreign), signs[0] if signs else None)


def _find_signs(row: Row, themes: Collection[str], loss: Loss) -> Iterator[RowSign]:
    """Yield what shows that a row of texts holds other lines than its own; `themes` are words of the themes."""
    blocks = row.blocks()
    also = BY_THEMES if row.section == "themes" else ()
    if blocks and not blocks[0].level and begins_within(blocks[0].text.chars):
        yield RowSign(
            f"The row begins in the middle of a sentence: {quote(blocks[0].text.chars)}.", also, is_within=True, of_order=True
        )
    for block in blocks:
        if found := find_label_part(block.text.chars, row.section):
            yield RowSign(f"Words of a label stand in the value: {quote(found)}.", is_foreign=True, of_order=True)
        elif sign := _find_foreign_value(block, row.section):
            yield sign
        if loss != ROWS:
            yield from _find_lost_lists(block, row.section, themes, loss)
    yield from _find_list_signs(row, blocks)
    if row.section in BY_THEMES and loss >= COLUMNS:
        yield from _find_moved_headings(blocks, themes)
    for block, below in pairwise(blocks):
        if row.section in _PROSE and not block.level and not below.level and _is_like_label(block, below, themes):
            yield RowSign(f"A line stands alone as a label does: {quote(block.text.chars)}.", is_foreign=True)
    for above, block in pairwise(blocks):
        if not block.level and not ends_sentence(above.text.chars) and begins_within(block.text.chars):
            details = f"A paragraph begins in the middle of a sentence: {quote(block.text.chars)}."
            yield RowSign(details, also, of_order=True)


def _find_unmarked_topic(blocks: Sequence[Block]) -> str | None:
    """Return a line of the agenda that is not marked as a topic, between two that are."""
    texts = [block.text.chars for block in blocks]
    marked = [at for at, text in enumerate(texts) if _is_marked(text)]
    among = texts[marked[0] : marked[-1]] if len(marked) > 1 else []
    return next((text for text in among if text[:1].isupper() and not _is_marked(text)), None)


def _is_marked(text: str) -> bool:
    """Whether a line begins with a goal or a name of the Urban Agenda."""
    markers = (marker.casefold() for marker in load_vocabulary("agenda")["urban_agenda_markers"])
    return GOAL.match(text) is not None or text.casefold().startswith(tuple(markers))


def _find_list_signs(row: Row, blocks: Sequence[Block]) -> Iterator[RowSign]:
    """Yield what shows that a list holds other lines than its own, or lost some."""
    if row.section == "agenda" and (lone := _find_unmarked_topic(blocks)):
        details = f"{quote(lone)} stands among topics of the agenda, and is not marked as one."
        yield RowSign(details, BY_THEMES, is_foreign=True, of_order=True)
    levels = [block.level for block in blocks if block.level]
    if levels and levels[0] > min(levels):
        yield RowSign(f"The list begins with an item of a deeper level: {quote(blocks[0].text.chars)}.", of_order=True)
    if jump := next((b for a, b in pairwise(blocks) if a.level and b.level > a.level + 1), None):
        yield RowSign(f"An item stands more than one level below the one above it: {quote(jump.text.chars)}.", of_order=True)
    if row.section in (*LISTS, *BY_THEMES, "themes") and blocks and blocks[-1].text.chars.rstrip().endswith(":"):
        is_list = row.section in LISTS
        also = () if is_list else ("themes", *BY_THEMES)
        details = f"What follows is missing: {quote(blocks[-1].text.chars)}."
        yield RowSign(details, also, is_foreign=row.section == "themes", of_order=is_list)
    if row.section in _UNHEADED and (inner := next((text for block in blocks for text in _list_inner_labels(block)), None)):
        yield RowSign(f"A line within an item begins as a row does: {quote(inner)}.", (UNKNOWN,), is_foreign=True)
    yield from _find_uneven_items(row, blocks)
    dated = [block for block in blocks if is_dated(block)]
    introduced = blocks and (blocks[0].level or blocks[0] in dated or blocks[0].text.chars.rstrip().endswith(":"))
    if row.section == "activities" and len(dated) >= FEWEST_DATED and not introduced:
        yield RowSign(f"The first paragraph has no date, unlike others: {quote(blocks[0].text.chars)}.", ("objectives",))
    if row.section in _UNHEADED and any(block.level for block in blocks):
        opened = (block.text.chars for block in blocks if not block.level and not is_dated(block))
        if inner := next((text for text in opened if _OPEN_TEXT.match(text) or _begins_unmarked(text)), None):
            yield RowSign(f"A paragraph begins as a row does: {quote(inner)}.", (UNKNOWN,), is_foreign=True)
    if row.section == "results" and (cut := next((text for block in blocks for text in _list_unclear_ends(block)), None)):
        yield RowSign(f"Another result may begin within {quote(cut)}.")


def _find_uneven_items(row: Row, blocks: Sequence[Block]) -> Iterator[RowSign]:
    """Yield what shows that bullets of a list are lost, or items of another row begin it."""
    if row.section == "results":
        heads = [_is_heading(block) for block in blocks]
        named = any(_is_heading(block) and not any(map(str.isdigit, block.text.chars)) for block in blocks[:-1])
        if blocks[:1] and blocks[0].level and named:  # an update may follow items without a heading
            details = f"{quote(blocks[0].text.chars)} stands before all headings of its row."
            yield RowSign(details, is_foreign=True, of_order=True)
        among = (b for a, b in pairwise(blocks) if a.level and not b.level and is_sentence(b.text.chars))
        if lone := next(among, None):
            yield RowSign(f"{quote(lone.text.chars)} may be a result of its own, or part of the one above it.")
        dated = [_begins_dated(block) for block in blocks]
        headed = any(heads)
        if headed and dated[0] and not any(dated[1:]):  # a heading would stand above it
            details = f"A date begins what stands in the row: {quote(blocks[0].text.chars)}."
            yield RowSign(details, ("activities",), is_foreign=True, of_order=True)
    if row.section == "activities":
        if bare := next((block.text.chars for block in blocks if is_date_alone(block.text.chars)), None):
            yield RowSign(f"A date has no text: {quote(bare)}.", of_order=True)
        plain = (block for block in blocks[1:] if not block.level and _OPENING_YEAR.match(block.text.chars))
        if year := next(plain, None):
            yield RowSign(f"{quote(year.text.chars)} may be an activity of its own, or part of the one above it.")
        below = [b for b in blocks if b.level > 1 and is_dated(b)]
        outer = [b for b in blocks if b.level == 1 and is_dated(b)]
        more = len(below) > 1 and len(below) >= len(outer)
        if more or (below and len(below) == len([b for b in blocks if b.level > 1])):
            yield RowSign(f"{quote(below[0].text.chars)} has a date of its own, but stands below another item.", of_order=True)


def _find_moved_headings(blocks: Sequence[Block], themes: Collection[str]) -> Iterator[RowSign]:
    """Yield what shows that a row of texts by themes begins with the end of the row above, or ends with the beginning of the
    one below: a paragraph before all headings, two headings of one theme.
    """
    headed = [_is_heading(block) or _begins_with_heading(block.text.chars, themes) for block in blocks]
    also: tuple[SectionName, ...] = ("themes", *BY_THEMES)
    if any(headed) and not headed[0] and is_sentence(blocks[0].text.chars):
        yield RowSign(f"{quote(blocks[0].text.chars)} stands before all headings of its row.", also)
    heads = [block.text.chars.partition(":")[0] for block, is_headed in zip(blocks, headed, strict=True) if is_headed]
    for first, second in combinations(heads, 2):
        words = [list_words(head) & set(themes) for head in (first, second)]
        if all(words) and (words[0] <= words[1] or words[1] <= words[0]):
            yield RowSign(f"{quote(first)} and {quote(second)} are headings of one theme.", also)


def _begins_unmarked(text: str) -> bool:
    """Whether a sentence begins behind the first few words of a text, as behind a label: `Own means Each side pays`."""
    words = _FIRST_WORDS.match(text)
    starts = (found.end() for found in re.finditer(r"\s", words[0])) if words else ()
    return any(begins_sentence(text[start:]) for start in starts)


_FIRST_WORDS = re.compile(r"[^\W\d_a-z][\w’'-]*\s(?:[\w’'-]+\s){0,5}")


def _is_heading(block: Block) -> bool:
    return not block.level and block.text.chars.rstrip().endswith(":")


_OPENING_YEAR = re.compile(r"(?:19|20)\d\d\s?[:–—-]\s")


def _begins_dated(block: Block) -> bool:
    return bool(block.level) and (is_dated(block) or _OPENING_YEAR.match(block.text.chars) is not None)


def _list_inner_labels(block: Block) -> Iterator[str]:
    """Yield the words with a colon that began a line, behind a whole sentence of a paragraph."""
    for match in _INNER_HEADING.finditer(block.text.chars):
        if block.text.origins[match.start(1) - 1] is None and not any(map(str.isdigit, match[1])):
            yield match[1]


def _list_unclear_ends(block: Block) -> Iterator[str]:
    """Yield a paragraph without a bullet in which a sentence ends where a line did: the next may be a paragraph of its own."""
    text = block.text
    signs = zip(text.chars, text.chars[1:], text.origins[1:], text.chars[2:], strict=False)
    if not block.level and any(a in ".!?" and b == " " and at is None and c.isupper() for a, b, at, c in signs):
        yield text.chars


_UNHEADED: frozenset[SectionName] = frozenset({"activities"})
"""Rows of bullets without headings within."""
_OPEN_TEXT = re.compile(r"[^\W\d_a-z][^:.;\d]{3,60}:\s+\S")
"""Words without a number and a colon before a text."""
_PROSE: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "objectives", "activities"})
_MOST_LONE_WORDS = 6
"""Words of a line that may be the label of a row nobody knows: `Problems to be solved`. Chosen: longer ones are sentences."""


def _is_like_label(block: Block, below: Block, themes: Collection[str]) -> bool:
    """Whether a line may be the label of a row that nobody knows: a few words without a stop above a sentence, and no theme."""
    text = block.text.chars.strip()
    short = len(text.split()) <= _MOST_LONE_WORDS and text[:1].isupper() and text[-1:].isalpha()
    sentence = below.text.chars.rstrip().endswith(".") and len(below.text.chars.split()) >= FEWEST_SENTENCE
    return short and sentence and not any(map(str.isdigit, text)) and list_words(text).isdisjoint(themes)


def find_joined_themes(form: Form, *, splits: bool) -> RowSign | None:
    """Return what shows that several themes stand in one line: several headings of one row have their words there.

    Or a capital stands behind a word with which no phrase is joined: `Vocational education Urban air quality`. `splits`: the
    themes of a line are told apart by such headings, so that only a line without them is doubted. A line that signs part, each
    theme with a heading of its own, is one of several themes for certain.
    """
    for block in form.blocks("themes"):
        text = block.text.chars
        items = [list_words(item) for item in _LIST_SIGN.split(text)]
        if len(items) > 1 and all(_is_headed(form, item) for item in items):
            continue
        headed = _has_several_headings(form, list_words(text))
        begins = _GLUED_WORDS.search(text) or any(before not in _JOINING for before in _NEW_START.findall(text))
        if (begins and not (splits and headed)) or (headed and not splits):
            return RowSign(f"Several themes stand in one line: {quote(text)}.", BY_THEMES)
    return None


_HEADING_END = re.compile(r":|\s[–—-]\s")
_LIST_SIGN = re.compile(r"\s*[,;]\s+")


def _is_headed(form: Form, words: Collection[str]) -> bool:
    """Whether a heading of a row has just these words."""
    texts = (text.text.chars for section in BY_THEMES for text in form.blocks(section))
    return any(
        len(head) > 1 and list_words(head[0]) == words for head in (_HEADING_END.split(text, maxsplit=1) for text in texts)
    )


def _has_several_headings(form: Form, words: Collection[str]) -> bool:
    """Whether a row has two headings of other words whose words are among those of a line."""
    for section in BY_THEMES:
        heads = (_HEADING_END.split(text.text.chars, maxsplit=1) for text in form.blocks(section))
        found = [list_words(head[0]) for head in heads if len(head) > 1 and len(head[0].split()) <= LONGEST_HEADING]
        meant = [head for head in found if head and len(head.intersection(words)) * 2 > len(head)]
        if any(one.isdisjoint(other) for one, other in combinations(meant, 2)):
            return True
    return False


def _find_foreign_value(block: Block, section: SectionName) -> RowSign | None:
    """Return what shows that a block is the value of another row: a date, figures, a topic of the agenda, an address."""
    text = block.text.chars
    own = section in _UNDATED or not block.level
    is_topic = GOAL.search(text) if section == "themes" else GOAL.match(text)
    shown = (
        ("An address stands", section != "agenda" and _ADDRESS.fullmatch(text.strip()) is not None),
        ("A date begins what stands", section in _UNDATED and is_dated(block)),
        ("Figures stand", own and section not in _LINES and is_figures(text)),
        ("A sentence stands", section in _LINES and text.rstrip().endswith(".") and len(text.split()) >= LONGEST_HEADING),
        ("Cities stand", section == "themes" and _are_cities(text)),
        ("A topic of the agenda stands", own and section != "agenda" and is_topic is not None),
    )
    found = next((what for what, is_so in shown if is_so), None)
    return RowSign(f"{found} in the row: {quote(text)}.", is_foreign=True, of_order=True) if found else None


def _are_cities(text: str) -> bool:
    """Whether a text is a list of cities: `Hefei, Haikou`."""
    names = [text[start:end] for start, end in split_list(text)]
    return len(names) > 1 and all(map(is_city_name, names))


def _find_lost_lists(block: Block, section: SectionName, themes: Collection[str], loss: Loss) -> Iterator[RowSign]:
    """Yield what shows that line ends, bullets or headings within a row are lost."""
    text = block.text.chars
    if len(text) < _FEWEST_LETTERS or not any(char.isalpha() for char in text):
        yield RowSign(f"A sign or number stands alone: {quote(text)}.")
    leading = find_leading_date(text) if _LOST_BULLET.search(text) else None
    if (
        _LOST_BULLET.search(text, leading.text_start if leading else 0)  # not the dash of a date: `30 Sept. – 2 Oct. 2019`
        or (not block.level and _OPENING_BULLET.match(text))
        or (block.level > 1 and _INNER_BULLET.search(text))
    ):
        yield RowSign(f"A bullet may stand within an item: {quote(text)}.")
    if section == "activities" and (date := _find_inner_date(text)):
        yield RowSign(f"A date stands within an item: {quote(date)}.")
    # Where columns are sure, a paragraph that begins with a heading is parted by its headings, and nothing is lost.
    parted = loss < COLUMNS and section in BY_THEMES and _begins_with_heading(text, themes)
    if section in _HEADED and not parted and (heading := _find_inner_heading(text, themes)):
        yield RowSign(f"The heading of a theme stands within a paragraph: {quote(heading)}.", ("themes", *BY_THEMES))
    if section == "agenda" and (topic := _GLUED_TOPIC.search(text)):
        yield RowSign(f"Topics of the agenda run together: {quote(topic[0])}.")
    if glued := _GLUED.search(text):
        yield RowSign(f"Paragraphs run together: {quote(glued[0])}.")
    if cut := next(
        (match[0] for match in _CUT_WORD.finditer(text) if not is_common(match[1]) or is_common(match[1] + match[2])), ""
    ):
        yield RowSign(f"A word is cut: {quote(cut)}.")
    if _WITHOUT_BLANKS.search(text):
        yield RowSign(f"Blanks are lost between words: {quote(text)}.")
    if ends_with_link(text):
        yield RowSign(f"What follows is missing: {quote(text[-_SHOWN:])}.")


def _find_inner_date(text: str) -> str | None:
    """Return a date with its colon that stands behind some words of an activity, its own date not counted."""
    leading = find_leading_date(text)
    start = leading.text_start if leading else 0
    date = _INNER_DATE.search(text, start)
    return date[0].strip() if date and len(text[start : date.start()].split()) >= _FEWEST_WORDS else None


def _find_inner_heading(text: str, themes: Collection[str]) -> str | None:
    """Return the heading of a theme that stands behind a sentence within a text."""
    for match in _INNER_HEADING.finditer(text):
        if _is_of_themes(match[1], themes):
            return match[1]
    return None


def _begins_with_heading(text: str, themes: Collection[str]) -> bool:
    """Whether a text begins with the heading of a theme."""
    return _OPENING_HEADING.match(text) is not None and _is_of_themes(text.partition(":")[0], themes)


def _is_of_themes(heading: str, themes: Collection[str]) -> bool:
    """Whether half of a heading's words or more are words of the themes."""
    words = list_words(heading)
    return bool(words) and len(words & set(themes)) * 2 >= len(words)


_SHOWN = 60
"""Characters shown of the end of a text."""
