"""The small process that reading processes are forked from. Nothing heavy is imported here, so that it can start first."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import forkserver
from threading import Lock

_START = Lock()  # Prefect runs tasks in threads, and the environment is of the whole process


def start_server() -> None:
    """Start the process that reading processes are forked from, unless it runs; loading its libraries takes it some seconds.

    Worth calling early where it is sure that documents will be read. Does nothing where the system forks none.
    """
    if sys.platform == "linux":
        forkserver.set_forkserver_preload(["ucap.flows.pool.preload"])
        with _START, pass_import_path():
            forkserver.ensure_running()


@contextmanager
def pass_import_path() -> Iterator[None]:
    """Let a Python process that is started here import what this process would import.

    Python 3.11 to 3.13 give the fork server this process's path, and it does not use it (`multiprocessing.forkserver.main`): it
    would import from the working folder first. A module there, such as a `yaml.py`, would be run in the place of a library.
    """
    ours = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with set_variables(ours):
        yield


@contextmanager
def set_variables(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a while."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
