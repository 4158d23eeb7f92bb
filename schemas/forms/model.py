"""What a form's file says: how the form is recognised, its rows in order, their labels, and what their values are."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from ucap.schemas.records import Kind, SectionName
from ucap.schemas.vocabularies.types import Phrases, Word, Words, strict

ValueKind = Literal[
    "cities",
    "bodies",
    "divisions",
    "countries",
    "counts",
    "figures",
    "areas",
    "dates",
    "topics",
    "listed",
    "goals",
    "prose",
    "sentences",
    "headed",
    "items",
    "dated_items",
    "address",
]
"""What a row's values can be.

`cities`, `divisions` (provinces and the like) and `countries` are names that the gazetteer knows; `bodies` have a word such as
`Metropolitan` in their name; `counts` are numbers of people, `areas` numbers with a unit of area, `figures` numbers that can be
either; `dates` a range of dates; `topics` short lines without a verb; `listed` such lines that are the headings of texts in
other rows; `goals` lines such as `SDG 7`; `prose` sentences; `sentences` those of many words that end in a full stop; `headed`
texts below headings that another row lists, or has as well; `items` bullets; `dated_items` bullets that begin with a date;
`address` an e-mail address.
"""
Template = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]


@strict
class FormRow(TypedDict):
    """How one row is recognised."""

    labels: NotRequired[Phrases]
    """Wordings of the label that were seen in print or are likely, compared with tolerance for spelling."""
    shared: NotRequired[Phrases]
    """Wordings that may mean this row, but usually another one; the values and the other rows decide."""
    keywords: NotRequired[list[Words]]
    """Sets of words; a short label with all words of a set means this row, whatever else it says."""
    hints: NotRequired[Words]
    """Words that point to this row; they are believed where its values fit as well."""
    values: NotRequired[list[ValueKind]]
    """What the row holds, the usual kind first."""


@strict
class FormDescription(TypedDict):
    """A form: what is printed in which order, and how it is recognised."""

    template: Template
    """The name of the form in `documents.template`."""
    kind: Kind
    """Whether its summaries are about two sides, or about a cluster."""
    like: NotRequired[Word]
    """The file, without `.yml`, of a form whose rows hold here too; the words of `rows` are added to them."""
    title_marks: Phrases
    """Words of the title that only this form has."""
    order: Annotated[list[SectionName], Field(min_length=3)]
    """The rows in the order in which they are printed."""
    rows: dict[SectionName, FormRow]
    """How the rows are recognised."""
    others: NotRequired[Words]
    """Words of the labels of rows that no section is for, such as a budget: where such a label says nothing else, its row is
    none of the form, whatever it holds."""
