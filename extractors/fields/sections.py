"""The verbatim cells, and the entities mentioned in the running ones."""

from collections.abc import Sequence
from typing import Any

from ucap.extractors.entities import Mention
from ucap.extractors.entities.pipeline import TextNames, read_names
from ucap.extractors.fields.activities import Named
from ucap.extractors.fields.activity_kinds import leave_out_names
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.mention_places import DocumentPlaces, locate_mention, name_label, settle_namesake, settle_town
from ucap.extractors.fields.name_findings import NotedName, report_names
from ucap.extractors.findings import CellName
from ucap.extractors.form import Block, Form
from ucap.extractors.places import find_country_code
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import Entity, Section, SectionName

RUNNING: tuple[SectionName, ...] = ("key_focus", "key_challenges", "objectives", "activities", "results")
"""Sections in whose texts entities are looked for."""


def read_sections(form: Form, ledger: Ledger) -> tuple[Section, ...]:
    """Return every cell of the form, empty ones included, as it is printed; `form` is the whole one, struck words included."""
    records: list[Section] = []
    for row in form.rows:
        for cell in row.cells:
            text = cell.render()
            pages = (row.label + text).pages()
            records.append(
                ledger.enter(
                    Section,
                    position=len(records) + 1,
                    section=row.section,
                    label=row.label.mark_struck().chars or None,
                    side=cell.side,
                    text=text.chars,
                    page_start=pages[0] if pages else None,
                    page_end=pages[-1] if pages else None,
                )
            )
    return tuple(records)


def find_names(form: Form, known_cities: Sequence[str], document: DocumentPlaces) -> dict[SectionName, list[TextNames]]:
    """Find the names in the running sections, block by block.

    `known_cities` are the names printed in the form's header, `document` has their places.
    """
    blocks = [(section, block) for section in RUNNING for block in form.blocks(section)]
    found = read_names([block.text.chars for _, block in blocks], known_cities=known_cities)
    names: dict[SectionName, list[TextNames]] = {section: [] for section in RUNNING}
    for (section, block), block_names in zip(blocks, found, strict=True):
        settled = (settle_namesake(mention, block.text.chars) for mention in block_names.mentions)
        mentions = [settle_town(mention, document) for mention in settled]
        names[section].append(TextNames(mentions, block_names.left_out))
    return names


def name_by_activity(
    blocks: Sequence[Block], mentions: Sequence[Sequence[Mention]], owners: Sequence[int | None], count: int
) -> list[Named]:
    """Return what is named in each activity, given its blocks, the mentions of each and the index of its activity."""
    cities: list[dict[str, None]] = [{} for _ in range(count)]
    organisations: list[dict[str, None]] = [{} for _ in range(count)]
    own: list[list[str]] = [[] for _ in range(count)]
    items: list[list[str]] = [[] for _ in range(count)]
    for block, owner, block_mentions in zip(blocks, owners, mentions, strict=True):
        if owner is None:
            continue
        plain = items if own[owner] and block.level else own
        plain[owner].append(leave_out_names(block.text.chars, block_mentions))
        for mention in block_mentions:
            if mention.label == "CITY":
                cities[owner][mention.text] = None
            elif mention.label == "ORG":
                organisations[owner][mention.text] = None
    return [
        Named(tuple(c), tuple(o), "\n".join(texts), "\n".join(below))
        for c, o, texts, below in zip(cities, organisations, own, items, strict=True)
    ]


def read_entities(
    form: Form,
    names: dict[SectionName, list[TextNames]],
    owners: Sequence[int | None],
    document: DocumentPlaces,
    ledger: Ledger,
) -> tuple[Entity, ...]:
    """Return the mentions as rows, with offsets in the section's text; `document` has the places of the form's header.

    `form` is the whole one, struck words included, and the names are those of the form that is read: they count its
    characters. A mention that runs across struck words is left out, because the section's text holds it nowhere. What is
    doubtful about a name is reported.
    """
    records, noted = [], list[NotedName]()
    for section in RUNNING:
        offset = 0
        read = enumerate(names[section])
        for block in form.blocks(section):
            text = block.text.drop_struck()
            start = offset + len(block.marker())
            offset += len(block.render()) + len("\n")
            if block.is_struck():
                continue
            i, found = next(read)
            places = block.text.find_shown()
            owner = owners[i] if section == "activities" else None
            activity_id = None if owner is None else f"{ledger.ucap_id}/a{owner + 1}"
            activity = None if owner is None else owner + 1
            noted += [NotedName(text[a:b], section, activity) for a, b in found.left_out]
            for mention in found.mentions:
                printed: SourceText = text[mention.start : mention.end]
                first, last = places[mention.start], places[mention.end - 1]
                if last - first != mention.end - 1 - mention.start:
                    continue
                record = ledger.enter(
                    Entity,
                    section=section,
                    activity_id=activity_id,
                    text=Value(mention.text, printed, mention.source),
                    label=name_label(mention, document),
                    start=start + first,
                    end=start + last + 1,
                    full_name=mention.full_name,
                    source=mention.source,
                    **_locate(mention, block.text.chars, document),
                )
                records.append(record)
                if mention.doubt:
                    cell = CellName("entities", record.row_key(), "label")
                    noted.append(NotedName(printed, section, activity, mention.label, mention.doubt, cell))
    report_names(noted, ledger)
    return tuple(records)


def _locate(mention: Mention, text: str, document: DocumentPlaces) -> dict[str, Any]:
    """Return the canonical name and place columns of a mention: those of a city's place, and the code of a country.

    The canonical name of a city is that of the place beside it, and the printed one where no place is certain.
    """
    code, number, latitude, longitude = None, None, None, None
    canonical = mention.canonical
    if name_label(mention, document) == "CITY":
        place = locate_mention(text, mention.start, mention.end, document)
        canonical = place.name if place else mention.canonical and mention.text
        if place is not None:
            code, number, latitude, longitude = place.country_code, place.geonames_id, place.latitude, place.longitude
    elif mention.label == "COUNTRY":
        code = find_country_code(mention.canonical or mention.text)
    return {
        "canonical": canonical, "country_code": code, "geonames_id": number, "latitude": latitude, "longitude": longitude,
    }  # fmt: skip
