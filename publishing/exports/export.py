"""A version as one DuckDB file, a folder of CSV files, an Excel workbook or a graph, for those who do not read Parquet."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ucap.publishing.errors import OutputError, explain_failures
from ucap.publishing.evolution import load_current_table
from ucap.publishing.exports.spreadsheet import CSV_SUFFIX
from ucap.publishing.exports.tables import VersionTables
from ucap.publishing.latest import VERSIONS_NAME
from ucap.publishing.manifest import load_manifest
from ucap.publishing.storage.location import Location

ExportFormat = Literal["duckdb", "csv", "xlsx", "graphml"]


@dataclass(frozen=True)
class Export:
    """The result of an export: its path, and notes for the reader, for example that a cell was cut."""

    path: Path
    notes: tuple[str, ...]


def export_version(output: Location, version: str, form: ExportFormat, target: Path, *, force: bool = False) -> Export:
    """Write a version, given by its full name, as a file or (CSV) a folder at `target`.

    It is written under another name and renamed, so that `target` is the whole old or the whole new export. An existing
    `target` is replaced only with `force`, a folder only if it holds only CSV files. Raises `OutputError`.
    """
    directory = output / VERSIONS_NAME / version
    manifest = load_manifest(directory)
    tables = VersionTables(manifest, lambda name: load_current_table(directory, manifest, name))
    _check_target(output, target, form, force=force)
    aside = target.with_name(f".{target.name}.partial")
    with explain_failures(target, f"export version {version}"):
        _remove(aside)
        try:
            notes = _find_writer(form)(tables, aside)
            _flush(aside)
            _put_in_place(aside, target)
        except BaseException:
            _remove(aside)
            raise
    return Export(target, notes)


def _find_writer(form: ExportFormat) -> Callable[[VersionTables, Path], tuple[str, ...]]:
    """Return the function that writes a format; imported only now, because each needs a library of its own."""
    if form == "duckdb":
        from ucap.publishing.exports.duckdb_file import write_duckdb  # noqa: PLC0415

        return write_duckdb
    if form == "csv":
        from ucap.publishing.exports.csv_folder import write_csv_folder  # noqa: PLC0415

        return write_csv_folder
    if form == "graphml":
        from ucap.publishing.exports.graph import write_graph  # noqa: PLC0415

        return write_graph
    from ucap.publishing.exports.workbook import write_workbook  # noqa: PLC0415

    return write_workbook


def _check_target(output: Location, target: Path, form: ExportFormat, *, force: bool) -> None:
    if isinstance(output, Path) and (
        target.resolve().is_relative_to((output / VERSIONS_NAME).resolve()) or output.resolve().is_relative_to(target.resolve())
    ):
        raise OutputError(f"{target} is in the folder of the versions: choose another place for the export.")
    if not target.parent.is_dir():
        raise OutputError(f"there is no folder {target.parent} to export to: create it, or choose another.")
    wal = target.with_name(f"{target.name}.wal")
    if form == "duckdb" and wal.exists():
        raise OutputError(
            f"{target} is open in another program, or a program ended while it changed the file ({wal.name}): "
            "close that program, or choose another name."
        )
    if not os.path.lexists(target):
        return
    if not force:
        raise OutputError(f"{target} already exists: choose another place, or replace it with --force.")
    if target.is_dir() != (form == "csv"):
        raise OutputError(f"{target} is {'a folder' if target.is_dir() else 'not a folder'}: choose another place.")
    if form == "csv" and (foreign := sorted(path.name for path in target.iterdir() if path.suffix != CSV_SUFFIX)):
        raise OutputError(
            f"{target} holds other files than CSV files ({foreign[0]}) and is not replaced: choose another place."
        )


def _flush(path: Path) -> None:
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        with file.open("rb+") as written:
            os.fsync(written.fileno())


def _put_in_place(aside: Path, target: Path) -> None:
    if not aside.is_dir() or not target.exists():
        os.replace(aside, target)
        return
    old = target.with_name(f".{target.name}.old.partial")
    _remove(old)
    os.rename(target, old)
    try:
        os.rename(aside, target)
    except OSError:
        os.rename(old, target)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
