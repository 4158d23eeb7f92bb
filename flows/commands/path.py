"""`ucap path`."""

from typing import Annotated

import typer

from ucap.flows.commands.common import OutputOption, explain_errors, find_output


def path(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of a table, such as `activities`.")],
    version: Annotated[str, typer.Option("--version", help="Name of the version, or enough of its beginning.")] = "latest",
    output: OutputOption = None,
) -> None:
    """Print the paths or URLs of the Parquet files of TABLE, one a line, for programs that read them.

    All are of one version. Ends with 1 where there is no version or no such table.
    """
    with explain_errors():
        from ucap.publishing.history import resolve_version
        from ucap.publishing.latest import VERSIONS_NAME
        from ucap.publishing.manifest import list_part_places, load_manifest

        place = find_output(output)
        directory = place / VERSIONS_NAME / resolve_version(place, version)
        files = list_part_places(directory, load_manifest(directory), table)
    for file in files:
        print(file)
