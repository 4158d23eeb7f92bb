"""The vocabularies of names: the grammar of names, known names, persons, programmes, and how bodies are linked."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from ucap.schemas.records import ActivityType, EntityLabel
from ucap.schemas.vocabularies.types import CountryCode, Phrase, Phrases, Spellings, Word, Words, strict

Strength = Literal["strong", "weak"]
NameKind = EntityLabel | Literal["DOER", "SIGHT", "THING"]
"""What an unknown name can be.

Who does something is a body or a person, what is visited is a sight or a body, and a thing is no mention.
"""


@strict
class EntityLists(TypedDict):
    """`entities.yml`: the grammar of names: which nouns make a name, and which words around them do not."""

    heads: dict[EntityLabel, dict[Strength, Phrases]]
    """Nouns that end an English name and give its label.

    `strong` ones make a name of almost any capitalised words before them, or of a complement after them; `weak` ones only of a
    proper name, for they also end headings.
    """
    lower_case_heads: dict[EntityLabel, Words]
    """Heads that count in small letters too, after a proper name of two words or more."""
    place_bodies: dict[EntityLabel, Phrases]
    """What may follow a place in small letters as the kind of a body, a region or a part of a city: `Rome city council`."""
    described_by_parts: Words
    """What such a noun describes when it stands after it: `Malmö district heating`."""
    suffix_heads: dict[EntityLabel, Words]
    """Endings of compound words that give a name's label in German, Dutch and the Nordic languages."""
    leading_heads: dict[EntityLabel, Words]
    """Heads that begin a name, in Romance, Germanic and other languages; the name continues to the end of its capitals."""
    complement_heads: Phrases
    """Heads after which a complement with of, for, to or in belongs to the name."""
    foreign_joiners: Words
    """Words that join capitalised words within names of other languages."""
    foreign_ands: Words
    """Those of `foreign_joiners` that mean "and"."""
    genitive_joiners: Words
    """Those of `foreign_joiners` that say whose or of what something is, before small words too: `Palais des congrès`."""
    shared_heads: Words
    """Words of names in other languages that are English heads, too: they begin a name only before a word of its own."""
    street_heads: Words
    """Streets and the like, which any capitalised word before them names: `Market Street`."""
    company_forms: Words
    """Legal forms that end the whole name of a company, whatever words are in it: `Ecologic Institut GmbH`."""
    company_partners: Words
    """What stands behind "&" in the names of companies: `GmbH & Co.`"""
    foreign_openers: Words
    """Articles and adjectives before the head of such a name: `La Marina de València`."""
    posted_heads: Words
    """Heads whose complement may begin with to, in or on as well: `Delegation to China`."""
    outposts: Words
    """Those of `posted_heads` that are also named after the city in which they are."""
    missions: Words
    """Those of `outposts` that are sent to a country: `Embassy of Chile to China`."""
    official_heads: Words
    """Heads whose complement alone makes a name, of ordinary words too: `Ministry of Commerce`."""
    agency_words: Phrases
    """Words that make an agency's name of the place after them: `Business Finland`."""
    city_adjectives: Words
    """What a city is said to be; after one of these, "City" is not the head of a facility's name."""
    starters: Phrases
    """Capitalised words that are not part of the name that follows: what begins a bullet, offices, modes of meeting."""
    generic_modifiers: Phrases
    """Modifiers that do not make a proper name of a head: `the City Council`."""
    nationalities: Words
    """Adjectives of peoples and continents: no mention on their own, part of a longer name."""
    plain_abbreviations: Words
    """Abbreviations in capitals that name a thing and not an organisation."""
    topics: Phrases
    """Topics that may be joined by "and", "&" or commas within the name of a body."""
    company_endings: Words
    """Endings of a company's name that may stand behind a comma: `Co., Ltd.`."""
    inseparable_kinds: Words
    """Kinds of places in small letters that belong to the name: Jingyue `zone`."""
    name_adjectives: Words
    """Adjectives that begin a sentence as well as a name: kept where a head follows directly."""
    broad_peoples: Words
    """Peoples of whom headings speak too, so that their adjective alone makes no proper name."""
    people_prefixes: Words
    """First parts of compound peoples: `Sino-German`."""
    following_words: Words
    """Words in small letters that can follow a name; before any other, capitalised words may only describe."""
    place_prepositions: Words
    """Prepositions after which an unknown name is a place."""
    direction_prepositions: Words
    """Prepositions after which an unknown name may be a place."""
    place_kinds: dict[EntityLabel, Words]
    """What a place is said to be, by the label of its name: before one of these it is not a body's name."""
    city_endings: Words
    """What belongs to a city's name, with a comma or without: Washington, `D.C.`"""
    region_kinds: Words
    """Kinds of regions in the plural, behind a list of them: Kent and Essex `counties`."""
    kind_nouns: dict[NameKind, Phrases]
    """Nouns beside an unknown name that tell its kind: the X `alliance`, the `company` X; `THING` is none (the X `app`)."""
    named_waters: Words
    """Waters in small letters before their name, whatever else it is: the `river` Loire."""
    owned_nouns: dict[EntityLabel, Words]
    """Nouns before "of" and an unknown name that tell its kind: `engineers` of X, the `restoration` of X."""
    cues_before: dict[NameKind, Phrases]
    """Words directly before an unknown name, or before its article, that tell its kind: hosted `by` X, held `via` X."""
    cues_before_article: dict[EntityLabel, Phrases]
    """Words that do so only with an article between them and the name: they `saw` the X."""
    acting_verbs: Words
    """Verbs behind a name of what only bodies and people do, beside all past forms in -ed."""
    passive_verbs: Words
    """Past forms that say nothing of the kind: X `opened` in May."""
    place_words: Words
    """Words of place: after them a city may stand whose name is also a word."""
    project_words: Words
    """Words beside the name of a project: the DISCO `project`."""
    project_groups: Words
    """Those who work in a project, behind its name: the DISCO `partners`."""
    plan_words: Words
    """Words of plans, behind a blend or in an apposition: the OnePGH `strategy`."""
    centres: Words
    """Centres, which are bodies or buildings: `Centro`."""
    facility_adjectives: Words
    """What stands behind those that are buildings: Centro `Cultural`."""
    town_heads: Words
    """Heads of sights in other languages that begin the names of towns as well: `Puerto` Montt."""
    public_feasts: Words
    """Those that are named by ordinary words behind "of": the `Festival` of Lights."""
    public_events: Words
    """Gatherings in public that "the" and words of any kind name: the Peace Memorial `Ceremony`."""
    numbered_sights: Words
    """Sights of which numbers tell one: `Pier` 70."""
    legal_forms: Words
    """Legal forms with stops behind the name of a company: GeoSupport `s.r.o`."""
    town_people: Words
    """Those of whom a text says which town they live in: `residents` of Mierkowo."""
    met_with: Words
    """Words before "with" of what is done only with bodies and people: a `meeting` with X."""
    town_parts: Words
    """Parts of towns before "of" and their names: the `island` of X."""
    town_joiners: Words
    """Words between hyphens in the names of towns: `Saint-Aubin-sur-Mer`."""
    unspelt_words: Words
    """Words of English names that acronyms leave out, beside `foreign_joiners`."""
    english_joiners: Words
    """Words that join two words of an English name."""
    complement_joiners: Words
    """Joiners between any head and its complement: `University of Porto`."""
    posted_joiners: Words
    """Joiners between a head of `posted_heads` and its complement: `Delegation to China`."""
    seat_prepositions: Words
    """Prepositions between the complement of a posted head and the place where it is: `German Chamber of Commerce in China`."""
    seated_heads: Words
    """Heads of a people's body that is named after its city: `Czech Technical University in Prague`."""
    things_of: Words
    """Words that "of" joins to the capitalised word after it within a name: `World Internet of Things Exposition`."""
    agencies_in: Words
    """Words that "in" joins to the place after it as an agency's name: `Invest in Bavaria`."""
    state_wide_words: Words
    """Adjectives that make a programme of two ordinary words a name: `the National Action Plan`."""
    surroundings: Words
    """What a place may be joined with by "and" in a body's name: `Toronto and Region Conservation Authority`."""
    tiers: Words
    """Tiers of government that share one body: `Limerick City and County Council`."""
    list_directions: Words
    """Prepositions before a list of places whose last name is unknown: `from Yantai and Penglai`."""
    staff_words: Words
    """Words for persons after a head in small letters, which then belongs to them: `the Lille project manager`."""
    described_heads: Words
    """Heads that are not a name with a city's adjective or a place before them: `Smart City`."""
    people_endings: Words
    """Endings of adjectives of peoples that no list has: `the Styrian government`."""
    genitive_owners: Words
    """Words whose genitive is part of a body's name, `People's Government`; other genitives end a name."""
    outer_words: Words
    """Words and endings at the edge of a model's entity that are not part of the name."""
    date_openers: Phrases
    """Words before a date that say what it means and are not part of its mention."""
    date_closers: Phrases
    """Words after a date that say what it means and are not part of its mention."""
    day_openers: Words
    """Words before a day or a month, after which a name begins anew: `last` Tuesday Graz City Council."""
    stopped_abbreviations: Words
    """Abbreviations whose full stop does not end a sentence."""
    inflections: list[Annotated[list[str], Field(min_length=2, max_length=2)]]
    """English inflections: the ending of a form, and of the dictionary's word for it (`cities`, `city`)."""


