"""The vocabularies of the form: its rows, bullets, themes, agenda, activities, dates, numbers and places."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from ucap.schemas.records import ActivityType, Kind, Mode, SectionName
from ucap.schemas.vocabularies.types import (
    CountryCode,
    FloatBounds,
    IntBounds,
    Phrase,
    Phrases,
    Spellings,
    Word,
    Words,
    each_of,
    strict,
)

Factor = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?$")]
"""A decimal number, quoted in the file so that no digit is lost to binary fractions."""
GoalNumber = Annotated[int, Field(ge=1, le=17)]
Month = Annotated[int, Field(ge=1, le=12)]
Phase = Literal["early", "mid", "late", "last_week"]
DateOperator = Literal["since", "until", "before", "after", "around"]
DurationUnit = Literal["day", "week", "month", "year"]
NamedBody = Literal["city", "metropolitan_area", "consortium", "province", "region"]
HeaderFigure = Literal["population", "area_km2"]
Figure = Literal["population", "area_km2", "people_per_km2"]
Glyph = Annotated[str, StringConstraints(min_length=1, max_length=1)]
OneGlyphEach = Annotated[list[Glyph], Field(json_schema_extra={"uniqueItems": True})]


@strict
class PlausiblePeriod(TypedDict):
    """Bounds outside which a printed period is probably a slip of the pen."""

    years: IntBounds
    """First and last year in which cooperation of this kind takes place."""
    period_years: int
    """The longest period, in years."""


@strict
class FormLists(TypedDict):
    """`form.yml`: the form itself: what its title is made of, and which rows it must have."""

    title_marks: Phrases
    """Words that only a title line has; such a line is read as the title."""
    title_phrases: Phrases
    """What is taken out of a title to find the name of a cluster."""
    table_heads: Words
    """Words above the labels in the first row of a table, which holds no values: `Item`."""
    column_heads: Words
    """Words in the heads of the columns of values, beside those that point to the row of partners: `Lead city`."""
    behind_heads: Words
    """Words in a label behind which stands what the row is about, not what it is."""
    talk: Phrases
    """Words of texts that talk about forms."""
    mandatory_rows: Annotated[dict[Kind, list[SectionName]], each_of(Kind)]
    """Rows without which a form of that kind is not complete."""
    plausible: PlausiblePeriod
    """Bounds for the period of cooperation."""
    open_words: Words
    """Words after which a sentence must continue; compared as printed, so that "Category A" may end a text."""
    linking_words: Words
    """Words after which a line seldom ends, though a text may; with `open_words` they show that more follows."""
    page_words: Words
    """Words before the number of a page."""
    page_of: Words
    """Words between a page's number and the number of pages, beside the slash."""
    counted: Words
    """Words before the number of a theme in a line of several."""
    notes: Phrases
    """Words before a colon in a last paragraph that is about its row: `Note: figures are estimates`."""


@strict
class BodyLists(TypedDict):
    """`bodies.yml`: what a partner is, by the words of its name."""

    words: dict[NamedBody, Words]
    """Words of each kind, the most telling kind first where a name has words of several."""
    directions: Words
    """Words that name a region in many countries; alone they do not say in which."""


@strict
class BulletLists(TypedDict):
    """`bullets.yml`: the signs that begin a bullet, by how sure they are."""

    always: OneGlyphEach
    """A line that begins with one of these is a bullet."""
    separated: OneGlyphEach
    """Signs that are also dashes or letters: a bullet only where the sign is separated from the text."""
    lost: OneGlyphEach
    """As `separated`, but only on pages: what a font prints for a bullet that it lacks."""
    within_texts: OneGlyphEach
    """Those of `always` that sentences hold, too: arrows, points, ticks."""
    ticked: OneGlyphEach
    """Boxes that are ticked; each of them is one of `always`."""
    unticked: OneGlyphEach
    """Boxes that are not ticked; each of them is one of `always`."""


@strict
class LigatureLists(TypedDict):
    """`ligatures.yml`: letters that are printed as one glyph, and the wrong names that fonts have for such glyphs."""

    printed: Words
    """What a glyph without a right name may print, commonest first."""
    usual: dict[Glyph, Word]
    """Names that are known to be wrong, with what they print: a single known word is enough to believe them."""


Ending = Annotated[str, StringConstraints(pattern=r"^[a-z]*$")]


