"""The tables that every export writes."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from ucap.publishing.manifest import Manifest
from ucap.schemas.records import TABLES


@dataclass(frozen=True)
class VersionTables:
    """A version's manifest, and its tables with the present schema's columns, loaded when needed."""

    manifest: Manifest
    load: Callable[[str], pa.Table]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables in the order of the schema: a table comes before those that refer to it."""
        return tuple(TABLES)
