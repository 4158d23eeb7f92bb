"""The published tables, one record model each: the single description of every column.

A record is one row. The annotation of a column gives its type, its `Field` the meaning, unit, vocabulary and example. The Arrow
schema (`ucap.schemas.arrow`), the data dictionary and the row checks are rendered from here. Columns are in the order in which
they are published.
"""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from ucap.schemas.readers import PdfReader

SCHEMA_VERSION = "1.5.0"

CalendarDate = date  # `date` is a column name of corrections

Int8 = Annotated[int, Field(ge=-(2**7), lt=2**7), "int8"]
Int16 = Annotated[int, Field(ge=-(2**15), lt=2**15), "int16"]
Int32 = Annotated[int, Field(ge=-(2**31), lt=2**31), "int32"]
Float32 = Annotated[float, "float"]
Int64 = Annotated[int, Field(ge=-(2**63), lt=2**63), "int64"]

DocumentStatus = Literal["published", "published_with_issues", "superseded", "quarantined"]
SourceFormat = Literal["pdf", "docx", "text"]
Kind = Literal["city", "cluster"]
Side = Literal["lead", "partner"]
Body = Literal["city", "region", "province", "metropolitan_area", "consortium", "other"]
Framework = Literal["SDG", "EU Urban Agenda"]
DatePrecision = Literal["day", "month", "quarter", "season", "year", "approximate"]
Mode = Literal["in_person", "online", "hybrid"]
ActivityType = Literal[
    "visit", "meeting", "workshop", "conference", "webinar", "coaching", "agreement", "pilot", "study", "exchange", "other"
]
SectionName = Literal[
    "title",
    "city",
    "province",
    "country",
    "population",
    "area",
    "period",
    "themes",
    "agenda",
    "key_focus",
    "key_challenges",
    "objectives",
    "activities",
    "results",
    "contact",
    "unknown",
]
EntityLabel = Literal["CITY", "COUNTRY", "REGION", "ORG", "PROGRAMME", "EVENT", "FACILITY", "PERSON", "DATE"]
EntitySource = Literal["rule", "model"]
Method = Literal["layout", "rule", "lookup", "model", "inferred", "ocr", "correction"]
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The most serious first."""
CorrectionStatus = Literal["applied", "stale", "invalid"]
ReviewStatus = Literal["valid", "changed", "outdated"]


COUNTRY_CODES = "ISO 3166-1"
"""Vocabulary of columns that hold a country's alpha-2 code."""

EMAIL_ADDRESS = r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
"""Pattern of an e-mail address, without anchors."""


def describe(
    description: str,
    *,
    example: Any = None,
    unit: str | None = None,
    vocabulary: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    pattern: str | None = None,
) -> Any:
    """Describe a column: meaning, one example value, unit, the vocabulary of its values, range, and pattern of its text.

    A record may hold a value outside range or pattern, as read from a document (`ucap.schemas.domains` says why).
    """
    extra: dict[str, Any] = {
        "unit": unit, "vocabulary": vocabulary, "minimum": minimum, "maximum": maximum, "pattern": pattern,
    }  # fmt: skip
    return Field(description=description, examples=[] if example is None else [example], json_schema_extra=extra)


UcapId = Annotated[
    str,
    describe(
        "The U-CAP: `<lead cities>--<partner cities>` as slugs, or `cluster-<name>`.", example="malaga--changchun-zhengzhou"
    ),
]
Position = Annotated[Int32, describe("Place in document order within its parent, from 1.", example=1)]
Page = Annotated[Int32 | None, describe("Page on which it is printed, from 1; null for text files.", example=1, minimum=1)]
PageStart = Annotated[
    Int32 | None, describe("First page on which it is printed, from 1; null for text files.", example=1, minimum=1)
]
PageEnd = Annotated[Int32 | None, describe("Last page on which it is printed; null for text files.", example=2, minimum=1)]
SourcePath = Annotated[
    str, describe("Path of the file relative to the raw folder, with `/`.", example="asia/malaga-changchun.pdf")
]


