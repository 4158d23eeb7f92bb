"""What must hold between a new version and the one before it: a broken reader or a missing folder must not replace good data.

Assertions compare the same U-CAPs in both versions, so that adding or removing files changes only the number of
documents. A few documents may always change: a fall fails if its share is large and it concerns many documents. Of a small
dataset, more than half must not go: of its U-CAPs, or in more than half of those that stay, of a table's rows or a column's
values. Four things fail in a dataset of any size: no document is left; no U-CAP is the same as before, as in another folder;
the documents that stay lose all rows of a table; and corrections that were applied are lost because their file is faulty now.
"""

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.errors import OutputError, RejectedVersionError
from ucap.publishing.latest import VERSIONS_NAME, find_latest
from ucap.publishing.manifest import load_manifest
from ucap.publishing.profile import (
    COUNTED,
    UNWATCHED,
    WATCHED,
    Counts,
    Profile,
    find_same_parts,
    is_filled,
    profile_version,
    watched_columns,
)
from ucap.publishing.storage.location import Location
from ucap.schemas.wording import choose_word, render_count

_NAMED_FILES = 3  # in a message of one line; chosen

_FEW = 3
"""Documents from which on more than half of them must not go. Chosen: of two, one more or less is half."""
_HALF = 50.0  # per cent

ALL = "all"
"""The name that accepts every failed assertion."""


@dataclass(frozen=True)
class Limits:
    """How much may fall.

    A fall fails where it is more than `drop_percent` of what there was and concerns more than `drop_documents` documents. From
    three documents on, it also fails where it is more than half of what there was and concerns more than half of them.
    `least_fill` names columns, `table.column`, with the least per cent of rows in which they must be filled; it holds from
    `least_fill_documents` published documents on. All values are chosen: a wrong folder or a broken reader loses far more than
    a fifth, and of a handful of documents each is seen in the summary. Settings change them (docs/operate.md).
    """

    drop_percent: float = 20.0
    drop_documents: int = 5
    least_fill: Mapping[str, float] = field(default_factory=dict)
    least_fill_documents: int = 10


@dataclass(frozen=True)
class FailedAssertion:
    """An assertion that does not hold: the name by which it can be accepted, and a sentence with the numbers."""

    name: str
    details: str


def name_assertions() -> list[str]:
    """Return the names of all assertions."""
    columns = watched_columns()
    return [
        "documents",
        "corrections",
        *(f"rows:{name}" for name in COUNTED),
        *(f"{kind}:{c}" for kind in ("fill", "least") for c in columns),
    ]


def accepts_emptiness(accepted: Collection[str]) -> bool:
    """Return whether these names accept a version without any U-CAP."""
    return not {"documents", ALL}.isdisjoint(accepted)


def explain_unknown_names(names: Collection[str]) -> str | None:
    """Return a sentence about the names that no assertion has, or None: accepting such a name would accept nothing."""
    known = [ALL, *name_assertions()]
    unknown = [name for name in names if name not in known]
    return f"{', '.join(unknown)}: not a known name; known are {', '.join(known)}." if unknown else None


def check_assertions(new: Profile, previous: Profile | None, limits: Limits, *, unchanged: int = 0) -> list[FailedAssertion]:
    """Return the assertions that fail; `previous` is None for a first version, which is compared with nothing.

    Where both are profiles of the parts that differ, `unchanged` is the number of U-CAPs in all others. Then what fails may
    hold for the whole versions, but what holds then holds for them, too: the same loss is a smaller share of more rows.
    """
    failed = list(_check_least_fill(new, limits))
    if previous is not None:
        failed += [
            *_check_documents(new, previous, limits, unchanged),
            *_check_corrections(new, previous),
            *_check_rows(new, previous, limits, unchanged),
        ]
    return failed


