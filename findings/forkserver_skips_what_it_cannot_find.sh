#!/usr/bin/env bash
# Modules that a fork server loads ahead, where the program has extended sys.path
#
# Pins:   Python 3.11 to 3.13 (its own multiprocessing; seen with 3.11.7, 3.12.1 and 3.13.0),
#         networkx==3.6.1 (stands for a module that is slow to load)
# Guess:  set_forkserver_preload(["networkx"]) loads it once, and all workers share it. The server finds modules as the program
#         does: sys.path is handed to it, as it is handed to the workers. If the import fails, there is an error.
# Seen:   The server starts with a sys.path of its own. A module in a folder that the program has added is not found, and that
#         error is thrown away. The workers do get the program's sys.path, but later, so each loads the module again: all works,
#         and nothing says that the list has no effect. If PYTHONPATH names the folder, it has.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --target "$work/lib" networkx==3.6.1
cd "$work"
cat > look.py <<'PYTHON'
import multiprocessing
import os
import sys


def is_loaded() -> bool:
    return "networkx" in sys.modules


def can_be_found() -> bool:
    import networkx

    return networkx is not None


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.path.insert(0, os.path.abspath(sys.argv[1]))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["networkx"])
    with context.Pool(1) as pool:
        print(f"loaded ahead: {pool.apply(is_loaded)}, found by a worker: {pool.apply(can_be_found)}")
PYTHON
venv/bin/python --version
added=$(venv/bin/python look.py lib)
named=$(PYTHONPATH="$work/lib" venv/bin/python look.py)
echo "added to sys.path:    $added"
echo "named by PYTHONPATH:  $named"
[ "$added" = "loaded ahead: False, found by a worker: True" ] && [ "$named" = "loaded ahead: True, found by a worker: True" ] \
    || { echo "The behaviour has changed." >&2; exit 1; }
