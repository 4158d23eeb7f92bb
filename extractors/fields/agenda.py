"""Sustainable Development Goals and topics of the EU Urban Agenda."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process, utils

from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.tolerances import FIELDS, AgendaTolerances
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import AgendaTopic, Method
from ucap.schemas.vocabularies import load_vocabulary

_JOINED = r"(?:\s*[,;&/+]\s*(?:and\s+)?|\s+and\s+)\d{1,2}\b(?!\s*%)"
_RANGE_END = r"\s?(?:[-–—]|to)\s?\d{1,2}\b(?=\s*(?:[,;:.)&/\n]|and\b|$))"
_NUMBERS = rf"\d{{1,2}}(?:{_JOINED}|{_RANGE_END})*"
_GOAL_WORDS = r"(?:UN\s+)?SDGs?|Sustainable Development Goals?|Goals?"
_GOAL = re.compile(rf"\b(?:{_GOAL_WORDS})\s*(?:no\.?|nr\.?|#|:|-|–)?\s*({_NUMBERS})(?!\d)", re.IGNORECASE)
_RANGE = re.compile(r"\d\s?(?:[-–—]|to)\s?\d")
_SEPARATOR = re.compile(r"\s*[,;/|•·+]\s*|\s+(?:and|&)\s+|\s*\n\s*")
_FILLING = re.compile(r"[\s:;,.\-–—()/&]*(?:and)?[\s:;,.\-–—()/&]*", re.IGNORECASE)


@dataclass(frozen=True)
class _Marker:
    """A place in a line where a goal or the Urban Agenda is named; `topic` is where its topic begins, if before it."""

    start: int
    end: int
    topic: int | None = None


def split_agenda_lines(blocks: Sequence[Block]) -> list[Block]:
    """Divide lines that hold several topics, so that each line begins with its goal or framework.

    A framework named directly after a goal's number (`SDG7: EU Urban Partnership (UP) Energy Transition`), and one that is
    named behind its topic (`Circular Economy (EU Urban Agenda)`), stay on their line.
    """
    lines = []
    for block in blocks:
        starts = [0]
        previous_end = 0
        for marker in _find_markers(block.text.chars):
            start = marker.start if marker.topic is None else marker.topic
            if not _FILLING.fullmatch(block.text.chars[previous_end:start]) or (previous_end and marker.topic is not None):
                starts.append(start)
            previous_end = marker.end
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
        if any(_RANGE.search(match[1]) for match in _GOAL.finditer(line.chars)):
            details = f"{quote(line.chars)} may mean the two goals that are printed, or those between them as well."
            ledger.report("goal_range", details, "agenda", line)
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
    markers = _find_markers(line.chars)
    for position, marker in enumerate(markers):
        if match := _GOAL.fullmatch(line.chars, marker.start, marker.end):
            for number in map(int, re.findall(r"\d+", match[1])):
                topics.append((number, goals.get(number), "layout"))
        else:
            stop = markers[position + 1].start if position + 1 < len(markers) else len(line)
            words = line.chars[marker.end : stop] if marker.topic is None else line.chars[marker.topic : marker.start]
            names: list[str | None] = [*find_partnerships(words)]
            topics += [(None, name, "layout") for name in names or [None]]
    if not markers and not _other_agenda().search(line.chars):
        if name := find_name(line.chars, {name: name for name in goals.values()}):
            topics.append((next(number for number, goal in goals.items() if goal == name), name, "lookup"))
        else:
            topics += [(None, name, "lookup") for name in find_partnerships(line.chars)]
    return topics


def read_goal_name(line: str, number: int, tolerances: AgendaTolerances = FIELDS.agenda) -> int | None:
    """Return the goal that the words after a goal's number name.

    None where there are no words or they fit no goal. Where they fit the goal of that number about as well as another goal, it
    is the goal of that number.

    >>> read_goal_name("SDG 7: Climate Action", 7)
    13
    """
    goals: dict[int, str] = load_vocabulary("agenda")["sdgs"]
    markers = [*_find_markers(line), _Marker(len(line), len(line))]
    found = next((i for i, m in enumerate(markers[:-1]) if _GOAL.fullmatch(line, m.start, m.end)), None)
    if found is None:
        return None
    words = line[markers[found].end : markers[found + 1].start]
    # Not "SDG 10 and EU Urban Agenda: Housing", nor "SDG 8: Innovation", where one word is a subject rather than a name.
    telling = set(re.findall(r"[^\W\d_]{3,}", words.casefold())) - {*load_vocabulary("form")["open_words"]}
    if len(telling) < tolerances.fewest_words:
        return None
    named = find_name(words, {name: name for name in goals.values()})
    own = _compare_names(utils.default_process(words), utils.default_process(goals[number]))
    if named is None or own >= tolerances.named:
        return number if named else None
    return next(n for n, goal in goals.items() if goal == named)


def find_partnerships(text: str) -> list[str]:
    """Return the official names of the EU Urban Agenda partnerships that a text names, in its order; empty where it names none.

    >>> find_partnerships("Digital transition in cities; Housing and Culture and Heritage")
    ['Digital Transition', 'Housing', 'Culture and Cultural Heritage']
    """
    text = text.strip(" \n:;,.()[]–—-")
    cuts = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(text)), (len(text), len(text))]
    found: list[str] = []
    first = 0
    while first < len(cuts) - 1:
        # A name may have commas and "and" within: the longest run of parts that is a name is one.
        ends = range(len(cuts) - 1, first, -1)
        exact = ((last, _find_partnership(text[cuts[first][1] : cuts[last][0]], whole=True)) for last in ends)
        last, name = next(((last, name) for last, name in exact if name), (first + 1, None))
        name = name or _find_partnership(text[cuts[first][1] : cuts[last][0]])
        if name and name not in found:
            found.append(name)
        first = last
    if not found and len(cuts) > 2:
        name = _find_partnership(text)
        return [name] if name else []
    return found


def _find_partnership(text: str, *, whole: bool = False) -> str | None:
    """Return the partnership that a text names; with `whole`, only where it says nothing else."""
    names: dict[str, str] = {}
    for official, others in load_vocabulary("agenda")["urban_agenda"].items():
        names |= {name: official for name in (official, *others)}
    words = [word for word in re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text) if word.casefold() not in _small_words()]
    # "Housing partnership of the" is as much as "Housing".
    return find_name(" ".join(words), names, whole=whole)


def find_name(
    text: str, names: dict[str, str], tolerances: AgendaTolerances = FIELDS.agenda, *, whole: bool = False
) -> str | None:
    """Return the value of the key most similar to the text; None where no key is similar, or two values are equally so.

    Words may be left out of a text, or added to a name of two words or more; with `whole` neither.
    """
    cutoff = tolerances.exact if whole else tolerances.named
    scorer = _compare_words if whole else _compare_names
    best = process.extract(text, names.keys(), scorer=scorer, processor=utils.default_process, score_cutoff=cutoff)
    values = {names[key] for key, score, _ in best if score == best[0][1]}
    return values.pop() if len(values) == 1 else None


def _compare_names(first: str, second: str, **_: object) -> float:
    whole = fuzz.token_sort_ratio(first, second)
    if len(second) < FIELDS.agenda.least_letters or " " not in second:
        return whole
    # A name all of whose words are among those of the other ("Digital Transition in Cities") is nearly as good.
    return max(whole, min(FIELDS.agenda.all_words, fuzz.token_set_ratio(first, second)))


def _compare_words(first: str, second: str, **_: object) -> float:
    words = [[word for word in name.split() if word not in _small_words()] for name in (first, second)]
    return fuzz.token_sort_ratio(*map(" ".join, words)) if len(words[0]) == len(words[1]) else 0


@cache
def _small_words() -> frozenset[str]:
    """Return the words around a topic that are not part of it: `Partnership on`, `of the`."""
    listed = load_vocabulary("agenda")
    return frozenset(word for tail in listed["urban_agenda_marker_tails"] for word in utils.default_process(tail).split()) | {
        *listed["small_words"]
    }


def _find_markers(text: str) -> list[_Marker]:
    """Return where goals with their numbers, and the words that announce the Urban Agenda, stand in a text."""
    found = [_Marker(*match.span()) for match in _GOAL.finditer(text)]
    others = [match.span() for match in _other_agenda().finditer(text)]
    for match in _urban_agenda_marker().finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in others):
            found.append(_Marker(*match.span()))
    found.sort(key=lambda marker: marker.start)
    return [_mark_behind(text, found, i) for i in range(len(found))]


def _mark_behind(text: str, markers: Sequence[_Marker], i: int) -> _Marker:
    """Return a marker with the sign whether it follows its topic: in a bracket of its own, or with nothing after it."""
    marker = markers[i]
    if _GOAL.fullmatch(text, marker.start, marker.end):
        return marker
    before = text[markers[i - 1].end if i else 0 : marker.start]
    after = text[marker.end : markers[i + 1].start if i + 1 < len(markers) else len(text)]
    bracketed = before.rstrip()[-1:] in ("(", "[") and after.lstrip()[:1] in (")", "]")
    if not bracketed and not _FILLING.fullmatch(after):
        return marker
    # Several topics may stand before one name of the Agenda: "Housing, Urban Mobility (EU Urban Agenda)".
    topic: int | None = None
    for cut in reversed([0, *(match.end() for match in _SEPARATOR.finditer(before))]):
        if any(_find_partnership(before[cut:stop], whole=True) for stop in {len(before), topic or len(before)}):
            topic = cut
    if topic is None:
        return marker
    topic += len(before[topic:]) - len(before[topic:].lstrip(" \n:;,.)]–—-"))
    closing = len(after) - len(after.lstrip()) + 1 if bracketed else 0
    return _Marker(marker.start, marker.end + closing, marker.start - len(before) + topic)


@cache
def _urban_agenda_marker() -> re.Pattern[str]:
    vocabulary = load_vocabulary("agenda")
    tails = _any_of(vocabulary["urban_agenda_marker_tails"])
    return re.compile(rf"\b(?:{_any_of(vocabulary['urban_agenda_markers'])})\b(?:\s*(?:{tails})(?!\w))*\s*:?", re.IGNORECASE)


@cache
def _other_agenda() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of(load_vocabulary('agenda')['other_agendas'])})\b", re.IGNORECASE)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
