"""Cities of both sides with what the form says about each: province, country, population, area."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ucap.extractors.fields.bodies import read_body
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.named_values import find_named, find_remark_on_all
from ucap.extractors.findings import CellName, quote
from ucap.extractors.form import Form
from ucap.extractors.header_places import find_common_place, find_joined_names, is_known_place, list_names, locate_header_city
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import Quantity, is_missing, read_quantities, split_list
from ucap.extractors.places import find_country_code
from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import City, SectionName, Side
from ucap.schemas.wording import render_count

SIDES: tuple[Side, ...] = ("lead", "partner")
_JOINERS = frozenset({"and", "&"})
_CITY_ROWS: tuple[SectionName, ...] = ("province", "country", "population", "area")

_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)$")
"""A name with something in brackets behind it."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST_WORDS = 15
"""Words in a cell of numbers, beyond two for each number; with more it is a text. Chosen: a note on the source has a dozen."""


@dataclass(frozen=True)
class SideCities:
    """The cities printed on one side."""

    side: Side
    names: tuple[SourceText, ...]


def read_city_names(form: Form) -> tuple[SideCities, ...]:
    """Return the printed city names of both sides, in document order; a side without a city has none.

    Two names of one city (`Bozen / Bolzano`) are one, as printed.
    """
    return tuple(SideCities(side, tuple(_leave_out_areas(_join_names_of_one(form, side), form, side))) for side in SIDES)


def _leave_out_areas(names: list[SourceText], form: Form, side: Side) -> list[SourceText]:
    """Return names without the country or province that is printed behind one: `Rostock, Germany`, `Braga (Portugal)`."""
    country, province = cell_text(form, "country", side), cell_text(form, "province", side)
    codes = {code for item in split_items(country) if (code := find_country_code(item.chars))}
    provinces = {fold_name(item.chars) for item in split_items(province)}

    def is_area(name: str) -> bool:
        code = find_country_code(name)
        is_country = code in codes if codes else code is not None
        # A city of that name may be meant: "Esch, Luxembourg", "Montréal, Québec".
        homes = {code} if is_country else codes
        return (is_country or fold_name(name) in provinces) and not any(find_city(name, home) for home in homes)

    behind = [(match.span(1), match.span(2)) if (match := _IN_BRACKETS.match(name.chars)) else None for name in names]
    bare = [
        name[slice(*spans[0])] if spans and is_area(name.chars[slice(*spans[1])]) else name
        for name, spans in zip(names, behind, strict=True)
    ]
    if any(len(split_items(cell_text(form, row, side))) == len(names) for row in _CITY_ROWS):
        return bare  # a value for each
    return [name for i, name in enumerate(bare) if i == 0 or not is_area(name.chars)]


def _join_names_of_one(form: Form, side: Side) -> list[SourceText]:
    """Return the items of a side's cell of cities, and as one item those that are one partner.

    A slash joins two names that mean one place; an `and` two that are one name together (`Tyne and Wear`). All stay apart where
    another row has a value for each of them.
    """
    text = cell_text(form, "city", side)
    spans = [span for span in split_list(text.chars) if not is_missing(text.chars[slice(*span)])]
    between = [text.chars[end:start].strip().lower() for (_, end), (start, _) in pairwise(spans)]
    if {"/", *_JOINERS}.isdisjoint(between):
        return split_items(text)
    values = {section: cell_text(form, section, side) for section in _CITY_ROWS}
    told = [value for value in values.values() if fold_name(value.chars) != fold_name(text.chars)]
    if any(len(split_items(value)) == len(spans) for value in told):
        return [item for start, end in spans if (item := text[start:end].strip(" \n."))]
    country, province = values["country"].chars or None, values["province"].chars or None
    known = find_joined_names(text.chars)
    joined: list[tuple[int, int]] = spans[:1]
    for sign, (start, end) in zip(between, spans[1:], strict=True):
        whole = text.chars[joined[-1][0] : end]
        is_one = whole in known or (sign in _JOINERS and len(spans) == 2 and _is_one_partner(form, side))
        if sign == "/":
            names = [*list_names(text.chars[slice(*joined[-1])]), text.chars[start:end]]
            is_one = find_common_place(names, country, province) is not None
        if is_one:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return [item for start, end in joined if (item := text[start:end].strip(" \n."))]


def _is_one_partner(form: Form, side: Side) -> bool:
    """Whether two names are one: the side has one population and one area, as far as they are printed, and one of the names is
    no place that is known.
    """
    text = cell_text(form, "city", side).chars
    names = [text[start:end] for start, end in split_list(text)]
    return max(_count_figures(form, side)) == 1 and not all(map(is_known_place, names))


def _count_figures(form: Form, side: Side) -> tuple[int, int]:
    """Return how many populations and how many areas a side has."""
    population, area = (len(split_items(cell_text(form, section, side))) for section in ("population", "area"))
    return population, area


