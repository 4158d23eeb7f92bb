"""The numbers of linking: how much each kind of agreement says, and how far dates may be apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class EventTolerances:
    """Lengths of time, likenesses of names and words, and sizes of blocks."""

    link: float = tolerance(0.0, "log odds", "Two activities are one event from this sum on.")
    days: float = tolerance(730, "days", "Usual length of a cooperation: how rarely two dates agree by chance.")
    most_from_dates: float = tolerance(5.0, "log odds", "Most that dates say: two visits can be in one week.")
    near_days: int = tolerance(3, "days", "Dates of whole days this far apart can be one date with a slip or a journey.")
    longest_near: float = tolerance(11, "days", "Longer dates, such as two months, do not lie near each other by a slip.")
    long_date: int = tolerance(27, "days", "In a date this long, a day or month that the text names is when it was.")
    differing_days: int = tolerance(45, "days", "Dates further apart are other events, for instance of another year.")
    suburb: float = tolerance(20.0, "km", "Places this near a city of the cooperation are its suburbs; chosen.")
    common_zipf: float = tolerance(5.5, "Zipf", "Words used this often in English say nothing.")
    least_weight: float = tolerance(5.0, "weight", "A text whose rare words weigh less is counted as if they weighed this.")
    unlike_meaning: float = tolerance(0.45, "cosine", "Words whose meanings are no nearer have nothing in common.")
    same_meaning: float = tolerance(0.9, "cosine", "Words whose meanings are this near say the same.")
    common_name: float = tolerance(6.0, "Zipf", "Words of names used this often in English say nothing.")
    rarest_name: float = tolerance(4.0, "weight", "The most that one word of a name weighs.")
    spelled_otherwise: float = tolerance(0.8, "share", "What a word of a name counts where the other text spells it otherwise.")
    name_among_words: float = tolerance(0.5, "share", "What it counts where the other text has it in small letters.")
    most_from_names: float = tolerance(16.0, "weight", "Most that words of names say: about four rare ones.")
    least_named: float = tolerance(4.0, "weight", "Names that weigh less do not tell two events apart.")
    same_event_words: float = tolerance(0.8, "share", "Share of the words of an event's name that the other name has, too.")
    same_token: float = tolerance(0.88, "of 1", "Likeness of two words of names (Jaro-Winkler) that are one.")
    shortest_token: int = tolerance(5, "letters", "Shorter words of names are one only where they are equal.")
    same_spelling: float = tolerance(88.0, "of 100", "Likeness of two spellings of one name: one letter in eight may differ.")
    shortest_name: int = tolerance(6, "letters", "Shorter names are one only where they are equal.")
    shortest_acronym: int = tolerance(3, "letters", "Shortest acronym that is compared with the initials of names.")
    block: int = tolerance(400, "activities", "A block with more is compared by month only, so that the work stays linear.")
    rounding: float = tolerance(0.05, "share", "Most that two figures of a city differ where one is the other one rounded.")


EVENTS = EventTolerances()
"""The numbers that are used."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "prior": -2.0,
        "undated": 0.0,
        "same_dates": 1.0,
        "dates_overlap": 1.0,
        "dates_touch": -1.0,
        "dates_near": 1.0,
        "dates_differ": -3.0,
        "same_pairing": 1.0,
        "one_city": -1.0,
        "same_host": 1.6,
        "same_likely_host": 1.2,
        "other_host": -4.0,
        "other_likely_host": -3.0,
        "same_third_city": 1.6,
        "same_cities": 0.5,
        "other_cities": -2.0,
        "same_event_name": 3.0,
        "other_event_name": -2.0,
        "same_names": 0.5,
        "shared_names": 0.9,
        "names_left": -2.0,
        "same_kind": 0.5,
        "other_gathering": -0.5,
        "other_kind": -1.0,
        "same_deeds": 0.7,
        "other_deeds": -1.0,
        "other_mode": -3.0,
        "other_number": -3.0,
        "before": -2.0,
        "after": -2.0,
        "same_numbers": 1.0,
        "other_numbers": -0.3,
        "same_words": 5.0,
        "near_words": 3.0,
    }
)
"""What each sign says, as the natural logarithm of odds, as in Fellegi and Sunter's record linkage. They are added.

`python -m benchmarks.fit_events` fits them to worlds in which events are known.
"""
