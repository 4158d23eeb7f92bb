"""Rules about themes, the headings that mean them, and the agenda."""

from collections.abc import Iterator

from ucap.extractors.fields.agenda import read_goal_name
from ucap.extractors.findings import Finding, quote
from ucap.extractors.rules.cells import name_cells
from ucap.schemas.records import Result
from ucap.schemas.ucap import Ucap
from ucap.schemas.vocabularies import load_vocabulary


def find_themes_without_focus(ucap: Ucap) -> Iterator[Finding]:
    """Find themes to which no part of the text on focus belongs, where the form has such a text."""
    for theme in ucap.themes:
        if theme.key_focus is None and ucap.summary.key_focus:
            details = f"There is no focus text under a heading for {quote(theme.theme)}."
            yield Finding("theme_without_focus", details, "key_focus", theme.theme, theme.page)


def find_themes_without_challenge(ucap: Ucap) -> Iterator[Finding]:
    """Find themes to which no part of the text on challenges belongs, where other themes have a part of it."""
    if not any(theme.key_challenge for theme in ucap.themes):
        return
    for theme in ucap.themes:
        if theme.key_challenge is None:
            details = f"There is no text on challenges under a heading for {quote(theme.theme)}."
            yield Finding("theme_without_challenge", details, "key_challenges", theme.theme, theme.page)


def find_unmatched_result_headings(ucap: Ucap) -> Iterator[Finding]:
    """Find headings of results that mean none of the themes, each once."""
    headings: dict[str, Result] = {}
    for result in ucap.results:
        if result.heading and result.theme is None:
            headings.setdefault(result.heading, result)
    for heading, result in headings.items():
        details = f"The heading {quote(heading)} belongs to none of the themes."
        yield Finding("result_heading_unmatched", details, "results", heading, result.page_start)


def find_unknown_goals(ucap: Ucap) -> Iterator[Finding]:
    """Find numbers of goals that do not exist; they are withheld."""
    goals = load_vocabulary("agenda")["sdgs"]
    for topic in ucap.agenda_topics:
        if topic.sdg is not None and topic.sdg not in goals:
            details = f"{quote(topic.text)} names goal {topic.sdg}, but the goals are numbered 1 to {len(goals)}."
            yield Finding("goal_unknown", details, "agenda", topic.text, topic.page, name_cells(topic, "sdg"))


def find_mismatched_goals(ucap: Ucap) -> Iterator[Finding]:
    """Find goals whose number and printed name belong to two different goals."""
    goals = load_vocabulary("agenda")["sdgs"]
    for topic in ucap.agenda_topics:
        if topic.sdg is None or topic.sdg not in goals:
            continue
        named = read_goal_name(topic.text, topic.sdg)
        if named is not None and named != topic.sdg:
            details = (
                f"{quote(topic.text)} has the number of “{goals[topic.sdg]}”, but the name of goal {named}, “{goals[named]}”."
            )
            yield Finding("goal_mismatch", details, "agenda", topic.text, topic.page)


def find_unknown_topics(ucap: Ucap) -> Iterator[Finding]:
    """Find topics of the EU Urban Agenda that are not in its list."""
    for topic in ucap.agenda_topics:
        if topic.framework == "EU Urban Agenda" and topic.topic is None:
            details = f"{quote(topic.text)} names no topic of the EU Urban Agenda."
            yield Finding("topic_unknown", details, "agenda", topic.text, topic.page)
