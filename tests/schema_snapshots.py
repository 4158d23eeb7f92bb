"""What a schema version promised, as kept in tests/gold, and which step of the version a change of it asks for."""

import json
from pathlib import Path
from typing import Any, Literal

from ucap.schemas.arrow import describe_table, list_allowed_values, render_schema
from ucap.schemas.records import SCHEMA_VERSION, TABLES

GOLD = Path(__file__).resolve().parent / "gold"

Step = Literal["major", "minor", "patch"]
Snapshot = dict[str, Any]

# What a change of a column's property asks for.
_STEPS: dict[str, Step] = {
    "type": "major",
    "null": "major",
    "unit": "major",
    "values": "minor",
    "vocabulary": "patch",
    "description": "patch",
}


def take_snapshot() -> Snapshot:
    """Return every published table's description, key and columns."""
    tables = {}
    for name, model in TABLES.items():
        columns = {}
        for field in render_schema(model):
            metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
            values = list_allowed_values(model.model_fields[field.name].annotation)
            columns[field.name] = {"type": str(field.type), "null": field.nullable, **metadata} | (
                {"values": values} if values else {}
            )
        tables[name] = {"description": describe_table(model), "key": list(model.key_columns), "columns": columns}
    return {"schema_version": SCHEMA_VERSION, "tables": tables}


def read_snapshots() -> list[Snapshot]:
    """Return the kept snapshots, oldest version first."""
    snapshots: list[Snapshot] = [json.loads(path.read_text(encoding="utf-8")) for path in GOLD.glob("schema-*.json")]
    return sorted(snapshots, key=lambda snapshot: parse_version(snapshot["schema_version"]))


def write_snapshot(snapshot: Snapshot) -> Path:
    """Keep a snapshot; that of a version that has one is never replaced, as somebody may rely on it."""
    path = GOLD / f"schema-{snapshot['schema_version']}.json"
    with path.open("x", encoding="utf-8") as sink:
        sink.write(json.dumps(snapshot, ensure_ascii=False, indent=1) + "\n")
    return path


def parse_version(version: str) -> tuple[int, int, int]:
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def next_version(version: str, step: Step) -> str:
    major, minor, patch = parse_version(version)
    return {"major": f"{major + 1}.0.0", "minor": f"{major}.{minor + 1}.0", "patch": f"{major}.{minor}.{patch + 1}"}[step]


def list_changes(old: Snapshot, new: Snapshot) -> list[tuple[Step, str]]:
    """Return each change between two snapshots with the step it asks for."""
    changes: list[tuple[Step, str]] = []
    before, after = old["tables"], new["tables"]
    changes += [("major", f"table {name} is removed") for name in before.keys() - after.keys()]
    changes += [("minor", f"table {name} is added") for name in after.keys() - before.keys()]
    for name in before.keys() & after.keys():
        changes += _compare_tables(name, before[name], after[name])
    return sorted(changes)


def find_step(changes: list[tuple[Step, str]]) -> Step | None:
    """Return the greatest step that the changes ask for."""
    order: tuple[Step, ...] = ("major", "minor", "patch")
    return next((step for step in order if any(step == asked for asked, _ in changes)), None)


def _compare_tables(name: str, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[Step, str]]:
    changes: list[tuple[Step, str]] = []
    if before["key"] != after["key"]:
        changes.append(("major", f"{name}: key {before['key']} is now {after['key']}"))
    if before["description"] != after["description"]:
        changes.append(("patch", f"{name}: description"))
    old, new = before["columns"], after["columns"]
    changes += [("major", f"{name}.{column} is removed") for column in old.keys() - new.keys()]
    changes += [("minor", f"{name}.{column} is added") for column in new.keys() - old.keys()]
    if [column for column in old if column in new] != [column for column in new if column in old]:
        changes.append(("minor", f"{name}: columns stand in another order"))
    for column in old.keys() & new.keys():
        for key, step in _STEPS.items():
            if old[column].get(key) != new[column].get(key):
                # A column that is no longer null harms nobody.
                judged: Step = "minor" if key == "null" and not new[column]["null"] else step
                changes.append((judged, f"{name}.{column}: {key} {old[column].get(key)!r} is now {new[column].get(key)!r}"))
    return changes
