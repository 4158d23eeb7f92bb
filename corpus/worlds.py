"""Draw a world from a seed: events that happened, and summaries of both sides and of a cluster that tell of them.

What is one event is known from what was drawn; the linking has no part in it.
"""

import html
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from corpus.dates import MONTHS
from corpus.vocabulary import load_words

_SEASONS = {3: "Spring", 6: "Summer", 9: "Autumn"}


@dataclass(frozen=True)
class World:
    """HTML documents; and which of their activities are one event, as `(document, position)`, counted from 0 and from 1."""

    documents: tuple[bytes, ...]
    events: tuple[frozenset[tuple[int, int]], ...]


@dataclass(frozen=True)
class _Happening:
    kind: str
    host: str
    guest: str
    topic: int
    first: date
    last: date
    body: str
    name: str


def draw_world(seed: int) -> World:
    """Draw the world of a seed: the same seed always gives the same one."""
    random = Random(f"world {seed}")
    words = load_words()
    europe, china = random.sample(words["europe"], 3), random.sample(words["china"], 3)
    pairing = (europe[0], china[0])
    happenings = _draw_happenings(random, pairing[0][0], pairing[1][0], random.randint(5, 9))
    happenings += _draw_near_misses(random, happenings)
    others = _draw_happenings(random, europe[1][0], china[1][0], random.randint(2, 4))
    sides = [
        ([pairing[0]], [pairing[1]], pairing[0][0], happenings, 0.85),
        ([pairing[1]], [pairing[0]], pairing[1][0], happenings, 0.8),
    ]
    if random.random() < 0.6:
        sides.append((europe, china, "", [*happenings, *others], 0.5))
    if random.random() < 0.5:
        sides.append(([europe[1]], [china[1]], europe[1][0], others, 0.9))
    told: dict[_Happening, set[tuple[int, int]]] = {}
    documents = []
    for number, (lead, partner, teller, known, share) in enumerate(sides):
        chosen = sorted((one for one in known if random.random() < share), key=lambda one: (one.first, one.topic, one.kind))
        for position, one in enumerate(chosen, start=1):
            told.setdefault(one, set()).add((number, position))
        items = [_tell(random, one, teller) for one in chosen]
        documents.append(_write_document(lead, partner, not teller, items).encode())
    return World(tuple(documents), tuple(frozenset(places) for places in told.values()))


def _draw_happenings(random: Random, one: str, other: str, count: int) -> list[_Happening]:
    found = []
    for _ in range(count):
        host, guest = random.sample([one, other], 2)
        first = date(2017, 6, 1) + timedelta(random.randint(0, 1000))
        kind = random.choice(sorted(_words()["kinds"]))
        days = 0 if kind in ("call", "webinar", "agreement") else random.choice([0, 1, 2, 3])
        found.append(
            _Happening(
                kind,
                host,
                guest,
                random.randrange(len(_words()["topics"])),
                first,
                first + timedelta(days),
                random.choice(_words()["bodies"]).format(c=host),
                random.choice(_words()["named_events"]),
            )
        )
    return found


def _draw_near_misses(random: Random, happenings: Sequence[_Happening]) -> list[_Happening]:
    """Draw events that are almost others: another topic in the same week and city, the same a year later, the way back."""
    topics = len(_words()["topics"])
    found = []
    for one in random.sample(happenings, 3):
        shift = random.choice(["week", "year", "back"])
        kind, host, guest, first = one.kind, one.host, one.guest, one.first
        topic = (one.topic + random.randint(1, topics - 1)) % topics
        if shift == "week":
            first += timedelta(random.randint(1, 4))
            kind = random.choice([kind, random.choice(sorted(_words()["kinds"]))])
        elif shift == "year":
            first, topic = first + timedelta(365), one.topic
        else:
            host, guest, first, topic = guest, host, first + timedelta(random.randint(20, 90)), one.topic
        body = random.choice(_words()["bodies"]).format(c=host)
        found.append(_Happening(kind, host, guest, topic, first, first + (one.last - one.first), body, one.name))
    return found


def _tell(random: Random, one: _Happening, teller: str) -> str:
    kind, topic = _words()["kinds"][one.kind], _words()["topics"][one.topic]
    side = "third" if not teller else "host" if teller == one.host else "guest"
    sentence = random.choice(kind[side]).format(
        h=one.host, g=one.guest, t=random.choice(topic["wordings"]), o=f"the {one.body}", e=one.name
    )
    details = random.sample(topic["details"], random.choice([0, 1, 1, 2]))
    text = " ".join([sentence[0].upper() + sentence[1:], *details])
    return f"{_write_date(random, one.first, one.last)}: {text}"


def _write_date(random: Random, first: date, last: date) -> str:
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
    names = {"PT": "Portugal", "CN": "China"}
    countries: dict[str, list[str]] = load_words()["countries"]

    def join(places: Sequence[Any], at: int) -> str:
        texts = [place[at] if at < 2 else countries.get(place[2], [names.get(place[2], "")])[0] for place in places]
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
