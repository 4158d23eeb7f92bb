"""Rules about running texts that are cut off or have characters that cannot be right."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ucap.extractors.findings import Finding, quote
from ucap.extractors.repair import LOST_MARK, find_misread
from ucap.extractors.text.bullets import is_only_bullet
from ucap.schemas.records import SectionName
from ucap.schemas.ucap import Ucap
from ucap.schemas.vocabularies import load_vocabulary
from ucap.schemas.wording import render_count

_TAIL = 80
"""Characters of the end of a text in a message: one line. Chosen, not measured."""
_AROUND = 12
"""Characters shown on both sides of a lost one: a word or two. Chosen, not measured."""
_BESIDE = 40
"""Characters shown on both sides of a sign: half a line. Chosen, not measured."""
_WITH_BULLETS: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "objectives", "activities", "results"})
"""Sections that may hold bullets; in others a sign separates names."""
_NAMES: frozenset[SectionName] = frozenset({"city", "province", "country"})
_BOXES = re.compile("[■□▯▮]")
"""What producers print for a letter that their font lacks. Other signs of bullets separate names."""
_MOST_NAMED = 3
"""Misread words that a message names before it counts the others. Chosen, not measured."""
_BLANKS_AND_QUOTES = " \n\u00a0\"'”’»"
_COMMAS = (",", "，")
_DASHES = ("–", "—", "-", "/", "&", "+", "(", "[", "“", "„")
# The sign that stands for a lost character, and what it was; code points that fonts and systems use for their own purposes, and
# non-characters
_SIGN = re.compile(r"(?<=\S)(?:\s+([^\w\s])(?=\s*\S)|([^\w\s])(?=\s+\S))")
"""A sign with a blank before or behind it, and something on both sides."""
_MARKER = re.compile(r"^\s*•\s+")
"""What `sections` shows before each bullet."""
_LOST = re.compile(f"{LOST_MARK}|\ufffd|\\(cid:[0-9]+\\)|[\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")


@dataclass(frozen=True)
class _Ending:
    """The end of a text: what it belongs to, its last line, and where that is printed."""

    owner: str
    section: SectionName
    text: str
    page: int | None


def find_truncated_texts(ucap: Ucap) -> Iterator[Finding]:
    """Find texts that end where no sentence can end.

    A comma is not a sign where half of the entries of a list end in one: then it separates them.
    """
    for endings, is_list in ((_texts(ucap), False), (_activities(ucap), True), (_results(ucap), True)):
        with_comma = sum(ending.text.endswith(_COMMAS) for ending in endings)
        comma_separates = is_list and with_comma > 1 and 2 * with_comma >= len(endings)
        for ending in endings:
            sign = _describe_open_end(ending.text, comma_separates=comma_separates)
            if sign:
                tail = _cut_tail(ending.text)
                yield Finding(
                    "text_truncated", f"{ending.owner} ends in {sign}: {quote(tail)}.", ending.section, tail, ending.page
                )


def _describe_open_end(text: str, *, comma_separates: bool) -> str | None:
    """Return the sign that a text continues after its last line; None if there is no such sign."""
    bare = text.rstrip(_BLANKS_AND_QUOTES)
    if bare.endswith(_COMMAS):
        return None if comma_separates else "a comma"
    if bare.endswith(":"):
        return "a colon with nothing after it"
    if bare.endswith(_DASHES) and not bare.endswith("++"):
        return f"“{bare[-1]}”"
    last_word = bare.rpartition(" ")[2]
    if last_word in _open_words():
        return f"the word “{last_word}”"
    opened = bare.rfind("(")
    if opened > bare.rfind(")") and not re.search(r"[.!?](?:\s|$)", bare[opened:]):
        return "an open bracket"
    return None


def _texts(ucap: Ucap) -> list[_Ending]:
    """Return the ends of the running texts, and of their parts that belong to a theme."""
    sections: tuple[tuple[SectionName, str | None], ...] = (
        ("key_focus", ucap.summary.key_focus),
        ("key_challenges", ucap.summary.key_challenges),
        ("objectives", ucap.summary.objectives),
    )
    endings = []
    for section, text in sections:
        pages = [row.page_end for row in ucap.sections if row.section == section]
        owner = f"The text of {section.replace('_', ' ')}"
        endings += [_Ending(owner, section, _last_line(text), pages[-1] if pages else None)] if text else []
    columns: tuple[tuple[str, SectionName, str | None], ...] = (
        ("key_focus", "key_focus", ucap.summary.key_focus),
        ("key_challenge", "key_challenges", ucap.summary.key_challenges),
    )
    for theme in ucap.themes:
        for column, section, whole in columns:
            text = getattr(theme, column)
            if text and not (whole or "").endswith(text):  # the end of the whole text is one of the above
                owner = f"The {column.replace('_', ' ')} of theme {quote(theme.theme)}"
                endings.append(_Ending(owner, section, _last_line(text), theme.page))
    return endings


def _activities(ucap: Ucap) -> list[_Ending]:
    """Return the ends of the activities: of the last item, or of the text where it has none.

    Items complete a text that announces them (`including:`). A list whose items all end in a comma is complete, too.
    """
    endings = []
    for activity in ucap.activities:
        owner = f"Activity {activity.position}"
        if activity.items:
            if not _ends_in_separating_comma(activity.items):
                endings.append(_Ending(f"{owner}, last item,", "activities", _last_line(activity.items[-1]), activity.page_end))
        elif activity.text:
            endings.append(_Ending(owner, "activities", _last_line(activity.text), activity.page_end))
    return endings


def _results(ucap: Ucap) -> list[_Ending]:
    return [_Ending(f"Result {r.position}", "results", _last_line(r.text), r.page_end) for r in ucap.results if r.text]


def _ends_in_separating_comma(items: Sequence[str]) -> bool:
    """Whether the last item ends in a comma, as other items of its list do."""
    return items[-1].endswith(_COMMAS) and any(item.endswith(_COMMAS) for item in items[:-1])


def _cut_tail(text: str) -> str:
    """Return the last words of a text."""
    return text if len(text) <= _TAIL else text[-_TAIL:].partition(" ")[2] or text[-_TAIL:]


def _last_line(text: str) -> str:
    return text.rstrip().rpartition("\n")[2]


@cache
def _open_words() -> frozenset[str]:
    return frozenset(load_vocabulary("form")["open_words"])


def find_suspect_encodings(ucap: Ucap) -> Iterator[Finding]:
    """Find sections with characters that look misread but were not repaired, because it was not sure; one finding each."""
    for section in ucap.sections:
        if misread := find_misread(f"{section.label or ''} {section.text}"):
            details = f"The section {section.section} holds {_name_some(misread)}."
            yield Finding("encoding_suspect", details, section.section, misread[0], section.page_start)


def find_lost_characters(ucap: Ucap) -> Iterator[Finding]:
    """Find sections with characters that replace lost ones, a box among names counted; one finding each."""
    for section in ucap.sections:
        text = f"{section.label or ''} {section.text}"
        patterns = (_LOST, _BOXES) if section.section in _NAMES else (_LOST,)
        lost = [match.span() for pattern in patterns for match in pattern.finditer(text)]
        if lost:
            around = [text[max(0, start - _AROUND) : end + _AROUND].strip() for start, end in lost]
            details = (
                f"The section {section.section} has lost {render_count(len(lost), 'character')}, as in {quote(around[0])}."
            )
            yield Finding("characters_lost", details, section.section, around[0], section.page_start)


def find_bullets_in_texts(ucap: Ucap) -> Iterator[Finding]:
    """Find lines of the texts and lists that hold the sign of a bullet in their middle; one finding a line."""
    for section in ucap.sections:
        if section.section not in _WITH_BULLETS:
            continue
        for line in section.text.splitlines():
            text = _MARKER.sub("", line)
            found = next((match for match in _SIGN.finditer(text) if is_only_bullet(match[1] or match[2])), None)
            if found:
                around = text[max(0, found.start() - _BESIDE) : found.end() + _BESIDE].strip()
                details = f"{quote(around)} holds the sign of a bullet, so it may be two entries."
                yield Finding("bullet_in_text", details, section.section, around, section.page_start)


def _name_some(found: Sequence[str]) -> str:
    counts = Counter(found)
    more = f" and {len(counts) - _MOST_NAMED} more" if len(counts) > _MOST_NAMED else ""
    return ", ".join(quote(text) for text in list(counts)[:_MOST_NAMED]) + more
