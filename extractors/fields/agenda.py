"""Sustainable Development Goals and topics of the EU Urban Agenda."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from typing import Literal, TypeAlias, TypeVar

from rapidfuzz import fuzz, process, utils

from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.tolerances import FIELDS, AgendaTolerances
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.schemas.records import AgendaTopic, Method
from ucap.schemas.vocabularies import load_vocabulary

_JOINED = r"(?:\s*[,;&/+]\s*(?:and\s+)?|\s+and\s+)\d{1,2}\b(?!\s*%)"
_RANGE_END = r"\s?(?:[-–—]|to)\s?\d{1,2}\b(?=\s*(?:[,;:.)&/\n]|and\b|$))"
_NUMBERS = rf"\d{{1,2}}(?:{_JOINED}|{_RANGE_END})*"
_GOAL_WORDS = r"(?:UN\s+)?SDGs?|Sustainable Development Goals?|Goals?"
_GOAL = re.compile(rf"\b(?:{_GOAL_WORDS})\s*(?:no\.?|nr\.?|#|:|-|–)?\s*({_NUMBERS})(?!\d)", re.IGNORECASE)
_GOALS = re.compile(rf"\b(?:{_GOAL_WORDS})\s*[:–—-]\s*(?!\d)", re.IGNORECASE)
_RANGE = re.compile(r"\d\s?(?:[-–—]|to)\s?\d")
_SEPARATOR = re.compile(r"\s*[,;/|•·+]\s*|\s+(?:and|&)\s+|\s*\n\s*")
_LIST_SIGN = re.compile(r"[,;/|•·+\n]")
_LIST_ENDS = (",", ";", "/", "|", "·", "+", "&", " and", " –", " —", " -")
_EDGES = " \n:;,.()[]–—-"
_REMEMBERED = 1024
"""Texts of which the topic is kept: the same few names stand in most documents. Chosen."""
_FILLING = re.compile(r"[\s:;,.\-–—()/&]*(?:and)?[\s:;,.\-–—()/&]*", re.IGNORECASE)

Framework: TypeAlias = Literal["SDG", "EU Urban Agenda"]
_Named = TypeVar("_Named")


@dataclass(frozen=True)
class _Marker:
    """A place in a line where goals or the Urban Agenda are named; `topic` is where its topic begins, if before it."""

    start: int
    end: int
    goals: tuple[int, ...] = ()
    topic: int | None = None
    bracketed: bool = False

    @property
    def first(self) -> int:
        """Where the marker and its topic begin."""
        return self.start if self.topic is None else self.topic


@dataclass(frozen=True)
class _Topic:
    """A goal or a topic of the EU Urban Agenda that a line names."""

    sdg: int | None
    name: str | None
    method: Method = "layout"


def split_agenda_lines(blocks: Sequence[Block]) -> list[Block]:
    """Divide lines that run together, so that each begins with its goal or framework.

    A framework named directly after a goal's number (`SDG7: EU Urban Partnership (UP) Energy Transition`), one that is named
    behind its topic (`Circular Economy (EU Urban Agenda)`), and the items of a printed list stay on their line.
    """
    lines = []
    for block in blocks:
        text = block.text.chars
        starts = [0]
        previous: _Marker | None = None
        for marker in _find_markers(text):
            before = text[previous.end if previous else 0 : marker.first]
            # A list is of one framework: "SDG 9 Innovation, EU UP Housing" are two lines that run together.
            is_other = previous is not None and bool(previous.goals) != bool(marker.goals)
            listed = not before or (before.rstrip(" \n(").endswith(_LIST_ENDS) and not is_other)
            aside = marker.bracketed and marker.topic is None
            if before.strip() and not (listed or aside or _FILLING.fullmatch(before)):
                starts.append(marker.first)
            previous = marker
        for start, stop in zip(starts, [*starts[1:], len(block.text)], strict=True):
            if line := block.text[start:stop].strip():
                lines.append(Block(line, block.level))
    return lines


def read_agenda_topics(blocks: Sequence[Block], ledger: Ledger) -> tuple[AgendaTopic, ...]:
    """Read the topics of the agenda row, where each block is a line; a line may name several."""
    records: list[AgendaTopic] = []
    for block in blocks:
        line = block.text
        topics, unknown = _read_line(line.chars)
        if not topics:
            details = f"{quote(line.chars)} names no goal and no topic of the EU Urban Agenda."
            ledger.report("agenda_unreadable", details, "agenda", line)
        elif unknown:
            parts = " and ".join(map(quote, unknown))
            details = f"Of {quote(line.chars)}, {parts} names no goal and no topic of the EU Urban Agenda."
            ledger.report("agenda_unreadable", details, "agenda", line)
        if any(_RANGE.search(match[1]) for match in _GOAL.finditer(line.chars)):
            details = f"{quote(line.chars)} may mean the two goals that are printed, or those between them as well."
            ledger.report("goal_range", details, "agenda", line)
        for topic in topics:
            if records and topic.name and (records[-1].sdg, records[-1].topic) == (topic.sdg, topic.name):
                continue  # the rest of a topic whose first line said it already: `Responsible` / `Public Procurement`
            records.append(
                ledger.enter(
                    AgendaTopic,
                    position=len(records) + 1,
                    framework="EU Urban Agenda" if topic.sdg is None else "SDG",
                    sdg=Value(topic.sdg, line, topic.method),
                    topic=Value(topic.name, line, "lookup"),
                    text=Value(line.chars, line),
                    page=line.pages()[0] if line.pages() else None,
                )
            )
    return tuple(records)


def _read_line(line: str) -> tuple[list[_Topic], list[str]]:
    """Return the topics of a line, each once, and the parts of a list of names that name none."""
    markers = _find_markers(line)
    if not markers and _other_agenda().search(line):
        return [], []
    found: list[_Topic] = []
    unknown: list[str] = []
    last = 0
    for i, marker in enumerate(markers):
        topics, parts = _read_names(line[last : marker.first])
        found += topics
        unknown += parts
        stop = markers[i + 1].first if i + 1 < len(markers) else len(line)
        words = line[marker.end : stop] if marker.topic is None else line[marker.topic : marker.start]
        last = stop if marker.topic is None else marker.end
        if marker.goals:
            found += [_Topic(number, _goals().get(number)) for number in marker.goals]
            # "SDG 11: Sustainable Cities; Climate Action": behind its own words a goal may be named by its whole name
            found += [topic for _, topic in _split_names(words)[1:] if topic and topic.sdg]
        else:
            topics = [topic for _, topic in _split_names(words) if topic and topic.sdg]
            names: list[str | None] = [] if topics else [*find_partnerships(words)]
            if topics:
                topics = _read_names(words, "EU Urban Agenda")[0]
            found += topics or [_Topic(None, name) for name in names or [None]]
    topics, parts = _read_names(line[last:])
    return list({(topic.sdg, topic.name): topic for topic in reversed([*found, *topics])}.values())[::-1], [*unknown, *parts]


def _read_names(text: str, framework: Framework | None = None) -> tuple[list[_Topic], list[str]]:
    """Return what a list of names without numbers names, and its parts that name nothing where others do.

    Whole names count first. What is left is compared with the names of the framework that the list is announced as or, else, of
    the one to which all whole names belong.
    """
    if announced := _GOALS.match(text.lstrip()):
        text, framework = text.lstrip()[announced.end() :], "SDG"
    runs = [(part, topic) for part, topic in _split_names(text) if re.search(r"[^\W\d_]{3}", part)]
    whole = {"SDG" if topic.sdg else "EU Urban Agenda" for _, topic in runs if topic}
    if not whole and framework is None:
        if name := _find_goal_name(text):
            return [_name_goal(name)], []
        partnerships = [_Topic(None, name, "lookup") for name in find_partnerships(text)]
        goals = [name for part, _ in runs if (name := _find_goal_name(part))]
        if len(goals) <= len(partnerships) or len(goals) < len(runs):
            return partnerships, []  # "Peace and quiet in parks" names no goal
        framework = "SDG"
    framework = framework or (whole.pop() if len(whole) == 1 else None)  # type: ignore[assignment]
    topics: list[_Topic] = []
    unknown: list[str] = []
    for part, found in runs:
        if topic := found or _find_like(part, framework):
            topics.append(topic)
        else:
            unknown.append(part)
    return topics, unknown


def _find_like(text: str, framework: Framework | None) -> _Topic | None:
    """Return the goal or topic of one framework that a text names about."""
    if framework == "SDG":
        name = _find_goal_name(text)
        return _name_goal(name) if name else None
    name = _find_partnership(text) if framework else None
    return _Topic(None, name, "lookup") if name else None


def _split_names(text: str) -> list[tuple[str, _Topic | None]]:
    """Return the parts of a list, each with the goal or topic whose whole name it is."""
    return _divide_list(text, _find_whole)


def _divide_list(text: str, find_whole: Callable[[str], _Named | None]) -> list[tuple[str, _Named | None]]:
    """Return the parts of a list, each with what `find_whole` finds for it.

    A name may have list signs within: the longest run of parts that is the whole name of something is one part.
    """
    text = text.strip(_EDGES)
    cuts = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(text)), (len(text), len(text))]
    parts: list[tuple[str, _Named | None]] = []
    first = 0
    while first < len(cuts) - 1:
        ends = range(min(len(cuts) - 1, first + _most_parts()), first, -1)
        runs = ((last, text[cuts[first][1] : cuts[last][0]].strip(_EDGES)) for last in ends)
        named = next(((last, part, found) for last, part in runs if (found := find_whole(part))), None)
        last, part, found = named or (first + 1, text[cuts[first][1] : cuts[first + 1][0]].strip(_EDGES), None)
        parts += [(part, found)] if part else []
        first = last
    return parts


@lru_cache(_REMEMBERED)
def _find_whole(text: str) -> _Topic | None:
    """Return the goal or topic of which a text is the whole name; None where it says more or less."""
    if goal := _goals_by_words().get(_fold_name(text)):
        return goal
    name = _find_partnership(text, whole=True)
    return _Topic(None, name, "lookup") if name else None


def _find_goal_name(text: str) -> str | None:
    """Return the name of the goal that a text names about."""
    return find_name(text, {name: name for name in _goals().values()})


@cache
def _goals_by_words() -> dict[tuple[str, ...], _Topic]:
    return {_fold_name(name): _name_goal(name) for name in _goals().values()}


def _fold_name(text: str) -> tuple[str, ...]:
    """Return the words of a goal's name that distinguish it: `&` is as good as `and`."""
    return tuple(word for word in utils.default_process(text).split() if word not in load_vocabulary("agenda")["small_words"])


