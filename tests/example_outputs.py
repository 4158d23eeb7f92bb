"""Two datasets to publish, and looking at an output folder without the code that wrote it."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from tests.example_readings import make_correction, make_quarantined, make_reading
from ucap.publishing.assemble import Dataset, assemble_dataset
from ucap.publishing.parts import NewPart
from ucap.schemas.records import TABLES

READINGS = [make_reading("a.pdf", severities=("warning",)), make_reading("b.pdf", lead="Lviv"), make_quarantined("c.pdf")]
ONE = assemble_dataset(READINGS, [make_correction("turku.yml", 1)])
TWO = assemble_dataset([*READINGS, make_reading("d.pdf", lead="Kaunas")])


def make_dataset(tables: Mapping[str, pa.Table]) -> Dataset:
    """Make a dataset of whole tables, each in one part."""
    return Dataset({name: (NewPart(table),) for name, table in tables.items()})


def file_tree(output: Path) -> dict[str, bytes]:
    """Return all files with their bytes, links with their targets; but the lock and what spares hashing, which are no data."""
    return {
        str(path.relative_to(output)): os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
        for path in output.rglob("*")
        if (path.is_symlink() or path.is_file()) and path.name != ".lock" and path.parent.name != ".state"
    }


def latest_version(output: Path) -> str | None:
    """Return the version that readers see, having held each of its files against the manifest by hand."""
    if not os.path.lexists(output / "latest"):
        return None
    manifest = json.loads((output / "latest" / "manifest.json").read_bytes())
    for name, table in manifest["tables"].items():
        present = sorted(path.name for path in (output / "latest" / name).iterdir())
        assert present == [part["name"] for part in table["parts"]]
        for part in table["parts"]:
            content = (output / "latest" / name / part["name"]).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (part["bytes"], part["sha256"])
        assert ds.dataset(output / "latest" / name).count_rows() == table["rows"]
    assert sorted(manifest["tables"]) == sorted(TABLES)
    return str(manifest["version"])