def accept_version(
    directory: Location, output: Location, limits: Limits, accepted: Collection[str] = (), *, raw: Location | None = None
) -> None:
    """Compare a candidate's folder with the latest version of `output`; the latest version itself is not checked.

    Raises `RejectedVersionError` where an assertion fails that is not `accepted` by its name or by `all`. `raw` is the folder
    that was read, for the command in the message.
    """
    latest = find_latest(output)
    if latest == directory.name:
        return
    skip, counted = set[str](), Counts()
    previous = None
    if latest:
        before = output / VERSIONS_NAME / latest
        try:
            if _differ_little(directory, before, limits, counted):
                return
            # In a large dataset most parts are the same as before; equal parts of the largest tables need not be read.
            skip = find_same_parts(load_manifest(directory), load_manifest(before), tables=UNWATCHED)
            previous = profile_version(before, skip=skip, counted=counted)
        except OutputError:  # nothing can be compared with a damaged version
            skip = set()
    failed = check_assertions(profile_version(directory, skip=skip, counted=counted), previous, limits)
    left = [assertion for assertion in failed if not {assertion.name, ALL} & set(accepted)]
    if left:
        raise RejectedVersionError(_explain(left, directory, output, latest, raw), [assertion.name for assertion in left])


def _differ_little(directory: Location, before: Location, limits: Limits, counted: Counts) -> bool:
    """Whether no assertion fails for the parts that differ, which is mostly so, and found without a look into all others."""
    here, there = load_manifest(directory), load_manifest(before)
    same = find_same_parts(here, there)
    ucaps = here.tables["ucaps"].parts
    cut = {table for table in COUNTED if len(here.tables[table].parts) == len(ucaps)}
    if any(f"{table}/{part.name}" not in same for table in set(COUNTED) - cut for part in here.tables[table].parts):
        return False
    # Rows are compared of U-CAPs that both versions have: where one table differs, these must be known from `ucaps`.
    differing = {part.name for part in ucaps if any(f"{table}/{part.name}" not in same for table in cut)}
    skip = {
        name
        for name in same
        for table, _, part in [name.partition("/")]
        if part not in differing or table in UNWATCHED or table == "documents"
    }
    unchanged = sum(part.rows for part in ucaps if f"ucaps/{part.name}" in skip)
    new, previous = (profile_version(place, skip=skip, counted=counted) for place in (directory, before))
    failed = check_assertions(new, previous, replace(limits, least_fill={}), unchanged=unchanged)
    return not failed and all(is_filled(directory, here, *least) for least in limits.least_fill.items())


def _explain(
    failed: list[FailedAssertion], directory: Location, output: Location, latest: str | None, raw: Location | None
) -> str:
    seen = f"readers still see version {latest}" if latest else "there is no version before it"
    lines = [f"Version {directory.name} was not made the latest, because too much is missing; {seen}."]
    lines += [f"  {assertion.name}: {assertion.details}" for assertion in failed]
    options = " ".join(f"--accept-drop {assertion.name}" for assertion in failed)
    # Always with both folders: a copied command must not read another folder with the guard off.
    folders = f"{shlex.quote(str(raw)) if raw else 'RAW'} --output {shlex.quote(str(output))}"
    lines.append(f"Look at it in {directory}. If it is right, publish it with: ucap ingest {folders} {options}")
    return "\n".join(lines)


def _check_documents(new: Profile, previous: Profile, limits: Limits, unchanged: int) -> Iterator[FailedAssertion]:
    lost = previous.published - new.published
    if not previous.published:
        return
    if not (new.published or unchanged) or (lost > limits.drop_documents and _is_large(lost, previous.published, limits)):
        had, refused = previous.published, new.statuses.get("quarantined", 0)
        details = (
            f"{render_count(had, 'document')} {choose_word(had, 'was', 'were')} published and {new.published:,} "
            f"{choose_word(new.published, 'is', 'are')} now, {100 * lost / had:.0f} % fewer; "
            f"{render_count(refused, 'document')} {choose_word(refused, 'is', 'are')} quarantined now."
        )
        yield FailedAssertion("documents", details)
        return
    before = previous.counts["ucaps"].num_rows + unchanged
    kept = len(_find_common(new.counts["ucaps"], previous.counts["ucaps"])) + unchanged
    if not kept or (before >= _FEW and _is_most(before - kept, before, limits)):
        left = f"only {kept:,}" if kept else "none"
        those = "the U-CAP that was published before is not"
        if before > 1:
            those = f"{left} of the {before:,} U-CAPs that were published before {choose_word(kept or 1, 'is', 'are')}"
        now = render_count(new.published, "U-CAP")
        details = f"{those} in this version, which has {now}: is it the right raw folder?"
        yield FailedAssertion("documents", details)


