"""How well activities of several summaries are linked, and what it costs: ``python -m benchmarks.events [--worlds N]``.

First, worlds of seeds that no weight was chosen on are drawn (`corpus.worlds`), read and linked: precision, recall and F1 of
the pairs of activities that are one event. Then their rows are multiplied under other names until there are as many documents
as asked for. Linking all of them, and again after one activity changed, is measured in a process of its own: seconds of the
processor and memory. The time of reading a document, for comparison, is that of the worlds' documents.
"""

import argparse
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Mapping
from itertools import combinations, cycle
from pathlib import Path

import pyarrow as pa

from corpus.worlds import World, draw_world
from ucap.extractors.extract import read_document
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.event_tables import link_tables
from ucap.publishing.events.rows import COLUMNS
from ucap.publishing.parts import Part, Spool, count_parts, number_part

FIRST_SEED = 1000
"""Seeds below were looked at while the weights were chosen."""

_NAMED = ("CITY", "ORG", "FACILITY", "PROGRAMME", "PERSON", "EVENT")


def main() -> int:
    """Measure; returns 1 where F1 is below .97."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="the seed of the first world")
    parser.add_argument("--documents", type=int, default=10_000, help="0: costs are not measured")
    arguments = parser.parse_args()
    started, documents = time.process_time(), 0
    right = wrong = missed = 0
    tables = []
    for seed in range(arguments.first, arguments.first + arguments.worlds):
        world = draw_world(seed)
        readings = [read_document(data, f"{number}.html") for number, data in enumerate(world.documents)]
        tables.append(dict(assemble_dataset(readings).tables))
        found, gold = pair_activities(world, tables[-1])
        right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
        documents += len(readings)
    reading = (time.process_time() - started) / documents
    score = 2 * right / (2 * right + wrong + missed)
    print(f"{arguments.worlds} worlds, {documents} documents, {right + missed} pairs: F1 {score:.3f}, ", end="")
    print(f"precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")
    print(f"reading and linking a world: {reading:.3f} s of the processor a document")
    if not arguments.documents:
        return int(score < 0.97)
    with tempfile.TemporaryDirectory() as folder:
        parts = multiply_rows(tables, arguments.documents, Spool(Path(folder)))
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(measure_linking, (parts, folder)))
    return int(score < 0.97)


def pair_activities(world: World, tables: Mapping[str, pa.Table]) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Return the pairs of activities that were linked, and those that are one event."""
    events: dict[str, set[str]] = {}
    for row in tables["event_mentions"].to_pylist():
        events.setdefault(row["event_id"], set()).add(row["activity_id"])
    found = {frozenset(pair) for members in events.values() for pair in combinations(members, 2)}
    return found, list_gold(world, tables)


def list_gold(world: World, tables: Mapping[str, pa.Table]) -> set[frozenset[str]]:
    """Return the pairs of activities that are one event in a world, given the rows of its documents and activities."""
    numbers = {row["ucap_id"]: int(row["source_path"].split(".")[0]) for row in tables["documents"].to_pylist()}
    rows = tables["activities"].select(["activity_id", "ucap_id", "position"]).to_pylist()
    ids = {(numbers[row["ucap_id"]], row["position"]): row["activity_id"] for row in rows}
    return {frozenset((ids[one], ids[two])) for event in world.events for one, two in combinations(event, 2)}


def multiply_rows(worlds: list[dict[str, pa.Table]], count: int, spool: Spool) -> dict[str, tuple[Part, ...]]:
    """Return the rows of so many documents in parts: each copy of a world has cities, bodies and identifiers of its own."""
    cuts = count_parts(count)
    rows: dict[str, list[list[dict[str, object]]]] = {name: [[] for _ in range(cuts)] for name in COLUMNS}
    schemas = {name: worlds[0][name].select(list(columns)).schema for name, columns in COLUMNS.items()}
    made_up = 0
    for number, world in enumerate(cycle(worlds)):
        if made_up >= count:
            break
        made_up += world["ucaps"].num_rows
        entities = [row for row in world["entities"].to_pylist() if row["label"] in _NAMED]
        names = {row[column] for row in entities for column in ("text", "canonical") if row[column]}
        names |= set(world["cities"]["city"].to_pylist())
        for name, columns in COLUMNS.items():
            for row in world[name].select(list(columns)).to_pylist():
                renamed = _rename(name, row, names, number)
                rows[name][number_part(str(renamed["ucap_id"]), cuts)].append(renamed)
    made = {
        name: tuple(spool.keep(pa.Table.from_pylist(part, schema=schemas[name])) for part in cut) for name, cut in rows.items()
    }
    ids = [pa.table({"ucap_id": part.load(("ucap_id",))["ucap_id"].unique()}) for part in made["cities"]]
    return {**made, "ucaps": tuple(map(spool.keep, ids))}


def _rename(table: str, row: dict[str, object], names: set[str], number: int) -> dict[str, object]:
    # In letters, as the keys of names have no digits.
    suffix = "Q" + "".join(chr(ord("a") + int(digit)) for digit in str(number))

    def mark(value: object) -> object:
        text = str(value)
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, f"{name} {suffix}")
        return text

    changed: dict[str, object] = {"ucap_id": f"{row['ucap_id']}-{number}"}
    if row.get("activity_id"):
        changed["activity_id"] = str(row["activity_id"]).replace("/", f"-{number}/")
    if "geonames_id" in row:
        changed["geonames_id"] = None  # by which the cities of all copies would be the same
    if table == "entities" and row["label"] not in _NAMED:
        return {**row, **changed}
    marked = {column: mark(row[column]) for column in ("city", "text", "canonical") if row.get(column)}
    return {**row, **changed, **marked}


def measure_linking(parts: dict[str, tuple[Part, ...]], folder: str) -> str:
    """Link all, then change one activity and link again; return what it took as lines."""
    spool = Spool(Path(tempfile.mkdtemp(dir=folder)))
    before = _read_memory()
    started = time.process_time()
    linked = link_tables(parts, {}, spool, {})
    whole = time.process_time() - started
    memory = _read_memory()
    number = next(n for n, part in enumerate(parts["activities"]) if part.row_count)
    rows = parts["activities"][number].load()
    texts = rows["text"].to_pylist()
    at = rows.schema.get_field_index("text")
    changed = rows.set_column(at, rows.schema.field(at), pa.array([f"{texts[0]} Later.", *texts[1:]], pa.string()))
    activities = tuple(spool.keep(changed) if n == number else part for n, part in enumerate(parts["activities"]))
    stored = {**parts, **linked, "corrections": ()}
    started = time.process_time()
    link_tables({**parts, "activities": activities}, stored, spool, {})  # type: ignore[arg-type]
    again = time.process_time() - started
    counted = {name: sum(part.row_count for part in linked[name]) for name in linked}
    return (
        f"{sum(part.row_count for part in parts['ucaps']):,} documents, {counted['event_mentions']:,} activities, "
        f"{counted['events']:,} events: {whole:.1f} s of the processor, {memory} MB (before {before} MB); "
        f"after one change {again:.2f} s"
    )


def _read_memory() -> int:
    """Return the most memory that this process ever used, in MB; unlike `getrusage`, without that of the process before it."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0]) // 1024


if __name__ == "__main__":
    sys.exit(main())
