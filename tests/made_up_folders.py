"""Folders of made-up files, and runs over them that read nothing real."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from tests.example_readings import make_correction, make_quarantined, make_reading
from ucap.extractors.version import compute_input_key
from ucap.flows.run.inputs import RunInputs
from ucap.flows.run.plan import plan_reading, select_carried
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.assemble import assemble_dataset, load_previous
from ucap.publishing.layout import Publication
from ucap.publishing.versions import publish_dataset
from ucap.schemas.reading import Reading


@dataclass(frozen=True)
class Content:
    """What a made-up file holds; equal contents are equal bytes."""

    lead: str = "Turku"
    partner: str = "Hue"
    edition: int = 1
    modified_at: datetime | None = None
    flagged: bool = False
    is_ucap: bool = True


Folder = Mapping[str, Content]


@dataclass
class Reader:
    """Reads made-up files, noting which; those in `failing` time out."""

    folder: Folder
    failing: frozenset[str] = frozenset()
    opened: list[str] = field(default_factory=list)

    def find(self) -> list[SourceFile]:
        """Return the folder's files, as `discover_documents` does."""
        return [SourceFile(Path(path), path, self._read(path).document.document_id, 1) for path in sorted(self.folder)]

    def read(self, path: str) -> Reading:
        """Return the reading of a file."""
        self.opened.append(path)
        return self._read(path)

    def _read(self, path: str) -> Reading:
        content = self.folder[path]
        severities = ("warning",) if content.flagged else ()
        reading = make_reading(
            path,
            lead=content.lead,
            partner=content.partner,
            population=195301 + 1000 * content.edition,
            content=repr(content),
            modified_at=content.modified_at,
            severities=severities,  # type: ignore[arg-type]
        )
        if path in self.failing or not content.is_ucap:
            reason = "timeout: too slow." if path in self.failing else "not_a_ucap: a note."
            quarantined = make_quarantined(path, reason)
            update = {"document_id": reading.document.document_id}
            reading = replace(quarantined, document=quarantined.document.model_copy(update=update))
        key = compute_input_key(reading.document.document_id)
        return replace(reading, document=reading.document.model_copy(update={"input_key": key}))


def publish_folder(reader: Reader, output: Path, *, force: bool = False) -> Publication[Path]:
    """Do what a run does, with made-up reading."""
    previous = None if force else load_previous(output)
    inputs = RunInputs(reader.find(), previous)
    readings: dict[str, Reading] = {}
    while planned := plan_reading(inputs, readings):
        readings |= {file.source_path: reader.read(file.source_path) for file in planned}
    carried = select_carried(inputs, readings).keys()
    corrections = [make_correction("a.yml", 1)]
    return publish_dataset(assemble_dataset(readings.values(), corrections, previous=previous, carried=carried), output)


def make_folder(count: int) -> dict[str, Content]:
    """Make a folder of as many U-CAPs of cities of their own."""
    return {f"{number:03}.pdf": Content(lead=f"City{number}") for number in range(count)}
