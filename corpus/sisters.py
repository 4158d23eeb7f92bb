"""Summaries of sister programmes in other wordings: render, read and compare.

``python -m corpus.sisters [--shape NAME ...] [-v]`` reads the twelve summaries of `sisters.yml` in each shape, and
``python -m corpus.sisters --wordings`` puts each label of `wordings.yml` into a plain summary, one at a time. It prints how
many values are right, and how many are wrong with nothing said about their row.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.compare import Outcome, compare
from corpus.model import Block, Cell, Gold, GoldActivity, GoldCity, GoldResult, GoldTheme, Row, Summary
from corpus.render import available_shapes, render
from corpus.render_text import render_text
from corpus.style import draw_style
from ucap.extractors.extract import read_document

_PAIRED = ("city", "province", "country", "population", "area")
_PLAIN = "heidelberg--pune"
"""The summary into which the wordings are put."""


@cache
def load_sisters() -> list[dict[str, Any]]:
    """Return the summaries as they stand in `sisters.yml`."""
    loaded: list[dict[str, Any]] = yaml.safe_load(files("corpus").joinpath("sisters.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def load_wordings() -> dict[str, list[str]]:
    """Return the labels to try, by the section that they mean."""
    text = files("corpus").joinpath("wordings.yml").read_text(encoding="utf-8")
    return {section: [str(word) for word in words] for section, words in yaml.safe_load(text).items()}


def make_sister(spec: dict[str, Any], labels: dict[str, str] | None = None, seed: int = 0) -> Summary:
    """Return a summary of `sisters.yml` as it is to be printed; `labels` go before its own."""
    named = {**spec["labels"], **(labels or {})}
    themes, headed = spec["themes"], len(spec["themes"]) > 1 and not spec.get("focus_unheaded")
    cells: dict[str, tuple[Cell, ...]] = {
        section: tuple((Block(str(text)),) for text in spec["print"][section])
        for section in _PAIRED
        if section in spec["print"]
    }
    cells["period"] = ((Block(spec["period"][0]),),)
    cells["themes"] = (tuple(Block(theme) for theme, _, _ in themes),)
    cells["agenda"] = (tuple(Block(text) for text, *_ in spec["agenda"]),)
    cells["key_focus"] = (tuple(Block(focus) for _, focus, _ in themes),)
    cells["key_challenges"] = (tuple(Block(challenge) for _, _, challenge in themes),)
    cells["objectives"] = ((Block(spec["objectives"]),),)
    cells["activities"] = (tuple(Block(f"{printed}: {text}", 1) for printed, _, _, _, text in spec["activities"]),)
    results: list[Block] = []
    for heading, text in spec["results"]:
        results += [*([Block(f"{heading}:")] if heading else []), Block(text, 1)]
    cells["results"] = (tuple(results),)
    rows = tuple(Row(section, named[section], cell, section in ("themes", "agenda")) for section, cell in cells.items())

    def cut(text: str) -> str:
        return text.partition(": ")[2] or text

    whole = len(themes) == 1
    gold = Gold(
        kind="city",
        cities=tuple(_number_cities(spec["cities"])),
        period=(spec["period"][1], spec["period"][2]),
        themes=tuple(
            GoldTheme(t, cut(f) if headed or whole else None, cut(c) if headed or whole else None) for t, f, c in themes
        ),
        agenda=tuple((framework, number, topic) for _, framework, number, topic in spec["agenda"]),
        key_focus=" ".join(focus for _, focus, _ in themes),
        key_challenges=" ".join(challenge for _, _, challenge in themes),
        objectives=spec["objectives"],
        activities=tuple(GoldActivity(start, end, how, text) for _, start, end, how, text in spec["activities"]),
        results=tuple(GoldResult(heading or None, _theme_of(heading, themes), None, text) for heading, text in spec["results"]),
        contact=spec["contact"],
    )
    closing = (f"{named.get('contact', 'For further information, please contact')}:", spec["contact"])
    return Summary(seed, (spec["title"],), rows, closing, gold)


def _number_cities(cities: list[list[Any]]) -> Iterator[GoldCity]:
    positions: Counter[str] = Counter()
    for side, *values in cities:
        positions[side] += 1
        yield GoldCity(side, positions[side], *values)


def _theme_of(heading: str, themes: list[list[str]]) -> str | None:
    return next((theme for theme, _, _ in themes if theme == heading), None)


def check_sister(number: int, shape: str) -> tuple[list[Outcome], bytes]:
    """Render one summary in a shape, read it and compare."""
    summary = make_sister(load_sisters()[number], seed=number)
    data = render_labelled(summary) if shape == "labelled" else render(summary, draw_style(number, shape, [""]))
    return compare(read_document(data, f"{number}-{shape}"), summary.gold), data


def render_labelled(summary: Summary) -> bytes:
    """Write a summary as lines `Label: value`, as it is pasted into a mail."""
    lines = [*summary.title, ""]
    for row in summary.rows:
        if len(row.cells) == 1 and len(row.cells[0]) == 1 and not row.cells[0][0].level:
            lines.append(f"{row.label}: {row.cells[0][0].text}")
        elif len(row.cells) == 1:
            lines += [f"{row.label}:", *(f"{'• ' * bool(block.level)}{block.text}" for block in row.cells[0])]
        else:
            lines.append(f"{row.label}: {' / '.join(cell[0].text for cell in row.cells)}")
    return "\n".join([*lines, "", *summary.closing, ""]).encode()


def check_wordings() -> Iterator[tuple[str, str, str, list[Outcome]]]:
    """Yield section, wording and shape of each label tried, and what was wrong."""
    spec = next(spec for spec in load_sisters() if spec["id"] == _PLAIN)
    usual = {
        "city": "City", "province": "Province", "country": "Country", "population": "Population", "area": "Size (km²)",
        "period": "Period of cooperation", "themes": "Cooperation themes", "agenda": "Related SDGs and Urban Agenda topics",
        "key_focus": "Key focus of cooperation themes", "key_challenges": "Key challenges of cooperation themes",
        "objectives": "Main objectives of cooperation", "activities": "Main activities and key outputs",
        "results": "Expected results and benefits", "contact": "For further information, please contact",
    }  # fmt: skip
    for section, wordings in load_wordings().items():
        for number, wording in enumerate(wordings):
            summary = make_sister(spec, usual | {section: wording})
            data = render_text(summary, draw_style(number, "tabs", [""]))
            outcomes = compare(read_document(data, "wording"), summary.gold)
            yield section, wording, "tabs", [outcome for outcome in outcomes if not outcome.right]


def main() -> int:
    """Print the figures; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", action="append")
    parser.add_argument("--wordings", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    if arguments.wordings:
        tried = list(check_wordings())
        for section, wording, _, misses in tried:
            if misses:
                shown = misses if arguments.verbose else misses[:2]
                print(f"{section}: {wording}: {[(miss.field, miss.expected, miss.found) for miss in shown]}")
        lost = sum(any(miss.field == "document" for miss in misses) for *_, misses in tried)
        print(f"{sum(not misses for *_, misses in tried)} of {len(tried)} wordings read as meant; {lost} lose the document")
        return 0
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    silent = 0
    for shape in arguments.shape or [*available_shapes(), "labelled"]:
        for number, spec in enumerate(load_sisters()):
            outcomes, _ = check_sister(number, shape)
            for outcome in outcomes:
                total[shape] += 1
                right[shape] += outcome.right
                silent += outcome.silent
                if not outcome.right:
                    mark = "SILENT " if outcome.silent else ""
                    print(
                        f"{mark}{spec['id']} {shape} {outcome.field} {outcome.place}: {outcome.expected!r} | {outcome.found!r}"[
                            :220
                        ]
                    )
    for shape in total:
        print(f"{shape:<24}{right[shape]:>6}{total[shape]:>6}{100 * right[shape] / total[shape]:>8.2f}")
    print(
        f"{'all':<24}{right.total():>6}{total.total():>6}{100 * right.total() / total.total():>8.2f}; {silent} wrong silently"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
