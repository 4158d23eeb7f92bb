"""The numbers of the field modules: how similar two names must be, how long a heading may be, how far a word reaches.

The ranges were measured on the forms of 348 documents (samples, quirks and generated ones): one number was moved by steps, and
what the stage reads was compared. Numbers without a range were chosen, not measured.
"""

from dataclasses import dataclass, field

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class HeadingTolerances:
    """Headings within a cell, and which theme they mean (`fields/headings.py`)."""

    longest: int = tolerance(12, "words", "Longest heading before a colon or dash; a longer one is a sentence.", (6, 20))
    general_weight: float = tolerance(
        0.25, "of a telling word's weight", "Weight of a word that nearly every theme has.", (0.2, 0.5)
    )
    means: float = tolerance(0.3, "share of common weight", "Least share at which a heading is for a theme.", (0.3, 0.3))
    means_too: float = tolerance(0.6, "share of common weight", "Least share for a second heading of one theme.", (0.55, 1))
    longest_own: int = tolerance(
        8, "words", "Longest unmatched heading that is reported; a longer one may be a sentence.", (1, 80)
    )


@dataclass(frozen=True)
class AgendaTolerances:
    """Names of goals and of topics (`fields/agenda.py`)."""

    named: float = tolerance(
        80, "similarity, 0 to 100", "Least similarity at which a printed name is the official one.", (75, 80)
    )
    exact: float = tolerance(
        90, "similarity, 0 to 100", "Least similarity of a text that names a topic and nothing else.", (9, 900)
    )
    all_words: float = tolerance(
        95, "similarity, 0 to 100", "Similarity of a name all of whose words are in the other.", (10, 950)
    )
    least_letters: int = tolerance(7, "letters", "Shortest official name for which that counts: `housing`.", (1, 70))
    fewest_words: int = tolerance(2, "words", "Fewest words after a goal's number that are its name and not a subject.", (2, 2))


@dataclass(frozen=True)
class ActivityTolerances:
    """Words that show a kind of activity (`fields/activity_kinds.py`)."""

    passing_reach: int = tolerance(
        4, "words", "How far after `following the` or `preparation of` an activity is only mentioned.", (4, 5)
    )
    added_reach: int = tolerance(
        4, "words", "How long the name of what was done at a place is, after `online and`; no document depends on it.", (1, 40)
    )
    joined_reach: int = tolerance(
        5, "words", "How far behind `attended` the words are that say that it was online; no document depends on it.", (1, 50)
    )
    spoken_reach: int = tolerance(2, "words", "How far before `was discussed` an activity was only spoken about.", (1, 6))


@dataclass(frozen=True)
class MentionTolerances:
    """Cities that a text mentions (`fields/mention_places.py`)."""

    outweighs: int = tolerance(
        5, "times", "By how much a city must exceed its namesakes to be meant where no place stands beside.", (2, 50)
    )
    dwarfed: int = tolerance(
        20,
        "times",
        "A city of the document's countries is not meant where a namesake elsewhere is larger by more than this.",
        (10, 200),
    )
    near: float = tolerance(
        2_500.0, "km", "A city within this distance of one of the header is near: Europe, or China, in itself.", (1875, 25000)
    )
    close: float = tolerance(
        150.0,
        "km",
        "Of two namesakes in the document's countries, the one within this distance of a city of the header is meant.",
        (50, 450),
    )
    large: int = tolerance(
        500_000, "inhabitants", "Least size of a city that is meant though it is far from all of them.", (50000, 5e06)
    )
    same_spot: float = tolerance(
        30.0, "km", "Two records of one name within this distance are one city and its parts.", (3, 300)
    )
    part: float = tolerance(
        8.0, "km", "A much smaller place within this distance of a city of the header may be a part of it.", (5, 10)
    )


@dataclass(frozen=True)
class FieldTolerances:
    """The numbers of all field modules."""

    headings: HeadingTolerances = field(default_factory=HeadingTolerances)
    agenda: AgendaTolerances = field(default_factory=AgendaTolerances)
    activities: ActivityTolerances = field(default_factory=ActivityTolerances)
    mentions: MentionTolerances = field(default_factory=MentionTolerances)
    theme_words: float = tolerance(
        88,
        "similarity, 0 to 100",
        "Least similarity at which words of a line of themes are a heading of another row.",
        (70, 95),
    )


FIELDS = FieldTolerances()
"""The values that fields are read with, unless a caller gives others."""


@dataclass(frozen=True)
class RecognisedValueTolerances:
    """Values that were recognised in pictures."""

    exact: float = tolerance(0.93, "confidence", "Least confidence of figures, dates and addresses that are not doubted.")
    prose: float = tolerance(0.8, "confidence", "Least confidence of other texts that are not doubted.")


RECOGNISED_VALUES = RecognisedValueTolerances()
"""The values with which recognised text is doubted, unless a caller gives others."""
