"""Sustainable Development Goals and topics of the EU Urban Agenda."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import fuzz, process, utils

from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.tolerances import FIELDS, AgendaTolerances
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import AgendaTopic, Method
from ucap.schemas.vocabularies import load_vocabulary

_NUMBERS = r"\d{1,2}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+)\d{1,2}\b)*"
_GOAL_WORDS = r"(?:UN\s+)?SDGs?|Sustainable Development Goals?|Goals?"
_GOAL = re.compile(rf"\b(?:{_GOAL_WORDS})\s*(?:no\.?|nr\.?|#|:|-|–)?\s*({_NUMBERS})(?!\d)", re.IGNORECASE)
_FILLING = re.compile(r"[\s:;,.\-–—()/&]*(?:and)?[\s:;,.\-–—()/&]*", re.IGNORECASE)


def split_agenda_lines(blocks: Sequence[Block]) -> list[Block]:
    """Divide lines that hold several topics, so that each line begins with its goal or framework.

    A framework named directly after a goal's number (`SDG7: EU Urban Partnership (UP) Energy Transition`) stays on its line.
    """
    lines = []
    for block in blocks:
        starts = [0]
        previous_end = 0
        for start, end in _find_markers(block.text.chars):
            if not _FILLING.fullmatch(block.text.chars[previous_end:start]):
                starts.append(start)
            previous_end = end
        for start, stop in zip(starts, [*starts[1:], len(block.text)], strict=True):
            if line := block.text[start:stop].strip():
                lines.append(Block(line, block.level))
    return lines


def read_agenda_topics(blocks: Sequence[Block], ledger: Ledger) -> tuple[AgendaTopic, ...]:
    """Read the topics of the agenda row, where each block is a line; a line may name several."""
    records: list[AgendaTopic] = []
    for block in blocks:
        line = block.text
        topics = _read_line(line)
        if not topics:
            details = f"{quote(line.chars)} names no goal and no topic of the EU Urban Agenda."
            ledger.report("agenda_unreadable", details, "agenda", line)
        for sdg, topic, method in topics:
            records.append(
                ledger.enter(
                    AgendaTopic,
                    position=len(records) + 1,
                    framework="EU Urban Agenda" if sdg is None else "SDG",
                    sdg=Value(sdg, line, method),
                    topic=Value(topic, line, "lookup"),
                    text=Value(line.chars, line),
                    page=line.pages()[0] if line.pages() else None,
                )
            )
    return tuple(records)


def _read_line(line: SourceText) -> list[tuple[int | None, str | None, Method]]:
    """Return the topics of a line as (number of the goal, official name, method)."""
    goals: dict[int, str] = load_vocabulary("agenda")["sdgs"]
    topics: list[tuple[int | None, str | None, Method]] = []
    markers = list(_find_markers(line.chars))
    for position, (start, end) in enumerate(markers):
        if match := _GOAL.fullmatch(line.chars, start, end):
            for number in map(int, re.findall(r"\d+", match[1])):
                topics.append((number, goals.get(number), "layout"))
        else:
            stop = markers[position + 1][0] if position + 1 < len(markers) else len(line)
            topics.append((None, find_partnership(line.chars[end:stop]), "layout"))
    if not markers:
        if name := find_name(line.chars, {name: name for name in goals.values()}):
            topics.append((next(number for number, goal in goals.items() if goal == name), name, "lookup"))
        elif partnership := find_partnership(line.chars):
            topics.append((None, partnership, "lookup"))
    return topics


def read_goal_name(line: str, number: int, tolerances: AgendaTolerances = FIELDS.agenda) -> int | None:
    """Return the goal that the words after a goal's number name.

    None where there are no words or they fit no goal. Where they fit the goal of that number about as well as another goal, it
    is the goal of that number.

    >>> read_goal_name("SDG 7: Climate Action", 7)
    13
    """
    goals: dict[int, str] = load_vocabulary("agenda")["sdgs"]
    markers = [*_find_markers(line), (len(line), len(line))]
    found = next((i for i, (a, b) in enumerate(markers[:-1]) if _GOAL.fullmatch(line, a, b)), None)
    if found is None:
        return None
    words = line[markers[found][1] : markers[found + 1][0]]
    # Not "SDG 10 and EU Urban Agenda: Housing", nor "SDG 8: Innovation", where one word is a subject rather than a name.
    telling = set(re.findall(r"[^\W\d_]{3,}", words.casefold())) - {*load_vocabulary("form")["open_words"]}
    if len(telling) < tolerances.fewest_words:
        return None
    named = find_name(words, {name: name for name in goals.values()})
    own = _compare_names(utils.default_process(words), utils.default_process(goals[number]))
    if named is None or own >= tolerances.named:
        return number if named else None
    return next(n for n, goal in goals.items() if goal == named)


def find_partnership(text: str) -> str | None:
    """Return the official name of the EU Urban Agenda partnership that a text names; None where it names none.

    >>> find_partnership("Digital transition in cities")
    'Digital Transition'
    """
    names: dict[str, str] = {}
    for official, others in load_vocabulary("agenda")["urban_agenda"].items():
        names |= {name: official for name in (official, *others)}
    return find_name(text, names)


def find_name(text: str, names: dict[str, str], tolerances: AgendaTolerances = FIELDS.agenda) -> str | None:
    """Return the value of the key most similar to the text; words may be added or left out. None where no key is similar."""
    best = process.extractOne(
        text, names.keys(), scorer=_compare_names, processor=utils.default_process, score_cutoff=tolerances.named
    )
    return names[best[0]] if best else None


def _compare_names(first: str, second: str, **_: object) -> float:
    whole = fuzz.token_sort_ratio(first, second)
    if len(second) < FIELDS.agenda.least_letters:
        return whole
    # A name all of whose words are among those of the other ("Digital Transition in Cities") is nearly as good.
    return max(whole, min(FIELDS.agenda.all_words, fuzz.token_set_ratio(first, second)))


def _find_markers(text: str) -> list[tuple[int, int]]:
    """Return the spans of goals with their numbers, and of the words that announce the Urban Agenda."""
    spans = [match.span() for match in _GOAL.finditer(text)]
    spans += [match.span() for match in _urban_agenda_marker().finditer(text)]
    return sorted(spans)


@cache
def _urban_agenda_marker() -> re.Pattern[str]:
    vocabulary = load_vocabulary("agenda")

    def any_of(words: Sequence[str]) -> str:
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))

    tails = any_of(vocabulary["urban_agenda_marker_tails"])
    return re.compile(rf"\b(?:{any_of(vocabulary['urban_agenda_markers'])})\b(?:\s*(?:{tails})(?!\w))*\s*:?", re.IGNORECASE)
