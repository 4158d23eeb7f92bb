"""Activities: one for each first-level bullet, with its date, what follows it, and what kind of activity it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ucap.extractors.dates import DateOrder, DateRange, find_leading_date, find_subject_date, find_trailing_date
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
    says_planned,
)
from ucap.extractors.fields.headings import introduces_list
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import Activity, Method

_MANY = "\n"
_AFTER_DATE = " :;,.–—-)"


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
    blocks: Sequence[Block], period_year: int | None, order: DateOrder = "day_first"
) -> tuple[list[ActivityDraft], list[int | None]]:
    """Group the blocks of the activities row into activities; also return the index of its activity for each block.

    A sentence that introduces the list (`So far this was done:`) is no activity: its index is None.

    A first-level bullet begins an activity, and so does a paragraph that is dated as bullets are (`June 2019: …`), because
    converters lose some glyphs of a list. Where the cell has no bullets, each paragraph that begins with a date does, and
    where no paragraph has a date, each paragraph. A date without a year takes the year of the activity before it; the first
    one takes the year in which the period begins. `order` says what comes first in dates in digits.
    """
    bulleted = any(block.level for block in blocks)
    dated = not bulleted and any(find_leading_date(block.text.chars, context_year=period_year) for block in blocks)
    drafts: list[ActivityDraft] = []
    owners: list[int | None] = []
    year = period_year
    for block in blocks:
        if bulleted:
            starts = block.level == 1 or (not block.level and is_dated_item(block, order))
        else:
            starts = not dated or find_leading_date(block.text.chars, context_year=year) is not None
        if not starts and not drafts and not block.level and introduces_list(block.text.chars):
            owners.append(None)
            continue
        if starts or not drafts:
            draft = _start_activity(block.text, year, order)
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


def is_dated_item(block: Block, order: DateOrder = "day_first") -> bool:
    """Whether a block begins as dated bullets do: with a day or month, set apart from the text that follows.

    >>> from ucap.extractors.text.source_text import from_file
    >>> is_dated_item(Block(from_file("June 2019: A visit"))), is_dated_item(Block(from_file("In June 2019 guests came")))
    (True, False)
    """
    found = find_leading_date(block.text.chars, order=order)
    return found is not None and found.text_start > 0 and found.date.precision in ("day", "month")


def _start_activity(text: SourceText, year: int | None, order: DateOrder) -> ActivityDraft:
    if leading := find_leading_date(text.chars, context_year=year, order=order):
        start, end = leading.date_text_span
        rest = text[leading.text_start :].strip()
        return ActivityDraft(leading.date, text[start:end].strip(), leading.planned, [rest] if rest else [])
    if subject := find_subject_date(text.chars, context_year=year, order=order):
        return ActivityDraft(subject, text[slice(*subject.span)].strip(), paragraphs=[text])
    if not mentions_another(text.chars) and (trailing := find_trailing_date(text.chars, order=order)):
        return ActivityDraft(trailing, text[slice(*trailing.span)].strip(), paragraphs=[text])
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
        _report_items(position, text, plain, names.plain_items, ledger)
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
    these where its own words show no kind.
    """
    below = items if is_kind_unclear(own) else keep_deeds(items)
    return f"{own}\n{below}" if below else own


def _report_items(position: int, text: SourceText, own: str, items: str, ledger: Ledger) -> None:
    """Report what only the items of an activity tell, or would tell: that is a part of it, and need not hold for the whole."""
    if not items:
        return
    line = quote(text.chars.partition("\n")[0])
    telling = _choose_telling(own, items)
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