@strict
class KnownNameLists(TypedDict):
    """`known_names.yml`: bodies, companies and events that are generally known in the field."""

    organisations: list[Spellings]
    """Bodies, each with its spellings."""
    companies: Phrases
    """Companies that city delegations meet, each with one spelling."""
    tools: Phrases
    """Tools for calls, messages and shared work, which are not bodies: `Skype`."""
    events: list[Spellings]
    """Events, each with its spellings."""


@strict
class PersonLists(TypedDict):
    """`persons.yml`: how persons are distinguished from bodies: by a title, an office or a given name."""

    titles: Words
    """Titles and offices before a name; an office of several words is read word by word."""
    title_parts: Words
    """Words that stand before a title as part of it: `Deputy`, `Vice`."""
    offices: Words
    """Offices beside a name that are no part of it, in small letters before it or in any writing behind a comma."""
    town_offices: Words
    """Offices that a town has, in small letters: what stands before or after one with `of` is a town."""
    relations: Words
    """Relations of persons, in small letters before a name: his `wife` Marta."""
    speaking_verbs: Words
    """Verbs of those who speak, beside a family name: Rossi `said`."""
    personal_pronouns: Words
    """Pronouns that speak of a person, and never of a body."""
    headline_verbs: Words
    """Verbs with a capital in headlines, behind a name."""
    descent_joiners: Words
    """Words between a name and that of the father: Omar `ibn` Saleh."""
    person_joiners: Words
    """Small words within names of persons, beside those of all names: Omar `ibn` Saleh."""
    surnames: Words
    """Chinese surnames in pinyin, in the capitals in which officials are printed: `ZHANG Wei`."""
    vietnamese_surnames: Words
    """Vietnamese family names, before one of `vietnamese_middles` and the given name: `Phan` Van Mai."""
    vietnamese_middles: Words
    """What stands between the family and the given name: Phan `Van` Mai."""
    given_names: Words
    """Given names that are hardly anything else: not words, cities or brands."""