def name_source(source_path: str, attachment: str | None) -> str:
    """Return how a document is shown.

    >>> name_source("asia/cover.pdf", "summary.pdf"), name_source("plan.pdf", None)
    ('asia/cover.pdf!summary.pdf', 'plan.pdf')
    """
    return source_path if attachment is None else f"{source_path}!{attachment}"


class Record(BaseModel):
    """One row of a published table; `key_columns` identify it within `table_name`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    table_name: ClassVar[str]
    key_columns: ClassVar[tuple[str, ...]]

    def row_key(self) -> str:
        """The row's key as one string, as `evidence.row` and corrections name it."""
        return "/".join("" if (part := getattr(self, column)) is None else str(part) for column in self.key_columns)


class Document(Record):
    """One row per file in the raw folder, published or not."""

    table_name = "documents"
    key_columns = ("source_path",)

    document_id: str = describe("First 16 hex digits of the SHA-256 of the file's bytes.", example="621a4a2e7a4acba4")
    source_path: SourcePath
    format: SourceFormat | None = describe("Kind of source, by content; null where the file is none of them.", example="pdf")
    size_bytes: Int64 = describe("Size of the file.", example=40526, unit="bytes")
    page_count: Int32 | None = describe("Number of pages; null for text and Word documents.", example=3)
    status: DocumentStatus = describe(
        "Whether the file is published, superseded by a newer one, or cannot be used.", example="published"
    )
    reason: str | None = describe(
        "Why it is quarantined or superseded: a stable code, then `: ` and a sentence.",
        example="encrypted: the file asks for a password; save a copy without one.",
    )
    ucap_id: str | None = describe("The U-CAP the file holds, where it could be read.", example="malaga--changchun-zhengzhou")
    template: str | None = describe("The form that was recognised.", example="city-summary", vocabulary="forms")
    modified_at: datetime | None = describe(
        "Modification date that the PDF itself states; decides which of two files of one U-CAP is newer.", example=None
    )
    extractor_version: str = describe("Version of the reading code with a digest of its sources.", example="0.1.0+4f1d2c3b")
    input_key: str = describe("Digest of everything that can change what is read from this file.", example="9d0c…")
    reader: PdfReader | None = describe(
        "Library that read the PDF; null for text, and where the file was refused.", example="pdfium"
    )
    attachment: str | None = describe(
        "Name of the attached PDF that was read, where the file itself is only a cover; pages and boxes are those of the "
        "attached one. Shown behind the path, as `cover.pdf!summary.pdf`.",
        example=None,
    )


class UcapSummary(Record):
    """One row per published U-CAP."""

    table_name = "ucaps"
    key_columns = ("ucap_id",)

    ucap_id: UcapId
    document_id: str = describe("The file it was read from.", example="621a4a2e7a4acba4")
    kind: Kind = describe("A pairing of cities, or a thematic cluster of several.", example="city")
    title: str | None = describe("Title as printed.", example="IUC Urban Cooperation Action Plan (U-CAP) Summary")
    lead_cities: list[str] = describe("Cities of the first value column, as printed.", example=["Málaga"])
    partner_cities: list[str] = describe("Cities of the second value column, as printed.", example=["Changchun", "Zhengzhou"])
    period_text: str | None = describe("Period of cooperation as printed.", example="May 2017- December 2018")
    period_start: date | None = describe("First day of the period; null where open.", example=date(2017, 5, 1))
    period_end: date | None = describe("Last day of the period; null where open.", example=date(2018, 12, 31))
    period_precision: DatePrecision | None = describe("How precise the period is.", example="month")
    key_focus: str | None = describe("Key focus of the cooperation themes; paragraphs separated by a newline.")
    key_challenges: str | None = describe("Key challenges of the cooperation themes; paragraphs separated by a newline.")
    objectives: str | None = describe("Main objectives of the cooperation; paragraphs separated by a newline.")
    contact_email: str | None = describe(
        "Contact address, repaired where its underscore was lost.", example="info@iuc.eu", pattern=f"^{EMAIL_ADDRESS}$"
    )


