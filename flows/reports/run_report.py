"""A run for people, as Markdown: first what needs a person, with what to do, then what the run came to."""

from collections.abc import Mapping

from ucap.flows.basics.printing import escape_markdown
from ucap.flows.reports.diff_report import DiffLimits, render_markdown_diff
from ucap.flows.run.summary import RunSummary
from ucap.publishing.diff import VersionDiff
from ucap.schemas.wording import choose_word

_LISTED = 50
_SLOWEST = 10
_DIFF_LIMITS = DiffLimits(sections=20, lines=10)
_ALL_CHANGES = DiffLimits(sections=1_000, lines=1_000)
_MOST_CHARACTERS = 200_000  # of a text that nobody will read to its end anyway


def split_reason(reason: str) -> tuple[str, str, str]:
    """Return the code of a reason for quarantine, what happened, and what to do.

    >>> split_reason("encrypted: the PDF asks for a password; save a copy without one.")
    ('encrypted', 'the PDF asks for a password', 'save a copy without one.')
    """
    code, _, sentence = reason.partition(": ")
    happened, _, remedy = sentence.rpartition("; ")
    return (code, happened, remedy) if happened else (code, sentence, "")


def name_outcome(summary: RunSummary) -> str:
    """Return a run in few words, for its name and its state.

    >>> name_outcome(RunSummary("v", True, 2, 0, {"published": 1, "quarantined": 1}, {}, (("a", "empty: x"),), (), 0))
    '1 published, 1 quarantined'
    """
    published = sum(n for status, n in summary.documents.items() if status.startswith("published"))
    counts = (
        (len(summary.unusable), "quarantined"),
        (len(summary.erroneous), "with errors"),
        (len(summary.faulty), choose_word(len(summary.faulty), "faulty correction")),
    )
    return ", ".join([f"{published:,} published", *(f"{count:,} {what}" for count, what in counts if count)])


def render_markdown(summary: RunSummary, diff: VersionDiff | None = None, seconds: Mapping[str, float] | None = None) -> str:
    """Render a run: what needs a person, counts, new issues, what changed, and which documents took longest (`seconds`)."""
    outcome = "published" if summary.written else "nothing to write" if not summary.unchanged else "nothing changed"
    if summary.accepted:
        outcome = "refused before, and accepted now"
    lines = [f"# Version {summary.version}: {outcome}", "", *_list_needs(summary), "", "| documents | |", "|---|--:|"]
    lines += [f"| {status.replace('_', ' ')} | {count:,} |" for status, count in sorted(summary.documents.items())]
    lines += [f"| read in this run | {summary.read:,} |", f"| carried over unread | {summary.carried_over:,} |"]
    lines += _list_section("Was damaged, and was written again", list(summary.repaired))
    lines += _list_section("No longer published", list(summary.gone))
    lines += _list_section("Superseded", [f"{path}: {reason}" for path, reason in summary.superseded])
    if diff is not None:
        lines += _list_section("New issues", _list_new_issues(diff))
        lines += ["", "## Changes against the version before", "", render_markdown_diff(diff, _DIFF_LIMITS)]
    lines += ["", "## Rows", "", "| table | rows |", "|---|--:|"]
    lines += [f"| {escape_markdown(name)} | {count:,} |" for name, count in summary.row_counts.items()]
    slowest = sorted((seconds or {}).items(), key=lambda entry: -entry[1])[:_SLOWEST]
    lines += _list_section("Slowest documents", [f"{path}: {duration:.1f} s" for path, duration in slowest])
    return "\n".join([*lines, "", f"The run took {summary.seconds:.1f} s.", ""])


def render_changes(summary: RunSummary, diff: VersionDiff | None) -> str:
    """Render what a run changed against the version before, value by value."""
    before = summary.before
    if before is None:
        return f"Version {summary.version} is the first one: everything in it is new.\n"
    if not summary.switched:
        return f"Version {summary.version} was the latest one before, too: no published value moved.\n"
    if diff is None:
        return f"Version {before} cannot be compared with version {summary.version}: the run's log says why.\n"
    text = render_markdown_diff(diff, _ALL_CHANGES)
    if len(text) > _MOST_CHARACTERS:
        text = text[:_MOST_CHARACTERS].rpartition("\n")[0] + "\n\nCut here.\n"
    return f"{text}\n`ucap diff {before} {summary.version} --all` shows everything, evidence too.\n"


def render_failure(message: str) -> str:
    """Render why a run failed: the reason first, then its details, each in a line of its own."""
    first, *rest = message.splitlines() or [""]
    return "\n".join([f"**{escape_markdown(first)}**", "", *(f"- {escape_markdown(line.strip())}" for line in rest), ""])


def _list_needs(summary: RunSummary) -> list[str]:
    rows = [(path, *split_reason(reason)[1:]) for path, reason in summary.unusable]
    rows += [(path, f"errors: {codes}", "see what `ucap issues` says about it") for path, codes in summary.erroneous]
    rows += [(place, message, "correct the file, and check it with: ucap corrections") for place, message in summary.faulty]
    if not rows:
        return ["Nothing needs a person."]
    # A list and no table: Prefect's page does not wrap the cells of a table, and cuts off what does not fit.
    lines = ["## Needs a person", ""]
    for what, happened, remedy in rows[:_LISTED]:
        lines += [f"- **{escape_markdown(what)}**: {escape_markdown(happened)}"]
        lines += [f"    - What to do: {escape_markdown(remedy)}"] * bool(remedy)
    return [*lines, f"- and {len(rows) - _LISTED:,} more"] if len(rows) > _LISTED else lines


def _list_section(heading: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    lines = ["", f"## {heading}", "", *(f"- {escape_markdown(entry)}" for entry in entries[:_LISTED])]
    if len(entries) > _LISTED:
        lines.append(f"- and {len(entries) - _LISTED:,} more")
    return lines


def _list_new_issues(diff: VersionDiff) -> list[str]:
    rows = [row.values for table in diff.tables if table.name == "issues" for row in table.added if row.moved is None]
    return [f"{row['severity']} {row['code']}, {row['source_path']}: {row['message']}" for row in rows]
