"""The words that the grammar of names knows: `entities.yml` and its neighbours, ready for look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar, get_args

from ucap.extractors.text.phrases import PhraseTable, index_phrases, split_phrases
from ucap.schemas.records import EntityLabel
from ucap.schemas.vocabularies import load_vocabulary
from ucap.schemas.vocabularies.name_lists import NameKind

Kind = TypeVar("Kind", bound=str)

PLACES: Final[frozenset[EntityLabel]] = frozenset({"CITY", "COUNTRY", "REGION"})


@dataclass(frozen=True)
class Head:
    """A noun that tells the kind of a name: of nearly any words (`strong`) or of proper names only."""

    label: EntityLabel
    strong: bool


@dataclass(frozen=True)
class NameVocabulary:
    """The word lists by what they say of a word; what each is for, the YAML files say."""

    heads: PhraseTable[Head]
    lower_case_heads: Mapping[str, EntityLabel]
    leading_heads: Mapping[str, EntityLabel]
    complement_heads: frozenset[str]
    official_heads: frozenset[str]
    posted_heads: frozenset[str]
    outposts: frozenset[str]
    missions: frozenset[str]
    city_endings: frozenset[str]
    region_kinds: frozenset[str]
    kind_nouns: PhraseTable[NameKind]
    named_waters: frozenset[str]
    owned_nouns: Mapping[str, EntityLabel]
    cues_before: PhraseTable[NameKind]
    cues_before_article: PhraseTable[EntityLabel]
    acting_verbs: frozenset[str]
    passive_verbs: frozenset[str]
    foreign_joiners: frozenset[str]
    foreign_ands: frozenset[str]
    genitive_joiners: frozenset[str]
    shared_heads: frozenset[str]
    street_heads: frozenset[str]
    plan_words: frozenset[str]
    centres: frozenset[str]
    facility_adjectives: frozenset[str]
    public_events: frozenset[str]
    public_feasts: frozenset[str]
    town_heads: frozenset[str]
    numbered_sights: frozenset[str]
    company_forms: frozenset[str]
    company_partners: frozenset[str]
    foreign_openers: frozenset[str]
    agency_words: frozenset[str]
    region_words: frozenset[str]
    city_adjectives: frozenset[str]
    starters: frozenset[str]
    generic: frozenset[str]
    nationalities: frozenset[str]
    abbreviations: frozenset[str]
    topics: frozenset[str]
    titles: frozenset[str]
    title_parts: frozenset[str]
    relations: frozenset[str]
    speaking_verbs: frozenset[str]
    personal_pronouns: frozenset[str]
    headline_verbs: frozenset[str]
    descent_joiners: frozenset[str]
    person_joiners: frozenset[str]
    surnames: frozenset[str]
    vietnamese_surnames: frozenset[str]
    vietnamese_middles: frozenset[str]
    given_names: frozenset[str]
    listed_given_names: frozenset[str]
    listed_family_names: frozenset[str]
    offices: frozenset[str]
    town_offices: frozenset[str]
    place_words: frozenset[str]
    place_prepositions: frozenset[str]
    direction_prepositions: frozenset[str]
    place_kinds: Mapping[str, EntityLabel]
    place_bodies: PhraseTable[EntityLabel]
    suffix_heads: Mapping[str, EntityLabel]
    company_endings: frozenset[str]
    company_stops: frozenset[str]
    inseparable_kinds: frozenset[str]
    tools: PhraseTable[str]
    name_adjectives: frozenset[str]
    broad_peoples: frozenset[str]
    people_prefixes: frozenset[str]
    following: frozenset[str]
    calendar: frozenset[str]
    day_openers: frozenset[str]
    months: frozenset[str]
    trailing_heads: frozenset[str]
    own_projects: frozenset[str]
    goal_prefixes: tuple[str, ...]
    project_words: frozenset[str]
    project_groups: frozenset[str]
    legal_forms: frozenset[str]
    town_people: frozenset[str]
    met_with: frozenset[str]
    town_parts: frozenset[str]
    town_joiners: frozenset[str]
    unspelt_words: frozenset[str]
    english_joiners: frozenset[str]
    complement_joiners: frozenset[str]
    posted_joiners: frozenset[str]
    seat_prepositions: frozenset[str]
    seated_heads: frozenset[str]
    things_of: frozenset[str]
    agencies_in: frozenset[str]
    state_wide_words: frozenset[str]
    surroundings: frozenset[str]
    tiers: frozenset[str]
    list_directions: frozenset[str]
    staff_words: frozenset[str]
    described_by_parts: frozenset[str]
    described_heads: frozenset[str]
    people_endings: tuple[str, ...]


@cache
def load_name_vocabulary() -> NameVocabulary:
    """Load the word lists, once per process."""
    listed, programmes, persons = load_vocabulary("entities"), load_vocabulary("programmes"), load_vocabulary("persons")
    dates, places = load_vocabulary("dates"), load_vocabulary("places")
    heads: dict[tuple[str, ...], Head] = {}
    for label in get_args(EntityLabel):
        for strength, nouns in listed["heads"].get(label, {}).items():
            for noun in nouns:
                heads.setdefault(tuple(noun.casefold().split()), Head(label, strength == "strong"))
    heads |= {(form + stop,): Head("ORG", strong=True) for form in listed["legal_forms"] for stop in ("", ".")}
    strong = {key[-1] for key, head in heads.items() if head.strong}
    calendar = {name for names in (*dates["months"], *dates["weekdays"]) for name in names} - {*dates["ambiguous_months"]}
    return NameVocabulary(
        heads=index_phrases(heads),
        lower_case_heads=_by_noun(listed["lower_case_heads"]),
        leading_heads=_by_noun(listed["leading_heads"]),
        complement_heads=frozenset(strong) | {*listed["complement_heads"]},
        official_heads=frozenset(listed["official_heads"]),
        posted_heads=frozenset(listed["posted_heads"]),
        outposts=frozenset(listed["outposts"]),
        missions=frozenset(listed["missions"]),
        city_endings=frozenset(listed["city_endings"]),
        region_kinds=frozenset(listed["region_kinds"]),
        kind_nouns=_index_by_noun(listed["kind_nouns"]),
        named_waters=frozenset(listed["named_waters"]),
        owned_nouns=_by_noun(listed["owned_nouns"]),
        cues_before=_index_by_noun(listed["cues_before"]),
        cues_before_article=_index_by_noun(listed["cues_before_article"]),
        acting_verbs=frozenset(listed["acting_verbs"]),
        passive_verbs=frozenset(listed["passive_verbs"]),
        foreign_joiners=frozenset(listed["foreign_joiners"]),
        foreign_ands=frozenset(listed["foreign_ands"]),
        genitive_joiners=frozenset(listed["genitive_joiners"]),
        shared_heads=frozenset(listed["shared_heads"]),
        street_heads=frozenset(listed["street_heads"]),
        plan_words=frozenset(listed["plan_words"]),
        centres=frozenset(listed["centres"]),
        facility_adjectives=frozenset(listed["facility_adjectives"]),
        public_events=frozenset(listed["public_events"]),
        public_feasts=frozenset(listed["public_feasts"]),
        town_heads=frozenset(listed["town_heads"]),
        numbered_sights=frozenset(listed["numbered_sights"]),
        company_forms=frozenset(listed["company_forms"]),
        company_partners=frozenset(listed["company_partners"]),
        foreign_openers=frozenset(listed["foreign_openers"]),
        agency_words=frozenset(listed["agency_words"]),
        region_words=frozenset(places["region_words"]),
        city_adjectives=frozenset(listed["city_adjectives"]),
        starters=frozenset(listed["starters"]),
        generic=frozenset(listed["generic_modifiers"]),
        nationalities=frozenset(listed["nationalities"]),
        abbreviations=frozenset(listed["plain_abbreviations"]),
        topics=frozenset(listed["topics"]),
        titles=frozenset(form for title in persons["titles"] for form in (title, title.removesuffix("."))),
        title_parts=frozenset(persons["title_parts"]),
        relations=frozenset(persons["relations"]),
        speaking_verbs=frozenset(persons["speaking_verbs"]),
        personal_pronouns=frozenset(persons["personal_pronouns"]),
        headline_verbs=frozenset(persons["headline_verbs"]),
        descent_joiners=frozenset(persons["descent_joiners"]),
        person_joiners=frozenset((*persons["person_joiners"], *listed["foreign_joiners"])),
        surnames=frozenset(persons["surnames"]),
        vietnamese_surnames=frozenset(persons["vietnamese_surnames"]),
        vietnamese_middles=frozenset(persons["vietnamese_middles"]),
        given_names=frozenset(persons["given_names"]),
        listed_given_names=_load_person_names("g"),
        listed_family_names=_load_person_names("f"),
        town_offices=frozenset(persons["town_offices"]),
        offices=frozenset(persons["offices"]) | frozenset(persons["titles"]),
        place_words=frozenset(listed["place_words"]),
        direction_prepositions=frozenset(listed["direction_prepositions"]),
        place_prepositions=frozenset(listed["place_prepositions"]),
        place_kinds=_by_noun(listed["place_kinds"]),
        place_bodies=_index_by_noun(listed["place_bodies"]),
        suffix_heads=_by_noun(listed["suffix_heads"]),
        company_endings=frozenset(listed["company_endings"]),
        company_stops=frozenset(listed["company_endings"]) | {"co", "corp"},
        inseparable_kinds=frozenset(listed["inseparable_kinds"]),
        tools=index_phrases(split_phrases(load_vocabulary("known_names")["tools"])),
        name_adjectives=frozenset(listed["name_adjectives"]),
        broad_peoples=frozenset(listed["broad_peoples"]),
        people_prefixes=frozenset(listed["people_prefixes"]),
        following=frozenset(listed["following_words"]),
        calendar=frozenset(calendar),
        day_openers=frozenset(listed["day_openers"]),
        months=frozenset(name for names in dates["months"] for name in names),
        trailing_heads=frozenset(programmes["trailing_heads"]),
        own_projects=frozenset(programmes["own_projects"]),
        goal_prefixes=tuple(programmes["goal_prefixes"]),
        project_words=frozenset(listed["project_words"]),
        project_groups=frozenset(listed["project_groups"]),
        legal_forms=frozenset(form + stop for form in listed["legal_forms"] for stop in ("", ".")),
        town_people=frozenset(listed["town_people"]),
        met_with=frozenset(listed["met_with"]),
        town_parts=frozenset(listed["town_parts"]),
        town_joiners=frozenset(listed["town_joiners"]),
        unspelt_words=frozenset((*listed["unspelt_words"], *listed["foreign_joiners"])),
        english_joiners=frozenset(listed["english_joiners"]),
        complement_joiners=frozenset(listed["complement_joiners"]),
        posted_joiners=frozenset(listed["posted_joiners"]),
        seat_prepositions=frozenset(listed["seat_prepositions"]),
        seated_heads=frozenset(listed["seated_heads"]),
        things_of=frozenset(listed["things_of"]),
        agencies_in=frozenset(listed["agencies_in"]),
        state_wide_words=frozenset(listed["state_wide_words"]),
        surroundings=frozenset(listed["surroundings"]),
        tiers=frozenset(listed["tiers"]),
        list_directions=frozenset(listed["list_directions"]),
        staff_words=frozenset(listed["staff_words"]),
        described_by_parts=frozenset(listed["described_by_parts"]),
        described_heads=frozenset(listed["described_heads"]),
        people_endings=tuple(listed["people_endings"]),
    )


@cache
def _load_person_names(kind: str) -> frozenset[str]:
    """Return the folded given (g) or family names (f) of `schemas/vocabularies/person_names.tsv`, which says their source."""
    text = (files("ucap.schemas.vocabularies") / "person_names.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset(name for name, kinds in pairs if kind in kinds)


def _index_by_noun(nouns_by_label: Mapping[Kind, list[str]]) -> PhraseTable[Kind]:
    return index_phrases({tuple(noun.split()): label for noun, label in _by_noun(nouns_by_label).items()})


def _by_noun(nouns_by_label: Mapping[Kind, list[str]]) -> dict[str, Kind]:
    return {noun: label for label, nouns in nouns_by_label.items() for noun in nouns}
