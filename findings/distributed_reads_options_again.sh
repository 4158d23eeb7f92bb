#!/usr/bin/env bash
# The option distributed.worker.daemon, set while a cluster starts
#
# Pins:   distributed==2026.8.0, dask==2026.8.0
# Guess:  What the configuration says when a cluster is made holds for its worker processes as long as it lives. So the option, which
#         decides whether tasks may start processes of their own, can be set for that moment only.
# Seen:   Each start of a process reads it again. Workers that were made under daemon = False come back as daemons after a restart
#         (here asked for, else after a crash or too much memory), when the "with dask.config.set" has long ended. From then on tasks
#         that start processes fail: "daemonic processes are not allowed to have children".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check distributed==2026.8.0 dask==2026.8.0
cd "$work"
cat > look.py <<'PYTHON'
import multiprocessing
import sys

import dask
from distributed import Client, LocalCluster


def start_child() -> str:
    try:
        child = multiprocessing.get_context("spawn").Process(target=int)
        child.start()
        child.join()
    except AssertionError as error:
        return str(error)
    return "a child was started"


if __name__ == "__main__":
    with dask.config.set({"distributed.worker.daemon": False}):
        cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None)
    client = Client(cluster)
    seen = [client.submit(start_child, pure=False).result()]
    client.restart()
    seen.append(client.submit(start_child, pure=False).result())
    print("before the restart:", seen[0])
    print("after the restart: ", seen[1])
    client.close()
    cluster.close()
    same = seen == ["a child was started", "daemonic processes are not allowed to have children"]
    sys.exit(None if same else "The behaviour has changed.")
PYTHON
venv/bin/python look.py 2> messages.txt || { cat messages.txt >&2; exit 1; }
