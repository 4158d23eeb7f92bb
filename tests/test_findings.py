"""The form of the scripts in findings/; what they observe is not tested here, since they install packages."""

import re
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "findings"
SCRIPTS = sorted(FOLDER.glob("*.sh"))
_PIN = re.compile(r"\b[A-Za-z][\w.-]*==[\w.]+")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_finding_has_its_form(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert script.stat().st_mode & 0o111, "not executable"
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0, "bash cannot parse it"
    assert all(any(line.startswith(f"# {word}:") for line in head) for word in ("Pins", "Guess", "Seen"))
    pins = set(_PIN.findall("\n".join(head)))
    assert pins, "names no release"
    # What is installed is what the head names; loops over releases install what the head lists.
    assert set(_PIN.findall("\n".join(line for line in text.splitlines() if not line.startswith("#")))) <= pins
    assert "mktemp -d" in text and "trap" in text, "does not work in a temporary folder that it removes"
    assert "ucap" not in text, "needs this project"


def test_the_read_me_lists_every_finding() -> None:
    listed = re.findall(r"\]\((\w+\.sh)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [script.name for script in SCRIPTS] != []