def _name_goal(name: str) -> _Topic:
    return _Topic(next(number for number, goal in _goals().items() if goal == name), name, "lookup")


def _goals() -> dict[int, str]:
    goals: dict[int, str] = load_vocabulary("agenda")["sdgs"]
    return goals


@cache
def _most_parts() -> int:
    """Return into how many parts list signs divide the name that has most of them."""
    names = [*_goals().values(), *load_vocabulary("agenda")["urban_agenda"]]
    return max(len(_SEPARATOR.findall(name)) + 1 for name in names)


def read_goal_name(line: str, number: int, tolerances: AgendaTolerances = FIELDS.agenda) -> int | None:
    """Return the goal that the words beside a goal's number name.

    None where there are no words, they fit no goal, or several numbers stand together. Where they fit the goal of that number
    about as well as another goal, it is the goal of that number.

    >>> read_goal_name("SDG 7: Climate Action", 7)
    13
    """
    goals = _goals()
    markers = _find_markers(line)
    i = next((i for i, marker in enumerate(markers) if marker.goals == (number,)), None)
    if i is None:
        return None
    marker, stop = markers[i], markers[i + 1].first if i + 1 < len(markers) else len(line)
    words = line[marker.end : stop] if marker.topic is None else line[marker.topic : marker.start]
    if (first := next(iter(_split_names(words)), None)) and first[1] and first[1].sdg:
        return first[1].sdg
    # Not "SDG 10 and EU Urban Agenda: Housing", nor "SDG 8: Innovation", where one word is a subject rather than a name.
    telling = set(re.findall(r"[^\W\d_]{3,}", words.casefold())) - {*load_vocabulary("form")["open_words"]}
    if len(telling) < tolerances.fewest_words:
        return None
    named = _find_goal_name(words)
    own = _compare_names(utils.default_process(words), utils.default_process(goals[number]))
    if named is None or own >= tolerances.named:
        return number if named else None
    return next(n for n, goal in goals.items() if goal == named)