@strict
class ThemeLists(TypedDict):
    """`themes.yml`: words for comparing a heading with the themes of cooperation."""

    general: Words
    """Words that nearly every theme has; they say little about which theme is meant."""
    concepts: dict[Word, Words]
    """Groups of words of one meaning; each group is compared as one word."""
    whole: Words
    """Words of a heading that speaks of all sides at once; it names a theme only by a word of that theme itself."""
    endings: list[list[Ending]]
    """Groups of endings by which words of one root differ: first that of a noun, then those that take its place."""


@strict
class AgendaLists(TypedDict):
    """`agenda.yml`: the frameworks of the agenda row, with the official short names of their topics."""

    sdgs: Annotated[dict[GoalNumber, Phrase], Field(min_length=17)]
    """The Sustainable Development Goals by number."""
    urban_agenda: dict[Phrase, Phrases]
    """Partnerships of the Urban Agenda for the EU, each with other wordings that were met or are likely."""
    urban_agenda_markers: Phrases
    """How the Urban Agenda is named in print, before the topic's name."""
    urban_agenda_marker_tails: Phrases
    """Words that may follow such a name and belong to it, not to the topic."""
    other_agendas: Phrases
    """Urban agendas of others: what follows them is not a partnership of the EU's."""
    small_words: Words
    """Words that do not distinguish topics."""


@strict
class DefinedWords(TypedDict):
    """A value of a closed list: what it means, and the words that show it."""

    definition: str
    """One sentence for the data dictionary."""
    words: Phrases
    """Words that show this value; PLACE and EVENT stand for a named place and a named event."""


@strict
class PlannedWords(TypedDict):
    """How the first sentence of a text shows that it speaks of something still to come."""

    first_words: Words
    """Words that show it as the first word of the sentence."""
    possible: Words
    """Those of them that show it only where the sentence tells of nothing that was done."""
    participles: Words
    """Participles that show it behind `is`, behind what is planned, or at the end of a clause."""
    comparing: Words
    """Words before or behind which they do not: `as planned`, `once a week`."""
    past: Words
    """Words before a plan that tell of it as one that was: `was first planned`."""
    conditions: Phrases
    """Words that begin the condition under which it is to be held."""
    events: Words
    """Verbs without object behind `to`: `study to follow`."""
    subjects: Words
    """Prepositions behind which `to be` may belong to a subject: `talks on the bridge to be built`."""
    irregular: Words
    """Participles that neither their endings nor `verbs` show."""
    weighing: Words
    """Forms of verbs that say behind `is` that something is being thought about or got ready."""
    modals: Words
    """Verbs that say what may happen."""
    doubtful_first: Words
    """Words that leave a doubt as the first word of the sentence."""
    doubtful: Phrases
    """Phrases that leave a doubt anywhere in the sentence."""
    headlines: Words
    """Verbs behind `to` that show it in a note without another verb: `fire chief to visit Bonn`."""
    aims: Words
    """Words before `is to` that tell what something is for."""
    phrases: Phrases
    """Phrases that show it anywhere in the sentence."""
    done: Phrases
    """Words that say what was already done; before a phrase they take away its meaning."""


@strict
class MakingWords(TypedDict):
    """Verbs of which only their object says what was done: `drew up guidelines`, `drew up a list of guests`."""

    verbs: Phrases
    """Verbs, and nouns with `of`, for making something in writing."""
    concepts: Phrases
    """What is researched, compared or laid down as a concept."""


@strict
class StayWords(TypedDict):
    """How a sentence says that people stayed for a time: `taught for a term in Bonn`, `spent a season in Bonn`."""

    verbs: Words
    """What they did."""
    units: Words
    """Lengths of time that make an exchange of it."""
    lengths: Words
    """What may stand before the length, besides numbers."""
    staying: Words
    """Those verbs of which a kind of place is enough: `spent ten weeks at the office`."""


@strict
class HostingWords(TypedDict):
    """How a sentence says that people came as guests: `Bonn received ten officials from Graz`."""

    verbs: Words
    """What the hosts did."""
    people: Words
    """Who came; a number before another noun in the plural is enough."""
    offices: Words
    """Those of whom a heading says where they are: `mayor in Graz: talks`."""


@strict
class PreventedWords(TypedDict):
    """Words behind which a sentence names what was not held: `forced` or `resolved` with `stops`, `unable` with `deeds`."""

    forced: Phrases
    """Those whose subject is not what was held: `the mayor had to`."""
    resolved: Phrases
    """Those whose subject may be a meeting that was held: `the board decided to`."""
    stops: Phrases
    """What ends a plan: `cancel`."""
    unable: Phrases
    """What could not be done: `impossible to`."""
    deeds: Phrases
    """What is done with activities: `hold`."""
    phrases: Phrases
    """Others: `put an end to`."""


