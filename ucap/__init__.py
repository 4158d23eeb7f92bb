"""Turn U-CAP summaries (PDF, Word or text) into validated Parquet tables.

Read one document:

>>> import ucap
>>> reading = ucap.read_document("raw/wuhan_gdynia.txt")
>>> [(city.city, city.country_code, city.population) for city in reading.ucap.cities]
[('Wuhan', 'CN', 9790000), ('Gdynia', 'PL', 246348)]

Publish a folder of documents, as the command `ucap ingest raw --output output` does:

>>> summary = ucap.ingest("raw", "output")
>>> summary.documents["published"] > 0
True

Use what was published, with pyarrow or with pandas:

>>> dataset = ucap.open_dataset("output")
>>> dataset.read_table("cities").schema.field("population").type
DataType(int64)
>>> cities = dataset.read_frame("cities")
>>> int(cities.query("city == 'Gdynia'")["population"].iloc[0])
246348

docs/python.md lists what is public. All of it is loaded when it is first used, so `import ucap` alone takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ucap.documents import read_document
    from ucap.flows.basics.errors import RunError
    from ucap.flows.basics.settings import Settings
    from ucap.flows.run.summary import RunSummary
    from ucap.publishing.errors import DatasetError, OutputError, RejectedVersionError
    from ucap.runs import ingest
    from ucap.schemas.reading import Reading
    from ucap.schemas.records import (
        SCHEMA_VERSION,
        TABLES,
        Activity,
        AgendaTopic,
        City,
        Correction,
        Document,
        Entity,
        Evidence,
        Issue,
        Record,
        Result,
        Section,
        Theme,
        UcapSummary,
    )
    from ucap.schemas.ucap import Ucap
    from ucap.tables import PublishedDataset, open_dataset, read_frame, read_table

    __version__: str
else:
    # PEP 562. A type checker must not see this function: it would believe that every name is there.
    def __getattr__(name: str) -> object:
        """Load a public name from its module when it is first used."""
        if name == "__version__":
            value = import_module("importlib.metadata").version("ucap")
        elif name in _HOMES:
            value = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'ucap' has no attribute {name!r}")
        globals()[name] = value
        return value


_HOMES = {
    name: module
    for module, names in {
        "ucap.documents": "read_document",
        "ucap.flows.basics.errors": "RunError",
        "ucap.flows.basics.settings": "Settings",
        "ucap.flows.run.summary": "RunSummary",
        "ucap.publishing.errors": "DatasetError OutputError RejectedVersionError",
        "ucap.runs": "ingest",
        "ucap.schemas.reading": "Reading",
        "ucap.schemas.records": """
            SCHEMA_VERSION TABLES Record
            Document UcapSummary City Theme AgendaTopic Activity Result Entity Section Evidence Issue Correction
            """,
        "ucap.schemas.ucap": "Ucap",
        "ucap.tables": "PublishedDataset open_dataset read_frame read_table",
    }.items()
    for name in names.split()
}
"""The module of each public name; tests/test_public.py holds it against the imports above, which type checkers read."""

__all__ = [
    "SCHEMA_VERSION",
    "TABLES",
    "Activity",
    "AgendaTopic",
    "City",
    "Correction",
    "DatasetError",
    "Document",
    "Entity",
    "Evidence",
    "Issue",
    "OutputError",
    "PublishedDataset",
    "Reading",
    "Record",
    "RejectedVersionError",
    "Result",
    "RunError",
    "RunSummary",
    "Section",
    "Settings",
    "Theme",
    "Ucap",
    "UcapSummary",
    "__version__",
    "ingest",
    "open_dataset",
    "read_document",
    "read_frame",
    "read_table",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
