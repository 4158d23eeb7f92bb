"""Charts of the report, by Matplotlib: for a screen, for print, and for people who do not tell colours apart.

Colours are those of Okabe and Ito, and no chart relies on colour alone: bars have patterns, points have shapes, cells have
numbers. Text stays text, so it can be searched for, and read aloud.
"""

import io
import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.dates import AutoDateFormatter, AutoDateLocator, date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator

from ucap.review.report.figures import MODES, Figures
from ucap.review.report.placing import GAPS, place_names
from ucap.review.visible import make_visible

WIDTH = 9.5
"""Inches: what a page of A4 holds in landscape, and a little less than a usual window."""
INK, DIM, GRID = "#1c2326", "#566066", "#d3d8d6"
COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#5b5b5b",
    "#8c6bb1",
    "#a6761d",
    "#1b9e77",
    "#000000",
)
MARKERS = "osD^vPX*hp<"
KINDS = (
    "visit",
    "meeting",
    "workshop",
    "conference",
    "webinar",
    "coaching",
    "agreement",
    "pilot",
    "study",
    "exchange",
    "other",
)
MODE_STYLES = {
    "in_person": ("#0072b2", ""),
    "online": ("#e69f00", "////"),
    "hybrid": ("#009e73", "...."),
    "unknown": ("#d9d9d9", ""),
    "planned": ("#ffffff", ""),
}
_SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 9, "svg.fonttype": "none",
    "svg.hashsalt": "ucap",
    "axes.edgecolor": DIM, "axes.labelcolor": INK, "text.color": INK, "xtick.color": DIM, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": False, "hatch.linewidth": 0.6, "hatch.color": "#ffffff",
    "text.parse_math": False, "text.usetex": False,
}  # fmt: skip
_LAND = Path(__file__).parent / "land.json"


@dataclass(frozen=True)
class Chart:
    """A chart: its name, heading, what it shows in a sentence, and how it is drawn."""

    name: str
    heading: str
    caption: str
    draw: Callable[[Figures, Figure], None]
    height: Callable[[Figures], float]

    def render(self, figures: Figures, kind: str) -> bytes:
        """Return it as `svg` or `png`; equal figures give equal bytes with the same Matplotlib."""
        with mpl.rc_context(_SETTINGS):
            figure = Figure((WIDTH, self.height(figures)), layout="constrained")
            self.draw(figures, figure)
            target = io.BytesIO()
            options: dict[str, Any] = {"metadata": {"Date": None}} if kind == "svg" else {"dpi": 150}
            figure.savefig(target, format=kind, facecolor="white", **options)
        return target.getvalue()


def _draw_timeline(figures: Figures, figure: Figure) -> None:
    axes = figure.subplots()
    pairs = list(dict.fromkeys(entry.pair for entry in figures.timeline))[::-1]
    height = {pair: number for number, pair in enumerate(pairs)}
    for kind, colour, marker in zip(KINDS, COLOURS, MARKERS, strict=True):
        entries = [entry for entry in figures.timeline if entry.kind == kind]
        if not entries:
            continue
        places = [height[entry.pair] for entry in entries]
        starts, ends = [_num(e.start) for e in entries], [_num(e.end) for e in entries]
        axes.hlines(places, starts, ends, color=colour, linewidth=1.2, alpha=0.6)
        middle = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
        faces = ["white" if entry.planned else colour for entry in entries]
        label = f"{kind} ({len(entries)})"
        axes.scatter(middle, places, s=26, c=faces, marker=marker, label=label, zorder=3, linewidths=0.9, edgecolors=colour)
    axes.set_yticks(range(len(pairs)), [_shorten(pair, 44) for pair in pairs])
    axes.set_ylim(-0.7, max(len(pairs) - 0.3, 0.7))
    axes.grid(axis="both", color=GRID, linewidth=0.5)
    _date_axis(axes)
    _mark_2020(axes, [_num(e.start) for e in figures.timeline])
    if figures.timeline:
        figure.legend(loc="outside lower center", ncols=6, frameon=False, fontsize=8)


