"""Draw a world from a seed: events that happened, and summaries of both sides and of a cluster that tell of them.

What is one event is known from what was drawn; the linking has no part in it.
"""

import html
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from corpus.dates import MONTHS
from corpus.vocabulary import load_words

_SEASONS = {3: "Spring", 6: "Summer", 9: "Autumn"}
_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True)
class World:
    """HTML documents; and which of their activities are one event, as `(document, position)`, counted from 0 and from 1."""

    documents: tuple[bytes, ...]
    events: tuple[frozenset[tuple[int, int]], ...]


@dataclass(frozen=True)
class _Happening:
    """What happened; `body`, `name`, `site` and `person` are numbers in the lists of the vocabulary."""

    kind: str
    host: str
    guest: str
    topic: int
    facts: tuple[int, ...]
    first: date
    last: date
    body: int
    name: int
    site: int
    person: int
    guests: int
    crowd: int
    leads_to: str = ""
    """Whether it prepares an event of its kind (`before`), or follows one (`after`)."""
    number: int = 0
    """Its number in a series; 0 where it is in none."""


@dataclass(frozen=True)
class Telling:
    """How differently people tell of events: what is told, left out and mistaken, and how many events are almost another."""

    near_misses: int = 3
    details: float = 0.85
    """Share of the facts of an event that a text tells."""
    about_others: float = 0.8
    """Share of the facts of an event that its preparation or follow-up tells."""
    moved: float = 0.04
    """Share of dates that are some days off."""
    travel: float = 0.04
    """Share of dates with the days of travel."""
    mistaken: float = 0.005
    """Share of dates a month off."""
    undated: float = 0.02
    bare: float = 0.02
    """Share of texts that do not say what kind of event it was."""
    late: float = 0.04
    """Share of texts that name the month within a year or quarter."""


USUAL = Telling()
HARD = Telling(5, 0.65, 0.6, 0.06, 0.06, 0.006, 0.04, 0.18, 0.06)
"""Told so briefly, and with so many events that are almost another, that a person could not always say which are one."""


def draw_world(seed: int, telling: Telling = USUAL) -> World:
    """Draw the world of a seed: the same seed always gives the same one."""
    random = Random(f"world {seed}")
    words = load_words()
    europe, china = random.sample(words["europe"], 3), random.sample(words["china"], 3)
    pairing = (europe[0], china[0])
    happenings = _draw_happenings(random, pairing[0][0], pairing[1][0], random.randint(5, 9))
    happenings += _draw_near_misses(random, happenings, telling.near_misses)
    others = _draw_happenings(random, europe[1][0], china[1][0], random.randint(2, 4))
    sides = [
        ([pairing[0]], [pairing[1]], pairing[0][0], happenings, 0.85),
        ([pairing[1]], [pairing[0]], pairing[1][0], happenings, 0.8),
    ]
    if random.random() < 0.6:
        sides.append((europe, china, "", [*happenings, *others], 0.5))
    if random.random() < 0.5:
        sides.append(([europe[1]], [china[1]], europe[1][0], others, 0.9))
    places = {place[0]: place[2] for place in (*europe, *china)}
    told: dict[_Happening, set[tuple[int, int]]] = {}
    documents = []
    for number, (lead, partner, teller, known, share) in enumerate(sides):
        chosen = sorted((one for one in known if random.random() < share), key=lambda one: (one.first, one.topic, one.kind))
        for position, one in enumerate(chosen, start=1):
            told.setdefault(one, set()).add((number, position))
        items = [_tell(random, one, teller, places, telling) for one in chosen]
        documents.append(_write_document(lead, partner, not teller, items).encode())
    return World(tuple(documents), tuple(frozenset(places) for places in told.values()))


def _draw_happenings(random: Random, one: str, other: str, count: int) -> list[_Happening]:
    found = []
    for _ in range(count):
        host, guest = random.sample([one, other], 2)
        first = date(2017, 6, 1) + timedelta(random.randint(0, 1000))
        kind = random.choice(sorted(_words()["kinds"]))
        days = 0 if kind in ("call", "webinar", "agreement") else random.choice([0, 1, 2, 3])
        if kind in ("stay", "exhibition"):
            days = random.choice([10, 20, 40])
        topic = random.randrange(len(_words()["topics"]))
        found.append(
            _Happening(
                kind,
                host,
                guest,
                topic,
                _draw_facts(random, topic),
                first,
                first + timedelta(days),
                random.randrange(len(_words()["bodies"])),
                random.randrange(len(_words()["named_events"])),
                random.randrange(len(_words()["sites"])),
                random.randrange(len(_words()["persons"])),
                random.randint(2, 12),
                random.randint(15, 140),
            )
        )
    return found