def _check_corrections(new: Profile, previous: Profile) -> Iterator[FailedAssertion]:
    """Find corrections that were applied and cannot be read now. What a person deletes from a valid file is not lost."""
    faults = {entry.file: entry.message for entry in reversed(new.corrections) if entry.entry_id is None}
    present = Counter(entry.entry_id for entry in new.corrections)
    lost: Counter[str] = Counter()
    for entry in previous.corrections:
        if entry.status == "applied" and entry.file in faults:
            if present[entry.entry_id]:
                present[entry.entry_id] -= 1
            else:
                lost[entry.file] += 1
    if lost:
        named = " ".join(f"{faults[file] or file}" for file in sorted(lost)[:_NAMED_FILES])
        more = f" Faults of {len(lost) - _NAMED_FILES} more files: see `ucap corrections`." if len(lost) > _NAMED_FILES else ""
        count = lost.total()
        what = f"{render_count(count, 'correction')} that {choose_word(count, 'is', 'are')} applied"
        details = (
            f"{what} in the latest version cannot be read now. {named}{more} Correct the file; to publish without"
            f" {choose_word(count, 'it', 'them')}, accept this."
        )
        yield FailedAssertion("corrections", details)


def _check_rows(new: Profile, previous: Profile, limits: Limits, unchanged: int) -> Iterator[FailedAssertion]:
    """Compare the rows and filled values of the U-CAPs that both versions have."""
    common = _find_common(new.counts["ucaps"], previous.counts["ucaps"])
    both = len(common) + unchanged
    for table in previous.counts:
        pairs = _pair_counts(new.counts[table], previous.counts[table], common)
        for column in ("rows", *WATCHED.get(table, ())):
            before, now = pairs[f"{column} before"], pairs[f"{column} now"]
            had, has = pc.sum(before).as_py() or 0, pc.sum(now).as_py() or 0
            touched = pc.sum(pc.less(now, before)).as_py() or 0
            many = touched > limits.drop_documents and _is_large(had - has, had, limits)
            most = both >= _FEW and 2 * touched > both and _is_most(had - has, had, limits)
            none_left = column == "rows" and not has and had >= _FEW
            if many or most or none_left:
                fewer = f"{100 * (had - has) / had:.0f} % fewer, in {touched:,} of {both:,} U-CAPs that both versions have"
                if column == "rows":
                    yield FailedAssertion(f"rows:{table}", f"{render_count(had, 'row')} of {table} became {has:,}, {fewer}.")
                else:
                    details = f"{render_count(had, 'value')} of {table}.{column} became {has:,}, {fewer}."
                    yield FailedAssertion(f"fill:{table}.{column}", details)


def _check_least_fill(new: Profile, limits: Limits) -> Iterator[FailedAssertion]:
    if new.published < limits.least_fill_documents:
        return
    rates = new.fill_rates()
    for name, least in limits.least_fill.items():
        filled, rows = rates[name]
        if rows and 100 * filled / rows < least:
            details = f"{name} is filled in {filled:,} of {rows:,} rows, {100 * filled / rows:.0f} %; the least is {least:g} %."
            yield FailedAssertion(f"least:{name}", details)


def _is_large(lost: int, had: int, limits: Limits) -> bool:
    return had > 0 and 100 * lost > limits.drop_percent * had


def _is_most(lost: int, had: int, limits: Limits) -> bool:
    """Whether more than half is lost, or more than the limit where that is higher."""
    return had > 0 and 100 * lost > max(_HALF, limits.drop_percent) * had


def _find_common(new: pa.Table, previous: pa.Table) -> pa.Array:
    here, there = new["ucap_id"].combine_chunks(), previous["ucap_id"].combine_chunks()
    return here.filter(pc.is_in(here, value_set=there))


def _pair_counts(new: pa.Table, previous: pa.Table, ucap_ids: pa.Array) -> pa.Table:
    """Return for each of the U-CAPs its counts `… before` and `… now`; 0 where it has no rows."""
    pairs = pa.table({"ucap_id": ucap_ids})
    for counts, suffix in ((previous, "before"), (new, "now")):
        names = ["ucap_id", *(f"{name} {suffix}" for name in counts.column_names[1:])]
        pairs = pairs.join(counts.rename_columns(names), keys="ucap_id", join_type="left outer")
    filled = {name: pc.fill_null(pairs[name], 0) for name in pairs.column_names if name != "ucap_id"}
    return pa.table({"ucap_id": pairs["ucap_id"], **filled})
