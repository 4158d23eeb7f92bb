"""Activities: one for each first-level bullet, with its date, what follows it, and what kind of activity it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from ucap.extractors.dates import DateOrder, DateRange, find_dates, find_leading_date, find_subject_date, find_trailing_date
from ucap.extractors.fields.activity_kinds import (
    EVENT,
    classify_mode,
    classify_types,
    find_holding_doubt,
    is_kind_unclear,
    is_mode_unclear,
    keep_deeds,
    list_loose_words,
    mentions_another,
    says_nothing_held,
    says_only_who_was_where,
)
from ucap.extractors.fields.headings import introduces_list, is_footnote, match_themes
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.plans import find_plan_doubt, says_planned
from ucap.extractors.fields.sentence_roles import is_verb
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import Activity, Method

_MANY = "\n"
_AFTER_DATE = " :;,.–—-)"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_KIND_WORDS = 3
"""Most words of a heading that names a kind of activity: `Study visits`. Chosen, not measured."""


@dataclass
class ActivityDraft:
    """An activity as its blocks give it: its date, its paragraphs and its items, each item with what is below it."""

    date: DateRange | None = None
    date_text: SourceText = field(default_factory=SourceText)
    planned: bool = False
    paragraphs: list[SourceText] = field(default_factory=list)
    items: list[SourceText] = field(default_factory=list)

    @property
    def text(self) -> SourceText:
        """The activity's own text: its paragraphs, one on each line."""
        return join(self.paragraphs, _MANY)

    @property
    def source(self) -> SourceText:
        """Everything that is printed about the activity."""
        return join([piece for piece in (self.date_text, *self.paragraphs, *self.items) if piece], _MANY)


@dataclass(frozen=True)
class Named:
    """Names that the entities of an activity hold, as printed, in order of first mention; its own text and that of its items
    without them.
    """

    cities: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    plain_text: str = ""
    plain_items: str = ""


def draft_activities(
    blocks: Sequence[Block], period_year: int | None, order: DateOrder = "day_first", themes: Sequence[str] = ()
) -> tuple[list[ActivityDraft], list[int | None]]:
    """Group the blocks of the activities row into activities; also return the index of its activity for each block.

    A sentence that introduces the list (`So far this was done:`), a heading above a part of it (a theme, a kind, a year), and a
    footnote are no activities: their index is None.

    A first-level bullet begins an activity, and so does a paragraph that is dated as bullets are (`June 2019: …`), because
    converters lose some glyphs of a list. Where the cell has no bullets, each paragraph that begins with a date or ends with
    one in brackets does, and where no paragraph begins with a date, each paragraph. A date without a year takes the year of
    the heading above it or, else, of the activity before it; the first one takes the year in which the period begins. What has
    no date of its own takes that of a heading that is a date. `order` says what comes first in dates in digits.
    """
    bulleted = any(block.level for block in blocks)
    dated = not bulleted and any(find_leading_date(block.text.chars, context_year=period_year) for block in blocks)
    headings = find_activity_headings(blocks, themes, order)
    drafts: list[ActivityDraft] = []
    owners: list[int | None] = []
    year = period_year
    heading = _Heading()
    for i, block in enumerate(blocks):
        if i in headings:
            heading = _read_heading(block.text, order)
            year = heading.year or year
            owners.append(None)
            continue
        if bulleted:
            starts = block.level == 1 or (not block.level and is_dated_item(block, order))
        else:
            leads = find_leading_date(block.text.chars, context_year=year) is not None
            starts = not dated or leads or _ends_with_date(block.text.chars, order)
        is_introduction = not drafts and introduces_list(block.text.chars)
        if not starts and not block.level and (is_introduction or (drafts and is_footnote(block.text.chars))):
            owners.append(None)
            continue
        if starts or not drafts:
            draft = heading.apply_to(_start_activity(block.text, year, order), year)
            drafts.append(draft)
            if draft.date and (known := draft.date.start or draft.date.end):
                year = known.year
        elif block.level > 2 and drafts[-1].items:
            drafts[-1].items[-1] = join([drafts[-1].items[-1], block.text], _MANY)
        elif block.level:
            drafts[-1].items.append(block.text)
        else:
            drafts[-1].paragraphs.append(block.text)
        owners.append(len(drafts) - 1)
    return drafts, owners


