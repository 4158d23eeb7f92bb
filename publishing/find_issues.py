"""Find issues and documents of the latest version."""

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from ucap.extractors.text.folding import fold_name
from ucap.publishing.manifest import read_table
from ucap.publishing.status import require_manifest
from ucap.publishing.storage.location import Location
from ucap.schemas.records import SEVERITIES, name_source


def find_issues(
    output: Location,
    *,
    severities: Collection[str] = (),
    codes: Collection[str] = (),
    source_paths: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """Return the matching rows of the issues table, the most serious findings first, by document and within each document.

    Raises `OutputError` where there is no version.
    """
    require_manifest(output)
    rows = [
        row
        for row in read_table(output, "issues").to_pylist()
        if (not severities or row["severity"] in severities)
        and (not codes or row["code"] in codes)
        and (source_paths is None or row["source_path"] in source_paths)
    ]
    worst: dict[str, int] = {}
    for row in rows:
        rank = SEVERITIES.index(row["severity"])
        worst[row["source_path"]] = min(rank, worst.get(row["source_path"], rank))
    # The sort is stable: within a document and a severity, rows stay as they were found.
    return sorted(rows, key=lambda row: (worst[row["source_path"]], row["source_path"], SEVERITIES.index(row["severity"])))


def _find_ucaps(output: Location, city: str) -> set[str]:
    """Return the U-CAPs of which a city has this folded name."""
    rows = read_table(output, "ucaps").select(["ucap_id", "lead_cities", "partner_cities"]).to_pylist()
    return {row["ucap_id"] for row in rows if city in map(fold_name, (*row["lead_cities"], *row["partner_cities"]))}


def find_documents(output: Location, wanted: str) -> dict[str, str | None]:
    """Return the `source_path` of each document that matches a name, with the reason where it is not published.

    A name is a path (below any folder), file name, `ucap_id` or `document_id`; if none matches, a part of a path or
    `ucap_id`, ignoring case, or a city of its U-CAP, ignoring accents, too. Raises `OutputError` where there is no version.
    """
    require_manifest(output)
    documents = (
        read_table(output, "documents").select(["source_path", "document_id", "ucap_id", "reason", "attachment"]).to_pylist()
    )

    def is_named(row: dict[str, Any]) -> bool:
        path = row["source_path"]
        names = {path, PurePosixPath(path).name}
        names |= {name_source(name, row["attachment"]) for name in names}
        return wanted in (*names, row["ucap_id"], row["document_id"]) or any(wanted.endswith(f"/{name}") for name in names)

    def is_like(row: dict[str, Any]) -> bool:
        return wanted.casefold() in row["source_path"].casefold() or wanted.casefold() in (row["ucap_id"] or "")

    found = [row for row in documents if is_named(row)]
    if not found:
        of_city = _find_ucaps(output, fold_name(wanted))
        found = [row for row in documents if is_like(row) or row["ucap_id"] in of_city]
    return {row["source_path"]: row["reason"] for row in found}
