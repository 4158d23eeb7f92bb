"""The numbers of linking: how much each kind of agreement says, and how far dates may be apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class EventTolerances:
    """Lengths of time, likenesses of names and words, and sizes of blocks."""

    link: float = tolerance(0.0, "log odds", "Two activities are one event from this sum on.")
    sure: float = tolerance(
        2.0, "log odds", "From this sum on it is sure enough to show that two U-CAPs tell of one cooperation."
    )
    told_together: float = tolerance(3.0, "log odds", "What it adds for all other activities of two such U-CAPs.")
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
    usual_topic: float = tolerance(0.2, "cosine", "How near the topics of two texts are that have nothing in common.")
    little_said: float = tolerance(0.15, "share", "Texts that share fewer words, and no names, have nothing in common.")
    enough_said: float = tolerance(0.3, "share", "Texts that share this much, by words or names, surely have one subject.")
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
    block: int = tolerance(100, "activities", "In a block with more, not all are compared, so that the work stays linear.")
    stand_ins: int = tolerance(2, "activities", "In a large block, those that represent all that say exactly the same.")
    neighbours: int = tolerance(8, "activities", "In a large block, those compared that come next in an order.")
    rounding: float = tolerance(0.05, "share", "Most that two figures of a city differ where one is the other one rounded.")


EVENTS = EventTolerances()
"""The numbers that are used."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "prior": -1.98,
        "undated": 0.00,
        "same_dates": 0.47,
        "dates_overlap": 0.28,
        "dates_touch": -2.02,
        "dates_near": 0.00,
        "dates_differ": -4.32,
        "same_pairing": 2.10,
        "one_city": -2.10,
        "same_host": 0.26,
        "same_likely_host": 0.76,
        "other_destination": -8.00,
        "other_host": -1.51,
        "other_likely_host": -2.41,
        "same_third_city": 1.74,
        "same_cities": 0.00,
        "other_cities": -2.00,
        "further_city": -1.61,
        "same_event_name": 1.84,
        "other_event_name": -1.58,
        "same_names": 0.00,
        "shared_names": 0.49,
        "names_left": -0.63,
        "same_kind": 0.36,
        "other_gathering": -0.65,
        "other_kind": -0.77,
        "same_deeds": 0.25,
        "other_deeds": -0.64,
        "same_special_deeds": 0.34,
        "other_special_deeds": -0.94,
        "same_people": 0.71,
        "other_people": -0.98,
        "other_mode": -1.39,
        "same_number": 1.29,
        "other_number": -4.58,
        "before": -2.14,
        "after": -1.13,
        "same_numbers": 0.72,
        "other_numbers": -0.77,
        "same_words": 1.78,
        "near_words": 3.39,
        "same_topic": 1.35,
        "other_topic": -1.90,
        "same_subject": 0.49,
        "nothing_shared": -0.27,
        "rivals": -1.03,
        "nothing_known": -1.87,
        "same_online": 0.82,
        "other_guests": -3.05,
        "other_pairing": -4.00,
        "unshared": -1.20,
    }
)
"""What each sign says, as the natural logarithm of odds, as in Fellegi and Sunter's record linkage. They are added.

`python -m benchmarks.fit_events` fits them to worlds in which events are known.
"""