@strict
class HindranceWords(TypedDict):
    """Words that may say that something was not held."""

    denials: Phrases
    """Words that deny something."""
    causes: Phrases
    """What keeps people from meeting at a place."""
    harmless: Phrases
    """Phrases with one of these words that deny nothing."""


@strict
class RoleWords(TypedDict):
    """Words by which the part of a noun in its sentence is known."""

    complements: Words
    """Prepositions that tie a noun to the one before it: it is only mentioned (`handbook for visits`)."""
    purposes: Words
    """Those that may also say what people travelled for."""
    prepositions: Words
    """Other words before which a noun phrase ends: what follows says where, when or with whom."""
    transparent: Words
    """Nouns that are nothing by themselves: the one after `of` counts (`series of visits`)."""
    takes_over: Words
    """Nouns that make an attribute of the one before them: `workshop equipment`."""
    determiners: Words
    """Words that begin an object: before them `visits` is a verb."""
    verbs: Words
    """Verbs of the lists that do not end in `ed`."""
    auxiliaries: Words
    """Words before a participle that make a verb of it: `was cancelled`."""
    clauses: Words
    """Words that begin a clause within a subject: `workshop about what to do when`."""
    doing: Words
    """Verbs that say of their subject that it was held: `drew`, `ended`."""
    ways: Words
    """Words before the means by which people met: `by telephone`, `via Teams`."""
    adverbs: Words
    """Adverbs that say by themselves how people met."""
    others: Words
    """Words that begin a clause, which may be about something else."""
    behind_nouns: Words
    """Words behind a noun that it does not tell more of."""
    relatives: Words
    """Participles that, behind a comma, only tell more of the noun before it: `the museum, built on a mine`."""
    things: Phrases
    """What was made or done and is no kind of activity: where one is named first, `other` is certain."""


@strict
class ActivityLists(TypedDict):
    """`activities.yml`: kinds of activity and modes of meeting, each with the words that show it."""

    types: Annotated[dict[ActivityType, DefinedWords], each_of(ActivityType)]
    """Kinds of activity; several may hold for one activity."""
    deeds: dict[ActivityType, Words]
    """Verbs in the present tense, of each kind, that are other words where no object stands behind them: `train`."""
    making: MakingWords
    """What shows a study by the object of a verb."""
    not_meant: Phrases
    """Phrases that contain a word of a kind and do not mean it."""
    passing: Phrases
    """After these an activity is only mentioned: the few words behind them do not count."""
    cancelled: Phrases
    """What stands before these in the sentence did not take place."""
    not_cancelled: Phrases
    """Phrases that hold one of those and say that it is still to come."""
    moved_here: Phrases
    """Words of `cancelled` behind which `from` and a time say when it was meant to be first."""
    anything: Words
    """Words behind `no` that stand for whatever may be done."""
    replaced: Phrases
    """What stands behind these did not take place, and something else did: `instead of the visit`."""
    turned: Phrases
    """Between two activities they say that the second took place instead of the first: `the visit became a webinar`."""
    stopped: Words
    """Participles that say behind an activity that it did not take place: `visit scrapped`."""
    guests: Phrases
    """Those words of visits that only name people, who may take part from afar."""
    remote: Words
    """Words directly before a kind that say that people met online: `video talks`."""
    lectures: Phrases
    """Words of conferences that are webinars where people met online."""
    stays: StayWords
    """How a sentence says that people stayed somewhere for a time."""
    hosting: HostingWords
    """How a sentence says that people came as guests."""
    negations: Phrases
    """Before a word of `undone` they say the same: `has not yet been held`."""
    undone: Phrases
    """Participles of what is done with activities."""
    prevented: PreventedWords
    """How a sentence says that what stands behind was not held."""
    moved: Phrases
    """Before a time they say that something was put off: `was moved to autumn`."""
    hindrances: HindranceWords
    """Words by which it is doubted that something was held."""
    concessions: Phrases
    """Behind these stands what did not keep the rest from taking place: `although the concert was cancelled`."""
    held_anyway: Phrases
    """What a sentence says was cancelled took place all the same where one of these follows."""
    subject: Phrases
    """After a word that shows a kind, these begin its subject; what follows is spoken about and not done."""
    subject_anyway: Phrases
    """These begin a subject wherever they stand."""
    spoken_about: Phrases
    """What stands directly before these was only spoken about."""
    modes: Annotated[dict[Mode, DefinedWords], each_of(Mode)]
    """How people meet."""
    at_places: Phrases
    """Words besides those of gatherings for which people go to a place that is named: `internship`."""
    places: Phrases
    """Words of place before PLACE that say where people met."""
    shares: Phrases
    """Parts of a meeting or of those who met: `half in Graz, half online`."""
    some_only: Phrases
    """Words for some of those who met: `the others dialled in`."""
    venues: Phrases
    """Kinds of place that are named without a name behind `in the` or `at the`: `town hall`."""
    joined: Phrases
    """Beside an online word these say that some people were elsewhere than the meeting."""
    next: Phrases
    """After these, something else is told of: a subject ends, and a second meeting may be named."""
    both_ways: Words
    """Between an online meeting and a place these say that people met in both ways."""
    between_ways: Words
    """Words that may stand beside those of `both_ways` without saying anything."""
    planned: PlannedWords
    """How a text shows that it speaks of something still to come."""
    roles: RoleWords
    """How a noun's part in its sentence is known: what was done, or a mention."""


