"""The code of this commit and that of another one beside it, and how each is run."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_COMMANDS = ("ucap.flows.commands.cli", "flows.cli")
"""Where `main` of the command is: now, and before everything was imported from `ucap`."""
_READERS = ("ucap.extractors.extract", "extractors.extract")
"""The same for `read_document`. The file decides: `ucap` alone would be found outside an older tree, where it is installed."""
_PRELOADS = ("ucap.flows.pool.preload", "flows.preload")
"""The same for what prepares the process from which reading processes are forked."""


@dataclass(frozen=True)
class Tree:
    """A folder with the code of a commit."""

    path: Path
    commit: str

    def environment(self) -> dict[str, str]:
        """Return the variables with which Python imports this code, and no setting of this machine applies."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("UCAP_", "PREFECT_"))}
        return {**kept, "PYTHONPATH": str(self.path), "PYTHONSAFEPATH": "1"}

    def ingest_command(self, raw: Path, output: Path, workers: int) -> list[str]:
        """Return the command that ingests a folder."""
        module = self._find_module(_COMMANDS)
        start = f"from {module} import main; main()"
        return [sys.executable, "-c", start, "ingest", str(raw), "--output", str(output), "--workers", str(workers)]

    def probe_command(self, folder: Path) -> list[str]:
        """Return the command that reads the documents of a folder and prints the seconds of each (`probe.py`)."""
        modules = self._find_module(_READERS), self._find_module(_PRELOADS)
        return [sys.executable, str(Path(__file__).with_name("probe.py")), *modules, str(folder)]

    def _find_module(self, names: Sequence[str]) -> str:
        return next(name for name in names if (self.path / f"{name.replace('.', '/')}.py").is_file())


def this_tree() -> Tree:
    """Return the code that is being run, changes since the commit included."""
    changed = _git("status", "--porcelain")
    return Tree(ROOT, _git("rev-parse", "--short", "HEAD") + (" with changes" if changed else ""))


@contextmanager
def check_out(revision: str) -> Iterator[Tree]:
    """Yield the code of another commit, in a folder that is removed afterwards.

    It runs in this environment; where the two commits pin other releases of libraries, these are printed.
    """
    ours = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    theirs = _git("show", f"{revision}:requirements.lock")
    if moved := sorted(_list_pins(ours) ^ _list_pins(theirs)):
        print(f"Pinned otherwise in the two commits, and measured with what is installed: {', '.join(moved)}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tree")
        _git("worktree", "add", "--detach", str(path), revision)
        try:
            yield Tree(path, _git("rev-parse", "--short", revision))
        finally:
            _git("worktree", "remove", "--force", str(path))


def _list_pins(lock: str) -> set[str]:
    return {line.split()[0] for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#"))}


def _git(*arguments: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True).stdout.strip()
