"""Publishing a folder of documents. Use it as `ucap.ingest`."""

import ast
import multiprocessing
import sys
from pathlib import Path
from types import FrameType

from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.cluster.reading import choose_reader
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.run.round import Stages
from ucap.flows.run.summary import RunSummary
from ucap.publishing.storage.location import locate


def ingest(
    raw: str | Path, output: str | Path, *, settings: Settings | None = None, force: bool = False, wait: bool = True
) -> RunSummary:
    """Read the documents of the folder `raw` and publish them as the latest version in the folder `output`.

    Either can be a place in object storage, such as `s3://bucket/folder`, with the extra `ucap[cloud]` (docs/scale.md).

    Does what the command `ucap ingest` does. Only new and changed documents are read, with `force` all of them; each is read in
    a process of its own with a limit on time and memory; a run in which nothing changed writes nothing. Another run that writes
    to the same output is waited for; with `wait` false, it ends this call with `OutputError`.

    Without `settings`, those of the environment, `.env` and `ucap.toml` hold (docs/operate.md lists them). Raises `RunError`
    where the raw folder cannot be used, `OutputError` where the output folder cannot, and `RejectedVersionError` where the new
    version lacks too much against the latest one.

    A script must call it below `if __name__ == "__main__":`, since Python's `multiprocessing` runs the script again in each
    reading process; otherwise `RunError` is raised at once. In notebooks and at the prompt nothing is needed.
    """
    _check_guard(sys._getframe(1))
    settings = settings or Settings()
    request = RunRequest(locate(raw), locate(output), force=force, wait=wait)
    return run_ingest(request, settings, stages=Stages(read=choose_reader(settings)))


def _check_guard(frame: FrameType | None) -> None:
    """Raise `RunError` where reading processes would come to this call again, and wait for the run that waits for them."""
    main = sys.modules["__main__"]
    path = getattr(main, "__file__", None)
    is_again = getattr(multiprocessing.current_process(), "_inheriting", False)
    while frame and not (frame.f_code.co_name == "<module>" and frame.f_globals is vars(main)):
        frame = frame.f_back
    if is_again or (frame and path and not _is_guarded(Path(path), frame.f_lineno)):
        raise RunError(
            f"{path or 'The script'} calls `ucap.ingest` whenever it is run, and each reading process runs it again: "
            'put the call below `if __name__ == "__main__":`.'
        )


def _is_guarded(script: Path, line: int) -> bool:
    """Return whether the line stands in a block `if __name__ …`, or cannot be looked at."""
    try:
        statements = ast.parse(script.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return True
    around = [statement for statement in statements if statement.lineno <= line <= (statement.end_lineno or line)]
    return not around or any(isinstance(node, ast.If) and "__name__" in ast.unparse(node.test) for node in around)