def _draw_facts(random: Random, topic: int) -> tuple[int, ...]:
    return tuple(sorted(random.sample(range(len(_words()["topics"][topic]["facts"])), 3)))


def _draw_near_misses(random: Random, happenings: list[_Happening], count: int) -> list[_Happening]:
    """Draw events that are almost others: in the same week and city, a year later, the way back, before or after another."""
    topics = len(_words()["topics"])
    found = []
    for one in random.sample(happenings, count):
        shift = random.choice(["week", "week", "year", "back", "before", "after", "series", "kind"])
        topic = (one.topic + random.randint(1, topics - 1)) % topics if shift == "week" else one.topic
        other = replace(
            one,
            topic=topic,
            facts=_draw_facts(random, topic),
            person=random.randrange(len(_words()["persons"])),
            site=random.randrange(len(_words()["sites"])),
            body=random.choice([one.body, random.randrange(len(_words()["bodies"]))]),
            guests=random.randint(2, 12),
            crowd=random.randint(15, 140),
        )
        length = one.last - one.first
        if shift == "week":
            first = one.first + timedelta(random.randint(1, 4))
            kind = random.choice([one.kind, random.choice(sorted(_words()["kinds"]))])
            found.append(replace(other, kind=kind, first=first, last=first + length))
        elif shift == "year":
            first = one.first + timedelta(365)
            found.append(replace(other, first=first, last=first + length))
        elif shift == "back":
            first = one.first + timedelta(random.randint(20, 90))
            found.append(replace(other, host=one.guest, guest=one.host, first=first, last=first + length))
        elif shift == "series":
            first = one.first + timedelta(random.randint(12, 45))
            facts = tuple(sorted({0, 1, 2, 3, 4} - set(one.facts)))
            found.append(replace(other, facts=facts, first=first, last=first + length, number=2))
            happenings[happenings.index(one)] = replace(one, number=1)
        elif shift == "kind":
            kind = random.choice(sorted(_words()["kinds"].keys() - {one.kind}))
            first = one.first + timedelta(random.randint(8, 40))
            facts = tuple(sorted({*one.facts[:2], random.randrange(5)}))
            found.append(replace(other, kind=kind, facts=facts, site=one.site, first=first, last=first + length))
        else:
            apart = random.randint(5, 40)
            first = one.first - timedelta(apart) if shift == "before" else one.last + timedelta(apart)
            found.append(replace(other, facts=one.facts, first=first, last=first, site=one.site, leads_to=shift))
    return found


def _tell(random: Random, one: _Happening, teller: str, countries: dict[str, str], telling: Telling) -> str:
    words = _words()
    topic = words["topics"][one.topic]
    side = "third" if not teller else "host" if teller == one.host else "guest"
    names = load_words()["countries"]

    def name_country(city: str) -> str:
        code = countries[city]
        return str(names.get(code, [_OTHER_COUNTRIES.get(code, "")])[0])

    guests = one.guests + random.choice([0, 0, 1]) if one.guests < len(_NUMBERS) + 1 else one.guests
    crowd = one.crowd if random.random() < 0.6 else one.crowd + random.randint(-9, 9)
    slots = {
        "h": one.host,
        "g": one.guest,
        "H": name_country(one.host),
        "G": name_country(one.guest),
        "p": words["peoples"][countries[one.guest]],
        "t": random.choice(topic["wordings"]),
        "o": "the " + random.choice(words["bodies"][one.body]).format(c=one.host),
        "e": random.choice(words["named_events"][one.name]),
        "x": random.choice(words["persons"][one.person]),
        "r": words["ranks"][one.person % len(words["ranks"])],
        "s": random.choice(words["sites"][one.site]),
        "n": random.choice([str(guests), _NUMBERS[guests - 2]]),
        "m": str(crowd) if random.random() < 0.6 else f"some {round(crowd, -1)}",
        "k": words["called"][one.kind],
    }
    templates = words["led_to"][one.leads_to][side] if one.leads_to else words["kinds"][one.kind][side]
    if not one.leads_to and random.random() < telling.bare:
        templates = words["bare"][side]
    pieces = [random.choice(templates)]
    details = [
        random.choice(topic["facts"][fact])
        for fact in one.facts
        if random.random() < (telling.details * telling.about_others if one.leads_to else telling.details)
    ]
    kinds = [kind for kind, share in (("person", 0.4), ("site", 0.35), ("body", 0.25)) if random.random() < share]
    if not one.leads_to:
        kinds += ["guests"] * (random.random() < 0.25) + ["crowd"] * (random.random() < 0.25)
    details += [random.choice(words["extras"][kind]) for kind in kinds]
    random.shuffle(details)
    if details and random.random() < 0.2:
        pieces.insert(0, details.pop())
    sentences = [sentence.format(**slots) for sentence in (*pieces, *details[:3])]
    if one.kind == "conference" and not one.leads_to and slots["e"] not in " ".join(sentences):
        sentences[0] += f" ({slots['e']})"
    if one.number and random.random() < 0.6:
        sentences.append(random.choice(words["numbered"][one.number - 1]).format(**slots))
    text = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return _write_date(random, one, text, telling)


