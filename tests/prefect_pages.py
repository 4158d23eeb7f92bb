"""Prefect's pages as pictures, of a real `ucap up` over the scene of `tests.screens`: part of `make screens`."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.test_serving import Up, serve_up

_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
"""Without these, Chromium asks its makers for updates."""
_SIZE = "1400,1300"
_WAIT_MS = 20_000
"""Time of the page's own clock, which runs ahead while nothing happens: the page asks the server for what it shows."""


def find_chromium() -> str | None:
    """Return the command of a Chromium; None if there is no such command."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def draw_page(chromium: str, url: str, target: Path) -> None:
    """Write what a browser shows at an address, as PNG. Raises `subprocess.CalledProcessError` where the browser fails."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", *_QUIET, f"--user-data-dir={profile}",
                "--hide-scrollbars", f"--window-size={_SIZE}", f"--virtual-time-budget={_WAIT_MS}",
                f"--screenshot={target.resolve()}", url,
            ],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip


def draw_pages(folder: Path, target: Path) -> None:
    """Serve the scene in a folder, run it once well and twice badly, and write a picture of each page into `target`."""
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium here, so Prefect's pages were not drawn.")
        return
    with serve_up(folder) as up:
        for name, path in _list_pages(up):
            draw_page(chromium, f"{up.url}/{path}", target / f"prefect-{name}.png")
            print(f"Wrote {target / f'prefect-{name}.png'}")


def _list_pages(up: Up) -> Iterator[tuple[str, str]]:
    """Yield the name and the path of each page."""
    run = _run(up)
    refused, empty = _run(up, raw="other"), _run(up, raw="empty", output="nothing")
    yield "deployments", "deployments"
    yield "runs", "runs"
    for name, run_id in (("run", run), ("refused", refused), ("nothing-found", empty)):
        yield name, f"runs/flow-run/{run_id}"
    for name, run_id, key in (
        ("summary", run, "ingest-summary"),
        ("quarantined", run, "quarantined-documents"),
        ("corrections", run, "stale-corrections"),
        ("failure", refused, "failure"),
    ):
        yield name, f"artifacts/artifact/{_find_artifact(up, run_id, key)}"


def _run(up: Up, **parameters: Any) -> str:
    """Run the deployment by hand to its end, and return the run's id."""
    run_id = up.start_run("ingest/ingest-by-hand", **parameters)
    up.wait_for_end(run_id)
    return run_id


def _find_artifact(up: Up, run_id: str, key: str) -> str:
    found = up.ask("artifacts/filter", flow_runs={"id": {"any_": [run_id]}}, artifacts={"key": {"any_": [key]}})
    return str(found[0]["id"])