@strict
class PeriodWords(TypedDict):
    """What stands beside the dates of a period, apart from lengths of time."""

    open: Phrases
    """The period has no end yet."""
    extended: Phrases
    """The period was or can be made longer."""
    start: Phrases
    """Labels before the first date: `Start: May 2018`."""
    end: Phrases
    """Labels before the last date."""
    stages: Phrases
    """Names of the parts of a period: `Phase 1: 2017-2018`."""
    plain: Phrases
    """Words that say nothing about the dates beside them."""


@strict
class DateLists(TypedDict):
    """`dates.yml`: words of printed dates, without case and accents; in phrases one blank separates words and signs."""

    months: Annotated[list[Words], Field(min_length=12, max_length=12)]
    """Names of each month, January first."""
    ambiguous_months: Words
    """Names of months that are also ordinary words: in small letters and without a year they are no month."""
    weekdays: Annotated[list[Words], Field(min_length=7, max_length=7)]
    """Names of each weekday, Monday first; they are read over."""
    raised_suffixes: Words
    """Those that may stand behind a blank."""
    ordinal_suffixes: Words
    """What may follow the number of a day: `1st`, `1er`."""
    ordinals: dict[Annotated[int, Field(ge=1, le=5)], Words]
    """Words for first to fifth, of quarters, halves and weeks."""
    seasons: dict[Month, Words]
    """Names of seasons, by the first month of each."""
    quarter_words: Words
    """Nouns that mean a quarter of a year."""
    week_words: Words
    """Words before the number of a week: `CW 46`."""
    weeks_of: Phrases
    """Words before a day that stands for its week: `week commencing 20 May 2019`."""
    week_letters: Words
    """Letters before the number of a week, without a blank: `W23`."""
    numbered: Words
    """Nouns before a number that is no day: `session 3`."""
    week_openers: Words
    """Words before these: `calendar week`."""
    quarter_letters: Words
    """Letters before a number that mean a quarter: `Q3`."""
    half_words: Words
    """Nouns that mean half a year."""
    numbered_halves: Words
    """Nouns before the number of a half: `semester 2`."""
    half_letters: Words
    """Letters before a number that mean half a year: `H2`."""
    phases: Annotated[dict[Phase, Phrases], each_of(Phase)]
    """Words for the first, middle and last part of a year, quarter, season or month, and for the last week of a month."""
    month_weeks: Words
    """Nouns that mean a week of a month: `third week of May`."""
    phase_links: Phrases
    """Words between a part of a year or month and that year or month, besides `links`: `second week in June`."""
    verbs_of_phases: Words
    """Words of `phases` that are verbs as well: `projects end in June`."""
    links: Phrases
    """What may stand between a day, month or phase and its year without saying anything."""
    open_words: Words
    """Those of `open_ends` that need no dash or bracket before them, and `and`."""
    year_nouns: Words
    """Nouns for a year: `the year 2019`."""
    articles: Words
    """Articles before a date."""
    words_behind_days: Words
    """Words behind a day without a year: `October 14 after lunch`."""
    range_words: Words
    """Words between the two ends of a range."""
    list_words: Words
    """Words between the items of a list."""
    between: Words
    """Words that announce a range: `between May and July`."""
    operators: Annotated[dict[DateOperator, Phrases], each_of(DateOperator)]
    """Words before a date that open it at one end (`since`, `until`), move it by a day (`before`, `after`) or blur it."""
    open_ends: Phrases
    """Words after a date that say it has no end."""
    prepositions: Phrases
    """Prepositions before a date in running text."""
    held: Phrases
    """Behind a comma, and a few words before the date at the end of a note: `held online on`."""
    happened: Phrases
    """Before the date at the end of a note, also without a comma: `took place on`."""
    behind_subjects: Words
    """With which a sentence goes on behind the date in brackets of its subject."""
    definite: Words
    """Before what is known already, and has its own date."""
    year_contexts: Words
    """Words directly before which a bare number of four digits is a year."""
    updates: Words
    """Words of a heading that say when it was written."""
    labels: Words
    """Labels before a date: `Date: May 2019`."""
    planned: Phrases
    """Remarks beside a date that say it is still to come."""
    remarks: Words
    """Other remarks beside a date."""
    names: Words
    """Words of names that have a year in them without being a date: `Horizon 2020`."""
    counted: Words
    """After a number these make it a count: `2020 companies`."""
    duration_units: Annotated[dict[DurationUnit, Words], each_of(DurationUnit)]
    """Words for units of a length of time: `three years`."""
    duration_numbers: dict[Annotated[int, Field(ge=1)], Phrases]
    """Number words before these units."""
    duration_of: Phrases
    """Words after a date that announce a length of time: `May 2018 for a period of three years`."""
    repeated: Words
    """Before a length of time these say how often something is repeated: `every two years`."""
    period: PeriodWords
    """What stands beside the dates of a period."""


