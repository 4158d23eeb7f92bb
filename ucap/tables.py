"""Reading what was published. Use it as `ucap.open_dataset`, `ucap.read_table` and `ucap.read_frame`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ucap.publishing.errors import OutputError
from ucap.publishing.evolution import check_readable, load_current_table
from ucap.publishing.history import resolve_version
from ucap.publishing.latest import LATEST_NAME, VERSIONS_NAME
from ucap.publishing.manifest import Manifest, list_part_places, load_manifest
from ucap.publishing.storage.location import Location, locate
from ucap.schemas.records import TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class PublishedDataset:
    """One version of the published tables. It never changes, whatever is published meanwhile."""

    path: Location
    """Folder of the version."""
    manifest: Manifest

    @property
    def version(self) -> str:
        """Name of the version: a digest of its content."""
        return self.manifest.version

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, such as `cities`."""
        return tuple(TABLES)

    def read_table(self, name: str) -> "pa.Table":
        """Return one table as `pyarrow.Table`: rows in published order, columns as docs/data-dictionary.md lists them.

        A column that an older version lacks is null. Raises `OutputError` where there is no table of this name, or a file of
        it is missing or damaged.
        """
        if name not in TABLES:
            raise OutputError(f"There is no table {name!r}: the tables are {', '.join(TABLES)}.")
        return load_current_table(self.path, self.manifest, name)

    def list_files(self, name: str) -> list[str]:
        """Return the paths or URLs of the Parquet files of one table, for programs that read them. Raises `OutputError`."""
        return list_part_places(self.path, self.manifest, name)

    def read_frame(self, name: str) -> "pd.DataFrame":
        """Return one table as `pandas.DataFrame` whose columns have the table's Arrow types (`pandas.ArrowDtype`).

        So whole numbers stay whole where some are missing, dates are dates, and a missing value is `pandas.NA`. Raises what
        `read_table` raises.
        """
        import pandas as pd  # noqa: PLC0415 (heavy, and only this function needs it)

        frame: pd.DataFrame = self.read_table(name).to_pandas(types_mapper=pd.ArrowDtype)
        return frame


def open_dataset(output: str | Location, version: str = LATEST_NAME) -> PublishedDataset:
    """Open one version of an output, a folder or a URL: the latest, or the only one whose name begins with `version`.

    Which version is the latest is looked up once, here, so that all tables read from the result are of one version. Raises
    `OutputError` where there is no such version, or it was made by a newer ucap than this.
    """
    folder = locate(output)
    path = folder / VERSIONS_NAME / resolve_version(folder, version)
    manifest = load_manifest(path)
    check_readable(manifest)
    return PublishedDataset(path, manifest)


def read_table(output: str | Location, name: str) -> "pa.Table":
    """Return one table of the latest version as `pyarrow.Table`; see `PublishedDataset.read_table`.

    For several tables of one version use `open_dataset`: a new version may be published between two calls.
    """
    return open_dataset(output).read_table(name)


def read_frame(output: str | Location, name: str) -> "pd.DataFrame":
    """Return one table of the latest version as `pandas.DataFrame` with Arrow types; see `PublishedDataset.read_frame`."""
    return open_dataset(output).read_frame(name)