@dataclass(frozen=True)
class _Heading:
    """What a heading within the row says of the activities below it."""

    date: DateRange | None = None
    date_text: SourceText = field(default_factory=SourceText)
    year: int | None = None
    planned: bool = False

    def apply_to(self, draft: ActivityDraft, year: int | None) -> ActivityDraft:
        """Return an activity below the heading; `year` is the one that its date has taken if it has none."""
        draft.planned = draft.planned or self.planned
        if draft.date is None and self.date is not None:
            draft.date, draft.date_text = self.date, self.date_text
        elif draft.date is not None and draft.date.year_supplied and self.year == year:
            draft.date = replace(draft.date, year_supplied=False)
        return draft


def _read_heading(text: SourceText, order: DateOrder) -> _Heading:
    printed = text.strip(" :")
    whole = find_leading_date(printed.chars, order=order)
    if whole and whole.text_start >= len(printed):
        known = whole.date.start or whole.date.end
        return _Heading(whole.date, printed, known.year if known else None, whole.planned)
    years = {found.start.year for found in find_dates(printed.chars, order=order) if found.start}
    return _Heading(year=years.pop() if len(years) == 1 else None, planned=says_planned(printed.chars))


def find_activity_headings(blocks: Sequence[Block], themes: Sequence[str], order: DateOrder = "day_first") -> frozenset[int]:
    """Return which blocks of the activities row are headings of those below them: themes, kinds or times, no sentences.

    >>> from ucap.extractors.text.source_text import from_file
    >>> rows = [(0, "Visits:"), (1, "Visit to Graz"), (0, "2019"), (1, "May: visit to Bonn")]
    >>> sorted(find_activity_headings([Block(from_file(text), level) for level, text in rows], []))
    [0, 2]
    """
    bulleted = any(block.level for block in blocks)
    above = [
        i
        for i, (block, below) in enumerate(pairwise(blocks))
        if not block.level
        and (below.level == 1 if bulleted else _begins_with_date(below, order))
        and not _begins_with_date(block, order)
        and _has_heading_shape(block.text.chars)
    ]
    times = [i for i, block in enumerate(blocks[:-1]) if _is_time_above(block, blocks[i + 1], bulleted=bulleted, order=order)]
    # Where the cell begins with one, and another follows, all are.
    patterned = bulleted and above[:1] == [0] and len(above) > 1
    found = {i for i in above if patterned or _is_heading(blocks, i, themes)}
    return frozenset(found | set(times))


def _is_heading(blocks: Sequence[Block], i: int, themes: Sequence[str]) -> bool:
    """Whether a short paragraph above others of the list is a heading by its words and signs."""
    text = blocks[i].text.chars.strip()
    if text.endswith(":"):
        return not introduces_list(text.rstrip(": "))
    if not text[:1].isupper():
        return False
    after_stop = i == 0 or blocks[i - 1].text.chars.rstrip().endswith((".", "!", "?"))
    if any(text.casefold() == theme.casefold() for theme in themes):
        return True
    is_kind = len(text.split()) <= _KIND_WORDS and classify_types(text) != ["other"]
    return after_stop and i > 0 and (is_kind or match_themes([text], themes) != [None])


def _is_time_above(block: Block, below: Block, *, bulleted: bool, order: DateOrder) -> bool:
    """Whether a paragraph is only a date, and stands above a bullet or above a date without its year."""
    printed = block.text.chars.strip(" :")
    whole = find_leading_date(printed, order=order)
    if block.level or whole is None or whole.text_start < len(printed):
        return False
    if bulleted:
        return below.level == 1
    year = whole.date.start.year if whole.date.start else None
    return find_leading_date(below.text.chars, order=order) is None and _begins_with_date(below, order, year)


