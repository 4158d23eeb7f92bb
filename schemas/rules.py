"""What can be wrong or worth knowing about a document: one rule for each code, with severity, meaning, example and advice.

`docs/issues.md` is rendered from here: `python -m ucap.schemas.issue_guide > docs/issues.md`.
"""

from dataclasses import dataclass

from ucap.schemas.records import Severity


@dataclass(frozen=True)
class Rule:
    """A kind of finding: its stable code, its severity, what it means, an example, and what a reader can do.

    `doubts_value` is true for an `info` that says that a published value may be wrong.
    """

    code: str
    severity: Severity
    meaning: str
    example: str
    advice: str
    doubts_value: bool = False

    @property
    def needs_look(self) -> bool:
        """Whether a person should look: a value is withheld, could not be read or may be wrong."""
        return self.severity != "info" or self.doubts_value


_RULES = (
    # The form
    Rule(
        "row_missing",
        "warning",
        "A row that every form of its kind has is missing, or its cells are empty.",
        "A summary of two cities without a row for its period of cooperation.",
        "Check whether the row has a label of other words; if not, the values stay null.",
    ),
    Rule(
        "label_unknown",
        "warning",
        "The label of a row is not in the lexicon, so nothing is read from it.",
        "A row `Weather:`.",
        "Its text is in the table sections as `unknown`; if the row is a known one, add its label to the form's file in"
        " `schemas/forms/`.",
    ),
    Rule(
        "label_inferred",
        "warning",
        "The label of a row is not known, or means another row; its values and its place decided what it is.",
        "A row `When:` that holds `May 2017 – June 2019`.",
        "Check that the row is what it was taken for; if it is, add its label to the form's file in `schemas/forms/`.",
    ),
    Rule(
        "label_doubted",
        "warning",
        "A row has a known label, but values of another kind.",
        "A row `Country:` that holds `160,355`.",
        "Check the row; it was read as its label says.",
    ),
    Rule(
        "names_doubtful",
        "error",
        "It is not sure that the row of cities is that row, so all that is said about the cities may be wrong.",
        "A row `Who:` that holds two names which no gazetteer has.",
        "Check the names of the cities; if they are right, add the label of their row to the file of the form.",
    ),
    Rule(
        "running_text",
        "info",
        "A header, footer or page number was not read as part of the form.",
        "`Page 2 of 3` below each page.",
        "Nothing to do, unless it is part of the form.",
    ),
    Rule(
        "struck_text",
        "warning",
        "Words are struck through, so they are in no value.",
        "`May 2018` with a line through it, and `June 2018` beside it.",
        "They are in the table sections between `~~`; check that the value beside them is what replaces them.",
    ),
    Rule(
        "hidden_text",
        "warning",
        "Words are in the file that nobody sees on the page, so they were not read.",
        "A paragraph of an HTML file with `display: none`; in a PDF white letters, or those of a layer that is off.",
        "Nothing to do, unless they should be seen.",
    ),
    Rule(
        "ocr_read",
        "info",
        "Pages, or parts of them, are pictures, and their text was recognised.",
        "A scanned page, or a table that stands as a picture on a typed page.",
        "Compare the values with the pages; `evidence.confidence` says how sure each one is.",
    ),
    Rule(
        "ocr_doubtful",
        "warning",
        "Text recognition is not sure of a value, or reads two words as one.",
        "`7,1O2,100` as population, or `Acommon certificate` as result.",
        "Compare the value with the page.",
    ),
    Rule(
        "recognised_scan",
        "warning",
        "Pages are pictures over which another program laid the text that it recognised; that text was read.",
        "A scan that a scanner's program made searchable.",
        "Compare the values with the pages, or recognise them again: install ucap[ocr] and read the scan without that text.",
    ),
    Rule(
        "attachment_read",
        "info",
        "The file is a cover to which the summary is attached; the attached file was read, and pages and boxes are its own.",
        "`cover.pdf` with `summary.pdf` attached to it.",
        "Nothing to do; look at the attached file to compare.",
    ),
    Rule(
        "glyphs_differ",
        "warning",
        "A page shows characters that the library which read it (`reader: pdfplumber`) reads otherwise, or not at all.",
        "The arrow of the font Symbol, which comes as the letters `fi`.",
        "Read the file with PDFium, or compare the texts with the page.",
    ),
    Rule(
        "field_differs",
        "warning",
        "A form field shows something else than the value that the file has for it; what it shows was read.",
        "A field shows `206,595`, and its value is `210,000`, which a program wrote into it.",
        "Open the file in a program for forms; if the value is the right one, save the file there.",
    ),
    Rule(
        "box_unticked",
        "warning",
        "A cell has boxes to tick: what is ticked was read, or all of it where nothing is.",
        "`☒ Clean air ☐ Urban mobility` in the row of themes.",
        "Check that the ticked ones were read, and no others.",
    ),
    Rule(
        "unread_text",
        "warning",
        "Text is seen on a page that could not be read, so values may be missing.",
        "A table that is a picture, or a number typed into a form field.",
        "Look at the page; correct what is missing by hand, or have the file made with text. ucap[ocr] reads pictures of text.",
    ),
    Rule(
        "reader_warnings",
        "info",
        "The libraries that read the file gave warnings.",
        "`2 warnings, such as “Cannot set gray non-stroke color”`.",
        "Look at the document if something is missing.",
    ),
    Rule(
        "readers_disagree",
        "warning",
        "The two libraries that read PDFs give different values; found only where documents are read with both.",
        "The population of a city is `2563` by one library, and `2563937` by the other.",
        "Compare both with the page; where the published value is wrong, correct it.",
    ),
    Rule(
        "partner_missing",
        "warning",
        "A pairing names no city in its second value column.",
        "The row `City:` holds only `Graz`.",
        "Check whether the second column was read; if not, ask for the complete document.",
    ),
    Rule(
        "cities_differ",
        "warning",
        "The title names other cities than the row of cities.",
        "The title says `Graz – Kunming`, the row `City:` says `Graz` and `Nanning`.",
        "The row of cities is published; check which of the two is right.",
    ),
    Rule(
        "city_repeated",
        "warning",
        "A city is named twice.",
        "`Kunming, Nanning, Kunming` in the second value column.",
        "Check whether another city was meant.",
    ),
    # Cities
    Rule(
        "city_names_joined",
        "info",
        "Two names of one place stand beside a slash, and no number says whether one city is meant.",
        "`Bozen / Bolzano` without a population.",
        "Nothing to do, unless they are two cities: then correct the file.",
    ),
    Rule(
        "country_unknown",
        "warning",
        "A printed country is not in ISO 3166-1.",
        "`Oesterland` as country.",
        "Check its spelling; the country's code stays null.",
    ),
    Rule(
        "country_mismatch",
        "warning",
        "A city is known in another country than the one printed for it, and not in that one.",
        "`Kunming` with the country `Viet Nam`.",
        "Check which of the two is wrong; both are published as printed, without coordinates.",
    ),
    Rule(
        "province_mismatch",
        "warning",
        "A province is known, and no city of the printed name is known in it, though one is elsewhere in the country.",
        "`Chaoyang` with the province `Beijing`, where it is a district; the city of that name is in Liaoning.",
        "Check which of the two is meant; both are published as printed, without coordinates.",
    ),
    Rule(
        "city_ambiguous",
        "warning",
        "Several cities of the printed name are about equally large, and nothing beside it says which is meant.",
        "`Springfield` with the country `USA` and no state.",
        "Add the province or the coordinates by hand; the city is published without coordinates.",
    ),
    Rule(
        "place_unknown",
        "warning",
        "None of the names of a side is a place that the gazetteers have.",
        "`Kleinkleckersdorf` as the only partner.",
        "Check that the row of cities was read, and the spelling of the names.",
    ),
    Rule(
        "name_malformed",
        "warning",
        "The name of a city holds mark-up, figures, a label or capitals within a word, or is as long as a sentence.",
        "`**Graz**`, `BilBao` or `Population` as a city.",
        "Check the row of cities and correct the name.",
    ),
    Rule(
        "sides_swapped",
        "warning",
        "A city is not known in its country, but in that of the other side.",
        "`Graz` with the country `China` beside `Nanning` with the country `Austria`.",
        "Check whether the values of the two sides were swapped.",
    ),
    Rule(
        "population_misfit",
        "warning",
        "A population is far from what GeoNames says of the city, or fits the city of the other side.",
        "A population of 939,029 for `Lahti` beside 119,951 for `Kitakyushu`.",
        "Check whether the number belongs to another city, or has lost a factor.",
    ),
    Rule(
        "list_length",
        "warning",
        "A row has another number of values than its side has cities, so it is not known which value belongs to which city.",
        "Three cities and two populations.",
        "The values stay null; correct them by hand.",
    ),
    Rule(
        "sides_unclear",
        "warning",
        "A row has one value where other rows have one for each side.",
        "`Province: Styria` in a form whose other rows name both partners.",
        "It was read as the value of the lead side; check to which side it belongs.",
    ),
    Rule(
        "number_decided",
        "info",
        "A number can be read in two ways, and the document itself shows which is meant.",
        "`1.277 km²` where the same document writes a population as `2.682.500`.",
        "Check the value if it matters; the reason is named.",
    ),
    Rule(
        "number_ambiguous",
        "warning",
        "A number can be read in two ways, and nothing in the document shows which is meant.",
        "`8.569 km²` as the only number of a document.",
        "Check the value and correct it if the other reading is right.",
    ),
    Rule(
        "number_unreadable",
        "warning",
        "A cell for a number has none that can be read.",
        "`many` as population.",
        "The value stays null; correct it by hand.",
    ),
    Rule(
        "number_in_text",
        "error",
        "A cell for a number holds a long text, so none of the numbers in it was taken.",
        "`704 km²` as area, and below it in the same cell the text of the rows that follow.",
        "Look at the document: rows may have been read as part of this one; correct the value by hand.",
    ),
    Rule(
        "population_impossible",
        "error",
        "A population that no city can have.",
        "A population of 0, or of 900 million.",
        "The population is withheld; correct it by hand.",
    ),
    Rule(
        "population_implausible",
        "warning",
        "A population that is very unlikely for a city of the programme.",
        "A population of 291: a factor of a thousand may be lost.",
        "Check the population and correct it if it is wrong.",
    ),
    Rule(
        "area_impossible",
        "error",
        "An area that no city can have.",
        "An area of 0 km², or of 20 million km².",
        "The area is withheld; correct it by hand.",
    ),
    Rule(
        "area_implausible",
        "warning",
        "An area that is very unlikely for a city of the programme.",
        "An area of 1.3 km²: the point may separate thousands.",
        "Check the area and its unit, and correct it if it is wrong.",
    ),
    Rule(
        "density_implausible",
        "warning",
        "Population and area do not fit: too few or too many people on a km².",
        "2,000,000 people on 12 km².",
        "Check both; the unit of the area or a separator of thousands may be wrong.",
    ),
    # Period
    Rule(
        "period_unreadable",
        "warning",
        "The period could not be read as dates.",
        "`for the time being`.",
        "Its dates stay null; correct them by hand.",
    ),
    Rule(
        "period_open",
        "info",
        "The period has no end, or no start.",
        "`since 2017`.",
        "Nothing to do: the date stays null.",
    ),
    Rule(
        "period_counted",
        "warning",
        "The end of the period is not printed, but how long it is.",
        "`May 2018 for three years`.",
        "Check it, and correct it by hand if another day is meant.",
    ),
    Rule(
        "period_unclear",
        "warning",
        "Beside its dates the period says what may change them: an extension, stages, an end that is no date, other words.",
        "`May 2017 – December 2018, prolonged by six months`.",
        "Compare the published dates with the document, and correct them by hand if others are meant.",
    ),
    Rule(
        "period_reversed",
        "error",
        "The period ends before it begins.",
        "`December 2019 – May 2017`.",
        "Its dates are withheld; correct them by hand.",
    ),
    Rule(
        "period_implausible",
        "warning",
        "The period is decades away from the programme, or decades long.",
        "`May 2017 – December 2081`.",
        "Check the years for a slip of the pen.",
    ),
    # Themes and agenda
    Rule(
        "theme_without_focus",
        "info",
        "The form has a text on the focus of the themes, but no part of it could be assigned to this theme.",
        "Two themes, and a text without headings.",
        "Look whether the text of another theme speaks of this one; if so, correct `key_focus` of both.",
    ),
    Rule(
        "theme_without_challenge",
        "info",
        "Other themes have a part of the text on challenges, and no part of it could be assigned to this one.",
        "Two themes, and a text with one heading, or whose second heading is within a paragraph in other words.",
        "Look whether the text of another theme speaks of this one; if so, correct `key_challenge` of both.",
        doubts_value=True,
    ),
    Rule(
        "focus_heading_unmatched",
        "warning",
        "A heading in the text on focus or challenges belongs to none of the themes.",
        "`Harbours:` above a paragraph, where the themes are water and transport.",
        "Its text is in the whole text, but belongs to no theme; check the row of themes.",
    ),
    Rule(
        "result_heading_unmatched",
        "info",
        "A heading among the expected results belongs to none of the themes.",
        "`Update 2020: a new idea:` above a bullet.",
        "Nothing to do, unless it is for a theme.",
    ),
    Rule(
        "agenda_unreadable",
        "warning",
        "A line of the agenda names no goal and no topic of the EU Urban Agenda.",
        "`Peace and quiet in parks`.",
        "Its text is in the table sections; check the spelling.",
    ),
    Rule(
        "goal_range",
        "warning",
        "Two numbers of goals are joined by a dash, which may mean all goals between them, or only the two.",
        "`SDG 7-9`.",
        "The two that are printed are published; add those between them by hand if they are meant.",
    ),
    Rule(
        "goal_unknown",
        "error",
        "There is no Sustainable Development Goal of that number.",
        "`SDG 18`.",
        "The number is withheld; correct it by hand.",
    ),
    Rule(
        "goal_mismatch",
        "warning",
        "A goal's number and the name printed beside it belong to two different goals.",
        "`SDG 7: Climate Action`, which is goal 13.",
        "The number is published with its own official name; check which of the two is meant.",
    ),
    Rule(
        "topic_unknown",
        "warning",
        "A topic announced as one of the EU Urban Agenda is not in its list.",
        "`EU Urban Agenda: Flying Cars`.",
        "Its name stays null; check the spelling.",
    ),
    # Activities
    Rule(
        "rows_mixed",
        "warning",
        "Lines may belong to another row: a text that begins within a sentence, words of a label in it, a value elsewhere.",
        "`June 2019: visit to Graz` and `July 2019: webinar` among the results of a text whose lines lost their order.",
        "Compare activities and results with the document; read the PDF itself instead of a text made from it.",
    ),
    Rule(
        "activity_undated",
        "info",
        "An activity has no date that is certainly its own: at its beginning, in brackets behind its subject, or at its end.",
        "A bullet `Webinars with experts` among dated ones, or `Visit to the garden opened in May 2019`.",
        "Its dates stay null; if the text dates it after all, correct them by hand.",
    ),
    Rule(
        "activity_outside_period",
        "info",
        "The date of an activity is outside the period of cooperation.",
        "An activity of April 2020 where the period ended in December 2018.",
        "Nothing to do if it is a later follow-up; if not, check both dates.",
    ),
    Rule(
        "activity_not_held",
        "info",
        "An activity says that something was cancelled, postponed, replaced or not done. The message says whether `not_held` is"
        " true; it is false where something was done instead or at last.",
        "`Field visit to Gothenburg postponed.` on a line of February 2020.",
        "Leave it out where only what took place is to be counted; `not_held` does that.",
    ),
    Rule(
        "activity_kind_unclear",
        "info",
        "No word shows for certain what kind an activity is: it is `other`, or of the kind of a word that may not mean it.",
        "`Walks with older residents to find missing benches`, which may be a study or a meeting; `Tour bus company founded`.",
        "Read the text where kinds or modes are counted, and correct `activity_types` and `mode` if the text shows them.",
        doubts_value=True,
    ),
    Rule(
        "held_unclear",
        "info",
        "A word in the first line of an activity may say that it was not held, but not for certain: `not_held` is false.",
        "`The forum fell into the first lockdown`.",
        "Read the text where only what took place is counted, and correct `not_held` if the text says so.",
        doubts_value=True,
    ),
    Rule(
        "planned_unclear",
        "info",
        "Words in the first sentence of an activity may say that it is still to come, but not for certain: `planned` is false.",
        "`Second visit of the fire brigade under discussion`.",
        "Read the text where only what took place is counted, and correct `planned` if the text says so.",
        doubts_value=True,
    ),
    Rule(
        "mode_unclear",
        "info",
        "An activity has words of a mode, or names a place, but not so that it is certain how people met: `mode` is null.",
        "`Training for nurses in Wuhan`, which does not say where the training was.",
        "Read the text where modes are counted, and correct `mode` if the text says it after all.",
        doubts_value=True,
    ),
    Rule(
        "name_unclear",
        "info",
        "A name is published on weak evidence: its kind, whether it is a town or a part of one, or where it ends is a guess.",
        "`Dinner in Zabłocie`, a part of a city that is published as a `CITY`; `Visit to Comuna 13`, published as `Comuna`.",
        "Read the text before you count the name; correct its `label` in `entities` if it is another one.",
    ),
    Rule(
        "name_left_out",
        "info",
        "Words within a sentence look like a name, but nothing tells what they name: they are not in `entities`.",
        "`The planners showed Sakae and the canal`.",
        "Read the text where names are counted; correct `cities` or `organisations` of the activity if it is one of these.",
    ),
    Rule(
        "activity_date_implausible",
        "warning",
        "An activity is dated decades away from the programme.",
        "`May 2091: visit`.",
        "Check the year for a slip of the pen.",
    ),
    Rule(
        "activity_date_reversed",
        "error",
        "An activity ends before it begins.",
        "A correction that sets its end before its start.",
        "Its dates are withheld; correct them by hand.",
    ),
    Rule(
        "date_half_corrected",
        "warning",
        "Only a part of a date was corrected, and the rest may still be that of the wrong date.",
        "`date_start` corrected to 14 May 2019, where `date_end` is 30 June 2019 and `date_precision` is `month`.",
        "Correct the other columns as well; confirm one that is right by a correction to the value that it has.",
    ),
    Rule(
        "activities_unordered",
        "info",
        "Activities are not in the order of their dates, neither forwards nor backwards.",
        "June 2019 between May 2017 and July 2017.",
        "Check the years of the named dates, unless the activities are listed by subject.",
    ),
    Rule(
        "activity_repeated",
        "warning",
        "Two activities have the same date and the same words.",
        "The same bullet on two pages.",
        "Both are published; check whether one of them should say something else.",
    ),
    Rule(
        "year_supplied",
        "info",
        "The date of an activity has no year: that of the activity before it was taken, or of the first day of the period.",
        "`28 February` after an activity of November 2018.",
        "Check the year where it matters; `evidence.method` of such dates is `inferred`.",
        doubts_value=True,
    ),
    Rule(
        "several_dates",
        "info",
        "An activity has several dates: those at its beginning are published from the first to the last.",
        "`14 May 2018 and 3 June 2019: workshops`.",
        "Do not count the days between as its days; all dates are in its text, and in `entities`.",
    ),
    Rule(
        "date_decided",
        "info",
        "A date in digits can be read in two ways, and the document itself shows which is meant.",
        "`10/04/2018` in a document with `05/28/2018`, which can only be a day of May.",
        "Check the date if it matters; the reason is named.",
    ),
    Rule(
        "date_ambiguous",
        "warning",
        "A date can be read in two ways, and nothing in the document shows which is meant.",
        "`10/04/2018` as the only date of a document, or `Feb-19`, which is read as February 2019.",
        "Check it, and correct it if the other way is right.",
    ),
    # Texts
    Rule(
        "text_truncated",
        "warning",
        "A text ends where no sentence can end: at a comma, within a bracket, at a colon without text after it, or at “and”.",
        "`Involvement of the university, the port authority,` as the end of the last bullet.",
        "The rest may be missing in the document itself; compare it with its source.",
    ),
    Rule(
        "bullet_in_text",
        "warning",
        "The sign of a bullet stands in the middle of a text, so that two entries may be read as one.",
        "`Visit to the port • Report on noise` as one activity.",
        "Compare it with the page; correct the text, and add a row for what belongs to another entry.",
    ),
    Rule(
        "encoding_repaired",
        "info",
        "Characters that had been read with the wrong character set were repaired.",
        "`MÃ¡laga` became `Málaga`.",
        "Nothing to do; it is better to save the source as UTF-8.",
    ),
    Rule(
        "encoding_suspect",
        "warning",
        "Characters look as if they had been read with the wrong character set, but it is not certain what was meant.",
        "`Ã…rhus` alone in a document.",
        "Check the text; save the source as UTF-8 and try again.",
    ),
    Rule(
        "characters_lost",
        "warning",
        "Characters of a text are not known: its file or font says that something is printed, but not what (`▯` in values).",
        "`M\ufffdlaga` with a replacement character, or `(cid:27)` from a PDF.",
        "Get the document again from its source, or correct the values by hand.",
    ),
    Rule(
        "control_characters",
        "info",
        "Control characters within the text were removed.",
        "A bell or a change of the writing direction in a text file.",
        "Nothing to do.",
    ),
    # Several summaries
    Rule(
        "event_dates_differ",
        "warning",
        "Two summaries tell of one event with dates that cannot both be true.",
        "A visit to Graz on `12 March 2019` by one summary, and on `14 March 2019` by the other.",
        "Look at both documents; where they are two events, part them (docs/corrections.md), else correct the wrong date.",
    ),
    Rule(
        "figure_differs",
        "warning",
        "Two summaries give another population, area, province or country for the same city.",
        "A population of `286,292` for Graz in one summary, and of `328,276` in another, without the years of the figures.",
        "Find out which is right, or of which years they are; each is published as its document prints it.",
    ),
    Rule(
        "chosen_by_name",
        "info",
        "Several files with different content hold this U-CAP, and only their names say which one is published.",
        "`plan.md` was edited, and `plan-copy.md` is published, as it comes later by name.",
        "Look which file is right, and delete the others; `ucap list` names them.",
        doubts_value=True,
    ),
    Rule(
        "partner_silent",
        "info",
        "Of a cooperation only one side's summary is among the documents.",
        "A summary of Graz with Kunming, and none of Kunming with Graz.",
        "Nothing to do; if the other side published a summary, put it into the raw folder.",
    ),
    # Corrections
    Rule(
        "correction_stale",
        "warning",
        "A correction does not fit what is extracted now, so it was not applied.",
        "A correction that expects a population of 569000 where 571026 is extracted.",
        "Change the entry, or delete it if the document is now correct; `ucap corrections` lists them.",
    ),
    Rule(
        "event_correction_stale",
        "warning",
        "A correction that joins or parts activities does not fit them any more, so it was not applied.",
        "An entry that joins two activities of which one has another text now, or is gone.",
        "Look whether the activities are one event; change the entry or delete it; `ucap corrections` lists them.",
    ),
    Rule(
        "checked_value_changed",
        "warning",
        "A value is no longer what it was when a person found it right.",
        "A population of 569000 that was checked, and 571026 after a correction or a new release of the code.",
        "Look at the value again; check the new one, or correct it.",
    ),
    # Contact
    Rule(
        "contact_missing",
        "info",
        "No contact address was found.",
        "A form without its last line.",
        "Nothing to do: it stays null.",
    ),
    Rule(
        "contact_repaired",
        "info",
        "The contact address was joined from two words, because an underlined underscore was lost.",
        "`CITY-PAIRS office@city-pairs.example`.",
        "Check the underscore.",
        doubts_value=True,
    ),
    Rule(
        "contact_malformed",
        "error",
        "The contact address is not an e-mail address.",
        "`office@city` or `office(at)city.example`.",
        "The address is withheld; correct it by hand.",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _RULES}

LOOKED_AT = frozenset(rule.code for rule in _RULES if rule.needs_look)
"""The codes of findings for which a document needs a look."""
