"""The operators' guide names what there is: every setting, deployment and event."""

import configparser
import re

import pytest
import yaml

from tests.commands import ROOT
from ucap.flows.basics.settings import Settings

GUIDE = ROOT / "docs" / "operate.md"
START, END = "--update-golden` -->\n", "<!-- end of settings -->"


def render_settings() -> str:
    """Render the table of all settings."""
    lines = ["| key | default | meaning |", "|---|---|---|"]
    for key, info in Settings.model_fields.items():
        default = "one for each processor" if info.default_factory else f"`{info.default}`"
        lines.append(f"| `{key}` | {default} | {info.description} |")
    return "\n".join(["", *lines, "", ""])


def test_the_guide_names_every_setting(update_golden: bool) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    table, after = rest.split(END)
    if update_golden and table != render_settings():
        GUIDE.write_text(before + START + render_settings() + END + after, encoding="utf-8")
        pytest.fail("docs/operate.md was written anew: look at it, then run the tests again")
    assert table == render_settings(), "run `python -m pytest tests/test_operate.py --update-golden`"


def test_the_guide_names_every_deployment_and_its_schedule() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for deployment in yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]:
        flow = deployment["entrypoint"].rpartition(".")[2]
        row = next(line for line in text.splitlines() if line.startswith(f"| `{flow}/{deployment['name']}` |"))
        for schedule in deployment.get("schedules", []):
            minute, hour = schedule["cron"].split()[:2]
            assert f"{int(hour):02}:{int(minute):02} {schedule['timezone']}" in row


def test_the_guide_names_every_event() -> None:
    report = (ROOT / "flows" / "prefect_flows" / "report.py").read_text(encoding="utf-8")
    events = set(re.findall(r'"(ucap\.\w+\.\w+)"', report))
    assert events
    assert all(f"| `{event}` |" in GUIDE.read_text(encoding="utf-8") for event in events)


def test_set_ups_for_lasting_use_name_what_there_is() -> None:
    """Neither systemd nor Docker is needed for this; `systemd-analyze verify deploy/ucap.service` says more."""
    unit = configparser.ConfigParser(strict=True, comment_prefixes="#", interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((ROOT / "deploy" / "ucap.service").read_text(encoding="utf-8"))
    assert unit.sections() == ["Unit", "Service", "Install"]
    assert unit["Service"]["ExecStart"].endswith("ucap up")
    assert unit["Service"]["KillMode"] == "mixed", "the worker's runs would be ended before they can say so"

    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    (service,) = compose["services"].values()
    assert (ROOT / "deploy" / service["build"]["context"]).resolve() == ROOT
    dockerfile = (ROOT / service["build"]["dockerfile"]).read_text(encoding="utf-8")
    words = "FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENTRYPOINT", "CMD"
    instructions = [line for line in dockerfile.splitlines() if line and not line.startswith(("#", " "))]
    assert {line.split()[0] for line in instructions} == set(words)
    assert 'ENTRYPOINT ["ucap"]' in instructions and 'CMD ["up"]' in instructions
    volumes = {volume.split(":")[0] for volume in service["volumes"]}
    assert volumes - {"../raw", "../output"} == compose["volumes"].keys()
    compile(service["healthcheck"]["test"][-1], "healthcheck", "exec")
