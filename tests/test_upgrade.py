"""`ucap up` after an update of ucap, and after its database was deleted: one real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import make_raw
from tests.test_serving import FAST, Up, serve_up, wait_for

pytestmark = [pytest.mark.server, pytest.mark.slow]

FORMER = """
name: ucap
deployments:
  - name: scheduled
    entrypoint: ucap.flows.prefect_flows.ingest.ingest
    work_pool: &pool {name: ucap}
    schedules: [{cron: "15 2 * * *", timezone: UTC, active: true}]
  - name: manual
    entrypoint: ucap.flows.prefect_flows.ingest.ingest
    work_pool: *pool
  - name: manual
    entrypoint: ucap.flows.prefect_flows.rerun.rerun
    work_pool: *pool
  - name: scheduled
    entrypoint: ucap.flows.prefect_flows.housekeeping.housekeeping
    work_pool: *pool
    schedules: [{cron: "45 3 * * 0", timezone: UTC, active: true}]
"""
"""The deployments as release 0.1.0 named them."""
NAMES = {"ingest/ingest-nightly", "ingest/ingest-by-hand", "rerun/rerun-by-hand", "housekeeping/housekeeping-weekly"}


def list_deployments(up: Up) -> set[str]:
    flows = {flow["id"]: flow["name"] for flow in up.ask("flows/filter")}
    return {f"{flows[deployment['flow_id']]}/{deployment['name']}" for deployment in up.ask("deployments/filter")}


def count_planned(up: Up) -> dict[str, int]:
    """Return how many runs are planned, by deployment."""
    planned = up.ask("flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}})
    names = {deployment["id"]: deployment["name"] for deployment in up.ask("deployments/filter")}
    found = [names.get(run["deployment_id"], "of no deployment") for run in planned]
    return {name: found.count(name) for name in found}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the release before has served, and has planned its runs."""
    folder = tmp_path_factory.mktemp("upgrade")
    make_raw(folder / "raw", ("Porto", "Qingdao"))
    own = folder / "prefect.yaml"
    own.write_text(FORMER)
    with serve_up(folder, **FAST) as up:
        assert list_deployments(up) == {"ingest/scheduled", "ingest/manual", "rerun/manual", "housekeeping/scheduled"}
        wait_for("both schedules to plan runs", lambda: len(up.ask("flow_runs/filter")) > 1)
    own.unlink()
    return folder


@pytest.fixture(scope="module")
def up(folder: Path) -> Iterator[Up]:
    """Start it as an operator does after the update: in the same folder, with the same database."""
    with serve_up(folder, **FAST) as up:
        yield up


def test_deployments_of_former_names_are_gone_and_no_schedule_is_there_twice(up: Up) -> None:
    assert list_deployments(up) == NAMES
    schedules = {deployment["name"]: len(deployment["schedules"]) for deployment in up.ask("deployments/filter")}
    assert schedules == {"ingest-nightly": 1, "ingest-by-hand": 0, "rerun-by-hand": 0, "housekeeping-weekly": 1}
    wait_for("the new schedules to plan runs", lambda: {"ingest-nightly", "housekeeping-weekly"} <= count_planned(up).keys())
    assert count_planned(up).keys() == {"ingest-nightly", "housekeeping-weekly"}


def test_a_deleted_database_is_made_again_and_said(up: Up) -> None:
    for path in (up.folder / ".prefect").glob("prefect.db*"):
        path.unlink()
    log = up.folder / "up.log"
    wait_for("`ucap up` to serve again", lambda: log.read_text().count("Prefect's UI: ") == 2)
    assert "The server lost its database, which was removed with the history of runs: starting it" in log.read_text()
    assert list_deployments(up) == NAMES
    run_id = up.start_run("ingest/ingest-by-hand")
    run = up.wait_for_end(run_id)
    assert run["state_type"] == "COMPLETED" and "1 published" in run["name"]
