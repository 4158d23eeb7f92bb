"""How well pairs of activities that people wrote are told apart: ``python -m benchmarks.told_pairs [FILE …]``.

A line of a file in `benchmarks/event_pairs/` is a pair: what the summaries of both sides say, and whether it is one event. The
pairs were written by people who had not read the rules of linking. Each side is printed as a document, read and linked as in a
run. It prints precision, recall and F1 of each file, and with `--wrong` the pairs that are not told apart.
"""

import argparse
import html
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from ucap.extractors.extract import read_document
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.events.compare import compare_mentions, measure_likeness
from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.rows import COLUMNS, ActivityRows

FOLDER = Path(__file__).parent / "event_pairs"


@dataclass(frozen=True)
class ToldPair:
    """A pair as it is read: its name in the file, whether it is one event, both activities, and whether they were linked."""

    name: str
    why: str
    is_one_event: bool
    mentions: tuple[EventMention, EventMention]
    is_linked: bool


def main() -> int:
    """Measure the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=sorted(FOLDER.glob("*.jsonl")))
    parser.add_argument("--wrong", action="store_true", help="show the pairs that are not told apart")
    arguments = parser.parse_args()
    for path in arguments.files:
        pairs = list(read_pairs(path))
        right = sum(pair.is_linked and pair.is_one_event for pair in pairs)
        linked, gold = sum(pair.is_linked for pair in pairs), sum(pair.is_one_event for pair in pairs)
        sys.stdout.write(
            f"{path.name}: {len(pairs)} pairs, {gold} of one event; precision {right / max(linked, 1):.3f}, "
            f"recall {right / max(gold, 1):.3f}, F1 {2 * right / max(linked + gold, 1):.3f}\n"
        )
        for pair in pairs:
            if arguments.wrong and pair.is_linked != pair.is_one_event:
                sys.stdout.write(_describe(pair))
    return 0


def read_pairs(path: Path) -> Iterator[ToldPair]:
    """Yield the pairs of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        readings = [read_document(_print_document(row[side]), f"{side}.html") for side in ("a", "b")]
        tables: dict[str, pa.Table] = dict(assemble_dataset(readings).tables)
        mentions = list(ActivityRows({name: tables[name] for name in COLUMNS}).make_mentions())
        assert len(mentions) == 2, f"{row['id']}: each side tells of one activity"
        events = tables["event_mentions"]["event_id"].to_pylist()
        yield ToldPair(str(row["id"]), row["why"], row["same"], (mentions[0], mentions[1]), len(set(events)) == 1)


def _print_document(side: dict[str, Any]) -> bytes:
    activity = f"{side['date']}: {side['text']}" if side["date"] else side["text"]
    rows = [
        ("City", ", ".join(side["lead"]), ", ".join(side["partner"])),
        ("Period of cooperation", "May 2016 – December 2022"),
        ("Cooperation themes", "Sustainable urban development"),
        ("Main objectives of cooperation", "The cities learn from each other."),
    ]
    is_cluster = len(side["lead"]) + len(side["partner"]) > 4
    title = "Cluster summary: joint work" if is_cluster else "Urban Cooperation Action Plan (U-CAP) Summary"
    cells = "".join(
        f"<tr><th>{label}:</th>"
        + "".join(f"<td{' colspan=2' if len(row) == 1 else ''}>{html.escape(cell)}</td>" for cell in row)
        + "</tr>"
        for label, *row in rows
    )
    cells += f"<tr><th>Key activities:</th><td colspan=2><ul><li>{html.escape(activity)}</li></ul></td></tr>"
    cells += "<tr><th>Expected results:</th><td colspan=2><ul><li>Plans.</li></ul></td></tr>"
    head = '<head><meta charset="utf-8"></head>'
    return f"<!DOCTYPE html><html>{head}<body><h1>{title}</h1><table>{cells}</table></body></html>".encode()


def _describe(pair: ToldPair) -> str:
    like, signs = compare_mentions(*pair.mentions), measure_likeness(*pair.mentions) or {}
    shown = ", ".join(f"{sign} {amount:.2f}" for sign, amount in signs.items())
    kind = "linked wrongly" if pair.is_linked else "missed"
    return f"  {kind}: {pair.name} ({pair.why}), {like.log_odds:.2f}: {shown}\n" + "".join(
        f"    {one.first} {one.last} hosts {sorted(one.hosts)} likely {sorted(one.likely_hosts)} cities {sorted(one.cities)} "
        f"names {[name for name, _ in one.names]} deeds {sorted(one.deeds)} numbers {sorted(one.numbers)} "
        f"{'before ' * one.is_before}{'after ' * one.is_after}| {one.text}\n"
        for one in pair.mentions
    )


if __name__ == "__main__":
    sys.exit(main())
