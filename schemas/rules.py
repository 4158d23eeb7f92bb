"""What can be found wrong or noteworthy with a document: one rule a code, with severity, meaning and advice."""

from dataclasses import dataclass

from schemas.records import Severity


@dataclass(frozen=True)
class Rule:
    """A kind of finding: its stable code, its severity, what it means and what a reader can do."""

    code: str
    severity: Severity
    meaning: str
    advice: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("row_missing", "warning", "A row that every form has is not there.", "Check the document; the values stay null."),
        Rule(
            "label_unknown",
            "warning",
            "The label of a row is not in the lexicon.",
            "Its text is kept in sections as `unknown`.",
        ),
        Rule(
            "running_text", "info", "A header, footer or page number was set aside.", "Nothing, unless it is part of the form."
        ),
        Rule(
            "sides_unclear",
            "warning",
            "A row has one value where others have one for each side.",
            "It was taken for the first city's side; check whose it is.",
        ),
        Rule("country_unknown", "warning", "A country is not in ISO 3166-1.", "Check its spelling; the code stays null."),
        Rule(
            "list_length",
            "warning",
            "A row has another number of values than cities.",
            "The values stay null; correct by hand.",
        ),
        Rule("number_decided", "info", "A number could be read in two ways.", "Check it; the grounds are in the message."),
        Rule(
            "number_ambiguous", "warning", "A number could be read in two ways, and nothing decides.", "Check and correct it."
        ),
        Rule("number_unreadable", "warning", "No number could be read.", "The value stays null; correct by hand."),
        Rule("period_unreadable", "warning", "The period could not be read as dates.", "Its dates stay null; correct by hand."),
        Rule("period_reversed", "error", "The period ends before it begins.", "Its dates are withheld; correct by hand."),
        Rule(
            "agenda_unknown", "warning", "A goal or topic is not in its framework.", "Its name stays null; check the spelling."
        ),
        Rule("theme_without_focus", "info", "No focus text belongs to a theme.", "Nothing, unless the heading says otherwise."),
        Rule("heading_unmatched", "info", "A heading means none of the themes.", "Nothing, unless it should."),
        Rule("activity_undated", "info", "An activity begins with no date.", "Its dates stay null."),
        Rule("activity_outside_period", "info", "An activity lies outside the period.", "Check both dates."),
        Rule("contact_missing", "info", "No contact address was found.", "It stays null."),
        Rule("contact_repaired", "info", "The contact address was repaired.", "Check the underscore."),
    )
}
