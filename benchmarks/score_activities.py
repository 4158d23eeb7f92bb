"""How well activities are read: types, mode, plans, cities, organisations, within the period or not, against gold files.

    python -m benchmarks.score_activities [GOLD ...] [--periods GOLD] [-v]

A gold file has lines `types|mode|status|text`: types separated by commas; mode empty where the text does not say it, with `?`
behind it where null would be right, too; status `planned`, `not_held` or nothing; cities and organisations marked in the text,
`[[Porto|CITY]]`, and not counted in a file that marks none. Each line is read as a document of one bullet. A gold file of
`--periods` has lines `period of cooperation|yes, no or nothing|text`.

The last two columns count cells: those with a wrong value and a finding that doubts it, and those that are wrong in silence.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.score_entities import Counts
from ucap.extractors.dates import parse_date
from ucap.extractors.entities import parse_marks
from ucap.extractors.entities.pipeline import find_entities
from ucap.extractors.fields.activities import Named, draft_activities, read_activities
from ucap.extractors.fields.activity_kinds import says_not_held
from ucap.extractors.fields.ledger import Ledger
from ucap.extractors.fields.sections import name_by_activity
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import from_file
from ucap.schemas.records import Activity

_WITHIN = {"yes": True, "no": False, "": None}
COLUMNS = ("activity_types", "mode", "planned", "not_held", "cities", "organisations")
_DOUBTS: Final[Mapping[str, frozenset[str]]] = {
    "activity_types": frozenset({"activity_kind_unclear", "activity_not_held"}),
    "mode": frozenset({"mode_unclear", "activity_kind_unclear", "activity_not_held"}),
    "not_held": frozenset({"activity_not_held", "held_unclear"}),
    "planned": frozenset({"planned_unclear"}),
}
"""The findings that doubt a value of a column."""


@dataclass(frozen=True)
class GoldActivity:
    """One annotated activity: what each column holds, as a set of strings."""

    text: str
    columns: dict[str, frozenset[str]]
    or_null: bool = False
    """Whether null is right as mode, too."""


@dataclass
class Score:
    """What was found of one column: values, and cells that are wrong with a finding or in silence."""

    counts: Counts = field(default_factory=Counts)
    doubted: int = 0
    silent: int = 0


def read_gold(path: Path) -> list[GoldActivity]:
    """Read a gold file. Raises `ValueError` where a line is not as described."""
    gold = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.count("|") < 3:
            raise ValueError(f"{path}:{number} is not `types|mode|status|text`")
        types, mode, status, marked = line.split("|", 3)
        text, marks = parse_marks(marked)
        named = {label: frozenset(text[m.start : m.end] for m in marks if m.label == label) for label in ("CITY", "ORG")}
        columns: dict[str, frozenset[str]] = {
            "activity_types": frozenset(types.split(",")),
            "mode": frozenset(filter(None, [mode.removesuffix("?")])),
            "planned": frozenset({"planned"} & {status}),
            "not_held": frozenset({"not_held"} & {status}),
            "cities": named["CITY"],
            "organisations": named["ORG"],
        }
        gold.append(GoldActivity(text, columns, mode.endswith("?")))
    return gold


def read_text(text: str) -> tuple[Activity, frozenset[str]]:
    """Read one activity as the pipeline does; also return the codes of the findings about it."""
    source, ledger = from_file(text), Ledger("x--y")
    blocks = [Block(source, 1)]
    drafts, owners = draft_activities(blocks, None)
    named = name_by_activity(blocks, find_entities([text]), owners, 1)
    (activity,) = read_activities(drafts, named, None, ledger)
    codes = {finding.code for finding in ledger.findings} | ({"activity_not_held"} if says_not_held(activity.text) else set())
    return activity, frozenset(codes)


def score_file(path: Path) -> tuple[dict[str, Score], list[str]]:
    """Return the scores of each column, and of each type, and the differences as lines to read."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    differences = []
    read = read_gold(path)
    named = any(gold.columns["cities"] or gold.columns["organisations"] for gold in read)
    for gold in read:
        found, codes = read_text(gold.text)
        for column in COLUMNS if named else COLUMNS[:4]:
            wanted, got = gold.columns[column], as_set(getattr(found, column), column)
            if column == "mode" and gold.or_null and not got:
                wanted = got
            scores[column].counts += count(wanted, got)
            if column == "activity_types":
                for value in wanted | got:
                    scores[f"  {value}"].counts += count(wanted & {value}, got & {value})
            if wanted != got:
                doubted = bool(_DOUBTS.get(column, frozenset()) & codes)
                scores[column].doubted += doubted
                scores[column].silent += not doubted
                said = "with a finding" if doubted else "in silence"
                differences.append(f"{column} {said}: wanted {sorted(wanted)}, got {sorted(got)}: {gold.text}")
    return dict(scores), differences


def score_periods(path: Path) -> tuple[Counter[bool], list[str]]:
    """Return how many activities are rightly and wrongly said to lie within the period, and the differences as lines to read.

    Raises `ValueError` where a line is not as described.
    """
    counts: Counter[bool] = Counter()
    differences = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        printed, wanted, text = line.split("|", 2) if line.count("|") > 1 else ("", "-", "")
        if wanted not in _WITHIN:
            raise ValueError(f"{path}:{number} is not `period|yes, no or nothing|text`")
        period = parse_date(printed)
        drafts, _ = draft_activities([Block(from_file(text), 1)], period.start.year if period and period.start else None)
        (activity,) = read_activities(drafts, [Named(plain_text=text)], period, Ledger("x--y"))
        counts[activity.within_period is _WITHIN[wanted]] += 1
        if activity.within_period is not _WITHIN[wanted]:
            differences.append(f"within_period: wanted {wanted or 'nothing'}, got {activity.within_period}: {line}")
    return counts, differences


def as_set(value: object, column: str) -> frozenset[str]:
    """Return what a column holds as a set of strings: none for null and false."""
    if isinstance(value, list):
        return frozenset(value)
    if value is True:
        return frozenset({column})
    return frozenset({str(value)} if value else ())


def count(wanted: Collection[str], got: Collection[str]) -> Counts:
    """Compare two sets."""
    wanted, got = set(wanted), set(got)
    return Counts(len(wanted & got), len(got - wanted), len(wanted - got))


def main() -> None:
    """Print the scores of each gold file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--periods", type=Path, help="a gold file of periods and activities")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what differs")
    arguments = parser.parse_args()
    for path in arguments.gold:
        scores, differences = score_file(path)
        print(f"{path.name}: {len(read_gold(path))} activities")
        print(
            f"  {'column':16} {'P':>5} {'R':>5} {'F1':>5} {'right':>6} {'wrong':>6} {'missed':>6} {'doubted':>7} {'silent':>6}"
        )
        kinds = sorted(name for name in scores if name.startswith(" "))
        for name in [*COLUMNS[:1], *kinds, *(column for column in COLUMNS[1:] if column in scores)]:
            c, cells = scores[name].counts, scores[name]
            print(f"  {name:16} {c.precision:5.2f} {c.recall:5.2f} {c.f1:5.2f} {c.right:6} {c.wrong:6} {c.missed:6}", end="")
            print("" if name in kinds else f" {cells.doubted:7} {cells.silent:6}")
        if arguments.verbose:
            print("\n".join(f"  {line}" for line in differences))
    if arguments.periods:
        counts, differences = score_periods(arguments.periods)
        print(f"{arguments.periods.name}: within_period right {counts[True]} of {counts.total()}")
        if arguments.verbose:
            print("\n".join(f"  {line}" for line in differences))


if __name__ == "__main__":
    main()
