"""`ucap correct`, `ucap corrections` and `ucap rerun`: the round from an error to its correction in the data."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import (
    NOT_CLEAN,
    CrossCheckOption,
    JsonOption,
    OutputOption,
    ReaderOption,
    explain_errors,
    fail,
    find_output,
    load_settings,
    name_reader,
)
from ucap.flows.commands.diff import print_diff
from ucap.flows.commands.ingest import run_here
from ucap.flows.commands.outcome import end_run, print_outcome
from ucap.schemas.wording import render_count

if TYPE_CHECKING:
    from ucap.publishing.corrections.book import CorrectionBook
    from ucap.publishing.storage.location import Location

RawOption = Annotated[Path | None, typer.Option("--raw", help="Folder of the documents.", show_default="raw, or as set")]


def correct(
    document: Annotated[str, typer.Argument(metavar="DOC", help="Path, file name or ucap_id, or a part that only it has.")],
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Table of the value.")],
    row: Annotated[str, typer.Argument(metavar="ROW", help="Key of its row as published: lead/1, a3; for ucaps the ucap_id.")],
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="Column of the value.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The right value; null for none, lists as JSON.")],
    reason: Annotated[str, typer.Option(help="Where the right value comes from.")],
    author: Annotated[str | None, typer.Option(help="Who says so.", show_default="your account's name")] = None,
    raw: RawOption = None,
    output: OutputOption = None,
) -> None:
    """Write a correction of one value into raw/corrections/, with the value that it replaces, after checking both.

    `ucap rerun` publishes it. Ends with 1 if the value cannot be corrected in this way; then nothing is written.
    """
    import getpass

    with explain_errors():
        from ucap.flows.run.correct import write_correction
        from ucap.flows.run.naming import find_document
        from ucap.flows.run.request import RunRequest, check_request
        from ucap.publishing.corrections.columns import name_dependent
        from ucap.publishing.corrections.draft import CorrectionError
        from ucap.publishing.storage.location import locate
        from ucap.schemas.values import render_value

        settings = load_settings(None)
        request = RunRequest(locate(raw or settings.raw_folder), locate(output or settings.output_folder))
        check_request(request)
        source_path = find_document(request.output, document)
        try:
            draft, path, line = write_correction(
                request,
                settings,
                source_path,
                table=table,
                row=row,
                column=column,
                text=value,
                reason=reason,
                author=author or getpass.getuser(),
            )
        except CorrectionError as error:
            fail(str(error))
    change = f"{_show(render_value(draft.expected))} -> {_show(render_value(draft.value))}"
    typer.echo(make_printable(f"{path}:{line}: {draft.table} {draft.row} {draft.column}: {change}"))
    if draft.row != draft.published_row:
        typer.echo(make_printable(f"Entries name rows as extracted; this one is published as {draft.published_row}."))
    if dependent := name_dependent(draft.table, draft.column):
        typer.echo(dependent)
    if draft.pending:
        typer.echo(draft.pending)
    typer.echo("Not published yet: `ucap rerun` does that.")


def corrections(
    folder: Annotated[
        Path | None, typer.Argument(metavar="RAW", help="Folder of the documents.", show_default="raw, or as set")
    ] = None,
    raw: RawOption = None,
    output: OutputOption = None,
    as_json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 3 if an entry is invalid or stale.")] = False,
) -> None:
    """List the entries in raw/corrections/ with what became of them in the latest version, and every fault in the files.

    Ends with 0 whether or not one is faulty; --strict changes that. Ends with 1 where there is no such folder.
    """
    if folder and raw:
        raise typer.BadParameter("the folder is given already, as RAW.", param_hint="--raw")
    with explain_errors():
        from ucap.flows.run.request import check_folders
        from ucap.publishing.corrections.book import load_book
        from ucap.publishing.storage.location import locate

        place = locate(folder or raw or load_settings(None).raw_folder)
        check_folders(place, find_output(output))
        entries = _list_entries(load_book(place), find_output(output))
    if as_json:
        typer.echo(json.dumps(entries, ensure_ascii=True, indent=2, default=str))
    else:
        for entry in entries:
            typer.echo(make_printable(f"{entry['status']:11} {entry['file']}:{entry['line']}: {entry['what']}"))
            for detail in (entry["message"], entry["signed"]):
                if detail and not detail.endswith(entry["what"]):
                    typer.echo(make_printable(f"            {detail}"))
        typer.echo(_sum_up(entries))
    if strict and any(entry["status"] in ("invalid", "stale") for entry in entries):
        raise typer.Exit(NOT_CLEAN)


def rerun(
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOC]...", help="Documents to read again.")] = None,
    raw: RawOption = None,
    output: OutputOption = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at the same time.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="As for `ucap ingest`.")] = False,
    reader: ReaderOption = None,
    cross_check: CrossCheckOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every difference in full, also evidence.")] = False,
) -> None:
    """Read again the documents named, and those that changed or whose corrections changed; publish, and show what changed.

    DOC is a path, file name or ucap_id, a part of it that only one document has, or a pattern of several with * or ?.
    """
    with explain_errors():
        if documents:
            from ucap.flows.pool.server import start_server

            start_server()  # loads what reading needs, while this process loads the rest and looks at the files
        from ucap.flows.run.request import RunRequest, check_request
        from ucap.publishing.diff import diff_versions
        from ucap.publishing.storage.location import locate

        settings = load_settings(workers)
        request = RunRequest(
            locate(raw or settings.raw_folder),
            locate(output or settings.output_folder),
            documents=tuple(documents or ()),
            reader=name_reader(reader),
            cross_check=cross_check,
        )
        check_request(request)
        summary = run_here(request, settings, trigger="rerun")
        print_outcome(summary, request)
        if summary.switched:
            print_diff(diff_versions(request.output, summary.before, summary.version), everything=everything)
    end_run(summary, request, strict=strict)


def _list_entries(book: "CorrectionBook", output: "Location") -> list[dict[str, Any]]:
    """Return each entry with where it stands, what it says, and its fate: as published, or `unpublished`."""
    from dataclasses import asdict

    from ucap.publishing.corrections.entries import Located, describe_entry
    from ucap.publishing.manifest import read_manifest, read_table

    rows = read_table(output, "corrections").to_pylist() if read_manifest(output) else []
    fates: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        fates[row.get("entry_id") or ""].append(row)
    listed = []
    for found in book.found:
        place = {"file": found.file, "position": found.position, "line": found.line}
        if isinstance(found, Located):
            about = describe_entry(found.entry)
            known = fates[found.entry_id].pop(0) if fates[found.entry_id] else {"status": "unpublished"}
            names = [part for part in (about.table, about.row or about.ucap, about.column) if part]
            what = f"{' '.join(names)}: {_show(about.expected)} -> {_show(about.new_value)}"
            signed = f"{found.entry.reason} ({found.entry.author}, {found.entry.date})"
            details = {**asdict(about), "status": known["status"], "message": known.get("message"), "what": what}
            listed.append({**place, **details, "signed": signed})
        else:
            message = found.message
            what = message.removeprefix(f"{found.file}:{found.line}: ")
            listed.append({**place, "status": "invalid", "message": message, "what": what, "signed": None})
    return listed


def _sum_up(entries: list[dict[str, Any]]) -> str:
    """Return how many entries there are of each status, and what to do."""
    if not entries:
        return "There are no corrections."
    counts = Counter(entry["status"] for entry in entries)
    shares = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items()))
    advice = "Correct or delete the invalid ones." if counts["invalid"] else ""
    advice += " Stale ones expect another value than was read: see what each line says." if counts["stale"] else ""
    advice += " `ucap rerun` publishes the unpublished ones." if counts["unpublished"] else ""
    return f"\n{render_count(len(entries), 'entry', 'entries')}: {shares}. {advice.strip()}".rstrip()


def _show(value: str | None) -> str:
    text = "(none)" if value is None else value
    return text if len(text) <= 60 else f"{text[:60]}…"
