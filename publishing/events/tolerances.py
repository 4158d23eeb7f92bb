"""The numbers of linking: how much each kind of agreement says, and how far dates may be apart."""

from dataclasses import dataclass

from ucap.extractors.tolerance import tolerance


@dataclass(frozen=True)
class EventTolerances:
    """Weights are natural logarithms of odds, as in Fellegi and Sunter's record linkage; they are added."""

    link: float = tolerance(0.0, "log odds", "Two activities are one event from this sum on.")
    prior: float = tolerance(-2.0, "log odds", "Sum for two activities of a shared block of which nothing else is known.")
    days: float = tolerance(730, "days", "Usual length of a cooperation: how rarely two dates agree by chance.")
    most_from_dates: float = tolerance(5.0, "log odds", "Most that dates say: two visits can be in one week.")
    near_days: int = tolerance(3, "days", "Dates of whole days this far apart can be one date with a slip or a journey.")
    longest_near: float = tolerance(7, "days", "Longer dates, such as two months, do not lie near each other by a slip.")
    near: float = tolerance(-1.5, "log odds", "Dates that are near and do not touch.")
    differing_days: int = tolerance(45, "days", "Dates further apart are other events, for instance of another year.")
    differing: float = tolerance(-2.0, "log odds", "Dates that cannot both be true.")
    same_host: float = tolerance(1.6, "log odds", "Both say that it was in the same city.")
    same_cities: float = tolerance(1.0, "log odds", "Both name a city that is the same.")
    other_cities: float = tolerance(-2.0, "log odds", "Each names cities, of which the other has none.")
    same_pairing: float = tolerance(1.0, "log odds", "The U-CAPs have two cities in common.")
    one_city: float = tolerance(-1.0, "log odds", "The U-CAPs have only one city in common, or none.")
    same_name: float = tolerance(2.2, "log odds", "A body, facility, programme or person that both name.")
    further_name: float = tolerance(1.0, "log odds", "Each further name that both have.")
    same_event_name: float = tolerance(3.5, "log odds", "A named event that both name.")
    other_event_name: float = tolerance(-3.0, "log odds", "Each names an event, and the other another one.")
    other_names: float = tolerance(-2.0, "log odds", "Each names bodies, of which the other has none.")
    same_kind: float = tolerance(0.7, "log odds", "A kind of activity in common.")
    other_kind: float = tolerance(-1.7, "log odds", "Kinds are known on both sides, and none is in common.")
    other_gathering: float = tolerance(-1.0, "log odds", "One calls it a visit, the other a workshop: both can be right.")
    other_mode: float = tolerance(-4.0, "log odds", "One was online, the other in person.")
    other_number: float = tolerance(-3.0, "log odds", "Both are numbered within a series, with other numbers.")
    before_or_after: float = tolerance(-2.0, "log odds", "One speaks of a preparation or of results, and the other does not.")
    words_factor: float = tolerance(7.0, "log odds", "All rare words of the shorter text are in the other one.")
    words_by_chance: float = tolerance(
        0.22, "share", "Share of rare words that texts about two events of one pairing have in common."
    )
    least_words: float = tolerance(-1.3, "log odds", "Least that words say: two people tell one event with other words.")
    common_zipf: float = tolerance(5.5, "Zipf", "Words used this often in English say nothing.")
    same_spelling: float = tolerance(88.0, "of 100", "Likeness of two spellings of one name: one letter in eight may differ.")
    shortest_name: int = tolerance(6, "letters", "Shorter names are one only where they are equal.")
    shortest_acronym: int = tolerance(3, "letters", "Shortest acronym that is compared with the initials of names.")
    other_host: float = tolerance(-2.0, "log odds", "Each was in another place, one of which is no city of the cooperation.")
    block: int = tolerance(400, "activities", "A block with more is compared by month only, so that the work stays linear.")
    rounding: float = tolerance(0.05, "share", "Most that two figures of a city differ where one is the other one rounded.")


EVENTS = EventTolerances()
"""The numbers that are used."""
