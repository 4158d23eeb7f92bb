"""Prefect's settings, made before it is imported: where its data lie, which server to use, and that it calls nobody.

`ucap up` notes its server in `.prefect/server.json`; whatever runs in the same folder while it answers uses it.
"""

import json
import os
from pathlib import Path

from ucap.flows.serving.server_api import is_server_of

DATA_FOLDER = Path(".prefect")
"""Prefect's home for a project, in the working folder: its database, logs, and readings of runs that did not end."""

_SERVER_NAME = "server.json"
_ALWAYS = {
    # A cold start makes the database first: 18-26 s were measured, 20 s is the default limit.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # The newer of Prefect's two pages asks amplitude.com from the browser as it loads, whatever is set: the older comes first.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # Removing a run leaves its artifacts; this makes the server remove what belongs to no run any more, once a day.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
}


def make_environment(folder: Path, url: str | None) -> dict[str, str]:
    """Return the variables for Prefect with its home in `folder`, and the server at `url` or one that each run brings along."""
    home = {
        "PREFECT_HOME": str(folder.resolve()),
        # Else the server copies its pages to where it is installed, and has none where it must not write there.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder.resolve() / "ui"),
    }
    return _ALWAYS | home | ({"PREFECT_API_URL": f"{url}/api"} if url else {"PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true"})


def prepare_environment() -> None:
    """Set in this process what Prefect reads when it is imported; what is set already stays.

    A server named by PREFECT_API_URL keeps its own home.
    """
    named = "PREFECT_API_URL" in os.environ
    for name, value in (_ALWAYS if named else make_environment(DATA_FOLDER, find_server(DATA_FOLDER))).items():
        os.environ.setdefault(name, value)


def note_server(folder: Path, url: str) -> None:
    """Let runs in this project know the server; `forget_server` ends that."""
    (folder / _SERVER_NAME).write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")


def forget_server(folder: Path) -> None:
    """Let runs in this project bring their own server again."""
    (folder / _SERVER_NAME).unlink(missing_ok=True)


def find_server(folder: Path) -> str | None:
    """Return the address of the project's server where one was noted and answers; another project's may do so by now."""
    try:
        url = str(json.loads((folder / _SERVER_NAME).read_bytes())["url"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return url if is_server_of(folder, url) else None