def read_cities(form: Form, sides: Sequence[SideCities], ledger: Ledger) -> tuple[City, ...]:
    """Read the rows of the cities table.

    The values of a row belong to the cities by position. A single value belongs to every city of its side. Any other number of
    values is reported and not published, because nothing says which city is meant.
    """
    texts = [cell_text(form, "population", side.side) for side in sides], [cell_text(form, "area", side.side) for side in sides]
    labels = _read_label(form, "population"), _read_label(form, "area")
    populations, areas = read_quantities([t.chars for t in texts[0]], [t.chars for t in texts[1]], labels)
    records = []
    for number, side in enumerate(sides):
        _report_joined(form, side, ledger)
        provinces = _align(form, "province", side, ledger)
        countries = _align(form, "country", side, ledger)
        population = _align_quantities(texts[0][number], populations[number], side, "population", ledger)
        area = _align_quantities(texts[1][number], areas[number], side, "area", ledger)
        for i, name in enumerate(side.names):
            code = find_country_code(countries[i].chars) if countries[i] else None
            body = read_body(name.chars, _read_label(form, "city"), code)
            place = locate_header_city(name.chars, countries[i].chars, provinces[i].chars).place
            if body != "city":
                place = None  # a region has no city's point
            if countries[i]:
                country_code = Value(code, countries[i], "lookup")
            else:  # often empty for the partner: then the place that the city's name means gives the country
                country_code = Value(place.country_code if place else None, name, "inferred")
            records.append(
                ledger.enter(
                    City,
                    side=side.side,
                    position=i + 1,
                    city=Value(name.chars, name),
                    body=body,
                    province=_printed(provinces[i]),
                    country=_printed(countries[i]),
                    country_code=country_code,
                    population=_quantity(population[i], whole=True),
                    population_text=_printed(population[i][1]),
                    population_year=_count_year(population[i][0], texts[0][number]),
                    area_km2=_quantity(area[i], whole=False),
                    area_text=_printed(area[i][1]),
                    latitude=Value(place.latitude if place else None, name, "lookup"),
                    longitude=Value(place.longitude if place else None, name, "lookup"),
                    geonames_id=Value(place.geonames_id if place else None, name, "lookup"),
                    page=name.pages()[0] if name.pages() else None,
                )
            )
    return tuple(records)


def _report_joined(form: Form, side: SideCities, ledger: Ledger) -> None:
    """Report two names with an `and` between them for which there is one population and one area: they may be one partner."""
    text = cell_text(form, "city", side.side)
    if len(side.names) == 2 and _count_figures(form, side.side) == (1, 1) and not re.search(r"[;,/\n]", text.chars):
        details = f"{quote(text.chars)} was read as two partners, though there is one population and one area."
        ledger.report("list_length", details, "city", text)


def _read_label(form: Form, section: SectionName) -> str:
    row = form.row(section)
    return row.label.chars if row else ""


def cell_text(form: Form, section: SectionName, side: Side) -> SourceText:
    """Return the text of one side's cell; empty where the form has none."""
    row = form.row(section)
    cell = row.cell(side) if row else None
    return cell.text().strip() if cell else SourceText()


def split_items(text: SourceText) -> list[SourceText]:
    """Split a printed list (`Jilin, Henan`) into its items; `N/A` and the like are not items."""
    return [item for item in _split_with_holes(text) if not is_missing(item.chars)]


def _split_with_holes(text: SourceText) -> list[SourceText]:
    """Split a printed list into its items, `N/A` and the like among them."""
    spans = split_list(text.chars, keep=find_joined_names(text.chars))
    return [item for start, end in spans if (item := text[start:end].strip(" \n."))]


def _align(form: Form, section: SectionName, side: SideCities, ledger: Ledger) -> list[SourceText]:
    """Return the side's value of a row for each of its cities; empty texts for those without one."""
    text = cell_text(form, section, side.side)
    text = text[: find_remark_on_all(text.chars)]
    items, count = split_items(text), len(side.names)
    if (named := _find_named(text, side)) is not None:
        return named
    with_holes = _split_with_holes(text)
    if len(items) < len(with_holes) == count:
        # "Andalusia, N/A": the second city has none.
        return [SourceText() if is_missing(item.chars) else item for item in with_holes]
    # An "and" may be part of a name (`Castile and León`): where it gives too many items, only the other signs separate them.
    has_holes = len(items) < len(with_holes)
    by_signs = [item for item in text.split(r"[,;/\n]") if item] if items and not has_holes else []
    for read in (items, by_signs):
        if len(read) == count:
            return read
    for read in () if has_holes else (items, by_signs):  # "Saxony, N/A" for three cities says not whose it is
        if len(read) == 1:
            return read * count
    if items:
        ledger.report("list_length", _count_values(len(items), side, section, text), section, text)
    return [SourceText()] * count


def _find_named(text: SourceText, side: SideCities) -> list[SourceText] | None:
    """Return the value for each city where each item names its city: `Wuhan: Hubei; Shenzhen: Guangdong`; else None."""
    spans = find_named(text.chars, [name.chars for name in side.names])
    if spans is None:
        return None
    values = [text[slice(*span)] if span else SourceText() for span in spans]
    return [SourceText() if is_missing(value.chars) else value for value in values]


