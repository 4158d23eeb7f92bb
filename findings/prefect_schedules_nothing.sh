#!/usr/bin/env bash
# Prefect's scheduler with the SQLAlchemy that its own metadata admits
#
# Pins:   prefect==3.8.8, fastapi==0.150.0, SQLAlchemy==2.1.0 and then SQLAlchemy==2.0.58
# Guess:  Prefect's requirement on SQLAlchemy keeps out what it does not work with. pip resolves it, "pip check" is content,
#         and a deployment with a cron schedule gets its runs.
# Seen:   With 2.1.0 the server starts, is healthy and takes the deployment, but no run is ever scheduled. Each cycle of the
#         scheduler fails in a bulk insert ("Can't evaluate bulk DML statement"), which only the server's log says. With 2.0.58
#         the same deployment has runs within seconds.
#
# Takes some minutes (eight on a busy machine): two servers are started on fresh databases, one after the other, on the port
# PORT (default 4797).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0 SQLAlchemy==2.1.0
cd "$work"
cat > look.py <<'PYTHON'
"""Start a server, make a deployment that runs each minute, and print how many runs are scheduled."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

home, port = sys.argv[1], os.environ.get("PORT", "4797")
url = f"http://127.0.0.1:{port}/api"
environment = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
    "PREFECT_HOME": home,
    "PREFECT_API_URL": url,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
Path(home).mkdir()
with Path(home, "server.log").open("w") as log:
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", port]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)


def post(path: str, body: dict) -> dict | int:
    """Ask again until the server is up, and where its database is busy (503)."""
    for _ in range(180):
        try:
            return httpx.post(f"{url}/{path}", json=body, timeout=60).raise_for_status().json()
        except httpx.HTTPError:
            time.sleep(1)
    raise SystemExit(f"The server did not answer on port {port}.")


try:
    flow = post("flows/", {"name": "flow"})
    schedule = {"schedule": {"cron": "* * * * *", "timezone": "UTC"}, "active": True}
    body = {"name": "each-minute", "flow_id": flow["id"], "entrypoint": "flow.py:flow", "schedules": [schedule]}
    deployment = post("deployments/", body)
    wanted = {"deployments": {"id": {"any_": [deployment["id"]]}}}
    deadline = time.monotonic() + 90
    while not (count := post("flow_runs/count", wanted)) and time.monotonic() < deadline:
        time.sleep(3)
finally:
    server.terminate()
    server.wait(60)
failed = "bulk DML statement" in Path(home, "server.log").read_text()
print("runs are scheduled" if count else "no run is scheduled", "; the log has the error" if failed else "", sep="")
PYTHON
new=$(venv/bin/python look.py "$work/new")
venv/bin/pip check
echo "SQLAlchemy 2.1.0:  $new"
venv/bin/pip install --quiet --disable-pip-version-check SQLAlchemy==2.0.58
old=$(venv/bin/python look.py "$work/old")
echo "SQLAlchemy 2.0.58: $old"
[ "$new" = "no run is scheduled; the log has the error" ] && [ "$old" = "runs are scheduled" ] \
    || { echo "The behaviour has changed." >&2; exit 1; }