_OTHER_COUNTRIES = {"PT": "Portugal", "CN": "China"}


def _write_date(random: Random, one: _Happening, text: str, telling: Telling) -> str:
    """Return the text with its date as one of several people would write it: exact, coarse, with a slip, late in the text."""
    first, last = one.first, one.last
    way = random.choices(
        ["as it was", "moved", "travel", "mistaken", "undated", "late"],
        [1, telling.moved, telling.travel, telling.mistaken, telling.undated, telling.late],
    )[0]
    if way == "undated":
        return text
    if way == "late" and first.month == last.month:
        coarse = random.choice([f"Q{(first.month + 2) // 3} {first.year}", str(first.year)])
        return f"{coarse}: In {MONTHS[first.month - 1]}: {text}"
    if way == "moved":
        moved = random.choice([-1, 1, 1, 2])
        first, last = first + timedelta(moved), last + timedelta(moved)
    elif way == "travel" and one.kind in ("visit", "workshop", "conference", "training"):
        first, last = first - timedelta(1), last + timedelta(1)
    elif way == "mistaken":
        first, last = first + timedelta(30), last + timedelta(30)
    return f"{_print_date(random, first, last)}: {text}"


def _print_date(random: Random, first: date, last: date) -> str:
    """Write a date as one of several people would: to the day, by month, quarter, season, or third of a month."""
    month = f"{MONTHS[first.month - 1]} {first.year}"
    first_day, last_day = (f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    days = first_day if first == last else f"{first_day} – {last_day}"
    if first != last and first.month == last.month:
        days = f"{first.day}–{last_day}"
    months = month if first.month == last.month else f"{month} – {MONTHS[last.month - 1]} {last.year}"
    ways = [(days, 45), (months, 35)]
    if first.month == last.month:
        third = min((first.day - 1) // 10, 2)
        season = first.month - first.month % 3
        ways.append((f"Q{(first.month + 2) // 3} {first.year}", 7))
        ways.append((f"{_SEASONS[season]} {first.year}" if season in _SEASONS else months, 6))
        ends = (10, 20, monthrange(first.year, first.month)[1])[third]
        ways.append((f"{('Early', 'Mid', 'Late')[third]} {month}" if last.day <= ends else months, 7))
    texts, weights = zip(*ways, strict=True)
    return str(random.choices(texts, weights)[0])


def _write_document(lead: Sequence[Any], partner: Sequence[Any], cluster: bool, activities: Sequence[str]) -> str:
    countries: dict[str, list[str]] = load_words()["countries"]

    def join(places: Sequence[Any], at: int) -> str:
        texts = [place[at] if at < 2 else countries.get(place[2], [_OTHER_COUNTRIES.get(place[2], "")])[0] for place in places]
        return html.escape(", ".join(dict.fromkeys(texts)) if at == 2 else ", ".join(texts))

    title = "Cluster summary: cities and their waters" if cluster else "Urban Cooperation Action Plan (U-CAP) Summary"
    rows = [
        ("City", join(lead, 0), join(partner, 0)),
        ("Country", join(lead, 2), join(partner, 2)),
        ("Period of cooperation", "May 2017 – December 2020"),
        ("Cooperation themes", "Sustainable urban development"),
        ("Main objectives of cooperation", "The cities learn from each other."),
        ("Key activities", "<ul>" + "".join(f"<li>{html.escape(text)}</li>" for text in activities) + "</ul>"),
        ("Expected results", "<ul><li>Plans that both cities use.</li></ul>"),
    ]
    cells = "".join(
        f"<tr><th>{label}:</th>"
        + "".join(f"<td{' colspan=2' if len(row) == 1 else ''}>{cell}</td>" for cell in row)
        + "</tr>\n"
        for label, *row in rows
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><h1>{title}</h1><table>\n{cells}</table></body></html>'
    )


@cache
def _words() -> Any:
    return yaml.safe_load(files(__package__).joinpath("worlds.yml").read_text(encoding="utf-8"))