class City(Record):
    """One row per city of a U-CAP, on the side of its value column."""

    table_name = "cities"
    key_columns = ("ucap_id", "side", "position")

    ucap_id: UcapId
    side: Side = describe("`lead` is the first value column, `partner` the second.", example="lead")
    position: Position
    city: str = describe("Name as printed.", example="Málaga")
    body: Body = describe(
        "What the partner is, by its name and the label of its row; only a city has coordinates.", example="city"
    )
    province: str | None = describe("Province, state or department as printed.", example="Andalusia")
    country: str | None = describe("Country as printed.", example="Spain")
    country_code: str | None = describe("Country as ISO 3166-1 alpha-2.", example="ES", vocabulary=COUNTRY_CODES)
    population: Int64 | None = describe("Inhabitants.", example=569000, unit="persons")
    population_text: str | None = describe("Population as printed.", example="569,000")
    population_year: Int16 | None = describe(
        "Year of the count or estimate, where the form prints it beside the population.",
        example=2013,
        minimum=1900,
        maximum=2099,
    )
    area_km2: float | None = describe("Area.", example=398.0, unit="km²")
    area_text: str | None = describe("Area as printed.", example="398 km²")
    latitude: float | None = describe(
        "Latitude of the linked place (GeoNames).", example=36.72016, unit="degrees north", minimum=-90, maximum=90
    )
    longitude: float | None = describe(
        "Longitude of the linked place (GeoNames).", example=-4.42034, unit="degrees east", minimum=-180, maximum=180
    )
    geonames_id: Int64 | None = describe("Identifier of the linked place.", example=2514256, vocabulary="GeoNames", minimum=1)
    page: Page


class Theme(Record):
    """One row per cooperation theme, with the texts under the headings for it."""

    table_name = "themes"
    key_columns = ("ucap_id", "position")

    ucap_id: UcapId
    position: Position
    theme: str = describe("Theme as printed.", example="Low-carbon development")
    key_focus: str | None = describe("Text of the focus row under this theme's heading, without the heading.")
    key_challenge: str | None = describe("Text of the challenges row under this theme's heading, without the heading.")
    page: Page


class AgendaTopic(Record):
    """One row per Sustainable Development Goal or EU Urban Agenda topic."""

    table_name = "agenda_topics"
    key_columns = ("ucap_id", "position")

    ucap_id: UcapId
    position: Position
    framework: Framework = describe("Which agenda the topic belongs to.", example="SDG")
    sdg: Int8 | None = describe("Number of the goal, 1 to 17; null for the EU Urban Agenda.", example=11, minimum=1, maximum=17)
    topic: str | None = describe(
        "The framework's official short name.", example="Sustainable Cities and Communities", vocabulary="agenda"
    )
    text: str = describe("The line as printed; two topics can share one line.", example="SDG11: Sustainable Cities")
    page: Page


