"""Places in a U-CAP: pages of sections, and the names of values."""

from ucap.extractors.findings import CellName
from ucap.schemas.records import Record, SectionName
from ucap.schemas.ucap import Ucap


def page_of(ucap: Ucap, section: SectionName) -> int | None:
    """Return the first page of a section; None in text files."""
    return next((row.page_start for row in ucap.sections if row.section == section), None)


def name_cells(record: Record, *columns: str) -> tuple[CellName, ...]:
    """Name values of one record, to withhold them."""
    return tuple(CellName(record.table_name, record.row_key(), column) for column in columns)