@strict
class UnitLists(TypedDict):
    """`units.yml`: words of printed populations and areas, compared without case, blanks and dots."""

    area_units: dict[Factor, Words]
    """Names of units of area, by their factor to km²."""
    scales: dict[Factor, Words]
    """Names of large numbers, by their value."""
    approximate: Phrases
    """Words and signs that say a number is not exact."""
    missing: list[str]
    """What a cell says that has no value; the empty text is one of them."""
    year_words: Phrases
    """What stands beside a year that says when people were counted."""
    beside_units: Words
    """What stands beside a scale or unit in a label: what is counted, and words without a meaning of their own."""
    plausible: Annotated[dict[Figure, IntBounds], each_of(Figure)]
    """Bounds within which a reading is believed; outside them the other reading of an ambiguous number is taken."""
    possible: Annotated[dict[HeaderFigure, FloatBounds], each_of(HeaderFigure)]
    """Bounds outside which a number cannot be right, so that it is withheld."""


@strict
class PlaceLists(TypedDict):
    """`places.yml`: names of places that the installed gazetteers lack or carry under another name."""

    countries: dict[CountryCode, Phrases]
    """Further names of countries in print, beside ISO's own."""
    peoples: dict[CountryCode, Phrases]
    """Adjectives that say in which country a city is: the `Spanish` town of Cuenca."""
    country_abbreviations: dict[Word, Phrase]
    """Words of official names of countries as they are shortened in print, in lower case and without dots."""
    provinces: dict[CountryCode, dict[Phrase, Annotated[str, StringConstraints(pattern=r"^\d\d$")]]]
    """First-level divisions with their GeoNames codes, so that a printed province separates namesakes."""
    iso_regions: dict[CountryCode, Phrases]
    """Kinds of ISO 3166-2 subdivisions by whose name a running text may mean a region."""
    regions_first: Phrases
    """Names of such subdivisions that mean the region rather than a city of the same name elsewhere."""
    no_regions: Phrases
    """Names of such subdivisions that are first of all words, persons or cities."""
    division_words: Words
    """Words around the proper name of a province or city that do not distinguish places."""
    city_words: Phrases
    """What a city may be called in its own row, before or after its name."""
    name_joiners: Words
    """Words behind which a city's name may continue in other names of it."""
    exonyms: dict[CountryCode, Phrases]
    """English and other names of cities that GeoNames lists under their own name only."""
    ambiguous_cities: Phrases
    """Cities whose name is also a word, person, brand or month: a city only after a word of place."""
    municipal_divisions: list[CountryCode]
    """Countries whose first-level divisions are municipalities: to a text, Nova Gorica is a city."""
    city_states: list[CountryCode]
    """City states and special regions, which are cities to those who cooperate with them."""
    regions: list[Spellings]
    """Regions that texts on cooperation name, each with its spellings."""
    region_words: Words
    """Before a place these name a part of it or the land around it: `Northern Portugal`."""
    words_of_all: Words
    """With these a remark begins that a value holds for all cities of its side: `Lubelskie (both cities)`."""