class Activity(Record):
    """One row per first-level bullet of the activities row."""

    table_name = "activities"
    key_columns = ("activity_id",)

    activity_id: str = describe("`<ucap_id>/a<position>`.", example="malaga--changchun-zhengzhou/a1")
    ucap_id: UcapId
    position: Position
    date_text: str | None = describe(
        "Date as printed: the one with which the activity begins, else in brackets behind its subject, else at its end.",
        example="April 2017",
    )
    date_start: date | None = describe("First day that the date means; null where open or undated.", example=date(2017, 4, 1))
    date_end: date | None = describe("Last day that the date means; null where open or undated.", example=date(2017, 4, 30))
    date_precision: DatePrecision | None = describe(
        "How precise the date is; `approximate` is a part of a month or year: `early May` is its days 1 to 10, "
        "`last week of May` its last seven.",
        example="month",
    )
    text: str = describe("Text without bullet and leading date; paragraphs that follow it, each after a newline.")
    items: list[str] = describe("Its second-level bullets; deeper ones follow their item after a newline.")
    activity_types: list[ActivityType] = describe(
        "What kind of activity it is, by words that name what was done and do not only mention it; `other` for what was not "
        "held.",
        example=["visit"],
        vocabulary="activities",
    )
    mode: Mode | None = describe(
        "How people met or will meet, by words that say so or by the place of a meeting; null where the text has neither: "
        "that a place is named is not enough.",
        example="online",
        vocabulary="activities",
    )
    cities: list[str] = describe("Cities named in it, as printed, in order of first mention.", example=["Zhengzhou", "Málaga"])
    organisations: list[str] = describe(
        "Organisations named in it, as printed, in order of first mention.", example=["University of Málaga"]
    )
    within_period: bool | None = describe("Whether its date touches the period; null where either is unknown.", example=True)
    planned: bool = describe("Whether the text says that it is still to come.", example=False)
    not_held: bool = describe(
        "Whether its first line says that it was cancelled, postponed or not done, and nothing was done instead.", example=False
    )
    page_start: PageStart
    page_end: PageEnd


class Event(Record):
    """One row per event: an activity that one U-CAP tells of, or the same one that several tell of."""

    table_name = "events"
    key_columns = ("event_id",)

    event_id: str = describe(
        "Digest of the first of its activities by `activity_id`: stable while that one is one of them.",
        example="e-3f0a9c1e77b2",
    )
    title: str = describe("First sentence of the activity that tells its date most precisely.", example="Visit to Porto.")
    date_start: date | None = describe(
        "First day, by the most precise date; null where open or undated.", example=date(2018, 6, 14)
    )
    date_end: date | None = describe(
        "Last day, by the most precise date; null where open or undated.", example=date(2018, 6, 16)
    )
    date_precision: DatePrecision | None = describe("How precise the date is.", example="day")
    activity_types: list[ActivityType] = describe("Kinds of its activities.", example=["visit"], vocabulary="activities")
    mode: Mode | None = describe(
        "How people met; null where no text says, or where texts differ.", example="in_person", vocabulary="activities"
    )
    cities: list[str] = describe("Cities named in its activities, by their canonical names.", example=["Porto", "Qingdao"])
    countries: list[str] = describe(
        "Countries of these cities, and countries named, by ISO 3166-1's names.", example=["Portugal"]
    )
    organisations: list[str] = describe(
        "Organisations named in its activities, by their canonical names; no places.", example=["University of Porto"]
    )
    document_count: Int32 = describe("How many U-CAPs tell of it.", example=2)
    planned: bool = describe("Whether all that tell of it say that it is still to come.", example=False)
    not_held: bool = describe("Whether one that tells of it says that it was not held.", example=False)


class EventMention(Record):
    """One row per activity: the event that it tells of, and why it was joined to the event's other activities."""

    table_name = "event_mentions"
    key_columns = ("activity_id",)

    event_id: str = describe("The event.", example="e-3f0a9c1e77b2")
    ucap_id: UcapId
    activity_id: str = describe("The activity that tells of it.", example="malaga--changchun-zhengzhou/a1")
    score: float = describe(
        "How likely it is the same event as the one it is most like, from 0 to 1; 1 for the only activity of an event.",
        example=0.98,
    )
    reasons: list[str] = describe(
        "What speaks for it, as codes; none for the only activity of an event.", example=["same_dates", "same_host"]
    )