def find_partnerships(text: str) -> list[str]:
    """Return the official names of the EU Urban Agenda partnerships that a text names, in its order; empty where it names none.

    >>> find_partnerships("Digital transition in cities; Housing and Culture and Heritage")
    ['Digital Transition', 'Housing', 'Culture and Cultural Heritage']
    """
    parts = _divide_list(text, partial(_find_partnership, whole=True))
    names = [name or _find_partnership(part) for part, name in parts]
    if not any(names) and len(parts) > 1:
        names = [_find_partnership(text)]
    return [*dict.fromkeys(name for name in names if name)]


@cache
def _partnerships() -> dict[str, str]:
    """Return the official name of each partnership by every name that it has."""
    listed = load_vocabulary("agenda")["urban_agenda"].items()
    return {name: official for official, others in listed for name in (official, *others)}


@lru_cache(_REMEMBERED)
def _find_partnership(text: str, *, whole: bool = False) -> str | None:
    """Return the partnership that a text names; with `whole`, only where it says nothing else."""
    words = [word for word in re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text) if word.casefold() not in _small_words()]
    # "Housing partnership of the" is as much as "Housing".
    return find_name(" ".join(words), _partnerships(), whole=whole)


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
    found = [_Marker(*match.span(), tuple(map(int, re.findall(r"\d+", match[1])))) for match in _GOAL.finditer(text)]
    others = [match.span() for match in _other_agenda().finditer(text)]
    for match in _urban_agenda_marker().finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in others):
            found.append(_Marker(*match.span()))
    found.sort(key=lambda marker: marker.start)
    marked: list[_Marker] = []
    for i, marker in enumerate(found):
        start = marked[-1].end if marked else 0
        stop = found[i + 1].start if i + 1 < len(found) else len(text)
        marked.append(_mark_behind(marker, text[start : marker.start], text[marker.end : stop], marked[-1:]))
    return marked