def _draw_months(figures: Figures, figure: Figure) -> None:
    axes = figure.subplots()
    months = [date(int(month[:4]), int(month[5:]), 1) for month, _ in figures.months]
    places = [_num(month + timedelta(days=14)) for month in months]
    below = [0] * len(months)
    for mode in MODES if months else ():
        counts = [row[mode] for _, row in figures.months]
        colour, hatch = MODE_STYLES[mode]
        name = mode.replace("_", " ") if mode != "unknown" else "not said"
        label = f"{name} ({sum(counts)})"
        drawn = [number for number, count in enumerate(counts) if count] or [
            0
        ]  # one of no height keeps its place in the legend
        heights, bottoms = [counts[number] for number in drawn], [below[number] for number in drawn]
        style = {"edgecolor": DIM, "ls": ":"} if mode == "planned" else {"hatch": hatch, "linewidth": 0}
        axes.bar([places[number] for number in drawn], heights, 24, bottoms, color=colour, label=label, **style)
        below = [one + other for one, other in zip(below, counts, strict=True)]
    axes.set_ylabel("activities")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    _date_axis(axes)
    _mark_2020(axes, places)
    if months:
        figure.legend(loc="outside lower center", ncols=5, frameon=False)


def _draw_map(figures: Figures, figure: Figure) -> None:
    axes = figure.subplots()
    for ring in json.loads(_LAND.read_bytes())["rings"]:
        axes.fill([x for x, _ in ring], [y for _, y in ring], color="#e4e6e1", linewidth=0.3, edgecolor="#bfc4bd")
    axes.add_collection(
        LineCollection(
            [(link.lead_place, link.partner_place) for link in figures.links],
            colors=COLOURS[0],
            linewidths=[0.6 + 0.4 * min(link.count, 5) for link in figures.links],
            alpha=0.35,
            zorder=2,
        )
    )
    leads = {link.lead: link.lead_place for link in figures.links}
    partners = {link.partner: link.partner_place for link in figures.links}
    for places, colour, marker, name in ((leads, COLOURS[1], "o", "lead city"), (partners, COLOURS[2], "s", "partner city")):
        if places:
            xs, ys = zip(*places.values(), strict=True)
            axes.scatter(xs, ys, s=18, c=colour, marker=marker, zorder=3, label=f"{name} ({len(places)})", linewidths=0)
    _frame_map(axes, [place for link in figures.links for place in (link.lead_place, link.partner_place)])
    axes.set_axis_off()
    if figures.links:
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
        ends = ((link.lead, link.lead_place, link.partner, link.partner_place) for link in figures.links)
        _name_places(figure, axes, {name: place for one in ends for name, place in (one[:2], one[2:])})


MOST_NAMES, _NAME_SIZE = 45, 7.0
"""Names on the map that can still be read, those with the most U-CAPs, and the size of their letters."""


def _name_places(figure: Figure, axes: Axes, places: dict[str, tuple[float, float]]) -> None:
    """Write the names of places beside their points where there is room, and say how many have none; the first matter most."""
    figure.draw_without_rendering()  # only then is it known where on the paper a place lies
    scale = 72 / figure.dpi
    points = [tuple(axes.transData.transform(place) * scale) for place in places.values()]
    names = [_shorten(name, 24) for name in places]
    first = names[:MOST_NAMES]
    font = FontProperties(family="DejaVu Sans", size=_NAME_SIZE)
    sizes = [(1.05 * TextPath((0, 0), name, prop=font).get_extents().width + 1, 1.15 * _NAME_SIZE) for name in first]
    left, bottom, right, top = (float(edge) * scale for edge in axes.bbox.extents)
    corners = place_names(points, sizes, (left, bottom, right, top))
    for name, place, point, corner in zip(names, places.values(), points, corners, strict=False):
        if corner:
            offset = (corner[0] - point[0], corner[1] - point[1])
            is_far = max(map(abs, offset)) > 2 * GAPS[1] and abs(offset[1]) > GAPS[1]
            line = {"arrowstyle": "-", "linewidth": 0.4, "color": DIM, "shrinkA": 0, "shrinkB": 2} if is_far else None
            axes.annotate(
                name, place, xytext=offset, textcoords="offset points", fontsize=_NAME_SIZE, color=INK, va="bottom",
                arrowprops=line, zorder=4,
            ).set_in_layout(False)  # fmt: skip
    if unnamed := len(names) - sum(corner is not None for corner in corners):
        text = f"{unnamed:,} of {len(names):,} cities without room for their names: see the table"
        axes.annotate(text, (0, 0), xycoords="axes fraction", fontsize=_NAME_SIZE, color=DIM, va="bottom").set_in_layout(False)


def _frame_map(axes: Axes, places: list[tuple[float, float]]) -> None:
    """Show what lies around the places, at least as wide as high."""
    xs, ys = [x for x, _ in places] or [-170, 180], [y for _, y in places] or [-50, 75]
    margin = max(6.0, 0.08 * (max(xs) - min(xs)))
    left, right, bottom, top = min(xs) - margin, max(xs) + margin, min(ys) - margin, max(ys) + margin
    short = (right - left) * 0.42 - (top - bottom)
    if short > 0:
        bottom, top = bottom - short / 2, top + short / 2
    axes.set_xlim(max(left, -180), min(right, 180))
    axes.set_ylim(max(bottom, -58), min(top, 84))
    axes.set_aspect(1.25)