class Result(Record):
    """One row per expected result."""

    table_name = "results"
    key_columns = ("ucap_id", "position")

    ucap_id: UcapId
    position: Position
    heading: str | None = describe("Heading above it as printed, without the colon.", example="Carbon-neutral city")
    theme: str | None = describe("Theme of the U-CAP to which the heading belongs.", example="Low-carbon development")
    update_year: Int16 | None = describe("Year of the update to which it belongs.", example=2020)
    text: str = describe("The expected result; deeper bullets follow after a newline.")
    page_start: PageStart
    page_end: PageEnd


class Entity(Record):
    """One row per named entity mentioned in the running texts."""

    table_name = "entities"
    key_columns = ("ucap_id", "section", "start", "end")

    ucap_id: UcapId
    section: SectionName = describe("Section in whose text it is printed.", example="activities")
    activity_id: str | None = describe("Activity in whose text it is printed.", example="malaga--changchun-zhengzhou/a1")
    text: str = describe("The mention as printed.", example="Andalusia Smart City Cluster")
    label: EntityLabel = describe(
        "Kind of entity. `ORG` is a body that acts: an authority, a company, a university, an association. `FACILITY` is a "
        "place that is smaller than a city or lies between cities: a museum, a plant, a park, a district, a river. `REGION` is "
        "a part of a country that is governed or named as one, or of several countries: a province, a metropolitan area. "
        "`PROGRAMME` is a programme, fund, strategy, plan, agreement, campaign or project with a name. `EVENT` is a gathering "
        "with a name of its own: a fair, a forum, a festival.",
        example="ORG",
    )
    start: Int32 = describe("First character, counted in `sections.text` of that section.", example=28)
    end: Int32 = describe("Character after the last, counted in `sections.text`.", example=56)
    canonical: str | None = describe(
        "One name for all spellings: for cities that of GeoNames, for countries that of ISO, for bodies, facilities and events "
        "one name in the whole dataset, for others that of the vocabulary.",
        example="Málaga",
    )
    full_name: str | None = describe("Meaning of this acronym in the document.", example="University of Granada")
    country_code: str | None = describe(
        "Country of a city, or the country itself, as ISO 3166-1 alpha-2.", example="ES", vocabulary=COUNTRY_CODES
    )
    geonames_id: Int64 | None = describe("Identifier of a city.", example=2514256, vocabulary="GeoNames", minimum=1)
    latitude: float | None = describe("Latitude of a city.", example=36.72016, unit="degrees north", minimum=-90, maximum=90)
    longitude: float | None = describe("Longitude of a city.", example=-4.42034, unit="degrees east", minimum=-180, maximum=180)
    source: EntitySource = describe("Whether a rule or the language model found it.", example="rule")


class Section(Record):
    """One row per cell of the form: its verbatim text, so that nothing printed is lost."""

    table_name = "sections"
    key_columns = ("ucap_id", "position")

    ucap_id: UcapId
    position: Position
    section: SectionName = describe("What the row is about; `unknown` where its label is not known.", example="objectives")
    label: str | None = describe("The row's label as printed.", example="Main objectives of cooperation:")
    side: Side | None = describe("Which value column; null where the cell is over both.", example="lead")
    text: str = describe(
        "Text of the cell: one line for each block; bullets as `• `, indented by two blanks for each further level."
    )
    page_start: PageStart
    page_end: PageEnd


class Evidence(Record):
    """One row per published value and page it is printed on: where it was read, and how."""

    table_name = "evidence"
    key_columns = ("ucap_id", "table", "row", "column", "method", "page")

    ucap_id: UcapId
    table: str = describe("Table of the value.", example="cities")
    row: str = describe("Key of its row.", example="malaga--changchun-zhengzhou/lead/1")
    column: str = describe("Column of the value.", example="population")
    value: str | None = describe("The value as text; lists as JSON.", example="569000")
    raw_text: str | None = describe("What is printed there.", example="569,000")
    page: Page
    boxes: list[list[float]] | None = describe(
        "Boxes around the glyphs, [x0, top, x1, bottom] from the page's top left, on `page`; null for text.", unit="points"
    )
    span: list[Int32] | None = describe(
        "Start and end in the decoded text file, or in the text of a Word document; null for PDF.", unit="characters"
    )
    method: Method = describe("How the value was read.", example="layout")
    confidence: Float32 | None = describe(
        "How sure text recognition is of the least sure character; null where the text was not recognised in a picture, "
        "or by another program.",
        example=0.98,
        minimum=0,
        maximum=1,
    )


