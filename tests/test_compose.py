"""deploy/cluster.yaml agrees with the code: its commands, options, addresses and variables. No container is started."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dask
import distributed  # noqa: F401 (its defaults)
import pytest
import yaml

from tests.commands import ROOT
from tests.object_server import list_keys, run_object_server
from tests.test_guides import _can_be_called
from ucap.flows.basics.settings import Settings
from ucap.flows.cluster.batch import DAEMON
from ucap.flows.pool.server import set_variables
from ucap.publishing.storage.location import locate, open_storage
from ucap.publishing.storage.objects import StoredPath

FILE = ROOT / "deploy" / "cluster.yaml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
LINES = {name: [*service["entrypoint"], *service.get("command", [])] for name, service in SERVICES.items()}
PORT = re.compile(r"--port (\d+)|--dashboard-address :(\d+)")


def test_each_service_is_of_the_image_that_the_lock_pins() -> None:
    for service in SERVICES.values():
        assert service["image"] == "ucap:cluster"
        assert (FILE.parent / service["build"]["context"] / service["build"]["dockerfile"]).samefile(ROOT / "deploy/Dockerfile")
    assert "--require-hashes -r requirements.lock" in (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SERVICES)
def test_its_program_is_in_the_environment_and_its_options_are_known(name: str) -> None:
    program = LINES[name][0]
    assert shutil.which(program, path=Path(sys.executable).parent) or program == "ucap", "not a program of requirements.lock"
    assert _can_be_called(LINES[name])
    for other, needed in SERVICES[name].get("depends_on", {}).items():
        assert needed["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


def test_addresses_name_services_and_the_ports_on_which_they_listen() -> None:
    listening = {(name, int(a or b)) for name, line in LINES.items() for a, b in PORT.findall(" ".join(line))}
    said = [text for name in SERVICES for text in (*LINES[name], *SERVICES[name].get("environment", {}).values())]
    addresses = [urlsplit(text) for text in said if re.match(r"(http|tcp)://", text)]
    assert {(address.hostname, address.port) for address in addresses} <= listening and len(addresses) >= 5
    for name, service in SERVICES.items():
        checked = re.findall(r"localhost:(\d+)", str(service.get("healthcheck", "")))
        assert {(name, int(port)) for port in checked} <= listening
        for published in service.get("ports", ()):
            host, _, port = published.split(":")
            assert (name, int(port)) in listening and host == "127.0.0.1"


def test_its_variables_are_those_that_the_programs_read() -> None:
    names = {name for service in SERVICES.values() for name in service.get("environment", {})}
    settings = {f"UCAP_{field.upper()}" for field in Settings.model_fields}
    known = settings | set(list_keys("http://any")) | {"PREFECT_API_URL", DAEMON}
    assert names <= known
    assert dask.config.collect_env({DAEMON: "False"}) == {"distributed": {"worker": {"daemon": False}}}
    assert dask.config.get("distributed.worker.daemon") is True, "the variable is no longer needed"
    assert SERVICES["worker"]["environment"][DAEMON] == "False"
    assert Settings(cluster=SERVICES["run"]["environment"]["UCAP_CLUSTER"])


@pytest.mark.objects
def test_what_loads_the_documents_makes_the_bucket_that_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.txt").write_text("any")
    (code,) = SERVICES["load"]["command"]
    raw = locate(LINES["run"][2])
    assert isinstance(raw, StoredPath)
    with run_object_server("another") as variables, set_variables(variables):
        exec(compile(code.replace('"/raw"', repr(str(tmp_path))), str(FILE), "exec"), {})
        assert [(one.key, one.size) for one in open_storage(raw).list()] == [("a/plan.txt", 3)]
