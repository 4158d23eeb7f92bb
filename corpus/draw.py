"""Draw a random but valid summary from a seed, with what must be read from it: ``draw_summary(seed)``.

What must be read comes from what was drawn, never from reading: the extractors have no part in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from corpus.dates import draw_period
from corpus.drawn_rows import Drafting, draw_activities, draw_results, draw_theme_texts
from corpus.model import Block, Cell, Gold, GoldCity, Row, Summary
from corpus.quantities import MISSING, NumberStyle, draw_area, draw_number_style, draw_population
from corpus.vocabulary import load_words, population_of

SIDES = ("lead", "partner")


@dataclass(frozen=True)
class _Theme:
    name: str
    variants: list[str]
    topics: list[str]


def draw_summary(seed: int) -> Summary:
    """Draw the summary of a seed: the same seed always gives the same one."""
    random = Random(seed)
    words = load_words()
    cluster = random.random() < 0.12
    sides = _draw_sides(random, cluster)
    labels = {section: random.choice(choices) for section, choices in words["labels"].items()}
    colon = random.random() < 0.6
    labels = {section: label + ":" if colon else label for section, label in labels.items()}
    if random.random() < 0.06:
        labels = {section: label.upper() for section, label in labels.items()}

    themes = [_Theme(**entry) for entry in random.sample(words["themes"], random.choices([1, 2, 3, 4, 5], [2, 4, 3, 1, 1])[0])]
    drafting = Drafting(random, _slots(random, sides, themes))
    rows, cities = _draw_city_rows(random, sides, labels, cluster)
    period = draw_period(random, random.randint(2016, 2020))
    optional = cluster and random.random() < 0.5
    if not optional:
        rows.append(Row("period", labels["period"], ((Block(period.text),),)))
    names = [random.choice([theme.name, *theme.variants]) for theme in themes]
    rows.append(Row("themes", labels["themes"], (tuple(Block(name) for name in names),), listed=True))
    agenda_cell, topics = _draw_agenda(random)
    if topics:
        rows.append(Row("agenda", labels["agenda"], (agenda_cell,), listed=True))
    texts = draw_theme_texts(drafting, [(name, theme.name, theme.variants) for name, theme in zip(names, themes, strict=True)])
    rows += [
        Row("key_focus", labels["key_focus"], (texts.focus,)),
        Row("key_challenges", labels["key_challenges"], (texts.challenges,)),
    ]
    objectives = tuple(Block(drafting.sentence("objectives") + ".") for _ in range(random.choice([1, 1, 2, 3])))
    rows.append(Row("objectives", labels["objectives"], (objectives,)))
    activity_cell, activities = draw_activities(drafting, period.start.year if period.start else 2018)
    rows.append(Row("activities", labels["activities"], (activity_cell,)))
    result_cell, results = draw_results(drafting, names, [(theme.name, theme.variants) for theme in themes])
    rows.append(Row("results", labels["results"], (result_cell,)))

    email = random.choice(words["emails"])
    closing: tuple[str, ...] = (random.choice(words["closings"]), email)
    if random.random() < 0.25:
        rows.append(Row("contact", labels["contact"], ((Block(email),),)))
        closing = ()
    unknown: tuple[str, ...] = ()
    if random.random() < 0.2:
        label = random.choice(words["unknown_labels"]) + (":" if colon else "")
        unknown = (random.choice(words["unknown_texts"]),)
        position = next(
            i
            for i, row in enumerate(rows)
            if row.section == random.choice(["key_focus", "results"]) or row.section == "results"
        )
        rows.insert(position, Row("unknown", label, ((Block(unknown[0]),),)))
    gold = Gold(
        kind="cluster" if cluster else "city",
        cities=tuple(cities),
        period=(None, None) if optional else (period.start, period.end),
        themes=texts.themes,
        agenda=tuple(topics),
        key_focus=_text(texts.focus),
        key_challenges=_text(texts.challenges),
        objectives=_text(objectives),
        activities=activities,
        results=results,
        contact=email,
        unknown=unknown,
    )
    title = _draw_title(random, cluster, sides)
    if cluster and random.random() < 0.3:  # the cluster is named by a row of the form
        title = (random.choice(words["titles"]),)
        rows.insert(0, Row("title", labels["title"], ((Block(random.choice(words["cluster_names"])),),)))
    return Summary(seed, title, tuple(rows), closing, gold)


def _text(cell: Cell) -> str | None:
    return " ".join(block.text for block in cell) or None


def _draw_sides(random: Random, cluster: bool) -> tuple[list[list[str]], list[list[str]]]:
    words = load_words()
    counts = (
        [random.randint(2, 4), random.randint(2, 4)]
        if cluster
        else [random.choices([1, 2], [8, 1])[0], random.choices([1, 2, 3, 4], [6, 3, 1, 1])[0]]
    )
    europe, china = random.sample(words["europe"], counts[0]), random.sample(words["china"], counts[1])
    return (europe, china) if random.random() < 0.65 else (china, europe)


def _slots(random: Random, sides: Sequence[Sequence[list[str]]], themes: Sequence[_Theme]) -> dict[str, list[str]]:
    words = load_words()
    return {
        "a": [place[0] for place in sides[0]],
        "b": [place[0] for place in sides[1]],
        "o": random.sample(words["organisations"], 5),
        "p": random.sample(words["people"], 5),
        "t": [topic for theme in themes for topic in theme.topics],
    }


def _draw_title(random: Random, cluster: bool, sides: Sequence[Sequence[list[str]]]) -> tuple[str, ...]:
    words = load_words()
    if cluster:
        return (random.choice(words["cluster_titles"]).format(name=random.choice(words["cluster_names"])),)
    title = random.choice(words["titles"])
    if random.random() < 0.4:
        pairing = " – ".join(", ".join(place[0] for place in side) for side in sides)
        return (title, pairing)
    return (title,)


def _draw_city_rows(
    random: Random, sides: Sequence[Sequence[list[str]]], labels: dict[str, str], cluster: bool
) -> tuple[list[Row], list[GoldCity]]:
    """Draw the paired rows; a cluster document leaves some of them out."""
    countries: dict[str, list[str]] = load_words()["countries"]
    style = draw_number_style(random)
    separator = random.choice([", ", " and ", "; ", " / "])
    kept = {"city", "province", "country", "population", "area"}
    if cluster:
        kept -= set(random.sample(["province", "population", "area"], random.randint(0, 3)))
    printed: dict[str, list[Cell]] = {section: [] for section in kept}
    gold: list[GoldCity] = []
    for side, places in zip(SIDES, sides, strict=True):
        names = [random.choice(countries[place[2]]) for place in places]
        names = [names[[p[2] for p in places].index(place[2])] for place in places]  # one name a country
        provinces: list[str | None] = [place[1] for place in places]
        one_for_all = len(places) > 1 and len(set(provinces)) == 1
        texts = {"city": _join([place[0] for place in places], separator)}
        joined = _join([place[1] for place in places], ", " if any(" and " in place[1] for place in places) else separator)
        texts["province"] = places[0][1] if one_for_all else joined
        texts["country"] = names[0] if len(set(names)) == 1 else _join(names, separator)
        if random.random() < 0.1:
            texts["province"], provinces = random.choice(MISSING[:3]), [None] * len(places)
        populations, areas = _draw_side_quantities(random, style, places)
        texts["population"] = populations[1] if "population" in kept else ""
        texts["area"] = areas[1] if "area" in kept else ""
        for section in kept:
            printed[section].append((Block(texts[section]),) if texts[section] else ())
        for i, place in enumerate(places):
            gold.append(
                GoldCity(
                    side,
                    i + 1,
                    place[0],
                    provinces[i] if "province" in kept else None,
                    place[2],
                    populations[0][i] if "population" in kept else None,
                    areas[0][i] if "area" in kept else None,
                )
            )
    order = [section for section in ("city", "province", "country", "population", "area") if section in kept]
    return [Row(section, labels[section], tuple(printed[section])) for section in order], gold


def _draw_side_quantities(
    random: Random, style: NumberStyle, places: Sequence[list[str]]
) -> tuple[tuple[list[int | None], str], tuple[list[float | None], str]]:
    """Draw populations and areas of one side with the texts of their cells: a value for each city, or none for all."""
    numbers = [draw_population(random, style, population_of(place[0], place[2])) for place in places]
    areas = [draw_area(random, style, number) for number, _ in numbers]
    separator = style.list_separator if random.random() < 0.7 else " / "
    populations: list[int | None] = [number for number, _ in numbers]
    sizes: list[float | None] = [area for area, _ in areas]
    printed = [separator.join(text for _, text in numbers), separator.join(text for _, text in areas)]
    if random.random() < 0.15:
        populations, printed[0] = [None] * len(places), random.choice(MISSING)
    if random.random() < 0.15:
        sizes, printed[1] = [None] * len(places), random.choice(MISSING)
    return (populations, printed[0]), (sizes, printed[1])


def _join(names: Sequence[str], separator: str) -> str:
    """Join names as a list; ` and ` only before the last."""
    if separator == " and " and len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return separator.join(names)


def _draw_agenda(random: Random) -> tuple[Cell, list[tuple[str, int | None, str]]]:
    words = load_words()
    goal_form, urban_form = random.choice(words["goal_forms"]), random.choice(words["urban_forms"])
    lines: list[Block] = []
    topics: list[tuple[str, int | None, str]] = []
    goals = random.sample(sorted(words["sdgs"]), 5)
    partnerships = random.sample(words["urban_agenda"], 5)
    for _ in range(random.choices([0, 1, 2, 3, 4], [1, 3, 5, 4, 2])[0]):
        kind = random.random()
        number, topic = goals.pop(), partnerships.pop()
        if kind < 0.5:
            lines.append(Block(goal_form.format(n=number, t=words["sdgs"][number])))
            topics.append(("SDG", number, words["sdgs"][number]))
        elif kind < 0.85:
            lines.append(Block(urban_form.format(t=topic)))
            topics.append(("EU Urban Agenda", None, topic))
        else:
            lines.append(Block(random.choice(words["both_forms"]).format(n=number, t=topic)))
            topics += [("SDG", number, words["sdgs"][number]), ("EU Urban Agenda", None, topic)]
    return tuple(lines), topics