def _mark_behind(marker: _Marker, before: str, after: str, previous: Sequence[_Marker]) -> _Marker:
    """Return a marker with the sign whether it follows its topic: in a bracket of its own, or with nothing after it.

    `before` and `after` are the texts between it and the markers beside it, `previous` is the one before it.
    """
    bracketed = before.rstrip()[-1:] in ("(", "[") and after.lstrip()[:1] in (")", "]")
    closing = len(after) - len(after.lstrip()) + 1 if bracketed else 0
    behind = after[closing:].lstrip()
    ends_list = not behind or _FILLING.fullmatch(after) is not None or _LIST_SIGN.match(behind) is not None
    topic = None
    if marker.goals and ends_list:
        topic = _find_topic_of_goal(marker.goals, before)
        if topic is None and bracketed and not (previous and previous[0].topic is None and not _LIST_SIGN.search(before)):
            signs = [match.end() for match in _LIST_SIGN.finditer(before)]
            topic = next((cut for cut in reversed([0, *signs]) if re.search(r"[^\W\d_]", before[cut:])), None)
    elif not marker.goals and (bracketed or _FILLING.fullmatch(after)):
        # Several topics may stand before one name of the Agenda: "Housing, Urban Mobility (EU Urban Agenda)".
        for cut in reversed([0, *(match.end() for match in _SEPARATOR.finditer(before))]):
            if any(_find_partnership(before[cut:stop], whole=True) for stop in {len(before), topic or len(before)}):
                topic = cut
    if topic is None:
        return replace(marker, bracketed=bracketed)
    topic += len(before[topic:]) - len(before[topic:].lstrip(" \n:;,.)]–—-"))
    return replace(marker, end=marker.end + closing, topic=marker.start - len(before) + topic, bracketed=bracketed)


def _find_topic_of_goal(goals: Sequence[int], before: str) -> int | None:
    """Return where the whole name of a goal begins that stands directly before its number: `Climate Action – SDG 13`."""
    for cut in [0, *(match.end() for match in _SEPARATOR.finditer(before))]:
        topic = _find_whole(before[cut:].strip(_EDGES))
        if topic and (topic.sdg,) == tuple(goals):
            return cut
    return None


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