def _count_values(count: int, side: SideCities, section: SectionName, text: SourceText) -> str:
    cities = ", ".join(name.chars for name in side.names)
    values, sides = render_count(count, "value"), render_count(len(side.names), "city", "cities")
    return f"The row of {section} has {values} ({quote(text.chars)}) for {sides} ({cities})."


def _align_quantities(
    text: SourceText, found: Sequence[Quantity | None], side: SideCities, section: SectionName, ledger: Ledger
) -> list[tuple[Quantity | None, SourceText]]:
    """Return for each city of a side its quantity and the text in which it is printed.

    A number belongs to the city that its item names (`6.4 million (Kunming)`), else to the one whose name stands before it,
    else to the city of the same position.
    """
    nothing: tuple[Quantity | None, SourceText] = (None, SourceText())
    if len(_WORD.findall(text.chars)) > _MOST_WORDS + 2 * sum(quantity is not None for quantity in found):
        details = f"The cell holds a text, {quote(text.chars)}, so that no number in it was taken."
        ledger.report("number_in_text", details, section, text)
        return [nothing] * len(side.names)
    items = [(quantity, text[slice(*quantity.span)]) if quantity else nothing for quantity in found]
    _report_numbers(text, items, side, section, ledger)
    if named := _find_named_quantities(text, items, side):
        return named
    if len(items) == len(side.names):
        return items
    if any(quantity for quantity, _ in items):
        # One figure for a side of several cities is their sum, or belongs to one unknown city: nobody gets it.
        ledger.report("list_length", _count_values(len(items), side, section, text), section, text)
    return [nothing] * len(side.names)


def _find_named_quantities(
    text: SourceText, items: Sequence[tuple[Quantity | None, SourceText]], side: SideCities
) -> list[tuple[Quantity | None, SourceText]] | None:
    """Return for each city the quantity of the item that names it; None where none is named."""
    nothing: tuple[Quantity | None, SourceText] = (None, SourceText())
    found = [(quantity, printed) for quantity, printed in items if quantity]
    if spans := find_named(text.chars, [name.chars for name in side.names]):
        inside = [
            [(q, printed) for q, printed in found if span and span[0] <= q.span[0] and q.span[1] <= span[1]] for span in spans
        ]
        return [own[0] if len(own) == 1 else nothing for own in inside]
    named: dict[int, tuple[Quantity | None, SourceText]] = {}
    end = 0
    for quantity, printed in found:
        before = fold_name(text.chars[end : quantity.span[0]])
        named |= {i: (quantity, printed) for i, name in enumerate(side.names) if fold_name(name.chars) in before}
        end = quantity.span[1]
    return [named.get(i, nothing) for i in range(len(side.names))] if named else None


def _report_numbers(
    text: SourceText,
    items: Sequence[tuple[Quantity | None, SourceText]],
    side: SideCities,
    section: SectionName,
    ledger: Ledger,
) -> None:
    """Report numbers that can be read in two ways, and items of a cell, or whole cells, in which none can be read."""
    column = "population" if section == "population" else "area_km2"
    cells = [CellName("cities", f"{ledger.ucap_id}/{side.side}/{i}", column) for i in range(1, len(side.names) + 1)]
    for i, (quantity, printed) in enumerate(items):
        if quantity and quantity.decided_by != "unambiguous":
            value = f"{quantity.value:,g}" if isinstance(quantity.value, float) else f"{quantity.value:,}"
            details = f"{quote(printed.chars)} can be read in two ways; {value} was chosen by {_GROUNDS[quantity.decided_by]}."
            code = "number_ambiguous" if quantity.decided_by == "convention" else "number_decided"
            ledger.report(code, details, section, printed, cells[i : i + 1] if len(items) == len(cells) else cells)
    if not is_missing(text.chars) and not any(quantity for quantity, _ in items):
        ledger.report("number_unreadable", f"No number could be read from {quote(text.chars)}.", section, text, cells)
    elif len(printed_items := _split_with_holes(text)) == len(items):
        for i, ((quantity, _), printed) in enumerate(zip(items, printed_items, strict=True)):
            if not quantity and not is_missing(printed.chars):
                details = f"No number could be read from {quote(printed.chars)}."
                ledger.report("number_unreadable", details, section, printed, cells[i : i + 1])


_GROUNDS = {
    "document": "the way this document writes other numbers",
    "plausibility": "the number of people per km²",
    "convention": "convention only",
}


def _printed(text: SourceText) -> Value[str | None]:
    return Value(text.chars or None, text)


def _count_year(quantity: Quantity | None, cell: SourceText) -> Value[int | None]:
    if quantity is None or quantity.counted is None:
        return Value(None, SourceText())
    return Value(quantity.counted.year, cell[slice(*quantity.counted.span)], "rule")


def _quantity(item: tuple[Quantity | None, SourceText], *, whole: bool) -> Value[int | float | None]:
    quantity, printed = item
    if quantity is None:
        return Value(None, printed)
    value = round(quantity.value) if whole else float(quantity.value)
    return Value(value, printed, "layout" if quantity.decided_by == "unambiguous" else "rule")
