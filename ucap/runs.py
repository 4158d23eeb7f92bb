"""Publishing a folder of documents. Use it as `ucap.ingest`."""

from pathlib import Path

from ucap.flows.basics.settings import Settings
from ucap.flows.run.ingest import RunSummary, run_ingest


def ingest(
    raw: str | Path, output: str | Path, *, settings: Settings | None = None, force: bool = False, wait: bool = True
) -> RunSummary:
    """Read the documents of the folder `raw` and publish them as the latest version in the folder `output`.

    Does what the command `ucap ingest` does. Only new and changed documents are read, with `force` all of them; each is read in
    a process of its own with a limit on time and memory; a run in which nothing changed writes nothing. Another run that writes
    to the same output is waited for; with `wait` false, it ends this call with `OutputError`.

    Without `settings`, those of the environment, `.env` and `ucap.toml` hold (docs/operate.md lists them). Raises `RunError`
    where the raw folder cannot be used, `OutputError` where the output folder cannot, and `RejectedVersionError` where the new
    version lacks too much against the latest one.

    A script that calls it needs the usual `if __name__ == "__main__":`, as Python's `multiprocessing` starts the reading
    processes.
    """
    return run_ingest(Path(raw), Path(output), settings=settings, force=force, wait=wait)