def _begins_with_date(block: Block, order: DateOrder, year: int | None = None) -> bool:
    return find_leading_date(block.text.chars, context_year=year, order=order) is not None


def _has_heading_shape(text: str) -> bool:
    """Whether a paragraph is short, and neither a sentence nor a part of one."""
    words = text.strip(" :").split()
    if not words or len(words) > FIELDS.headings.longest or text.rstrip().endswith((".", ";", ",", "!", "?")):
        return False
    verbs = [word for word in words[1:] if is_verb(word.casefold())]
    # "Activities planned for 2021:", but not "The mayors agreed:"
    of_time = text.rstrip().endswith(":") and (says_planned(text) or _YEAR.search(text) is not None)
    return not verbs or (of_time and all(word.endswith("ed") for word in verbs))


def is_dated_item(block: Block, order: DateOrder = "day_first") -> bool:
    """Whether a block begins as dated bullets do: with a day or month, set apart from the text that follows.

    >>> from ucap.extractors.text.source_text import from_file
    >>> is_dated_item(Block(from_file("June 2019: A visit"))), is_dated_item(Block(from_file("In June 2019 guests came")))
    (True, False)
    """
    found = find_leading_date(block.text.chars, order=order)
    return found is not None and found.text_start > 0 and found.date.precision in ("day", "month")


def _ends_with_date(text: str, order: DateOrder) -> bool:
    """Whether a note ends with its date in brackets: `Webinar on waste (May 2019)`."""
    printed = text.rstrip(" .")
    found = find_subject_date(text, order=order, within=True) if printed.endswith(")") else None
    return found is not None and found.span[1] == len(printed) - 1


def _start_activity(text: SourceText, year: int | None, order: DateOrder) -> ActivityDraft:
    if leading := find_leading_date(text.chars, context_year=year, order=order):
        start, end = leading.date_text_span
        rest = text[leading.text_start :].strip()
        return ActivityDraft(leading.date, text[start:end].strip(), leading.planned, [rest] if rest else [])
    if subject := find_subject_date(text.chars, context_year=year, order=order):
        return ActivityDraft(subject, text[slice(*subject.span)].strip(), paragraphs=[text])
    if not mentions_another(text.chars):
        found = find_trailing_date(text.chars, order=order) or find_subject_date(text.chars, order=order, within=True)
        if found:
            return ActivityDraft(found, text[slice(*found.span)].strip(), paragraphs=[text])
    return ActivityDraft(paragraphs=[text])


def read_activities(
    drafts: Sequence[ActivityDraft], named: Sequence[Named], period: DateRange | None, ledger: Ledger
) -> tuple[Activity, ...]:
    """Read the rows of the activities table."""
    records = []
    for position, (draft, names) in enumerate(zip(drafts, named, strict=True), start=1):
        text, found = draft.text, draft.date
        whole = join([text, *draft.items], _MANY)
        pages = draft.source.pages()
        plain = names.plain_text.removeprefix(draft.date_text.chars).lstrip(_AFTER_DATE)
        telling = _choose_telling(plain, names.plain_items)
        _report_unclear(position, text, telling, ledger)
        if names.plain_items:
            _report_items(position, text, plain, names.plain_items, telling, ledger)
        if not draft.planned and (doubt := find_plan_doubt(text.chars)):
            line = quote(text.chars.partition("\n")[0])
            said = f"Activity {position} ({line}) has the words {quote(doubt)}, which may say that it is still to come."
            ledger.report("planned_unclear", said, "activities", text, ledger.name_activity_cells(position, "planned"))
        by: Method = "inferred" if found and found.year_supplied else "rule"
        end_by: Method = "inferred" if found and found.counted else by
        records.append(
            ledger.enter(
                Activity,
                activity_id=f"{ledger.ucap_id}/a{position}",
                position=position,
                date_text=Value(draft.date_text.chars or None, draft.date_text),
                date_start=Value(found.start if found else None, draft.date_text, by),
                date_end=Value(found.end if found else None, draft.date_text, end_by),
                date_precision=Value(found.precision if found else None, draft.date_text, "rule"),
                text=Value(text.chars, text),
                items=Value([item.chars for item in draft.items], join(draft.items, _MANY)) if draft.items else [],
                activity_types=Value(classify_types(telling), whole, "rule"),
                mode=Value(classify_mode(telling), whole, "rule"),
                cities=list(names.cities),
                organisations=list(names.organisations),
                within_period=Value(is_within(found, period), draft.date_text, "inferred"),
                planned=draft.planned or says_planned(text.chars),
                not_held=says_nothing_held(f"{plain}\n{names.plain_items}"),
                page_start=pages[0] if pages else None,
                page_end=pages[-1] if pages else None,
            )
        )
    return tuple(records)