def _draw_themes(figures: Figures, figure: Figure) -> None:
    axes = figure.subplots()
    matrix = figures.themes
    most = max((count for row in matrix.counts for count in row), default=0)
    if matrix.rows:
        edges = [number - 0.5 for number in range(max(len(matrix.rows), len(matrix.columns)) + 1)]
        across, down = edges[: len(matrix.columns) + 1], edges[: len(matrix.rows) + 1]
        axes.pcolormesh(across, down, matrix.counts, cmap="Blues", vmin=0, vmax=max(most, 1) * 1.25, edgecolors="white")
        axes.invert_yaxis()
    for y, row in enumerate(matrix.counts):
        for x, count in enumerate(row):
            if count:
                axes.text(
                    x, y, f"{count:,}", ha="center", va="center", fontsize=8, color="white" if count > 0.7 * most else INK
                )
    axes.set_xticks(range(len(matrix.columns)), matrix.columns)
    axes.set_yticks(range(len(matrix.rows)), [_shorten(name, 44) for name in matrix.rows])
    axes.set_xlabel("Sustainable Development Goal")
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _draw_results(figures: Figures, figure: Figure) -> None:
    names = [_shorten(name, 44) for name, _ in figures.results][::-1]
    _draw_bars(figure.subplots(), names, [count for _, count in figures.results][::-1], "expected results")


def _draw_quality(figures: Figures, figure: Figure) -> None:
    rates = sorted(figures.fill_rates, key=lambda item: item[1])
    axes = figure.subplots()
    _draw_bars(
        axes,
        [name for name, _ in rates],
        [100 * rate for _, rate in rates],
        "per cent of rows in which it is filled",
        "{:.0f} %",
    )
    axes.set_xlim(0, 112)


def _draw_bars(axes: Axes, names: list[str], counts: list[Any], label: str, form: str = "{:,}") -> None:
    axes.barh(range(len(names)), counts, color=COLOURS[0], height=0.7)
    for y, count in enumerate(counts):
        axes.annotate(form.format(count), (count, y), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel(label)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="y", length=0)
    axes.margins(y=0.02)


def _date_axis(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(AutoDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.xaxis_date()


def _mark_2020(axes: Axes, places: list[float]) -> None:
    """Draw a line at March 2020, when people stopped travelling, if it is within what is shown."""
    turn = _num(date(2020, 3, 1))
    if places and min(places) < turn < max(places):
        axes.axvline(turn, color=INK, linewidth=1, linestyle="--")
        axes.annotate(
            "March 2020", (turn, 1), xycoords=("data", "axes fraction"), xytext=(3, 2), textcoords="offset points", fontsize=8
        )


def _num(day: date) -> float:
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _shorten(text: str, width: int) -> str:
    return textwrap.shorten(make_visible(text), width, placeholder="…") or text[:width]


def _by(rows: Callable[[Figures], int], least: float = 2.4, each: float = 0.24) -> Callable[[Figures], float]:
    return lambda figures: least + each * rows(figures)


CHARTS = (
    Chart(
        "timeline", "Activities by pair",
        "Each point is a dated activity, a hollow one is planned; a line shows how long or how vague its date is.",
        _draw_timeline, _by(lambda figures: len({entry.pair for entry in figures.timeline}), 1.6),
    ),
    Chart(
        "months", "In person and online, by month",
        "Activities by the month in which they began, where it is known, and by the way people met; planned ones apart.",
        _draw_months, lambda figures: 3.6,
    ),
    Chart("map", "Who works with whom", "Lines join lead and partner cities that GeoNames knows.", _draw_map, lambda _: 4.8),
    Chart(
        "themes", "Themes and Sustainable Development Goals", "How many U-CAPs have both the theme and the goal.",
        _draw_themes, _by(lambda figures: len(figures.themes.rows), 1.3, 0.27),
    ),
    Chart(
        "results", "Expected results by theme", "Results whose heading means a theme; the others have no theme.",
        _draw_results, _by(lambda figures: len(figures.results), 1.0),
    ),
    Chart(
        "quality", "How much is filled", "Share of rows in which a column has a value.",
        _draw_quality, _by(lambda figures: len(figures.fill_rates), 1.0, 0.2),
    ),
)  # fmt: skip
"""The charts of the report, in its order."""
