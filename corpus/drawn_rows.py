"""Draw the running rows of a summary: focus and challenges, activities, results."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from corpus.dates import Drawn, draw_date, draw_yearless
from corpus.model import Block, Cell, GoldActivity, GoldResult, GoldTheme
from corpus.vocabulary import fill, load_words


@dataclass(frozen=True)
class Drafting:
    """The random numbers of a document and what its sentences may speak of."""

    random: Random
    slots: dict[str, list[str]]

    def sentence(self, kind: str) -> str:
        """Draw a sentence of one kind, without a full stop unless the vocabulary has it."""
        return fill(self.random, self.random.choice(load_words()[kind]), self.slots)

    def sentences(self, kind: str, most: int) -> str:
        """Draw one to `most` different sentences of one kind as one paragraph."""
        count = self.random.randint(1, most)
        return " ".join(dict.fromkeys(self.sentence(kind) + "." for _ in range(count)))


@dataclass(frozen=True)
class ThemeTexts:
    """The cells of focus and challenges, and the themes with their share of them."""

    focus: Cell
    challenges: Cell
    themes: tuple[GoldTheme, ...]


def draw_theme_texts(drafting: Drafting, themes: Sequence[tuple[str, str, list[str]]]) -> ThemeTexts:
    """Draw focus and challenges of themes, each given as (name as printed, base name, variants)."""
    focus, focus_texts = _draw_headed(drafting, themes, "focus")
    challenges, challenge_texts = _draw_headed(drafting, themes, "challenges")
    golds = zip(themes, focus_texts, challenge_texts, strict=True)
    return ThemeTexts(focus, challenges, tuple(GoldTheme(theme[0], f, c) for theme, f, c in golds))


def _draw_headed(drafting: Drafting, themes: Sequence[tuple[str, str, list[str]]], kind: str) -> tuple[Cell, list[str | None]]:
    """Draw one cell: headings in line, headings of their own, or none; returns each theme's text."""
    random = drafting.random
    form = random.choices([": ", " – ", "own", None], [6, 1, 2, 2])[0]
    if len(themes) == 1 and form == " – ":
        form = None
    blocks: list[Block] = []
    texts: list[str | None] = []
    for printed, name, variants in themes:
        paragraphs = [drafting.sentences(kind, 3)]
        if form is not None and random.random() < 0.15:
            paragraphs.append(drafting.sentences(kind, 2))
        heading = random.choice([printed, printed, name, *variants])
        if form == "own":
            blocks += [Block(f"{heading}:"), *map(Block, paragraphs)]
        else:
            first = f"{heading}{form}{paragraphs[0]}" if form else paragraphs[0]
            blocks += map(Block, [first, *paragraphs[1:]])
        texts.append(" ".join(paragraphs))
    if form is None and len(themes) > 1:
        texts = [None] * len(themes)
    return tuple(blocks), texts


def draw_activities(drafting: Drafting, first_year: int) -> tuple[Cell, tuple[GoldActivity, ...]]:
    """Draw the activities cell and its rows of the activities table."""
    random = drafting.random
    between = random.choice([": ", ": ", ": ", " – "])
    year = first_year
    blocks: list[Block] = []
    activities: list[GoldActivity] = []
    plain_year: int | None = None  # the year of the bullet before, where it has only one
    for _ in range(random.randint(3, 9)):
        drawn: Drawn | None = None
        text = drafting.sentence("activities")
        text += random.choice([".", "", f". {drafting.sentence('more')}"])
        kind = random.random()
        if kind < 0.1:
            plain_year = None
            printed = text
        else:
            drawn = draw_yearless(random, plain_year) if plain_year and kind < 0.25 else draw_date(random, year)
            printed, text = _print_dated(random, drawn, text, between)
        blocks.append(Block(printed, 1))
        if drawn:
            known = drawn.start or drawn.end
            assert known is not None
            one_year = drawn.start and drawn.end and drawn.start.year == drawn.end.year
            plain_year = known.year if one_year else None
            year = min(max(year, known.year + random.choice([0, 0, 1])), 2023)
        extra, items, paragraphs = _draw_details(drafting)
        blocks += extra
        whole = " ".join([text, *paragraphs])
        start, end, precision = (drawn.start, drawn.end, drawn.precision) if drawn else (None, None, None)
        activities.append(GoldActivity(start, end, precision, whole, items))
    return tuple(blocks), tuple(activities)


def _print_dated(random: Random, drawn: Drawn, text: str, between: str) -> tuple[str, str]:
    """Return a bullet's text with its date, and what of it is the activity's text."""
    if drawn.has_year and random.random() < 0.08 and ". " not in text:
        subject = f"{text.rstrip('.')} ({drawn.text})"
        return subject, subject
    note = random.random()
    if note < 0.04 and drawn.has_year:
        return f"{drawn.text} (tbc): {text}", text
    return f"{drawn.text}{between}{text}", text


def _draw_details(drafting: Drafting) -> tuple[list[Block], tuple[str, ...], list[str]]:
    """Draw what stands below an activity: second- and third-level bullets, paragraphs before or after them."""
    random = drafting.random
    blocks: list[Block] = []
    items: list[str] = []
    paragraphs: list[str] = []
    if random.random() < 0.35:
        for _ in range(random.randint(1, 4)):
            text = drafting.sentence("items")
            blocks.append(Block(text, 2))
            if random.random() < 0.2:
                deeper = [drafting.sentence("items") for _ in range(random.randint(1, 2))]
                blocks += [Block(piece, 3) for piece in deeper]
                text = " ".join([text, *deeper])
            items.append(text)
    if random.random() < 0.2:
        paragraphs = list(dict.fromkeys(drafting.sentence("more") for _ in range(random.randint(1, 2))))
        blocks += [Block(text) for text in paragraphs]
    return blocks, tuple(items), paragraphs


def draw_results(
    drafting: Drafting, names: Sequence[str], themes: Sequence[tuple[str, list[str]]]
) -> tuple[Cell, tuple[GoldResult, ...]]:
    """Draw the results cell: bullets under headings or without, or paragraphs only."""
    random = drafting.random
    form = random.choices(["headed", "bullets", "paragraphs"], [6, 2, 1])[0]
    if form == "paragraphs":
        texts = list(dict.fromkeys(drafting.sentence("results") + "." for _ in range(random.randint(1, 3))))
        return tuple(map(Block, texts)), tuple(GoldResult(None, None, None, text) for text in texts)
    blocks: list[Block] = []
    results: list[GoldResult] = []
    if random.random() < 0.3:
        blocks.append(Block(random.choice(load_words()["introductions"])))
    groups: list[tuple[str | None, str | None, int | None]] = [(None, None, None)]
    if form == "headed":
        groups = [
            (random.choice([name, name, theme[0], *theme[1]]), name, None) for name, theme in zip(names, themes, strict=True)
        ]
        if random.random() < 0.3:
            update = random.randint(2019, 2022)
            groups.append((f"Update {update}: {random.choice(load_words()['unrelated'])}", None, update))
    for heading, theme_name, year in groups:
        if heading:
            blocks.append(Block(f"{heading}:"))
        for _ in range(random.randint(1, 3)):
            text = drafting.sentence("results") + random.choice([".", "."])
            blocks.append(Block(text, 1))
            if random.random() < 0.12:
                deeper = drafting.sentence("items")
                blocks.append(Block(deeper, 2))
                text = f"{text} {deeper}"
            results.append(GoldResult(heading, theme_name, year, text))
    return tuple(blocks), tuple(results)
