"""Running the command and pieces of Python in processes of their own, and a raw folder for them."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from ucap.flows.commands.cli import app

ROOT = Path(__file__).resolve().parent.parent

FORM = """City:\t{lead}\t{partner}
Country:\tPortugal\tChina
Period of cooperation:\tMay 2017 - December 2018
Cooperation themes:\tWater
Key focus of the cooperation themes:\tClean rivers in both cities.
Key challenges of the cooperation themes:\tFloods after heavy rain.
Main objectives of cooperation:\tTo learn from each other.
Main activities:\t→ May 2017: {lead} and {partner} met at a workshop.
Expected results:\t→ A joint plan for the river banks.
"""


def make_raw(folder: Path, *pairs: tuple[str, str]) -> Path:
    """Write one small U-CAP as text for each pair of cities, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for lead, partner in pairs:
        (folder / f"{lead}-{partner}.txt".lower()).write_text(FORM.format(lead=lead, partner=partner), encoding="utf-8")
    return folder


def make_environment(**variables: str) -> dict[str, str]:
    """Return an environment for a child process that finds the packages and has no settings but the given ones."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UCAP_", "PREFECT_"))}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, **variables}


def run_python(code: str) -> str:
    """Run a piece of Python and return what it prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=make_environment(), capture_output=True, text=True, check=True, timeout=120).stdout


def ucap_command(*arguments: str | Path) -> list[str]:
    """Return the command line of `ucap` under this interpreter, installed or not."""
    return [sys.executable, "-c", "from ucap.flows.commands.cli import main; main()", *map(str, arguments)]


def run_ucap(*arguments: str | Path, cwd: Path | None = None, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run `ucap` and return its exit status and what it printed."""
    command, environment = ucap_command(*arguments), make_environment(**variables)
    return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


def invoke_ucap(*arguments: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Do what `run_ucap` does within this process: sooner by a second or two, for commands that start no process themselves."""
    environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith(("UCAP_", "PREFECT_"))}
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], env={**environment, **variables})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(list(arguments), done.exit_code, done.stdout, done.stderr)
