"""Seeing which processes a command starts, and that none of them reaches for another machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.commands import ROOT


@dataclass(frozen=True)
class NetworkLog:
    """What the guard in tests/network_guard noted of the processes that were started with `variables`."""

    path: Path

    @property
    def variables(self) -> dict[str, str]:
        """Variables for `tests.commands.make_environment`."""
        path = os.pathsep.join((str(ROOT / "tests" / "network_guard"), str(ROOT)))
        return {"PYTHONPATH": path, "TEST_NETWORK_LOG": str(self.path)}

    def _read(self, kind: str) -> list[str]:
        lines = [line.split("\t", 2) for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines()]
        return [words for _, what, words in lines if what == kind]

    @property
    def refused(self) -> list[str]:
        """Each attempt to reach another machine: the event and the host."""
        return self._read("refused")

    @property
    def guarded(self) -> list[str]:
        """The command line of each guarded process."""
        return self._read("guarded")


def find_started(variable: str, value: str) -> dict[int, str]:
    """Return the processes that have a variable in their environment, or were forked from one that has, with their commands."""
    wanted, found = f"{variable}={value}".encode(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended meanwhile
    return found