class Issue(Record):
    """One row per finding about a file or a value."""

    table_name = "issues"
    key_columns = ("issue_id",)

    issue_id: str = describe("Stable across runs over the same file.", example="3f0a9c1e77b2")
    source_path: SourcePath
    ucap_id: str | None = describe("The U-CAP concerned.", example="malaga--changchun-zhengzhou")
    section: SectionName | None = describe("The section concerned.", example="area")
    code: str = describe("Stable code of the rule.", example="area_ambiguous", vocabulary="rules")
    severity: Severity = describe("error: value withheld; warning: published and flagged; info.", example="info")
    message: str = describe("What was found and what a reader can do.")
    raw_text: str | None = describe("The printed text concerned.", example="1.277 km ²")
    page: Page


class Correction(Record):
    """One row per correction entry found beside the raw files, and whether it was applied."""

    table_name = "corrections"
    key_columns = ("file", "position")

    file: str = describe("Correction file, relative to the raw folder.", example="corrections/malaga.yml")
    position: Position
    ucap: str | None = describe("The U-CAP or document the entry names.", example="malaga--changchun-zhengzhou")
    table: str | None = describe("Table of the corrected value.", example="cities")
    row: str | None = describe("Key of its row.", example="malaga--changchun-zhengzhou/lead/1")
    column: str | None = describe("Column of the corrected value.", example="population")
    expected: str | None = describe("Value that the entry expects to be extracted.", example="569000")
    new_value: str | None = describe("Value that replaces it.", example="571026")
    status: CorrectionStatus = describe("Whether the entry was applied.", example="applied")
    reason: str | None = describe("Why the correction is made.", example="census of 2017, not 2015")
    author: str | None = describe("Who made it.", example="mk")
    date: CalendarDate | None = describe("When it was made.", example=datetime(2026, 1, 31).date())
    source_path: str | None = describe(
        "The document with which it was compared; null where there is none.", example="asia/malaga-changchun.pdf"
    )
    extracted: str | None = describe("Value that was extracted; null also where nothing was.", example="569000")
    message: str | None = describe("Why it was not applied; null where it was.", example="61 is expected, 62 was extracted.")
    entry_id: str | None = describe(
        "Digest of what it says about which value, the same in every file; null where the entry is malformed.",
        example="3f0a9c1e77b2",
    )


class Review(Record):
    """One row per value that a person checked against the document and found right."""

    table_name = "reviews"
    key_columns = ("document_id", "table", "row", "column")

    document_id: str = describe("The content that was looked at.", example="621a4a2e7a4acba4")
    table: str = describe("Table of the value.", example="cities")
    row: str = describe("Key of its row, as published then.", example="malaga--changchun-zhengzhou/lead/1")
    column: str = describe("Column of the value.", example="population")
    value: str | None = describe("The value that was found right, as text; null where it is right that there is none.")
    reviewer: str = describe("Who checked it.", example="mk")
    date: CalendarDate = describe("When it was checked.", example=datetime(2026, 1, 31).date())
    status: ReviewStatus = describe(
        "valid: the published value is this one; changed: it is another one now; outdated: the document is another one now.",
        example="valid",
    )


TABLES: dict[str, type[Record]] = {
    model.table_name: model
    for model in (
        Document, UcapSummary, City, Theme, AgendaTopic, Activity, Event, EventMention, Result, Entity, Section, Evidence,
        Issue, Correction, Review,
    )
}  # fmt: skip
