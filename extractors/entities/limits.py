"""The numbers of the grammar of names, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NameLimits:
    """How long names and their parts may be.

    The ranges say where F1 stays the same over the held-out, unseen and last gold sets (782 mentions), as far as
    `python -m benchmarks.sweep_name_limits` tried: half, one less, one more and double.
    """

    known_name_words: int = 8
    """Words of a known name. Each more costs look-ups at every capital. 7 to 16."""
    acronym_letters: int = 8
    """Letters of a part in capitals that is still an acronym (`TECHNOPOLIS` is a brand or a heading). 7 to 16."""
    dateline_letters: int = 5
    """Letters of a city in capitals at the beginning of a sentence that is no acronym (*BERLIN, 3 May*). Chosen."""
    exact_letters: int = 8
    """Letters of a listed name in capitals that is matched as printed only (LIFE, MOST are words too). 4 to 16."""
    short_city_letters: int = 3
    """Letters of a city's name that counts only where a city can stand (Ii, Bo). With 2: +.0013, with 4: −.0026."""
    short_country_letters: int = 3
    """Letters of a country's name or code that counts in capitals only (UK, USA). 1 to 4."""
    repeated_name_words: int = 24
    """Words of a name known from another sentence; without a limit, a heading of hundreds takes minutes. 12 to 48."""
    person_names: int = 6
    """Names that one person has; joiners (*de la*) count as names. 2 to 8."""
    brand_words: int = 4
    """Words of a brand with a place or a known body in it (*Business Region Göteborg*); longer ones are headings. 2 to 8."""
    acronym_name_words: int = 3
    """Words of a name that begins with an acronym (*HOPA Ports*). 2 to 6."""
    branch_acronym_letters: int = 3
    """Least letters of an acronym that is a name without the model's word; shorter ones are units and codes. 1 to 4."""
    town_words: int = 2
    """Words of an unknown town before its region (*Golden, Colorado*). 1 to 4."""
    city_words: int = 5
    """Words of an unknown town with its country in brackets (*Santa Maria da Feira* (Portugal)). Chosen."""
    large_city: int = 50_000
    """Inhabitants of a city whose other names count alone (*Mangalore*): smaller ones are called like companies. Chosen."""
    exonym_letters: int = 5
    """Letters of such a name: short ones are words and brands too. Chosen."""
    project_words: int = 3
    """Words of an unknown name that "project" beside it makes a programme's (*CIVITAS SATELLITE*). Chosen."""
    place_words: int = 4
    """Words of a smaller city or a division of a country that is known by its whole name (*San Leandro*). Chosen."""
    division_letters: int = 5
    """Letters of a division's name that counts alone: short ones are words and brands, too. Chosen."""
    seat_letters: int = 4
    """First letters that a large city and its division share where a text may mean the city (*Mykolaiv*). Chosen."""
    listed_words: int = 3
    """Words of an unknown name that a list confirms (*Dublin City Council, Airbus and …*). 1 to 6."""


LIMITS = NameLimits()
