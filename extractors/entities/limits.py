"""The numbers of the grammar of names, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NameLimits:
    """How long names and their parts may be.

    `python -m benchmarks.sweep_name_limits GOLD …` moves each by steps and prints where the score begins to change; the ranges
    below are those over the seven gold sets (1,759 mentions, `docs/entities.md`).
    """

    known_name_words: int = 8
    """Words of a known name. Each more costs look-ups at every capital."""
    acronym_letters: int = 8
    """Letters of a part in capitals that is still an acronym (`TECHNOPOLIS` is a brand or a heading)."""
    exact_letters: int = 8
    """Letters of a listed name in capitals that is matched as printed only: as a word, LIFE or MOST means something else."""
    short_city_letters: int = 3
    """Letters of a city's name that is taken for one only where a city can stand: Ii, Bo and Ely are words too."""
    short_country_letters: int = 3
    """Letters of a country's name or code that counts in capitals only (UK, USA)."""
    repeated_name_words: int = 24
    """Words of a name known from another sentence; without a limit, a heading of hundreds of capitals would take minutes."""
    person_names: int = 4
    """Names that one person has; joiners (*de la*) count as names."""
    brand_words: int = 4
    """Words of a brand with a place or a known body in it (*Business Region Göteborg*); longer ones are headings."""
    acronym_name_words: int = 3
    """Words of a name that begins with an acronym (*HOPA Ports*)."""
    branch_acronym_letters: int = 3
    """Least letters of an acronym that is a name without the model's word; shorter ones are units and codes."""
    town_words: int = 2
    """Words of an unknown town before its region (*Golden, Colorado*)."""
    listed_words: int = 3
    """Words of an unknown name that a list confirms (*Dublin City Council, Airbus and …*)."""


LIMITS = NameLimits()