def _choose_telling(own: str, items: str) -> str:
    """Return the text that tells kind and mode: an activity's own words, and of its items those that say what was done; all of
    these where its own words show no kind, or only who was where.
    """
    below = items if is_kind_unclear(own) or says_only_who_was_where(own) else keep_deeds(items)
    return f"{own}\n{below}" if below else own


def _report_items(position: int, text: SourceText, own: str, items: str, telling: str, ledger: Ledger) -> None:
    """Report what only the items of an activity tell, or would tell: that is a part of it, and need not hold for the whole.

    `telling` is what tells its kind and mode (`_choose_telling`).
    """
    line = quote(text.chars.partition("\n")[0])
    if is_kind_unclear(own) and not is_kind_unclear(telling) and not introduces_list(own):
        said = f"Activity {position} ({line}) has its kind, and perhaps its mode, only by what is listed below it."
        ledger.report("activity_kind_unclear", said, "activities", text, ledger.name_activity_cells(position, "activity_types"))
    if classify_mode(telling) is None and not is_mode_unclear(telling) and (mode := classify_mode(items)):
        said = f"Activity {position} ({line}) has words for `{mode}` only in what is listed below it; `mode` is null."
        ledger.report("mode_unclear", said, "activities", text, ledger.name_activity_cells(position, "mode"))


def _report_unclear(position: int, text: SourceText, plain: str, ledger: Ledger) -> None:
    """Report what the words of an activity leave open: what kind it is, and how people met."""
    line = quote(text.chars.partition("\n")[0])
    kinds = ledger.name_activity_cells(position, "activity_types")
    if is_kind_unclear(plain):
        said = f"Activity {position} ({line}) has no word that shows for certain what kind it is; it is published as `other`."
        if classify_mode(plain) is None:
            said += " How people met is not known either; `mode` is null."
        ledger.report("activity_kind_unclear", said, "activities", text, kinds)
    elif loose := list_loose_words(plain):
        words = " and ".join("the name of an event" if word == EVENT else quote(word) for word in loose)
        said = (
            f"Activity {position} ({line}) has its kind, and perhaps its mode, only by {words}, which may mean something else."
        )
        ledger.report("activity_kind_unclear", said, "activities", text, kinds)
    if doubt := find_holding_doubt(plain):
        said = f"Activity {position} ({line}) has the word {quote(doubt)}, which may say that it was not held."
        ledger.report("held_unclear", said, "activities", text, ledger.name_activity_cells(position, "not_held"))
    if is_mode_unclear(plain):
        said = f"Activity {position} ({line}) does not say for certain how people met; `mode` is null."
        ledger.report("mode_unclear", said, "activities", text, ledger.name_activity_cells(position, "mode"))


def is_within(found: DateRange | None, period: DateRange | None) -> bool | None:
    """Return whether a date touches the period; None where either is unknown."""
    if found is None or period is None:
        return None
    begins_in_time = (found.start or date.min) <= (period.end or date.max)
    return begins_in_time and (found.end or date.max) >= (period.start or date.min)
