"""List the documents of the latest version with what was found in each."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from ucap.publishing.corrections.book import IGNORED_CODE
from ucap.publishing.find_issues import find_documents
from ucap.publishing.manifest import read_table
from ucap.publishing.status import require_manifest
from ucap.publishing.storage.location import Location
from ucap.schemas.records import SEVERITIES, name_source
from ucap.schemas.rules import LOOKED_AT, RULES


@dataclass(frozen=True)
class DocumentEntry:
    """A document of the latest version: its path, its status with the reason, its U-CAP, and its findings by severity."""

    source_path: str
    status: str
    reason: str | None
    ucap_id: str | None
    lead_cities: list[str]
    partner_cities: list[str]
    findings: dict[str, int]
    codes: list[str]
    attachment: str | None
    look_at: dict[str, int] = field(default_factory=dict)
    """How often it has each finding at which a person should look, the most serious codes first."""

    @property
    def name(self) -> str:
        """What was read, as it is shown."""
        return name_source(self.source_path, self.attachment)

    @property
    def needs_look(self) -> bool:
        """Whether a person should look: it cannot be used, or a value is withheld, could not be read or may be wrong."""
        is_left_out = (self.reason or "").partition(":")[0] == IGNORED_CODE
        return (self.status == "quarantined" and not is_left_out) or not LOOKED_AT.isdisjoint(self.codes)


def list_documents(
    output: Location,
    wanted: str | None = None,
    *,
    statuses: Collection[str] = (),
    severities: Collection[str] = (),
    codes: Collection[str] = (),
) -> list[DocumentEntry]:
    """Return the documents that a name matches (see `find_documents`), with one of the statuses, severities and codes given.

    They are in the order of their paths. Raises `OutputError` where there is no version.
    """
    require_manifest(output)
    named = None if wanted is None else find_documents(output, wanted)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in read_table(output, "issues").select(["source_path", "severity", "code"]).to_pylist():
        found[row["source_path"]][row["severity"]] += 1
        names[row["source_path"]][row["code"]] += 1
    cities = {
        row["document_id"]: (row["lead_cities"], row["partner_cities"])
        for row in read_table(output, "ucaps").select(["document_id", "lead_cities", "partner_cities"]).to_pylist()
    }
    entries = []
    for row in read_table(output, "documents").to_pylist():
        path, is_published = row["source_path"], row["status"].startswith("published")
        lead, partner = cities.get(row["document_id"], ([], [])) if is_published else ([], [])
        findings: dict[str, int] = {severity: found[path][severity] for severity in SEVERITIES if found[path][severity]}
        what = row["status"], row["reason"], row["ucap_id"], lead, partner
        look_at = {code: names[path][code] for code in sorted(names[path], key=_rank_code) if code in LOOKED_AT}
        entry = DocumentEntry(path, *what, findings, sorted(names[path]), row["attachment"], look_at)
        if (
            (named is None or path in named)
            and (not statuses or entry.status in statuses)
            and (not severities or not entry.findings.keys().isdisjoint(severities))
            and (not codes or not set(entry.codes).isdisjoint(codes))
        ):
            entries.append(entry)
    return sorted(entries, key=lambda entry: entry.source_path)


def rank_entry(entry: DocumentEntry) -> tuple[int, str]:
    """Return a key that puts what cannot be used before errors, these before warnings, and these before doubtful notes."""
    gravest = min((_rank_code(code)[0] for code in entry.look_at), default=len(SEVERITIES))
    return -1 if entry.status == "quarantined" else gravest, entry.source_path


def _rank_code(code: str) -> tuple[int, str]:
    return SEVERITIES.index(RULES[code].severity) if code in RULES else len(SEVERITIES), code