@strict
class ProgrammeLists(TypedDict):
    """`programmes.yml`: programmes, strategies and frameworks generally known in urban cooperation."""

    programmes: list[Spellings]
    """Programmes, each with its spellings; names wholly in capitals are matched in capitals only."""
    trailing_heads: Words
    """What may follow a programme's name as part of the mention."""
    own_projects: Words
    """Programmes that are projects themselves, whose kind in small letters belongs to the mention: `IUC` project."""
    goal_prefixes: Phrases
    """What stands before the number of a Sustainable Development Goal, which counts as a programme."""


@strict
class LinkingLists(TypedDict):
    """`linking.yml`: by which words two spellings of a body's name are the same name."""

    synonyms: dict[Phrase, Phrases]
    """English words with words of other languages and spellings, in lower-case ASCII."""
    english_spellings: Words
    """Those of the `synonyms` that are English as well."""
    unimportant: Words
    """Words that do not distinguish one body from another: articles, prepositions, legal forms."""


@strict
class EventLists(TypedDict):
    """`events.yml`: words by which activities of several summaries are compared."""

    host_before: Phrases
    """Before the name of a city in which an activity takes place."""
    went_before: Phrases
    """Before the name of a city to which people surely went."""
    host_after: Phrases
    """After the name of a city that is host."""
    guest_after: Words
    """After the name of a city: people of that city, who can be guests elsewhere."""
    plain_words: Words
    """Words that say nothing about which event it was, beside those that name a kind of activity."""
    gatherings: list[ActivityType]
    """Kinds that two texts can give for one event."""
    guest_before: Phrases
    """Before the name of a city or country whose people are guests elsewhere."""
    journey: Phrases
    """Words of people who go somewhere or come from somewhere."""
    host_speaks: Phrases
    """How a summary says that guests came to its own city, without naming it."""
    guest_speaks: Phrases
    """How a summary says that its own people went to the other city, without naming it."""
    inside: Words
    """Before `our` and a place of those who tell: `in our depot`."""
    not_places: Words
    """What follows `our` where it is no such place: `to our partner`."""
    goes: Words
    """What people do who are elsewhere: `our players travelled`."""
    done_together: Words
    """Where these stand, that the other side is named does not say that it came."""
    regions: dict[CountryCode, list[str]]
    """English names of regions by which people name where they were, by country."""
    ordinals: dict[Word, str]
    """Words that number the events of a series, with the number; `last` for what ends it."""
    series: Words
    """Words that are numbered: `webinar 1`, `part two`."""
    before_it: Phrases
    """Words of what comes before an event: its preparation, or a call for it."""
    after_it: Phrases
    """Words of what follows an event: its results, its evaluation, its return."""
    before_event: Phrases
    """Before a word that names an event (`series`), in what is fixed before it: `details of the training`."""
    after_event: Phrases
    """The same in what comes after it or out of it: `call after the visit`, `review of the pilot`."""
    deeds: dict[Word, Phrases]
    """What people did together, by a name of our own, in the words of either side."""
    usual_deeds: Words
    """Deeds that go with others, so that they do not tell two events apart."""
    people: dict[Phrase, Phrases]
    """Who took part, by a name of our own, in the words of either side."""
    numbers: dict[Word, int]
    """Numbers in words, also those that count a series."""
    titles: Words
    """Titles and ranks, which are no part of a name."""
    peoples: dict[CountryCode, Words]
    """What the people and things of a country are called, by ISO 3166-1 alpha-2 code."""
